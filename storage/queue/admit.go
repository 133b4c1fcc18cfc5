package queue

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"github.com/chamsoc/chamsoc/storage"
)

// What this program does not know is left for other programs so long, and so much of it, before it is put out of the way.
const (
	patience = time.Minute
	crowd    = 100
)

// leave reports whether something unknown of this age is left where it is.
func (t *taking) leave(age time.Duration) bool {
	t.left++
	return -patience < age && age < patience && t.left <= crowd
}

// taking claims deliveries of one tenant in one attempt of one transaction. It is made anew for each attempt.
type taking struct {
	w      *Worker
	tx     storage.Tx
	tenant string
	store  storage.Store
	now    time.Time
	token  string

	room    int // claims that are still wanted
	front   front
	readied bool   // a lane may have become ready that was not claimed
	held    bool   // something was left because another worker has a part of it in hand
	jobs    []*job // claimed
	erased  int    // completed without a handler, since the subject was erased
	parked  int
	left    int  // unknown to this program, and left alone
	aside   int  // unknown to this program, and put aside
	changed bool // anything was written
}

// admit takes items from the inbox into their lanes, until enough is claimed or the inbox is at its end. It goes by keys, not by items: all that
// waits in the inbox for one key goes at once and in order, though clocks that disagree have put it there in another.
func (t *taking) admit(ctx context.Context) error {
	seen := map[string]bool{}
	cursor := t.front.inbox
	for range maxPages {
		page, err := items.FreePage(ctx, t.tx, byItemFresh.Prefix(inbox), cursor, max(t.room, minPage))
		if err != nil {
			return err
		}
		whole := false
		if cursor == "" && page.Next == "" {
			if whole, err = t.nothingElse(ctx, len(page.Items)); err != nil {
				return err
			}
		}
		for _, group := range byKey(page.Items) {
			if seen[group[0].Lane] {
				continue
			}
			seen[group[0].Lane] = true
			if err := t.admitKey(ctx, group, whole); err != nil {
				return err
			}
		}
		cursor, t.front.inbox = page.Next, page.Next
		if cursor == "" || t.room == 0 {
			return nil
		}
	}
	return nil
}

// byKey puts together what has one topic and key, in order of their first items.
func byKey(page []item) [][]item {
	groups := make([][]item, 0, len(page))
	at := make(map[string]int, len(page))
	for i := range page {
		if n, ok := at[page[i].Lane]; ok {
			groups[n] = append(groups[n], page[i])
			continue
		}
		at[page[i].Lane] = len(groups)
		groups = append(groups, page[i:i+1:i+1])
	}
	return groups
}

// nothingElse reports whether no item was put aside, and no other than these is in the inbox in another worker's hand. It is asked after the inbox was
// read: an item is in one or the other.
func (t *taking) nothingElse(ctx context.Context, these int) (bool, error) {
	page, err := items.Page(ctx, t.tx, byItemFresh.Prefix(aside), "", 1)
	if _, able := t.tx.(storage.FreeScanner); !able || err != nil || len(page.Items) > 0 {
		return len(page.Items) == 0, err
	}
	all, err := t.tx.Scan(ctx, items.Schema(), storage.Query{Index: byItemFresh.Name(), Prefix: []storage.Value{storage.IntOf(int64(inbox))}, Limit: these + 1})
	return len(all.Items) == these, err
}

// A transaction reads no more pages than this, and none smaller.
const (
	maxPages = 8
	minPage  = 8
)

// admitKey admits everything in the inbox that has the group's topic and key: the group itself, if it is known to be all.
func (t *taking) admitKey(ctx context.Context, group []item, all bool) error {
	topic, key, _ := splitLane(group[0].Lane)
	var err error
	if !all && (len(group) > 1 || key != group[0].ID.String()) {
		if group, err = t.siblings(ctx, group); err != nil || len(group) == 0 {
			return err
		}
	}
	info, known := t.w.topics[topic]
	subs := t.w.subs[topic]
	if !known || len(subs) == 0 && info.task {
		return t.putAside(ctx, group)
	}
	group, err = t.complete(ctx, group, len(subs) == 0)
	if err != nil || len(group) == 0 {
		return err
	}
	for n, sub := range subs {
		if err := t.deliver(ctx, sub, laneName(topic, key, sub.name), group, n == len(subs)-1); err != nil {
			return err
		}
	}
	return nil
}

