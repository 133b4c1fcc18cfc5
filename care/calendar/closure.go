package calendar

import "time"

// ClosureAt returns the closure that closes the instant t by its date on the wall,
// whether the calendar would otherwise be open then or not: that of the whole date
// if there is one. It is false for an instant beyond the calendar's dates.
func (c *Calendar) ClosureAt(t time.Time) (Closure, bool) {
	sec := t.Unix()
	date := DateOf(t, c.zone)
	r := c.rulesAt(sec)
	if date.IsZero() || sec < c.from || sec >= c.until {
		return Closure{}, false
	}
	if closed := r.closedBy(date.number()); closed != nil {
		return r.closure(*closed, nil), true
	}
	for i := range r.partial {
		p := &r.partial[i]
		for d := max(date.number()-2, int(p.first)); d <= min(date.number(), int(p.last)); d++ {
			for _, hours := range p.hours {
				on := dateOfNumber(d)
				if sec >= on.At(hours.Start, c.zone).Unix() && sec < on.At(hours.End, c.zone).Unix() {
					return r.closure(p.dates, p.hours), true
				}
			}
		}
	}
	return Closure{}, false
}

// rulesAt returns the version of the rules that is in force at an instant.
func (c *Calendar) rulesAt(sec int64) *rules {
	i := len(c.rules) - 1
	for i > 0 && sec < c.rules[i].since {
		i--
	}
	return &c.rules[i]
}

func (r *rules) closure(on dates, hours Shifts) Closure {
	return Closure{dateOfNumber(int(on.first)), dateOfNumber(int(on.last)), hours.clone(), r.names[on.name]}
}
