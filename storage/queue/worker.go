package queue

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/chamsoc/chamsoc/storage"
)

// Config says what a worker does. Only Tenants is required.
type Config struct {
	// Tenants is the store. If it is a storage.DueLister it tells which tenants have work; else those of the registry are looked at, and "".
	Tenants storage.Tenants
	// Subscriptions are the handlers. Every worker on a store is given all of them: an event goes to the subscribers that the worker which
	// sorts it knows.
	Subscriptions []Subscription
	// Topics are further topics that this program knows: their events complete unheard, their tasks wait. Items of topics in neither list are
	// put aside for a program that knows them.
	Topics []AnyTopic
	// Bell wakes the worker after commits in this process. Default: none, so that it finds new items at its next poll.
	Bell *Bell
	// Now reads the clock by which things fall due. Default: time.Now.
	Now func() time.Time
	// Logger hears of failures, lost leases and jumps of the clock. A handler's error is logged as it is. Default: nothing is logged.
	Logger *slog.Logger

	// Concurrency is how many handlers run at once. Default: 8.
	Concurrency int
	// Batch is how many deliveries are claimed at once; fewer are while handlers are slow. Default: 100, at most 500.
	Batch int
	// Lease is how long a claim holds without renewal: how long a crashed worker's deliveries wait. It is renewed while the handler runs, so it
	// need not be longer than a handler. Default: 1 minute; at least 1 second.
	Lease time.Duration
	// Timeout is how long a handler may run. Then its context ends; a handler that ignores this for a further Lease is given up, and its
	// delivery counted as failed. Default: 10 minutes.
	Timeout time.Duration
	// MaxAttempts is how many failures park a delivery. Default: 10.
	MaxAttempts int
	// Backoff is the wait after the nth failure in a row, to which up to a quarter is added at random. Default: 1 s, 2 s, 4 s, … up to 10 minutes.
	Backoff func(n int) time.Duration
	// Poll is the longest that an idle worker sleeps. A round over very many tenants is followed by a sleep of ten times its length. Default: 2 s.
	Poll time.Duration
	// Grace is how long Run and RunOnce wait for running handlers after their context has ended. Then the handlers' contexts end too, and what has
	// not returned a second later is abandoned. Default: 30 s; negative: none.
	Grace time.Duration
	// Limit is how many deliveries one RunOnce handles. Default: no limit.
	Limit int
}

// Worker delivers items to handlers. It holds no goroutine until it is run, and may be run several times at once.
type Worker struct {
	config Config
	topics map[string]topicInfo
	subs   map[string][]*Subscription // of a topic, by name

	mu    sync.Mutex
	sweep map[string]*sweep // of each tenant

	fronts fronts
}

// NewWorker checks the configuration, all faults at once (ErrConfig). It touches nothing.
func NewWorker(c Config) (*Worker, error) {
	w := &Worker{config: c.withDefaults(), topics: map[string]topicInfo{}, subs: map[string][]*Subscription{}, sweep: map[string]*sweep{}}
	faults := c.faults()
	for _, t := range c.Topics {
		faults = append(faults, w.know(t.known())...)
	}
	for i := range c.Subscriptions {
		s := c.Subscriptions[i]
		faults = append(faults, s.faults(w.subs[s.topic.name])...)
		faults = append(faults, w.know(s.topic)...)
		w.subs[s.topic.name] = append(w.subs[s.topic.name], &s)
	}
	for _, subs := range w.subs {
		slices.SortFunc(subs, func(a, b *Subscription) int { return strings.Compare(a.name, b.name) })
	}
	if len(faults) > 0 {
		return nil, fmt.Errorf("%w:\n\t%s", ErrConfig, strings.Join(faults, "\n\t"))
	}
	return w, nil
}

func (c Config) withDefaults() Config {
	orInt(&c.Concurrency, 8)
	orInt(&c.Batch, 100)
	orInt(&c.MaxAttempts, 10)
	orInt(&c.Lease, time.Minute)
	orInt(&c.Timeout, 10*time.Minute)
	orInt(&c.Poll, 2*time.Second)
	orInt(&c.Grace, 30*time.Second)
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	if c.Backoff == nil {
		c.Backoff = func(n int) time.Duration { return min(time.Second<<min(max(n-1, 0), 20), 10*time.Minute) }
	}
	return c
}

