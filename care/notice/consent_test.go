package notice_test

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/notice"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/queue"
)

func (s *shop) grant(customer string, p notice.Purpose) notice.Consent {
	s.t.Helper()
	c, err := s.Grant(s.t.Context(), notice.Declaration{At: s.now, Customer: customer, Purpose: string(p), Via: "counter", Text: "quang-cao/3", By: "NV01", Proof: "scan/77"})
	require.NoError(s.t, err)
	return c
}

func (s *shop) withdraw(customer string, p notice.Purpose) {
	s.t.Helper()
	_, err := s.Withdraw(s.t.Context(), notice.Declaration{Customer: customer, Purpose: string(p), Via: "phone"})
	require.NoError(s.t, err)
}

func TestTheLedgerKeepsEveryEntryWithItsProof(t *testing.T) {
	s := newShop(t)
	c := s.grant("KH001", notice.PurposeAdvertising)
	require.Equal(t, "quang-cao/3 scan/77 NV01 counter true", fmt.Sprint(c.Text, " ", c.Proof, " ", c.By, " ", c.Via, " ", c.Holds))
	s.now = s.now.Add(time.Hour)
	s.withdraw("KH001", notice.PurposeAdvertising)
	late, err := s.Grant(t.Context(), notice.Declaration{Customer: "KH001", Purpose: "advertising", Via: "web", Text: "x/1", At: ten.Add(time.Minute)})
	require.NoError(t, err)
	require.False(t, late.Holds, "consent that arrives after a later refusal changes nothing")
	var all []notice.Consent
	for c, err := range s.Ledger(t.Context(), "KH001") {
		require.NoError(t, err)
		all = append(all, c)
	}
	require.Len(t, all, 3)
	standing, err := s.Standing(t.Context(), "KH001")
	require.NoError(t, err)
	require.False(t, standing.May(notice.PurposeAdvertising, care.ChannelSMS))
	require.Equal(t, 3, standing.Entries)
}

func TestARefusedDeclarationListsEverything(t *testing.T) {
	s := newShop(t)
	_, err := s.Grant(t.Context(), notice.Declaration{Purpose: "service", Channel: "pigeon", At: s.now.Add(time.Hour), Agreed: notice.Agreed{Daily: -1}})
	require.Equal(t, []string{
		"channel care.unknown_word", "via care.missing", "text care.missing", "purpose notice.no_choice", "at notice.future", "agreed.daily care.too_many", "customer care.missing",
	}, codes(t, err))
}

// Consent that the gateway delivers twice does not lift the refusal that came in between.
func TestConsentThatArrivesTwiceOnlyNarrows(t *testing.T) {
	for name, d := range map[string]notice.Declaration{"neither": {}, "key": {Key: "form/1"}, "at": {At: ten}} {
		t.Run(name, func(t *testing.T) {
			s := newShop(t)
			d.Customer, d.Purpose, d.Via, d.Text = "KH001", "advertising", "web", "x/1"
			_, err := s.Grant(t.Context(), d)
			if name == "neither" {
				require.Equal(t, []string{"key notice.no_moment"}, codes(t, err))
				return
			}
			require.NoError(t, err)
			s.now = s.now.Add(time.Hour)
			s.withdraw("KH001", notice.PurposeAdvertising)
			s.now = s.now.Add(time.Hour)
			_, err = s.Grant(t.Context(), d)
			require.NoError(t, err)
			standing, err := s.Standing(t.Context(), "KH001")
			require.NoError(t, err)
			require.False(t, standing.May(notice.PurposeAdvertising, care.ChannelSMS))
		})
	}
}

func TestARefusalTakesEffectOnWhatIsQueued(t *testing.T) {
	s := newShop(t)
	s.now = ten.Add(13 * time.Hour) // eleven in the evening
	s.grant("KH001", notice.PurposeAdvertising)
	a := s.ask(ask(offer, "1"))
	require.Equal(t, notice.StatusWaiting, a.Status)
	s.withdraw("KH001", notice.PurposeAdvertising)
	s.now = ten.Add(24 * time.Hour)
	s.run()
	require.Equal(t, notice.StatusDeclined, s.get(a).Status)
	require.True(t, s.get(a).Planned.Reasons.Has(notice.CodeRefused))
	for _, m := range s.took() {
		require.NotContains(t, m, " 1")
	}
	require.Equal(t, notice.StatusDeclined, s.ask(ask(offer, "2")).Status, "and at once on what is asked for later")
}

