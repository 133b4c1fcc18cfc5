package warranty_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/queue"
	"github.com/chamsoc/chamsoc/warranty"
	"github.com/chamsoc/chamsoc/warranty/law"
)

// on is a request about a claim that happened at an instant of the shop's clock, which it sets.
func (s *shop) on(c warranty.Claim, text string) warranty.OnClaim {
	s.now = at(text)
	return warranty.OnClaim{Claim: c.ID, Version: c.Version, By: "NV-1"}
}

// took wants a step to have been taken.
func took(t testing.TB) func(warranty.ClaimUpdate, error) warranty.Claim {
	return func(u warranty.ClaimUpdate, err error) warranty.Claim {
		t.Helper()
		require.NoError(t, err)
		return u.Claim
	}
}

// takeIn takes a product in at an instant, promised for another.
func (s *shop) takeIn(t testing.TB, r warranty.Registration, fault, text, promised string) warranty.ClaimUpdate {
	t.Helper()
	s.now = at(text)
	u, err := s.TakeIn(t.Context(), warranty.Intake{Registration: r.ID, Fault: fault, Promised: at(promised), By: "NV-1"})
	require.NoError(t, err)
	return u
}

// repair takes a claim through a repair in our own workshop: from the day of its intake to the day of its hand-back.
func (s *shop) repair(t testing.TB, r warranty.Registration, fault, in, out string, replaced ...string) warranty.Claim {
	t.Helper()
	c := s.takeIn(t, r, fault, in+" 09:00", day(in).AddDays(20).String()+" 17:00").Claim
	c = took(t)(s.Accept(t.Context(), warranty.Acceptance{OnClaim: s.on(c, in+" 09:10")}))
	c = took(t)(s.Service.Repair(t.Context(), warranty.ClaimWork{OnClaim: s.on(c, in+" 10:00"), Centre: "workshop"}))
	c = took(t)(s.Inspect(t.Context(), warranty.Inspection{OnClaim: s.on(c, out+" 14:00"), Result: "ok"}))
	c = took(t)(s.Finish(t.Context(), warranty.Finished{OnClaim: s.on(c, out+" 14:30"), Replaced: replaced}))
	return took(t)(s.HandBack(t.Context(), s.on(c, out+" 15:00")))
}

func TestAProductIsTakenInWithAPromisedTime(t *testing.T) {
	s := newShop(t)
	r := s.sell(t, phoneSale()).Registrations[0]
	s.now = at("2026-10-01 09:00")
	in := warranty.Intake{Registration: r.ID, Fault: "no_power", Said: "Không lên nguồn", Items: "Máy, sạc"}
	_, err := s.TakeIn(t.Context(), in)
	assert.Equal(t, []string{"promised warranty.promise_missing"}, problems(t, err), "the law wants a time on the receipt")
	in.Promised = at("2026-10-01 08:59")
	_, err = s.TakeIn(t.Context(), in)
	assert.Equal(t, []string{"promised warranty.promise_past"}, problems(t, err))
	in.Within = calendar.WorkingDates(5)
	_, err = s.TakeIn(t.Context(), in)
	assert.Equal(t, []string{"promised warranty.promise_missing"}, problems(t, err), "two promises are none")
	in.Promised = time.Time{}
	in.Key, in.Registration, in.Fault = "k", storage.ID[warranty.Registration]{}, "a\nb"
	_, err = s.TakeIn(t.Context(), in)
	assert.ElementsMatch(t, []string{"fault care.not_text", "registration care.missing"}, problems(t, err), "all problems at once")
	in.Registration, in.Fault = storage.NewID[warranty.Registration](), "no_power"
	_, err = s.TakeIn(t.Context(), in)
	assert.Equal(t, []string{"registration warranty.no_registration"}, problems(t, err))

	in.Registration = r.ID
	u, err := s.TakeIn(t.Context(), in)
	require.NoError(t, err)
	assert.Equal(t, warranty.ClaimStatusReceived, u.Claim.State.Status)
	assert.True(t, at("2026-10-09 00:00").Equal(u.Claim.State.Promised), "24:00 of Thursday 8 October, the fifth working day after Thursday the first")
	assert.Equal(t, warranty.Covered, u.Decision.Outcome)
	duty, _ := u.Decision.Duty(warranty.DutyReceipt)
	assert.Equal(t, warranty.DutyDone, duty.State)

	again, err := s.TakeIn(t.Context(), in)
	require.NoError(t, err)
	assert.True(t, again.Repeated)
	assert.JSONEq(t, asJSON(t, u.Claim), asJSON(t, again.Claim))
	assert.JSONEq(t, asJSON(t, u.Decision), asJSON(t, again.Decision))
	in.Key = ""
	_, err = s.TakeIn(t.Context(), in)
	assert.Equal(t, []string{"registration warranty.here_already"}, problems(t, err))

	receipt, err := s.Receipt(t.Context(), u.Claim.ID)
	require.NoError(t, err)
	sound(t, receipt.Reasons...)
	assert.Contains(t, receipt.Text(care.LangVI), "Đã nhận sản phẩm HD000123/1/1 lúc 09:00 ngày 01/10/2026.\nHẹn thực hiện xong trước 00:00 ngày 09/10/2026.\nĐược bảo hành:")
	assert.Contains(t, receipt.Text(care.LangEN), "It will be done by 00:00, 9 October 2026.\n")
	assert.Equal(t, "Máy, sạc", receipt.Items)
}

