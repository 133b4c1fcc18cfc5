package loyalty

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/care/notice"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/queue"
)

// Config says how a Service works. The zero Config works.
type Config struct {
	Env care.Env
	// Bell wakes the workers of this process when an event was committed. Default: none.
	Bell *queue.Bell
	// Program is what points are earned for. Default: see [Program]. Where tenants have different ones, give each its own Chamsoc.
	Program Program
}

// Service keeps accounts, promotions and offers in a store. It is a small value: In makes another for a tenant, a host's transaction or a running Tx at no cost.
type Service struct {
	store   storage.Store
	consent notice.Service // reads the ledger of consent
	c       Config
}

// New returns the service on a store. It refuses a program that contradicts itself.
func New(store storage.Store, c Config) (Service, error) {
	if store == nil {
		return Service{}, errors.New("loyalty: the store is nil: give the ForTenant of an adapter")
	}
	c.Program = c.Program.withDefaults()
	if err := c.Program.check(); err != nil {
		return Service{}, fmt.Errorf("loyalty: the program: %w", err)
	}
	consent, err := notice.New(store, notice.Config{Env: c.Env})
	if err != nil {
		return Service{}, err
	}
	return Service{store, consent, c}, nil
}

// In is the same service on another store: another tenant's, one on the host's transaction, or a running Tx.
func (s Service) In(store storage.Store) Service {
	s.store, s.consent = store, s.consent.In(store)
	return s
}

// movement is a parsed request that moves points.
type movement struct {
	key      string
	customer care.CustomerRef
	source   string
	day      calendar.Date
	at       time.Time
}

func (s Service) parse(p *care.Problems, key, customer, source string, points int64, at time.Time) movement {
	m := movement{
		key:    care.Optional(p, "key", key, care.ParseRef[string]),
		source: care.Required(p, "source", source, care.ParseRef[string]),
		at:     s.at(at),
	}
	m.customer = care.Optional(p, "customer", customer, care.ParseRef[care.CustomerRef])
	m.key = cmp.Or(m.key, m.source)
	m.day = s.date(p, m.at)
	if points < 0 || points > mostPoints {
		p.Add("points", "", CodeRange.With(care.NewFact("least", 0), care.NewFact("most", int64(mostPoints))))
	}
	if m.at.After(s.c.Env.Time()) {
		p.Add("at", "", CodeFuture.With())
	}
	return m
}

func (s Service) at(t time.Time) time.Time {
	if t.IsZero() {
		return s.c.Env.Time()
	}
	return t.UTC().Truncate(time.Microsecond)
}

// date is the date at an instant where the shop is, with a problem if no calendar has it.
func (s Service) date(p *care.Problems, at time.Time) calendar.Date {
	d := calendar.DateOf(at, s.c.Env.Location())
	if d.IsZero() {
		p.Add("at", "", care.CodeDateForm.With())
	}
	return d
}

// book is an account that a movement is being written to.
type book struct {
	Account
	tx    storage.Tx
	today calendar.Date // by the clock: lots of the past are open until they have expired then
	tier  string        // when it was opened
	said  care.Reasons  // of the tier
}

// open reads the account of a customer, or makes one, and judges its tier up to today.
func (s Service) open(ctx context.Context, tx storage.Tx, customer care.CustomerRef) (*book, error) {
	a, err := accounts.One(ctx, tx, byCustomer.Key(customer))
	if errors.Is(err, storage.ErrNotFound) { // written at once: of two at once, one is refused here and made again
		a, err = accounts.Put(ctx, tx, Account{ID: storage.ID[Account](s.c.Env.ID()), Customer: customer, Opened: s.c.Env.Time()})
	}
	return s.judge(tx, a), err
}

// judge is an account with its tier judged up to today.
func (s Service) judge(tx storage.Tx, a Account) *book {
	b := &book{Account: a, tx: tx, today: s.c.Env.Today(), tier: a.Grade.Tier}
	b.Grade, b.said = Advance(s.c.Program, a.Grade, a.Earned, b.today)
	return b
}

// move runs a movement of a customer's once, and once more if another made the account at the same time.
func (s Service) move(ctx context.Context, name string, m movement, request any, do func(context.Context, *book) (Entry, error)) (Posting, error) {
	op := care.Operation{Name: name, Key: m.key, Subject: string(m.customer), At: m.at}
	run := func(ctx context.Context, tx storage.Tx) (Posting, error) {
		b, err := s.open(ctx, tx, m.customer)
		if err != nil {
			return Posting{}, err
		}
		read := b.Account
		e, err := do(ctx, b)
		if _, refused := errors.AsType[*care.Invalid](err); refused { // account and lots were read one after another: it stands only if nobody wrote between
			if _, lost := accounts.Put(ctx, tx, read); lost != nil {
				return Posting{}, lost
			}
		}
		if err != nil {
			return Posting{}, err
		}
		e.Source, e.Day, e.At = m.source, m.day, m.at
		return s.post(ctx, b, e)
	}
	p, repeated, err := care.Once(ctx, s.store, op, request, run)
	if errors.Is(err, storage.ErrExists) && !errors.Is(err, storage.ErrTxLost) {
		p, repeated, err = care.Once(ctx, s.store, op, request, run)
	}
	if errors.Is(err, storage.ErrExists) {
		err = care.RefuseAt("source", m.source, CodeSourceTaken.With())
	}
	p.Repeated = repeated
	return p, err
}

// post writes the entry of a movement and the account.
func (s Service) post(ctx context.Context, b *book, e Entry) (Posting, error) {
	b.Entries++
	b.Review = calendar.Date{}
	if !b.Grade.Since.IsZero() {
		b.Review = b.Grade.review()
	}
	e.ID, e.Account, e.N, e.Customer = storage.ID[Entry](s.c.Env.ID()), b.ID, b.Entries, b.Customer
	e.Recorded, e.Balance = s.c.Env.Time(), b.Points-b.Debt
	e.Reasons = append(e.Reasons, b.said...)
	var err error
	if b.Account, err = accounts.Put(ctx, b.tx, b.Account); err != nil {
		return Posting{}, err
	}
	if e, err = entries.Put(ctx, b.tx, e); err != nil {
		return Posting{}, err
	}
	if err := s.announcePosted(ctx, b.tx, b.Account, e); err != nil {
		return Posting{}, err
	}
	return Posting{Entry: e}, s.announceTier(ctx, b.tx, b.Account, b.tier)
}