func TestARefusalOfAdvertisingIsConfirmedOnce(t *testing.T) {
	s := newShop(t)
	d := notice.Declaration{
		Key: "sms/88", Customer: "KH001", Contact: care.ContactInput{Kind: care.ContactPhone, Text: "0912345678"}, Purpose: "advertising", Via: "sms", Proof: "sms/88", Lang: "vi",
	}
	for range 2 {
		_, err := s.Withdraw(t.Context(), d)
		require.NoError(t, err)
	}
	s.run()
	require.Len(t, s.out, 1)
	require.Equal(t, care.ChannelSMS, s.out[0].Channel)
	require.Equal(t, "Điện máy An Bình đã nhận yêu cầu từ chối quảng cáo của Quý khách lúc 10:00 ngày 04/05/2026 và ngừng gửi kể từ thời điểm đó. Hỗ trợ: 1900 1234.", s.out[0].Plain)
}

func TestARefusalByAnAddressHoldsWhoeverHasIt(t *testing.T) {
	s := newShop(t)
	s.grant("KH001", notice.PurposeAdvertising)
	_, err := s.Withdraw(t.Context(), notice.Declaration{Contact: care.ContactInput{Kind: care.ContactPhone, Text: "0912 345 678"}, Purpose: "advertising", Via: "sms"})
	require.NoError(t, err)
	s.run()
	s.out = nil
	a := s.ask(ask(offer, "1"))
	s.run()
	require.Equal(t, []string{"email 1"}, s.took(), "the number refused, the customer did not")
	require.True(t, s.get(a).Planned.Reasons.Has(notice.CodeRefused))
}

// Two customers use one number; the one whose sending was first is erased, and the number's own refusal holds for the other.
func TestTheRefusalOfAnAddressOutlivesACustomerWhoUsedIt(t *testing.T) {
	for name, d := range map[string]notice.Declaration{"by the number": {}, "by the customer at it": {Customer: "KH001"}} {
		t.Run(name, func(t *testing.T) {
			s := newShop(t)
			s.grant("KH001", notice.PurposeAdvertising)
			s.ask(ask(offer, "1"))
			s.run() // an advertisement goes to the number of KH001
			d.Contact, d.Purpose, d.Via = care.ContactInput{Kind: care.ContactPhone, Text: "0912 345 678"}, "advertising", "sms"
			_, err := s.Withdraw(t.Context(), d)
			require.NoError(t, err)
			erase := func(subject string) {
				_, err := storage.Erase(t.Context(), s.tenants.ForTenant(""), schemas(), subject)
				require.NoError(t, err)
			}
			refuses := func() (n int) {
				for c, err := range s.Ledger(t.Context(), "+84912345678") {
					require.NoError(t, err)
					require.False(t, c.Given)
					n++
				}
				return n
			}
			erase("KH001")
			require.Equal(t, 1, refuses())
			erase("+84912345678")
			require.Zero(t, refuses())
		})
	}
}

// TestARefusalThatIsCommittedBeforeSendingBeginsIsSeen plays every point in the life of an advertisement at which a refusal may come in between.
func TestARefusalThatIsCommittedBeforeSendingBeginsIsSeen(t *testing.T) {
	for _, c := range []struct {
		when string
		sent bool
	}{{"before", false}, {"queued", false}, {"between two tries", false}, {"between two channels", false}, {"while it is sent", true}, {"after", true}} {
		t.Run(c.when, func(t *testing.T) {
			s := newShop(t)
			s.grant("KH001", notice.PurposeAdvertising)
			refuse := func(when string) {
				if when == c.when {
					s.withdraw("KH001", notice.PurposeAdvertising)
				}
			}
			refuse("before")
			switch c.when {
			case "between two tries":
				s.say[care.ChannelSMS] = func(n int) error {
					if n == 1 {
						return notice.RetryAfter(time.Minute, errBusy)
					}
					return nil
				}
			case "between two channels":
				s.say[care.ChannelSMS] = always(notice.NoRoute(errBusy))
				s.on[care.ChannelSMS] = func(notice.Message) { refuse(c.when) }
			case "while it is sent":
				s.on[care.ChannelSMS] = func(notice.Message) { refuse(c.when) }
			}
			r := ask(offer, "1")
			r.Channels = []care.Channel{care.ChannelSMS, care.ChannelEmail}
			a := s.ask(r)
			refuse("queued")
			s.run()
			refuse("between two tries")
			s.now = s.now.Add(time.Minute)
			s.run()
			refuse("after")
			want := notice.StatusDeclined
			if c.sent {
				want = notice.StatusSent
			}
			require.Equal(t, want, s.get(a).Status)
		})
	}
}

