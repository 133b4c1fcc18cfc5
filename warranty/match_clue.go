package warranty

import (
	"math"
	"slices"

	"github.com/chamsoc/chamsoc/care"
)

func (c *wanted) weighCard(w *weighing, r *Registration, serial likeness) {
	// A card that is shown with another product's serial belongs to another product.
	if c.Card == r.Ref() && serial != serialDiffers && serial != serialMisread {
		w.card = true
		w.speaksFor(CodeClueCard, pointsCard, bitsCard)
		return
	}
	w.lacks(ProofCard)
}

// weighSerial: the phone of the sale makes a misread serial as good as the serial, since nobody else with that phone has one like it. Alone it never decides.
func (c *wanted) weighSerial(w *weighing, r *Registration, like likeness, phone bool) {
	switch {
	case like == serialExact:
		w.secrets++
		w.speaksFor(CodeClueSerial, pointsSerial, bitsSerialExact)
		return
	case like == serialFolded && !c.foldAlone:
		w.speaksFor(CodeClueSerialAlike, 0, bitsSerialFolded)
	case like == serialFolded && phone:
		w.secrets++
		w.speaksFor(CodeClueSerialPhone, pointsSerial, bitsSerialFolded)
		return
	case like == serialFolded:
		w.secrets++
		w.speaksFor(CodeClueSerialFolded, pointsSerialFolded, bitsSerialFolded)
		return
	case like == serialMisread && phone:
		w.secrets++
		w.speaksFor(CodeClueSerialPhone, pointsSerial, bitsSerialMisread)
		return
	case like == serialMisread:
		w.speaksFor(CodeClueSerialAlike, 0, bitsSerialMisread)
	case like == serialDiffers:
		w.speaksAgainst(CodeAgainstSerial, bitsSerialDiffers)
	}
	if r.SerialKey != "" {
		w.lacks(ProofSerial)
	}
}

// weighInvoice reports whether the invoice agrees, by its number at least.
func (c *wanted) weighInvoice(w *weighing, r *Registration) bool {
	symbol, number := splitInvoice(r.Invoice)
	same := number == c.number
	switch {
	case c.Invoice == "":
	case same && withoutForm(symbol) == withoutForm(c.symbol) && (c.symbol != "" || symbol == ""):
		w.secrets++
		bits := bitsInvoice.same
		if c.serial != "" && r.SerialKey == c.serial {
			bits += bitsSerialInvoice
		}
		w.speaksFor(CodeClueInvoice, pointsInvoice, bits)
		return true
	case same && number != "" && c.symbol == "":
		w.speaksFor(CodeClueInvoiceNumber, pointsInvoiceNumber, bitsInvoiceNumber)
		w.lacks(ProofInvoice)
		return true
	default:
		w.speaksAgainst(CodeAgainstInvoice, bitsInvoice.differs)
	}
	w.lacks(ProofInvoice)
	return false
}

// withoutForm is the symbol of an e-invoice without the digit of its form, which people leave out: "C26TAB" of "1C26TAB".
func withoutForm(symbol string) string {
	if len(symbol) > 1 && '1' <= symbol[0] && symbol[0] <= '9' && 'A' <= symbol[1] && symbol[1] <= 'Z' {
		return symbol[1:]
	}
	return symbol
}

// phoneLikeness says how the phones given agree with the registration's.
type phoneLikeness int

const (
	phoneUnknown phoneLikeness = iota
	phoneSame
	phoneSlip // a digit is another, or two have changed places
	phoneDiffers
)

func (c *wanted) comparePhone(r *Registration) phoneLikeness {
	if c.Phone == "" && c.OldPhone == "" || len(r.Phones) == 0 {
		return phoneUnknown
	}
	like := phoneDiffers
	for _, phone := range r.Phones {
		switch {
		case phone == c.Phone || phone == c.OldPhone:
			return phoneSame
		case isPhoneSlip(c.Phone, phone) || isPhoneSlip(c.OldPhone, phone):
			like = phoneSlip
		}
	}
	return like
}

func isPhoneSlip(a, b care.Phone) bool { return len(a) == len(b) && oneSlip(string(a), string(b)) }

