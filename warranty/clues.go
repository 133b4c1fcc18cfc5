package warranty

import (
	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
)

// Clues are what a customer can show or say, parsed. Any of them may be missing.
type Clues struct {
	Card          UnitRef           // the card, or the slip of the sale, in the hands of staff; what it says can be guessed, so only staff may set it
	Serial        string            // as read off the product
	Phone         care.Phone        //
	PhoneVerified bool              // the customer answered a code sent to the phone
	OldPhone      care.Phone        // another number that they may have given at the sale
	Invoice       care.InvoiceRef   // as written, or the number alone
	Name          string            //
	Products      []care.ProductRef // what it is, or may be if words fit several
	About         calendar.Date     // roughly when it was bought
	WithinDays    int               // how roughly
	Place         care.PlaceRef     // the branch or till
	TaxCode       string            // of a company
	On            calendar.Date     // the day of the inquiry; zero: how long ago a sale is tells nothing
	Public        bool              // nobody looks on: only what was sold with the phone may be told
	Asked         []Proof           // what was asked already, so that it is not asked again
}

// Proof is a kind of evidence, which staff may ask for.
type Proof string

// The proofs, strongest first; those from ProofNumber on are no secrets, and tell candidates apart.
const (
	ProofCard    Proof = "card"
	ProofSerial  Proof = "serial"
	ProofInvoice Proof = "invoice"
	ProofPhone   Proof = "phone_verified"
	ProofNumber  Proof = "phone"
	ProofTaxCode Proof = "tax_code"
	ProofName    Proof = "name"
	ProofProduct Proof = "product"
	ProofDate    Proof = "date"
	ProofPlace   Proof = "place"
)

var proofTerms = care.NewTerms(
	care.NewTerm(ProofCard, "phiếu bảo hành hoặc phiếu bán hàng", "the warranty card or the slip of the sale"),
	care.NewTerm(ProofSerial, "số seri đọc trên máy", "the serial as it stands on the product"),
	care.NewTerm(ProofInvoice, "số hóa đơn", "the invoice number"),
	care.NewTerm(ProofPhone, "mã xác nhận gửi về số điện thoại lúc mua", "the code sent to the phone given at the sale"),
	care.NewTerm(ProofNumber, "số điện thoại đã cho lúc mua", "the phone given at the sale"),
	care.NewTerm(ProofTaxCode, "mã số thuế của đơn vị mua", "the tax code of the company that bought it"),
	care.NewTerm(ProofName, "tên người mua", "the name of the buyer"),
	care.NewTerm(ProofProduct, "mặt hàng", "which product it is"),
	care.NewTerm(ProofDate, "mua khoảng ngày nào", "about when it was bought"),
	care.NewTerm(ProofPlace, "mua ở chi nhánh nào", "at which branch it was bought"),
)

// Terms lists the proofs.
func (Proof) Terms() care.Terms[Proof] { return proofTerms }

// Status says how far the clues lead.
type Status string

// The statuses of a finding. The zero Status means that nobody has looked.
const (
	FoundOne        Status = "one"        // it is accepted as it is
	FoundCandidates Status = "candidates" // staff see them, and ask
	FoundNone       Status = "none"       // nothing is told
)

// Finding is what clues lead to.
type Finding struct {
	Status       Status       `json:"status"`
	Registration Registration `json:"registration"` // of FoundOne
	// Points say how well it is proven that the customer may know of the best; 0 for FoundNone, for points would tell that something fits a little.
	Points int `json:"points"`
	// Confidence is the probability, 0 to 1, that the best is the one that the customer means; 0 for FoundNone.
	Confidence float64 `json:"confidence"`
	// Candidates are the registrations of FoundCandidates, likeliest first, each with the proof that is missing. They may be shown to staff.
	Candidates []Candidate `json:"candidates,omitempty"`
	// Leads are registrations that fit too little to be told of to anybody who cannot look at all customers anyway, likeliest first.
	Leads   []Candidate `json:"-"`
	matches []Match
	Missing []Proof      `json:"missing,omitempty"` // any of these would help
	Next    Proof        `json:"next,omitempty"`    // what to ask for next: it helps most for the time that it takes; "": nothing is left to ask
	Reasons care.Reasons `json:"reasons"`
}

// Candidate is a registration that the clues may mean.
type Candidate struct {
	Registration Registration `json:"registration"`
	Points       int          `json:"points"`     // how well it is proven that the customer may know of it
	Confidence   float64      `json:"confidence"` // the probability that it is meant
	Clues        care.Reasons `json:"clues"`      // what speaks for it
	Against      care.Reasons `json:"against,omitempty"`
	Missing      []Proof      `json:"missing"`
}
