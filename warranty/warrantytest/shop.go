package warrantytest

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/warranty"
)

// Today is the day on which the customers come back, and Days how far back the shop's registrations go.
var Today = calendar.MustDate(2026, time.August, 31)

// Days is three years of sales.
const Days = 1095

// Shop is a generated shop: three years of registrations in the order of the sales.
type Shop struct {
	Products      []Product
	Registrations []warranty.Registration
	byCustomer    [][]int // registrations of each household
	of            []int   // the household of each registration
	homes         []household
	random        *rand.Rand
}

// Product is what the shop sells.
type Product struct {
	Ref    care.ProductRef
	Name   care.Text
	Months int
	serial string // "" none, "imei", "lot" a running number, "free" letters and digits
	prefix string
	first  int // the running number that it begins with
	next   int
}

// household is who buys: one or two people, and the phones that are theirs.
type household struct {
	names   []string
	phones  []care.Phone // of the buyer, then of the others
	walkIn  bool         // leaves neither name nor phone
	taxCode string       // of a company
}

var kinds = []struct {
	vi, en, serial string
	months         int
}{
	{"Điện thoại", "Phone", "imei", 12}, {"Máy tính bảng", "Tablet", "imei", 12}, {"Tivi", "Television", "lot", 24}, {"Tủ lạnh", "Refrigerator", "free", 24},
	{"Máy giặt", "Washing machine", "free", 24}, {"Máy lạnh", "Air conditioner", "lot", 24}, {"Quạt đứng", "Standing fan", "", 12}, {"Nồi cơm điện", "Rice cooker", "", 12},
	{"Lò vi sóng", "Microwave oven", "free", 12}, {"Máy lọc nước", "Water purifier", "lot", 36}, {"Tai nghe", "Earphones", "free", 6}, {"Ấm siêu tốc", "Kettle", "", 6},
}

var (
	brands = []string{"Bông Sen", "Hạ An", "Sao Mai", "Trúc Xanh", "Hải Âu"}
	places = []care.PlaceRef{"CH-Q1", "CH-Q3", "CH-TD", "CH-HN1", "CH-HN2", "CH-DN", "CH-CT", "CH-HP", "CH-BD", "CH-NT"}
)

// products are sixty, five brands of twelve kinds.
func products() (all []Product) {
	for b, brand := range brands {
		for k, kind := range kinds {
			p := Product{
				Ref: care.ProductRef(fmt.Sprintf("%c%d-%02d", 'A'+b, k, 10+7*b+k)), Months: kind.months, serial: kind.serial,
				Name: care.Text{VI: fmt.Sprintf("%s %s %d", kind.vi, brand, 100+10*k+b), EN: fmt.Sprintf("%s %s %d", kind.en, brand, 100+10*k+b)},
			}
			switch kind.serial {
			case "imei":
				p.prefix = fmt.Sprintf("35%02d%04d", 10+b, 1000+k*37)
			case "lot", "free":
				p.prefix = fmt.Sprintf("%c%c%d", 'B'+b, "SZGQTODIL"[k%9], k)
			}
			p.first = 100_000 + 7919*(b*12+k)
			p.next = p.first
			all = append(all, p)
		}
	}
	return all
}

// newSerial numbers a unit. Makers count in lots, so a shop has neighbours; some write letters and digits that look alike.
func (p *Product) newSerial(r *rand.Rand) string {
	switch p.serial {
	case "imei":
		p.next += 1 + r.IntN(40)
		return withLuhn(p.prefix + fmt.Sprintf("%06d", p.next%1_000_000))
	case "lot":
		if p.next += 1; chance(r, 0.05) {
			p.next += r.IntN(5000) // the next lot
		}
		return fmt.Sprintf("%s-%07d", p.prefix, p.next)
	case "free":
		const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
		text := []byte(p.prefix)
		for range 8 {
			text = append(text, letters[r.IntN(len(letters))])
		}
		return string(text)
	}
	return ""
}

