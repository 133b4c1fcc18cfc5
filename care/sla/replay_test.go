package sla_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/care/sla"
)

// The numbers are those of the list of decisions on which this package rests; the week is that of Monday 2 March 2026, 08:00-12:00 and 13:00-17:00.

// one is a promise of one target.
func one(t testing.TB, target sla.Target) *sla.Promise {
	return promise(t, sla.Agreement{Code: "one", Edition: 1, Calendar: "office", Targets: []sla.Target{target}}, hours(t))
}

func resolution(within calendar.Span) sla.Target {
	return sla.Target{Code: sla.Resolution, Within: within, PausedBy: []sla.PauseReason{"a", "b"}}
}

func at(t testing.TB, when string, kind sla.Kind) sla.Event {
	return sla.Event{At: on(t, when), Kind: kind}
}

func paused(t testing.TB, when string, reason sla.PauseReason) sla.Event {
	return sla.Event{At: on(t, when), Kind: sla.Paused, Pause: reason}
}

func resumed(t testing.TB, when string, reason sla.PauseReason) sla.Event {
	return sla.Event{At: on(t, when), Kind: sla.Resumed, Pause: reason}
}

func wantTime(t testing.TB, want string, got time.Time, message ...any) {
	t.Helper()
	if want == "" {
		require.Zero(t, got, message...)
		return
	}
	require.Equal(t, want, got.Format("2006-01-02 15:04:05"), message...)
}

func TestRule01DueExactlyAtClosingStaysThere(t *testing.T) {
	s := replay(t, one(t, resolution(calendar.Working(8*hour))), []sla.Event{at(t, "02 08:00", sla.Opened)}, on(t, "02 08:00"))
	wantTime(t, "2026-03-02 17:00:00", s.Runs[0].Due)
	s = replay(t, one(t, resolution(calendar.Working(8*hour+time.Second))), []sla.Event{at(t, "02 08:00", sla.Opened)}, on(t, "02 08:00"))
	wantTime(t, "2026-03-03 08:00:01", s.Runs[0].Due)
}

func TestRule14OpenedAfterHoursCountsFromTheNextOpening(t *testing.T) {
	s := replay(t, one(t, resolution(calendar.Working(hour))), []sla.Event{at(t, "07 12:00", sla.Opened)}, on(t, "08 20:00"))
	r := s.Runs[0]
	wantTime(t, "2026-03-07 12:00:00", r.Started)
	wantTime(t, "2026-03-09 08:00:00", r.Counts)
	wantTime(t, "2026-03-09 09:00:00", r.Due)
	require.Zero(t, r.Used)
	require.True(t, s.Reasons().Has(sla.CodeStartsAtOpening))
}

func TestRule15OnlyTheWorkingPartOfAPauseCounts(t *testing.T) {
	p := one(t, resolution(calendar.Working(12*hour)))
	for _, c := range []struct {
		from, until, due string
		held             time.Duration
	}{
		{"02 17:00", "03 08:00", "2026-03-03 12:00:00", 0}, // wholly outside hours
		{"02 12:10", "02 12:50", "2026-03-03 12:00:00", 0}, // over lunch
		{"02 16:00", "03 09:00", "2026-03-03 15:00:00", 2 * hour},
	} {
		s := replay(t, p, []sla.Event{at(t, "02 08:00", sla.Opened), paused(t, c.from, "a"), resumed(t, c.until, "a")}, on(t, "03 10:00"))
		wantTime(t, c.due, s.Runs[0].Due)
		require.Equal(t, c.held, s.Runs[0].Held)
		require.Equal(t, c.held == 0, s.Reasons().Has(sla.CodeHeldOutsideHours))
	}
}

