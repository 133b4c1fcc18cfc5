package notice

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/queue"
)

// Request asks to tell a customer something. Text is as typed.
type Request struct {
	// Key makes the request idempotent: what has one key is told once. Default: none.
	Key  string   `json:"key,omitempty"`
	Kind KindCode `json:"kind"`
	// Customer is the host's key, and Contacts are the ways to the customer. With a key alone the contacts are looked up when the time has come
	// ([Config.Customers]); without either the notice becomes the task of a person.
	Customer string              `json:"customer,omitempty"`
	Name     string              `json:"name,omitempty"`
	Contacts []care.ContactInput `json:"contacts,omitempty"`
	// Preferred is the channel that the customer prefers, if the kind has it.
	Preferred string `json:"preferred,omitempty"`
	Lang      string `json:"lang,omitempty"`
	// Zone is where the customer lives, by whose clock hours count, such as "Europe/Berlin". Default: that of the service.
	Zone  string     `json:"zone,omitempty"`
	About care.About `json:"about,omitzero"`
	// Values are what the kind's variables stand for; optional ones may be missing. Times are given on the clock that the customer is to read.
	Values []care.Fact `json:"-"`
	// Channels are tried in this order, instead of the kind's.
	Channels []care.Channel `json:"channels,omitempty"`
	At       time.Time      `json:"at,omitzero"` // of what it tells; zero: now
	// NotBefore and Expires bound the sending. Zero: at once, and at any time.
	NotBefore time.Time `json:"not_before,omitzero"`
	Expires   time.Time `json:"expires,omitzero"`
}

// Accepted is what became of a request at first: when the notice goes and by which channel, as far as is known yet, or why it does not.
type Accepted struct {
	Notice   storage.ID[Notice] `json:"notice"`
	Status   Status             `json:"status"`
	Planned  Planned            `json:"planned"`
	Repeated bool               `json:"repeated,omitempty"` // the same key came before
}

// Send plans a notice and writes it, with its place in the queue, in the caller's transaction; nothing is sent before that commits. It is idempotent by Key. A refusal
// with *care.Invalid, listing every problem, is a mistake of the program or of what was typed: nothing is written then. A notice that cannot be sent is no error: it is
// declined or given to a person, with reasons.
func (s Service) Send(ctx context.Context, r Request) (accepted Accepted, err error) {
	ctx, done := s.c.Env.Observe(ctx, "notice.send")
	defer func() { done(err) }()
	r.At, r.NotBefore, r.Expires = r.At.UTC(), r.NotBefore.UTC(), r.Expires.UTC()
	n, err := s.parseRequest(r)
	if err != nil {
		return Accepted{}, err
	}
	fingerprint := struct {
		Request
		Values map[string]care.Text `json:"values"`
	}{r, n.Values}
	op := care.Operation{Name: "notice.send/" + string(r.Kind), Key: r.Key, Subject: n.Subject, At: n.At}
	var repeated bool
	accepted, repeated, err = once(ctx, s, op, fingerprint, func(ctx context.Context, tx storage.Tx) (Accepted, error) {
		return s.send(ctx, tx, n)
	})
	accepted.Repeated = repeated
	return accepted, err
}

