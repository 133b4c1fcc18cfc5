package notice

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/queue"
)

// Consent is one entry of the ledger: a customer agreed to something, or refused it, with the proof. Entries are added and never changed.
type Consent struct {
	ID       storage.ID[Consent]  `json:"id"`
	Version  int64                `json:"version"`
	Standing storage.ID[Standing] `json:"standing"` // of whom
	N        int                  `json:"n"`        // 1, 2, 3 and so on in the order of recording
	Given    bool                 `json:"given"`    // false: refused, or taken back
	Purpose  Purpose              `json:"purpose"`
	Channel  care.Channel         `json:"channel,omitempty"` // "": every channel
	Agreed   Agreed               `json:"agreed,omitzero"`
	At       time.Time            `json:"at"`             // when the customer said so
	Recorded time.Time            `json:"recorded"`       // when that was recorded
	Via      care.Channel         `json:"via"`            // how the customer said so
	Text     string               `json:"text,omitempty"` // which text was agreed to, with its version
	By       care.StaffRef        `json:"by,omitempty"`   // who took it down; empty: the customer alone
	Proof    string               `json:"proof,omitempty"`
	Holds    bool                 `json:"holds"` // false: it changed nothing, since what was recorded before it happened later
	Subject  string               `json:"subject"`
}

// Declaration is what a customer says about one purpose, as typed. Of Customer and Contact one must be given. Where both are, it counts for both: for the customer at
// every address, and for the address whoever the customer is.
type Declaration struct {
	// Key makes the request idempotent. To grant, it or At is required: else consent that a gateway delivers twice would count as new.
	Key      string            `json:"key,omitempty"`
	Customer string            `json:"customer,omitempty"`
	Contact  care.ContactInput `json:"contact,omitzero"` // such as the number from which "TC" was sent
	Purpose  string            `json:"purpose"`
	Channel  string            `json:"channel,omitempty"` // only by this one; empty: every one
	Via      string            `json:"via"`               // the channel by which the customer said so
	Text     string            `json:"text,omitempty"`    // of consent: the code and version of the text that was agreed to. Required to grant.
	By       string            `json:"by,omitempty"`
	Proof    string            `json:"proof,omitempty"` // the host's key of the form, the message, the recording
	Agreed   Agreed            `json:"agreed,omitzero"` // of consent
	Lang     string            `json:"lang,omitempty"`  // in which a refusal is confirmed
	At       time.Time         `json:"at,omitzero"`     // when the customer said so; zero: now
}

// Grant records that a customer agrees. Silence is not consent: it needs the text that was agreed to, and a Key or an At, by which one that arrives twice is known.
// Consent that is older than a refusal in the ledger is kept and
// changes nothing ([Consent.Holds]).
func (s Service) Grant(ctx context.Context, d Declaration) (Consent, error) {
	return s.declare(ctx, d, true)
}

// Withdraw records that a customer refuses, or takes consent back. It takes effect at once: whatever waits in the queue asks again right before it is sent. A refusal
// of advertising is confirmed to the customer, once (Decree 91/2020/ND-CP art. 16).
func (s Service) Withdraw(ctx context.Context, d Declaration) (Consent, error) {
	return s.declare(ctx, d, false)
}

func (s Service) declare(ctx context.Context, d Declaration, given bool) (c Consent, err error) {
	ctx, done := s.c.Env.Observe(ctx, "notice.declare")
	defer func() { done(err) }()
	d.At = d.At.UTC()
	c, contacts, err := s.parseDeclaration(d, given)
	if err != nil {
		return Consent{}, err
	}
	op := care.Operation{Name: "notice.grant", Key: d.Key, Subject: c.Subject, At: c.At}
	if !given {
		op.Name = "notice.withdraw"
	}
	c, _, err = once(ctx, s, op, d, func(ctx context.Context, tx storage.Tx) (Consent, error) {
		saved, err := s.record(ctx, tx, c, whomOf(d, contacts))
		if err == nil && !given && c.Purpose == PurposeAdvertising && len(s.c.Senders) > 0 {
			err = s.In(tx).confirm(ctx, d, saved)
		}
		return saved, err
	})
	return c, err
}

