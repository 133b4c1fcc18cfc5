package sla_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/care/sla"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/memory"
	"github.com/chamsoc/chamsoc/storage/queue"
)

var wake = queue.NewTask[sla.Wake]("test.wake", 1)

// office is a store with timers, whose clock stands until it is moved.
type office struct {
	t       *testing.T
	now     time.Time
	tenants storage.Tenants
	timers  sla.Timers
	p       *sla.Promise
	events  []sla.Event
	heard   []string // what was new at each wake
	fail    error
}

func newOffice(t *testing.T) *office {
	tenants, err := memory.New(append(queue.Schemas(), sla.Schemas()...)...)
	require.NoError(t, err)
	o := &office{t: t, now: on(t, "02 08:00"), tenants: tenants, p: promise(t, support(), hours(t))}
	o.timers, err = sla.NewTimers(o.store(), sla.TimerConfig{Env: care.Env{Now: func() time.Time { return o.now }}, Task: wake})
	require.NoError(t, err)
	return o
}

func (o *office) store() storage.Store { return o.tenants.ForTenant("") }

var theCase = sla.Followed{About: care.About{Kind: "test.case", Ref: "1"}, Subject: "C1"}

func (o *office) follow(ctx context.Context, store storage.Store) error {
	s := replay(o.t, o.p, o.events, o.now)
	news, err := o.timers.In(store).Follow(ctx, theCase, s)
	for _, f := range news.Fires {
		o.heard = append(o.heard, string(f.Target)+" "+string(f.Level)+" "+f.At.Format("02 15:04"))
	}
	for _, r := range news.Breaches {
		o.heard = append(o.heard, string(r.Target)+" broken "+r.Due.Format("02 15:04"))
	}
	return err
}

func (o *office) happens(e sla.Event) {
	o.events, o.now = append(o.events, e), e.At
	require.NoError(o.t, o.follow(o.t.Context(), o.store()))
}

// until runs the worker every minute up to an instant, and returns how many wakes there were.
func (o *office) until(when string) (wakes int) {
	worker, err := queue.NewWorker(queue.Config{
		Tenants: o.tenants, Now: func() time.Time { return o.now },
		Subscriptions: []queue.Subscription{queue.Subscribe(wake, "test", func(ctx context.Context, store storage.Store, d queue.Delivery[sla.Wake]) error {
			require.Equal(o.t, theCase.About, d.Payload.About)
			wakes++
			if err := o.follow(ctx, store); err != nil {
				return err
			}
			fail := o.fail
			o.fail = nil
			return fail
		})},
	})
	require.NoError(o.t, err)
	for end := on(o.t, when); !o.now.After(end); o.now = o.now.Add(5 * time.Minute) {
		report, err := worker.RunOnce(o.t.Context())
		require.NoError(o.t, err)
		require.Zero(o.t, report.Lost, "following leaves the delivery in hand alone")
	}
	o.now = on(o.t, when)
	return wakes
}

func (o *office) take() (heard []string) {
	heard, o.heard = o.heard, nil
	return heard
}

func TestATimerTellsEachThingOnce(t *testing.T) {
	o := newOffice(t)
	o.happens(at(t, "02 08:00", sla.Opened))
	require.Equal(t, 2, o.until("03 09:00"), "both answers are late at one wake")
	require.Equal(t, []string{"first_response broken 02 12:00", "next_response broken 02 12:00", "resolution half 02 17:00"}, o.take())
	o.happens(at(t, "03 09:00", sla.Replied))
	require.Empty(t, o.take())
	o.until("05 09:00")
	require.Equal(t, []string{"resolution soon 03 15:00", "resolution broken 03 17:00", "resolution manager 04 17:00"}, o.take())
	o.happens(at(t, "05 09:00", sla.Resolved))
	o.happens(at(t, "06 09:00", sla.Reopened))
	o.until("07 09:00")
	require.Empty(t, o.take(), "the same promise is broken once")
}

