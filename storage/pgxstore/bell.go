package pgxstore

import (
	"context"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/chamsoc/chamsoc/storage/queue"
)

// ShareBell joins the bell with those of all processes that share theirs on the same tables: a worker then wakes for what any of them has committed, and
// need not wait for its next poll. It returns nil when ctx has ended, and an error when its connection is lost; call it again then. Nothing is lost with
// it: workers poll too.
//
// It takes a connection of its own out of the pool, which must reach the server itself: LISTEN does not work through PgBouncer in transaction mode. NOTIFY
// is sent from there, after the commits, because in a transaction it would make all commits of the database wait for one another; and once for
// everything that was rung while the one before was sent.
func (d *DB) ShareBell(ctx context.Context, bell *queue.Bell) error {
	err := d.shareBell(ctx, bell)
	if ctx.Err() != nil {
		return nil
	}
	return fmt.Errorf("pgxstore: the bell is not shared any more: %w", err)
}

func (d *DB) shareBell(ctx context.Context, bell *queue.Bell) error {
	pooled, err := d.pool.Acquire(ctx)
	if err != nil {
		return err
	}
	conn := pooled.Hijack()
	defer func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
		defer cancel()
		_ = conn.Close(ctx)
	}()
	if _, err := conn.Exec(ctx, "listen "+pgx.Identifier{d.channel}.Sanitize()); err != nil {
		return err
	}
	var rung news
	in, end := bell.Bridge(rung.add)
	defer end()
	in() // for what was rung elsewhere before
	for {
		for _, payload := range rung.take() {
			if _, err := conn.Exec(ctx, "select pg_notify($1, $2)", d.channel, payload); err != nil {
				return err
			}
		}
		wait, cancel := rung.until(ctx)
		heard, err := conn.WaitForNotification(wait)
		cancel()
		switch {
		case err != nil && (ctx.Err() != nil || wait.Err() == nil || conn.IsClosed()):
			return err
		case err == nil && heard.PID != conn.PgConn().PID():
			in(tenantsOf(heard.Payload)...)
		}
	}
}

// channelOf is of the tables' names, in the length that a channel may have.
func channelOf(c Config) string {
	h := fnv.New64a()
	h.Write([]byte(c.Schema + "\x00" + c.Prefix))
	return fmt.Sprintf("chamsoc_bell_%016x", h.Sum64())
}

// news is what was rung here and not yet told elsewhere.
type news struct {
	mu      sync.Mutex
	any     bool // without a name
	tenants map[string]bool
	wake    context.CancelFunc
}

func (n *news) add(tenants []string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.tenants == nil {
		n.tenants = map[string]bool{}
	}
	for _, t := range tenants {
		n.tenants[t] = true
	}
	if n.any = n.any || len(tenants) == 0 || len(n.tenants) > maxNamed; n.any {
		clear(n.tenants)
	}
	if n.wake != nil {
		n.wake()
	}
}

// until is a context that ends when something is there to be told.
func (n *news) until(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(ctx)
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.wake = cancel; n.any || len(n.tenants) > 0 {
		cancel()
	}
	return ctx, cancel
}

// A payload has at most 8,000 bytes. Naming very many tenants is no better than naming none.
const (
	maxPayload = 7_000
	maxNamed   = 500
)

// take returns the payloads that tell of all there is: JSON arrays of tenants, "" for any.
func (n *news) take() (payloads []string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	any, tenants := n.any, n.tenants
	n.any, n.tenants = false, nil
	if any {
		return []string{""}
	}
	payload := []byte(nil)
	for t := range tenants {
		name, _ := json.Marshal(t) // a string always has a JSON form
		if len(payload)+len(name)+2 > maxPayload {
			payloads, payload = append(payloads, string(append(payload, ']'))), nil
		}
		separator := byte(',')
		if payload == nil {
			separator = '['
		}
		payload = append(append(payload, separator), name...)
	}
	if payload != nil {
		payloads = append(payloads, string(append(payload, ']')))
	}
	return payloads
}

// tenantsOf are those of a payload, none for any.
func tenantsOf(payload string) (tenants []string) {
	if json.Unmarshal([]byte(payload), &tenants) != nil {
		return nil // another program's, or another version's: better to look
	}
	return tenants
}
