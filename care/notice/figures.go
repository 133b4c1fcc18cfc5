package notice

import (
	"context"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
)

// Counter takes what is counted for the service policy; [Service.Figures] says what. policy.Tally of care/policy is one.
type Counter interface {
	// Span is the time that is wanted of any of these figures; false if none is.
	Span(figures ...string) (from, before time.Time, wanted bool)
	// AsOf is when things are read, and Date the date of an instant.
	AsOf() time.Time
	Date(at time.Time) calendar.Date
	// Count counts one more of a figure, as of an instant.
	Count(figure string, segment care.SegmentRef, at time.Time, yes bool)
	// AddAmount adds to an amount that rests on so many events, and AddNone says that somebody looked since a date.
	AddAmount(figure string, segment care.SegmentRef, on calendar.Date, amount float64, events int64)
	AddNone(figure string, segment care.SegmentRef, since calendar.Date)
}

// What Figures counts, by the codes of care/policy.
const (
	noticesTold = "notice_notice.told"        // of notices of service that have ended: the customer was told, by a sender or by a person
	advertising = "notice_notice.advertising" // how often advertising was sent
	agreed      = "notice_standing.agreed"    // of those who have said anything about advertising: agree to it by some channel now
)

// Figures counts what was told to customers in the wanted time, by when it was recorded, and how many agree to advertising now, for which it reads the standing of everyone
// who ever said a word, page by page. One person with two addresses has a standing for each.
func (s Service) Figures(ctx context.Context, t Counter) error {
	if err := s.countStandings(ctx, t); err != nil {
		return err
	}
	from, before, wanted := t.Span(noticesTold, advertising)
	if !wanted {
		return nil
	}
	for n, err := range notices.List(s.store, byRecorded.Prefix().From(from).Before(before)).All(ctx) {
		if err != nil {
			return err
		}
		t.AddNone(advertising, "", t.Date(n.Recorded)) // notices are sent from here, if no advertising
		switch {
		case n.Purpose == PurposeAdvertising && n.Status == StatusSent:
			t.AddAmount(advertising, "", t.Date(n.Recorded), 1, 1)
		case n.Purpose != PurposeService:
		case n.Status == StatusSent:
			t.Count(noticesTold, "", n.Recorded, true)
		case n.Status == StatusHandled:
			t.Count(noticesTold, "", n.Recorded, n.Handled != nil && n.Handled.Via != "")
		case n.Status == StatusTask:
			t.Count(noticesTold, "", n.Recorded, false)
		}
	}
	return nil
}

// countStandings counts who agrees to advertising.
func (s Service) countStandings(ctx context.Context, t Counter) error {
	if _, _, wanted := t.Span(agreed); !wanted {
		return nil
	}
	for standing, err := range standings.List(s.store, byWhom.Prefix()).All(ctx) {
		if err != nil {
			return err
		}
		said, agrees := false, false
		for _, c := range standing.Choices {
			if c.Purpose == PurposeAdvertising {
				said = true
				agrees = agrees || !standing.on(PurposeAdvertising, c.Channel).granted.IsZero()
			}
		}
		if said {
			t.Count(agreed, "", t.AsOf(), agrees)
		}
	}
	return nil
}
