package search

import (
	"strconv"
	"unicode/utf8"

	"github.com/chamsoc/chamsoc/care"
)

// Entry is a question with its answer in one language, as the index keeps it. The index holds on to the strings and copies none.
type Entry struct {
	ID string `json:"id"` // unique in an index
	// Lang is the language of the texts. Empty: found whatever language is asked for.
	Lang care.Lang `json:"lang,omitempty"`
	// Phrasings are ways to ask the question: the question itself, then others. They matter more for finding an entry than anything else.
	Phrasings []string `json:"phrasings"`
	Answer    string   `json:"answer,omitempty"`
	// Tags say for what the entry is. Without a tag of some kind it is for everything of that kind.
	Tags []Tag `json:"tags,omitempty"`
}

// Tag is one thing that an entry is for, or that a query is about, such as a product. The kinds are the caller's.
type Tag struct {
	Kind  string `json:"kind"`
	Value string `json:"value"`
}

// How much an entry may hold.
const (
	MaxText      = 100_000 // characters of a phrasing or an answer
	MaxPhrasings = 1000
)

func (e *Entry) problems(p *care.Problems, at int) {
	path := "entries[" + strconv.Itoa(at) + "]."
	if e.ID == "" {
		p.Add(path+"id", "", care.CodeMissing.With())
	}
	if len(e.Phrasings) == 0 {
		p.Add(path+"phrasings", "", care.CodeMissing.With())
	}
	if len(e.Phrasings) > MaxPhrasings {
		p.Add(path+"phrasings", "", care.CodeTooMany.With(care.NewFact("limit", MaxPhrasings)))
	}
	for i, text := range e.Phrasings {
		checkLength(p, path+"phrasings["+strconv.Itoa(i)+"]", text, MaxText)
	}
	checkLength(p, path+"answer", e.Answer, MaxText)
}

func checkLength(p *care.Problems, path, text string, limit int) {
	if len(text) > limit && utf8.RuneCountInString(text) > limit {
		p.Add(path, "", care.CodeTooLong.With(care.NewFact("limit", limit)))
	}
}

// matches reports whether an entry may be shown to who asks: it is in the language, and for each kind of tag that the query names it is for
// everything, or for one of the things named.
func (q *Query) matches(e *Entry) bool {
	if q.Lang != "" && e.Lang != "" && q.Lang != e.Lang {
		return false
	}
	for _, tag := range e.Tags {
		if q.names(tag.Kind) && !q.sharesWith(e, tag.Kind) {
			return false
		}
	}
	return true
}

func (q *Query) names(kind string) bool {
	for _, tag := range q.Tags {
		if tag.Kind == kind {
			return true
		}
	}
	return false
}

func (q *Query) sharesWith(e *Entry, kind string) bool {
	for _, a := range q.Tags {
		for _, b := range e.Tags {
			if a == b && a.Kind == kind {
				return true
			}
		}
	}
	return false
}
