package desk_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/desk"
	"github.com/chamsoc/chamsoc/storage"
)

func TestMergingLosesNothing(t *testing.T) {
	c := newCounter(t)
	first := c.open(anh())
	inner := c.open(desk.Intake{Channel: "phone", Asker: "desk", Unit: "kho", Serves: first.ID})
	c.did(c.Wait(t.Context(), desk.Waiting{On: on(first), For: "supplier", Unit: "GHN", Text: "Hàng ở đâu?"}))
	c.now = c.now.Add(time.Hour)
	in := anh()
	in.Channel, in.Invoice, in.Text = "phone", "HD000999", "Tôi gọi lại về chuyện giao hàng."
	second := c.open(in)
	second = c.did(c.Reply(t.Context(), desk.Answer{On: on(second), Channel: "phone"}))
	require.Empty(t, second.State.Questions)

	into, err := c.Merge(t.Context(), desk.Merging{On: on(first), Into: second.ID, Text: "Cùng một chuyện."})
	require.NoError(t, err)
	assert.Empty(t, into.Reasons)
	s := into.Case.State
	assert.Equal(t, first.State.Since, s.Since, "the customer has been waiting since the first")
	assert.Equal(t, []storage.ID[desk.Case]{first.ID}, s.Absorbed)
	assert.Equal(t, desk.StatusWaiting, s.Status)
	require.Len(t, s.Questions, 3)
	assert.Equal(t, first.State.Questions[0].Due, s.Questions[0].Due, "the question that nobody had answered keeps its due")
	assert.ElementsMatch(t, []care.StaffRef{"kho", "GHN"}, []care.StaffRef{s.Questions[1].Unit, s.Questions[2].Unit})
	assert.Contains(t, s.About, care.About{Kind: care.AboutInvoice, Ref: "HD000123"})
	assert.Contains(t, s.About, care.About{Kind: care.AboutInvoice, Ref: "HD000999"})
	assert.Equal(t, []string{anh().Text, "Hàng ở đâu?", "Cùng một chuyện."}, texts(collect(t, c.Messages(first.ID))))

	gone := c.load(first.ID)
	assert.Equal(t, desk.StatusMerged, gone.State.Status)
	assert.Equal(t, second.ID, gone.State.Into)
	_, err = c.Reply(t.Context(), desk.Answer{On: on(first), Channel: "zalo"})
	assert.Equal(t, []string{"case desk.merged"}, problems(t, err))
	assert.ErrorContains(t, err, second.ID.String(), "it names the case that goes on")

	// What the customer says in the old one goes to the new one, and so does the answer of the unit.
	heard := c.did(c.Hear(t.Context(), desk.Words{On: on(first), Channel: "zalo", Text: "Có tin gì chưa?"}))
	assert.Equal(t, second.ID, heard.ID)
	c.did(c.Resolve(t.Context(), desk.Resolution{On: on(inner), Outcome: "found"}))
	assert.Len(t, c.load(second.ID).State.Questions, 2)
}

// zammad #1216: two merges that cross, and both cases are lost.
func TestTwoMergesCrossing(t *testing.T) {
	for round := range 50 {
		c := newCounter(t)
		a, b := c.open(anh()), c.open(anh())
		var wait sync.WaitGroup
		errs := make([]error, 2)
		for i, pair := range [][2]desk.Case{{a, b}, {b, a}} {
			wait.Go(func() {
				_, errs[i] = c.Merge(context.Background(), desk.Merging{On: on(pair[0]), Into: pair[1].ID})
			})
		}
		wait.Wait()
		lost := 0
		if errs[0] != nil {
			lost++
		}
		if errs[1] != nil {
			lost++
		}
		require.Equal(t, 1, lost, "round %d: one of the two is refused: %v", round, errs)
		require.Equal(t, []string{"case desk.merged"}, problems(t, cmpErr(errs)))
		a, b = c.load(a.ID), c.load(b.ID)
		require.NotEqual(t, a.State.Status == desk.StatusMerged, b.State.Status == desk.StatusMerged, "one goes on")
	}
}

func cmpErr(errs []error) error {
	if errs[0] != nil {
		return errs[0]
	}
	return errs[1]
}

func TestMergingIntoAMergedCaseNamesTheOneThatGoesOn(t *testing.T) {
	c := newCounter(t)
	a, b, d := c.open(anh()), c.open(anh()), c.open(anh())
	c.did(c.Merge(t.Context(), desk.Merging{On: on(a), Into: b.ID}))
	_, err := c.Merge(t.Context(), desk.Merging{On: on(d), Into: a.ID})
	assert.Equal(t, []string{"case desk.merged"}, problems(t, err))
	assert.ErrorContains(t, err, b.ID.String())
	assert.Equal(t, desk.StatusNew, c.load(d.ID).State.Status, "nothing of it was done")
	_, err = c.Merge(t.Context(), desk.Merging{On: on(b), Into: b.ID})
	assert.Equal(t, []string{"into desk.merges_itself"}, problems(t, err))
	_, err = c.Merge(t.Context(), desk.Merging{On: on(b), Into: storage.NewID[desk.Case]()})
	assert.Equal(t, []string{"into desk.no_such_case"}, problems(t, err))
	_, err = c.Merge(t.Context(), desk.Merging{On: on(b)})
	assert.Equal(t, []string{"into care.missing"}, problems(t, err))
}

