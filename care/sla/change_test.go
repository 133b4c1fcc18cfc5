package sla_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/care/sla"
)

// urgent promises a solution in 16 hours, 4 for P1, 2 for P1 at the workshop and 6 for what else is there.
func urgent() sla.Target {
	target := resolution(calendar.Working(16 * hour))
	target.Terms = []sla.Term{
		{Priority: "P1", Within: calendar.Working(4 * hour)},
		{Team: "workshop", Within: calendar.Working(6 * hour)},
		{Priority: "P1", Team: "workshop", Within: calendar.Working(2 * hour)},
	}
	return target
}

func prioritised(t testing.TB, when string, priority sla.Priority) sla.Event {
	return sla.Event{At: on(t, when), Kind: sla.Prioritised, Priority: priority}
}

func assigned(t testing.TB, when string, team care.StaffRef) sla.Event {
	return sla.Event{At: on(t, when), Kind: sla.Assigned, Team: team}
}

func TestTheMostSpecificTermHolds(t *testing.T) {
	p := one(t, urgent())
	for _, c := range []struct {
		priority sla.Priority
		team     care.StaffRef
		within   time.Duration
	}{{"", "", 16}, {"P1", "", 4}, {"P3", "", 16}, {"", "workshop", 6}, {"P3", "workshop", 6}, {"P1", "workshop", 2}, {"P1", "shop", 4}} {
		s := replay(t, p, []sla.Event{{At: on(t, "02 08:00"), Kind: sla.Opened, Priority: c.priority, Team: c.team}}, time.Time{})
		require.Equal(t, calendar.Working(c.within*hour), s.Runs[0].Within, "%+v", c)
	}
}

func TestRule25AChangeKeepsWhatWasUsedUp(t *testing.T) {
	p := one(t, urgent())
	events := []sla.Event{at(t, "02 08:00", sla.Opened), paused(t, "02 09:00", "a"), prioritised(t, "02 10:00", "P1"), resumed(t, "02 11:00", "a")}
	s := replay(t, p, events, on(t, "02 11:00"))
	wantTime(t, "2026-03-02 15:00:00", s.Runs[0].Due, "1 of 4 hours was used; the pause is kept over the change")
	require.Equal(t, sla.Moved, s.Changes[0].Effect)
	require.Equal(t, calendar.Working(16*hour), s.Changes[0].Before)

	events = append(events, prioritised(t, "02 11:30", ""))
	s = replay(t, p, events, on(t, "02 11:30"))
	wantTime(t, "2026-03-04 10:00:00", s.Runs[0].Due, "and back again")
}

func TestRule25NobodyIsLateInThePast(t *testing.T) {
	events := []sla.Event{at(t, "02 08:00", sla.Opened), prioritised(t, "02 16:00", "P1")}
	s := replay(t, one(t, urgent()), events, on(t, "02 16:00"))
	wantTime(t, "2026-03-02 16:00:00", s.Runs[0].Due, "7 of 4 hours are used: due at the change")
	require.Equal(t, sla.Pending, s.Runs[0].Outcome)
	require.Equal(t, sla.UsedUp, s.Changes[0].Effect)
	s = replay(t, one(t, urgent()), events, on(t, "02 16:30"))
	require.Equal(t, sla.Breached, s.Runs[0].Outcome)
	require.Equal(t, 30*time.Minute, s.Runs[0].Late)

	events[1].Retroactive = true
	s = replay(t, one(t, urgent()), events, on(t, "02 16:00"))
	wantTime(t, "2026-03-02 12:00:00", s.Runs[0].Due, "unless the change says so")
	require.Equal(t, 3*hour, s.Runs[0].Late)
	require.Equal(t, sla.Backdated, s.Changes[0].Effect)
}

func TestARetroactiveChangeLeavesPausesOut(t *testing.T) {
	events := []sla.Event{
		at(t, "02 08:00", sla.Opened), paused(t, "02 09:00", "a"), paused(t, "02 10:00", "b"), resumed(t, "02 11:00", "a"), resumed(t, "02 13:30", "b"),
		prioritised(t, "03 09:30", "P1"),
	}
	events[5].Retroactive = true
	s := replay(t, one(t, urgent()), events, on(t, "03 10:00"))
	wantTime(t, "2026-03-02 16:30:00", s.Runs[0].Due)
	require.Equal(t, 2*hour+30*time.Minute, s.Runs[0].Late)

	events[3], events[4] = resumed(t, "02 11:00", "b"), resumed(t, "02 13:30", "a") // the one within the other
	s = replay(t, one(t, urgent()), events, on(t, "03 10:00"))
	wantTime(t, "2026-03-02 16:30:00", s.Runs[0].Due)
}

