package chamsoc_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc"
	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/care/desk"
	"github.com/chamsoc/chamsoc/care/enquiry"
	"github.com/chamsoc/chamsoc/care/privacy"
	"github.com/chamsoc/chamsoc/feedback"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/memory"
	"github.com/chamsoc/chamsoc/storage/queue"
	"github.com/chamsoc/chamsoc/warranty"
)

// asKH1 takes everybody for the customer KH1.
type asKH1 struct{}

func (asKH1) Verify(context.Context, enquiry.Claim) (care.CustomerRef, error) { return "KH1", nil }

// newShop is a shop with terms for televisions, its worker and its store, on 20 November 2026.
func newShop(t *testing.T, c chamsoc.Config) (chamsoc.Chamsoc, *queue.Worker, storage.Store) {
	tenants, err := memory.New(chamsoc.Schemas()...)
	require.NoError(t, err)
	c.Env.Now = func() time.Time { return time.Date(2026, 11, 20, 2, 0, 0, 0, time.UTC) }
	shop, err := chamsoc.New(tenants.ForTenant(""), c)
	require.NoError(t, err)
	worker, err := shop.Worker(queue.Config{Tenants: tenants, Now: c.Env.Now})
	require.NoError(t, err)
	both := func(text string) care.Text { return care.Text{VI: text, EN: text} }
	_, err = shop.Warranty.Publish(t.Context(), warranty.Terms{Code: "tv", Edition: 1, Months: 24, Effective: calendar.MustDate(2026, 1, 1), Published: time.Unix(0, 0),
		Start: both("x"), Term: both("x"), Content: both("x"), Scope: both("x"), How: both("x"), NoExclusions: true})
	require.NoError(t, err)
	_, err = shop.Warranty.Cover(t.Context(), warranty.Coverage{Product: "TV-55", Terms: "tv"})
	require.NoError(t, err)
	return shop, worker, tenants.ForTenant("")
}

func list[T any](t *testing.T, l storage.List[T]) (all []T) {
	for item, err := range l.All(t.Context()) {
		require.NoError(t, err)
		all = append(all, item)
	}
	return all
}

// Enquiries are answered from the warranties that were registered here, each customer's own.
func TestEnquiryReadsWarranties(t *testing.T) {
	shop, _, _ := newShop(t, chamsoc.Config{Enquiry: enquiry.Config{Verifier: asKH1{}}})
	for _, sale := range []warranty.Sale{
		{Invoice: "HD1", Line: 1, Product: "TV-55", Quantity: 2, Serials: []string{"SN-1", "SN-2"}, Customer: "KH1"},
		{Invoice: "HD2", Line: 1, Product: "TV-55", Quantity: 1, Serials: []string{"SN-3"}, Customer: "KH2"},
	} {
		_, err := shop.Warranty.Register(t.Context(), sale)
		require.NoError(t, err)
	}
	_, err := shop.Warranty.Return(t.Context(), warranty.Return{Invoice: "HD1", Line: 1, Units: []int{1}})
	require.NoError(t, err)
	for serial, want := range map[string]int{"": 1, "sn 2": 1, "SN-1": 0, "SN-3": 0} {
		a, err := shop.Enquiry.Ask(t.Context(), enquiry.Question{Topic: "warranty", Channel: "web", Serial: serial})
		require.NoError(t, err)
		assert.Len(t, a.Warranties, want, serial)
	}
}

// What could not be looked up becomes a case, once, whose owner answers the customer.
func TestUnavailableEnquiryBecomesACase(t *testing.T) {
	shop, worker, _ := newShop(t, chamsoc.Config{Enquiry: enquiry.Config{Verifier: asKH1{}}})
	for range 2 {
		a, err := shop.Enquiry.Ask(t.Context(), enquiry.Question{Key: "w1", Topic: "debt", Channel: "phone", Asker: enquiry.Asker{Phone: "0912 345 678"}})
		require.NoError(t, err)
		require.Equal(t, enquiry.Unavailable, a.Outcome)
		_, err = worker.RunOnce(t.Context())
		require.NoError(t, err)

		cases := list(t, shop.Desk.Of("KH1"))
		require.Len(t, cases, 1)
		assert.Equal(t, desk.KindQuestion, cases[0].State.Kind)
		assert.EqualValues(t, "debt", cases[0].State.Topic)
		assert.Equal(t, []care.About{{Kind: "enquiry.enquiry", Ref: a.Enquiry.String()}}, cases[0].State.About)
	}
}

