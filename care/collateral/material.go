package collateral

import (
	"fmt"
	"slices"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/storage"
)

// Kind is a kind of material. The zero Kind is unknown.
type Kind string

// The kinds.
const (
	PriceList Kind = "price_list"
	Catalogue Kind = "catalogue"
	Sample    Kind = "sample"
	Leaflet   Kind = "leaflet"
)

var kinds = care.NewTerms(
	care.NewTerm(PriceList, "Bảng giá", "Price list"),
	care.NewTerm(Catalogue, "Danh mục sản phẩm", "Catalogue"),
	care.NewTerm(Sample, "Hàng mẫu", "Sample"),
	care.NewTerm(Leaflet, "Tờ rơi", "Leaflet"),
)

// Terms lists the kinds.
func (Kind) Terms() care.Terms[Kind] { return kinds }

// Material is one thing that customers are given, through all its editions.
type Material struct {
	ID      storage.ID[Material] `json:"id"`
	Version int64                `json:"version"`
	Code    string               `json:"code"`
	Kind    Kind                 `json:"kind"`
	Name    care.Text            `json:"name"`
	Product care.ProductRef      `json:"product,omitempty"` // if it is about one
	Owner   care.StaffRef        `json:"owner"`             // who sees to it
}

func (m Material) problems() (p care.Problems) {
	checkRef(&p, "code", m.Code)
	checkKnown(&p, "kind", m.Kind)
	checkName(&p, "name", m.Name)
	checkRef(&p, "owner", string(m.Owner))
	return p
}

// Field is something that a material has to say. The zero Field is unknown.
type Field string

// The fields.
const (
	FieldIssuer   Field = "issuer"
	FieldContact  Field = "contact"
	FieldPrices   Field = "prices"
	FieldTax      Field = "tax"
	FieldDelivery Field = "delivery"
	FieldPayment  Field = "payment"
	FieldProducts Field = "products"
	FieldFeatures Field = "features"
	FieldOrigin   Field = "origin"
	FieldUse      Field = "use"
	FieldUseBy    Field = "use_by"
	FieldWarranty Field = "warranty"
	FieldParts    Field = "parts"
)

var fields = care.NewTerms(
	care.NewTerm(FieldIssuer, "Tên và địa chỉ người bán", "Name and address of the seller"),
	care.NewTerm(FieldContact, "Nơi liên hệ để hỏi thêm", "Where to ask"),
	care.NewTerm(FieldPrices, "Giá từng mặt hàng, ghi rõ loại tiền", "The price of each item, and in which currency"),
	care.NewTerm(FieldTax, "Giá đã gồm thuế giá trị gia tăng hay chưa", "Whether prices include value added tax"),
	care.NewTerm(FieldDelivery, "Giao hàng: cách, phí và thời gian", "Delivery: how, at what cost, how soon"),
	care.NewTerm(FieldPayment, "Cách thanh toán", "How to pay"),
	care.NewTerm(FieldProducts, "Tên và mã từng sản phẩm", "The name and code of each product"),
	care.NewTerm(FieldFeatures, "Tính năng và thông số", "Features and specifications"),
	care.NewTerm(FieldOrigin, "Nguồn gốc, xuất xứ", "Origin"),
	care.NewTerm(FieldUse, "Hướng dẫn sử dụng", "Instructions for use"),
	care.NewTerm(FieldUseBy, "Hạn sử dụng", "Use-by date"),
	care.NewTerm(FieldWarranty, "Chính sách bảo hành", "Warranty policy"),
	care.NewTerm(FieldParts, "Khả năng cung cấp linh kiện, phụ kiện thay thế", "Whether spare parts and accessories are to be had"),
)

// Terms lists the fields.
func (Field) Terms() care.Terms[Field] { return fields }

// required says which fields each kind has to have, with the code that says why.
var required = map[Kind][]requirement{
	PriceList: {
		{FieldIssuer, CodeNeedsIssuer}, {FieldProducts, CodeNeedsProducts}, {FieldPrices, CodeNeedsPrice}, {FieldTax, CodeNeedsPrice},
		{FieldDelivery, CodeNeedsDelivery}, {FieldPayment, CodeNeedsDelivery}, {FieldContact, CodeNeedsContact},
	},
	Catalogue: {
		{FieldIssuer, CodeNeedsIssuer}, {FieldProducts, CodeNeedsProducts}, {FieldFeatures, CodeNeedsFeatures}, {FieldOrigin, CodeNeedsOrigin},
		{FieldWarranty, CodeNeedsGuidance}, {FieldParts, CodeNeedsParts}, {FieldContact, CodeNeedsContact},
	},
	Sample: {
		{FieldProducts, CodeNeedsProducts}, {FieldOrigin, CodeNeedsOrigin}, {FieldUse, CodeNeedsGuidance}, {FieldUseBy, CodeNeedsOrigin},
	},
	Leaflet: {
		{FieldIssuer, CodeNeedsIssuer}, {FieldProducts, CodeNeedsProducts}, {FieldFeatures, CodeNeedsFeatures}, {FieldUse, CodeNeedsGuidance},
		{FieldWarranty, CodeNeedsGuidance}, {FieldContact, CodeNeedsContact},
	},
}

type requirement struct {
	field Field
	why   *care.Code
}

// Required lists the fields that a material of this kind has to have.
func Required(k Kind) (list []Field) {
	for _, r := range required[k] {
		list = append(list, r.field)
	}
	return list
}

// Missing lists why the content of a material is not complete: a reason for each field that its kind has to have and that is blank. None: it is complete. It
// is a pure function.
func Missing(k Kind, content map[Field]string) (reasons care.Reasons) {
	for _, r := range required[k] {
		if blank(content[r.field]) {
			reasons = append(reasons, r.why.With(care.NewFact("field", care.NameOf(r.field))))
		}
	}
	return reasons
}

func checkRef(p *care.Problems, path, text string) {
	if got := care.Required(p, path, text, care.ParseRef[string]); got != "" && got != text {
		p.Add(path, text, care.CodeNotText.With())
	}
}

func checkKnown[E care.Enum[E]](p *care.Problems, path string, value E) {
	care.Required(p, path, string(value), care.ParseEnum[E])
}

func checkName(p *care.Problems, path string, name care.Text) {
	for _, text := range []string{name.VI, name.EN} {
		care.Optional(p, path, text, care.Lines(maxText))
	}
	if blank(name.VI) && blank(name.EN) {
		p.Add(path, "", care.CodeMissing.With())
	}
}

const (
	maxText  = 4000 // characters of one text of an edition
	maxParts = 50   // tasks of a script, questions, and plays that are kept
)

func checkMany(p *care.Problems, path string, n, most int) {
	if n > most {
		p.Add(path, "", care.CodeTooMany.With(care.NewFact("limit", most)))
	}
}

// checkCodes notes codes that are blank, or there twice.
func checkCodes(p *care.Problems, path string, codes []string) {
	checkMany(p, path, len(codes), maxParts)
	for i, code := range codes {
		at := fmt.Sprintf("%s[%d].code", path, i)
		checkRef(p, at, code)
		if slices.Contains(codes[:i], code) {
			p.Add(at, code, CodeTwice.With())
		}
	}
}
