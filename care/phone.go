package care

import (
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Phone is a telephone number in the international form E.164, without spaces:
// "+84912345678". The empty Phone is no number. Only [ParsePhone] and other
// parsers make one; == compares numbers however they were typed.
type Phone string

// PhoneParser reads one telephone number. [ParsePhone] is one; a host with
// customers in many countries plugs in one that stands on a larger library. It
// refuses with an [*Invalid], as [Refuse] makes.
type PhoneParser func(text string) (Phone, error)

const (
	phoneTextLimit   = 64 // bytes that are looked at for one number
	phoneDigitsLimit = 18 // "00" and 15 digits, with room for "(0)"
)

// ParsePhone reads a telephone number as people in Vietnam type it.
//
// Spaces, dots, dashes, parentheses and invisible characters are skipped, and
// full-width digits are read. The number may start with +84, 0084, 84, 0, or
// nothing, as spreadsheets lose the zero, and +84 may be followed by (0). It has
// 9 digits starting with 3, 5, 7, 8 or 9, or 10 starting with 2 (a landline):
// which of those the carriers have opened changes too often to check. The service
// numbers 1800 and 1900 are read as well. A mobile number from before September
// 2018, such as 0169 123 4567, becomes the one that replaced it, 039 123 4567. A
// number that starts with + or 00 and another country's code is kept as it is if it
// has 8 to 15 digits.
func ParsePhone(text string) (Phone, error) {
	if len(text) > phoneTextLimit {
		return "", Refuse(text, CodePhoneLength.With())
	}
	var buf [phoneDigitsLimit]byte
	digits, plus, refusal := phoneDigits(buf[:0], text)
	if refusal != nil {
		return "", Refuse(text, refusal.With())
	}
	phone, refusal := phoneOf(digits, plus)
	if refusal != nil {
		return "", Refuse(text, refusal.With())
	}
	return phone, nil
}

// phoneDigits appends the digits of text to digits and reports whether a plus
// sign comes before them.
func phoneDigits(digits []byte, text string) (_ []byte, plus bool, refusal *Code) {
	for _, r := range strings.TrimSpace(text) {
		if '０' <= r && r <= '９' {
			r += '0' - '０'
		}
		switch {
		case '0' <= r && r <= '9':
			if len(digits) == phoneDigitsLimit {
				return nil, false, CodePhoneLength
			}
			digits = append(digits, byte(r))
		case (r == '+' || r == '＋') && !plus && len(digits) == 0:
			plus = true
		case isPhoneSeparator(r):
			return nil, false, CodePhoneSeveral
		case r == '\'' && len(digits) == 0: // a spreadsheet's mark of text
		case !isPhoneFiller(r):
			return nil, false, CodePhoneCharacters
		}
	}
	if len(digits) == 0 {
		return nil, false, CodeMissing
	}
	return digits, plus, nil
}

func isPhoneFiller(r rune) bool {
	if r < utf8.RuneSelf {
		return r == ' ' || r == '.' || r == '-' || r == '(' || r == ')' || r == '\t'
	}
	return unicode.In(r, unicode.Zs, unicode.Pd, unicode.Cf) || strings.ContainsRune("·．（）−", r)
}

// phoneOf finds out in which of the ways that are in use the digits were written.
func phoneOf(d []byte, plus bool) (Phone, *Code) {
	switch {
	case plus:
		return phoneAbroad(d)
	case len(d) > 2 && d[0] == '0' && d[1] == '0':
		return phoneAbroad(d[2:])
	case d[0] == '0':
		return phoneInVietnam(d[1:])
	case len(d) >= 10 && d[0] == '8' && d[1] == '4': // with 9 digits it is 084 without its zero
		return phoneAbroad(d)
	}
	return phoneInVietnam(d)
}

// phoneAbroad reads a number that starts with the code of a country.
func phoneAbroad(d []byte) (Phone, *Code) {
	if len(d) > 2 && d[0] == '8' && d[1] == '4' {
		if d[2] == '0' {
			return phoneInVietnam(d[3:])
		}
		return phoneInVietnam(d[2:])
	}
	if len(d) < 8 || len(d) > 15 {
		return "", CodePhoneLength
	}
	if d[0] == '0' {
		return "", CodePhonePrefix
	}
	return newPhone("+", d), nil
}

// phoneInVietnam reads a number without its country code and leading zero.
func phoneInVietnam(d []byte) (Phone, *Code) {
	if len(d) < 8 || len(d) > 10 {
		return "", CodePhoneLength
	}
	switch first := d[0]; {
	case first == '2' && len(d) == 10,
		first >= '3' && first != '4' && first != '6' && len(d) == 9,
		isServiceNumber(string(d)) && len(d) != 9:
		return newPhone("+84", d), nil
	case first == '1' && len(d) == 10:
		if prefix, ok := migratedPrefixes[string(d[:3])]; ok {
			return newPhone(prefix, d[3:]), nil
		}
		return "", CodePhonePrefix
	case first == '0' || first == '1' || first == '4' || first == '6':
		return "", CodePhonePrefix
	}
	return "", CodePhoneLength
}

func newPhone(prefix string, digits []byte) Phone {
	var buf [len("+84") + phoneDigitsLimit]byte
	return Phone(append(append(buf[:0], prefix...), digits...))
}

func isServiceNumber(national string) bool {
	return strings.HasPrefix(national, "1800") || strings.HasPrefix(national, "1900")
}

// migratedPrefixes says what replaced the first three digits of the 11-digit
// mobile numbers when those were given up, from 15 September 2018 to 30 June 2019.
// The last seven digits stayed. The 21 prefixes follow no formula:
// https://lawnet.vn/en/laws/what-is-the-current-list-of-prefixes-of-vietnamese-phone-numbers-of-mobile-network-operators-what-i-134777.html
var migratedPrefixes = map[string]string{
	"120": "+8470", "121": "+8479", "122": "+8477", "126": "+8476", "128": "+8478", // MobiFone
	"123": "+8483", "124": "+8484", "125": "+8485", "127": "+8481", "129": "+8482", // VinaPhone
	"162": "+8432", "163": "+8433", "164": "+8434", "165": "+8435", // Viettel
	"166": "+8436", "167": "+8437", "168": "+8438", "169": "+8439", // Viettel
	"186": "+8456", "188": "+8458", // Vietnamobile
	"199": "+8459", // Gmobile
}

// phonesLimit is how many bytes of a field may hold telephone numbers.
const phonesLimit = 500

// ParsePhones reads a field into which several numbers were typed, as in
// "0912 345 678 / 0169 123 4567": between them stand slashes, commas, semicolons,
// bars, new lines, or dashes with spaces around them. Each number is read by
// [ParsePhone] and returned once. If any is refused so is the field, with the
// place of each such number, counted from 0, as its path.
func ParsePhones(text string) ([]Phone, error) { return parsePhones(text, ParsePhone) }

func parsePhones(text string, parse PhoneParser) ([]Phone, error) {
	if len(text) > phonesLimit {
		return nil, Refuse(text, CodeTooLong.With(NewFact("limit", phonesLimit)))
	}
	phones, err := parseEachPhone(text, parse)
	if err != nil && strings.Contains(text, " - ") { // it stands between numbers, or inside one
		split, splitErr := parseEachPhone(strings.ReplaceAll(text, " - ", "/"), parse)
		if splitErr == nil {
			return split, nil
		}
	}
	return phones, err
}

func parseEachPhone(text string, parse PhoneParser) ([]Phone, error) {
	var phones []Phone
	var problems Problems
	for i, part := range strings.FieldsFunc(text, isPhoneSeparator) {
		phone := Optional(&problems, fmt.Sprintf("[%d]", i), part, parse)
		if phone != "" && !slices.Contains(phones, phone) {
			phones = append(phones, phone)
		}
	}
	if err := problems.Err(); err != nil {
		return nil, err
	}
	if phones == nil {
		return nil, Refuse(text, CodeMissing.With())
	}
	return phones, nil
}

func isPhoneSeparator(r rune) bool { return strings.ContainsRune("/,;|\n", r) }

// National returns the number as it is dialled in Vietnam, grouped for reading:
// "0912 345 678", "024 3822 1234", "1900 1234". A number of another country is
// returned in its international form.
func (p Phone) National() string {
	national, ok := strings.CutPrefix(string(p), "+84")
	switch {
	case !ok || len(national) < 8:
		return string(p)
	case isServiceNumber(national):
		return national[:4] + " " + national[4:]
	case strings.HasPrefix(national, "24"), strings.HasPrefix(national, "28"): // Hanoi, Ho Chi Minh City
		return "0" + national[:2] + " " + national[2:6] + " " + national[6:]
	}
	return "0" + national[:3] + " " + national[3:6] + " " + national[6:]
}

// Masked returns the number with only its first two and last three digits
// readable, "09xx xxx 678": enough for its owner to recognise.
func (p Phone) Masked() string {
	masked := []byte(p.National())
	tooShort := len(masked) < 8 // not a number that a parser made
	digits := 0
	for i, c := range masked {
		if c == ' ' || c == '+' {
			continue
		}
		digits++
		if tooShort || digits > 2 && i < len(masked)-3 {
			masked[i] = 'x'
		}
	}
	return string(masked)
}

// LogValue returns the masked number, so that logs hold no whole one.
func (p Phone) LogValue() slog.Value { return slog.StringValue(p.Masked()) }
