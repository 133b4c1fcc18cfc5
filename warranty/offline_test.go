package warranty_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/warranty"
)

// tills makes up what some tills did: few invoices, serials and people, so that all of it clashes.
func tills(r *rand.Rand, n int) (all []warranty.OfflineEntry) {
	pick := func(of ...string) string { return of[r.IntN(len(of))] }
	when := func() time.Time { return at("2026-08-01 10:00").AddDate(0, 0, r.IntN(4)) }
	for i := range n {
		e := warranty.OfflineEntry{ID: fmt.Sprintf("till-%d/%d", r.IntN(3), i)}
		if len(all) > 0 && r.IntN(8) == 0 {
			e.ID = all[r.IntN(len(all))].ID
		}
		invoice, line := pick("HD1", "HD2", "HD3"), 1+r.IntN(2)
		var units []int
		var serials []string
		switch r.IntN(3) {
		case 0:
			units = []int{1 + r.IntN(2)}
		case 1:
			serials = []string{pick("s1", "S-2", "S3")}
		}
		switch r.IntN(5) {
		case 0:
			e.Return = &warranty.Return{Invoice: invoice, Line: line, Units: units, Serials: serials, At: when()}
		case 1:
			e.Transfer = &warranty.Transfer{Invoice: invoice, Line: line, Units: units, Serials: serials, At: when(), Name: pick("An", "Bình")}
		default:
			sale := warranty.Sale{Invoice: invoice, Line: line, Product: "QUAT-01", Quantity: 1 + r.IntN(2), At: when(), Name: pick("An", "Bình")}
			if r.IntN(2) == 0 {
				sale.Product = "DT-01"
				for len(sale.Serials) < sale.Quantity {
					sale.Serials = append(sale.Serials, pick("S1", "S2", "S3"))
				}
			}
			e.Sale = &sale
		}
		all = append(all, e)
		if r.IntN(4) == 0 { // the same from another till
			e.ID += "-again"
			all = append(all, e)
		}
	}
	return all
}

// unitText is what is compared of a unit: everything but ids.
func unitText(u warranty.MergedUnit) string {
	return fmt.Sprintln(u.Sale.Invoice, u.Sale.Line, u.Unit, u.Sale.Product, u.Serial, u.Sale.At.Unix(), u.Holder, u.Returned.Unix(), u.Disputed)
}

func registrationText(r warranty.Registration) string {
	return unitText(warranty.MergedUnit{
		Sale: warranty.Entry{Invoice: r.Invoice, Line: r.Line, Product: r.Product, At: r.Sold}, Unit: r.Unit, Serial: r.Serial,
		Holder: warranty.Holder{Customer: r.Customer, Name: r.Name, Phones: r.Phones, TaxCode: r.TaxCode}, Returned: r.Returned, Disputed: r.Disputed,
	})
}

func conflictText(c warranty.Conflict) string {
	var reasons, sides []string
	for _, r := range c.Reasons {
		reasons = append(reasons, r.Text(care.LangEN))
	}
	for _, s := range c.Sides {
		sides = append(sides, s.Unit.String())
	}
	slices.Sort(reasons)
	slices.Sort(sides)
	return fmt.Sprintln(c.Kind, c.About, reasons, sides)
}

func sorted[T any](all []T, text func(T) string) []string {
	texts := make([]string, len(all))
	for i, v := range all {
		texts[i] = text(v)
	}
	slices.Sort(texts)
	return texts
}

// standing is what a shop has come to: the registrations, and the conflicts that are open.
func (s *shop) standing(t testing.TB) [2][]string {
	regs := collect(t, s.Registrations(""))
	for _, r := range regs { // the keys by which serials are found are those of the units that claim them alone
		alone := r.Serial != "" && r.Returned.IsZero() && !r.Disputed
		require.Equal(t, alone, r.SerialKey != "")
	}
	return [2][]string{sorted(regs, registrationText), sorted(collect(t, s.Conflicts()), conflictText)}
}