// withLuhn appends the check digit of an IMEI.
func withLuhn(fourteen string) string {
	sum := 0
	for i := range fourteen {
		d := int(fourteen[len(fourteen)-1-i] - '0')
		if i%2 == 0 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return fourteen + strconv.Itoa((10-sum%10)%10)
}

// mobiles are the prefixes that are in use, without the zero.
var mobiles = strings.Fields("32 33 34 35 36 37 38 39 70 76 77 78 79 81 82 83 84 85 56 58 59 86 88 89 90 91 93 94 96 97 98 99")

func newPhone(r *rand.Rand) care.Phone {
	return care.Phone(fmt.Sprintf("+84%s%07d", pick(r, mobiles...), r.IntN(10_000_000)))
}

// Who leaves what at the sale (assumed).
const (
	shareCompany     = 0.002
	shareWalkIn      = 0.04
	shareNoPhone     = 0.03
	shareNoName      = 0.03
	shareSecondPhone = 0.08 // two numbers in one cell
	shareSaleSlip    = 0.002
)

func newHousehold(r *rand.Rand) household {
	family, woman := draw(r, families), chance(r, 0.5)
	h := household{
		names:  []string{personName(r, family, woman), personName(r, draw(r, families), !woman)},
		phones: []care.Phone{newPhone(r), newPhone(r), newPhone(r)},
		walkIn: chance(r, shareWalkIn),
	}
	if chance(r, shareCompany) {
		h.names[0] = "Công ty TNHH " + draw(r, givenF) + " " + draw(r, givenM)
		h.taxCode = fmt.Sprintf("03%08d", r.IntN(100_000_000))
	}
	return h
}

// Generate makes a shop of n registrations.
func Generate(seed uint64, n int) *Shop {
	r := rand.New(rand.NewPCG(seed, 1))
	s := &Shop{Products: products(), random: rand.New(rand.NewPCG(seed, 2))}
	for invoice := 1; len(s.Registrations) < n; invoice++ {
		home := len(s.homes)
		if home > 0 && chance(r, 0.22) { // somebody who has bought before comes back
			home = r.IntN(len(s.homes))
		} else {
			s.homes, s.byCustomer = append(s.homes, newHousehold(r)), append(s.byCustomer, nil)
		}
		day := Today.AddDays(-Days + int(int64(len(s.Registrations))*Days/int64(n)))
		s.sell(r, home, invoice, day, n)
	}
	return s
}

// sell makes an invoice: mostly one line of one unit.
func (s *Shop) sell(r *rand.Rand, home, invoice int, day calendar.Date, most int) {
	h, lines := s.homes[home], 1
	if h.taxCode != "" {
		lines = 1 + r.IntN(6)
	} else if chance(r, 0.15) {
		lines = 2 + r.IntN(2)
	}
	place := pick(r, places...)
	common := s.customer(r, h)
	for line := range lines {
		product := &s.Products[min(r.IntN(len(s.Products)), r.IntN(len(s.Products)))] // some sell better
		units := 1
		if product.serial == "" && chance(r, 0.06) {
			units = 2
		}
		for unit := range units {
			if len(s.Registrations) == most {
				return
			}
			reg := common
			reg.ID, reg.Version = storage.ID[warranty.Registration](newID(r, len(s.Registrations))), 1
			reg.Invoice, reg.Line, reg.Unit, reg.Place = care.InvoiceRef(fmt.Sprintf("HD%08d", invoice)), line+1, unit+1, place
			reg.Number = strconv.Itoa(invoice)
			reg.Product, reg.Serial = product.Ref, product.newSerial(r)
			reg.SerialKey, reg.SerialFold = warranty.SerialKey(reg.Serial), warranty.SerialFold(reg.Serial)
			reg.Delivered, reg.Sold, reg.Ends = day, day.Start(time.UTC).Add(3*time.Hour), day.AddMonths(product.Months)
			reg.Recorded, reg.Terms, reg.Edition = reg.Sold, "all", 1
			s.byCustomer[home] = append(s.byCustomer[home], len(s.Registrations))
			s.of = append(s.of, home)
			s.Registrations = append(s.Registrations, reg)
		}
	}
}

// customer is what the till writes down of a household.
func (s *Shop) customer(r *rand.Rand, h household) (reg warranty.Registration) {
	if h.walkIn {
		return reg
	}
	if !chance(r, shareNoName) {
		reg.Name = h.names[0]
		if chance(r, 0.3) {
			reg.Name = strings.ToUpper(care.Fold(reg.Name)) // many tills have no marks
		}
		if chance(r, shareSaleSlip*5) {
			reg.Name = slip(r, reg.Name)
		}
		reg.NameKey = care.NameKey(reg.Name)
	}
	if !chance(r, shareNoPhone) {
		reg.Phones = append(reg.Phones, h.phones[0])
		if chance(r, shareSaleSlip) {
			reg.Phones[0] = slipPhone(r, reg.Phones[0])
		}
		if chance(r, shareSecondPhone) {
			reg.Phones = append(reg.Phones, h.phones[1])
		}
		reg.Phone = reg.Phones[0]
	}
	reg.TaxCode = h.taxCode
	reg.Subject = string(reg.Phone)
	return reg
}

// newID is a UUID of version 7 that grows with the registrations.
func newID(r *rand.Rand, i int) (id uuid.UUID) {
	millis := uint64(1_690_000_000_000 + i)
	for b := range 6 {
		id[b] = byte(millis >> (40 - 8*b))
	}
	for b := 6; b < 16; b++ {
		id[b] = byte(r.Uint32())
	}
	id[6], id[8] = id[6]&0x0f|0x70, id[8]&0x3f|0x80
	return id
}