func TestAClaimFromIntakeToHandBack(t *testing.T) {
	s := newShop(t)
	r := s.sell(t, phoneSale()).Registrations[0]
	c := s.takeIn(t, r, "no_power", "2026-10-01 09:00", "2026-10-10 17:00").Claim
	c = took(t)(s.Lend(t.Context(), warranty.Lending{OnClaim: s.on(c, "2026-10-01 09:05"), Loaner: warranty.LoanerGiven, Unit: "MUON-3"}))
	_, err := s.Lend(t.Context(), warranty.Lending{OnClaim: s.on(c, "2026-10-01 09:06"), Loaner: warranty.LoanerGiven, Unit: "MUON-4"})
	assert.Equal(t, []string{"step warranty.claim_step"}, problems(t, err), "one loaner is out")
	_, err = s.Service.Repair(t.Context(), warranty.ClaimWork{OnClaim: s.on(c, "2026-10-01 09:06"), Centre: "workshop"})
	var invalid *care.Invalid
	require.ErrorAs(t, err, &invalid)
	assert.Equal(t, "The claim is at “Received” and cannot repair. "+
		"It can: accept, wait, refuse in writing, withdraw, record consent, take back the loaner, charge, claim from the supplier.",
		invalid.Problems[0].Reason.Text(care.LangEN))
	c = took(t)(s.Accept(t.Context(), warranty.Acceptance{OnClaim: s.on(c, "2026-10-01 09:10")}))
	_, err = s.Service.Repair(t.Context(), warranty.ClaimWork{OnClaim: s.on(c, "2026-10-01 10:00"), Centre: "hang", Outside: true})
	assert.Equal(t, []string{"consent warranty.consent_missing"}, problems(t, err))
	c = took(t)(s.Consent(t.Context(), s.on(c, "2026-10-01 10:01")))
	c = took(t)(s.Wait(t.Context(), warranty.ClaimWaiting{OnClaim: s.on(c, "2026-10-01 11:00"), For: "parts"}))
	assert.Equal(t, warranty.ClaimStatusParts, c.State.Status)
	c = took(t)(s.FromSupplier(t.Context(), warranty.SupplierNews{OnClaim: s.on(c, "2026-10-01 11:30"), Status: "asked", Supplier: "HA", Reference: "RMA-9"}))
	c = took(t)(s.Resume(t.Context(), s.on(c, "2026-10-03 11:00")))
	assert.Equal(t, warranty.ClaimStatusAccepted, c.State.Status, "where it stood before; what the supplier does holds nothing up")
	c = took(t)(s.Service.Repair(t.Context(), warranty.ClaimWork{OnClaim: s.on(c, "2026-10-03 12:00"), Centre: "hang", Outside: true}))
	_, err = s.Finish(t.Context(), warranty.Finished{OnClaim: s.on(c, "2026-10-05 12:00")})
	assert.Equal(t, []string{"result warranty.not_inspected"}, problems(t, err))
	c = took(t)(s.Inspect(t.Context(), warranty.Inspection{OnClaim: s.on(c, "2026-10-05 12:10"), Result: "ok", Fault: "battery_dead", Part: "battery"}))
	c = took(t)(s.Charge(t.Context(), warranty.Spending{OnClaim: s.on(c, "2026-10-05 12:20"), Cost: "repair", Amount: care.VND(350_000)}))
	_, err = s.Charge(t.Context(), warranty.Spending{OnClaim: s.on(c, "2026-10-05 12:20"), Cost: "carriage", Amount: care.VND(30_000), Payer: warranty.Customer})
	assert.Equal(t, []string{"payer warranty.payer_decided"}, problems(t, err), "art. 30.2.e")
	c = took(t)(s.Finish(t.Context(), warranty.Finished{OnClaim: s.on(c, "2026-10-05 12:30"), Replaced: []string{"battery"}}))
	u, err := s.HandBack(t.Context(), s.on(c, "2026-10-06 09:00"))
	require.NoError(t, err, "a repaired product is not kept back for a loaner")
	sound(t, u.Reasons...)
	assert.Equal(t, "Khách hàng còn giữ sản phẩm cho mượn MUON-3. Hãy nhận lại và ghi vào yêu cầu này.", u.Reasons.Text(care.LangVI))
	c = u.Claim
	c = took(t)(s.TakeBack(t.Context(), s.on(c, "2026-10-06 09:01")))
	c = took(t)(s.FromSupplier(t.Context(), warranty.SupplierNews{OnClaim: s.on(c, "2026-11-20 09:00"), Status: "paid", Supplier: "HA", Recovered: care.VND(350_000)}))

	assert.Equal(t, warranty.ClaimStatusHanded, c.State.Status)
	assert.False(t, c.State.Here || c.State.Loan.Out() || c.Open)
	assert.Equal(t, []warranty.Cost{{Kind: warranty.CostRepair, Amount: care.VND(350_000), Payer: warranty.Trader}}, c.State.Costs)
	assert.Equal(t, warranty.SupplierClaim{Status: warranty.SupplierPaid, Party: "HA", Reference: "RMA-9", Recovered: care.VND(350_000)}, c.State.Supplier)
	repair, ok := c.Repair(care.Env{}.Location())
	require.True(t, ok)
	assert.Equal(t, warranty.Repair{In: day("2026-10-01"), Out: day("2026-10-06"), Promised: day("2026-10-10"), Fault: "battery_dead", Part: "battery",
		Replaced: []warranty.PartCode{"battery"}, Loaner: warranty.LoanerGiven}, repair)

	kept := collect(t, s.Registrations(r.Invoice))[0]
	assert.Equal(t, day("2027-09-06"), kept.Ends, "five days after 31 August is Sunday, 5 September")

	// What was recorded is known at the counter: five days are not counted, and the battery began again.
	s.now = at("2027-02-28 09:00")
	d := s.ask(t, warranty.Inquiry{Card: r.Ref(), Part: "battery"}).Decision
	assert.Equal(t, warranty.Covered, d.Outcome)
	assert.Equal(t, day("2027-04-06"), d.Ends, "six months from 6 October")
	assert.Equal(t, 5, d.Suspended)
	assert.NotEmpty(t, d.Calendar, "the version of the holidays that it was decided by")
	assert.JSONEq(t, asJSON(t, []warranty.Claim{c}), asJSON(t, collect(t, s.Claims(r.ID))))
	assert.Empty(t, collect(t, s.OpenClaims()))
}

