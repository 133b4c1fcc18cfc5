package collateral

import (
	"context"
	"errors"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/care/sla"
	"github.com/chamsoc/chamsoc/storage"
)

// What the timers of this package are about.
const (
	AboutPlace   care.AboutKind = "collateral.place"
	AboutRequest care.AboutKind = "collateral.request"
)

// Open says where material lies and when it is counted: a new place, whose first week begins now, or one that is there already.
func (s Service) Open(ctx context.Context, p Place) (_ Place, err error) {
	ctx, done := s.c.Env.Observe(ctx, "collateral.open")
	defer func() { done(err) }()
	if err := p.problems().Err(); err != nil {
		return Place{}, err
	}
	k := kept[Place]{places, byRef.Key(p.Ref), func(p *Place) (*storage.ID[Place], *int64) { return &p.ID, &p.Version }}
	var saved Place
	err = s.store.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
		var err error
		if saved, err = save(ctx, s.In(tx), k, p, func(old Place, p *Place) error {
			now := s.c.Env.Time()
			p.Began, p.Counted, p.Due = old.Began, old.Counted, old.Due
			if old.ID.IsZero() {
				p.Began = now
			}
			moved := old.Weekday != p.Weekday || old.At != p.At
			if old.ID.IsZero() || moved && old.Due.After(now) { // a due that has passed is still to be looked at
				p.Due = p.NextDue(now, s.c.Env.Location()).UTC()
			}
			return nil
		}); err != nil {
			return err
		}
		return s.timers.In(tx).Set(ctx, placeTimer(saved.Ref), saved.Due)
	})
	if err != nil {
		return Place{}, err
	}
	return saved, nil
}

func placeTimer(ref care.PlaceRef) sla.Followed {
	return sla.Followed{About: care.About{Kind: AboutPlace, Ref: string(ref)}}
}

// Places lists the places by their refs.
func (s Service) Places() storage.List[Place] { return places.List(s.store, byRef.Prefix()) }

// SetNorm says how much of a material, or of each of a kind, is to be at a place: a norm that is new, or over the one that is there.
func (s Service) SetNorm(ctx context.Context, n Norm) (_ Norm, err error) {
	ctx, done := s.c.Env.Observe(ctx, "collateral.set_norm")
	defer func() { done(err) }()
	if err := n.problems().Err(); err != nil {
		return Norm{}, err
	}
	if err := s.store.View(ctx, func(ctx context.Context, r storage.Reader) error {
		if _, err := place(ctx, r, n.Place); err != nil || n.Material == "" {
			return err
		}
		m, err := material(ctx, r, "material", n.Material)
		if err == nil && m.Kind != n.Kind {
			err = care.RefuseAt("kind", string(n.Kind), CodeKindStays.With(care.NewFact("kind", care.NameOf(m.Kind))))
		}
		return err
	}); err != nil {
		return Norm{}, err
	}
	k := kept[Norm]{norms, byNorm.Key(n.Place, n.Kind, n.Material), func(n *Norm) (*storage.ID[Norm], *int64) { return &n.ID, &n.Version }}
	return save(ctx, s, k, n, func(Norm, *Norm) error { return nil })
}

// DropNorm removes a norm. One that is not there is no error.
func (s Service) DropNorm(ctx context.Context, n Norm) (err error) {
	ctx, done := s.c.Env.Observe(ctx, "collateral.drop_norm")
	defer func() { done(err) }()
	return s.store.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
		old, err := norms.One(ctx, tx, byNorm.Key(n.Place, n.Kind, n.Material))
		if errors.Is(err, storage.ErrNotFound) {
			return nil
		}
		if err == nil {
			err = norms.Delete(ctx, tx, old)
		}
		return err
	})
}

// Norms lists the norms of a place by kind and material.
func (s Service) Norms(at care.PlaceRef) storage.List[Norm] {
	return norms.List(s.store, byNorm.Prefix(at))
}

// shelf is one material that is to be at a place, with what is known of it.
type shelf struct {
	norm     Norm
	material Material
	edition  Edition // in force; the zero one: none
	stock    Stock
}

// mostShelves bounds the sheet of a place.
const mostShelves = 200

// shelves are the materials that are to be at a place, by kind and code.
func shelves(ctx context.Context, r storage.Reader, at Place, on calendar.Date) (all []shelf, err error) {
	page, err := norms.Page(ctx, r, byNorm.Prefix(at.Ref), "", storage.MaxPage)
	if err != nil {
		return nil, err
	}
	seen := map[string]int{}
	for _, n := range page.Items { // one for a kind comes before those for its materials
		found, err := normed(ctx, r, n)
		if err != nil {
			return nil, err
		}
		for _, m := range found {
			if i, again := seen[m.Code]; again {
				all[i].norm = n
				continue
			}
			seen[m.Code] = len(all)
			all = append(all, shelf{norm: n, material: m})
		}
	}
	if len(all) > mostShelves || page.Next != "" {
		return nil, care.RefuseAt("place", string(at.Ref), CodeTooManyNorms.With(care.NewFact("limit", mostShelves)))
	}
	for i := range all {
		if err := all[i].load(ctx, r, at.Ref, on); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// normed are the materials that a norm is for.
func normed(ctx context.Context, r storage.Reader, n Norm) ([]Material, error) {
	if n.Material != "" {
		m, err := materials.One(ctx, r, byCode.Key(n.Material))
		return []Material{m}, err
	}
	page, err := materials.Page(ctx, r, byKind.Prefix(n.Kind), "", mostShelves+1)
	return page.Items, err
}

func (sh *shelf) load(ctx context.Context, r storage.Reader, at care.PlaceRef, on calendar.Date) (err error) {
	if sh.edition, err = inForce(ctx, r, sh.material.Code, on); err != nil {
		return err
	}
	sh.stock, err = stocks.One(ctx, r, byStock.Key(at, sh.material.Code))
	if errors.Is(err, storage.ErrNotFound) {
		sh.stock, err = Stock{Place: at, Material: sh.material.Code}, nil
	}
	return err
}

// Assess says how each material stands at a place now.
func (s Service) Assess(ctx context.Context, at care.PlaceRef) (all []Assessment, err error) {
	now := s.c.Env.Time()
	err = s.store.View(ctx, func(ctx context.Context, r storage.Reader) error {
		p, list, err := s.shelves(ctx, r, at, now)
		if err != nil {
			return err
		}
		for _, sh := range list {
			a, err := Assess(sh.norm, sh.stock, sh.edition.Number, p.expected(s.c.Env.Location()))
			if err != nil {
				return err
			}
			all = append(all, a)
		}
		return nil
	})
	return all, err
}

// shelves are those of a place that a request names, at an instant.
func (s Service) shelves(ctx context.Context, r storage.Reader, at care.PlaceRef, now time.Time) (Place, []shelf, error) {
	p, err := place(ctx, r, at)
	if err != nil {
		return Place{}, nil, err
	}
	list, err := shelves(ctx, r, p, calendar.DateOf(now, s.c.Env.Location()))
	return p, list, err
}
