package feedback_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/stats"
	"github.com/chamsoc/chamsoc/feedback"
	"github.com/chamsoc/chamsoc/storage"
)

func TestWhatACustomerWishesIsKeptWithHowOftenItWasMet(t *testing.T) {
	s := newShop(t, feedback.Fatigue{})
	call, err := s.Wish(t.Context(), feedback.Wished{Key: "w1", Customer: "KH-7", Kind: "expectation", Factor: "convenience", Text: "Gọi trước khi giao"})
	require.NoError(t, err)
	again, err := s.Wish(t.Context(), feedback.Wished{Key: "w1", Customer: "KH-7", Kind: "expectation", Factor: "convenience", Text: "Gọi trước khi giao"})
	require.NoError(t, err)
	require.Equal(t, call.ID, again.ID)
	s.now = s.now.Add(day)
	_, err = s.Wish(t.Context(), feedback.Wished{Customer: "KH-7", Kind: "preference", Text: "Giao buổi tối"})
	require.NoError(t, err)
	_, err = s.Wish(t.Context(), feedback.Wished{Customer: "KH-8", Kind: "liking"})
	require.Equal(t, []string{"kind care.unknown_word", "text care.missing"}, problems(t, err))

	shipment := func(n string) care.About { return care.About{Kind: care.AboutShipment, Ref: n} }
	for _, m := range []feedback.Meeting{
		{Key: "GH-1", Met: true, About: shipment("GH-1")}, {Key: "GH-2", About: shipment("GH-2")}, {Key: "GH-2", About: shipment("GH-2")},
		{Key: "GH-0", About: shipment("GH-0"), At: s.now.Add(-day)},
	} {
		m.Wish = call.ID
		call, err = s.Meet(t.Context(), m)
		require.NoError(t, err)
	}
	require.Equal(t, stats.Share{Yes: 1, Of: 3}, call.Met)
	require.Equal(t, shipment("GH-2"), call.Missed, "the earlier one was told later")
	require.Equal(t, s.now, call.Last)
	_, err = s.Meet(t.Context(), feedback.Meeting{Met: true})
	require.Equal(t, []string{"wish feedback.no_wish"}, problems(t, err))

	kept := all(t, s.Wishes("KH-7"))
	require.Len(t, kept, 2)
	require.Equal(t, []feedback.WishKind{feedback.WishExpectation, feedback.WishPreference}, []feedback.WishKind{kept[0].Kind, kept[1].Kind})
	_, err = storage.Erase(t.Context(), s.store, slices.Concat(care.Schemas(), feedback.Schemas()), "KH-7")
	require.NoError(t, err)
	require.Empty(t, all(t, s.Wishes("KH-7")))
}
