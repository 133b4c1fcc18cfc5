package faq_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/care/sla"
	"github.com/chamsoc/chamsoc/faq"
	"github.com/chamsoc/chamsoc/faq/search"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/memory"
	"github.com/chamsoc/chamsoc/storage/queue"
)

// shop is a service on a new store, whose clock the test moves.
type shop struct {
	faq.Service
	store  storage.Store
	finder *faq.Finder
	now    time.Time
}

func newShop(t testing.TB, c faq.Config) *shop {
	s := &shop{now: time.Date(2026, 11, 22, 2, 0, 0, 0, time.UTC)}
	var schemas []*storage.Schema
	for _, part := range [][]*storage.Schema{queue.Schemas(), care.Schemas(), sla.Schemas(), faq.Schemas()} {
		schemas = append(schemas, part...)
	}
	tenants, err := memory.New(schemas...)
	require.NoError(t, err)
	s.store = tenants.ForTenant("")
	c.Env.Now = func() time.Time { s.now = s.now.Add(time.Second); return s.now }
	s.Service, err = faq.New(s.store, c)
	require.NoError(t, err)
	s.finder = faq.NewFinder(s.store)
	return s
}

func draft(code, question, answer string, phrasings ...string) faq.Draft {
	return faq.Draft{
		Code: code, Owner: "hoa", Review: "2027-05-01",
		Texts: []faq.Text{{Lang: care.LangVI, Question: question, Phrasings: phrasings, Answer: answer}},
	}
}

// publish takes a draft all the way.
func (s *shop) publish(t testing.TB, d faq.Draft) (e faq.Entry) {
	_, err := s.Save(t.Context(), d)
	require.NoError(t, err)
	for _, to := range []faq.Status{faq.Approved, faq.Published} {
		e, err = s.Move(t.Context(), faq.Move{Code: faq.EntryCode(d.Code), To: to, By: "lan"})
		require.NoError(t, err)
	}
	return e
}

func (s *shop) find(t testing.TB, text string) faq.Answer {
	a, err := s.finder.Search(t.Context(), faq.Query{Text: text})
	require.NoError(t, err)
	return a
}

func refused(t testing.TB, err error, path string, code *care.Code) {
	t.Helper()
	invalid, ok := errors.AsType[*care.Invalid](err)
	require.Truef(t, ok, "%v", err)
	for _, p := range invalid.Problems {
		require.NoError(t, p.Reason.Check())
		if p.Path == path && p.Reason.Is(code) {
			return
		}
	}
	t.Fatalf("%v has no problem %s at %s", err, code.ID(), path)
}

func collect[T any](t testing.TB, l storage.List[T]) (all []T) {
	for v, err := range l.All(t.Context()) {
		require.NoError(t, err)
		all = append(all, v)
	}
	return all
}

func TestCodes(t *testing.T) { require.NoError(t, care.CheckCodes(faq.Codes()...)) }

func TestNewNeedsAStore(t *testing.T) {
	_, err := faq.New(nil, faq.Config{})
	require.ErrorContains(t, err, "store is nil")
	_, err = faq.New(newShop(t, faq.Config{}).store, faq.Config{Scan: -1})
	require.Error(t, err)
}

func TestWhatCustomersSeeIsWhatWasPublished(t *testing.T) {
	s := newShop(t, faq.Config{})
	require.True(t, s.find(t, "bảo hành").Unanswered, "before anything was published")
	e := s.publish(t, draft("bao-hanh", "Bảo hành nồi cơm bao lâu?", "24 tháng."))
	require.Equal(t, 1, e.Edition)
	require.Equal(t, "24 tháng.", s.find(t, "baor hanhf nooif cowm bao laau").Hits[0].Answer)

	// New words are not shown before they are published.
	e, err := s.Save(t.Context(), draft("bao-hanh", "Bảo hành nồi cơm bao lâu?", "36 tháng."))
	require.NoError(t, err)
	require.Equal(t, faq.Drafted, e.Status)
	require.Equal(t, "24 tháng.", s.find(t, "bao hanh").Hits[0].Answer)
	s.publish(t, draft("bao-hanh", "Bảo hành nồi cơm bao lâu?", "36 tháng."))
	require.Equal(t, "36 tháng.", s.find(t, "bao hanh").Hits[0].Answer)
	e, err = s.Move(t.Context(), faq.Move{Code: "bao-hanh", To: faq.Retired})
	require.NoError(t, err)
	require.Empty(t, s.find(t, "bao hanh").Hits)

	all := collect(t, s.Editions(e.ID))
	require.Len(t, all, 2)
	require.Equal(t, "24 tháng.", all[0].Texts[0].Answer)
	require.Equal(t, care.StaffRef("lan"), all[1].By)
	require.Len(t, collect(t, s.Entries(faq.Retired)), 1)
	require.Len(t, collect(t, s.Owned("hoa")), 1)
}

