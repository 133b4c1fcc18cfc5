// Package chamsoc wires the parts of Chamsoc (chăm sóc: to take care of) together: customer care inside the ERP, POS or shop system that a company
// already runs.
//
//	tenants, err := sqlite.New(db, sqlite.Config{Schemas: chamsoc.Schemas()}) // the host's own *sql.DB
//	err = tenants.Apply(ctx)
//	c, err := chamsoc.New(tenants.ForTenant(""), chamsoc.Config{})
//
//	tx, err := db.BeginTx(ctx, nil)                        // at the till, in the host's transaction:
//	receipt, err := c.In(tenants.WithTx(tx).ForTenant("")).Warranty.Register(ctx, sale)
//	err = tx.Commit()
//
//	answer, err := c.Warranty.Ask(ctx, warranty.Inquiry{Serial: "…", Phone: "…"}) // at the counter
//
// Every rule is in the package of its domain; this one has none.
package chamsoc

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

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
	"github.com/chamsoc/chamsoc/warranty/law"
)

// Config configures all parts at once. The zero Config works.
type Config struct {
	// Env is the clock, ids, logger, observer and time zone of every part.
	Env care.Env
	// ParsePhone reads phone numbers. Default: care.ParsePhone.
	ParsePhone care.PhoneParser
	// Book is what is promised to whom: agreements and working calendars, with every edition that cases still name. Default: nothing is promised.
	Book *sla.Book
	// Warranty says where the shop sells, and has the ports of the public form. Its Env, ParsePhone and Bell are those of this Config.
	Warranty warranty.Config
	// Desk says how cases are kept: who has those that nobody else has, when they are closed by themselves. Its Env, ParsePhone, Book and Bell are those
	// of this Config. Where tenants promise different things, give each its own Chamsoc, and the workers [desk.Subscriptions] of your own.
	Desk desk.Config
	// Feedback says how often one customer is asked for an opinion, and which days complaints are acknowledged in. Its Env and Bell are those of this Config.
	Feedback feedback.Config
	// Enquiry is which of the host's systems answer enquiries, and who asks. Its Env, ParsePhone, Warranties and Bell are those of this Config.
	Enquiry enquiry.Config
	// Notice says who speaks to customers and by which senders. Its Env, ParsePhone and Bell are those of this Config, its Kinds are added to those of Chamsoc, and
	// its Customers are Chamsoc's own by default.
	// Default: nobody is told anything; what happens is announced to the host as ever.
	Notice notice.Config
	// SurveyLink is the address of the page on which an invitation is answered. Default: invitations are announced to the host, and not sent.
	SurveyLink func(storage.ID[feedback.Invitation]) string
	// Collateral says how soon material is sent, and how many customers are to understand it. Its Env and Bell are those of this Config.
	Collateral collateral.Config
	// Privacy says by which law people may ask about their data. Its Env, ParsePhone, Bell and Notices are those of this Config; its Schemas, which may be
	// empty, are the host's own collections in which people are looked for besides Chamsoc's; its Working is Vietnam's official days by default.
	Privacy privacy.Config
	// Loyalty is the program of the club: what points are earned for. Its Env and Bell are those of this Config.
	Loyalty loyalty.Config
	// Bell wakes the workers of this process as soon as an event is committed; give it to the worker's Config too. On a transaction of your own, call its
	// Ring after you have committed. Default: none, so that workers find events at their next poll.
	Bell *queue.Bell
}

// Chamsoc is the services on one store. It is a small value; copy it freely.
type Chamsoc struct {
	Customer   customer.Service
	Warranty   warranty.Service
	Desk       desk.Service
	Chain      chain.Service
	Feedback   feedback.Service
	FAQ        faq.Service
	Policy     policy.Service
	Enquiry    enquiry.Service
	Notice     notice.Service
	Collateral collateral.Service
	Privacy    privacy.Service
	Loyalty    loyalty.Service

	speaks bool // there are senders
	survey func(storage.ID[feedback.Invitation]) string
}

