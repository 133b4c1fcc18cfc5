package care

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync/atomic"
)

// Code is a kind of reason: what can be said, on which rule it rests, and which
// facts belong in the sentence. A package declares its codes as variables in its
// file reasons.go and never renames or reuses one, because stored decisions name
// them. A Code does not change once made.
type Code struct {
	id, rule string
	sentence Text
	filled   bool                     // the sentence was stored with the facts in it
	names    atomic.Pointer[[]string] // see factNames
}

// NewCode declares a code.
//
// The id is the name of the package, a dot and a name, in lower case with
// underscores: "warranty.expired". The rule is where the reason comes from, such
// as "VN Law 19/2023/QH15 art. 30.2.c", or "" if it is plain sense.
//
// The sentence is complete in both languages and says what to do where there is
// something to do. {until:date} stands for the fact named until, which must be of
// the kind [FactDate]; both languages use the same facts. [CheckCodes] finds
// mistakes in declarations.
func NewCode(id, rule string, sentence Text) *Code {
	return &Code{id: id, rule: rule, sentence: sentence}
}

// ID returns the id, such as "warranty.expired".
func (c *Code) ID() string { return c.id }

// Rule returns the rule on which the reason rests, or "".
func (c *Code) Rule() string { return c.rule }

// Sentence returns the sentence with its placeholders.
func (c *Code) Sentence() Text { return c.sentence }

// With returns the reason that this code gives with these facts: those that the
// sentence names, and any others that were used to decide. Of facts with the same
// name the last one counts.
func (c *Code) With(given ...Fact) Reason {
	if len(given) == 0 {
		return Reason{code: c}
	}
	sorted := sortFacts(given)
	return Reason{code: c, facts: facts{room: &factRoom{whole: sorted}, n: int32(len(sorted))}}
}

// factNames are the names in the sentence, in order. They are found when they are first wanted, so that declaring hundreds of codes costs nothing.
func (c *Code) factNames() []string {
	if names := c.names.Load(); names != nil {
		return *names
	}
	var names []string
	for _, hole := range placeholders(c.sentence.VI) {
		names = append(names, hole.name)
	}
	slices.Sort(names)
	names = slices.Compact(names)
	c.names.Store(&names)
	return names
}

// CheckCodes returns nil if the codes are well declared, or an error that lists
// every mistake: an id of the wrong form or used twice, a language that is
// missing, a placeholder that is not {name:kind}, or languages that do not use
// the same facts. The test of each package calls it with all of the package's
// codes.
func CheckCodes(codes ...*Code) error {
	var faults []error
	seen := make(map[string]bool)
	for _, c := range codes {
		if seen[c.id] {
			faults = append(faults, fmt.Errorf("care: code %q is declared twice", c.id))
		}
		seen[c.id] = true
		for _, fault := range c.faults() {
			faults = append(faults, fmt.Errorf("care: code %q: %s", c.id, fault))
		}
	}
	return errors.Join(faults...)
}

func (c *Code) faults() (faults []string) {
	if !isCodeID(c.id) {
		faults = append(faults, `the id is not like "warranty.expired"`)
	}
	var holes [2]map[placeholder]bool
	for i, sentence := range []string{c.sentence.VI, c.sentence.EN} {
		language := []Lang{LangVI, LangEN}[i]
		if strings.TrimSpace(sentence) == "" {
			faults = append(faults, fmt.Sprintf("the sentence in %q is missing", language))
		}
		holes[i] = make(map[placeholder]bool)
		for _, hole := range placeholders(sentence) {
			holes[i][hole] = true
			if !isWord(hole.name) || kindOf(hole.kind) == kindUnknown {
				faults = append(faults, fmt.Sprintf("the sentence in %q has a bad placeholder %q", language, hole))
			}
		}
	}
	if !maps.Equal(holes[0], holes[1]) {
		faults = append(faults, "the sentences do not use the same facts")
	}
	return faults
}

// isCodeID reports whether id is two or more words with dots between them.
func isCodeID(id string) bool {
	words := strings.Split(id, ".")
	return len(words) >= 2 && !slices.ContainsFunc(words, func(word string) bool { return !isWord(word) })
}

// isWord reports whether s is a lower-case letter followed by lower-case letters,
// digits and underscores.
func isWord(s string) bool {
	for i, r := range s {
		letter := 'a' <= r && r <= 'z'
		if !letter && (i == 0 || r != '_' && (r < '0' || r > '9')) {
			return false
		}
	}
	return s != ""
}
