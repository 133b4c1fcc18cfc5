package desk_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/desk"
	"github.com/chamsoc/chamsoc/care/sla"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/memory"
)

func anh() desk.Intake {
	return desk.Intake{
		Channel: "zalo", Kind: "complaint", Topic: "late_delivery", Title: "Giao hàng trễ", Text: "Tôi đặt hàng từ tuần trước mà chưa nhận được.",
		Customer: "KH-7", Name: "Nguyễn Thị Ánh", Phone: "0169 123 4567", Invoice: "HD000123", Product: "DT-01",
	}
}

func TestACaseComesByAnyChannel(t *testing.T) {
	c := newCounter(t)
	for channel := range care.Channel("").Terms().All() {
		got := c.open(desk.Intake{Channel: string(channel), Name: "Trần Văn Đức"})
		assert.Equal(t, desk.StatusNew, got.State.Status)
		assert.Equal(t, channel, got.State.Channel)
	}
	assert.Len(t, collect(t, c.Running()), 8)
}

func TestABarePhoneCallIsACase(t *testing.T) {
	c := newCounter(t)
	got := c.open(desk.Intake{Channel: "phone"})
	assert.Equal(t, desk.StatusNew, got.State.Status)
	require.Len(t, got.State.Questions, 1, "somebody waits for an answer")
	q := got.State.Questions[0]
	assert.Equal(t, desk.PartyDesk, q.Of)
	assert.EqualValues(t, "desk", q.Owner, "and somebody sees to it, although nobody was named")
	assert.Equal(t, c.now.Add(24*time.Hour).UTC(), q.Due)

	// Half an hour later somebody finds out who called.
	got = c.did(c.Identify(t.Context(), desk.Identification{On: on(got), Customer: "KH-7", Phone: "0912 345 678"}))
	assert.EqualValues(t, "KH-7", got.Customer)
	assert.Equal(t, ids([]desk.Case{got}), ids(collect(t, c.Of("KH-7"))))
	assert.Equal(t, ids([]desk.Case{got}), ids(collect(t, c.Calling("+84912345678"))))
}

func TestEverythingWrongWithAnIntakeIsToldAtOnce(t *testing.T) {
	c := newCounter(t)
	_, err := c.Open(t.Context(), desk.Intake{
		Channel: "smoke", Kind: "joke", Phone: "12", Email: "x", Lang: "fr", Serves: storage.NewID[desk.Case](), At: c.now.Add(time.Hour),
		About: []care.About{{Kind: care.AboutCustomer, Ref: "KH-1"}, {}},
	})
	assert.ElementsMatch(t, []string{
		"channel care.unknown_word", "kind care.unknown_word", "phone care.phone_length", "email care.email_form", "lang care.unknown_word",
		"asker desk.asker_missing", "at desk.future", "about[0].kind desk.customer_link", "about[1].kind care.missing", "about[1].ref care.missing",
	}, problems(t, err))
	assert.Empty(t, collect(t, c.Opened(time.Time{}, time.Time{})), "nothing was written")
}

