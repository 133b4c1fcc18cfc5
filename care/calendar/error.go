package calendar

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// ErrHorizon is the error of every question whose answer depends on time before
// the first or after the last date of the calendar. Nothing is ever cut off at the
// last date instead.
var ErrHorizon = errors.New("calendar: beyond the dates for which the calendar is known")

// ErrNoSpan is the error of [Calendar.Due] for the zero [Span]: a promise of no
// length is a mistake, not a promise for now.
var ErrNoSpan = errors.New("calendar: the span is zero, so it promises nothing")

func (c *Calendar) horizon(what string) error {
	return fmt.Errorf("calendar: %s lies outside %v to %v: %w", what, c.first, c.last, ErrHorizon)
}

func (c *Calendar) horizonAt(sec int64) error {
	return c.horizon(time.Unix(sec, 0).In(c.zone).Format(time.RFC3339))
}

// Fault is one thing that is wrong with a [Definition].
type Fault struct {
	// Path says where, as in its JSON: "closures[3].last".
	Path string `json:"path"`
	// Reason says what is wrong there.
	Reason string `json:"reason"`
}

// Faults is the error of [Compile]. It lists everything that is wrong with a
// definition. Read it with [errors.AsType].
type Faults []Fault

// listedFaults is how many faults [Faults.Error] spells out.
const listedFaults = 10

// Error lists the first ten faults and says how many more there are.
func (f Faults) Error() string {
	var b strings.Builder
	b.WriteString("calendar: the definition is wrong: ")
	for i, fault := range f {
		if i == listedFaults {
			fmt.Fprintf(&b, "; and %d more", len(f)-i)
			break
		}
		if i > 0 {
			b.WriteString("; ")
		}
		if fault.Path != "" {
			b.WriteString(fault.Path + ": ")
		}
		b.WriteString(fault.Reason)
	}
	return b.String()
}

// add notes a fault, up to a bound: a hostile definition could hold millions.
func (f *Faults) add(path, format string, args ...any) {
	if len(*f) < 1000 {
		*f = append(*f, Fault{path, fmt.Sprintf(format, args...)})
	}
}
