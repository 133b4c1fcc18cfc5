package main

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/warranty"
)

func itoa(n int) string { return strconv.Itoa(n) }

// moment is something that happens at its time.
type moment struct {
	at time.Time
	do func(context.Context) error
}

// serve lets everything happen in order: it answers everybody who comes to the counter, and keeps what was answered in the shop's own log; and it takes products
// in, and sees to them until they are handed back or settled in another way.
func (s *shop) serve(ctx context.Context) error {
	var counter struct{ Events []event }
	if err := load("counter.json", &counter); err != nil {
		return err
	}
	all, err := s.moments()
	if err != nil {
		return err
	}
	for _, e := range counter.Events {
		all = append(all, moment{e.At, func(ctx context.Context) error { return s.visit(ctx, e) }})
	}
	slices.SortStableFunc(all, func(a, b moment) int { return a.at.Compare(b.at) })
	s.say("── Tại quầy", "── At the counter")
	for _, m := range all {
		if err := m.do(ctx); err != nil {
			return err
		}
	}
	return nil
}

// visit answers somebody who comes to the counter. The first answer without a card that is good is printed.
func (s *shop) visit(ctx context.Context, e event) error {
	answer, err := s.care.Warranty.Ask(ctx, e.inquiry())
	if err != nil {
		return err
	}
	s.show(e, answer)
	if err := s.log(ctx, e, answer); err != nil {
		return err
	}
	if s.printed || e.Shown.Card.Invoice != "" || answer.Decision.Outcome != warranty.Covered {
		return nil
	}
	s.printed = true
	return s.printSlip(ctx, e, answer)
}

// show prints a visit as the cashier sees it.
func (s *shop) show(e event, a warranty.Answer) {
	s.say("\n%s  %s", "\n%s  %s", e.At.In(s.zone).Format("02/01/2006 15:04"), e.What.In(s.lang))
	s.say("   khách đưa: %s", "   shown: %s", s.clues(e))
	switch a.Finding.Status {
	case warranty.FoundOne:
		r := a.Finding.Registration
		s.say("   → %s, %s (%d điểm): %s", "   → %s, %s (%d points): %s", r.Ref(), s.catalogue.productName(r.Product).In(s.lang), a.Finding.Points,
			strings.ToUpper(care.NameOf(a.Decision.Outcome).In(s.lang)))
		s.reasons(a.Decision.Reasons)
	case warranty.FoundCandidates:
		s.say("   → %d khả năng, chưa đủ căn cứ", "   → %d candidates, not enough proof", len(a.Finding.Candidates))
		s.reasons(a.Finding.Reasons)
	default:
		s.reasons(a.Finding.Reasons)
	}
}

func (s *shop) reasons(rs care.Reasons) {
	for _, r := range rs {
		rule := ""
		if r.Rule() != "" {
			rule = "  [" + r.Rule() + "]"
		}
		s.say("     %s%s", "     %s%s", r.Text(s.lang), rule)
	}
}

// clues lists what the customer gave.
func (s *shop) clues(e event) string {
	var list []string
	add := func(vi, en, value string) {
		if value != "" {
			list = append(list, care.Text{VI: vi, EN: en}.In(s.lang)+" "+value)
		}
	}
	c := e.Shown
	if c.Card.Invoice != "" {
		add("phiếu", "card", c.Card.String())
	}
	add("seri", "serial", c.Serial)
	if c.PhoneVerified {
		add("điện thoại đã xác nhận", "phone, confirmed", c.Phone)
	} else {
		add("điện thoại", "phone", c.Phone)
	}
	add("hóa đơn", "invoice", c.Invoice)
	add("tên", "name", c.Name)
	add("mặt hàng", "product", c.Product)
	if c.About.Date != "" {
		add("mua khoảng", "bought about", c.About.Date+" ±"+itoa(c.About.WithinDays))
	}
	return strings.Join(list, ", ")
}

// log keeps the answer in the shop's own table, for the process that checks.
func (s *shop) log(ctx context.Context, e event, a warranty.Answer) error {
	o := outcome{Event: e.ID, Found: string(a.Finding.Status), Candidates: []string{}}
	for _, c := range a.Finding.Candidates {
		o.Candidates = append(o.Candidates, c.Registration.Ref().String())
	}
	slices.Sort(o.Candidates) // which is likeliest the tests of warranty judge, on more than one shop
	for _, m := range a.Finding.Missing {
		o.Missing = append(o.Missing, string(m))
	}
	reasons := a.Finding.Reasons
	if a.Finding.Status == warranty.FoundOne {
		covered := a.Decision.Outcome == warranty.Covered
		o.Registration, o.Covered, o.Ends, reasons = a.Finding.Registration.Ref().String(), &covered, a.Decision.Ends.String(), a.Decision.Reasons
	}
	for _, r := range reasons {
		o.Reasons = append(o.Reasons, r.Code())
	}
	slices.Sort(o.Reasons)
	text, err := json.Marshal(o)
	if err != nil {
		return err
	}
	_, err = s.db.ExecContext(ctx, `insert into counter_log values (?, ?)`, e.ID, string(text))
	return err
}
