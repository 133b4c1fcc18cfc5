package drivertest

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc"
	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/care/chain"
	"github.com/chamsoc/chamsoc/care/collateral"
	"github.com/chamsoc/chamsoc/care/customer"
	"github.com/chamsoc/chamsoc/care/desk"
	"github.com/chamsoc/chamsoc/care/enquiry"
	"github.com/chamsoc/chamsoc/care/loyalty"
	"github.com/chamsoc/chamsoc/care/notice"
	"github.com/chamsoc/chamsoc/care/policy"
	"github.com/chamsoc/chamsoc/care/privacy"
	"github.com/chamsoc/chamsoc/care/sla"
	"github.com/chamsoc/chamsoc/faq"
	"github.com/chamsoc/chamsoc/feedback"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/queue"
	"github.com/chamsoc/chamsoc/warranty"
)

// domains are what a tenant does with each service of Chamsoc, under a mark that tells its values, and what it gave and was given. A service that comes
// later adds a line: all of its exported methods are then called by another tenant with these values.
var domains = map[string]func(t *testing.T, ctx context.Context, c chamsoc.Chamsoc, store storage.Store, mark string) []any{
	"Customer": doCustomer,
	"Warranty": doWarranty,
	"Desk":     doDesk,
	"Chain":    doChain,
	"Feedback": doFeedback,
	"FAQ":      doFAQ,

	"Collateral": doCollateral,
	"Loyalty":    doLoyalty,

	"Notice":  doNotice,
	"Policy":  doPolicy,
	"Enquiry": doEnquiry,
	"Privacy": doPrivacy,
}

func doCustomer(t *testing.T, ctx context.Context, c chamsoc.Chamsoc, _ storage.Store, mark string) []any {
	record := customer.Record{Key: mark + "-key", CustomerInput: care.CustomerInput{
		Ref: mark + "-customer", Name: mark + " Hoà", Needs: []string{mark + "-need"}, Segments: []string{mark + "-segment"}, Contacts: []care.ContactInput{
			{Kind: care.ContactPhone, Text: map[string]string{"victim": "0912345678", "thief": "0987654321"}[mark]}, {Kind: care.ContactEmail, Text: mark + "@example.vn"},
		},
	}}
	kept, err := c.Customer.Keep(ctx, record)
	require.NoError(t, err)
	return []any{record, kept}
}

func doWarranty(t *testing.T, ctx context.Context, c chamsoc.Chamsoc, _ storage.Store, mark string) []any {
	said := care.Text{VI: mark + "-vi", EN: mark + "-en"}
	phone := map[string]string{"victim": "0912345678", "thief": "0987654321"}[mark]
	terms, err := c.Warranty.Publish(ctx, warranty.Terms{
		Code: warranty.TermsCode(mark + "-terms"), Edition: 1, Effective: calendar.MustDate(2026, time.January, 1), Published: time.Date(2025, 12, 20, 0, 0, 0, 0, time.UTC),
		Months: 12, Start: said, Term: said, Content: said, Scope: said, How: said, NoExclusions: true,
	})
	require.NoError(t, err)
	coverage := warranty.Coverage{Product: care.ProductRef(mark + "-product"), Terms: terms.Code, Serialised: true}
	coverage, err = c.Warranty.Cover(ctx, coverage)
	require.NoError(t, err)
	all := []any{terms, coverage}
	sales := map[string]int{"victim": 3, "thief": 1}[mark]
	for i := range sales {
		sale := warranty.Sale{
			Invoice: mark + "-invoice", Line: i + 1, Product: string(coverage.Product), Quantity: 1, Serials: []string{fmt.Sprint(mark, "-serial-", i)},
			Customer: mark + "-customer", Name: mark + " Hoà", Phone: phone, Place: mark + "-place", At: time.Date(2026, 8, 20, 2, 0, 0, 0, time.UTC),
		}
		receipt, err := c.Warranty.Register(ctx, sale)
		require.NoError(t, err)
		inquiry := warranty.Inquiry{
			Serial: sale.Serials[0], Phone: phone, PhoneVerified: true, Invoice: sale.Invoice, Name: sale.Name, Card: receipt.Registrations[0].Ref(),
			At: time.Date(2026, 9, 1, 2, 0, 0, 0, time.UTC),
		}
		answer, err := c.Warranty.Ask(ctx, inquiry)
		require.NoError(t, err)
		require.Equal(t, warranty.Covered, answer.Decision.Outcome)
		all = append(all, sale, receipt, inquiry, answer)
	}
	return all
}

