package policy

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"strconv"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/storage"
)

// PublishProcedure records one edition of a procedure. The same edition with the same content is answered with what is stored; with other content it is refused
// with [CodeEditionTaken]. It refuses with *care.Invalid what [Procedure.Problems] lists.
func (s Service) PublishProcedure(ctx context.Context, p Procedure) (_ Procedure, err error) {
	ctx, done := s.c.Env.Observe(ctx, "policy.publish_procedure")
	defer func() { done(err) }()
	if err := p.Problems().Err(); err != nil {
		return Procedure{}, err
	}
	p.ID, p.Version, p.Recorded = storage.ID[Procedure](s.c.Env.ID()), 0, s.c.Env.Time()
	var saved Procedure
	publish := func(ctx context.Context, tx storage.Tx) (err error) {
		saved, err = s.publishProcedure(ctx, tx, p)
		return err
	}
	err = s.store.Update(ctx, publish)
	if errors.Is(err, storage.ErrExists) && !errors.Is(err, storage.ErrTxLost) { // somebody else published it in between: compare with that
		err = s.store.Update(ctx, publish)
	}
	if err != nil {
		return Procedure{}, err
	}
	return saved, nil
}

func (s Service) publishProcedure(ctx context.Context, tx storage.Tx, p Procedure) (Procedure, error) {
	saved, err := procedures.One(ctx, tx, byProcedure.Key(p.Code, p.Edition))
	if err == nil && !sameProcedure(saved, p) {
		err = care.RefuseAt("edition", strconv.Itoa(p.Edition), CodeEditionTaken.With())
	}
	if !errors.Is(err, storage.ErrNotFound) {
		return saved, err
	}
	if saved, err = procedures.Put(ctx, tx, p); err != nil {
		return Procedure{}, err
	}
	return saved, s.announcePublished(ctx, tx, saved.Document(), saved.Audience)
}

// sameProcedure compares the contents of two editions, as they are stored: a list that is empty is one that is not there.
func sameProcedure(a, b Procedure) bool {
	a.ID, a.Version, a.Recorded = b.ID, b.Version, b.Recorded
	return sameJSON(a, b)
}

// sameJSON reports whether two values are stored alike.
func sameJSON(a, b any) bool {
	one, err := json.Marshal(a)
	other, otherErr := json.Marshal(b)
	return err == nil && otherErr == nil && bytes.Equal(one, other)
}

// Procedures lists the editions of a procedure, the oldest first.
func (s Service) Procedures(code ProcedureCode) storage.List[Procedure] {
	return procedures.List(s.store, byProcedure.Prefix(code))
}

// ProcedureOn is the edition that is followed on a date; the zero date is today. The last result is false if there is none.
func (s Service) ProcedureOn(ctx context.Context, code ProcedureCode, on calendar.Date) (_ Procedure, _ bool, err error) {
	ctx, done := s.c.Env.Observe(ctx, "policy.procedure_on")
	defer func() { done(err) }()
	if on.IsZero() {
		on = s.c.Env.Today()
	}
	for p, err := range procedures.List(s.store, byProcedure.Prefix(code).Reverse()).All(ctx) {
		if err != nil {
			return Procedure{}, false, err
		}
		if holds(p.From, p.Until, on) {
			return p, true, nil
		}
	}
	return Procedure{}, false, nil
}

// Reading says that somebody of the staff has read a document.
type Reading struct {
	Key      string    `json:"key,omitempty"` // makes the request idempotent
	Document Document  `json:"document"`
	Staff    string    `json:"staff"`
	At       time.Time `json:"at,omitzero"` // zero: now
}

