package warranty

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/storage"
)

// How much one look-up reads at most; what is left out the reasons then say. lookup.go lists the look-ups, and Find says it to its callers.
const (
	weighed         = 200 // registrations
	weighedOthers   = 20  // of a phone that is not their first, where each costs a read
	weighedWords    = 50  // products that have a word
	weighedProducts = 3   // products that are looked up by date
	weighedSlips    = 3   // registrations of each phone that is a slip away
)

// Find is Ask without a decision.
//
// It reads by indexes alone, and of each no more than its bound, however many registrations are stored: 200 by each of the card, the serial, the serial as it may
// have been misread, the invoice as written, its number, the first phone, the tax code, the name, and each of three products about the date; by a further phone 20, each
// with its registration; by each of eight words of a product 50. So a look-up by a phone takes two scans, by a serial two, by an invoice two, and a name alone
// leads to the latest 200 who have it. A phone that nobody has is looked for with a slip: some 90 scans of at most 3. What was left out the reasons say
// ([CodeMoreNotWeighed]).
func (s Service) Find(ctx context.Context, q Inquiry) (f Finding, err error) {
	ctx, done := s.c.Env.Observe(ctx, "warranty.find")
	defer func() { done(err) }()
	clues, _, err := s.parseInquiry(q)
	if err != nil {
		return f, err
	}
	err = s.store.View(ctx, func(ctx context.Context, r storage.Reader) error {
		f, err = s.find(ctx, r, clues)
		return err
	})
	return f, err
}

// find gathers the registrations that the clues lead to, and weighs them: first those that few can have, the card, the serial, the invoice, the phone, the tax code;
// and only if these do not suffice, those that many have, a name or a product about a date, and phones that are a slip away from the one given.
func (s Service) find(ctx context.Context, r storage.Reader, c Clues) (Finding, error) {
	g := gathering{ctx: ctx, r: r, seen: map[storage.ID[Registration]]bool{}}
	c.Products = g.products(c.Products)
	g.addRare(c)
	f := Identify(c, g.all)
	if f.Status != FoundOne && g.err == nil {
		found := len(g.all)
		g.addFrequent(c)
		g.addSlips(c)
		if len(g.all) > found {
			f = Identify(c, g.all)
		}
	}
	if g.err != nil {
		return Finding{}, g.err
	}
	if g.more && f.Status != FoundNone { // which tells nobody how often a phone has bought
		f.Reasons = append(f.Reasons, CodeMoreNotWeighed.With(care.NewFact("limit", weighed)))
	}
	return f, nil
}

// gathering collects registrations, each once. After an error it does nothing more.
type gathering struct {
	ctx  context.Context
	r    storage.Reader
	all  []Registration
	seen map[storage.ID[Registration]]bool
	more bool
	err  error
}

func (g *gathering) addRare(c Clues) {
	if c.Card.Invoice != "" {
		g.add(byUnit.Prefix(c.Card.Invoice, c.Card.Line, c.Card.Unit), weighed)
	}
	if key := SerialKey(c.Serial); key != "" {
		g.add(bySerial.Prefix(key), weighed)
		g.add(byFold.Prefix(SerialFold(key)), weighed)
	}
	if c.Invoice != "" {
		g.add(byUnit.Prefix(c.Invoice), weighed)
		if _, number := splitInvoice(c.Invoice); number != "" {
			g.add(byNumber.Prefix(number).Reverse(), weighed)
		}
	}
	for _, phone := range c.phones() {
		g.add(byPhone.Prefix(phone).Reverse(), weighed)
		g.addOthers(phone)
	}
	if c.TaxCode != "" {
		g.add(byTaxCode.Prefix(c.TaxCode).Reverse(), weighed)
	}
}

