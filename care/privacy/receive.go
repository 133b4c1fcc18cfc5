package privacy

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/care/notice"
	"github.com/chamsoc/chamsoc/care/sla"
	"github.com/chamsoc/chamsoc/storage"
)

// Intake is a request as it comes. Text is as typed. A customer or a contact is required.
type Intake struct {
	// Key makes the request idempotent. It is kept, so it holds nothing personal.
	Key      string              `json:"key,omitempty"`
	Right    string              `json:"right"`   // a [Right]
	Channel  string              `json:"channel"` // a [care.Channel]
	Customer string              `json:"customer,omitempty"`
	Contacts []care.ContactInput `json:"contacts,omitempty"` // under which else the person may be kept
	Words    string              `json:"words,omitempty"`    // at most 5000 characters
	// Processor says that somebody else processes the data too, such as a repair centre.
	Processor bool      `json:"processor,omitempty"`
	Staff     string    `json:"staff,omitempty"` // who took it in
	At        time.Time `json:"at,omitzero"`     // when it came; zero: now
}

// Receive keeps a request with the dates of the law. Consent that is withdrawn, and an objection, take effect on advertising, surveys and reminders at once,
// in the same transaction: that needs no proof of who asks, since it only narrows.
func (s Service) Receive(ctx context.Context, in Intake) (r Request, err error) {
	ctx, done := s.c.Env.Observe(ctx, "privacy.receive")
	defer func() { done(err) }()
	in.At = in.At.UTC()
	r, key, err := s.parse(in)
	if err != nil {
		return Request{}, err
	}
	op := care.Operation{Name: "privacy.receive", Key: key, Subject: r.Subject, At: r.Recorded}
	r, _, err = care.Once(ctx, s.store, op, in, func(ctx context.Context, tx storage.Tx) (Request, error) {
		r.ID, r.Version = storage.ID[Request](s.c.Env.ID()), 0
		saved, err := requests.Put(ctx, tx, r)
		if err == nil {
			err = s.announceRequest(ctx, tx, RequestChanged, saved)
		}
		if err == nil {
			err = s.timers.In(tx).Set(ctx, saved.followed(), saved.Due)
		}
		if err == nil && (r.Right == RightWithdraw || r.Right == RightObject) {
			err = s.In(tx).withdraw(ctx, saved, in.Staff)
		}
		return saved, err
	})
	return r, err
}

func (s Service) parse(in Intake) (r Request, key string, err error) {
	var p care.Problems
	r = Request{
		Right:   care.Required(&p, "right", in.Right, care.ParseEnum[Right]),
		Channel: care.Required(&p, "channel", in.Channel, care.ParseEnum[care.Channel]),
		Words:   care.Optional(&p, "words", in.Words, care.Lines(5000)),
		State:   Received, Processor: in.Processor, Received: s.at(&p, in.At), Recorded: s.c.Env.Time(),
	}
	key = care.Optional(&p, "key", in.Key, care.ParseRef[string])
	care.Optional(&p, "staff", in.Staff, care.ParseRef[care.StaffRef])
	c, err := care.NewCustomer(care.CustomerInput{Ref: in.Customer, Name: "-", Contacts: in.Contacts}, s.c.ParsePhone)
	p.Join("", "", err)
	if r.Person = (Person{c.Ref, c.Contacts}); err == nil && r.Person.IsZero() {
		p.Add("customer", "", CodeNobody.With())
	}
	if err := p.Err(); err != nil {
		return Request{}, "", err
	}
	r.Subject = r.Person.subject()
	s.date(&r)
	return r, key, nil
}

// date gives a request its dates.
func (s Service) date(r *Request) {
	zone := s.c.Env.Location()
	r.Dates, r.Reasons = Due(s.rules(*r), r.Right, r.Received, r.Processor, r.Extended, s.c.Working, zone)
	r.derive()
}

func (s Service) rules(r Request) Rules {
	return rulesOn(s.c.Rules, calendar.DateOf(r.Received, s.c.Env.Location()))
}

// withdraw takes consent back for whatever may be refused, for the customer and at each address.
func (s Service) withdraw(ctx context.Context, r Request, staff string) error {
	if s.c.Notices == nil {
		return nil
	}
	whom := []notice.Declaration{}
	if r.Person.Customer != "" {
		whom = append(whom, notice.Declaration{Customer: string(r.Person.Customer)})
	}
	for _, c := range r.Person.Contacts {
		whom = append(whom, notice.Declaration{Contact: care.ContactInput{Kind: c.Kind, Text: c.Value}})
	}
	for _, d := range whom {
		for purpose := range notice.Purpose("").Terms().All() {
			if purpose == notice.PurposeService { // what the contract and the law owe cannot be refused
				continue
			}
			d.Purpose, d.Via, d.By, d.At, d.Proof = string(purpose), string(r.Channel), staff, r.Received, r.ID.String()
			if _, err := s.c.Notices.Withdraw(ctx, d); err != nil {
				return err
			}
		}
	}
	return nil
}

// Step is what is done with a request.
type Step struct {
	Key     string              `json:"key,omitempty"` // makes the step idempotent
	Request storage.ID[Request] `json:"request"`
	Version int64               `json:"version,omitempty"` // of the request that was looked at; 0: any
	Kind    string              `json:"kind"`              // a [StepKind]
	Note    string              `json:"note,omitempty"`    // at most 2000 characters; it is kept when the person is erased, so it holds nothing personal
	By      string              `json:"by,omitempty"`
	At      time.Time           `json:"at,omitzero"` // zero: now
}

