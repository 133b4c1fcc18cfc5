package main

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/warranty"
)

// story is one of claims.json: what happens to a product that is taken in.
type story struct {
	ID    string
	Unit  warranty.UnitRef
	What  care.Text
	Steps []storyStep
}

type storyStep struct {
	At       time.Time
	Do       string
	Fault    string    // of take_in
	Promised time.Time // of take_in
	Loaner   string    // of lend
	For      string    // of wait
	Centre   string    // of repair
	Result   string    // of inspect
	Serial   string    // of exchange
	Lines    []int     // of refund: of the invoice
}

// moments are what happens to the products that were taken in, each step at its time.
func (s *shop) moments() (all []moment, err error) {
	var file struct{ Claims []story }
	if err := load("claims.json", &file); err != nil {
		return nil, err
	}
	for _, c := range file.Claims {
		var id storage.ID[warranty.Claim]
		for i, step := range c.Steps {
			all = append(all, moment{step.At, func(ctx context.Context) error {
				if i == 0 {
					s.say("\n%s  %s", "\n%s  %s", step.At.In(s.zone).Format("02/01/2006 15:04"), c.What.In(s.lang))
				}
				u, err := s.step(ctx, c, id, step)
				if err != nil {
					return fmt.Errorf("claim %s, %s: %w", c.ID, step.Do, err)
				}
				id = u.Claim.ID
				s.showStep(step, u)
				if i == len(c.Steps)-1 {
					return s.logClaim(ctx, c, id)
				}
				return nil
			}})
		}
	}
	return all, nil
}

// step takes one step of a claim.
func (s *shop) step(ctx context.Context, c story, id storage.ID[warranty.Claim], step storyStep) (u warranty.ClaimUpdate, err error) {
	w, on := s.care.Warranty, warranty.OnClaim{Claim: id, At: step.At, Key: c.ID + "/" + step.At.Format(time.RFC3339)}
	switch step.Do {
	case "take_in":
		unit, err := s.unit(ctx, c.Unit)
		if err != nil {
			return u, err
		}
		return w.TakeIn(ctx, warranty.Intake{Registration: unit.ID, Number: c.ID, Fault: step.Fault, Promised: step.Promised, At: step.At, Key: on.Key})
	case "accept":
		return w.Accept(ctx, warranty.Acceptance{OnClaim: on})
	case "refuse":
		return w.Refuse(ctx, warranty.Refusal{OnClaim: on})
	case "lend":
		return w.Lend(ctx, warranty.Lending{OnClaim: on, Loaner: warranty.LoanerGiven, Unit: step.Loaner})
	case "take_back":
		return w.TakeBack(ctx, on)
	case "wait":
		return w.Wait(ctx, warranty.ClaimWaiting{OnClaim: on, For: step.For})
	case "repair":
		return w.Repair(ctx, warranty.ClaimWork{OnClaim: on, Centre: step.Centre})
	case "inspect":
		return w.Inspect(ctx, warranty.Inspection{OnClaim: on, Result: step.Result})
	case "finish":
		return w.Finish(ctx, warranty.Finished{OnClaim: on})
	case "hand_back":
		return w.HandBack(ctx, on)
	case "exchange":
		return w.Exchange(ctx, warranty.Exchanging{OnClaim: on, Serial: step.Serial})
	case "refund":
		lines, err := s.paid(ctx, c.Unit.Invoice, step.Lines)
		if err != nil {
			return u, err
		}
		return w.Refund(ctx, warranty.Refunding{OnClaim: on, Lines: lines})
	}
	return u, fmt.Errorf("no step is called %q", step.Do)
}

// unit is the registration of a unit of an invoice.
func (s *shop) unit(ctx context.Context, ref warranty.UnitRef) (warranty.Registration, error) {
	for r, err := range s.care.Warranty.Registrations(ref.Invoice).All(ctx) {
		if err != nil || r.Ref() == ref {
			return r, err
		}
	}
	return warranty.Registration{}, fmt.Errorf("no registration is for %s", ref)
}