// New makes the services on a store: one tenant's, of any adapter. Its error lists what is wrong with the Config of every part.
func New(store storage.Store, c Config) (made Chamsoc, _ error) {
	var faults [13]error
	c.Desk.Env, c.Desk.ParsePhone, c.Desk.Book, c.Desk.Bell = c.Env, c.ParsePhone, c.Book, c.Bell
	c.Warranty.Env, c.Warranty.ParsePhone, c.Warranty.Bell = c.Env, c.ParsePhone, c.Bell
	if c.Warranty.Vulnerable == nil {
		c.Warranty.Vulnerable = func(ctx context.Context, s storage.Store, who care.CustomerRef, on calendar.Date) (bool, error) {
			return made.Privacy.In(s).Vulnerable(ctx, who, on)
		}
	}
	made.Warranty, faults[0] = warranty.New(store, c.Warranty)
	made.Desk, faults[1] = desk.New(store, c.Desk)
	made.Chain, faults[2] = chain.New(store, chain.Config{Env: c.Env, Calendars: c.calendars(), Bell: c.Bell})
	c.Feedback.Env, c.Feedback.Bell = c.Env, c.Bell
	made.Feedback, faults[3] = feedback.New(store, c.Feedback)
	made.FAQ, faults[4] = faq.New(store, faq.Config{Env: c.Env, Bell: c.Bell})
	made.Policy, faults[5] = policy.New(store, policy.Config{Env: c.Env, Bell: c.Bell})
	c.Enquiry.Env, c.Enquiry.ParsePhone, c.Enquiry.Bell = c.Env, c.ParsePhone, c.Bell
	c.Enquiry.Warranties = func(s storage.Store) enquiry.WarrantyReader { return warranties{made.Warranty.In(s), c.Env} }
	made.Enquiry, faults[6] = enquiry.New(store, c.Enquiry)
	c.Notice.Env, c.Notice.ParsePhone, c.Notice.Bell = c.Env, c.ParsePhone, c.Bell
	c.Notice.Kinds = slices.Concat(faq.NoticeKinds(), desk.NoticeKinds(), feedback.NoticeKinds(), warranty.NoticeKinds(), c.Notice.Kinds)
	made.Customer, faults[12] = customer.New(store, customer.Config{Env: c.Env, ParsePhone: c.ParsePhone, Bell: c.Bell})
	if c.Notice.Customers == nil {
		c.Notice.Customers = func(s storage.Store) care.CustomerFinder { return made.Customer.In(s) }
	}
	made.Notice, faults[7] = notice.New(store, c.Notice)
	made.survey = c.SurveyLink
	c.Collateral.Env, c.Collateral.Bell = c.Env, c.Bell
	made.Collateral, faults[8] = collateral.New(store, c.Collateral)
	c.Privacy.Env, c.Privacy.ParsePhone, c.Privacy.Bell, c.Privacy.Notices = c.Env, c.ParsePhone, c.Bell, &made.Notice
	c.Privacy.Schemas = slices.Concat(Schemas(), c.Privacy.Schemas)
	if c.Privacy.Working == nil {
		c.Privacy.Working, _, faults[9] = law.WorkingDays(law.Vietnam)
	}
	made.Privacy, faults[10] = privacy.New(store, c.Privacy)
	c.Loyalty.Env, c.Loyalty.Bell = c.Env, c.Bell
	made.Loyalty, faults[11] = loyalty.New(store, c.Loyalty)
	made.speaks = len(c.Notice.Senders) > 0
	if err := errors.Join(faults[:]...); err != nil {
		return Chamsoc{}, err
	}
	return made, nil
}

// warranties lets enquiries read what is registered.
type warranties struct {
	registered warranty.Service
	env        care.Env
}

func (w warranties) Warranties(ctx context.Context, q enquiry.WarrantyQuery) (care.Known[[]enquiry.Warranty], error) {
	known := care.Known[[]enquiry.Warranty]{AsOf: w.env.Time(), Source: "Chamsoc"}
	if q.Customer == "" && q.Invoice == "" { // a serial alone proves nothing
		return known, nil
	}
	list := w.registered.Of(q.Customer)
	if q.Customer == "" {
		list = w.registered.Registrations(q.Invoice)
	}
	limit := cmp.Or(q.Limit, 20)
	for r, err := range list.All(ctx) {
		if err != nil || len(known.Value) == limit {
			return known, err
		}
		if r.Cleared() || !r.ReplacedBy.IsZero() { // nobody has it any more
			continue
		}
		if (q.Invoice == "" || r.Invoice == q.Invoice) && (q.Serial == "" || warranty.SerialKey(q.Serial) == r.SerialKey) {
			known.Value = append(known.Value, enquiry.Warranty{Product: r.Product, Serial: r.Serial, Invoice: r.Invoice, Customer: r.Customer, Starts: r.Delivered, Ends: r.Ends})
		}
	}
	return known, nil
}

