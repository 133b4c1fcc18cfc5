package care

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"github.com/chamsoc/chamsoc/care/calendar"
)

// Text returns the value as it stands in a sentence of the given language: dates
// as 31/08/2026 or 31 August 2026, times on the clock of their own zone, money as
// [Money.Format] writes it. A zero date, time or span is empty text.
func (f Fact) Text(lang Lang) string {
	english := lang == LangEN
	switch v := f.Value().(type) {
	case string:
		return v
	case Text:
		return v.In(lang)
	case []string:
		return strings.Join(v, ", ")
	case int64:
		return strconv.FormatInt(v, 10)
	case bool:
		return yesOrNo(v).In(lang)
	case calendar.Date:
		return dateText(v, english)
	case calendar.Span:
		return spanText(v, english)
	case time.Time:
		if v.IsZero() {
			return ""
		}
		if english {
			return v.Format("15:04, 2 January 2006")
		}
		return v.Format("15:04 ngày 02/01/2006")
	case Money:
		return v.Format(lang)
	case json.RawMessage: // of a kind that this version does not know
		return string(v)
	}
	return ""
}

func yesOrNo(yes bool) Text {
	if yes {
		return Text{VI: "có", EN: "yes"}
	}
	return Text{VI: "không", EN: "no"}
}

func dateText(d calendar.Date, english bool) string {
	if d.IsZero() {
		return ""
	}
	noon := time.Date(d.Year(), d.Month(), d.Day(), 12, 0, 0, 0, time.UTC)
	if english {
		return noon.Format("2 January 2006")
	}
	return noon.Format("02/01/2006")
}

// spanText says "48 giờ làm việc" or "48 working hours". It never turns hours
// into days: a working day has no fixed number of hours. Fractions of a second are
// not shown.
func spanText(s calendar.Span, english bool) string {
	if s.Kind() == calendar.SpanWorkingDates {
		return count(int64(s.Dates()), "ngày làm việc", "working day", english)
	}
	vi, en := "", ""
	if s.Kind() == calendar.SpanWorking {
		vi, en = " làm việc", "working "
	}
	d := s.Duration()
	var parts []string
	for _, unit := range []struct {
		n      time.Duration
		vi, en string
	}{
		{d / time.Hour, "giờ", "hour"},
		{d % time.Hour / time.Minute, "phút", "minute"},
		{d % time.Minute / time.Second, "giây", "second"},
	} {
		if unit.n > 0 {
			parts = append(parts, count(int64(unit.n), unit.vi, en+unit.en, english))
			en = "" // "1 working hour 30 minutes"
		}
	}
	text := strings.Join(parts, " ")
	if english || text == "" {
		return text
	}
	return text + vi
}

// count says how many there are: English adds an s, Vietnamese needs nothing.
func count(n int64, vi, en string, english bool) string {
	number := strconv.FormatInt(n, 10) + " "
	switch {
	case !english:
		return number + vi
	case n == 1:
		return number + en
	default:
		return number + en + "s"
	}
}
