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

func TestAPromiseIsKeptWhenTheAgreementIsEditedUnlessTheHostReplans(t *testing.T) {
	c := promising(t)
	got := c.reply(c.open(anh()))
	tighter := standard()
	tighter.Edition, tighter.From = 2, at("2026-11-16 10:00")
	tighter.Targets[2].Within = calendar.Working(10 * time.Hour)
	c.config.Book = bookOf(t, standard(), tighter)
	var err error
	c.Service, err = desk.New(c.store, c.config)
	require.NoError(t, err)
	c.clock("2026-11-16 11:00")
	assert.Equal(t, calendar.Working(16*time.Hour), c.run(got, sla.Resolution).Within)
	assert.Equal(t, 2, c.open(anh()).State.Promise.Edition, "a new case is under the new edition")
	r, err := c.Replan(t.Context(), desk.Replanning{On: on(got)})
	require.NoError(t, err)
	assert.Equal(t, []string{"sla.by_default"}, codes(r.Reasons))
	assert.Equal(t, at("2026-11-17 11:00").UTC(), c.run(r.Case, sla.Resolution).Due.UTC(), "2 of 10 hours are used up")
	again, err := c.Replan(t.Context(), desk.Replanning{On: on(got)})
	require.NoError(t, err)
	assert.Equal(t, r.Case.Version, again.Case.Version, "what holds already is not promised again")

	// A book that has lost the edition is an error, and no guess.
	c.config.Book = bookOf(t, tighter)
	c.Service, err = desk.New(c.store, c.config)
	require.NoError(t, err)
	_, err = c.Note(t.Context(), desk.Note{On: on(got), Text: "…"})
	require.ErrorContains(t, err, "standard/1 on office/1, which Config.Book does not have")
	c.config.Book = nil
	c.Service, err = desk.New(c.store, c.config)
	require.NoError(t, err)
	_, err = c.Note(t.Context(), desk.Note{On: on(got), Text: "…"})
	require.ErrorContains(t, err, "Config.Book is nil")
}

func TestAPromiseGivenLaterMakesNobodyLateBefore(t *testing.T) {
	gold := standard()
	gold.Code, gold.Scope = "gold", sla.Scope{Customers: []care.CustomerRef{"KH-7"}}
	c := newCounter(t, func(c *desk.Config) { c.Book = bookOf(t, gold) })
	r, err := c.Open(t.Context(), desk.Intake{Channel: "phone"})
	require.NoError(t, err)
	assert.Equal(t, []string{"sla.no_agreement"}, codes(r.Reasons))
	c.clock("2026-11-18 09:00")
	got := c.did(c.Identify(t.Context(), desk.Identification{On: on(r.Case), Customer: "KH-7"}))
	assert.Zero(t, got.State.Promise, "a promise is not given behind the desk's back")
	late := c.wait(got, "supplier")
	got = c.did(c.Replan(t.Context(), desk.Replanning{On: on(late)}))
	assert.Equal(t, at("2026-11-18 14:00").UTC(), c.run(got, sla.FirstResponse).Due.UTC())
	assert.True(t, c.run(got, sla.Resolution).Paused, "what it waits for, it waits for")
	assert.False(t, got.Late)

	second := c.open(desk.Intake{Channel: "phone", At: at("2026-11-16 09:00")})
	c.did(c.Identify(t.Context(), desk.Identification{On: on(second), Customer: "KH-7"}))
	second = c.did(c.Replan(t.Context(), desk.Replanning{On: on(second), Retroactive: true}))
	assert.True(t, second.Late, "unless the host says so")
}

func TestTheEarliestOpenClockSurvivesAMerge(t *testing.T) {
	c := promising(t)
	first := c.open(anh())
	c.clock("2026-11-16 11:00")
	first = c.wait(first, "customer")
	c.clock("2026-11-17 09:00")
	second := c.open(anh())
	alone := c.run(second, sla.Resolution).Due
	c.clock("2026-11-17 11:00")
	got := c.did(c.Merge(t.Context(), desk.Merging{On: on(first), Into: second.ID}))
	assert.Equal(t, first.State.Questions[0].Due, got.State.Questions[0].Due, "of two questions the more pressing due holds")
	run := c.run(got, sla.Resolution)
	assert.Equal(t, at("2026-11-16 09:00").UTC(), run.Started.UTC())
	assert.True(t, run.Paused, "and so does its pause")
	c.clock("2026-11-17 14:00")
	got = c.hear(got)
	assert.Equal(t, at("2026-11-19 11:00").UTC(), c.run(got, sla.Resolution).Due.UTC(), "14 hours were left")
	assert.NotEqual(t, alone.UTC(), got.Due)
	gone, err := c.Account(t.Context(), first.ID, c.now)
	require.NoError(t, err)
	assert.False(t, gone.Clocks.Running())
	c.clock("2026-12-01 09:00")
	c.work()
	assert.Empty(t, c.told(first), "the clocks of the merged case stand")
	assert.NotEmpty(t, c.told(got))
}

