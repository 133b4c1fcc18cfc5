package desk

import (
	"slices"
	"strconv"
	"time"

	"github.com/chamsoc/chamsoc/care/sla"
)

// Clocks is what the events of a case mean to the clocks of its promise, for [sla.Replay]. Waiting for a [Party] is a pause for the reason of that name, so
// that an agreement says of each target which of them stop it. It is pure, and refuses what [Replay] refuses.
//
// A promise that was given only after the opening counts from then on, and not from the opening, unless the event says that it is retroactive: nobody
// becomes late before anything was promised.
func Clocks(events []Event) ([]sla.Event, error) {
	var k clocks
	for _, e := range inOrder(events) {
		if err := k.state.check(e); err != nil {
			return nil, err
		}
		k.take(e)
	}
	return k.all, nil
}

// clocks gathers what happens to clocks while a case is replayed.
type clocks struct {
	state    State
	promised bool // something is, or was
	all      []sla.Event
}

func (k *clocks) take(e Event) {
	asked, ran := slices.Clone(k.state.Questions), k.state.Status.Running()
	k.state.apply(e)
	add := func(kind sla.Kind) *sla.Event {
		k.all = append(k.all, sla.Event{At: e.At, Seq: int64(e.N), Kind: kind})
		return &k.all[len(k.all)-1]
	}
	for _, q := range asked {
		if q.Of != PartyDesk && !slices.ContainsFunc(k.state.Questions, func(o Question) bool { return o.N == q.N }) {
			k.all = append(k.all, resumed(q, e.At, e.N))
		}
	}
	switch e.Step {
	case StepOpen:
		opened := add(sla.Opened)
		opened.At, opened.Priority, opened.Team = k.state.Since, e.Priority, e.Unit
		k.all = append(k.all, e.Adopted...)
	case StepClassify:
		if e.Priority != "" {
			add(sla.Prioritised).Priority = e.Priority
		}
	case StepHandOver:
		add(sla.Assigned).Team = e.Unit
	case StepWait:
		k.all = append(k.all, paused(e.N, e.Party, e.At, e.N))
	case StepHear:
		if !ran {
			add(sla.Reopened)
		}
		add(sla.Received)
	case StepReply:
		add(sla.Replied)
	case StepReach:
		add(sla.Reached).Target = e.Target
	case StepResolve:
		add(sla.Resolved)
	case StepClose:
		if ran {
			add(sla.Closed)
		}
	case StepReopen: // whoever it was that noticed, the customer waits for an answer again
		add(sla.Reopened)
		add(sla.Received)
	case StepMerge:
		add(sla.Withdrawn)
	case StepAbsorb:
		k.all = append(k.all, e.Adopted...)
		if !ran && k.state.Status.Running() {
			add(sla.Reopened)
		}
		if slices.ContainsFunc(k.state.Questions, func(q Question) bool { return q.Of == PartyDesk }) {
			add(sla.Received) // an answer in the one case did not answer what was asked in the other; a clock that still runs runs on
		}
	case StepPromise:
		k.promise(e, add)
	}
}

// promise is the first promise, another one, or none any more.
func (k *clocks) promise(e Event, add func(sla.Kind) *sla.Event) {
	none := e.Plan == sla.Ref{}
	switch {
	case k.promised && none:
		add(sla.Withdrawn)
	case k.promised:
		again := add(sla.Replanned)
		again.Plan, again.Honour, again.Retroactive = e.Plan, e.Honour, e.Retroactive
	case !none && !e.Retroactive && e.At.After(k.state.Opened):
		k.promiseFrom(e)
	}
	k.promised = k.promised || !none
}

// promiseFrom starts the clocks at a promise that came after the opening.
func (k *clocks) promiseFrom(e Event) {
	start := sla.Event{At: e.At, Seq: int64(e.N), Kind: sla.Opened, Priority: k.state.Priority, Team: k.state.Unit}
	k.all = []sla.Event{start}
	if !k.state.FirstReply.IsZero() && !slices.ContainsFunc(k.state.Questions, func(q Question) bool { return q.Of == PartyDesk }) {
		start.Kind = sla.Replied
		k.all = append(k.all, start)
	}
	for _, q := range k.state.Questions {
		if q.Of != PartyDesk {
			k.all = append(k.all, paused(q.N, q.Of, e.At, e.N))
		}
	}
	if !k.state.Status.Running() {
		start.Kind = sla.Closed
		k.all = append(k.all, start)
	}
}

// adopted is what goes over to another case, at an instant, with the run of this case that is under way: since when its clocks run, and what stopped them
// until then. After since, if that is given, only the pauses go over.
func adopted(c Case, since, at time.Time) []sla.Event {
	var k clocks
	for _, e := range inOrder(c.Events) {
		if !e.At.After(at) {
			k.take(e) // what is stored was checked when it was
		}
	}
	if !k.state.Status.Running() {
		return nil
	}
	var taken []sla.Event
	whole := since.IsZero()
	if whole {
		since = k.state.waitedSince()
		taken = append(taken, sla.Event{At: since, Kind: sla.Opened, Priority: k.state.Priority, Team: k.state.Unit})
	}
	for _, e := range k.all {
		pause := e.Kind == sla.Paused || e.Kind == sla.Resumed
		talk := e.Kind == sla.Received || e.Kind == sla.Replied || e.Kind == sla.Reached
		if !e.At.Before(since) && (pause || whole && talk) {
			taken = append(taken, e)
		}
	}
	for _, q := range k.state.Questions { // the other case waits in its own name, if it does
		if q.Of != PartyDesk {
			taken = append(taken, resumed(q, at, 0))
		}
	}
	for i := range taken {
		if e := &taken[i]; e.ID != "" {
			e.ID = c.ID.String() + "/" + e.ID
		}
	}
	return taken
}

// paused is the beginning of waiting for the answer to a question, and resumed the end. They have ids, since one event may answer several questions, and a
// part that is merged back brings the pauses of the whole again: equal ones without ids would be one.
func paused(question int, of Party, at time.Time, n int) sla.Event {
	return sla.Event{ID: "asked/" + strconv.Itoa(question), At: at, Seq: int64(n), Kind: sla.Paused, Pause: sla.PauseReason(of)}
}

func resumed(q Question, at time.Time, n int) sla.Event {
	return sla.Event{ID: "answered/" + strconv.Itoa(q.N), At: at, Seq: int64(n), Kind: sla.Resumed, Pause: sla.PauseReason(q.Of)}
}
