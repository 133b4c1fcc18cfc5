package warranty

import (
	"strings"
	"unicode"
)

// SerialKey is the form in which serials are compared: upper case, without the separators people put in or leave out: spaces, dashes,
// dots, slashes, colons, underscores, and the invisible characters that come along when text is copied.
func SerialKey(serial string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || strings.ContainsRune("._/\\:", r) || unicode.In(r, unicode.Pd, unicode.Cf) {
			return -1
		}
		return r
	}, strings.ToUpper(serial))
}

// SerialFold is SerialKey with the letters that are misread for digits made equal to them (O and 0, I, L and 1, S and 5, B and 8). Many serials
// share a fold, so it finds candidates and proves nothing by itself.
func SerialFold(serial string) string { return foldSerial.Replace(SerialKey(serial)) }

var foldSerial = strings.NewReplacer("O", "0", "I", "1", "L", "1", "S", "5", "B", "8")

// isIMEI reports whether a serial has the form of an IMEI: fifteen digits (3GPP TS 23.003).
func isIMEI(key string) bool {
	return len(key) == 15 && strings.Trim(key, "0123456789") == ""
}

// imeiChecks reports whether the last of an IMEI's fifteen digits is the Luhn check digit of the others. Old devices may have a 0 there, so a
// mismatch is a warning.
func imeiChecks(key string) bool {
	sum := 0
	for i := range len(key) {
		d := int(key[i] - '0')
		if i%2 == 1 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return sum%10 == 0
}

// likeness says how a serial that was read agrees with the one of a registration, best first.
type likeness int

const (
	serialUnknown likeness = iota // one of them is not there
	serialExact
	serialFolded  // equal but for letters that SerialFold makes equal
	serialMisread // equal but for letters that look alike, and at most one that is lost, too many, or another
	serialDiffers
)

// minMisread is how long a serial is before one wrong letter in it is taken for a slip.
const minMisread = 7

// compareSerial compares two serial keys.
func compareSerial(read, known string) likeness {
	switch {
	case read == "" || known == "":
		return serialUnknown
	case read == known:
		return serialExact
	}
	a, b := foldSerial.Replace(read), foldSerial.Replace(known)
	if a == b {
		return serialFolded
	}
	if len(b) >= minMisread && oneSlip(foldAlike.Replace(a), foldAlike.Replace(b)) {
		return serialMisread
	}
	return serialDiffers
}

// foldAlike makes letters equal that are misread more rarely than those of SerialFold, after it.
var foldAlike = strings.NewReplacer("Q", "0", "D", "0", "Z", "2", "G", "6", "V", "U")

// oneSlip reports whether two texts differ by at most one letter that is lost, too many, another, or in the place of its neighbour.
func oneSlip(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > 4 { // no letter of UTF-8 is longer
		return false
	}
	x, y := []rune(a), []rune(b)
	at := 0
	for at < len(x) && at < len(y) && x[at] == y[at] {
		at++
	}
	x, y = x[at:], y[at:]
	switch {
	case len(x) > 1 && len(y) > 1 && x[0] == y[1] && x[1] == y[0] && string(x[2:]) == string(y[2:]):
		return true
	case len(x) == len(y):
		return len(x) == 0 || string(x[1:]) == string(y[1:])
	case len(x)+1 == len(y):
		return string(x) == string(y[1:])
	case len(x) == len(y)+1:
		return string(x[1:]) == string(y)
	}
	return false
}