func TestLevelsOverAReplan(t *testing.T) {
	a := sla.Agreement{Code: "a", Edition: 1, Calendar: "office", Targets: []sla.Target{resolution(calendar.Working(8 * hour))}}
	a.Targets[0].Levels = []sla.Level{{Code: "half", Percent: 50}, {Code: "old", Percent: 75}}
	b := a
	b.Edition, b.Targets = 2, []sla.Target{resolution(calendar.Working(8 * hour))}
	b.Targets[0].Levels = []sla.Level{{Code: "new", Percent: 60}, {Code: "half", Percent: 55}}
	second := promise(t, b, hours(t))
	s := replay(t, promise(t, a, hours(t)).Knowing(second), []sla.Event{at(t, "02 08:00", sla.Opened), replanned(t, "02 13:10", second)}, on(t, "05 08:00"))
	var fired []string
	for _, f := range s.Fires {
		fired = append(fired, string(f.Level)+" "+f.At.Format("02 15:04"))
	}
	require.Equal(t, []string{"half 02 12:00", "new 02 13:48"}, fired, "half is fired once, what only the old plan has is not, and the new one is")
}

func TestWhatAReplanStartsCountsByTheNewCalendar(t *testing.T) {
	a := sla.Agreement{Code: "a", Edition: 1, Calendar: "office", Targets: []sla.Target{resolution(calendar.Working(8 * hour))}}
	b := a
	b.Edition, b.Targets = 2, append([]sla.Target{{Code: sla.FirstResponse, Within: calendar.Working(hour)}}, a.Targets...)
	second := promise(t, b, always(t))
	s := replay(t, promise(t, a, hours(t)).Knowing(second), []sla.Event{at(t, "02 20:00", sla.Opened), replanned(t, "02 20:00", second)}, time.Time{})
	first, _ := s.Latest(sla.FirstResponse)
	wantTime(t, "2026-03-02 20:00:00", first.Counts)
	wantTime(t, "2026-03-02 21:00:00", first.Due)
}

func TestOncePassedADueDoesNotMove(t *testing.T) {
	p := one(t, urgent())
	events := []sla.Event{{At: on(t, "02 08:00"), Kind: sla.Opened, Priority: "P1"}, prioritised(t, "02 14:00", "P3")}
	s := replay(t, p, events, on(t, "02 15:00"))
	wantTime(t, "2026-03-02 12:00:00", s.Runs[0].Due)
	require.Equal(t, sla.Breached, s.Runs[0].Outcome)
	require.Equal(t, sla.TooLate, s.Changes[0].Effect)
	require.Equal(t, s.Changes[0].Before, s.Changes[0].After)
}

func TestAChangeWhileItWasResolvedHoldsFromTheReopening(t *testing.T) {
	events := []sla.Event{at(t, "02 08:00", sla.Opened), at(t, "02 09:00", sla.Resolved), prioritised(t, "02 10:00", "P1"), at(t, "02 11:00", sla.Reopened)}
	s := replay(t, one(t, urgent()), events, time.Time{})
	wantTime(t, "2026-03-02 15:00:00", s.Runs[1].Due, "1 of 4 hours was used")
	require.Equal(t, calendar.Working(16*hour), s.Runs[0].Within, "the run before stays as it was")
	require.Equal(t, sla.Reopened, s.Changes[0].By)
}

func TestATeamWithoutAPromiseEndsTheClockAndItGoesOnAfterwards(t *testing.T) {
	target := resolution(calendar.Span{})
	target.Terms = []sla.Term{{Team: "desk", Within: calendar.Working(4 * hour)}}
	events := []sla.Event{{At: on(t, "02 08:00"), Kind: sla.Opened, Team: "desk"}, assigned(t, "02 09:00", "workshop"), assigned(t, "02 14:00", "desk")}
	s := replay(t, one(t, target), events, on(t, "02 14:00"))
	require.Equal(t, sla.Cancelled, s.Runs[0].Outcome)
	require.Equal(t, 2, s.Runs[1].Part)
	wantTime(t, "2026-03-03 08:00:00", s.Runs[1].Due.Add(15*hour), "3 hours were left")
	require.Equal(t, []sla.Effect{sla.Dropped, sla.StartedAt}, []sla.Effect{s.Changes[0].Effect, s.Changes[1].Effect})
}

