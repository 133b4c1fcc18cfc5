package desk_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/care/desk"
	"github.com/chamsoc/chamsoc/care/sla"
)

// office is open from Monday to Friday with lunch, and on Saturday mornings; it is closed on Friday 20 November 2026.
func office(t testing.TB) sla.Calendar {
	t.Helper()
	week := calendar.NewWeek(calendar.MustShifts("08:00-12:00 13:00-17:00"), time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday)
	week.Sat = calendar.MustShifts("08:00-12:00")
	hours, err := calendar.Compile(calendar.Definition{
		Zone: "Asia/Ho_Chi_Minh", Weeks: []calendar.Week{week},
		Closures: []calendar.Closure{{First: calendar.MustDate(2026, 11, 20), Name: calendar.Text{VI: "Kiểm kê", EN: "Stocktaking"}}},
	})
	require.NoError(t, err)
	return sla.Calendar{Code: "office", Edition: 1, Hours: hours}
}

// standard promises everybody an answer in 4 working hours and a solution in 16, in 8 if it is urgent; the workshop has 24.
func standard() sla.Agreement {
	return sla.Agreement{
		Code: "standard", Edition: 1, Calendar: "office", Name: care.Text{VI: "Tiêu chuẩn", EN: "Standard"},
		Targets: []sla.Target{
			{Code: sla.FirstResponse, Within: calendar.Working(4 * time.Hour)},
			{Code: sla.NextResponse, Within: calendar.Working(4 * time.Hour)},
			{
				Code: sla.Resolution, Within: calendar.Working(16 * time.Hour), PausedBy: []sla.PauseReason{"customer", "supplier"},
				Terms: []sla.Term{
					{Priority: "urgent", Within: calendar.Working(8 * time.Hour)}, {Team: "xuong", Within: calendar.Working(24 * time.Hour)},
					{Priority: "urgent", Team: "xuong", Within: calendar.Working(12 * time.Hour)},
				},
				Levels: []sla.Level{
					{Code: "half", Percent: 50, Tell: []care.StaffRef{"TT-1"}},
					{Code: "soon", Before: calendar.Working(2 * time.Hour), Tell: []care.StaffRef{"TT-1"}},
					{Code: "manager", Percent: 100, Tell: []care.StaffRef{"TT-1", "GD-1"}},
				},
			},
		},
	}
}

func bookOf(t testing.TB, agreements ...sla.Agreement) *sla.Book {
	t.Helper()
	book, err := sla.NewBook(agreements, []sla.Calendar{office(t)})
	require.NoError(t, err)
	return book
}

// promising is a counter that promises what standard says. It is Monday, 16 November 2026, 09:00.
func promising(t testing.TB, agreements ...sla.Agreement) *counter {
	t.Helper()
	return newCounter(t, func(c *desk.Config) { c.Book = bookOf(t, append(agreements, standard())...) })
}

// run is the latest run of a target at the counter's present instant.
func (c *counter) run(of desk.Case, target sla.TargetCode) sla.Run {
	c.t.Helper()
	a, err := c.Account(c.t.Context(), of.ID, c.now)
	require.NoError(c.t, err)
	run, ok := a.Clocks.Latest(target)
	require.True(c.t, ok, "there is a %s clock", target)
	return *run
}

func (c *counter) clock(text string) { c.now = at(text) }

func (c *counter) reply(of desk.Case) desk.Case {
	c.t.Helper()
	return c.did(c.Reply(c.t.Context(), desk.Answer{On: on(of), Channel: "phone"}))
}

func (c *counter) resolve(of desk.Case) desk.Case {
	c.t.Helper()
	return c.did(c.Resolve(c.t.Context(), desk.Resolution{On: on(of), Outcome: "done"}))
}

func (c *counter) wait(of desk.Case, party string) desk.Case {
	c.t.Helper()
	return c.did(c.Wait(c.t.Context(), desk.Waiting{On: on(of), For: party, Unit: "GHN"}))
}

