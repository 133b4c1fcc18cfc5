package enquiry

import (
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/storage"
)

// Answer is what may be said. Everything in it may be shown to the asker.
type Answer struct {
	Enquiry storage.ID[Enquiry] `json:"enquiry,omitzero"`
	Topic   Topic               `json:"topic"`
	Outcome Outcome             `json:"outcome"`

	// What was found, of the topic alone, the latest first.
	Invoices   []care.Invoice  `json:"invoices,omitempty"`
	Debt       *care.Debt      `json:"debt,omitempty"`
	Shipments  []care.Shipment `json:"shipments,omitempty"`
	Warranties []Warranty      `json:"warranties,omitempty"`

	// Of an answer: when it was true, who said so, and how fresh that is.
	AsOf      time.Time `json:"as_of,omitzero"`
	Source    string    `json:"source,omitempty"`
	Freshness Freshness `json:"freshness,omitempty"`

	// Reasons say the answer in sentences, in Vietnamese and English.
	Reasons care.Reasons `json:"reasons"`
}

// Cause is why the outcome is [NotFound], for staff. The asker is told of none but [CauseSeveral].
type Cause string

// The causes. The zero Cause means that the outcome is another one.
const (
	CauseUnproven Cause = "unproven" // the asker has not proved who they are
	CauseForeign  Cause = "foreign"  // it is somebody else's
	CauseNothing  Cause = "nothing"  // there is no such thing
	CauseSeveral  Cause = "several"  // more than one invoice has that number; the asker, who may know, is asked for the symbol
)

var causes = care.NewTerms(
	care.NewTerm(CauseUnproven, "Chưa xác minh người hỏi", "The asker is not proved"),
	care.NewTerm(CauseForeign, "Thuộc về khách hàng khác", "It belongs to another customer"),
	care.NewTerm(CauseNothing, "Không có dữ liệu", "There is no such thing"),
	care.NewTerm(CauseSeveral, "Nhiều hóa đơn trùng số", "Several invoices with that number"),
)

// Terms lists the causes.
func (Cause) Terms() care.Terms[Cause] { return causes }

// Decide says what may be answered, and where that is [NotFound], why. It is pure.
func Decide(f Facts) (Answer, Cause) {
	f.Limits = f.Limits.orDefault()
	if f.Zone == nil {
		f.Zone = time.UTC
	}
	switch {
	case f.Unchecked:
		return f.unavailable(CodeIdentityUnavailable.With()), ""
	case f.Customer == "" && (!f.Shown || f.Topic == TopicDebt): // a paper proves what was bought, not who owes
		return f.notFound(CauseUnproven)
	case f.Invoices.Failed || f.Debt.Failed || f.Shipments.Failed || f.Warranties.Failed:
		return f.unavailable(CodeUnavailable.With(care.NewFact("topic", care.NameOf(f.Topic)))), ""
	}
	if f.Topic == TopicDebt {
		return f.debt()
	}
	own, none := f.own()
	switch {
	case len(own) == 0 && (f.Number != "" || f.Topic == TopicInvoice):
		return f.notFound(none)
	case len(own) > 1 && (f.Shown || f.Topic != TopicInvoice):
		a, _ := f.notFound(CauseSeveral)
		a.Reasons = care.Reasons{CodeSymbolNeeded.With(care.NewFact("number", f.Number))}
		return a, CauseSeveral
	}
	switch f.Topic {
	case TopicInvoice:
		return f.invoices(own), ""
	case TopicWarranty:
		return f.warranties()
	}
	return f.shipments()
}

func (f Facts) notFound(cause Cause) (Answer, Cause) {
	return Answer{Topic: f.Topic, Outcome: NotFound, Reasons: care.Reasons{CodeNotFound.With()}}, cause
}

func (f Facts) unavailable(why care.Reason) Answer {
	return Answer{Topic: f.Topic, Outcome: Unavailable, Reasons: care.Reasons{why}}
}

// answered starts an answer from a source.
func (f Facts) answered(asOf time.Time, source string) Answer {
	return Answer{Topic: f.Topic, Outcome: Answered, AsOf: asOf, Source: source, Freshness: f.Limits.Class(asOf, f.Asked)}
}

// dated ends an answer with where it comes from.
func (f Facts) dated(a Answer) Answer {
	source := care.NewFact("source", a.Source)
	switch a.Freshness {
	case Undated:
		a.Reasons = append(a.Reasons, CodeUndated.With(source))
	case Old:
		a.Reasons = append(a.Reasons, CodeOld.With(source, care.NewFact("as_of", a.AsOf.In(f.Zone))))
	default:
		a.Reasons = append(a.Reasons, CodeAsOf.With(source, care.NewFact("as_of", a.AsOf.In(f.Zone))))
	}
	return a
}