func (g *gathering) addFrequent(c Clues) {
	from, before := c.About.AddDays(-c.WithinDays), c.About.AddDays(c.WithinDays+1)
	if key := keyOfName(c.Name); key != "" {
		named := byName.Prefix(key)
		if !c.About.IsZero() {
			named = named.From(from).Before(before)
		}
		g.add(named.Reverse(), weighed)
	}
	if c.About.IsZero() {
		return
	}
	for _, product := range c.Products[:min(len(c.Products), weighedProducts)] {
		g.add(byModel.Prefix(product).From(from).Before(before).Reverse(), weighed)
	}
	g.more = g.more || len(c.Products) > weighedProducts
}

// phones are those that the customer gave, each once.
func (c Clues) phones() (phones []care.Phone) {
	for _, p := range []care.Phone{c.Phone, c.OldPhone} {
		if p != "" && !slices.Contains(phones, p) {
			phones = append(phones, p)
		}
	}
	return phones
}

// addSlips collects the registrations of phones that are a slip away from one that leads to nothing. It costs a read for each of the ninety or so.
func (g *gathering) addSlips(c Clues) {
	for _, phone := range c.phones() {
		if slices.ContainsFunc(g.all, func(r Registration) bool { return slices.Contains(r.Phones, phone) }) {
			continue
		}
		for _, near := range slipsOf(phone) {
			g.add(byPhone.Prefix(near).Reverse(), weighedSlips)
		}
	}
}

// slipsOf are the Vietnamese numbers with another digit, or two that have changed places.
func slipsOf(phone care.Phone) (all []care.Phone) {
	const country = "+84"
	national, ok := strings.CutPrefix(string(phone), country)
	if !ok || len(national) > 10 {
		return nil
	}
	for i := range len(national) {
		digits := []byte(national)
		for d := byte('0'); d <= '9'; d++ {
			if digits[i] = d; d != national[i] {
				all = append(all, care.Phone(country+string(digits)))
			}
		}
		if i > 0 && national[i] != national[i-1] {
			digits[i-1], digits[i] = national[i], national[i-1]
			all = append(all, care.Phone(country+string(digits)))
		}
	}
	return all
}

// products are those that a customer means: the one of that code, or else those whose names have most of the words.
func (g *gathering) products(said []care.ProductRef) []care.ProductRef {
	if len(said) == 0 || g.err != nil {
		return nil
	}
	_, err := coverages.One(g.ctx, g.r, byProduct.Key(said[0]))
	if err == nil {
		return said
	}
	if !errors.Is(err, storage.ErrNotFound) {
		g.err = err
		return nil
	}
	hits, most := map[care.ProductRef]int{}, 1
	var found []care.ProductRef
	for _, word := range wordsOf(string(said[0])) {
		page, err := productWords.Page(g.ctx, g.r, byWord.Prefix(word), "", weighedWords)
		if err != nil {
			g.err = err
			return nil
		}
		g.more = g.more || page.Next != ""
		for _, row := range page.Items {
			if hits[row.Product]++; hits[row.Product] == 1 {
				found = append(found, row.Product)
			}
			most = max(most, hits[row.Product])
		}
	}
	return slices.DeleteFunc(found, func(p care.ProductRef) bool { return hits[p] < most })
}

func (g *gathering) add(of storage.Range[Registration], most int) {
	if g.err != nil {
		return
	}
	page, err := registrations.Page(g.ctx, g.r, of, "", most)
	g.err, g.more = err, g.more || page.Next != ""
	for _, r := range page.Items {
		g.keep(r)
	}
}

// addOthers collects the registrations that have the phone besides their first one.
func (g *gathering) addOthers(phone care.Phone) {
	if g.err != nil {
		return
	}
	page, err := otherPhones.Page(g.ctx, g.r, byOtherPhone.Prefix(phone).Reverse(), "", weighedOthers)
	g.err, g.more = err, g.more || page.Next != ""
	for _, row := range page.Items {
		r, err := registrations.Get(g.ctx, g.r, row.Registration)
		if errors.Is(err, storage.ErrNotFound) { // deleted meanwhile
			continue
		}
		if g.err = err; err != nil {
			return
		}
		g.keep(r)
	}
}

func (g *gathering) keep(r Registration) {
	if !g.seen[r.ID] {
		g.seen[r.ID] = true
		g.all = append(g.all, r)
	}
}
