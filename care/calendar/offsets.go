package calendar

import "time"

// offsets are the periods of constant offset of a zone over some dates, with which
// many wall times are resolved in order. It is [wallInstant] for a walk forward.
type offsets struct {
	periods []offsetPeriod
	at      int
}

// offsetPeriod is a stretch of unix seconds with one offset from UTC.
type offsetPeriod struct {
	start, offset int64
	reach         int64 // the latest wall time that was shown before its end
}

// newOffsets covers the wall clock of the dates with the given numbers, both
// included, and of the date after the last.
func newOffsets(zone *time.Location, first, last int) offsets {
	from := int64(first-unixNumber-3) * daySeconds
	to := int64(last-unixNumber+5) * daySeconds
	var o offsets
	for reach := from - 2*daySeconds; from < to; {
		t := time.Unix(from, 0).In(zone)
		_, offset := t.Zone()
		end := min(to, offsetEnd(t).Unix())
		reach = max(reach, end+int64(offset))
		o.periods = append(o.periods, offsetPeriod{from, int64(offset), reach})
		from = end
	}
	return o
}

// resolve returns the unix second at which the clock on the wall first shows the
// time of day on the date, or a later time.
func (o *offsets) resolve(date int, t TimeOfDay) int64 {
	wall := int64(date-unixNumber)*daySeconds + int64(t)
	for o.at > 0 && wall < o.periods[o.at-1].reach {
		o.at--
	}
	for wall >= o.periods[o.at].reach {
		o.at++
	}
	return max(wall-o.periods[o.at].offset, o.periods[o.at].start)
}
