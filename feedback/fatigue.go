package feedback

import (
	"context"
	"errors"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/storage"
)

// Fatigue says how often one customer is asked, over all channels and surveys together.
type Fatigue struct {
	// Gap is the least time between two invitations. A second closing of the same case may be asked about sooner. Default: 30 days.
	Gap time.Duration `json:"gap,omitempty"`
	// Most is how many there are in a Period at most, second closings included. Default: 6 in 365 days. At most 50.
	Most   int           `json:"most,omitempty"`
	Period time.Duration `json:"period,omitempty"`
}

const (
	dayLong   = 24 * time.Hour
	mostAsked = 50
)

func (f Fatigue) filled() Fatigue {
	if f.Gap == 0 {
		f.Gap = 30 * dayLong
	}
	if f.Most == 0 {
		f.Most = 6
	}
	if f.Period == 0 {
		f.Period = 365 * dayLong
	}
	return f
}

// Pace is when a customer was asked, and about what, and how often something was offered.
type Pace struct {
	ID      storage.ID[Pace] `json:"id"`
	Version int64            `json:"version"`
	Subject care.CustomerRef `json:"subject,omitempty"`
	Offers  int              `json:"offers,omitempty"` // recoveries offered: the version keeps two counters from offering at once
	Times   []AskedAbout     `json:"times"`            // the latest fifty, oldest first
}

// AskedAbout is one invitation.
type AskedAbout struct {
	At    time.Time  `json:"at"`
	About care.About `json:"about,omitzero"`
	Cycle int        `json:"cycle,omitempty"` // which of its endings
}

// paceOf is the pace of a customer, which is made here if there is none, so that of two who write it at once one runs again and sees what the other did.
func paceOf(ctx context.Context, tx storage.Tx, customer care.CustomerRef) (Pace, error) {
	p, err := paces.One(ctx, tx, byPaced.Key(customer))
	if errors.Is(err, storage.ErrNotFound) {
		if p, err = paces.Put(ctx, tx, Pace{Subject: customer}); anotherWasFirst(err) {
			p, err = paces.One(ctx, tx, byPaced.Key(customer))
		}
	}
	return p, err
}

// anotherWasFirst reports whether somebody else made the record in between, so that it can be read now.
func anotherWasFirst(err error) bool {
	return errors.Is(err, storage.ErrExists) && !errors.Is(err, storage.ErrTxLost)
}

// MayAsk decides whether a customer who was asked at those times may be asked again, at an instant about an ending of something, with the reasons why not. It is a
// pure function. What lies in the future of that instant, because a clock went back, counts as just now.
func MayAsk(f Fatigue, asked []AskedAbout, next AskedAbout) (bool, care.Reasons) {
	f = f.filled()
	var reasons care.Reasons
	n := 0
	var latest time.Time
	var cycle int // the latest ending of the same that was asked about
	for _, a := range asked {
		if next.At.Sub(a.At) < f.Period {
			n++
		}
		if a.At.After(latest) {
			latest = a.At
		}
		if !next.About.IsZero() && a.About == next.About {
			cycle = max(cycle, a.Cycle, 1)
		}
	}
	again := cycle > 0 && next.Cycle > cycle // another survey about the same ending is another survey
	if len(asked) > 0 && next.At.Sub(latest) < f.Gap && !again {
		reasons = append(reasons, CodeAskedLately.With(care.NewFact("at", latest), care.NewFact("days", int(f.Gap/dayLong))))
	}
	if n >= f.Most {
		reasons = append(reasons, CodeAskedOften.With(care.NewFact("times", n), care.NewFact("days", int(f.Period/dayLong))))
	}
	return len(reasons) == 0, reasons
}
