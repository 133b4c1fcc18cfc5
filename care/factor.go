package care

// Factor is one of the three things on which care rests. Which weighs most
// depends on the situation: at equal price and quality people decide, and kind
// words cannot make up for a product that fails. The zero Factor is unknown.
type Factor string

// The factors.
const (
	FactorProduct     Factor = "product"     // what was bought; see [AspectKind]
	FactorConvenience Factor = "convenience" // how easy it is to buy, get, pay for and own
	FactorPeople      Factor = "people"      // those who serve
)

var factors = NewTerms(
	NewTerm(FactorProduct, "Sản phẩm", "Product"),
	NewTerm(FactorConvenience, "Sự thuận tiện", "Convenience"),
	NewTerm(FactorPeople, "Con người", "People"),
)

// Terms lists the factors.
func (Factor) Terms() Terms[Factor] { return factors }
