package warranty

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"errors"
	"fmt"
	"math/big"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/queue"
)

// Limiter says whether somebody may try again: the host counts, since it knows who asks and what else they ask for.
type Limiter interface {
	// Allow reports whether a try is allowed, and counts it. The key is "from:" and [PublicInquiry.From], "phone:" and a phone, or "form:" and the id of a form.
	Allow(ctx context.Context, key string) (bool, error)
}

// CodeSender sends a code to a phone, as the host's provider does: by text message or by Zalo.
type CodeSender interface {
	// SendCode is called by the worker. It may be called again with another code for the same form; the last one counts.
	SendCode(ctx context.Context, to care.Phone, code string) error
}

// PublicInquiry is what somebody types into a form on the web, where nobody looks on. Text is as typed. The phone is needed, since the code goes there.
type PublicInquiry struct {
	Key  string `json:"key,omitempty"` // idempotency; "": each call is a new form
	From string `json:"-"`             // who asks, as the host's limiter counts: an address or a session

	Phone      string    `json:"phone"`
	Serial     string    `json:"serial,omitempty"`
	Invoice    string    `json:"invoice,omitempty"`
	Name       string    `json:"name,omitempty"`
	Product    string    `json:"product,omitempty"`
	About      string    `json:"about,omitempty"`
	WithinDays int       `json:"within_days,omitempty"`
	Place      string    `json:"place,omitempty"`
	TaxCode    string    `json:"tax_code,omitempty"`
	Fault      FaultCode `json:"fault,omitempty"`
	FaultOn    string    `json:"fault_on,omitempty"`
	Part       PartCode  `json:"part,omitempty"`
}

// inquiry is the same as asked by somebody who has confirmed the phone.
func (q PublicInquiry) inquiry(at time.Time) Inquiry {
	return Inquiry{
		Phone: q.Phone, PhoneVerified: true, Serial: q.Serial, Invoice: q.Invoice, Name: q.Name, Product: q.Product, About: q.About, WithinDays: q.WithinDays,
		Place: q.Place, TaxCode: q.TaxCode, Fault: q.Fault, FaultOn: q.FaultOn, Part: q.Part, At: at,
	}
}

// PublicReceipt is the answer to a public form: the same whether there is such a purchase or not.
type PublicReceipt struct {
	Form    storage.ID[Form] `json:"form"`
	Expires time.Time        `json:"expires"`
	Reasons care.Reasons     `json:"reasons"`
}

// Form is a public inquiry that waits for its code. It is deleted when it expires, or when its customer is erased.
type Form struct {
	ID      storage.ID[Form] `json:"id"`
	Version int64            `json:"version"`
	Asked   PublicInquiry    `json:"asked"`
	At      time.Time        `json:"at"`
	Expires time.Time        `json:"expires"`
	Hash    string           `json:"hash"` // of the code; of nothing that anybody knows until one is sent
	Tries   int              `json:"tries"`
	Subject string           `json:"subject,omitempty"` // the phone, and from when it is known the customer
}

const (
	formLives = 15 * time.Minute
	formTries = 5 // of a million codes
)

// FormEvent is the payload of [FormSubmitted] and [FormExpired].
type FormEvent struct {
	Form storage.ID[Form] `json:"form"`
}

// The tasks of public forms. [Subscriptions] has their handlers.
var (
	FormSubmitted = queue.NewTask[FormEvent]("warranty.form_submitted", 1)
	FormExpired   = queue.NewTask[FormEvent]("warranty.form_expired", 1)
)

// AskPublic takes a public form. Nothing is looked up while the visitor waits: whether there is such a purchase the worker finds out, which sends a code to the phone
// of the sale if there is one. So the answer, the time and the work are the same in either case, and all that can be learnt is learnt from that phone.
//
// It refuses with *care.Invalid what cannot be read and what the limiter does not allow ([CodeTooOften]), and with care.ErrUnavailable where Config has no
// Limiter or no Codes.
func (s Service) AskPublic(ctx context.Context, q PublicInquiry) (receipt PublicReceipt, err error) {
	ctx, done := s.c.Env.Observe(ctx, "warranty.ask_public")
	defer func() { done(err) }()
	now := s.c.Env.Time()
	phone, err := s.parsePublic(q, now)
	if err != nil {
		return receipt, err
	}
	if err := s.allow(ctx, "from:"+q.From, "phone:"+string(phone)); err != nil {
		return receipt, err
	}
	op := care.Operation{Name: "warranty.ask_public", Key: q.Key, Subject: string(phone), At: now}
	receipt, _, err = care.Once(ctx, s.store, op, q, func(ctx context.Context, tx storage.Tx) (PublicReceipt, error) {
		f := Form{ID: storage.ID[Form](s.c.Env.ID()), Asked: q, At: now, Expires: now.Add(formLives), Subject: string(phone)}
		f.Hash = f.hash(s.c.Env.ID().String())
		f, err := forms.Put(ctx, tx, f)
		if err == nil {
			err = FormSubmitted.With(s.c.Bell).Put(ctx, tx, queue.Item[FormEvent]{Payload: FormEvent{f.ID}})
		}
		if err == nil {
			err = FormExpired.Put(ctx, tx, queue.Item[FormEvent]{Due: f.Expires, Payload: FormEvent{f.ID}})
		}
		until := f.Expires.In(s.c.Env.Location())
		return PublicReceipt{f.ID, f.Expires, care.Reasons{CodeCodeSent.With(care.NewFact("until", until))}}, err
	})
	return receipt, err
}

