package customer

import (
	"context"

	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/queue"
)

// Changed: a customer was kept. Its key is the customer.
var Changed = queue.NewTopic[ChangedEvent]("customer.changed", 1)

// ChangedEvent is the payload of [Changed]. It holds nothing personal.
type ChangedEvent struct {
	Customer storage.ID[Customer] `json:"customer"`
}

// Topics are the topics of this package, for a worker.
func Topics() []queue.AnyTopic { return []queue.AnyTopic{Changed} }

func (s Service) announce(ctx context.Context, tx storage.Tx, c Customer) error {
	return Changed.With(s.c.Bell).Put(ctx, tx, queue.Item[ChangedEvent]{Key: c.ID.String(), Order: c.Version, Payload: ChangedEvent{c.ID}})
}