// entriesOf are all entries of a shop.
func (s *shop) entriesOf(t testing.TB) (all []warranty.Entry) {
	for _, invoice := range []care.InvoiceRef{"HD1", "HD2", "HD3"} {
		for line := 1; line <= 2; line++ {
			all = append(all, collect(t, s.History(invoice, line))...)
		}
	}
	return all
}

// What tills send comes to the same in any order, in any parts, and however often, and that is what the pure decision and a naive model say.
func TestMergeKnowsNoOrder(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 29))
	rounds := 60
	if testing.Short() {
		rounds = 20
	}
	kinds := map[string]int{}
	for round := range rounds {
		sent := tills(r, 1+r.IntN(14))
		first := newShop(t)
		report, err := first.MergeOffline(t.Context(), sent)
		require.NoError(t, err)
		require.Empty(t, report.Refused)
		want := first.standing(t)
		for _, c := range collect(t, first.Conflicts()) {
			for _, reason := range c.Reasons {
				sound(t, reason)
				kinds[reason.Code()]++
			}
		}

		all := first.entriesOf(t)
		merged := warranty.Merge(all)
		require.Equal(t, want, [2][]string{sorted(merged.Units, unitText), sorted(merged.Conflicts, conflictText)}, "round %d: the service does what Merge says", round)
		require.Equal(t, sorted(naive(all), unitText), sorted(merged.Units, unitText), "round %d: Merge does what a naive model says", round)

		for range 3 {
			mixed := slices.Concat(all, all[:r.IntN(len(all)+1)])
			r.Shuffle(len(mixed), func(i, j int) { mixed[i], mixed[j] = mixed[j], mixed[i] })
			require.Equal(t, merged, warranty.Merge(mixed), "round %d: a set has no order and holds nothing twice", round)

			again := slices.Concat(sent, sent[:r.IntN(len(sent)+1)])
			r.Shuffle(len(again), func(i, j int) { again[i], again[j] = again[j], again[i] })
			s := newShop(t)
			for len(again) > 0 {
				n := 1 + r.IntN(len(again))
				_, err := s.MergeOffline(t.Context(), again[:n])
				require.NoError(t, err)
				again = again[n:]
			}
			require.Equal(t, want, s.standing(t), "round %d", round)
		}
	}
	if !testing.Short() {
		for _, code := range []*care.Code{warranty.CodeConflictLine, warranty.CodeConflictSerial, warranty.CodeConflictClient, warranty.CodeConflictNoSale,
			warranty.CodeConflictNoSerial, warranty.CodeConflictNoUnit, warranty.CodeConflictWhich, warranty.CodeConflictReturned, warranty.CodeConflictHolders} {
			assert.Positive(t, kinds[code.ID()], code.ID())
		}
	}
}

// naive is what entries come to, unit by unit, in the words of the brief: every sale of another content has its units; a unit came back when the first return that
// means it says so; its holder is whom it was given to last before that; a serial that several units at customers have is disputed.
func naive(all []warranty.Entry) (units []warranty.MergedUnit) {
	type content struct{ goods, who string }
	sales := map[content]warranty.Entry{}
	for _, e := range all {
		if e.Kind == warranty.EntrySale {
			sales[content{e.Goods, e.Who}] = e
		}
	}
	means := func(e, sale warranty.Entry, unit int, serial string) bool {
		if e.Invoice != sale.Invoice || e.Line != sale.Line {
			return false
		}
		if slices.Contains(e.Serials, warranty.SerialKey(serial)) {
			return true
		}
		rivals := 0
		for _, other := range sales {
			if other.Invoice == sale.Invoice && other.Line == sale.Line {
				rivals++
			}
		}
		return rivals == 1 && len(e.Serials) == 0 && (len(e.Units) == 0 || slices.Contains(e.Units, unit))
	}
	for _, sale := range sales {
		for n := range sale.Quantity {
			u := warranty.MergedUnit{Sale: sale, Unit: n + 1, Holder: sale.Holder}
			if len(sale.Serials) > 0 {
				u.Serial = sale.Serials[n]
			}
			given := map[string]warranty.Entry{} // the transfers that mean it, by client and content
			for _, e := range all {
				if !means(e, sale, u.Unit, u.Serial) {
					continue
				}
				if e.Kind == warranty.EntryReturn && (u.Returned.IsZero() || e.At.Before(u.Returned)) {
					u.Returned = e.At
				}
				if e.Kind == warranty.EntryTransfer {
					given[e.Goods+e.Who+e.Client] = e
				}
			}
			var last warranty.Entry
			for _, e := range given {
				sooner := e.At.Equal(last.At) && e.Goods+e.Who+e.Client < last.Goods+last.Who+last.Client // of one instant the first in writing holds
				if (u.Returned.IsZero() || e.At.Before(u.Returned)) && (e.At.After(last.At) || sooner) {
					last = e
				}
			}
			if !last.At.IsZero() {
				u.Holder = last.Holder
			}
			units = append(units, u)
		}
	}
	for i := range units {
		for j := range units {
			a, b := &units[i], &units[j]
			a.Disputed = a.Disputed || i != j && a.Serial != "" && a.Sale.Product == b.Sale.Product && a.Serial == b.Serial && a.Returned.IsZero() && b.Returned.IsZero()
		}
	}
	return units
}