func doDesk(t *testing.T, ctx context.Context, c chamsoc.Chamsoc, _ storage.Store, mark string) (all []any) {
	phone := map[string]string{"victim": "0912345678", "thief": "0987654321"}[mark]
	in := desk.Intake{
		Key: mark + "-key", Channel: "phone", Topic: mark + "-topic", Title: mark + "-title", Text: mark + "-text", Customer: mark + "-customer", Name: mark + " Hoà",
		Phone: phone, Owner: mark + "-owner", Unit: mark + "-unit", By: mark + "-by", Invoice: mark + "-invoice", Product: mark + "-product", Place: mark + "-place",
		At: time.Date(2026, 9, 2, 2, 0, 0, 0, time.UTC),
	}
	opened, err := c.Desk.Open(ctx, in)
	require.NoError(t, err)
	answer := desk.Answer{On: desk.On{Case: opened.Case.ID, Version: opened.Case.Version, At: in.At.Add(time.Hour)}, Channel: "phone", Text: mark + "-answer"}
	answered, err := c.Desk.Reply(ctx, answer)
	require.NoError(t, err)
	return []any{in, opened, answer, answered}
}

func doChain(t *testing.T, ctx context.Context, c chamsoc.Chamsoc, _ storage.Store, mark string) []any {
	name, unit := care.Text{VI: mark + "-vi", EN: mark + "-en"}, chain.UnitCode(mark+"-unit")
	defined, err := c.Chain.Define(ctx, chain.Unit{Code: unit, Kind: chain.Department, Name: name, Head: care.StaffRef(mark + "-head")})
	require.NoError(t, err)
	flow, err := c.Chain.Publish(ctx, chain.Flow{
		Code: chain.FlowCode(mark + "-flow"), Edition: 1, Name: name, From: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC),
		Promise: chain.Promise{Within: calendar.Working(8 * time.Hour), Share: 0.9, Calendar: "always", Owner: unit},
		Links: []chain.Link{{
			Code: "serve", Name: name, Supplier: unit, Receiver: chain.Outside, Output: name, Calendar: "always",
			Goal:   chain.Goal{Within: calendar.Working(4 * time.Hour), Share: 0.95, Acceptance: 0.9},
			Agreed: []chain.Consent{{Unit: unit, By: care.StaffRef(mark + "-by"), On: calendar.MustDate(2026, time.January, 5)}},
		}},
	})
	require.NoError(t, err)
	told := chain.Told{
		Flow: mark + "-flow", Case: mark + "-case", Customer: mark + "-customer", Link: "serve", Kind: chain.Requested, By: mark + "-by",
		At: time.Date(2026, 9, 2, 2, 0, 0, 0, time.UTC),
	}
	receipt, err := c.Chain.Tell(ctx, told)
	require.NoError(t, err)
	return []any{defined, flow, told, receipt}
}

func doFeedback(t *testing.T, ctx context.Context, c chamsoc.Chamsoc, _ storage.Store, mark string) []any {
	said := care.Text{VI: mark + "-vi", EN: mark + "-en"}
	survey, err := c.Feedback.Publish(ctx, feedback.Survey{Code: mark + "-survey", Edition: 1, Title: said, Questions: []feedback.Question{
		{Code: "all", Kind: feedback.KindCSAT, Text: said}, {Code: "why", Kind: feedback.KindText, Text: said},
	}})
	require.NoError(t, err)
	occasion := feedback.Occasion{
		Customer: mark + "-customer", Survey: survey.Code, About: care.About{Kind: care.AboutShipment, Ref: mark + "-shipment"}, Channel: "zalo", Segment: mark + "-segment",
		Place: mark + "-place", Product: mark + "-product",
	}
	invited, err := c.Feedback.Invite(ctx, occasion)
	require.NoError(t, err)
	reply := feedback.Reply{Invitation: invited.Invitation.ID, Points: map[string]int{"all": 1}, Words: map[string]string{"why": mark + "-words"}}
	received, err := c.Feedback.Answer(ctx, reply)
	require.NoError(t, err)
	inspection := feedback.Inspection{Topic: mark + "-topic", About: care.About{Kind: care.AboutShipment, Ref: mark + "-lot"}, Plan: feedback.Plan{Sample: 10, Lot: 50, Promise: 0.02}, Faulty: 5}
	inspected, err := c.Feedback.Inspect(ctx, inspection)
	require.NoError(t, err)
	wished := feedback.Wished{Customer: mark + "-customer", Kind: "expectation", Text: mark + "-wish"}
	wish, err := c.Feedback.Wish(ctx, wished)
	require.NoError(t, err)
	budget, err := c.Feedback.Fund(ctx, mark+"-budget", care.VND(1_000_000))
	require.NoError(t, err)
	rules := feedback.Rules{Remedies: []feedback.Remedy{{Code: mark + "-remedy", Name: said, Most: care.VND(200_000)}}}
	offer := feedback.Offer{
		Incident: mark + "-incident", Customer: mark + "-customer", Failure: feedback.Failure{Severity: 2}, Remedy: mark + "-remedy", Amount: care.VND(100_000),
		Budget: mark + "-budget", By: mark + "-by",
	}
	recovery, err := c.Feedback.Offer(ctx, rules, offer)
	require.NoError(t, err)
	demanded := feedback.Demanded{Topic: mark + "-topic", Segment: mark + "-segment"}
	day, err := c.Feedback.CountDemand(ctx, demanded)
	require.NoError(t, err)
	return []any{survey, occasion, invited, reply, received, inspection, inspected, wished, wish, budget, rules, offer, recovery, demanded, day}
}

