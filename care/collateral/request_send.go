package collateral

import (
	"context"
	"errors"
	"strconv"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/sla"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/queue"
)

// Request records that a customer who cannot come is to be sent material, with a due at which whoever is to send it is reminded.
func (s Service) Request(ctx context.Context, w Wish) (_ Request, err error) {
	ctx, done := s.c.Env.Observe(ctx, "collateral.request")
	defer func() { done(err) }()
	w.At, w.Due = w.At.UTC(), w.Due.UTC()
	r, key, err := s.parseWish(w)
	if err != nil {
		return Request{}, err
	}
	op := care.Operation{Name: "collateral.request", Key: key, Subject: r.Subject, At: r.At}
	r, _, err = care.Once(ctx, s.store, op, w, func(ctx context.Context, tx storage.Tx) (Request, error) {
		if _, err := material(ctx, tx, "material", r.Material); err != nil {
			return Request{}, err
		}
		r, err := requests.Put(ctx, tx, r)
		if err != nil {
			return Request{}, err
		}
		if err := s.timers.In(tx).Set(ctx, requestTimer(r), r.Due); err != nil {
			return Request{}, err
		}
		return r, s.announce(ctx, tx, Requested, r)
	})
	return r, err
}

const mostCopies = 1000

func (s Service) parseWish(w Wish) (r Request, key string, err error) {
	var p care.Problems
	r = Request{
		ID: storage.ID[Request](s.c.Env.ID()), Status: Waiting, Copies: max(w.Copies, 1), At: s.at(w.At), Recorded: s.c.Env.Time(),
		Channel:  care.Required(&p, "channel", w.Channel, care.ParseEnum[care.Channel]),
		Material: care.Required(&p, "material", w.Material, care.ParseRef[string]),
		Customer: care.Optional(&p, "customer", w.Customer, care.ParseRef[care.CustomerRef]),
		Name:     care.Optional(&p, "name", w.Name, care.Line(200)),
		Lang:     care.Optional(&p, "lang", w.Lang, care.ParseEnum[care.Lang]),
		Owner:    care.Required(&p, "owner", w.Owner, care.ParseRef[care.StaffRef]),
	}
	switch r.Channel {
	case care.ChannelEmail:
		r.Address = care.Required(&p, "address", w.Address, care.ParseEmail)
	default:
		r.Address = care.Required(&p, "address", w.Address, care.Line(500))
	}
	key = care.Optional(&p, "key", w.Key, care.ParseRef[string])
	if w.Copies < 0 || w.Copies > mostCopies {
		p.Add("copies", strconv.Itoa(w.Copies), CodePieces.With(care.NewFact("limit", mostCopies)))
	}
	s.date(&p, r.At)
	if r.Due = s.at(w.Due); w.Due.IsZero() {
		r.Due = r.At.Add(s.c.FulfilWithin)
	} else if r.Due.Before(r.At) {
		p.Add("due", "", CodeDueBefore.With())
	}
	r.Open = r.Due
	r.Subject = r.subject()
	return r, key, p.Err()
}

// subject is what erasing goes by: somebody without a key is found by the address that other packages know too.
func (r Request) subject() string {
	if r.Customer != "" {
		return string(r.Customer)
	}
	if r.Channel == care.ChannelEmail && r.Address != "" {
		return r.Address
	}
	if phone, err := care.ParsePhone(r.Address); err == nil && phone != "" {
		return string(phone)
	}
	return "collateral:" + r.ID.String()
}

func requestTimer(r Request) sla.Followed {
	return sla.Followed{About: care.About{Kind: AboutRequest, Ref: r.ID.String()}, Subject: r.Subject}
}

func (s Service) announce(ctx context.Context, tx storage.Tx, topic queue.Topic[RequestEvent], r Request) error {
	event := RequestEvent{Request: r.ID, Channel: r.Channel, Owner: r.Owner, Due: r.Due}
	return topic.With(s.c.Bell).Put(ctx, tx, queue.Item[RequestEvent]{Key: r.ID.String(), Order: r.Version, Payload: event})
}