// A bad mark without a word is somebody's opinion: there is nothing in it to be settled by law, but somebody calls.
func TestUnhappyAnswerWithoutAWordIsAnOpinion(t *testing.T) {
	shop, worker, _ := newShop(t, chamsoc.Config{})
	both := func(text string) care.Text { return care.Text{VI: text, EN: text} }
	_, err := shop.Feedback.Publish(t.Context(), feedback.Survey{Code: "nps", Edition: 1, Title: both("x"), Questions: []feedback.Question{{Code: "all", Kind: feedback.KindNPS, Text: both("x")}}})
	require.NoError(t, err)
	asked, err := shop.Feedback.Invite(t.Context(), feedback.Occasion{Customer: "KH1", Survey: "nps", Channel: "zalo", Place: "CH-1"})
	require.NoError(t, err)
	_, err = shop.Feedback.Answer(t.Context(), feedback.Reply{Invitation: asked.Invitation.ID, Points: map[string]int{"all": 6}})
	require.NoError(t, err)
	_, err = worker.RunOnce(t.Context())
	require.NoError(t, err)
	cases := list(t, shop.Desk.Of("KH1"))
	require.Len(t, cases, 1)
	assert.Equal(t, desk.KindOpinion, cases[0].State.Kind)
}

// An unhappy answer in words becomes a complaint, once, however often it is changed; and the answer hears how far its case has come.
func TestUnhappyAnswerBecomesACaseAndIsFollowedUp(t *testing.T) {
	shop, worker, _ := newShop(t, chamsoc.Config{})
	both := func(text string) care.Text { return care.Text{VI: text, EN: text} }
	_, err := shop.Feedback.Publish(t.Context(), feedback.Survey{Code: "delivery", Edition: 1, Title: both("x"), Questions: []feedback.Question{
		{Code: "all", Kind: feedback.KindCSAT, Text: both("x")}, {Code: "why", Kind: feedback.KindText, Text: both("x")},
	}})
	require.NoError(t, err)
	shipment := care.About{Kind: care.AboutShipment, Ref: "GH-1"}
	asked, err := shop.Feedback.Invite(t.Context(), feedback.Occasion{Customer: "KH1", Survey: "delivery", About: shipment, Channel: "zalo", Place: "CH-1"})
	require.NoError(t, err)
	for _, points := range []int{2, 1, 5, 1} {
		_, err = shop.Feedback.Answer(t.Context(), feedback.Reply{
			Invitation: asked.Invitation.ID, Points: map[string]int{"all": points}, Words: map[string]string{"why": "Giao muộn"}, Lang: "vi",
		})
		require.NoError(t, err)
		_, err = worker.RunOnce(t.Context())
		require.NoError(t, err)
	}
	cases := list(t, shop.Desk.Of("KH1"))
	require.Len(t, cases, 1)
	opened, on := cases[0], desk.On{Case: cases[0].ID, By: "NV-1"}
	assert.Equal(t, desk.KindComplaint, opened.State.Kind)
	assert.Contains(t, opened.State.About, shipment)
	assert.Contains(t, opened.State.About, care.About{Kind: feedback.AboutInvitation, Ref: asked.Invitation.ID.String()})
	assert.Equal(t, "Giao muộn", list(t, shop.Desk.Messages(opened.ID))[0].Text)

	_, err = shop.Desk.Reply(t.Context(), desk.Answer{On: on, Channel: "zalo", Text: "Xin lỗi"})
	require.NoError(t, err)
	_, err = shop.Desk.Resolve(t.Context(), desk.Resolution{On: on, Outcome: "refunded", Cause: "carrier", Factor: string(care.FactorConvenience)})
	require.NoError(t, err)
	_, err = worker.RunOnce(t.Context())
	require.NoError(t, err)
	f, found, err := shop.Feedback.FollowUp(t.Context(), asked.Invitation.ID)
	require.NoError(t, err)
	require.True(t, found)
	assert.Equal(t, opened.ID.String(), f.Case.Ref)
	assert.False(t, f.Acknowledged.IsZero() || f.Resolved.IsZero())
	assert.Equal(t, []any{"carrier", care.FactorConvenience}, []any{f.Cause, f.Factor})

	_, err = shop.Desk.Reopen(t.Context(), desk.Reopening{On: on, Reason: "again"})
	require.NoError(t, err)
	_, err = worker.RunOnce(t.Context())
	require.NoError(t, err)
	f, _, err = shop.Feedback.FollowUp(t.Context(), asked.Invitation.ID)
	require.NoError(t, err)
	assert.True(t, f.Resolved.IsZero() && f.Cause == "")
}

