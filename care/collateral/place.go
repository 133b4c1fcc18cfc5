package collateral

import (
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/storage"
)

// Place is where material lies for customers, with the week's day on which it is counted.
type Place struct {
	ID      storage.ID[Place] `json:"id"`
	Version int64             `json:"version"`
	Ref     care.PlaceRef     `json:"ref"`
	Name    care.Text         `json:"name"`
	// Weekday and At are when the weekly check is due at the latest. Default: Sunday 00:00, the end of Saturday.
	Weekday time.Weekday       `json:"weekday"`
	At      calendar.TimeOfDay `json:"at"`
	Checker care.StaffRef      `json:"checker"` // who counts

	// Due is when the next check is due, and Began when the first week began.
	Due   time.Time `json:"due,omitzero"`
	Began time.Time `json:"began,omitzero"`
	// Counted is the latest instant of which all of the material was counted.
	Counted time.Time `json:"counted,omitzero"`
}

func (p Place) problems() (found care.Problems) {
	checkRef(&found, "ref", string(p.Ref))
	checkName(&found, "name", p.Name)
	checkRef(&found, "checker", string(p.Checker))
	if p.Weekday < time.Sunday || p.Weekday > time.Saturday {
		found.Add("weekday", "", CodeWeekday.With())
	}
	if p.At < 0 || p.At > calendar.Clock(24, 0) {
		found.Add("at", "", CodeWeekday.With())
	}
	return found
}

// NextDue is when the check that a count at this instant belongs to is due: the first due after it, on the clock of the shop. It is a pure function.
func (p Place) NextDue(at time.Time, zone *time.Location) time.Time {
	day := calendar.DateOf(at, zone).AddDays(-1) // whose 24:00 may be today
	day = day.AddDays(int(p.Weekday-day.Weekday()+7) % 7)
	for !day.At(p.At, zone).After(at) {
		day = day.AddDays(7)
	}
	return day.At(p.At, zone)
}

// previousDue is the due before one.
func (p Place) previousDue(due time.Time, zone *time.Location) time.Time {
	day := calendar.DateOf(due, zone)
	if p.At == calendar.Clock(24, 0) {
		day = day.AddDays(-1)
	}
	return day.AddDays(-7).At(p.At, zone)
}

// expected is since when a count counts: the beginning of the week whose check was due last. A place in its first week is not late.
func (p Place) expected(zone *time.Location) time.Time {
	last := p.previousDue(p.Due, zone)
	if since := p.previousDue(last, zone); !since.Before(p.Began) {
		return since
	}
	return time.Time{}
}

// Norm says how much of a material is to be at a place.
type Norm struct {
	ID      storage.ID[Norm] `json:"id"`
	Version int64            `json:"version"`
	Place   care.PlaceRef    `json:"place"`
	Kind    Kind             `json:"kind"`
	// Material is the code of the one it is for. Default: all of the kind. One for a material goes before one for its kind.
	Material string `json:"material"`
	// Least is what is to be there whatever was asked for.
	Least int64 `json:"least,omitempty"`
	// Mandatory says that there must always be one, even where nobody has asked for it yet.
	Mandatory bool `json:"mandatory,omitempty"`
	// Service is the chance that a week ends without a shortage. Default: 0.95.
	Service float64 `json:"service,omitempty"`
	// Lead is how many weeks pass between an order and the goods. Default: 0.
	Lead float64 `json:"lead,omitempty"`
	// Pack is how many come together. Default: 1.
	Pack int64 `json:"pack,omitempty"`
}

const mostPieces = 1_000_000

func (n Norm) problems() (p care.Problems) {
	checkRef(&p, "place", string(n.Place))
	checkKnown(&p, "kind", n.Kind)
	if n.Material != "" {
		checkRef(&p, "material", n.Material)
	}
	checkPieces(&p, "least", n.Least)
	checkPieces(&p, "pack", n.Pack)
	_, err := Supply{Lead: n.Lead, Service: n.Service}.BaseStock()
	p.Join("", "", err)
	return p
}

func checkPieces(p *care.Problems, path string, n int64) {
	if n < 0 || n > mostPieces {
		p.Add(path, "", CodePieces.With(care.NewFact("limit", mostPieces)))
	}
}