func doFAQ(t *testing.T, ctx context.Context, c chamsoc.Chamsoc, store storage.Store, mark string) []any {
	draft := faq.Draft{
		Code: mark + "-entry", Owner: mark + "-owner", Review: "2027-05-01", By: care.StaffRef(mark + "-by"),
		Texts: []faq.Text{{Lang: care.LangVI, Question: mark + "-question", Answer: mark + "-answer"}},
	}
	saved, err := c.FAQ.Save(ctx, draft)
	require.NoError(t, err)
	for _, to := range []faq.Status{faq.Approved, faq.Published} {
		saved, err = c.FAQ.Move(ctx, faq.Move{Code: saved.Code, To: to, By: care.StaffRef(mark + "-by")})
		require.NoError(t, err)
	}
	finder := faq.NewFinder(store)
	asking := faq.Asking{Query: faq.Query{Text: mark + "-question"}, Customer: mark + "-customer", At: time.Date(2026, 9, 2, 2, 0, 0, 0, time.UTC)}
	asked, answer, err := c.FAQ.Ask(ctx, finder, asking)
	require.NoError(t, err)
	capture := faq.Capture{Text: mark + "-unheard", Customer: mark + "-customer", Owner: mark + "-owner", At: asking.At}
	question, err := c.FAQ.Capture(ctx, finder, capture)
	require.NoError(t, err)
	return []any{draft, saved, asking, asked, answer, capture, question}
}

func doCollateral(t *testing.T, ctx context.Context, c chamsoc.Chamsoc, _ storage.Store, mark string) []any {
	said := care.Text{VI: mark + "-vi", EN: mark + "-en"}
	today := calendar.DateOf(time.Now(), time.UTC).AddDays(1)
	material, err := c.Collateral.Define(ctx, collateral.Material{Code: mark + "-material", Kind: collateral.Sample, Name: said, Owner: care.StaffRef(mark + "-owner")})
	require.NoError(t, err)
	content := map[collateral.Field]string{}
	for _, field := range collateral.Required(collateral.Sample) {
		content[field] = mark + "-content"
	}
	_, err = c.Collateral.Draft(ctx, collateral.Edition{
		Material: material.Code, Number: 1, Title: said, From: today, Content: content, Author: care.StaffRef(mark + "-author"),
		Script: []collateral.Task{{Code: mark + "-task", Text: said, Answer: said}}, Questions: []collateral.Question{{Code: mark + "-question", Text: said}},
	})
	require.NoError(t, err)
	play := collateral.RolePlay{Material: material.Code, Edition: 1, Player: mark + "-player", Steps: []collateral.Step{{Task: mark + "-task", Passed: true}}}
	played, err := c.Collateral.Play(ctx, play)
	require.NoError(t, err)
	hearing := collateral.Hearing{Material: material.Code, Edition: 1, Question: mark + "-question", Understood: true}
	understood, err := c.Collateral.Hear(ctx, hearing)
	require.NoError(t, err)
	published, err := c.Collateral.Publish(ctx, collateral.Publication{Material: material.Code, Edition: 1, By: mark + "-by"})
	require.NoError(t, err)
	place, err := c.Collateral.Open(ctx, collateral.Place{Ref: care.PlaceRef(mark + "-place"), Name: said, Checker: care.StaffRef(mark + "-by")})
	require.NoError(t, err)
	norm, err := c.Collateral.SetNorm(ctx, collateral.Norm{Place: place.Ref, Kind: collateral.Sample, Least: 3})
	require.NoError(t, err)
	count := collateral.Count{Place: string(place.Ref), By: mark + "-by", Lines: []collateral.Counted{{Material: material.Code, Edition: 1, Have: 1}}}
	tally, err := c.Collateral.Count(ctx, count)
	require.NoError(t, err)
	unmet := collateral.Unmet{Place: string(place.Ref), Material: material.Code, Text: mark + "-asked", Customer: mark + "-customer", By: mark + "-by"}
	absence, err := c.Collateral.Lack(ctx, unmet)
	require.NoError(t, err)
	wish := collateral.Wish{Channel: "post", Material: material.Code, Customer: mark + "-customer", Name: mark + " Hoà", Address: mark + "-address", Owner: mark + "-owner"}
	request, err := c.Collateral.Request(ctx, wish)
	require.NoError(t, err)
	return []any{material, play, played, hearing, understood, published, place, norm, count, tally, unmet, absence, wish, request}
}