func TestAnotherProcessSeesIt(t *testing.T) {
	s := newShop(t, faq.Config{})
	other := faq.NewFinder(s.store)
	for i := range 250 { // more than a page
		s.publish(t, draft(fmt.Sprint("e", i), fmt.Sprintf("Câu hỏi số %d về w%dx?", i, i), "Có."))
	}
	a, err := other.Search(t.Context(), faq.Query{Text: "w249x"})
	require.NoError(t, err)
	require.Equal(t, faq.EntryCode("e249"), a.Hits[0].Code)
	s.publish(t, draft("e7", "Câu hỏi khác hẳn zyx1", "Có."))
	a, err = other.Search(t.Context(), faq.Query{Text: "zyx1"})
	require.NoError(t, err)
	require.Equal(t, faq.EntryCode("e7"), a.Hits[0].Code)
	a, err = other.Search(t.Context(), faq.Query{Text: "w7x"})
	require.NoError(t, err)
	require.Empty(t, a.Hits)
}

func TestStepsInOrder(t *testing.T) {
	s := newShop(t, faq.Config{})
	_, err := s.Save(t.Context(), faq.Draft{Code: "a", Texts: []faq.Text{{Lang: care.LangVI, Question: "Hỏi?"}}})
	require.NoError(t, err)
	_, err = s.Move(t.Context(), faq.Move{Code: "a", To: faq.Published})
	refused(t, err, "to", faq.CodeStep)
	_, err = s.Move(t.Context(), faq.Move{Code: "a", To: faq.Approved})
	for _, path := range []string{"owner", "review", "texts[0].answer"} {
		refused(t, err, path, care.CodeMissing)
	}
	_, err = s.Move(t.Context(), faq.Move{Code: "b", To: faq.Approved})
	refused(t, err, "code", faq.CodeGone)
	_, err = s.Save(t.Context(), faq.Draft{Version: 9, Code: "a", Texts: []faq.Text{{Lang: care.LangVI, Question: "Hỏi?"}}})
	require.ErrorIs(t, err, care.ErrStale)
	_, err = s.Save(t.Context(), faq.Draft{Texts: []faq.Text{{Lang: "vi", Question: "x"}, {Lang: "vi"}, {Lang: "xx", Question: "y"}}, Scope: faq.Scope{Channels: []care.Channel{"smoke"}}})
	refused(t, err, "code", care.CodeMissing)
	refused(t, err, "texts[1].lang", faq.CodeLangTwice)
	refused(t, err, "texts[1].question", care.CodeMissing)
	refused(t, err, "texts[2].lang", care.CodeUnknownWord)
	refused(t, err, "scope.channels", care.CodeUnknownWord)
	_, err = s.Entry(t.Context(), "nope")
	refused(t, err, "code", faq.CodeGone)
}

