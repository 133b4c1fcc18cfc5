package drivertest

import (
	"bufio"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/queue"
	"github.com/chamsoc/chamsoc/storage/sqlite"
)

// entry is what a child writes together with the event that announces it: one record a key, its version the event's order.
type entry struct {
	ID      storage.ID[entry] `json:"id"`
	Version int64             `json:"version"`
	Key     string            `json:"key"`
	Written int64             `json:"written"`
}

var (
	entryKey   = storage.Text("key", func(e *entry) *string { return &e.Key })
	entryByKey = storage.UniqueOn("by_key", entryKey)
	entries    = storage.Declare("entry", storage.Declaration[entry]{
		Key:     func(e *entry) (*storage.ID[entry], *int64) { return &e.ID, &e.Version },
		Indexes: []*storage.Index[entry]{entryByKey},
	})

	changed = queue.NewTopic[change]("entry.changed", 1)
)

type change struct {
	Key     string `json:"key"`
	Written int64  `json:"written"`
}

const poison = "poison" // the key whose first item one of the subscribers can never handle

func killed(sync string) driver {
	return driver{"sqlite", "?_pragma=busy_timeout(5000)&_pragma=journal_mode(wal)&_pragma=synchronous(" + sync + ")"}
}

func (d driver) file(dir string) string {
	return "file:" + filepath.Join(dir, "killed.db") + d.settings
}

// child writes and announces, and handles what was announced, until it is killed. To finish, it only handles, until nothing is left.
func child(dir, sync string, finish bool) error {
	ctx := context.Background()
	db, err := sql.Open(killed(sync).name, killed(sync).file(dir))
	if err != nil {
		return err
	}
	defer db.Close()
	tenants, err := sqlite.New(db, sqlite.Config{Schemas: append(queue.Schemas(), entries.Schema())})
	if err != nil {
		return err
	}
	if err := tenants.Apply(ctx); err != nil {
		return err
	}
	bell := &queue.Bell{}
	worker, err := queue.NewWorker(queue.Config{
		Tenants: tenants, Bell: bell, Lease: time.Second, Poll: 50 * time.Millisecond, MaxAttempts: 1000, Batch: 10, // each kill counts as an attempt
		Backoff:       func(int) time.Duration { return 10 * time.Millisecond },
		Subscriptions: []queue.Subscription{handled(dir, "steady", ""), handled(dir, "touchy", poison)},
	})
	if err != nil {
		return err
	}
	store := tenants.ForTenant("")
	if finish {
		return drain(ctx, worker, store)
	}
	failed := make(chan error, 2)
	go func() { failed <- worker.Run(ctx) }()
	go func() { failed <- produce(ctx, dir, store, changed.With(bell)) }()
	return <-failed
}

// produce changes entries and announces each change, and notes it as acknowledged only when it is committed.
func produce(ctx context.Context, dir string, store storage.Store, topic queue.Topic[change]) error {
	for {
		key := poison
		if n := rand.IntN(8); n > 0 {
			key = fmt.Sprint("key-", n)
		}
		var e entry
		err := store.Update(ctx, func(ctx context.Context, tx storage.Tx) (err error) {
			e, err = entries.One(ctx, tx, entryByKey.Key(key))
			if errors.Is(err, storage.ErrNotFound) {
				e, err = entry{Key: key}, nil
			}
			if err != nil {
				return err
			}
			e.Written++
			if e, err = entries.Put(ctx, tx, e); err != nil {
				return err
			}
			return topic.Put(ctx, tx, queue.Item[change]{Key: key, Order: e.Version, Payload: change{key, e.Written}})
		})
		if err != nil {
			return err
		}
		if err := note(dir, "acknowledged", key, e.Written); err != nil {
			return err
		}
	}
}

// handled notes each delivery; the touchy subscriber fails at the first change of one key.
func handled(dir, name, fails string) queue.Subscription {
	return queue.Subscribe(changed, name, func(_ context.Context, _ storage.Store, d queue.Delivery[change]) error {
		if d.Payload.Key == fails {
			return queue.Park(errors.New("no appetite"))
		}
		return note(dir, name, d.Payload.Key, d.Payload.Written)
	})
}

var noting sync.Mutex

// note appends a line to a log that outlives the process.
func note(dir, log, key string, n int64) error {
	noting.Lock()
	defer noting.Unlock()
	f, err := os.OpenFile(filepath.Join(dir, log), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(f, "%s %d\n", key, n)
	return errors.Join(err, f.Close())
}

// drain handles what is left, waiting for the leases of killed processes to end. On a busy machine a lease of a second may be too short to record
// in, so what fails is tried again.
func drain(ctx context.Context, worker *queue.Worker, store storage.Store) error {
	var failed error
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		if _, failed = worker.RunOnce(ctx); failed != nil {
			continue
		}
		left, err := queue.ReadStatistics(ctx, store, time.Now())
		if err != nil || left.Pending+left.Inbox == 0 {
			return err
		}
	}
	return errors.Join(errors.New("something is left after a minute"), failed)
}