func (s Service) parseRequest(r Request) (Notice, error) {
	var p care.Problems
	n := Notice{
		ID:       storage.ID[Notice](s.c.Env.ID()),
		Kind:     r.Kind,
		About:    r.About,
		Customer: care.Optional(&p, "customer", r.Customer, care.ParseRef[care.CustomerRef]),
		Name:     care.Optional(&p, "name", r.Name, care.Line(200)),
		Contacts: s.parseContacts(&p, "contacts", r.Contacts),
		// A preference of another system that means nothing here is no reason to tell the customer nothing.
		Preferred: care.Optional(&p, "preferred", r.Preferred, care.ParseEnum[care.Channel]),
		Lang:      care.Optional(&p, "lang", r.Lang, care.ParseEnum[care.Lang]),
		Zone:      care.Optional(&p, "zone", r.Zone, parseZone),
		At:        s.at(r.At), Recorded: s.c.Env.Time(), NotBefore: r.NotBefore.Truncate(time.Microsecond), Expires: r.Expires.Truncate(time.Microsecond),
		Channels: r.Channels,
	}
	care.Optional(&p, "key", r.Key, care.ParseRef[string])
	if ref, err := care.ParseRef[string](r.About.Ref); err != nil || ref != r.About.Ref || len(r.About.Kind) > 100 {
		p.Add("about", "", care.CodeNotText.With())
	}
	for i, c := range r.Channels {
		_, err := care.ParseEnum[care.Channel](string(c))
		p.Join(fmt.Sprintf("channels[%d]", i), string(c), err)
	}
	if !n.Expires.IsZero() && !n.Expires.After(n.NotBefore) {
		p.Add("expires", "", CodeExpired.With(care.NewFact("at", n.Expires.In(s.c.Env.Location()))))
	}
	if kind := s.kinds[r.Kind]; kind == nil {
		p.Add("kind", string(r.Kind), CodeNoKind.With())
	} else {
		n.Purpose, n.Values = kind.Purpose, kind.values(&p, r.Values)
		if len(n.Channels) == 0 {
			n.Channels = kind.Channels
		}
	}
	n.Subject = subjectOf(n.Customer, n.Contacts, n.ID)
	return n, p.Err()
}

func parseZone(text string) (string, error) {
	zone, err := time.LoadLocation(text)
	if err != nil || text == "Local" {
		return "", care.Refuse(text, CodeNoZone.With())
	}
	return zone.String(), nil
}

// values checks what is supplied against what the kind says.
func (k *Kind) values(p *care.Problems, given []care.Fact) map[string]care.Text {
	values := make(map[string]care.Text, len(given))
	for _, f := range given {
		path := "values." + f.Name()
		i := slices.IndexFunc(k.Variables, func(v Variable) bool { return v.Name == f.Name() })
		if i < 0 || k.Variables[i].Kind != f.Kind() {
			p.Add(path, "", CodeNoVariable.With(care.NewFact("known", k.names())))
			continue
		}
		v := valueOf(f)
		for lang := range care.Lang("").Terms().All() {
			_, err := care.Lines(maxValue)(ofLang(v, lang))
			p.Join(path+"."+string(lang), "", err)
		}
		values[f.Name()] = v
	}
	for _, v := range k.Variables {
		if !v.Optional && values[v.Name] == (care.Text{}) {
			p.Add("values."+v.Name, "", care.CodeMissing.With())
		}
	}
	return values
}

const maxValue = 10_000 // characters of one value

// valueOf writes a value as both languages read it. No is no value.
func valueOf(f care.Fact) care.Text {
	if f.Value() == false {
		return care.Text{}
	}
	return care.Text{VI: f.Text(care.LangVI), EN: f.Text(care.LangEN)}
}

// filled are the values of a text in one language, with those of the house.
func (s Service) filled(values map[string]care.Text, name string, lang care.Lang) map[string]string {
	all := make(map[string]string, len(values)+4)
	all["house"], all["hotline"], all["opt_out"], all["customer"] = s.c.House.Name, s.c.House.Hotline, s.c.House.OptOut.In(lang), name
	for key, v := range values {
		all[key] = v.In(lang)
	}
	return all
}

// send writes a new notice, planned as far as is known.
func (s Service) send(ctx context.Context, tx storage.Tx, n Notice) (Accepted, error) {
	kind := s.kinds[n.Kind]
	texts, _, err := s.inForce(ctx, tx, kind)
	if err != nil {
		return Accepted{}, err
	}
	standing, err := standingOf(ctx, tx, n.Subject)
	if err != nil {
		return Accepted{}, err
	}
	where, err := s.addresses(ctx, tx, &n, s.c.Customers != nil && n.Customer != "" && len(n.Contacts) == 0)
	if err != nil {
		return Accepted{}, err
	}
	n.Planned = Plan(s.facts(&n, standing, where, texts))
	s.settle(&n)
	if n, err = notices.Put(ctx, tx, n); err != nil {
		return Accepted{}, err
	}
	accepted := Accepted{Notice: n.ID, Status: n.Status, Planned: n.Planned}
	if n.Status != StatusWaiting {
		return accepted, s.announce(ctx, tx, NotSent, n, "")
	}
	if standing.ID.IsZero() {
		if standing, err = s.saveStanding(ctx, tx, n.Subject, n.Subject, standing); err != nil {
			return Accepted{}, err
		}
	}
	return accepted, s.enqueue(ctx, tx, n, standing)
}

