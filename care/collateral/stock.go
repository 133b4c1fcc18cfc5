package collateral

import (
	"slices"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/storage"
)

// Stock is what is known of one material at one place.
type Stock struct {
	ID       storage.ID[Stock] `json:"id"`
	Version  int64             `json:"version"`
	Place    care.PlaceRef     `json:"place"`
	Material string            `json:"material"`
	Held     []Held            `json:"held,omitempty"`    // by edition, the latest first
	Counted  time.Time         `json:"counted,omitzero"`  // the latest count; zero: never
	Missed   int64             `json:"missed,omitempty"`  // asked for in vain since
	Weeks    []Week            `json:"weeks,omitempty"`   // the latest 26 between counts
	Ordered  []Ordered         `json:"ordered,omitempty"` // what is on its way
	Came     []Came            `json:"came,omitempty"`    // the latest 100 deliveries since the count, the earliest recorded first
}

// Held is how much of one edition is there.
type Held struct {
	Edition  int   `json:"edition"`
	Count    int64 `json:"count"`              // at the latest count
	Received int64 `json:"received,omitempty"` // since
}

// Ordered is how much of one edition is on its way.
type Ordered struct {
	Order   storage.ID[Order] `json:"order"`
	Edition int               `json:"edition"`
	Left    int64             `json:"left"`
}

// Came is one delivery. A count that is recorded after it, and was made before, does not have it.
type Came struct {
	Edition  int       `json:"edition"`
	Quantity int64     `json:"quantity"`
	At       time.Time `json:"at"`
}

const (
	keptWeeks = 26
	keptCame  = 100
)

// received is the stock with one more delivery.
func (s Stock) received(c Came) Stock {
	s.Held = slices.Clone(s.Held)
	i := slices.IndexFunc(s.Held, func(h Held) bool { return h.Edition == c.Edition })
	if i < 0 {
		i, s.Held = 0, slices.Insert(s.Held, 0, Held{Edition: c.Edition})
	}
	s.Held[i].Received += c.Quantity
	s.Came = append(slices.Clone(s.Came[max(0, len(s.Came)-keptCame+1):]), c)
	return s
}

// Usable is what is there of an edition, as far as is known. Copies of others count as none.
func (s Stock) Usable(edition int) (n int64) {
	for _, h := range s.Held {
		if h.Edition == edition {
			n += h.Count + h.Received
		}
	}
	return n
}

// coming is what is on its way of an edition.
func (s Stock) coming(edition int) (n int64) {
	for _, o := range s.Ordered {
		if o.Edition == edition {
			n += o.Left
		}
	}
	return n
}

// others is what is there of editions before and after one.
func (s Stock) others(edition int) (before, after int64) {
	for _, h := range s.Held {
		switch {
		case h.Edition < edition:
			before += h.Count + h.Received
		case h.Edition > edition:
			after += h.Count + h.Received
		}
	}
	return before, after
}

// counted is the stock after a count of every edition that is there, and what that says of the time since the last one: the use of the edition in force, where it
// was counted then too. A count older than the last one changes nothing. It is a pure function.
func (s Stock) counted(found []Held, inForce int, at time.Time, zone *time.Location) (Stock, care.Reasons) {
	if !at.After(s.Counted) {
		return s, care.Reasons{CodeOlderCount.With(care.NewFact("at", s.Counted.In(zone)))}
	}
	var reasons care.Reasons
	next := s
	next.Held, next.Counted, next.Missed, next.Came = slices.Clone(found), at, 0, nil
	slices.SortFunc(next.Held, func(a, b Held) int { return b.Edition - a.Edition })
	was, is := s.Usable(inForce), next.Usable(inForce)
	for _, c := range s.Came {
		if c.At.After(at) {
			next = next.received(c)
			if c.Edition == inForce {
				was -= c.Quantity
			}
		}
	}
	known := slices.ContainsFunc(s.Held, func(h Held) bool { return h.Edition == inForce })
	days := calendar.DateOf(s.Counted, zone).DaysUntil(calendar.DateOf(at, zone))
	switch {
	case s.Counted.IsZero() || !known || inForce == 0:
	case is > was: // nothing was used, or some came that nobody recorded: either way the use is not known
		reasons = append(reasons, CodeMoreThanExpected.With(care.NewFact("found", is), care.NewFact("expected", was)))
	case days > 0:
		week := Week{Days: days, Used: was - is, Short: is == 0 || was == 0 || s.Missed > 0}
		next.Weeks = append(slices.Clone(s.Weeks[max(0, len(s.Weeks)-keptWeeks+1):]), week)
	}
	return next, reasons
}

