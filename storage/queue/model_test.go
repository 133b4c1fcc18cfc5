package queue_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"runtime"
	"strconv"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/memory"
	"github.com/chamsoc/chamsoc/storage/queue"
)

// The random schedules check, against a model: nothing acknowledged is lost, nothing half-written is seen, every item is handled at least
// once, in order for each key and subscriber, and a poison item blocks nothing but its own key and subscriber.
//
//	QUEUE_SEED=…       runs one schedule again
//	QUEUE_SCHEDULES=…  runs so many
func TestRandomSchedules(t *testing.T) {
	if text := os.Getenv("QUEUE_SEED"); text != "" {
		seed, err := strconv.ParseUint(text, 10, 64)
		require.NoError(t, err)
		runSchedule(t, seed)
		return
	}
	n := 1000
	if testing.Short() {
		n = 100
	}
	if text := os.Getenv("QUEUE_SCHEDULES"); text != "" {
		var err error
		n, err = strconv.Atoi(text)
		require.NoError(t, err)
	}
	for range n {
		if runSchedule(t, rand.Uint64()); t.Failed() {
			return
		}
	}
}

func runSchedule(t *testing.T, seed uint64) {
	t.Helper()
	t.Run("", func(t *testing.T) {
		defer func() {
			if t.Failed() {
				t.Logf("run it again with QUEUE_SEED=%d", seed)
			}
		}()
		synctest.Test(t, func(t *testing.T) { newSchedule(t, seed).run() })
	})
}

// account is what the announced changes are made to.
type account struct {
	ID      storage.ID[account] `json:"id"`
	Version int64               `json:"version"`
	Name    string              `json:"name"`
}

// effect is what a handler does in the same database, exactly once.
type effect struct {
	ID      storage.ID[effect] `json:"id"`
	Version int64              `json:"version"`
	Of      string             `json:"of"`
}

var (
	accountName = storage.Text("name", func(a *account) *string { return &a.Name })
	byAccount   = storage.UniqueOn("by_name", accountName)
	accounts    = storage.Declare("account", storage.Declaration[account]{
		Key:     func(a *account) (*storage.ID[account], *int64) { return &a.ID, &a.Version },
		Indexes: []*storage.Index[account]{byAccount},
	})
	effectOf = storage.Text("of", func(e *effect) *string { return &e.Of })
	byEffect = storage.IndexOn("by_of", effectOf)
	effects  = storage.Declare("effect", storage.Declaration[effect]{
		Key:     func(e *effect) (*storage.ID[effect], *int64) { return &e.ID, &e.Version },
		Indexes: []*storage.Index[effect]{byEffect},
	})
)

type change struct {
	Number  int    `json:"number"` // of the item, in the schedule
	Account string `json:"account"`
	Again   int    `json:"again"` // Number once more: half a payload would show
}

var (
	changed = queue.NewTopic[change]("account.changed", 1)
	chores  = queue.NewTask[change]("account.chore", 1)
)

// put is an item as the model knows it.
type put struct {
	number    int
	tenant    string
	topic     string
	key       string
	order     int64
	place     int // in its transaction
	due       time.Time
	acked     bool // its transaction was acknowledged
	maybe     bool // or may have been committed
	poison    bool
	trouble   int            // how often its handlers fail before they do not
	completed map[string]int // by subscriber
	finishing map[string]int // may be completed by its handler's own transaction just now
	tried     map[string]int
}

type schedule struct {
	t     *testing.T
	store storage.Tenants
	bell  *queue.Bell

	mu      sync.Mutex
	rnd     *rand.Rand
	puts    []*put
	problem error
	calm    bool // no more trouble
}

func newSchedule(t *testing.T, seed uint64) *schedule {
	s := &schedule{t: t, rnd: rand.New(rand.NewPCG(seed, 7)), bell: &queue.Bell{}}
	if s.rnd.IntN(3) > 0 {
		s.store = newLoose(randomPauses(rand.New(rand.NewPCG(seed, 8))))
		return s
	}
	var err error
	s.store, err = memory.New(append(queue.Schemas(), accounts.Schema(), effects.Schema())...)
	require.NoError(t, err)
	return s
}

func (s *schedule) n(n int) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.rnd.IntN(n)
}

func (s *schedule) chance(percent int) bool { return s.n(100) < percent }