func (c *counter) hear(of desk.Case) desk.Case {
	c.t.Helper()
	return c.did(c.Hear(c.t.Context(), desk.Words{On: on(of), Channel: "phone"}))
}

// told lists the escalations and breaches of a case, with whom they name.
func (c *counter) told(of desk.Case) (all []string) {
	c.t.Helper()
	for _, e := range c.load(of.ID).Events {
		switch e.Step {
		case desk.StepEscalate:
			line := string(e.Level)
			for _, who := range e.Tell {
				line += " " + string(who)
			}
			all = append(all, line+e.At.In(care.Env{}.Location()).Format(" 02 15:04"))
		case desk.StepBreach:
			all = append(all, "breach "+string(e.Target)+e.At.In(care.Env{}.Location()).Format(" 02 15:04"))
		}
	}
	return all
}

func TestTheMostSpecificAgreementIsPickedAndTheCaseSaysWhy(t *testing.T) {
	gold, vip, calls := standard(), standard(), standard()
	gold.Code, gold.Scope = "gold", sla.Scope{Segments: []care.SegmentRef{"gold"}}
	vip.Code, vip.Scope = "vip", sla.Scope{Customers: []care.CustomerRef{"KH-7"}}
	calls.Code, calls.Scope = "calls", sla.Scope{Channels: []care.Channel{"phone"}, Topics: []sla.Topic{"price"}}
	units := standard()
	units.Code, units.Scope = "units", sla.Scope{Customers: []care.CustomerRef{"kho"}}
	c := promising(t, gold, vip, calls, units)
	for _, row := range []struct {
		in   desk.Intake
		want sla.AgreementCode
		why  string
	}{
		{desk.Intake{Customer: "KH-7", Segment: "gold"}, "vip", "sla.by_customer"},
		{desk.Intake{Customer: "KH-8", Segment: "gold"}, "gold", "sla.by_segment"},
		{desk.Intake{Channel: "phone", Topic: "price"}, "calls", "sla.by_channel_topic"},
		{desk.Intake{Channel: "phone"}, "standard", "sla.by_default"},
		{desk.Intake{Channel: "phone", Asker: "kho"}, "units", "sla.by_customer"},
	} {
		got := c.open(row.in)
		assert.Equal(t, row.want, got.State.Promise.Agreement)
		require.NotEmpty(t, got.Why())
		assert.Equal(t, row.why, got.Why()[0].Code())
		assert.Equal(t, asJSON(t, got.Why()), asJSON(t, c.load(got.ID).Why()), "as it was given")
	}
}

func TestTheCallAfterHoursIsPromisedFromTheOpening(t *testing.T) {
	c := promising(t)
	c.clock("2026-11-19 17:30") // Thursday evening; Friday is stocktaking
	got := c.open(desk.Intake{Channel: "phone"})
	assert.Equal(t, at("2026-11-21 12:00").UTC(), got.Due)
	assert.Equal(t, got.Due, got.State.Questions[0].Due, "the question is due when the promise says")
	assert.Equal(t, at("2026-11-21 08:00").UTC(), c.run(got, sla.FirstResponse).Counts.UTC())
}

// zammad #3551: an answer and a pause in one step, and the first response is lost.
func TestAnswerAndPauseInOneStepCountsTheAnswer(t *testing.T) {
	c := promising(t)
	got := c.open(anh())
	c.clock("2026-11-16 10:00")
	got = c.did(c.Reply(t.Context(), desk.Answer{On: on(got), Channel: "zalo", Ask: true}))
	assert.Equal(t, sla.Met, c.run(got, sla.FirstResponse).Outcome)
	assert.True(t, c.run(got, sla.Resolution).Paused)
	assert.Zero(t, got.Due, "what is paused is not due")
}

