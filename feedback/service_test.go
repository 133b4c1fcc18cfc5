package feedback_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/care/sla"
	"github.com/chamsoc/chamsoc/care/stats"
	"github.com/chamsoc/chamsoc/feedback"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/memory"
	"github.com/chamsoc/chamsoc/storage/queue"
)

const day = 24 * time.Hour

// shop is a service on a memory store with a clock that the test sets, and a survey of four questions.
type shop struct {
	feedback.Service
	t       testing.TB
	tenants storage.Tenants
	store   storage.Store
	now     time.Time
}

func afterwards() feedback.Survey {
	return feedback.Survey{Code: "after", Edition: 1, Title: both("Sau mua hàng", "After a purchase"), Questions: []feedback.Question{
		{Code: "all", Kind: feedback.KindCSAT, Text: both("Anh/chị hài lòng không?", "How satisfied are you?")},
		{Code: "friend", Kind: feedback.KindNPS, Text: both("Anh/chị có giới thiệu cho bạn bè không?", "Would you recommend us?")},
		{Code: "people", Kind: feedback.KindRating, Factor: care.FactorPeople, Reversed: true, Text: both("Nhân viên thiếu chu đáo?", "Were the staff careless?")},
		{Code: "why", Kind: feedback.KindText, Text: both("Vì sao?", "Why?")},
	}}
}

func both(vi, en string) care.Text { return care.Text{VI: vi, EN: en} }

func newShop(t testing.TB, f feedback.Fatigue) *shop {
	t.Helper()
	tenants, err := memory.New(slices.Concat(queue.Schemas(), care.Schemas(), sla.Schemas(), feedback.Schemas())...)
	require.NoError(t, err)
	s := &shop{t: t, tenants: tenants, store: tenants.ForTenant("hanoi"), now: time.Date(2026, 8, 31, 3, 0, 0, 0, time.UTC)}
	require.NoError(t, queue.RegisterTenant(t.Context(), tenants, "hanoi"))
	s.Service, err = feedback.New(s.store, feedback.Config{Env: care.Env{Now: func() time.Time { return s.now }}, Fatigue: f})
	require.NoError(t, err)
	_, err = s.Publish(t.Context(), afterwards())
	require.NoError(t, err)
	return s
}

func delivery(customer, number string) feedback.Occasion {
	return feedback.Occasion{
		Customer: customer, Survey: "after", About: care.About{Kind: care.AboutShipment, Ref: number}, Channel: "zalo", Segment: "home", Place: "CH-HN", Product: "QUAT-01",
	}
}

func (s *shop) invite(o feedback.Occasion) feedback.Invitation {
	s.t.Helper()
	got, err := s.Invite(s.t.Context(), o)
	require.NoError(s.t, err)
	require.False(s.t, got.Declined, got.Reasons.Text("en"))
	return got.Invitation
}

func (s *shop) answer(r feedback.Reply) feedback.Received {
	s.t.Helper()
	got, err := s.Answer(s.t.Context(), r)
	require.NoError(s.t, err)
	return got
}

func (s *shop) counts(question string) (c feedback.Counts) {
	s.t.Helper()
	for r, err := range s.Rollups("after", calendar.MustDate(2026, 1, 1), calendar.MustDate(2028, 1, 1)).All(s.t.Context()) {
		require.NoError(s.t, err)
		if r.Cell.Question == question {
			c = c.Plus(r.Counts)
		}
	}
	return c
}

func problems(t testing.TB, err error) (list []string) {
	t.Helper()
	invalid, ok := errors.AsType[*care.Invalid](err)
	require.True(t, ok, err)
	for _, p := range invalid.Problems {
		require.NoError(t, p.Reason.Check())
		list = append(list, p.Path+" "+p.Reason.Code())
	}
	return list
}

