package notice_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
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

func TestAFallbackTakesOverAtOnceWhereThereIsNoRoute(t *testing.T) {
	s := newShop(t)
	s.say[care.ChannelZalo] = always(notice.NoRoute(errors.New("no account")))
	s.say[care.ChannelSMS] = always(notice.Permanent(errors.New("text refused")))
	a := s.ask(ask(ready, "A1"))
	s.run()
	require.Equal(t, []string{"email A1"}, s.took())
	n := s.get(a)
	require.Len(t, n.Attempts, 3)
	require.Equal(t, []notice.Outcome{notice.OutcomeNoRoute, notice.OutcomePermanent, notice.OutcomeSent},
		[]notice.Outcome{n.Attempts[0].Outcome, n.Attempts[1].Outcome, n.Attempts[2].Outcome})
	require.Contains(t, n.Attempts[0].Error, "no account")
	require.True(t, n.Planned.Reasons.Has(notice.CodeFailed))
}

func TestWhatCannotBeSentBecomesATaskForAPerson(t *testing.T) {
	s := newShop(t)
	for _, c := range []care.Channel{care.ChannelZalo, care.ChannelSMS, care.ChannelEmail} {
		s.say[c] = always(notice.NoRoute(errors.New("gone")))
	}
	r := ask(ready, "A1")
	r.About = care.About{Kind: "desk.case", Ref: "7"}
	a := s.ask(r)
	s.run()
	require.Len(t, s.err, 1)
	require.Equal(t, notice.StatusTask, s.err[0].Status)
	require.Equal(t, []string{"notice.failed", "notice.failed", "notice.failed", "notice.no_address"}, s.err[0].Codes)
	require.Equal(t, r.About, s.err[0].About)
	tasks, err := s.Tasks().Page(t.Context(), "", 10)
	require.NoError(t, err)
	require.Len(t, tasks.Items, 1)
	require.Equal(t, a.Notice, tasks.Items[0].ID)

	_, err = s.Handle(t.Context(), notice.Handling{Notice: a.Notice, By: "NV01", Version: 1})
	require.ErrorIs(t, err, care.ErrStale)
	_, err = s.Handle(t.Context(), notice.Handling{Notice: a.Notice, Via: "pigeon"})
	require.Equal(t, []string{"by care.missing", "via care.unknown_word"}, codes(t, err))
	n, err := s.Handle(t.Context(), notice.Handling{Notice: a.Notice, By: "NV01", Via: "counter", Note: "Khách đến lấy hàng"})
	require.NoError(t, err)
	require.Equal(t, notice.StatusHandled, n.Status)
	tasks, err = s.Tasks().Page(t.Context(), "", 10)
	require.NoError(t, err)
	require.Empty(t, tasks.Items)
	_, err = s.Handle(t.Context(), notice.Handling{Notice: a.Notice, By: "NV02"})
	require.Equal(t, []string{"notice notice.no_task"}, codes(t, err))
}

func TestNobodyToTellIsATaskAtOnce(t *testing.T) {
	s := newShop(t)
	a := s.ask(notice.Request{Kind: ready, Values: []care.Fact{care.NewFact("number", "A1")}})
	require.Equal(t, notice.StatusTask, a.Status)
	require.True(t, a.Planned.Reasons.Has(notice.CodeNoAddress))
	s.run()
	require.Len(t, s.err, 1)
}

func TestAProviderIsAskedAgainWhenItSays(t *testing.T) {
	s := newShop(t)
	s.say[care.ChannelZalo] = func(n int) error {
		switch n {
		case 1:
			return notice.RetryAfter(20*time.Minute, errBusy)
		case 2:
			return notice.RetryAt(s.now.Add(time.Hour), errBusy)
		}
		return nil
	}
	a := s.ask(ask(ready, "A1"))
	for _, wait := range []time.Duration{0, 20*time.Minute - time.Second, time.Second, 59 * time.Minute} {
		s.now = s.now.Add(wait)
		s.run()
		require.Empty(t, s.out)
	}
	require.Equal(t, 2, s.hit[care.ChannelZalo])
	require.Equal(t, ten.Add(80*time.Minute), s.get(a).Due)
	s.now = s.now.Add(time.Minute)
	s.run()
	require.Equal(t, []string{"zalo A1"}, s.took())
}

