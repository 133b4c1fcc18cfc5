package feedback

import (
	"context"
	"errors"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/stats"
	"github.com/chamsoc/chamsoc/storage"
)

// WishKind tells what must be from what is liked. The zero WishKind is unknown.
type WishKind string

// The kinds of wish.
const (
	WishExpectation WishKind = "expectation" // the customer counts on it
	WishPreference  WishKind = "preference"  // the customer likes it better so
)

var wishKinds = care.NewTerms(care.NewTerm(WishExpectation, "Kỳ vọng", "Expectation"), care.NewTerm(WishPreference, "Sở thích", "Preference"))

// Terms lists the kinds.
func (WishKind) Terms() care.Terms[WishKind] { return wishKinds }

// Wish is something that one customer expects or prefers, in the customer's words, with how often it was met: "call before you deliver".
type Wish struct {
	ID       storage.ID[Wish] `json:"id"`
	Version  int64            `json:"version"`
	Customer care.CustomerRef `json:"customer,omitempty"`
	Kind     WishKind         `json:"kind"`
	Factor   care.Factor      `json:"factor,omitempty"`
	Text     string           `json:"text,omitempty"`
	Said     time.Time        `json:"said"`
	Recorded time.Time        `json:"recorded"`
	Met      stats.Share      `json:"met"`             // of the occasions on which it mattered
	Last     time.Time        `json:"last,omitzero"`   // the latest of those
	Missed   care.About       `json:"missed,omitzero"` // the latest delivery, case or visit in which it was not met
}

// Wished says what a customer expects or prefers. Text is as typed.
type Wished struct {
	Key      string    `json:"key,omitempty"` // makes the request idempotent
	Customer string    `json:"customer"`
	Kind     string    `json:"kind"`
	Factor   string    `json:"factor,omitempty"`
	Text     string    `json:"text"`        // at most 2000 characters
	At       time.Time `json:"at,omitzero"` // zero: now
}

// Wish records what a customer expects or prefers.
func (s Service) Wish(ctx context.Context, w Wished) (_ Wish, err error) {
	ctx, done := s.c.Env.Observe(ctx, "feedback.wish")
	defer func() { done(err) }()
	w.At = w.At.UTC()
	var p care.Problems
	wish := Wish{
		Customer: care.Required(&p, "customer", w.Customer, care.ParseRef[care.CustomerRef]),
		Kind:     care.Required(&p, "kind", w.Kind, care.ParseEnum[WishKind]),
		Factor:   care.Optional(&p, "factor", w.Factor, care.ParseEnum[care.Factor]),
		Text:     care.Required(&p, "text", w.Text, care.Lines(2000)),
		Said:     s.at(w.At), Recorded: s.c.Env.Time(),
	}
	key := care.Optional(&p, "key", w.Key, care.ParseRef[string])
	if err := p.Err(); err != nil {
		return Wish{}, err
	}
	op := care.Operation{Name: "feedback.wish", Key: key, Subject: string(wish.Customer), At: wish.Said}
	wish, _, err = once(ctx, s, op, w, func(ctx context.Context, tx storage.Tx) (Wish, error) {
		wish.ID = storage.ID[Wish](s.c.Env.ID())
		return wishes.Put(ctx, tx, wish)
	})
	return wish, err
}

// Meeting says whether a wish was met on an occasion on which it mattered.
type Meeting struct {
	Key   string           `json:"key,omitempty"` // makes the request idempotent
	Wish  storage.ID[Wish] `json:"wish"`
	Met   bool             `json:"met"`
	About care.About       `json:"about,omitzero"` // the delivery, case or visit
	At    time.Time        `json:"at,omitzero"`    // zero: now
}

// Meet records whether a wish was met.
func (s Service) Meet(ctx context.Context, m Meeting) (_ Wish, err error) {
	ctx, done := s.c.Env.Observe(ctx, "feedback.meet")
	defer func() { done(err) }()
	m.At = m.At.UTC()
	at := s.at(m.At)
	var p care.Problems
	key := care.Optional(&p, "key", m.Key, care.ParseRef[string])
	if err := p.Err(); err != nil {
		return Wish{}, err
	}
	if key != "" {
		key = m.Wish.String() + "/" + key
	}
	_, _, err = once(ctx, s, care.Operation{Name: "feedback.meet", Key: key, At: at}, m, func(ctx context.Context, tx storage.Tx) (storage.ID[Wish], error) {
		w, err := wishes.Get(ctx, tx, m.Wish)
		if errors.Is(err, storage.ErrNotFound) {
			err = care.RefuseAt("wish", m.Wish.String(), CodeNoWish.With())
		}
		if err != nil {
			return w.ID, err
		}
		w.Met.Of++
		if m.Met {
			w.Met.Yes++
		} else if !at.Before(w.Last) {
			w.Missed = m.About
		}
		if at.After(w.Last) {
			w.Last = at
		}
		_, err = wishes.Put(ctx, tx, w)
		return w.ID, err
	})
	if err != nil {
		return Wish{}, err
	}
	var w Wish
	err = s.store.View(ctx, func(ctx context.Context, r storage.Reader) (err error) {
		w, err = wishes.Get(ctx, r, m.Wish)
		return err
	})
	return w, err
}

// Wishes lists what a customer expects and prefers, in the order in which it was said.
func (s Service) Wishes(of care.CustomerRef) storage.List[Wish] {
	return wishes.List(s.store, byWisher.Prefix(of))
}