func TestAnAnswerIsCountedOnce(t *testing.T) {
	s := newShop(t, feedback.Fatigue{})
	i := s.invite(delivery("KH-7", "GH-1"))
	s.now = s.now.Add(40 * day / 24)
	r := feedback.Reply{Invitation: i.ID, Points: map[string]int{"all": 5, "friend": 0, "people": 1}, Words: map[string]string{"why": "Giao nhanh"}}
	require.False(t, s.answer(r).Repeated)
	require.True(t, s.answer(r).Repeated, "the button was pressed twice")
	r.Key = "k1"
	require.True(t, s.answer(r).Repeated)
	require.EqualValues(t, 1, s.counts("all").Points[5])
	require.EqualValues(t, 1, s.counts("friend").Points[0], "0 is a point")
	require.EqualValues(t, 1, s.counts("people").Points[5], "reversed")
	require.Equal(t, feedback.Counts{Asked: 1, Said: 1}, s.counts("why"))
	require.Equal(t, stats.Share{Yes: 1, Of: 1}, s.counts("why").Response())

	r.Key, r.Points = "k2", map[string]int{"all": 3}
	r.Dismissed = []string{"friend"}
	require.False(t, s.answer(r).Repeated)
	all := s.counts("all")
	require.EqualValues(t, 0, all.Points[5])
	require.EqualValues(t, 1, all.Points[3])
	require.Equal(t, feedback.Counts{Asked: 1, Dismissed: 1}, s.counts("friend"))
	kept := 0
	for _, err := range s.Answers(i.ID).All(t.Context()) {
		require.NoError(t, err)
		kept++
	}
	require.Equal(t, 2, kept, "both are kept")

	late := feedback.Reply{Invitation: i.ID, Points: map[string]int{"all": 1}, At: i.Asked.Add(time.Minute)}
	require.True(t, s.answer(late).Reasons.Has(feedback.CodeOlder))
	require.EqualValues(t, 1, s.counts("all").Points[3], "an older reply that came late does not count")
	s.now = s.now.Add(15 * day)
	_, err := s.Answer(t.Context(), feedback.Reply{Invitation: i.ID, Points: map[string]int{"all": 1}})
	require.Equal(t, []string{"at feedback.edit_closed"}, problems(t, err))
}

func TestWhatIsNoAnswerIsRefusedWithEverythingThatIsWrong(t *testing.T) {
	s := newShop(t, feedback.Fatigue{})
	_, err := s.Answer(t.Context(), feedback.Reply{Invitation: storage.NewID[feedback.Invitation](), Points: map[string]int{"all": 5}})
	require.Equal(t, []string{"invitation feedback.not_asked"}, problems(t, err))
	i := s.invite(delivery("KH-7", "GH-1"))
	_, err = s.Answer(t.Context(), feedback.Reply{
		Invitation: i.ID, Points: map[string]int{"all": 6, "friend": -1, "why": 3, "new": 1}, Words: map[string]string{"all": "x"}, Dismissed: []string{"all", "?"},
		At: i.Asked.Add(-time.Second),
	})
	require.Equal(t, []string{
		"at feedback.before_asked", "dismissed[0] feedback.no_question", "dismissed[1] feedback.no_question", "points[all] feedback.off_scale",
		"points[friend] feedback.off_scale", "points[new] feedback.no_question", "points[why] feedback.no_question", "words[all] feedback.no_question",
	}, problems(t, err))
	_, err = s.Answer(t.Context(), feedback.Reply{Invitation: i.ID})
	require.Equal(t, []string{"points care.missing"}, problems(t, err))
	s.now = s.now.Add(14 * day)
	_, err = s.Answer(t.Context(), feedback.Reply{Invitation: i.ID, Points: map[string]int{"all": 5}})
	require.Equal(t, []string{"at feedback.expired"}, problems(t, err))
	require.Equal(t, feedback.Counts{Asked: 1}, s.counts("all"))
}