// helpdesk #3776: a pause, and then closed directly: the hold is lost.
func TestPauseThenCloseDirectly(t *testing.T) {
	c := promising(t)
	got := c.open(anh())
	c.clock("2026-11-16 10:00")
	got = c.wait(c.reply(got), "customer")
	c.clock("2026-11-18 10:00")
	got = c.did(c.Close(t.Context(), desk.Closing{On: on(got), Outcome: "no_answer"}))
	run := c.run(got, sla.Resolution)
	assert.Equal(t, []any{sla.Met, time.Hour, 16 * time.Hour}, []any{run.Outcome, run.Used, run.Held})
	a, err := c.Account(t.Context(), got.ID, c.now)
	require.NoError(t, err)
	assert.Empty(t, a.Clocks.Ignored, "the clocks are told nothing that has no effect")

	done := c.resolve(c.wait(c.open(anh()), "supplier"))
	done = c.did(c.Close(t.Context(), desk.Closing{On: on(done)}))
	a, err = c.Account(t.Context(), done.ID, c.now)
	require.NoError(t, err)
	assert.Empty(t, a.Clocks.Ignored)
}

func TestPausesOfMergedCasesEndEachByItself(t *testing.T) {
	c := promising(t)
	a, b := c.open(anh()), c.open(anh())
	for _, of := range []desk.Case{a, b} { // the same question in both, by the same number
		c.now = c.now.Add(30 * time.Minute)
		c.wait(of, "customer")
	}
	for _, of := range []desk.Case{a, b} {
		c.now = c.now.Add(30 * time.Minute)
		c.hear(of)
	}
	got := c.did(c.Merge(t.Context(), desk.Merging{On: on(a), Into: b.ID}))
	run := c.run(got, sla.Resolution)
	assert.Equal(t, []any{false, 90 * time.Minute}, []any{run.Paused, run.Held})
}

func TestPauseBeforeTheFirstResponse(t *testing.T) {
	c := promising(t)
	got := c.open(anh())
	c.clock("2026-11-16 10:00")
	got = c.wait(got, "supplier")
	c.clock("2026-11-16 14:00")
	assert.False(t, c.run(got, sla.FirstResponse).Paused, "the customer still waits for an answer")
	assert.True(t, c.run(got, sla.Resolution).Paused)
	assert.Equal(t, at("2026-11-16 14:00").UTC(), got.Due.UTC(), "of the answer")
}

// helpdesk #3709: the overdue number grows during a pause.
func TestPausePastTheDeadlineFreezesLateness(t *testing.T) {
	c := promising(t)
	got := c.reply(c.open(anh()))
	c.clock("2026-11-18 10:00") // 16 working hours were used up at 09:00
	got = c.wait(got, "customer")
	for _, now := range []string{"2026-11-18 11:00", "2026-11-19 16:00"} {
		c.clock(now)
		run := c.run(got, sla.Resolution)
		assert.Equal(t, []any{sla.Breached, time.Hour}, []any{run.Outcome, run.Late}, now)
	}
}

// glpi #15605 and #6902: a pause is lost when the priority changes; helpdesk #3639: stale pause state after a policy change.
func TestPolicyChangeDuringAPause(t *testing.T) {
	c := promising(t)
	got := c.reply(c.open(anh()))
	c.clock("2026-11-16 11:00")
	got = c.wait(got, "customer")
	c.clock("2026-11-17 11:00")
	got = c.did(c.Classify(t.Context(), desk.Classification{On: on(got), Priority: "urgent"}))
	assert.True(t, c.run(got, sla.Resolution).Paused)
	c.clock("2026-11-18 08:00")
	got = c.hear(got)
	assert.Equal(t, at("2026-11-18 15:00").UTC(), c.run(got, sla.Resolution).Due.UTC(), "2 of 8 hours were used before the pause")
}

// erpnext PR #28550: reopening after a long time always fails; osTicket #5955: it fires an overdue mail at once.
func TestReopeningAfterMonthsDoesNotFailAtOnceAndSendsNothing(t *testing.T) {
	c := promising(t)
	got := c.open(anh())
	c.clock("2026-11-16 11:00")
	got = c.resolve(c.reply(got))
	c.clock("2026-11-23 11:00")
	c.work() // closes by itself
	c.clock("2026-12-21 09:00")
	got = c.hear(got)
	c.work()
	run := c.run(got, sla.Resolution)
	assert.Equal(t, []any{sla.Pending, 2 * time.Hour}, []any{run.Outcome, run.Used}, "closed time does not count")
	assert.Empty(t, c.told(got))
	assert.False(t, c.load(got.ID).Late)
}