func TestACaseFromOpeningToClosing(t *testing.T) {
	c := newCounter(t)
	got := c.open(anh())
	c.now = at("2026-11-16 09:10")
	got = c.did(c.Assign(t.Context(), desk.Assignment{On: on(got), Owner: "NV-2"}))
	assert.Equal(t, desk.StatusOpen, got.State.Status)
	got = c.did(c.Classify(t.Context(), desk.Classification{On: on(got), Priority: "urgent"}))
	assert.Equal(t, []any{desk.KindComplaint, sla.Priority("urgent")}, []any{got.State.Kind, got.State.Priority}, "what is not said stays")
	got = c.did(c.HandOver(t.Context(), desk.Handover{On: on(got), Unit: "kho", Text: "Kiểm tra giúp đơn này."}))
	assert.Empty(t, got.State.Owner)
	assert.EqualValues(t, "kho", got.State.Questions[0].Owner, "without an owner the unit answers for it")
	got = c.did(c.Wait(t.Context(), desk.Waiting{On: on(got), For: "supplier", Unit: "GHN", Text: "Hàng đang ở đâu?"}))
	assert.Equal(t, desk.StatusWaiting, got.State.Status)
	require.Len(t, got.State.Questions, 2)
	assert.Equal(t, c.now.Add(72*time.Hour).UTC(), got.State.Questions[1].Due)
	got = c.did(c.Resume(t.Context(), desk.Resumption{On: on(got), For: "supplier", Text: "Đang ở kho Long Biên."}))
	assert.Equal(t, desk.StatusOpen, got.State.Status)
	c.now = at("2026-11-16 10:00")
	got = c.did(c.Reply(t.Context(), desk.Answer{On: on(got), Channel: "zalo", Text: "Chiều nay hàng tới ạ."}))
	assert.Equal(t, c.now.UTC(), got.State.FirstReply)
	assert.Empty(t, got.State.Questions)
	c.now = at("2026-11-16 16:00")
	got = c.did(c.Resolve(t.Context(), desk.Resolution{On: on(got), Outcome: "delivered", Cause: "carrier_late", Factor: "convenience"}))
	assert.Equal(t, desk.StatusResolved, got.State.Status)
	got = c.did(c.Close(t.Context(), desk.Closing{On: on(got)}))
	assert.Equal(t, desk.StatusClosed, got.State.Status)
	assert.Equal(t, []desk.Run{{From: at("2026-11-16 09:00").UTC(), To: at("2026-11-16 16:00").UTC(), Outcome: "delivered"}}, got.State.Runs)
	assert.Equal(t, []string{anh().Text, "Kiểm tra giúp đơn này.", "Hàng đang ở đâu?", "Đang ở kho Long Biên.", "Chiều nay hàng tới ạ."},
		texts(collect(t, c.Messages(got.ID))))

	c.work()
	var heard []desk.Step
	for _, e := range c.heard {
		heard = append(heard, e.Event.Step)
	}
	assert.Equal(t, c.steps(got.ID), heard, "every step is announced, in order")
	assert.NotContains(t, asJSON(t, c.heard), "KH-7", "and nothing personal with it")
}

func TestAnIllegalStepNamesTheLegalOnes(t *testing.T) {
	c := newCounter(t)
	got := c.open(anh())
	_, err := c.Reopen(t.Context(), desk.Reopening{On: on(got), Reason: "not_fixed"})
	assert.Equal(t, []string{"step desk.illegal_step"}, problems(t, err))
	assert.ErrorContains(t, err, `“reopen”, since it was “New” then. Possible steps: classify, assign, hand over, wait, hear, reply, resolve, close, merge, absorb, split`)
	_, err = c.Close(t.Context(), desk.Closing{On: on(got)})
	assert.Equal(t, []string{"outcome care.missing"}, problems(t, err), "what was not resolved is closed with a reason")
	_, err = c.Resume(t.Context(), desk.Resumption{On: on(got), For: "customer"})
	assert.Equal(t, []string{"step desk.illegal_step"}, problems(t, err))
	got = c.did(c.Wait(t.Context(), desk.Waiting{On: on(got), For: "supplier", Unit: "GHN"}))
	_, err = c.Resume(t.Context(), desk.Resumption{On: on(got), For: "customer"})
	assert.Equal(t, []string{"party desk.not_awaited"}, problems(t, err))
	assert.Equal(t, []desk.Step{desk.StepOpen, desk.StepLink, desk.StepLink, desk.StepWait}, c.steps(got.ID), "what was refused left nothing")
}

