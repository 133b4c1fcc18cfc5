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
