package enquiry

import (
	"context"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/queue"
)

// Logged is announced for every enquiry, in the transaction that keeps it. Demand is counted from it, and one that could not be looked up becomes a case.
// The payload holds no personal value, so erasing a customer leaves it.
var Logged = queue.NewTopic[LoggedEvent]("enquiry.logged", 1)

// LoggedEvent is the payload of [Logged]. It has no key: enquiries come in no order.
type LoggedEvent struct {
	Enquiry storage.ID[Enquiry] `json:"enquiry"`
	Topic   Topic               `json:"topic"`
	Segment care.SegmentRef     `json:"segment,omitempty"`
	Channel care.Channel        `json:"channel"`
	Outcome Outcome             `json:"outcome"`
	At      time.Time           `json:"at"`
}

// Topics are the topics of this package, for a worker.
func Topics() []queue.AnyTopic { return []queue.AnyTopic{Logged} }

func (s Service) announce(ctx context.Context, tx storage.Tx, e Enquiry) error {
	payload := LoggedEvent{Enquiry: e.ID, Topic: e.Topic, Segment: e.Segment, Channel: e.Channel, Outcome: e.Outcome, At: e.At}
	return Logged.With(s.c.Bell).Put(ctx, tx, queue.Item[LoggedEvent]{Payload: payload})
}
