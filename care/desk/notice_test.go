package desk_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/desk"
	"github.com/chamsoc/chamsoc/care/notice"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/memory"
	"github.com/chamsoc/chamsoc/storage/queue"
)

// TestACustomerIsToldThatACaseWasReceived: once, by the channel by which it came, in the customer's language; and an erased customer is not.
func TestACustomerIsToldThatACaseWasReceived(t *testing.T) {
	tenants, err := memory.New(slices.Concat(schemas(), notice.Schemas())...)
	require.NoError(t, err)
	store := tenants.ForTenant("")
	env := care.Env{Now: func() time.Time { return at("2026-11-16 09:00") }}
	d, err := desk.New(store, desk.Config{Env: env})
	require.NoError(t, err)
	var out []notice.Message
	sender := notice.SenderFunc(func(_ context.Context, m notice.Message) (string, error) {
		out = append(out, m)
		return "", nil
	})
	n, err := notice.New(store, notice.Config{
		Env: env, House: notice.House{Name: "An Bình", Hotline: "1900 1234"}, Kinds: desk.NoticeKinds(),
		Senders: map[care.Channel]notice.Sender{care.ChannelEmail: sender, care.ChannelSMS: sender, care.ChannelZalo: sender},
	})
	require.NoError(t, err)
	worker, err := queue.NewWorker(queue.Config{
		Tenants: tenants, Now: env.Now, Topics: append(desk.Topics(), notice.Topics()...), Concurrency: 1,
		Subscriptions: slices.Concat(notice.Subscriptions(func(string) notice.Service { return n }),
			desk.Notices(func(string) desk.Service { return d }, func(string) notice.Service { return n })),
	})
	require.NoError(t, err)
	open := func(in desk.Intake) {
		_, err := d.Open(t.Context(), in)
		require.NoError(t, err)
	}
	open(desk.Intake{Channel: "email", Number: "HS-1", Name: "Trần Ánh", Phone: "0912345678", Email: "anh@example.vn", Text: "Giao trễ."})
	open(desk.Intake{Channel: "zalo", Lang: "en", Phone: "0987654321", Text: "Where is my fan?"})
	open(desk.Intake{Channel: "web", Customer: "KH-9", Phone: "0900000009", Text: "Xóa tôi."})
	_, err = storage.Erase(t.Context(), store, schemas(), "KH-9")
	require.NoError(t, err)
	for range 2 {
		_, err = worker.RunOnce(t.Context())
		require.NoError(t, err)
	}
	slices.SortFunc(out, func(a, b notice.Message) int { return len(a.Channel) - len(b.Channel) })
	require.Len(t, out, 2)
	require.Equal(t, "An Bình received your request at 09:00, 16 November 2026. Help: 1900 1234.", out[0].Plain)
	require.Equal(t, care.ChannelEmail, out[1].Channel)
	require.Equal(t, "Đã nhận yêu cầu HS-1", out[1].Subject)
	require.Contains(t, out[1].Plain, "Kính gửi Trần Ánh,\n\nChúng tôi đã nhận được yêu cầu của Quý khách lúc 09:00 ngày 16/11/2026. Mã theo dõi: HS-1.\n\nMọi thắc mắc")
	tasks, err := n.Tasks().Page(t.Context(), "", 1)
	require.NoError(t, err)
	require.Empty(t, tasks.Items)
}