func TestEachEndingIsAskedAboutOnceAndNobodyTooOften(t *testing.T) {
	s := newShop(t, feedback.Fatigue{Most: 3})
	first := delivery("KH-7", "GH-1")
	s.invite(first)
	declined := func(o feedback.Occasion, code *care.Code) {
		t.Helper()
		got, err := s.Invite(t.Context(), o)
		require.NoError(t, err)
		require.True(t, got.Declined)
		require.True(t, got.Reasons.Has(code), got.Reasons.Text("en"))
		require.NoError(t, got.Reasons[0].Check())
	}
	declined(first, feedback.CodeAskedAlready)
	other := delivery("KH-7", "GH-2")
	other.Channel = "email"
	declined(other, feedback.CodeAskedLately) // whatever the channel
	again := first
	again.Cycle = 2
	s.invite(again) // a second closing is asked about a second time
	s.now = s.now.Add(31 * day)
	s.invite(other)
	s.now = s.now.Add(31 * day)
	declined(delivery("KH-7", "GH-3"), feedback.CodeAskedOften)
	s.invite(delivery("KH-8", "GH-4"))
	require.EqualValues(t, 4, s.counts("all").Asked)

	o := delivery("", "GH-5")
	o.Channel, o.Survey = "smoke", "none"
	_, err := s.Invite(t.Context(), o)
	require.Equal(t, []string{"customer care.missing", "channel care.unknown_word"}, problems(t, err))
	o.Customer, o.Channel = "KH-9", "sms"
	_, err = s.Invite(t.Context(), o)
	require.Equal(t, []string{"survey feedback.no_survey"}, problems(t, err))
}

func TestMayAskIsPureAndBoundsBothWays(t *testing.T) {
	at := time.Date(2026, 8, 31, 3, 0, 0, 0, time.UTC)
	may, _ := feedback.MayAsk(feedback.Fatigue{}, nil, feedback.AskedAbout{At: at})
	require.True(t, may)
	may, _ = feedback.MayAsk(feedback.Fatigue{}, []feedback.AskedAbout{{At: at.Add(-30 * day)}}, feedback.AskedAbout{At: at})
	require.True(t, may)
	may, _ = feedback.MayAsk(feedback.Fatigue{}, []feedback.AskedAbout{{At: at.Add(-30*day + 1)}}, feedback.AskedAbout{At: at})
	require.False(t, may)
	may, _ = feedback.MayAsk(feedback.Fatigue{}, []feedback.AskedAbout{{At: at.Add(30 * day)}}, feedback.AskedAbout{At: at})
	require.False(t, may, "a clock that went back does not open the door")
}

// Ten counters invite the same customer at once: one invitation is sent.
func TestCountersDoNotInviteTwice(t *testing.T) {
	s := newShop(t, feedback.Fatigue{})
	var wg sync.WaitGroup
	sent := make(chan int, 10)
	for i := range 10 {
		wg.Go(func() {
			got, err := s.Invite(t.Context(), delivery("KH-7", fmt.Sprint("GH-", i)))
			if err == nil && !got.Declined {
				sent <- i
			}
		})
	}
	wg.Wait()
	require.Len(t, sent, 1)
}

