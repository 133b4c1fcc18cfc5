package privacy_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/notice"
	"github.com/chamsoc/chamsoc/care/privacy"
	"github.com/chamsoc/chamsoc/care/sla"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/memory"
	"github.com/chamsoc/chamsoc/storage/queue"
)

// purchase is a record of the host's own, on the same contract.
type purchase struct {
	ID      storage.ID[purchase] `json:"id"`
	Version int64                `json:"version"`
	Who     string               `json:"who,omitempty"`
	Name    string               `json:"name,omitempty"`
	What    string               `json:"what"`
}

var (
	who       = storage.Text("who", func(p *purchase) *string { return &p.Who }).Nullable()
	byWho     = storage.IndexOn("by_who", who)
	purchases = storage.Declare("purchase", storage.Declaration[purchase]{
		Key:      func(p *purchase) (*storage.ID[purchase], *int64) { return &p.ID, &p.Version },
		Indexes:  []*storage.Index[purchase]{byWho},
		Subject:  who,
		Personal: []storage.Part[purchase]{storage.Personal("name", func(p *purchase) *string { return &p.Name })},
	})
)

func schemas() []*storage.Schema {
	return slices.Concat([]*storage.Schema{purchases.Schema()}, privacy.Schemas(), queue.Schemas(), care.Schemas(), sla.Schemas(), notice.Schemas())
}

// office is a company on 8 June 2026, a Monday, 9:00.
type office struct {
	t      testing.TB
	now    time.Time
	store  storage.Store
	notice notice.Service
	p      privacy.Service
	worker *queue.Worker
	heard  []string
}

func newOffice(t testing.TB) *office {
	o := &office{t: t, now: time.Date(2026, time.June, 8, 9, 0, 0, 0, hanoi)}
	tenants, err := memory.New(schemas()...)
	require.NoError(t, err)
	o.store = tenants.ForTenant("")
	env := care.Env{Now: func() time.Time { return o.now }}
	o.notice, err = notice.New(o.store, notice.Config{Env: env})
	require.NoError(t, err)
	o.p, err = privacy.New(o.store, privacy.Config{Env: env, Schemas: schemas(), Working: working(t), Notices: &o.notice})
	require.NoError(t, err)
	hear := func(name string) queue.Handler[privacy.RequestEvent] {
		return func(_ context.Context, _ storage.Store, d queue.Delivery[privacy.RequestEvent]) error {
			o.heard = append(o.heard, name+" "+string(d.Payload.State))
			return nil
		}
	}
	incident := func(name string) queue.Handler[privacy.IncidentEvent] {
		return func(_ context.Context, _ storage.Store, d queue.Delivery[privacy.IncidentEvent]) error {
			if d.Payload.Over {
				o.heard = append(o.heard, name+" late")
			} else {
				o.heard = append(o.heard, name)
			}
			return nil
		}
	}
	o.worker, err = queue.NewWorker(queue.Config{Tenants: tenants, Now: env.Now, Concurrency: 1, Subscriptions: append(
		privacy.Subscriptions(func(string) privacy.Service { return o.p }),
		queue.Subscribe(privacy.RequestOverdue, "test", hear("overdue")),
		queue.Subscribe(privacy.IncidentDue, "test", incident("incident")),
	), Topics: []queue.AnyTopic{privacy.RequestChanged, privacy.IncidentChanged, privacy.Erased}})
	require.NoError(t, err)
	return o
}

// until lets the worker work every hour up to an instant.
func (o *office) until(t time.Time) {
	for ; o.now.Before(t); o.now = o.now.Add(time.Hour) {
		_, err := o.worker.RunOnce(o.t.Context())
		require.NoError(o.t, err)
	}
	o.now = t
	_, err := o.worker.RunOnce(o.t.Context())
	require.NoError(o.t, err)
}

func (o *office) receive(in privacy.Intake) privacy.Request {
	r, err := o.p.Receive(o.t.Context(), in)
	require.NoError(o.t, err)
	return r
}

