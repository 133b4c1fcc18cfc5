package care

// Product is something the company sells, as far as care speaks about it. The
// host's catalogue has the rest.
type Product struct {
	Ref     ProductRef `json:"ref"`
	Name    Text       `json:"name"`
	Aspects []Aspect   `json:"aspects,omitempty"`
}

// Aspect returns the aspect of the product with the given code, and whether
// there is one.
func (p Product) Aspect(code string) (Aspect, bool) {
	for _, aspect := range p.Aspects {
		if aspect.Code == code {
			return aspect, true
		}
	}
	return Aspect{}, false
}

// Aspect is a part of a product on which a customer may have an opinion: not
// "the rice cooker" but its non-stick pot, its carton or its delivery.
type Aspect struct {
	Kind AspectKind `json:"kind"`
	Code string     `json:"code"` // unique within the product
	Name Text       `json:"name"`
}

// AspectKind says which part of the factor "product" an [Aspect] belongs to.
// The zero AspectKind is unknown.
type AspectKind string

// The kinds of aspect.
const (
	AspectFeature   AspectKind = "feature"
	AspectPackaging AspectKind = "packaging"
	AspectService   AspectKind = "service"
)

var aspectKinds = NewTerms(
	NewTerm(AspectFeature, "Tính năng", "Feature"),
	NewTerm(AspectPackaging, "Bao bì", "Packaging"),
	NewTerm(AspectService, "Dịch vụ đi kèm", "Accompanying service"),
)

// Terms lists the kinds of aspect.
func (AspectKind) Terms() Terms[AspectKind] { return aspectKinds }
