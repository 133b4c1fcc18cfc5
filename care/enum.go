package care

import (
	"iter"
	"slices"
	"strings"
)

// Enum is an enumeration: a string type whose Terms method lists its values. The
// zero value of an enumeration means unknown and is not among its terms; a value
// that is not among them, written by a later version perhaps, is kept as it is
// and counts as unknown too. [Channel] is an example, and any package declares
// its own in the same way: constants in lower case, a variable made by [NewTerms]
// and one method that returns it.
type Enum[E ~string] interface {
	~string
	// Terms lists the values. The receiver does not matter.
	Terms() Terms[E]
}

// Terms is the list of the values of an enumeration in their natural order, each
// with its names. It cannot be changed once made.
type Terms[E ~string] struct {
	list []Term[E]
}

// Term is one value of an enumeration with its names. It is made by [NewTerm].
type Term[E ~string] struct {
	value E
	name  Text
}

// NewTerm returns a value of an enumeration with its name in Vietnamese and in
// English.
func NewTerm[E ~string](value E, vi, en string) Term[E] {
	return Term[E]{value, Text{VI: vi, EN: en}}
}

// NewTerms returns the list of the given terms.
func NewTerms[E ~string](terms ...Term[E]) Terms[E] { return Terms[E]{slices.Clone(terms)} }

// All yields the values and their names in order, as a menu shows them.
func (t Terms[E]) All() iter.Seq2[E, Text] {
	return func(yield func(E, Text) bool) {
		for _, term := range t.list {
			if !yield(term.value, term.name) {
				return
			}
		}
	}
}

// IsKnown reports whether value is one of the terms of its enumeration. The zero
// value is not.
func IsKnown[E Enum[E]](value E) bool {
	for _, term := range value.Terms().list {
		if term.value == value {
			return true
		}
	}
	return false
}

// NameOf returns the names of a value of an enumeration, or the zero Text if it
// is unknown.
func NameOf[E Enum[E]](value E) Text {
	for _, term := range value.Terms().list {
		if term.value == value {
			return term.name
		}
	}
	return Text{}
}

// ParseEnum reads a value of an enumeration, in lower or upper case, spaces
// around it ignored. Anything that is not one of the terms is refused with
// [CodeUnknownWord], which lists them.
func ParseEnum[E Enum[E]](text string) (E, error) {
	value := E(strings.ToLower(strings.TrimSpace(text)))
	if IsKnown(value) {
		return value, nil
	}
	var unknown E
	return unknown, refuseWord[E](text)
}

func refuseWord[E Enum[E]](text string) error {
	var allowed []string
	for _, term := range E("").Terms().list {
		allowed = append(allowed, string(term.value))
	}
	return Refuse(text, CodeUnknownWord.With(NewFact("allowed", allowed)))
}
