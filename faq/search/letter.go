package search

import (
	"unicode"
	"unicode/utf8"

	"github.com/chamsoc/chamsoc/care"
)

// letter is a Vietnamese letter taken apart: đ, or a vowel with its quality (a, ă, â, …) and the tone of its syllable.
type letter struct {
	quality rune // the lower-case letter without its tone; 0: not a Vietnamese letter
	base    byte // the letter that remains when all marks are stripped
	tone    rune // the combining mark of its tone; 0: none
}

// The tones as combining marks, in the order in which letters lists them.
var tones = [...]rune{0, '\u0300', '\u0301', '\u0309', '\u0303', '\u0323'}

// vowels lists each vowel with its six tones, in the order of tones.
var vowels = [...]struct {
	base  byte
	forms [6]rune
}{
	{'a', [6]rune{'a', 'à', 'á', 'ả', 'ã', 'ạ'}}, {'a', [6]rune{'ă', 'ằ', 'ắ', 'ẳ', 'ẵ', 'ặ'}}, {'a', [6]rune{'â', 'ầ', 'ấ', 'ẩ', 'ẫ', 'ậ'}},
	{'e', [6]rune{'e', 'è', 'é', 'ẻ', 'ẽ', 'ẹ'}}, {'e', [6]rune{'ê', 'ề', 'ế', 'ể', 'ễ', 'ệ'}},
	{'i', [6]rune{'i', 'ì', 'í', 'ỉ', 'ĩ', 'ị'}},
	{'o', [6]rune{'o', 'ò', 'ó', 'ỏ', 'õ', 'ọ'}}, {'o', [6]rune{'ô', 'ồ', 'ố', 'ổ', 'ỗ', 'ộ'}}, {'o', [6]rune{'ơ', 'ờ', 'ớ', 'ở', 'ỡ', 'ợ'}},
	{'u', [6]rune{'u', 'ù', 'ú', 'ủ', 'ũ', 'ụ'}}, {'u', [6]rune{'ư', 'ừ', 'ứ', 'ử', 'ữ', 'ự'}},
	{'y', [6]rune{'y', 'ỳ', 'ý', 'ỷ', 'ỹ', 'ỵ'}},
}

// lettersLow and lettersHigh hold every Vietnamese letter that is not ASCII by its code point: below U+0200, and from U+1EA0 on.
var lettersLow, lettersHigh = tabulateLetters()

const (
	lowEnd    = 0x200
	highStart = 0x1EA0
	highEnd   = 0x1F00
)

func tabulateLetters() (low [lowEnd]letter, high [highEnd - highStart]letter) {
	put := func(r rune, l letter) {
		if r >= highStart {
			high[r-highStart] = l
		} else if r >= utf8.RuneSelf {
			low[r] = l
		}
	}
	for _, v := range vowels {
		for i, form := range v.forms {
			put(form, letter{v.forms[0], v.base, tones[i]})
			put(unicode.ToUpper(form), letter{v.forms[0], v.base, tones[i]})
		}
	}
	for _, r := range "đĐðÐ" { // the last two are Icelandic, and look the same in capitals
		put(r, letter{'đ', 'd', 0})
	}
	return low, high
}

func letterOf(r rune) letter {
	switch {
	case r < lowEnd:
		return lettersLow[r]
	case r >= highStart && r < highEnd:
		return lettersHigh[r-highStart]
	}
	return letter{}
}

// speller writes the two keys by which a word is known: exact, with the marks of Vietnamese, and fold, without. In the exact key the tone stands
// behind the word, so that hoà and hòa, and composed and decomposed letters, are one.
type speller struct {
	exact, fold []byte
	tone        rune
}

func (s *speller) reset() { s.exact, s.fold, s.tone = s.exact[:0], s.fold[:0], 0 }

func (s *speller) add(r rune) {
	if r < utf8.RuneSelf {
		c := byte(r)
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		s.exact, s.fold = append(s.exact, c), append(s.fold, c)
		return
	}
	if l := letterOf(r); l.quality != 0 {
		s.exact, s.fold = utf8.AppendRune(s.exact, l.quality), append(s.fold, l.base)
		if l.tone != 0 {
			s.tone = l.tone
		}
		return
	}
	if r >= 0x300 && r < 0x370 {
		s.mark(r)
		return
	}
	var char [utf8.UTFMax]byte
	n := utf8.EncodeRune(char[:], r)
	from := len(s.fold)
	s.fold = care.AppendFold(s.fold, string(char[:n]))
	s.exact = append(s.exact, s.fold[from:]...)
}

// mark adds a combining mark: a tone, or the quality of the letter before it. Others are dropped, as from the fold.
func (s *speller) mark(r rune) {
	for _, tone := range tones[1:] {
		if r == tone {
			s.tone = r
			return
		}
	}
	last, size := utf8.DecodeLastRune(s.exact)
	changed := last
	switch {
	case r == '\u0302' && (last == 'a' || last == 'e' || last == 'o'):
		changed = map[rune]rune{'a': 'â', 'e': 'ê', 'o': 'ô'}[last]
	case r == '\u0306' && last == 'a':
		changed = 'ă'
	case r == '\u031B' && (last == 'o' || last == 'u'):
		changed = map[rune]rune{'o': 'ơ', 'u': 'ư'}[last]
	}
	if changed != last {
		s.exact = utf8.AppendRune(s.exact[:len(s.exact)-size], changed)
	}
}

// end completes the keys.
func (s *speller) end() {
	if n := len(s.fold); n >= 2 && s.fold[n-1] == 'y' && writtenBothWays(s.fold[:n-1]) {
		s.fold[n-1] = 'i'
		s.exact[len(s.exact)-1] = 'i' // a final y is one byte in both
	}
	s.fold = stem(s.fold)
	if s.tone != 0 {
		s.exact = utf8.AppendRune(s.exact, s.tone)
	}
}

// writtenBothWays reports whether a syllable of this beginning and y is also written with i: kỹ and kĩ, lý and lí, quý and quí.
func writtenBothWays(onset []byte) bool {
	switch string(onset) {
	case "h", "k", "l", "m", "s", "t", "qu":
		return true
	}
	return false
}
