package faq_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/sla"
	"github.com/chamsoc/chamsoc/faq"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/memory"
	"github.com/chamsoc/chamsoc/storage/queue"
)

// desk is a service with its worker, whose clock stands until the test moves it.
type desk struct {
	*shop
	worker  *queue.Worker
	overdue []storage.ID[faq.Question] // as heard
}

func newDesk(t testing.TB) *desk {
	d := &desk{shop: &shop{now: time.Date(2026, 11, 22, 2, 0, 0, 0, time.UTC)}}
	tenants, err := memory.New(append(append(append(queue.Schemas(), care.Schemas()...), sla.Schemas()...), faq.Schemas()...)...)
	require.NoError(t, err)
	d.store, d.finder = tenants.ForTenant(""), faq.NewFinder(tenants.ForTenant(""))
	clock := func() time.Time { return d.now }
	d.Service, err = faq.New(d.store, faq.Config{Env: care.Env{Now: clock}, ReplyWithin: 4 * time.Hour})
	require.NoError(t, err)
	heard := queue.Subscribe(faq.QuestionOverdue, "t", func(_ context.Context, _ storage.Store, e queue.Delivery[faq.QuestionEvent]) error {
		d.overdue = append(d.overdue, e.Payload.Question)
		return nil
	})
	d.worker, err = queue.NewWorker(queue.Config{
		Tenants: tenants, Now: clock, Concurrency: 1, Topics: faq.Topics(),
		Subscriptions: append(faq.Subscriptions(func(string) faq.Service { return d.Service }), heard),
	})
	require.NoError(t, err)
	return d
}

// wait lets time pass and the worker do what is due.
func (d *desk) wait(t testing.TB, span time.Duration) {
	d.now = d.now.Add(span)
	for range 3 { // what is done may put something more
		_, err := d.worker.RunOnce(t.Context())
		require.NoError(t, err)
	}
}

func TestAQuestionThatNobodyAnswersSurfaces(t *testing.T) {
	d := newDesk(t)
	asked, answered := d.capture(t, faq.Capture{Text: "Bao giờ giao hàng?"}), d.capture(t, faq.Capture{Text: "Có trả góp không?"})
	_, err := d.Reply(t.Context(), faq.Reply{Question: answered.ID, Text: "Có."})
	require.NoError(t, err)
	d.wait(t, 4*time.Hour-time.Second)
	require.Empty(t, d.overdue)
	d.wait(t, time.Second)
	require.Equal(t, []storage.ID[faq.Question]{asked.ID}, d.overdue)
	d.wait(t, 100*time.Hour)
	require.Len(t, d.overdue, 1, "once")
	late, err := d.Question(t.Context(), asked.ID)
	require.NoError(t, err)
	require.Equal(t, asked.Due, late.Overdue)

	// Another due counts anew, and so does being taken up again.
	late, err = d.AssignQuestion(t.Context(), faq.Assignment{Question: asked.ID, Owner: "lan", Due: d.now.Add(time.Hour), By: "hoa"})
	require.NoError(t, err)
	require.Equal(t, care.StaffRef("lan"), late.Owner)
	require.Equal(t, faq.Step{At: d.now, By: "hoa", To: faq.Open, Owner: "lan", Due: d.now.Add(time.Hour)}, late.Steps[1])
	d.wait(t, time.Hour)
	require.Len(t, d.overdue, 2)
	_, err = d.ReopenQuestion(t.Context(), answered.ID, faq.Decision{Note: "khách hỏi lại"})
	require.NoError(t, err)
	d.wait(t, 4*time.Hour-time.Second)
	require.Len(t, d.overdue, 2)
	d.wait(t, time.Second)
	require.Equal(t, answered.ID, d.overdue[2])
	_, err = d.Reply(t.Context(), faq.Reply{Question: answered.ID, Text: "Có, qua thẻ."})
	require.NoError(t, err)
	_, err = d.ReopenQuestion(t.Context(), answered.ID, faq.Decision{Note: "thẻ nào"})
	require.NoError(t, err)
	d.wait(t, 4*time.Hour)
	require.Len(t, d.overdue, 4, "one that was overdue before is due anew")
}

func TestWhatIsDismissedDoesNotSurface(t *testing.T) {
	d := newDesk(t)
	q := d.capture(t, faq.Capture{Text: "alo alo"})
	_, err := d.DismissQuestion(t.Context(), q.ID, faq.Decision{Note: "không phải câu hỏi"})
	require.NoError(t, err)
	d.wait(t, 100*time.Hour)
	require.Empty(t, d.overdue)
	_, err = d.AssignQuestion(t.Context(), faq.Assignment{Question: q.ID, Owner: "lan"})
	refused(t, err, "question", faq.CodeNotOpen)
	_, err = d.AssignQuestion(t.Context(), faq.Assignment{Question: q.ID})
	refused(t, err, "owner", care.CodeMissing)
}