func TestScopeAndLanguage(t *testing.T) {
	s := newShop(t, faq.Config{})
	d := draft("diem", "Tích điểm thế nào?", "Mỗi hóa đơn được cộng điểm.")
	d.Texts = append(d.Texts, faq.Text{Lang: care.LangEN, Question: "How do I earn loyalty points?", Answer: "Every purchase earns points."})
	d.Scope = faq.Scope{Products: []care.ProductRef{"THE"}, Channels: []care.Channel{care.ChannelWeb}}
	s.publish(t, d)
	s.publish(t, draft("diem-2", "Điểm tích được có hết hạn không?", "Sau 12 tháng."))
	ask := func(q faq.Query) (codes []string, a faq.Answer) {
		a, err := s.finder.Search(t.Context(), q)
		require.NoError(t, err)
		for _, h := range a.Hits {
			codes = append(codes, string(h.Code)+" "+string(h.Lang))
		}
		return codes, a
	}
	codes, a := ask(faq.Query{Text: "tích điểm", Lang: care.LangEN})
	require.Equal(t, []string{"diem en", "diem-2 vi"}, codes, "found in Vietnamese, shown in English where there is English")
	require.True(t, a.Reasons.Has(faq.CodeOtherLang))
	codes, _ = ask(faq.Query{Text: "loyalty points"})
	require.Equal(t, []string{"diem vi"}, codes)
	codes, _ = ask(faq.Query{Text: "tích điểm", Product: "NOI"})
	require.Equal(t, []string{"diem-2 vi"}, codes)
	codes, _ = ask(faq.Query{Text: "tích điểm", Product: "THE", Channel: care.ChannelWeb, Segment: "vip", Event: "tet"})
	require.Len(t, codes, 2)
	_, err := s.finder.Search(t.Context(), faq.Query{Text: "x", Limit: 51})
	require.Error(t, err)
	e, err := s.finder.Explain(t.Context(), "tich diem", "diem")
	require.NoError(t, err)
	require.Len(t, e, 2)
	require.Greater(t, e[care.LangVI].Score, e[care.LangEN].Score)
}

func TestAskAndSettle(t *testing.T) {
	s := newShop(t, faq.Config{})
	s.publish(t, draft("bao-hanh", "Bảo hành nồi cơm bao lâu?", "24 tháng."))
	s.publish(t, draft("doi-tra", "Đổi trả hàng thế nào?", "Trong 7 ngày."))
	from := s.now
	asking := faq.Asking{Key: "k1", Query: faq.Query{Text: "bao hanh noi com bao lau", Channel: care.ChannelWeb}, Customer: "KH-7"}
	asked, answer, err := s.Ask(t.Context(), s.finder, asking)
	require.NoError(t, err)
	require.Equal(t, faq.EntryCode("bao-hanh"), answer.Hits[0].Code)
	require.False(t, answer.Unanswered)
	require.Equal(t, faq.EntryCode("bao-hanh"), asked.Shown[0])
	again, _, err := s.Ask(t.Context(), s.finder, asking)
	require.NoError(t, err)
	require.Equal(t, asked.ID, again.ID)

	_, err = s.Settle(t.Context(), faq.Settlement{Asked: asked.ID})
	refused(t, err, "helped", care.CodeMissing)
	_, err = s.Settle(t.Context(), faq.Settlement{Asked: asked.ID, Chosen: "bao-hanh"})
	require.NoError(t, err)
	settled, err := s.Settle(t.Context(), faq.Settlement{Asked: asked.ID, Helped: "no", Why: "unclear"})
	require.NoError(t, err)
	require.Equal(t, faq.EntryCode("bao-hanh"), settled.Chosen)
	_, err = s.Settle(t.Context(), faq.Settlement{Asked: asked.ID, Helped: "yes"})
	refused(t, err, "helped", faq.CodeSettled)

	unknown, answer, err := s.Ask(t.Context(), s.finder, faq.Asking{Query: faq.Query{Text: "có tuyển nhân viên bán thời gian không"}})
	require.NoError(t, err)
	require.True(t, unknown.Unanswered && answer.Reasons.Has(faq.CodeUnanswered))
	_, err = s.Settle(t.Context(), faq.Settlement{Asked: unknown.ID, Helped: "yes", Chosen: "doi-tra"})
	require.NoError(t, err)

	n, err := s.Numbers(t.Context(), from, s.now.Add(time.Hour))
	require.NoError(t, err)
	require.Equal(t, faq.Numbers{Asked: 2, Unanswered: 1, Opened: 2, Helped: 1, Failed: 1, Whys: map[faq.Why]int{faq.Unclear: 1}}, n)
	require.Equal(t, faq.Share{Part: 1, Of: 2}, n.Deflected())
	require.Len(t, collect(t, s.Ratings("bao-hanh")), 1)
	require.Len(t, collect(t, s.Asks("KH-7")), 1)
	require.Equal(t, n, faq.Count(collect(t, s.Asks(""))))
}

// TestSearchWritesNothing fails on any write while searching.
func TestSearchWritesNothing(t *testing.T) {
	s := newShop(t, faq.Config{})
	s.publish(t, draft("bao-hanh", "Bảo hành nồi cơm bao lâu?", "24 tháng."))
	finder := faq.NewFinder(readOnly{s.store})
	a, err := finder.Search(t.Context(), faq.Query{Text: "bảo hành"})
	require.NoError(t, err)
	require.NotEmpty(t, a.Hits)
}