func TestAnAnswerThatComesTooLateIsNoAnswer(t *testing.T) {
	s := newShop(t)
	s.say[care.ChannelZalo] = always(notice.RetryAfter(2*time.Hour, errBusy))
	r := ask(ready, "A1")
	r.Expires = s.now.Add(time.Hour)
	s.ask(r)
	s.run()
	require.Equal(t, []string{"sms A1"}, s.took())
}

func TestAnUnknownErrorIsTriedAFewTimesAndHoldsUpTheOrder(t *testing.T) {
	s := newShop(t)
	s.say[care.ChannelZalo] = func(n int) error {
		if n <= 5 {
			return errBusy
		}
		return nil
	}
	s.ask(ask(ready, "A1"))
	s.ask(ask(ready, "A2"))
	for i := range 4 {
		s.run()
		require.Equal(t, i+1, s.hit[care.ChannelZalo], "the second one waits for the first")
		require.Empty(t, s.out)
		s.now = s.now.Add(time.Hour)
	}
	s.run()
	require.Equal(t, []string{"sms A1", "zalo A2"}, s.took(), "after five tries the next channel takes over")
}

func TestASenderThatPanicsHasFailedAndNoMore(t *testing.T) {
	s := newShop(t)
	s.say[care.ChannelZalo] = func(int) error { panic("boom") }
	s.ask(ask(ready, "A1"))
	s.run()
	s.now = s.now.Add(24 * time.Hour)
	for range 5 {
		s.run()
		s.now = s.now.Add(2 * time.Hour)
	}
	require.Equal(t, []string{"sms A1"}, s.took())
}

func TestAPoisonTextBlocksOnlyItself(t *testing.T) {
	s := newShop(t)
	long := strings.Repeat("{number}", 20)
	_, err := s.Publish(t.Context(), edition(1, ready, long))
	require.NoError(t, err, "with short values it fits")
	bad := ask(ready, strings.Repeat("ậ", 100))
	bad.Channels = []care.Channel{care.ChannelSMS}
	a := s.ask(bad)
	good := ask(ready, "1")
	good.Channels = bad.Channels
	s.ask(good)
	s.run()
	require.Equal(t, []string{"sms 1"}, s.took(), "what waits behind it goes on")
	n := s.get(a)
	require.Equal(t, notice.StatusTask, n.Status)
	require.Equal(t, notice.OutcomeText, n.Attempts[0].Outcome)
}

func TestNightTextsWaitForTheMorningOfTheCustomer(t *testing.T) {
	s := newShop(t)
	s.now = ten.Add(12 * time.Hour) // ten in the evening
	a := s.ask(ask(ends, "A1"))
	require.Equal(t, notice.VerdictWait, a.Planned.Verdict)
	require.True(t, a.Planned.Reasons.Has(notice.CodeHours))
	away := ask(ends, "B1")
	away.Customer, away.Zone = "KH002", "America/New_York" // eleven in the morning there
	s.ask(away)
	s.run()
	require.Equal(t, []string{"zalo B1"}, s.took())
	s.now = ten.Add(21*time.Hour - time.Second)
	s.run()
	require.Empty(t, s.out)
	s.now = s.now.Add(time.Second)
	s.run()
	require.Equal(t, []string{"zalo A1"}, s.took())
	require.Equal(t, a.Planned.At, s.now)
}

