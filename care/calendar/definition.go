package calendar

import "time"

// Text is a text in Vietnamese and English. Either may be missing. It converts to
// and from care.Text, which this package is too low to know.
type Text struct {
	VI string `json:"vi"`
	EN string `json:"en"`
}

// IsZero reports whether there is no text.
func (t Text) IsZero() bool { return t == Text{} }

// Definition says when a business is open. It is plain data for the host to keep
// as JSON:
//
//	{
//	  "zone": "Asia/Ho_Chi_Minh",
//	  "weeks": [{"mon": "08:00-12:00 13:30-17:30", …, "sat": "08:00-12:00"}],
//	  "overrides": [{"date": "2026-01-10", "shifts": "08:00-12:00", "name": {"vi": "Làm bù", "en": "Make-up day"}}],
//	  "closures": [
//	    {"first": "2026-02-16", "last": "2026-02-20", "name": {"vi": "Tết", "en": "Tet"}},
//	    {"first": "2026-12-31", "hours": "15:00-24:00", "name": {"vi": "Kiểm kê", "en": "Stocktaking"}}
//	  ]
//	}
//
// Whether a date is open is decided in this order: a closure of the whole date,
// then the override of the date, then the week; then closures of hours are taken
// away from whatever is open. A shift belongs to the date on which it starts, so a
// closed date closes the night shift that starts on it, its hours after midnight
// included, and not the one that began the evening before.
type Definition struct {
	// Zone is an IANA time zone, such as "Asia/Ho_Chi_Minh". All dates and times
	// of day are those of the clocks there.
	Zone string `json:"zone"`
	// Weeks are the usual opening hours: one week, or several that alternate. None
	// at all leaves only the overrides open.
	Weeks []Week `json:"weeks,omitempty"`
	// FirstWeek is any date in a week, Monday to Sunday, for which Weeks[0] holds.
	// It is needed only where several weeks alternate.
	FirstWeek Date `json:"first_week,omitzero"`
	// Overrides replace the hours of single dates.
	Overrides []Override `json:"overrides,omitempty"`
	// Closures close whole dates, or hours of dates.
	Closures []Closure `json:"closures,omitempty"`
	// ClosuresEndNights makes a closure of a whole date close the clock's dates, 00:00
	// to 24:00, instead of the shifts that start on them: the night shift of the
	// evening before ends at midnight.
	ClosuresEndNights bool `json:"closures_end_nights,omitempty"`
	// First and Last are the dates between which the calendar is known; asking
	// beyond them is an error that is [ErrHorizon]. Zero means 1970-01-01 and
	// 2099-12-31, the widest bounds there are.
	First Date `json:"first,omitzero"`
	Last  Date `json:"last,omitzero"`
	// Before is the version that this one replaced at the instant Since: up to it
	// the old one says what was open, from it on this one does. Both are of the same
	// zone. A first version has neither, and only the oldest may have First.
	Before *Definition `json:"before,omitempty"`
	Since  time.Time   `json:"since,omitzero"`
}

// Week holds the opening hours of each day of a week. A day without shifts is
// closed.
type Week struct {
	Mon Shifts `json:"mon,omitempty"`
	Tue Shifts `json:"tue,omitempty"`
	Wed Shifts `json:"wed,omitempty"`
	Thu Shifts `json:"thu,omitempty"`
	Fri Shifts `json:"fri,omitempty"`
	Sat Shifts `json:"sat,omitempty"`
	Sun Shifts `json:"sun,omitempty"`
}

// NewWeek returns the week with the given shifts on the given days, or on all
// seven if none is given.
func NewWeek(shifts Shifts, days ...time.Weekday) Week {
	if len(days) == 0 {
		return Week{shifts, shifts, shifts, shifts, shifts, shifts, shifts}
	}
	var w Week
	for _, day := range days {
		*w.on(day) = shifts
	}
	return w
}

// On returns the shifts of a day of the week.
func (w Week) On(day time.Weekday) Shifts { return *w.on(day) }

func (w *Week) on(day time.Weekday) *Shifts {
	return [...]*Shifts{&w.Sun, &w.Mon, &w.Tue, &w.Wed, &w.Thu, &w.Fri, &w.Sat}[day]
}

// Override gives one date other hours than its week does, or none.
type Override struct {
	Date   Date   `json:"date"`
	Shifts Shifts `json:"shifts"`
	Name   Text   `json:"name,omitzero"` // why, for [Calendar.Explain]
}

// Closure closes the dates from First to Last, or only the given hours of each:
// a half day, a staff meeting, the lunch of one month. Closures may overlap.
type Closure struct {
	First Date   `json:"first"`
	Last  Date   `json:"last,omitzero"`   // zero: the same as First
	Hours Shifts `json:"hours,omitempty"` // none: the whole dates
	Name  Text   `json:"name,omitzero"`   // why, for [Calendar.Explain]
}

func (c Closure) last() Date {
	if c.Last.IsZero() {
		return c.First
	}
	return c.Last
}

// Usual returns the shifts of a date by its week alone, whatever overrides and
// closures say of it.
func (d Definition) Usual(date Date) Shifts {
	if len(d.Weeks) == 0 || date.IsZero() {
		return nil
	}
	return d.Weeks[weekOf(date.number(), firstMonday(d.FirstWeek), len(d.Weeks))].On(date.Weekday())
}

// firstMonday returns the number of the Monday on which the first of the alternating
// weeks begins.
func firstMonday(firstWeek Date) int {
	n := firstDate.number()
	if !firstWeek.IsZero() {
		n = firstWeek.number()
	}
	return n - dayOfWeek(n)
}

// weekOf returns which of n alternating weeks a date is in.
func weekOf(date, firstMonday, n int) int {
	days := date - dayOfWeek(date) - firstMonday
	week := days / 7 % n
	if week < 0 {
		week += n
	}
	return week
}
