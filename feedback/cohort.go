package feedback

import (
	"slices"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/care/stats"
)

// Resolution is a case as far as solving it the first time goes.
type Resolution struct {
	Customer care.CustomerRef
	Topic    string
	Opened   time.Time
	Resolved time.Time // zero: not yet
	Contacts int       // with the customer, until it was resolved
	Reopened time.Time // zero: not
}

// FirstContact is how many cases were solved by the first contact.
type FirstContact struct {
	// Gross is of all resolved cases: one contact was enough.
	Gross stats.Share `json:"gross"`
	// Net is of the cases resolved long enough ago: one contact was enough, the case was not reopened, and the customer did not come back with the same topic within
	// the window.
	Net stats.Share `json:"net"`
	// Waiting is how many were resolved too lately to be in Net.
	Waiting int64 `json:"waiting"`
}

// Plus is the cases of both.
func (f FirstContact) Plus(o FirstContact) FirstContact {
	return FirstContact{f.Gross.Plus(o.Gross), f.Net.Plus(o.Net), f.Waiting + o.Waiting}
}

// FirstContactOf counts cases as they were known at an instant. The usual window is seven days.
func FirstContactOf(cases []Resolution, window time.Duration, at time.Time) (f FirstContact) {
	eachResolved(cases, window, at, func(_ Resolution, one FirstContact) { f = f.Plus(one) })
	return f
}

// FirstContacts counts cases by the month in which they were resolved, by its first day. Whoever came back in the next month counts against the month of the case,
// so give it all cases, not those of a month.
func FirstContacts(cases []Resolution, window time.Duration, zone *time.Location, at time.Time) map[calendar.Date]FirstContact {
	months := map[calendar.Date]FirstContact{}
	eachResolved(cases, window, at, func(c Resolution, one FirstContact) {
		month := firstOfMonth(calendar.DateOf(c.Resolved, zone))
		months[month] = months[month].Plus(one)
	})
	return months
}

// eachResolved says of each resolved case what it counts.
func eachResolved(cases []Resolution, window time.Duration, at time.Time, count func(Resolution, FirstContact)) {
	type key struct {
		customer care.CustomerRef
		topic    string
	}
	opened := map[key][]time.Time{}
	for _, c := range cases {
		if c.Customer != "" {
			k := key{c.Customer, c.Topic}
			opened[k] = append(opened[k], c.Opened)
		}
	}
	for k := range opened {
		slices.SortFunc(opened[k], time.Time.Compare)
	}
	within := func(t, from time.Time) bool { return t.After(from) && !t.After(from.Add(window)) }
	for _, c := range cases {
		if c.Resolved.IsZero() || c.Resolved.After(at) {
			continue
		}
		once := stats.Share{Of: 1}
		if c.Contacts == 1 {
			once.Yes = 1
		}
		if c.Resolved.Add(window).After(at) {
			count(c, FirstContact{Gross: once, Waiting: 1})
			continue
		}
		net := once
		times := opened[key{c.Customer, c.Topic}]
		next, _ := slices.BinarySearchFunc(times, c.Resolved.Add(1), time.Time.Compare)
		if within(c.Reopened, c.Resolved) || next < len(times) && within(times[next], c.Resolved) {
			net.Yes = 0
		}
		count(c, FirstContact{Gross: once, Net: net})
	}
}

// Purchase is that a customer bought something on a day.
type Purchase struct {
	Customer care.CustomerRef
	Day      calendar.Date
}

// Cohort is the customers who first bought in one month, with how many of them bought again in each month after it.
type Cohort struct {
	Month calendar.Date `json:"month"` // its first day
	// Kept[0] is of the month after it. Only months that are over are there: of a month that runs, nobody knows yet.
	Kept []stats.Share `json:"kept"`
	Size int64         `json:"size"`
}

// Cohorts are the cohorts of some purchases, oldest first, as they were known at the end of the given day.
func Cohorts(purchases []Purchase, until calendar.Date) []Cohort {
	bought := map[care.CustomerRef]map[int]bool{}
	for _, p := range purchases {
		if p.Customer == "" || p.Day.IsZero() || p.Day.After(until) {
			continue
		}
		if bought[p.Customer] == nil {
			bought[p.Customer] = map[int]bool{}
		}
		bought[p.Customer][monthNumber(p.Day)] = true
	}
	over := monthNumber(until.AddDays(1)) // the first month that is not over
	byFirst := map[int]*Cohort{}
	for _, months := range bought {
		first := over
		for m := range months {
			first = min(first, m)
		}
		c := byFirst[first]
		if c == nil {
			c = &Cohort{Month: calendar.MustDate(first/12, time.Month(first%12+1), 1), Kept: make([]stats.Share, max(over-first-1, 0))}
			byFirst[first] = c
		}
		c.Size++
		for i := range c.Kept {
			c.Kept[i].Of++
			if months[first+1+i] {
				c.Kept[i].Yes++
			}
		}
	}
	var all []Cohort
	for _, c := range byFirst {
		all = append(all, *c)
	}
	slices.SortFunc(all, func(a, b Cohort) int { return a.Month.Compare(b.Month) })
	return all
}

func monthNumber(d calendar.Date) int { return d.Year()*12 + int(d.Month()) - 1 }

// Loops are the loops of the findings that were raised in each month, by its first day: those of one month are a cohort, so that a share of closed ones never
// compares what was raised now with what was raised then.
func Loops(findings []Finding, zone *time.Location) map[calendar.Date]Loop {
	byMonth := map[calendar.Date][]Finding{}
	for _, f := range findings {
		month := firstOfMonth(calendar.DateOf(f.Raised, zone))
		byMonth[month] = append(byMonth[month], f)
	}
	loops := map[calendar.Date]Loop{}
	for month, of := range byMonth {
		loops[month] = LoopOf(of)
	}
	return loops
}
