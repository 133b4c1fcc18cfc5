package warranty

import (
	"context"
	"errors"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/care/notice"
	"github.com/chamsoc/chamsoc/care/policy"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/queue"
)

// Speech is by which services [Notices] speak, each of a tenant.
type Speech struct {
	Warranty   func(tenant string) Service
	Notice     func(tenant string) notice.Service
	Procedures func(tenant string) policy.Service
	// Lead is how many days before its last day the end of a term is told. Default: 30.
	Lead int
}

// EndingTimer rings when the end of a term is to be told: one item for each registration, sold or imported, whose holder can be told.
var EndingTimer = queue.NewTask[Ending]("warranty.ending_timer", 1)

// Ending is the payload of [EndingTimer].
type Ending struct {
	Registration storage.ID[Registration] `json:"registration"`
}

// AboutRegistration is the kind of [care.About] that points at a registration, by its id.
const AboutRegistration care.AboutKind = "warranty.registration"

// Notices tell customers: at the sale until when warranty runs and how it works, again on the first request, before the end of the term, and at each step of a claim
// ([ToldSteps]). Each is told once and recorded ([Service.Told]). Who left neither a key nor a telephone number at the till cannot be written to; that is recorded too.
func Notices(by Speech) []queue.Subscription {
	if by.Lead == 0 {
		by.Lead = 30
	}
	all := []queue.Subscription{
		telling(by, Registered, func(ctx context.Context, t teller, d queue.Delivery[RegisteredEvent]) error {
			return t.registered(ctx, d.Payload)
		}),
		telling(by, AnswerGiven, func(ctx context.Context, t teller, d queue.Delivery[AnswerGivenEvent]) error {
			return t.tell(ctx, message{Registration: d.Payload.Registration, Occasion: occasionRequest, Kind: KindFirstRequest, Procedure: ProcedureWarranty})
		}),
		telling(by, Transferred, func(ctx context.Context, t teller, d queue.Delivery[MovedEvent]) error {
			return t.transferred(ctx, d.Payload)
		}),
		telling(by, RegistrationsImported, func(ctx context.Context, t teller, d queue.Delivery[RegistrationsImportedEvent]) error {
			return t.imported(ctx, d.Payload)
		}),
		telling(by, EndingTimer, func(ctx context.Context, t teller, d queue.Delivery[Ending]) error { return t.ending(ctx, d) }),
	}
	for _, step := range ToldSteps() {
		all = append(all, telling(by, claimTopics[step], func(ctx context.Context, t teller, d queue.Delivery[ClaimStepped]) error {
			return t.stepped(ctx, d.Payload)
		}))
	}
	return all
}

// telling is a handler whose effects are kept once, in one transaction with the notice that it asks for.
func telling[E any](by Speech, topic queue.Topic[E], do func(context.Context, teller, queue.Delivery[E]) error) queue.Subscription {
	return queue.Subscribe(topic, "notice", func(ctx context.Context, store storage.Store, d queue.Delivery[E]) error {
		return store.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
			t := teller{s: by.Warranty(d.Tenant).In(tx), say: by.Notice(d.Tenant).In(tx), procedures: by.Procedures(d.Tenant).In(tx), lead: by.Lead, tx: tx}
			if err := do(ctx, t, d); err != nil {
				return err
			}
			return d.Done(ctx, tx)
		})
	})
}

// teller tells customers within one transaction.
type teller struct {
	s          Service
	say        notice.Service
	procedures policy.Service
	lead       int
	tx         storage.Tx
}

// message is one thing to be told about a registration.
type message struct {
	Registration storage.ID[Registration]
	Occasion     string
	Kind         notice.KindCode
	Procedure    policy.ProcedureCode
	About        care.About // default: the registration
	Lang         care.Lang
	At           time.Time
	Values       []care.Fact
	Until        calendar.Date // default: as it stands now
}