func (s *schedule) fail(format string, args ...any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.problem == nil {
		s.problem = fmt.Errorf(format, args...)
	}
}

var scheduleTenants = []string{"", "a", "b"}

func (s *schedule) run() {
	ctx := s.t.Context()
	for _, id := range scheduleTenants {
		require.NoError(s.t, queue.RegisterTenant(ctx, s.store, id))
	}
	var all sync.WaitGroup
	for range 2 + s.n(3) {
		all.Go(func() { s.produce(ctx) })
	}
	for range 2 + s.n(2) {
		all.Go(func() { s.crashingWorkers(ctx) })
	}
	all.Wait()
	s.mu.Lock()
	s.calm = true
	s.mu.Unlock()
	s.settle(ctx)
	s.check(ctx)
	require.NoError(s.t, s.problem)
}

// produce makes changes and announces them, some in transactions that fail.
func (s *schedule) produce(ctx context.Context) {
	for range 3 + s.n(6) {
		time.Sleep(time.Duration(s.n(400)) * time.Millisecond)
		tenant, key := scheduleTenants[s.n(3)], fmt.Sprint("k", s.n(3))
		mine := make([]*put, 1+s.n(3))
		for i := range mine {
			mine[i] = s.newPut(tenant, key, i)
		}
		broken := s.chance(20)
		err := s.store.ForTenant(tenant).Update(ctx, func(ctx context.Context, tx storage.Tx) error {
			return s.announce(ctx, tx, key, mine, broken)
		})
		s.mu.Lock()
		for _, p := range mine {
			p.acked, p.maybe = err == nil, false
		}
		s.mu.Unlock()
		if err != nil && !broken && !errors.Is(err, storage.ErrConflict) && !errors.Is(err, storage.ErrExists) {
			s.fail("producing: %w", err)
		}
	}
}

func (s *schedule) newPut(tenant, key string, place int) *put {
	p := &put{
		tenant: tenant, topic: changed.Name(), key: key, place: place, maybe: true, trouble: s.n(8) - 4,
		poison: s.chance(4), completed: map[string]int{}, tried: map[string]int{}, finishing: map[string]int{},
	}
	if s.chance(25) {
		p.topic = chores.Name()
	}
	if s.chance(15) {
		p.due = time.Now().Add(time.Duration(s.n(20)) * time.Second)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	p.number = len(s.puts)
	s.puts = append(s.puts, p)
	return p
}

func (s *schedule) announce(ctx context.Context, tx storage.Tx, key string, mine []*put, broken bool) error {
	a, err := accounts.One(ctx, tx, byAccount.Key(key))
	if errors.Is(err, storage.ErrNotFound) {
		a, err = account{Name: key}, nil
	}
	if err == nil {
		a, err = accounts.Put(ctx, tx, a)
	}
	if err != nil {
		return err
	}
	for _, p := range mine {
		s.mu.Lock()
		p.order = a.Version
		s.mu.Unlock()
		it := queue.Item[change]{Key: key, Order: a.Version, Due: p.due, Payload: change{p.number, key, p.number}}
		topic := changed
		if p.topic == chores.Name() {
			topic = chores
		}
		if err := topic.With(s.bell).Put(ctx, tx, it); err != nil {
			return err
		}
	}
	if broken {
		return errors.New("the host changed its mind")
	}
	return nil
}

// worker is one process: a store that dies with it, and a clock of its own.
type process struct {
	*schedule
	inner storage.Tenants
	skew  time.Duration

	mu    sync.Mutex
	dead  bool
	calls int // until it dies
}

var errDead = errors.New("the process is dead")

func (s *schedule) crashingWorkers(ctx context.Context) {
	for range 2 + s.n(3) {
		p := &process{schedule: s, inner: s.store, calls: 10 + s.n(400)}
		if s.chance(30) {
			p.skew = time.Duration(s.n(7200)-3600) * time.Second
		}
		life, end := context.WithTimeout(ctx, time.Duration(s.n(20_000))*time.Millisecond)
		_ = s.worker(p).Run(life)
		end()
		p.die()
		time.Sleep(time.Duration(s.n(3000)) * time.Millisecond)
	}
}

func (s *schedule) worker(p *process) *queue.Worker {
	c := queue.Config{
		Tenants: p, Bell: s.bell, Now: func() time.Time { return time.Now().Add(p.skew) },
		Concurrency: 1 + s.n(6), Batch: 1 + s.n(12), Lease: time.Duration(1+s.n(8)) * time.Second, Timeout: 10 * time.Second,
		MaxAttempts: 40, Grace: -1, Backoff: func(n int) time.Duration { return time.Duration(min(n, 5)) * 100 * time.Millisecond },
		Subscriptions: []queue.Subscription{
			queue.Subscribe(changed, "letter", s.handler(p)), queue.Subscribe(changed, "crm", s.handler(p)), queue.Subscribe(chores, "chore", s.handler(p)),
		},
	}
	if s.chance(50) {
		c.Grace = time.Duration(s.n(3)) * time.Second
	}
	if s.isCalm() {
		c.Poll = time.Minute // two hours of polls would take long
	}
	w, err := queue.NewWorker(c)
	require.NoError(s.t, err)
	return w
}

func (p *process) die() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.dead = true
}