// TestRefusalsRaceWithSending lets customers refuse while the worker sends: once the refusal has returned, no sending begins any more, and nothing is lost.
func TestRefusalsRaceWithSending(t *testing.T) {
	const customers = 60
	s := newShop(t)
	var clock atomic.Int64
	s.c.Env = care.Env{Now: func() time.Time { return ten.Add(time.Duration(clock.Add(1)) * time.Microsecond) }}
	s.c.Senders = map[care.Channel]notice.Sender{care.ChannelSMS: notice.SenderFunc(func(context.Context, notice.Message) (string, error) { return "", nil })}
	s.make()
	var all []notice.Accepted
	for i := range customers {
		customer := fmt.Sprint("KH", i)
		s.grant(customer, notice.PurposeAdvertising)
		r := ask(offer, "1")
		r.Customer, r.Channels = customer, []care.Channel{care.ChannelSMS}
		r.Contacts = []care.ContactInput{{Kind: care.ContactPhone, Text: fmt.Sprintf("09123456%02d", i)}}
		all = append(all, s.ask(r))
	}
	worker, err := queue.NewWorker(queue.Config{
		Tenants: s.tenants, Topics: notice.Topics(), Subscriptions: notice.Subscriptions(func(string) notice.Service { return s.Service }), Now: s.c.Env.Now, Batch: 4,
	})
	require.NoError(t, err)
	returned := make([]time.Time, customers)
	var refusing sync.WaitGroup
	for part := range 4 {
		refusing.Go(func() {
			for i := part; i < customers; i += 4 {
				s.withdraw(fmt.Sprint("KH", i), notice.PurposeAdvertising)
				returned[i] = s.c.Env.Time()
			}
		})
	}
	_, err = worker.RunOnce(t.Context())
	require.NoError(t, err)
	refusing.Wait()
	_, err = worker.RunOnce(t.Context())
	require.NoError(t, err)
	for i, a := range all {
		n := s.get(a)
		if n.Status == notice.StatusSent {
			require.True(t, n.Attempts[0].At.Before(returned[i]), "sending began at %s, the refusal had returned at %s", n.Attempts[0].At, returned[i])
		} else {
			require.Equal(t, notice.StatusDeclined, n.Status)
		}
	}
}

func TestARefusalOfEverythingEndsWhatWasAgreedToForGood(t *testing.T) {
	s := newShop(t)
	d := notice.Declaration{Key: "form/1", Customer: "KH001", Purpose: "advertising", Channel: "sms", Via: "web", Text: "x/1", Agreed: notice.Agreed{AnyHour: true, Daily: 50}}
	_, err := s.Grant(t.Context(), d)
	require.NoError(t, err)
	s.now = s.now.Add(time.Minute)
	s.withdraw("KH001", notice.PurposeAdvertising)
	s.now = s.now.Add(time.Minute)
	s.grant("KH001", notice.PurposeAdvertising)
	s.run()
	s.out = nil
	s.now = ten.Add(16 * time.Hour) // 2 in the morning
	r := ask(offer, "1")
	r.Channels = []care.Channel{care.ChannelSMS}
	a := s.ask(r)
	s.run()
	require.Equal(t, notice.StatusWaiting, s.get(a).Status)
	require.Empty(t, s.took())
}

func TestARefusalByEmailHoldsHoweverTheAddressIsWritten(t *testing.T) {
	s := newShop(t)
	s.grant("KH001", notice.PurposeAdvertising)
	_, err := s.Withdraw(t.Context(), notice.Declaration{Contact: care.ContactInput{Kind: care.ContactEmail, Text: "Ngoc@example.vn"}, Purpose: "advertising", Via: "email"})
	require.NoError(t, err)
	s.run()
	s.out = nil
	r := ask(offer, "1")
	r.Channels = []care.Channel{care.ChannelEmail}
	s.ask(r)
	s.run()
	require.Empty(t, s.took())
}