// siblings reads all that is in the inbox, or was put aside, for the group's key; mostly that is what is in hand. It returns nothing if another worker
// has some of it in hand: what comes first could not be told.
func (t *taking) siblings(ctx context.Context, group []item) ([]item, error) {
	const most = 100
	there, err := t.tx.Scan(ctx, items.Schema(), storage.Query{
		Index: byItemLane.Name(), Prefix: []storage.Value{storage.TextOf(group[0].Lane)}, Limit: most,
	})
	if err != nil {
		return nil, err
	}
	if len(group) == 1 && len(there.Items) == 1 && there.Items[0].ID == group[0].ID.UUID() {
		return group, nil
	}
	page, err := items.FreePage(ctx, t.tx, byItemLane.Prefix(group[0].Lane), "", most)
	same := func(r storage.Record, i item) bool { return r.ID == i.ID.UUID() }
	if err != nil {
		return nil, err
	}
	if !slices.EqualFunc(there.Items, page.Items, same) {
		t.held = true
		return nil, nil
	}
	return page.Items, nil
}

// putAside takes items out of the way that this program cannot sort and that no other has sorted for a while.
func (t *taking) putAside(ctx context.Context, group []item) error {
	for _, it := range group {
		if it.Fresh == aside || t.leave(t.now.Sub(idTime(it.ID))) {
			continue
		}
		it.Fresh = aside
		if _, err := items.Put(ctx, t.tx, it); err != nil {
			return err
		}
		t.aside++
		t.changed = true
	}
	return nil
}

// complete deletes what needs no handler and returns the rest, in order.
func (t *taking) complete(ctx context.Context, group []item, all bool) ([]item, error) {
	rest := group[:0]
	for _, it := range group {
		erased := it.Parcel.erased()
		if !all && !erased {
			rest = append(rest, it)
			continue
		}
		if err := items.Delete(ctx, t.tx, it); err != nil {
			return nil, err
		}
		t.changed = true
		if erased {
			t.erased++
		}
	}
	slices.SortFunc(rest, func(a, b item) int {
		return cmp.Or(cmp.Compare(a.Parcel.Order, b.Parcel.Order), slices.Compare(a.ID[:], b.ID[:]))
	})
	return rest, nil
}

// deliver puts a group at the end of a subscriber's lane. What has to wait there is kept as items: the last subscriber gets those from the inbox, the
// others copies.
func (t *taking) deliver(ctx context.Context, sub *Subscription, lane string, group []item, last bool) error {
	t.changed = true
	leads, err := t.enlist(ctx, sub, lane, group)
	if err != nil {
		return err
	}
	for i := range group {
		p := group[i].parcel()
		wait := itemFor(&p, lane, sub.name)
		if last {
			wait.ID, wait.Version = group[i].ID, group[i].Version
		}
		switch {
		case !leads || i > 0:
			_, err = items.Put(ctx, t.tx, wait)
		case last:
			err = t.tx.Delete(ctx, items.Schema(), group[i].ID.UUID(), group[i].Version)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// enlist makes a lane for a group, or says under its version that it waits in the one there is. A new lane is claimed at once if its first is
// due. It reports whether the group's first leads the lane.
func (t *taking) enlist(ctx context.Context, sub *Subscription, name string, group []item) (leads bool, err error) {
	p := group[0].parcel()
	l := lane{ID: storage.ID[lane](p.idFor(sub.name)), Lane: name, Behind: len(group) - 1}
	l.lead(p, t.now)
	claim := t.room > 0 && l.Head.dueBy(t.now)
	if claim {
		l.lease(t.token, t.now, t.w.config.Lease)
	}
	l, err = lanes.Put(ctx, t.tx, l)
	switch {
	case err == nil && claim:
		t.claimed(sub, l)
	case err == nil:
		t.readied = true
	case errors.Is(err, storage.ErrExists) && !errors.Is(err, storage.ErrTxLost):
		return t.append(ctx, sub, name, group)
	}
	return true, err
}

// append is enlist for a lane that exists; if it has gone meanwhile it is made anew. What belongs before the lane's first takes its place,
// unless that is in hand or parked.
func (t *taking) append(ctx context.Context, sub *Subscription, name string, group []item) (leads bool, err error) {
	l, err := lanes.One(ctx, t.tx, byLane.Key(name))
	if errors.Is(err, storage.ErrNotFound) {
		return t.enlist(ctx, sub, name, group)
	}
	if err != nil {
		return false, err
	}
	l.Behind += len(group)
	p := group[0].parcel()
	if l.Lease == "" && l.Parked.IsZero() && p.compare(&l.Head) < 0 {
		if _, err := items.Put(ctx, t.tx, itemFor(&l.Head, name, sub.name)); err != nil {
			return false, err
		}
		l.lead(p, t.now)
		leads, t.readied = true, true
	}
	_, err = lanes.Put(ctx, t.tx, l)
	return leads, err
}

// claimed hands a leased delivery to the worker.
func (t *taking) claimed(sub *Subscription, l lane) {
	t.jobs = append(t.jobs, &job{worker: t.w, tenant: t.tenant, store: t.store, sub: sub, lane: l, until: time.Now().Add(t.w.config.Lease)})
	t.room--
	t.changed = true
}