func TestMergingIntoAResolvedCaseOpensItForWhoWaits(t *testing.T) {
	c := newCounter(t)
	a, b, d := c.open(anh()), c.open(anh()), c.open(anh())
	c.did(c.Resolve(t.Context(), desk.Resolution{On: on(b), Outcome: "done"}))
	got := c.did(c.Merge(t.Context(), desk.Merging{On: on(a), Into: b.ID}))
	assert.Equal(t, desk.StatusOpen, got.State.Status)
	got = c.did(c.Resolve(t.Context(), desk.Resolution{On: on(b), Outcome: "done"}))
	c.did(c.Resolve(t.Context(), desk.Resolution{On: on(d), Outcome: "done"}))
	got = c.did(c.Merge(t.Context(), desk.Merging{On: on(d), Into: b.ID}))
	assert.Equal(t, desk.StatusResolved, got.State.Status, "nobody waited in what was resolved itself")
	assert.Len(t, got.State.Runs, 2)
}

// The customer has been answered and the work is still to be done: merging it into a case that is resolved must not end it.
func TestMergingDoesNotEndWorkThatIsToBeDone(t *testing.T) {
	c := newCounter(t)
	work, done := c.open(anh()), c.open(anh())
	c.did(c.Reply(t.Context(), desk.Answer{On: on(work), Channel: "zalo", Ask: true}))
	c.did(c.Resolve(t.Context(), desk.Resolution{On: on(done), Outcome: "done"}))
	got := c.did(c.Merge(t.Context(), desk.Merging{On: on(work), Into: done.ID}))
	assert.Equal(t, desk.StatusWaiting, got.State.Status)
	assert.Len(t, got.State.Runs, 2)
	for _, q := range got.State.Questions {
		assert.NotZero(t, q.Due)
	}
}

func TestASplitInTheFutureIsRefusedOnce(t *testing.T) {
	c := newCounter(t)
	future := on(c.open(anh()))
	future.At = c.now.Add(time.Hour)
	_, err := c.Split(t.Context(), desk.Splitting{On: future})
	assert.Equal(t, []string{"at desk.future"}, problems(t, err))
}

func TestWhatWasResolvedAlreadyMakesNobodyWaitLonger(t *testing.T) {
	c := newCounter(t)
	old := c.open(anh())
	c.did(c.Resolve(t.Context(), desk.Resolution{On: on(old), Outcome: "done"}))
	c.now = c.now.Add(time.Hour)
	fresh := c.open(anh())
	got := c.did(c.Merge(t.Context(), desk.Merging{On: on(old), Into: fresh.ID}))
	assert.Equal(t, fresh.State.Since, got.State.Since)
	assert.Equal(t, fresh.State.Questions, got.State.Questions)
}

func TestMergingDifferentCustomersWarns(t *testing.T) {
	c := newCounter(t)
	in := anh()
	in.Customer = "KH-8"
	r, err := c.Merge(t.Context(), desk.Merging{On: on(c.open(anh())), Into: c.open(in).ID})
	require.NoError(t, err)
	assert.Equal(t, []string{"desk.other_customer"}, codes(r.Reasons))
}

func TestSplittingTakesNothingAway(t *testing.T) {
	c := newCounter(t)
	whole := c.open(anh())
	c.did(c.Reply(t.Context(), desk.Answer{On: on(whole), Channel: "zalo", Text: "Chiều nay ạ."}))
	c.now = c.now.Add(time.Hour)
	whole = c.did(c.Hear(t.Context(), desk.Words{On: on(whole), Channel: "email", Text: "Nhân tiện, xuất hoá đơn giúp tôi."}))
	asked, n := c.now, len(whole.Events)
	c.now = c.now.Add(time.Hour)
	part := c.did(c.Split(t.Context(), desk.Splitting{On: on(whole), Message: n, Kind: "request", Topic: "invoice", Unit: "ke-toan", Title: "Xuất hoá đơn"}))
	assert.Equal(t, whole.ID, part.State.SplitOf)
	assert.Equal(t, asked.UTC(), part.State.Since, "the customer has been waiting since saying so")
	assert.Equal(t, care.ChannelEmail, part.State.Channel)
	assert.EqualValues(t, "KH-7", part.Customer)
	assert.EqualValues(t, "ke-toan", part.Unit)
	assert.Equal(t, whole.State.About, part.State.About)
	assert.Equal(t, []string{"Nhân tiện, xuất hoá đơn giúp tôi."}, texts(collect(t, c.Messages(part.ID))))
	whole = c.load(whole.ID)
	assert.Equal(t, []storage.ID[desk.Case]{part.ID}, whole.State.Parts)
	assert.Len(t, collect(t, c.Messages(whole.ID)), 3)

	plain := c.did(c.Split(t.Context(), desk.Splitting{On: on(whole)}))
	assert.Equal(t, whole.State.Since, plain.State.Since)
	for _, n := range []int{2, 99, -1} {
		_, err := c.Split(t.Context(), desk.Splitting{On: on(whole), Message: n})
		assert.Equal(t, []string{"message desk.not_said"}, problems(t, err))
	}
	_, err := c.Split(t.Context(), desk.Splitting{Kind: "joke"})
	assert.Equal(t, []string{"case care.missing", "kind care.unknown_word"}, problems(t, err))
}
