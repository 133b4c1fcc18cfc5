package desk_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/desk"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/queue"
)

func TestEveryUnansweredQuestionHasAnOwnerAndADueAndIsRemindedOnce(t *testing.T) {
	c := newCounter(t)
	got := c.open(anh())
	got = c.did(c.Wait(t.Context(), desk.Waiting{On: on(got), For: "supplier", Unit: "GHN", Due: at("2026-11-16 12:00")}))
	for _, q := range got.State.Questions {
		assert.NotEmpty(t, q.Owner)
		assert.NotZero(t, q.Due)
	}
	got = c.did(c.Assign(t.Context(), desk.Assignment{On: on(got), Owner: "NV-2"}))
	c.now = at("2026-11-16 11:59")
	c.work()
	assert.NotContains(t, c.steps(got.ID), desk.StepRemind)
	for _, now := range []string{"2026-11-16 12:00", "2026-11-16 13:00"} {
		c.now = at(now)
		c.work()
	}
	got = c.load(got.ID)
	last := got.Events[len(got.Events)-1]
	assert.Equal(t, []any{desk.StepRemind, 4, care.StaffRef("NV-2")}, []any{last.Step, last.Question, last.Owner}, "whoever sees to it is told")
	assert.True(t, got.State.Questions[1].Reminded)
	c.now = at("2026-11-18 12:00") // the customer's own question
	c.work()
	c.work()
	reminders := 0
	for _, e := range c.heard {
		if e.Event.Step == desk.StepRemind {
			reminders++
		}
	}
	assert.Equal(t, 2, reminders)
	assert.Zero(t, c.load(got.ID).Wake, "nothing more falls due")
}

func TestAnAnsweredQuestionIsNotReminded(t *testing.T) {
	c := newCounter(t)
	got := c.open(anh())
	c.did(c.Reply(t.Context(), desk.Answer{On: on(got), Channel: "zalo"}))
	c.now = c.now.Add(48 * time.Hour)
	c.work()
	assert.NotContains(t, c.steps(got.ID), desk.StepRemind)
	assert.Zero(t, c.load(got.ID).Wake)
}

func TestAResolvedCaseClosesItself(t *testing.T) {
	c := newCounter(t)
	got := c.open(anh())
	c.did(c.Resolve(t.Context(), desk.Resolution{On: on(got), Outcome: "done"}))
	c.now = c.now.Add(6 * 24 * time.Hour)
	c.work()
	c.did(c.Hear(t.Context(), desk.Words{On: on(got), Channel: "zalo", Text: "Vẫn chưa."})) // a day before it would close
	c.now = c.now.Add(25 * time.Hour)
	c.work()
	assert.Equal(t, desk.StatusOpen, c.load(got.ID).State.Status, "what was reopened does not close by itself")
	c.did(c.Resolve(t.Context(), desk.Resolution{On: on(got), Outcome: "replaced"}))
	c.now = c.now.Add(7*24*time.Hour - time.Second)
	c.work()
	assert.Equal(t, desk.StatusResolved, c.load(got.ID).State.Status)
	c.now = c.now.Add(time.Second)
	c.work()
	s := c.load(got.ID).State
	assert.Equal(t, []any{desk.StatusClosed, desk.Code("replaced")}, []any{s.Status, s.Outcome})
}

func TestClosingByItselfCanBeTurnedOff(t *testing.T) {
	c := newCounter(t, func(c *desk.Config) { c.CloseAfter = -1 })
	got := c.open(anh())
	got = c.did(c.Resolve(t.Context(), desk.Resolution{On: on(got), Outcome: "done"}))
	assert.Zero(t, got.Wake)
}

func TestACaseHasOneTimer(t *testing.T) {
	c := newCounter(t)
	got := c.open(anh())
	for range 5 {
		got = c.did(c.Wait(t.Context(), desk.Waiting{On: on(got), For: "customer", Due: c.now.Add(time.Hour)}))
		got = c.did(c.Hear(t.Context(), desk.Words{On: on(got), Channel: "zalo"}))
	}
	c.work()
	c.did(c.Wait(t.Context(), desk.Waiting{On: on(got), For: "customer", Due: c.now.Add(time.Hour)}))
	stats, err := queue.ReadStatistics(t.Context(), c.store, c.now)
	require.NoError(t, err)
	assert.Equal(t, 1, stats.Pending)
}

func TestTheAutomaticWord(t *testing.T) {
	c := newCounter(t)
	mail := anh()
	mail.Channel, mail.Lang, mail.Number = "email", "en", "CS-9"
	first := c.open(mail)
	robot := anh()
	robot.Automatic = true
	c.open(robot)
	c.open(desk.Intake{Channel: "phone"})
	c.open(desk.Intake{Channel: "counter"})
	c.work()
	require.Len(t, c.words, 1, "none to a machine, and none to whoever is on the phone or at the counter")
	word := c.words[0]
	assert.Equal(t, []any{first.ID, "CS-9", care.ChannelEmail, care.LangEN}, []any{word.Case, word.Number, word.Channel, word.Lang})
	assert.Equal(t, "We received your request at 09:00, 16 November 2026.", word.Reasons.Text(care.LangEN))
	assert.Equal(t, "Chúng tôi đã nhận được yêu cầu của quý khách lúc 09:00 ngày 16/11/2026.", word.Reasons.Text(care.LangVI))
	assert.NotContains(t, asJSON(t, word), "Ánh")
	assert.Zero(t, word.AnswerBy, "nothing is promised here")

	p := promising(t)
	p.open(mail)
	p.work()
	require.Len(t, p.words, 1)
	assert.Equal(t, at("2026-11-16 14:00").UTC(), p.words[0].AnswerBy)
	assert.Equal(t, "We received your request at 09:00, 16 November 2026. You will have an answer by 14:00, 16 November 2026.", p.words[0].Reasons.Text(care.LangEN))
}

func TestATimerThatRingsEarlyChangesNothing(t *testing.T) {
	c := promising(t)
	got := c.open(anh())
	require.NoError(t, c.store.Update(t.Context(), func(ctx context.Context, tx storage.Tx) error {
		_, err := desk.Timer.Move(ctx, tx, got.ID.String(), c.now)
		return err
	}))
	c.work()
	assert.Equal(t, got.Version, c.load(got.ID).Version)
	c.clock("2026-11-16 14:00")
	c.work()
	assert.True(t, c.load(got.ID).Version > got.Version, "and still rings when it is time")
}

func TestATimerOfACaseThatIsGoneIsDone(t *testing.T) {
	c := newCounter(t)
	require.NoError(t, c.store.Update(t.Context(), func(ctx context.Context, tx storage.Tx) error {
		return desk.Timer.Put(ctx, tx, queue.Item[desk.WakeUp]{Key: "x", Payload: desk.WakeUp{Case: storage.NewID[desk.Case]()}})
	}))
	assert.Equal(t, 1, c.work().Done)
}
