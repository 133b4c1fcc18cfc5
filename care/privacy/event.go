package privacy

import (
	"context"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/queue"
)

// What this package announces, in the transaction that does it. The payloads hold ids and no personal value.
var (
	// RequestChanged: a request came, or a step was taken.
	RequestChanged = queue.NewTopic[RequestEvent]("privacy.request", 1)
	// RequestOverdue: the last instant of an answer, or of carrying it out, is over.
	RequestOverdue = queue.NewTopic[RequestEvent]("privacy.request_overdue", 1)
	// IncidentChanged: an incident was reported, or a measure was taken.
	IncidentChanged = queue.NewTopic[IncidentEvent]("privacy.incident", 1)
	// IncidentDue: half of the time for telling the authority is over, and then all of it.
	IncidentDue = queue.NewTopic[IncidentEvent]("privacy.incident_due", 1)
	// Erased: somebody's data was erased.
	Erased = queue.NewTopic[ErasedEvent]("privacy.erased", 1)
)

// RequestEvent is the payload of [RequestChanged] and [RequestOverdue]. Its key is the request.
type RequestEvent struct {
	Request storage.ID[Request] `json:"request"`
	Right   Right               `json:"right"`
	State   State               `json:"state"`
	Due     time.Time           `json:"due,omitzero"`
}

// IncidentEvent is the payload of [IncidentChanged] and [IncidentDue]. Its key is the incident.
type IncidentEvent struct {
	Incident storage.ID[Incident] `json:"incident"`
	NotifyBy time.Time            `json:"notify_by"`
	Over     bool                 `json:"over,omitempty"` // the time is over, and the authority has not been told
}

// ErasedEvent is the payload of [Erased]. Its key is the receipt.
type ErasedEvent struct {
	Receipt storage.ID[Receipt] `json:"receipt"`
	Cause   Cause               `json:"cause"`
	Request storage.ID[Request] `json:"request,omitzero"`
}

// Topics are the topics of this package that a host may hear, for a worker.
func Topics() []queue.AnyTopic {
	return []queue.AnyTopic{RequestChanged, RequestOverdue, IncidentChanged, IncidentDue, Erased}
}

func (s Service) announceRequest(ctx context.Context, tx storage.Tx, topic queue.Topic[RequestEvent], r Request) error {
	payload := RequestEvent{Request: r.ID, Right: r.Right, State: r.State, Due: r.Due}
	return topic.With(s.c.Bell).Put(ctx, tx, queue.Item[RequestEvent]{Key: r.ID.String(), Order: r.Version, Payload: payload})
}

func (s Service) announceIncident(ctx context.Context, tx storage.Tx, topic queue.Topic[IncidentEvent], i Incident) error {
	payload := IncidentEvent{Incident: i.ID, NotifyBy: i.NotifyBy, Over: !i.Due.IsZero() && !i.Due.After(s.c.Env.Time())}
	return topic.With(s.c.Bell).Put(ctx, tx, queue.Item[IncidentEvent]{Key: i.ID.String(), Order: i.Version, Payload: payload})
}

func (s Service) announceErased(ctx context.Context, tx storage.Tx, r Receipt) error {
	payload := ErasedEvent{Receipt: r.ID, Cause: r.Cause, Request: r.Request}
	return Erased.With(s.c.Bell).Put(ctx, tx, queue.Item[ErasedEvent]{Key: r.ID.String(), Payload: payload})
}

// The kinds of thing that records of other packages may be about.
const (
	AboutRequest   care.AboutKind = "privacy.request"
	AboutRetention care.AboutKind = "privacy.retention"
	AboutIncident  care.AboutKind = "privacy.incident"
)