// calendars finds those of the book that are in force now.
func (c Config) calendars() chain.Calendars {
	return func(code sla.CalendarCode) (*calendar.Calendar, bool) { return c.Book.Calendar(code, c.Env.Time()) }
}

// In is the same services on another store: another tenant's, one on the host's transaction, or a running Tx.
func (c Chamsoc) In(store storage.Store) Chamsoc {
	c.Customer = c.Customer.In(store)
	c.Warranty = c.Warranty.In(store)
	c.Desk = c.Desk.In(store)
	c.Chain = c.Chain.In(store)
	c.Feedback = c.Feedback.In(store)
	c.FAQ = c.FAQ.In(store)
	c.Policy = c.Policy.In(store)
	c.Enquiry = c.Enquiry.In(store)
	c.Notice = c.Notice.In(store)
	c.Collateral = c.Collateral.In(store)
	c.Privacy = c.Privacy.In(store)
	c.Loyalty = c.Loyalty.In(store)
	return c
}

// gatherers are the parts that count figures of the service policy.
func (c Chamsoc) gatherers() []policy.Gatherer {
	return []policy.Gatherer{
		c.Warranty.Figures, c.Desk.Figures, c.Feedback.Figures, c.FAQ.Figures, c.Enquiry.Figures, c.Collateral.Figures, c.Loyalty.Figures,
		func(ctx context.Context, t *policy.Tally) error { return c.Chain.Figures(ctx, t) },
		func(ctx context.Context, t *policy.Tally) error { return c.Notice.Figures(ctx, t) },
	}
}

// Evaluate says how the service policy in force is kept: what Chamsoc keeps is counted where a measure names a figure ([policy.Figures]), and judged with what the host
// observed of the rest. What neither has is unmeasured, and the result says so.
func (c Chamsoc) Evaluate(ctx context.Context, a policy.Appraisal) (policy.Evaluation, error) {
	return c.Policy.Evaluate(ctx, a, c.gatherers()...)
}

// Observe is what Evaluate judges: for the [policy.Facts] of a check, or to be kept.
func (c Chamsoc) Observe(ctx context.Context, a policy.Appraisal) ([]policy.Observation, error) {
	return c.Policy.Observe(ctx, a, c.gatherers()...)
}

// Schemas are all collections that Chamsoc keeps, for an adapter's New.
func Schemas() []*storage.Schema {
	var all []*storage.Schema
	for _, part := range [][]*storage.Schema{queue.Schemas(), care.Schemas(), customer.Schemas(), warranty.Schemas(), sla.Schemas(), desk.Schemas(), chain.Schemas(), feedback.Schemas(), faq.Schemas(), policy.Schemas(), enquiry.Schemas(), notice.Schemas(), collateral.Schemas(), privacy.Schemas(), loyalty.Schemas()} {
		all = append(all, part...)
	}
	return all
}

// Worker returns the worker that delivers Chamsoc's events, to Chamsoc's own subscribers and to those that the host adds in its Config, for every tenant.
// The host runs it in a goroutine ([queue.Worker.Run]) or from its own scheduler ([queue.Worker.RunOnce]); nothing runs unasked.
func (c Chamsoc) Worker(q queue.Config) (*queue.Worker, error) {
	for _, event := range c.events() {
		q.Topics = append(q.Topics[:len(q.Topics):len(q.Topics)], event.topic)
		q.Subscriptions = append(q.Subscriptions[:len(q.Subscriptions):len(q.Subscriptions)], event.heard...)
	}
	return queue.NewWorker(q)
}

// announced is an event of Chamsoc's with the parts of Chamsoc that hear of it.
type announced struct {
	topic queue.AnyTopic
	heard []queue.Subscription
}

