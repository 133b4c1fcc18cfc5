package warrantytest

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/warranty"
)

// Visit is a customer without a card: what they would answer to each question, "" where they cannot. Text is as typed.
type Visit struct {
	Unit int // the registration that they mean, -1 if it is not the shop's

	Phone    string // the one they give first
	OldPhone string // the one they had at the sale, if they are asked for another
	Code     bool   // a code sent to the phone of the registration reaches them
	Serial   string
	Misread  bool // the serial was read with a mistake
	Invoice  string
	Name     string
	Product  string // words, or the code
	About    string // a date
	Within   int    // how roughly, in days
	Place    string
	TaxCode  string
}

// What customers have and know when they come back (assumed).
const (
	comesInTerm     = 0.94 // of visits are about a product whose term runs; the others come too late
	givesSamePhone  = 0.90 // the phone of the sale
	givesFamily     = 0.05 // another one of the family, which the sale does not have
	givesNewPhone   = 0.03 // a new number; the others give none
	slipsOnPhone    = 0.006
	codeArrives     = 0.93 // of those whose own phone is at the sale
	hasProduct      = 0.90 // the product, or a photo of its label, is at the counter
	readsByCamera   = 0.5
	typesWrong      = 0.015
	hasSlip         = 0.35 // the invoice, on paper or in a message
	serialFromSlip  = 0.4  // of those read the serial there, where it is clean
	saysNumberOnly  = 0.3
	slipsOnInvoice  = 0.02
	familyName      = 0.06
	saysWrongModel  = 0.03
	saysWrongPlace  = 0.05
	knowsPlace      = 0.9
	knowsDate       = 0.9
	dayError        = 2.0  // days, and
	dayErrorPerDay  = 0.10 // for each day that has passed since
	roundsDate      = 0.4
	outsiderIsKnown = 0.3 // has bought something else here
)

// Visit makes a customer who has bought here and comes back on Today.
func (s *Shop) Visit() Visit { return s.visit(s.unit()) }

// unit picks what breaks: mostly something whose term runs.
func (s *Shop) unit() int {
	inTerm := chance(s.random, comesInTerm)
	for {
		i := s.random.IntN(len(s.Registrations))
		if !s.Registrations[i].Ends.Before(Today) == inTerm {
			return i
		}
	}
}

func (s *Shop) visit(i int) Visit {
	r, reg, home := s.random, s.Registrations[i], s.homes[s.of[i]]
	v := Visit{Unit: i, TaxCode: reg.TaxCode}
	if chance(r, 0.5) {
		v.TaxCode = ""
	}
	v.phones(r, reg, home)
	v.papers(r, reg)
	v.Name = spoken(r, home.names[0])
	if chance(r, familyName) {
		v.Name = spoken(r, home.names[1])
	}
	v.Product = s.productSaid(reg.Product)
	v.About, v.Within = remembered(r, reg.Delivered)
	if chance(r, knowsPlace) {
		v.Place = string(reg.Place)
		if chance(r, saysWrongPlace) {
			v.Place = string(pick(r, places...))
		}
	}
	return v
}

// phones says which phone is given, and whether a code sent to the sale's phone arrives.
func (v *Visit) phones(r *rand.Rand, reg warranty.Registration, home household) {
	atSale := home.phones[0]
	if len(reg.Phones) > 1 && chance(r, 0.3) {
		atSale = home.phones[1]
	}
	switch x := r.Float64(); {
	case x < givesSamePhone:
		given := atSale
		if chance(r, slipsOnPhone) {
			given = slipPhone(r, given)
		}
		v.Phone = asTyped(r, given)
	case x < givesSamePhone+givesFamily:
		v.Phone, v.OldPhone = asTyped(r, home.phones[2]), asTyped(r, atSale)
	case x < givesSamePhone+givesFamily+givesNewPhone:
		v.Phone, v.OldPhone = asTyped(r, newPhone(r)), asTyped(r, atSale)
	}
	v.Code = len(reg.Phones) > 0 && reg.Phone == home.phones[0] && chance(r, codeArrives)
}

// papers are the serial and the invoice. Who has the slip may read the serial there, so the two are right or wrong together.
func (v *Visit) papers(r *rand.Rand, reg warranty.Registration) {
	slipShown := chance(r, hasSlip)
	if slipShown {
		v.Invoice = string(reg.Invoice)
		if chance(r, slipsOnInvoice) {
			v.Invoice = slip(r, v.Invoice)
		}
		switch x := r.Float64(); {
		case x < saysNumberOnly:
			v.Invoice = strings.TrimLeft(v.Invoice, "HD0")
		case x < saysNumberOnly+0.1:
			v.Invoice = strings.ToLower(v.Invoice[:2]) + " " + v.Invoice[2:]
		case x < saysNumberOnly+0.2:
			v.Invoice = v.Invoice[:2] + strings.TrimLeft(v.Invoice[2:], "0")
		}
	}
	if reg.Serial == "" {
		return
	}
	switch {
	case slipShown && chance(r, serialFromSlip):
		v.Serial = reg.Serial
	case !chance(r, hasProduct):
		return
	case chance(r, readsByCamera):
		v.Serial = misread(r, reg.Serial, false)
	default:
		v.Serial = respace(r, reg.Serial)
		if chance(r, typesWrong) {
			v.Serial = slip(r, v.Serial)
		}
	}
	v.Misread = warranty.SerialKey(v.Serial) != reg.SerialKey
}

