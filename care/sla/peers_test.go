package sla_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/care/sla"
)

// What users of other systems complain about, each by the thread in which they do.

func shop(t testing.TB, zone, shifts string, days ...time.Weekday) *calendar.Calendar {
	return compile(t, calendar.Definition{Zone: zone, Weeks: []calendar.Week{calendar.NewWeek(calendar.MustShifts(shifts), days...)}})
}

// due is when so much working time from an instant is due, told in UTC.
func due(t *testing.T, c *calendar.Calendar, opened string, within time.Duration) string {
	at, err := time.Parse(time.RFC3339, opened)
	require.NoError(t, err)
	a := sla.Agreement{Code: "a", Edition: 1, Calendar: "c", Targets: []sla.Target{{Code: sla.Resolution, Within: calendar.Working(within)}}}
	s := replay(t, promise(t, a, c), []sla.Event{{At: at, Kind: sla.Opened}}, at)
	return s.Runs[0].Due.UTC().Format("2006-01-02T15:04")
}

func TestDaylightSavingBothWays_DbtZendesk25_CalDiy30021(t *testing.T) {
	night := shop(t, "America/New_York", "00:00-24:00")
	require.Equal(t, "2026-03-08T08:00", due(t, night, "2026-03-08T06:00:00Z", 2*hour), "01:00 EST to 04:00 EDT")
	require.Equal(t, "2026-11-01T07:00", due(t, night, "2026-11-01T05:00:00Z", 2*hour), "01:00 EDT to 02:00 EST")
	day := shop(t, "Europe/Berlin", "09:00-17:00", time.Friday, time.Monday)
	require.Equal(t, "2026-03-30T14:00", due(t, day, "2026-03-27T15:00:00Z", 8*hour), "the week in which the clocks go forward")
	require.Equal(t, "2026-10-26T15:00", due(t, day, "2026-10-23T14:00:00Z", 8*hour), "and that in which they go back")
}

func TestTheZoneIsTheCalendarsWhateverTheAgentsIs_Erpnext38745(t *testing.T) {
	c := shop(t, "Asia/Ho_Chi_Minh", "08:00-17:00", time.Monday, time.Tuesday)
	for _, opened := range []string{"2026-03-02T09:30:00Z", "2026-03-02T16:30:00+07:00", "2026-03-02T04:30:00-05:00"} {
		require.Equal(t, "2026-03-03T02:30", due(t, c, opened, 2*hour))
	}
}

func TestLunchAndSeveralPeriods_Helpdesk2212_Chatwoot14009_OsTicket6847(t *testing.T) {
	c := shop(t, "UTC", "08:00-12:00 13:30-17:30 19:00-21:00")
	require.Equal(t, "2026-03-02T14:00", due(t, c, "2026-03-02T11:30:00Z", hour))
	require.Equal(t, "2026-03-02T19:30", due(t, c, "2026-03-02T17:00:00Z", hour))
}

func TestHalfDayHoliday_Glpi6835_Erpnext20056(t *testing.T) {
	c := compile(t, calendar.Definition{
		Zone: "UTC", Weeks: []calendar.Week{calendar.NewWeek(calendar.MustShifts("08:00-17:00"))},
		Closures: []calendar.Closure{{First: calendar.MustDate(2026, 12, 31), Hours: calendar.MustShifts("12:00-24:00")}},
	})
	require.Equal(t, "2027-01-01T09:00", due(t, c, "2026-12-31T11:00:00Z", 2*hour))
}

func TestAllDayIsExact_Zammad3180(t *testing.T) {
	require.Equal(t, "2026-03-09T10:00", due(t, shop(t, "UTC", "00:00-24:00"), "2026-03-02T10:00:00Z", 7*24*hour))
}

func TestACalendarThatNeverOpensIsRefused_Glpi7474_OCA73(t *testing.T) {
	_, err := calendar.Compile(calendar.Definition{Zone: "UTC"})
	require.Error(t, err)
	_, err = sla.NewPromise(support(), sla.Calendar{Code: "office", Edition: 1})
	require.ErrorContains(t, err, "sla.calendar")
}

func TestOnlyTuesday_OsTicket6739(t *testing.T) {
	require.Equal(t, "2026-03-17T09:00", due(t, shop(t, "UTC", "08:00-10:00", time.Tuesday), "2026-03-04T12:00:00Z", 3*hour))
}

func TestATermAcrossPeriodsKeepsTheTimeOfDay_Glpi22678(t *testing.T) {
	c := shop(t, "UTC", "08:00-12:00 13:00-17:00", time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday)
	require.Equal(t, "2026-03-04T10:15", due(t, c, "2026-03-02T10:15:00Z", 16*hour))
}

