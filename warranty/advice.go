package warranty

import (
	"context"
	"errors"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/queue"
)

// Advice is a question about the use of a product, with what the customer was told. It is no claim: nothing was taken in, and nothing is decided.
type Advice struct {
	ID           storage.ID[Advice]       `json:"id"`
	Version      int64                    `json:"version"`
	Registration storage.ID[Registration] `json:"registration,omitzero"` // zero: none was looked for
	Product      care.ProductRef          `json:"product"`
	Channel      care.Channel             `json:"channel"`
	Subject      string                   `json:"subject,omitempty"` // of the registration, else the customer's key
	Question     string                   `json:"question,omitempty"`
	Answer       string                   `json:"answer,omitempty"`
	By           care.StaffRef            `json:"by,omitempty"`
	At           time.Time                `json:"at"`
	Recorded     time.Time                `json:"recorded"`
}

// AdviceRequest records a question with its answer. Text is as typed.
type AdviceRequest struct {
	Key          string                   `json:"key,omitempty"`
	Registration storage.ID[Registration] `json:"registration,omitzero"`
	Product      string                   `json:"product,omitempty"`  // required without a registration
	Customer     string                   `json:"customer,omitempty"` // without a registration, if the host has a key
	Channel      string                   `json:"channel"`            // a care.Channel
	Question     string                   `json:"question"`           // at most 2,000 characters
	Answer       string                   `json:"answer"`             // likewise
	By           string                   `json:"by,omitempty"`
	At           time.Time                `json:"at,omitzero"` // zero: now
}

// Advise records advice on the use of a product.
func (s Service) Advise(ctx context.Context, r AdviceRequest) (Advice, error) {
	r.At = r.At.UTC() // the same instant is the same request
	var p care.Problems
	s.dateAt(&p, r.At)
	a := Advice{
		Registration: r.Registration, At: s.at(r.At).UTC(), Recorded: s.c.Env.Time(),
		Product:  care.Optional(&p, "product", r.Product, care.ParseRef[care.ProductRef]),
		Subject:  care.Optional(&p, "customer", r.Customer, care.ParseRef[string]),
		Channel:  care.Required(&p, "channel", r.Channel, care.ParseEnum[care.Channel]),
		Question: care.Required(&p, "question", r.Question, care.Lines(textLimit)),
		Answer:   care.Required(&p, "answer", r.Answer, care.Lines(textLimit)),
		By:       care.Optional(&p, "by", r.By, care.ParseRef[care.StaffRef]),
	}
	if r.Registration.IsZero() && r.Product == "" {
		p.Add("product", "", care.CodeMissing.With())
	}
	key := care.Optional(&p, "key", r.Key, care.ParseRef[string])
	if err := p.Err(); err != nil {
		return Advice{}, err
	}
	saved, _, err := once(ctx, s, "advise", key, r, advices, "", func(ctx context.Context, tx storage.Tx) (Advice, storage.ID[Advice], error) {
		a := a // fn may run again
		a.ID = storage.ID[Advice](s.c.Env.ID())
		if !a.Registration.IsZero() {
			reg, err := registrations.Get(ctx, tx, a.Registration)
			if errors.Is(err, storage.ErrNotFound) {
				return a, a.ID, care.RefuseAt("registration", a.Registration.String(), CodeNoRegistration.With())
			}
			if err != nil {
				return a, a.ID, err
			}
			a.Product, a.Subject = reg.Product, reg.Subject
		}
		a, err := advices.Put(ctx, tx, a)
		if err != nil {
			return a, a.ID, err
		}
		e := AdviceGivenEvent{a.ID, a.Registration, a.Product}
		return a, a.ID, AdviceGiven.With(s.c.Bell).Put(ctx, tx, queue.Item[AdviceGivenEvent]{Key: a.ID.String(), Payload: e})
	})
	return saved, err
}

// AdviceOn lists the advice on a product, the oldest first.
func (s Service) AdviceOn(product care.ProductRef) storage.List[Advice] {
	return advices.List(s.store, adviceByProduct.Prefix(product))
}

// AdviceGiven: a customer was advised. What is asked again and again belongs among the frequent questions.
var AdviceGiven = queue.NewTopic[AdviceGivenEvent]("warranty.advice_given", 1)

// AdviceGivenEvent is the payload of [AdviceGiven]. Its key is the advice.
type AdviceGivenEvent struct {
	Advice       storage.ID[Advice]       `json:"advice"`
	Registration storage.ID[Registration] `json:"registration,omitzero"`
	Product      care.ProductRef          `json:"product"`
}