func TestMergeOfflineAndRegisteredAreOne(t *testing.T) {
	s := newShop(t)
	sale := phoneSale()
	first := s.sell(t, sale).Registrations[0]
	report, err := s.MergeOffline(t.Context(), []warranty.OfflineEntry{{ID: "till/1", Sale: &sale}})
	require.NoError(t, err)
	assert.Equal(t, warranty.MergeReport{Merged: 1}, report)
	assert.Equal(t, []warranty.Registration{first}, collect(t, s.Registrations("")), "it was registered before")

	other := sale
	other.Phone = "0912 345 678"
	report, err = s.MergeOffline(t.Context(), []warranty.OfflineEntry{{ID: "till/2", Sale: &other}})
	require.NoError(t, err)
	require.Len(t, report.Conflicts, 2, "the line, and the serial")
	f, err := s.Find(t.Context(), warranty.Inquiry{Serial: sale.Serials[0]})
	require.NoError(t, err)
	assert.Equal(t, warranty.FoundNone, f.Status, "a serial that two claim proves nothing")
	a := s.ask(t, warranty.Inquiry{Invoice: sale.Invoice, Phone: "0912 345 678", PhoneVerified: true})
	assert.Equal(t, warranty.Covered, a.Decision.Outcome, "both are served")

	// Somebody finds that the first was mistyped.
	conflict := report.Conflicts[slices.IndexFunc(report.Conflicts, func(c warranty.Conflict) bool { return c.Kind == warranty.ConflictLine })]
	wrong := conflict.Sides[slices.IndexFunc(conflict.Sides, func(s warranty.ConflictSide) bool { return strings.HasPrefix(s.Client, "registered:") })]
	_, err = s.Resolve(t.Context(), warranty.Resolution{Conflict: conflict.ID, Withdraw: []storage.ID[warranty.Entry]{storage.NewID[warranty.Entry]()}, By: "NV-1"})
	assert.Equal(t, []string{"withdraw[0] warranty.conflict_side"}, problems(t, err))
	_, err = s.Resolve(t.Context(), warranty.Resolution{Conflict: conflict.ID, Version: 9, By: "NV-1"})
	require.ErrorIs(t, err, care.ErrStale)
	_, err = s.Resolve(t.Context(), warranty.Resolution{Conflict: conflict.ID, Instead: []warranty.OfflineEntry{{}}})
	assert.Equal(t, []string{"by care.missing", "instead[0] warranty.entry_kind"}, problems(t, err))
	resolution := warranty.Resolution{
		Key: "k1", Conflict: conflict.ID, Version: conflict.Version, Withdraw: []storage.ID[warranty.Entry]{wrong.Entry}, By: "NV-1", Note: "Gõ nhầm số điện thoại.",
	}
	settled, err := s.Resolve(t.Context(), resolution)
	require.NoError(t, err)
	assert.Equal(t, []any{warranty.ConflictSettled, care.StaffRef("NV-1"), "Gõ nhầm số điện thoại."}, []any{settled.State, settled.By, settled.Note})
	assert.Empty(t, collect(t, s.Conflicts()), "and the serial is one unit's again")
	again, err := s.Resolve(t.Context(), resolution)
	require.NoError(t, err)
	assert.Equal(t, settled, again)
	f, err = s.Find(t.Context(), warranty.Inquiry{Serial: sale.Serials[0], Invoice: sale.Invoice})
	require.NoError(t, err)
	assert.Equal(t, []care.Phone{ducPhone}, f.Registration.Phones, "the one that was withdrawn is found no more")
	_, err = s.MergeOffline(t.Context(), []warranty.OfflineEntry{{ID: "till/1", Sale: &sale}})
	require.NoError(t, err)
	assert.Empty(t, collect(t, s.Conflicts()), "nor does a till bring it back")
}