func TestRule16FractionsOfASecondAreDroppedOnce(t *testing.T) {
	p := one(t, resolution(calendar.Working(hour)))
	opened := sla.Event{At: on(t, "02 08:00").Add(900 * time.Millisecond), Kind: sla.Opened}
	done := sla.Event{At: on(t, "02 09:00").Add(100 * time.Millisecond), Kind: sla.Resolved}
	s := replay(t, p, []sla.Event{opened, done}, time.Time{})
	require.Equal(t, hour, s.Runs[0].Used)
	require.Equal(t, sla.Met, s.Runs[0].Outcome)
	done.At = on(t, "02 09:00").Add(time.Second)
	require.Equal(t, sla.Breached, replay(t, p, []sla.Event{opened, done}, time.Time{}).Runs[0].Outcome)
}

func TestRule17EachTargetHasItsOwnPauses(t *testing.T) {
	s := replay(t, promise(t, support(), hours(t)), []sla.Event{at(t, "02 08:00", sla.Opened), paused(t, "02 09:00", "waiting_customer")}, on(t, "02 11:00"))
	first, _ := s.Latest(sla.FirstResponse)
	require.False(t, first.Paused)
	wantTime(t, "2026-03-02 12:00:00", first.Due)
	resolution, _ := s.Latest(sla.Resolution)
	require.True(t, resolution.Paused)

	p := promise(t, support(), hours(t))
	require.True(t, p.Stops(sla.Resolution, "waiting_customer"))
	require.False(t, p.Stops(sla.FirstResponse, "waiting_customer"))
	require.False(t, p.Stops(sla.Resolution, "coffee"))
	require.False(t, p.Stops("visit", "waiting_customer"))
}

func TestRule18WhilePausedThereIsNoDueOnlyWhatIsLeft(t *testing.T) {
	s := replay(t, one(t, resolution(calendar.Working(8*hour))), []sla.Event{at(t, "02 08:00", sla.Opened), paused(t, "02 10:00", "a")}, on(t, "04 10:00"))
	r := s.Runs[0]
	require.Zero(t, r.Due)
	require.Zero(t, s.NextDue())
	require.Zero(t, s.Wake, "nothing happens by itself")
	require.Equal(t, calendar.Working(6*hour), r.Left)
	require.Equal(t, 16*hour, s.Holds[0].Working, "so far")
	require.Equal(t, sla.Pending, r.Outcome)
	require.True(t, s.Reasons().Has(sla.CodePaused))
}

func TestRule19PausesAreCountedByReasonAndJoined(t *testing.T) {
	p := one(t, resolution(calendar.Working(8*hour)))
	open := at(t, "02 08:00", sla.Opened)
	for name, c := range map[string]struct {
		events []sla.Event
		used   time.Duration
	}{
		"two reasons overlap": {[]sla.Event{paused(t, "02 09:00", "a"), paused(t, "02 10:00", "b"), resumed(t, "02 11:00", "a"), resumed(t, "02 13:00", "b")}, 2 * hour},
		"one inside another":  {[]sla.Event{paused(t, "02 09:00", "a"), paused(t, "02 10:00", "b"), resumed(t, "02 10:30", "b"), resumed(t, "02 13:00", "a")}, 2 * hour},
		"one reason twice":    {[]sla.Event{paused(t, "02 09:00", "a"), paused(t, "02 10:00", "a"), resumed(t, "02 11:00", "a"), resumed(t, "02 13:00", "a")}, 2 * hour},
		"all end together":    {[]sla.Event{paused(t, "02 09:00", "a"), paused(t, "02 10:00", "b"), resumed(t, "02 13:00", "")}, 2 * hour},
		"another reason":      {[]sla.Event{paused(t, "02 09:00", "c"), resumed(t, "02 13:00", "c")}, 5 * hour},
	} {
		s := replay(t, p, append([]sla.Event{open}, c.events...), on(t, "02 14:00"))
		require.Equal(t, c.used, s.Runs[0].Used, name)
		require.Equal(t, name == "another reason", s.Holds[0].Idle, name)
		require.Empty(t, s.Ignored, name)
	}
	s := replay(t, p, []sla.Event{open, resumed(t, "02 09:00", "a")}, on(t, "02 14:00"))
	require.Equal(t, sla.NotPaused, s.Ignored[0].Why)
}