type readOnly struct{ storage.Store }

func (readOnly) Update(context.Context, func(context.Context, storage.Tx) error) error {
	return errors.New("a search wrote")
}

func (s *shop) capture(t testing.TB, c faq.Capture) faq.Question {
	q, err := s.Capture(t.Context(), s.finder, c)
	require.NoError(t, err)
	return q
}

func TestCapturedQuestionsAreAnsweredGroupedAndPromoted(t *testing.T) {
	s := newShop(t, faq.Config{Owner: "truc-ban", ProposeAt: 3})
	first := s.capture(t, faq.Capture{
		Key: "mail-1", Text: "Bao giờ hàng của tôi được giao?", Lang: "vi", Channel: "email", Customer: "KH-7", About: care.About{Kind: "desk.case", Ref: "C-1"},
	})
	require.Equal(t, care.StaffRef("truc-ban"), first.Owner)
	require.Equal(t, first.At.Add(48*time.Hour), first.Due)
	require.True(t, first.Late(first.Due.Add(1)) && !first.Late(first.Due))
	again := s.capture(t, faq.Capture{
		Key: "mail-1", Text: "Bao giờ hàng của tôi được giao?", Lang: "vi", Channel: "email", Customer: "KH-7", About: care.About{Kind: "desk.case", Ref: "C-1"},
	})
	require.Equal(t, first.ID, again.ID)
	other := s.capture(t, faq.Capture{Text: "Máy giặt kêu to khi vắt"})
	require.NotEqual(t, first.Group, other.Group)
	require.Equal(t, first.Group, s.capture(t, faq.Capture{Text: "hang cua toi bao gio giao"}).Group)
	s.finder = faq.NewFinder(s.store) // another process
	require.Equal(t, first.Group, s.capture(t, faq.Capture{Text: "Bao giờ giao hàng cho tôi?"}).Group)

	proposed := collect(t, s.Groups(faq.Proposed))
	require.Len(t, proposed, 1)
	require.Equal(t, 3, proposed[0].Count)
	require.Len(t, proposed[0].Examples, 3)
	require.Len(t, collect(t, s.QuestionsIn(first.Group)), 3)

	_, err := s.DismissGroup(t.Context(), first.Group, faq.Decision{})
	refused(t, err, "note", care.CodeMissing)
	g, err := s.DismissGroup(t.Context(), first.Group, faq.Decision{Note: "đã có trên trang web", By: "lan"})
	require.NoError(t, err)
	require.Equal(t, faq.Dismissed, g.State)
	_, err = s.Promote(t.Context(), faq.Promotion{Group: first.Group, Code: "giao-hang"})
	refused(t, err, "group", faq.CodeNotOpen)
	g, err = s.ReopenGroup(t.Context(), first.Group, faq.Decision{Note: "vẫn hỏi nhiều"})
	require.NoError(t, err)
	require.Len(t, g.Steps, 4, "opened, proposed, dismissed, reopened")

	e, err := s.Promote(t.Context(), faq.Promotion{Group: first.Group, Code: "giao-hang", Answer: "Trong 2 ngày.", Owner: "hoa", Review: "2027-01-01", By: "lan"})
	require.NoError(t, err)
	require.Equal(t, faq.Drafted, e.Status)
	require.Equal(t, "Bao giờ hàng của tôi được giao?", e.Texts[0].Question)
	require.Len(t, e.Texts[0].Phrasings, 2)
	_, err = s.Promote(t.Context(), faq.Promotion{Group: other.Group, Code: "giao-hang"})
	refused(t, err, "code", faq.CodeTaken)

	_, err = s.Reply(t.Context(), faq.Reply{Question: first.ID, Entry: "giao-hang"})
	refused(t, err, "entry", faq.CodeNotPublished)
	for _, to := range []faq.Status{faq.Approved, faq.Published} {
		_, err = s.Move(t.Context(), faq.Move{Code: "giao-hang", To: to})
		require.NoError(t, err)
	}
	answered, err := s.Reply(t.Context(), faq.Reply{Question: first.ID, Entry: "giao-hang", By: "hoa"})
	require.NoError(t, err)
	require.Equal(t, "Trong 2 ngày.", answered.Reply)
	_, err = s.Reply(t.Context(), faq.Reply{Question: first.ID, Text: "khác"})
	refused(t, err, "question", faq.CodeNotOpen)
	_, err = s.Reply(t.Context(), faq.Reply{Question: first.ID})
	refused(t, err, "text", care.CodeMissing)
	reopened, err := s.ReopenQuestion(t.Context(), first.ID, faq.Decision{Note: "khách hỏi lại"})
	require.NoError(t, err)
	require.Equal(t, faq.Open, reopened.State)
	require.Len(t, reopened.Steps, 3)
	_, err = s.ReopenQuestion(t.Context(), first.ID, faq.Decision{Version: 1, Note: "x"})
	require.ErrorIs(t, err, care.ErrStale)
	_, err = s.DismissQuestion(t.Context(), other.ID, faq.Decision{Note: "không phải câu hỏi"})
	require.NoError(t, err)
	require.Len(t, collect(t, s.Questions(faq.Dismissed)), 1)
	require.Len(t, collect(t, s.QuestionsOf("truc-ban", faq.Open)), 3)
}

