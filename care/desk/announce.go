package desk

import (
	"context"

	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/queue"
)

// What this package announces, in the transaction that does it, with the case as the key. The payloads hold ids and nothing personal, so erasing
// a customer leaves them.
var (
	Opened     = queue.NewTopic[CaseEvent]("desk.opened", 1)      // a case was opened
	Classified = queue.NewTopic[CaseEvent]("desk.classified", 1)  // its kind, topic or priority was told
	Assigned   = queue.NewTopic[CaseEvent]("desk.assigned", 1)    // somebody sees to it, or nobody any more
	HandedOver = queue.NewTopic[CaseEvent]("desk.handed_over", 1) // another unit has it
	Paused     = queue.NewTopic[CaseEvent]("desk.paused", 1)      // it began to wait
	Resumed    = queue.NewTopic[CaseEvent]("desk.resumed", 1)     // it stopped waiting for somebody
	Heard      = queue.NewTopic[CaseEvent]("desk.heard", 1)       // the customer said something
	Replied    = queue.NewTopic[CaseEvent]("desk.replied", 1)     // the customer was told something
	Noted      = queue.NewTopic[CaseEvent]("desk.noted", 1)       // colleagues were told something
	Resolved   = queue.NewTopic[CaseEvent]("desk.resolved", 1)    // it was answered or put right
	Reopened   = queue.NewTopic[CaseEvent]("desk.reopened", 1)    // it was not done after all
	Closed     = queue.NewTopic[CaseEvent]("desk.closed", 1)      // it was put away
	Merged     = queue.NewTopic[CaseEvent]("desk.merged", 1)      // it goes on in another case
	Absorbed   = queue.NewTopic[CaseEvent]("desk.absorbed", 1)    // another case goes on in it
	SplitOff   = queue.NewTopic[CaseEvent]("desk.split", 1)       // a part of it goes on in a new case
	Linked     = queue.NewTopic[CaseEvent]("desk.linked", 1)      // it is about something more
	Reached    = queue.NewTopic[CaseEvent]("desk.reached", 1)     // a milestone
	Promised   = queue.NewTopic[CaseEvent]("desk.promised", 1)    // or promised no more
	Escalated  = queue.NewTopic[CaseEvent]("desk.escalated", 1)   // a clock reached a level: the event says who is to be told
	Breached   = queue.NewTopic[CaseEvent]("desk.breached", 1)    // a clock passed its due
	Reminded   = queue.NewTopic[CaseEvent]("desk.reminded", 1)    // a question was not answered by its due
)

// CaseEvent is the payload of every topic of this package: which case, and what happened to it.
type CaseEvent struct {
	Case  storage.ID[Case] `json:"case"`
	Event Event            `json:"event"`
}

// topics is which event is announced on which topic.
var topics = map[Step]queue.Topic[CaseEvent]{
	StepOpen: Opened, StepClassify: Classified, StepAssign: Assigned, StepHandOver: HandedOver, StepWait: Paused, StepResume: Resumed,
	StepHear: Heard, StepReply: Replied, StepNote: Noted, StepResolve: Resolved, StepReopen: Reopened, StepClose: Closed,
	StepMerge: Merged, StepAbsorb: Absorbed, StepSplit: SplitOff, StepLink: Linked, StepReach: Reached, StepPromise: Promised,
	StepEscalate: Escalated, StepBreach: Breached,
	StepRemind: Reminded,
}

// AcknowledgementDue asks for the automatic word to a customer that the case was received. It comes once for a case, with the case as its key.
var AcknowledgementDue = queue.NewTopic[Acknowledgement]("desk.acknowledgement_due", 1)

// Events are the topics on which what happens to cases is announced, in the order of [Step]: one for each step.
func Events() (all []queue.Topic[CaseEvent]) {
	for step := range steps.All() {
		all = append(all, topics[step])
	}
	return all
}

// Topics are all topics of this package, for a worker.
func Topics() []queue.AnyTopic {
	all := []queue.AnyTopic{AcknowledgementDue, Timer}
	for _, topic := range Events() {
		all = append(all, topic)
	}
	return all
}

func (s Service) announce(ctx context.Context, tx storage.Tx, c Case, from int) error {
	for _, e := range c.Events[from:] {
		item := queue.Item[CaseEvent]{Key: c.ID.String(), Order: c.Version, Payload: CaseEvent{Case: c.ID, Event: e}}
		if err := topics[e.Step].With(s.c.Bell).Put(ctx, tx, item); err != nil {
			return err
		}
	}
	return nil
}
