// Command feedback is a year of a company with twelve shops: deliveries are promised on time, products fail now and then, and customers ask questions, more before
// Tết and hardly any after it. Three things go wrong, and the program says when each was noticed, since when it was so, what was done about it, and whether
// that helped: one shop becomes slowly worse, a batch of a product fails, and demand at one shop jumps for no holiday's sake.
//
//	go run ./examples/feedback            # in Vietnamese; -lang en for English
//
// What goes wrong is planted (testdata/planted.json), so the program knows what it has to find, and checks it. Twenty years in which nothing was planted say how
// often it cries wolf.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"slices"
	"time"

	"github.com/chamsoc/chamsoc"
	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/feedback"
	"github.com/chamsoc/chamsoc/feedback/detect"
	"github.com/chamsoc/chamsoc/storage/memory"
)

func main() {
	lang := flag.String("lang", "vi", "vi or en")
	flag.Parse()
	dir, err := os.MkdirTemp("", "chamsoc-feedback")
	if err == nil {
		err = run(context.Background(), os.Stdout, dir, care.Lang(*lang))
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "FAIL", err)
		os.Exit(1)
	}
}

// company is what the program looks at.
type company struct {
	out     io.Writer
	dir     string
	lang    care.Lang
	planted planted
	c       chamsoc.Chamsoc
	now     time.Time
	world   *world
	watch   *watch
	traces  *traces

	first    map[string]heard // the first alarm of each thing that was planted
	alarms   map[string][]detect.Alarm
	findings map[string]feedback.Finding // by what they are about
	plans    map[string][]plan
	others   int // alarms about anything else
	checks   int
}

// plan is something that will be done, and from when on it works, if it does.
type plan struct {
	vi, en string
	days   int // it takes
	works  bool
}

func run(ctx context.Context, out io.Writer, dir string, lang care.Lang) error {
	y := &company{
		out: out, dir: dir, lang: lang, first: map[string]heard{}, alarms: map[string][]detect.Alarm{}, findings: map[string]feedback.Finding{},
		plans: map[string][]plan{
			"late":  {{"Nhắc nhở nhân viên giao hàng", "Remind the drivers", 7, false}, {"Thuê thêm một xe", "Hire another van", 14, true}},
			"batch": {{"Thu hồi lô hàng lỗi", "Withdraw the batch", 3, true}},
		},
	}
	tenants, err := memory.New(chamsoc.Schemas()...)
	if err != nil {
		return err
	}
	if y.c, err = chamsoc.New(tenants.ForTenant(""), chamsoc.Config{Env: care.Env{Now: func() time.Time { return y.now }}}); err != nil {
		return err
	}
	if y.planted, err = readPlanted(); err != nil {
		return err
	}
	for _, step := range []func(context.Context) error{y.live, y.found, y.ask, y.quiet, y.draw} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	fmt.Fprintf(out, "\nPASS %d checks\n", y.checks)
	return nil
}

func text(vi, en string) care.Text { return care.Text{VI: vi, EN: en} }

func (y *company) say(vi, en string, args ...any) {
	fmt.Fprintf(y.out, text(vi, en).In(y.lang)+"\n", args...)
}

// expect counts a check, and fails if it does not hold.
func (y *company) expect(ok bool, format string, args ...any) error {
	if !ok {
		return fmt.Errorf(format, args...)
	}
	y.checks++
	return nil
}

// live goes through 2025, in which the seasons are learnt, and 2026, day by day.
func (y *company) live(ctx context.Context) (err error) {
	days, err := tet()
	if err != nil {
		return err
	}
	if y.watch, err = newWatch(days); err != nil {
		return err
	}
	p := &y.planted
	y.world = &world{r: rand.New(rand.NewPCG(p.Seed, 1)), planted: p, mended: map[string]calendar.Date{}}
	y.traces = &traces{map[string]int{"late": p.Late.Shop, "batch": p.Batch.Product, "demand": p.Demand.Shop}, map[string][]feedback.TracedDay{}, calendar.MustDate(2026, 1, 1)}
	for day := calendar.MustDate(2024, 11, 1); day.Year() < 2027; day = day.AddDays(1) {
		y.now = day.End(care.Env{}.Location())
		if day.Month() == time.January && day.Day() == 1 {
			if err := y.watch.newYear(y.watch.late.Promise().Every); err != nil {
				return err
			}
		}
		for _, h := range y.watch.observe(day, y.world, y.traces) {
			if err := y.hear(ctx, h); err != nil {
				return err
			}
		}
		for _, what := range []string{"late", "batch"} {
			if err := y.follow(ctx, what, day); err != nil {
				return err
			}
		}
	}
	return nil
}