func TestMergeAndRegroup(t *testing.T) {
	s := newShop(t, faq.Config{ProposeAt: 4})
	text := []string{"Làm sao để đổi mật khẩu tài khoản?", "toi quen mat khau tai khoan thi lam sao", "Máy giặt kêu to khi vắt"}
	alone := func(text string) faq.Question { // as if another process had captured it at the same moment
		q, err := s.Capture(t.Context(), faq.NewFinder(newShop(t, faq.Config{}).store), faq.Capture{Text: text})
		require.NoError(t, err)
		return q
	}
	a, b, c := alone(text[0]), alone(text[1]), alone(text[2])
	require.NotEqual(t, a.Group, b.Group)
	proposals, err := s.Regroup(t.Context())
	require.NoError(t, err)
	require.Equal(t, [][]storage.ID[faq.Group]{{a.Group, b.Group}}, proposals)

	_, err = s.MergeGroups(t.Context(), a.Group, a.Group, faq.Decision{Note: "x"})
	refused(t, err, "into", faq.CodeSame)
	g, err := s.MergeGroups(t.Context(), b.Group, a.Group, faq.Decision{Note: "cùng một việc", By: "lan"})
	require.NoError(t, err)
	require.Equal(t, 2, g.Count)
	require.Len(t, collect(t, s.QuestionsIn(a.Group)), 2)
	merged := collect(t, s.Groups(faq.Merged))
	require.Len(t, merged, 1)
	require.Equal(t, a.Group, merged[0].Into)
	_, err = s.MergeGroups(t.Context(), b.Group, c.Group, faq.Decision{Note: "x"})
	refused(t, err, "from", faq.CodeNotOpen)
	require.Equal(t, a.Group, s.capture(t, faq.Capture{Text: "quên mật khẩu tài khoản"}).Group, "what was merged is found where it went")
}

func TestPlan(t *testing.T) {
	s := newShop(t, faq.Config{})
	_, err := s.SavePlan(t.Context(), faq.Plan{})
	refused(t, err, "code", care.CodeMissing)
	plan := faq.Plan{
		Code: "ra-mat", Occasion: care.Text{VI: "Ra mắt NCD-20", EN: "NCD-20 launch"}, Product: "NCD-20", Ready: calendar.MustDate(2026, 12, 15),
		Items: []faq.Anticipated{{Question: "Nấu được mấy lon?"}, {Question: "Bảo hành bao lâu?", Answerer: "hoa", Entry: "bao-hanh"}, {Question: "Giá bao nhiêu?", Answerer: "lan"}},
	}
	plan, err = s.SavePlan(t.Context(), plan)
	require.NoError(t, err)
	gaps := func() (codes []string) {
		_, all, err := s.CheckPlan(t.Context(), "ra-mat")
		require.NoError(t, err)
		for _, g := range all {
			require.NoError(t, g.Reason.Check())
			codes = append(codes, fmt.Sprint(g.Item, " ", strings.TrimPrefix(g.Reason.Code(), "faq.")))
		}
		return codes
	}
	require.Equal(t, []string{"0 nobody_answers", "1 not_written", "2 not_written"}, gaps())
	d := draft("bao-hanh", "Bảo hành bao lâu?", "24 tháng.")
	d.Review, d.Plan = "2026-12-01", "ra-mat"
	_, err = s.Save(t.Context(), d)
	require.NoError(t, err)
	require.Equal(t, []string{"0 nobody_answers", "1 not_published", "1 lang_missing", "1 stale_then", "2 not_written"}, gaps())
	d.Review = "2027-06-01"
	d.Texts = append(d.Texts, faq.Text{Lang: care.LangEN, Question: "How long is the warranty?", Answer: "24 months."})
	s.publish(t, d)
	plan.Items = plan.Items[1:2]
	plan, err = s.SavePlan(t.Context(), plan)
	require.NoError(t, err)
	require.Empty(t, gaps())
	plan.Version = 1
	_, err = s.SavePlan(t.Context(), plan)
	require.ErrorIs(t, err, care.ErrStale)
	require.Len(t, collect(t, s.Plans()), 1)
	_, _, err = s.CheckPlan(t.Context(), "nope")
	refused(t, err, "code", faq.CodeGone)
}

