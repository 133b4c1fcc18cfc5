package collateral_test

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/care/collateral"
	"github.com/chamsoc/chamsoc/care/sla"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/memory"
	"github.com/chamsoc/chamsoc/storage/queue"
)

var zone = time.FixedZone("+07", 7*3600)

// shop is a service on a memory store, with a clock that the test sets and a worker.
type shop struct {
	collateral.Service
	t      testing.TB
	store  storage.Store
	now    time.Time
	worker *queue.Worker
	heard  []any
}

func schemas() []*storage.Schema {
	return slices.Concat(queue.Schemas(), care.Schemas(), sla.Schemas(), collateral.Schemas())
}

func both(vi, en string) care.Text { return care.Text{VI: vi, EN: en} }

func at(text string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", text, zone)
	if err != nil {
		panic(err)
	}
	return t
}

func newShop(t testing.TB) *shop {
	t.Helper()
	tenants, err := memory.New(schemas()...)
	require.NoError(t, err)
	s := &shop{t: t, store: tenants.ForTenant("hanoi"), now: at("2026-08-31 09:00")} // a Monday
	s.Service, err = collateral.New(s.store, collateral.Config{Env: care.Env{Now: func() time.Time { return s.now }}})
	require.NoError(t, err)
	require.NoError(t, queue.RegisterTenant(t.Context(), tenants, "hanoi"))
	subscriptions := collateral.Subscriptions(func(string) collateral.Service { return s.Service })
	subscriptions = append(subscriptions, hear(s, collateral.Published), hear(s, collateral.NotUnderstood), hear(s, collateral.CheckMissed),
		hear(s, collateral.Ordering), hear(s, collateral.NotThere), hear(s, collateral.Requested), hear(s, collateral.RequestOverdue))
	s.worker, err = queue.NewWorker(queue.Config{Tenants: tenants, Now: func() time.Time { return s.now }, Concurrency: 1, Subscriptions: subscriptions})
	require.NoError(t, err)
	return s
}

func hear[T any](s *shop, topic queue.Topic[T]) queue.Subscription {
	return queue.Subscribe(topic, "test", func(_ context.Context, _ storage.Store, d queue.Delivery[T]) error {
		s.heard = append(s.heard, d.Payload)
		return nil
	})
}

