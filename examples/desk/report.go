package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/desk"
	"github.com/chamsoc/chamsoc/care/sla"
	"github.com/chamsoc/chamsoc/care/stats"
)

// outcome is how the solution of a case came out by the end of the month.
type outcome struct {
	desk.Case
	account desk.Account
	run     sla.Run       // the latest of the solution's clock
	held    time.Duration // in pauses, over all parts
	late    bool          // the promise of a solution was broken, in any part
}

func (c *counter) outcomes(ctx context.Context) (all []outcome, err error) {
	for _, found := range c.cases {
		o := outcome{Case: found}
		if o.account, err = c.care.Desk.Account(ctx, found.ID, monthEnd); err != nil {
			return nil, err
		}
		for _, run := range o.account.Clocks.Runs {
			if run.Target == sla.Resolution {
				o.run, o.late, o.held = run, o.late || run.Outcome == sla.Breached, run.Held
			}
		}
		all = append(all, o)
	}
	return all, nil
}

// group is the cases of one segment.
type group struct {
	name   care.Text
	kept   stats.Share
	took   stats.Histogram // seconds of working time
	within time.Duration
	late   []outcome
}

// groups sums the outcomes up by segment. A case that is under way and not late counts in neither way yet.
func groups(all []outcome) ([]*group, error) {
	everybody := &group{name: care.Text{VI: "khách thường", EN: "standard"}}
	gold := &group{name: care.Text{VI: "khách vàng", EN: "gold"}}
	for _, o := range all {
		g := everybody
		if o.Segment == "vang" {
			g = gold
		}
		g.within = o.run.Within.Duration()
		if o.late {
			g.late = append(g.late, o)
		}
		if o.run.Live() && !o.late {
			continue
		}
		g.kept.Of++
		if !o.late {
			g.kept.Yes++
		}
		if err := g.took.Observe(o.run.Used.Seconds(), o.run.Started); err != nil {
			return nil, err
		}
	}
	return []*group{everybody, gold}, nil
}

// goal is the share of solutions that the agreements promise in time.
const goal = 0.95

func (c *counter) list(ctx context.Context) error {
	all, err := c.outcomes(ctx)
	if err != nil {
		return err
	}
	statuses := map[desk.Status]int{}
	for _, o := range all {
		statuses[o.State.Status]++
	}
	fmt.Fprintf(c.out, "Quầy dịch vụ / the service counter, 24/08–23/09/2026: %d hồ sơ / cases\n ", len(all))
	for status, name := range desk.Status("").Terms().All() {
		if statuses[status] > 0 {
			fmt.Fprintf(c.out, " %s / %s: %d", name.VI, name.EN, statuses[status])
		}
	}
	fmt.Fprintf(c.out, "\n\n  %-26s %8s %6s %6s  %s\n", "giờ làm việc đến khi xong /", "cam kết", "hồ sơ", "đúng", "một nửa, 9/10, 19/20 xong trong")
	fmt.Fprintf(c.out, "  %-26s %8s %6s %6s  %s\n", "working time to resolve", "promise", "cases", "kept", "half, 90 %, 95 % done within; goal 95 % kept")
	segments, err := groups(all)
	if err != nil {
		return err
	}
	for _, g := range segments {
		verdict := stats.Judge(g.kept, goal, 0.95)
		fmt.Fprintf(c.out, "  %-26s %7dh %6d %6d  %s; %s\n", g.name.VI+" / "+g.name.EN, int(g.within.Hours()), g.kept.Of, g.kept.Yes,
			quantiles(&g.took), verdict.Verdict)
	}
	fmt.Fprintln(c.out, "\n  trễ hẹn / late:")
	for _, g := range segments {
		for _, o := range g.late {
			fmt.Fprintf(c.out, "  %s %s %-10s %-12s hạn / due %s, xong / done %s, trễ / late %s\n", o.Number, o.Opened.In(zone).Format("02/01 15:04"),
				care.NameOf(o.State.Channel).VI, o.State.Topic, short(o.run.Due), short(o.run.Ended), o.run.LateWall)
		}
	}
	return nil
}

func short(t time.Time) string {
	if t.IsZero() {
		return "–"
	}
	return t.In(zone).Format("02/01 15:04")
}

// quantiles are the times within which half, nine in ten and nineteen in twenty are done.
func quantiles(h *stats.Histogram) string {
	var parts []string
	for _, p := range []float64{0.5, 0.9, 0.95} {
		if seconds, ok := h.Quantile(p); ok {
			parts = append(parts, fmt.Sprintf("%.1fh", seconds/3600))
		}
	}
	return strings.Join(parts, ", ")
}

// explain shows where the time of one late case went.
func (c *counter) explain(ctx context.Context) error {
	number := c.data.expected.LateCase
	late, err := c.care.Desk.Numbered(ctx, number)
	if err != nil {
		return err
	}
	account, err := c.care.Desk.Account(ctx, late.ID, monthEnd)
	if err != nil {
		return err
	}
	fmt.Fprintf(c.out, "\nVì sao 48 giờ thành 6 ngày? / Why did 48 hours become 6 days? %s\n", number)
	for m, err := range c.care.Desk.Messages(late.ID).All(ctx) {
		if err != nil {
			return err
		}
		fmt.Fprintf(c.out, "  %s %-10s %s\n", short(m.At), care.NameOf(m.Step).VI, m.Text)
	}
	p := page{Number: number}
	for _, lang := range []care.Lang{care.LangVI, care.LangEN} {
		timeline, _, err := account.Timeline(sla.Resolution, lang)
		if err != nil {
			return err
		}
		drawn, err := timeline.Text()
		if err != nil {
			return err
		}
		fmt.Fprintf(c.out, "\n[%s]\n%s\n%s", lang, indent(account.Text(lang)), indent(drawn))
		if err := p.add(lang, account, timeline); err != nil {
			return err
		}
	}
	path := filepath.Join(c.dir, "late-case.html")
	if err := p.write(path); err != nil {
		return err
	}
	fmt.Fprintf(c.out, "\n  Trang để xem / the page: %s\n", path)
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	return c.same("pictures on the page", 2, strings.Count(string(text), "</svg>"))
}

func indent(text string) string {
	return "  " + strings.ReplaceAll(strings.TrimRight(text, "\n"), "\n", "\n  ") + "\n"
}