func TestThreeRepairsOpenARefund(t *testing.T) {
	s := newShop(t)
	r := s.sell(t, phoneSale()).Registrations[0]
	for _, month := range []string{"2026-10", "2026-12", "2027-02"} {
		s.repair(t, r, "no_power", month+"-01", month+"-05")
	}
	u := s.takeIn(t, r, "no_power", "2027-03-01 09:00", "2027-03-10 17:00")
	opening, open := u.Decision.Open(law.Refund)
	require.True(t, open)
	assert.Equal(t, "19/2023/QH15: 30.2.đ", opening.Why.Rule())
	c := took(t)(s.Accept(t.Context(), warranty.Acceptance{OnClaim: s.on(u.Claim, "2027-03-01 09:10")}))
	refund := warranty.Refunding{OnClaim: s.on(c, "2027-03-02 09:00"), Lines: []warranty.PaidLine{{Line: 1, Paid: care.VND(9_990_000)}}}
	refund.Key = "hoan-1"
	u, err := s.Refund(t.Context(), refund)
	require.NoError(t, err)
	assert.Equal(t, warranty.ClaimStatusRefunded, u.Claim.State.Status)
	assert.Equal(t, []warranty.RefundLine{{Line: 1, Amount: care.VND(9_990_000)}}, u.Claim.State.Refunded)
	assert.Equal(t, []string{"warranty.repairs_reached", "warranty.refund_full"}, codes(u.Claim.State.Why))
	again, err := s.Refund(t.Context(), refund)
	require.NoError(t, err)
	assert.True(t, again.Repeated)
	assert.JSONEq(t, asJSON(t, u.Claim), asJSON(t, again.Claim))

	d := s.ask(t, warranty.Inquiry{Card: r.Ref()}).Decision
	assert.Equal(t, "warranty.returned", d.Reasons[0].Code())

	kept := collect(t, s.Registrations(r.Invoice))[0]
	assert.True(t, at("2027-03-02 09:00").Equal(kept.Returned), "as Return writes it")
	history := collect(t, s.History(r.Invoice, r.Line))
	assert.Equal(t, []warranty.EntryKind{warranty.EntrySale, warranty.EntryReturn}, []warranty.EntryKind{history[0].Kind, history[1].Kind})
	s.now = s.now.Add(time.Minute)
	_, err = s.Return(t.Context(), warranty.Return{Invoice: string(r.Invoice), Line: r.Line, Units: []int{r.Unit}, At: s.now})
	assert.Equal(t, []string{"units warranty.conflict_returned"}, problems(t, err), "it is back already")
	resold := phoneSale()
	resold.Invoice, resold.At = "HD000777", s.now
	s.sell(t, resold)
	assert.Empty(t, collect(t, s.Conflicts()))
	_, err = s.TakeIn(t.Context(), warranty.Intake{Registration: r.ID, Promised: at("2027-04-01 17:00")})
	assert.Equal(t, []string{"registration warranty.returned"}, problems(t, err))
}

