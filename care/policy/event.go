package policy

import (
	"context"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/queue"
)

// What this package announces, in the transaction that does it. The payloads hold codes and no personal value.
var (
	// Published: an edition of a policy or a procedure was published.
	Published = queue.NewTopic[DocumentEvent]("policy.published", 1)
	// Acknowledged: somebody of the staff has read an edition.
	Acknowledged = queue.NewTopic[AcknowledgedEvent]("policy.acknowledged", 1)
)

// DocumentEvent is the payload of [Published]. Its key is the kind, the code and the edition.
type DocumentEvent struct {
	Document Document `json:"document"`
	Audience Audience `json:"audience"`
}

// AcknowledgedEvent is the payload of [Acknowledged]. Its key is the acknowledgement.
type AcknowledgedEvent struct {
	Acknowledgement storage.ID[Acknowledgement] `json:"acknowledgement"`
	Document        Document                    `json:"document"`
	Staff           care.StaffRef               `json:"staff"`
}

// Topics are the topics of this package, for a worker.
func Topics() []queue.AnyTopic { return []queue.AnyTopic{Published, Acknowledged} }

func (s Service) announcePublished(ctx context.Context, tx storage.Tx, d Document, a Audience) error {
	return Published.With(s.c.Bell).Put(ctx, tx, queue.Item[DocumentEvent]{Key: d.key(), Payload: DocumentEvent{d, a}})
}

func (s Service) announceAcknowledged(ctx context.Context, tx storage.Tx, a Acknowledgement) error {
	e := AcknowledgedEvent{Acknowledgement: a.ID, Document: a.Document, Staff: a.Staff}
	return Acknowledged.With(s.c.Bell).Put(ctx, tx, queue.Item[AcknowledgedEvent]{Key: a.ID.String(), Order: a.Version, Payload: e})
}
