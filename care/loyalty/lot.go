package loyalty

import (
	"bytes"
	"cmp"
	"slices"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/storage"
)

// Lot is what was earned at once. What it holds is what was earned less what was taken and what expired.
type Lot struct {
	ID        storage.ID[Lot]     `json:"id"`
	Version   int64               `json:"version"`
	Account   storage.ID[Account] `json:"account"`
	Customer  care.CustomerRef    `json:"customer,omitempty"` // empty: erased
	Points    int64               `json:"points"`             // earned
	Left      int64               `json:"left"`
	Expired   int64               `json:"expired,omitempty"` // of them, unused
	Available calendar.Date       `json:"available"`         // the first day on which they can be used
	Expires   calendar.Date       `json:"expires"`           // the last one

	// Open is the last day, and Ripe the first, of a lot that holds something, for its indexes.
	Open calendar.Date `json:"open,omitzero"`
	Ripe calendar.Date `json:"ripe,omitzero"`
}

// usable is what can be taken of a lot on a day.
func (l Lot) usable(on calendar.Date) int64 {
	if on.Before(l.Available) || on.After(l.Expires) {
		return 0
	}
	return l.Left
}

// index sets what the indexes go by.
func (l *Lot) index() {
	l.Open, l.Ripe = calendar.Date{}, calendar.Date{}
	if l.Left > 0 {
		l.Open, l.Ripe = l.Expires, l.Available
	}
}

// Taken is what a movement took from a lot, or put into it.
type Taken struct {
	Lot    storage.ID[Lot] `json:"lot"`
	Points int64           `json:"points"`
	Back   int64           `json:"back,omitempty"` // of them, that came back by a reversal
}

// Take says how many points are taken from which lots on a day: from the one that expires first, of two that expire together from the older, never from one that is pending
// or has expired. Short is how many are lacking. It is a pure function and changes no lot.
func Take(lots []Lot, points int64, on calendar.Date) (taken []Taken, short int64) {
	sorted := slices.Clone(lots)
	slices.SortFunc(sorted, func(a, b Lot) int {
		return cmp.Or(a.Expires.Compare(b.Expires), bytes.Compare(a.ID[:], b.ID[:]))
	})
	for _, l := range sorted {
		if points <= 0 {
			break
		}
		if n := min(l.usable(on), points); n > 0 {
			taken = append(taken, Taken{Lot: l.ID, Points: n})
			points -= n
		}
	}
	return taken, max(points, 0)
}

// Usable is what can be taken of lots on a day. It is a pure function.
func Usable(lots []Lot, on calendar.Date) (n int64) {
	for _, l := range lots {
		n += l.usable(on)
	}
	return n
}