// What cannot be repaired is known before the promised time, and need not be handed back dead first.
func TestARepairThatCannotBeDoneOpensAnExchangeAtOnce(t *testing.T) {
	s := newShop(t)
	r := s.sell(t, phoneSale()).Registrations[0]
	c := s.takeIn(t, r, "no_power", "2026-10-01 09:00", "2026-10-10 17:00").Claim
	c = took(t)(s.Accept(t.Context(), warranty.Acceptance{OnClaim: s.on(c, "2026-10-01 09:10")}))
	c = took(t)(s.Service.Repair(t.Context(), warranty.ClaimWork{OnClaim: s.on(c, "2026-10-01 10:00"), Centre: "workshop"}))
	c = took(t)(s.Inspect(t.Context(), warranty.Inspection{OnClaim: s.on(c, "2026-10-02 10:00"), Result: "dead"}))
	c = took(t)(s.Finish(t.Context(), warranty.Finished{OnClaim: s.on(c, "2026-10-02 10:10"), Failed: true}))
	u, err := s.Exchange(t.Context(), warranty.Exchanging{OnClaim: s.on(c, "2026-10-02 10:20"), Serial: "356938035643809"})
	require.NoError(t, err)
	assert.Equal(t, []string{"warranty.repair_impossible"}, codes(u.Claim.State.Why))
	sound(t, u.Claim.State.Why...)
	assert.Equal(t, "Taken in on 1 October 2026, it could not be repaired.", u.Claim.State.Why.Text(care.LangEN))
}

