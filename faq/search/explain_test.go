package search

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
)

func TestCodes(t *testing.T) { require.NoError(t, care.CheckCodes(Codes()...)) }

func TestExplainAddsUp(t *testing.T) {
	x := build(t, shop...)
	for _, text := range []string{"baor hanhf noi cơm diện", "Mất phieếu", "NCD-18 mấy lon", "where points", "hóa đơnn"} {
		r, err := x.Search(Query{Text: text})
		require.NoError(t, err)
		for _, hit := range r.Hits {
			e, ok, err := x.Explain(Query{Text: text}, hit.Entry.ID)
			require.NoError(t, err)
			require.True(t, ok)
			require.InDelta(t, hit.Score, e.Score, 1e-5)
			sum := 0.
			for _, reason := range e.Reasons {
				require.NoError(t, reason.Check())
				points, ok := reason.Fact("points")
				require.True(t, ok)
				sum += float64(points.Value().(int64)) / 100
			}
			require.InDelta(t, e.Score, sum, .005*float64(len(e.Reasons)+1), "%s: %s", text, e.Text(care.LangEN))
		}
	}
	e, ok, err := x.Explain(Query{Text: "baor hanhf xyzzyx cơmm"}, "bao-hanh")
	require.NoError(t, err)
	require.True(t, ok)
	require.True(t, e.Understood.Has(CodeDecoded) && e.Understood.Has(CodeUnheard) && e.Understood.Has(CodeCorrected))
	require.Contains(t, e.Text(care.LangVI), "“baor” được đọc theo kiểu gõ Telex hoặc VNI là “bảo”.")
	_, ok, _ = x.Explain(Query{Text: "bảo hành"}, "no such entry")
	require.False(t, ok)
	e, ok, _ = x.Explain(Query{Text: "bảo hành"}, "points")
	require.True(t, ok)
	require.True(t, e.Reasons.Has(CodeAbsent))
}

func TestExcerpt(t *testing.T) {
	s := build(t, shop...).Snapshot()
	text := "“Xin chào quý khách.” Nồi cơm điện được BẢO HÀNH 24 tháng kể từ ngày giao; mất phiếu bảo hành thì chỉ cần số seri. Cảm ơn!"
	e := s.Excerpt(text, "mat phieu", 60)
	require.LessOrEqual(t, len(e.Text(text)), 60)
	require.Contains(t, e.Text(text), "mất phiếu")
	var marked []string
	for _, m := range e.Marks {
		marked = append(marked, text[m.From:m.To])
	}
	require.Equal(t, []string{"mất", "phiếu"}, marked)
	require.Equal(t, text, s.Excerpt(text, "baor hanhf", 1000).Text(text))
	require.Len(t, s.Excerpt(text, "baor hanhf", 1000).Marks, 4)
	require.Empty(t, s.Excerpt(text, "baor hanhf", 0))
	require.True(t, strings.HasPrefix(text, s.Excerpt(text, "zzz", 30).Text(text)))
	require.Empty(t, s.Excerpt("", "bảo hành", 30).Text(""))
}

func FuzzExcerpt(f *testing.F) {
	s := build(f, shop...).Snapshot()
	f.Add("bảo hành NCD-18", "bao hanh ncd18", 5)
	f.Add("\xff\xfe🎉🎉 bảo", "bảo", 3)
	f.Fuzz(func(t *testing.T, text, query string, length int) {
		e := s.Excerpt(text, query, length)
		if e.From < 0 || e.To > len(text) || e.From > e.To || e.To-e.From > max(0, length) {
			t.Fatalf("excerpt %v of %d bytes", e, len(text))
		}
		if utf8.ValidString(text) && !utf8.ValidString(e.Text(text)) {
			t.Fatalf("excerpt %v splits a character", e)
		}
		last := e.From
		for _, m := range e.Marks {
			if m.From < last || m.To > e.To || m.From >= m.To {
				t.Fatalf("marks %v in %v", e.Marks, e)
			}
			last = m.To
		}
	})
}
