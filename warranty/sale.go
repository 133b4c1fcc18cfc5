package warranty

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/storage"
)

// Sale is one line of an invoice, as the till has it. Text is as typed.
type Sale struct {
	// Key makes the request idempotent. Default: the invoice and the line.
	Key      string    `json:"key,omitempty"`
	Invoice  string    `json:"invoice"`
	Line     int       `json:"line"`
	Product  string    `json:"product"`
	Quantity int       `json:"quantity"`
	Serials  []string  `json:"serials,omitempty"` // one for each unit, or none where the product is sold without
	Customer string    `json:"customer,omitempty"`
	Name     string    `json:"name,omitempty"`
	Phone    string    `json:"phone,omitempty"` // several may be given, with a slash between them
	TaxCode  string    `json:"tax_code,omitempty"`
	Place    string    `json:"place,omitempty"`
	At       time.Time `json:"at,omitzero"`         // of the sale; zero: now
	Handed   string    `json:"delivered,omitempty"` // the date of delivery if it is not the date of the sale
}

// Receipt is what a sale registered.
type Receipt struct {
	Registrations []Registration `json:"registrations"`
	Repeated      bool           `json:"repeated,omitempty"` // the sale was registered before; these are what it registered then
	Reasons       care.Reasons   `json:"reasons,omitempty"`  // what is worth a second look
}

// maxQuantity is more than a till sells in a line, and few enough for one receipt.
const maxQuantity = 300

// Register registers the warranty of each unit of a sale. It is idempotent by Key, so a till that was offline may send everything again.
//
// A serial that is registered already is refused. One about which there is a [Conflict] holds no sale up: the unit joins the conflict, and [Receipt.Reasons] say so.
//
// It refuses with *care.Invalid, listing every problem, and writes nothing then.
func (s Service) Register(ctx context.Context, sale Sale) (receipt Receipt, err error) {
	ctx, done := s.c.Env.Observe(ctx, "warranty.register")
	defer func() { done(err) }()
	sale.At = sale.At.UTC() // the same instant is the same request
	parsed, key, serials, err := s.parseSale(sale)
	if err != nil {
		return Receipt{}, err
	}
	if key == "" {
		key = string(parsed.Invoice) + "/" + strconv.Itoa(parsed.Line)
	}
	op := care.Operation{Name: "warranty.register", Key: key, Subject: parsed.Subject, At: parsed.Recorded}
	receipt, repeated, err := care.Once(ctx, s.store, op, sale, func(ctx context.Context, tx storage.Tx) (Receipt, error) {
		return s.register(ctx, tx, key, parsed, sale.Quantity, serials)
	})
	if repeated {
		receipt.Repeated = true
		receipt.Reasons = append(receipt.Reasons, CodeRepeated.With())
	}
	return receipt, err
}

// parseSale reads what was typed: what all units of the sale have in common, the key, and the serials.
func (s Service) parseSale(sale Sale) (r Registration, key string, serials []string, err error) {
	var p care.Problems
	r = Registration{
		Invoice:  care.Required(&p, "invoice", sale.Invoice, care.ParseRef[care.InvoiceRef]),
		Line:     sale.Line,
		Product:  care.Required(&p, "product", sale.Product, care.ParseRef[care.ProductRef]),
		Customer: care.Optional(&p, "customer", sale.Customer, care.ParseRef[care.CustomerRef]),
		Place:    care.Optional(&p, "place", sale.Place, care.ParseRef[care.PlaceRef]),
		Name:     care.Optional(&p, "name", sale.Name, care.Line(200)),
		Phones:   care.Optional(&p, "phone", sale.Phone, s.parsePhones),
		TaxCode:  care.Optional(&p, "tax_code", sale.TaxCode, ParseTaxCode),
		Sold:     s.at(sale.At),
		Recorded: s.c.Env.Time(),
	}
	key = care.Optional(&p, "key", sale.Key, care.ParseRef[string])
	r.Delivered = s.dateAt(&p, r.Sold)
	if handed := care.Optional(&p, "delivered", sale.Handed, care.ParseDate); !handed.IsZero() {
		r.Delivered = handed
	}
	if sale.Line < 1 {
		p.Add("line", strconv.Itoa(sale.Line), care.CodeMissing.With())
	}
	if sale.Quantity < 1 || sale.Quantity > maxQuantity {
		p.Add("quantity", strconv.Itoa(sale.Quantity), CodeQuantity.With(care.NewFact("limit", maxQuantity)))
	} else if n := len(sale.Serials); n > 0 && n != sale.Quantity {
		p.Add("serial", strings.Join(sale.Serials, ";"),
			CodeSerialCount.With(care.NewFact("serials", n), care.NewFact("quantity", sale.Quantity)))
	}
	for i, text := range sale.Serials {
		serial := care.Required(&p, index("serial", i), text, care.Line(100))
		if serial != "" && SerialKey(serial) == "" { // a dash is how people write that there is none
			p.Add(index("serial", i), text, care.CodeMissing.With())
		}
		serials = append(serials, strings.ToUpper(serial))
	}
	r.derive()
	return r, key, serials, p.Err()
}

// parsePhones reads the numbers of one cell, first of all the one that the customer is found by.
func (s Service) parsePhones(text string) (phones []care.Phone, err error) {
	const limit = 500
	if len(text) > limit {
		return nil, care.Refuse(text, care.CodeTooLong.With(care.NewFact("limit", limit)))
	}
	var p care.Problems
	for part := range strings.SplitSeq(text, "/") {
		if phone := care.Optional(&p, "", part, s.c.ParsePhone); phone != "" && !slices.Contains(phones, phone) {
			phones = append(phones, phone)
		}
	}
	return phones, p.Err()
}

