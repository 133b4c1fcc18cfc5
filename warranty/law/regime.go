package law

import (
	"slices"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
)

// Code names a regime for ever: decisions are stored with it.
type Code string

// Place is where a law applies, and to what where that matters: "VN", "EU", "CZ", "US/full".
type Place string

// The places whose law is here.
const (
	Vietnam   Place = "VN"
	Europe    Place = "EU"         // the directives themselves; member states by Regime.In
	USFull    Place = "US/full"    // a written warranty designated as full
	USLimited Place = "US/limited" // any other written warranty
)

// Remedy is what the buyer can have.
type Remedy string

// The remedies. Refund ends the contract.
const (
	Repair    Remedy = "repair"
	Exchange  Remedy = "exchange"
	Refund    Remedy = "refund"
	Reduction Remedy = "reduction" // of the price
)

var remedyTerms = care.NewTerms(
	care.NewTerm(Repair, "sửa chữa", "repair"),
	care.NewTerm(Exchange, "đổi sản phẩm mới tương tự", "exchange for a similar new one"),
	care.NewTerm(Refund, "trả lại hàng và nhận lại tiền", "return and refund"),
	care.NewTerm(Reduction, "giảm giá", "price reduction"),
)

// Terms lists the remedies.
func (Remedy) Terms() care.Terms[Remedy] { return remedyTerms }

// Rule is one rule of a law: where it stands, and its number if it has one. The zero Rule means that the law has no such rule.
type Rule struct {
	N       int    `json:"n,omitempty"`
	Article string `json:"article,omitempty"` // "19/2023/QH15: 30.2.c"
}

// Holds reports whether the law has the rule.
func (r Rule) Holds() bool { return r.Article != "" }

// Regime is the law of a place for contracts of a time. For no law at all there is [Agreed].
type Regime struct {
	Code  Code      `json:"code"`
	Place Place     `json:"place"`
	Name  care.Text `json:"name"`
	// From and Until are the dates of the contracts it is for: from the first, and before the second. Zero is open.
	From  calendar.Date `json:"from,omitzero"`
	Until calendar.Date `json:"until,omitzero"`

	// How long.
	Term        Rule `json:"term,omitzero"`         // it starts with delivery, whose day is not counted, and ends on the corresponding day at 24:00
	MonthEnd    Rule `json:"month_end,omitzero"`    // without a corresponding day it ends on the last of the month
	LastDay     Rule `json:"last_day,omitzero"`     // a last day that is a day off ends on the next working day
	Statutory   Rule `json:"statutory,omitzero"`    // N months that the law itself gives, whatever was agreed
	SecondHand  Rule `json:"second_hand,omitzero"`  // N months to which it may be shortened for second-hand goods
	Suspended   Rule `json:"suspended,omitzero"`    // days in repair are not counted
	PartAnew    Rule `json:"part_anew,omitzero"`    // a replaced part begins its term again
	ProductAnew Rule `json:"product_anew,omitzero"` // and so does an exchanged product
	Extended    Rule `json:"extended,omitzero"`     // N months more, once, after a repair

	// What binds.
	Published     Rule `json:"published,omitzero"`      // exclusions and conditions bind only if they were published before the sale
	Mandatory     Rule `json:"mandatory,omitzero"`      // in the statutory term the seller's exclusions do not count
	CardNever     Rule `json:"card_never,omitzero"`     // a card may not be demanded
	CardDoubtful  Rule `json:"card_doubtful,omitzero"`  // whether it may is doubtful: Reading.CardCondition
	CardDisclosed Rule `json:"card_disclosed,omitzero"` // it may, if that was said before the sale
	Burden        Rule `json:"burden,omitzero"`         // for N months (0: the whole term) it is the trader who has to prove

	// What the buyer can have.
	Choice  Rule     `json:"choice,omitzero"`   // repair or exchange, as the buyer likes, unless one is impossible or out of proportion
	Repairs Rule     `json:"repairs,omitzero"`  // after N completed repairs (0: Reading.Attempts) that did not help, more is open
	TimeOut Rule     `json:"time_out,omitzero"` // and when the time for the repair has run out
	Opens   []Remedy `json:"opens,omitempty"`   // what is then open
	Lower   Rule     `json:"lower,omitzero"`    // and, when the time has run out, a price reduction
	Elects  Rule     `json:"elects,omitzero"`   // it is for the buyer to choose among them; else Reading.TraderChooses says
	Minor   Rule     `json:"minor,omitzero"`    // no refund for a fault that the seller proves to be minor
	Timely  Rule     `json:"timely,omitzero"`   // without a promised time a reasonable one: N days (0: Reading.ReasonableDays)

	// Who pays, and what else is owed.
	Free        Rule `json:"free,omitzero"`        // the trader pays the repair
	Carriage    Rule `json:"carriage,omitzero"`    // and the way there and back
	Receipt     Rule `json:"receipt,omitzero"`     // a receipt that says when it will be done
	Loaner      Rule `json:"loaner,omitzero"`      // a similar product meanwhile, or another solution that the buyer agrees to
	Told        Rule `json:"told,omitzero"`        // before the remedy the seller tells of the choice and of the extension
	Refusal     Rule `json:"refusal,omitzero"`     // a vulnerable buyer is refused in writing only, with the basis
	Priority    Rule `json:"priority,omitzero"`    // and comes first
	Consent     Rule `json:"consent,omitzero"`     // data goes to an outside service centre only with consent
	Acknowledge Rule `json:"acknowledge,omitzero"` // a complaint is acknowledged within N working days
}

