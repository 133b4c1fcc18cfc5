package faq

import (
	"context"

	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/queue"
)

// What this package announces, in the transaction that does it. The payloads hold ids and codes and no personal value.
var (
	// ShownChanged: an entry was published, or is shown no more.
	ShownChanged = queue.NewTopic[ShownChangedEvent]("faq.shown_changed", 1)
	// QuestionCaptured: somebody has to answer a question.
	QuestionCaptured = queue.NewTopic[QuestionEvent]("faq.question_captured", 1)
	// QuestionAnswered: the reply to a question can be sent to who asked it.
	QuestionAnswered = queue.NewTopic[QuestionEvent]("faq.question_answered", 1)
	// QuestionOverdue: nobody has answered a question by its due. It comes once for each due.
	QuestionOverdue = queue.NewTopic[QuestionEvent]("faq.question_overdue", 1)
	// GroupProposed: a group of questions is large enough to become an entry.
	GroupProposed = queue.NewTopic[GroupProposedEvent]("faq.group_proposed", 1)
)

// ShownChangedEvent is the payload of [ShownChanged]. Its key is the entry's code.
type ShownChangedEvent struct {
	Code    EntryCode `json:"code"`
	Edition int       `json:"edition"`
	Status  Status    `json:"status"`
}

// QuestionEvent is the payload of [QuestionCaptured], [QuestionAnswered] and [QuestionOverdue]. Its key is the question.
type QuestionEvent struct {
	Question storage.ID[Question] `json:"question"`
	Group    storage.ID[Group]    `json:"group"`
}

// GroupProposedEvent is the payload of [GroupProposed]. Its key is the group.
type GroupProposedEvent struct {
	Group storage.ID[Group] `json:"group"`
	Count int               `json:"count"`
}

// Topics are what this package announces, for a worker. Its task is [Timer].
func Topics() []queue.AnyTopic {
	return []queue.AnyTopic{ShownChanged, QuestionCaptured, QuestionAnswered, QuestionOverdue, GroupProposed}
}

func (s Service) announceProposed(ctx context.Context, tx storage.Tx, g Group) error {
	return GroupProposed.With(s.c.Bell).Put(ctx, tx, queue.Item[GroupProposedEvent]{Key: g.ID.String(), Order: g.Version, Payload: GroupProposedEvent{g.ID, g.Count}})
}

func (s Service) announceQuestion(ctx context.Context, tx storage.Tx, topic queue.Topic[QuestionEvent], q Question) error {
	return topic.With(s.c.Bell).Put(ctx, tx, queue.Item[QuestionEvent]{Key: q.ID.String(), Order: q.Version, Payload: QuestionEvent{q.ID, q.Group}})
}
