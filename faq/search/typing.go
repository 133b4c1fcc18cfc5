package search

import "unicode/utf8"

// syllable is a Vietnamese syllable while its keys are decoded.
type syllable struct {
	letters [maxKeys]rune // with their qualities, without a tone
	n       int
	tone    rune
	changed bool // some key was not a letter
}

// maxKeys is more than any syllable has.
const maxKeys = 12

// spell writes the keys of what was decoded, and reports whether that is anything, and a Vietnamese syllable.
func (s *syllable) spell(sp *speller) bool {
	if !s.changed {
		return false
	}
	if n := s.n; n > 2 && s.letters[n-2] == 'ư' && s.letters[n-1] == 'ơ' {
		s.letters[n-2] = 'u' // thuở: ươ has something behind it
	}
	sp.reset()
	for _, r := range s.letters[:s.n] {
		sp.add(r)
	}
	sp.tone = s.tone
	if !isSyllable(string(sp.fold)) {
		return false
	}
	sp.end()
	return true
}

func (s *syllable) add(r rune) {
	s.letters[s.n] = r
	s.n++
}

func (s *syllable) hasVowel() bool { return s.lastVowel() >= 0 }

func (s *syllable) lastVowel() int {
	for i := s.n - 1; i >= 0; i-- {
		switch s.letters[i] {
		case 'a', 'ă', 'â', 'e', 'ê', 'i', 'o', 'ô', 'ơ', 'u', 'ư', 'y':
			return i
		}
	}
	return -1
}

// change makes the last letter that mark can go on into the letter with it.
func (s *syllable) change(mark func(rune) rune) bool {
	for i := s.n - 1; i >= 0; i-- {
		if marked := mark(s.letters[i]); marked != 0 {
			s.letters[i], s.changed = marked, true
			return true
		}
	}
	return false
}

func circumflex(r rune) rune {
	switch r {
	case 'a':
		return 'â'
	case 'e':
		return 'ê'
	case 'o':
		return 'ô'
	}
	return 0
}

func breve(r rune) rune {
	if r == 'a' {
		return 'ă'
	}
	return 0
}

func horn(r rune) rune {
	switch r {
	case 'o':
		return 'ơ'
	case 'u':
		return 'ư'
	}
	return 0
}

func hornOrBreve(r rune) rune { return max(horn(r), breve(r)) }

func stroke(r rune) rune {
	if r == 'd' {
		return 'đ'
	}
	return 0
}

// hornBoth turns uo into ươ.
func (s *syllable) hornBoth() bool {
	for i := s.n - 2; i >= 0; i-- {
		if s.letters[i] == 'u' && s.letters[i+1] == 'o' && (i == 0 || s.letters[i-1] != 'q') {
			s.letters[i], s.letters[i+1], s.changed = 'ư', 'ơ', true
			return true
		}
	}
	return false
}

// decodeTelex reads a folded word as Telex keys that an input method left undecoded: dduwowcj is được. The keys of marks may stand where they are typed
// or at the end of the word. It leaves the keys of the word in sp, and returns false where that makes no Vietnamese syllable.
func decodeTelex(word []byte, sp *speller) bool {
	if len(word) > maxKeys {
		return false
	}
	var s syllable
	for _, c := range word {
		r := rune(c)
		switch vowel := s.lastVowel(); {
		case c >= utf8.RuneSelf:
			return false
		case toneOfTelex(r) != 0 && vowel >= 0:
			if s.tone != 0 {
				return false
			}
			s.tone, s.changed = toneOfTelex(r), true
		case r == 'z' && vowel >= 0:
			s.tone, s.changed = 0, true
		case r == 'w':
			if !s.hornBoth() && !s.change(hornOrBreve) {
				s.add('ư')
				s.changed = true
			}
		case r == 'd' && s.letters[0] == 'd':
			s.letters[0], s.changed = 'đ', true
		case vowel >= 0 && s.letters[vowel] == r && circumflex(r) != 0:
			s.letters[vowel], s.changed = circumflex(r), true
		default:
			s.add(r)
		}
	}
	return s.spell(sp)
}

func toneOfTelex(r rune) rune {
	switch r {
	case 'f':
		return '\u0300'
	case 's':
		return '\u0301'
	case 'r':
		return '\u0309'
	case 'x':
		return '\u0303'
	case 'j':
		return '\u0323'
	}
	return 0
}

// decodeVNI is decodeTelex for VNI keys, where digits are the marks: d9u7o7c5 is được.
func decodeVNI(word []byte, sp *speller) bool {
	if len(word) > maxKeys {
		return false
	}
	var s syllable
	for _, c := range word {
		decoded := true
		switch {
		case c >= utf8.RuneSelf:
			return false
		case c >= '1' && c <= '5':
			decoded = s.hasVowel() && s.tone == 0
			s.tone, s.changed = [...]rune{'\u0301', '\u0300', '\u0309', '\u0303', '\u0323'}[c-'1'], true
		case c == '0':
			decoded = s.tone != 0
			s.tone = 0
		case c == '6':
			decoded = s.change(circumflex)
		case c == '7':
			decoded = s.hornBoth() || s.change(horn)
		case c == '8':
			decoded = s.change(breve)
		case c == '9':
			decoded = s.change(stroke)
		default:
			s.add(rune(c))
		}
		if !decoded {
			return false
		}
	}
	return s.spell(sp)
}