func TestHealth(t *testing.T) {
	s := newShop(t, faq.Config{Scan: 2})
	d := draft("cu", "Câu cũ?", "Cũ.")
	d.Review = "2026-11-22"
	s.publish(t, d)
	for i := range 2 {
		d := draft(fmt.Sprint("moi", i), "Câu mới?", "Mới.")
		d.Texts = append(d.Texts, faq.Text{Lang: care.LangEN, Question: "New?", Answer: "New."})
		s.publish(t, d)
	}
	s.capture(t, faq.Capture{Text: "chờ mãi", At: s.now.Add(-100 * time.Hour)})
	h, err := s.Health(t.Context())
	require.NoError(t, err)
	require.Equal(t, []faq.EntryCode{"cu"}, h.Stale)
	require.Equal(t, map[care.Lang][]faq.EntryCode{care.LangEN: {"cu"}}, h.Missing)
	require.Equal(t, 3, h.Shown)
	require.Equal(t, 1, h.Late)
	require.True(t, h.Reasons.Has(faq.CodeOfferSearch))
	require.Empty(t, faq.Check(nil, s.day(), nil, 30))
}

func (s *shop) day() calendar.Date { return calendar.DateOf(s.now, time.UTC) }

func TestErase(t *testing.T) {
	s := newShop(t, faq.Config{})
	asked, _, err := s.Ask(t.Context(), s.finder, faq.Asking{Key: "k", Query: faq.Query{Text: "tôi là Nguyễn Thị Ánh"}, Customer: "KH-7"})
	require.NoError(t, err)
	_, err = s.Settle(t.Context(), faq.Settlement{Asked: asked.ID, Helped: "no", Comment: "số của tôi 0912345678"})
	require.NoError(t, err)
	q := s.capture(t, faq.Capture{Text: "tôi là Nguyễn Thị Ánh", Customer: "KH-7"})
	_, err = s.Reply(t.Context(), faq.Reply{Question: q.ID, Text: "Chào chị Ánh"})
	require.NoError(t, err)
	receipt, err := storage.Erase(t.Context(), s.store, append(faq.Schemas(), care.Schemas()...), "KH-7")
	require.NoError(t, err)
	require.NotEmpty(t, receipt.Lines)
	for _, text := range []string{fmt.Sprint(collect(t, s.Asks(""))), fmt.Sprint(collect(t, s.Questions(faq.Answered)))} {
		for _, personal := range []string{"KH-7", "Ánh", "0912345678"} {
			require.NotContains(t, text, personal)
		}
	}
	require.Empty(t, collect(t, s.Asks("KH-7")))
}

