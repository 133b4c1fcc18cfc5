package warranty

import (
	"time"

	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/warranty/law"
)

// Facts are all that a coverage decision rests on. Same facts, same decision, for ever.
type Facts struct {
	Unit      UnitRef
	Delivered calendar.Date
	Sold      calendar.Date // the date of the contract, which decides the law; zero: as Delivered
	Terms     Terms         // the edition that the sale is under
	Bound     bool          // that edition was published before the sale, so its exclusions bind
	Later     []Terms       // later editions that were published after the sale, so their exclusions do not bind it
	On        calendar.Date // the day on which the fault showed
	Fault     FaultCode     // "": not known yet
	Part      PartCode      // the part at fault, "": the product

	Law      law.Regime         // zero: Vietnam's, by the date of the contract. For none at all give law.Agreed()
	Reading  law.Reading        // what is read how, where the law leaves room
	Official *calendar.Calendar // the country's working days, for a last day that is a day off; nil: Monday to Friday, and the decision says so where it matters
	Calendar string             // the digest of Official, by which the decision can be checked later
	Asked    calendar.Date      // the day of the question: whether a promised time has run out by then; zero: as On

	Repairs   []Repair      // of this product under this warranty, in any order
	Exchanged calendar.Date // when the product was last exchanged for a new one; zero: never
	Returned  calendar.Date // when the product was given back to the shop for good; zero: it was not

	Reseller   bool // the buyer bought to sell, so that consumer law does not apply. A firm that buys for its own use is a consumer
	Vulnerable bool // the buyer proved to be elderly, disabled, … (Law 19/2023/QH15 art. 8)
	SecondHand bool
	Card       Card
	Outside    bool       // the repair is, or will be, done by an outside service centre
	Consented  bool       // the buyer consented, on record, that it gets their data
	Told       bool       // the buyer was told of the choice of remedies, where the law wants that
	Minor      bool       // the seller proves that the fault is minor
	TooDear    law.Remedy // the seller shows that this one is impossible or out of proportion; "": none

	Zone *time.Location // in which the dates of publication are told; nil: Vietnam
}

// Repair is one time that the product was taken in under this warranty.
type Repair struct {
	In       calendar.Date `json:"in"`
	Out      calendar.Date `json:"out,omitzero"`      // handed back; zero: still here
	Promised calendar.Date `json:"promised,omitzero"` // the day by which the receipt says it will be done; zero: it does not say
	Fault    FaultCode     `json:"fault,omitempty"`
	Part     PartCode      `json:"part,omitempty"`     // the part at fault; "": the product, or not known
	Replaced []PartCode    `json:"replaced,omitempty"` // parts that were replaced by new ones
	Failed   bool          `json:"failed,omitempty"`   // it could not be repaired, whether it was handed back since or not
	Loaner   Loaner        `json:"loaner,omitempty"`
}

// Loaner says what the customer has meanwhile. The zero Loaner is nothing.
type Loaner string

// What a customer can have meanwhile.
const (
	LoanerGiven  Loaner = "given"  // a similar product
	LoanerAgreed Loaner = "agreed" // another solution, which the customer agreed to, on record
)

// Card is whether the warranty card was shown, and whether the terms demand it.
type Card struct {
	Shown    bool
	Demanded calendar.Date // when the condition that it be shown was published; zero: there is none
}

// fill puts in what zero values mean.
func (f *Facts) fill() {
	if f.Sold.IsZero() {
		f.Sold = f.Delivered
	}
	if f.Asked.IsZero() {
		f.Asked = f.On
	}
	if f.Law.Code == "" {
		f.Law = law.At(law.Vietnam, f.Sold)
	}
	f.Reading.KeepLastDay = f.Reading.KeepLastDay || f.Terms.KeepLastDay
}