// paid is what the shop's own books say was paid for lines of an invoice.
func (s *shop) paid(ctx context.Context, invoice care.InvoiceRef, lines []int) (all []warranty.PaidLine, err error) {
	for _, line := range lines {
		var price string
		var quantity int64
		row := s.db.QueryRowContext(ctx, `select price, quantity from invoice_line where invoice = ? and line = ?`, string(invoice), line)
		if err := row.Scan(&price, &quantity); err != nil {
			return nil, err
		}
		amount, currency, _ := strings.Cut(price, " ")
		money, err := care.NewMoney(amount, currency)
		if err != nil {
			return nil, err
		}
		all = append(all, warranty.PaidLine{Line: line, Paid: money.Times(quantity), Share: money})
	}
	return all, nil
}

// showStep prints a step with what it rests on.
func (s *shop) showStep(step storyStep, u warranty.ClaimUpdate) {
	s.say("   %s  %s", "   %s  %s", step.At.In(s.zone).Format("02/01/2006 15:04"), care.NameOf(u.Claim.State.Status).In(s.lang))
	last := u.Claim.Events[len(u.Claim.Events)-1]
	s.reasons(last.Why)
	for _, line := range last.Refunded {
		s.say("     dòng %d: hoàn %s", "     line %d: %s paid back", line.Line, line.Amount.Format(s.lang))
	}
}

// settled is what became of a claim.
type settled struct {
	Claim       string            `json:"claim"`
	Status      string            `json:"status"`
	Why         []string          `json:"why"`         // the codes of what its end rests on
	Rules       []string          `json:"rules"`       // and the articles
	Refunded    string            `json:"refunded"`    // in all
	Replacement string            `json:"replacement"` // the unit that the customer got instead
	Loaner      string            `json:"loaner"`      // that was lent, and came back
	Decisions   []settledDecision `json:"decisions"`
}

type settledDecision struct {
	Unit    string `json:"unit"`
	Covered bool   `json:"covered"`
	Ends    string `json:"ends"`
}

// logClaim keeps what became of a claim in the shop's own table, for the process that checks.
func (s *shop) logClaim(ctx context.Context, c story, id storage.ID[warranty.Claim]) error {
	claim, err := s.care.Warranty.Claim(ctx, id)
	if err != nil {
		return err
	}
	st := claim.State
	got := settled{Claim: c.ID, Status: string(st.Status), Why: []string{}, Rules: []string{}}
	for _, r := range st.Why {
		got.Why = append(got.Why, r.Code())
		if r.Rule() != "" && !slices.Contains(got.Rules, r.Rule()) {
			got.Rules = append(got.Rules, r.Rule())
		}
	}
	var sum care.Money
	for _, line := range st.Refunded {
		if sum, err = sum.Add(line.Amount); err != nil {
			return err
		}
		got.Refunded = sum.String()
	}
	if !st.Loan.Out() {
		got.Loaner = st.Loan.Unit
	}
	if !st.Replacement.IsZero() {
		for r, err := range s.care.Warranty.Registrations(c.Unit.Invoice).All(ctx) {
			if err != nil {
				return err
			}
			if r.ID == st.Replacement {
				got.Replacement = r.Ref().String()
			}
		}
	}
	for _, e := range claim.Events {
		if e.Answer.IsZero() {
			continue
		}
		a, err := s.care.Warranty.Decision(ctx, e.Answer)
		if err != nil {
			return err
		}
		d := a.Decision
		got.Decisions = append(got.Decisions, settledDecision{d.Unit.String(), d.Outcome == warranty.Covered, d.Ends.String()})
	}
	text, err := json.Marshal(got)
	if err != nil {
		return err
	}
	_, err = s.db.ExecContext(ctx, `insert into claim_log values (?, ?)`, c.ID, string(text))
	return err
}
