package feedback

import (
	"context"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/queue"
)

// What this package announces, in the transaction that does it. The payloads hold ids and no personal value, so erasing a customer leaves them.
var (
	// Asked: a customer is to be sent an invitation.
	Asked = queue.NewTopic[AskedEvent]("feedback.asked", 1)
	// Answered: a customer answered, or changed an answer.
	Answered = queue.NewTopic[AnsweredEvent]("feedback.answered", 1)
	// FindingChanged: a finding was raised, or came to another stage, or was told more.
	FindingChanged = queue.NewTopic[FindingEvent]("feedback.finding", 1)
	// DemandChanged: there is more or less demand than expected. Its key is the stream.
	DemandChanged = queue.NewTopic[Change]("feedback.demand_changed", 1)
)

// FindingEvent is the payload of [FindingChanged]. Its key is the finding.
type FindingEvent struct {
	Finding storage.ID[Finding] `json:"finding"`
	Stage   Stage               `json:"stage"`
}

// AskedEvent is the payload of [Asked]. Its key is the invitation.
type AskedEvent struct {
	Invitation storage.ID[Invitation] `json:"invitation"`
	Channel    care.Channel           `json:"channel"`
}

// AnsweredEvent is the payload of [Answered]. Its key is the invitation.
type AnsweredEvent struct {
	Invitation storage.ID[Invitation] `json:"invitation"`
	Answer     storage.ID[Answer]     `json:"answer"`
	About      care.About             `json:"about,omitzero"`
	Place      care.PlaceRef          `json:"place,omitempty"`
	// Unhappy says that somebody should call; see [MoodUnhappy].
	Unhappy bool `json:"unhappy,omitempty"`
	// Scaled is each point brought to 0, the worst, to 1, by question: what feedback/detect observes.
	Scaled map[string]float64 `json:"scaled,omitempty"`
}

// Topics are the topics of this package, for a worker.
func Topics() []queue.AnyTopic {
	return []queue.AnyTopic{Asked, Answered, FindingChanged, DemandChanged, Overdue, Timer}
}

func (s Service) announceAsked(ctx context.Context, tx storage.Tx, i Invitation) error {
	e := AskedEvent{Invitation: i.ID, Channel: i.Channel}
	return Asked.With(s.c.Bell).Put(ctx, tx, queue.Item[AskedEvent]{Key: i.ID.String(), Order: i.Version, Payload: e})
}

func (s Service) announceAnswered(ctx context.Context, tx storage.Tx, i Invitation, a Answer, survey Survey) error {
	e := AnsweredEvent{Invitation: i.ID, Answer: a.ID, About: i.About, Place: i.Place, Unhappy: a.mood(survey) == MoodUnhappy, Scaled: map[string]float64{}}
	for code := range a.Points {
		q, _ := survey.Question(code)
		if point, ok := a.point(q); ok {
			e.Scaled[code] = scaled(q.Kind, point)
		}
	}
	return Answered.With(s.c.Bell).Put(ctx, tx, queue.Item[AnsweredEvent]{Key: i.ID.String(), Order: i.Version, Payload: e})
}

func unhappy(q Question, c Counts) bool {
	switch q.Kind {
	case KindCSAT:
		return c.between(1, 2) > 0
	case KindNPS:
		return c.between(0, 6) > 0
	case KindCES:
		return c.between(1, 3) > 0
	}
	return false
}

func (s Service) announceFinding(ctx context.Context, tx storage.Tx, f Finding) error {
	e := FindingEvent{Finding: f.ID, Stage: f.Stage}
	return FindingChanged.With(s.c.Bell).Put(ctx, tx, queue.Item[FindingEvent]{Key: f.ID.String(), Order: f.Version, Payload: e})
}

func (s Service) announceChange(ctx context.Context, tx storage.Tx, of Stream, c Change) error {
	return DemandChanged.With(s.c.Bell).Put(ctx, tx, queue.Item[Change]{Key: of.ID.String(), Order: of.Version, Payload: c})
}
