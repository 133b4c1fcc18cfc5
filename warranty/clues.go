package warranty

import (
	"cmp"
	"slices"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
)

// Clues are what a customer can show or say, parsed. Any of them may be missing.
type Clues struct {
	Card          UnitRef         // the card, or the slip of the sale, in the hands of staff; what it says can be guessed, so only staff may set it
	Serial        string          // as read off the product
	Phone         care.Phone      //
	PhoneVerified bool            // the customer answered a code sent to the phone
	Invoice       care.InvoiceRef //
	Name          string          //
	Product       care.ProductRef //
	About         calendar.Date   // roughly when it was bought
	WithinDays    int             // how roughly
}

// Proof is a kind of evidence.
type Proof string

// The proofs, strongest first.
const (
	ProofCard    Proof = "card"
	ProofSerial  Proof = "serial"
	ProofInvoice Proof = "invoice"
	ProofPhone   Proof = "phone_verified"
)

var proofTerms = care.NewTerms(
	care.NewTerm(ProofCard, "phiếu bảo hành hoặc phiếu bán hàng", "the warranty card or the slip of the sale"),
	care.NewTerm(ProofSerial, "số seri đọc trên máy", "the serial as it stands on the product"),
	care.NewTerm(ProofInvoice, "số hóa đơn", "the invoice number"),
	care.NewTerm(ProofPhone, "mã xác nhận gửi về số điện thoại lúc mua", "the code sent to the phone given at the sale"),
)

// Terms lists the proofs.
func (Proof) Terms() care.Terms[Proof] { return proofTerms }

// What each clue is worth. With 80 points or more a registration is accepted, with 50 or more staff ask for the missing proof, and with less nothing is
// told. The name, a date and an unverified phone are no secrets, so they never suffice together.
const (
	pointsCard          = 80
	pointsSerial        = 60
	pointsInvoice       = 50
	pointsSerialFolded  = 40 // a misread serial that only one registration can be
	pointsPhoneVerified = 40
	pointsPhone         = 20
	pointsName          = 10
	pointsProductDate   = 10

	pointsAccept = 80
	pointsAsk    = 50
)

// Status says how far the clues lead.
type Status string

// The statuses of a finding. The zero Status means that nobody has looked.
const (
	FoundOne        Status = "one"
	FoundCandidates Status = "candidates"
	FoundNone       Status = "none"
)

// Finding is what clues lead to.
type Finding struct {
	Status       Status       `json:"status"`
	Registration Registration `json:"registration"` // of FoundOne
	Points       int          `json:"points"`       // of the best; 0 for FoundNone, for points would tell that something fits a little
	// Candidates are the registrations of FoundCandidates, best first, each with the proof that is missing. They may be shown to staff.
	Candidates []Candidate `json:"candidates,omitempty"`
	// Leads are registrations that fit too little to be told of to anybody who cannot look at all customers anyway.
	Leads   []Candidate  `json:"-"`
	Missing []Proof      `json:"missing,omitempty"` // any of these would help
	Reasons care.Reasons `json:"reasons"`
}

// Candidate is a registration that the clues may mean.
type Candidate struct {
	Registration Registration `json:"registration"`
	Points       int          `json:"points"`
	Clues        care.Reasons `json:"clues"` // what spoke for it
	Missing      []Proof      `json:"missing"`
}

// Identify weighs registrations against clues. It is pure. Among must hold every registration with the serial's fold, for a
// misread serial counts only if a single one fits.
//
// A phone that contradicts the registration's rules it out, whatever else fits: a serial can be read off somebody else's box. Then, and when too
// little fits, the answer is the same as if there were no such registration, so a stranger learns nothing.
func Identify(clues Clues, among []Registration) Finding {
	clues.Serial = SerialKey(clues.Serial) // "-" is no serial, and must not match a product that has none
	clues.Name = keyOfName(clues.Name)
	fold, folds := SerialFold(clues.Serial), 0
	for _, r := range among {
		if fold != "" && r.SerialFold == fold {
			folds++
		}
	}
	if folds != 1 {
		fold = ""
	}
	var all []Candidate
	for _, r := range among {
		if c := clues.weigh(r, fold); c.Points > 0 && !clues.contradict(r) {
			all = append(all, c)
		}
	}
	slices.SortStableFunc(all, func(a, b Candidate) int {
		return cmp.Or(b.Points-a.Points, cmp.Compare(a.Registration.Invoice, b.Registration.Invoice),
			a.Registration.Line-b.Registration.Line, a.Registration.Unit-b.Registration.Unit)
	})
	return conclude(all)
}