func TestAcceptedConflictStaysSettled(t *testing.T) {
	s := newShop(t)
	one, two := fanSale(), fanSale()
	two.Name = "Lê Văn Tám"
	send := func(sent ...warranty.OfflineEntry) []warranty.Conflict {
		report, err := s.MergeOffline(t.Context(), sent)
		require.NoError(t, err)
		return report.Conflicts
	}
	both := []warranty.OfflineEntry{{ID: "a", Sale: &one}, {ID: "b", Sale: &two}}
	c := send(both...)[0]
	c, err := s.Resolve(t.Context(), warranty.Resolution{Conflict: c.ID, Accept: true, By: "NV-1"})
	require.NoError(t, err)
	assert.Equal(t, []any{warranty.ConflictSettled, true}, []any{c.State, c.Accepted})
	assert.Empty(t, send(both...))
	three := fanSale()
	three.Name = "Người thứ ba"
	assert.Len(t, send(warranty.OfflineEntry{ID: "c", Sale: &three}), 1, "another side opens it again")
}

func TestMergeOfflineRefusesWhatCannotBeRead(t *testing.T) {
	s := newShop(t)
	bad, uncovered := fanSale(), fanSale()
	bad.Phone, bad.Quantity = "09x", 0
	uncovered.Product, uncovered.Invoice = "TV-77", "HD9"
	report, err := s.MergeOffline(t.Context(), []warranty.OfflineEntry{
		{ID: "1", Sale: &bad}, {ID: "2"}, {Sale: &bad, Return: &warranty.Return{}}, {ID: "4", Sale: &uncovered},
		{ID: "5", Return: &warranty.Return{Units: []int{0}, Serials: []string{"-"}}},
	})
	require.NoError(t, err)
	var got []string
	for _, r := range report.Refused {
		for _, p := range r.Problems {
			got = append(got, fmt.Sprint(r.Index, " ", p.Path, " ", p.Reason.Code()))
		}
	}
	assert.Equal(t, []string{
		"0 phone care.phone_characters", "0 quantity warranty.quantity", "1  warranty.entry_kind", "2  warranty.entry_kind",
		"4 invoice care.missing", "4 line care.missing", "4 units[0] warranty.quantity", "4 serials[0] care.missing", "4 at care.missing",
	}, got)
	require.Len(t, report.Conflicts, 1, "a product without terms waits for somebody to publish them")
	assert.Equal(t, []string{"warranty.uncovered"}, codes(report.Conflicts[0].Reasons))
	_, err = s.Cover(t.Context(), warranty.Coverage{Product: "TV-77", Terms: "goods"})
	require.NoError(t, err)
	c, err := s.Resolve(t.Context(), warranty.Resolution{Conflict: report.Conflicts[0].ID, By: "NV-1"})
	require.NoError(t, err)
	assert.Equal(t, warranty.ConflictSettled, c.State)
	assert.Len(t, collect(t, s.Registrations("HD9")), 2)
}