// events is who hears of what. An event that no part hears of is there for the host.
func (c Chamsoc) events() []announced {
	all := []announced{
		{notice.Deliver, c.notices()},
		{warranty.EndingTimer, nil},
		{desk.AcknowledgementDue, nil},
		{warranty.ClaimTimer, warranty.Subscriptions(func(string) warranty.Service { return c.Warranty })},
		{warranty.PlanTimer, nil},
		{desk.Timer, desk.Subscriptions(func(string) desk.Service { return c.Desk })},
		{enquiry.Logged, []queue.Subscription{queue.Subscribe(enquiry.Logged, "desk", c.openUnavailable), queue.Subscribe(enquiry.Logged, "feedback", c.countEnquiry)}},
		{collateral.Timer, collateral.Subscriptions(func(string) collateral.Service { return c.Collateral })},
		{privacy.Timer, privacy.Subscriptions(func(string) privacy.Service { return c.Privacy })},
		{privacy.RequestChanged, []queue.Subscription{queue.Subscribe(privacy.RequestChanged, "desk", c.openRequest)}},
		{faq.Timer, faq.Subscriptions(func(string) faq.Service { return c.FAQ })},
		{chain.Ended, chain.Subscriptions(func(string) chain.Service { return c.Chain })},
		{policy.ReviewTimer, policy.Subscriptions(func(string) policy.Service { return c.Policy })},
	}
	heard := map[queue.AnyTopic][]queue.Subscription{
		feedback.Answered:    {queue.Subscribe(feedback.Answered, "desk", c.openUnhappy)},
		faq.QuestionAnswered: {queue.Subscribe(faq.QuestionAnswered, "chamsoc", c.tellReply)},
		feedback.Timer:       feedback.Subscriptions(func(string) feedback.Service { return c.Feedback }),
	}
	for _, topic := range []queue.Topic[desk.CaseEvent]{desk.Replied, desk.Resolved, desk.Reopened} {
		heard[topic] = []queue.Subscription{queue.Subscribe(topic, "feedback", c.followUp)}
	}
	finders := new(faq.Finders)
	capture := func(ctx context.Context, store storage.Store, d queue.Delivery[desk.CaseEvent]) error {
		return c.In(store).captureQuestion(ctx, finders.For(d.Tenant, store), d.Payload)
	}
	for _, topic := range []queue.Topic[desk.CaseEvent]{desk.Opened, desk.Classified} {
		heard[topic] = []queue.Subscription{queue.Subscribe(topic, "faq", capture)}
	}
	for _, topic := range slices.Concat(customer.Topics(), warranty.Topics(), feedback.Topics(), faq.Topics(), policy.Topics(), notice.Events(), collateral.Topics(), privacy.Topics(), loyalty.Topics()) {
		all = append(all, announced{topic, heard[topic]})
	}
	for _, topic := range desk.Events() {
		all = append(all, announced{topic, heard[topic]})
	}
	return all
}

// captureQuestion makes a case that is a customer's question a captured one, once, with whoever has the case and by when it is promised. A case in which
// nothing was said in words is not captured.
func (c Chamsoc) captureQuestion(ctx context.Context, f *faq.Finder, e desk.CaseEvent) error {
	if e.Event.Kind != desk.KindQuestion {
		return nil
	}
	about := care.About{Kind: desk.AboutCase, Ref: e.Case.String()}
	for _, err := range c.FAQ.QuestionsAbout(about).All(ctx) {
		return err // it is captured already
	}
	asks, err := c.Desk.Case(ctx, e.Case)
	if errors.Is(err, storage.ErrNotFound) || err == nil && asks.Internal() {
		return nil
	}
	if err != nil {
		return err
	}
	text := asks.Title
	for m, err := range c.Desk.Messages(asks.ID).All(ctx) {
		if err != nil {
			return err
		}
		if (m.Step == desk.StepOpen || m.Step == desk.StepHear) && m.Text != "" {
			text = m.Text
			break
		}
	}
	if text == "" {
		return nil
	}
	_, err = c.FAQ.Capture(ctx, f, faq.Capture{
		Key: "case/" + e.Case.String(), Text: text, Lang: string(asks.Lang), Channel: string(asks.Events[0].Channel), Customer: string(asks.Customer),
		About: about, Owner: string(cmp.Or(asks.Owner, asks.Unit)), Due: asks.Due, At: asks.Opened,
	})
	return err
}

