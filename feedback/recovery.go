package feedback

import (
	"cmp"
	"slices"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/stats"
	"github.com/chamsoc/chamsoc/storage"
)

// Severity is how bad a failure was for the customer, from 1, an annoyance, to 4, harm.
type Severity int

const harm Severity = 4

// Remedy is something that may be offered after a failure.
type Remedy struct {
	Code string     `json:"code"`
	Name care.Text  `json:"name"`
	Most care.Money `json:"most"` // what one may cost
	// From and To are the severities it is for. Default: 1 to 4.
	From Severity `json:"from,omitempty"`
	To   Severity `json:"to,omitempty"`
	// Segments are those whose customers it is for. Default: all.
	Segments []care.SegmentRef `json:"segments,omitempty"`
	// Authority is the least rank of who may offer it. Default: 0, everybody.
	Authority int `json:"authority,omitempty"`
}

// Rules say what may be offered after a failure.
type Rules struct {
	Remedies []Remedy `json:"remedies"`
	// Times and Sum bound what one customer is offered within Period. Default: 3 times, any sum, 365 days.
	Times  int           `json:"times,omitempty"`
	Sum    care.Money    `json:"sum,omitzero"`
	Period time.Duration `json:"period,omitempty"`
}

// Failure is what went wrong, with who offers a remedy.
type Failure struct {
	Severity  Severity        `json:"severity"`
	Segment   care.SegmentRef `json:"segment,omitempty"`
	Authority int             `json:"authority,omitempty"` // the rank of who offers
}

// Recovery is one remedy offered after a failure, or a failure in the hold-out, which is offered none so that the effect can be known.
type Recovery struct {
	ID       storage.ID[Recovery] `json:"id"`
	Version  int64                `json:"version"`
	Incident string               `json:"incident"` // there is one recovery for each
	Customer care.CustomerRef     `json:"customer,omitempty"`
	Failure  Failure              `json:"failure"`
	Remedy   string               `json:"remedy,omitempty"`
	Amount   care.Money           `json:"amount,omitzero"`
	Budget   string               `json:"budget,omitempty"`
	By       care.StaffRef        `json:"by"`
	At       time.Time            `json:"at"`
	HeldOut  bool                 `json:"held_out,omitempty"`
	Outcome  Outcome              `json:"outcome,omitempty"`
	Known    time.Time            `json:"known,omitzero"` // when the outcome was
	// Withdrawn says that the offer was taken back, and its amount returned to the budget.
	Withdrawn bool `json:"withdrawn,omitempty"`
}

// Outcome says whether the customer stayed. The zero Outcome is not known yet.
type Outcome string

// The outcomes.
const (
	OutcomeKept Outcome = "kept"
	OutcomeLost Outcome = "lost"
)

var outcomes = care.NewTerms(
	care.NewTerm(OutcomeKept, "Giữ được khách", "Kept"),
	care.NewTerm(OutcomeLost, "Mất khách", "Lost"),
)

// Terms lists the outcomes.
func (Outcome) Terms() care.Terms[Outcome] { return outcomes }

// Allow lists the remedies that may be offered for a failure to a customer with these recoveries behind, with what is left of the customer's sum as their
// most, and the reasons where there are none or fewer. It is a pure function; the budget is looked at when an offer is made. Amounts in other currencies
// than the rules' make it fail.
func Allow(rules Rules, f Failure, past []Recovery, at time.Time) ([]Remedy, care.Reasons, error) {
	times, period := rules.Times, rules.Period
	if times == 0 {
		times = 3
	}
	if period == 0 {
		period = 365 * dayLong
	}
	n, spent := 0, care.Money{}
	for _, r := range past {
		if r.HeldOut || r.Withdrawn || at.Sub(r.At) >= period {
			continue
		}
		n++
		var err error
		if spent, err = spent.Add(r.Amount); err != nil {
			return nil, nil, err
		}
	}
	if n >= times {
		return nil, care.Reasons{CodeRecoveredOften.With(care.NewFact("times", n), care.NewFact("days", int(period/dayLong)))}, nil
	}
	var allowed []Remedy
	higher := false
	for _, r := range rules.Remedies {
		if f.Severity < max(r.From, 1) || f.Severity > cmp.Or(r.To, harm) || len(r.Segments) > 0 && !slices.Contains(r.Segments, f.Segment) {
			continue
		}
		if f.Authority < r.Authority {
			higher = true
			continue
		}
		if !rules.Sum.IsZero() {
			left, err := rules.Sum.Sub(spent)
			if err != nil {
				return nil, nil, err
			}
			if less, err := left.Cmp(r.Most); err != nil {
				return nil, nil, err
			} else if less < 0 {
				r.Most = left
			}
			if left.Sign() <= 0 {
				continue
			}
		}
		allowed = append(allowed, r)
	}
	var reasons care.Reasons
	if len(allowed) == 0 {
		reasons = append(reasons, CodeNoRemedy.With(care.NewFact("severity", int(f.Severity))))
	}
	if higher {
		reasons = append(reasons, CodeAuthority.With())
	}
	return allowed, reasons, nil
}

// Effect compares the customers kept after an offer with those kept in the hold-out, by Newcombe's interval of the difference. Known is false where either
// side has no outcome yet: without a hold-out nobody knows what the offers did.
type Effect struct {
	Offered stats.Share    `json:"offered"`
	HeldOut stats.Share    `json:"held_out"`
	By      float64        `json:"by"`
	Within  stats.Interval `json:"within"`
	Known   bool           `json:"known"`
}

// EffectOf reads the effect off recoveries with an outcome.
func EffectOf(recoveries []Recovery) (e Effect) {
	for _, r := range recoveries {
		if r.Outcome == "" || r.Withdrawn {
			continue
		}
		one := stats.Share{Of: 1}
		if r.Outcome == OutcomeKept {
			one.Yes = 1
		}
		if r.HeldOut {
			e.HeldOut = e.HeldOut.Plus(one)
		} else {
			e.Offered = e.Offered.Plus(one)
		}
	}
	if e.Known = e.Offered.Of > 0 && e.HeldOut.Of > 0; e.Known {
		e.By, e.Within = e.Offered.Difference(e.HeldOut, confidence)
	}
	return e
}
