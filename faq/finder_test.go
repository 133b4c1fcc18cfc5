package faq_test

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/sla"
	"github.com/chamsoc/chamsoc/faq"
	"github.com/chamsoc/chamsoc/storage/memory"
	"github.com/chamsoc/chamsoc/storage/queue"
)

// Two tenants of one store: nothing of one is shown, recorded or grouped in the name of the other.
func TestAFinderServesItsOwnTenantOnly(t *testing.T) {
	tenants, err := memory.New(append(append(append(queue.Schemas(), care.Schemas()...), sla.Schemas()...), faq.Schemas()...)...)
	require.NoError(t, err)
	of := func(name string) *shop {
		service, err := faq.New(tenants.ForTenant(name), faq.Config{})
		require.NoError(t, err)
		return &shop{Service: service, store: tenants.ForTenant(name), finder: faq.NewFinder(tenants.ForTenant(name))}
	}
	a, b := of("a"), of("b")
	foreign := func(asks *shop, finder *faq.Finder) {
		t.Helper()
		_, answer, err := asks.Ask(t.Context(), finder, faq.Asking{Query: faq.Query{Text: "Bảo hành bao lâu?"}})
		require.ErrorIs(t, err, faq.ErrForeignFinder)
		require.Empty(t, answer)
		require.Empty(t, collect(t, asks.Asks("")))
		_, err = asks.Capture(t.Context(), finder, faq.Capture{Text: "Bao giờ giao hàng?"})
		require.ErrorIs(t, err, faq.ErrForeignFinder)
		require.Empty(t, collect(t, asks.Questions(faq.Open)))
	}
	a.publish(t, draft("bao-hanh", "Bảo hành bao lâu?", "24 tháng."))
	foreign(b, a.finder) // b has published nothing yet
	foreign(b, a.finder)
	b.publish(t, draft("bao-hanh", "Bảo hành bao lâu?", "12 tháng."))
	foreign(b, a.finder)
	foreign(a, b.finder)

	_, answer, err := b.Ask(t.Context(), b.finder, faq.Asking{Query: faq.Query{Text: "Bảo hành bao lâu?"}})
	require.NoError(t, err)
	require.Equal(t, "12 tháng.", answer.Hits[0].Answer)

	var file bytes.Buffer
	require.NoError(t, a.finder.Save(&file))
	for _, own := range []*shop{b, of("new")} {
		f := faq.NewFinder(own.store)
		require.NoError(t, f.Load(bytes.NewReader(file.Bytes())))
		answer, err := f.Search(t.Context(), faq.Query{Text: "Bảo hành bao lâu?"})
		require.NoError(t, err)
		for _, h := range answer.Hits {
			require.Equal(t, "12 tháng.", h.Answer, "what the file of another tenant had")
		}
	}
}

// Before anything is published only the groups tell two stores apart.
func TestNoGroupOfAnotherTenantIsCountedIn(t *testing.T) {
	a, b := newShop(t, faq.Config{}), newShop(t, faq.Config{})
	a.capture(t, faq.Capture{Text: "Bao giờ giao hàng?"})
	_, err := b.Capture(t.Context(), a.finder, faq.Capture{Text: "bao gio giao hang"})
	require.ErrorIs(t, err, faq.ErrForeignFinder)
}

func TestFinders(t *testing.T) {
	var all faq.Finders
	a, b := newShop(t, faq.Config{}), newShop(t, faq.Config{})
	a.publish(t, draft("x", "Bảo hành bao lâu?", "24 tháng."))
	require.Same(t, all.For("a", a.store), all.For("a", a.store))
	require.NotSame(t, all.For("a", a.store), all.For("b", b.store))
	answer, err := all.For("a", a.store).Search(t.Context(), faq.Query{Text: "bao hanh"})
	require.NoError(t, err)
	require.Len(t, answer.Hits, 1)
}

func TestExcerptOfAnAnswer(t *testing.T) {
	s := newShop(t, faq.Config{})
	s.publish(t, draft("doi-tra", "Đổi trả thế nào?", "Hàng nguyên hộp. Anh chị được đổi trả trong 7 ngày kể từ ngày nhận. Nhớ mang hóa đơn."))
	answer := s.find(t, "doi tra may ngay").Hits[0].Answer
	e := s.finder.Excerpt(answer, "doi tra may ngay", 60)
	require.Contains(t, e.Text(answer), "đổi trả trong 7 ngày")
	require.LessOrEqual(t, len(e.Text(answer)), 60)
	marked := map[string]bool{}
	for _, m := range e.Marks {
		marked[answer[m.From:m.To]] = true
	}
	require.True(t, marked["đổi"] && marked["trả"] && marked["ngày"], "%v", marked)
	require.False(t, marked["trong"])
}