// A request about personal data becomes a case with an owner, and is carried out in every collection: of what was said and sold nothing of the person is left.
func TestRequestToEraseReachesEverything(t *testing.T) {
	shop, worker, store := newShop(t, chamsoc.Config{Enquiry: enquiry.Config{Verifier: asKH1{}}})
	_, err := shop.Warranty.Register(t.Context(), warranty.Sale{Invoice: "HD1", Line: 1, Product: "TV-55", Quantity: 1, Customer: "KH1", Name: "Nguyễn Thị Ánh", Phone: "0912 345 678"})
	require.NoError(t, err)
	_, err = shop.Enquiry.Ask(t.Context(), enquiry.Question{Topic: "warranty", Channel: "web", Asker: enquiry.Asker{Name: "Ánh"}})
	require.NoError(t, err)
	_, err = shop.Desk.Open(t.Context(), desk.Intake{Channel: "phone", Phone: "0912 345 678", Name: "Ánh", Text: "Tôi là Ánh"})
	require.NoError(t, err)
	request, err := shop.Privacy.Receive(t.Context(), privacy.Intake{Right: "erase", Channel: "web", Customer: "KH1", Words: "Ánh",
		Contacts: []care.ContactInput{{Kind: care.ContactPhone, Text: "0912 345 678"}}})
	require.NoError(t, err)
	_, err = worker.RunOnce(t.Context())
	require.NoError(t, err)
	cases := list(t, shop.Desk.Of("KH1"))
	require.Len(t, cases, 1)
	assert.Equal(t, desk.KindRequest, cases[0].State.Kind)
	assert.Equal(t, []care.About{{Kind: privacy.AboutRequest, Ref: request.ID.String()}}, cases[0].State.About)

	_, err = shop.Privacy.Do(t.Context(), privacy.Step{Request: request.ID, Kind: "verify", Note: "code"})
	require.NoError(t, err)
	request, err = shop.Privacy.Erase(t.Context(), request.ID, "NV1")
	require.NoError(t, err)
	assert.Equal(t, privacy.Done, request.State)
	_, err = worker.RunOnce(t.Context())
	require.NoError(t, err)
	for _, subject := range []string{"KH1", "+84912345678"} {
		for line, err := range storage.Export(t.Context(), store, chamsoc.Schemas(), subject) {
			require.NoError(t, err)
			assert.Fail(t, "left", "%s: %s", line.Collection, line.Body)
		}
	}
	left := list(t, shop.Warranty.Registrations("HD1"))
	require.Len(t, left, 1, "the warranty stays")
	assert.Empty(t, left[0].Name)
}

// Somebody without a key is erased by the address that they gave, the case of their request too.
func TestRequestOfSomebodyWithoutAKeyIsErased(t *testing.T) {
	shop, worker, store := newShop(t, chamsoc.Config{})
	for _, contact := range []care.ContactInput{{Kind: care.ContactEmail, Text: "anh@example.vn"}, {Kind: care.ContactPhone, Text: "0912 345 678"}, {Kind: care.ContactPost, Text: "12 Hàng Gai"}} {
		request, err := shop.Privacy.Receive(t.Context(), privacy.Intake{Right: "erase", Channel: "email", Words: "Tôi là Ánh", Contacts: []care.ContactInput{contact}})
		require.NoError(t, err)
		_, err = worker.RunOnce(t.Context())
		require.NoError(t, err)
		_, err = shop.Privacy.Do(t.Context(), privacy.Step{Request: request.ID, Kind: "verify", Note: "code"})
		require.NoError(t, err)
		_, err = shop.Privacy.Erase(t.Context(), request.ID, "NV1")
		require.NoError(t, err)
		for _, schema := range chamsoc.Schemas() {
			for _, index := range schema.Indexes {
				require.NoError(t, store.View(t.Context(), func(ctx context.Context, r storage.Reader) error {
					page, err := r.Scan(ctx, schema, storage.Query{Index: index.Name, Limit: storage.MaxPage})
					for _, record := range page.Items {
						assert.NotContains(t, string(record.Body), "Ánh", schema.Name)
					}
					return err
				}))
			}
		}
	}
}