// rules are all rules of a regime, with their names in JSON.
func (r *Regime) rules() []struct {
	name   string
	rule   *Rule
	number bool // it means nothing without a number
} {
	return []struct {
		name   string
		rule   *Rule
		number bool
	}{
		{"term", &r.Term, false}, {"month_end", &r.MonthEnd, false}, {"last_day", &r.LastDay, false}, {"statutory", &r.Statutory, true},
		{"second_hand", &r.SecondHand, true}, {"suspended", &r.Suspended, false}, {"part_anew", &r.PartAnew, false}, {"product_anew", &r.ProductAnew, false},
		{"extended", &r.Extended, true}, {"published", &r.Published, false}, {"mandatory", &r.Mandatory, false}, {"card_never", &r.CardNever, false},
		{"card_doubtful", &r.CardDoubtful, false}, {"card_disclosed", &r.CardDisclosed, false}, {"burden", &r.Burden, false}, {"choice", &r.Choice, false},
		{"repairs", &r.Repairs, false}, {"time_out", &r.TimeOut, false}, {"lower", &r.Lower, false}, {"elects", &r.Elects, false}, {"minor", &r.Minor, false},
		{"timely", &r.Timely, false}, {"free", &r.Free, false}, {"carriage", &r.Carriage, false}, {"receipt", &r.Receipt, false}, {"loaner", &r.Loaner, false},
		{"told", &r.Told, false}, {"refusal", &r.Refusal, false}, {"priority", &r.Priority, false}, {"consent", &r.Consent, false},
		{"acknowledge", &r.Acknowledge, true},
	}
}

// mostN bounds the numbers of rules: a hundred years in months.
const mostN = 1200

// Check lists what is wrong with a regime, as a *care.Invalid: a number without its article, an article whose number is missing, remedies that are unknown.
func (r Regime) Check() error {
	var p care.Problems
	for _, f := range []struct{ path, text string }{{"code", string(r.Code)}, {"place", string(r.Place)}, {"name.vi", r.Name.VI}, {"name.en", r.Name.EN}} {
		if f.text == "" {
			p.Add(f.path, "", care.CodeMissing.With())
		}
	}
	if !r.From.IsZero() && !r.Until.IsZero() && !r.From.Before(r.Until) {
		p.Add("until", r.Until.String(), CodePeriod.With())
	}
	for _, x := range r.rules() {
		switch {
		case x.rule.N < 0 || x.rule.N > mostN:
			p.Add(x.name+".n", "", CodeNumber.With(care.NewFact("most", mostN)))
		case x.rule.N != 0 && x.rule.Article == "":
			p.Add(x.name+".article", "", CodeArticle.With())
		case x.number && x.rule.N == 0 && x.rule.Article != "":
			p.Add(x.name+".n", "", CodeNumber.With(care.NewFact("most", mostN)))
		}
	}
	for _, remedy := range r.Opens {
		if !slices.Contains([]Remedy{Repair, Exchange, Refund, Reduction}, remedy) {
			p.Add("opens", string(remedy), CodeRemedy.With())
		}
	}
	return p.Err()
}

// State is what a member state says otherwise than the directive. Zero rules leave what it says.
type State struct {
	Statutory  Rule `json:"statutory,omitzero"`
	SecondHand Rule `json:"second_hand,omitzero"`
	Burden     Rule `json:"burden,omitzero"`
	LastDay    Rule `json:"last_day,omitzero"`
	Timely     Rule `json:"timely,omitzero"`
	// ProductAnew is for states in which the exchanged product begins a term of its own.
	ProductAnew Rule `json:"product_anew,omitzero"`
}

// In is the regime as it holds in a member state: its code becomes "eu-2024/CZ".
func (r Regime) In(place Place, s State) Regime {
	r.Code, r.Place = r.Code+Code("/"+string(place)), place
	for _, x := range []struct{ rule, by *Rule }{
		{&r.Statutory, &s.Statutory}, {&r.SecondHand, &s.SecondHand}, {&r.Burden, &s.Burden}, {&r.LastDay, &s.LastDay}, {&r.Timely, &s.Timely},
		{&r.ProductAnew, &s.ProductAnew},
	} {
		if x.by.Holds() {
			*x.rule = *x.by
		}
	}
	return r
}
