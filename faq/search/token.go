package search

import (
	"unicode"
	"unicode/utf8"
)

// token is a word of a text, or a code as a whole such as NCD-18, which follows its parts.
type token struct {
	start, end  int // bytes of the text
	exact, fold span
	parts       int  // of how many tokens before it this is the whole; 0: it is a word
	digits      bool // it has a digit: it is never corrected and shares nothing with what is spelt alike
}

type span struct{ from, to int } // of keys

// tokens are the words of a text, with their keys. The zero value is ready, and can be used again.
type tokens struct {
	all  []token
	keys []byte
	sp   speller
	// phrase is room for the words of a topic.
	phrase []byte
}

// keep adds a key to those of the text.
func (t *tokens) keep(key []byte) span {
	from := len(t.keys)
	t.keys = append(t.keys, key...)
	return span{from, len(t.keys)}
}

func (t *tokens) exact(w token) []byte { return t.keys[w.exact.from:w.exact.to] }
func (t *tokens) fold(w token) []byte  { return t.keys[w.fold.from:w.fold.to] }

// maxKey is where the key of a word ends. Nothing that people type as a word is as long, in UTF-8 bytes.
const maxKey = 64

// maxParts is how many parts a code may have.
const maxParts = 8

// read takes a text apart. A word is a run of letters, digits and their marks, in which an apostrophe may stand; a code is several with dots, dashes,
// slashes or underscores between them and a digit somewhere, or a word that goes over from letters to digits once, or from digits to letters.
func (t *tokens) read(text string) {
	t.all, t.keys = t.all[:0], t.keys[:0]
	for at := 0; at < len(text); {
		kind, size := charKind(text[at:])
		switch kind {
		case kindLetter, kindDigit:
			at = t.compound(text, at)
		case kindAlone:
			t.word(text, at, at+size)
			at += size
		default:
			at += size
		}
	}
}

// compound reads the words that begin at from and hang together, and returns where they end.
func (t *tokens) compound(text string, from int) int {
	first, at, digits := len(t.all), from, false
	for {
		end, cut, turns := run(text, at)
		switch {
		case turns == 1:
			t.word(text, at, cut)
			t.word(text, cut, end)
			digits = true
		default:
			digits = t.word(text, at, end) || digits
		}
		at = end
		if next := joined(text, end); next > end {
			at = next
			continue
		}
		if parts := len(t.all) - first; digits && parts > 1 && parts <= maxParts {
			t.whole(text, from, end, parts)
		}
		return at
	}
}

// run finds the end of the word that begins at from, how often letters and digits meet in it, and where they first do.
func run(text string, from int) (end, cut, turns int) {
	last := kindOther
	for end = from; end < len(text); {
		kind, size := charKind(text[end:])
		switch kind {
		case kindLetter, kindDigit:
			if last != kindOther && kind != last {
				if turns++; turns == 1 {
					cut = end
				}
			}
			last = kind
		case kindApostrophe:
			if next, _ := charKind(text[end+size:]); next != kindLetter {
				return end, cut, turns
			}
		case kindMark:
		default:
			return end, cut, turns
		}
		end += size
	}
	return end, cut, turns
}

// joined returns where the next part of a code begins, if the character at end joins it to the part before, else end.
func joined(text string, end int) int {
	if end+1 >= len(text) {
		return end
	}
	next, _ := charKind(text[end+1:])
	switch text[end] {
	case '.', '-', '_', '/':
		if next == kindLetter || next == kindDigit {
			return end + 1
		}
	case ',':
		if next == kindDigit && text[end-1] >= '0' && text[end-1] <= '9' {
			return end + 1
		}
	}
	return end
}

// word adds the word text[start:end] and reports whether it has a digit.
func (t *tokens) word(text string, start, end int) bool {
	t.sp.reset()
	digits := false
	for i, r := range text[start:end] {
		kind, _ := charKind(text[start+i:])
		digits = digits || kind == kindDigit
		if kind != kindApostrophe && !invisible(r) && len(t.sp.exact) < maxKey {
			t.sp.add(r)
		}
	}
	t.sp.end()
	if len(t.sp.fold) > 0 {
		t.add(token{start: start, end: end, digits: digits})
	}
	return digits
}

// whole adds the code that the last parts make.
func (t *tokens) whole(text string, start, end, parts int) {
	t.sp.reset()
	for _, part := range t.all[len(t.all)-parts:] {
		t.sp.fold = append(t.sp.fold, t.fold(part)...)
	}
	if len(t.sp.fold) <= maxKey {
		t.sp.exact = append(t.sp.exact, t.sp.fold...)
		t.add(token{start: start, end: end, parts: parts, digits: true})
	}
}

func (t *tokens) add(w token) {
	w.exact.from = len(t.keys)
	t.keys = append(t.keys, t.sp.exact...)
	w.exact.to = len(t.keys)
	w.fold = w.exact
	if string(t.sp.fold) != string(t.sp.exact) {
		w.fold.from = len(t.keys)
		t.keys = append(t.keys, t.sp.fold...)
		w.fold.to = len(t.keys)
	}
	t.all = append(t.all, w)
}

type kind uint8

const (
	kindOther kind = iota
	kindLetter
	kindDigit
	kindMark       // belongs to the letter before it
	kindApostrophe // inside a word it is no gap
	kindAlone      // a character of a script without spaces, which is a word to us
)

// charKind classifies the first character of a text.
func charKind(text string) (kind, int) {
	if text == "" {
		return kindOther, 0
	}
	c := text[0]
	switch {
	case 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z':
		return kindLetter, 1
	case '0' <= c && c <= '9':
		return kindDigit, 1
	case c == '\'':
		return kindApostrophe, 1
	case c < utf8.RuneSelf:
		return kindOther, 1
	}
	r, size := utf8.DecodeRuneInString(text)
	switch {
	case letterOf(r).quality != 0:
		return kindLetter, size
	case r == '’':
		return kindApostrophe, size
	case unicode.IsMark(r) || invisible(r):
		return kindMark, size
	case unicode.IsDigit(r):
		return kindDigit, size
	case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar):
		return kindAlone, size
	case unicode.IsLetter(r) || unicode.IsNumber(r):
		return kindLetter, size
	}
	return kindOther, size
}

// invisible reports whether r is a soft hyphen or one of the joiners that some programs leave in texts.
func invisible(r rune) bool { return r == '\u00AD' || r == '\u200C' || r == '\u200D' || r == '\uFEFF' }