func TestAnExchangeLinksTheSerials(t *testing.T) {
	s := newShop(t)
	sale := phoneSale()
	sale.Phone = "0912 345 678 / 0987 654 321"
	r := s.sell(t, sale).Registrations[0]
	other := phoneSale()
	other.Invoice, other.Serials = "HD000125", []string{"357862098765430"}
	s.sell(t, other)
	s.repair(t, r, "no_power", "2026-10-01", "2026-10-05")
	u := s.takeIn(t, r, "no_power", "2027-03-01 09:00", "2027-03-03 17:00")
	c := took(t)(s.Accept(t.Context(), warranty.Acceptance{OnClaim: s.on(u.Claim, "2027-03-01 09:10")}))
	exchange := warranty.Exchanging{OnClaim: s.on(c, "2027-03-03 17:00"), Serial: "357862098765430"}
	_, err := s.Exchange(t.Context(), exchange)
	assert.Equal(t, []string{"goodwill warranty.remedy_closed"}, problems(t, err), "one repair, and the promised time has not run out")
	exchange.OnClaim = s.on(c, "2027-03-04 09:00") // now it has
	_, err = s.Exchange(t.Context(), exchange)
	assert.Equal(t, []string{"serial warranty.registered"}, problems(t, err))
	exchange.Serial = ""
	_, err = s.Exchange(t.Context(), exchange)
	assert.Equal(t, []string{"serial warranty.serial_missing"}, problems(t, err))
	exchange.Serial = "356938035643809"
	c = took(t)(s.Exchange(t.Context(), exchange))
	assert.Equal(t, []string{"warranty.time_out"}, codes(c.State.Why))

	all := collect(t, s.Registrations("HD000123"))
	require.Len(t, all, 2)
	old, unit := all[0], all[1]
	assert.Equal(t, unit.ID, old.ReplacedBy)
	assert.Equal(t, old.ID, unit.Replaces)
	assert.Equal(t, unit.ID, c.State.Replacement)
	assert.Equal(t, warranty.UnitRef{Invoice: "HD000123", Line: 1, Unit: 2}, unit.Ref())
	assert.Equal(t, day("2028-03-06"), unit.Ends, "4 March 2028 is a Saturday")

	for _, clues := range []warranty.Inquiry{
		{Serial: "356938035643809", Invoice: "HD000123"}, // by the new serial
		{Card: r.Ref()}, // and by the old card
	} {
		a := s.ask(t, clues)
		require.Equal(t, warranty.FoundOne, a.Finding.Status)
		assert.Equal(t, unit.Ref(), a.Decision.Unit)
		assert.Equal(t, day("2028-03-06"), a.Decision.Ends)
		assert.Zero(t, a.Decision.Suspended)
		assert.True(t, a.Decision.Reasons.Has(warranty.CodeProductAnew))
	}
	f, err := s.Find(t.Context(), warranty.Inquiry{Phone: "0987654321", PhoneVerified: true})
	require.NoError(t, err)
	require.Len(t, append(f.Candidates, f.Leads...), 1, "by the second phone too: what the customer has, and not what came back")
	assert.Equal(t, unit.Ref(), append(f.Candidates, f.Leads...)[0].Registration.Ref())
	_, err = s.TakeIn(t.Context(), warranty.Intake{Registration: old.ID, Promised: at("2027-04-01 17:00")})
	assert.Equal(t, []string{"registration warranty.unit_exchanged"}, problems(t, err))
	s.takeIn(t, unit, "no_power", "2027-05-01 09:00", "2027-05-03 17:00")

	assert.True(t, at("2027-03-04 09:00").Equal(old.Returned), "the old one is in the shop")
	again := phoneSale()
	again.Invoice, again.At = "HD000777", at("2027-05-02 09:00")
	s.now = again.At
	s.sell(t, again)
	_, err = s.Transfer(t.Context(), warranty.Transfer{Invoice: "HD000123", Line: 1, Name: "Lê Tám", Phone: "0909 090 909"})
	require.NoError(t, err, "what becomes of the line since leaves the old one where it is")
	for i, r := range collect(t, s.Registrations("HD000123")) {
		assert.Equal(t, i == 0, r.Cleared())
	}
	assert.Empty(t, collect(t, s.Conflicts()))
}

