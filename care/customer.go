package care

import (
	"fmt"
	"log/slog"
	"slices"
)

// CustomerKind is what a customer is to the company. The zero CustomerKind is
// unknown.
type CustomerKind string

// The kinds of customer.
const (
	CustomerProspect     CustomerKind = "prospect" // has not bought yet
	CustomerPerson       CustomerKind = "person"
	CustomerOrganisation CustomerKind = "organisation"
	CustomerInternal     CustomerKind = "internal" // a colleague or unit of the same company
)

var customerKinds = NewTerms(
	NewTerm(CustomerProspect, "Khách hàng tiềm năng", "Prospect"),
	NewTerm(CustomerPerson, "Khách hàng cá nhân", "Person"),
	NewTerm(CustomerOrganisation, "Khách hàng tổ chức", "Organisation"),
	NewTerm(CustomerInternal, "Khách hàng nội bộ", "Internal customer"),
)

// Terms lists the kinds of customer.
func (CustomerKind) Terms() Terms[CustomerKind] { return customerKinds }

// Customer is someone who is cared for, as far as care needs to know.
type Customer struct {
	// Ref is the host's key. It is empty for someone the host does not hold yet.
	Ref      CustomerRef    `json:"ref"`
	Kind     CustomerKind   `json:"kind"`
	Name     string         `json:"name"`
	Contacts []ContactPoint `json:"contacts,omitempty"`
	// Needs and Expectations are notes in the customer's words: what for, and
	// what good care would be.
	Needs        []string `json:"needs,omitempty"`
	Expectations []string `json:"expectations,omitempty"`
	// Preferred is the channel by which the customer likes to be reached.
	Preferred Channel      `json:"preferred"`
	Lang      Lang         `json:"lang"`
	Segments  []SegmentRef `json:"segments,omitempty"`
}

// Phones returns the customer's phone numbers in the order of the contacts.
func (c Customer) Phones() []Phone {
	var phones []Phone
	for _, contact := range c.Contacts {
		if contact.Kind == ContactPhone {
			phones = append(phones, Phone(contact.Value))
		}
	}
	return phones
}

// LogValue returns the ref and the kind only, so that logs hold nothing personal.
func (c Customer) LogValue() slog.Value {
	return slog.GroupValue(slog.String("ref", string(c.Ref)), slog.String("kind", string(c.Kind)))
}

// CustomerInput is a customer as typed or imported. Everything is optional, but
// there must be a name or a contact point.
type CustomerInput struct {
	Ref          string
	Kind         string // a [CustomerKind]
	Name         string // at most 200 characters
	Contacts     []ContactInput
	Needs        []string // at most 2000 characters each
	Expectations []string // at most 2000 characters each
	Preferred    string   // a [Channel]
	Lang         string   // a [Lang]
	Segments     []string
}

// What a CustomerInput may hold.
const (
	nameLimit  = 200  // characters
	noteLimit  = 2000 // characters
	itemsLimit = 50   // contacts, notes or segments
)

// NewCustomer reads a customer. Phone numbers are read by phone, or by
// [ParsePhone] if that is nil. An address or segment given twice is kept once. The
// error is an [*Invalid] with all problems.
func NewCustomer(in CustomerInput, phone PhoneParser) (Customer, error) {
	if phone == nil {
		phone = ParsePhone
	}
	var p Problems
	c := Customer{
		Ref:          Optional(&p, "ref", in.Ref, ParseRef[CustomerRef]),
		Kind:         Optional(&p, "kind", in.Kind, ParseEnum[CustomerKind]),
		Name:         Optional(&p, "name", in.Name, Line(nameLimit)),
		Contacts:     contactPoints(&p, "contacts", in.Contacts, phone),
		Needs:        each(&p, "needs", in.Needs, Lines(noteLimit)),
		Expectations: each(&p, "expectations", in.Expectations, Lines(noteLimit)),
		Preferred:    Optional(&p, "preferred", in.Preferred, ParseEnum[Channel]),
		Lang:         Optional(&p, "lang", in.Lang, ParseEnum[Lang]),
		Segments:     each(&p, "segments", in.Segments, ParseRef[SegmentRef]),
	}
	if len(p) == 0 && c.Name == "" && len(c.Contacts) == 0 {
		p.Add("name", in.Name, CodeNobody.With())
	}
	if err := p.Err(); err != nil {
		return Customer{}, err
	}
	return c, nil
}

func contactPoints(p *Problems, path string, inputs []ContactInput, phone PhoneParser) (points []ContactPoint) {
	if tooMany(p, path, len(inputs)) {
		return nil
	}
	for i, in := range inputs {
		parse := func(string) ([]ContactPoint, error) { return in.parse(phone) }
		for _, point := range Optional(p, fmt.Sprintf("%s[%d]", path, i), in.Text, parse) {
			same := func(other ContactPoint) bool { return other.Kind == point.Kind && other.Value == point.Value }
			if !slices.ContainsFunc(points, same) {
				points = append(points, point)
			}
		}
	}
	return points
}

// each reads a list of texts; blank ones are left out, and so are repetitions.
func each[T ~string](p *Problems, path string, texts []string, parse func(string) (T, error)) (values []T) {
	if tooMany(p, path, len(texts)) {
		return nil
	}
	for i, text := range texts {
		value := Optional(p, fmt.Sprintf("%s[%d]", path, i), text, parse)
		if value != "" && !slices.Contains(values, value) {
			values = append(values, value)
		}
	}
	return values
}

func tooMany(p *Problems, path string, n int) bool {
	if n > itemsLimit {
		p.Add(path, "", CodeTooMany.With(NewFact("limit", itemsLimit)))
	}
	return n > itemsLimit
}