func (o *office) do(r privacy.Request, kind privacy.StepKind) privacy.Request {
	r, err := o.p.Do(o.t.Context(), privacy.Step{Request: r.ID, Kind: string(kind), Note: "đã làm", By: "NV1"})
	require.NoError(o.t, err)
	return r
}

func (o *office) sell(who, name, what string) {
	require.NoError(o.t, o.store.Update(o.t.Context(), func(ctx context.Context, tx storage.Tx) error {
		_, err := purchases.Put(ctx, tx, purchase{ID: storage.NewID[purchase](), Who: who, Name: name, What: what})
		return err
	}))
}

func all[T any](t testing.TB, l storage.List[T]) (items []T) {
	for item, err := range l.All(t.Context()) {
		require.NoError(t, err)
		items = append(items, item)
	}
	return items
}

var anh = privacy.Intake{Right: "erase", Channel: "email", Customer: "KH1", Words: "Xin xóa dữ liệu của tôi, Ánh",
	Contacts: []care.ContactInput{{Kind: care.ContactPhone, Text: "0912 345 678"}, {Kind: care.ContactEmail, Text: "anh@example.vn"}}}

func TestNewNeedsSchemas(t *testing.T) {
	o := newOffice(t)
	_, err := privacy.New(o.store, privacy.Config{})
	assert.ErrorContains(t, err, "Schemas is empty")
	_, err = privacy.New(nil, privacy.Config{Schemas: schemas()})
	assert.ErrorContains(t, err, "store is nil")
	_, err = privacy.New(o.store, privacy.Config{Schemas: schemas(), Rules: []privacy.Rules{{Rule: "x"}}})
	assert.ErrorContains(t, err, `the rules "x" give`)
}

func TestReceiveRefusesWithEveryProblem(t *testing.T) {
	o := newOffice(t)
	_, err := o.p.Receive(t.Context(), privacy.Intake{Right: "forget", At: o.now.Add(time.Hour), Contacts: []care.ContactInput{{Kind: care.ContactPhone, Text: "12"}}})
	invalid, ok := errors.AsType[*care.Invalid](err)
	require.True(t, ok)
	var got []string
	for _, p := range invalid.Problems {
		got = append(got, p.Path+" "+p.Reason.Code())
	}
	assert.Equal(t, []string{"right care.unknown_word", "channel care.missing", "at privacy.later", "contacts[0][0] care.phone_length"}, got)
	_, err = o.p.Receive(t.Context(), privacy.Intake{Right: "erase", Channel: "web"})
	assert.ErrorContains(t, err, "privacy.nobody")
	assert.Empty(t, all(t, o.p.Open()))
}

func TestReceiveIsIdempotent(t *testing.T) {
	o := newOffice(t)
	in := anh
	in.Key, in.At = "mail-1", o.now
	first := o.receive(in)
	in.At = o.now.UTC()
	o.now = o.now.AddDate(0, 0, 3)
	again := o.receive(in)
	assert.Equal(t, first.ID, again.ID)
	assert.Equal(t, first.Reasons.Text(care.LangVI), again.Reasons.Text(care.LangVI))
	assert.Len(t, all(t, o.p.Of("KH1")), 1)
	in.Right = "access"
	_, err := o.p.Receive(t.Context(), in)
	assert.ErrorContains(t, err, "care.key_reused")
}