func TestARefusalIsWrittenWithItsBasis(t *testing.T) {
	s := newShop(t)
	r := s.sell(t, phoneSale()).Registrations[0]
	s.now = at("2026-10-01 09:00")
	u, err := s.TakeIn(t.Context(), warranty.Intake{Registration: r.ID, Fault: "no_power", Promised: at("2026-10-05 17:00"), Vulnerable: true})
	require.NoError(t, err)
	_, err = s.Refuse(t.Context(), warranty.Refusal{OnClaim: s.on(u.Claim, "2026-10-01 10:00")})
	assert.Equal(t, []string{"claim warranty.covered_not_refused"}, problems(t, err))
	c := took(t)(s.Refuse(t.Context(), warranty.Refusal{OnClaim: s.on(u.Claim, "2026-10-01 11:00"), Fault: "water_damage"}))
	assert.Equal(t, warranty.ClaimStatusRefused, c.State.Status)
	assert.Equal(t, []string{"warranty.excluded", "warranty.refuse_in_writing"}, codes(c.State.Why))
	assert.Contains(t, c.State.Why.Text(care.LangVI), "loại trừ trường hợp “máy bị vào nước”")
	assert.Equal(t, warranty.Customer, c.State.Payer)
	assert.Equal(t, []warranty.ClaimStep{warranty.ClaimHandBack, warranty.ClaimCharge, warranty.ClaimSupplier}, c.State.Steps(), "the product is still here")
	c = took(t)(s.HandBack(t.Context(), s.on(c, "2026-10-02 09:00")))
	assert.Equal(t, warranty.ClaimStatusRefused, c.State.Status)
	assert.False(t, c.State.Here)
	_, counts := c.Repair(care.Env{}.Location())
	assert.False(t, counts)
	kept, err := s.Decision(t.Context(), c.Events[1].Answer)
	require.NoError(t, err)
	assert.Equal(t, warranty.NotCovered, kept.Decision.Outcome)

	// Not covered, but the customer pays: it is no warranty work.
	u = s.takeIn(t, r, "water_damage", "2026-10-03 09:00", "2026-10-09 17:00")
	_, err = s.Accept(t.Context(), warranty.Acceptance{OnClaim: s.on(u.Claim, "2026-10-03 09:10")})
	assert.Equal(t, []string{"paid warranty.not_covered_unpaid"}, problems(t, err))
	c = took(t)(s.Accept(t.Context(), warranty.Acceptance{OnClaim: s.on(u.Claim, "2026-10-03 09:10"), Paid: true}))
	c = took(t)(s.Charge(t.Context(), warranty.Spending{OnClaim: s.on(c, "2026-10-04 09:10"), Cost: "repair", Amount: care.VND(500_000)}))
	assert.Equal(t, warranty.Customer, c.State.Costs[0].Payer)
	_, counts = c.Repair(care.Env{}.Location())
	assert.False(t, counts)
	c = took(t)(s.Withdraw(t.Context(), s.on(c, "2026-10-04 10:00")))
	assert.Equal(t, warranty.ClaimStatusDropped, c.State.Status)
}

func TestAnOverduePromiseSurfaces(t *testing.T) {
	s := newShop(t)
	r := s.sell(t, phoneSale()).Registrations[0]
	var heard []warranty.ClaimStepped
	worker, err := queue.NewWorker(queue.Config{
		Tenants: s.tenants, Now: func() time.Time { return s.now }, Topics: warranty.Topics(),
		Subscriptions: append(warranty.Subscriptions(func(string) warranty.Service { return s.Service }),
			queue.Subscribe(warranty.ClaimIsOverdue, "test", func(_ context.Context, _ storage.Store, d queue.Delivery[warranty.ClaimStepped]) error {
				heard = append(heard, d.Payload)
				return nil
			})),
	})
	require.NoError(t, err)
	require.NoError(t, queue.RegisterTenant(t.Context(), s.tenants, "hanoi"))
	run := func(text string) {
		s.now = at(text)
		_, err := worker.RunOnce(t.Context())
		require.NoError(t, err)
	}
	c := s.takeIn(t, r, "no_power", "2026-10-01 09:00", "2026-10-10 17:00").Claim
	run("2026-10-10 16:59")
	assert.Empty(t, heard)
	run("2026-10-10 17:00")
	run("2026-10-12 09:00")
	require.Len(t, heard, 1)
	assert.Equal(t, c.ID, heard[0].Claim)
	assert.NotContains(t, asJSON(t, heard[0]), "KH-7")
	c, err = s.Claim(t.Context(), c.ID)
	require.NoError(t, err)
	assert.True(t, c.State.Overdue)
	d := s.ask(t, warranty.Inquiry{Card: r.Ref(), Fault: "no_power"}).Decision
	_, open := d.Open(law.Refund)
	assert.True(t, open, "the time for the repair has run out")

	c = s.repair(t, s.sell(t, fanSale()).Registrations[0], "noise", "2026-10-13", "2026-10-14")
	run("2026-12-01 09:00")
	assert.Len(t, heard, 1, "nobody waits for what was handed back")
	assert.False(t, c.State.Overdue)
}