// once is care.Once, again if another was first to write the first record about somebody.
func once[Q, R any](ctx context.Context, s Service, op care.Operation, q Q, do func(context.Context, storage.Tx) (R, error)) (r R, repeated bool, err error) {
	r, repeated, err = care.Once(ctx, s.store, op, q, do)
	if wasFirst(err) {
		r, repeated, err = care.Once(ctx, s.store, op, q, do)
	}
	return r, repeated, err
}

// wasFirst reports whether another wrote the first record about somebody.
func wasFirst(err error) bool {
	taken, ok := errors.AsType[*storage.Error](err)
	return ok && taken.Kind == storage.ErrExists && taken.Index == byWhom.Name() && !errors.Is(err, storage.ErrTxLost)
}

func (s Service) parseDeclaration(d Declaration, given bool) (Consent, []care.ContactPoint, error) {
	var p care.Problems
	c := Consent{
		Given:    given,
		Purpose:  care.Required(&p, "purpose", d.Purpose, care.ParseEnum[Purpose]),
		Channel:  care.Optional(&p, "channel", d.Channel, care.ParseEnum[care.Channel]),
		Via:      care.Required(&p, "via", d.Via, care.ParseEnum[care.Channel]),
		By:       care.Optional(&p, "by", d.By, care.ParseRef[care.StaffRef]),
		Proof:    care.Optional(&p, "proof", d.Proof, care.ParseRef[string]),
		At:       s.at(d.At),
		Recorded: s.c.Env.Time(),
	}
	if given {
		c.Text, c.Agreed = care.Required(&p, "text", d.Text, care.ParseRef[string]), d.Agreed
	} else {
		c.Text = care.Optional(&p, "text", d.Text, care.ParseRef[string])
	}
	if given && d.Key == "" && d.At.IsZero() {
		p.Add("key", "", CodeNoMoment.With())
	}
	if c.Purpose == PurposeService {
		p.Add("purpose", d.Purpose, CodeNoChoice.With())
	}
	if c.At.After(c.Recorded.Add(clocksDiffer)) {
		p.Add("at", "", CodeFuture.With(care.NewFact("now", c.Recorded.In(s.c.Env.Location()))))
	}
	if d.Agreed.Daily < 0 || d.Agreed.Daily > mostCapped {
		p.Add("agreed.daily", "", care.CodeTooMany.With(care.NewFact("limit", mostCapped)))
	}
	care.Optional(&p, "key", d.Key, care.ParseRef[string])
	care.Optional(&p, "lang", d.Lang, care.ParseEnum[care.Lang])
	customer := care.Optional(&p, "customer", d.Customer, care.ParseRef[care.CustomerRef])
	contacts := s.parseContacts(&p, "contact", []care.ContactInput{d.Contact})
	if customer == "" && len(contacts) == 0 {
		p.Add("customer", "", care.CodeMissing.With())
	}
	c.Subject = subjectOf(customer, contacts, storage.ID[Notice]{})
	return c, contacts, p.Err()
}

// clocksDiffer is how far the clocks of a till and of a server may be apart.
const clocksDiffer = 5 * time.Minute

// parseContacts reads the ways to a customer. Blank ones are none.
func (s Service) parseContacts(p *care.Problems, path string, in []care.ContactInput) []care.ContactPoint {
	const limit = 20
	if len(in) > limit {
		p.Add(path, "", care.CodeTooMany.With(care.NewFact("limit", limit)))
		return nil
	}
	if len(in) == 0 || len(in) == 1 && in[0].Text == "" {
		return nil
	}
	c, err := care.NewCustomer(care.CustomerInput{Name: "-", Contacts: in}, s.c.ParsePhone)
	if invalid, ok := errors.AsType[*care.Invalid](err); ok {
		for _, problem := range invalid.Problems { // of "contacts[0]"
			p.Add(path+strings.TrimPrefix(problem.Path, "contacts"), problem.Value, problem.Reason)
		}
	}
	for i := range c.Contacts {
		c.Contacts[i].Typed = "" // one personal copy is enough
	}
	return c.Contacts
}

