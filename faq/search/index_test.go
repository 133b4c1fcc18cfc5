package search

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
)

// shop is a small FAQ.
var shop = []Entry{
	{ID: "bao-hanh", Phrasings: []string{"Nồi cơm điện được bảo hành bao lâu?", "Thời hạn bảo hành nồi cơm là mấy tháng?"}, Answer: "24 tháng kể từ ngày giao hàng."},
	{ID: "mat-phieu", Phrasings: []string{"Mất phiếu bảo hành thì có được bảo hành không?"}, Answer: "Có. Chỉ cần số seri hoặc số điện thoại lúc mua."},
	{ID: "doi-tra", Phrasings: []string{"Tôi muốn đổi trả hàng thì làm thế nào?"}, Answer: "Trong 7 ngày, mang hàng và hóa đơn đến cửa hàng."},
	{ID: "hoa-don", Phrasings: []string{"Làm sao để xuất hóa đơn công ty?"}, Answer: "Gửi mã số thuế trong ngày mua."},
	{ID: "giao-hang", Phrasings: []string{"Bao lâu thì giao hàng đến nơi?"}, Answer: "Nội thành trong ngày, ngoại thành 2 đến 3 ngày."},
	{ID: "ncd-18", Phrasings: []string{"Nồi NCD-18 nấu được mấy lon gạo?"}, Answer: "Tối đa 10 lon."},
	{ID: "ncd-19", Phrasings: []string{"Nồi NCD-19 nấu được mấy lon gạo?"}, Answer: "Tối đa 12 lon."},
	{ID: "points", Lang: care.LangEN, Phrasings: []string{"How do I earn loyalty points?"}, Answer: "Every purchase earns points.", Tags: []Tag{{"channel", "web"}}},
	{ID: "points-shop", Lang: care.LangEN, Phrasings: []string{"Where are my loyalty points?"}, Tags: []Tag{{"channel", "counter"}, {"product", "card"}}},
}

func build(t testing.TB, entries ...Entry) *Index {
	x := New()
	require.NoError(t, x.Put(entries...))
	return x
}

func ids(t testing.TB, s *Snapshot, q Query) (found []string) {
	r, err := s.Search(q)
	require.NoError(t, err)
	for _, h := range r.Hits {
		found = append(found, h.Entry.ID)
	}
	return found
}

func TestFoundHoweverTyped(t *testing.T) {
	s := build(t, shop...).Snapshot()
	for query, want := range map[string]string{
		"bảo hành nồi cơm điện":       "bao-hanh",
		"bao hanh noi com dien":       "bao-hanh",
		"BAO HÀNH nồi com":            "bao-hanh",
		"baor hanhf nooif cowm":       "bao-hanh",
		"bao3 hanh2 noi6 com7":        "bao-hanh",
		"thoi han baoh hanh may thag": "bao-hanh",
		"mat phieu":                   "mat-phieu",
		"hoá đơn công ty":             "hoa-don",
		"giao hàng bao lâu":           "giao-hang",
		"NCD-18":                      "ncd-18",
		"ncd18":                       "ncd-18",
		"ncd 19":                      "ncd-19",
		"NCD19 nấu mấy lon":           "ncd-19",
		"earning loyalty point":       "points",
	} {
		require.Equal(t, want, first(ids(t, s, Query{Text: query})), query)
	}
	require.Empty(t, ids(t, s, Query{Text: "NCD-20"})[2:], "a code is found by its parts, and not taken for another")
}

func first(found []string) string {
	if found == nil {
		return ""
	}
	return found[0]
}

func TestARealSyllableIsNotCorrected(t *testing.T) {
	s := build(t, Entry{ID: "1", Phrasings: []string{"máy giặt"}}, Entry{ID: "2", Phrasings: []string{"máy lạnh"}}).Snapshot()
	require.Empty(t, ids(t, s, Query{Text: "giật"})[1:])
	require.Empty(t, ids(t, s, Query{Text: "lành nghề"})[1:])
	require.Nil(t, ids(t, s, Query{Text: "gian"}), "gian is a syllable, one letter from giat")
	require.Equal(t, []string{"1"}, ids(t, s, Query{Text: "giqt"}))
}

func TestMeant(t *testing.T) {
	s := build(t, shop...).Snapshot()
	for query, want := range map[string]string{
		"bảo hành":             "",
		"bao hanh":             "",
		"baor hanhf nồi":       "bảo hành nồi",
		"Hóa đơnn, công ty?":   "Hóa đơn, công ty?",
		"bao3 hanh2 NCD-18":    "bảo hành NCD-18",
		"xyzzy":                "",
		"loyalti points":       "loyalty points",
		"Mất phieesu bảo hành": "Mất phiếu bảo hành",
	} {
		r, err := s.Search(Query{Text: query})
		require.NoError(t, err)
		require.Equal(t, want, r.Meant, query)
	}
}

