package care

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold returns s in lower case and without the marks of Vietnamese letters: the
// form in which "Đường" and "duong" are the same. It does not matter whether the
// letters of s are composed (NFC) or not (NFD). Letters of other languages lose
// their accents too; what has none, such as ß or ø, is only made lower case.
// Punctuation stays. Bytes that are not UTF-8 become U+FFFD.
//
// A folded text is a key to search and compare by, not to show: it cannot tell
// "ma" from "má".
func Fold(s string) string { return string(AppendFold(make([]byte, 0, len(s)), s)) }

// AppendFold appends [Fold] of s to dst. It allocates only if dst is too small.
func AppendFold(dst []byte, s string) []byte {
	for i := 0; i < len(s); {
		if c := s[i]; c < utf8.RuneSelf {
			dst = append(dst, lowerASCII(c))
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		switch base := baseLetter(r); {
		case base != 0:
			dst = append(dst, base)
		case !isCombining(r):
			dst = appendFoldOther(dst, r, s[i:i+size])
		}
		i += size
	}
	return dst
}

// NameKey returns the key by which names are compared: [Fold], with everything
// that is not a letter or digit made one space, and none at the ends.
func NameKey(s string) string { return string(AppendNameKey(make([]byte, 0, len(s)), s)) }

// AppendNameKey appends [NameKey] of s to dst. It allocates only if dst is too
// small.
func AppendNameKey(dst []byte, s string) []byte {
	start := len(dst)
	dst = AppendFold(dst, s)
	end, gap := start, false // the key never grows past what has been read
	for i := start; i < len(dst); {
		r, size := utf8.DecodeRune(dst[i:])
		if unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r) {
			if gap && end > start {
				dst[end] = ' '
				end++
			}
			end += copy(dst[end:], dst[i:i+size])
			gap = false
		} else {
			gap = true
		}
		i += size
	}
	return dst[:end]
}

// baseLetter returns the plain letter under a composed Vietnamese letter, or
// under another of the block Latin-1, or 0. It is a hand-made table because the
// general way, by way of NFD, is some twenty times slower and misses đ, which
// Unicode does not decompose. The Icelandic Ð is taken for the Đ that it is
// mistyped for.
func baseLetter(r rune) byte {
	switch {
	case r >= 'Ạ' && r <= 'ỹ': // U+1EA0 to U+1EF9 are all Vietnamese, in this order
		switch {
		case r <= 'ặ':
			return 'a'
		case r <= 'ệ':
			return 'e'
		case r <= 'ị':
			return 'i'
		case r <= 'ợ':
			return 'o'
		case r <= 'ự':
			return 'u'
		}
		return 'y'
	case r >= 'À' && r <= 'þ':
		const letters = "aaaaaa\x00ceeeeiiiidnooooo\x00\x00uuuuy\x00\x00" // À to Þ, à to þ
		return letters[(r-'À')%32]
	}
	switch r {
	case 'Ă', 'ă':
		return 'a'
	case 'Đ', 'đ':
		return 'd'
	case 'Ĩ', 'ĩ':
		return 'i'
	case 'Ơ', 'ơ':
		return 'o'
	case 'Ũ', 'ũ', 'Ư', 'ư':
		return 'u'
	}
	return 0
}

// isCombining reports whether r is one of the combining diacritical marks, which
// hold all those of Vietnamese.
func isCombining(r rune) bool { return r >= 0x0300 && r <= 0x036F }

// appendFoldOther folds a character that is rare in Vietnamese, in the general
// way: decompose, drop what combines, make lower case. What combines is whatever
// canonical ordering may move, so that NFC and NFD cannot differ.
func appendFoldOther(dst []byte, r rune, char string) []byte {
	if r >= '가' && r <= '힣' {
		return appendJamo(dst, r-'가')
	}
	properties := norm.NFD.PropertiesString(char)
	decomposed := properties.Decomposition()
	if decomposed == nil && properties.CCC() == 0 {
		return utf8.AppendRune(dst, unicode.ToLower(r))
	}
	for i := 0; i < len(decomposed); {
		part, size := utf8.DecodeRune(decomposed[i:])
		if !isCombining(part) && norm.NFD.Properties(decomposed[i:]).CCC() == 0 {
			dst = utf8.AppendRune(dst, unicode.ToLower(part))
		}
		i += size
	}
	return dst
}

// appendJamo decomposes a Korean syllable, by its index, into its letters, as the
// Unicode Standard prescribes in section 3.12.
func appendJamo(dst []byte, syllable rune) []byte {
	dst = utf8.AppendRune(dst, 0x1100+syllable/(21*28))
	dst = utf8.AppendRune(dst, 0x1161+syllable/28%21)
	if last := syllable % 28; last != 0 {
		dst = utf8.AppendRune(dst, 0x11A7+last)
	}
	return dst
}

func lowerASCII(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		c += 'a' - 'A'
	}
	return c
}
