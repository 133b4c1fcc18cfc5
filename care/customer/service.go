package customer

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/queue"
)

// Config says how a Service works. The zero Config works.
type Config struct {
	Env care.Env
	// ParsePhone reads phone numbers. Default: care.ParsePhone.
	ParsePhone care.PhoneParser
	// Bell wakes the workers of this process. Default: none.
	Bell *queue.Bell
}

// Service keeps customers. It is a small value: In makes another for a tenant, a transaction of the host's, or a running Tx at no cost. It is a
// [care.CustomerFinder].
type Service struct {
	store storage.Store
	c     Config
}

// New returns the service on a store.
func New(store storage.Store, c Config) (Service, error) {
	if store == nil {
		return Service{}, errors.New("customer: the store is nil: give the ForTenant of an adapter")
	}
	return Service{store, c}, nil
}

// In is the same service on another store.
func (s Service) In(store storage.Store) Service {
	s.store = store
	return s
}

// Keep keeps a customer. It refuses with *care.Invalid what cannot be read, with every problem, and with [care.ErrStale] an edit of a version that is no
// longer the last; nothing is kept then.
func (s Service) Keep(ctx context.Context, r Record) (kept Kept, err error) {
	ctx, done := s.c.Env.Observe(ctx, "customer.keep")
	defer func() { done(err) }()
	person, err := care.NewCustomer(r.CustomerInput, s.c.ParsePhone)
	if err != nil {
		return Kept{}, err
	}
	var p care.Problems
	key := care.Optional(&p, "key", r.Key, care.ParseRef[string])
	if err := p.Err(); err != nil {
		return Kept{}, err
	}
	op := care.Operation{Name: "customer.keep", Key: key, At: s.c.Env.Time()}
	// What is kept for a repetition is the id alone: the customer may be erased.
	do := func(ctx context.Context, tx storage.Tx) (storage.ID[Customer], error) {
		c, err := s.keep(ctx, tx, person, r.Version)
		return c.ID, err
	}
	id, _, err := care.Once(ctx, s.store, op, r, do)
	if errors.Is(err, storage.ErrExists) { // somebody kept the same new customer at the same time
		id, _, err = care.Once(ctx, s.store, op, r, do)
	}
	if err == nil {
		kept, err = s.kept(ctx, id)
	}
	return kept, err
}

func (s Service) keep(ctx context.Context, tx storage.Tx, person care.Customer, version int64) (Customer, error) {
	now := s.c.Env.Time()
	c := Customer{ID: storage.ID[Customer](s.c.Env.ID()), Ref: person.Ref, Since: now}
	if c.Ref == "" {
		c.Ref = care.CustomerRef(c.ID.String())
	} else if old, err := customers.One(ctx, tx, byRef.Key(c.Ref)); err == nil {
		c = old
	} else if !errors.Is(err, storage.ErrNotFound) {
		return Customer{}, err
	}
	if version != 0 && version != c.Version {
		return Customer{}, care.ErrStale
	}
	c.Person, c.NameKey, c.Changed = person, care.NameKey(person.Name), now
	c.Person.Ref = c.Ref
	saved, err := customers.Put(ctx, tx, c)
	if err == nil {
		err = s.readdress(ctx, tx, saved)
	}
	if err == nil {
		err = s.announce(ctx, tx, saved)
	}
	return saved, err
}

// readdress makes the addresses that a customer is found by those that the customer has.
func (s Service) readdress(ctx context.Context, tx storage.Tx, c Customer) error {
	missing := c.addresses()
	for old, err := range addresses.List(tx, byCustomer.Prefix(c.Ref)).All(ctx) {
		if err != nil {
			return err
		}
		if i := slices.IndexFunc(missing, old.same); i >= 0 {
			missing = slices.Delete(missing, i, i+1)
		} else if err := addresses.Delete(ctx, tx, old); err != nil {
			return err
		}
	}
	_, err := addresses.PutAll(ctx, tx, missing)
	return err
}