func doLoyalty(t *testing.T, ctx context.Context, c chamsoc.Chamsoc, _ storage.Store, mark string) []any {
	today := calendar.DateOf(time.Now(), time.UTC)
	purchase := loyalty.Purchase{Customer: mark + "-customer", Source: mark + "-purchase", Amount: care.VND(1_000_000)}
	earned, err := c.Loyalty.Earn(ctx, purchase)
	require.NoError(t, err)
	redemption := loyalty.Redemption{Customer: mark + "-customer", Source: mark + "-redemption", Points: 30}
	redeemed, err := c.Loyalty.Redeem(ctx, redemption)
	require.NoError(t, err)
	account, err := c.Loyalty.Account(ctx, care.CustomerRef(mark+"-customer"))
	require.NoError(t, err)
	promotion, err := c.Loyalty.Launch(ctx, loyalty.Promotion{
		Code: mark + "-promotion", Name: care.Text{VI: mark + "-vi", EN: mark + "-en"}, From: today.AddDays(-2), Until: today.AddDays(30), Budget: care.Budget{Total: care.VND(9)},
	})
	require.NoError(t, err)
	_, err = c.Notice.Grant(ctx, notice.Declaration{Key: mark + "-form", Customer: mark + "-customer", Purpose: "advertising", Via: "counter", Text: mark + "-text", By: mark + "-by"})
	require.NoError(t, err)
	approach := loyalty.Approach{Promotion: promotion.Code, Customer: mark + "-customer", Channel: "zalo"}
	offered, err := c.Loyalty.Offer(ctx, approach)
	require.NoError(t, err)
	require.False(t, offered.Declined)
	return []any{purchase, earned, redemption, redeemed, account, promotion, approach, offered}
}

func doNotice(t *testing.T, ctx context.Context, c chamsoc.Chamsoc, _ storage.Store, mark string) []any {
	declared := notice.Declaration{Key: mark + "-told-form", Customer: mark + "-told", Purpose: "advertising", Via: "counter", Text: mark + "-text", By: mark + "-by"}
	granted, err := c.Notice.Grant(ctx, declared)
	require.NoError(t, err)
	template, err := c.Notice.Draft(ctx, notice.Template{Kind: faq.KindReplied, Edition: 1, By: care.StaffRef(mark + "-by"), Wordings: faq.NoticeKinds()[0].Default})
	require.NoError(t, err)
	request := notice.Request{
		Key: mark + "-key", Kind: faq.KindReplied, Customer: mark + "-told", Name: mark + " Hoà", About: care.About{Kind: faq.AboutQuestion, Ref: mark + "-question"},
		Values: faq.Question{Text: mark + "-question", Reply: mark + "-reply"}.ReplyFacts(),
	}
	accepted, err := c.Notice.Send(ctx, request)
	require.NoError(t, err)
	return []any{declared, granted, template, request, accepted}
}

