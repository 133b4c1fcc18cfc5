package faq_test

import (
	"bytes"
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/sla"
	"github.com/chamsoc/chamsoc/faq"
	"github.com/chamsoc/chamsoc/storage"
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

// hooked is a store whose readers run something behind a read of a collection, and count the entries that they give.
type hooked struct {
	storage.Store
	behind  func(collection string) error
	entries int
}

func (h *hooked) View(ctx context.Context, fn func(context.Context, storage.Reader) error) error {
	return h.Store.View(ctx, func(ctx context.Context, r storage.Reader) error { return fn(ctx, hookedReader{r, h}) })
}

type hookedReader struct {
	storage.Reader
	h *hooked
}

func (r hookedReader) Scan(ctx context.Context, s *storage.Schema, q storage.Query) (storage.Page[storage.Record], error) {
	page, err := r.Reader.Scan(ctx, s, q)
	if s.Name == "faq_entry" {
		r.h.entries += len(page.Items)
	}
	if err == nil && r.h.behind != nil {
		err = r.h.behind(s.Name)
	}
	return page, err
}

// A search that another one overtakes while something is published does not take the store for an older backup, and all entries for gone.
func TestASearchThatIsOvertakenReadsNothingAgain(t *testing.T) {
	s := newShop(t, faq.Config{})
	h := &hooked{Store: s.store}
	s.finder = faq.NewFinder(h)
	s.publish(t, draft("bao-hanh", "Bảo hành bao lâu?", "24 tháng."))
	s.find(t, "bao hanh")
	require.Equal(t, 1, h.entries)
	h.behind = func(string) error {
		h.behind = nil // once, behind the first read of the count
		s.publish(t, draft("doi-tra", "Đổi trả thế nào?", "Trong 7 ngày."))
		s.find(t, "doi tra")
		return nil
	}
	require.Len(t, s.find(t, "bao hanh").Hits, 1)
	require.Equal(t, 2, h.entries, "each entry was read once")
}

// What another process recorded earlier and committed later is grouped all the same, and once.
func TestAQuestionCommittedLateIsGrouped(t *testing.T) {
	s := newShop(t, faq.Config{})
	now := s.now.Add(-5 * time.Minute)
	slow, err := faq.New(s.store, faq.Config{Env: care.Env{Now: func() time.Time { return now }}})
	require.NoError(t, err)
	s.capture(t, faq.Capture{Text: "Bao giờ giao hàng?"})
	s.capture(t, faq.Capture{Text: "Nồi cơm nấu được mấy lon gạo?"}) // the finder has read the first
	late, err := slow.Capture(t.Context(), faq.NewFinder(s.store), faq.Capture{Text: "Có trả góp không?"})
	require.NoError(t, err)
	s.now = s.now.Add(time.Minute)
	s.capture(t, faq.Capture{Text: "Mấy giờ mở cửa?"}) // time has passed
	for range 2 {
		require.Equal(t, late.Group, s.capture(t, faq.Capture{Text: "co tra gop khong"}).Group)
	}
	require.Len(t, collect(t, s.Groups(faq.Open)), 4)
}

// What was read before an error is not half taken in.
func TestAReadThatFailsChangesNothing(t *testing.T) {
	s := newShop(t, faq.Config{})
	h := &hooked{Store: s.store}
	s.finder = faq.NewFinder(h)
	for i := range storage.MaxPage + 1 {
		s.publish(t, draft(fmt.Sprint("x", i), fmt.Sprint("Câu hỏi thứ ", i), "Trả lời."))
	}
	s.find(t, "cau hoi")
	for i := range storage.MaxPage + 1 {
		_, err := s.Move(t.Context(), faq.Move{Code: faq.EntryCode(fmt.Sprint("x", i)), To: faq.Retired})
		require.NoError(t, err)
	}
	pages := 0
	h.behind = func(collection string) error {
		if collection == "faq_entry" {
			if pages++; pages == 2 {
				return context.Canceled
			}
		}
		return nil
	}
	_, err := s.finder.Search(t.Context(), faq.Query{Text: "cau hoi"})
	require.ErrorIs(t, err, context.Canceled)
	h.behind = nil
	require.Empty(t, s.find(t, "cau hoi").Hits)
	require.Zero(t, s.find(t, "cau hoi").Confidence, "nothing is left in the index")
}
