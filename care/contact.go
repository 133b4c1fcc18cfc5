package care

import (
	"log/slog"
	"strings"
	"time"
)

// ContactKind is what sort of address a [ContactPoint] is. One kind may serve
// several channels: a phone number takes calls, text messages and Zalo. The zero
// ContactKind is unknown.
type ContactKind string

// The kinds of contact point.
const (
	ContactPhone ContactKind = "phone"
	ContactEmail ContactKind = "email"
	ContactZalo  ContactKind = "zalo"
	ContactPost  ContactKind = "post"
	ContactFax   ContactKind = "fax"
)

var contactKinds = NewTerms(
	NewTerm(ContactPhone, "Số điện thoại", "Phone number"),
	NewTerm(ContactEmail, "Địa chỉ thư điện tử", "Email address"),
	NewTerm(ContactZalo, "Tài khoản Zalo", "Zalo account"),
	NewTerm(ContactPost, "Địa chỉ bưu điện", "Postal address"),
	NewTerm(ContactFax, "Số fax", "Fax number"),
)

// Terms lists the kinds of contact point.
func (ContactKind) Terms() Terms[ContactKind] { return contactKinds }

// ContactPoint is one address at which a customer can be reached.
type ContactPoint struct {
	Kind ContactKind `json:"kind"`
	// Value is the normalised form: a [Phone], an email address, a Zalo user id
	// or phone, or a postal address in one line.
	Value string `json:"value"`
	// Typed is what was typed.
	Typed string `json:"typed"`
	// VerifiedAt is when the customer proved to own the address, by a code sent to
	// it for example. It is zero if that never happened.
	VerifiedAt time.Time `json:"verified_at,omitzero"`
}

// LogValue returns the kind only, so that logs hold no address.
func (c ContactPoint) LogValue() slog.Value { return slog.StringValue(string(c.Kind)) }

// ContactInput is a contact point as typed.
type ContactInput struct {
	Kind ContactKind
	// Text is one address, or several phone numbers as [ParsePhones] reads them.
	// Blank text is no contact point.
	Text string
}

// postLimit is how many characters a postal address may have.
const postLimit = 500

// parse returns the contact points that were typed.
func (in ContactInput) parse(phone PhoneParser) (points []ContactPoint, err error) {
	var values []string
	switch in.Kind {
	case ContactPhone, ContactFax:
		var phones []Phone
		phones, err = parsePhones(in.Text, phone)
		for _, p := range phones {
			values = append(values, string(p))
		}
	case ContactEmail:
		values, err = one(ParseEmail(in.Text))
	case ContactZalo:
		values, err = one(parseZalo(in.Text, phone))
	case ContactPost:
		values, err = one(Line(postLimit)(in.Text))
	default:
		err = refuseWord[ContactKind](string(in.Kind))
	}
	for _, value := range values {
		points = append(points, ContactPoint{Kind: in.Kind, Value: value, Typed: in.Text})
	}
	return points, err
}

func one(value string, err error) ([]string, error) {
	if err != nil {
		return nil, err
	}
	return []string{value}, nil
}

// parseZalo reads the phone number or the user id of a Zalo account. The id that
// Zalo gives to a user is a number longer than any telephone number.
func parseZalo(text string, phone PhoneParser) (string, error) {
	typed := strings.TrimSpace(text)
	isID := len(typed) > 15 && len(typed) <= 25 &&
		!strings.ContainsFunc(typed, func(r rune) bool { return r < '0' || r > '9' })
	if isID {
		return typed, nil
	}
	number, err := phone(text)
	if err != nil {
		return "", Refuse(text, CodeZaloForm.With())
	}
	return string(number), nil
}