func (s Service) register(ctx context.Context, tx storage.Tx, key string, common Registration, quantity int, serials []string) (Receipt, error) {
	covered, err := s.covered(ctx, tx, common)
	if err != nil {
		return Receipt{}, err
	}
	if covered.Serialised && len(serials) == 0 {
		return Receipt{}, care.RefuseAt("serial", "", CodeSerialMissing.With())
	}
	common.Terms, common.Edition, common.Ends = covered.Code, covered.Edition, s.firstEnd(common, covered.Terms)
	receipt := Receipt{Registrations: s.units(common, quantity, serials)}
	contested, err := contested(ctx, tx, receipt.Registrations)
	if err != nil {
		return Receipt{}, err
	}
	if contested {
		receipt, err = s.registerContested(ctx, tx, "warranty.register:"+key, saleEntry(common, quantity, serials))
		receipt.Reasons = append(receipt.Reasons, wrongIMEIs(receipt.Registrations)...)
		return receipt, err
	}
	receipt.Registrations, err = putRegistrations(ctx, tx, receipt.Registrations)
	if taken, ok := errors.AsType[*storage.Error](err); ok && taken.Kind == storage.ErrExists {
		switch taken.Index {
		case byUnit.Name():
			err = care.RefuseAt("line", strconv.Itoa(common.Line), CodeRegistered.With())
		case bySerial.Name():
			err = care.RefuseAt("serial", strings.Join(serials, ";"), CodeRegistered.With())
		}
	}
	if err != nil {
		return Receipt{}, err
	}
	receipt.Reasons = wrongIMEIs(receipt.Registrations)
	return receipt, s.announceRegistered(ctx, tx, receipt.Registrations)
}

func wrongIMEIs(rs []Registration) (reasons care.Reasons) {
	for _, r := range rs {
		if key := SerialKey(r.Serial); isIMEI(key) && !imeiChecks(key) {
			reasons = append(reasons, CodeSerialIMEI.With(care.NewFact("unit", r.Unit)))
		}
	}
	return reasons
}

// contested reports whether a serial of these is one that several units claim. No index guards it then.
func contested(ctx context.Context, r storage.Reader, rs []Registration) (bool, error) {
	for i := range rs {
		key := SerialKey(rs[i].Serial)
		if key == "" {
			continue
		}
		page, err := registrations.Page(ctx, r, byFold.Prefix(SerialFold(key)), "", storage.MaxPage)
		if err != nil {
			return false, err
		}
		for _, other := range page.Items {
			if other.Disputed && other.Product == rs[i].Product && SerialKey(other.Serial) == key {
				return true, nil
			}
		}
	}
	return false, nil
}

// registerContested registers a sale as one of a till that was offline is: nothing is decided in silence.
func (s Service) registerContested(ctx context.Context, tx storage.Tx, client string, e Entry) (receipt Receipt, err error) {
	_, err = registrations.One(ctx, tx, byUnit.Key(e.Invoice, e.Line, 1, 0))
	if err == nil {
		return receipt, care.RefuseAt("line", strconv.Itoa(e.Line), CodeRegistered.With())
	}
	if !errors.Is(err, storage.ErrNotFound) {
		return receipt, err
	}
	e.Client = client
	e.seal()
	m := merging{s: s, tx: tx, refuse: client}
	if _, err := m.take(ctx, e); err != nil {
		return receipt, err
	}
	if err := m.settle(ctx, e.line()); err != nil {
		return receipt, err
	}
	page, err := registrations.Page(ctx, tx, byUnit.Prefix(e.Invoice, e.Line), "", storage.MaxPage)
	receipt.Registrations = page.Items
	for _, r := range page.Items {
		if r.Disputed {
			receipt.Reasons = append(receipt.Reasons, CodeSerialContested.With(care.NewFact("serial", r.Serial), care.NewFact("unit", r.Unit)))
		}
	}
	return receipt, err
}

// units are the registrations of a sale, from what they have in common.
func (s Service) units(common Registration, quantity int, serials []string) []Registration {
	all := make([]Registration, quantity)
	for i := range all {
		r := common
		r.ID, r.Unit = storage.ID[Registration](s.c.Env.ID()), i+1
		if len(serials) > 0 {
			r.Serial = serials[i]
		}
		all[i] = r
	}
	return all
}

// firstEnd is the last day of a term as it stands at the sale.
func (s Service) firstEnd(r Registration, t Terms) calendar.Date {
	f := s.factsOf(r)
	f.Terms, f.On = t, r.Delivered
	return Decide(f).Ends
}

// coveredTerms are the terms that a sale is under.
type coveredTerms struct {
	Terms
	Serialised bool
}

func (s Service) covered(ctx context.Context, tx storage.Tx, r Registration) (coveredTerms, error) {
	coverage, err := coverages.One(ctx, tx, byProduct.Key(r.Product))
	if errors.Is(err, storage.ErrNotFound) {
		return coveredTerms{}, care.RefuseAt("product", string(r.Product), CodeUncovered.With())
	}
	if err != nil {
		return coveredTerms{}, err
	}
	all, err := editions(ctx, tx, coverage.Terms)
	if err != nil {
		return coveredTerms{}, err
	}
	on := calendar.DateOf(r.Sold, s.c.Env.Location())
	t, ok := InForce(all, r.Sold, on)
	if !ok {
		return coveredTerms{}, care.RefuseAt("product", string(r.Product), CodeNoEdition.With(care.NewFact("terms", coverage.Terms), care.NewFact("on", on)))
	}
	return coveredTerms{t, coverage.Serialised}, nil
}