// weighPhone: a phone that the sale does not have keeps the registration from being told. A card is for whoever holds it, perhaps as a gift (Law 19/2023/QH15
// art. 3.1 protects users too), so it is not contradicted.
func (c *wanted) weighPhone(w *weighing, r *Registration, like phoneLikeness) {
	switch like {
	case phoneSame:
		bits := bitsPhone.same - math.Log2(c.holders)
		w.secrets++
		if c.PhoneVerified && slices.Contains(r.Phones, c.Phone) {
			w.speaksFor(CodeCluePhoneVerified, pointsPhoneVerified, bits)
			return
		}
		w.speaksFor(CodeCluePhone, pointsPhone, bits)
	case phoneSlip:
		w.contradicted = c.PhoneVerified // who can confirm another phone does not mistype this one
		w.speaksFor(CodeCluePhoneSlip, 0, bitsPhoneSlip)
	case phoneDiffers:
		w.contradicted = !w.card
		w.speaksAgainst(CodeAgainstPhone, bitsPhone.differs)
	}
	w.contradicted = w.contradicted || c.Public
	if len(r.Phones) > 0 {
		w.lacks(ProofPhone)
	}
}

// weighName: people of one phone mostly have the same name at every sale, so there it tells little.
func (c *wanted) weighName(w *weighing, r *Registration, phone bool) {
	if c.name == "" || r.NameKey == "" {
		return
	}
	like, bits := compareNames(c.name, c.words, r.NameKey)
	if phone {
		bits = min(bits, bitsNameOfPhone.same)
	}
	switch like {
	case nameSame:
		w.speaksFor(CodeClueName, pointsName, bits)
	case namePart, nameSlip:
		w.speaksFor(CodeClueNameAlike, 0, bits)
	default:
		if phone {
			bits = bitsNameOfPhone.differs
		}
		w.speaksAgainst(CodeAgainstName, bits)
	}
}

// weighSale compares what was bought, when and where. The serial implies the product, the invoice the date and the place, so these are not counted twice.
func (c *wanted) weighSale(w *weighing, r *Registration, serial, invoice bool) {
	product := slices.Contains(c.Products, r.Product)
	days, dated := 0, !c.About.IsZero()
	if dated {
		days = c.About.DaysUntil(r.Delivered)
		days = max(days, -days)
	}
	dateBits, productBits := 0.0, bitsProduct.differs
	if dated && !invoice {
		dateBits = c.dateBits(r, days)
	}
	if product {
		productBits = max(0, bitsProduct.same-math.Log2(float64(len(c.Products))))
		if serial {
			productBits = 0
		}
	}
	near := dated && days <= c.WithinDays
	switch {
	case product && near:
		w.speaksFor(CodeClueProductDate, pointsProductDate, productBits+dateBits)
	case product && dated:
		w.speaksFor(CodeClueProduct, 0, productBits)
		c.weighDate(w, dateBits)
	case product:
		w.speaksFor(CodeClueProduct, 0, productBits)
	default:
		if len(c.Products) > 0 {
			w.speaksAgainst(CodeAgainstProduct, productBits)
		}
		if dated {
			c.weighDate(w, dateBits)
		}
	}
	c.weighPlace(w, r, invoice)
	if !c.On.IsZero() {
		if r.Ends.Before(c.On) {
			w.speaksAgainst(CodeAgainstTerm, bitsTerm.differs)
		} else {
			w.bits += bitsTerm.same
		}
	}
}

func (c *wanted) weighDate(w *weighing, bits float64) {
	if bits > 0 {
		w.speaksFor(CodeClueDate, 0, bits)
	} else if bits < 0 {
		w.speaksAgainst(CodeAgainstDate, bits)
	}
}

func (c *wanted) weighPlace(w *weighing, r *Registration, invoice bool) {
	switch {
	case c.Place == "" || r.Place == "":
	case c.Place != r.Place:
		w.speaksAgainst(CodeAgainstPlace, bitsPlace.differs)
	case invoice:
		w.speaksFor(CodeCluePlace, 0, 0)
	default:
		w.speaksFor(CodeCluePlace, 0, bitsPlace.same)
	}
}

// dateBits is how much likelier a remembered date is that many days from the true one than from any: memory errs by days at first and by weeks after a year
// (a Laplace distribution whose spread grows with the age, or any day at all).
func (c *wanted) dateBits(r *Registration, days int) float64 {
	age := 0
	if !c.On.IsZero() {
		age = max(0, r.Delivered.DaysUntil(c.On))
	}
	spread := dateSpread + dateSpreadPerDay*float64(age)
	p := dateRemembered*math.Exp(-float64(days)/spread)/(2*spread) + (1-dateRemembered)/daysSold
	return math.Log2(p * daysSold)
}
