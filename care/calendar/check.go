package calendar

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
)

// The bounds of a definition. They are far beyond what a business has, and keep a
// hostile one from costing more than its own size.
const (
	maxWeeks    = 53
	maxDated    = 20_000 // overrides, and closures, of one version
	maxVersions = 256
)

// The widest bounds of a calendar: its instants count in 32 bits of seconds.
var (
	firstDate = MustDate(1970, time.January, 1)
	lastDate  = MustDate(2099, time.December, 31)
)

// versions returns the definition and those it replaced, the oldest first.
func (d *Definition) versions(f *Faults) []*Definition {
	var all []*Definition
	for ; d != nil; d = d.Before {
		if len(all) == maxVersions {
			f.add("before", "a calendar has at most %d versions", maxVersions)
			break
		}
		all = append(all, d)
	}
	slices.Reverse(all)
	return all
}

// check lists what is wrong with the versions, except for never being open.
func check(versions []*Definition, f *Faults) {
	newest := len(versions) - 1
	for i, d := range versions {
		prefix := strings.Repeat("before.", newest-i)
		d.checkVersion(prefix, f)
		if i == 0 {
			if !d.Since.IsZero() {
				f.add(prefix+"since", "the oldest version has held from the first date on, so it has no since")
			}
			continue
		}
		older := versions[i-1]
		if d.Since.IsZero() {
			f.add(prefix+"since", "a version that replaces another says from when on")
		} else if !d.Since.After(older.Since) {
			f.add(prefix+"since", "is not after that of the version it replaces")
		}
		if d.Since.Nanosecond() != 0 {
			f.add(prefix+"since", "is not a whole second")
		}
		if d.Zone != older.Zone {
			f.add(prefix+"zone", "differs from %q of the version it replaces: another zone is another calendar", older.Zone)
		}
		if !d.First.IsZero() {
			f.add(prefix+"first", "belongs to the oldest version")
		}
		if !older.Last.IsZero() {
			f.add(prefix+"before.last", "belongs to the newest version")
		}
	}
	first, last := bounds(versions)
	if first.Before(firstDate) || last.After(lastDate) || last.Before(first) {
		f.add("first", "the calendar runs from %v to %v, but has to stay in order and within %v to %v", first, last, firstDate, lastDate)
	}
}

// bounds returns the first and last date of the calendar.
func bounds(versions []*Definition) (first, last Date) {
	first, last = versions[0].First, versions[len(versions)-1].Last
	if first.IsZero() {
		first = firstDate
	}
	if last.IsZero() {
		last = lastDate
	}
	return first, last
}

// loadZone returns the time zone of the given name.
func loadZone(name string, f *Faults) *time.Location {
	if name == "" || name == "Local" {
		f.add("zone", `needs an IANA time zone, such as "Asia/Ho_Chi_Minh"`)
		return nil
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		f.add("zone", "%q is not a time zone that this program knows (where the machine has none, import time/tzdata): %v", name, err)
	}
	return zone
}

func (d *Definition) checkVersion(prefix string, f *Faults) {
	if len(d.Weeks) > maxWeeks {
		f.add(prefix+"weeks", "at most %d weeks alternate, not %d", maxWeeks, len(d.Weeks))
		return
	}
	if len(d.Weeks) > 1 && d.FirstWeek.IsZero() {
		f.add(prefix+"first_week", "alternating weeks need a date in the first of them")
	}
	d.checkWeeks(prefix, f)
	d.checkOverrides(prefix, f)
	d.checkClosures(prefix, f)
}

var dayNames = [7]string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}

// checkWeeks also looks at each night that runs into the hours of the next day.
func (d *Definition) checkWeeks(prefix string, f *Faults) {
	for i, week := range d.Weeks {
		for n := range 7 {
			day, next := time.Weekday((n+1)%7), time.Weekday((n+2)%7) // from Monday on
			path := fmt.Sprintf("%sweeks[%d].%s", prefix, i, dayNames[day])
			shifts, following := week.On(day), week.On(next)
			if why := shifts.fault(); why != "" {
				f.add(path, "%s", why)
				continue
			}
			if next == time.Monday {
				following = d.Weeks[(i+1)%len(d.Weeks)].On(next)
			}
			if runsInto(shifts, following) {
				f.add(path, "the night of %s overlaps the hours of the next day, %s", shifts[len(shifts)-1:], following)
			}
		}
	}
}

// runsInto reports whether the last of the shifts, which ends latest, overlaps the
// first of the following date.
func runsInto(shifts, following Shifts) bool {
	return len(shifts) > 0 && len(following) > 0 && shifts[len(shifts)-1].End-daySeconds > following[0].Start
}

func (d *Definition) checkOverrides(prefix string, f *Faults) {
	path := prefix + "overrides"
	if len(d.Overrides) > maxDated {
		f.add(path, "at most %d dates can be overridden, not %d", maxDated, len(d.Overrides))
		return
	}
	at := make(map[Date]int, len(d.Overrides))
	for i, o := range d.Overrides {
		if o.Date.IsZero() {
			f.add(fmt.Sprintf("%s[%d].date", path, i), "is missing")
			continue
		}
		if why := o.Shifts.fault(); why != "" {
			f.add(fmt.Sprintf("%s[%d].shifts", path, i), "%s", why)
		}
		if first, twice := at[o.Date]; twice {
			f.add(fmt.Sprintf("%s[%d].date", path, i), "%v is overridden by overrides[%d] too", o.Date, first)
			continue
		}
		at[o.Date] = i
	}
	for i, o := range d.Overrides {
		if next, ok := at[o.Date.AddDays(1)]; ok && runsInto(o.Shifts, d.Overrides[next].Shifts) {
			f.add(fmt.Sprintf("%s[%d].shifts", path, i), "the night overlaps the hours of the next date, overrides[%d]", next)
		}
	}
}

func (d *Definition) checkClosures(prefix string, f *Faults) {
	path := prefix + "closures"
	if len(d.Closures) > maxDated {
		f.add(path, "at most %d closures are possible, not %d", maxDated, len(d.Closures))
		return
	}
	var edges []edge // of closures of hours
	for i, c := range d.Closures {
		at := fmt.Sprintf("%s[%d]", path, i)
		switch {
		case c.First.IsZero():
			f.add(at+".first", "is missing")
		case c.last().Before(c.First):
			f.add(at+".last", "is before the first date")
		}
		if why := c.Hours.fault(); why != "" {
			f.add(at+".hours", "%s", why)
		}
		if len(c.Hours) > 0 {
			edges = append(edges, edge{c.First.number(), len(c.Hours)}, edge{c.last().number() + 1, -len(c.Hours)})
		}
	}
	slices.SortFunc(edges, func(a, b edge) int { return cmp.Or(cmp.Compare(a.date, b.date), cmp.Compare(a.count, b.count)) })
	held := 0
	for _, e := range edges {
		if held += e.count; held > maxShifts {
			f.add(path, "more than %d closures of hours fall on %v", maxShifts, dateOfNumber(e.date))
			return
		}
	}
}

// edge is a date from which on more, or fewer, closures of hours hold.
type edge struct{ date, count int }

// versionPath returns the path of version i of n.
func versionPath(n, i int) string {
	return strings.TrimSuffix(strings.Repeat("before.", n-1-i), ".")
}