// A letter and a digit may be a product code, so that only a query that is typed in VNI keys elsewhere is read so.
func TestAShortCodeIsNotReadAsKeys(t *testing.T) {
	s := build(t, append(slices.Clone(shop),
		Entry{ID: "a54", Phrasings: []string{"Galaxy A54 có chống nước không ạ?"}},
		Entry{ID: "loa", Phrasings: []string{"Loa để ở ngoài trời được không?"}},
		Entry{ID: "y", Phrasings: []string{"Cho tôi góp ý ở đâu?"}})...).Snapshot()
	for query, want := range map[string]string{
		"galaxy a5":         "",
		"loa o7":            "",
		"loa để o7 đâu, a5": "",
		"a5 o7 y1":          "",
		"go1p y1 o73 d9a6u": "góp ý ở đâu",
		"y1 gop1":           "ý góp",
		"o73 d9a6u go1p":    "ở đâu góp",
	} {
		r, err := s.Search(Query{Text: query})
		require.NoError(t, err)
		require.Equal(t, want, r.Meant, query)
	}
	require.Equal(t, "a54", first(ids(t, s, Query{Text: "galaxy a5"})))
}

func TestFilters(t *testing.T) {
	s := build(t, shop...).Snapshot()
	q := Query{Text: "loyalty points"}
	require.ElementsMatch(t, []string{"points", "points-shop"}, ids(t, s, q))
	q.Lang = care.LangVI
	require.Empty(t, ids(t, s, q))
	q.Lang = care.LangEN
	q.Tags = []Tag{{"channel", "counter"}}
	require.Equal(t, []string{"points-shop"}, ids(t, s, q))
	q.Tags = []Tag{{"channel", "counter"}, {"channel", "web"}}
	require.ElementsMatch(t, []string{"points", "points-shop"}, ids(t, s, q))
	q.Tags = []Tag{{"product", "radio"}}
	require.Equal(t, []string{"points"}, ids(t, s, q), "what is for every product")
	q.Lang, q.Tags = care.LangVI, []Tag{{"channel", "phone"}}
	q.Text = "hóa đơn"
	require.Equal(t, "hoa-don", first(ids(t, s, q)), "without a language it is for all")
}

func TestBadQueries(t *testing.T) {
	s := build(t, shop...).Snapshot()
	for _, text := range []string{"", "   \n", "🎉🎉", "\xff\xfe", "?!.,", strings.Repeat("\u0301", 1000), "ضمان الأرز", "\u202Eabc"} {
		r, err := s.Search(Query{Text: text})
		require.NoError(t, err)
		require.Empty(t, r.Hits, "%q", text)
	}
	for _, q := range []Query{{Text: strings.Repeat("bảo hành ", 100_000)}, {Text: "a", Limit: -1}, {Text: "a", Limit: MaxHits + 1}} {
		_, err := s.Search(q)
		invalid, ok := errors.AsType[*care.Invalid](err)
		require.True(t, ok)
		require.Len(t, invalid.Problems, 1)
	}
	require.NotEmpty(t, ids(t, s, Query{Text: strings.Repeat("bảo hành a1 ", 160)}))
	require.Empty(t, ids(t, New().Snapshot(), Query{Text: "bảo hành"}))
}

func TestBadEntries(t *testing.T) {
	x := build(t, shop...)
	long := strings.Repeat("x", MaxText+1)
	err := x.Put(Entry{ID: "good", Phrasings: []string{"x"}}, Entry{}, Entry{ID: "long", Phrasings: []string{"a", long}, Answer: long})
	invalid, ok := errors.AsType[*care.Invalid](err)
	require.True(t, ok)
	var paths []string
	for _, p := range invalid.Problems {
		paths = append(paths, p.Path)
	}
	require.Equal(t, []string{"entries[1].id", "entries[1].phrasings", "entries[2].phrasings[1]", "entries[2].answer"}, paths)
	require.Equal(t, len(shop), x.Snapshot().Len())
}

// TestReplacedAndRemoved checks that an index with a history answers as one that was made of what is left, down to the scores.
func TestReplacedAndRemoved(t *testing.T) {
	words := strings.Fields("bảo hành nồi cơm điện giao hàng đổi trả hóa đơn phiếu NCD-18 NCD-19 ban bàn bán bạn máy giặt lạnh lọc nước charge charges")
	r := rand.New(rand.NewPCG(1, 2))
	text := func() string {
		var b []string
		for range 2 + r.IntN(8) {
			b = append(b, words[r.IntN(len(words))])
		}
		return strings.Join(b, " ")
	}
	x, left := New(), map[string]Entry{}
	steps := 6000 // enough for the index to clear itself
	if testing.Short() {
		steps = 1500
	}
	for step := range steps {
		id := fmt.Sprint(r.IntN(60))
		if r.IntN(5) == 0 {
			x.Remove(id, "never there")
			delete(left, id)
		} else {
			left[id] = Entry{ID: id, Phrasings: []string{text(), text()}, Answer: text()}
			require.NoError(t, x.Put(left[id]))
		}
		if step%500 != 499 {
			continue
		}
		var all []Entry
		for _, e := range left {
			all = append(all, e)
		}
		fresh := build(t, all...)
		for range 50 {
			q := Query{Text: text(), Limit: 60}
			want, err := fresh.Search(q)
			require.NoError(t, err)
			got, err := x.Search(q)
			require.NoError(t, err)
			require.Equal(t, len(want.Hits), len(got.Hits))
			for i := range want.Hits {
				require.Equal(t, want.Hits[i].Entry.ID, got.Hits[i].Entry.ID)
				require.InDelta(t, want.Hits[i].Score, got.Hits[i].Score, 1e-4)
			}
		}
	}
	require.Less(t, len(x.Snapshot().docs), 2000)
}