// hear makes a finding of an alarm, and has the next thing done about it.
func (y *company) hear(ctx context.Context, h heard) error {
	if y.traces.of[h.what] != h.at {
		y.others++
		return nil
	}
	if _, known := y.first[h.what]; !known {
		y.first[h.what] = h
		y.say("%s  %s: %s", "%s  %s: %s", h.alarm.Day, y.name(h.what, h.at), h.alarm.Reasons().Text(y.lang))
	}
	y.alarms[h.what] = append(y.alarms[h.what], h.alarm)
	if h.what == "demand" { // nobody is at fault: a school opened next door, so it will last, and more staff are needed
		y.watch.demand.Accept(&y.watch.questions[h.at], h.alarm)
		return nil
	}
	promise, about := y.watch.late.Promise(), care.About{Kind: care.AboutPlace, Ref: fmt.Sprint("CH-", h.at+1)}
	if h.what == "batch" {
		promise, about = y.watch.fail.Promise(), care.About{Kind: care.AboutProduct, Ref: fmt.Sprint("SP-", h.at+1)}
	}
	f, err := y.c.Feedback.Raise(ctx, feedback.Shortcoming{Origin: "detector", Topic: h.what, About: about, Promise: promise, Alarm: &h.alarm})
	if err == nil {
		y.findings[h.what] = f
	}
	return err
}

// follow does what is planned about a finding when its time has come, and holds each later day against it.
func (y *company) follow(ctx context.Context, what string, day calendar.Date) (err error) {
	f, ok := y.findings[what]
	if !ok {
		return nil
	}
	switch f.Stage {
	case feedback.StageFound, feedback.StageReopened:
		next := y.plans[what][0]
		if f.Stage == feedback.StageReopened {
			y.say("%s    %s", "%s    %s", day, f.Reasons[0].Text(y.lang))
		}
		f, err = y.c.Feedback.Act(ctx, feedback.Correction{
			Finding: f.ID, What: text(next.vi, next.en).In(y.lang), Owner: "NV-1", Due: y.now.AddDate(0, 0, next.days), Expect: 0.7*f.Promise.AtMost + 0.3*f.Alarms[len(f.Alarms)-1].Mean,
		})
	case feedback.StageActing:
		if f.Due.After(y.now) {
			return nil
		}
		next := y.plans[what][0]
		if y.plans[what] = y.plans[what][1:]; next.works {
			y.world.mended[what] = day.AddDays(1)
		}
		y.say("%s    Đã làm: %s", "%s    Done: %s", day, text(next.vi, next.en).In(y.lang))
		f, err = y.c.Feedback.Finish(ctx, feedback.Completion{Finding: f.ID, Action: len(f.Actions) - 1})
	case feedback.StageChecking:
		seen := y.traces.days[what][len(y.traces.days[what])-1]
		if f, err = y.c.Feedback.Check(ctx, feedback.Later{Finding: f.ID, Day: day, Failures: int64(seen.Count), Of: int64(seen.Of)}); f.Stage == feedback.StageClosed {
			y.say("%s    %s", "%s    %s", day, f.Reasons.Text(y.lang))
		}
	}
	y.findings[what] = f
	return err
}

func (y *company) name(what string, at int) string {
	if what == "batch" {
		return text(fmt.Sprint("Sản phẩm ", at+1), fmt.Sprint("Product ", at+1)).In(y.lang)
	}
	return text(fmt.Sprint("Cửa hàng ", at+1), fmt.Sprint("Shop ", at+1)).In(y.lang)
}

