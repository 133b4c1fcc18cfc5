package notice_test

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/notice"
	"github.com/chamsoc/chamsoc/storage"
)

func TestANoticeGoesByThePreferredChannelAndIsKeptAsSent(t *testing.T) {
	s := newShop(t)
	r := ask(ready, "A1")
	r.Lang = "" // is Vietnamese
	a := s.ask(r)
	require.Equal(t, notice.StatusWaiting, a.Status)
	require.Empty(t, s.out, "nothing is sent within the transaction")
	s.run()
	require.Len(t, s.out, 1)
	m := s.out[0]
	require.Equal(t, care.ChannelZalo, m.Channel)
	require.Equal(t, "+84912345678", m.To)
	require.Equal(t, "Chào Nguyễn Thị Bích Ngọc, phiếu A1 đã xong. Điện máy An Bình 1900 1234", m.Plain)
	n := s.get(a)
	require.Equal(t, notice.StatusSent, n.Status)
	require.Equal(t, m.Text, n.Text)
	require.Equal(t, "P-"+m.ID, n.Provider)

	english := ask(ready, "A2")
	english.Lang, english.Preferred = "en", "email"
	english.Values = append(english.Values, care.NewFact("until", s.c.Env.Today()))
	s.ask(english)
	s.run()
	m = s.out[1]
	require.Equal(t, care.ChannelEmail, m.Channel)
	require.Equal(t, "ngoc@example.vn", m.To)
	require.Equal(t, "[AD] Ticket A2", m.Subject)
	require.Equal(t, "Dear Nguyễn Thị Bích Ngọc, ticket A2 is ready, kept until 4 May 2026. Điện máy An Bình 1900 1234", m.Plain)
	require.Contains(t, m.HTML, `<html lang="en">`)
}

func TestOneKeyIsToldOnce(t *testing.T) {
	s := newShop(t)
	r := ask(ready, "A1")
	r.Key = "A1"
	first := s.ask(r)
	again := s.ask(r)
	require.True(t, again.Repeated)
	require.Equal(t, first.Notice, again.Notice)
	r.Values = []care.Fact{care.NewFact("number", "A2")}
	_, err := s.Send(t.Context(), r)
	require.Equal(t, []string{"key care.key_reused"}, codes(t, err))
	s.run()
	require.Equal(t, []string{"zalo A1"}, s.took())
}

func TestARefusedRequestListsEverything(t *testing.T) {
	s := newShop(t)
	_, err := s.Send(t.Context(), notice.Request{
		Kind: ready, Customer: "a\x00", Name: strings.Repeat("x", 300), Contacts: []care.ContactInput{{Kind: "pigeon", Text: "roof"}}, Preferred: "pigeon", Lang: "fr", Zone: "Mars",
		Values: []care.Fact{care.NewFact("until", "soon"), care.NewFact("what", 1)}, Channels: []care.Channel{"pigeon"}, NotBefore: ten, Expires: ten,
		About: care.About{Kind: "x", Ref: "a\x00"},
	})
	require.Equal(t, []string{
		"customer care.not_text", "name care.too_long", "contacts[0] care.unknown_word", "preferred care.unknown_word", "lang care.unknown_word", "zone notice.no_zone",
		"about care.not_text", "channels[0] care.unknown_word", "expires notice.expired", "values.until notice.no_variable", "values.what notice.no_variable", "values.number care.missing",
	}, codes(t, err))
	_, err = s.Send(t.Context(), notice.Request{Kind: "shop.what"})
	require.Equal(t, []string{"kind notice.no_kind"}, codes(t, err))
}

func TestNothingIsSentIfTheHostsTransactionIsUndone(t *testing.T) {
	s := newShop(t)
	undone := errors.New("undone")
	err := s.tenants.ForTenant("").Update(t.Context(), func(ctx context.Context, tx storage.Tx) error {
		_, err := s.In(tx).Send(ctx, ask(ready, "A1"))
		require.NoError(t, err)
		return undone
	})
	require.ErrorIs(t, err, undone)
	s.run()
	require.Empty(t, s.out)
}