// Do takes a step. An illegal one is refused with the legal ones.
func (s Service) Do(ctx context.Context, step Step) (r Request, err error) {
	ctx, done := s.c.Env.Observe(ctx, "privacy.do")
	defer func() { done(err) }()
	step.At = step.At.UTC()
	var p care.Problems
	taken := Recorded{
		Kind:     care.Required(&p, "kind", step.Kind, care.ParseEnum[StepKind]),
		Note:     care.Optional(&p, "note", step.Note, care.Lines(2000)),
		By:       care.Optional(&p, "by", step.By, care.ParseRef[care.StaffRef]),
		At:       s.at(&p, step.At),
		Recorded: s.c.Env.Time(),
	}
	key := care.Optional(&p, "key", step.Key, care.ParseRef[string])
	if err := p.Err(); err != nil {
		return Request{}, err
	}
	op := care.Operation{Name: "privacy.do", Key: key, At: taken.Recorded}
	id, _, err := care.Once(ctx, s.store, op, step, func(ctx context.Context, tx storage.Tx) (storage.ID[Request], error) {
		r, err = s.step(ctx, tx, step, taken)
		return step.Request, err
	})
	if err == nil && r.ID.IsZero() { // it was done before: the person may have been erased since, so the outcome is only the id
		r, err = s.Request(ctx, id)
	}
	return r, err
}

func (s Service) step(ctx context.Context, tx storage.Tx, step Step, taken Recorded) (Request, error) {
	r, err := requests.Get(ctx, tx, step.Request)
	if err != nil {
		return Request{}, err
	}
	if step.Version != 0 && step.Version != r.Version {
		return Request{}, care.ErrStale
	}
	next, problems := r.Next(taken, s.rules(r))
	if err := problems.Err(); err != nil {
		return Request{}, err
	}
	if taken.Kind == StepExtend {
		s.date(&next)
	}
	return s.save(ctx, tx, next)
}

func (s Service) save(ctx context.Context, tx storage.Tx, r Request) (Request, error) {
	saved, err := requests.Put(ctx, tx, r)
	if err == nil {
		err = s.announceRequest(ctx, tx, RequestChanged, saved)
	}
	if err == nil {
		err = s.timers.In(tx).Set(ctx, saved.followed(), saved.Due)
	}
	return saved, err
}

func (r Request) followed() sla.Followed {
	return sla.Followed{About: care.About{Kind: AboutRequest, Ref: r.ID.String()}}
}

// Erase carries out a verified request to erase: under each key of the person, in every collection, page by page, with a receipt for each key. After an
// error call it again: it goes on where it stopped. The warranty of a product stays, without the person.
func (s Service) Erase(ctx context.Context, id storage.ID[Request], by care.StaffRef) (r Request, err error) {
	ctx, done := s.c.Env.Observe(ctx, "privacy.erase")
	defer func() { done(err) }()
	if r, err = s.Request(ctx, id); err != nil || r.State == Done {
		return r, err
	}
	if r.Right != RightErase {
		return r, care.RefuseAt("request", "", CodeNotErasure.With(care.NewFact("right", care.NameOf(r.Right))))
	}
	if r.State != Verified {
		return r, care.RefuseAt("request", "", CodeStepIllegal.With(care.NewFact("state", care.NameOf(r.State)), care.NewFact("legal", names(r.Legal()))))
	}
	subjects := r.Person.Subjects()
	for i := range subjects {
		if err := s.erase(ctx, subjects[:i+1], Receipt{Cause: OnRequest, Request: id, By: by}); err != nil {
			return r, err
		}
	}
	return s.Do(ctx, Step{Request: id, Kind: string(StepDone), Note: "erased", By: string(by)})
}

// erase erases under the last of the keys and keeps the receipt, also of what was done before an error. By what is erased last it is known that there is more
// to do, so that goes in the transaction of the receipt: a program that dies on the way does it again, and none is missing. Until then something may still be
// made of it, such as the case of a request, so that transaction then looks through everything once more, under the keys before too.
func (s Service) erase(ctx context.Context, subjects []string, r Receipt) error {
	first, last := s.c.Schemas[:len(s.c.Schemas)-lastSchemas], s.c.Schemas[len(s.c.Schemas)-lastSchemas:]
	subject := subjects[len(subjects)-1]
	done, failed := storage.Erase(ctx, s.store, first, subject)
	err := s.store.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
		r.Lines = done.Lines
		if failed == nil {
			rest, err := storage.Erase(ctx, tx, last, subject)
			if err != nil {
				return err
			}
			r.Lines = slices.Concat(r.Lines, rest.Lines)
			for _, subject := range subjects {
				late, err := storage.Erase(ctx, tx, first, subject)
				if err != nil {
					return err
				}
				for i, line := range late.Lines { // as in done
					r.Lines[i].Cleared += line.Cleared
					r.Lines[i].Deleted += line.Deleted
				}
			}
		}
		r.ID, r.At = storage.ID[Receipt](s.c.Env.ID()), s.c.Env.Time()
		saved, err := receipts.Put(ctx, tx, r)
		if err == nil {
			err = s.announceErased(ctx, tx, saved)
		}
		return err
	})
	return errors.Join(failed, err)
}
