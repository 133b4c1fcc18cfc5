package feedback

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/care/chart"
	"github.com/chamsoc/chamsoc/feedback/detect"
)

// Trace is a figure over time, to be drawn: what was counted each day, and what the detector said.
type Trace struct {
	Title  care.Text
	Unit   care.Text // of the figure: "late deliveries"
	Days   []TracedDay
	Alarms []detect.Alarm
	// Cause is what was found behind the alarms. Default: none is known yet.
	Cause care.Text
	// Weeks draws the figure of each whole week from the first day on, instead of each day.
	Weeks bool
}

// TracedDay is one day of a Trace.
type TracedDay struct {
	Day      calendar.Date
	Count    float64
	Of       float64 // what Count is a share of; 0 on all days: the figures are counts
	Expected float64 // a share, or a count; a count of 0: not known
}

// pictureWidth has room for the names of shops with their number of answers.
const pictureWidth = 640

var drawn = map[string]care.Text{
	"cause": {VI: "Nguyên nhân: ", EN: "Cause: "},
	"n":     {VI: " câu trả lời", EN: " answers"},
}

// SVG draws the trace as a control chart: each figure with what was promised or expected, the range that chance alone gives it, and the alarms with their cause. It fails for a trace
// without a day, or without a whole week.
func (t Trace) SVG(lang care.Lang) ([]byte, error) {
	course := chart.Course{Head: chart.Head{Title: t.Title.In(lang), Lang: string(lang), Width: pictureWidth}, Unit: t.Unit.In(lang)}
	length := 1
	if t.Weeks {
		length = 7
	}
	shares := slices.ContainsFunc(t.Days, func(d TracedDay) bool { return d.Of > 0 })
	for start := 0; start+length <= len(t.Days); start += length {
		days := t.Days[start : start+length]
		point := tracedPoint(days, shares)
		point.Alarm = t.said(days, lang)
		course.Points = append(course.Points, point)
	}
	if rest := t.Days[len(t.Days)-len(t.Days)%length:]; len(rest) > 0 && len(course.Points) > 0 { // the week that runs has no figure, but may have an alarm
		if alarm := t.said(rest, lang); alarm != "" {
			course.Points = append(course.Points, chart.CoursePoint{
				Label: dayMonth(rest[0].Day), Value: math.NaN(), Expected: math.NaN(), Low: math.NaN(), High: math.NaN(), Alarm: alarm,
			})
		}
	}
	return course.SVG()
}

// said is the alarms of some days with their cause, or "".
func (t Trace) said(days []TracedDay, lang care.Lang) string {
	var alarms []string
	for _, a := range t.Alarms {
		if !a.Day.Before(days[0].Day) && !a.Day.After(days[len(days)-1].Day) {
			alarms = append(alarms, a.Reasons().Text(lang))
		}
	}
	if cause := t.Cause.In(lang); cause != "" && len(alarms) > 0 {
		alarms = append(alarms, drawn["cause"].In(lang)+cause+".")
	}
	return strings.Join(alarms, " ")
}

// tracedPoint adds days up, with three standard deviations of chance around what was expected. Of shares, nothing seen is no figure; of counts, nothing expected,
// as while a detector warms up, is no range.
func tracedPoint(days []TracedDay, shares bool) chart.CoursePoint {
	p := chart.CoursePoint{Label: dayMonth(days[0].Day)}
	var count, of, expected float64
	for _, d := range days {
		count += d.Count
		of += d.Of
		if shares {
			expected += d.Expected * d.Of
		} else {
			expected += d.Expected
		}
	}
	switch {
	case shares && of == 0:
		p.Value, p.Expected, p.Low, p.High = math.NaN(), 100*days[0].Expected, math.NaN(), math.NaN()
	case shares:
		share := expected / of
		half := 300 * math.Sqrt(share*(1-share)/of)
		p.Value, p.Expected, p.Low, p.High = 100*count/of, 100*share, max(100*share-half, 0), 100*share+half
	case expected == 0:
		p.Value, p.Expected, p.Low, p.High = count, math.NaN(), math.NaN(), math.NaN()
	default:
		half := 3 * math.Sqrt(expected)
		p.Value, p.Expected, p.Low, p.High = count, expected, max(expected-half, 0), expected+half
	}
	return p
}