// TestRefundsAreNeverMoreThanWasPaid has many writers pay back the units of one line at once.
func TestRefundsAreNeverMoreThanWasPaid(t *testing.T) {
	s := newShop(t)
	sale := fanSale()
	sale.Quantity = 8
	rs := s.sell(t, sale).Registrations
	var claims []warranty.Claim
	for _, r := range rs {
		c := s.takeIn(t, r, "noise", "2026-09-10 09:00", "2026-09-12 17:00").Claim
		claims = append(claims, took(t)(s.Accept(t.Context(), warranty.Acceptance{OnClaim: s.on(c, "2026-09-10 09:10")})))
	}
	s.now = at("2026-09-20 09:00")
	var wait sync.WaitGroup
	results := make([]error, len(claims))
	for i, c := range claims {
		wait.Go(func() {
			_, results[i] = s.Refund(t.Context(), warranty.Refunding{
				OnClaim: warranty.OnClaim{Claim: c.ID}, Lines: []warranty.PaidLine{{Line: 2, Paid: care.VND(1_000_000), Share: care.VND(300_000)}},
			})
		})
	}
	wait.Wait()
	paid := 0
	for _, err := range results {
		if err == nil {
			paid++
			continue
		}
		assert.Equal(t, []string{"lines[0] warranty.refund_too_much"}, problems(t, err))
	}
	assert.Equal(t, 3, paid, "three times 300,000 are within a million, four are not")
}

func TestStaleAndRepeatedSteps(t *testing.T) {
	s := newShop(t)
	r := s.sell(t, phoneSale()).Registrations[0]
	c := s.takeIn(t, r, "no_power", "2026-10-01 09:00", "2026-10-10 17:00").Claim
	accept := warranty.Acceptance{OnClaim: s.on(c, "2026-10-01 09:10")}
	accept.Key = "nhan-1"
	first, err := s.Accept(t.Context(), accept)
	require.NoError(t, err)
	again, err := s.Accept(t.Context(), accept)
	require.NoError(t, err)
	assert.True(t, again.Repeated)
	assert.JSONEq(t, asJSON(t, first.Claim), asJSON(t, again.Claim))
	_, err = s.Withdraw(t.Context(), warranty.OnClaim{Claim: c.ID, Version: c.Version})
	assert.ErrorIs(t, err, care.ErrStale)
	_, err = s.Withdraw(t.Context(), warranty.OnClaim{Claim: storage.NewID[warranty.Claim]()})
	assert.ErrorIs(t, err, storage.ErrNotFound)
	_, err = s.Withdraw(t.Context(), warranty.OnClaim{})
	assert.Equal(t, []string{"claim care.missing"}, problems(t, err))
}

// TestOneProductIsHereOnce has many tills take the same product in at once.
func TestOneProductIsHereOnce(t *testing.T) {
	s := newShop(t)
	r := s.sell(t, phoneSale()).Registrations[0]
	s.now = at("2026-10-01 09:00")
	var wait sync.WaitGroup
	results := make([]error, 8)
	for i := range results {
		wait.Go(func() {
			_, results[i] = s.TakeIn(t.Context(), warranty.Intake{Registration: r.ID, Promised: at("2026-10-10 17:00"), Number: fmt.Sprint("BH", i)})
		})
	}
	wait.Wait()
	taken := 0
	for _, err := range results {
		if errors.Is(err, nil) {
			taken++
		}
	}
	assert.Equal(t, 1, taken)
	assert.Len(t, collect(t, s.OpenClaims()), 1)
}

// A step of the year 2062 would stand for ever, with 36 years in repair.
func TestAStepHasHappened(t *testing.T) {
	s := newShop(t)
	r := s.sell(t, phoneSale()).Registrations[0]
	s.now = at("2026-10-01 09:00")
	in := warranty.Intake{Registration: r.ID, Promised: at("2062-10-10 17:00"), At: at("2062-10-01 09:00")}
	_, err := s.TakeIn(t.Context(), in)
	assert.Equal(t, []string{"at warranty.step_future"}, problems(t, err))
	in.At = at("2026-10-01 09:05") // the till's clock is a little ahead
	u, err := s.TakeIn(t.Context(), in)
	require.NoError(t, err)
	on := s.on(u.Claim, "2026-10-02 09:00")
	on.At = at("2062-10-03 09:00")
	_, err = s.Withdraw(t.Context(), on)
	assert.Equal(t, []string{"at warranty.step_future"}, problems(t, err))
}