// found checks that each thing planted was noticed within the stated time, told right, and put right.
func (y *company) found(context.Context) error {
	p := y.planted
	for _, planted := range []struct {
		what   string
		from   calendar.Date
		within int
	}{{"late", p.Late.From, p.Late.FoundWithin}, {"batch", p.Batch.From, p.Batch.FoundWithin}, {"demand", p.Demand.From, p.Demand.FoundWithin}} {
		h, ok := y.first[planted.what]
		delay := planted.from.DaysUntil(h.alarm.Day)
		if err := y.expect(ok && delay >= 0 && delay <= planted.within, "%s from %s was noticed on %s, %d days later", planted.what, planted.from, h.alarm.Day, delay); err != nil {
			return err
		}
		if off := planted.from.DaysUntil(h.alarm.Since); planted.what != "late" { // which has no first day: it came slowly
			if err := y.expect(off >= -3 && off <= 3, "%s is said to be so since %s, not %s", planted.what, h.alarm.Since, planted.from); err != nil {
				return err
			}
		}
	}
	for _, what := range []string{"late", "batch"} {
		f := y.findings[what]
		if err := y.expect(f.Stage == feedback.StageClosed && f.Reasons.Has(feedback.CodeHelped), "%s ends as %s", what, f.Stage); err != nil {
			return err
		}
	}
	if err := y.expect(len(y.findings["late"].Actions) == 2, "late deliveries took %d actions", len(y.findings["late"].Actions)); err != nil {
		return err
	}
	y.say("\nTết 2026 không gây báo động nào về nhu cầu; %d báo động khác trong hai năm.", "\nTet 2026 raised no alarm about demand; %d other alarms in two years.", y.others)
	return y.expect(y.others <= 3, "%d false alarms in two years", y.others)
}

// quiet lives through years in which nothing is planted.
func (y *company) quiet(context.Context) error {
	days, err := tet()
	if err != nil {
		return err
	}
	w, err := newWatch(days)
	if err != nil {
		return err
	}
	in := &world{r: rand.New(rand.NewPCG(y.planted.Seed, 2))}
	first := calendar.MustDate(2024, 11, 1)
	false1 := map[string]int{}
	for day := first; day.Year() < 2026+y.planted.QuietYears; day = day.AddDays(1) {
		if day.Month() == time.January && day.Day() == 1 {
			if err := w.newYear(w.late.Promise().Every); err != nil {
				return err
			}
		}
		for _, h := range w.observe(day, in, nil) {
			if day.Year() >= 2026 {
				false1[h.what]++
			}
		}
	}
	y.say("%d năm yên ổn: báo động sai về giao hàng %d, về hàng lỗi %d, về nhu cầu %d.", "%d quiet years: false alarms about deliveries %d, about failures %d, about demand %d.",
		y.planted.QuietYears, false1["late"], false1["batch"], false1["demand"])
	for what, n := range false1 {
		if err := y.expect(float64(n) <= y.planted.FalseAlarmsAYear*float64(y.planted.QuietYears), "%d false alarms about %s in %d quiet years", n, what, y.planted.QuietYears); err != nil {
			return err
		}
	}
	return nil
}

// ask asks forty customers of each shop how satisfied they are; those of the slow shop are less so.
func (y *company) ask(ctx context.Context) error {
	_, err := y.c.Feedback.Publish(ctx, feedback.Survey{Code: "after", Edition: 1, Questions: []feedback.Question{
		{Code: "all", Kind: feedback.KindCSAT, Text: text("Anh/chị hài lòng không?", "How satisfied are you?")},
	}})
	if err != nil {
		return err
	}
	r := rand.New(rand.NewPCG(y.planted.Seed, 3))
	for i := range shops * 40 {
		shop := i % shops
		got, err := y.c.Feedback.Invite(ctx, feedback.Occasion{Customer: fmt.Sprint("KH-", i), Survey: "after", Channel: "zalo", Place: fmt.Sprintf("CH-%02d", shop+1)})
		if err != nil {
			return err
		}
		if r.Float64() < 0.3 {
			continue // no answer, which is not a bad one
		}
		point := 5 - min(r.IntN(4), r.IntN(4))
		if shop == y.planted.Late.Shop {
			point = 1 + r.IntN(5)
		}
		if _, err := y.c.Feedback.Answer(ctx, feedback.Reply{Invitation: got.Invitation.ID, Points: map[string]int{"all": point}}); err != nil {
			return err
		}
	}
	return nil
}

// scores are the shops with their satisfaction.
func (y *company) scores(ctx context.Context) ([]feedback.Ranked, error) {
	var all []feedback.Rollup
	for r, err := range y.c.Feedback.Rollups("after", calendar.MustDate(2026, 1, 1), calendar.MustDate(2028, 1, 1)).All(ctx) {
		if err != nil {
			return nil, err
		}
		all = append(all, r)
	}
	var rows []feedback.Ranked
	for place, counts := range feedback.Cut(all, func(c feedback.Cell) care.PlaceRef { return c.Place }) {
		rows = append(rows, feedback.Ranked{Name: text("Cửa hàng "+string(place), "Shop "+string(place)), Score: counts.Score(feedback.KindCSAT)})
	}
	slices.SortFunc(rows, func(a, b feedback.Ranked) int { return compare(a.Name.EN, b.Name.EN) })
	return rows, nil
}
