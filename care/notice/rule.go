package notice

import (
	"errors"
	"fmt"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
)

// Need is what a purpose needs of the customer's consent. The zero Need is none.
type Need string

// The needs.
const (
	NeedNothing   Need = ""
	NeedNoRefusal Need = "no_refusal" // sent until the customer says no
	NeedGranted   Need = "granted"    // sent only after the customer said yes
)

// Rule is one row of what holds for notices: which notices it binds, since when, where it comes from, and what it asks. Several rows may bind one notice; it then
// keeps all of them. A host adds rows of its own, and those of other countries, as data.
type Rule struct {
	Purpose Purpose       // of the notices that it binds; "": of every purpose
	Channel care.Channel  // by which they go; "": by every channel
	From    calendar.Date // in force since; zero: always
	Until   calendar.Date // in force before this date; zero: still
	Source  string        // the law or the house rule, as reasons cite it

	// What it asks. A row may ask several things.
	Need   Need     // consent
	Hours  Hours    // when it may be sent, by the customer's clock
	Cap    Cap      // how often
	Labels []string // one of which the text begins with, or the subject of an email
	OptOut bool     // the text ends with how to refuse ({opt_out})
	// Waivable says that the customer may agree otherwise about hours and caps ([Agreed]).
	Waivable bool
}

// Hours are the time of day in which something may be sent, [From, Until) by the customer's clock. The zero Hours are the whole day; Until before From is past midnight.
type Hours struct {
	From  calendar.TimeOfDay `json:"from"`
	Until calendar.TimeOfDay `json:"until"`
}

// IsZero reports whether the hours are the whole day.
func (h Hours) IsZero() bool { return h == Hours{} }

// Cap is how often something may be sent at most: Most in any Within. A cap of one channel counts what goes to one address; a cap of every channel counts what
// goes to one customer. The zero Cap is none.
type Cap struct {
	Most   int           `json:"most"`
	Within time.Duration `json:"within"`
}

// longestCap is how far back sending is remembered for caps, and mostCapped how many.
const (
	longestCap = 400 * 24 * time.Hour
	mostCapped = 100
)

// binds reports whether the rule holds for a notice on that day.
func (r *Rule) binds(p Purpose, c care.Channel, on calendar.Date) bool {
	return r.concerns(p, c) && !r.From.After(on) && !r.over(on)
}

// concerns reports whether the rule is about such notices, on whatever day.
func (r *Rule) concerns(p Purpose, c care.Channel) bool {
	return (r.Purpose == "" || r.Purpose == p) && (r.Channel == "" || r.Channel == c)
}

// over reports whether the rule has ended by that day.
func (r *Rule) over(on calendar.Date) bool { return !r.Until.IsZero() && !on.Before(r.Until) }

// check says what is wrong with a rule.
func (r *Rule) check() error {
	switch {
	case r.Purpose != "" && !care.IsKnown(r.Purpose) || r.Channel != "" && !care.IsKnown(r.Channel):
		return fmt.Errorf("the purpose %q or the channel %q is unknown", r.Purpose, r.Channel)
	case r.Need != NeedNothing && r.Need != NeedNoRefusal && r.Need != NeedGranted:
		return fmt.Errorf("the need %q is unknown", r.Need)
	case r.Hours.From < 0 || r.Hours.Until < 0 || r.Hours.From >= dayEnd || r.Hours.Until > dayEnd || !r.Hours.IsZero() && r.Hours.From == r.Hours.Until:
		return errors.New("the hours must be from 00:00 to 24:00 and not empty")
	case r.Cap != Cap{} && (r.Cap.Most < 1 || r.Cap.Most > mostCapped || r.Cap.Within <= 0 || r.Cap.Within > longestCap):
		return fmt.Errorf("a cap is 1 to %d within at most %d days", mostCapped, longestCap/(24*time.Hour))
	}
	return nil
}

const dayEnd = calendar.TimeOfDay(24 * 60 * 60)

// open returns the first instant at or after t within the hours, by the clock of zone. Where the clocks change it may step over a window that does not exist.
func (h Hours) open(t time.Time, zone *time.Location) time.Time {
	clock := calendar.TimeOfDayOf(t, zone)
	if h.IsZero() || h.From < h.Until && h.From <= clock && clock < h.Until || h.From > h.Until && (clock >= h.From || clock < h.Until) {
		return t
	}
	day := calendar.DateOf(t, zone)
	if clock >= h.From {
		day = day.AddDays(1)
	}
	next := day.At(h.From, zone)
	if next.Before(t) { // the clocks were put back over the opening
		next = day.AddDays(1).At(h.From, zone)
	}
	return next
}
