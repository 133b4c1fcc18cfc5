package warranty

import (
	"context"
	"errors"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/sla"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/queue"
)

// What happens to claims, announced in the transaction that does it, with the claim as the key.
var (
	ClaimReceived   = queue.NewTopic[ClaimStepped]("warranty.claim_received", 1)    // a product was taken in
	ClaimAccepted   = queue.NewTopic[ClaimStepped]("warranty.claim_accepted", 1)    // it will be seen to
	ClaimRefused    = queue.NewTopic[ClaimStepped]("warranty.claim_refused", 1)     // in writing, with the basis
	ClaimWaits      = queue.NewTopic[ClaimStepped]("warranty.claim_waits", 1)       // for parts or for the customer
	ClaimResumed    = queue.NewTopic[ClaimStepped]("warranty.claim_resumed", 1)     // what it waited for is there
	ClaimInRepair   = queue.NewTopic[ClaimStepped]("warranty.claim_in_repair", 1)   // a centre began
	ClaimInspected  = queue.NewTopic[ClaimStepped]("warranty.claim_inspected", 1)   // after a repair
	ClaimReady      = queue.NewTopic[ClaimStepped]("warranty.claim_ready", 1)       // it can be handed back
	ClaimHandedBack = queue.NewTopic[ClaimStepped]("warranty.claim_handed_back", 1) // the customer has it again
	ClaimExchanged  = queue.NewTopic[ClaimStepped]("warranty.claim_exchanged", 1)   // for a new one
	ClaimRefunded   = queue.NewTopic[ClaimStepped]("warranty.claim_refunded", 1)    // the price is to be paid back
	ClaimReduced    = queue.NewTopic[ClaimStepped]("warranty.claim_reduced", 1)     // a part of the price is to be paid back
	ClaimWithdrawn  = queue.NewTopic[ClaimStepped]("warranty.claim_withdrawn", 1)   // by the customer
	ClaimLent       = queue.NewTopic[ClaimStepped]("warranty.claim_lent", 1)        // a loaner is out, or another solution agreed
	ClaimLoanEnded  = queue.NewTopic[ClaimStepped]("warranty.claim_loan_ended", 1)  // the loaner is in
	ClaimConsented  = queue.NewTopic[ClaimStepped]("warranty.claim_consented", 1)   // an outside centre may have the customer's data
	ClaimCharged    = queue.NewTopic[ClaimStepped]("warranty.claim_charged", 1)     // something cost money
	ClaimAtSupplier = queue.NewTopic[ClaimStepped]("warranty.claim_at_supplier", 1) // the claim against the supplier moved
	ClaimIsOverdue  = queue.NewTopic[ClaimStepped]("warranty.claim_overdue", 1)     // the promised time has passed
)

// ClaimStepped is the payload of every topic of claims: which claim, where it stands now, and what happened to it. It holds nothing personal.
type ClaimStepped struct {
	Claim        storage.ID[Claim]        `json:"claim"`
	Registration storage.ID[Registration] `json:"registration"`
	Status       ClaimStatus              `json:"status"`
	Event        ClaimEvent               `json:"event"`
}

// claimTopics is which step is announced on which topic.
var claimTopics = map[ClaimStep]queue.Topic[ClaimStepped]{
	ClaimReceive: ClaimReceived, ClaimAccept: ClaimAccepted, ClaimRefuse: ClaimRefused, ClaimWait: ClaimWaits, ClaimResume: ClaimResumed,
	ClaimRepair: ClaimInRepair, ClaimInspect: ClaimInspected, ClaimFinish: ClaimReady, ClaimHandBack: ClaimHandedBack, ClaimExchange: ClaimExchanged,
	ClaimRefund: ClaimRefunded, ClaimReduce: ClaimReduced, ClaimWithdraw: ClaimWithdrawn, ClaimLend: ClaimLent, ClaimTakeBack: ClaimLoanEnded,
	ClaimConsent: ClaimConsented, ClaimCharge: ClaimCharged, ClaimSupplier: ClaimAtSupplier, ClaimOverdue: ClaimIsOverdue,
}

