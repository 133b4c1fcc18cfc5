package warranty

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/storage"
)

// OnClaim is what every request about a claim that exists has in common.
type OnClaim struct {
	Claim storage.ID[Claim] `json:"claim"`
	// Version is that of the claim on which the request is based. If the claim has changed since, it is refused with care.ErrStale. 0: whatever it is now.
	Version int64 `json:"version,omitempty"`
	// Key makes the request idempotent. It is kept, so it holds nothing personal.
	Key string    `json:"key,omitempty"`
	At  time.Time `json:"at,omitzero"`  // when it happened, which is not later than now; zero: now
	By  string    `json:"by,omitempty"` // who did it
}

// ClaimUpdate is what a request did to a claim.
type ClaimUpdate struct {
	Claim    Claim        `json:"claim"`
	Decision Decision     `json:"decision,omitzero"`  // that the step rests on, if it rests on one
	Repeated bool         `json:"repeated,omitempty"` // the request came before; this is the claim as it was then, but for what was erased since
	Reasons  care.Reasons `json:"reasons,omitempty"`
}

// claimDone is the stored outcome of a request: the claim, how many events it had then, and the decision. It holds nothing personal.
type claimDone struct {
	Claim  storage.ID[Claim]    `json:"claim"`
	Events int                  `json:"events"`
	Answer storage.ID[Answered] `json:"answer,omitzero"`
}

// claimOnce runs a request once for its key.
func (s Service) claimOnce(ctx context.Context, name, key string, request any, do func(context.Context, storage.Tx) (ClaimUpdate, error)) (ClaimUpdate, error) {
	var u ClaimUpdate
	op := care.Operation{Name: "warranty." + name, Key: key, At: s.c.Env.Time()}
	d, repeated, err := care.Once(ctx, s.store, op, request, func(ctx context.Context, tx storage.Tx) (_ claimDone, err error) {
		u, err = do(ctx, tx)
		n := len(u.Claim.Events)
		if err != nil || n == 0 {
			return claimDone{}, err
		}
		return claimDone{u.Claim.ID, n, u.Claim.Events[n-1].Answer}, nil
	})
	if errors.Is(err, storage.ErrConflict) && !errors.Is(err, care.ErrStale) {
		err = fmt.Errorf("%w: %w", care.ErrStale, err)
	}
	if err != nil {
		return ClaimUpdate{}, err
	}
	if !repeated {
		return u, nil
	}
	u = ClaimUpdate{Repeated: true, Reasons: care.Reasons{CodeRepeated.With()}}
	err = s.store.View(ctx, func(ctx context.Context, r storage.Reader) (err error) {
		if u.Claim, err = claims.Get(ctx, r, d.Claim); err != nil {
			return err
		}
		u.Claim.Events = u.Claim.Events[:d.Events]
		if err = u.Claim.derive(); err != nil || d.Answer.IsZero() {
			return err
		}
		a, err := answers.Get(ctx, r, d.Answer)
		u.Decision = a.Decision
		return err
	})
	return u, err
}

// parseStep reads what all steps have in common.
func (s Service) parseStep(p *care.Problems, on OnClaim, step ClaimStep) ClaimEvent {
	if on.Claim.IsZero() {
		p.Add("claim", "", care.CodeMissing.With())
	}
	s.dateAt(p, on.At)
	s.past(p, on.At)
	return ClaimEvent{
		Step: step, At: s.at(on.At).UTC().Truncate(time.Microsecond), Recorded: s.c.Env.Time(),
		By: care.Optional(p, "by", on.By, care.ParseRef[care.StaffRef]),
	}
}

// past refuses what is yet to come, but for clocks that differ a little: events are never changed, and all later steps would come after it.
func (s Service) past(p *care.Problems, at time.Time) {
	const clocksDiffer = 5 * time.Minute
	if now := s.c.Env.Time(); at.After(now.Add(clocksDiffer)) {
		zone := s.c.Env.Location()
		p.Add("at", at.Format(time.RFC3339), CodeStepFuture.With(care.NewFact("at", at.In(zone)), care.NewFact("now", now.In(zone))))
	}
}

