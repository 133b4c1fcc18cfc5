package notice_test

import (
	"context"
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
	host := finder(func(q care.CustomerQuery) ([]care.Customer, error) {
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
	s.c.Customers = func(storage.Store) care.CustomerFinder { return host }
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
