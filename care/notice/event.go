package notice

import (
	"context"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/queue"
)

// What this package announces, in the transaction that does it. The payloads hold ids and no personal value, so erasing a customer leaves them.
var (
	// Sent: a provider has taken a notice.
	Sent = queue.NewTopic[NoticeEvent]("notice.sent", 1)
	// NotSent: a notice was declined, or became the task of a person ([Service.Tasks]).
	NotSent = queue.NewTopic[NoticeEvent]("notice.not_sent", 1)
	// Received: a notice was delivered, read, or came back.
	Received = queue.NewTopic[NoticeEvent]("notice.received", 1)
	// ConsentChanged: a customer agreed to something, or refused it.
	ConsentChanged = queue.NewTopic[ConsentEvent]("notice.consent_changed", 1)

	// Deliver is the task of this package's own handler: [Subscriptions].
	Deliver = queue.NewTask[Delivery]("notice.deliver", 1)
)

// NoticeEvent is the payload of what happens to a notice. Its key is the notice.
type NoticeEvent struct {
	Notice  storage.ID[Notice] `json:"notice"`
	Kind    KindCode           `json:"kind"`
	About   care.About         `json:"about,omitzero"`
	Status  Status             `json:"status"`
	Channel care.Channel       `json:"channel,omitempty"`
	Edition int                `json:"edition,omitempty"` // of the template that was sent
	Receipt ReceiptKind        `json:"receipt,omitempty"` // of [Received]
	Codes   []string           `json:"codes,omitempty"`   // of [NotSent]: of the reasons
}

// ConsentEvent is the payload of [ConsentChanged]. Its key is the [Standing].
type ConsentEvent struct {
	Consent storage.ID[Consent] `json:"consent"`
	Purpose Purpose             `json:"purpose"`
	Channel care.Channel        `json:"channel,omitempty"`
	Given   bool                `json:"given"`
}

// Delivery is the payload of [Deliver].
type Delivery struct {
	Notice storage.ID[Notice] `json:"notice"`
}

// Events are the topics on which this package announces what happened.
func Events() []queue.AnyTopic { return []queue.AnyTopic{Sent, NotSent, Received, ConsentChanged} }

// Topics are all topics of this package, for a worker.
func Topics() []queue.AnyTopic { return append(Events(), Deliver) }

func (s Service) announce(ctx context.Context, tx storage.Tx, topic queue.Topic[NoticeEvent], n Notice, receipt ReceiptKind) error {
	e := NoticeEvent{Notice: n.ID, Kind: n.Kind, About: n.About, Status: n.Status, Channel: n.Channel, Edition: n.Edition, Receipt: receipt}
	if n.Status == StatusDeclined || n.Status == StatusTask {
		for _, r := range n.Planned.Reasons {
			e.Codes = append(e.Codes, r.Code())
		}
	}
	return topic.With(s.c.Bell).Put(ctx, tx, queue.Item[NoticeEvent]{Key: n.ID.String(), Order: n.Version, Payload: e})
}