// tellReply takes the reply to a captured question to who asked it: into the case that it came up in, or else as a notice to the customer. One that cannot
// be told so is parked, with the reason.
func (c Chamsoc) tellReply(ctx context.Context, store storage.Store, d queue.Delivery[faq.QuestionEvent]) (err error) {
	c = c.In(store)
	q, err := c.FAQ.Question(ctx, d.Payload.Question)
	if err != nil || q.State != faq.Answered || q.Version != d.Order || q.Reply == "" { // it was taken up again, or erased
		return err
	}
	key := fmt.Sprintf("faq.question/%s/%d", q.ID, q.Version)
	switch {
	case q.About.Kind == desk.AboutCase:
		var on desk.On
		on, err = c.replyOn(ctx, q)
		on.Key, on.At, on.By = key, q.Replied, string(q.Steps[len(q.Steps)-1].By)
		if err == nil {
			_, err = c.Desk.Reply(ctx, desk.Answer{On: on, Channel: string(q.Channel), Text: q.Reply})
		}
	case c.speaks && q.Customer != "":
		_, err = c.Notice.Send(ctx, notice.Request{
			Key: key, Kind: faq.KindReplied, Customer: string(q.Customer), Lang: string(q.Lang), Preferred: string(q.Channel), Values: q.ReplyFacts(),
			At: q.Replied, About: care.About{Kind: faq.AboutQuestion, Ref: q.ID.String()},
		})
	}
	if _, refused := errors.AsType[*care.Invalid](err); refused {
		return queue.Park(err)
	}
	return err
}

// replyOn is the case in which a question that came up in a case is answered: that case, or the one that it goes on in.
func (c Chamsoc) replyOn(ctx context.Context, q faq.Question) (desk.On, error) {
	id, err := storage.ParseID[desk.Case](q.About.Ref)
	for err == nil {
		var asks desk.Case
		if asks, err = c.Desk.Case(ctx, id); err == nil && asks.State.Into.IsZero() {
			return desk.On{Case: id}, nil
		}
		id = asks.State.Into
	}
	return desk.On{}, err
}

// openUnhappy makes a case of an unhappy answer, so that somebody calls, and tells the answer which case that is: a complaint if something was said, whose
// acknowledgement the law wants, and else an opinion.
func (c Chamsoc) openUnhappy(ctx context.Context, store storage.Store, d queue.Delivery[feedback.AnsweredEvent]) error {
	if !d.Payload.Unhappy {
		return nil
	}
	return store.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
		inside := c.In(tx)
		f, found, err := inside.Feedback.FollowUp(ctx, d.Payload.Invitation)
		if err != nil || !found || f.Followed != "" {
			return err
		}
		i, a, err := inside.Feedback.Given(ctx, d.Payload.Answer)
		if errors.Is(err, storage.ErrNotFound) {
			return nil // it was deleted in the meantime
		}
		if err != nil {
			return err
		}
		about := []care.About{{Kind: feedback.AboutInvitation, Ref: i.ID.String()}}
		if !i.About.IsZero() {
			about = append(about, i.About)
		}
		if a.At.After(a.Recorded) { // by a clock that is ahead
			a.At = a.Recorded
		}
		kind, said := desk.KindOpinion, a.Said()
		if said != "" {
			kind = desk.KindComplaint
		}
		receipt, err := inside.Desk.Open(ctx, desk.Intake{
			Key: "feedback/" + i.ID.String(), Channel: string(i.Channel), Kind: string(kind), Topic: i.Survey, Text: said, At: a.At,
			Customer: string(i.Customer), Segment: string(i.Segment), Place: string(i.Place), Product: string(i.Product), Lang: string(a.Lang), About: about,
		})
		if err != nil {
			return err
		}
		_, err = inside.Feedback.TakeUp(ctx, i.ID, care.About{Kind: desk.AboutCase, Ref: receipt.Case.ID.String()})
		return err
	})
}

