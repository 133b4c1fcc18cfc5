package warranty

import (
	"bytes"
	"context"
	"errors"
	"slices"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/storage"
)

// refusal is why sales cannot be registered as they are.
type refusal struct {
	sides   []ConflictSide
	reasons care.Reasons
}

// changes are the registrations that are not what the units of their line have come to, new ones among them.
func (m *merging) changes(ctx context.Context, units []MergedUnit, regs []Registration) (changes []Registration, refused *refusal, err error) {
	copies := map[int]int{} // of each unit number
	for _, r := range regs {
		copies[r.Unit] = max(copies[r.Unit], r.Copy+1)
	}
	for i := range units {
		u := &units[i]
		at := slices.IndexFunc(regs, func(r Registration) bool { return r.Unit == u.Unit && r.Replaces.IsZero() && comesFrom(r, u) })
		var r Registration
		switch {
		case at >= 0:
			r = regs[at]
		case u.direct || !u.Withdrawn.IsZero(): // nothing to register
			continue
		default:
			if r, err = m.register(ctx, u); err != nil {
				invalid, ok := errors.AsType[*care.Invalid](err)
				if !ok {
					return nil, nil, err
				}
				if refused == nil {
					refused = &refusal{}
				}
				if slices.ContainsFunc(refused.sides, func(s ConflictSide) bool { return s.Entry == u.Sale.ID }) { // as its first unit was
					continue
				}
				side := ConflictSide{u.Sale.ID, u.Sale.Client, UnitRef{Invoice: u.Sale.Invoice, Line: u.Sale.Line}}
				for _, p := range invalid.Problems {
					refused.sides, refused.reasons = append(refused.sides, side), append(refused.reasons, p.Reason)
				}
				continue
			}
			r.Copy = copies[u.Unit]
			copies[u.Unit]++
		}
		if changes = m.become(changes, r, u); at < 0 {
			continue
		}
		for _, next := range regs { // what came in its place is in its place
			if original(next, regs) == r.ID && next.ID != r.ID {
				changes = m.become(changes, next, u)
			}
		}
	}
	return changes, refused, nil
}

// become adds a registration to the changes if it is not what its unit has come to.
func (m *merging) become(changes []Registration, r Registration, u *MergedUnit) []Registration {
	now := r
	now.setHolder(u.Holder)
	if now.Withdrawn = u.Withdrawn; r.ReplacedBy.IsZero() { // else it came back when it was exchanged
		now.Returned = u.Returned
	}
	sold, back, given := r.Version == 0, !now.Returned.Equal(r.Returned), !now.holder().equal(r.holder())
	if !sold && !back && !given && now.Withdrawn.Equal(r.Withdrawn) {
		return changes
	}
	now.Disputed = now.Disputed && !now.Cleared()
	if sold {
		m.sold = append(m.sold, now)
	}
	if back {
		m.back = append(m.back, now)
	}
	if given && !sold {
		m.given = append(m.given, now)
	}
	if (back || given) && !sold {
		m.moved = append(m.moved, now.ID)
	}
	return append(changes, now)
}

// original is the unit that was sold, in whose place a registration came when it was exchanged; or the registration itself.
func original(r Registration, line []Registration) storage.ID[Registration] {
	for range line {
		at := slices.IndexFunc(line, func(other Registration) bool { return other.ID == r.Replaces })
		if at < 0 {
			break
		}
		r = line[at]
	}
	return r.ID
}

// asSold are entries with the serials of the units that were sold instead of those that came in their place when they were exchanged.
func asSold(all []Entry, line []Registration) []Entry {
	sold := map[string]string{}
	for _, r := range line {
		if r.Replaces.IsZero() {
			continue
		}
		first := original(r, line)
		at := slices.IndexFunc(line, func(other Registration) bool { return other.ID == first })
		sold[SerialKey(r.Serial)] = SerialKey(line[at].Serial)
	}
	if len(sold) == 0 {
		return all
	}
	all = slices.Clone(all)
	for i := range all {
		if all[i].Kind == EntrySale {
			continue
		}
		all[i].Serials = slices.Clone(all[i].Serials)
		for j, serial := range all[i].Serials {
			if was := sold[serial]; was != "" {
				all[i].Serials[j] = was
			}
		}
	}
	return all
}

// comesFrom reports whether a registration was made for this sale.
func comesFrom(r Registration, u *MergedUnit) bool {
	return r.Entry.IsZero() && u.direct || !r.Entry.IsZero() && slices.Contains(u.from, r.Entry)
}