// tell asks for a notice, unless it was asked for before. A registration that is gone, or whose customer was erased, has nobody to tell.
func (t teller) tell(ctx context.Context, m message) error {
	_, err := tolds.One(ctx, t.tx, byOccasion.Key(m.Registration, m.Occasion))
	if !errors.Is(err, storage.ErrNotFound) {
		return err
	}
	reg, err := registrations.Get(ctx, t.tx, m.Registration)
	if errors.Is(err, storage.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	record := Told{Registration: m.Registration, Occasion: m.Occasion, Kind: m.Kind, At: t.s.c.Env.Time()}
	if reg.reachable() {
		if record, err = t.ask(ctx, reg, m, record); err != nil {
			return err
		}
	}
	_, err = tolds.Put(ctx, t.tx, record)
	return err
}

// reachable reports whether somebody is known who can be written to.
func (r Registration) reachable() bool { return r.Customer != "" || len(r.Phones) > 0 }

// ask sends the notice, with the procedure that is followed today.
func (t teller) ask(ctx context.Context, reg Registration, m message, record Told) (Told, error) {
	name, err := t.nameOf(ctx, reg)
	if err != nil {
		return Told{}, err
	}
	if m.Until.IsZero() {
		f, err := t.facts(ctx, reg)
		if err != nil {
			return Told{}, err
		}
		m.Until = Decide(f).Ends
	}
	r := notice.Request{
		Key: reg.ID.String() + "/" + m.Occasion, Kind: m.Kind, Customer: string(reg.Customer), Name: reg.Name, Lang: string(m.Lang), About: m.About, At: m.At,
		Values: append(m.Values, care.NewFact("product", name), care.NewFact("until", m.Until)),
	}
	if r.About.IsZero() {
		r.About = care.About{Kind: AboutRegistration, Ref: reg.ID.String()}
	}
	for _, phone := range reg.Phones {
		r.Contacts = append(r.Contacts, care.ContactInput{Kind: care.ContactPhone, Text: string(phone)})
	}
	if m.Procedure != "" {
		p, found, err := t.procedures.ProcedureOn(ctx, m.Procedure, calendar.Date{})
		if err != nil {
			return Told{}, err
		}
		if text := (care.Text{VI: p.Text(care.LangVI), EN: p.Text(care.LangEN)}); found && utf8.RuneCountInString(text.VI+text.EN) <= maxProcedure {
			record.Procedure, record.Edition = p.Code, p.Edition
			r.Values = append(r.Values, care.NewFact("procedure", text))
		}
	}
	sent, err := t.say.Send(ctx, r)
	record.Notice = sent.Notice
	return record, err
}

// maxProcedure is as many characters of a procedure, in both languages together, as a letter has room for. A longer one is on the web.
const maxProcedure = 10_000

// nameOf is what the customer calls the product.
func (t teller) nameOf(ctx context.Context, reg Registration) (care.Text, error) {
	c, err := coverages.One(ctx, t.tx, byProduct.Key(reg.Product))
	if errors.Is(err, storage.ErrNotFound) || err == nil && c.Name == (care.Text{}) {
		return care.Text{VI: string(reg.Product), EN: string(reg.Product)}, nil
	}
	return c.Name, err
}

// facts are all that is recorded about a product by today.
func (t teller) facts(ctx context.Context, reg Registration) (Facts, error) {
	f, err := t.s.facts(ctx, t.tx, reg)
	f.On, f.Asked = t.s.c.Env.Today(), t.s.c.Env.Today()
	return f, err
}

// registered tells of a sale once, however many units it has, and sets the timer of each.
func (t teller) registered(ctx context.Context, e RegisteredEvent) error {
	if len(e.Registrations) == 0 {
		return nil
	}
	first, err := registrations.Get(ctx, t.tx, e.Registrations[0])
	if errors.Is(err, storage.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	units := make([]Registration, len(e.Registrations))
	for i, id := range e.Registrations {
		units[i] = first
		units[i].ID = id
	}
	if err := t.remind(ctx, units); err != nil {
		return err
	}
	return t.tell(ctx, message{
		Registration: first.ID, Occasion: occasionSale, Kind: KindRegistered, Procedure: ProcedureWarranty, At: first.Sold, Until: first.Ends,
		Values: []care.Fact{care.NewFact("invoice", first.Invoice)},
	})
}

// remind sets the timers of units whose term runs and whose holder can be written to.
func (t teller) remind(ctx context.Context, units []Registration) error {
	var timers []queue.Item[Ending]
	for _, r := range units {
		if r.reachable() && !r.Ends.Before(t.s.c.Env.Today()) {
			timers = append(timers, queue.Item[Ending]{Key: r.ID.String(), Due: t.due(r.Ends), Subject: r.Subject, Payload: Ending{r.ID}})
		}
	}
	if len(timers) == 0 {
		return nil
	}
	return EndingTimer.With(t.s.c.Bell).PutAll(ctx, t.tx, timers)
}

// transferred sets the timers anew, so that they are the new holder's and stay when the former one is erased.
func (t teller) transferred(ctx context.Context, e MovedEvent) error {
	for _, id := range e.Registrations {
		if _, err := EndingTimer.Cancel(ctx, t.tx, id.String()); err != nil {
			return err
		}
	}
	return t.remindOf(ctx, e.Registrations)
}

// imported sets the timers of what a spreadsheet had. Nobody is told of the sale, which was long ago.
func (t teller) imported(ctx context.Context, e RegistrationsImportedEvent) error {
	return t.remindOf(ctx, e.Registrations)
}

func (t teller) remindOf(ctx context.Context, ids []storage.ID[Registration]) error {
	var units []Registration
	for _, id := range ids {
		r, err := registrations.Get(ctx, t.tx, id)
		if errors.Is(err, storage.ErrNotFound) {
			continue
		}
		if err != nil {
			return err
		}
		if !r.Cleared() {
			units = append(units, r)
		}
	}
	return t.remind(ctx, units)
}

// due is nine in the morning, so many days before the last day of a term.
func (t teller) due(ends calendar.Date) time.Time {
	return ends.AddDays(-t.lead).At(calendar.Clock(9, 0), t.s.c.Env.Location())
}

// ending tells that a term ends, or sets the timer anew if the term has become longer, or another unit came in the place of this one. Of a product that came back to the
// shop nothing is told.
func (t teller) ending(ctx context.Context, d queue.Delivery[Ending]) error {
	reg, err := registrations.Get(ctx, t.tx, d.Payload.Registration)
	if err == nil {
		reg, err = current(ctx, t.tx, reg)
	}
	if errors.Is(err, storage.ErrNotFound) || err == nil && reg.Cleared() {
		return nil
	}
	if err != nil {
		return err
	}
	f, err := t.facts(ctx, reg)
	if err != nil || !f.Returned.IsZero() {
		return err
	}
	ends := Decide(f).Ends
	if ends.Before(f.On) {
		return nil
	}
	if due := t.due(ends); due.After(t.s.c.Env.Time()) {
		return EndingTimer.With(t.s.c.Bell).Put(ctx, t.tx, queue.Item[Ending]{Key: reg.ID.String(), Due: due, Subject: reg.Subject, Payload: Ending{reg.ID}})
	}
	return t.tell(ctx, message{Registration: reg.ID, Occasion: occasionEnding, Kind: KindEnding, Until: ends})
}

// stepped tells of a step of a claim.
func (t teller) stepped(ctx context.Context, e ClaimStepped) error {
	c, err := claims.Get(ctx, t.tx, e.Claim)
	if errors.Is(err, storage.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	m := message{
		Registration: e.Registration, Occasion: occasionOf(e), Kind: StepKind(e.Event.Step), About: care.About{Kind: AboutClaim, Ref: c.ID.String()}, Lang: c.Lang, At: e.Event.At,
		Values: []care.Fact{care.NewFact("number", c.Number), care.NewFact("pays", e.Event.Paid), care.NewFact("failed", e.Event.Failed), care.NewFact("waits", care.NameOf(e.Event.For))},
	}
	if e.Event.Step == ClaimReceive {
		m.Procedure = ProcedureRepair
	}
	if !c.State.Promised.IsZero() {
		m.Values = append(m.Values, care.NewFact("promised", c.State.Promised.In(t.s.c.Env.Location())))
	}
	if why := e.Event.Why; len(why) > 0 {
		m.Values = append(m.Values, care.NewFact("why", care.Text{VI: why.Text(care.LangVI), EN: why.Text(care.LangEN)}))
	}
	var total care.Money
	for i, line := range e.Event.Refunded {
		if total, err = total.Add(line.Amount); err != nil {
			return errors.New("warranty: the refund of claim " + c.ID.String() + ", line " + strconv.Itoa(i) + ", is in two currencies")
		}
	}
	if !total.IsZero() {
		m.Values = append(m.Values, care.NewFact("amount", total))
	}
	return t.tell(ctx, m)
}
