package care

import "strings"

// placeholder is a hole in a sentence, written {name:kind}.
type placeholder struct {
	name string
	kind FactKind
}

// String returns the placeholder as it was written.
func (p placeholder) String() string { return "{" + p.name + ":" + string(p.kind) + "}" }

// cutPlaceholder splits a sentence around its first placeholder. A brace without
// its partner makes a placeholder without a kind, which is never filled and which
// CheckCodes reports.
func cutPlaceholder(sentence string) (before string, hole placeholder, after string, found bool) {
	open := strings.IndexAny(sentence, "{}")
	if open < 0 {
		return sentence, placeholder{}, "", false
	}
	inside, after, closed := strings.Cut(sentence[open+1:], "}")
	name, kind, _ := strings.Cut(inside, ":")
	if !closed || sentence[open] == '}' {
		kind = ""
	}
	return sentence[:open], placeholder{name, FactKind(kind)}, after, true
}

// placeholders returns all placeholders of a sentence.
func placeholders(sentence string) (holes []placeholder) {
	for {
		_, hole, after, found := cutPlaceholder(sentence)
		if !found {
			return holes
		}
		holes = append(holes, hole)
		sentence = after
	}
}

// fillSentence puts the facts into the sentence of the given language. A hole
// without a fact of its kind stays visible as {name}.
func (r Reason) fillSentence(lang Lang) string {
	if lang != LangEN {
		lang = LangVI
	}
	rest := r.code.sentence.In(lang)
	var b strings.Builder
	for {
		before, hole, after, found := cutPlaceholder(rest)
		b.WriteString(before)
		if !found {
			return b.String()
		}
		if fact, ok := r.Fact(hole.name); ok && fact.Kind() == hole.kind {
			b.WriteString(fact.Text(lang))
		} else {
			b.WriteString("{" + hole.name + "}")
		}
		rest = after
	}
}