// call counts down to the process's death.
func (p *process) call() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.calls--; p.calls < 0 && !p.isCalm() {
		p.dead = true
	}
	if p.dead {
		return errDead
	}
	return nil
}

func (s *schedule) isCalm() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.calm
}

func (p *process) alive() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return !p.dead
}

func (p *process) ForTenant(id string) storage.Store { return mortal{p, p.inner.ForTenant(id)} }

// mortal is a store that fails from the moment its process dies, which may be just before or just after a commit.
type mortal struct {
	p     *process
	inner storage.Store
}

func (m mortal) View(ctx context.Context, fn func(context.Context, storage.Reader) error) error {
	if err := m.p.call(); err != nil {
		return err
	}
	return m.inner.View(ctx, fn)
}

func (m mortal) Update(ctx context.Context, fn func(context.Context, storage.Tx) error) error {
	if err := m.p.call(); err != nil {
		return err
	}
	err := m.inner.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
		if err := fn(ctx, tx); err != nil {
			return err
		}
		return m.p.call()
	})
	if err == nil {
		err = m.p.call()
	}
	return err
}

// handler checks what it is given against the model, and makes trouble.
func (s *schedule) handler(p *process) queue.Handler[change] {
	return func(ctx context.Context, store storage.Store, d queue.Delivery[change]) error {
		if !p.alive() {
			return errDead
		}
		it := s.begin(p, d)
		if it == nil {
			return nil
		}
		if err := s.whole(ctx, store, d); err != nil {
			return err
		}
		if s.chance(15) {
			time.Sleep(time.Duration(s.n(15_000)) * time.Millisecond) // perhaps beyond the lease and the time-out
		}
		if err := s.trouble(it, d.Subscriber); err != nil {
			return err
		}
		if s.chance(30) {
			return s.inTransaction(ctx, p, store, d, it)
		}
		if !p.alive() {
			return errDead
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		it.completed[d.Subscriber]++
		return nil
	}
}

// begin finds the item in the model and checks that it may be delivered now.
func (s *schedule) begin(p *process, d queue.Delivery[change]) *put {
	s.mu.Lock()
	it := s.puts[d.Payload.Number]
	s.mu.Unlock()
	s.mu.Lock()
	defer s.mu.Unlock()
	fail := func(format string, args ...any) {
		if s.problem == nil {
			s.problem = fmt.Errorf("item %d for %s: "+format, append([]any{it.number, d.Subscriber}, args...)...)
		}
	}
	it.tried[d.Subscriber]++
	switch {
	case d.Payload.Again != it.number || d.Key != it.key || d.Tenant != it.tenant || d.Topic != it.topic || d.Order != it.order:
		fail("is not what was put: %+v", d)
	case !it.acked && !it.maybe:
		fail("was never committed")
	case !it.due.IsZero() && time.Now().Add(p.skew).Before(it.due.Truncate(time.Microsecond)):
		fail("is not due")
	}
	for _, before := range s.puts {
		if before.acked && before.before(it) && before.completed[d.Subscriber]+before.finishing[d.Subscriber] == 0 {
			fail("comes before item %d", before.number)
		}
	}
	return it
}

// before reports whether p is delivered before another item of its lane.
func (p *put) before(other *put) bool {
	if p.tenant != other.tenant || p.topic != other.topic || p.key != other.key {
		return false
	}
	return p.order < other.order || p.order == other.order && p.place < other.place
}

// whole checks that the change which the item announces is there.
func (s *schedule) whole(ctx context.Context, store storage.Store, d queue.Delivery[change]) error {
	return store.View(ctx, func(ctx context.Context, r storage.Reader) error {
		a, err := accounts.One(ctx, r, byAccount.Key(d.Key))
		if errors.Is(err, storage.ErrNotFound) || err == nil && a.Version < d.Order {
			s.fail("item %d was announced without its change", d.Payload.Number)
		}
		return err
	})
}

func (s *schedule) trouble(it *put, subscriber string) error {
	s.mu.Lock()
	tried, troubles := it.tried[subscriber], it.trouble
	s.mu.Unlock()
	if it.poison && subscriber == "letter" {
		return queue.Park(errors.New("poison"))
	}
	if tried > troubles {
		return nil
	}
	switch s.n(5) {
	case 0:
		panic("trouble")
	case 1:
		runtime.Goexit()
	case 2:
		return queue.RetryAfter(time.Duration(s.n(2000))*time.Millisecond, nil)
	}
	return errors.New("trouble")
}

// inTransaction does something in the database and completes the delivery with it.
func (s *schedule) inTransaction(ctx context.Context, p *process, store storage.Store, d queue.Delivery[change], it *put) error {
	finishing := func(n int) {
		s.mu.Lock()
		defer s.mu.Unlock()
		it.finishing[d.Subscriber] += n
	}
	finishing(1)
	defer finishing(-1)
	return store.(mortal).inner.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
		if !p.alive() {
			return errDead
		}
		if _, err := effects.Put(ctx, tx, effect{Of: uuid.UUID(d.ID).String() + d.Subscriber}); err != nil {
			return err
		}
		if err := d.Done(ctx, tx); err != nil {
			return err
		}
		storage.AfterCommit(tx, func() {
			s.mu.Lock()
			defer s.mu.Unlock()
			it.completed[d.Subscriber]++
		})
		return nil
	})
}

