package loyalty

import (
	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/storage"
)

// How the package's records are found.
var (
	accountCustomer = storage.Text("customer", func(a *Account) *care.CustomerRef { return &a.Customer }).Nullable()
	accountReview   = storage.Date("review", func(a *Account) *calendar.Date { return &a.Review }).Nullable()

	byCustomer = storage.UniqueOn("by_customer", accountCustomer)
	byReview   = storage.IndexOn("by_review", accountReview)

	accounts = storage.Declare("loyalty_account", storage.Declaration[Account]{
		Key:      func(a *Account) (*storage.ID[Account], *int64) { return &a.ID, &a.Version },
		Indexes:  []*storage.Index[Account]{byCustomer, byReview},
		Subject:  accountCustomer,
		Personal: []storage.Part[Account]{storage.Personal("customer", func(a *Account) *care.CustomerRef { return &a.Customer })},
	})

	lotAccount  = storage.UUID("account", func(l *Lot) *storage.ID[Account] { return &l.Account })
	lotCustomer = storage.Text("customer", func(l *Lot) *care.CustomerRef { return &l.Customer }).Nullable()
	lotOpen     = storage.Date("open", func(l *Lot) *calendar.Date { return &l.Open }).Nullable()
	lotRipe     = storage.Date("ripe", func(l *Lot) *calendar.Date { return &l.Ripe }).Nullable()

	byOpen        = storage.IndexOn("by_open", lotAccount, lotOpen) // of an account, those that hold something, as they expire
	byRipe        = storage.IndexOn("by_ripe", lotAccount, lotRipe) // and as they become usable
	byExpiry      = storage.IndexOn("by_expiry", lotOpen)           // of every account
	lotByCustomer = storage.IndexOn("by_customer", lotCustomer)

	lots = storage.Declare("loyalty_lot", storage.Declaration[Lot]{
		Key:      func(l *Lot) (*storage.ID[Lot], *int64) { return &l.ID, &l.Version },
		Indexes:  []*storage.Index[Lot]{byOpen, byRipe, byExpiry, lotByCustomer},
		Subject:  lotCustomer,
		Personal: []storage.Part[Lot]{storage.Personal("customer", func(l *Lot) *care.CustomerRef { return &l.Customer })},
	})

	entryAccount  = storage.UUID("account", func(e *Entry) *storage.ID[Account] { return &e.Account })
	entryN        = storage.Int("n", func(e *Entry) *int { return &e.N })
	entryKind     = storage.Text("kind", func(e *Entry) *Kind { return &e.Kind })
	entrySource   = storage.Text("source", func(e *Entry) *string { return &e.Source }).Nullable()
	entryCustomer = storage.Text("customer", func(e *Entry) *care.CustomerRef { return &e.Customer }).Nullable()

	byEntry         = storage.UniqueOn("by_entry", entryAccount, entryN)
	bySource        = storage.UniqueOn("by_source", entryKind, entrySource)
	entryByCustomer = storage.IndexOn("by_customer", entryCustomer, entryN)

	entries = storage.Declare("loyalty_entry", storage.Declaration[Entry]{
		Key:      func(e *Entry) (*storage.ID[Entry], *int64) { return &e.ID, &e.Version },
		Indexes:  []*storage.Index[Entry]{byEntry, bySource, entryByCustomer},
		Subject:  entryCustomer,
		Personal: []storage.Part[Entry]{storage.Personal("customer", func(e *Entry) *care.CustomerRef { return &e.Customer })},
	})

	promotionCode = storage.Text("code", func(p *Promotion) *string { return &p.Code })
	byCode        = storage.UniqueOn("by_code", promotionCode)

	promotions = storage.Declare("loyalty_promotion", storage.Declaration[Promotion]{
		Key:     func(p *Promotion) (*storage.ID[Promotion], *int64) { return &p.ID, &p.Version },
		Indexes: []*storage.Index[Promotion]{byCode},
	})

	offerPromotion = storage.Text("promotion", func(o *Offer) *string { return &o.Promotion })
	offerCustomer  = storage.Text("customer", func(o *Offer) *care.CustomerRef { return &o.Customer }).Nullable()
	offerDay       = storage.Date("day", func(o *Offer) *calendar.Date { return &o.Day })

	byOffer         = storage.UniqueOn("by_offer", offerPromotion, offerCustomer)
	offerByCustomer = storage.IndexOn("by_customer", offerCustomer, offerDay)

	offers = storage.Declare("loyalty_offer", storage.Declaration[Offer]{
		Key:      func(o *Offer) (*storage.ID[Offer], *int64) { return &o.ID, &o.Version },
		Indexes:  []*storage.Index[Offer]{byOffer, offerByCustomer},
		Subject:  offerCustomer,
		Personal: []storage.Part[Offer]{storage.Personal("customer", func(o *Offer) *care.CustomerRef { return &o.Customer })},
	})
)

// Schemas are the collections that this package keeps. Its service needs those of care, care/notice and storage/queue too; chamsoc.Schemas has them all.
func Schemas() []*storage.Schema {
	return []*storage.Schema{accounts.Schema(), lots.Schema(), entries.Schema(), promotions.Schema(), offers.Schema()}
}