// Frappe CRM #1210 and Helpdesk #204: "modified after you opened it"; zammad #3156: two owners within five seconds.
func TestTwoOwnersWithinFiveSeconds(t *testing.T) {
	c := newCounter(t)
	got := c.open(anh())
	first := desk.On{Case: got.ID, Version: got.Version, By: "NV-1"}
	c.did(c.Assign(t.Context(), desk.Assignment{On: first, Owner: "NV-1"}))
	_, err := c.Assign(t.Context(), desk.Assignment{On: first, Owner: "NV-2"})
	require.ErrorIs(t, err, care.ErrStale)
	assert.EqualValues(t, "NV-1", c.load(got.ID).Owner, "the first stays, the second hears of it")
	c.did(c.Assign(t.Context(), desk.Assignment{On: on(got), Owner: "NV-2"}))
	assert.EqualValues(t, "NV-2", c.load(got.ID).Owner, "who gives no version takes it as it is")
}

// Formbricks #7430 and Helpdesk #2310: a retry makes two of it.
func TestTheSameMailTwiceIsOneCase(t *testing.T) {
	c := newCounter(t)
	in := anh()
	in.Key, in.At = "mail-1", c.now
	first := c.open(in)
	in.At = in.At.UTC() // the same instant
	c.did(c.Reply(t.Context(), desk.Answer{On: on(first), Channel: "zalo"}))
	again, err := c.Open(t.Context(), in)
	require.NoError(t, err)
	assert.True(t, again.Repeated)
	assert.Equal(t, first.ID, again.Case.ID)
	assert.Equal(t, first.State, again.Case.State, "as it was then")
	assert.Equal(t, []string{"desk.repeated"}, codes(again.Reasons))
	in.Text = "Khác"
	_, err = c.Open(t.Context(), in)
	assert.Equal(t, []string{"key care.key_reused"}, problems(t, err))

	words := desk.Words{On: desk.On{Case: first.ID, Key: "mail-2", At: c.now}, Channel: "email", Text: "Sao chưa thấy?"}
	c.did(c.Hear(t.Context(), words))
	words.At = words.At.In(time.FixedZone("elsewhere", -5*3600)) // the same instant
	c.did(c.Hear(t.Context(), words))
	assert.Len(t, collect(t, c.Messages(first.ID)), 2)
}

// Dolibarr #26509: the same number twice.
func TestANumberIsUnique(t *testing.T) {
	c := newCounter(t)
	c.open(desk.Intake{Number: "CS-1"})
	_, err := c.Open(t.Context(), desk.Intake{Channel: "web", Number: "CS-1"})
	assert.Equal(t, []string{"number desk.number_taken"}, problems(t, err))
	got, err := c.Numbered(t.Context(), "CS-1")
	require.NoError(t, err)
	assert.Equal(t, "CS-1", got.Number)
	_, err = c.Numbered(t.Context(), "CS-2")
	require.ErrorIs(t, err, storage.ErrNotFound)
}

func TestRepeatedMessagesKeepTheFirstQuestion(t *testing.T) {
	c := newCounter(t)
	got := c.open(anh())
	due := got.State.Questions[0].Due
	c.now = c.now.Add(time.Hour)
	got = c.did(c.Hear(t.Context(), desk.Words{On: on(got), Channel: "zalo", Text: "Alo?"}))
	require.Len(t, got.State.Questions, 1)
	assert.Equal(t, due, got.State.Questions[0].Due)
	got = c.did(c.Reply(t.Context(), desk.Answer{On: on(got), Channel: "zalo"}))
	assert.Empty(t, got.State.Questions)
	got = c.did(c.Hear(t.Context(), desk.Words{On: on(got), Channel: "zalo"}))
	assert.Equal(t, c.now.Add(24*time.Hour).UTC(), got.State.Questions[0].Due, "a new question has a new due")
	first := got.State.FirstReply
	c.now = c.now.Add(time.Hour)
	got = c.did(c.Reply(t.Context(), desk.Answer{On: on(got), Channel: "zalo"}))
	assert.Equal(t, first, got.State.FirstReply, "the first answer is the first")
}

