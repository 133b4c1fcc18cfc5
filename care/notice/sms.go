package notice

import (
	"strings"
	"unicode/utf16"
)

// Encoding is how the letters of a text message travel.
type Encoding string

// The encodings of 3GPP TS 23.038.
const (
	GSM7 Encoding = "gsm7" // 160 letters in one message, 153 in each of several; no Vietnamese marks
	UCS2 Encoding = "ucs2" // 70 letters in one message, 67 in each of several
)

// Size is how large a text message is, and why.
type Size struct {
	Encoding Encoding `json:"encoding"`
	// Units are counted: a letter of GSM-7, two for one of its extension table (^ { } \ [ ~ ] | €); 16 bits of UCS-2, two for an emoji.
	Units int `json:"units"`
	// Parts are messages paid for.
	Parts int `json:"parts"`
	// Because is the first letter that GSM-7 does not have; 0: it has them all.
	Because rune `json:"because,omitempty"`
}

// maxParts is as many parts as are sent. Networks take more, people do not read them.
const maxParts = 10

const (
	gsmBasic = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
	gsmMore  = "\f^{}\\[~]|€"
)

// SMS says how large a text message is: in which encoding, and how many parts it is cut into. No letter is cut in two, so a part may be shorter than it could be.
func SMS(text string) Size {
	s := Size{Encoding: GSM7}
	for _, r := range text {
		if !strings.ContainsRune(gsmBasic, r) && !strings.ContainsRune(gsmMore, r) {
			s.Encoding, s.Because = UCS2, r
			break
		}
	}
	one, each := 160, 153
	if s.Encoding == UCS2 {
		one, each = 70, 67
	}
	left := 0
	for _, r := range text {
		n := s.units(r)
		if s.Units += n; n > left {
			s.Parts, left = s.Parts+1, each
		}
		left -= n
	}
	if s.Units <= one && s.Units > 0 {
		s.Parts = 1
	}
	return s
}

// units is how many one letter takes.
func (s Size) units(r rune) int {
	if s.Encoding == UCS2 {
		return utf16.RuneLen(r)
	}
	if strings.ContainsRune(gsmMore, r) {
		return 2
	}
	return 1
}