// declarer is whom a declaration counts for, and what erasing goes by.
type declarer struct{ whom, subject string }

// whomOf lists whom a declaration counts for.
func whomOf(d Declaration, contacts []care.ContactPoint) (all []declarer) {
	if customer, _ := care.ParseRef[care.CustomerRef](d.Customer); customer != "" {
		all = append(all, declarer{string(customer), string(customer)})
	}
	for _, c := range contacts {
		all = append(all, declarer{c.Value, folded(c.Value)})
	}
	return all
}

// record adds an entry to the ledger of everyone that it counts for, and returns the first.
func (s Service) record(ctx context.Context, tx storage.Tx, c Consent, whom []declarer) (first Consent, err error) {
	for i, w := range whom {
		standing, err := standingOf(ctx, tx, w.whom)
		if err != nil {
			return Consent{}, err
		}
		standing.Entries++
		standing.Subject = w.subject // what an address said outlives the erasure of one customer who used it
		entry := c
		entry.Subject = w.subject
		entry.ID, entry.N = storage.ID[Consent](s.c.Env.ID()), standing.Entries
		entry.Holds = standing.note(entry)
		if standing, err = s.saveStanding(ctx, tx, w.whom, w.subject, standing); err != nil {
			return Consent{}, err
		}
		entry.Standing = standing.ID
		if entry, err = consents.Put(ctx, tx, entry); err != nil {
			return Consent{}, err
		}
		event := ConsentEvent{Consent: entry.ID, Purpose: entry.Purpose, Channel: entry.Channel, Given: entry.Given}
		item := queue.Item[ConsentEvent]{Key: standing.ID.String(), Order: standing.Version, Payload: event}
		if err := ConsentChanged.With(s.c.Bell).Put(ctx, tx, item); err != nil {
			return Consent{}, err
		}
		if i == 0 {
			first = entry
		}
	}
	return first, nil
}

// KindRefusal confirms a refusal of advertising, without advertising anything: when it was received, and since when nothing more is sent (Decree 91/2020/ND-CP
// art. 16). Every service has it.
const KindRefusal KindCode = "notice.refusal"

func refusalKind() Kind {
	channels := []care.Channel{care.ChannelSMS, care.ChannelZalo, care.ChannelEmail, care.ChannelPost, care.ChannelFax}
	return Kind{
		Code: KindRefusal, Purpose: PurposeService, Channels: channels,
		Name:      care.Text{VI: "Xác nhận từ chối quảng cáo", EN: "Confirmation that advertising is refused"},
		Variables: []Variable{{Name: "at", Kind: care.FactTime}},
		Default: []Wording{{
			Channels: channels,
			Subject:  care.Text{VI: "Đã nhận yêu cầu từ chối quảng cáo", EN: "Your refusal of advertising was received"},
			Body: care.Text{
				VI: "{house} đã nhận yêu cầu từ chối quảng cáo của Quý khách lúc {at} và ngừng gửi kể từ thời điểm đó. Hỗ trợ: {hotline}.",
				EN: "{house} received your refusal of advertising at {at} and sends none from that moment on. Help: {hotline}.",
			},
		}},
	}
}

func (s Service) confirm(ctx context.Context, d Declaration, c Consent) error {
	r := Request{
		Key: c.ID.String(), Kind: KindRefusal, Customer: d.Customer, Preferred: string(c.Via), Lang: d.Lang, At: c.At,
		Values: []care.Fact{care.NewFact("at", c.At.In(s.c.Env.Location()))},
	}
	if d.Contact.Text != "" {
		r.Contacts = []care.ContactInput{d.Contact}
	}
	_, err := s.Send(ctx, r)
	return err
}