// followUp tells the unhappy answer behind a case how far it has come.
func (c Chamsoc) followUp(ctx context.Context, store storage.Store, d queue.Delivery[desk.CaseEvent]) error {
	found, err := c.Desk.In(store).Case(ctx, d.Payload.Case)
	if errors.Is(err, storage.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	_, err = c.Feedback.In(store).Follow(ctx, feedback.Progress{
		Case:         care.About{Kind: desk.AboutCase, Ref: found.ID.String()},
		Acknowledged: found.State.FirstReply, Resolved: found.State.Resolved, Cause: string(found.State.Cause), Factor: found.State.Factor,
	})
	return err
}

// notices are the handlers by which Chamsoc speaks to customers: none if the host supplies no sender, so that nothing waits for one.
func (c Chamsoc) notices() []queue.Subscription {
	if !c.speaks {
		return nil
	}
	say := func(string) notice.Service { return c.Notice }
	all := slices.Concat(notice.Subscriptions(say), desk.Notices(func(string) desk.Service { return c.Desk }, say), warranty.Notices(warranty.Speech{
		Warranty: func(string) warranty.Service { return c.Warranty }, Notice: say, Procedures: func(string) policy.Service { return c.Policy },
	}))
	if c.survey != nil {
		all = append(all, feedback.Notices(func(string) feedback.Service { return c.Feedback }, say, c.survey)...)
	}
	return all
}

// openUnavailable makes a case of an enquiry that could not be looked up, so that somebody answers it.
func (c Chamsoc) openUnavailable(ctx context.Context, store storage.Store, d queue.Delivery[enquiry.LoggedEvent]) error {
	if d.Payload.Outcome != enquiry.Unavailable {
		return nil
	}
	return store.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
		inside := c.In(tx)
		e, err := inside.Enquiry.Hold(ctx, d.Payload.Enquiry)
		if errors.Is(err, storage.ErrNotFound) {
			return nil // it was deleted in the meantime
		}
		if err != nil {
			return err
		}
		_, err = inside.Desk.Open(ctx, desk.Intake{
			Key: "enquiry/" + e.ID.String(), Channel: string(e.Channel), Kind: string(desk.KindQuestion), Topic: string(e.Topic), At: e.At,
			Customer: string(e.Customer), Name: e.Name, Phone: string(e.Phone), Segment: string(e.Segment), By: string(e.Staff),
			About: []care.About{{Kind: "enquiry.enquiry", Ref: e.ID.String()}},
		})
		return err
	})
}

// openRequest makes a case of a request about personal data, so that it has an owner.
func (c Chamsoc) openRequest(ctx context.Context, store storage.Store, d queue.Delivery[privacy.RequestEvent]) error {
	if d.Payload.State != privacy.Received {
		return nil
	}
	return store.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
		inside := c.In(tx)
		r, err := inside.Privacy.Hold(ctx, d.Payload.Request)
		if errors.Is(err, storage.ErrNotFound) || err == nil && !r.Open() {
			return nil // it has ended in the meantime
		}
		if err != nil {
			return err
		}
		_, err = inside.Desk.Open(ctx, requestCase(r))
		return err
	})
}

// requestCase is the case of a request about personal data.
func requestCase(r privacy.Request) desk.Intake {
	in := desk.Intake{
		Key: "privacy/" + r.ID.String(), Channel: string(r.Channel), Kind: string(desk.KindRequest), Topic: "privacy", At: r.Received,
		Customer: string(r.Person.Customer), Text: r.Words, About: []care.About{{Kind: privacy.AboutRequest, Ref: r.ID.String()}},
	}
	if in.Customer == "" { // erasing finds the case by an address, as it finds the request
		for _, contact := range r.Person.Contacts {
			switch contact.Kind {
			case care.ContactPhone:
				in.Phone = cmp.Or(in.Phone, contact.Value)
			case care.ContactEmail:
				in.Email = cmp.Or(in.Email, contact.Value)
			}
		}
		if in.Phone == "" && in.Email == "" {
			in.Text = "" // it is in the request
		}
	}
	return in
}

// countEnquiry counts an enquiry in the demand for its topic, as "enquiry.debt".
func (c Chamsoc) countEnquiry(ctx context.Context, store storage.Store, d queue.Delivery[enquiry.LoggedEvent]) error {
	at := d.Payload.At
	if at.After(d.Put) { // by a clock that is ahead
		at = d.Put
	}
	_, err := c.Feedback.In(store).CountDemand(ctx, feedback.Demanded{
		Key: "enquiry/" + d.Payload.Enquiry.String(), Topic: "enquiry." + string(d.Payload.Topic), Segment: string(d.Payload.Segment), At: at,
	})
	return err
}