// WithMisreadSerial is a visit with a serial that was read off a photo with at least one letter wrong, and with the phone of the sale. It needs a unit
// that has both, and letters that can be taken for others.
func (s *Shop) WithMisreadSerial() Visit {
	for {
		i := s.unit()
		reg := s.Registrations[i]
		if reg.Serial == "" || len(reg.Phones) == 0 {
			continue
		}
		v := s.visit(i)
		v.Serial, v.Phone = misread(s.random, reg.Serial, true), asTyped(s.random, reg.Phones[s.random.IntN(len(reg.Phones))])
		if v.Misread = warranty.SerialKey(v.Serial) != reg.SerialKey; v.Misread {
			return v
		}
	}
}

// WithPhone is a visit of somebody who gives the phone of the sale, as it was or is, perhaps with a slip.
func (s *Shop) WithPhone() Visit {
	for {
		v := s.Visit()
		if v.Phone != "" && v.OldPhone == "" && len(s.Registrations[v.Unit].Phones) > 0 {
			return v
		}
	}
}

func (s *Shop) productSaid(ref care.ProductRef) string {
	r := s.random
	for _, p := range s.Products {
		if p.Ref != ref {
			continue
		}
		if chance(r, saysWrongModel) {
			p = pick(r, s.Products...)
		}
		words := strings.Fields(p.Name.VI)
		switch x := r.Float64(); {
		case x < 0.1:
			return string(p.Ref)
		case x < 0.4:
			words = words[:len(words)-1] // the brand, and not which model
		}
		if text := strings.Join(words, " "); chance(r, 0.6) {
			return text
		} else {
			return care.Fold(text)
		}
	}
	return ""
}

// remembered is the date of a purchase as it is remembered: the error grows with the time that has passed, and most say the beginning, the middle or the end of a
// month. Memory of dates is biased to round ones and its spread grows with age (Huttenlocher, Hedges and Bradburn 1990); the rates are assumed.
func remembered(r *rand.Rand, delivered calendar.Date) (about string, within int) {
	if !chance(r, knowsDate) {
		return "", 0
	}
	age := float64(delivered.DaysUntil(Today))
	spread := dayError + dayErrorPerDay*age
	day := delivered.AddDays(int(math.Round(r.NormFloat64() * spread)))
	if day.After(Today) {
		day = Today
	}
	if age > 30 && chance(r, roundsDate) {
		day = calendar.MustDate(day.Year(), day.Month(), pick(r, 1, 15, 28))
	}
	if day.After(Today) {
		day = Today
	}
	within = pick(r, 3, 7, 14, 30)
	return fmt.Sprintf("%02d/%02d/%d", day.Day(), day.Month(), day.Year()), within
}

// Outsider is somebody whose product was not bought here; some of them have bought something else.
func (s *Shop) Outsider() Visit {
	r := s.random
	home := newHousehold(r)
	if chance(r, outsiderIsKnown) {
		home = s.homes[r.IntN(len(s.homes))]
	}
	product := &s.Products[r.IntN(len(s.Products))]
	elsewhere := *product
	elsewhere.next = 600_000 + r.IntN(300_000)
	reg := warranty.Registration{
		Product: product.Ref, Serial: elsewhere.newSerial(r), Invoice: care.InvoiceRef(fmt.Sprintf("PX%07d", r.IntN(1_000_000))), Place: pick(r, places...),
		Delivered: Today.AddDays(-r.IntN(Days)), Phones: home.phones[:1],
	}
	reg.SerialKey = warranty.SerialKey(reg.Serial)
	v := Visit{Unit: -1}
	v.phones(r, reg, home)
	v.papers(r, reg)
	v.Code = v.Code && v.Phone != ""
	v.Name, v.Product = spoken(r, home.names[0]), s.productSaid(product.Ref)
	v.About, v.Within = remembered(r, reg.Delivered)
	v.Place = string(reg.Place)
	return v
}

// Stranger is somebody who knows the name, the product and the day of another's purchase, and guesses the rest: nothing, a phone of his own, a serial like the one on his own
// product, an invoice number of about that day, or a phone.
func (s *Shop) Stranger() Visit {
	r := s.random
	i := r.IntN(len(s.Registrations))
	reg := s.Registrations[i]
	v := Visit{
		Unit: i, Name: reg.Name, Product: string(reg.Product), Place: string(reg.Place), Within: 1,
		About: fmt.Sprintf("%02d/%02d/%d", reg.Delivered.Day(), reg.Delivered.Month(), reg.Delivered.Year()),
	}
	guess := r.IntN(10)
	if guess == 0 || guess == 3 {
		v.Phone = string(newPhone(r))
	}
	if guess == 1 || guess == 3 {
		v.Serial = s.likeSerial(reg)
	}
	if guess == 2 || guess == 3 {
		v.Invoice = string(s.Registrations[min(max(0, i-50+r.IntN(100)), len(s.Registrations)-1)].Invoice)
	}
	if guess == 4 { // a phone of his own, that he can confirm
		v.Phone, v.Code = string(newPhone(r)), true
	}
	return v
}

// likeSerial is a serial of the same product as makers count: near a unit that the guesser has in his hands.
func (s *Shop) likeSerial(reg warranty.Registration) string {
	for _, p := range s.Products {
		if p.Ref == reg.Product {
			p.next = p.first + s.random.IntN(p.next-p.first+1)
			return p.newSerial(s.random)
		}
	}
	return ""
}
