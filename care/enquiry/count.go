package enquiry

import (
	"context"

	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/storage"
)

// Count is how many enquiries of a topic a day had.
type Count struct {
	Topic       Topic         `json:"topic"`
	Day         calendar.Date `json:"day"` // in the zone of Env
	Answered    int           `json:"answered"`
	NotFound    int           `json:"not_found"`
	Unavailable int           `json:"unavailable"`
}

// Total is all enquiries of the topic on that day.
func (c Count) Total() int { return c.Answered + c.NotFound + c.Unavailable }

// Counts counts the enquiries of the days from first to last, both included, by topic in the order of its terms and then by day; days without any are left
// out. It reads every enquiry of those days once.
func (s Service) Counts(ctx context.Context, first, last calendar.Date) (counts []Count, err error) {
	ctx, done := s.c.Env.Observe(ctx, "enquiry.counts")
	defer func() { done(err) }()
	zone := s.c.Env.Location()
	from, to := first.Start(zone), last.AddDays(1).Start(zone)
	for t := range Topic("").Terms().All() {
		for e, err := range enquiries.List(s.store, byTopic.Prefix(t).From(from).Before(to)).All(ctx) {
			if err != nil {
				return nil, err
			}
			day := calendar.DateOf(e.At, zone)
			if n := len(counts); n == 0 || counts[n-1].Topic != t || counts[n-1].Day != day {
				counts = append(counts, Count{Topic: t, Day: day})
			}
			counts[len(counts)-1].add(e.Outcome)
		}
	}
	return counts, nil
}

func (c *Count) add(o Outcome) {
	switch o {
	case Answered:
		c.Answered++
	case Unavailable:
		c.Unavailable++
	default:
		c.NotFound++
	}
}

// Of lists the enquiries of a customer, by the host's key, or by the phone of somebody who has proved nothing, the oldest first.
func (s Service) Of(subject string) storage.List[Enquiry] {
	return enquiries.List(s.store, bySubject.Prefix(subject))
}

// On lists the enquiries on a topic, the oldest first.
func (s Service) On(t Topic) storage.List[Enquiry] {
	return enquiries.List(s.store, byTopic.Prefix(t))
}

// Waiting lists the enquiries that could not be looked up, the oldest first, so that somebody answers them.
func (s Service) Waiting() storage.List[Enquiry] {
	return enquiries.List(s.store, byWaiting.Prefix())
}

// Enquiry returns one enquiry, or [storage.ErrNotFound].
func (s Service) Enquiry(ctx context.Context, id storage.ID[Enquiry]) (e Enquiry, err error) {
	err = s.store.View(ctx, func(ctx context.Context, r storage.Reader) error {
		e, err = enquiries.Get(ctx, r, id)
		return err
	})
	return e, err
}

// Hold is Enquiry on a running Tx, for something that is made of the enquiry in the same transaction. It writes the record again, so that this and an erasure
// cannot both commit without one having seen the other.
func (s Service) Hold(ctx context.Context, id storage.ID[Enquiry]) (e Enquiry, err error) {
	err = s.store.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
		if e, err = enquiries.Get(ctx, tx, id); err != nil {
			return err
		}
		e, err = enquiries.Put(ctx, tx, e)
		return err
	})
	return e, err
}