// enqueue puts a waiting notice into the queue. What goes to one customer for one purpose goes in the order of its recording; what is asked for at a later time
// goes by itself.
func (s Service) enqueue(ctx context.Context, tx storage.Tx, n Notice, standing Standing) error {
	key := standing.ID.String() + "/" + string(n.Purpose)
	if !n.NotBefore.IsZero() {
		key = n.ID.String()
	}
	item := queue.Item[Delivery]{Key: key, Subject: n.Subject, Payload: Delivery{n.ID}}
	if n.Planned.Verdict == VerdictWait {
		item.Due = n.Planned.At
	}
	return Deliver.With(s.c.Bell).Put(ctx, tx, item)
}

// settle brings the notice to where its plan leads.
func (s Service) settle(n *Notice) {
	n.Due, n.Task = time.Time{}, time.Time{}
	switch n.Planned.Verdict {
	case VerdictDecline:
		n.Status = StatusDeclined
	case VerdictTask:
		n.Status, n.Task = StatusTask, s.c.Env.Time()
	default:
		n.Status, n.Due = StatusWaiting, n.Planned.At
	}
}

// reached is one way to the customer.
type reached struct {
	channel  care.Channel
	address  string
	standing Standing // of the address
	known    bool     // the address is known, or will be
}

// addresses finds the ways to the customer, in order, and how it stands with each. later says that what is not known yet will be looked up.
func (s Service) addresses(ctx context.Context, r storage.Reader, n *Notice, later bool) ([]reached, error) {
	limited := s.limits(n.Purpose)
	var all []reached
	for _, channel := range n.order() {
		where := reached{channel: channel, address: address(channel, n.Contacts, n.Customer)}
		where.known = where.address != "" || later
		if limited && where.address != "" {
			var err error
			if where.standing, err = standingOf(ctx, r, where.address); err != nil {
				return nil, err
			}
		}
		all = append(all, where)
	}
	return all, nil
}

// limits reports whether any rule asks for consent to a purpose, or caps it.
func (s Service) limits(p Purpose) bool {
	return slices.ContainsFunc(s.c.Rules, func(r Rule) bool {
		return (r.Purpose == "" || r.Purpose == p) && (r.Need != NeedNothing || r.Cap != Cap{})
	})
}

// facts are what the plan of a notice rests on.
func (s Service) facts(n *Notice, standing Standing, where []reached, texts compiled) Facts {
	standing.Sent = without(standing.Sent, n.ID)
	f := Facts{
		Now: s.c.Env.Time(), Zone: s.zone(n), Purpose: n.Purpose, Rules: s.c.Rules, Standing: standing, NotBefore: n.NotBefore, Expires: n.Expires,
	}
	for _, w := range where {
		_, worded := texts[w.channel]
		w.standing.Sent = without(w.standing.Sent, n.ID)
		f.Routes = append(f.Routes, Route{
			Channel: w.channel, Standing: w.standing, Address: w.known, Sender: s.c.Senders[w.channel] != nil, Wording: worded,
			Failed: n.failed(w.channel, s.c.Tries),
		})
	}
	return f
}

// without leaves out what was counted for a notice itself when it was tried before.
func without(all []Sending, id storage.ID[Notice]) []Sending {
	return slices.DeleteFunc(slices.Clone(all), func(n Sending) bool { return n.Notice == id })
}

// zone is by whose clock a notice goes.
func (s Service) zone(n *Notice) *time.Location {
	if n.Zone != "" {
		if zone, err := time.LoadLocation(n.Zone); err == nil {
			return zone
		}
	}
	return s.c.Env.Location()
}

// today is the date on a letter.
func (s Service) today(n *Notice) calendar.Date { return calendar.DateOf(s.c.Env.Time(), s.zone(n)) }
