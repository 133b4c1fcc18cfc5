package loyalty

import (
	"slices"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/notice"
)

// Pairing says that one product goes well with another: what the host knows of its goods. The earlier in a list, the better.
type Pairing struct {
	With    care.ProductRef `json:"with"`    // who has this
	Product care.ProductRef `json:"product"` // may want that
	Why     care.Text       `json:"why"`     // as the customer is told
}

// Situation is what suggestions rest on.
type Situation struct {
	Customer care.CustomerRef  `json:"customer,omitempty"` // "": not known. The service looks up what the customer agreed to
	Channel  care.Channel      `json:"channel"`
	Basket   []care.ProductRef `json:"basket,omitempty"` // what the customer is buying now
	Owns     []care.ProductRef `json:"owns,omitempty"`   // what is known to have been bought before
	// Standing is what the customer agreed to. The zero Standing: nothing.
	Standing notice.Standing `json:"standing,omitzero"`
}

// Suggestion is a product that may be suggested, with what for and on which basis.
type Suggestion struct {
	Product care.ProductRef `json:"product"`
	With    care.ProductRef `json:"with"`
	Basis   Basis           `json:"basis"`
	Reasons care.Reasons    `json:"reasons"`
}

const mostSuggestions = 20

// Suggest lists what may be suggested, and the reasons why nothing, or less, may. At the counter what goes with the goods at hand may always be, since nothing known of
// the customer is used. What the customer bought before is used, and a message is sent, only if the customer has agreed to advertising by that channel
// (Law 19/2023/QH15 art. 18.4). What the customer has is not suggested. It is a pure function.
func Suggest(pairings []Pairing, s Situation) (all []Suggestion, reasons care.Reasons) {
	consent := s.Standing.May(notice.PurposeAdvertising, s.Channel)
	atCounter := s.Channel == care.ChannelCounter
	held := false
	for _, p := range pairings {
		inBasket, owned := slices.Contains(s.Basket, p.With), slices.Contains(s.Owns, p.With)
		has := slices.Contains(s.Basket, p.Product) || consent && slices.Contains(s.Owns, p.Product)
		said := slices.ContainsFunc(all, func(x Suggestion) bool { return x.Product == p.Product })
		if !inBasket && !owned || has || said || len(all) == mostSuggestions {
			continue
		}
		basis, code := BasisConsent, CodeSuggestedConsent
		switch {
		case atCounter && inBasket:
			basis, code = BasisBasket, CodeSuggestedBasket
		case !consent:
			held = true
			continue
		}
		all = append(all, Suggestion{Product: p.Product, With: p.With, Basis: basis, Reasons: care.Reasons{
			code.With(care.NewFact("why", p.Why), care.NewFact("with", p.With), care.NewFact("channel", care.NameOf(s.Channel))),
		}})
	}
	if held {
		reasons = append(reasons, CodeNoConsent.With(care.NewFact("channel", care.NameOf(s.Channel))))
	}
	return all, reasons
}