func TestRule20Reopening(t *testing.T) {
	events := []sla.Event{at(t, "02 08:00", sla.Opened), at(t, "02 11:00", sla.Resolved), at(t, "04 08:00", sla.Reopened)}
	for reopen, want := range map[sla.Reopen]struct {
		due        string
		number     int
		superseded bool
	}{
		"":           {"2026-03-04 14:00:00", 1, false}, // 5 of 8 hours are left
		sla.Continue: {"2026-03-04 14:00:00", 1, false},
		sla.Restart:  {"2026-03-04 17:00:00", 2, true},
		sla.Anew:     {"2026-03-04 17:00:00", 2, false},
	} {
		target := resolution(calendar.Working(8 * hour))
		target.Reopen = reopen
		s := replay(t, one(t, target), events, on(t, "04 09:00"))
		require.Len(t, s.Runs, 2)
		require.Equal(t, sla.Met, s.Runs[0].Outcome, "the first run is kept")
		wantTime(t, "2026-03-02 17:00:00", s.Runs[0].Due)
		require.Equal(t, want.superseded, s.Runs[0].Superseded)
		wantTime(t, want.due, s.Runs[1].Due, reopen)
		require.Equal(t, want.number, s.Runs[1].Number)
	}
}

func TestRule21ABreachIsFinal(t *testing.T) {
	p := one(t, resolution(calendar.Working(hour)))
	events := []sla.Event{at(t, "02 08:00", sla.Opened), at(t, "02 10:00", sla.Resolved), at(t, "05 08:00", sla.Reopened), at(t, "05 08:10", sla.Resolved)}
	s := replay(t, p, events, time.Time{})
	require.Equal(t, sla.Breached, s.Runs[0].Outcome)
	require.Equal(t, hour, s.Runs[0].Late)
	require.Equal(t, sla.Breached, s.Runs[1].Outcome, "the same promise runs on, and stays broken")
	wantTime(t, "2026-03-02 09:00:00", s.Runs[1].Due)
}

func TestRule22DoneExactlyAtDueIsMet(t *testing.T) {
	p := one(t, resolution(calendar.Working(hour)))
	s := replay(t, p, []sla.Event{at(t, "02 08:00", sla.Opened), at(t, "02 09:00", sla.Resolved)}, on(t, "05 08:00"))
	require.Equal(t, sla.Met, s.Runs[0].Outcome)
	require.True(t, s.Reasons().Has(sla.CodeMetAtDue))
	s = replay(t, p, []sla.Event{at(t, "02 08:00", sla.Opened)}, on(t, "02 09:00"))
	require.Equal(t, sla.Pending, s.Runs[0].Outcome)
	wantTime(t, "2026-03-02 09:00:01", s.Wake, "late from then on")
	s = replay(t, p, []sla.Event{at(t, "02 08:00", sla.Opened)}, s.Wake)
	require.Equal(t, sla.Breached, s.Runs[0].Outcome)
	require.Zero(t, s.Wake)
}

func TestRule23LateButUnseenIsLate(t *testing.T) {
	s := replay(t, one(t, resolution(calendar.Working(hour))), []sla.Event{at(t, "02 08:00", sla.Opened), at(t, "02 09:30", sla.Resolved)}, on(t, "05 08:00"))
	require.Equal(t, sla.Breached, s.Runs[0].Outcome)
	require.Equal(t, 30*time.Minute, s.Runs[0].Late)
}

func TestRule28TheFirstUnansweredMessageKeepsTheClock(t *testing.T) {
	events := []sla.Event{
		at(t, "02 08:00", sla.Opened), at(t, "02 08:30", sla.Replied), at(t, "02 09:00", sla.Received), at(t, "02 10:00", sla.Received),
	}
	s := replay(t, promise(t, support(), hours(t)), events, on(t, "02 10:00"))
	next, _ := s.Latest(sla.NextResponse)
	wantTime(t, "2026-03-02 09:00:00", next.Started)
	require.Equal(t, 2, next.Number)
}

