package loyalty

import (
	"context"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/queue"
)

// What this package announces, in the transaction that does it. The payloads hold ids and no personal value, so erasing a customer leaves them.
var (
	// Posted: points moved; its key is the account.
	Posted = queue.NewTopic[PostedEvent]("loyalty.posted", 1)
	// TierChanged: a customer rose or fell to another tier; its key is the account.
	TierChanged = queue.NewTopic[TierChangedEvent]("loyalty.tier_changed", 1)
	// OfferMade: a customer is to be offered a promotion; its key is the offer. Nothing is announced of those held out.
	OfferMade = queue.NewTopic[OfferMadeEvent]("loyalty.offer_made", 1)
)

// PostedEvent is the payload of [Posted].
type PostedEvent struct {
	Account storage.ID[Account] `json:"account"`
	Entry   storage.ID[Entry]   `json:"entry"`
	Kind    Kind                `json:"kind"`
	Points  int64               `json:"points"`
}

// TierChangedEvent is the payload of [TierChanged].
type TierChangedEvent struct {
	Account storage.ID[Account] `json:"account"`
	From    string              `json:"from,omitempty"`
	To      string              `json:"to,omitempty"`
}

// OfferMadeEvent is the payload of [OfferMade].
type OfferMadeEvent struct {
	Offer     storage.ID[Offer] `json:"offer"`
	Promotion string            `json:"promotion"`
	Channel   care.Channel      `json:"channel"`
}

// Topics are the topics of this package, for a worker.
func Topics() []queue.AnyTopic { return []queue.AnyTopic{Posted, TierChanged, OfferMade} }

func (s Service) announcePosted(ctx context.Context, tx storage.Tx, a Account, e Entry) error {
	event := PostedEvent{Account: a.ID, Entry: e.ID, Kind: e.Kind, Points: e.Points}
	return Posted.With(s.c.Bell).Put(ctx, tx, queue.Item[PostedEvent]{Key: a.ID.String(), Order: a.Version, Payload: event})
}

func (s Service) announceTier(ctx context.Context, tx storage.Tx, a Account, was string) error {
	if was == a.Grade.Tier {
		return nil
	}
	event := TierChangedEvent{Account: a.ID, From: was, To: a.Grade.Tier}
	return TierChanged.With(s.c.Bell).Put(ctx, tx, queue.Item[TierChangedEvent]{Key: a.ID.String(), Order: a.Version, Payload: event})
}