// Any cut by two things of the rollups is the same as counting the answers themselves.
func TestCutsEqualBruteForce(t *testing.T) {
	s, r := newShop(t, feedback.Fatigue{}), rand.New(rand.NewPCG(1, 2))
	type pair struct {
		Place   care.PlaceRef
		Segment care.SegmentRef
	}
	want := map[pair]feedback.Counts{}
	for i := range 300 {
		o := delivery(fmt.Sprint("KH-", i), fmt.Sprint("GH-", i))
		o.Place, o.Segment, o.Channel = fmt.Sprint("P", r.IntN(3)), fmt.Sprint("S", r.IntN(3)), []string{"zalo", "sms"}[r.IntN(2)]
		s.now = s.now.Add(time.Duration(r.IntN(24)) * time.Hour)
		inv := s.invite(o)
		key := pair{inv.Place, inv.Segment}
		c := want[key]
		c.Asked++
		for range r.IntN(3) {
			want[key] = c
			reply := feedback.Reply{Invitation: inv.ID, Points: map[string]int{"all": 1 + r.IntN(5)}}
			next := c
			if r.IntN(4) == 0 {
				reply = feedback.Reply{Invitation: inv.ID, Dismissed: []string{"*"}}
				next.Dismissed++
			} else {
				next.Points[reply.Points["all"]]++
			}
			s.answer(reply)
			want[key] = next
		}
		if want[key].Asked < c.Asked {
			want[key] = c
		}
	}
	var all []feedback.Rollup
	for rollup, err := range s.Rollups("after", calendar.MustDate(2026, 8, 15), calendar.MustDate(2028, 1, 1)).All(t.Context()) {
		require.NoError(t, err)
		all = append(all, rollup)
	}
	require.Equal(t, want, feedback.Cut(feedback.Only(all, "all"), func(c feedback.Cell) pair { return pair{c.Place, c.Segment} }))
}

func TestErasingLeavesTheCounts(t *testing.T) {
	s := newShop(t, feedback.Fatigue{})
	i := s.invite(delivery("KH-7", "GH-1"))
	s.answer(feedback.Reply{Key: "k", Invitation: i.ID, Points: map[string]int{"all": 5}, Words: map[string]string{"why": "Chị Ánh giao nhanh"}})
	_, err := storage.Erase(t.Context(), s.store, slices.Concat(queue.Schemas(), care.Schemas(), sla.Schemas(), feedback.Schemas()), "KH-7")
	require.NoError(t, err)
	for e, err := range storage.Export(t.Context(), s.store, slices.Concat(queue.Schemas(), care.Schemas(), sla.Schemas(), feedback.Schemas()), "KH-7") {
		require.NoError(t, err)
		require.Fail(t, string(e.Body))
	}
	for a, err := range s.Answers(i.ID).All(t.Context()) {
		require.NoError(t, err)
		text, _ := json.Marshal(a)
		require.NotContains(t, string(text), "Ánh")
		require.NotContains(t, string(text), "KH-7")
	}
	require.EqualValues(t, 1, s.counts("all").Points[5])
}

func TestAnEditionDoesNotChange(t *testing.T) {
	s := newShop(t, feedback.Fatigue{})
	survey := afterwards()
	_, err := s.Publish(t.Context(), survey)
	require.NoError(t, err)
	survey.Days = 7
	_, err = s.Publish(t.Context(), survey)
	require.Equal(t, []string{"edition feedback.edition_taken"}, problems(t, err))
	survey.Edition, survey.Questions = 0, append(survey.Questions, survey.Questions[0], feedback.Question{Code: " x", Kind: "stars", Factor: "luck"})
	_, err = s.Publish(t.Context(), survey)
	require.Equal(t, []string{
		"edition care.missing", "questions[4].code feedback.twice", "questions[5].code care.missing", "questions[5].kind care.unreadable", "questions[5].text care.missing",
		"questions[5].factor care.unreadable",
	}, problems(t, err))
}

// A till's clock is five days ahead: what the customer says the next day counts all the same, and the law's days run from when the answer came.
func TestAClockThatIsAheadDoesNotOutlastTheTruth(t *testing.T) {
	s := newShop(t, feedback.Fatigue{})
	i := s.invite(delivery("KH-7", "GH-1"))
	s.answer(feedback.Reply{Invitation: i.ID, Points: map[string]int{"all": 1}, At: s.now.Add(5 * day)})
	f, _, err := s.FollowUp(t.Context(), i.ID)
	require.NoError(t, err)
	require.True(t, s.now.Equal(f.Raised), f.Raised)
	s.now = s.now.Add(day)
	require.Empty(t, s.answer(feedback.Reply{Invitation: i.ID, Points: map[string]int{"all": 4}}).Reasons)
	require.EqualValues(t, 1, s.counts("all").Points[4])
}