func TestRule29AResolutionSatisfiesTheResponse(t *testing.T) {
	s := replay(t, promise(t, support(), hours(t)), []sla.Event{at(t, "02 08:00", sla.Opened), at(t, "02 09:00", sla.Resolved)}, time.Time{})
	first, _ := s.Latest(sla.FirstResponse)
	require.Equal(t, sla.Met, first.Outcome)
	require.Equal(t, sla.Resolved, first.EndedBy)
	require.True(t, s.Reasons().Has(sla.CodeByResolution))
	require.True(t, s.Reasons().Has(sla.CodeNothing), "42: nothing runs, and that is said")
}

func TestRule30WorkingDates(t *testing.T) {
	for _, c := range []struct {
		name    string
		target  sla.Target
		events  []sla.Event
		due     string
		outcome sla.Outcome
	}{
		{"at closing", sla.Target{}, nil, "2026-03-05 17:00:00", sla.Pending},
		{"at the same time", sla.Target{Landing: calendar.LandSameTime}, nil, "2026-03-05 15:00:00", sla.Pending},
		{"after the cut-off", sla.Target{CutOff: calendar.Clock(14, 0)}, nil, "2026-03-06 17:00:00", sla.Pending},
		{"a pause within a date", sla.Target{}, []sla.Event{paused(t, "03 09:00", "a"), resumed(t, "03 16:00", "a")}, "2026-03-05 17:00:00", sla.Pending},
		{"a pause over a night", sla.Target{}, []sla.Event{paused(t, "03 09:00", "a"), resumed(t, "04 08:00", "a")}, "2026-03-06 17:00:00", sla.Pending},
		{"a pause over a Sunday", sla.Target{}, []sla.Event{paused(t, "05 09:00", "a"), resumed(t, "09 08:00", "a")}, "2026-03-09 17:00:00", sla.Pending},
		{"a pause until after closing", sla.Target{}, []sla.Event{paused(t, "03 09:00", "a"), resumed(t, "05 18:00", "a")}, "2026-03-07 12:00:00", sla.Pending},
		{"a pause until after closing of its due date", sla.Target{}, []sla.Event{paused(t, "05 09:00", "a"), resumed(t, "05 18:00", "a")}, "2026-03-06 17:00:00", sla.Pending},
		{"done on the date", sla.Target{}, []sla.Event{at(t, "05 17:00", sla.Resolved)}, "2026-03-05 17:00:00", sla.Met},
		{"done after it", sla.Target{}, []sla.Event{at(t, "05 17:01", sla.Resolved)}, "2026-03-05 17:00:00", sla.Breached},
	} {
		c.target.Code, c.target.Within, c.target.PausedBy = sla.Resolution, calendar.WorkingDates(3), []sla.PauseReason{"a"}
		s := replay(t, one(t, c.target), append([]sla.Event{at(t, "02 15:00", sla.Opened)}, c.events...), time.Time{})
		wantTime(t, c.due, s.Runs[0].Due, c.name)
		require.Equal(t, c.outcome, s.Runs[0].Outcome, c.name)
		require.Equal(t, c.name == "done on the date", s.Reasons().Has(sla.CodeMetAtDue))
	}
	last := replay(t, one(t, resolution(calendar.WorkingDates(1))), []sla.Event{at(t, "02 15:00", sla.Opened), at(t, "03 10:00", sla.Resolved)}, time.Time{})
	require.True(t, last.Reasons().Has(sla.CodeMetOnDate))
	target := sla.Target{Code: sla.Resolution, Within: calendar.WorkingDates(3), PausedBy: []sla.PauseReason{"a"}}
	s := replay(t, one(t, target), []sla.Event{at(t, "02 15:00", sla.Opened), paused(t, "03 09:00", "a")}, on(t, "10 08:00"))
	require.Zero(t, s.Runs[0].Due)
	require.Equal(t, calendar.WorkingDates(2), s.Runs[0].Left)
	s = replay(t, one(t, target), []sla.Event{at(t, "02 15:00", sla.Opened)}, on(t, "07 09:00"))
	require.Equal(t, 9*hour, s.Runs[0].Late, "a Friday and an hour of Saturday")
	s = replay(t, one(t, target), []sla.Event{at(t, "02 15:00", sla.Opened), paused(t, "06 10:00", "a"), resumed(t, "06 11:00", "a"), at(t, "06 12:00", sla.Received)}, on(t, "07 09:00"))
	require.Equal(t, 8*hour, s.Runs[0].Late, "less the pause")
}

