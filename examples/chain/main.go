// Command chain is a furniture maker's year: 10,000 orders go from sales to design, to the workshop, to the paint shop, to delivery and to the customer's home. Each
// serves the next, and has promised it something. The program draws the chain, explains one late order, shows a promise that cannot be kept, and finds the
// link that becomes slower while it still keeps its own goal, before the customers outside notice.
//
//	go run ./examples/chain           # in Vietnamese; -lang en for English
//
// The year is generated from a seed, with the slower paint planted in it, so the program knows what it has to find, and checks it. Twenty years in which nothing
// was planted say how often it cries wolf.
package main

import (
	"context"
	"flag"
	"fmt"
	"html/template"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/chamsoc/chamsoc"
	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/care/chain"
	"github.com/chamsoc/chamsoc/care/stats"
	"github.com/chamsoc/chamsoc/storage/memory"
)

func main() {
	lang := flag.String("lang", "vi", "vi or en")
	flag.Parse()
	dir, err := os.MkdirTemp("", "chamsoc-chain")
	if err == nil {
		err = run(context.Background(), os.Stdout, dir, care.Lang(*lang))
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "FAIL", err)
		os.Exit(1)
	}
}

// year is what the program looks at.
type year struct {
	out    io.Writer
	dir    string
	lang   care.Lang
	cal    *calendar.Calendar
	find   chain.Calendars
	chain  *chain.Chain
	orders []generated
	watch  chain.Watch

	warned  chain.Warning // the first
	warnAt  time.Time
	noticed time.Time // when the customers outside did: the end of the first month that was missed
	checks  int
}

// promised is what customers are promised, in working hours, and hoped what the owner would like to promise.
const promised, hoped = 52, 36

func run(ctx context.Context, out io.Writer, dir string, lang care.Lang) error {
	y := &year{out: out, dir: dir, lang: lang}
	var err error
	if y.find, y.cal, err = factory(); err != nil {
		return err
	}
	if y.chain, err = chain.Compile(order(promised), y.find); err != nil {
		return err
	}
	if y.orders, err = generate(y.cal, 1, true); err != nil {
		return err
	}
	for _, step := range []func(context.Context) error{y.live, y.draw, y.explain, y.promise, y.warn, y.quiet, y.keep} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	fmt.Fprintf(out, "\nPASS %d checks\n", y.checks)
	return nil
}

func (y *year) say(vi, en string, args ...any) {
	fmt.Fprintf(y.out, text(vi, en).In(y.lang)+"\n", args...)
}

// expect counts a check, and fails if it does not hold.
func (y *year) expect(ok bool, format string, args ...any) error {
	if !ok {
		return fmt.Errorf(format, args...)
	}
	y.checks++
	return nil
}

// live counts the orders as they end, and looks for warnings every evening.
func (y *year) live(context.Context) error {
	month := stats.Share{}
	for i, o := range y.orders {
		r, err := y.chain.Course(o.events, o.end.Add(time.Minute))
		if err != nil {
			return err
		}
		if len(r.Refused) > 0 || r.End.IsZero() {
			return fmt.Errorf("order %s: it ended at %v, and %v was refused", o.ref, r.End, r.Refused)
		}
		if err := y.chain.Observe(&y.watch, r); err != nil {
			return err
		}
		month.Of++
		if r.Late == 0 {
			month.Yes++
		}
		zone := y.cal.Zone()
		last := i == len(y.orders)-1
		today := calendar.DateOf(o.end, zone)
		if !last && calendar.DateOf(y.orders[i+1].end, zone) == today {
			continue
		}
		if all := y.chain.Warnings(&y.watch); len(all) > 0 && y.warnAt.IsZero() {
			y.warned, y.warnAt = all[0], today.End(zone)
		}
		if last || calendar.DateOf(y.orders[i+1].end, zone).Month() != today.Month() {
			if stats.Judge(month, 0.95, 0.95).Verdict == stats.Missed && y.noticed.IsZero() {
				y.noticed = today.End(zone)
			}
			month = stats.Share{}
		}
	}
	return nil
}

