package calendar

import (
	"errors"
	"strconv"
	"strings"
	"time"
)

// SpanKind says by which clock a [Span] runs. The zero SpanKind is that of the
// zero Span, which is no promise.
type SpanKind string

// The kinds of span, which are also the first words of their texts.
const (
	SpanWall         SpanKind = "wall"    // hours that run day and night
	SpanWorking      SpanKind = "working" // hours that run only while a working calendar is open
	SpanWorkingDates SpanKind = "dates"   // dates on which a working calendar opens at all
)

// Span is how long a promise runs: a length and the kind of clock that measures
// it. "48 hours", "48 working hours" and "6 working dates" are different
// promises, and only a working calendar can turn one into an instant. The zero
// Span is no promise. Spans are comparable with ==.
type Span struct {
	kind   SpanKind
	length int64 // nanoseconds, or dates
}

// Wall returns the span of d by the wall clock: nights, weekends and holidays
// count. A length of 0 is the zero Span. Wall panics if d is negative.
func Wall(d time.Duration) Span { return newSpan(SpanWall, int64(d)) }

// Working returns the span of d of working time: only the time during which a
// working calendar is open counts. A length of 0 is the zero Span. Working
// panics if d is negative.
func Working(d time.Duration) Span { return newSpan(SpanWorking, int64(d)) }

// WorkingDates returns the span of n dates on which a working calendar is open,
// however long. A length of 0 is the zero Span. WorkingDates panics if n is
// negative.
func WorkingDates(n int) Span { return newSpan(SpanWorkingDates, int64(n)) }

func newSpan(kind SpanKind, length int64) Span {
	if length < 0 {
		panic("calendar: a span cannot be negative")
	}
	if length == 0 {
		return Span{}
	}
	return Span{kind, length}
}

// Kind returns the kind of clock by which the span runs, or "" for the zero Span.
func (s Span) Kind() SpanKind { return s.kind }

// IsZero reports whether s is the zero Span, which is no promise.
func (s Span) IsZero() bool { return s == Span{} }

// Duration returns the length of a span of wall or working time, and 0 for the
// other kinds: working dates have no fixed length.
func (s Span) Duration() time.Duration {
	if s.kind == SpanWorkingDates {
		return 0
	}
	return time.Duration(s.length)
}

// Dates returns the number of working dates, and 0 for the other kinds.
func (s Span) Dates() int {
	if s.kind != SpanWorkingDates {
		return 0
	}
	return int(s.length)
}

// String returns the span as [ParseSpan] reads it: its kind, a space and its
// length, such as "wall 48h", "working 1h30m" or "dates 5". It is "" for the
// zero Span.
func (s Span) String() string {
	switch s.kind {
	case "":
		return ""
	case SpanWorkingDates:
		return string(s.kind) + " " + strconv.FormatInt(s.length, 10)
	}
	length := s.Duration().String()
	if strings.HasSuffix(length, "m0s") {
		length = strings.TrimSuffix(length, "0s")
	}
	if strings.HasSuffix(length, "h0m") {
		length = strings.TrimSuffix(length, "0m")
	}
	return string(s.kind) + " " + length
}

// ParseSpan reads the text of a span: "wall" or "working", one space and a
// length that [time.ParseDuration] reads, or "dates", one space and a whole
// number. The length must be more than 0.
func ParseSpan(text string) (Span, error) {
	kind, length, _ := strings.Cut(text, " ")
	var n int64
	var err error
	switch SpanKind(kind) {
	case SpanWall, SpanWorking:
		var d time.Duration
		d, err = time.ParseDuration(length)
		n = int64(d)
	case SpanWorkingDates:
		n, err = strconv.ParseInt(length, 10, 64)
	default:
		return Span{}, errSpanForm
	}
	if err != nil {
		return Span{}, errSpanForm
	}
	if n <= 0 {
		return Span{}, errors.New("calendar: a span must be longer than 0")
	}
	return Span{SpanKind(kind), n}, nil
}

var errSpanForm = errors.New(`calendar: a span is written like "wall 48h", "working 1h30m" or "dates 5"`)

// AppendText appends the text of [Span.String] to b. It never fails.
func (s Span) AppendText(b []byte) ([]byte, error) { return append(b, s.String()...), nil }

// MarshalText returns the text of [Span.String]. It never fails.
func (s Span) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads what [ParseSpan] reads, and empty text as the zero Span.
func (s *Span) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*s = Span{}
		return nil
	}
	parsed, err := ParseSpan(string(text))
	if err != nil {
		return err
	}
	*s = parsed
	return nil
}
