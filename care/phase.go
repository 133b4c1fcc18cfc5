package care

// Phase is a part of the customer's time with the company. Care belongs to all
// three. The zero Phase is unknown.
type Phase string

// The phases, which the literature on customer service calls pre-transaction,
// transaction and post-transaction (LaLonde and Zinszer, 1976).
const (
	PhaseBefore Phase = "before"
	PhaseDuring Phase = "during"
	PhaseAfter  Phase = "after"
)

var phases = NewTerms(
	NewTerm(PhaseBefore, "Trước khi bán", "Before the sale"),
	NewTerm(PhaseDuring, "Trong khi bán", "During the sale"),
	NewTerm(PhaseAfter, "Sau khi bán", "After the sale"),
)

// Terms lists the phases in the order of time.
func (Phase) Terms() Terms[Phase] { return phases }
