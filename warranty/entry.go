package warranty

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/storage"
)

// EntryKind is what became of sold units. The zero EntryKind is unknown.
type EntryKind string

// The kinds of entry.
const (
	EntrySale     EntryKind = "sale"
	EntryReturn   EntryKind = "return"   // the units came back, and their warranty is cleared
	EntryTransfer EntryKind = "transfer" // the customer gave the units to somebody, and the term goes on
)

var entryKinds = care.NewTerms(
	care.NewTerm(EntrySale, "Bán hàng", "Sale"),
	care.NewTerm(EntryReturn, "Trả lại hàng", "Return"),
	care.NewTerm(EntryTransfer, "Chuyển cho người khác", "Transfer"),
)

// Terms lists the kinds of entry.
func (EntryKind) Terms() care.Terms[EntryKind] { return entryKinds }

// Holder is who has a unit, as far as the shop knows.
type Holder struct {
	Customer care.CustomerRef `json:"customer,omitempty"`
	Name     string           `json:"name,omitempty"`
	Phones   []care.Phone     `json:"phones,omitempty"`
	TaxCode  string           `json:"tax_code,omitempty"`
}

func (h Holder) equal(other Holder) bool {
	return h.Customer == other.Customer && h.Name == other.Name && h.TaxCode == other.TaxCode && slices.Equal(h.Phones, other.Phones)
}

// Entry is one thing that happened to the units of an invoice line: the history of their warranties. Entries are only added. What they come to is [Merge] of
// them, in whichever order they became known.
type Entry struct {
	ID      storage.ID[Entry] `json:"id"`
	Version int64             `json:"version"`

	Client   string    `json:"client"`           // the id that the till gave it, or the key of the request
	Number   int       `json:"number,omitempty"` // 1 and more: another content came with this client id before
	Kind     EntryKind `json:"kind"`
	Direct   bool      `json:"direct,omitempty"` // a sale that was registered with Register or Import, written down when the line got another entry
	At       time.Time `json:"at"`
	Recorded time.Time `json:"recorded"`

	Invoice care.InvoiceRef `json:"invoice"`
	Line    int             `json:"line"`
	// Units and Serials say which units of the line came back or were given away; neither: all of them. Of a sale, Serials are those of its units.
	Units   []int    `json:"units,omitempty"`
	Serials []string `json:"serials,omitempty"`
	Holder  Holder   `json:"holder"` // who bought it, or was given it

	// Of a sale.
	Product   care.ProductRef `json:"product,omitempty"`
	Quantity  int             `json:"quantity,omitempty"`
	Place     care.PlaceRef   `json:"place,omitempty"`
	Delivered calendar.Date   `json:"delivered,omitzero"`

	// Withdrawn: somebody found that it did not happen, or not like this, and By says who.
	Withdrawn time.Time     `json:"withdrawn,omitzero"`
	By        care.StaffRef `json:"by,omitempty"`

	// What tells the contents of entries apart: of everything but the holder, and of the holder. Erasing the holder clears the latter.
	Goods string `json:"goods"`
	Who   string `json:"who,omitempty"`

	Subject string `json:"subject,omitempty"` // of the holder: what erasing goes by
}

// seal derives what tells the entry from others, and what erasing goes by.
func (e *Entry) seal() {
	e.At = e.At.UTC().Truncate(time.Microsecond)
	e.Goods = contentHash([]any{e.Kind, e.At.UnixMicro(), e.Invoice, e.Line, e.Units, e.Serials, e.Product, e.Quantity, e.Place, e.Delivered})
	e.Who = contentHash(e.Holder)
	e.Subject = ""
	if e.Kind != EntryReturn {
		e.Subject = e.Holder.subject(e.Invoice)
	}
}

func contentHash(content any) string {
	text, err := json.Marshal(content)
	if err != nil {
		panic(err) // what entries are made of has a JSON form
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:16])
}

// subject is the customer's key, else the phone, else "invoice:" and the invoice of a name alone.
func (h Holder) subject(invoice care.InvoiceRef) string {
	switch {
	case h.Customer != "":
		return string(h.Customer)
	case len(h.Phones) > 0:
		return string(h.Phones[0])
	case h.Name != "" || h.TaxCode != "":
		return "invoice:" + string(invoice)
	}
	return ""
}

// erased reports whether the holder was erased, so that the entry cannot be compared any more.
func (e *Entry) erased() bool { return e.Who == "" }

func (e *Entry) line() lineRef { return lineRef{e.Invoice, e.Line} }

// same reports whether two entries are the same one, sent twice. Of one whose holder was erased, only the rest can tell.
func (e *Entry) same(other *Entry) bool {
	switch {
	case e.Goods != other.Goods:
		return false
	case e.erased() || other.erased():
		return e.Client == other.Client || e.Direct || other.Direct
	}
	return e.Who == other.Who && (e.Kind == EntrySale || e.Client == other.Client)
}