func TestASnapshotStays(t *testing.T) {
	x := build(t, shop...)
	before := x.Snapshot()
	x.Remove("bao-hanh")
	require.NoError(t, x.Put(Entry{ID: "moi", Phrasings: []string{"Bảo hành nồi cơm điện mới"}}))
	q := Query{Text: "bảo hành nồi cơm điện", Limit: 3}
	require.Contains(t, ids(t, before, q), "bao-hanh")
	require.NotContains(t, ids(t, before, q), "moi")
	require.Contains(t, ids(t, x.Snapshot(), q), "moi")
	require.NotContains(t, ids(t, x.Snapshot(), q), "bao-hanh")
}

// TestSearchWhilePutting has readers check, under the race detector, that they see whole states: of two entries that are always put together with the
// same text, both or none.
func TestSearchWhilePutting(t *testing.T) {
	x := New()
	var readers sync.WaitGroup
	stop := make(chan struct{})
	for range 4 {
		readers.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				r, err := x.Search(Query{Text: "câu hỏi chung baor hanhf cauu", Limit: 100})
				if err != nil {
					t.Error(err)
				}
				texts := map[string]int{}
				for _, h := range r.Hits {
					texts[h.Entry.Phrasings[0]]++
				}
				for text, n := range texts {
					if n != 2 {
						t.Errorf("%q is there %d times", text, n)
					}
				}
			}
		})
	}
	for i := range 300 {
		text := fmt.Sprintf("câu hỏi chung số %d bảo hành w%d", i, i)
		n := i % 20
		require.NoError(t, x.Put(Entry{ID: fmt.Sprint("a", n), Phrasings: []string{text}}, Entry{ID: fmt.Sprint("b", n), Phrasings: []string{text}}))
		if i%7 == 0 {
			x.Remove(fmt.Sprint("a", n), fmt.Sprint("b", n))
		}
	}
	close(stop)
	readers.Wait()
}

func TestTheOrderIsThatOfIDsWhereScoresAreEqual(t *testing.T) {
	var entries []Entry
	for i := range 200 {
		entries = append(entries, Entry{ID: fmt.Sprintf("%03d", i), Phrasings: []string{"câu hỏi giống nhau"}})
	}
	want := ids(t, build(t, entries...).Snapshot(), Query{Text: "giống nhau", Limit: 50})
	require.Equal(t, "000", want[0])
	require.True(t, slices.IsSorted(want))
	rand.Shuffle(len(entries), func(i, j int) { entries[i], entries[j] = entries[j], entries[i] })
	require.Equal(t, want, ids(t, build(t, entries...).Snapshot(), Query{Text: "giống nhau", Limit: 50}))
}

func TestASearchAllocatesLittle(t *testing.T) {
	if testing.Short() {
		t.Skip("the race detector, which runs the short tests, empties pools")
	}
	s := build(t, shop...).Snapshot()
	for _, text := range []string{"bao hanh noi com dien", "Mất phiếu bảo hành thì có được bảo hành không?", "NCD-18"} {
		n := testing.AllocsPerRun(100, func() {
			if _, err := s.Search(Query{Text: text}); err != nil {
				t.Fatal(err)
			}
		})
		require.LessOrEqual(t, n, 2., text)
	}
	n := testing.AllocsPerRun(100, func() { _, _ = s.Search(Query{Text: "baor hanhf nooif cowmm ddieenj"}) })
	require.LessOrEqual(t, n, 5., "with keys to decode and slips to correct")
}

func FuzzSearch(f *testing.F) {
	x := build(f, shop...)
	for _, text := range []string{"bảo hành", "baor hanhf", "NCD-18", "\xff", "a\u0301", "1.2.3", "d9u7o7c5 d9u7o7c5", "nnồi coơm"} {
		f.Add(text, text)
	}
	f.Fuzz(func(t *testing.T, text, entry string) {
		if _, err := x.Search(Query{Text: text}); err != nil && len(text) <= MaxQuery {
			t.Fatal(err)
		}
		y := New()
		err := y.Put(Entry{ID: "1", Phrasings: []string{entry}}, Entry{ID: "2", Phrasings: []string{text}})
		if err != nil && len(entry) <= MaxText && len(text) <= MaxText {
			t.Fatal(err)
		}
		if _, err := y.Search(Query{Text: text}); err != nil && len(text) <= MaxQuery {
			t.Fatal(err)
		}
	})
}