func TestWhatIsAskedForALaterTimeHoldsUpNothing(t *testing.T) {
	s := newShop(t)
	later := ask(ready, "later")
	later.NotBefore = ten.Add(48 * time.Hour)
	s.ask(later)
	s.ask(ask(ready, "now"))
	s.run()
	require.Equal(t, []string{"zalo now"}, s.took())
	waiting, err := s.Waiting().Page(t.Context(), "", 10)
	require.NoError(t, err)
	require.Len(t, waiting.Items, 1)
	s.now = later.NotBefore
	s.run()
	require.Equal(t, []string{"zalo later"}, s.took())
}

func TestCapsCountWhatGoesToOneAddress(t *testing.T) {
	s := newShop(t)
	s.grant("KH001", notice.PurposeAdvertising)
	s.grant("KH002", notice.PurposeAdvertising)
	for i := range 5 {
		r := ask(offer, fmt.Sprint(i))
		r.Channels = []care.Channel{care.ChannelSMS}
		if i%2 == 1 {
			r.Customer = "KH002" // the same phone
		}
		s.ask(r)
	}
	s.run()
	require.Len(t, s.took(), 3)
	s.now = s.now.Add(24 * time.Hour)
	s.run()
	require.Len(t, s.took(), 2)
}

func TestTriesOfOneNoticeCountOnce(t *testing.T) {
	s := newShop(t)
	s.grant("KH001", notice.PurposeAdvertising)
	s.say[care.ChannelSMS] = func(n int) error {
		if n < 4 {
			return notice.RetryAfter(time.Minute, errBusy)
		}
		return nil
	}
	r := ask(offer, "1")
	r.Channels = []care.Channel{care.ChannelSMS}
	s.ask(r)
	for range 4 {
		s.run()
		s.now = s.now.Add(time.Minute)
	}
	require.Equal(t, []string{"sms 1"}, s.took())
	standing, err := s.Standing(t.Context(), "+84912345678")
	require.NoError(t, err)
	require.Len(t, standing.Sent, 1)
}

// finder is a host's system of customers.
type finder func(q care.CustomerQuery) ([]care.Customer, error)

func (f finder) FindCustomers(_ context.Context, q care.CustomerQuery) (care.Known[[]care.Customer], error) {
	found, err := f(q)
	return care.Known[[]care.Customer]{Value: found}, err
}

func TestACustomerIsLookedUpWhenTheTimeHasCome(t *testing.T) {
	s := newShop(t)
	down := true
	s.c.Customers = finder(func(q care.CustomerQuery) ([]care.Customer, error) {
		if down {
			return nil, care.ErrUnavailable
		}
		if q.Ref != "KH001" {
			return nil, nil
		}
		return []care.Customer{{
			Ref: q.Ref, Name: "Lê Văn Hùng", Lang: care.LangEN, Preferred: care.ChannelEmail,
			Contacts: []care.ContactPoint{{Kind: care.ContactPhone, Value: "+84912345678"}, {Kind: care.ContactEmail, Value: "hung@example.vn"}},
		}}, nil
	})
	s.make()
	r := ask(ready, "A1")
	r.Contacts, r.Name, r.Lang = nil, "", ""
	a := s.ask(r)
	require.Equal(t, notice.StatusWaiting, a.Status)
	s.run()
	require.Empty(t, s.out, "a system that is down is no answer")
	down = false
	s.now = s.now.Add(5 * time.Minute)
	s.run()
	require.Equal(t, "Dear Lê Văn Hùng, ticket A1 is ready. Điện máy An Bình 1900 1234", s.out[0].Plain)
	require.Equal(t, "hung@example.vn", s.out[0].To)

	r.Customer = "KH404"
	a = s.ask(r)
	s.run()
	require.Equal(t, notice.StatusTask, s.get(a).Status)
	down = true
	r.Customer = "KH405"
	a = s.ask(r)
	s.run()
	s.now = s.now.Add(25 * time.Hour)
	s.run()
	require.Equal(t, notice.StatusTask, s.get(a).Status, "after a day a person hears of it")
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