// conclude says what the candidates amount to. Two that fit equally well are not told apart.
func conclude(all []Candidate) Finding {
	f := Finding{Status: FoundNone, Reasons: care.Reasons{CodeNotFound.With()}}
	if len(all) == 0 {
		return f
	}
	best := all[0].Points
	weak := slices.IndexFunc(all, func(c Candidate) bool { return c.Points < pointsAsk })
	if weak < 0 {
		weak = len(all)
	}
	f.Leads = all[weak:]
	switch {
	case best >= pointsAccept && (len(all) == 1 || all[1].Points < best):
		f.Status, f.Points, f.Registration, f.Reasons = FoundOne, best, all[0].Registration, all[0].Clues
	case best >= pointsAsk:
		f.Status, f.Points, f.Candidates = FoundCandidates, best, all[:weak]
		f.Missing = missing(f.Candidates)
		f.Reasons = care.Reasons{CodeProofMissing.With(care.NewFact("proofs", proofNames(f.Missing)))}
	}
	return f
}

func missing(cs []Candidate) (proofs []Proof) {
	for p := range proofTerms.All() {
		if slices.ContainsFunc(cs, func(c Candidate) bool { return slices.Contains(c.Missing, p) }) {
			proofs = append(proofs, p)
		}
	}
	return proofs
}

// proofNames lists proofs as a sentence does.
func proofNames(proofs []Proof) (t care.Text) {
	for i, p := range proofs {
		name := care.NameOf(p)
		if i > 0 {
			t.VI += "; "
			t.EN += "; "
		}
		t.VI += name.VI
		t.EN += name.EN
	}
	return t
}

// contradict reports whether the phone given is none of the registration's. A card is for whoever holds it, perhaps as a gift (Law
// 19/2023/QH15 art. 3.1 protects users too), so it is not contradicted.
func (c Clues) contradict(r Registration) bool {
	return c.Card != r.Ref() && c.Phone != "" && len(r.Phones) > 0 && !slices.Contains(r.Phones, c.Phone)
}

// weigh adds up what speaks for a registration and lists what is missing. Serial and Name are keys here; fold is the serial's, if only
// one registration has it.
func (c Clues) weigh(r Registration, fold string) Candidate {
	w := Candidate{Registration: r}
	add := func(points int, code *care.Code) {
		w.Points += points
		w.Clues = append(w.Clues, code.With(care.NewFact("points", points)))
	}
	lack := func(p Proof) { w.Missing = append(w.Missing, p) }

	if c.Card == r.Ref() && !c.otherSerial(r) {
		add(pointsCard, CodeClueCard)
	} else {
		lack(ProofCard)
	}
	switch {
	case c.Serial != "" && r.SerialKey == c.Serial:
		add(pointsSerial, CodeClueSerial)
	case fold != "" && r.SerialFold == fold:
		add(pointsSerialFolded, CodeClueSerialFolded)
	case r.SerialKey != "":
		lack(ProofSerial)
	}
	if c.Invoice != "" && c.Invoice == r.Invoice {
		add(pointsInvoice, CodeClueInvoice)
	} else {
		lack(ProofInvoice)
	}
	switch knows := c.Phone != "" && slices.Contains(r.Phones, c.Phone); {
	case knows && c.PhoneVerified:
		add(pointsPhoneVerified, CodeCluePhoneVerified)
	case knows:
		add(pointsPhone, CodeCluePhone)
		lack(ProofPhone)
	case len(r.Phones) > 0:
		lack(ProofPhone)
	}
	if c.Name != "" && c.Name == r.NameKey {
		add(pointsName, CodeClueName)
	}
	if c.Product == r.Product && !c.About.IsZero() && c.near(r.Delivered) {
		add(pointsProductDate, CodeClueProductDate)
	}
	return w
}

// otherSerial reports whether the serial read off the product is not this unit's, however misread: then the card belongs to another product.
func (c Clues) otherSerial(r Registration) bool {
	return c.Serial != "" && r.SerialKey != "" && SerialFold(c.Serial) != r.SerialFold
}

func (c Clues) near(d calendar.Date) bool {
	days := c.About.DaysUntil(d)
	return max(days, -days) <= c.WithinDays
}