func TestWhatWasDroppedBeforeTheResolutionGoesOnAfterTheReopening(t *testing.T) {
	target := resolution(calendar.Span{})
	target.Terms = []sla.Term{{Team: "desk", Within: calendar.Working(4 * hour)}}
	events := []sla.Event{
		{At: on(t, "02 08:00"), Kind: sla.Opened, Team: "desk"}, assigned(t, "02 09:00", "workshop"), at(t, "02 10:00", sla.Resolved), assigned(t, "02 11:00", "desk"),
		at(t, "03 08:00", sla.Reopened),
	}
	s := replay(t, one(t, target), events, time.Time{})
	r, _ := s.Latest(sla.Resolution)
	require.Equal(t, []int{1, 2}, []int{r.Number, r.Part})
	wantTime(t, "2026-03-03 11:00:00", r.Due)
}

func TestAPlanThatIsInForceAlreadyChangesNothing(t *testing.T) {
	p, _, _ := plans(t)
	s := replay(t, p, []sla.Event{at(t, "02 08:00", sla.Opened), replanned(t, "02 09:00", p)}, time.Time{})
	require.Empty(t, s.Changes)
	require.Equal(t, sla.Unchanged, s.Ignored[0].Why)
}

// plans are a promise and two others that know each other: with half the time, and on a calendar that never closes.
func plans(t testing.TB) (p, half, always_ *sla.Promise) {
	a := sla.Agreement{Code: "a", Edition: 1, Calendar: "office", Targets: []sla.Target{resolution(calendar.Working(8 * hour))}}
	b := a
	b.Edition, b.Targets = 2, []sla.Target{resolution(calendar.Working(4 * hour))}
	p, half = promise(t, a, hours(t)), promise(t, b, hours(t))
	always_, err := sla.NewPromise(a, sla.Calendar{Code: "office", Edition: 2, Hours: always(t)})
	require.NoError(t, err)
	return p.Knowing(half, always_), half, always_
}

func replanned(t testing.TB, when string, to *sla.Promise) sla.Event {
	return sla.Event{At: on(t, when), Kind: sla.Replanned, Plan: to.Ref()}
}

func TestRule44APromiseIsKeptUnlessTheHostReplans(t *testing.T) {
	p, half, _ := plans(t)
	open := at(t, "02 08:00", sla.Opened)
	s := replay(t, p, []sla.Event{open}, on(t, "02 10:00"))
	wantTime(t, "2026-03-02 17:00:00", s.Runs[0].Due)
	s = replay(t, p, []sla.Event{open, replanned(t, "02 09:00", half)}, on(t, "02 10:00"))
	wantTime(t, "2026-03-02 12:00:00", s.Runs[0].Due)
	require.Equal(t, half.Ref(), s.Promise)
}

func TestRule24WhatElapsedBeforeACalendarsEditionKeepsTheOldOne(t *testing.T) {
	p, _, always := plans(t)
	events := []sla.Event{at(t, "02 08:00", sla.Opened), replanned(t, "02 20:00", always)}
	s := replay(t, p, []sla.Event{at(t, "02 10:00", sla.Opened), events[1]}, on(t, "02 20:00"))
	wantTime(t, "2026-03-02 22:00:00", s.Runs[0].Due, "6 hours by the old edition, 2 by the new one")

	events = []sla.Event{at(t, "02 10:00", sla.Opened), replanned(t, "02 20:00", always)}
	events[1].Honour = true
	s = replay(t, p, events, on(t, "02 20:00"))
	wantTime(t, "2026-03-03 10:00:00", s.Runs[0].Due, "honoured")
	require.Equal(t, sla.Kept, s.Changes[0].Effect)
	s = replay(t, p, append(events, paused(t, "02 22:00", "a"), resumed(t, "02 23:00", "a")), on(t, "03 09:00"))
	wantTime(t, "2026-03-03 11:00:00", s.Runs[0].Due, "a pause after it moves it by the new calendar")
	s = replay(t, p, events, on(t, "03 10:30"))
	require.Equal(t, sla.Breached, s.Runs[0].Outcome)
	require.Equal(t, 30*time.Minute, s.Runs[0].Late)

	events[1].Honour, events[1].Retroactive = false, true
	s = replay(t, p, events, on(t, "02 20:00"))
	wantTime(t, "2026-03-02 18:00:00", s.Runs[0].Due, "as if the new calendar had held from the start")
}

