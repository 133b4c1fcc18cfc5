package chain

import (
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/stats"
)

// Report is how a flow stands.
type Report struct {
	// Outside judges the promise to the customer outside by the cases that ended.
	Outside stats.Judgement
	// Predicted is the share of cases within the promise that the links' recent times lead to expect if they do not depend on one another, Observed what the
	// cases' own recent times say. If far fewer keep it than expected, links are late together, or something between them is not in the flow.
	Predicted, Observed float64
	// Rolled is the share of cases that pass all links at the first attempt, the product of the links' own.
	Rolled float64
	Links  []LinkReport
}

// LinkReport is how one link stands.
type LinkReport struct {
	Link Link
	// Goal judges the goal's share by the handovers that ended, Acceptance the share accepted at the first attempt.
	Goal, Acceptance stats.Judgement
	// Median and Ninth are the times within which half and nine tenths of the recent handovers were done; Before is the median of the baseline. Trend is
	// Median over Before: above 1 the link has become slower. All are 0 without data.
	Median, Ninth, Before time.Duration
	Trend                 float64
	// Share is the link's part of the time that cases take, by mean times: with branches, they may sum to more than the case.
	Share float64
	// Critical says that the link is on the longest path of mean times, and Slack how much longer it could take before it would be.
	Critical bool
	Slack    time.Duration
}

// Report judges what a watch has seen. Without cases there is nothing but the links.
func (c *Chain) Report(w *Watch) Report {
	n := len(c.flow.Links)
	r := Report{Outside: stats.JudgeAnytime(w.Kept, c.flow.Promise.Share, confidence), Links: make([]LinkReport, n)}
	for i, l := range c.flow.Links {
		r.Links[i].Link = l
	}
	if len(w.Links) != n {
		return r
	}
	r.Rolled = 1
	means, histograms := make([]time.Duration, n), make([]*stats.Histogram, n)
	complete := true
	for i := range w.Links {
		link := &w.Links[i]
		histograms[i] = &link.Recent
		complete = complete && link.Recent.Count() > 0
		means[i] = r.Links[i].observe(link)
		first, _ := link.FirstPass.Value()
		r.Rolled *= first
	}
	r.path(c, means)
	if complete {
		within := c.flow.Promise.Within.Duration()
		r.Predicted = c.predict(histograms).Within(within)
		r.Observed, _ = w.Ends.Within(within.Seconds())
	}
	return r
}

// observe reads a link's watch, and returns the mean time.
func (l *LinkReport) observe(w *LinkWatch) time.Duration {
	l.Goal = stats.JudgeAnytime(w.Kept, l.Link.Goal.Share, confidence)
	l.Acceptance = stats.JudgeAnytime(w.FirstPass, l.Link.Goal.Acceptance, confidence)
	l.Median, l.Ninth, l.Before = quantile(&w.Recent, 0.5), quantile(&w.Recent, 0.9), quantile(&w.Baseline, 0.5)
	if l.Before > 0 {
		l.Trend = float64(l.Median) / float64(l.Before)
	}
	mean, _ := moments(&w.Recent)
	return time.Duration(mean * float64(time.Second))
}

func quantile(h *stats.Histogram, p float64) time.Duration {
	seconds, _ := h.Quantile(p)
	return time.Duration(seconds * float64(time.Second))
}

// path finds the longest path of mean times.
func (r *Report) path(c *Chain, means []time.Duration) {
	finish := make([]time.Duration, len(means))
	end := c.graph.finish(means, finish)
	slack := c.slack(means, finish, end)
	for i := range r.Links {
		r.Links[i].Slack, r.Links[i].Critical = slack[i], slack[i] == 0 && end > 0
		if end > 0 {
			r.Links[i].Share = float64(means[i]) / float64(end)
		}
	}
}

// name is the link's name, or its code.
func (l Link) name() care.Text {
	if l.Name == (care.Text{}) {
		return care.Text{VI: string(l.Code), EN: string(l.Code)}
	}
	return l.Name
}
