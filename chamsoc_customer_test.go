package chamsoc_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc"
	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/customer"
	"github.com/chamsoc/chamsoc/care/desk"
	"github.com/chamsoc/chamsoc/care/notice"
	"github.com/chamsoc/chamsoc/storage/memory"
	"github.com/chamsoc/chamsoc/storage/queue"
)

// TestNoticesReachCustomersThatChamsocKeeps has two shops with a customer of the same key each: a case that names the key alone is acknowledged to the address
// that this shop keeps.
func TestNoticesReachCustomersThatChamsocKeeps(t *testing.T) {
	tenants, err := memory.New(chamsoc.Schemas()...)
	require.NoError(t, err)
	sent := map[string]string{} // by address
	mail := notice.SenderFunc(func(_ context.Context, m notice.Message) (string, error) {
		sent[m.To] = m.Plain
		return "m1", nil
	})
	c, err := chamsoc.New(tenants.ForTenant("one"), chamsoc.Config{Notice: notice.Config{
		House: notice.House{Name: "An Bình", Hotline: "1900 1234", OptOut: care.Text{VI: "Từ chối: TC gửi 8088", EN: "Stop: TC to 8088"}}, Senders: map[care.Channel]notice.Sender{care.ChannelEmail: mail},
	}})
	require.NoError(t, err)
	for _, shop := range []string{"one", "two"} {
		require.NoError(t, queue.RegisterTenant(t.Context(), tenants, shop))
		in := c.In(tenants.ForTenant(shop))
		_, err := in.Customer.Keep(t.Context(), customer.Record{CustomerInput: care.CustomerInput{
			Ref: "KH1", Name: "Nguyễn Thị Hoà", Contacts: []care.ContactInput{{Kind: care.ContactEmail, Text: "hoa@" + shop + ".vn"}},
		}})
		require.NoError(t, err)
	}
	_, err = c.In(tenants.ForTenant("two")).Desk.Open(t.Context(), desk.Intake{Channel: "web", Customer: "KH1", Text: "Quạt kêu to"})
	require.NoError(t, err)
	worker, err := c.Worker(queue.Config{Tenants: tenants, Concurrency: 1})
	require.NoError(t, err)
	for range 3 {
		did, err := worker.RunOnce(t.Context())
		require.NoError(t, err)
		require.Zero(t, did.Retried+did.Parked)
	}
	require.Len(t, sent, 1)
	require.Contains(t, sent["hoa@two.vn"], "Nguyễn Thị Hoà")
}