func TestRule26WithdrawnClocksAreCancelledAndHistoryStays(t *testing.T) {
	p, half, _ := plans(t)
	events := []sla.Event{at(t, "02 08:00", sla.Opened), at(t, "02 09:00", sla.Withdrawn)}
	s := replay(t, p, events, on(t, "05 08:00"))
	require.Equal(t, sla.Cancelled, s.Runs[0].Outcome)
	require.Zero(t, s.Wake)
	require.False(t, s.Broken())
	wantTime(t, "2026-03-02 09:00:00", s.Withdrawn)
	s = replay(t, p, append(events, replanned(t, "03 08:00", half)), on(t, "03 08:00"))
	wantTime(t, "2026-03-03 11:00:00", s.Runs[1].Due, "promised anew, the hour used before stays used")
}

func TestAnUnknownPlanIsAnError(t *testing.T) {
	p, _, _ := plans(t)
	_, err := sla.Replay(p, []sla.Event{at(t, "02 08:00", sla.Opened), {At: on(t, "02 09:00"), Kind: sla.Replanned, Plan: sla.Ref{Agreement: "lost"}}}, time.Time{})
	require.ErrorIs(t, err, sla.ErrUnknownPlan)
	require.ErrorContains(t, err, "lost/0")
}

func TestAPlanWithoutATargetDropsItAndStartsItsOwn(t *testing.T) {
	a := sla.Agreement{Code: "a", Edition: 1, Calendar: "office", Targets: []sla.Target{
		resolution(calendar.Working(8 * hour)), {Code: sla.FirstResponse, Within: calendar.Working(hour)},
	}}
	b := a
	b.Edition, b.Targets = 2, []sla.Target{{Code: sla.NextResponse, Within: calendar.WorkingDates(1)}, {Code: sla.FirstResponse, Within: calendar.Wall(2 * hour)}}
	second := promise(t, b, hours(t))
	s := replay(t, promise(t, a, hours(t)).Knowing(second), []sla.Event{at(t, "02 11:30", sla.Opened), replanned(t, "02 12:20", second)}, on(t, "02 12:20"))
	effects := map[sla.TargetCode]sla.Effect{}
	for _, c := range s.Changes {
		effects[c.Target] = c.Effect
	}
	require.Equal(t, map[sla.TargetCode]sla.Effect{sla.Resolution: sla.Dropped, sla.NextResponse: sla.StartedAt, sla.FirstResponse: sla.Moved}, effects)
	first, _ := s.Latest(sla.FirstResponse)
	wantTime(t, "2026-03-02 13:30:00", first.Due, "50 minutes by the wall clock are used of 2 hours")
	next, _ := s.Latest(sla.NextResponse)
	wantTime(t, "2026-03-03 17:00:00", next.Due)
}

func TestATargetThatAPlanLacksGoesOnUnderTheNext(t *testing.T) {
	a := sla.Agreement{Code: "a", Edition: 1, Calendar: "office", Targets: []sla.Target{
		{Code: sla.FirstResponse, Within: calendar.Working(4 * hour), Levels: []sla.Level{{Code: "half", Percent: 50}}}, resolution(calendar.Working(8 * hour)),
	}}
	b := a
	b.Edition, b.Targets = 2, a.Targets[1:]
	first, second := promise(t, a, hours(t)), promise(t, b, hours(t))
	events := []sla.Event{at(t, "02 08:00", sla.Opened), replanned(t, "02 11:00", second), replanned(t, "02 14:00", first)}
	s := replay(t, first.Knowing(second), events, on(t, "02 14:00"))
	r, _ := s.Latest(sla.FirstResponse)
	require.Equal(t, []int{1, 2}, []int{r.Number, r.Part})
	wantTime(t, "2026-03-02 15:00:00", r.Due, "3 of 4 hours were used")
	require.Len(t, s.Fires, 1)
}

func TestALevelIsFiredOnceOverChanges(t *testing.T) {
	target := urgent()
	target.Levels = []sla.Level{{Code: "half", Percent: 50}}
	events := []sla.Event{{At: on(t, "02 08:00"), Kind: sla.Opened, Priority: "P1"}, prioritised(t, "02 11:00", ""), prioritised(t, "02 13:00", "P1")}
	s := replay(t, one(t, target), events, on(t, "05 08:00"))
	require.Len(t, s.Fires, 1)
	wantTime(t, "2026-03-02 10:00:00", s.Fires[0].At)
	events[0].Priority, events[1].Priority = "", "P1"
	s = replay(t, one(t, target), events, on(t, "05 08:00"))
	wantTime(t, "2026-03-02 11:00:00", s.Fires[0].At, "not before the change that brought it forward")
}