func dayMonth(d calendar.Date) string {
	digits := func(n int) string { return string([]byte{byte('0' + n/10), byte('0' + n%10)}) }
	return digits(d.Day()) + "/" + digits(int(d.Month()))
}

// Ranked is a score with whose it is.
type Ranked struct {
	Name  care.Text
	Score Score
}

// ScoresSVG draws scores of one kind beside one another, each with its interval and how many answered. A score that is not known is drawn as no data.
func ScoresSVG(lang care.Lang, title care.Text, rows []Ranked) ([]byte, error) {
	s := chart.Scores{Head: chart.Head{Title: title.In(lang), Lang: string(lang), Width: pictureWidth}}
	for i, r := range rows {
		if i == 0 {
			s.Low, s.High = scoreRange(r.Score.Kind)
		}
		row := chart.Score{
			Label: r.Name.In(lang), Value: r.Score.Value, Low: r.Score.Low, High: r.Score.High, Note: strconv.FormatInt(r.Score.Answered, 10) + drawn["n"].In(lang),
		}
		if !r.Score.Known() {
			row.Value, row.Low, row.High = math.NaN(), math.NaN(), math.NaN()
		}
		s.Rows = append(s.Rows, row)
	}
	return s.SVG()
}

// scoreRange is from where to where a score of a kind can be.
func scoreRange(k Kind) (low, high float64) {
	switch k {
	case KindCSAT, KindCES:
		return 0, 100
	case KindNPS:
		return -100, 100
	}
	from, to := k.Scale()
	return float64(from), float64(to)
}

// Loop is how far findings have come: each number is of those before it.
type Loop struct {
	Raised int64 `json:"raised"`
	Acted  int64 `json:"acted"`  // something was or is being done
	Done   int64 `json:"done"`   // all of it is done
	Proved int64 `json:"proved"` // it helped
}

// LoopOf counts findings.
func LoopOf(findings []Finding) (l Loop) {
	for _, f := range findings {
		l.Raised++
		if len(f.Actions) == 0 {
			continue
		}
		l.Acted++
		if f.Stage == StageActing {
			continue
		}
		l.Done++
		if f.Stage == StageClosed {
			l.Proved++
		}
	}
	return l
}

// SVG draws the loop as a funnel.
func (l Loop) SVG(lang care.Lang, title care.Text) ([]byte, error) {
	return funnel(lang, title, []funnelStep{
		{care.Text{VI: "Phát hiện", EN: "Found"}, l.Raised}, {care.Text{VI: "Có hành động khắc phục", EN: "Acted on"}, l.Acted},
		{care.Text{VI: "Đã làm xong", EN: "Done"}, l.Done}, {care.Text{VI: "Dữ liệu xác nhận đã tốt hơn", EN: "Proved by later data"}, l.Proved},
	})
}

// SVG draws the closure as a funnel, from the unhappy answer to the one that says that the customer is content again.
func (c Closure) SVG(lang care.Lang, title care.Text) ([]byte, error) {
	return funnel(lang, title, []funnelStep{
		{care.Text{VI: "Chưa hài lòng", EN: "Unhappy"}, c.Unhappy}, {care.Text{VI: "Có người tiếp nhận", EN: "Taken up"}, c.TakenUp.Yes},
		{care.Text{VI: "Đã báo cho khách", EN: "Customer told"}, c.Acknowledged.Yes}, {care.Text{VI: "Đã giải quyết", EN: "Put right"}, c.Resolved.Yes},
		{care.Text{VI: "Hài lòng trở lại", EN: "Content again"}, c.Recovered.Yes},
	})
}

type funnelStep struct {
	label care.Text
	n     int64
}

func funnel(lang care.Lang, title care.Text, steps []funnelStep) ([]byte, error) {
	f := chart.Funnel{Head: chart.Head{Title: title.In(lang), Lang: string(lang), Width: pictureWidth}}
	for _, step := range steps {
		f.Steps = append(f.Steps, chart.FunnelStep{Label: step.label.In(lang), Count: step.n})
	}
	return f.SVG()
}