func TestAQuestionKeepsItsKind(t *testing.T) {
	s := newShop(t, feedback.Fatigue{})
	survey := afterwards()
	survey.Edition = 2
	survey.Questions[0].Kind = feedback.KindCES // of which 4 in 7 is nothing like 4 in 5
	_, err := s.Publish(t.Context(), survey)
	require.Equal(t, []string{"questions[0].kind feedback.kind_changed"}, problems(t, err))
	survey.Questions[0].Code = "ease"
	_, err = s.Publish(t.Context(), survey)
	require.NoError(t, err)
}

func TestTheMonthIsThatOfTheInvitation(t *testing.T) {
	s := newShop(t, feedback.Fatigue{})
	i := s.invite(delivery("KH-7", "GH-1"))
	s.now = s.now.Add(3 * day) // September
	s.answer(feedback.Reply{Invitation: i.ID, Points: map[string]int{"all": 5}})
	for r, err := range s.Rollups("after", calendar.MustDate(2026, 1, 1), calendar.MustDate(2028, 1, 1)).All(t.Context()) {
		require.NoError(t, err)
		require.Equal(t, calendar.MustDate(2026, 8, 1), r.Cell.Month)
		if r.Cell.Question == "all" {
			require.EqualValues(t, 1, r.Counts.Answered())
		}
	}
}

// What is announced is enough for a detector and for whoever calls unhappy customers back.
func TestAnswersAreAnnounced(t *testing.T) {
	s := newShop(t, feedback.Fatigue{})
	var heard []feedback.AnsweredEvent
	asked := 0
	w, err := queue.NewWorker(queue.Config{Tenants: s.tenants, Concurrency: 1, Subscriptions: []queue.Subscription{
		queue.Subscribe(feedback.Answered, "test", func(_ context.Context, _ storage.Store, d queue.Delivery[feedback.AnsweredEvent]) error {
			heard = append(heard, d.Payload)
			return nil
		}),
		queue.Subscribe(feedback.Asked, "test", func(context.Context, storage.Store, queue.Delivery[feedback.AskedEvent]) error {
			asked++
			return nil
		}),
	}})
	require.NoError(t, err)
	answers := []map[string]int{{"all": 3}, {"all": 2}, {"all": 5, "friend": 6}, {"friend": 7, "people": 1}}
	for n, points := range answers {
		i := s.invite(delivery(fmt.Sprint("KH-", n), fmt.Sprint("GH-", n)))
		s.answer(feedback.Reply{Invitation: i.ID, Points: points})
		report, err := w.RunOnce(t.Context())
		require.NoError(t, err, report)
		require.Len(t, heard, n+1)
	}
	require.Equal(t, 4, asked)
	for n, unhappy := range []bool{false, true, true, false} {
		require.Equal(t, unhappy, heard[n].Unhappy, n)
	}
	require.Equal(t, map[string]float64{"all": 1, "friend": 0.6}, heard[2].Scaled)
	require.Equal(t, map[string]float64{"friend": 0.7, "people": 1}, heard[3].Scaled, "reversed: the best")
}

func TestACustomersInvitationsAreListedTheLatestFirst(t *testing.T) {
	s := newShop(t, feedback.Fatigue{})
	first := s.invite(delivery("KH-7", "GH-1"))
	s.invite(delivery("KH-8", "GH-2"))
	s.now = s.now.Add(31 * day)
	second := s.invite(delivery("KH-7", "GH-3"))
	listed := all(t, s.Invitations("KH-7"))
	require.Len(t, listed, 2)
	require.Equal(t, []storage.ID[feedback.Invitation]{second.ID, first.ID}, []storage.ID[feedback.Invitation]{listed[0].ID, listed[1].ID})
}