// TestKilledAtAnyPoint kills a process that writes, announces and handles, fifty times, and then checks what is left: nothing that was
// acknowledged is lost, nothing half-written is seen, everything announced was handled by every subscriber, in order, and the poison blocks only its own delivery.
func TestKilledAtAnyPoint(t *testing.T) {
	for _, sync := range []string{"full", "normal"} {
		t.Run("synchronous "+sync, func(t *testing.T) {
			dir, kills := t.TempDir(), 50
			if testing.Short() {
				kills = 20
			}
			for range kills {
				kill(t, dir, sync)
			}
			out, err := childCommand(t, dir, sync, "CHAMSOC_KILL_FINISH=1").CombinedOutput()
			require.NoError(t, err, "%s", out)
			checkKilled(t, dir, sync)
		})
	}
}

func childCommand(t *testing.T, dir, sync string, env ...string) *exec.Cmd {
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(append(os.Environ(), "CHAMSOC_KILL_DIR="+dir, "CHAMSOC_KILL_SYNC="+sync), env...)
	return cmd
}

// kill starts a child and kills it a random moment after its first sign of life.
func kill(t *testing.T, dir, sync string) {
	t.Helper()
	cmd := childCommand(t, dir, sync)
	require.NoError(t, cmd.Start())
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	select {
	case err := <-ended:
		t.Fatalf("the child ended by itself: %v", err)
	case <-time.After(time.Duration(20+rand.IntN(180)) * time.Millisecond):
	}
	require.NoError(t, cmd.Process.Kill())
	<-ended
}

// checkKilled reads the logs and the store that the killed processes left.
func checkKilled(t *testing.T, dir, sync string) {
	ctx := t.Context()
	db, err := sql.Open(killed(sync).name, killed(sync).file(dir))
	require.NoError(t, err)
	defer db.Close()
	tenants, err := sqlite.New(db, sqlite.Config{Schemas: append(queue.Schemas(), entries.Schema())})
	require.NoError(t, err)
	store := tenants.ForTenant("")

	written := map[string]int64{}
	for e, err := range entries.List(store, entryByKey.Prefix()).All(ctx) {
		require.NoError(t, err)
		require.Equal(t, e.Version, e.Written, "each change is one version")
		written[e.Key] = e.Written
	}
	acknowledged, total := readNotes(t, dir, "acknowledged"), 0
	for key, ns := range acknowledged {
		require.LessOrEqual(t, ns[len(ns)-1], written[key], "acknowledged changes of %s are kept", key)
		total += len(ns)
	}
	require.Greater(t, total, 100, "the children did something before they were killed")

	for _, name := range []string{"steady", "touchy"} {
		handled := readNotes(t, dir, name)
		for key, last := range written {
			if name == "touchy" && key == poison {
				require.Empty(t, handled[key])
				continue
			}
			requireInOrder(t, name+" "+key, handled[key], last)
		}
	}
	parked := 0
	for p, err := range queue.ListParked(store).All(ctx) {
		require.NoError(t, err)
		require.Equal(t, poison, p.Key)
		require.Contains(t, p.Error, "no appetite")
		parked++
	}
	require.Equal(t, 1, parked, "one delivery is parked, with those of its key behind it")
	t.Logf("%d changes acknowledged, %v written", total, written)
}

// requireInOrder checks that 1 to last were all handled, in order; what was in hand when the process was killed may come again.
func requireInOrder(t *testing.T, what string, handled []int64, last int64) {
	t.Helper()
	next := int64(1)
	for _, n := range handled {
		require.LessOrEqual(t, n, next, "%s: %d was handled before %d", what, n, next)
		require.GreaterOrEqual(t, n, next-1, "%s: %d was handled again after %d", what, n, next-1)
		next = max(next, n+1)
	}
	require.Equal(t, last, next-1, "%s: all were handled", what)
}

func readNotes(t *testing.T, dir, log string) map[string][]int64 {
	t.Helper()
	f, err := os.Open(filepath.Join(dir, log))
	require.NoError(t, err)
	defer f.Close()
	notes := map[string][]int64{}
	for lines := bufio.NewScanner(f); lines.Scan(); {
		key, text, _ := strings.Cut(lines.Text(), " ")
		var n int64
		_, err := fmt.Sscan(text, &n)
		require.NoError(t, err)
		notes[key] = append(notes[key], n)
	}
	return notes
}