// Records under the key, the phone and the address of one person are erased together; the receipts hold nothing of the person, and neither does the store.
func TestErase(t *testing.T) {
	o := newOffice(t)
	o.sell("KH1", "Nguyễn Thị Ánh", "tivi")
	o.sell("+84912345678", "chị Ánh", "quạt")
	o.sell("KH2", "Trần Văn Đức", "tủ lạnh")
	r := o.receive(anh)
	o.receive(privacy.Intake{Right: "access", Channel: "web", Customer: "KH1"})

	_, err := o.p.Erase(t.Context(), r.ID, "NV1")
	assert.ErrorContains(t, err, "privacy.step_illegal", "nobody has proved anything")
	r = o.do(r, privacy.StepVerify)
	r, err = o.p.Erase(t.Context(), r.ID, "NV1")
	require.NoError(t, err)
	assert.Equal(t, privacy.Done, r.State)
	assert.True(t, r.Person.IsZero())
	assert.Empty(t, r.Words+r.Subject)

	erased := 0
	for _, receipt := range all(t, o.p.Receipts(r.ID)) {
		assert.Equal(t, privacy.OnRequest, receipt.Cause)
		erased += receipt.Erased()
	}
	assert.GreaterOrEqual(t, erased, 4, "two purchases and two requests")
	again, err := o.p.Erase(t.Context(), r.ID, "NV1")
	require.NoError(t, err)
	assert.Equal(t, r, again, "once")

	for _, subject := range []string{"KH1", "+84912345678", "anh@example.vn"} {
		for line, err := range storage.Export(t.Context(), o.store, schemas(), subject) {
			require.NoError(t, err)
			assert.Fail(t, "left", "%s: %s", line.Collection, line.Body)
		}
	}
	kept := 0
	for line, err := range storage.Export(t.Context(), o.store, schemas(), "KH2") {
		require.NoError(t, err)
		assert.Contains(t, string(line.Body), "Trần Văn Đức", "nobody else is touched")
		kept++
	}
	assert.Equal(t, 1, kept)
}

func TestEraseGoesOn(t *testing.T) {
	o := newOffice(t)
	for range 3 {
		o.sell("KH1", "Ánh", "tivi")
		o.sell("anh@example.vn", "Ánh", "quạt")
	}
	r := o.do(o.receive(anh), privacy.StepVerify)
	tries := 1
	for ; ; tries++ {
		ctx, cancel := context.WithCancel(t.Context())
		left := tries
		done, err := o.p.In(breaking{o.store, &left, cancel}).Erase(ctx, r.ID, "NV1")
		cancel()
		if err == nil {
			assert.Equal(t, privacy.Done, done.State)
			break
		}
		require.Less(t, tries, 200, "it comes to an end")
	}
	assert.Greater(t, tries, 3, "it was broken off more than once")
	for _, subject := range []string{"KH1", "anh@example.vn"} {
		for line, err := range storage.Export(t.Context(), o.store, schemas(), subject) {
			require.NoError(t, err)
			assert.Fail(t, "left", "%s: %s", line.Collection, line.Body)
		}
	}
}

func TestErasureIsReceiptedWhereverItIsBrokenOff(t *testing.T) {
	for at := 1; ; at++ {
		o := newOffice(t)
		o.sell("KH1", "Ánh", "tivi")
		_, err := o.p.Retain(t.Context(), privacy.Keep{Subject: "KH1", Purpose: "tax", Until: "2036-06-15"})
		require.NoError(t, err)
		r := o.do(o.receive(privacy.Intake{Right: "erase", Channel: "email", Customer: "KH1"}), privacy.StepVerify)
		ctx, cancel := context.WithCancel(t.Context())
		left := at
		_, broken := o.p.In(breaking{o.store, &left, cancel}).Erase(ctx, r.ID, "NV1")
		cancel()
		done, err := o.p.Erase(t.Context(), r.ID, "NV1")
		require.NoError(t, err)
		require.Equal(t, privacy.Done, done.State)
		erased := map[string]int{}
		for _, receipt := range all(t, o.p.Receipts(r.ID)) {
			for _, line := range receipt.Lines {
				erased[line.Collection] += line.Cleared + line.Deleted
			}
		}
		require.Equal(t, 1, erased["privacy_retention"], "broken off at transaction %d: %v", at, erased)
		require.Equal(t, 1, erased["privacy_request"], "broken off at transaction %d: %v", at, erased)
		if broken == nil {
			require.Greater(t, at, 8, "it was broken off at each transaction")
			return
		}
	}
}

// breaking is a store whose n-th Update is not reached: the program is gone.
type breaking struct {
	storage.Store
	n      *int
	cancel context.CancelFunc
}

