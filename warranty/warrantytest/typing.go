package warrantytest

import (
	"math/rand/v2"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/chamsoc/chamsoc/care"
)

// slip is one slip of the fingers: two neighbours change places, a letter is doubled, left out, or another one.
func slip(r *rand.Rand, text string) string {
	letters := []rune(text)
	if len(letters) < 3 {
		return text
	}
	at := 1 + r.IntN(len(letters)-2)
	switch r.IntN(4) {
	case 0:
		letters[at], letters[at+1] = letters[at+1], letters[at]
	case 1:
		letters = append(letters[:at+1], letters[at:]...)
	case 2:
		letters = append(letters[:at], letters[at+1:]...)
	case 3:
		if unicode.IsDigit(letters[at]) {
			letters[at] = '0' + (letters[at]-'0'+1+rune(r.IntN(9)))%10
		} else {
			letters[at] = 'a' + rune(r.IntN(26))
		}
	}
	return string(letters)
}

// slipPhone is a phone with one digit wrong, or two that changed places, behind its prefix.
func slipPhone(r *rand.Rand, phone care.Phone) care.Phone {
	digits := []byte(phone)
	at := 5 + r.IntN(len(digits)-6)
	if chance(r, 0.4) && digits[at] != digits[at+1] {
		digits[at], digits[at+1] = digits[at+1], digits[at]
	} else {
		digits[at] = '0' + (digits[at]-'0'+byte(1+r.IntN(9)))%10
	}
	return care.Phone(digits)
}

// tones are the combining marks of Vietnamese with the key that Telex types them by.
var tones = map[rune]byte{'\u0300': 'f', '\u0301': 's', '\u0309': 'r', '\u0303': 'x', '\u0323': 'j', '\u0302': 0, '\u0306': 'w', '\u031b': 'w'}

// telex types a word as a keyboard without its Vietnamese input method would leave it: "Nguyễn" becomes "Nguyeenx".
func telex(word string) string {
	var out strings.Builder
	tone := byte(0)
	var last rune
	for _, c := range norm.NFD.String(word) {
		key, mark := tones[c]
		switch {
		case mark && (c == '\u0302'):
			out.WriteRune(unicode.ToLower(last))
		case mark && key == 'w':
			out.WriteByte('w')
		case mark:
			tone = key
		case c == 'đ' || c == 'Đ':
			out.WriteString("dd")
		default:
			out.WriteRune(c)
			last = c
		}
	}
	if tone != 0 {
		out.WriteByte(tone)
	}
	return out.String()
}

// lookAlikes are what an eye or a camera takes for one another, with the ones that are taken most often first (the confusions that optical readers list: O and 0, I, l
// and 1, S and 5, B and 8, and less often Z and 2, G and 6, Q and O, D and 0, U and V).
var lookAlikes = map[rune]string{
	'O': "000QD", '0': "OOOOD", 'I': "111L", '1': "IIIL", 'L': "11I", 'S': "55558", '5': "SSSS6", 'B': "88883", '8': "BBBB3",
	'Z': "2", '2': "Z", 'G': "66C", '6': "GGG5", 'Q': "OO0", 'D': "O0", 'U': "V", 'V': "U",
}

// How a serial is read (assumed): each letter that looks like another is taken for it, any letter is lost, the rest of a line is cut off.
const (
	readAlike = 0.25
	readRare  = 0.02 // of those that only look a little alike
	readLost  = 0.004
)

// misread reads a serial off a photo or a worn label. At least one letter is wrong if damaged is asked for and the serial has one that can be.
func misread(r *rand.Rand, serial string, damaged bool) string {
	for range 20 {
		var out strings.Builder
		for _, c := range serial {
			alike := lookAlikes[c]
			p := readAlike
			if strings.ContainsRune("ZGQDUV26", c) {
				p = readRare
			}
			switch {
			case chance(r, readLost):
			case alike != "" && chance(r, p):
				out.WriteByte(alike[r.IntN(len(alike))])
			default:
				out.WriteRune(c)
			}
		}
		if text := out.String(); !damaged || text != serial {
			return text
		}
	}
	return serial
}

// respace writes a serial with other separators and in other letters, which is no damage.
func respace(r *rand.Rand, serial string) string {
	switch r.IntN(4) {
	case 0:
		return strings.ToLower(serial)
	case 1:
		return strings.ReplaceAll(serial, "-", " ")
	case 2:
		return serial[:len(serial)/2] + " " + serial[len(serial)/2:]
	}
	return serial
}

// asTyped writes a phone as people do: with zero or the country's code, in groups, in the eleven digits that it had until 2018.
func asTyped(r *rand.Rand, phone care.Phone) string {
	national := "0" + strings.TrimPrefix(string(phone), "+84")
	if old := oldPrefixes[national[:3]]; old != "" && chance(r, 0.15) {
		national = old + national[3:]
	}
	switch r.IntN(6) {
	case 0:
		return string(phone)
	case 1:
		return national[:4] + " " + national[4:7] + " " + national[7:]
	case 2:
		return national[:4] + "." + national[4:7] + "." + national[7:]
	}
	return national
}

// oldPrefixes are those of before September 2018 by the ones that replaced them.
var oldPrefixes = map[string]string{
	"070": "0120", "079": "0121", "077": "0122", "076": "0126", "078": "0128", "083": "0123", "084": "0124", "085": "0125", "081": "0127", "082": "0129",
	"032": "0162", "033": "0163", "034": "0164", "035": "0165", "036": "0166", "037": "0167", "038": "0168", "039": "0169", "056": "0186", "058": "0188", "059": "0199",
}

// spoken is a name as somebody gives it: without marks, without the middle name, with Telex left over, with a slip, or as it is.
func spoken(r *rand.Rand, name string) string {
	if name == "" {
		return ""
	}
	words := strings.Fields(name)
	if len(words) > 2 && chance(r, 0.15) {
		words = append(words[:1], words[len(words)-1])
	} else if chance(r, 0.06) {
		words = words[len(words)-1:]
	}
	switch x := r.Float64(); {
	case x < 0.03:
		for i, w := range words {
			words[i] = telex(w)
		}
		return strings.Join(words, " ")
	case x < 0.06:
		return slip(r, strings.Join(words, " "))
	case x < 0.55:
		return care.Fold(strings.Join(words, " "))
	case x < 0.6:
		return norm.NFD.String(strings.Join(words, " "))
	}
	return strings.Join(words, " ")
}