// Acknowledge records that somebody of the staff has read an edition. The first word counts, and is the answer to every further one. It refuses with
// *care.Invalid an edition that was not published, and a time before it was.
func (s Service) Acknowledge(ctx context.Context, r Reading) (_ Acknowledgement, err error) {
	ctx, done := s.c.Env.Observe(ctx, "policy.acknowledge")
	defer func() { done(err) }()
	r.At = r.At.UTC()
	var p care.Problems
	a := Acknowledgement{
		ID: storage.ID[Acknowledgement](s.c.Env.ID()), Document: r.Document,
		Staff: care.Required(&p, "staff", r.Staff, care.ParseRef[care.StaffRef]), At: s.at(r.At), Recorded: s.c.Env.Time(),
	}
	care.Required(&p, "document.kind", string(r.Document.Kind), care.ParseEnum[DocumentKind])
	tidyRef(&p, "document.code", r.Document.Code)
	key := care.Optional(&p, "key", r.Key, care.ParseRef[string])
	if err := p.Err(); err != nil {
		return Acknowledgement{}, err
	}
	op := care.Operation{Name: "policy.acknowledge", Key: key, At: a.At}
	a, _, err = care.Once(ctx, s.store, op, r, func(ctx context.Context, tx storage.Tx) (Acknowledgement, error) { return s.acknowledge(ctx, tx, a) })
	return a, err
}

func (s Service) acknowledge(ctx context.Context, tx storage.Tx, a Acknowledgement) (Acknowledgement, error) {
	d := a.Document
	first, err := acknowledgements.One(ctx, tx, byReader.Key(d.Kind, d.Code, d.Edition, a.Staff))
	if !errors.Is(err, storage.ErrNotFound) {
		return first, err
	}
	published, err := s.published(ctx, tx, d)
	if errors.Is(err, storage.ErrNotFound) {
		err = care.RefuseAt("document", d.Code, CodeNoDocument.With(care.NewFact("code", d.Code), care.NewFact("edition", d.Edition)))
	}
	if err == nil && a.At.Before(published) {
		err = care.RefuseAt("at", "", CodeReadBefore.With(care.NewFact("at", a.At), care.NewFact("published", published)))
	}
	if err != nil {
		return Acknowledgement{}, err
	}
	saved, err := acknowledgements.Put(ctx, tx, a)
	if errors.Is(err, storage.ErrExists) && !errors.Is(err, storage.ErrTxLost) { // it was read on another screen at the same time
		return acknowledgements.One(ctx, tx, byReader.Key(d.Kind, d.Code, d.Edition, a.Staff))
	}
	if err != nil {
		return Acknowledgement{}, err
	}
	return saved, s.announceAcknowledged(ctx, tx, saved)
}

// published is when an edition was; storage.ErrNotFound if nobody has published it.
func (s Service) published(ctx context.Context, r storage.Reader, d Document) (time.Time, error) {
	if d.Kind == DocumentProcedure {
		p, err := procedures.One(ctx, r, byProcedure.Key(ProcedureCode(d.Code), d.Edition))
		return p.Recorded, err
	}
	e, err := editions.One(ctx, r, byEdition.Key(Code(d.Code), d.Edition))
	if passed, ok := e.Has(StagePublication); ok || err != nil {
		return passed.At, err
	}
	return time.Time{}, storage.ErrNotFound
}

// Acknowledgements lists who has read an edition, by their refs.
func (s Service) Acknowledgements(d Document) storage.List[Acknowledgement] {
	return acknowledgements.List(s.store, byReader.Prefix(d.Kind, d.Code, d.Edition))
}

// ReadBy lists what somebody of the staff has read, the latest first.
func (s Service) ReadBy(staff care.StaffRef) storage.List[Acknowledgement] {
	return acknowledgements.List(s.store, byStaff.Prefix(staff).Reverse())
}

// Coverage says which of the given staff have read an edition.
func (s Service) Coverage(ctx context.Context, d Document, staff []care.StaffRef) (_ Coverage, err error) {
	ctx, done := s.c.Env.Observe(ctx, "policy.coverage")
	defer func() { done(err) }()
	var words []Acknowledgement
	for a, err := range s.Acknowledgements(d).All(ctx) {
		if err != nil {
			return Coverage{}, err
		}
		words = append(words, a)
	}
	return CoverageOf(d, staff, words), nil
}
