package feedback_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/feedback"
	"github.com/chamsoc/chamsoc/storage"
)

// racing is a store on which, once, an Update does not yet find the records of a collection that another has just made: as where the engine lets two write at once.
type racing struct {
	storage.Store
	collection string
}

func (r *racing) Update(ctx context.Context, fn func(context.Context, storage.Tx) error) error {
	return r.Store.Update(ctx, func(ctx context.Context, tx storage.Tx) error { return fn(ctx, &racingTx{tx, r}) })
}

type racingTx struct {
	storage.Tx
	of *racing
}

func (t *racingTx) Update(ctx context.Context, fn func(context.Context, storage.Tx) error) error {
	return t.Tx.Update(ctx, func(ctx context.Context, tx storage.Tx) error { return fn(ctx, &racingTx{tx, t.of}) })
}

func (t *racingTx) Scan(ctx context.Context, s *storage.Schema, q storage.Query) (storage.Page[storage.Record], error) {
	if s.Name == t.of.collection {
		t.of.collection = ""
		return storage.Page[storage.Record]{}, nil
	}
	return t.Tx.Scan(ctx, s, q)
}

func (s *shop) racingFor(collection string) feedback.Service {
	return s.In(&racing{s.store, collection})
}

func TestAnInvitationOfACustomerWhoIsNewToTwoCountersIsDecidedAfterTheOther(t *testing.T) {
	s := newShop(t, feedback.Fatigue{})
	s.invite(delivery("KH-7", "GH-1"))
	got, err := s.racingFor("feedback_pace").Invite(t.Context(), delivery("KH-7", "GH-2"))
	require.NoError(t, err)
	require.True(t, got.Declined && got.Reasons.Has(feedback.CodeAskedLately))
}

func TestTheFirstOpinionsOfAMonthAreBothWeighed(t *testing.T) {
	s := newShop(t, feedback.Fatigue{})
	survey := afterwards()
	survey.Code, survey.Questions = "weighed", []feedback.Question{
		{Code: "all", Kind: feedback.KindCSAT, Text: both("Anh/chị hài lòng không?", "How satisfied are you?")},
	}
	for _, f := range []care.Factor{care.FactorProduct, care.FactorConvenience, care.FactorPeople} {
		survey.Questions = append(survey.Questions, feedback.Question{Code: string(f), Kind: feedback.KindRating, Factor: f, Text: both("Ra sao?", "How was it?")})
	}
	_, err := s.Publish(t.Context(), survey)
	require.NoError(t, err)
	points := map[string]int{"all": 5, "product": 4, "convenience": 3, "people": 5}
	for i, service := range []feedback.Service{s.Service, s.racingFor("feedback_weighing")} {
		o := delivery("KH-"+string(rune('1'+i)), "GH-"+string(rune('1'+i)))
		o.Survey = "weighed"
		_, err := service.Answer(t.Context(), feedback.Reply{Invitation: s.invite(o).ID, Points: points})
		require.NoError(t, err)
	}
	n := 0.0
	for _, w := range all(t, s.Weighings("weighed", s.today(), s.today().AddDays(1))) {
		for _, g := range w.Weights.Groups {
			n += g.N
		}
	}
	require.Equal(t, 2.0, n)
}

func TestTwoDetectorsRaiseOneFinding(t *testing.T) {
	s := newShop(t, feedback.Fatigue{})
	first := s.raise()
	f, err := s.racingFor("feedback_finding").Raise(t.Context(), feedback.Shortcoming{
		Origin: "detector", Topic: "late_delivery", About: care.About{Kind: care.AboutPlace, Ref: "CH-HN"}, Promise: late5, Alarm: lateAlarm(),
	})
	require.NoError(t, err)
	require.Equal(t, first.ID, f.ID)
	require.Len(t, f.Alarms, 2)
}

func TestAnotherSurveyAboutTheSameIsNoSecondClosing(t *testing.T) {
	s := newShop(t, feedback.Fatigue{})
	survey := afterwards()
	survey.Code = "other"
	_, err := s.Publish(t.Context(), survey)
	require.NoError(t, err)
	o := delivery("KH-7", "GH-1")
	s.invite(o)
	o.Survey, o.Channel = "other", "email"
	got, err := s.Invite(t.Context(), o)
	require.NoError(t, err)
	require.True(t, got.Declined && got.Reasons.Has(feedback.CodeAskedLately))
	o.Cycle = 2
	s.invite(o)
}