func TestRule31LevelsCountDownInWorkingTimeAndOnce(t *testing.T) {
	target := resolution(calendar.Working(8 * hour))
	target.Levels = []sla.Level{
		{Code: "half", Percent: 50}, {Code: "hour", Before: calendar.Working(hour)}, {Code: "day", Before: calendar.Wall(20 * hour)}, {Code: "over", Percent: 150},
	}
	p := one(t, target)
	events := []sla.Event{at(t, "02 10:00", sla.Opened), paused(t, "02 11:00", "a"), resumed(t, "02 14:00", "a")}
	want := []struct {
		level sla.LevelCode
		at    string
	}{{"day", "2026-03-02 16:00:00"}, {"half", "2026-03-02 17:00:00"}, {"hour", "2026-03-03 11:00:00"}, {"over", "2026-03-03 17:00:00"}}
	wakes := on(t, "02 14:00")
	var fired int
	for {
		s := replay(t, p, events, wakes)
		for fired < len(s.Fires) {
			require.Equal(t, want[fired].level, s.Fires[fired].Level)
			wantTime(t, want[fired].at, s.Fires[fired].At)
			require.True(t, s.Fires[fired].At.Equal(wakes), "it is waked for each")
			fired++
		}
		if s.Wake.IsZero() {
			break
		}
		require.True(t, s.Wake.After(wakes))
		wakes = s.Wake
	}
	require.Equal(t, 4, fired)
	wantTime(t, "2026-03-03 12:00:00", replay(t, p, events, wakes).Runs[0].Due)
}

func TestALevelThatLiesBeforeTheStartFiresAtTheStart(t *testing.T) {
	target := resolution(calendar.Working(2 * hour))
	target.Levels = []sla.Level{{Code: "day", Before: calendar.Wall(24 * hour)}}
	s := replay(t, one(t, target), []sla.Event{at(t, "02 08:00", sla.Opened)}, on(t, "02 09:00"))
	wantTime(t, "2026-03-02 08:00:00", s.Fires[0].At)
	s = replay(t, one(t, target), []sla.Event{at(t, "02 08:00", sla.Opened), prioritised(t, "02 08:30", "P1"), paused(t, "02 08:40", "a")}, on(t, "02 09:00"))
	require.Len(t, s.Fires, 1)
}

func TestALevelAtTheInstantOfTheResolutionDoesNotFire(t *testing.T) {
	target := resolution(calendar.Working(2 * hour))
	target.Levels = []sla.Level{{Code: "half", Percent: 50}, {Code: "due", Percent: 100}}
	events := []sla.Event{at(t, "02 08:00", sla.Opened), at(t, "02 09:00", sla.Resolved)}
	require.Empty(t, replay(t, one(t, target), events, on(t, "05 08:00")).Fires)
	events[1] = paused(t, "02 09:00", "a")
	require.Len(t, replay(t, one(t, target), events, on(t, "05 08:00")).Fires, 1, "a pause does not come before it")
	events = append(events, resumed(t, "02 11:00", "a"))
	wantTime(t, "2026-03-02 09:00:00", replay(t, one(t, target), events, on(t, "05 08:00")).Fires[0].At, "and it fired then")
}

