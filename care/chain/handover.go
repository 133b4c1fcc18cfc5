package chain

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/storage"
)

// Told is what somebody says of a case. Text is as typed.
type Told struct {
	// Key makes the request idempotent beyond the event itself, which counts once however often it is told.
	Key      string    `json:"key,omitempty"`
	Flow     string    `json:"flow"`
	Case     string    `json:"case"`               // the host's key of the case
	Customer string    `json:"customer,omitempty"` // of the first event
	Link     string    `json:"link,omitempty"`
	Kind     EventKind `json:"kind"`
	At       time.Time `json:"at,omitzero"` // zero: now
	By       string    `json:"by,omitempty"`
	Reason   string    `json:"reason,omitempty"`
}

// Receipt is where a case stands after what was told.
type Receipt struct {
	Case     Case
	Course   Course
	Repeated bool // it had been told before
	Reasons  care.Reasons
}

// maxEvents is how many events a case may have.
const maxEvents = 2000

// Tell records what happened to a case. The first event begins it, under the edition of the flow that is in force at that instant. What cannot have happened is
// refused with *care.Invalid, naming the event; the rest of the case stays as it is.
func (s Service) Tell(ctx context.Context, t Told) (_ Receipt, err error) {
	ctx, done := s.c.Env.Observe(ctx, "chain.tell")
	defer func() { done(err) }()
	e, c, key, err := s.parse(t)
	if err != nil {
		return Receipt{}, err
	}
	t.At = t.At.UTC()
	var r Receipt
	op := care.Operation{Name: "chain.tell", Key: key, At: s.c.Env.Time()}
	id, again, err := care.Once(ctx, s.store, op, t, func(ctx context.Context, tx storage.Tx) (storage.ID[Case], error) {
		r = Receipt{}
		err := s.tell(ctx, tx, c, e, &r)
		return r.Case.ID, err
	})
	if err != nil {
		return Receipt{}, err
	}
	if again {
		r.Repeated = true
		err = s.store.View(ctx, func(ctx context.Context, reader storage.Reader) (err error) {
			if r.Case, err = cases.Get(ctx, reader, id); err == nil {
				_, r.Course, err = s.course(ctx, reader, r.Case)
			}
			return err
		})
	}
	if r.Repeated {
		r.Reasons = care.Reasons{CodeRepeated.With()}
	}
	return r, err
}

func (s Service) parse(t Told) (e Event, c Case, key string, err error) {
	var p care.Problems
	c = Case{
		Ref:     care.Required(&p, "case", t.Case, care.ParseRef[string]),
		Flow:    care.Required(&p, "flow", t.Flow, care.ParseRef[FlowCode]),
		Subject: care.Optional(&p, "customer", t.Customer, care.ParseRef[string]),
	}
	e = Event{
		Link: care.Optional(&p, "link", t.Link, care.ParseRef[LinkCode]),
		Kind: care.Required(&p, "kind", string(t.Kind), care.ParseEnum[EventKind]),
		At:   stored(t.At), By: care.Optional(&p, "by", t.By, care.ParseRef[care.StaffRef]),
		Reason: care.Optional(&p, "reason", t.Reason, care.ParseRef[RejectCode]),
	}
	if e.At.IsZero() {
		e.At = stored(s.c.Env.Time())
	}
	if e.Kind == Rejected && e.Reason == "" {
		p.Add("reason", "", care.CodeMissing.With())
	}
	key = care.Optional(&p, "key", t.Key, care.ParseRef[string])
	return e, c, key, p.Err()
}

func (s Service) tell(ctx context.Context, tx storage.Tx, c Case, e Event, r *Receipt) error {
	chain, known, err := s.begin(ctx, tx, c, e)
	if err != nil {
		return err
	}
	ended := !known.ID.IsZero() && !known.Open
	if r.Repeated = slices.ContainsFunc(known.Events, func(o Event) bool { return o.compare(&e) == 0 }); !r.Repeated {
		if len(known.Events) >= maxEvents {
			return care.RefuseAt("case", known.Ref, CodeTooManyEvents.With(care.NewFact("most", maxEvents)))
		}
		known.Events = append(known.Events, e)
		slices.SortFunc(known.Events, func(a, b Event) int { return a.compare(&b) })
	}
	if r.Course, err = chain.Course(known.Events, s.asOf(known.Events)); err != nil {
		return err
	}
	if len(r.Course.Refused) > 0 {
		return care.RefuseAt("kind", string(e.Kind), r.Course.Refused[0].Reason)
	}
	known.Started, known.Open = r.Course.Start, r.Course.End.IsZero()
	if r.Repeated {
		r.Case = known
		return nil
	}
	if r.Case, err = cases.Put(ctx, tx, known); err != nil {
		return err
	}
	if !ended && !r.Case.Open {
		return s.announceEnded(ctx, tx, r.Case)
	}
	return nil
}

// begin finds the case and its chain, or begins it.
func (s Service) begin(ctx context.Context, tx storage.Tx, c Case, e Event) (*Chain, Case, error) {
	known, err := cases.One(ctx, tx, byRef.Key(c.Ref))
	if err == nil {
		if known.Flow != c.Flow {
			return nil, known, care.RefuseAt("flow", string(c.Flow), CodeOtherFlow.With(care.NewFact("flow", known.Flow)))
		}
		chain, err := s.chain(ctx, tx, known.Flow, known.Edition)
		return chain, known, err
	}
	if !errors.Is(err, storage.ErrNotFound) {
		return nil, Case{}, err
	}
	all, err := editions(ctx, tx, c.Flow)
	if err != nil {
		return nil, Case{}, err
	}
	f, ok := inForce(all, e.At)
	if !ok {
		return nil, Case{}, care.RefuseAt("flow", string(c.Flow), CodeNoFlow.With(care.NewFact("flow", c.Flow), care.NewFact("at", e.At)))
	}
	c.ID, c.Edition, c.Open = storage.ID[Case](s.c.Env.ID()), f.Edition, true
	chain, err := Compile(f, s.c.Calendars)
	return chain, c, err
}
