package chamsoc_test

import (
	"context"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc"
	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/desk"
	"github.com/chamsoc/chamsoc/care/notice"
	"github.com/chamsoc/chamsoc/faq"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/memory"
	"github.com/chamsoc/chamsoc/storage/queue"
)

// counter is a shop with its worker, and what it sent.
type counter struct {
	chamsoc.Chamsoc
	worker *queue.Worker
	finder *faq.Finder
	sent   []string // the bodies of the mails
}

// customers is the host's list of customers.
type customers struct{}

func (customers) FindCustomers(_ context.Context, q care.CustomerQuery) (care.Known[[]care.Customer], error) {
	c := care.Customer{Ref: q.Ref, Contacts: []care.ContactPoint{{Kind: care.ContactEmail, Value: "hoa@example.vn"}}}
	return care.Known[[]care.Customer]{Value: []care.Customer{c}, Source: "host"}, nil
}

func newCounter(t *testing.T) *counter {
	tenants, err := memory.New(chamsoc.Schemas()...)
	require.NoError(t, err)
	var ticks atomic.Int64 // seconds after ten in the morning in Vietnam
	clock := func() time.Time { return time.Date(2026, 5, 4, 3, 0, int(ticks.Add(1)), 0, time.UTC) }
	s := &counter{finder: faq.NewFinder(tenants.ForTenant(""))}
	mail := notice.SenderFunc(func(_ context.Context, m notice.Message) (string, error) {
		s.sent = append(s.sent, m.Plain)
		return "m1", nil
	})
	s.Chamsoc, err = chamsoc.New(tenants.ForTenant(""), chamsoc.Config{
		Env: care.Env{Now: clock},
		Notice: notice.Config{
			House: notice.House{Name: "An Bình", Hotline: "1900 1234", OptOut: care.Text{VI: "Từ chối: TC gửi 8088", EN: "Stop: TC to 8088"}}, Senders: map[care.Channel]notice.Sender{care.ChannelEmail: mail},
			Customers: func(storage.Store) care.CustomerFinder { return customers{} },
		},
	})
	require.NoError(t, err)
	s.worker, err = s.Worker(queue.Config{Tenants: tenants, Now: clock, Concurrency: 1})
	require.NoError(t, err)
	return s
}

// run lets the worker do what there is.
func (s *counter) run(t *testing.T) {
	for range 5 { // what is done puts something more
		did, err := s.worker.RunOnce(t.Context())
		require.NoError(t, err)
		require.Zero(t, did.Retried+did.Parked)
	}
}

func all[T any](t *testing.T, l storage.List[T]) (all []T) {
	for v, err := range l.All(t.Context()) {
		require.NoError(t, err)
		all = append(all, v)
	}
	return all
}

// A case that is a question becomes a captured question, and its reply the case's.
func TestAQuestionAtTheDeskIsCapturedAndAnswered(t *testing.T) {
	s := newCounter(t)
	question, err := s.Desk.Open(t.Context(), desk.Intake{Channel: "zalo", Kind: "question", Text: "Bao giờ hàng của tôi được giao?", Customer: "KH-7", Owner: "lan"})
	require.NoError(t, err)
	_, err = s.Desk.Open(t.Context(), desk.Intake{Channel: "zalo", Kind: "complaint", Text: "Máy hỏng rồi"})
	require.NoError(t, err)
	later, err := s.Desk.Open(t.Context(), desk.Intake{Channel: "email", Text: "hang cua toi bao gio giao"})
	require.NoError(t, err)
	s.run(t)
	captured := all(t, s.FAQ.Questions(faq.Open))
	require.Len(t, captured, 1)
	q := captured[0]
	require.Equal(t, care.About{Kind: desk.AboutCase, Ref: question.Case.ID.String()}, q.About)
	require.Equal(t, []any{"Bao giờ hàng của tôi được giao?", care.CustomerRef("KH-7"), care.StaffRef("lan"), care.ChannelZalo},
		[]any{q.Text, q.Customer, q.Owner, q.Channel})

	for _, kind := range []string{"question", "request", "question"} { // once, however often it is classified, and by whom it is taken meanwhile
		_, err = s.Desk.Classify(t.Context(), desk.Classification{On: desk.On{Case: later.Case.ID}, Kind: kind})
		require.NoError(t, err)
		s.run(t)
		_, err = s.Desk.Assign(t.Context(), desk.Assignment{On: desk.On{Case: later.Case.ID}, Owner: kind + "er"})
		require.NoError(t, err)
	}
	s.run(t)
	group := all(t, s.FAQ.QuestionsIn(q.Group))
	require.Len(t, group, 2, "what asks the same is one group")

	require.Len(t, s.sent, 1, "only the word that the case was received, to the customer who can be reached")
	s.sent = nil
	_, err = s.FAQ.Reply(t.Context(), faq.Reply{Question: q.ID, Text: "Ngày mai ạ.", By: "lan"})
	require.NoError(t, err)
	s.run(t)
	said := all(t, s.Desk.Messages(question.Case.ID))
	require.Equal(t, "Ngày mai ạ.", said[len(said)-1].Text)
	require.Equal(t, desk.StepReply, said[len(said)-1].Step)
	require.Empty(t, s.sent, "what is said in a case goes the way of the case")
}

// The reply follows a case that went on in another one.
func TestTheReplyFollowsAMergedCase(t *testing.T) {
	s := newCounter(t)
	var ids []storage.ID[desk.Case]
	for _, kind := range []string{"question", "request"} {
		r, err := s.Desk.Open(t.Context(), desk.Intake{Channel: "email", Kind: kind, Text: "Bao giờ giao hàng?", Customer: "KH-7"})
		require.NoError(t, err)
		ids = append(ids, r.Case.ID)
	}
	s.run(t)
	_, err := s.Desk.Merge(t.Context(), desk.Merging{On: desk.On{Case: ids[0]}, Into: ids[1]})
	require.NoError(t, err)
	_, err = s.FAQ.Reply(t.Context(), faq.Reply{Question: all(t, s.FAQ.Questions(faq.Open))[0].ID, Text: "Ngày mai."})
	require.NoError(t, err)
	s.run(t)
	require.True(t, slices.ContainsFunc(all(t, s.Desk.Messages(ids[1])), func(m desk.Message) bool { return m.Text == "Ngày mai." && m.Step == desk.StepReply }))
}

// A question that came up in no case is answered by a notice to the customer.
func TestTheReplyToACapturedQuestionIsSent(t *testing.T) {
	s := newCounter(t)
	q, err := s.FAQ.Capture(t.Context(), s.finder, faq.Capture{Text: "Có trả góp không?", Channel: "email", Customer: "KH-7"})
	require.NoError(t, err)
	_, err = s.FAQ.Reply(t.Context(), faq.Reply{Question: q.ID, Text: "Có, qua thẻ tín dụng."})
	require.NoError(t, err)
	s.run(t)
	require.Len(t, s.sent, 1)
	require.Contains(t, s.sent[0], "Có, qua thẻ tín dụng.")
	require.Contains(t, s.sent[0], "“Có trả góp không?”")
}