// work runs what is due, and returns the events that were heard.
func (s *shop) work() []any {
	s.t.Helper()
	s.heard = nil
	_, err := s.worker.RunOnce(s.t.Context())
	require.NoError(s.t, err)
	return s.heard
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

func ok[T any](s *shop) func(T, error) T {
	return func(v T, err error) T {
		s.t.Helper()
		require.NoError(s.t, err)
		return v
	}
}

func codes(rs care.Reasons) (list []string) {
	for _, r := range rs {
		list = append(list, r.Code())
	}
	return list
}

func priceList() collateral.Material {
	return collateral.Material{Code: "gia", Kind: collateral.PriceList, Name: both("Bảng giá nồi cơm", "Rice cooker prices"), Owner: "NV-9"}
}

func edition(number int, from calendar.Date) collateral.Edition {
	content := map[collateral.Field]string{}
	for _, f := range collateral.Required(collateral.PriceList) {
		content[f] = "…"
	}
	return collateral.Edition{
		Material: "gia", Number: number, Title: both("Bảng giá", "Prices"), From: from, Content: content, Author: "NV-1",
		Script: []collateral.Task{
			{Code: "total", Text: both("Nồi 1,8 lít giao đến Hà Đông hết bao nhiêu?", "What does the 1.8 litre cooker cost, delivered to Hà Đông?"), Answer: both("1.340.000 đ", "VND 1,340,000")},
			{Code: "pay", Text: both("Trả bằng thẻ được không?", "Can I pay by card?"), Answer: both("Được", "Yes")},
		},
		Questions: []collateral.Question{{Code: "vat", Text: both("Giá đã gồm thuế chưa?", "Is tax included?")}},
	}
}

func play(number int, passed ...bool) collateral.RolePlay {
	r := collateral.RolePlay{Material: "gia", Edition: number, Player: "NV-2"}
	for i, code := range []string{"total", "pay"}[:len(passed)] {
		r.Steps = append(r.Steps, collateral.Step{Task: code, Passed: passed[i]})
	}
	return r
}

// publish makes an edition that is in force from a day on.
func (s *shop) publish(number int, from calendar.Date) {
	s.t.Helper()
	ok[collateral.Edition](s)(s.Draft(s.t.Context(), edition(number, from)))
	ok[collateral.Edition](s)(s.Play(s.t.Context(), play(number, true, true)))
	ok[collateral.Edition](s)(s.Publish(s.t.Context(), collateral.Publication{Material: "gia", Edition: number, By: "NV-9"}))
}

func TestAnIncompleteUnplayedEditionIsNotPublishedAndTheRefusalListsAll(t *testing.T) {
	s := newShop(t)
	ok[collateral.Material](s)(s.Define(t.Context(), priceList()))
	e := edition(7, calendar.MustDate(2026, 8, 30))
	e.Content = map[collateral.Field]string{collateral.FieldPrices: "…", collateral.FieldIssuer: "  "}
	ok[collateral.Edition](s)(s.Draft(t.Context(), e))
	publication := collateral.Publication{Material: "gia", Edition: 7, By: "NV-9"}
	_, err := s.Publish(t.Context(), publication)
	require.Equal(t, []string{
		"content collateral.needs_issuer", "content collateral.needs_products", "content collateral.needs_price", "content collateral.needs_delivery",
		"content collateral.needs_delivery", "content collateral.needs_contact", "from collateral.from_passed", "plays collateral.not_played",
	}, problems(t, err))
	require.Empty(t, ok[collateral.Edition](s)(s.InForce(t.Context(), "gia", calendar.MustDate(2026, 9, 1))))

	e = edition(7, calendar.MustDate(2026, 8, 31))
	e.Script = nil
	ok[collateral.Edition](s)(s.Draft(t.Context(), e))
	_, err = s.Publish(t.Context(), publication)
	require.Equal(t, []string{"script collateral.no_script", "plays collateral.not_played"}, problems(t, err))

	e = ok[collateral.Edition](s)(s.Draft(t.Context(), edition(7, calendar.MustDate(2026, 8, 31))))
	own := play(7, true, true)
	own.Player = "NV-1"
	own.Steps = append(own.Steps, collateral.Step{Task: "dance"}, collateral.Step{Task: "pay"})
	_, err = s.Play(t.Context(), own)
	require.Equal(t, []string{"player collateral.own_play", "steps[2].task collateral.no_task", "steps[3].task collateral.no_task"}, problems(t, err))
	ok[collateral.Edition](s)(s.Play(t.Context(), play(7, false)))
	_, err = s.Publish(t.Context(), publication)
	require.Equal(t, []string{"script[0] collateral.task_failed", "script[1] collateral.task_failed"}, problems(t, err), "one failed, one was not tried")
	ok[collateral.Edition](s)(s.Play(t.Context(), play(7, true, true)))

	again := ok[collateral.Edition](s)(s.Draft(t.Context(), edition(7, calendar.MustDate(2026, 8, 31))))
	require.Len(t, again.Plays, 2, "the same content again voids nothing")
	require.Equal(t, e.Draft, again.Draft)
	changed := edition(7, calendar.MustDate(2026, 8, 31))
	changed.Content[collateral.FieldPrices] = "1.290.000"
	ok[collateral.Edition](s)(s.Draft(t.Context(), changed))
	_, err = s.Publish(t.Context(), publication)
	require.Equal(t, []string{"plays collateral.not_played"}, problems(t, err), "they played another text")
	ok[collateral.Edition](s)(s.Play(t.Context(), play(7, true, true)))
	published := ok[collateral.Edition](s)(s.Publish(t.Context(), publication))
	require.True(t, published.Live)
	require.Equal(t, published, ok[collateral.Edition](s)(s.Publish(t.Context(), publication)))
	_, err = s.Draft(t.Context(), changed)
	require.Equal(t, []string{"number collateral.already_published"}, problems(t, err))
	require.Len(t, s.work(), 1)
}

func TestTheEditionInForceChangesOnItsDay(t *testing.T) {
	s := newShop(t)
	ok[collateral.Material](s)(s.Define(t.Context(), priceList()))
	s.publish(1, calendar.MustDate(2026, 8, 31))
	s.publish(2, calendar.MustDate(2026, 9, 15))
	ok[collateral.Edition](s)(s.Draft(t.Context(), edition(3, calendar.MustDate(2026, 9, 1)))) // not published
	for day, want := range map[string]int{"2026-08-30": 0, "2026-08-31": 1, "2026-09-14": 1, "2026-09-15": 2, "2027-01-01": 2} {
		on, err := calendar.ParseDate(day)
		require.NoError(t, err)
		require.Equal(t, want, ok[collateral.Edition](s)(s.InForce(t.Context(), "gia", on)).Number, day)
	}
}

func TestWhatCustomersDoNotUnderstandIsNotPublished(t *testing.T) {
	s := newShop(t)
	ok[collateral.Material](s)(s.Define(t.Context(), priceList()))
	ok[collateral.Edition](s)(s.Draft(t.Context(), edition(1, calendar.MustDate(2026, 9, 1))))
	ok[collateral.Edition](s)(s.Play(t.Context(), play(1, true, true)))
	h := collateral.Hearing{Material: "gia", Edition: 1, Question: "vat"}
	asked := ok[[]collateral.Comprehension](s)(s.Comprehension(t.Context(), "gia", 1))
	require.Equal(t, []string{"collateral.not_asked"}, codes(asked[0].Reasons))
	h.Key = "k"
	c := ok[collateral.Comprehension](s)(s.Hear(t.Context(), h))
	require.JSONEq(t, asJSON(t, c), asJSON(t, ok[collateral.Comprehension](s)(s.Hear(t.Context(), h))), "the button was pressed twice")
	require.Equal(t, []string{"collateral.undecided"}, codes(c.Reasons))
	h.Key = ""
	for !c.Missed() {
		c = ok[collateral.Comprehension](s)(s.Hear(t.Context(), h))
		require.Less(t, c.Share.Of, int64(20))
	}
	require.Less(t, c.Within.High, 0.9)
	require.Empty(t, s.work(), "a draft that is not understood is nobody's news")
	publication := collateral.Publication{Material: "gia", Edition: 1, By: "NV-9"}
	_, err := s.Publish(t.Context(), publication)
	require.Equal(t, []string{"questions.vat collateral.not_understood"}, problems(t, err))

	clearer := edition(1, calendar.MustDate(2026, 9, 1))
	clearer.Content[collateral.FieldTax] = "Đã gồm thuế giá trị gia tăng 8 %."
	ok[collateral.Edition](s)(s.Draft(t.Context(), clearer))
	ok[collateral.Edition](s)(s.Play(t.Context(), play(1, true, true)))
	ok[collateral.Edition](s)(s.Publish(t.Context(), publication)) // answers to the old text do not count
	s.work()
	for range 8 {
		ok[collateral.Comprehension](s)(s.Hear(t.Context(), h))
	}
	events := s.work()
	require.Len(t, events, 1, "told once, of a published one")
	require.Equal(t, "vat", events[0].(collateral.NotUnderstoodEvent).Question)
	_, err = s.Hear(t.Context(), collateral.Hearing{Material: "gia", Edition: 1, Question: "x"})
	require.Equal(t, []string{"question collateral.no_question"}, problems(t, err))
}

func TestEditsTakeVersions(t *testing.T) {
	s := newShop(t)
	m := ok[collateral.Material](s)(s.Define(t.Context(), priceList()))
	m.Owner = "NV-3"
	second := ok[collateral.Material](s)(s.Define(t.Context(), m))
	require.Equal(t, m.ID, second.ID)
	_, err := s.Define(t.Context(), m)
	require.ErrorIs(t, err, care.ErrStale)
	m.Version, m.Kind = 0, collateral.Leaflet
	_, err = s.Define(t.Context(), m)
	require.Equal(t, []string{"kind collateral.kind_stays"}, problems(t, err))
	_, err = s.Define(t.Context(), collateral.Material{Code: " x", Kind: "poster"})
	require.Equal(t, []string{"code care.not_text", "kind care.unknown_word", "name care.missing", "owner care.missing"}, problems(t, err))
}

func TestRequestsFromAfar(t *testing.T) {
	s := newShop(t)
	ok[collateral.Material](s)(s.Define(t.Context(), priceList()))
	wish := collateral.Wish{Key: "w-1", Channel: "post", Material: "gia", Customer: "KH-7", Name: "Nguyễn Thị Hoà", Address: "12 Hàng Bông, Hà Nội", Owner: "NV-5"}
	r := ok[collateral.Request](s)(s.Request(t.Context(), wish))
	require.Equal(t, at("2026-09-02 09:00").UTC(), r.Due, "48 hours")
	require.Equal(t, r, ok[collateral.Request](s)(s.Request(t.Context(), wish)))
	_, err := s.Request(t.Context(), collateral.Wish{Channel: "pigeon", Material: "gia", Copies: -1, Owner: "NV-5", Due: at("2026-01-01 00:00")})
	require.Equal(t, []string{"channel care.unknown_word", "address care.missing", "copies collateral.pieces", "due collateral.due_before"}, problems(t, err))
	_, err = s.Request(t.Context(), collateral.Wish{Channel: "email", Material: "x", Address: "hoa@example.vn", Owner: "NV-5"})
	require.Equal(t, []string{"material collateral.no_material"}, problems(t, err))

	require.Len(t, s.work(), 1)
	s.now = at("2026-09-02 09:01")
	require.Equal(t, []any{collateral.RequestEvent{Request: r.ID, Channel: care.ChannelPost, Owner: "NV-5", Due: r.Due}}, s.work())
	s.now = at("2026-09-03 09:00")
	require.Empty(t, s.work(), "overdue is told once")

	fulfilment := collateral.Fulfilment{Key: "f-1", Request: r.ID, By: "NV-5", Proof: "EMS 123"}
	_, err = s.Fulfil(t.Context(), fulfilment)
	require.Equal(t, []string{"edition collateral.not_in_force"}, problems(t, err))
	s.publish(1, calendar.MustDate(2026, 9, 3))
	fulfilment.Edition = 2
	_, err = s.Fulfil(t.Context(), fulfilment)
	require.Equal(t, []string{"edition collateral.old_edition"}, problems(t, err))
	fulfilment.Edition = 0
	sent := ok[collateral.Request](s)(s.Fulfil(t.Context(), fulfilment))
	require.Equal(t, []any{collateral.Sent, 1, true}, []any{sent.Status, sent.Edition, sent.Overdue})
	require.Equal(t, sent, ok[collateral.Request](s)(s.Fulfil(t.Context(), fulfilment)))
	fulfilment.Key = ""
	_, err = s.Fulfil(t.Context(), fulfilment)
	require.Equal(t, []string{"request collateral.ended"}, problems(t, err))
	page, err := s.OpenRequests().Page(t.Context(), "", 0)
	require.NoError(t, err)
	require.Empty(t, page.Items)
}

func TestARequestThatWasSentInTimeIsNotOverdue(t *testing.T) {
	s := newShop(t)
	ok[collateral.Material](s)(s.Define(t.Context(), priceList()))
	s.publish(1, calendar.MustDate(2026, 8, 31))
	r := ok[collateral.Request](s)(s.Request(t.Context(), collateral.Wish{Channel: "fax", Material: "gia", Address: "024 3825 0000", Owner: "NV-5", Due: at("2026-08-31 12:00")}))
	ok[collateral.Request](s)(s.Fulfil(t.Context(), collateral.Fulfilment{Request: r.ID, By: "NV-5"}))
	s.work()
	s.now = at("2026-09-05 09:00")
	require.NoError(t, s.store.Update(t.Context(), func(ctx context.Context, tx storage.Tx) error { // a wake that was in hand when it was sent
		wake := sla.Wake{About: care.About{Kind: collateral.AboutRequest, Ref: r.ID.String()}}
		return collateral.Timer.Put(ctx, tx, queue.Item[sla.Wake]{Key: "late", Payload: wake})
	}))
	require.Empty(t, s.work())
}

func TestAPlayOfTheAuthorsCountsForNothing(t *testing.T) {
	e := edition(1, calendar.MustDate(2026, 9, 1))
	step := func(passed bool) []collateral.Step {
		return []collateral.Step{{Task: "total", Passed: passed}, {Task: "pay", Passed: passed}}
	}
	e.Plays = []collateral.Play{{Player: "NV-1", At: at("2026-08-30 09:00"), Steps: step(true)}}
	found := func() []string {
		return problems(t, collateral.Publishable(collateral.PriceList, e, nil, e.From).Err())
	}
	require.Equal(t, []string{"plays collateral.not_played"}, found())
	e.Plays = append(e.Plays, collateral.Play{Player: "NV-2", At: at("2026-08-29 09:00"), Steps: step(false)})
	require.Equal(t, []string{"script[0] collateral.task_failed", "script[1] collateral.task_failed"}, found())
}

func TestErasingACustomerLeavesNothingPersonal(t *testing.T) {
	s := newShop(t)
	ok[collateral.Material](s)(s.Define(t.Context(), priceList()))
	s.publish(1, calendar.MustDate(2026, 8, 31))
	ok[collateral.Place](s)(s.Open(t.Context(), hangBong()))
	wish := collateral.Wish{Key: "w-1", Channel: "post", Material: "gia", Customer: "KH-7", Name: "Nguyễn Thị Hoà", Address: "12 Hàng Gai", Owner: "NV-5"}
	r := ok[collateral.Request](s)(s.Request(t.Context(), wish))
	ok[collateral.Absence](s)(s.Lack(t.Context(), collateral.Unmet{Key: "u-1", Place: "CH-HB", Text: "chị Hoà hỏi mẫu vải", Customer: "KH-7", By: "NV-5"}))
	require.Contains(t, s.bodies(), "Hàng Gai")
	receipt, err := storage.Erase(t.Context(), s.store, schemas(), "KH-7")
	require.NoError(t, err)
	counts := map[string]int{}
	for _, line := range receipt.Lines {
		if n := line.Cleared + line.Deleted; n > 0 {
			counts[line.Collection] = n
		}
	}
	require.Equal(t, map[string]int{"collateral_request": 1, "collateral_absence": 1, "care_outcome": 2, "sla_timer": 1, "queue_item": 1}, counts)
	for _, personal := range []string{"KH-7", "Hoà", "Hàng Gai"} {
		require.NotContains(t, s.bodies(), personal)
	}
	_, err = s.Fulfil(t.Context(), collateral.Fulfilment{Request: r.ID, By: "NV-5"})
	require.Equal(t, []string{"request collateral.erased"}, problems(t, err))
	ok[collateral.Request](s)(s.Fulfil(t.Context(), collateral.Fulfilment{Request: r.ID, By: "NV-5", Withdrawn: true}))

	unnamed := ok[collateral.Request](s)(s.Request(t.Context(), collateral.Wish{Channel: "post", Material: "gia", Name: "Trần Văn Đức", Address: "1 Hàng Đào", Owner: "NV-5"}))
	_, err = storage.Erase(t.Context(), s.store, schemas(), unnamed.Subject)
	require.NoError(t, err)
	require.NotContains(t, s.bodies(), "Đức")
}

// bodies is everything that the store keeps, as text.
func (s *shop) bodies() (all string) {
	s.t.Helper()
	for _, schema := range schemas() {
		for _, index := range schema.Indexes {
			require.NoError(s.t, s.store.View(s.t.Context(), func(ctx context.Context, r storage.Reader) error {
				page, err := r.Scan(ctx, schema, storage.Query{Index: index.Name, Limit: storage.MaxPage})
				for _, rec := range page.Items {
					all += string(rec.Body)
				}
				return err
			}))
		}
	}
	return all
}

func asJSON(t testing.TB, v any) string {
	text, err := json.Marshal(v)
	require.NoError(t, err)
	return string(text)
}

func TestWhoHasNoKeyIsErasedByTheAddress(t *testing.T) {
	s := newShop(t)
	ok[collateral.Material](s)(s.Define(t.Context(), priceList()))
	for channel, address := range map[string]string{"email": "duc@example.vn", "fax": "024 3825 1234"} {
		ok[collateral.Request](s)(s.Request(t.Context(), collateral.Wish{Key: channel, Channel: channel, Material: "gia", Name: "Trần Văn Đức", Address: address, Owner: "NV-5"}))
	}
	for _, subject := range []string{"duc@example.vn", "+842438251234"} {
		_, err := storage.Erase(t.Context(), s.store, schemas(), subject)
		require.NoError(t, err)
	}
	require.NotContains(t, s.bodies(), "Đức")
}