// register makes the registration of a unit that a till sold offline, under the terms that were in force then.
func (m *merging) register(ctx context.Context, u *MergedUnit) (Registration, error) {
	r := u.Sale.common()
	covered, err := m.s.covered(ctx, m.tx, r)
	if err != nil {
		return r, err
	}
	if covered.Serialised && u.Serial == "" {
		return r, care.RefuseAt("serial", "", CodeSerialMissing.With())
	}
	r.ID, r.Unit, r.Serial, r.Entry, r.Recorded = storage.ID[Registration](m.s.c.Env.ID()), u.Unit, u.Serial, u.Sale.ID, m.s.c.Env.Time()
	r.Terms, r.Edition, r.Ends = covered.Code, covered.Edition, m.s.firstEnd(r, covered.Terms)
	return r, nil
}

// save writes registrations, with what their serials come to: those that give a serial up before those that take it.
func (m *merging) save(ctx context.Context, changes []Registration) error {
	serials := map[serialRef]bool{}
	for _, r := range changes {
		if key := SerialKey(r.Serial); key != "" {
			serials[serialRef{r.Product, key}] = true
		}
	}
	now := map[storage.ID[Registration]]*Registration{}
	for i := range changes {
		now[changes[i].ID] = &changes[i]
	}
	var found []Conflict
	for ref := range serials {
		c, err := m.claim(ctx, ref, now)
		if err != nil {
			return err
		}
		found = append(found, c)
	}
	var giving, taking []Registration
	for _, r := range now {
		if r.derive(); r.SerialKey == "" {
			giving = append(giving, *r)
		} else {
			taking = append(taking, *r)
		}
	}
	for _, rs := range [][]Registration{giving, taking} {
		if len(rs) == 0 {
			continue
		}
		slices.SortFunc(rs, func(a, b Registration) int { return bytes.Compare(a.ID[:], b.ID[:]) })
		if _, err := putRegistrations(ctx, m.tx, rs); err != nil {
			return err
		}
	}
	for _, c := range found {
		if err := m.list(ctx, c); err != nil {
			return err
		}
	}
	return nil
}

// claim finds out which units claim a serial, and marks them in now: disputed if there are several.
func (m *merging) claim(ctx context.Context, ref serialRef, now map[storage.ID[Registration]]*Registration) (Conflict, error) {
	page, err := registrations.Page(ctx, m.tx, byFold.Prefix(SerialFold(ref.key)), "", storage.MaxPage)
	if err == nil && page.Next != "" {
		err = tooManyEntries()
	}
	if err != nil {
		return Conflict{}, err
	}
	claiming := map[storage.ID[Registration]]*Registration{}
	for i := range page.Items {
		if r := &page.Items[i]; now[r.ID] == nil {
			claiming[r.ID] = r
		}
	}
	for id, r := range now {
		claiming[id] = r
	}
	for id, r := range claiming {
		if r.Cleared() || r.Product != ref.product || SerialKey(r.Serial) != ref.key {
			delete(claiming, id)
		}
	}
	var sides []ConflictSide
	for id, r := range claiming {
		if disputed := len(claiming) > 1; r.Disputed != disputed {
			r.Disputed = disputed
			now[id] = r
		}
		side, err := m.sideOf(ctx, *r, len(claiming) > 1)
		if err != nil {
			return Conflict{}, err
		}
		sides = append(sides, side)
	}
	return serialConflict(ref, sides), nil
}

// sideOf is the side that a registration is in a conflict. One that was registered directly gets its entry, so that it can be withdrawn.
func (m *merging) sideOf(ctx context.Context, r Registration, wanted bool) (ConflictSide, error) {
	if !wanted {
		return ConflictSide{}, nil
	}
	if !r.Entry.IsZero() {
		e, err := entries.Get(ctx, m.tx, r.Entry)
		return ConflictSide{e.ID, e.Client, r.Ref()}, err
	}
	of := lineRef{r.Invoice, r.Line}
	regs, err := registrations.Page(ctx, m.tx, byUnit.Prefix(of.invoice, of.line), "", storage.MaxPage)
	if err != nil {
		return ConflictSide{}, err
	}
	if err := m.writeDirect(ctx, of, regs.Items); err != nil {
		return ConflictSide{}, err
	}
	e, err := entries.One(ctx, m.tx, byClient.Key(directClient(of), 0))
	return ConflictSide{e.ID, e.Client, r.Ref()}, err
}