func doPolicy(t *testing.T, ctx context.Context, c chamsoc.Chamsoc, _ storage.Store, mark string) []any {
	said := care.Text{VI: mark + "-vi", EN: mark + "-en"}
	draft := policy.Draft{Policy: policy.Policy{Code: policy.Code(mark + "-policy"), Edition: 1, Title: said}}
	saved, err := c.Policy.Save(ctx, draft)
	require.NoError(t, err)
	procedure, err := c.Policy.PublishProcedure(ctx, policy.Procedure{
		Code: policy.ProcedureCode(mark + "-procedure"), Edition: 1, Title: said, Audience: policy.ForStaff, From: calendar.MustDate(2026, time.January, 1),
		Steps: []policy.Step{{Who: said, What: said, Within: calendar.Working(time.Hour)}},
	})
	require.NoError(t, err)
	reading := policy.Reading{Document: procedure.Document(), Staff: mark + "-staff"}
	acknowledged, err := c.Policy.Acknowledge(ctx, reading)
	require.NoError(t, err)
	return []any{draft, saved, procedure, reading, acknowledged}
}

func doEnquiry(t *testing.T, ctx context.Context, c chamsoc.Chamsoc, _ storage.Store, mark string) []any {
	question := enquiry.Question{
		Key: mark + "-key", Topic: string(enquiry.TopicInvoice), Channel: "counter", Invoice: mark + "-invoice", Staff: mark + "-staff",
		Asker: enquiry.Asker{Customer: mark + "-customer", Name: mark + " Hoà"},
	}
	answer, err := c.Enquiry.Ask(ctx, question)
	require.NoError(t, err)
	return []any{question, answer}
}

func doPrivacy(t *testing.T, ctx context.Context, c chamsoc.Chamsoc, _ storage.Store, mark string) []any {
	intake := privacy.Intake{Right: string(privacy.RightErase), Channel: "email", Customer: mark + "-asker", Words: mark + "-words", Staff: mark + "-staff"}
	request, err := c.Privacy.Receive(ctx, intake)
	require.NoError(t, err)
	step := privacy.Step{Request: request.ID, Kind: string(privacy.StepVerify), Note: mark + "-note", By: mark + "-staff"}
	request, err = c.Privacy.Do(ctx, step)
	require.NoError(t, err)
	recognition := privacy.Recognition{Customer: mark + "-asker", Group: string(privacy.Elderly), Evidence: mark + "-paper", By: mark + "-staff"}
	recognised, err := c.Privacy.Recognise(ctx, recognition)
	require.NoError(t, err)
	keep := privacy.Keep{Subject: mark + "-asker", Purpose: mark + "-purpose", Until: "2036-01-01"}
	kept, err := c.Privacy.Retain(ctx, keep)
	require.NoError(t, err)
	report := privacy.Report{What: mark + "-what", Affected: 3}
	incident, err := c.Privacy.Report(ctx, report)
	require.NoError(t, err)
	return []any{intake, step, request, recognition, recognised, keep, kept, report, incident}
}

// chamsocOn is Chamsoc with a calendar that never closes.
func chamsocOn(t *testing.T, store storage.Store) chamsoc.Chamsoc {
	t.Helper()
	always, err := calendar.Compile(calendar.Definition{Zone: "Asia/Ho_Chi_Minh", Weeks: []calendar.Week{calendar.NewWeek(calendar.MustShifts("00:00-24:00"))}})
	require.NoError(t, err)
	book, err := sla.NewBook(nil, []sla.Calendar{{Code: "always", Edition: 1, Hours: always}})
	require.NoError(t, err)
	c, err := chamsoc.New(store, chamsoc.Config{Book: book})
	require.NoError(t, err)
	return c
}

// services are the parts of Chamsoc that have a store.
func services(c chamsoc.Chamsoc) map[string]reflect.Value {
	all := map[string]reflect.Value{}
	for i := range reflect.TypeOf(c).NumField() {
		if field := reflect.ValueOf(c).Field(i); field.MethodByName("In").IsValid() {
			all[reflect.TypeOf(c).Field(i).Name] = field
		}
	}
	return all
}

// TestNoCallReachesAnotherTenant has a thief call everything with what is the victim's, on the pool, within an Update, and within a transaction of the
// host's in which the victim's records are not committed yet.
func TestNoCallReachesAnotherTenant(t *testing.T) {
	eachEngine(t, func(t *testing.T, e engine) {
		t.Run("on the pool", func(t *testing.T) {
			if testing.Short() && e.begin != nil {
				t.Skip("takes seconds: each call is another thief's")
			}
			beThief(t, e.tenants, onPool)
		})
		t.Run("within an Update", func(t *testing.T) { beThief(t, e.tenants, inUpdate) })
		if e.begin != nil {
			t.Run("within the host's transaction", func(t *testing.T) {
				inside, rollback := e.begin(t)
				beThief(t, inside, inHost)
				require.NoError(t, rollback())
			})
		}
	})
}

