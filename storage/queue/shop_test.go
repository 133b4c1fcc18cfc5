package queue_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/memory"
	"github.com/chamsoc/chamsoc/storage/queue"
)

// note is the payload of most tests.
type note struct {
	Text string `json:"text"`
}

var (
	told  = queue.NewTopic[note]("test.told", 1)
	asked = queue.NewTask[note]("test.asked", 1)
)

// shop is a store with one worker's surroundings.
type shop struct {
	t       *testing.T
	tenants storage.Tenants
	bell    *queue.Bell
	heard   *heard
}

// inShop runs a test in a bubble, on the memory store.
func inShop(t *testing.T, test func(t *testing.T, s *shop)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) { test(t, newShop(t)) })
}

func newShop(t *testing.T) *shop {
	tenants, err := memory.New(append(queue.Schemas(), effects.Schema())...)
	require.NoError(t, err)
	return &shop{t, tenants, &queue.Bell{}, &heard{}}
}

func (s *shop) store() storage.Store { return s.tenants.ForTenant("") }

func (s *shop) update(fn func(ctx context.Context, tx storage.Tx) error) {
	s.t.Helper()
	require.NoError(s.t, s.store().Update(s.t.Context(), fn))
}

// put puts notes of one key in one transaction each, in the order given.
func (s *shop) put(topic queue.Topic[note], key string, texts ...string) {
	s.t.Helper()
	for _, text := range texts {
		s.putItem(topic, queue.Item[note]{Key: key, Payload: note{text}})
	}
}

func (s *shop) putItem(topic queue.Topic[note], it queue.Item[note]) {
	s.t.Helper()
	s.update(func(ctx context.Context, tx storage.Tx) error { return topic.With(s.bell).Put(ctx, tx, it) })
}

// worker makes a worker with a listener for both topics, unless the configuration has subscriptions.
func (s *shop) worker(c queue.Config) *queue.Worker {
	s.t.Helper()
	if c.Tenants == nil {
		c.Tenants = s.tenants
	}
	if c.Bell == nil {
		c.Bell = s.bell
	}
	if c.Subscriptions == nil {
		c.Subscriptions = []queue.Subscription{s.listen("ear", nil), queue.Subscribe(asked, "do", s.heard.handler(nil))}
	}
	w, err := queue.NewWorker(c)
	require.NoError(s.t, err)
	return w
}

func (s *shop) listen(name string, then queue.Handler[note]) queue.Subscription {
	return queue.Subscribe(told, name, s.heard.handler(then))
}

// once runs a worker over what is due.
func (s *shop) once(c queue.Config) queue.Report {
	s.t.Helper()
	report, err := s.worker(c).RunOnce(s.t.Context())
	require.NoError(s.t, err)
	return report
}

// run runs a worker until stop is called, which returns what Run returned.
func (s *shop) run(w *queue.Worker) (stop func() error) {
	ctx, cancel := context.WithCancel(s.t.Context())
	result := make(chan error, 1)
	go func() { result <- w.Run(ctx) }()
	synctest.Wait()
	return func() error {
		cancel()
		return <-result
	}
}

func (s *shop) parked() []queue.Parked {
	s.t.Helper()
	var all []queue.Parked
	for p, err := range queue.ListParked(s.store()).All(s.t.Context()) {
		require.NoError(s.t, err)
		all = append(all, p)
	}
	return all
}

func (s *shop) statistics() queue.Statistics {
	s.t.Helper()
	st, err := queue.ReadStatistics(s.t.Context(), s.store(), time.Now())
	require.NoError(s.t, err)
	return st
}

// clockOfPuts is a clock that agrees with the times of putting. In a bubble time.Now does not, since ids never run backwards.
func (s *shop) clockOfPuts() func() time.Time {
	s.t.Helper()
	s.putItem(asked, queue.Item[note]{})
	do := queue.Subscribe(asked, "do", func(_ context.Context, _ storage.Store, d queue.Delivery[note]) error {
		s.heard.last = d
		return nil
	})
	s.once(queue.Config{Limit: 1, Subscriptions: []queue.Subscription{do}})
	ahead := time.Until(s.heard.lastDelivery().Put)
	return func() time.Time { return time.Now().Add(ahead) }
}

// requireEmpty checks that nothing is left of anything.
func (s *shop) requireEmpty() {
	s.t.Helper()
	for _, schema := range queue.Schemas()[:2] {
		page, err := storage.Page[storage.Record]{}, error(nil)
		require.NoError(s.t, s.store().View(s.t.Context(), func(ctx context.Context, r storage.Reader) error {
			page, err = r.Scan(ctx, schema, storage.Query{Index: "by_lane"})
			return err
		}))
		require.Empty(s.t, page.Items, schema.Name)
	}
}

// heard remembers deliveries in the order of their coming, as "subscriber key text".
type heard struct {
	mu    sync.Mutex
	lines []string
	times []time.Time
	last  queue.Delivery[note]
}

// handler notes each delivery and then does something else, or nothing.
func (h *heard) handler(then queue.Handler[note]) queue.Handler[note] {
	return func(ctx context.Context, store storage.Store, d queue.Delivery[note]) error {
		h.mu.Lock()
		h.lines = append(h.lines, fmt.Sprintf("%s %s %s", d.Subscriber, d.Key, d.Payload.Text))
		h.times = append(h.times, time.Now())
		h.last = d
		h.mu.Unlock()
		if then == nil {
			return nil
		}
		return then(ctx, store, d)
	}
}

// take returns what was heard since the last call.
func (h *heard) take() []string {
	h.mu.Lock()
	defer h.mu.Unlock()
	lines := h.lines
	h.lines, h.times = nil, nil
	return lines
}

// said and when are what was heard, and when it was, since the last take.
func (h *heard) said() []string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return slices.Clone(h.lines)
}

func (h *heard) when() []time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return slices.Clone(h.times)
}

func (h *heard) lastDelivery() queue.Delivery[note] {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.last
}
