package care

import (
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/chamsoc/chamsoc/care/calendar"
)

// Required reads typed text with parse. What parse refuses is noted in p under
// path, and so is blank text, with [CodeMissing]; the result is then the zero
// value, and the caller goes on to find further problems.
func Required[T any](p *Problems, path, text string, parse func(string) (T, error)) T {
	if strings.TrimSpace(text) == "" {
		p.Add(path, text, CodeMissing.With())
		var none T
		return none
	}
	return Optional(p, path, text, parse)
}

// Optional reads typed text with parse. Blank text is the zero value. What parse
// refuses is noted in p under path.
func Optional[T any](p *Problems, path, text string, parse func(string) (T, error)) T {
	var none T
	if strings.TrimSpace(text) == "" {
		return none
	}
	value, err := parse(text)
	if err != nil {
		p.Join(path, text, err)
		return none
	}
	return value
}

// Line returns a parser of one line of text, such as a name: at most limit
// characters, in Unicode's form NFC, runs of white space made one space, none at
// the ends. It refuses control characters and text that is not UTF-8.
func Line(limit int) func(string) (string, error) {
	return func(text string) (string, error) {
		if err := checkTyped(text, limit); err != nil {
			return "", err
		}
		return checkLimit(text, strings.Join(strings.Fields(norm.NFC.String(text)), " "), limit)
	}
}

// Lines returns a parser of text that may have several lines, such as a
// complaint: at most limit characters, in Unicode's form NFC, lines ended by \n,
// no white space at the ends. It refuses what [Line] refuses.
func Lines(limit int) func(string) (string, error) {
	newlines := strings.NewReplacer("\r\n", "\n", "\r", "\n")
	return func(text string) (string, error) {
		if err := checkTyped(text, limit); err != nil {
			return "", err
		}
		return checkLimit(text, newlines.Replace(strings.TrimSpace(norm.NFC.String(text))), limit)
	}
}

// checkTyped refuses what no amount of tidying makes good.
func checkTyped(text string, limit int) error {
	if len(text) > 16*limit+64 { // far too long, however it is encoded and spaced
		return Refuse(text, CodeTooLong.With(NewFact("limit", limit)))
	}
	control := func(r rune) bool { return unicode.IsControl(r) && r != '\t' && r != '\r' && r != '\n' }
	if !utf8.ValidString(text) || strings.ContainsFunc(text, control) {
		return Refuse(text, CodeNotText.With())
	}
	return nil
}

func checkLimit(typed, tidy string, limit int) (string, error) {
	if utf8.RuneCountInString(tidy) > limit {
		return "", Refuse(typed, CodeTooLong.With(NewFact("limit", limit)))
	}
	return tidy, nil
}

// ParseDate reads a date as people in Vietnam type it, day first with slashes,
// dots or dashes (31/08/2026, 31-8-2026), or as programs do (2026-08-31). The year
// has four digits, and the day must exist. Spaces around it are dropped.
func ParseDate(text string) (calendar.Date, error) {
	typed := strings.TrimSpace(text)
	if date, err := calendar.ParseDate(typed); err == nil {
		return date, nil
	}
	for _, separator := range []string{"/", "-", "."} {
		parts := strings.Split(typed, separator)
		if len(parts) != 3 || len(parts[0]) > 2 || len(parts[1]) > 2 || len(parts[2]) != 4 {
			continue
		}
		day, errD := strconv.ParseUint(parts[0], 10, 8)
		month, errM := strconv.ParseUint(parts[1], 10, 8)
		year, errY := strconv.ParseUint(parts[2], 10, 16)
		if errD != nil || errM != nil || errY != nil {
			break
		}
		if date, err := calendar.NewDate(int(year), time.Month(month), int(day)); err == nil {
			return date, nil
		}
	}
	return calendar.Date{}, Refuse(text, CodeDateForm.With())
}
