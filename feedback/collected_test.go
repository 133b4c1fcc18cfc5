package feedback_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/feedback"
)

func TestCountsFromATerminalJoinThoseOfAnswers(t *testing.T) {
	s := newShop(t, feedback.Fatigue{})
	s.answer(feedback.Reply{Invitation: s.invite(delivery("KH-1", "GH-1")).ID, Points: map[string]int{"all": 4}})
	faces := feedback.Counts{Asked: 70, Dismissed: 10, Points: [11]int64{1: 5, 3: 20, 5: 30}}
	cell := feedback.Cell{Survey: "after", Question: "all", Kind: feedback.KindCSAT, Month: calendar.MustDate(2026, 8, 1), Place: "CH-HN"}
	for range 2 {
		require.NoError(t, s.Collect(t.Context(), feedback.Collected{Key: "terminal 7, August", Cells: []feedback.CollectedCell{{Cell: cell, Counts: faces}}}))
	}
	require.Equal(t, feedback.Counts{Asked: 71, Dismissed: 10, Points: [11]int64{1: 5, 3: 20, 4: 1, 5: 30}}, s.counts("all"))
}

func TestImpossibleCountsAreRefused(t *testing.T) {
	s := newShop(t, feedback.Fatigue{})
	good := feedback.CollectedCell{
		Cell:   feedback.Cell{Survey: "after", Question: "all", Kind: feedback.KindCSAT, Month: calendar.MustDate(2026, 8, 1)},
		Counts: feedback.Counts{Asked: 3, Points: [11]int64{5: 3}},
	}
	bad := make([]feedback.CollectedCell, 6)
	for i := range bad {
		bad[i] = good
	}
	bad[0].Counts.Points[0] = 1
	bad[1].Counts.Asked = 2
	bad[2].Counts.Dismissed = -1
	bad[3].Cell.Month = calendar.MustDate(2026, 8, 2)
	bad[4].Cell.Kind = feedback.KindText
	bad[5].Cell.Question = ""
	err := s.Collect(t.Context(), feedback.Collected{Cells: bad})
	require.Equal(t, []string{
		"key care.missing", "cells[0].points feedback.off_scale", "cells[1].asked feedback.collected", "cells[2].asked feedback.collected", "cells[3].month care.date_form",
		"cells[4].kind care.unreadable", "cells[5].question care.missing",
	}, problems(t, err))
	require.Zero(t, s.counts("all"))
}