func TestReturn(t *testing.T) {
	s := newShop(t)
	r := s.sell(t, phoneSale()).Registrations[0]
	back := warranty.Return{Invoice: "HD000123", Line: 1, Serials: []string{"49-0154 203237518"}, At: at("2026-09-03 09:00")}
	s.now = at("2026-09-03 10:00")
	moved, err := s.Return(t.Context(), back)
	require.NoError(t, err)
	assert.Equal(t, warranty.Moved{Registrations: []storage.ID[warranty.Registration]{r.ID}}, moved)
	again, err := s.Return(t.Context(), back)
	require.NoError(t, err)
	assert.True(t, again.Repeated)

	a := s.ask(t, warranty.Inquiry{Card: r.Ref(), FaultOn: "2026-09-01"})
	assert.Equal(t, warranty.NotCovered, a.Decision.Outcome)
	assert.Equal(t, "The product was given back to the shop on 3 September 2026, so there is no warranty any more.", a.Decision.Reasons[0].Text(care.LangEN))
	f, err := s.Find(t.Context(), warranty.Inquiry{Serial: r.Serial, Phone: "0169 123 4567", PhoneVerified: true})
	require.NoError(t, err)
	assert.Equal(t, warranty.FoundNone, f.Status)

	resale := phoneSale()
	resale.Invoice, resale.Customer, resale.Name, resale.Phone, resale.At = "HD000999", "", "Lê Tám", "0912 345 678", at("2026-09-03 10:00")
	second := s.sell(t, resale).Registrations[0]
	assert.Equal(t, day("2027-09-06"), second.Ends, "the term begins again; the 3rd is a public holiday, and then comes a weekend")
	a = s.ask(t, warranty.Inquiry{Serial: r.Serial, Phone: "0912 345 678", PhoneVerified: true})
	assert.Equal(t, warranty.Covered, a.Decision.Outcome)
	assert.Equal(t, second.ID, a.Finding.Registration.ID)

	history := collect(t, s.History("HD000123", 1))
	require.Len(t, history, 2)
	assert.Equal(t, []warranty.EntryKind{warranty.EntrySale, warranty.EntryReturn}, []warranty.EntryKind{history[0].Kind, history[1].Kind})
	assert.True(t, history[0].Direct)
	assert.Equal(t, []time.Time{back.At.UTC(), s.now.UTC()}, []time.Time{history[1].At, history[1].Recorded})

	for _, c := range []struct {
		in   warranty.Return
		want string
	}{
		{warranty.Return{Invoice: "HD000123", Line: 1, Key: "k"}, "units warranty.conflict_returned"},
		{warranty.Return{Invoice: "HD7", Line: 1}, "units warranty.conflict_no_sale"},
		{warranty.Return{Invoice: "HD000999", Line: 1, Units: []int{2}, Serials: []string{"x"}}, "units warranty.conflict_no_serial units warranty.conflict_no_unit"},
		{warranty.Return{}, "invoice care.missing line care.missing"},
	} {
		_, err := s.Return(t.Context(), c.in)
		assert.Equal(t, c.want, strings.Join(problems(t, err), " "))
	}
	assert.Empty(t, collect(t, s.Conflicts()), "what is refused leaves no conflict")
	back.Units = []int{1}
	back.Key = string(r.Ref().Invoice)
	_, err = s.Return(t.Context(), back)
	require.NoError(t, err, "the same instant is the same return")
}