// ClaimTopics are the topics on which what happens to claims is announced, in the order of [ClaimStep]: one for each step.
func ClaimTopics() (all []queue.Topic[ClaimStepped]) {
	for step := range claimSteps.All() {
		all = append(all, claimTopics[step])
	}
	return all
}

// announceClaim announces the last event of a claim.
func (s Service) announceClaim(ctx context.Context, tx storage.Tx, c Claim) error {
	e := c.Events[len(c.Events)-1]
	item := queue.Item[ClaimStepped]{Key: c.ID.String(), Order: c.Version, Payload: ClaimStepped{c.ID, c.Registration, c.State.Status, e}}
	return claimTopics[e.Step].With(s.c.Bell).Put(ctx, tx, item)
}

// ClaimTimer rings when the promised time of a claim has come. [Subscriptions] has its handler.
var ClaimTimer = queue.NewTask[sla.Wake]("warranty.claim_timer", 1)

// AboutClaim is the kind of [care.About] that points at a claim, by its id.
const AboutClaim care.AboutKind = "warranty.claim"

func aboutClaim(c Claim) sla.Followed {
	return sla.Followed{About: care.About{Kind: AboutClaim, Ref: c.ID.String()}, Subject: c.Subject}
}

// setClaimTimer makes the timer of a claim ring at its promised time, while the customer waits.
func (s Service) setClaimTimer(ctx context.Context, tx storage.Tx, c Claim) error {
	due := c.Promised
	if c.State.Overdue {
		due = time.Time{}
	}
	return s.claimTimers.In(tx).Set(ctx, aboutClaim(c), due)
}

// Subscriptions are the handlers that this package needs: they note what has fallen due. of is the service of a tenant.
func Subscriptions(of func(tenant string) Service) []queue.Subscription {
	return []queue.Subscription{
		queue.Subscribe(ClaimTimer, "warranty", func(ctx context.Context, store storage.Store, d queue.Delivery[sla.Wake]) error {
			return of(d.Tenant).In(store).claimDue(ctx, d.Payload)
		}),
		queue.Subscribe(PlanTimer, "warranty", func(ctx context.Context, store storage.Store, d queue.Delivery[sla.Wake]) error {
			return of(d.Tenant).In(store).planDue(ctx, d.Payload)
		}),
		queue.Subscribe(FormSubmitted, "warranty", func(ctx context.Context, store storage.Store, d queue.Delivery[FormEvent]) error {
			return of(d.Tenant).In(store).sendCode(ctx, d.Payload.Form)
		}),
		queue.Subscribe(FormExpired, "warranty", func(ctx context.Context, store storage.Store, d queue.Delivery[FormEvent]) error {
			return of(d.Tenant).In(store).dropForm(ctx, d.Payload.Form)
		}),
	}
}

// claimDue records that the promised time of a claim has passed. It may come twice, or early.
func (s Service) claimDue(ctx context.Context, w sla.Wake) (err error) {
	ctx, done := s.c.Env.Observe(ctx, "warranty.claim_due")
	defer func() { done(err) }()
	id, err := storage.ParseID[Claim](w.About.Ref)
	if err != nil {
		return queue.Park(err)
	}
	return s.store.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
		c, err := claims.Get(ctx, tx, id)
		if errors.Is(err, storage.ErrNotFound) {
			return nil // a claim that is gone falls due no more
		}
		if err != nil {
			return err
		}
		now := s.c.Env.Time()
		if !c.Open || c.State.Overdue || c.Promised.After(now) {
			return s.setClaimTimer(ctx, tx, c)
		}
		_, err = s.take(ctx, tx, c, ClaimEvent{Step: ClaimOverdue, At: c.Promised, Recorded: now})
		return err
	})
}