// zammad #3551: the answer that also asks loses the first response.
func TestAnswerAndPauseInOneStep(t *testing.T) {
	c := newCounter(t)
	got := c.open(anh())
	got = c.did(c.Reply(t.Context(), desk.Answer{On: on(got), Channel: "zalo", Text: "Cho em xin số điện thoại ạ.", Ask: true}))
	assert.Equal(t, desk.StatusWaiting, got.State.Status)
	assert.Equal(t, c.now.UTC(), got.State.FirstReply)
	require.Len(t, got.State.Questions, 1)
	assert.Equal(t, desk.PartyCustomer, got.State.Questions[0].Of)
	got = c.did(c.Hear(t.Context(), desk.Words{On: on(got), Channel: "zalo", Text: "0912345678"}))
	assert.Equal(t, desk.StatusOpen, got.State.Status, "the customer's words end waiting for the customer")
	assert.Equal(t, desk.PartyDesk, got.State.Questions[0].Of)
}

func TestASecondWaitOutlivesTheFirst(t *testing.T) {
	c := newCounter(t)
	got := c.open(anh())
	got = c.did(c.Wait(t.Context(), desk.Waiting{On: on(got), For: "customer"}))
	got = c.did(c.Wait(t.Context(), desk.Waiting{On: on(got), For: "supplier", Unit: "GHN"}))
	got = c.did(c.Hear(t.Context(), desk.Words{On: on(got), Channel: "zalo"}))
	assert.Equal(t, desk.StatusWaiting, got.State.Status)
	got = c.did(c.Resume(t.Context(), desk.Resumption{On: on(got), For: "supplier"}))
	assert.Equal(t, desk.StatusOpen, got.State.Status)
}

func TestReopeningKeepsEveryRun(t *testing.T) {
	c := newCounter(t)
	got := c.open(anh())
	hour := func() time.Time { c.now = c.now.Add(time.Hour); return c.now.UTC() }
	var want []desk.Run
	from := got.State.Opened
	for i, reason := range []string{"not_fixed", "", "again"} {
		to := hour()
		outcome := fmt.Sprintf("try_%d", i)
		got = c.did(c.Resolve(t.Context(), desk.Resolution{On: on(got), Outcome: outcome}))
		run := desk.Run{From: from, To: to, Outcome: desk.Code(outcome)}
		if len(want) > 0 {
			run.Reason = got.State.Runs[i].Reason
		}
		want = append(want, run)
		from = hour()
		if reason == "" { // by the customer's own words
			got = c.did(c.Hear(t.Context(), desk.Words{On: on(got), Channel: "zalo", Text: "Vẫn chưa được."}))
		} else {
			got = c.did(c.Reopen(t.Context(), desk.Reopening{On: on(got), Reason: reason}))
		}
		assert.Equal(t, desk.StatusOpen, got.State.Status)
		assert.Zero(t, got.State.Resolved)
		require.Len(t, got.State.Questions, 1, "who reopens waits for an answer")
	}
	assert.Equal(t, append(want, desk.Run{From: from, Reason: "again"}), got.State.Runs)
	assert.Equal(t, []desk.Code{"", "not_fixed", "", "again"}, []desk.Code{
		got.State.Runs[0].Reason, got.State.Runs[1].Reason, got.State.Runs[2].Reason, got.State.Runs[3].Reason,
	})
}

func TestWordsLongAfterClosingOpenANewCase(t *testing.T) {
	c := newCounter(t)
	got := c.open(anh())
	got = c.did(c.Close(t.Context(), desk.Closing{On: on(got), Outcome: "withdrawn"}))
	c.now = c.now.Add(30 * 24 * time.Hour)
	soon := c.did(c.Hear(t.Context(), desk.Words{On: on(got), Channel: "zalo"}))
	assert.Equal(t, got.ID, soon.ID)
	assert.Equal(t, desk.StatusOpen, soon.State.Status)
	c.did(c.Close(t.Context(), desk.Closing{On: on(got), Outcome: "withdrawn"}))
	c.now = c.now.Add(30*24*time.Hour + time.Second)
	r, err := c.Hear(t.Context(), desk.Words{On: on(got), Channel: "phone", Text: "Chuyện cũ lại xảy ra."})
	require.NoError(t, err)
	assert.NotEqual(t, got.ID, r.Case.ID)
	assert.Equal(t, []string{"desk.follows_up"}, codes(r.Reasons))
	assert.EqualValues(t, "KH-7", r.Case.Customer)
	assert.Contains(t, r.Case.State.About, care.About{Kind: desk.AboutCase, Ref: got.ID.String()})
	assert.Equal(t, desk.StatusClosed, c.load(got.ID).State.Status, "the old one stays closed")
	assert.Equal(t, []string{"Chuyện cũ lại xảy ra."}, texts(collect(t, c.Messages(r.Case.ID))))
}

