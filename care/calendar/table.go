package calendar

import (
	"math"
	"slices"
)

const weekSeconds = 7 * daySeconds

// table holds the open time of some weeks. A week is 604,800 seconds by the zone's
// usual offset from UTC, from a Saturday 00:00 on; which second is in which week does not
// depend on changes of the clocks. Most weeks have one of a few forms, so a year
// costs half a kilobyte, and each question is a few look-ups: the week by division,
// then the opening by a part of the week.
//
// A table never changes. A longer one replaces it.
type table struct {
	first, until int64  // unix seconds for which it answers: [first, until)
	start        int64  // unix second at which weeks[0] starts
	total        int64  // open seconds
	index        int    // number of weeks[0], counted from the calendar's base
	pace         uint64 // longest weeks in an open second, times 1<<32
	weeks        []week // and one more that holds the totals
	forms        []form
	openings     []opening
	days         []int8  // of the week, to which each opening's shift belongs; may be outside it
	passed       []uint8 // for each form and each 8,192 open seconds, openings before them, at most 255
}

type week struct {
	open  uint32 // open seconds from the table's start to the start of the week
	form  uint16
	dates uint16 // working dates from the table's start to the week's first
}

// form is what happens in a week: an opening of no length at its start, the openings
// in order, and one that is never reached and holds the total.
type form struct {
	first   uint32       // index of its first opening
	passed  uint32       // index in the table's passed
	count   uint16       // how many, without the last
	working uint8        // bit n: day n of the week is a working date
	part    [parts]uint8 // openings before the start of each part of the week, at most 255
}

// A part is 8,192 seconds long, so that few hold more than one opening.
const (
	partBits = 13
	parts    = weekSeconds>>partBits + 1
)

// opening is a second of a week at which open time starts, with the open seconds of
// the week before it. The next opening's tell how long it lasts.
type opening struct {
	start, open uint32
}

// never is the start of the last opening of a form.
const never = math.MaxUint32

// locate returns the week of an instant, the index of the last opening up to it,
// and the second of the week.
func (t *table) locate(sec int64) (w int, k uint32, second uint32) {
	x := uint32(sec - t.start)
	w, second = int(x/weekSeconds), x%weekSeconds
	f := &t.forms[t.weeks[w].form]
	k = f.first + uint32(f.part[second>>partBits])
	for t.openings[k+1].start <= second {
		k++
	}
	return w, k, second
}

// worked returns the week of an instant, the index of the last opening up to it, the
// open seconds from the start of the week to the instant, and all bits if it is in open
// time, else 0. It does without branches: they could not be predicted.
func (t *table) worked(sec int64) (w int, k uint32, open, isOpen int64) {
	w, k, second := t.locate(sec)
	at, next := t.openings[k], t.openings[k+1]
	passed, length := int64(second-at.start), int64(next.open-at.open)
	return w, k, int64(at.open) + min(passed, length), (passed - length) >> 63
}

// near is find for the open second of a week with the given number, if it is in the
// open time after opening k or after the next one of the same week.
func (t *table) near(number int64, w int, k uint32) (sec int64, ok bool) {
	o := t.openings[k : k+3]
	k = uint32((int64(o[1].open)-number-1)>>63) & 1
	if number >= int64(o[k+1].open) {
		return 0, false
	}
	return t.at(w, o[k].start) + number - int64(o[k].open), true
}

// find returns the unix second at which an open second passes, given by its number
// from the start of week w; it is not before that week, and in the table. From the week
// it leaps by as many weeks as the open time would fill if all were as long as the
// longest, so it never leaps too far.
func (t *table) find(number int64, w int) int64 {
	weeks := t.weeks
	open := weeks[w].open + uint32(number)
	w += t.leap(uint32(number))
	w += int(atMost(weeks[w+1].open, open))
	if open >= weeks[w+1].open {
		w = t.findWeek(open, w+1)
	}
	at := weeks[w]
	open -= at.open
	f := &t.forms[at.form]
	k := f.first + uint32(t.passed[f.passed+open>>partBits])
	k += atMost(t.openings[k+1].open, open)
	for t.openings[k+1].open <= open {
		k++
	}
	o := t.openings[k]
	return t.at(w, o.start+open-o.open)
}

// back returns a week up to w that is not after an open second, and the second's
// number from the start of that week, given that from the start of the table.
func (t *table) back(open int64, w int) (number int64, week int) {
	for open < int64(t.weeks[w].open) {
		w = max(w-t.leap(t.weeks[w].open-uint32(open))-1, 0)
	}
	return open - int64(t.weeks[w].open), w
}

// findWeek returns the week from w on that holds an open second.
func (t *table) findWeek(open uint32, w int) int {
	for range 16 {
		if open < t.weeks[w+1].open {
			return w
		}
		w += max(t.leap(open-t.weeks[w].open), 1)
	}
	beyond, _ := slices.BinarySearchFunc(t.weeks[w:], open, func(w week, open uint32) int {
		if w.open <= open {
			return -1
		}
		return 1
	})
	return w + beyond - 1
}

// atMost returns 1 if a ≤ b, else 0, without a branch: where the step of a search is
// taken about as often as not, the processor cannot predict one.
func atMost(a, b uint32) uint32 { return uint32((int64(a)-int64(b)-1)>>63) & 1 }

// leap returns how many of the longest weeks fit into the open seconds.
func (t *table) leap(open uint32) int { return int(uint64(open) * t.pace >> 32) }

// at returns the unix second of the given second of a week.
func (t *table) at(w int, second uint32) int64 { return t.start + int64(w)*weekSeconds + int64(second) }

// stretch returns the unix seconds of the open time that follows an opening.
func (t *table) stretch(w int, k uint32) (start, end int64) {
	o := t.openings[k]
	start = t.at(w, o.start)
	return start, start + int64(t.openings[k+1].open-o.open)
}

// bounds returns the indexes of the first opening of a week and of the one that is
// never reached.
func (t *table) bounds(w int) (first, end uint32) {
	f := &t.forms[t.weeks[w].form]
	return f.first + 1, f.first + uint32(f.count)
}

// firstDay returns the number of the date on which a week begins.
func (t *table) firstDay(w int) int { return baseDate + 7*(t.index+w) }

// baseDate is the number of Saturday, 1969-12-27. Weeks of a table start on Saturdays
// because in most of them the week-end is closed: what is left of a promise by then is
// used up in the same week of the table.
const baseDate = unixNumber - 5
