package collateral

import (
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/queue"
)

// What this package announces, in the transaction that does it. The payloads hold ids and no personal value, so erasing a customer leaves them.
var (
	// Published: an edition was published; its key is the material.
	Published = queue.NewTopic[PublishedEvent]("collateral.published", 1)
	// NotUnderstood: customers do not understand a question about an edition, beyond doubt; its key is the material.
	NotUnderstood = queue.NewTopic[NotUnderstoodEvent]("collateral.not_understood", 1)
	// CheckMissed: nobody counted a place in a week; its key is the place.
	CheckMissed = queue.NewTopic[CheckMissedEvent]("collateral.check_missed", 1)
	// Ordering: a check found too little, so more is to be sent to a place; its key is the order.
	Ordering = queue.NewTopic[OrderingEvent]("collateral.ordering", 1)
	// NotThere: something was asked for at the counter and was not there; its key is the place.
	NotThere = queue.NewTopic[NotThereEvent]("collateral.not_there", 1)
	// Requested: material is to be sent to a customer; its key is the request.
	Requested = queue.NewTopic[RequestEvent]("collateral.requested", 1)
	// RequestOverdue: it was not sent when it was due; its key is the request.
	RequestOverdue = queue.NewTopic[RequestEvent]("collateral.request_overdue", 1)
)

// PublishedEvent is the payload of [Published].
type PublishedEvent struct {
	Edition  storage.ID[Edition] `json:"edition"`
	Material string              `json:"material"`
	Number   int                 `json:"number"`
}

// NotUnderstoodEvent is the payload of [NotUnderstood].
type NotUnderstoodEvent struct {
	Edition  storage.ID[Edition] `json:"edition"`
	Material string              `json:"material"`
	Question string              `json:"question"`
	Reasons  care.Reasons        `json:"reasons"`
}

// CheckMissedEvent is the payload of [CheckMissed].
type CheckMissedEvent struct {
	Check   storage.ID[Check] `json:"check"`
	Place   care.PlaceRef     `json:"place"`
	Checker care.StaffRef     `json:"checker"`
	Due     time.Time         `json:"due"`
}

// OrderingEvent is the payload of [Ordering].
type OrderingEvent struct {
	Order    storage.ID[Order] `json:"order"`
	Place    care.PlaceRef     `json:"place"`
	Material string            `json:"material"`
	Edition  int               `json:"edition"`
	Quantity int64             `json:"quantity"`
}

// NotThereEvent is the payload of [NotThere].
type NotThereEvent struct {
	Absence  storage.ID[Absence] `json:"absence"`
	Place    care.PlaceRef       `json:"place"`
	Material string              `json:"material,omitempty"`
}

// RequestEvent is the payload of [Requested] and [RequestOverdue]. Whoever sends reads the address from the request.
type RequestEvent struct {
	Request storage.ID[Request] `json:"request"`
	Channel care.Channel        `json:"channel"`
	Owner   care.StaffRef       `json:"owner"`
	Due     time.Time           `json:"due"`
}

// Topics are the topics of this package, for a worker.
func Topics() []queue.AnyTopic {
	return []queue.AnyTopic{Published, NotUnderstood, CheckMissed, Ordering, NotThere, Requested, RequestOverdue}
}
