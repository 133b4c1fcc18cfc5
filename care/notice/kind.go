package notice

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/chamsoc/chamsoc/care"
)

// KindCode names a kind of notice: the package that sends it, a dot and the occasion, such as "desk.received". A host's own begin with a word of its own.
type KindCode string

// Kind is an occasion on which customers are told something. The program that sends declares it, as a package variable: for what it is, which values it supplies, and
// a text in each language to begin with. People then publish [Template]s of their own for it, which are checked against the values that it supplies.
type Kind struct {
	Code      KindCode
	Name      care.Text // as a list of templates shows it
	Purpose   Purpose
	Variables []Variable
	// Channels are the ways by which it goes, the preferred one first, where neither the customer nor the request prefers one. Required.
	Channels []care.Channel
	// Default is what it says until a template is published.
	Default []Wording
}

// Variable is a value that a notice can say. The texts of a template show it as {name}.
type Variable struct {
	Name string // a word in lower case with underscores
	Kind care.FactKind
	// Optional: the value may be missing. It may then only stand within its own section: {?name} … {/name}.
	Optional bool
}

// houseVariables are what every notice can say besides: see [House].
var houseVariables = []Variable{
	{Name: "house", Kind: care.FactText}, {Name: "hotline", Kind: care.FactText}, {Name: "opt_out", Kind: care.FactText},
	{Name: "customer", Kind: care.FactText, Optional: true},
}

// variable finds a value that the kind can say.
func (k *Kind) variable(name string) (Variable, bool) {
	for _, all := range [2][]Variable{k.Variables, houseVariables} {
		if i := slices.IndexFunc(all, func(v Variable) bool { return v.Name == name }); i >= 0 {
			return all[i], true
		}
	}
	return Variable{}, false
}

// check says what is wrong with the declaration of a kind: a mistake of a program, found when the service is made.
func (k *Kind) check(rules []Rule) (compiled, error) {
	if !isKindCode(string(k.Code)) {
		return nil, errors.New(`the code is not like "desk.received"`)
	}
	if !care.IsKnown(k.Purpose) || k.Purpose == PurposeSharing {
		return nil, fmt.Errorf("the purpose %q is none that a notice can have", k.Purpose)
	}
	if len(k.Channels) == 0 {
		return nil, errors.New("there are no channels")
	}
	for i, v := range k.Variables {
		if !isWord(v.Name) || !slices.Contains(variableKinds, v.Kind) {
			return nil, fmt.Errorf("the variable %d, %q of kind %q, is not declared well", i, v.Name, v.Kind)
		}
		same := func(other Variable) bool { return other.Name == v.Name }
		if slices.ContainsFunc(k.Variables[:i], same) || slices.ContainsFunc(houseVariables, same) {
			return nil, fmt.Errorf("the variable %q is declared twice", v.Name)
		}
	}
	return k.compile(k.Default, rules)
}

var variableKinds = []care.FactKind{
	care.FactText, care.FactName, care.FactList, care.FactInt, care.FactBool, care.FactDate, care.FactTime, care.FactMoney, care.FactSpan, care.FactPhone,
}

// isKindCode reports whether s is two or more words with dots between them.
func isKindCode(s string) bool {
	words := strings.Split(s, ".")
	return len(words) >= 2 && !slices.ContainsFunc(words, func(w string) bool { return !isWord(w) })
}

// isWord reports whether s is a lower-case letter followed by lower-case letters, digits and underscores, forty at most.
func isWord(s string) bool {
	for i, r := range []byte(s) {
		letter := 'a' <= r && r <= 'z'
		if !letter && (i == 0 || r != '_' && (r < '0' || r > '9')) {
			return false
		}
	}
	return s != "" && len(s) <= 40
}