func TestATimerIsMovedAndNeverDoubled(t *testing.T) {
	o := newOffice(t)
	o.happens(at(t, "02 08:00", sla.Opened))
	for i := range 20 {
		e := at(t, "02 08:01", sla.Received)
		e.At = e.At.Add(time.Duration(i) * time.Second)
		if i%2 == 0 {
			e.Kind = sla.Replied
		}
		o.happens(e)
		require.LessOrEqual(t, o.count(), 1)
	}
	require.Equal(t, 1, o.count())
	o.happens(at(t, "02 10:00", sla.Resolved))
	require.Zero(t, o.count(), "nothing is left to wait for")
	require.Zero(t, o.until("05 08:00"))
}

// count is how many items wait in the queue.
func (o *office) count() (n int) {
	s, err := queue.ReadStatistics(o.t.Context(), o.store(), o.now)
	require.NoError(o.t, err)
	return s.Inbox + s.Pending
}

func TestAWakeThatFailedComesAgainAndTellsNothingTwice(t *testing.T) {
	o := newOffice(t)
	o.happens(at(t, "02 08:00", sla.Opened))
	o.fail = errors.New("after the transaction")
	o.until("02 13:00")
	require.Equal(t, []string{"first_response broken 02 12:00", "next_response broken 02 12:00"}, o.take())
	o.until("03 08:30")
	require.Equal(t, []string{"resolution half 02 17:00"}, o.take(), "and the timer goes on")
}

func TestTimersForAnythingElse(t *testing.T) {
	o := newOffice(t)
	check := sla.Followed{About: care.About{Kind: "test.check", Ref: "weekly"}}
	ctx := t.Context()
	require.NoError(t, o.timers.Set(ctx, check, on(t, "09 08:00")))
	require.NoError(t, o.timers.Set(ctx, check, on(t, "09 08:00")))
	require.Equal(t, 1, o.count())
	require.NoError(t, o.timers.Set(ctx, check, on(t, "16 08:00")))
	require.Equal(t, 1, o.count())
	require.NoError(t, o.timers.Set(ctx, check, time.Time{}))
	require.Zero(t, o.count())
	require.NoError(t, o.timers.Set(ctx, check, on(t, "16 08:00")))
	require.NoError(t, o.timers.Forget(ctx, check))
	require.NoError(t, o.timers.Forget(ctx, check))
	require.Zero(t, o.count())
	require.Error(t, o.timers.Set(ctx, sla.Followed{}, on(t, "16 08:00")))
}

func TestManyTimersAreSetAtOnceForSubjectsThatHaveNone(t *testing.T) {
	o := newOffice(t)
	rings := []sla.Ring{{theCase, on(t, "09 08:00")}, {sla.Followed{About: care.About{Kind: "test.case", Ref: "2"}}, on(t, "09 08:00")}}
	require.NoError(t, o.timers.SetAll(t.Context(), rings))
	require.Equal(t, 2, o.count())
	require.NoError(t, o.timers.Set(t.Context(), theCase, on(t, "10 08:00")))
	require.Equal(t, 2, o.count())
	require.ErrorIs(t, o.timers.SetAll(t.Context(), rings[1:]), storage.ErrExists)
	require.Equal(t, 2, o.count())
	require.Error(t, o.timers.SetAll(t.Context(), []sla.Ring{{}}))
	require.Error(t, o.timers.SetAll(t.Context(), []sla.Ring{{Followed: theCase}}))
}

func TestATimerIsRolledBackWithItsTransaction(t *testing.T) {
	o := newOffice(t)
	err := o.store().Update(t.Context(), func(ctx context.Context, tx storage.Tx) error {
		require.NoError(t, o.timers.In(tx).Set(ctx, theCase, on(t, "09 08:00")))
		return errors.New("no")
	})
	require.Error(t, err)
	require.Zero(t, o.count())
	require.NoError(t, o.timers.Set(t.Context(), theCase, on(t, "09 08:00")))
	require.Equal(t, 1, o.count())
}