// within is where the thief makes its calls.
type within int

const (
	onPool within = iota
	inUpdate
	inHost // and each in a savepoint
)

func beThief(t *testing.T, tenants storage.Tenants, at within) {
	ctx := t.Context()
	tenant := func(who string) storage.Store { return tenants.ForTenant(who + " " + t.Name()) } // of this test alone
	victim, own := tenant("victim of"), tenant("thief of")
	c := chamsocOn(t, victim)
	theirs := actAll(t, ctx, c, victim, "victim")
	actAll(t, ctx, c.In(own), own, "thief")
	parkSomething(t, victim)
	records := everything(t, victim)
	require.Greater(t, len(records), 12)
	was := texts(records)
	th := &thief{t: t, loot: lootOf(theirs), secrets: secretsIn(append(theirs, was)), victim: c}
	visits := 0
	th.enter = func(service string, call func(context.Context, chamsoc.Chamsoc, *faq.Finder)) {
		if at == onPool { // what it writes stays, so it is another one each time
			visits++
			store := tenant(fmt.Sprint(visits, ". thief of"))
			act(t, ctx, service, c.In(store), store, "thief")
			call(ctx, c.In(store), faq.NewFinder(store))
			return
		}
		rolledBack := errors.New("rolled back")
		require.ErrorIs(t, own.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
			call(ctx, c.In(tx), faq.NewFinder(own))
			return rolledBack
		}), rolledBack)
	}
	th.calls += attackRecords(t, tenant("empty tenant of"), victim, records) + attackQueue(t, victim, own, at == inHost)
	for name := range services(c) {
		th.attack(name)
	}
	require.Equal(t, was, texts(everything(t, victim)), "nothing of the victim's has changed")
	t.Logf("%d calls, %d records of the victim's", th.calls, len(records))
}

// actAll does everything that a tenant does.
func actAll(t *testing.T, ctx context.Context, c chamsoc.Chamsoc, store storage.Store, mark string) (all []any) {
	t.Helper()
	for name := range services(c) {
		all = append(all, act(t, ctx, name, c, store, mark)...)
	}
	return all
}

func act(t *testing.T, ctx context.Context, service string, c chamsoc.Chamsoc, store storage.Store, mark string) []any {
	t.Helper()
	do := domains[service]
	require.NotNil(t, do, "chamsoc.Chamsoc.%s is not tried with a victim's values: add it to domains", service)
	return do(t, ctx, c, store, mark)
}

// topics are those that the services announce on.
func topics() []queue.AnyTopic {
	return slices.Concat(warranty.Topics(), desk.Topics(), []queue.AnyTopic{chain.Ended}, feedback.Topics(), faq.Topics(), collateral.Topics(), loyalty.Topics())
}

// parkSomething leaves the victim a parked delivery and a pending one.
func parkSomething(t *testing.T, victim storage.Store) {
	t.Helper()
	require.NoError(t, victim.Update(t.Context(), func(ctx context.Context, tx storage.Tx) error {
		return changed.Put(ctx, tx, queue.Item[change]{Key: "victim-key", Subject: "victim-customer", Payload: change{"victim-payload", 1}})
	}))
	worker, err := queue.NewWorker(queue.Config{
		Tenants: only{victim}, Topics: topics(),
		Subscriptions: []queue.Subscription{queue.Subscribe(changed, "touchy", func(context.Context, storage.Store, queue.Delivery[change]) error {
			return queue.Park(errors.New("victim-error"))
		})},
	})
	require.NoError(t, err)
	report, err := worker.RunOnce(t.Context())
	require.NoError(t, err)
	require.Equal(t, 1, report.Parked)
	require.NoError(t, victim.Update(t.Context(), func(ctx context.Context, tx storage.Tx) error {
		return changed.Put(ctx, tx, queue.Item[change]{Key: "victim-timer", Due: time.Now().Add(time.Hour), Payload: change{"victim-payload", 2}})
	}))
}

// only is a Tenants of one store.
type only struct{ storage.Store }

func (o only) ForTenant(string) storage.Store { return o.Store }