// compareEntries orders entries by when they happened, and those of one instant by everything else, so that the order in which they came says nothing.
func compareEntries(a, b Entry) int {
	return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Goods, b.Goods), cmp.Compare(a.Who, b.Who), cmp.Compare(a.Client, b.Client))
}

// lineRef is a line of an invoice.
type lineRef struct {
	invoice care.InvoiceRef
	line    int
}

var (
	entryClient  = storage.Text("client", func(e *Entry) *string { return &e.Client })
	entryNumber  = storage.Int("number_of", func(e *Entry) *int { return &e.Number })
	entryInvoice = storage.Text("invoice", func(e *Entry) *care.InvoiceRef { return &e.Invoice })
	entryLine    = storage.Int("line", func(e *Entry) *int { return &e.Line })
	entryAt      = storage.Time("at", func(e *Entry) *time.Time { return &e.At })
	entrySubject = storage.Text("subject", func(e *Entry) *string { return &e.Subject }).Nullable()

	byClient       = storage.UniqueOn("by_client", entryClient, entryNumber)
	byLine         = storage.IndexOn("by_line", entryInvoice, entryLine, entryAt)
	entryBySubject = storage.IndexOn("by_subject", entrySubject, entryAt)

	entries = storage.Declare("warranty_entry", storage.Declaration[Entry]{
		Key:     func(e *Entry) (*storage.ID[Entry], *int64) { return &e.ID, &e.Version },
		Indexes: []*storage.Index[Entry]{byClient, byLine, entryBySubject},
		Subject: entrySubject,
		Personal: []storage.Part[Entry]{
			storage.Personal("holder", func(e *Entry) *Holder { return &e.Holder }),
			storage.Personal("who", func(e *Entry) *string { return &e.Who }),
		},
	})
)

// Return says that units came back to the shop. Text is as typed.
type Return struct {
	// Key makes the request idempotent. Default: the invoice, the line, the units, and At.
	Key     string    `json:"key,omitempty"`
	Invoice string    `json:"invoice"` // of the sale
	Line    int       `json:"line"`
	Units   []int     `json:"units,omitempty"`   // which units of the line, by number
	Serials []string  `json:"serials,omitempty"` // or by serial; neither: all of them
	At      time.Time `json:"at,omitzero"`       // zero: now
}

// Transfer says that the customer gave units to somebody. Text is as typed.
type Transfer struct {
	// Key makes the request idempotent. Default: the invoice, the line, the units, and At.
	Key      string    `json:"key,omitempty"`
	Invoice  string    `json:"invoice"` // of the sale
	Line     int       `json:"line"`
	Units    []int     `json:"units,omitempty"`
	Serials  []string  `json:"serials,omitempty"`
	Customer string    `json:"customer,omitempty"`
	Name     string    `json:"name,omitempty"`
	Phone    string    `json:"phone,omitempty"` // several may be given, with a slash between them
	TaxCode  string    `json:"tax_code,omitempty"`
	At       time.Time `json:"at,omitzero"` // zero: now
}

// Moved is what a return or a transfer has moved.
type Moved struct {
	Registrations []storage.ID[Registration] `json:"registrations"`
	Repeated      bool                       `json:"repeated,omitempty"` // it was recorded before
}

// Return clears the warranty of units that came back to the shop: they are covered no more, and their serials may be sold again.
//
// It refuses with *care.Invalid, listing every problem, and writes nothing then. A till that is offline sends [Service.MergeOffline] what came back.
func (s Service) Return(ctx context.Context, in Return) (_ Moved, err error) {
	ctx, done := s.c.Env.Observe(ctx, "warranty.return")
	defer func() { done(err) }()
	var p care.Problems
	e := s.readReturn(&p, in)
	key := care.Optional(&p, "key", in.Key, care.ParseRef[string])
	if err := p.Err(); err != nil {
		return Moved{}, err
	}
	in.At = in.At.UTC() // the same instant is the same request
	return s.move(ctx, "warranty.return", key, e, in.At, in)
}

// Transfer makes somebody else the holder of units, whom the customer gave them to. The terms go on as they are. The units are found by the phones and the name of the
// new holder; the former one stands in [Service.History].
//
// It refuses with *care.Invalid, listing every problem, and writes nothing then.
func (s Service) Transfer(ctx context.Context, in Transfer) (_ Moved, err error) {
	ctx, done := s.c.Env.Observe(ctx, "warranty.transfer")
	defer func() { done(err) }()
	var p care.Problems
	e := s.readTransfer(&p, in)
	key := care.Optional(&p, "key", in.Key, care.ParseRef[string])
	if err := p.Err(); err != nil {
		return Moved{}, err
	}
	in.At = in.At.UTC()
	return s.move(ctx, "warranty.transfer", key, e, in.At, in)
}