func TestRule38AfterAMergeTheEarliestOpeningCounts(t *testing.T) {
	s := replay(t, one(t, resolution(calendar.Working(8*hour))), []sla.Event{at(t, "03 08:00", sla.Opened), at(t, "02 08:00", sla.Opened)}, on(t, "03 09:00"))
	require.Len(t, s.Runs, 1)
	wantTime(t, "2026-03-02 17:00:00", s.Runs[0].Due)
	require.Equal(t, sla.OpenAlready, s.Ignored[0].Why)
}

func TestRule41AnAnswerThatWasNeverGivenIsWaitedForAgain(t *testing.T) {
	a := support()
	a.Targets[2].Reopen = sla.Anew
	events := []sla.Event{at(t, "02 08:00", sla.Opened), at(t, "02 09:00", sla.Closed), at(t, "04 08:00", sla.Reopened)}
	s := replay(t, promise(t, a, hours(t)), events, on(t, "04 09:00"))
	for _, code := range []sla.TargetCode{sla.FirstResponse, sla.NextResponse} {
		r, _ := s.Latest(code)
		require.Equal(t, 2, r.Part)
		wantTime(t, "2026-03-04 11:00:00", r.Due, "an hour was used; closed time does not count")
	}
	events = append(events, at(t, "04 09:00", sla.Replied), at(t, "04 10:00", sla.Resolved), at(t, "05 08:00", sla.Reopened))
	s = replay(t, promise(t, a, hours(t)), events, on(t, "05 09:00"))
	r, _ := s.Latest(sla.FirstResponse)
	require.False(t, r.Live(), "an answer that was given stays given")
	r, _ = s.Latest(sla.Resolution)
	require.Equal(t, 3, r.Number)
}

func TestAnAnswerAfterTheResolutionIsAnAnswer(t *testing.T) {
	events := []sla.Event{at(t, "02 08:00", sla.Opened), at(t, "02 09:00", sla.Resolved), at(t, "02 10:00", sla.Replied), at(t, "04 08:00", sla.Reopened)}
	s := replay(t, promise(t, support(), hours(t)), events, on(t, "04 09:00"))
	for _, code := range []sla.TargetCode{sla.FirstResponse, sla.NextResponse} {
		r, _ := s.Latest(code)
		require.False(t, r.Live(), code)
	}
}

func TestSeqOrdersTheEventsOfAnInstant(t *testing.T) {
	received, replied := at(t, "02 09:00", sla.Received), at(t, "02 09:00", sla.Replied)
	waits := func() bool {
		s := replay(t, promise(t, support(), hours(t)), []sla.Event{at(t, "02 08:00", sla.Opened), received, replied}, time.Time{})
		r, _ := s.Latest(sla.NextResponse)
		return r.Live()
	}
	require.True(t, waits(), "by default an answer comes before a message of the same instant")
	received.Seq, replied.Seq = 2, 3
	require.False(t, waits())
	received.Seq = 4
	require.True(t, waits())
}

func TestRule43LateByNoWorkingTimeAndByTheWall(t *testing.T) {
	s := replay(t, one(t, resolution(calendar.Working(8*hour))), []sla.Event{at(t, "02 08:00", sla.Opened), at(t, "02 18:30", sla.Resolved)}, time.Time{})
	r := s.Runs[0]
	require.Equal(t, sla.Breached, r.Outcome)
	require.Zero(t, r.Late)
	require.Equal(t, 90*time.Minute, r.LateWall)
	require.True(t, s.Reasons().Has(sla.CodeLateOutsideHours))
}

func TestWallTimeCountsDayAndNight(t *testing.T) {
	s := replay(t, one(t, resolution(calendar.Wall(24*hour))), []sla.Event{at(t, "07 11:00", sla.Opened), paused(t, "07 12:00", "a"), resumed(t, "07 14:00", "a")}, on(t, "07 14:00"))
	wantTime(t, "2026-03-08 13:00:00", s.Runs[0].Due)
	require.Equal(t, hour, s.Runs[0].Used)
	require.Equal(t, 2*hour, s.Runs[0].Held)
	wantTime(t, "2026-03-07 11:00:00", s.Runs[0].Counts)
}

