package main

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"

	"github.com/chamsoc/chamsoc/warranty"
)

// check compares what the database holds with what must be in it.
func (s *shop) check(ctx context.Context) error {
	var want expectation
	if err := load("expected.json", &want); err != nil {
		return err
	}
	for _, part := range []func(context.Context, expectation) error{s.checkImport, s.checkRegistrations, s.checkCounter, s.checkClaims, s.checkDecisions} {
		if err := part(ctx, want); err != nil {
			return err
		}
	}
	s.say("\nPASS %d checks", "\nPASS %d checks", s.checks)
	return nil
}

// same counts a check and says what differs.
func (s *shop) same(what string, want, got any) error {
	s.checks++
	if reflect.DeepEqual(want, got) {
		return nil
	}
	return fmt.Errorf("%s\n  expected %+v\n  is       %+v", what, readable(want), readable(got))
}

// readable shows values behind pointers.
func readable(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprint(v)
	}
	return string(text)
}

func (s *shop) checkImport(ctx context.Context, want expectation) error {
	for name, n := range map[string]int{"lines": want.Lines, "registered": want.Registered, "duplicates": want.Duplicates} {
		var got int
		if err := s.db.QueryRowContext(ctx, `select n from import_count where name = ?`, name).Scan(&got); err != nil {
			return err
		}
		if err := s.same(name, n, got); err != nil {
			return err
		}
	}
	var own int
	if err := s.db.QueryRowContext(ctx, `select count(*) from invoice_line`).Scan(&own); err != nil {
		return err
	}
	if err := s.same("the shop's own invoice lines", want.Lines-want.Duplicates-len(want.Refused), own); err != nil {
		return err
	}
	rows, err := s.db.QueryContext(ctx, `select line, path, value from import_refusal order by line`)
	if err != nil {
		return err
	}
	defer rows.Close()
	var got []refusal
	for rows.Next() {
		var r refusal
		if err := rows.Scan(&r.Line, &r.Path, &r.Value); err != nil {
			return err
		}
		got = append(got, r)
	}
	if err := rows.Err(); err != nil {
		return err
	}
	return s.same("refused lines", want.Refused, got)
}

func (s *shop) checkRegistrations(ctx context.Context, want expectation) error {
	n := 0
	for r, err := range s.care.Warranty.Registrations("").All(ctx) {
		if err != nil {
			return err
		}
		if n == len(want.Registrations) {
			return fmt.Errorf("registration %s is not expected", r.Ref())
		}
		got := registered{
			Invoice: string(r.Invoice), Line: r.Line, Unit: r.Unit, Product: string(r.Product), Serial: r.Serial, Phone: string(r.Phone),
			Terms: string(r.Terms), TermsVersion: r.Edition, Starts: r.Delivered.String(), Ends: r.Ends.String(),
		}
		if err := s.same("registration "+r.Ref().String(), want.Registrations[n], got); err != nil {
			return err
		}
		n++
	}
	return s.same("number of registrations", len(want.Registrations), n)
}

func (s *shop) checkCounter(ctx context.Context, want expectation) error {
	for _, w := range want.Counter {
		var text string
		if err := s.db.QueryRowContext(ctx, `select outcome from counter_log where event = ?`, w.Event).Scan(&text); err != nil {
			return fmt.Errorf("event %s: %w", w.Event, err)
		}
		var got outcome
		if err := json.Unmarshal([]byte(text), &got); err != nil {
			return err
		}
		if err := s.same("event "+w.Event, w, got); err != nil {
			return err
		}
	}
	return nil
}

func (s *shop) checkClaims(ctx context.Context, want expectation) error {
	for _, w := range want.Claims {
		var text string
		if err := s.db.QueryRowContext(ctx, `select settled from claim_log where claim = ?`, w.Claim).Scan(&text); err != nil {
			return fmt.Errorf("claim %s: %w", w.Claim, err)
		}
		var got settled
		if err := json.Unmarshal([]byte(text), &got); err != nil {
			return err
		}
		if err := s.same("claim "+w.Claim, w, got); err != nil {
			return err
		}
		if c, err := s.care.Warranty.ClaimByNumber(ctx, w.Claim); err != nil || string(c.State.Status) != w.Status {
			return fmt.Errorf("claim %s is at %q: %w", w.Claim, c.State.Status, err)
		}
	}
	return nil
}

// checkDecisions compares the decisions that the library itself kept.
func (s *shop) checkDecisions(ctx context.Context, want expectation) error {
	decided, kept := map[string]int{}, map[string]int{}
	for _, w := range want.Counter {
		if w.Covered != nil {
			decided[fmt.Sprint(w.Registration, *w.Covered, w.Ends)]++
		}
	}
	for _, w := range want.Claims {
		for _, d := range w.Decisions {
			decided[fmt.Sprint(d.Unit, d.Covered, d.Ends)]++
		}
	}
	for r, err := range s.care.Warranty.Registrations("").All(ctx) {
		if err != nil {
			return err
		}
		for a, err := range s.care.Warranty.Answers(r.ID).All(ctx) {
			if err != nil {
				return err
			}
			d := a.Decision
			kept[fmt.Sprint(d.Unit.String(), d.Outcome == warranty.Covered, d.Ends.String())]++
		}
	}
	return s.same("the decisions kept with their reasons", decided, kept)
}