// osTicket #5955: reopening what was late fires an overdue mail at once.
func TestReopeningWhatWasLateTellsNobodyAgain(t *testing.T) {
	c := promising(t)
	got := c.reply(c.open(anh()))
	c.clock("2026-11-18 10:00")
	c.work()
	told := c.told(got)
	require.Contains(t, told, "breach resolution 18 09:00")
	got = c.resolve(got)
	c.clock("2026-11-19 09:00")
	got = c.reply(c.hear(got))
	c.clock("2026-11-24 09:00")
	c.work()
	assert.Equal(t, told, c.told(got))
	assert.True(t, c.load(got.ID).Late)
}

func TestAQuestionThatIsAskedWhenTheAnswerIsOverdueHasADueAheadOfIt(t *testing.T) {
	c := promising(t)
	got := c.resolve(c.open(anh()))
	c.clock("2026-11-16 12:30")
	c.did(c.Reopen(t.Context(), desk.Reopening{On: on(got), Reason: "again"}))
	c.clock("2026-11-18 09:00")
	got = c.resolve(got)
	c.clock("2026-11-18 10:00")
	got = c.hear(got) // the answer to the first question was never given
	require.Len(t, got.State.Questions, 1)
	assert.True(t, got.State.Questions[0].Due.After(c.now))
}

// zammad #188: wrong after several closings.
func TestSeveralClosings(t *testing.T) {
	c := promising(t)
	got := c.open(anh())
	for i, day := range []string{"16", "17", "18"} {
		c.clock("2026-11-" + day + " 09:00")
		if i > 0 {
			got = c.hear(got)
		}
		c.clock("2026-11-" + day + " 10:00")
		got = c.resolve(got)
		assert.Equal(t, time.Duration(i+1)*time.Hour, c.run(got, sla.Resolution).Used)
	}
	a, err := c.Account(t.Context(), got.ID, c.now)
	require.NoError(t, err)
	parts := 0
	for _, run := range a.Clocks.Runs {
		if run.Target == sla.Resolution {
			parts++
		}
	}
	assert.Equal(t, 3, parts, "every run is kept")
}

// zammad #4353: a deactivated agreement keeps escalating.
func TestADetachedPolicyStopsEscalation(t *testing.T) {
	c := promising(t)
	got := c.reply(c.open(anh()))
	got = c.did(c.Replan(t.Context(), desk.Replanning{On: on(got), Withdraw: true}))
	assert.Zero(t, got.State.Promise)
	assert.Zero(t, got.Due)
	c.clock("2026-12-01 09:00")
	c.work()
	assert.Empty(t, c.told(got))
	assert.Equal(t, sla.Cancelled, c.run(got, sla.Resolution).Outcome)
}

// zammad #5624: the update time stays after moving to another group.
func TestAMovedGroupDropsTheOldTarget(t *testing.T) {
	c := promising(t)
	got := c.reply(c.open(anh()))
	before := c.run(got, sla.Resolution).Due.UTC()
	c.clock("2026-11-16 11:00")
	got = c.did(c.HandOver(t.Context(), desk.Handover{On: on(got), Unit: "xuong"}))
	run := c.run(got, sla.Resolution)
	assert.Equal(t, calendar.Working(24*time.Hour), run.Within)
	assert.Equal(t, at("2026-11-19 09:00").UTC(), run.Due.UTC())
	assert.NotEqual(t, before, got.Due)
}

