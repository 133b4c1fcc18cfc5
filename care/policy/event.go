package policy

import (
	"context"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/queue"
)

// What this package announces, in the transaction that does it. The payloads hold codes and no personal value.
var (
	// Published: an edition of a policy or a procedure was published.
	Published = queue.NewTopic[DocumentEvent]("policy.published", 1)
	// StagePublished: a stage of an edition of a policy was published.
	StagePublished = queue.NewTopic[StageEvent]("policy.stage_published", 1)
	// Progressed: a task of the roll-out to a segment is done.
	Progressed = queue.NewTopic[ProgressEvent]("policy.progressed", 1)
	// ReviewDue: a provision is to be reviewed by its owner.
	ReviewDue = queue.NewTopic[ReviewEvent]("policy.review_due", 1)
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

// StageEvent is the payload of [StagePublished]. Its key is the edition.
type StageEvent struct {
	Edition storage.ID[Edition] `json:"edition"`
	Stage   Stage               `json:"stage"`
}

// ProgressEvent is the payload of [Progressed]. Its key is the edition.
type ProgressEvent struct {
	Edition storage.ID[Edition] `json:"edition"`
	Segment care.SegmentRef     `json:"segment"`
	Done    int                 `json:"done"` // tasks
	Of      int                 `json:"of"`
}

// ReviewEvent is the payload of [ReviewDue]. Its key is the review's task.
type ReviewEvent struct {
	Review    storage.ID[ReviewTask] `json:"review"`
	Policy    Code                   `json:"policy"`
	Edition   int                    `json:"edition"`
	Provision int                    `json:"provision"`
	Owner     care.StaffRef          `json:"owner,omitempty"`
	Due       time.Time              `json:"due"`
}

// Topics are the topics of this package that tell what happened, for a worker. [ReviewTimer] is its own task; see [Subscriptions].
func Topics() []queue.AnyTopic {
	return []queue.AnyTopic{Published, StagePublished, Progressed, ReviewDue, Acknowledged}
}

func (s Service) announceStage(ctx context.Context, tx storage.Tx, e Edition, stage Stage) error {
	return StagePublished.With(s.c.Bell).Put(ctx, tx, queue.Item[StageEvent]{Key: e.ID.String(), Order: e.Version, Payload: StageEvent{e.ID, stage}})
}

func (s Service) announceProgress(ctx context.Context, tx storage.Tx, e Edition, segment care.SegmentRef) error {
	event := ProgressEvent{Edition: e.ID, Segment: segment}
	for _, g := range e.Policy.ProgressOn(s.c.Env.Today()) {
		if g.Segment == segment {
			event.Done, event.Of = int(g.Done.Yes), int(g.Done.Of)
		}
	}
	return Progressed.With(s.c.Bell).Put(ctx, tx, queue.Item[ProgressEvent]{Key: e.ID.String(), Order: e.Version, Payload: event})
}

func (s Service) announceReview(ctx context.Context, tx storage.Tx, t ReviewTask) error {
	event := ReviewEvent{Review: t.ID, Policy: t.Policy, Edition: t.Edition, Provision: t.Provision, Owner: t.Owner, Due: t.Due}
	return ReviewDue.With(s.c.Bell).Put(ctx, tx, queue.Item[ReviewEvent]{Key: t.ID.String(), Order: t.Version, Payload: event})
}

func (s Service) announcePublished(ctx context.Context, tx storage.Tx, d Document, a Audience) error {
	return Published.With(s.c.Bell).Put(ctx, tx, queue.Item[DocumentEvent]{Key: d.key(), Payload: DocumentEvent{d, a}})
}

func (s Service) announceAcknowledged(ctx context.Context, tx storage.Tx, a Acknowledgement) error {
	e := AcknowledgedEvent{Acknowledgement: a.ID, Document: a.Document, Staff: a.Staff}
	return Acknowledged.With(s.c.Bell).Put(ctx, tx, queue.Item[AcknowledgedEvent]{Key: a.ID.String(), Order: a.Version, Payload: e})
}