// Standing says how a material stands at a place. The zero Standing is not known to this program.
type Standing string

// The standings.
const (
	InOrder    Standing = "in_order"     // there is enough of what is in force
	Shortage   Standing = "shortage"     // there is not
	Unchecked  Standing = "unchecked"    // nobody has counted when it was due, so nobody knows
	NotInForce Standing = "not_in_force" // no edition is in force, so there is nothing to give
)

var standings = care.NewTerms(
	care.NewTerm(InOrder, "Đủ", "In order"),
	care.NewTerm(Shortage, "Thiếu", "Shortage"),
	care.NewTerm(Unchecked, "Chưa kiểm", "Unchecked"),
	care.NewTerm(NotInForce, "Không có bản đang hiệu lực", "None in force"),
)

// Terms lists the standings.
func (Standing) Terms() care.Terms[Standing] { return standings }

// Assessment says how a material stands at a place, how much of it is to be there, and what to order.
type Assessment struct {
	Material string       `json:"material"`
	Edition  int          `json:"edition,omitempty"` // in force; 0: none
	Standing Standing     `json:"standing"`
	Usable   int64        `json:"usable"`             // of the edition in force
	Coming   int64        `json:"coming,omitempty"`   // ordered, of that edition
	Obsolete int64        `json:"obsolete,omitempty"` // of editions no longer in force
	Par      Par          `json:"par"`
	Demand   Estimated    `json:"demand"`
	Order    int64        `json:"order,omitempty"` // to be ordered
	Reasons  care.Reasons `json:"reasons"`
}

// Assess says how a material stands: under a norm, with what is known of it, where the edition of this number is in force (0: none), and counts from before
// since are too old to tell (zero: none is). It is a pure function.
func Assess(n Norm, s Stock, inForce int, since time.Time) (a Assessment, err error) {
	a = Assessment{Material: s.Material, Edition: inForce, Demand: Estimate(s.Weeks)}
	if err := a.setPar(n); err != nil {
		return Assessment{}, err
	}
	if inForce == 0 {
		a.Standing = NotInForce
		a.Reasons = append(a.Reasons, CodeNotInForce.With())
		return a, nil
	}
	a.Usable, a.Coming = s.Usable(inForce), s.coming(inForce)
	before, after := s.others(inForce)
	a.Obsolete = before
	if before > 0 {
		a.Reasons = append(a.Reasons, CodeObsolete.With(care.NewFact("count", before), care.NewFact("edition", inForce)))
	}
	if after > 0 {
		a.Reasons = append(a.Reasons, CodeTooEarly.With(care.NewFact("count", after), care.NewFact("edition", inForce)))
	}
	if s.Counted.IsZero() || s.Counted.Before(since) {
		a.Standing = Unchecked
		a.Reasons = append(a.Reasons, CodeUnchecked.With())
		return a, nil
	}
	lacking := max(0, a.Par.Level-a.Usable-a.Coming)
	a.Order = packs(lacking, max(n.Pack, 1))
	facts := []care.Fact{care.NewFact("usable", a.Usable), care.NewFact("coming", a.Coming), care.NewFact("par", a.Par.Level), care.NewFact("order", a.Order)}
	if a.Usable < a.Par.Level {
		a.Standing = Shortage
		a.Reasons = append(a.Reasons, CodeShortage.With(facts...))
		return a, nil
	}
	a.Standing = InOrder
	a.Reasons = append(a.Reasons, CodeInOrder.With(facts...))
	return a, nil
}

// setPar makes the level of the norm and the demand.
func (a *Assessment) setPar(n Norm) error {
	supply := Supply{Lead: n.Lead, Service: n.Service, Demand: a.Demand.Demand}.withDefaults()
	par, err := supply.BaseStock()
	if err != nil {
		return err
	}
	a.Reasons = append(a.Reasons, a.Demand.Reasons...)
	level := n.Least
	if n.Mandatory {
		level = max(level, 1)
	}
	if !a.Demand.Known {
		a.Par = Par{Level: level}
		return nil
	}
	a.Par = supply.at(max(level, par.Level))
	a.Reasons = append(a.Reasons, CodePar.With(
		care.NewFact("par", a.Par.Level), care.NewFact("service", care.Percent(a.Par.Service)), care.NewFact("fill", care.Percent(a.Par.Fill)),
	))
	return nil
}

// packs rounds up to whole packs.
func packs(n, pack int64) int64 { return (n + pack - 1) / pack * pack }