// move records a return or a transfer of units that are there, or refuses it.
func (s Service) move(ctx context.Context, name, key string, e Entry, at time.Time, request any) (Moved, error) {
	if key == "" {
		key = string(e.Invoice) + "/" + strconv.Itoa(e.Line) + "/" + contentHash([]any{e.Units, e.Serials, at.UnixMicro()})
	}
	e.Client = name + ":" + key
	e.seal()
	op := care.Operation{Name: name, Key: key, Subject: e.Subject, At: e.Recorded}
	var moved Moved
	err := whileTaken(ofLine, func() (err error) {
		var repeated bool
		moved, repeated, err = care.Once(ctx, s.store, op, request, func(ctx context.Context, tx storage.Tx) (moved Moved, err error) {
			m := merging{s: s, tx: tx, refuse: e.Client}
			if _, err := m.take(ctx, e); err != nil {
				return Moved{}, err
			}
			if err := m.settle(ctx, e.line()); err != nil {
				return Moved{}, err
			}
			return Moved{Registrations: m.moved}, nil
		})
		moved.Repeated = repeated
		return err
	})
	return moved, err
}

// parseUnits reads which units of a line are meant.
func (s Service) parseUnits(p *care.Problems, e *Entry, invoice string, line int, units []int, serials []string, at time.Time) {
	e.Invoice = care.Required(p, "invoice", invoice, care.ParseRef[care.InvoiceRef])
	if e.Line = line; line < 1 {
		p.Add("line", "", care.CodeMissing.With())
	}
	if len(units) > maxQuantity || len(serials) > maxQuantity {
		p.Add("units", "", CodeQuantity.With(care.NewFact("limit", maxQuantity)))
		return
	}
	for i, unit := range units {
		if unit < 1 || unit > maxQuantity {
			p.Add(index("units", i), "", CodeQuantity.With(care.NewFact("limit", maxQuantity)))
		}
	}
	for i, text := range serials {
		key := SerialKey(care.Required(p, index("serials", i), text, care.Line(100)))
		if key == "" && strings.TrimSpace(text) != "" {
			p.Add(index("serials", i), text, care.CodeMissing.With())
		}
		e.Serials = append(e.Serials, key)
	}
	e.Units = slices.Compact(slices.Sorted(slices.Values(units)))
	slices.Sort(e.Serials)
	e.Serials = slices.Compact(e.Serials)
	e.At, e.Recorded = s.at(at), s.c.Env.Time()
	s.dateAt(p, e.At)
}

// readReturn reads a return as typed.
func (s Service) readReturn(p *care.Problems, in Return) Entry {
	e := Entry{Kind: EntryReturn}
	s.parseUnits(p, &e, in.Invoice, in.Line, in.Units, in.Serials, in.At)
	return e
}

// readTransfer reads a transfer as typed.
func (s Service) readTransfer(p *care.Problems, in Transfer) Entry {
	e := Entry{Kind: EntryTransfer}
	s.parseUnits(p, &e, in.Invoice, in.Line, in.Units, in.Serials, in.At)
	e.Holder = Holder{
		Customer: care.Optional(p, "customer", in.Customer, care.ParseRef[care.CustomerRef]),
		Name:     care.Optional(p, "name", in.Name, care.Line(200)),
		Phones:   care.Optional(p, "phone", in.Phone, s.parsePhones),
		TaxCode:  care.Optional(p, "tax_code", in.TaxCode, ParseTaxCode),
	}
	if len(*p) == 0 && e.Holder.subject("x") == "" {
		p.Add("name", "", care.CodeMissing.With())
	}
	return e
}

// readSale reads a sale as typed.
func (s Service) readSale(p *care.Problems, in Sale) Entry {
	r, _, serials, err := s.parseSale(in)
	p.Join("", "", err)
	return saleEntry(r, in.Quantity, serials)
}

// saleEntry is the entry of a sale, from what its registrations have in common.
func saleEntry(r Registration, quantity int, serials []string) Entry {
	return Entry{
		Kind: EntrySale, At: r.Sold, Recorded: r.Recorded, Invoice: r.Invoice, Line: r.Line, Serials: serials, Holder: r.holder(),
		Product: r.Product, Quantity: quantity, Place: r.Place, Delivered: r.Delivered,
	}
}

// common is what the registrations of a sale have in common.
func (e *Entry) common() Registration {
	r := Registration{Invoice: e.Invoice, Line: e.Line, Product: e.Product, Place: e.Place, Sold: e.At, Delivered: e.Delivered, Recorded: e.Recorded}
	r.setHolder(e.Holder)
	return r
}