// parsePublic checks all that was typed, and that the ports are there.
func (s Service) parsePublic(q PublicInquiry, now time.Time) (care.Phone, error) {
	if s.c.Limiter == nil || s.c.Codes == nil {
		return "", fmt.Errorf("warranty: there is no public form without Config.Limiter and Config.Codes: %w", care.ErrUnavailable)
	}
	var p care.Problems
	phone := care.Required(&p, "phone", q.Phone, s.c.ParsePhone)
	care.Required(&p, "from", q.From, care.ParseRef[string])
	q.Phone = "" // it is refused once
	_, _, err := s.parseInquiry(q.inquiry(now))
	p.Join("", "", err)
	return phone, p.Err()
}

func (s Service) allow(ctx context.Context, keys ...string) error {
	for _, key := range keys {
		ok, err := s.c.Limiter.Allow(ctx, key)
		if err != nil {
			return err
		}
		if !ok {
			return care.RefuseAt("from", "", CodeTooOften.With())
		}
	}
	return nil
}

// hash keeps the code from those who can read the store.
func (f Form) hash(code string) string {
	sum := sha256.Sum256([]byte(f.ID.String() + "/" + code))
	return hex.EncodeToString(sum[:])
}

// sendCode sends a code if the form fits a purchase with that phone. It may run twice; then the last code counts.
func (s Service) sendCode(ctx context.Context, id storage.ID[Form]) (err error) {
	ctx, done := s.c.Env.Observe(ctx, "warranty.send_code")
	defer func() { done(err) }()
	var found Finding
	var clues Clues
	err = s.store.View(ctx, func(ctx context.Context, r storage.Reader) error {
		f, err := forms.Get(ctx, r, id)
		if err != nil {
			return err
		}
		if clues, _, err = s.parseInquiry(f.Asked.inquiry(f.At)); err != nil {
			return queue.Park(err)
		}
		clues.Public = true
		found, err = s.find(ctx, r, clues)
		return err
	})
	if errors.Is(err, storage.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	n, err := rand.Int(rand.Reader, big.NewInt(1_000_000))
	if err != nil {
		return err
	}
	code, known := fmt.Sprintf("%06d", n), found.Status != FoundNone
	secret := code
	if !known {
		secret = s.c.Env.ID().String() // the form is written again all the same, so that a try at a code takes as long
	}
	err = s.store.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
		f, err := forms.Get(ctx, tx, id)
		if err != nil {
			return err
		}
		f.Hash = f.hash(secret)
		_, err = forms.Put(ctx, tx, f)
		return err
	})
	if errors.Is(err, storage.ErrNotFound) || err == nil && !known {
		return nil
	}
	if err != nil {
		return err
	}
	if s.c.Codes == nil {
		return fmt.Errorf("warranty: a form waits for its code and Config.Codes is nil: %w", care.ErrUnavailable)
	}
	return s.c.Codes.SendCode(ctx, clues.Phone, code)
}

// dropForm deletes a form that has expired.
func (s Service) dropForm(ctx context.Context, id storage.ID[Form]) error {
	return s.store.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
		f, err := forms.Get(ctx, tx, id)
		if errors.Is(err, storage.ErrNotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		return forms.Delete(ctx, tx, f)
	})
}

// Confirmation is the code that came to the phone.
type Confirmation struct {
	Form storage.ID[Form] `json:"form"`
	Code string           `json:"code"`
}

// ConfirmPublic answers a public form whose code was typed in, as [Service.Ask] does for somebody who has confirmed the phone, and tells only of what was sold with that phone.
// A wrong code, one that is too late and one for a form that fits nothing are refused alike, with [CodeCodeWrong].
func (s Service) ConfirmPublic(ctx context.Context, c Confirmation) (a Answer, err error) {
	ctx, done := s.c.Env.Observe(ctx, "warranty.confirm_public")
	defer func() { done(err) }()
	if s.c.Limiter == nil {
		return Answer{}, fmt.Errorf("warranty: there is no public form without Config.Limiter: %w", care.ErrUnavailable)
	}
	if err := s.allow(ctx, "form:"+c.Form.String()); err != nil {
		return Answer{}, err
	}
	var f Form
	right := false
	err = s.store.Update(ctx, func(ctx context.Context, tx storage.Tx) (err error) {
		if f, err = forms.Get(ctx, tx, c.Form); err != nil {
			return err
		}
		same := subtle.ConstantTimeCompare([]byte(f.Hash), []byte(f.hash(c.Code))) == 1
		right = same && f.Tries < formTries && s.c.Env.Time().Before(f.Expires)
		f.Tries++
		_, err = forms.Put(ctx, tx, f)
		return err
	})
	if errors.Is(err, storage.ErrNotFound) || err == nil && !right {
		return Answer{}, care.RefuseAt("code", "", CodeCodeWrong.With())
	}
	if err != nil {
		return Answer{}, err
	}
	q := f.Asked.inquiry(f.At)
	clues, fault, err := s.parseInquiry(q)
	if err != nil {
		return Answer{}, err
	}
	clues.Public = true
	return s.findAndDecide(ctx, clues, fault, q.At)
}