func TestAPartHasBeenWaitedForSinceItWasAskedFor(t *testing.T) {
	c := promising(t)
	whole := c.reply(c.open(anh()))
	c.clock("2026-11-16 14:00")
	whole = c.hear(whole)
	n := len(whole.Events)
	c.clock("2026-11-16 16:00")
	part := c.did(c.Split(t.Context(), desk.Splitting{On: on(whole), Message: n, Topic: "invoice"}))
	assert.Equal(t, at("2026-11-16 14:00").UTC(), c.run(part, sla.FirstResponse).Started.UTC())
	assert.Equal(t, at("2026-11-17 09:00").UTC(), part.Due)
}

func TestAPartIsNotChargedWithTheWaitingOfTheWhole(t *testing.T) {
	c := promising(t)
	whole := c.wait(c.open(anh()), "customer")
	c.clock("2026-11-16 11:00")
	whole = c.hear(whole)
	part := c.did(c.Split(t.Context(), desk.Splitting{On: on(whole)}))
	c.clock("2026-11-16 13:30")
	run := c.run(part, sla.Resolution)
	assert.Equal(t, []any{2 * time.Hour, 90 * time.Minute}, []any{run.Held, run.Used})
}

func TestASplitThatIsRecordedLateTakesThePausesOfItsTime(t *testing.T) {
	c := promising(t)
	whole := c.open(anh())
	c.clock("2026-11-16 11:00")
	c.wait(whole, "customer")
	c.clock("2026-11-16 15:00")
	then := on(whole)
	then.At = at("2026-11-16 10:00")
	part := c.did(c.Split(t.Context(), desk.Splitting{On: then}))
	run := c.run(part, sla.Resolution)
	assert.Equal(t, []any{false, 5 * time.Hour, time.Duration(0)}, []any{run.Paused, run.Used, run.Held}, "the whole case began to wait later")
}

func TestMilestonesOfTheHostsOwn(t *testing.T) {
	a := standard()
	a.Targets = append(a.Targets, sla.Target{Code: "diagnosed", Name: care.Text{VI: "Chẩn đoán", EN: "Diagnosis"}, Within: calendar.Working(6 * time.Hour)})
	c := newCounter(t, func(c *desk.Config) { c.Book = bookOf(t, a) })
	got := c.open(anh())
	c.clock("2026-11-16 14:00")
	got = c.did(c.Reach(t.Context(), desk.Milestone{On: on(got), Target: "diagnosed"}))
	run := c.run(got, "diagnosed")
	assert.Equal(t, []any{sla.Met, 4 * time.Hour}, []any{run.Outcome, run.Used})
}

func TestAMonthUnderAnotherAgreement(t *testing.T) {
	c := promising(t)
	c.clock("2026-11-16 09:00")
	quick := c.open(anh())
	slow := c.open(anh())
	c.open(desk.Intake{At: at("2026-11-02 09:00")}) // before the period
	c.clock("2026-11-16 14:00")
	c.resolve(quick)
	c.clock("2026-11-17 16:00")
	c.resolve(slow)
	tight := standard()
	tight.Targets[2].Within = calendar.Working(8 * time.Hour)
	next := bookOf(t, tight)
	found, err := sla.Backtest(t.Context(), c.Promised(t.Context(), at("2026-11-16 00:00"), time.Time{}), sla.Trial{
		Book: c.config.Book, Plan: func(past *sla.Case) *sla.Promise { return next.Pick(past.Query()).Promise },
	})
	require.NoError(t, err)
	assert.EqualValues(t, 2, found.Cases)
	assert.Equal(t, sla.Turned{Worse: 1}, found.Turned[sla.Resolution])
	nothing := newCounter(t)
	nothing.open(anh())
	for range nothing.Promised(t.Context(), time.Time{}, time.Time{}) {
		t.Error("nothing was promised")
	}
}