func TestReceiptsComeInAnyOrderAndTwice(t *testing.T) {
	s := newShop(t)
	a := s.ask(ask(ready, "A1"))
	s.run()
	provider := s.get(a).Provider
	for _, kind := range []notice.ReceiptKind{notice.ReceiptRead, notice.ReceiptDelivered, notice.ReceiptRead, notice.ReceiptDelivered} {
		s.now = s.now.Add(time.Minute)
		_, err := s.Receive(t.Context(), notice.Report{Channel: care.ChannelZalo, Provider: provider, Kind: kind})
		require.NoError(t, err)
	}
	n := s.get(a)
	require.Len(t, n.Receipts, 2)
	require.Equal(t, notice.ReceiptRead, n.Receipts[0].Kind)
	require.Equal(t, ten.Add(time.Minute), n.Receipts[0].At)
	_, err := s.Receive(t.Context(), notice.Report{Channel: care.ChannelSMS, Provider: provider, Kind: notice.ReceiptRead})
	require.Equal(t, []string{"notice notice.not_sent_yet"}, codes(t, err))
	_, err = s.Receive(t.Context(), notice.Report{Notice: a.Notice, Kind: "eaten"})
	require.Equal(t, []string{"kind care.unknown_word"}, codes(t, err))
}

func TestWhatComesBackGoesAnotherWayAndThenToAPerson(t *testing.T) {
	s := newShop(t)
	r := ask(ready, "A1")
	r.Channels = []care.Channel{care.ChannelEmail, care.ChannelSMS}
	a := s.ask(r)
	s.run()
	require.Equal(t, []string{"email A1"}, s.took())
	bounce := notice.Report{Notice: a.Notice, Kind: notice.ReceiptBounced}
	n, err := s.Receive(t.Context(), bounce)
	require.NoError(t, err)
	require.Equal(t, notice.StatusWaiting, n.Status)
	s.run()
	require.Equal(t, []string{"sms A1"}, s.took())
	n, err = s.Receive(t.Context(), bounce)
	require.NoError(t, err)
	require.Equal(t, notice.StatusTask, n.Status)
	s.run()
	require.Len(t, s.err, 1)
	again, err := s.Receive(t.Context(), bounce)
	require.NoError(t, err)
	require.Equal(t, n.Version, again.Version)
}

func TestWhatAProgramLeftUndoneIsSentAgainUnderTheSameID(t *testing.T) {
	s := newShop(t)
	s.grant("KH001", notice.PurposeAdvertising)
	var ids []string
	ctx, stop := context.WithCancel(t.Context())
	s.c.Senders[care.ChannelSMS] = notice.SenderFunc(func(ctx context.Context, m notice.Message) (string, error) {
		if ids = append(ids, m.ID); len(ids) == 1 {
			stop() // the program stops before it can note that the message went
			<-ctx.Done()
		}
		return "", ctx.Err()
	})
	s.make()
	r := ask(offer, "1")
	r.Channels = []care.Channel{care.ChannelSMS}
	a := s.ask(r)
	_, err := s.runIn(ctx)
	require.NoError(t, err)
	require.Len(t, s.get(a).Attempts, 1)
	require.Empty(t, s.get(a).Attempts[0].Outcome)
	s.now = s.now.Add(time.Hour)
	s.run()
	require.Len(t, ids, 2)
	require.Equal(t, ids[0], ids[1])
	n := s.get(a)
	require.Equal(t, notice.StatusSent, n.Status)
	require.Len(t, n.Attempts, 1)
	standing, err := s.Standing(t.Context(), "KH001")
	require.NoError(t, err)
	require.Len(t, standing.Sent, 1)
}

