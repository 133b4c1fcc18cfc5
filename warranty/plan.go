package warranty

import (
	"cmp"
	"slices"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/storage"
)

// PlanCode is the host's key of a kind of maintenance, such as "oil" or "filter".
type PlanCode string

// MaintenancePlan is maintenance of a product that comes again and again: after so many months, after so much use, or whichever comes first.
type MaintenancePlan struct {
	ID           storage.ID[MaintenancePlan] `json:"id"`
	Version      int64                       `json:"version"`
	Registration storage.ID[Registration]    `json:"registration"`
	Code         PlanCode                    `json:"code"`
	Name         care.Text                   `json:"name"`

	Months int           `json:"months,omitempty"` // every so many months; 0: not by time
	Use    int           `json:"use,omitempty"`    // every so much use; 0: not by use
	Unit   care.Text     `json:"unit,omitzero"`    // of use: "km", "giờ"
	Starts calendar.Date `json:"starts"`           // when the product was new, with no use
	Ahead  int           `json:"ahead"`            // days before it is due on which the customer is reminded

	Readings []UseReading `json:"readings,omitempty"` // in the order of recording
	Due      Maintenance  `json:"due"`                // what NextDue says, kept beside it
	// Reminded is the service whose customer was reminded: the number of services that came before it, and one.
	Reminded int    `json:"reminded,omitempty"`
	Subject  string `json:"subject,omitempty"` // of the registration
}

// UseReading is how much a product had been used on a day, and whether it was serviced then.
type UseReading struct {
	On       calendar.Date `json:"on"`
	Use      int           `json:"use,omitempty"` // 0: not read
	Serviced bool          `json:"serviced,omitempty"`
}

// Maintenance is when a service is due.
type Maintenance struct {
	Number int           `json:"number"`       // 1 for the first
	On     calendar.Date `json:"on,omitzero"`  // zero: it goes by use alone, and that is not known well enough
	At     int           `json:"at,omitempty"` // at so much use; 0: not by use
	Why    care.Reasons  `json:"why"`
}

// maxUse bounds readings, so that nothing overflows.
const maxUse = 1_000_000_000

// mostDays is how far ahead use is reckoned: a hundred years.
const mostDays = 36525

// NextDue is when the next service is due: after so many months since the last one, or when its use will have been so much more, reckoned in a straight line
// from the reading at the last service to the latest one, whichever comes first. It is pure, and the order of the readings changes nothing.
func (p MaintenancePlan) NextDue() Maintenance {
	readings := slices.Clone(p.Readings)
	slices.SortFunc(readings, func(a, b UseReading) int {
		return cmp.Or(a.On.Compare(b.On), cmp.Compare(a.Use, b.Use), compareBool(a.Serviced, b.Serviced))
	})
	last, latest := UseReading{On: p.Starts}, UseReading{On: p.Starts}
	m := Maintenance{Number: 1}
	for _, r := range readings {
		if r.Use > latest.Use {
			latest = r
		}
		if r.Serviced {
			last = UseReading{On: r.On, Use: max(r.Use, latest.Use)}
			m.Number++
		}
	}
	if p.Months > 0 {
		m.On = TermEnd(last.On, p.Months)
		m.Why = care.Reasons{CodeDueByMonths.With(care.NewFact("months", p.Months), care.NewFact("on", m.On), care.NewFact("since", last.On))}
	}
	if p.Use == 0 {
		return m
	}
	m.At = last.Use + p.Use
	on, ok := reckon(last, latest, m.At)
	at, unit := care.NewFact("at", m.At), care.NewFact("unit", p.Unit)
	switch {
	case !ok:
		m.Why = append(m.Why, CodeUseUnknown.With(at, unit))
	case m.On.IsZero() || on.Before(m.On):
		m.On = on
		m.Why = append(care.Reasons{CodeDueByUse.With(at, care.NewFact("on", on), care.NewFact("read", latest.Use), care.NewFact("since", latest.On), unit)}, m.Why...)
	}
	return m
}

// reckon is the day on which the use will be so much.
func reckon(last, latest UseReading, at int) (calendar.Date, bool) {
	if latest.Use >= at {
		return latest.On, true
	}
	days, used := last.On.DaysUntil(latest.On), latest.Use-last.Use
	if days <= 0 || used <= 0 {
		return calendar.Date{}, false
	}
	ahead := ((at-latest.Use)*days + used - 1) / used
	return latest.On.AddDays(min(ahead, mostDays)), true
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}
