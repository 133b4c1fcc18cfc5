package main

import (
	_ "embed"
	"encoding/json"
	"math"
	"math/rand/v2"

	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/care/calendar/vietnam"
)

// What the company promises, and what is usual: 4 of 100 deliveries are late where at most 5 were promised, and 2 of 100 products fail where at most 3 may.
const (
	shops, products     = 12, 6
	deliveries, sold    = 40, 60 // a day, of each shop and of each product
	latePromise, isLate = 0.05, 0.035
	failPromise, isBad  = 0.03, 0.02
)

//go:embed testdata/planted.json
var plantedFile []byte

// planted is the truth that the program has to find.
type planted struct {
	Seed uint64
	Late struct {
		Shop        int
		From        calendar.Date
		Days        int     // over which it becomes worse
		Share       float64 // in the end
		FoundWithin int     `json:"found_within"`
	}
	Batch struct {
		Product     int
		From        calendar.Date
		Share       float64
		FoundWithin int `json:"found_within"`
	}
	Demand struct {
		Shop        int
		From        calendar.Date
		Ratio       float64
		FoundWithin int `json:"found_within"`
	}
	QuietYears       int     `json:"quiet_years"`
	FalseAlarmsAYear float64 `json:"false_alarms_a_year"`
}

func readPlanted() (p planted, err error) {
	err = json.Unmarshal(plantedFile, &p)
	return p, err
}

// world makes the numbers of each day. Days are good and bad for a whole shop, so that its deliveries are late together.
type world struct {
	r       *rand.Rand
	planted *planted
	mended  map[string]calendar.Date // what was put right, from that day on
}

func (w *world) isMended(what string, day calendar.Date) bool {
	from, ok := w.mended[what]
	return ok && !day.Before(from)
}

func (w *world) late(shop int, day calendar.Date) int64 {
	share := isLate
	if p := w.planted; p != nil && shop == p.Late.Shop && !w.isMended("late", day) {
		worse := min(max(float64(p.Late.From.DaysUntil(day))/float64(p.Late.Days), 0), 1)
		share += worse * (p.Late.Share - isLate)
	}
	return w.draw(deliveries, share*math.Exp(0.3*w.r.NormFloat64()-0.045))
}

func (w *world) claims(product int, day calendar.Date) int64 {
	share := isBad
	if p := w.planted; p != nil && product == p.Batch.Product && !day.Before(p.Batch.From) && !w.isMended("batch", day) {
		share = p.Batch.Share
	}
	return w.draw(sold, share)
}

func (w *world) draw(n int, share float64) (k int64) {
	for range n {
		if w.r.Float64() < share {
			k++
		}
	}
	return k
}

var week = [7]float64{1.3, 0.9, 0.9, 0.95, 1, 1.05, 1.4} // from Sunday

// tet is the first day of the lunar year of the years that are generated.
func tet() ([]calendar.Date, error) {
	var days []calendar.Date
	for year := 2024; year <= 2050; year++ {
		day, err := vietnam.Tet(year)
		if err != nil {
			return nil, err
		}
		days = append(days, day)
	}
	return days, nil
}

// questions is how many ask something at a shop: more before Tết, hardly anybody after it.
func (w *world) questions(shop int, day calendar.Date, tet []calendar.Date) int64 {
	mean := (15 + 1.5*float64(shop)) * week[day.Weekday()]
	for _, first := range tet {
		if off := first.DaysUntil(day); off >= -10 && off < 0 {
			mean *= 1.6
		} else if off >= 0 && off < 7 {
			mean *= 0.3
		}
	}
	if p := w.planted; p != nil && shop == p.Demand.Shop && !day.Before(p.Demand.From) {
		mean *= p.Demand.Ratio
	}
	n, limit := int64(0), math.Exp(-mean)
	for product := w.r.Float64(); product > limit; product *= w.r.Float64() {
		n++
	}
	return n
}
