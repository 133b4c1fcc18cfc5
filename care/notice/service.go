package notice

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/queue"
)

// Config says how a Service works. The zero Config keeps consent and templates, and gives every notice to a person.
type Config struct {
	Env care.Env
	// ParsePhone reads phone numbers. Default: care.ParsePhone, for numbers as people in Vietnam type them.
	ParsePhone care.PhoneParser
	// Bell wakes the workers of this process when something was committed. Default: none.
	Bell *queue.Bell
	// House is the company that speaks. Required where there are Senders.
	House House
	// Senders are the host's, by channel. A channel without one is passed over, and the reasons say so.
	Senders map[care.Channel]Sender
	// Kinds are what is told: those of Chamsoc's packages and the host's own.
	Kinds []Kind
	// Rules are what holds for notices. Default: [Vietnam].
	Rules []Rule
	// Customers returns the finder, for the store of the service, that looks up how a customer is reached when the request does not say. Default: only what the
	// request says counts; chamsoc.New gives Chamsoc's own customers.
	Customers func(storage.Store) care.CustomerFinder
	// Tries is how often a sender that fails for an unknown reason is called before the next channel takes over. Default: 5.
	Tries int
}

// Service sends notices and keeps what was sent. It is a small value: In makes another for a tenant, a host's transaction or a running Tx at no cost.
type Service struct {
	store storage.Store
	c     Config
	kinds map[KindCode]*knownKind // never changed
}

// knownKind is a kind with its default texts, parsed.
type knownKind struct {
	Kind
	texts compiled
}

// New returns the service on a store. It checks the house, the rules and every kind with its default texts.
func New(store storage.Store, c Config) (Service, error) {
	if store == nil {
		return Service{}, errors.New("notice: the store is nil: give the ForTenant of an adapter")
	}
	if len(c.Senders) > 0 && (c.House.Name == "" || c.House.Hotline == "") {
		return Service{}, errors.New("notice: House needs a Name and a Hotline, since every notice says who speaks and whom to call")
	}
	if c.ParsePhone == nil {
		c.ParsePhone = care.ParsePhone
	}
	if c.Rules == nil {
		c.Rules = Vietnam()
	}
	if c.Tries == 0 {
		c.Tries = 5
	}
	if c.Tries < 0 {
		return Service{}, errors.New("notice: Tries cannot be negative")
	}
	for i := range c.Rules {
		if err := c.Rules[i].check(); err != nil {
			return Service{}, fmt.Errorf("notice: rule %d: %w", i, err)
		}
	}
	s := Service{store, c, map[KindCode]*knownKind{}}
	for _, kind := range append([]Kind{refusalKind()}, c.Kinds...) {
		texts, err := kind.check(notOver(c.Rules, c.Env.Today()))
		switch {
		case err != nil:
			return Service{}, fmt.Errorf("notice: kind %q: %w", kind.Code, err)
		case s.kinds[kind.Code] != nil:
			return Service{}, fmt.Errorf("notice: kind %q is declared twice", kind.Code)
		case kind.Purpose == PurposeAdvertising && c.House.OptOut == (care.Text{}):
			return Service{}, fmt.Errorf("notice: kind %q is advertising, so House.OptOut must say how to refuse it", kind.Code)
		case len(c.Senders) > 0 && c.House.OptOut == (care.Text{}) && slices.ContainsFunc(kind.Default, Wording.saysOptOut):
			return Service{}, fmt.Errorf("notice: the texts of kind %q say {opt_out}, so House.OptOut must say how to refuse it, by message and by call", kind.Code)
		}
		s.kinds[kind.Code] = &knownKind{kind, texts}
	}
	return s, nil
}

// In is the same service on another store: another tenant's, one on the host's transaction, or a running Tx.
func (s Service) In(store storage.Store) Service {
	s.store = store
	return s
}

// Kinds yields what the service can tell, in no order.
func (s Service) Kinds() iter.Seq[Kind] {
	return func(yield func(Kind) bool) {
		for _, k := range s.kinds {
			if !yield(k.Kind) {
				return
			}
		}
	}
}