func (y *year) draw(context.Context) error {
	report := y.chain.Report(&y.watch)
	m := chain.Map{Lang: y.lang, Names: names}
	y.say("Chuỗi phục vụ sau một năm, %d đơn hàng:\n", "The chain after a year of %d orders:\n", y.watch.Kept.Of)
	fmt.Fprintln(y.out, m.Table(report))
	page := filepath.Join(y.dir, "chain.html")
	f, err := os.Create(page)
	if err != nil {
		return err
	}
	defer f.Close()
	fmt.Fprintln(f, `<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Chain</title><style>body{font-family:sans-serif;margin:1rem}div{display:inline-block;vertical-align:top;width:min(100%,420px);margin:0 1rem 1rem 0}</style>`)
	for _, m.Lang = range []care.Lang{care.LangVI, care.LangEN} {
		svg, err := m.SVG(y.chain, report)
		if err != nil {
			return err
		}
		fmt.Fprintf(f, "<div>%s</div>\n", template.HTML(svg))
	}
	y.say("Bản đồ: %s\n", "The map: %s\n", page)
	if err := y.expect(y.watch.Kept.Of == ordersAYear, "%d orders were counted", y.watch.Kept.Of); err != nil {
		return err
	}
	return y.expect(report.Links[2].Critical && report.Links[2].Share > 0.3, "the workshop takes most of the time, and the map says %v", report.Links[2].Share)
}

// explain accounts for the order that was the latest before the drift.
func (y *year) explain(context.Context) error {
	var worst chain.Course
	var ref string
	for _, o := range y.orders {
		r, err := y.chain.Course(o.events, o.end)
		if err != nil {
			return err
		}
		if o.end.Before(driftStart) && r.Late > worst.Late {
			worst, ref = r, o.ref
		}
	}
	ledger, err := y.chain.Ledger(worst)
	if err != nil {
		return err
	}
	a := y.chain.Attribute(worst.Spent(), y.chain.Goals())
	y.say("Vì sao đơn %s trễ %.1f giờ làm việc?", "Why was order %s late by %.1f working hours?", ref, a.Late.Hours())
	for _, e := range ledger.Entries {
		fmt.Fprintf(y.out, "  %s  %5.1f h  %-18s %s\n", e.From.In(y.cal.Zone()).Format("02/01 15:04"), e.Took.Hours(), names[e.Unit].In(y.lang), care.NameOf(e.Holding).In(y.lang))
	}
	sum := a.Design
	y.say("Chia phần trễ (Shapley):", "Whose hours they are (Shapley):")
	for i, p := range a.Links {
		sum += p.Late
		if p.Late > 0 {
			fmt.Fprintf(y.out, "  %-18s %5.1f h\n", names[y.chain.Flow().Links[i].Supplier].In(y.lang), p.Late.Hours())
		}
	}
	fmt.Fprintf(y.out, "  %-18s %5.1f h\n\n", text("bản thân lời hứa", "the promise itself").In(y.lang), a.Design.Hours())
	whole, err := y.cal.Elapsed(worst.Start, worst.End)
	if err != nil {
		return err
	}
	if err := y.expect(ledger.Whole == whole, "the ledger has %v of %v", ledger.Whole, whole); err != nil {
		return err
	}
	return y.expect(sum == a.Late && a.Late == worst.Late, "the parts are %v of %v", sum, a.Late)
}

// promise holds two promises against the goals and the data of the months before the drift.
func (y *year) promise(context.Context) error {
	var before chain.Watch
	for _, o := range y.orders {
		if o.end.After(driftStart) {
			break
		}
		r, err := y.chain.Course(o.events, o.end)
		if err != nil {
			return err
		}
		if err := y.chain.Observe(&before, r); err != nil {
			return err
		}
	}
	var took []*stats.Histogram
	for i := range before.Links {
		took = append(took, &before.Links[i].Recent)
	}
	for _, c := range []struct {
		within float64
		want   chain.Status
	}{{promised, chain.Supported}, {hoped, chain.Contradicted}} {
		ch, err := chain.Compile(order(c.within), y.find)
		if err != nil {
			return err
		}
		f := ch.Feasible(took)
		y.say("Hứa %g giờ làm việc cho 95 %% số đơn: %s.", "A promise of %g working hours for 95 %% of orders: %s.", c.within, care.NameOf(f.Status).In(y.lang))
		for _, r := range f.Reasons {
			fmt.Fprintln(y.out, "  "+r.Text(y.lang))
		}
		if c.want == chain.Contradicted {
			for i, n := range f.Needs {
				name := ch.Flow().Links[i].Name.In(y.lang)
				y.say("  %s phải hứa %.1f giờ thay vì %.1f giờ.", "  %s would have to promise %.1f h instead of %.1f h.", name, n.Within.Hours(), n.Goal.Hours())
			}
		}
		if err := y.expect(f.Status == c.want, "%g hours are %s", c.within, f.Status); err != nil {
			return err
		}
	}
	fmt.Fprintln(y.out)
	return nil
}

