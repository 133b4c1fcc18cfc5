package main

import (
	"slices"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/feedback"
	"github.com/chamsoc/chamsoc/feedback/detect"
)

// watch is the detectors of all streams: each family together raises a false alarm a year at most, on average.
type watch struct {
	late, fail *detect.Drift
	demand     *detect.Demand
	holiday    detect.Holiday

	deliveries [shops]detect.DriftState
	claims     [products]detect.DriftState
	questions  [shops]detect.DemandState
}

func newWatch(days []calendar.Date) (w *watch, err error) {
	w = &watch{holiday: detect.Holiday{Name: care.Text{VI: "Tết", EN: "Tet"}, Days: days, Before: 10, After: 6}}
	perShop, err := detect.Split(365, slices.Repeat([]float64{1}, shops)...)
	if err != nil {
		return nil, err
	}
	perProduct, err := detect.Split(365, slices.Repeat([]float64{1}, products)...)
	if err != nil {
		return nil, err
	}
	if w.late, err = detect.NewDrift(detect.Promise{AtMost: latePromise, Every: perShop[0]}); err != nil {
		return nil, err
	}
	if w.fail, err = detect.NewDrift(detect.Promise{AtMost: failPromise, Every: perProduct[0]}); err != nil {
		return nil, err
	}
	return w, w.newYear(perShop[0])
}

// newYear makes the table of the seasons anew, with what was learnt of the holiday.
func (w *watch) newYear(every float64) error {
	seasons, err := detect.NewSeasons(nil, calendar.MustDate(2024, 1, 1), calendar.MustDate(2050, 12, 31), w.holiday)
	if err != nil {
		return err
	}
	w.demand, err = detect.NewDemand(detect.Watch{Every: every}, seasons)
	return err
}

// heard is an alarm with where it came from.
type heard struct {
	what  string // "late", "batch", "demand"
	at    int
	alarm detect.Alarm
}

// observe takes one day of the whole company in. The traces of the streams that will be drawn are kept.
func (w *watch) observe(day calendar.Date, in *world, traces *traces) (all []heard) {
	for shop := range shops {
		n := in.late(shop, day)
		traces.add("late", shop, feedback.TracedDay{Day: day, Count: float64(n), Of: deliveries, Expected: latePromise})
		w.late.ObserveTally(&w.deliveries[shop], day, detect.Tally{N: deliveries, Sum: float64(n)})
		if alarm := w.late.Close(&w.deliveries[shop], day); alarm != nil {
			all = append(all, heard{"late", shop, *alarm})
		}
	}
	for product := range products {
		n := in.claims(product, day)
		traces.add("batch", product, feedback.TracedDay{Day: day, Count: float64(n), Of: sold, Expected: failPromise})
		w.fail.ObserveTally(&w.claims[product], day, detect.Tally{N: sold, Sum: float64(n)})
		if alarm := w.fail.Close(&w.claims[product], day); alarm != nil {
			all = append(all, heard{"batch", product, *alarm})
		}
	}
	for shop := range shops {
		n := in.questions(shop, day, w.holiday.Days)
		state := &w.questions[shop]
		expected, _ := w.demand.Expected(state, day)
		traces.add("demand", shop, feedback.TracedDay{Day: day, Count: float64(n), Expected: expected})
		usual := w.demand.Usual(state, day)
		if alarm := w.demand.Observe(state, detect.Count{Day: day, N: n}); alarm != nil {
			all = append(all, heard{"demand", shop, *alarm})
		}
		w.holiday.Learn(day, n, usual)
	}
	return all
}

// traces are the streams to be drawn: those in which something was planted.
type traces struct {
	of   map[string]int
	days map[string][]feedback.TracedDay
	from calendar.Date
}

func (t *traces) add(what string, at int, d feedback.TracedDay) {
	if t != nil && t.of[what] == at && !d.Day.Before(t.from) {
		t.days[what] = append(t.days[what], d)
	}
}