// Notice returns a notice, or storage.ErrNotFound: there is none, or its customer was erased.
func (s Service) Notice(ctx context.Context, id storage.ID[Notice]) (n Notice, err error) {
	err = s.store.View(ctx, func(ctx context.Context, r storage.Reader) error {
		n, err = notices.Get(ctx, r, id)
		return err
	})
	return n, err
}

// To lists what was told to a customer, the latest first. Someone whom the host does not know goes by the phone number or another address.
func (s Service) To(customer string) storage.List[Notice] {
	return notices.List(s.store, bySubject.Prefix(customer).Reverse())
}

// About lists what was told about something, the oldest first.
func (s Service) About(a care.About) storage.List[Notice] {
	return notices.List(s.store, byAbout.Prefix(a.Kind, a.Ref))
}

// Waiting lists the notices that are still to be sent, the next one first.
func (s Service) Waiting() storage.List[Notice] { return notices.List(s.store, byDue.Prefix()) }

// Tasks lists the notices that could not be sent and wait for a person, the oldest first: nothing is dropped.
func (s Service) Tasks() storage.List[Notice] { return notices.List(s.store, byTask.Prefix()) }

// Editions lists the editions of the templates of a kind, drafts included, the oldest first.
func (s Service) Editions(of KindCode) storage.List[Template] {
	return templates.List(s.store, byEdition.Prefix(of))
}

// Ledger lists what a customer, or whoever has an address, has agreed to and refused, the oldest first.
func (s Service) Ledger(ctx context.Context, whom string) iter.Seq2[Consent, error] {
	return func(yield func(Consent, error) bool) {
		standing, err := s.Standing(ctx, whom)
		if err != nil || standing.ID.IsZero() {
			if err != nil {
				yield(Consent{}, err)
			}
			return
		}
		for c, err := range consents.List(s.store, byEntry.Prefix(standing.ID)).All(ctx) {
			if !yield(c, err) {
				return
			}
		}
	}
}

// Standing returns how it stands with a customer, or with an address: a customer's key, a phone number as "+84912345678", an email address. Where nothing is known
// it is the zero Standing.
func (s Service) Standing(ctx context.Context, whom string) (standing Standing, err error) {
	err = s.store.View(ctx, func(ctx context.Context, r storage.Reader) error {
		standing, err = standingOf(ctx, r, whom)
		return err
	})
	return standing, err
}

// May reports whether a customer lets something be done for a purpose: whether consent was given and not taken back, at this instant.
func (s Standing) May(p Purpose, channel care.Channel) bool {
	return !s.on(p, channel).granted.IsZero()
}

func standingOf(ctx context.Context, r storage.Reader, whom string) (Standing, error) {
	if whom == "" {
		return Standing{}, nil
	}
	found, err := standings.One(ctx, r, byWhom.Key(folded(whom)))
	if errors.Is(err, storage.ErrNotFound) {
		return Standing{}, nil
	}
	return found, err
}

// folded is whom a standing is of. Capital letters do not tell one email address from another, so that a refusal holds however the address is written.
func folded(whom string) string {
	if strings.Contains(whom, "@") {
		return strings.ToLower(whom)
	}
	return whom
}

// saveStanding saves a standing, which may be new.
func (s Service) saveStanding(ctx context.Context, tx storage.Tx, whom, subject string, standing Standing) (Standing, error) {
	if standing.ID.IsZero() {
		standing.ID, standing.Whom, standing.Subject = storage.ID[Standing](s.c.Env.ID()), folded(whom), subject
	}
	return standings.Put(ctx, tx, standing)
}

// update is Update, once more if another was first to write the first record about somebody.
func (s Service) update(ctx context.Context, fn func(context.Context, storage.Tx) error) error {
	err := s.store.Update(ctx, fn)
	if wasFirst(err) {
		err = s.store.Update(ctx, fn)
	}
	return err
}

// at is when something happened: zero means now.
func (s Service) at(t time.Time) time.Time {
	if t.IsZero() {
		return s.c.Env.Time()
	}
	return t.UTC().Truncate(time.Microsecond)
}