func TestTransfer(t *testing.T) {
	s := newShop(t)
	fans := s.sell(t, fanSale()).Registrations
	given := warranty.Transfer{Invoice: "HD000124", Line: 2, Units: []int{2}, Name: "Nguyễn Thị Ánh", Phone: "0169 123 4567 / 0987 654 321", At: at("2026-09-03 09:00")}
	moved, err := s.Transfer(t.Context(), given)
	require.NoError(t, err)
	assert.Equal(t, []storage.ID[warranty.Registration]{fans[1].ID}, moved.Registrations)
	for range 2 {
		moved, err = s.Transfer(t.Context(), given)
		require.NoError(t, err)
		assert.True(t, moved.Repeated)
	}
	now := collect(t, s.Registrations("HD000124"))
	assert.Equal(t, fans[0], now[0])
	want := fans[1]
	want.Version, want.Name, want.NameKey = 2, "Nguyễn Thị Ánh", "nguyen thi anh"
	want.Phones, want.Phone, want.Subject = []care.Phone{anhPhone, giftPhone}, anhPhone, string(anhPhone)
	assert.Equal(t, want, now[1], "the term is as it was")
	a := s.ask(t, warranty.Inquiry{Phone: "0987654321", PhoneVerified: true, Invoice: "HD000124"})
	assert.Equal(t, fans[1].ID, a.Finding.Registration.ID)

	// One who was given it before, as became known later, is not the holder now.
	earlier := given
	earlier.Key, earlier.Name, earlier.Phone, earlier.At = "earlier", "Lê Tám", "0909 090 909", at("2026-09-01 09:00")
	_, err = s.Transfer(t.Context(), earlier)
	require.NoError(t, err)
	assert.Equal(t, now, collect(t, s.Registrations("HD000124")))

	_, err = s.Transfer(t.Context(), warranty.Transfer{Invoice: "HD000124", Line: 2})
	assert.Equal(t, []string{"name care.missing"}, problems(t, err))
	_, err = s.Return(t.Context(), warranty.Return{Invoice: "HD000124", Line: 2, Units: []int{2}, At: at("2026-09-05 09:00")})
	require.NoError(t, err)
	late := given
	late.Key, late.At = "late", at("2026-09-06 09:00")
	_, err = s.Transfer(t.Context(), late)
	assert.Equal(t, []string{"units warranty.conflict_returned"}, problems(t, err))
}

// Each holder is erased where they stand, and nothing brings them back.
func TestEraseHoldersPastAndPresent(t *testing.T) {
	s := newShop(t)
	sale := fanSale()
	sent := []warranty.OfflineEntry{
		{ID: "1", Sale: &sale},
		{ID: "2", Transfer: &warranty.Transfer{Invoice: sale.Invoice, Line: sale.Line, Name: "Nguyễn Thị Ánh", Phone: "0169 123 4567", At: at("2026-08-31 09:50")}},
	}
	_, err := s.MergeOffline(t.Context(), sent)
	require.NoError(t, err)
	everything := func() string {
		return allBodies(t, s) + strings.Join(bodies(t, s.store, "warranty_entry", "by_client"), "\n") + strings.Join(bodies(t, s.store, "warranty_conflict", "by_about"), "\n")
	}
	for subject, words := range map[string][]string{string(ducPhone): {"Đức", "van duc"}, string(anhPhone): {"Ánh", "thi anh"}} {
		require.Contains(t, everything(), words[0])
		_, err := storage.Erase(t.Context(), s.store, schemas(), subject)
		require.NoError(t, err)
		for range 2 {
			for _, word := range append(words, subject) {
				assert.NotContains(t, everything(), word)
			}
			report, err := s.MergeOffline(t.Context(), sent)
			require.NoError(t, err)
			assert.Equal(t, warranty.MergeReport{Repeated: 2}, report)
		}
	}
	assert.Len(t, collect(t, s.Registrations("")), 2)
}