func about(t *testing.T, s desk.Service, a care.About) (all []desk.Case) {
	for found, err := range s.About(t.Context(), a) {
		require.NoError(t, err)
		all = append(all, found)
	}
	return all
}

func TestLinksLeadToCases(t *testing.T) {
	c := newCounter(t)
	first, second := c.open(anh()), c.open(anh())
	claim := care.About{Kind: "warranty.registration", Ref: "r-1"}
	for range 2 {
		c.did(c.Link(t.Context(), desk.Link{On: on(second), About: claim}))
	}
	for _, row := range []struct {
		about care.About
		want  []storage.ID[desk.Case]
	}{
		{care.About{Kind: care.AboutInvoice, Ref: "HD000123"}, ids([]desk.Case{first, second})},
		{claim, ids([]desk.Case{second})},
		{care.About{Kind: care.AboutInvoice, Ref: "HD"}, nil},
	} {
		assert.ElementsMatch(t, row.want, ids(about(t, c.Service, row.about)))
	}
	_, err := c.Link(t.Context(), desk.Link{On: on(first), About: care.About{Kind: care.AboutCustomer, Ref: "KH-1"}})
	assert.Equal(t, []string{"about.kind desk.customer_link"}, problems(t, err))
}

func TestListsForThoseWhoWork(t *testing.T) {
	c := newCounter(t)
	first := c.open(desk.Intake{Owner: "NV-1"})
	c.now = c.now.Add(time.Minute)
	second := c.open(desk.Intake{Unit: "kho"})
	c.now = c.now.Add(time.Minute)
	third := c.open(desk.Intake{Owner: "NV-1"})
	c.did(c.Close(t.Context(), desk.Closing{On: on(third), Outcome: "spam"}))
	assert.Equal(t, ids([]desk.Case{first}), ids(collect(t, c.Owned("NV-1"))), "what is closed is nobody's work")
	assert.Equal(t, ids([]desk.Case{second}), ids(collect(t, c.Owned(""))))
	assert.Equal(t, ids([]desk.Case{second}), ids(collect(t, c.With("kho"))))
	assert.Equal(t, ids([]desk.Case{first, second}), ids(collect(t, c.Running())))
	assert.Equal(t, ids([]desk.Case{second, third}), ids(collect(t, c.Opened(second.Opened, time.Time{}))))
	assert.Equal(t, ids([]desk.Case{first}), ids(collect(t, c.Opened(time.Time{}, second.Opened))))
}

func TestInternalCasesBetweenUnits(t *testing.T) {
	c := newCounter(t)
	outer := c.open(anh())
	inner := c.open(desk.Intake{Channel: "web", Asker: "desk", Unit: "xuong", Serves: outer.ID, Title: "Kiểm tra linh kiện", Owner: "KT-1"})
	assert.True(t, inner.Internal())
	outer = c.load(outer.ID)
	assert.Equal(t, desk.StatusWaiting, outer.State.Status, "the customer's case waits for the workshop")
	q := outer.State.Questions[1]
	assert.Equal(t, []any{desk.PartyUnit, care.StaffRef("xuong"), inner.ID}, []any{q.Of, q.Unit, q.On})
	c.now = c.now.Add(time.Hour)
	c.did(c.Resolve(t.Context(), desk.Resolution{On: on(inner), Outcome: "part_found"}))
	outer = c.load(outer.ID)
	assert.Equal(t, desk.StatusOpen, outer.State.Status, "and goes on when the workshop has answered")
	assert.Equal(t, desk.Code("part_found"), outer.Events[len(outer.Events)-1].Reason)
	two := c.open(desk.Intake{Channel: "phone", Asker: "desk", Unit: "kho", Serves: outer.ID})
	c.open(desk.Intake{Channel: "phone", Asker: "desk", Unit: "ke-toan", Serves: outer.ID})
	c.did(c.Close(t.Context(), desk.Closing{On: on(two), Outcome: "not_needed"}))
	outer = c.load(outer.ID)
	assert.Equal(t, desk.StatusWaiting, outer.State.Status, "each answer ends its own question")
	_, err := c.Open(t.Context(), desk.Intake{Channel: "phone", Asker: "desk", Serves: storage.NewID[desk.Case]()})
	assert.Equal(t, []string{"serves desk.no_such_case"}, problems(t, err))
	c.work()
	assert.Len(t, c.words, 1, "the customer hears that the case was received, the colleague does not")
}