// Every step with a key is taken once, and the key is refused for another step.
func TestStepsAreTakenOnceForTheirKey(t *testing.T) {
	d := newDesk(t)
	q := d.capture(t, faq.Capture{Text: "Bao giờ giao hàng?", Customer: "KH-7"})
	reply := faq.Reply{Key: "r1", Question: q.ID, Text: "Ngày mai."}
	for range 2 {
		q, err := d.Reply(t.Context(), reply)
		require.NoError(t, err)
		require.Len(t, q.Steps, 2)
	}
	reply.Text = "Ngày kia."
	_, err := d.Reply(t.Context(), reply)
	refused(t, err, "key", care.CodeKeyReused)
	for range 2 {
		q, err = d.ReopenQuestion(t.Context(), q.ID, faq.Decision{Key: "d1", Note: "hỏi lại"})
		require.NoError(t, err)
		require.Equal(t, faq.Open, q.State)
		g, err := d.DismissGroup(t.Context(), q.Group, faq.Decision{Key: "d1", Note: "thôi"})
		require.NoError(t, err)
		require.Equal(t, faq.Dismissed, g.State)
	}
	_, err = d.ReopenGroup(t.Context(), q.Group, faq.Decision{Note: "vẫn hỏi"})
	require.NoError(t, err)
	for range 2 {
		e, err := d.Promote(t.Context(), faq.Promotion{Key: "p1", Group: q.Group, Code: "giao-hang", Answer: "2 ngày.", Owner: "hoa", Review: "2027-01-01"})
		require.NoError(t, err)
		require.Equal(t, faq.EntryCode("giao-hang"), e.Code)
		e, err = d.Move(t.Context(), faq.Move{Key: "m1", Code: "giao-hang", To: faq.Approved})
		require.NoError(t, err)
		require.Equal(t, faq.Approved, e.Status)
	}
	when := d.now.Add(-time.Hour)
	e, err := d.Move(t.Context(), faq.Move{Code: "giao-hang", To: faq.Published, At: when})
	require.NoError(t, err)
	require.Equal(t, when, e.Since)
	editions := collect(t, d.Editions(e.ID))
	require.Equal(t, []time.Time{when, d.now}, []time.Time{editions[0].At, editions[0].Recorded})
}

// The same instant in another zone is the same request.
func TestTheZoneOfAnInstantIsNoOtherRequest(t *testing.T) {
	d := newDesk(t)
	q := d.capture(t, faq.Capture{Text: "Bao giờ giao hàng?"})
	other := d.capture(t, faq.Capture{Text: "Cửa hàng có cho trả góp không?"})
	at := d.now.Add(time.Hour)
	for _, at := range []time.Time{at, at.In(time.FixedZone("ICT", 7*3600))} {
		asked, _, err := d.Ask(t.Context(), d.finder, faq.Asking{Key: "a", Query: faq.Query{Text: "giao hàng"}, At: at})
		require.NoError(t, err)
		require.Equal(t, at.UTC(), asked.At)
		_, err = d.Capture(t.Context(), d.finder, faq.Capture{Key: "c", Text: "Mấy giờ mở cửa?", At: at, Due: at})
		require.NoError(t, err)
		_, err = d.AssignQuestion(t.Context(), faq.Assignment{Key: "as", Question: q.ID, Due: at, At: at})
		require.NoError(t, err)
		_, err = d.Reply(t.Context(), faq.Reply{Key: "r", Question: q.ID, Text: "Ngày mai.", At: at})
		require.NoError(t, err)
		_, err = d.ReopenQuestion(t.Context(), q.ID, faq.Decision{Key: "o", Note: "hỏi lại", At: at})
		require.NoError(t, err)
		_, err = d.DismissGroup(t.Context(), q.Group, faq.Decision{Key: "d", Note: "thôi", At: at})
		require.NoError(t, err)
		_, err = d.Promote(t.Context(), faq.Promotion{Key: "p", Group: other.Group, Code: "tra-gop", Answer: "Có.", Owner: "hoa", Review: "2027-01-01", At: at})
		require.NoError(t, err)
		_, err = d.Move(t.Context(), faq.Move{Key: "m", Code: "tra-gop", To: faq.Approved, At: at})
		require.NoError(t, err)
		_, err = d.MergeGroups(t.Context(), q.Group, other.Group, faq.Decision{Key: "g", Note: "một chuyện", At: at})
		require.NoError(t, err)
	}
}

func TestQuestionsAreFoundByWhatTheyCameUpIn(t *testing.T) {
	d := newDesk(t)
	about := care.About{Kind: "desk.case", Ref: "C-1"}
	q := d.capture(t, faq.Capture{Text: "Bao giờ giao hàng?", About: about})
	d.capture(t, faq.Capture{Text: "Có trả góp không?", About: care.About{Kind: "desk.case", Ref: "C-2"}})
	found := collect(t, d.QuestionsAbout(about))
	require.Len(t, found, 1)
	require.Equal(t, q.ID, found[0].ID)
}
