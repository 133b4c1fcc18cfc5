package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/queue"
)

// summary is what a fault did, and what was checked.
type summary struct {
	name                                string
	took                                time.Duration
	rounds                              int
	acknowledged, registered, delivered int
	repeated                            int // deliveries that came again to the subscriber outside
	failed, unknown, kept, gone         int64
	checks                              int
	failures                            map[string]int
	more                                string
}

// reasons lists what the attempts failed with.
func (s summary) reasons() string {
	text := ""
	for _, why := range slices.Sorted(maps.Keys(s.failures)) {
		text += fmt.Sprintf("    %5d × %s\n", s.failures[why], why)
	}
	return text
}

func (s summary) String() string {
	text := fmt.Sprintf("%s: %d rounds in %.1f s\n", s.name, s.rounds, s.took.Seconds())
	text += fmt.Sprintf("  %d sales acknowledged, %d registered; %d attempts failed, %d did not know (%d of them were kept, %d were not)\n",
		s.acknowledged, s.registered, s.failed, s.unknown, s.kept, s.gone)
	text += fmt.Sprintf("  %d announcements delivered, %d of them again; %d checks", s.delivered, s.repeated, s.checks)
	if s.more != "" {
		text += "\n  " + s.more
	}
	return text
}

// anyID is what tells failures of one kind apart.
var anyID = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f-]{27}|/tmp/\S+|:\d+`)

// settle delivers what is left, and checks everything.
func (l *load) settle(ctx context.Context, rounds int) (summary, error) {
	if err := l.drain(ctx); err != nil {
		return summary{}, err
	}
	s, err := l.check(ctx)
	s.rounds = rounds
	return s, err
}

// drain waits for the leases of what was killed, and for what failed because of a fault.
func (l *load) drain(ctx context.Context) error {
	worker, err := l.worker()
	if err != nil {
		return err
	}
	now := l.now
	if now == nil {
		now = time.Now
	}
	for end := time.Now().Add(2 * time.Minute); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if _, err = worker.RunOnce(ctx); err != nil {
			continue
		}
		left, err := queue.ReadStatistics(ctx, l.store, now())
		if err != nil {
			return err
		}
		if left.Parked+left.Aside > 0 {
			return fmt.Errorf("%d deliveries are parked, %d aside", left.Parked, left.Aside)
		}
		if left.Pending+left.Inbox == 0 {
			return nil
		}
	}
	return errors.Join(errors.New("something is left after two minutes"), err)
}

// check compares the database with itself and with what the world outside knows.
func (l *load) check(ctx context.Context) (summary, error) {
	s := summary{failed: l.failed.Load(), unknown: l.unknown.Load(), kept: l.kept.Load(), gone: l.gone.Load()}
	sold, byKey := map[string]bool{}, map[string]int64{}
	for r, err := range l.care.Warranty.Registrations("").All(ctx) {
		if err != nil {
			return s, err
		}
		s.registered++
		if sold[string(r.Invoice)] {
			return s, fmt.Errorf("sale %s is registered twice", r.Invoice)
		}
		sold[string(r.Invoice)] = true
		byKey[string(r.Place)]++
	}
	acknowledged, err := l.journal.lines("acknowledged")
	if err != nil {
		return s, err
	}
	for _, invoice := range acknowledged {
		if !sold[invoice] {
			return s, fmt.Errorf("sale %s was acknowledged and is lost", invoice)
		}
	}
	failures, err := l.journal.lines("failed")
	if err != nil {
		return s, err
	}
	s.failures = map[string]int{}
	for _, why := range failures {
		s.failures[anyID.ReplaceAllString(why, "…")]++
	}
	s.acknowledged, s.checks = len(acknowledged), len(acknowledged)+s.registered
	for _, part := range []func(context.Context, *summary, map[string]int64) error{l.checkCounters, l.checkLedgers, l.checkOutside} {
		if err := part(ctx, &s, byKey); err != nil {
			return s, err
		}
	}
	return s, l.checkBus(&s, sold)
}

// checkCounters: each sale was counted, and once.
func (l *load) checkCounters(ctx context.Context, s *summary, byKey map[string]int64) error {
	n := 0
	for c, err := range counters.List(l.store, counterByKey.Prefix()).All(ctx) {
		if err != nil {
			return err
		}
		n++
		s.checks++
		if c.Written != byKey[c.Key] || c.Version != c.Written {
			return fmt.Errorf("%s counted %d sales in %d versions, %d are registered", c.Key, c.Written, c.Version, byKey[c.Key])
		}
	}
	if n != len(byKey) {
		return fmt.Errorf("%d counters of %d keys", n, len(byKey))
	}
	return nil
}

// checkLedgers: each announcement was applied once, and in order.
func (l *load) checkLedgers(ctx context.Context, s *summary, byKey map[string]int64) error {
	n := 0
	for e, err := range ledgers.List(l.store, ledgerByKey.Prefix()).All(ctx) {
		if err != nil {
			return err
		}
		n++
		s.checks++
		if want := byKey[e.Key]; e.Applied != want || e.Last != want || e.Disorder != 0 {
			return fmt.Errorf("the ledger of %s: %d applied, %d the last, %d out of order; %d were announced", e.Key, e.Applied, e.Last, e.Disorder, want)
		}
	}
	if n != len(byKey) {
		return fmt.Errorf("%d ledgers of %d keys", n, len(byKey))
	}
	return nil
}

// checkOutside: the subscriber outside heard of each change at least once, of the first time in order, and of none that did not happen.
func (l *load) checkOutside(_ context.Context, s *summary, byKey map[string]int64) error {
	lines, err := l.journal.lines("outside")
	if err != nil {
		return err
	}
	heard := map[string]int64{}
	for _, line := range lines {
		key, text, _ := strings.Cut(line, " ")
		var n int64
		if _, err := fmt.Sscan(text, &n); err != nil {
			return err
		}
		switch next := heard[key] + 1; {
		case n > next:
			return fmt.Errorf("%s: %d was delivered before %d", key, n, next)
		case n < next:
			s.repeated++
		default:
			heard[key] = n
		}
	}
	s.delivered += len(lines)
	for key, n := range byKey {
		s.checks++
		if heard[key] != n {
			return fmt.Errorf("%s: %d changes, %d delivered outside", key, n, heard[key])
		}
	}
	return nil
}

// checkBus: every sale was announced, and nothing that is no sale.
func (l *load) checkBus(s *summary, sold map[string]bool) error {
	lines, err := l.journal.lines("bus")
	if err != nil {
		return err
	}
	heard := map[string]bool{}
	for _, invoice := range lines {
		if !sold[invoice] {
			return fmt.Errorf("sale %s was announced and is not registered", invoice)
		}
		if heard[invoice] {
			s.repeated++
		}
		heard[invoice] = true
	}
	s.delivered += len(lines)
	s.checks += len(heard)
	if len(heard) != len(sold) {
		return fmt.Errorf("%d sales, %d announced", len(sold), len(heard))
	}
	return nil
}

// present reports whether a sale is registered, and nothing else is looked at.
func (l *load) present(ctx context.Context, store storage.Store, invoice string) (bool, error) {
	page, err := l.care.In(store).Warranty.Registrations(care.InvoiceRef(invoice)).Page(ctx, "", 1)
	return len(page.Items) > 0, err
}