// What came in the place of a unit when it was exchanged goes where the unit goes.
func TestReturnOfAnExchangedUnit(t *testing.T) {
	s := newShop(t)
	old := s.sell(t, phoneSale()).Registrations[0]
	u := s.takeIn(t, old, "no_power", "2027-03-01 09:00", "2027-03-03 17:00")
	c := took(t)(s.Accept(t.Context(), warranty.Acceptance{OnClaim: s.on(u.Claim, "2027-03-01 09:10")}))
	took(t)(s.Exchange(t.Context(), warranty.Exchanging{OnClaim: s.on(c, "2027-03-04 09:00"), Serial: "356938035643809"}))
	next := collect(t, s.Registrations("HD000123"))[1]
	_, err := s.Transfer(t.Context(), warranty.Transfer{Invoice: "HD000123", Line: 1, Serials: []string{next.Serial}, Name: "Lê Tám", Phone: "0909 090 909", At: s.now})
	require.NoError(t, err)
	_, err = s.Return(t.Context(), warranty.Return{Invoice: "HD000123", Line: 1, At: s.now.Add(time.Hour)})
	require.NoError(t, err)
	for _, r := range collect(t, s.Registrations("HD000123")) {
		assert.Equal(t, "Lê Tám", r.Name)
		assert.True(t, r.Cleared())
	}
	sale := phoneSale()
	sale.Invoice, sale.Serials = "HD000777", []string{next.Serial}
	s.sell(t, sale)
}

// A sale at the till is not held up by a conflict about its serial, and joins it; the serial of one that stands alone is refused as a slip.
func TestASaleOfASerialThatIsInAConflict(t *testing.T) {
	s := newShop(t)
	sale := func(invoice, serial string) warranty.Sale {
		sale := phoneSale()
		sale.Invoice, sale.Serials = invoice, []string{serial}
		return sale
	}
	first, second := sale("HD1", "490154203237518"), sale("HD2", "490154203237518")
	_, err := s.MergeOffline(t.Context(), []warranty.OfflineEntry{{ID: "a", Sale: &first}, {ID: "b", Sale: &second}})
	require.NoError(t, err)
	require.Len(t, collect(t, s.Conflicts())[0].Sides, 2)

	third := sale("HD3", "49-015420-323751-8")
	receipt := s.sell(t, third)
	require.Len(t, receipt.Registrations, 1)
	assert.True(t, receipt.Registrations[0].Disputed)
	assert.Equal(t, []string{"warranty.serial_contested"}, codes(receipt.Reasons))
	sound(t, receipt.Reasons...)
	again := s.sell(t, third)
	assert.Equal(t, []any{true, asJSON(t, receipt.Registrations)}, []any{again.Repeated, asJSON(t, again.Registrations)})
	third.Key = "another"
	_, err = s.Register(t.Context(), third)
	assert.Equal(t, []string{"line warranty.registered"}, problems(t, err))

	open := collect(t, s.Conflicts())
	require.Len(t, open, 1)
	require.Len(t, open[0].Sides, 3)
	a := s.ask(t, warranty.Inquiry{Serial: "490154203237518", Phone: "0391234567"})
	assert.NotEqual(t, warranty.FoundOne, a.Finding.Status, "the serial proves nothing until a person has looked")

	// A person finds that the first two were slips; then the third stands alone, and a fourth is refused.
	c, err := s.Resolve(t.Context(), warranty.Resolution{Conflict: open[0].ID, Withdraw: []storage.ID[warranty.Entry]{open[0].Sides[0].Entry, open[0].Sides[1].Entry}, By: "NV-1"})
	require.NoError(t, err)
	assert.Equal(t, warranty.ConflictSettled, c.State)
	left := 0
	for _, r := range collect(t, s.Registrations("")) {
		assert.False(t, r.Disputed && r.Withdrawn.IsZero())
		if r.Withdrawn.IsZero() {
			left++
		}
	}
	assert.Equal(t, 1, left)
	_, err = s.Register(t.Context(), sale("HD4", "490154203237518"))
	assert.Equal(t, []string{"serial warranty.registered"}, problems(t, err))
}

// An entry without its time would be another one with each attempt.
func TestAnOfflineEntryNeedsItsTime(t *testing.T) {
	s := newShop(t)
	sale := fanSale()
	sale.At = time.Time{}
	report, err := s.MergeOffline(t.Context(), []warranty.OfflineEntry{{ID: "1", Sale: &sale}})
	require.NoError(t, err)
	require.Len(t, report.Refused, 1)
	assert.Equal(t, "at", report.Refused[0].Problems[0].Path)
	assert.Empty(t, collect(t, s.Registrations("")))
}
