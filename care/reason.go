package care

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// Reason is one reason for an answer: a [Code] with the facts of this case. It is
// made by [Code.With] and does not change. The zero Reason says nothing.
//
// Its JSON carries the code, the rule, the facts and both sentences. A reason
// read back keeps those sentences even when the code has since been worded
// differently.
type Reason struct {
	_     [0]func() // reasons that say the same may stand in different rooms: == would mislead
	code  *Code
	rule  string // instead of the code's
	facts facts
}

// Under returns the reason as it rests on another rule than its code's: the article of the law that applies where several say the same. "" leaves the rule.
func (r Reason) Under(rule string) Reason {
	r.rule = rule
	return r
}

// Code returns the id of the reason's code, such as "warranty.expired".
func (r Reason) Code() string {
	if r.code == nil {
		return ""
	}
	return r.code.id
}

// Rule returns the rule on which the reason rests, such as an article of a law,
// or "".
func (r Reason) Rule() string {
	if r.code == nil {
		return ""
	}
	if r.rule != "" {
		return r.rule
	}
	return r.code.rule
}

// Is reports whether the reason is of the given code.
func (r Reason) Is(code *Code) bool { return r.code != nil && r.code.id == code.id }

// Facts returns the facts, ordered by name.
func (r Reason) Facts() []Fact {
	if r.facts.n == 0 {
		return nil
	}
	facts := make([]Fact, r.facts.n)
	for i := range facts {
		facts[i] = r.fact(int32(i))
	}
	return facts
}

// Fact returns the fact of the given name, and whether there is one.
func (r Reason) Fact(name string) (Fact, bool) {
	for i := range r.facts.n {
		if f := r.fact(i); f.name == name {
			return f, true
		}
	}
	return Fact{}, false
}

// Text returns the sentence in the given language. Where a fact is missing or of
// the wrong kind it shows its name in braces; see [Reason.Check].
func (r Reason) Text(lang Lang) string {
	if r.code == nil {
		return ""
	}
	if r.code.filled {
		return r.code.sentence.In(lang)
	}
	return r.fillSentence(lang)
}

// Check returns nil if every placeholder of the sentences has its fact, or an
// error that lists those that have none or one of another kind. Tests call it on
// the reasons that their package gives. A stored reason has nothing to check.
func (r Reason) Check() error {
	if r.code == nil || r.code.filled {
		return nil
	}
	var missing []string
	for _, hole := range append(placeholders(r.code.sentence.VI), placeholders(r.code.sentence.EN)...) {
		if fact, ok := r.Fact(hole.name); !ok || fact.Kind() != hole.kind {
			missing = append(missing, hole.String())
		}
	}
	if missing == nil {
		return nil
	}
	slices.Sort(missing)
	return fmt.Errorf("care: reason %q lacks %s", r.code.id, strings.Join(slices.Compact(missing), ", "))
}

type reasonJSON struct {
	Code  string              `json:"code"`
	Rule  string              `json:"rule"`
	Facts map[string]factJSON `json:"facts"`
	Text  Text                `json:"text"`
}

// MarshalJSON returns {"code", "rule", "facts": {name: {"kind", "value"}}, "text":
// {"vi", "en"}}. It fails only for a fact that is a time after the year 9999.
func (r Reason) MarshalJSON() ([]byte, error) {
	facts := r.Facts()
	stored := reasonJSON{
		Code:  r.Code(),
		Rule:  r.Rule(),
		Facts: make(map[string]factJSON, len(facts)),
		Text:  Text{VI: r.Text(LangVI), EN: r.Text(LangEN)},
	}
	for _, fact := range facts {
		encoded, err := fact.encode()
		if err != nil {
			return nil, err
		}
		stored.Facts[fact.name] = encoded
	}
	return json.Marshal(stored)
}

// UnmarshalJSON reads what [Reason.MarshalJSON] writes. Codes and kinds of fact
// that this version does not know are kept.
func (r *Reason) UnmarshalJSON(data []byte) error {
	var stored reasonJSON
	if err := json.Unmarshal(data, &stored); err != nil {
		return err
	}
	var facts []Fact
	for name, encoded := range stored.Facts {
		fact, err := decodeFact(name, encoded)
		if err != nil {
			return err
		}
		facts = append(facts, fact)
	}
	*r = (&Code{id: stored.Code, rule: stored.Rule, sentence: stored.Text, filled: true}).With(facts...)
	return nil
}

// ReasonBuilder makes the many reasons of one decision in little memory: the facts of all stand beside one another. Its zero value works.
type ReasonBuilder struct{ room *factRoom }

// NewReasonBuilder returns a builder with room for so many facts.
func NewReasonBuilder(facts int) ReasonBuilder { return ReasonBuilder{newFactRoom(facts)} }

// Reason is [Code.With]. It is quickest with facts in the order of their names.
func (b *ReasonBuilder) Reason(c *Code, facts ...Fact) Reason {
	if len(facts) == 0 {
		return Reason{code: c}
	}
	if b.room == nil {
		b.room = new(factRoom)
	}
	return Reason{code: c, facts: b.room.pack(c, facts)}
}

// Reasons are the reasons for one answer, the most important first.
type Reasons []Reason

// Has reports whether one of the reasons is of the given code.
func (rs Reasons) Has(code *Code) bool {
	return slices.ContainsFunc(rs, func(r Reason) bool { return r.Is(code) })
}

// Text returns the sentences of all reasons in the given language, with spaces
// between them.
func (rs Reasons) Text(lang Lang) string {
	sentences := make([]string, len(rs))
	for i, r := range rs {
		sentences[i] = r.Text(lang)
	}
	return strings.Join(sentences, " ")
}