// Whatever moment a customer is erased at, no case is made of what was there before.
func TestErasedWhileACaseIsOpened(t *testing.T) {
	for at := 1; ; at++ {
		shop, worker, store := newShop(t, chamsoc.Config{Enquiry: enquiry.Config{Verifier: asKH1{}}})
		_, err := shop.Enquiry.Ask(t.Context(), enquiry.Question{Topic: "debt", Channel: "phone", Asker: enquiry.Asker{Phone: "0912 345 678", Name: "Ánh"}})
		require.NoError(t, err)
		request, err := shop.Privacy.Receive(t.Context(), privacy.Intake{Right: "erase", Channel: "web", Words: "Tôi là Ánh", Contacts: []care.ContactInput{
			{Kind: care.ContactEmail, Text: "anh@example.vn"}, {Kind: care.ContactPhone, Text: "0912 345 678"},
		}})
		require.NoError(t, err)
		_, err = shop.Privacy.Do(t.Context(), privacy.Step{Request: request.ID, Kind: "verify", Note: "code"})
		require.NoError(t, err)
		left := at
		_, err = shop.In(between{store, &left, func() {
			_, err := worker.RunOnce(t.Context())
			require.NoError(t, err)
		}}).Privacy.Erase(t.Context(), request.ID, "NV1")
		require.NoError(t, err)
		_, err = worker.RunOnce(t.Context())
		require.NoError(t, err)
		for _, subject := range []string{"+84912345678", "anh@example.vn"} {
			for line, err := range storage.Export(t.Context(), store, chamsoc.Schemas(), subject) {
				require.NoError(t, err)
				assert.Fail(t, "left", "worker ran before transaction %d: %s: %s", at, line.Collection, line.Body)
			}
		}
		if left > 0 || t.Failed() {
			return
		}
	}
}

// between is a store on which something else happens before the n-th Update.
type between struct {
	storage.Store
	n    *int
	then func()
}

func (b between) Update(ctx context.Context, fn func(context.Context, storage.Tx) error) error {
	if *b.n--; *b.n == 0 {
		b.then()
	}
	return b.Store.Update(ctx, fn)
}

// Enquiries are demand: each is counted once, by topic, segment and day.
func TestEnquiriesAreCountedAsDemand(t *testing.T) {
	shop, worker, _ := newShop(t, chamsoc.Config{Enquiry: enquiry.Config{Verifier: asKH1{}}})
	for _, segment := range []string{"retail", "retail", "firms"} {
		_, err := shop.Enquiry.Ask(t.Context(), enquiry.Question{Topic: "warranty", Channel: "web", Segment: segment})
		require.NoError(t, err)
	}
	_, err := worker.RunOnce(t.Context())
	require.NoError(t, err)
	from, before := calendar.MustDate(2026, 11, 20), calendar.MustDate(2026, 11, 21)
	for segment, want := range map[care.SegmentRef]int64{"retail": 2, "firms": 1} {
		days := list(t, shop.Feedback.Demand("enquiry.warranty", segment, from, before))
		require.Len(t, days, 1)
		assert.Equal(t, want, days[0].N)
	}
}

// Who has proved to be vulnerable need not prove it again at the service desk.
func TestProvedVulnerableAtTheDesk(t *testing.T) {
	shop, _, _ := newShop(t, chamsoc.Config{})
	for customer, want := range map[string]bool{"KH1": true, "KH2": false} {
		sold, err := shop.Warranty.Register(t.Context(), warranty.Sale{Invoice: "HD-" + customer, Line: 1, Product: "TV-55", Quantity: 1, Customer: customer})
		require.NoError(t, err)
		if want {
			_, err = shop.Privacy.Recognise(t.Context(), privacy.Recognition{Customer: customer, Group: "elderly", Evidence: "thẻ căn cước", By: "NV1"})
			require.NoError(t, err)
		}
		taken, err := shop.Warranty.TakeIn(t.Context(), warranty.Intake{Registration: sold.Registrations[0].ID, Within: calendar.WorkingDates(3)})
		require.NoError(t, err)
		assert.Equal(t, want, taken.Claim.Vulnerable, customer)
	}
}