// step records one step of a claim that exists. before completes the event from what is stored, and may be nil.
func (s Service) step(ctx context.Context, on OnClaim, request any, p care.Problems, e ClaimEvent, before completion) (u ClaimUpdate, err error) {
	name := "claim_" + string(e.Step)
	ctx, done := s.c.Env.Observe(ctx, "warranty."+name)
	defer func() { done(err) }()
	key := care.Optional(&p, "key", on.Key, care.ParseRef[string])
	if err := p.Err(); err != nil {
		return ClaimUpdate{}, err
	}
	return s.claimOnce(ctx, name, key, request, func(ctx context.Context, tx storage.Tx) (u ClaimUpdate, err error) {
		c, err := claims.Get(ctx, tx, on.Claim)
		if err != nil {
			return u, err
		}
		if on.Version != 0 && on.Version != c.Version {
			return u, fmt.Errorf("%w: warranty: claim %s has version %d, the request was based on %d", care.ErrStale, c.ID, c.Version, on.Version)
		}
		e := e // fn may run again
		if on.At.IsZero() {
			e.At = notBefore(e.At, c)
		}
		if before != nil {
			if !c.State.can(e.Step) { // say that first: nothing else matters then
				return u, c.State.check(&e)
			}
			if u.Decision, err = before(ctx, tx, c, &e); err != nil {
				return u, err
			}
		}
		if u.Claim, err = s.take(ctx, tx, c, e); err != nil {
			return u, err
		}
		if now := u.Claim.State; c.State.Here && !now.Here && now.Loan.Out() { // the product is not kept back for it
			u.Reasons = append(u.Reasons, CodeLoanerOut.With(care.NewFact("unit", now.Loan.Unit)))
		}
		return u, nil
	})
}

// completion completes an event from what is stored, with the decision that it rests on, if any.
type completion func(context.Context, storage.Tx, Claim, *ClaimEvent) (Decision, error)

// notBefore is now, or the last event of a claim if the clock of the machine that recorded that is ahead: nothing that is recorded as it happens comes
// before what was.
func notBefore(now time.Time, c Claim) time.Time {
	for _, e := range c.Events {
		if e.At.After(now) {
			now = e.At
		}
	}
	return now
}

// take takes a step of a claim, saves it, sets its timer, and announces it.
func (s Service) take(ctx context.Context, tx storage.Tx, c Claim, e ClaimEvent) (Claim, error) {
	if err := c.add(e); err != nil {
		return Claim{}, err
	}
	c, err := claims.Put(ctx, tx, c)
	if err != nil {
		return Claim{}, err
	}
	if err := s.setClaimTimer(ctx, tx, c); err != nil {
		return Claim{}, err
	}
	if e.Step == ClaimHandBack {
		if err := s.keepEnd(ctx, tx, c.Registration); err != nil {
			return Claim{}, err
		}
	}
	return c, s.announceClaim(ctx, tx, c)
}

// keepEnd writes the last day of a term into its registration, after a repair that is not counted.
func (s Service) keepEnd(ctx context.Context, tx storage.Tx, of storage.ID[Registration]) error {
	reg, err := registrations.Get(ctx, tx, of)
	if err != nil {
		return err
	}
	f, err := s.facts(ctx, tx, reg)
	if err != nil {
		return err
	}
	f.On = reg.Delivered
	if ends := Decide(f).Ends; ends != reg.Ends {
		reg.Ends = ends
		_, err = putRegistrations(ctx, tx, []Registration{reg})
	}
	return err
}

// Claim returns a claim by its id; storage.ErrNotFound if there is none.
func (s Service) Claim(ctx context.Context, id storage.ID[Claim]) (c Claim, err error) {
	err = s.store.View(ctx, func(ctx context.Context, r storage.Reader) error {
		c, err = claims.Get(ctx, r, id)
		return err
	})
	return c, err
}

// ClaimByNumber returns a claim by the host's own number; storage.ErrNotFound if there is none.
func (s Service) ClaimByNumber(ctx context.Context, number string) (c Claim, err error) {
	err = s.store.View(ctx, func(ctx context.Context, r storage.Reader) error {
		c, err = claims.One(ctx, r, claimByNumber.Key(number))
		return err
	})
	return c, err
}

// Claims lists the claims on a registration, the oldest first.
func (s Service) Claims(on storage.ID[Registration]) storage.List[Claim] {
	return claims.List(s.store, claimByRegistration.Prefix(on))
}

// OpenClaims lists the claims whose customers wait, the most pressing promise first.
func (s Service) OpenClaims() storage.List[Claim] {
	return claims.List(s.store, claimByPromised.Prefix())
}

// Decision returns a decision that was given, by its id; storage.ErrNotFound if there is none.
func (s Service) Decision(ctx context.Context, id storage.ID[Answered]) (a Answered, err error) {
	err = s.store.View(ctx, func(ctx context.Context, r storage.Reader) error {
		a, err = answers.Get(ctx, r, id)
		return err
	})
	return a, err
}