func TestPauseThenCloseDirectly_Helpdesk3776(t *testing.T) {
	s := replay(t, promise(t, support(), hours(t)), []sla.Event{
		at(t, "2026-02-02 08:00", sla.Opened), at(t, "2026-02-02 08:30", sla.Replied), paused(t, "2026-02-02 09:00", "waiting_customer"),
		at(t, "2026-08-03 09:00", sla.Closed),
	}, time.Time{})
	r, _ := s.Latest(sla.Resolution)
	require.Equal(t, hour, r.Used, "on hold from February to August, and not 42 days")
	require.Equal(t, sla.Met, r.Outcome)
	require.False(t, s.Holds[0].Until.IsZero(), "closing ends the pause")
}

func TestAnAnswerAndAPauseInOneStep_Zammad3551(t *testing.T) {
	a := support()
	a.Targets[0].PausedBy = []sla.PauseReason{sla.AnyPause}
	events := []sla.Event{at(t, "02 08:00", sla.Opened), paused(t, "02 09:00", "pending"), at(t, "02 09:00", sla.Replied)}
	s := replay(t, promise(t, a, hours(t)), events, on(t, "05 08:00"))
	r, _ := s.Latest(sla.FirstResponse)
	require.Equal(t, sla.Met, r.Outcome)
	require.Equal(t, hour, r.Used)
	require.False(t, r.Paused, "the answer comes before the pause of the same instant")
}

func TestPauseBeforeTheFirstResponse_Helpdesk1554(t *testing.T) {
	a := support()
	a.Targets[0].PausedBy = []sla.PauseReason{"pending"}
	events := []sla.Event{at(t, "02 08:00", sla.Opened), paused(t, "02 09:00", "pending"), resumed(t, "02 11:00", "pending"), at(t, "02 13:30", sla.Replied)}
	s := replay(t, promise(t, a, hours(t)), events, time.Time{})
	r, _ := s.Latest(sla.FirstResponse)
	require.Equal(t, 2*hour+30*time.Minute, r.Used)
	wantTime(t, "2026-03-02 15:00:00", r.Due)
}

func TestAPausePastTheDueFreezesLateness_Helpdesk3709(t *testing.T) {
	events := []sla.Event{at(t, "02 08:00", sla.Opened), paused(t, "02 11:00", "a")}
	p := one(t, resolution(calendar.Working(2*hour)))
	for _, when := range []string{"02 11:00", "02 16:00", "05 16:00"} {
		r := replay(t, p, events, on(t, when)).Runs[0]
		require.Equal(t, hour, r.Late, when)
		require.Equal(t, sla.Breached, r.Outcome)
	}
}

func TestAChangeDuringAPauseKeepsThePause_Glpi15605_Helpdesk3639(t *testing.T) {
	p, half, _ := plans(t)
	events := []sla.Event{at(t, "02 08:00", sla.Opened), paused(t, "02 09:00", "a"), replanned(t, "02 10:00", half), resumed(t, "02 11:00", "a")}
	s := replay(t, p, events[:3], on(t, "02 10:30"))
	require.True(t, s.Runs[0].Paused)
	require.Equal(t, calendar.Working(3*hour), s.Runs[0].Left)
	wantTime(t, "2026-03-02 15:00:00", replay(t, p, events, on(t, "02 11:00")).Runs[0].Due)
}

func TestReopenedAfterMonthsItDoesNotFailAtOnceAndSendsNothing_Erpnext28550_OsTicket5955(t *testing.T) {
	for _, reopen := range []sla.Reopen{sla.Continue, sla.Restart, sla.Anew} {
		for _, done := range []string{"2026-02-03 09:00", "2026-02-03 17:00"} { // with time left, and with none
			a := support()
			a.Targets[2].Reopen = reopen
			events := []sla.Event{
				at(t, "2026-02-02 08:00", sla.Opened), at(t, "2026-02-02 08:30", sla.Replied), at(t, done, sla.Resolved), at(t, "2026-08-03 09:00", sla.Reopened),
			}
			p := promise(t, a, hours(t))
			before, after := replay(t, p, events[:3], on(t, "2026-08-03 08:59")), replay(t, p, events, time.Time{})
			require.False(t, after.Broken(), "%s %s", reopen, done)
			require.Equal(t, before.Fires, after.Fires, "nothing is sent")
			r, _ := after.Latest(sla.Resolution)
			require.False(t, r.Due.Before(on(t, "2026-08-03 09:00")))
			require.True(t, after.Wake.After(on(t, "2026-08-03 09:00")))
		}
	}
}

