package feedback_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/notice"
	"github.com/chamsoc/chamsoc/feedback"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/memory"
	"github.com/chamsoc/chamsoc/storage/queue"
)

// directory is a host's system of customers, where everyone has a phone.
type directory struct{}

func (directory) FindCustomers(_ context.Context, q care.CustomerQuery) (care.Known[[]care.Customer], error) {
	return care.Known[[]care.Customer]{Value: []care.Customer{{Ref: q.Ref, Name: "Trần Ánh", Contacts: []care.ContactPoint{{Kind: care.ContactPhone, Value: "+8491234567" + string(q.Ref)}}}}}, nil
}

// TestAnInvitationIsSentOnceAndNotToWhoRefusesSurveys also at night, when it waits for the morning.
func TestAnInvitationIsSentOnceAndNotToWhoRefusesSurveys(t *testing.T) {
	tenants, err := memory.New(slices.Concat(queue.Schemas(), care.Schemas(), feedback.Schemas(), notice.Schemas())...)
	require.NoError(t, err)
	store, now := tenants.ForTenant(""), time.Date(2026, 8, 31, 15, 0, 0, 0, time.UTC) // ten in the evening
	env := care.Env{Now: func() time.Time { return now }}
	f, err := feedback.New(store, feedback.Config{Env: env})
	require.NoError(t, err)
	_, err = f.Publish(t.Context(), afterwards())
	require.NoError(t, err)
	var out []notice.Message
	n, err := notice.New(store, notice.Config{
		Env: env, House: notice.House{Name: "An Bình", Hotline: "1900 1234", OptOut: care.Text{VI: "Từ chối: TC gửi 8088", EN: "Stop: TC to 8088"}},
		Kinds: feedback.NoticeKinds(), Customers: func(storage.Store) care.CustomerFinder { return directory{} }, Senders: map[care.Channel]notice.Sender{
			care.ChannelZalo: notice.SenderFunc(func(_ context.Context, m notice.Message) (string, error) {
				out = append(out, m)
				return "", nil
			}),
		},
	})
	require.NoError(t, err)
	link := func(id storage.ID[feedback.Invitation]) string { return "https://anbinh.vn/y/" + id.String() }
	worker, err := queue.NewWorker(queue.Config{
		Tenants: tenants, Now: env.Now, Topics: append(feedback.Topics(), notice.Topics()...),
		Subscriptions: slices.Concat(notice.Subscriptions(func(string) notice.Service { return n }),
			feedback.Notices(func(string) feedback.Service { return f }, func(string) notice.Service { return n }, link)),
	})
	require.NoError(t, err)
	run := func() {
		_, err := worker.RunOnce(t.Context())
		require.NoError(t, err)
	}
	_, err = n.Withdraw(t.Context(), notice.Declaration{Customer: "2", Purpose: "survey", Via: "phone"})
	require.NoError(t, err)
	asked, err := f.Invite(t.Context(), delivery("1", "GH-1"))
	require.NoError(t, err)
	_, err = f.Invite(t.Context(), delivery("2", "GH-2"))
	require.NoError(t, err)
	run()
	require.Empty(t, out, "at night nobody is asked")
	now = now.Add(10 * time.Hour)
	run()
	run()
	require.Len(t, out, 1)
	require.Equal(t, "An Bình mong nhận được góp ý của Quý khách: https://anbinh.vn/y/"+asked.Invitation.ID.String()+" (đến 22:00 ngày 14/09/2026). Từ chối: TC gửi 8088", out[0].Plain)
	for told, err := range n.To("2").All(t.Context()) {
		require.NoError(t, err)
		require.Equal(t, notice.StatusDeclined, told.Status)
	}
}