func TestAFinderFromAFile(t *testing.T) {
	s := newShop(t, faq.Config{})
	d := draft("diem", "Tích điểm thế nào?", "Mỗi hóa đơn được cộng điểm.", "điểm thưởng")
	d.Texts = append(d.Texts, faq.Text{Lang: care.LangEN, Question: "How do I earn points?", Answer: "Every purchase earns points."})
	s.publish(t, d)
	want := s.find(t, "diem thuong")
	var file bytes.Buffer
	require.NoError(t, s.finder.Save(&file))
	s.publish(t, draft("moi", "Câu mới về xyz1?", "Có."))

	f := faq.NewFinder(s.store)
	require.ErrorIs(t, f.Load(strings.NewReader("rubbish")), search.ErrFile)
	require.NoError(t, f.Load(bytes.NewReader(file.Bytes())))
	got, err := f.Search(t.Context(), faq.Query{Text: "diem thuong"})
	require.NoError(t, err)
	require.Equal(t, want.Hits[0].Question, got.Hits[0].Question)
	got, err = f.Search(t.Context(), faq.Query{Text: "xyz1"})
	require.NoError(t, err)
	require.Equal(t, faq.EntryCode("moi"), got.Hits[0].Code, "what was published since the file was written")

	old := newShop(t, faq.Config{}) // an older store than the file
	old.publish(t, draft("cu", "Câu cũ về điểm?", "Không."))
	require.NoError(t, s.finder.Refresh(t.Context()))
	file.Reset()
	require.NoError(t, s.finder.Save(&file))
	f = faq.NewFinder(old.store)
	require.NoError(t, f.Load(&file))
	got, err = f.Search(t.Context(), faq.Query{Text: "điểm"})
	require.NoError(t, err)
	require.Len(t, got.Hits, 1)
	require.Equal(t, faq.EntryCode("cu"), got.Hits[0].Code)
}

func TestSuggest(t *testing.T) {
	s := newShop(t, faq.Config{})
	s.publish(t, draft("bao-hanh", "Bảo hành nồi cơm bao lâu?", "24 tháng."))
	hits, err := s.finder.Suggest(t.Context(), faq.Query{Text: "bao ha"})
	require.NoError(t, err)
	require.Equal(t, "Bảo hành nồi cơm bao lâu?", hits[0].Question)
	_, err = s.finder.Suggest(t.Context(), faq.Query{Text: "x", Limit: -1})
	require.Error(t, err)
}

// TestEvents counts what a worker hears of.
func TestEvents(t *testing.T) {
	var schemas []*storage.Schema
	for _, part := range [][]*storage.Schema{queue.Schemas(), care.Schemas(), sla.Schemas(), faq.Schemas()} {
		schemas = append(schemas, part...)
	}
	tenants, err := memory.New(schemas...)
	require.NoError(t, err)
	service, err := faq.New(tenants.ForTenant(""), faq.Config{ProposeAt: 2})
	require.NoError(t, err)
	s := &shop{Service: service, store: tenants.ForTenant(""), finder: faq.NewFinder(tenants.ForTenant(""))}
	heard := map[string]int{}
	worker, err := queue.NewWorker(queue.Config{Tenants: tenants, Concurrency: 1, Subscriptions: []queue.Subscription{
		queue.Subscribe(faq.ShownChanged, "t", func(_ context.Context, _ storage.Store, d queue.Delivery[faq.ShownChangedEvent]) error {
			heard[string(d.Payload.Code)+" "+string(d.Payload.Status)]++
			return nil
		}),
		queue.Subscribe(faq.QuestionCaptured, "t", func(context.Context, storage.Store, queue.Delivery[faq.QuestionEvent]) error {
			heard["captured"]++
			return nil
		}),
		queue.Subscribe(faq.QuestionAnswered, "t", func(context.Context, storage.Store, queue.Delivery[faq.QuestionEvent]) error {
			heard["answered"]++
			return nil
		}),
		queue.Subscribe(faq.GroupProposed, "t", func(context.Context, storage.Store, queue.Delivery[faq.GroupProposedEvent]) error {
			heard["proposed"]++
			return nil
		}),
	}})
	require.NoError(t, err)
	s.publish(t, draft("a", "Bảo hành bao lâu?", "24 tháng."))
	_, err = s.Move(t.Context(), faq.Move{Code: "a", To: faq.Retired})
	require.NoError(t, err)
	q := s.capture(t, faq.Capture{Text: "Bao giờ giao hàng?"})
	s.capture(t, faq.Capture{Text: "bao gio giao hang"})
	_, err = s.Reply(t.Context(), faq.Reply{Question: q.ID, Text: "Mai."})
	require.NoError(t, err)
	_, err = worker.RunOnce(t.Context())
	require.NoError(t, err)
	require.Equal(t, map[string]int{"a published": 1, "a retired": 1, "captured": 2, "answered": 1, "proposed": 1}, heard)
}