func TestADetachedPolicyStopsEscalation_Zammad4353(t *testing.T) {
	s := replay(t, promise(t, support(), hours(t)), []sla.Event{at(t, "02 08:00", sla.Opened), at(t, "02 10:00", sla.Withdrawn)}, on(t, "20 10:00"))
	require.Empty(t, s.Fires)
	require.Zero(t, s.Wake)
}

func TestAMovedGroupDropsTheOldTarget_Zammad5624(t *testing.T) {
	target := sla.Target{Code: sla.NextResponse, Terms: []sla.Term{{Team: "desk", Within: calendar.Working(hour)}}}
	events := []sla.Event{{At: on(t, "02 08:00"), Kind: sla.Opened, Team: "desk"}, assigned(t, "02 08:30", "workshop")}
	s := replay(t, one(t, target), events, on(t, "05 08:00"))
	require.Zero(t, s.NextDue())
	require.Zero(t, s.Wake)
	require.False(t, s.Broken())
}

func TestANewTeamMemberDoesNotRestartTheClock_Glpi14423(t *testing.T) {
	events := []sla.Event{at(t, "02 08:00", sla.Opened), assigned(t, "02 10:00", "ann"), assigned(t, "02 11:00", "binh")}
	s := replay(t, one(t, resolution(calendar.Working(8*hour))), events, on(t, "02 12:00"))
	require.Len(t, s.Runs, 1)
	wantTime(t, "2026-03-02 17:00:00", s.Runs[0].Due)
}

func TestEachEscalationOnceAndEveryLevel_Glpi1996_Glpi5319(t *testing.T) {
	p := promise(t, support(), hours(t))
	events := []sla.Event{at(t, "02 08:00", sla.Opened), at(t, "02 08:30", sla.Replied)}
	var told []sla.LevelCode
	for day := 2; day <= 13; day++ { // every run of a poller sees the same ones
		s := replay(t, p, events, on(t, time.Date(2026, 3, day, 18, 0, 0, 0, time.UTC).Format("02 15:04")))
		require.GreaterOrEqual(t, len(s.Fires), len(told))
		for i, f := range s.Fires {
			if i < len(told) {
				require.Equal(t, told[i], f.Level)
			}
		}
		told = nil
		for _, f := range s.Fires {
			told = append(told, f.Level)
		}
	}
	require.Equal(t, []sla.LevelCode{"half", "soon", "manager"}, told)
	s := replay(t, p, events, on(t, "13 18:00"))
	require.Equal(t, []care.StaffRef{"manager"}, s.Fires[2].Tell, "whom the agreement names")
}

func TestAReopenedCaseDoesNotEscalateAgain_Zammad188(t *testing.T) {
	events := []sla.Event{
		at(t, "02 08:00", sla.Opened), at(t, "03 13:00", sla.Resolved), at(t, "04 08:00", sla.Reopened), at(t, "04 09:00", sla.Resolved), at(t, "05 08:00", sla.Reopened),
	}
	s := replay(t, promise(t, support(), hours(t)), events, on(t, "05 10:00"))
	require.Len(t, s.Fires, 2, "half and soon, of the one promise")
	r, _ := s.Latest(sla.Resolution)
	require.Equal(t, 3, r.Part)
	require.Equal(t, 15*hour, r.Used, "right after several closings")
}

func TestTheNearestClockIsShownAndAnUpdateDoesNotOverruleTheFirstResponse_Zammad5177(t *testing.T) {
	a := support()
	a.Targets[1].Within = calendar.Working(8 * hour)
	s := replay(t, promise(t, a, hours(t)), []sla.Event{at(t, "02 08:00", sla.Opened), at(t, "02 09:00", sla.Received)}, on(t, "02 09:00"))
	wantTime(t, "2026-03-02 12:00:00", s.NextDue())
}

func TestNothingCountsAfterTheResolution_Chatwoot10178(t *testing.T) {
	events := []sla.Event{at(t, "02 08:00", sla.Opened), at(t, "02 09:00", sla.Resolved), at(t, "02 10:00", sla.Received)}
	s := replay(t, promise(t, support(), hours(t)), events, on(t, "20 09:00"))
	require.False(t, s.Running())
	require.False(t, s.Broken())
	s = replay(t, promise(t, support(), hours(t)), append(events, at(t, "20 09:00", sla.Reopened)), on(t, "20 09:30"))
	r, _ := s.Latest(sla.NextResponse)
	require.True(t, r.Live(), "the message that came in between is waiting again")
}