// That a centre is somebody else's stands in its record: nobody has to remember it for the customer's consent to be needed.
func TestACentreThatIsRecordedAsOutsideNeedsConsent(t *testing.T) {
	s := newShop(t)
	_, err := s.SetCentre(t.Context(), warranty.Centre{Code: "HANG", Name: both("Hãng", "Maker"), PerDay: 5, Outside: true})
	require.NoError(t, err)
	r := s.sell(t, phoneSale()).Registrations[0]
	c := s.takeIn(t, r, "no_power", "2026-10-01 09:00", "2026-10-10 17:00").Claim
	c = took(t)(s.Accept(t.Context(), warranty.Acceptance{OnClaim: s.on(c, "2026-10-01 09:10")}))
	_, err = s.Service.Repair(t.Context(), warranty.ClaimWork{OnClaim: s.on(c, "2026-10-01 10:00"), Centre: "HANG"})
	assert.Equal(t, []string{"consent warranty.consent_missing"}, problems(t, err))
	c = took(t)(s.Consent(t.Context(), s.on(c, "2026-10-01 10:01")))
	c = took(t)(s.Service.Repair(t.Context(), warranty.ClaimWork{OnClaim: s.on(c, "2026-10-01 10:02"), Centre: "HANG"}))
	assert.True(t, c.State.Outside)
}

// A sale that was found not to have happened has no warranty: its product is not taken in under it.
func TestAWithdrawnSaleTakesNothingIn(t *testing.T) {
	s := newShop(t)
	one, two := fanSale(), fanSale()
	two.Name = "Khác"
	report, err := s.MergeOffline(t.Context(), []warranty.OfflineEntry{{ID: "1", Sale: &one}, {ID: "2", Sale: &two}})
	require.NoError(t, err)
	wrong := report.Conflicts[0].Sides[1].Entry
	_, err = s.Resolve(t.Context(), warranty.Resolution{Conflict: report.Conflicts[0].ID, Withdraw: []storage.ID[warranty.Entry]{wrong}, By: "NV-1"})
	require.NoError(t, err)
	all := collect(t, s.Registrations(""))
	i := slices.IndexFunc(all, func(r warranty.Registration) bool { return !r.Withdrawn.IsZero() })
	_, err = s.TakeIn(t.Context(), warranty.Intake{Registration: all[i].ID, Promised: s.now.AddDate(0, 0, 5)})
	assert.Equal(t, []string{"registration warranty.sale_withdrawn"}, problems(t, err))
}

// The price of a line of two fans is not that of one.
func TestTheRefundOfOneOfSeveralUnitsNeedsItsShare(t *testing.T) {
	s := newShop(t)
	sale := fanSale()
	sale.Quantity = 2
	r := s.sell(t, sale).Registrations[0]
	c := s.takeIn(t, r, "noise", "2026-10-01 09:00", "2026-10-10 17:00").Claim
	c = took(t)(s.Accept(t.Context(), warranty.Acceptance{OnClaim: s.on(c, "2026-10-01 09:10")}))
	refund := warranty.Refunding{OnClaim: s.on(c, "2026-10-11 09:10"), Lines: []warranty.PaidLine{{Line: 1, Paid: care.VND(2_000_000)}}}
	_, err := s.Refund(t.Context(), refund)
	assert.Equal(t, []string{"lines warranty.own_line_missing"}, problems(t, err))
	refund.Lines[0].Line = r.Line
	_, err = s.Refund(t.Context(), refund)
	assert.Equal(t, []string{"lines[0].share warranty.share_missing"}, problems(t, err))
	refund.Lines[0].Share = care.VND(1_000_000)
	c = took(t)(s.Refund(t.Context(), refund))
	assert.Equal(t, []warranty.RefundLine{{Line: r.Line, Amount: care.VND(1_000_000)}}, c.State.Refunded)
}