func TestErasingLeavesNothingOfTheCustomer(t *testing.T) {
	s := newShop(t)
	s.grant("KH001", notice.PurposeAdvertising)
	_, err := s.Withdraw(t.Context(), notice.Declaration{Customer: "KH001", Contact: care.ContactInput{Kind: care.ContactEmail, Text: "ngoc@example.vn"}, Purpose: "survey", Via: "email"})
	require.NoError(t, err)
	r := ask(ready, "A1")
	r.Key = "A1"
	s.ask(r)
	s.run()
	ad := ask(offer, "2")
	ad.Channels = []care.Channel{care.ChannelSMS}
	s.ask(ad)
	s.run()
	later := ask(ready, "A3")
	later.NotBefore = s.now.Add(time.Hour)
	queued := s.ask(later)
	s.say[care.ChannelZalo] = always(notice.RetryAfter(time.Hour, errors.New("Nguyễn Thị Bích Ngọc 0912345678")))
	s.ask(ask(ready, "A4"))
	s.run()

	receipt, err := storage.Erase(t.Context(), s.tenants.ForTenant(""), schemas(), "KH001")
	require.NoError(t, err)
	require.NotEmpty(t, receipt.Lines)
	_, err = storage.Erase(t.Context(), s.tenants.ForTenant(""), schemas(), "ngoc@example.vn") // what the address itself refused
	require.NoError(t, err)
	for _, whom := range []string{"KH001", "+84912345678", "ngoc@example.vn"} {
		for e, err := range storage.Export(t.Context(), s.tenants.ForTenant(""), schemas(), whom) {
			require.NoError(t, err)
			require.Failf(t, "left", "%s %s", e.Collection, e.Body)
		}
		standing, err := s.Standing(t.Context(), whom)
		require.NoError(t, err)
		require.Zero(t, standing, whom)
	}
	_, err = s.Notice(t.Context(), queued.Notice)
	require.ErrorIs(t, err, storage.ErrNotFound)
	s.out, s.say = nil, nil
	s.now = s.now.Add(48 * time.Hour)
	s.run()
	require.Empty(t, s.out, "nothing is sent to whom nobody knows")
}

func TestEventsHoldNothingPersonal(t *testing.T) {
	s := newShop(t)
	s.say[care.ChannelSMS] = always(notice.NoRoute(errors.New("ngoc@example.vn")))
	r := ask(ready, "A1")
	r.Channels = []care.Channel{care.ChannelSMS}
	s.ask(r)
	s.run()
	text, err := json.Marshal(s.err)
	require.NoError(t, err)
	for _, personal := range []string{"Ngọc", "912345678", "ngoc@", "KH001"} {
		require.NotContains(t, string(text), personal)
	}
}

func TestForgettingLeavesWhatIsNotOver(t *testing.T) {
	s := newShop(t)
	s.ask(ask(ready, "old"))
	s.run()
	task := s.ask(notice.Request{Kind: ready, Values: []care.Fact{care.NewFact("number", "task")}})
	s.now = s.now.Add(24 * time.Hour)
	recent := s.ask(ask(ready, "new"))
	s.run()
	gone, err := s.Forget(t.Context(), ten.Add(time.Hour), 10)
	require.NoError(t, err)
	require.Equal(t, 1, gone)
	require.Equal(t, notice.StatusTask, s.get(task).Status)
	require.Equal(t, notice.StatusSent, s.get(recent).Status)
}

func TestAReportThatComesTwiceIsNotOfTheNextChannel(t *testing.T) {
	s := newShop(t)
	r := ask(ready, "A1")
	r.Channels = []care.Channel{care.ChannelEmail, care.ChannelSMS}
	a := s.ask(r)
	s.run()
	bounce := notice.Report{Notice: a.Notice, Channel: care.ChannelEmail, Kind: notice.ReceiptBounced}
	for range 2 {
		_, err := s.Receive(t.Context(), bounce)
		require.NoError(t, err)
		s.run()
	}
	n := s.get(a)
	require.Equal(t, notice.StatusSent, n.Status)
	require.Equal(t, care.ChannelSMS, n.Channel)
	_, err := s.Receive(t.Context(), notice.Report{Notice: a.Notice, Channel: care.ChannelZalo, Kind: notice.ReceiptRead})
	require.Equal(t, []string{"notice notice.not_sent_yet"}, codes(t, err), "it never went that way")
}
