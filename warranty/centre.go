package warranty

import (
	"context"
	"errors"
	"strconv"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/warranty/law"
)

// CentreCode is the host's key of a service centre.
type CentreCode string

// Centre is a place that repairs, with how much it can do in a day.
type Centre struct {
	ID      storage.ID[Centre] `json:"id"`
	Version int64              `json:"version"`
	Code    CentreCode         `json:"code"`
	Name    care.Text          `json:"name"`
	PerDay  int                `json:"per_day"`           // repairs that it can begin on a working day
	Outside bool               `json:"outside,omitempty"` // it is somebody else's
}

// maxPerDay is more than one place can do, and few enough to plan with.
const maxPerDay = 10_000

// SetCentre records a centre, or how it is from now on. What is booked already stays.
func (s Service) SetCentre(ctx context.Context, c Centre) (_ Centre, err error) {
	ctx, done := s.c.Env.Observe(ctx, "warranty.set_centre")
	defer func() { done(err) }()
	var p care.Problems
	c.Code = care.Required(&p, "code", string(c.Code), care.ParseRef[CentreCode])
	if c.Name.VI == "" || c.Name.EN == "" {
		p.Add("name", "", care.CodeMissing.With())
	}
	if c.PerDay < 1 || c.PerDay > maxPerDay {
		p.Add("per_day", strconv.Itoa(c.PerDay), CodePerDay.With(care.NewFact("limit", maxPerDay)))
	}
	if err := p.Err(); err != nil {
		return Centre{}, err
	}
	var saved Centre
	err = s.store.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
		old, err := centres.One(ctx, tx, centreByCode.Key(c.Code))
		if err != nil && !errors.Is(err, storage.ErrNotFound) {
			return err
		}
		if c.ID, c.Version = old.ID, old.Version; c.ID.IsZero() {
			c.ID = storage.ID[Centre](s.c.Env.ID())
		}
		saved, err = centres.Put(ctx, tx, c)
		return err
	})
	return saved, err
}

// Centres lists the centres in the order of their codes.
func (s Service) Centres() storage.List[Centre] { return centres.List(s.store, centreByCode.Prefix()) }

// ScheduleFacts are all that the day of a repair rests on.
type ScheduleFacts struct {
	From     calendar.Date // the first day on which the product is there
	Parts    calendar.Date // when the last part that it needs is expected; zero: all are there
	PerDay   int           // repairs that the centre can begin on a working day
	Booked   map[calendar.Date]int
	Official *calendar.Calendar // working days; nil: Monday to Friday
	Until    calendar.Date      // the last day to look at
}

// Schedule is the earliest working day on which a centre has room for a repair, and why that one; false if there is none until the last day to look at. It
// is pure.
func Schedule(f ScheduleFacts) (day calendar.Date, why care.Reasons, ok bool) {
	start := f.From
	if f.Parts.After(start) {
		start = f.Parts
		why = append(why, CodePartsExpected.With(care.NewFact("on", f.Parts)))
	}
	full := 0
	for day, _ = law.MoveLastDay(start, f.Official); !day.After(f.Until); day, _ = law.MoveLastDay(day.AddDays(1), f.Official) {
		if f.Booked[day] < f.PerDay {
			if full > 0 {
				why = append(why, CodeDaysFull.With(care.NewFact("days", full)))
			}
			return day, append(why, CodeScheduled.With(care.NewFact("day", day), care.NewFact("free", f.PerDay-f.Booked[day]))), true
		}
		full++
	}
	return calendar.Date{}, append(why, CodeNoRoom.With(care.NewFact("days", full), care.NewFact("until", f.Until))), false
}

// workday is how much of a centre's day is booked. Its version guards that it is never more than it can do.
type workday struct {
	ID      storage.ID[workday] `json:"id"`
	Version int64               `json:"version"`
	Centre  CentreCode          `json:"centre"`
	Date    calendar.Date       `json:"date"`
	Booked  int                 `json:"booked"`
}

// lookAhead is how many days ahead room is looked for.
const lookAhead = 120

// book books the earliest day of a centre.
func (s Service) book(ctx context.Context, tx storage.Tx, c Centre, f ScheduleFacts) (calendar.Date, care.Reasons, error) {
	f.PerDay, f.Official, f.Booked = c.PerDay, s.c.Official, map[calendar.Date]int{}
	first := f.From
	if f.Parts.After(first) {
		first = f.Parts
	}
	f.Until = first.AddDays(lookAhead)
	days := map[calendar.Date]workday{}
	page, err := workdays.Page(ctx, tx, workdayByDate.Prefix(c.Code).From(first).Before(f.Until.AddDays(1)), "", lookAhead+1)
	if err != nil {
		return calendar.Date{}, nil, err
	}
	for _, d := range page.Items {
		days[d.Date], f.Booked[d.Date] = d, d.Booked
	}
	day, why, ok := Schedule(f)
	if !ok {
		return day, why, care.RefuseAt("centre", string(c.Code), why[len(why)-1])
	}
	d, known := days[day]
	if !known {
		d = workday{Centre: c.Code, Date: day}
	}
	d.Booked++
	_, err = workdays.Put(ctx, tx, d)
	return day, why, err
}

// unbook gives a booked day back.
func unbook(ctx context.Context, tx storage.Tx, centre CentreCode, day calendar.Date) error {
	d, err := workdays.One(ctx, tx, workdayByDate.Key(centre, day))
	if err != nil {
		return err
	}
	d.Booked--
	_, err = workdays.Put(ctx, tx, d)
	return err
}