// wakeRequest announces that a request was not sent when it was due, once.
func (s Service) wakeRequest(ctx context.Context, tx storage.Tx, ref string) error {
	id, err := storage.ParseID[Request](ref)
	if err != nil {
		return queue.Park(err)
	}
	r, err := requests.Get(ctx, tx, id)
	if errors.Is(err, storage.ErrNotFound) {
		return nil
	}
	if err != nil || r.Status != Waiting || r.Overdue {
		return err
	}
	if s.c.Env.Time().Before(r.Due) {
		return queue.RetryAt(r.Due, nil)
	}
	r.Overdue = true
	if r, err = requests.Put(ctx, tx, r); err != nil {
		return err
	}
	return s.announce(ctx, tx, RequestOverdue, r)
}

// Fulfil records that a request was sent, or will not be. What is sent is the edition in force: another one is refused with [CodeOldEdition].
func (s Service) Fulfil(ctx context.Context, f Fulfilment) (_ Request, err error) {
	ctx, done := s.c.Env.Observe(ctx, "collateral.fulfil")
	defer func() { done(err) }()
	f.At = f.At.UTC()
	var p care.Problems
	by := care.Required(&p, "by", f.By, care.ParseRef[care.StaffRef])
	proof := care.Optional(&p, "proof", f.Proof, care.Line(200))
	key := care.Optional(&p, "key", f.Key, care.ParseRef[string])
	today := s.date(&p, s.at(f.At))
	if err := p.Err(); err != nil {
		return Request{}, err
	}
	var subject string
	if err := s.store.View(ctx, func(ctx context.Context, v storage.Reader) error {
		r, err := request(ctx, v, f.Request)
		subject = r.Subject
		return err
	}); err != nil {
		return Request{}, err
	}
	op := care.Operation{Name: "collateral.fulfil", Key: key, Subject: subject, At: s.at(f.At)}
	r, _, err := care.Once(ctx, s.store, op, f, func(ctx context.Context, tx storage.Tx) (Request, error) {
		r, err := request(ctx, tx, f.Request)
		if err != nil {
			return Request{}, err
		}
		e, err := inForce(ctx, tx, r.Material, today)
		if err == nil {
			err = fulfilProblems(r, f, e).Err()
		}
		if err != nil {
			return Request{}, err
		}
		r.Status, r.Edition = Sent, e.Number
		if f.Withdrawn {
			r.Status, r.Edition = Withdrawn, 0
		}
		r.By, r.Proof, r.Ended, r.Open = by, proof, s.at(f.At), time.Time{}
		if err := s.timers.In(tx).Forget(ctx, requestTimer(r)); err != nil {
			return Request{}, err
		}
		return requests.Put(ctx, tx, r)
	})
	return r, err
}

// fulfilProblems is why a request cannot be fulfilled so; e is the edition in force.
func fulfilProblems(r Request, f Fulfilment, e Edition) (p care.Problems) {
	if r.Status != Waiting {
		p.Add("request", "", CodeEnded.With(care.NewFact("status", care.NameOf(r.Status)), care.NewFact("ended", r.Ended)))
	}
	if f.Withdrawn {
		return p
	}
	switch {
	case e.ID.IsZero():
		p.Add("edition", "", CodeNotInForce.With())
	case f.Edition != 0 && f.Edition != e.Number:
		p.Add("edition", strconv.Itoa(f.Edition), CodeOldEdition.With(care.NewFact("edition", e.Number)))
	}
	if r.Address == "" {
		p.Add("request", "", CodeErased.With())
	}
	return p
}

func request(ctx context.Context, r storage.Reader, id storage.ID[Request]) (Request, error) {
	got, err := requests.Get(ctx, r, id)
	if errors.Is(err, storage.ErrNotFound) {
		err = care.RefuseAt("request", id.String(), CodeNoRequest.With())
	}
	return got, err
}

// OpenRequests lists the requests that wait, those due first.
func (s Service) OpenRequests() storage.List[Request] { return requests.List(s.store, byOpen.Prefix()) }

// Requests lists what a customer asked for, the latest first.
func (s Service) Requests(of care.CustomerRef) storage.List[Request] {
	return requests.List(s.store, bySubject.Prefix(string(of)).Reverse())
}