func orInt[N int | time.Duration](n *N, standard N) {
	if *n == 0 {
		*n = standard
	}
}

func (c Config) faults() (faults []string) {
	if c.Tenants == nil {
		faults = append(faults, "Tenants is missing")
	}
	for _, n := range []struct {
		name  string
		value int
	}{{"Concurrency", c.Concurrency}, {"Batch", c.Batch}, {"MaxAttempts", c.MaxAttempts}, {"Limit", c.Limit}, {"Lease", int(c.Lease)},
		{"Timeout", int(c.Timeout)}, {"Poll", int(c.Poll)}} {
		if n.value < 0 {
			faults = append(faults, n.name+" is negative")
		}
	}
	if c.Batch > 500 {
		faults = append(faults, "Batch is more than 500")
	}
	if c.Lease > 0 && c.Lease < time.Second {
		faults = append(faults, "Lease is less than a second")
	}
	return faults
}

func (s Subscription) faults(same []*Subscription) (faults []string) {
	at := "subscriber " + s.name + " of topic " + s.topic.name
	if !isName(s.name) {
		faults = append(faults, fmt.Sprintf("subscriber %q of topic %s: a name is 1 to %d of a-z, 0-9, '_', '.', '-'", s.name, s.topic.name, maxName))
	}
	if s.call == nil {
		faults = append(faults, at+" has no handler")
	}
	for _, other := range same {
		if other.name == s.name {
			faults = append(faults, at+" is there twice")
		}
	}
	if s.topic.task && len(same) > 0 {
		faults = append(faults, at+" is a second handler of a task")
	}
	return faults
}

// tick is how often leases are renewed and overlong handlers looked for.
func (c *Config) tick() time.Duration { return min(c.Lease/3, max(c.Timeout/4, linger)) }

// know adds a topic to those that the program knows. One name stands for one topic.
func (w *Worker) know(t topicInfo) []string {
	if fault := t.fault(); fault != "" {
		return []string{fault}
	}
	if other, ok := w.topics[t.name]; ok && other != t {
		return []string{"topic " + t.name + " is declared in two ways"}
	}
	w.topics[t.name] = t
	return nil
}

// subscription finds a subscriber, nil if this program has none of that name.
func (w *Worker) subscription(topic, name string) *Subscription {
	for _, s := range w.subs[topic] {
		if s.name == name {
			return s
		}
	}
	return nil
}

// now is the worker's clock, in what every store keeps.
func (w *Worker) now() time.Time { return w.config.Now().UTC().Truncate(time.Microsecond) }

// backoff is the wait after the nth failure, with jitter.
func (w *Worker) backoff(n int) time.Duration {
	wait := max(w.config.Backoff(n), time.Millisecond)
	return wait + rand.N(wait/4+1)
}

// Report counts what a RunOnce did.
type Report struct {
	Done    int // deliveries completed by their handlers
	Erased  int // completed without, since the subject was erased
	Retried int // failed or put off by the handler, and coming again
	Parked  int // not coming again until they are retried
	Lost    int // leases lost to another worker, or deliveries cancelled meanwhile
}

// Run delivers until the context ends, and then lets the handlers in hand finish. It returns nil when they have; ErrAbandoned, naming
// them, when some have not by the end of Grace; and at once what makes working impossible, such as collections that were not declared. A store that
// cannot be reached is tried again.
func (w *Worker) Run(ctx context.Context) error {
	_, err := w.start(false).loop(ctx)
	return err
}

// RunOnce delivers what is due, and what falls due meanwhile, and returns: for hosts with a scheduler of their own. It ends early with the
// context, as Run does, or after Config.Limit deliveries. The error is that of the store, if it failed for any tenant, or ErrAbandoned.
func (w *Worker) RunOnce(ctx context.Context) (Report, error) {
	return w.start(true).loop(ctx)
}