func TestStepsInTheHostsTransaction(t *testing.T) {
	c := newCounter(t)
	got := c.open(anh())
	lost := fmt.Errorf("the host changed its mind")
	err := c.store.Update(t.Context(), func(ctx context.Context, tx storage.Tx) error {
		s := c.In(tx)
		if _, err := s.Assign(ctx, desk.Assignment{On: on(got), Owner: "NV-9"}); err != nil {
			return err
		}
		if _, err := s.Open(ctx, desk.Intake{Channel: "web"}); err != nil {
			return err
		}
		return lost
	})
	require.ErrorIs(t, err, lost)
	assert.Equal(t, got, c.load(got.ID))
	assert.Len(t, collect(t, c.Running()), 1)
}

func TestTenantsDoNotMeet(t *testing.T) {
	c := newCounter(t)
	got := c.open(anh())
	other := c.In(c.tenants.ForTenant("saigon"))
	_, err := other.Case(t.Context(), got.ID)
	require.ErrorIs(t, err, storage.ErrNotFound)
	_, err = other.Note(t.Context(), desk.Note{On: on(got), Text: "x"})
	require.ErrorIs(t, err, storage.ErrNotFound)
	assert.Empty(t, about(t, other, care.About{Kind: care.AboutInvoice, Ref: "HD000123"}))
	assert.Empty(t, collect(t, other.Running()))
}

func TestNewRefusesWhatCannotWork(t *testing.T) {
	_, err := desk.New(nil, desk.Config{})
	require.ErrorContains(t, err, "store is nil")
	tenants, err := memory.New(schemas()...)
	require.NoError(t, err)
	_, err = desk.New(tenants.ForTenant(""), desk.Config{AnswerWithin: -1})
	require.ErrorContains(t, err, "every question has a due")
}

// Two machines serve the same case, and the clock of the second is behind.
func TestClocksThatDifferRefuseNothing(t *testing.T) {
	c := promising(t)
	opened := c.now
	got, other := c.open(anh()), c.open(anh())
	c.now = c.now.Add(-3 * time.Second)
	got = c.reply(got)
	assert.Equal(t, opened.UTC(), got.State.FirstReply, "not before the opening")
	got = c.did(c.Reply(t.Context(), desk.Answer{On: on(got), Channel: "zalo", Ask: true}))
	got = c.hear(got)
	got = c.did(c.Merge(t.Context(), desk.Merging{On: on(other), Into: got.ID}))
	part := c.did(c.Split(t.Context(), desk.Splitting{On: on(got)}))
	c.resolve(part)
	ahead := c.open(desk.Intake{At: c.now.Add(2 * time.Minute)})
	assert.NotZero(t, ahead.Due, "what comes from a clock that is ahead is promised too")
	early := on(got)
	early.At = c.now.Add(-time.Hour)
	_, err := c.Resolve(t.Context(), desk.Resolution{On: early, Outcome: "done"})
	assert.Equal(t, []string{"step desk.illegal_step"}, problems(t, err), "but a time that is given counts")
}
