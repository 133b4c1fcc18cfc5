package desk

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/sla"
	"github.com/chamsoc/chamsoc/storage"
)

// Intake is what comes to the desk by any channel. Only Channel is required: a bare phone call is a case too. Text is as typed.
type Intake struct {
	// Key makes the request idempotent: a mail gateway gives a hash of the Message-ID, a till its own number. It is kept, so it holds nothing personal.
	Key      string `json:"key,omitempty"`
	Channel  string `json:"channel"` // a care.Channel
	Number   string `json:"number,omitempty"`
	Kind     string `json:"kind,omitempty"` // a Kind; empty: not classified yet
	Topic    string `json:"topic,omitempty"`
	Priority string `json:"priority,omitempty"`
	Title    string `json:"title,omitempty"` // at most 200 characters
	Text     string `json:"text,omitempty"`  // what was said or written, at most 20,000 characters

	Customer string `json:"customer,omitempty"`
	Name     string `json:"name,omitempty"`
	Phone    string `json:"phone,omitempty"`
	Email    string `json:"email,omitempty"`
	Segment  string `json:"segment,omitempty"`
	Lang     string `json:"lang,omitempty"` // a care.Lang; empty: Vietnamese

	Unit  string `json:"unit,omitempty"`  // who gets the case; empty: Config.Desk
	Owner string `json:"owner,omitempty"` // who sees to it; empty: nobody yet
	By    string `json:"by,omitempty"`    // who took it in

	Invoice  string       `json:"invoice,omitempty"`
	Product  string       `json:"product,omitempty"`
	Shipment string       `json:"shipment,omitempty"`
	Place    string       `json:"place,omitempty"` // where, such as the shop at whose counter
	About    []care.About `json:"about,omitempty"` // what else it is about, such as a claim

	// Asker is the unit of the company that asks: the case is an internal one.
	Asker string `json:"asker,omitempty"`
	// Serves is the case that an internal one serves. That one then waits for this one, until this one is resolved.
	Serves storage.ID[Case] `json:"serves,omitzero"`

	// Automatic says that a machine wrote it, such as an out-of-office mail (Auto-Submitted, RFC 3834): it gets no automatic acknowledgement.
	Automatic bool      `json:"automatic,omitempty"`
	At        time.Time `json:"at,omitzero"` // when it came; zero: now
}

const (
	titleLimit = 200    // characters
	textLimit  = 20_000 // characters
	listLimit  = 50     // links
)

// Open opens a case. It is idempotent by Key. It refuses with *care.Invalid, listing every problem, and writes nothing then.
func (s Service) Open(ctx context.Context, in Intake) (receipt Receipt, err error) {
	ctx, finish := s.c.Env.Observe(ctx, "desk.open")
	defer func() { finish(err) }()
	in.At = in.At.UTC() // the same instant is the same request
	parsed, err := s.parseIntake(in)
	if err != nil {
		return Receipt{}, err
	}
	return s.once(ctx, "open", parsed.key, in, func(ctx context.Context, tx storage.Tx) (Case, care.Reasons, error) {
		return s.open(ctx, tx, parsed)
	})
}

// intake is an Intake that was read.
type intake struct {
	key       string
	c         Case // without events
	opening   move
	about     []care.About
	automatic bool
}

func (s Service) parseIntake(in Intake) (intake, error) {
	var p care.Problems
	i := intake{
		key: care.Optional(&p, "key", in.Key, care.ParseRef[string]), automatic: in.Automatic,
		c: Case{
			Number:   care.Optional(&p, "number", in.Number, care.ParseRef[string]),
			Lang:     care.Optional(&p, "lang", in.Lang, care.ParseEnum[care.Lang]),
			Customer: care.Optional(&p, "customer", in.Customer, care.ParseRef[care.CustomerRef]),
			Name:     care.Optional(&p, "name", in.Name, care.Line(titleLimit)),
			Phone:    care.Optional(&p, "phone", in.Phone, s.c.ParsePhone),
			Email:    care.Optional(&p, "email", in.Email, care.ParseEmail),
			Segment:  care.Optional(&p, "segment", in.Segment, care.ParseRef[care.SegmentRef]),
			Asker:    care.Optional(&p, "asker", in.Asker, care.ParseRef[care.StaffRef]),
			Title:    care.Optional(&p, "title", in.Title, care.Line(titleLimit)),
		},
		opening: move{
			Event: Event{
				Step: StepOpen, At: s.at(&p, in.At), Recorded: s.c.Env.Time(), Other: in.Serves,
				Channel:  care.Required(&p, "channel", in.Channel, care.ParseEnum[care.Channel]),
				Kind:     care.Optional(&p, "kind", in.Kind, care.ParseEnum[Kind]),
				Topic:    care.Optional(&p, "topic", in.Topic, care.ParseRef[sla.Topic]),
				Priority: care.Optional(&p, "priority", in.Priority, care.ParseRef[sla.Priority]),
				Unit:     cmp.Or(care.Optional(&p, "unit", in.Unit, care.ParseRef[care.StaffRef]), s.c.Desk),
				Owner:    care.Optional(&p, "owner", in.Owner, care.ParseRef[care.StaffRef]),
				By:       care.Optional(&p, "by", in.By, care.ParseRef[care.StaffRef]),
			},
			text: care.Optional(&p, "text", in.Text, care.Lines(textLimit)),
		},
	}
	i.about = s.parseAbout(&p, in)
	if !in.Serves.IsZero() && i.c.Asker == "" {
		p.Add("asker", "", CodeAskerMissing.With())
	}
	return i, p.Err()
}