func TestMilestones(t *testing.T) {
	name := care.Text{VI: "Đến tận nơi", EN: "Site visit"}
	p := promise(t, sla.Agreement{Code: "m", Edition: 1, Calendar: "office", Targets: []sla.Target{
		{Code: "diagnosis", Name: name, Within: calendar.Working(2 * hour)},
		{Code: "visit", Name: name, Within: calendar.WorkingDates(1), After: "diagnosis"},
	}}, hours(t))
	events := []sla.Event{at(t, "02 08:00", sla.Opened), {At: on(t, "02 09:00"), Kind: sla.Reached, Target: "diagnosis"}}
	s := replay(t, p, events, on(t, "02 10:00"))
	require.Equal(t, sla.Met, s.Runs[0].Outcome)
	wantTime(t, "2026-03-03 17:00:00", s.Runs[1].Due)
	events = append(events, sla.Event{At: on(t, "03 17:01"), Kind: sla.Reached, Target: "visit"}, sla.Event{At: on(t, "03 17:02"), Kind: sla.Reached, Target: "party"})
	s = replay(t, p, events, time.Time{})
	require.Equal(t, sla.Breached, s.Runs[1].Outcome)
	require.Equal(t, sla.NoSuchTarget, s.Ignored[0].Why)
}

func TestWhatHasNoEffectIsSaid(t *testing.T) {
	events := []sla.Event{
		{ID: "early", At: on(t, "02 07:00"), Kind: sla.Received}, at(t, "02 08:00", sla.Opened), at(t, "02 08:30", sla.Reopened), at(t, "02 09:00", sla.Resolved),
		at(t, "02 09:30", sla.Closed), at(t, "02 10:00", sla.Received), at(t, "02 10:30", "dreamt"), at(t, "02 11:00", sla.Withdrawn), at(t, "02 11:30", sla.Withdrawn),
		at(t, "02 11:31", sla.Reopened), at(t, "02 11:32", sla.Received), at(t, "02 11:33", sla.Prioritised),
	}
	s := replay(t, promise(t, support(), hours(t)), events, time.Time{})
	var why []sla.Why
	for _, i := range s.Ignored {
		why = append(why, i.Why)
	}
	require.Equal(t, []sla.Why{sla.NotOpen, sla.NotDone, sla.Done, sla.Done, sla.Unknown, sla.Unpromised, sla.Unpromised, sla.Unchanged}, why)
	require.Equal(t, "early", s.Ignored[0].ID)
	require.Contains(t, s.Reasons().Text(care.LangVI), "“dreamt”")

	none := replay(t, promise(t, support(), hours(t)), nil, on(t, "02 08:00"))
	require.True(t, none.Reasons().Has(sla.CodeNotOpened))
}

func TestEventsAfterTheInstantDoNotCountYet(t *testing.T) {
	events := []sla.Event{at(t, "02 08:00", sla.Opened), at(t, "02 09:00", sla.Resolved)}
	s := replay(t, one(t, resolution(calendar.Working(8*hour))), events, on(t, "02 08:59"))
	require.True(t, s.Runs[0].Live())
}

func TestBeyondTheCalendarIsAnError(t *testing.T) {
	d := calendar.Definition{Zone: "UTC", Weeks: []calendar.Week{calendar.NewWeek(calendar.MustShifts("08:00-09:00"))}, Last: calendar.MustDate(2026, 3, 4)}
	p := promise(t, sla.Agreement{Code: "a", Edition: 1, Calendar: "c", Targets: []sla.Target{resolution(calendar.Working(8 * hour))}}, compile(t, d))
	_, err := sla.Replay(p, []sla.Event{at(t, "02 08:00", sla.Opened)}, time.Time{})
	require.ErrorIs(t, err, calendar.ErrHorizon)
}
