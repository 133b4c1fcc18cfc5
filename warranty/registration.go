package warranty

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/storage"
)

// Registration is the warranty of one unit that was sold: what replaces the card. It needs neither a serial nor a customer.
type Registration struct {
	ID      storage.ID[Registration] `json:"id"`
	Version int64                    `json:"version"`

	Invoice care.InvoiceRef `json:"invoice"`
	Line    int             `json:"line"`
	Unit    int             `json:"unit"` // 1 to the quantity of the line; what comes in the place of a unit has the next number
	Product care.ProductRef `json:"product"`
	Serial  string          `json:"serial,omitempty"` // upper case
	Place   care.PlaceRef   `json:"place,omitempty"`

	Customer care.CustomerRef `json:"customer,omitempty"`
	Name     string           `json:"name,omitempty"`
	Phones   []care.Phone     `json:"phones,omitempty"`
	TaxCode  string           `json:"tax_code,omitempty"` // of a company, as [ParseTaxCode] writes it

	Sold      time.Time     `json:"sold"`
	Delivered calendar.Date `json:"delivered"` // the term starts here (Civil Code art. 446)
	Terms     TermsCode     `json:"terms"`
	Edition   int           `json:"edition"`
	Months    int           `json:"months,omitempty"` // the length of the term where it is not that of the terms, as an import may say; 0: it is
	Ends      calendar.Date `json:"ends"`             // the last day, until 24:00; later after repairs that are not counted
	Recorded  time.Time     `json:"recorded"`

	// A unit that came in the place of one that was exchanged points to it, and that one to it.
	Replaces   storage.ID[Registration] `json:"replaces,omitzero"`
	ReplacedBy storage.ID[Registration] `json:"replaced_by,omitzero"`
	Exchanged  calendar.Date            `json:"exchanged,omitzero"` // when it came in that place

	// What became of the unit since; see [Entry] for the history.
	Returned  time.Time         `json:"returned,omitzero"`  // it came back to the shop, and its serial may be sold again; zero: it did not
	Withdrawn time.Time         `json:"withdrawn,omitzero"` // the sale was found not to have happened, or not like this; zero: it was not
	Disputed  bool              `json:"disputed,omitempty"` // another unit claims the same serial: see [Conflict]
	Entry     storage.ID[Entry] `json:"entry,omitzero"`     // the sale of a till that was offline, which it comes from; zero: Register, or Import
	Copy      int               `json:"copy,omitempty"`     // 1 and more: another sale claims the same invoice, line and unit

	// What the record is found by, derived from the above.
	SerialKey  string     `json:"serial_key,omitempty"`
	SerialFold string     `json:"serial_fold,omitempty"`
	Phone      care.Phone `json:"phone,omitempty"`
	NameKey    string     `json:"name_key,omitempty"`
	Number     string     `json:"number,omitempty"`  // of the invoice, without its symbol and leading zeros
	Subject    string     `json:"subject,omitempty"` // the customer's key, else the phone, else "invoice:" and the invoice of a name alone: what erasing goes by
}

// Unit of an invoice: what a registration is, in the words of the till.
type UnitRef struct {
	Invoice care.InvoiceRef `json:"invoice"`
	Line    int             `json:"line"`
	Unit    int             `json:"unit"`
}

// Ref is the unit that the registration is for.
func (r Registration) Ref() UnitRef { return UnitRef{r.Invoice, r.Line, r.Unit} }

// String is "invoice/line/unit".
func (u UnitRef) String() string {
	return string(u.Invoice) + "/" + strconv.Itoa(u.Line) + "/" + strconv.Itoa(u.Unit)
}

// derive fills in what the record is found by. A serial that is claimed twice is found as if it was misread, and that of a unit that came back not at all, so that it
// may be sold again.
func (r *Registration) derive() {
	r.SerialKey, r.SerialFold = SerialKey(r.Serial), SerialFold(r.Serial)
	if r.Cleared() {
		r.SerialKey, r.SerialFold = "", ""
	}
	if r.Disputed {
		r.SerialKey = ""
	}
	r.NameKey = keyOfName(r.Name)
	_, r.Number = splitInvoice(r.Invoice)
	if r.Phone = ""; len(r.Phones) > 0 {
		r.Phone = r.Phones[0]
	}
	r.Subject = r.holder().subject(r.Invoice)
}

// Cleared reports whether the warranty is over because the unit came back, or was never sold.
func (r *Registration) Cleared() bool { return !r.Returned.IsZero() || !r.Withdrawn.IsZero() }

func (r *Registration) holder() Holder { return Holder{r.Customer, r.Name, r.Phones, r.TaxCode} }

func (r *Registration) setHolder(h Holder) {
	r.Customer, r.Name, r.Phones, r.TaxCode = h.Customer, h.Name, h.Phones, h.TaxCode
}

// keyOfName is care.NameKey, cut to what an index holds: a long Korean name takes more.
func keyOfName(name string) string {
	key := care.NameKey(name)
	return strings.ToValidUTF8(key[:min(len(key), storage.MaxText)], "")
}

func index(name string, i int) string { return fmt.Sprintf("%s[%d]", name, i) }

// Answered is a decision that was given at the counter, with its reasons, as it was given.
type Answered struct {
	ID           storage.ID[Answered]     `json:"id"`
	Version      int64                    `json:"version"`
	Registration storage.ID[Registration] `json:"registration"`
	Subject      string                   `json:"subject,omitempty"`
	At           time.Time                `json:"at"`       // of the inquiry
	Recorded     time.Time                `json:"recorded"` // of this record
	Decision     Decision                 `json:"decision"`
}
