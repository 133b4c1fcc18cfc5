package queue

import (
	"context"
	"time"

	"github.com/chamsoc/chamsoc/storage"
)

// rota is the order in which a run visits tenants: each that may have work once, then again those that had more, so that none waits for
// longer than one share of each other.
type rota struct {
	w       *Worker
	queue   []string
	queued  map[string]bool // and whether it is known to have work
	busy    int             // how many are
	due     map[string]time.Time
	soonest time.Time // no tenant that was visited has work before this, by the worker's clock; zero: none has

	loading bool      // a round over all tenants is under way
	again   bool      // and another is to follow
	whole   bool      // it is over those with nothing due too
	after   string    // and has come to here
	cursor  string    // or, in the registry, to here
	begun   time.Time // the round
	pollAt  time.Time // the next
	swept   time.Time // the last whole round
}

func newRota(w *Worker) *rota {
	o := &rota{w: w, queued: map[string]bool{}, due: map[string]time.Time{}}
	o.reload()
	return o
}

// reload begins a round over all tenants; one that is under way is finished first.
func (o *rota) reload() {
	if o.again = o.loading; o.loading {
		return
	}
	now := time.Now()
	o.loading, o.after, o.cursor, o.begun = true, "", "", now
	o.whole = o.swept.IsZero() || now.Sub(o.swept) >= sweepEvery
	if o.whole {
		o.swept = now
	}
	o.push("", false)
}

// push queues a tenant; busy: it is known to have work.
func (o *rota) push(tenant string, busy bool) {
	was, queued := o.queued[tenant]
	if !queued {
		o.queue = append(o.queue, tenant)
	}
	if busy && !was {
		o.busy++
	}
	o.queued[tenant] = was || busy
}

// pop is the next tenant to visit, false if there is none.
func (o *rota) pop(ctx context.Context, fail func(string, error)) (string, bool) {
	o.load(ctx, fail)
	if len(o.queue) == 0 {
		return "", false
	}
	tenant := o.queue[0]
	o.queue = o.queue[1:]
	if o.queued[tenant] {
		o.busy--
	}
	delete(o.queued, tenant)
	return tenant, true
}

// empty reports whether there is nobody to visit now.
func (o *rota) empty() bool { return len(o.queue) == 0 && !o.loading }

// share is how much of the room the tenant that was popped may take: all of it, unless others have work too, or may have.
func (o *rota) share(room int) int {
	others := o.busy
	if o.loading || len(o.queue) > o.busy {
		others++
	}
	return max(room/(others+1), 1)
}

// expect notes when a tenant will have work; the zero time: it is not known to have any.
func (o *rota) expect(tenant string, at time.Time) {
	if at.IsZero() {
		delete(o.due, tenant)
		return
	}
	o.due[tenant] = at
	if o.soonest.IsZero() || at.Before(o.soonest) {
		o.soonest = at
	}
}

// hear queues the tenants that have work by now: those that the bell told of, those that fall due, and all when it is time to poll.
func (o *rota) hear(e *ear, poll bool) {
	any, tenants := e.take()
	for t := range tenants {
		o.push(t, false)
	}
	if any || poll && !o.pollAt.IsZero() && !time.Now().Before(o.pollAt) {
		o.pollAt = time.Time{}
		o.reload()
	}
	now := o.w.now()
	if o.soonest.IsZero() || o.soonest.After(now) {
		return
	}
	o.soonest = time.Time{}
	for t, at := range o.due {
		if at.After(now) {
			o.expect(t, at)
			continue
		}
		delete(o.due, t)
		o.push(t, false)
	}
}

// untilDue is how long until a tenant that was visited has work.
func (o *rota) untilDue(now time.Time) time.Duration {
	if o.soonest.IsZero() {
		return o.w.config.Poll
	}
	return o.soonest.Sub(now)
}

// load queues the next tenants of a round when all before them were visited, whoever is queued again since. At its end the next
// poll is set.
func (o *rota) load(ctx context.Context, fail func(string, error)) {
	for o.loading && len(o.queue) <= o.busy {
		ids, more, err := o.page(ctx)
		if err != nil {
			fail("", err)
		}
		for _, t := range ids {
			o.push(t, false)
		}
		if o.loading = more && err == nil; !o.loading {
			o.pollAt = time.Now().Add(max(o.w.config.Poll, 10*time.Since(o.begun)))
			if o.again && err == nil {
				o.reload()
			}
		}
	}
}

// page is the next tenants that may have work, and whether there are more.
func (o *rota) page(ctx context.Context) ([]string, bool, error) {
	ctx, cancel := context.WithTimeout(ctx, o.w.config.Lease)
	defer cancel()
	if lister, ok := o.w.config.Tenants.(storage.DueLister); ok {
		return o.duePage(ctx, lister)
	}
	page, err := tenants.List(o.w.config.Tenants.ForTenant(""), byName.Prefix()).Page(ctx, o.cursor, storage.MaxPage)
	ids := make([]string, len(page.Items))
	for i := range page.Items {
		ids[i] = page.Items[i].Name
	}
	o.cursor = page.Next
	return ids, page.Next != "", err
}

var endOfTime = time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC)

// duePage asks the store which tenants have something in the inbox or a lane that is ready. A whole round asks for those too whose
// lanes are parked or ready later.
func (o *rota) duePage(ctx context.Context, lister storage.DueLister) ([]string, bool, error) {
	const limit = 100
	type ask struct {
		schema *storage.Schema
		index  string
		until  storage.Value
	}
	asks := []ask{
		{items.Schema(), byItemFresh.Name(), storage.IntOf(int64(inbox))},
		{lanes.Schema(), byReady.Name(), storage.TimeOf(o.w.now())},
	}
	if o.whole {
		asks = []ask{
			{items.Schema(), byItemFresh.Name(), storage.IntOf(int64(aside))},
			{lanes.Schema(), byReady.Name(), storage.TimeOf(endOfTime)},
			{lanes.Schema(), byParked.Name(), storage.TimeOf(endOfTime)},
		}
	}
	var all []string
	end := ""
	for _, a := range asks {
		ids, err := lister.DueTenants(ctx, a.schema, a.index, a.until, o.after, limit)
		if err != nil {
			return nil, false, err
		}
		if len(ids) == limit && (end == "" || ids[limit-1] < end) {
			end = ids[limit-1] // behind it, this index may have more that others do not show
		}
		all = append(all, ids...)
	}
	o.after = end
	return all, end != "", nil
}
