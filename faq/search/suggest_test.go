package search

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestSuggestWhileTyping(t *testing.T) {
	s := build(t, shop...).Snapshot()
	suggest := func(text string) string {
		hits, err := s.Suggest(Query{Text: text})
		require.NoError(t, err)
		if len(hits) == 0 {
			return ""
		}
		return hits[0].Entry.ID
	}
	for text, want := range map[string]string{
		"mất ph": "mat-phieu", "mat phi": "mat-phieu", "đổi t": "doi-tra", "doi tr": "doi-tra", "NCD-1": "ncd-18", "ncd19": "ncd-19",
		"where loyalty poi": "points-shop", "hoas ddown coong": "hoa-don", "": "", "   ": "", "zzz": "", "bao lau thi gia": "giao-hang",
	} {
		require.Equal(t, want, suggest(text), "%q", text)
	}
	_, err := s.Suggest(Query{Text: strings.Repeat("a", MaxQuery+1)})
	require.Error(t, err)
	hits, err := New().Suggest(Query{Text: "mat"})
	require.NoError(t, err)
	require.Empty(t, hits)

	// Every beginning of a question suggests something, and the whole question the entry itself.
	for _, e := range shop {
		question := []rune(e.Phrasings[0])
		for n := range question {
			hits, err := s.Suggest(Query{Text: string(question[:n+1])})
			require.NoError(t, err)
			require.NotEmpty(t, hits, "%q", string(question[:n+1]))
		}
		require.Equal(t, e.ID, suggest(e.Phrasings[0]))
	}
}