// kept reads a customer, and who is reached at the same addresses.
func (s Service) kept(ctx context.Context, id storage.ID[Customer]) (kept Kept, err error) {
	err = s.store.View(ctx, func(ctx context.Context, r storage.Reader) (err error) {
		if kept.Customer, err = customers.Get(ctx, r, id); err != nil {
			return err
		}
		for _, a := range kept.Customer.addresses() {
			page, err := addresses.Page(ctx, r, byAddress.Prefix(a.Kind, a.Value), "", limit+1)
			if err != nil {
				return err
			}
			for _, other := range page.Items {
				if other.Customer != kept.Customer.Ref && !slices.Contains(kept.Alike, other.Customer) && len(kept.Alike) < limit {
					kept.Alike = append(kept.Alike, other.Customer)
				}
			}
		}
		return nil
	})
	return kept, err
}

// limit is how many customers an answer has where nobody said so.
const limit = 20

// Customer returns the customer of a key, or [storage.ErrNotFound].
func (s Service) Customer(ctx context.Context, ref care.CustomerRef) (c Customer, err error) {
	err = s.store.View(ctx, func(ctx context.Context, r storage.Reader) error {
		c, err = customers.One(ctx, r, byRef.Key(ref))
		return err
	})
	return c, err
}

// Customers lists all customers by name, without regard to marks and capital letters.
func (s Service) Customers() storage.List[Customer] { return customers.List(s.store, byName.Prefix()) }

// FindCustomers is the port of the other packages. It finds by the most telling field of the query, by the beginning of a name too, and looks at no more than
// 1,000 customers. A tax code it does not keep, so such a query is errors.ErrUnsupported; one that asks for nothing finds nobody.
func (s Service) FindCustomers(ctx context.Context, q care.CustomerQuery) (care.Known[[]care.Customer], error) {
	found := care.Known[[]care.Customer]{AsOf: s.c.Env.Time(), Source: "Chamsoc"}
	if q.TaxCode != "" {
		return found, fmt.Errorf("customer: tax codes are not kept: find by telephone, email or name: %w", errors.ErrUnsupported)
	}
	looked := 0
	for c, err := range s.candidates(ctx, q) {
		if err != nil {
			return found, err
		}
		if looked++; looked > mostLooked || len(found.Value) == cmp.Or(q.Limit, limit) {
			break
		}
		if c.matches(q) && !slices.ContainsFunc(found.Value, func(f care.Customer) bool { return f.Ref == c.Ref }) {
			found.Value = append(found.Value, c.Person)
		}
	}
	return found, nil
}

// mostLooked bounds the work of one query.
const mostLooked = 1000

// candidates are those who have the most telling field of the query.
func (s Service) candidates(ctx context.Context, q care.CustomerQuery) iter.Seq2[Customer, error] {
	switch {
	case q.Ref != "":
		return customers.List(s.store, byRef.Prefix(q.Ref)).All(ctx)
	case q.Phone != "":
		return s.reached(ctx, address{Kind: care.ContactPhone, Value: string(q.Phone)}, address{Kind: care.ContactZalo, Value: string(q.Phone)})
	case q.Email != "":
		return s.reached(ctx, address{Kind: care.ContactEmail, Value: strings.ToLower(q.Email)})
	case q.NameKey != "":
		return customers.List(s.store, byName.Prefix().From(q.NameKey).Before(q.NameKey+string(utf8.MaxRune))).All(ctx)
	}
	return func(func(Customer, error) bool) {}
}

// reached are those who are reached at any of these.
func (s Service) reached(ctx context.Context, at ...address) iter.Seq2[Customer, error] {
	return func(yield func(Customer, error) bool) {
		for _, a := range at {
			for found, err := range addresses.List(s.store, byAddress.Prefix(a.Kind, a.Value)).All(ctx) {
				var c Customer
				if err == nil {
					c, err = s.Customer(ctx, found.Customer)
				}
				if errors.Is(err, storage.ErrNotFound) { // erased a moment ago
					continue
				}
				if !yield(c, err) || err != nil {
					return
				}
			}
		}
	}
}