// warn says when the drift was found, and when the customers noticed.
func (y *year) warn(context.Context) error {
	if err := y.expect(!y.warnAt.IsZero(), "nobody was warned of the paint shop"); err != nil {
		return err
	}
	zone := y.cal.Zone()
	delay, ahead := y.warnAt.Sub(driftStart).Hours()/24, y.noticed.Sub(y.warnAt).Hours()/24
	y.say("Cảnh báo ngày %s, %.0f ngày sau khi tổ sơn đổi sơn; tháng đầu tiên khách hàng bị trễ hẹn thấy rõ kết thúc ngày %s, %.0f ngày sau cảnh báo:",
		"Warned on %s, %.0f days after the paint shop changed its lacquer; the first month that customers saw broken ended on %s, %.0f days after the warning:",
		y.warnAt.In(zone).Format("2006-01-02"), delay, y.noticed.In(zone).Format("2006-01-02"), ahead)
	fmt.Fprintln(y.out, "  "+y.warned.Reasons.Text(y.lang)+"\n")
	if err := y.expect(y.warned.Link == "finish" && y.warned.KeepsGoal, "the warning is of %s, which keeps its goal: %v", y.warned.Link, y.warned.KeepsGoal); err != nil {
		return err
	}
	if err := y.expect(delay > 0 && delay < 30, "the warning came %.1f days after the change", delay); err != nil {
		return err
	}
	return y.expect(!y.noticed.IsZero() && ahead > 0, "the customers noticed on %v, the warning came on %v", y.noticed, y.warnAt)
}

// quiet looks at twenty years in which nothing was planted.
func (y *year) quiet(context.Context) error {
	false20 := 0
	for seed := range uint64(20) {
		orders, err := generate(y.cal, 100+seed, false)
		if err != nil {
			return err
		}
		var w chain.Watch
		warned := false
		for i, o := range orders {
			r, err := y.chain.Course(o.events, o.end)
			if err != nil {
				return err
			}
			if err := y.chain.Observe(&w, r); err != nil {
				return err
			}
			if i%40 == 39 { // about once a day
				warned = warned || len(y.chain.Warnings(&w)) > 0
			}
		}
		if warned {
			false20++
		}
		fmt.Fprint(y.out, ".")
	}
	y.say(" %d cảnh báo sai trong 20 năm yên ổn.", " %d false warnings in 20 quiet years.", false20)
	return y.expect(false20 <= 1, "%d of 20 quiet years had a false warning", false20)
}

// keep tells the last orders to the service, in a random order of arrival for each, and compares.
func (y *year) keep(ctx context.Context) error {
	tenants, err := memory.New(chamsoc.Schemas()...)
	if err != nil {
		return err
	}
	service, err := chain.New(tenants.ForTenant(""), chain.Config{Calendars: y.find, Env: care.Env{Now: func() time.Time { return y.orders[len(y.orders)-1].end }}})
	if err != nil {
		return err
	}
	for code, name := range names {
		if code == chain.Outside {
			continue
		}
		if _, err := service.Define(ctx, chain.Unit{Code: code, Kind: chain.Department, Name: name}); err != nil {
			return err
		}
	}
	if _, err := service.Publish(ctx, order(promised)); err != nil {
		return err
	}
	rnd := rand.New(rand.NewPCG(7, 7))
	for _, o := range y.orders[len(y.orders)-40:] {
		for _, e := range o.events {
			told := chain.Told{Flow: "order", Case: o.ref, Link: string(e.Link), Kind: e.Kind, At: e.At, Reason: string(e.Reason)}
			for range 1 + rnd.IntN(2) { // some tell everything twice
				if _, err := service.Tell(ctx, told); err != nil {
					return fmt.Errorf("order %s: %w", o.ref, err)
				}
			}
		}
		a, err := service.Account(ctx, o.ref)
		if err != nil {
			return err
		}
		want, err := y.chain.Course(o.events, o.end)
		if err != nil {
			return err
		}
		if err := y.expect(slices.Equal(a.Course.Passages, want.Passages) && a.Course.Took == want.Took, "order %s: the service has another course", o.ref); err != nil {
			return err
		}
	}
	return nil
}
