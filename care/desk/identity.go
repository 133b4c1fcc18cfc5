package desk

import (
	"cmp"
	"context"
	"fmt"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/storage"
)

// Identification says who the customer of a case is. What is empty stays as it is.
type Identification struct {
	On
	Customer string `json:"customer,omitempty"`
	Name     string `json:"name,omitempty"`
	Phone    string `json:"phone,omitempty"`
	Email    string `json:"email,omitempty"`
}

// Identify says who the customer of a case is, once it is known: a bare phone call had nobody. It is an edit and no event, since events hold nothing
// personal.
func (s Service) Identify(ctx context.Context, r Identification) (receipt Receipt, err error) {
	r.At = r.At.UTC() // the same instant is the same request
	ctx, finish := s.c.Env.Observe(ctx, "desk.identify")
	defer func() { finish(err) }()
	var p care.Problems
	if r.Case.IsZero() {
		p.Add("case", "", care.CodeMissing.With())
	}
	key := care.Optional(&p, "key", r.Key, care.ParseRef[string])
	known := Case{
		Customer: care.Optional(&p, "customer", r.Customer, care.ParseRef[care.CustomerRef]),
		Name:     care.Optional(&p, "name", r.Name, care.Line(titleLimit)),
		Phone:    care.Optional(&p, "phone", r.Phone, s.c.ParsePhone),
		Email:    care.Optional(&p, "email", r.Email, care.ParseEmail),
	}
	if err := p.Err(); err != nil {
		return Receipt{}, err
	}
	return s.once(ctx, "identify", key, r, func(ctx context.Context, tx storage.Tx) (Case, care.Reasons, error) {
		c, err := s.load(ctx, tx, r.On)
		if err != nil {
			return Case{}, nil, err
		}
		c.Customer, c.Name = cmp.Or(known.Customer, c.Customer), cmp.Or(known.Name, c.Name)
		c.Phone, c.Email = cmp.Or(known.Phone, c.Phone), cmp.Or(known.Email, c.Email)
		if err := c.derive(); err != nil {
			return Case{}, nil, err
		}
		if err := s.giveMessages(ctx, tx, c); err != nil {
			return Case{}, nil, err
		}
		c, err = cases.Put(ctx, tx, c)
		return c, nil, err
	})
}

// giveMessages makes what was said in a case be about whoever the case is about.
func (s Service) giveMessages(ctx context.Context, tx storage.Tx, c Case) error {
	for cursor := ""; ; {
		page, err := messages.Page(ctx, tx, byCase.Prefix(c.ID), cursor, 0)
		if err != nil {
			return err
		}
		for _, m := range page.Items {
			if m.Subject == c.Subject || m.Subject == "" && m.Text == "" { // the latter was erased, and stays so
				continue
			}
			m.Subject = c.Subject
			if _, err := messages.Put(ctx, tx, m); err != nil {
				return fmt.Errorf("desk: a message of case %s: %w", c.ID, err)
			}
		}
		if cursor = page.Next; cursor == "" {
			return nil
		}
	}
}