func TestManyAtOnceSetOneTimer(t *testing.T) {
	o := newOffice(t)
	var group sync.WaitGroup
	for i := range 8 {
		group.Go(func() {
			for k := range 20 {
				due := on(t, "09 08:00").Add(time.Duration(i*20+k) * time.Minute)
				if err := o.timers.Set(context.Background(), theCase, due); err != nil {
					panic(err)
				}
			}
		})
	}
	group.Wait()
	require.Equal(t, 1, o.count())
}

func TestErasingACustomerRemovesTheTimer(t *testing.T) {
	o := newOffice(t)
	require.NoError(t, o.timers.Set(t.Context(), theCase, on(t, "03 08:00")))
	_, err := storage.Erase(t.Context(), o.store(), append(queue.Schemas(), sla.Schemas()...), "C1")
	require.NoError(t, err)
	require.Zero(t, o.until("05 08:00"), "no handler hears of it")
	require.NoError(t, o.timers.Set(t.Context(), theCase, on(t, "09 08:00")))
	require.Equal(t, 1, o.count())
}

func TestTimersNeedAStoreAndATask(t *testing.T) {
	_, err := sla.NewTimers(nil, sla.TimerConfig{Task: wake})
	require.Error(t, err)
	_, err = sla.NewTimers(newOffice(t).store(), sla.TimerConfig{})
	require.Error(t, err)
}

// Example follows a repair that was promised within five working dates.
func ExampleTimers() {
	repairs := queue.NewTask[sla.Wake]("repairs.wake", 1)
	tenants, _ := memory.New(append(queue.Schemas(), sla.Schemas()...)...)
	office, _ := calendar.Compile(calendar.Definition{
		Zone:  "Asia/Ho_Chi_Minh",
		Weeks: []calendar.Week{calendar.NewWeek(calendar.MustShifts("08:00-17:00"), time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday)},
	})
	promise, _ := sla.NewPromise(sla.Agreement{
		Code: "repair", Edition: 1, Calendar: "workshop",
		Targets: []sla.Target{{Code: sla.Resolution, Within: calendar.WorkingDates(5), Levels: []sla.Level{{Code: "today", Before: calendar.Working(9 * time.Hour)}}}},
	}, sla.Calendar{Code: "workshop", Edition: 1, Hours: office})
	opened := []sla.Event{{At: time.Date(2026, 3, 2, 9, 0, 0, 0, office.Zone()), Kind: sla.Opened}}

	now := opened[0].At
	timers, _ := sla.NewTimers(tenants.ForTenant(""), sla.TimerConfig{Env: care.Env{Now: func() time.Time { return now }}, Task: repairs})
	look := func(ctx context.Context, store storage.Store) error { // when it changes, and when it wakes
		state, err := sla.Replay(promise, opened, now)
		if err != nil {
			return err
		}
		news, err := timers.In(store).Follow(ctx, sla.Followed{About: care.About{Kind: "repair", Ref: "R-7"}}, state)
		for _, f := range news.Fires {
			fmt.Println(f.At.Format("02 Jan 15:04"), f.Level)
		}
		for _, r := range news.Breaches {
			fmt.Println(r.Due.Format("02 Jan 15:04"), "passed")
		}
		return err
	}
	_ = look(context.Background(), tenants.ForTenant(""))

	worker, _ := queue.NewWorker(queue.Config{
		Tenants: tenants, Now: func() time.Time { return now },
		Subscriptions: []queue.Subscription{queue.Subscribe(repairs, "repairs", func(ctx context.Context, store storage.Store, _ queue.Delivery[sla.Wake]) error {
			return look(ctx, store)
		})},
	})
	for ; now.Day() < 12; now = now.Add(time.Hour) {
		_, _ = worker.RunOnce(context.Background())
	}
	// Output:
	// 09 Mar 08:00 today
	// 09 Mar 17:00 passed
}
