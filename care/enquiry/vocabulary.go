package enquiry

import (
	"fmt"
	"maps"
	"strings"

	"github.com/chamsoc/chamsoc/care"
)

// Vocabulary reads the status codes of one carrier. It is a value that does not change; [Vocabulary.With] makes another.
type Vocabulary struct {
	carrier string
	moves   map[string]care.ShipmentStatus
	money   map[string]care.CODStatus
}

// NewVocabulary returns the vocabulary of a carrier, by the name that the host's shipments give it, in whatever case. Moves says what each code means
// for the goods, and money what it means for the cash on delivery, which goes its own way; either may lack a code. Codes are compared without regard to
// case and to spaces around them. A code that means a status which is not one of ours is an error.
func NewVocabulary(carrier string, moves map[string]care.ShipmentStatus, money map[string]care.CODStatus) (Vocabulary, error) {
	v := Vocabulary{carrier: plain(carrier), moves: map[string]care.ShipmentStatus{}, money: map[string]care.CODStatus{}}
	if v.carrier == "" {
		return v, fmt.Errorf("enquiry: a vocabulary without a carrier: give the name that shipments carry")
	}
	for code, status := range moves {
		if !care.IsKnown(status) {
			return v, fmt.Errorf("enquiry: %s: code %q: %q is no care.ShipmentStatus: leave a code out that means none", carrier, code, status)
		}
		v.moves[plain(code)] = status
	}
	for code, status := range money {
		if !care.IsKnown(status) {
			return v, fmt.Errorf("enquiry: %s: code %q: %q is no care.CODStatus: leave a code out that means none", carrier, code, status)
		}
		v.money[plain(code)] = status
	}
	return v, nil
}

// Carrier is the name of the carrier, in lower case.
func (v Vocabulary) Carrier() string { return v.carrier }

// With returns the vocabulary with some codes meaning something else. The status "" makes a code unknown.
func (v Vocabulary) With(moves map[string]care.ShipmentStatus) (Vocabulary, error) {
	all := maps.Clone(v.moves)
	for code, status := range moves {
		if status == "" {
			delete(all, plain(code))
		} else {
			all[plain(code)] = status
		}
	}
	return NewVocabulary(v.carrier, all, v.money)
}

// Move says what a code means for the goods: "" where no table says it, which is never guessed.
func (v Vocabulary) Move(code string) care.ShipmentStatus { return v.moves[plain(code)] }

// Money says what a code means for the cash on delivery: "" where it says nothing of that.
func (v Vocabulary) Money(code string) care.CODStatus { return v.money[plain(code)] }

// read fills in the statuses that the host left to us; what the host says itself stands, and so does every code of the carrier's.
func (v Vocabulary) read(s care.Shipment) care.Shipment {
	if s.Status == "" {
		s.Status = v.Move(s.Raw.Code)
	}
	if s.COD.Status == "" && !s.COD.Amount.IsZero() {
		code := s.COD.Raw.Code
		if code == "" {
			code = s.Raw.Code
		}
		s.COD.Status = v.Money(code)
	}
	s.Events = append([]care.ShipmentEvent(nil), s.Events...)
	for i, e := range s.Events {
		if e.Status == "" {
			s.Events[i].Status = v.Move(e.Raw.Code)
		}
	}
	return s
}

func plain(text string) string { return strings.ToLower(strings.TrimSpace(text)) }