// glpi #1996: the escalation mail repeats every run; glpi #5319: only the first level fires.
func TestEachLevelIsToldOnceAndAllAre(t *testing.T) {
	c := promising(t)
	got := c.reply(c.open(anh()))
	for _, now := range []string{"2026-11-17 08:59", "2026-11-17 09:00", "2026-11-17 09:00", "2026-11-17 16:00", "2026-11-18 09:01", "2026-11-25 09:00", "2026-11-26 09:00"} {
		c.clock(now)
		c.work()
	}
	want := []string{"half TT-1 17 09:00", "soon TT-1 17 16:00", "manager TT-1 GD-1 18 09:00", "breach resolution 18 09:00"}
	assert.Equal(t, want, c.told(got))
	assert.True(t, c.load(got.ID).Late)
	assert.Equal(t, ids([]desk.Case{got}), ids(collect(t, c.Late())))
	told := 0
	for _, e := range c.heard {
		if e.Event.Step == desk.StepEscalate {
			told++
		}
	}
	assert.Equal(t, 3, told, "each is announced once")
}

func TestAWorkerThatWasAwayTellsWhatItMissedWithTheTimesAtWhichItHappened(t *testing.T) {
	c := promising(t)
	got := c.reply(c.open(anh()))
	c.clock("2026-11-30 09:00")
	c.work()
	assert.Equal(t, []string{"half TT-1 17 09:00", "soon TT-1 17 16:00", "manager TT-1 GD-1 18 09:00", "breach resolution 18 09:00"}, c.told(got))
}

// zammad #1322: a note of the customer in the portal does not start the clock.
func TestTheCustomersNoteStartsTheClock(t *testing.T) {
	c := promising(t)
	got := c.reply(c.open(anh()))
	c.clock("2026-11-16 15:00")
	got = c.did(c.Hear(t.Context(), desk.Words{On: on(got), Channel: "web", Text: "Còn một việc nữa."}))
	run := c.run(got, sla.NextResponse)
	assert.Equal(t, []any{2, sla.Pending}, []any{run.Number, run.Outcome})
	assert.Equal(t, at("2026-11-17 10:00").UTC(), run.Due.UTC())
	assert.Equal(t, run.Due.UTC(), got.State.Questions[0].Due)
}

// chatwoot: a late resolution counts as kept if the poller did not see it open.
func TestLateIsLateThoughNobodyLooked(t *testing.T) {
	c := promising(t)
	got := c.reply(c.open(anh()))
	c.clock("2026-11-18 09:00")
	kept := c.run(got, sla.Resolution)
	assert.Equal(t, at("2026-11-18 09:00").UTC(), kept.Due.UTC())
	c.clock("2026-11-18 09:30")
	got = c.resolve(got)
	assert.Equal(t, sla.Breached, c.run(got, sla.Resolution).Outcome)
	assert.True(t, got.Late)
}

// chatwoot #10178: the clock counts after resolving.
func TestNothingCountsAfterResolving(t *testing.T) {
	c := promising(t)
	got := c.resolve(c.reply(c.open(anh())))
	assert.Zero(t, got.Due)
	c.clock("2026-11-20 09:00")
	c.work()
	assert.Empty(t, c.told(got))
	assert.Equal(t, sla.Met, c.run(got, sla.Resolution).Outcome)
}

func TestAReplyThatIsRecordedLateCountsWhenItHappened(t *testing.T) {
	c := promising(t)
	got := c.open(anh())
	c.clock("2026-11-16 15:00")
	c.work()
	late := []string{"breach first_response 16 14:00", "breach next_response 16 14:00"}
	require.Equal(t, late, c.told(got))
	called := on(got)
	called.At = at("2026-11-16 11:00") // the technician called at once, and writes it down in the evening
	got = c.did(c.Reply(t.Context(), desk.Answer{On: called, Channel: "phone"}))
	assert.Equal(t, sla.Met, c.run(got, sla.FirstResponse).Outcome)
	assert.False(t, got.Late)
	assert.Equal(t, at("2026-11-16 11:00").UTC(), got.State.FirstReply)
	assert.Equal(t, late, c.told(got), "that it was taken for late stays in the record")
}