func (s Service) parseAbout(p *care.Problems, in Intake) (all []care.About) {
	for _, a := range []struct {
		kind       care.AboutKind
		path, text string
	}{
		{care.AboutInvoice, "invoice", in.Invoice}, {care.AboutProduct, "product", in.Product},
		{care.AboutShipment, "shipment", in.Shipment}, {care.AboutPlace, "place", in.Place},
	} {
		if ref := care.Optional(p, a.path, a.text, care.ParseRef[string]); ref != "" {
			all = append(all, care.About{Kind: a.kind, Ref: ref})
		}
	}
	if len(in.About) > listLimit {
		p.Add("about", "", care.CodeTooMany.With(care.NewFact("limit", listLimit)))
		return all
	}
	for n, a := range in.About {
		all = append(all, parseOneAbout(p, fmt.Sprintf("about[%d]", n), a))
	}
	return all
}

// parseOneAbout reads what a case is linked to. A customer is no link: erasing would not find it there.
func parseOneAbout(p *care.Problems, path string, a care.About) care.About {
	kind := care.Required(p, path+".kind", string(a.Kind), care.ParseRef[care.AboutKind])
	ref := care.Required(p, path+".ref", a.Ref, care.ParseRef[string])
	if kind == care.AboutCustomer {
		p.Add(path+".kind", string(a.Kind), CodeCustomerLink.With())
	}
	return care.About{Kind: kind, Ref: ref}
}

func (s Service) open(ctx context.Context, tx storage.Tx, in intake) (Case, care.Reasons, error) {
	c := in.c
	if c.ID.IsZero() {
		c.ID = storage.ID[Case](s.c.Env.ID())
	}
	moves, reasons, err := s.opening(c, in)
	if err != nil {
		return Case{}, nil, err
	}
	c, err = s.take(ctx, tx, c, moves...)
	if taken, ok := errors.AsType[*storage.Error](err); ok && taken.Kind == storage.ErrExists && taken.Index == byNumber.Name() {
		return Case{}, nil, care.RefuseAt("number", in.c.Number, CodeNumberTaken.With())
	}
	if err != nil {
		return Case{}, nil, err
	}
	if !in.opening.Other.IsZero() {
		if err := s.served(ctx, tx, c); err != nil {
			return Case{}, nil, err
		}
	}
	return c, reasons, s.acknowledge(ctx, tx, c, in.automatic)
}

// opening is the first steps of a case: it is opened, promised what the agreement that fits says, and linked. The reasons say why that one.
func (s Service) opening(c Case, in intake) ([]move, care.Reasons, error) {
	open := in.opening
	follow := func(step Step) move {
		return move{Event: Event{Step: step, At: open.At, Recorded: open.Recorded, By: open.By}}
	}
	var rest []move
	c.State.Channel, c.State.Topic = open.Channel, open.Topic
	choice := s.pick(c, open.At)
	if choice.Promise != nil {
		promise := follow(StepPromise)
		promise.Plan, promise.Why = choice.Promise.Ref(), choice.Reasons
		rest = append(rest, promise)
		promise.N, open.N = 2, 1
		c.Events = []Event{promise.Event}
	}
	var err error
	if open.Due, err = s.answerDue(c, open.Event); err != nil {
		return nil, nil, err
	}
	for _, a := range in.about {
		link := follow(StepLink)
		link.About = a
		rest = append(rest, link)
	}
	return append([]move{open}, rest...), choice.Reasons, nil
}

// served makes the case that an internal one serves wait for it.
func (s Service) served(ctx context.Context, tx storage.Tx, internal Case) error {
	outer, err := s.root(ctx, tx, internal.State.Serves)
	if errors.Is(err, storage.ErrNotFound) {
		return care.RefuseAt("serves", internal.State.Serves.String(), CodeNoSuchCase.With())
	}
	if err != nil {
		return err
	}
	opening := internal.Events[0]
	_, err = s.take(ctx, tx, outer, move{Event: Event{
		Step: StepWait, At: later(opening.At, outer), Recorded: opening.Recorded, By: opening.By,
		Party: PartyUnit, Unit: internal.Unit, Other: internal.ID, Due: opening.Due,
	}})
	return err
}

// root is the case in which a merged one goes on, or the case itself.
func (s Service) root(ctx context.Context, r storage.Reader, id storage.ID[Case]) (Case, error) {
	for {
		c, err := cases.Get(ctx, r, id)
		if err != nil || c.State.Status != StatusMerged {
			return c, err
		}
		id = c.State.Into // ends: merging goes into a case that is not merged, and is for good
	}
}

// later is t, or the last event of the case if that was later: what follows from something in another case cannot come before what was there.
func later(t time.Time, c Case) time.Time {
	for _, e := range c.Events {
		if e.At.After(t) {
			t = e.At
		}
	}
	return t
}