// settle lets one sound worker do what is left.
func (s *schedule) settle(ctx context.Context) {
	p := &process{schedule: s, inner: s.store}
	// Longer than the clocks differ: ids never run backwards, not even from one schedule to the next, so with a clock that is ahead an item may
	// have been found to be ready only later than now.
	ctx, end := context.WithTimeout(ctx, 2*time.Hour)
	defer end()
	if err := s.worker(p).Run(ctx); err != nil && !errors.Is(err, queue.ErrAbandoned) {
		s.fail("the last worker: %w", err)
	}
	time.Sleep(time.Minute) // for what was abandoned
}

// check compares what is left with the model: the poison that was met, what waits behind it, and nothing else.
func (s *schedule) check(ctx context.Context) {
	type place struct{ tenant, topic, key string }
	parked, behind := map[place]int{}, map[place]int{}
	for _, id := range scheduleTenants {
		store := s.store.ForTenant(id)
		for p, err := range queue.ListParked(store).All(ctx) {
			require.NoError(s.t, err)
			require.Equal(s.t, "letter", p.Subscriber)
			require.Contains(s.t, p.Error, "poison")
			parked[place{id, p.Topic, p.Key}] = p.Behind
		}
		did := map[string]bool{}
		for e, err := range effects.List(store, byEffect.Prefix()).All(ctx) {
			require.NoError(s.t, err)
			require.False(s.t, did[e.Of], "an effect was had twice")
			did[e.Of] = true
		}
		st, err := queue.ReadStatistics(ctx, store, time.Now())
		require.NoError(s.t, err)
		require.Zero(s.t, st.Inbox+st.Aside+st.Pending, "%+v", st)
	}
	for _, p := range s.puts {
		if !p.acked {
			continue
		}
		at := place{p.tenant, p.topic, p.key}
		for _, sub := range map[string][]string{changed.Name(): {"letter", "crm"}, chores.Name(): {"chore"}}[p.topic] {
			if p.completed[sub] > 0 {
				continue
			}
			_, blocked := parked[at]
			if sub != "letter" || !blocked {
				s.fail("item %d was never completed for %s", p.number, sub)
			}
			behind[at]++
		}
	}
	for at, n := range parked {
		if behind[at] != n+1 {
			s.fail("%+v has %d left, the lane says 1 and %d behind it", at, behind[at], n)
		}
	}
}