func (b breaking) Update(ctx context.Context, fn func(context.Context, storage.Tx) error) error {
	if *b.n--; *b.n < 0 {
		b.cancel()
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return b.Store.Update(ctx, fn)
}

func TestEraseNeedsAnErasure(t *testing.T) {
	o := newOffice(t)
	r := o.do(o.receive(privacy.Intake{Right: "access", Channel: "web", Customer: "KH1"}), privacy.StepVerify)
	_, err := o.p.Erase(t.Context(), r.ID, "NV1")
	assert.ErrorContains(t, err, "privacy.not_erasure")
}

func TestExport(t *testing.T) {
	o := newOffice(t)
	o.sell("KH1", "Ánh", "tivi")
	o.sell("+84912345678", "Ánh", "quạt")
	o.sell("KH2", "Đức", "tủ lạnh")
	in := anh
	in.Right = "access"
	r := o.receive(in)
	for _, err := range o.p.Export(t.Context(), r.ID) {
		require.ErrorContains(t, err, "privacy.step_illegal", "nobody has proved anything")
	}
	o.do(r, privacy.StepVerify)
	found := map[string]int{}
	for line, err := range o.p.Export(t.Context(), r.ID) {
		require.NoError(t, err)
		found[line.Collection]++
		assert.NotContains(t, string(line.Body), "Đức")
	}
	assert.Equal(t, 2, found["purchase"])
	assert.Equal(t, 1, found["privacy_request"], "once, under whichever key")
}

// Whoever takes consent back is believed at once, for every purpose that can be refused and at every address.
func TestWithdrawIsAtOnce(t *testing.T) {
	o := newOffice(t)
	_, err := o.notice.Grant(t.Context(), notice.Declaration{Key: "form/1", Customer: "KH1", Purpose: "advertising", Via: "counter", Text: "qc-1"})
	require.NoError(t, err)
	in := anh
	in.Right = "withdraw"
	r := o.receive(in)
	assert.Equal(t, privacy.Received, r.State)
	var last []notice.Consent
	for c, err := range o.notice.Ledger(t.Context(), "KH1") {
		require.NoError(t, err)
		last = append(last, c)
	}
	given := map[notice.Purpose]bool{}
	for _, c := range last {
		given[c.Purpose] = c.Given
	}
	assert.Equal(t, map[notice.Purpose]bool{"advertising": false, "care": false, "survey": false, "sharing": false}, given)
	r = o.do(r, privacy.StepDone)
	assert.Equal(t, privacy.Done, r.State, "without a proof of who asks")
}

func TestStepsAreStaleOrRepeated(t *testing.T) {
	o := newOffice(t)
	r := o.receive(anh)
	step := privacy.Step{Key: "s1", Request: r.ID, Version: r.Version, Kind: "verify", Note: "mã gửi tới điện thoại"}
	first, err := o.p.Do(t.Context(), step)
	require.NoError(t, err)
	again, err := o.p.Do(t.Context(), step)
	require.NoError(t, err)
	assert.Equal(t, first, again)
	_, err = o.p.Do(t.Context(), privacy.Step{Request: r.ID, Version: r.Version, Kind: "answer"})
	assert.ErrorIs(t, err, care.ErrStale)
	_, err = o.p.Do(t.Context(), privacy.Step{Request: storage.NewID[privacy.Request](), Kind: "answer"})
	assert.ErrorIs(t, err, storage.ErrNotFound)
}

func TestOverdueIsTold(t *testing.T) {
	o := newOffice(t)
	late := o.receive(anh) // answer by the end of 10 June, done by the end of 18 June
	o.until(time.Date(2026, 6, 10, 23, 0, 0, 0, hanoi))
	assert.Empty(t, o.heard)
	o.until(time.Date(2026, 6, 11, 1, 0, 0, 0, hanoi))
	assert.Equal(t, []string{"overdue received"}, o.heard)
	o.do(late, privacy.StepAnswer)
	o.until(time.Date(2026, 6, 20, 0, 0, 0, 0, hanoi))
	assert.Equal(t, []string{"overdue received", "overdue received"}, o.heard, "each date once")

	o.heard = nil
	kept := o.receive(anh)
	o.do(kept, privacy.StepAnswer)
	o.do(kept, privacy.StepRefuse)
	o.until(time.Date(2026, 7, 20, 0, 0, 0, 0, hanoi))
	assert.Empty(t, o.heard)
	assert.Len(t, all(t, o.p.Open()), 1, "only the late one")
}

func TestExtension(t *testing.T) {
	o := newOffice(t)
	in := anh
	in.Right = "restrict"
	r := o.receive(in)
	assert.True(t, r.Dates.Done.Equal(time.Date(2026, 6, 24, 0, 0, 0, 0, hanoi)))
	r = o.do(r, privacy.StepExtend)
	assert.True(t, r.Dates.Done.Equal(time.Date(2026, 7, 9, 0, 0, 0, 0, hanoi)))
	_, err := o.p.Do(t.Context(), privacy.Step{Request: r.ID, Kind: "extend", Note: "x"})
	assert.ErrorContains(t, err, "privacy.step_illegal", "once")
	_, err = o.p.Do(t.Context(), privacy.Step{Request: o.receive(anh).ID, Kind: "extend", Note: "x"})
	assert.ErrorContains(t, err, "privacy.no_extension")
}

func TestRetentionDeletes(t *testing.T) {
	o := newOffice(t)
	o.sell("KH1", "Ánh", "tivi")
	for purpose, until := range map[string]string{"warranty": "2026-06-20", "tax": "2026-06-10"} {
		_, err := o.p.Retain(t.Context(), privacy.Keep{Subject: "KH1", Purpose: purpose, Until: until})
		require.NoError(t, err)
	}
	_, err := o.p.Retain(t.Context(), privacy.Keep{Subject: "KH1", Purpose: "tax", Until: "15/06/2026"})
	require.NoError(t, err)
	assert.Len(t, all(t, o.p.Retentions("KH1")), 2, "in place of the earlier one")
	o.until(time.Date(2026, 6, 20, 23, 0, 0, 0, hanoi))
	assert.Empty(t, all(t, o.p.Receipts(storage.ID[privacy.Request]{})), "one purpose lasts")
	o.until(time.Date(2026, 6, 21, 1, 0, 0, 0, hanoi))
	got := all(t, o.p.Receipts(storage.ID[privacy.Request]{}))
	require.Len(t, got, 1)
	assert.Equal(t, privacy.OnRetention, got[0].Cause)
	assert.Empty(t, all(t, o.p.Retentions("KH1")))
	for range storage.Export(t.Context(), o.store, schemas(), "KH1") {
		assert.Fail(t, "left")
	}
}

// A purpose that is added while the worker is about to erase is not lost: the customer is in term, and is kept.
func TestRetainWhileTheRetentionEnds(t *testing.T) {
	for at := 1; ; at++ {
		o := newOffice(t)
		o.sell("KH1", "Ánh", "tivi")
		tax, err := o.p.Retain(t.Context(), privacy.Keep{Subject: "KH1", Purpose: "tax", Until: "2026-06-10"})
		require.NoError(t, err)
		o.now = time.Date(2026, 6, 11, 1, 0, 0, 0, hanoi)
		left, retained := at, false
		between := meanwhile{o.store, &left, func() {
			if len(all(t, o.p.Retentions("KH1"))) == 0 {
				return // all was erased before
			}
			retained = true
			_, err := o.p.Retain(t.Context(), privacy.Keep{Subject: "KH1", Purpose: "warranty", Until: "2028-06-10"})
			require.NoError(t, err)
		}}
		require.NoError(t, o.p.In(between).Expire(t.Context(), tax))
		if retained {
			assert.Len(t, all(t, o.p.Retentions("KH1")), 2, "before transaction %d", at)
			assert.Empty(t, all(t, o.p.Receipts(storage.ID[privacy.Request]{})), "before transaction %d", at)
			n := 0
			for range storage.Export(t.Context(), o.store, []*storage.Schema{purchases.Schema()}, "KH1") {
				n++
			}
			assert.Equal(t, 1, n, "before transaction %d", at)
		}
		if left > 0 {
			return
		}
	}
}

// meanwhile is a store on which something else commits before the n-th transaction.
type meanwhile struct {
	storage.Store
	n    *int
	then func()
}

func (m meanwhile) count() {
	if *m.n--; *m.n == 0 {
		m.then()
	}
}

func (m meanwhile) View(ctx context.Context, fn func(context.Context, storage.Reader) error) error {
	m.count()
	return m.Store.View(ctx, fn)
}

func (m meanwhile) Update(ctx context.Context, fn func(context.Context, storage.Tx) error) error {
	m.count()
	return m.Store.Update(ctx, fn)
}

func TestIncidentIsTold(t *testing.T) {
	o := newOffice(t)
	i, err := o.p.Report(t.Context(), privacy.Report{Key: "i1", What: "Máy chủ bị truy cập trái phép", At: o.now})
	require.NoError(t, err)
	assert.True(t, i.NotifyBy.Equal(o.now.Add(24*time.Hour)))
	assert.Equal(t, "Phát hiện lúc 09:00 ngày 08/06/2026: phải thông báo cho cơ quan nhà nước có thẩm quyền chậm nhất 09:00 ngày 09/06/2026.", i.Reasons.Text(care.LangVI))
	assert.Equal(t, "Law 19/2023/QH15 art. 19.3", i.Reasons[0].Rule())
	o.until(o.now.Add(11 * time.Hour))
	assert.Empty(t, o.heard)
	o.until(o.now.Add(2 * time.Hour))
	assert.Equal(t, []string{"incident"}, o.heard, "half of the time is over")
	o.until(o.now.Add(24 * time.Hour))
	assert.Equal(t, []string{"incident", "incident late"}, o.heard)
	assert.Len(t, all(t, o.p.Untold()), 1)

	m := privacy.Measure{Key: "m1", Incident: i.ID, Kind: "notify", Note: "Cục A05, số 12"}
	told, err := o.p.Act(t.Context(), m)
	require.NoError(t, err)
	assert.Equal(t, 13*time.Hour, told.Late(o.now))
	again, err := o.p.Act(t.Context(), m)
	require.NoError(t, err)
	assert.Equal(t, told, again)
	assert.Empty(t, all(t, o.p.Untold()))
	o.until(o.now.Add(48 * time.Hour))
	assert.Len(t, o.heard, 2)
	_, err = o.p.Act(t.Context(), privacy.Measure{Incident: i.ID, Kind: "close", Note: "xong"})
	require.NoError(t, err)
	assert.Len(t, all(t, o.p.Incidents()), 1)
}

func TestVulnerable(t *testing.T) {
	o := newOffice(t)
	today := care.Env{Now: func() time.Time { return o.now }}.Today()
	in := privacy.Recognition{Customer: "KH1", Group: "pregnant", Evidence: "giấy khai sinh của con", By: "NV1", Until: "2026-06-10"}
	_, err := o.p.Recognise(t.Context(), in)
	require.NoError(t, err)
	in.Until = "2026-06-09"
	_, err = o.p.Recognise(t.Context(), in)
	require.NoError(t, err)
	assert.Len(t, all(t, o.p.Proved("KH1")), 1)
	for days, want := range map[int]bool{0: true, 1: true, 2: false} {
		got, err := o.p.Vulnerable(t.Context(), "KH1", today.AddDays(days))
		require.NoError(t, err)
		assert.Equal(t, want, got, days)
	}
	got, err := o.p.Vulnerable(t.Context(), "KH2", today)
	require.NoError(t, err)
	assert.False(t, got)
	_, err = o.p.Recognise(t.Context(), privacy.Recognition{Customer: "KH1", Group: "rich"})
	assert.ErrorContains(t, err, "evidence: ")
	_, err = storage.Erase(t.Context(), o.store, schemas(), "KH1")
	require.NoError(t, err)
	assert.Empty(t, all(t, o.p.Proved("KH1")), "deleted whole")
}
