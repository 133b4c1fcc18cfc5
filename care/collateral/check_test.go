package collateral_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/care/collateral"
	"github.com/chamsoc/chamsoc/storage"
)

func hangBong() collateral.Place {
	return collateral.Place{Ref: "CH-HB", Name: both("Cửa hàng Hàng Bông", "Hàng Bông shop"), Weekday: time.Monday, At: calendar.Clock(10, 0), Checker: "NV-5"}
}

// stocked is a shop with one price list, a place, and a norm of 10.
func stocked(t testing.TB) *shop {
	s := newShop(t)
	ok[collateral.Material](s)(s.Define(t.Context(), priceList()))
	s.publish(1, calendar.MustDate(2026, 8, 31))
	ok[collateral.Place](s)(s.Open(t.Context(), hangBong()))
	ok[collateral.Norm](s)(s.SetNorm(t.Context(), collateral.Norm{Place: "CH-HB", Kind: collateral.PriceList, Least: 10, Lead: 1, Pack: 4}))
	s.work()
	return s
}

func (s *shop) count(have int64) collateral.Tally {
	s.t.Helper()
	return ok[collateral.Tally](s)(s.Count(s.t.Context(), collateral.Count{Place: "CH-HB", By: "NV-5", Lines: []collateral.Counted{{Material: "gia", Have: have}}}))
}

func (s *shop) assess() collateral.Assessment {
	s.t.Helper()
	all := ok[[]collateral.Assessment](s)(s.Assess(s.t.Context(), "CH-HB"))
	require.Len(s.t, all, 1)
	return all[0]
}

func (s *shop) checks() (list []string) {
	s.t.Helper()
	for c, err := range s.Checks("CH-HB").All(s.t.Context()) {
		require.NoError(s.t, err)
		list = append(list, c.Due.In(zone).Format("2006-01-02 15:04 ")+string(c.Result))
	}
	return list
}

func TestACheckIsDueEveryWeekAndAMissedOneIsAFinding(t *testing.T) {
	s := stocked(t) // on Monday, 31 August, 09:00; the first check is due at 10:00
	require.Equal(t, collateral.Unchecked, s.assess().Standing, "nobody has counted yet")
	s.count(20)
	require.Equal(t, collateral.InOrder, s.assess().Standing)
	s.now = at("2026-09-07 09:59")
	require.Empty(t, s.work())
	s.now = at("2026-09-07 10:00")
	events := s.work()
	require.Len(t, events, 1)
	missed := events[0].(collateral.CheckMissedEvent)
	require.Equal(t, []any{care.PlaceRef("CH-HB"), care.StaffRef("NV-5"), at("2026-09-07 10:00").UTC()}, []any{missed.Place, missed.Checker, missed.Due})
	require.Equal(t, []string{"2026-09-07 10:00 missed", "2026-08-31 10:00 done"}, s.checks())
	require.Equal(t, collateral.Unchecked, s.assess().Standing, "what was there a week ago says nothing")
	require.Equal(t, "collateral.unchecked", s.assess().Reasons[1].Code())
	s.count(12)
	require.Equal(t, collateral.InOrder, s.assess().Standing)
	require.Equal(t, "2026-09-14 10:00 done", s.checks()[0], "it is the next week's check")

	s.now = at("2026-10-05 11:00") // nobody worked for weeks
	events = s.work()
	require.Len(t, events, 3, "21 September, 28 September, 5 October")
	require.Empty(t, s.work())
	require.Equal(t, []string{"2026-10-05 10:00 missed", "2026-09-28 10:00 missed", "2026-09-21 10:00 missed"}, s.checks()[:3])
}

func TestAnotherDayOfTheWeekForgetsNoMissedCheck(t *testing.T) {
	s := stocked(t)
	s.now = at("2026-08-31 12:00") // nobody has counted by 10:00, and nobody has looked yet
	p := hangBong()
	p.Weekday = time.Friday
	ok[collateral.Place](s)(s.Open(t.Context(), p))
	require.Len(t, s.work(), 1)
	p.Weekday = time.Thursday
	p = ok[collateral.Place](s)(s.Open(t.Context(), p))
	require.Equal(t, at("2026-09-03 10:00").UTC(), p.Due)
	s.now = at("2026-09-03 10:00")
	require.Len(t, s.work(), 1)
	s.now = at("2026-09-04 10:00")
	require.Empty(t, s.work(), "Friday is no due any more")
	require.Equal(t, []string{"2026-09-03 10:00 missed", "2026-08-31 10:00 missed"}, s.checks())
}

func TestACountThatWasMadeInTimeAndToldLate(t *testing.T) {
	s := stocked(t)
	s.now = at("2026-08-31 10:00")
	require.Len(t, s.work(), 1)
	late := collateral.Count{Key: "c-1", Place: "CH-HB", By: "NV-5", At: at("2026-08-31 09:30"), Lines: []collateral.Counted{{Material: "gia", Have: 20}}}
	ok[collateral.Tally](s)(s.Count(t.Context(), late))
	require.ElementsMatch(t, []string{"2026-08-31 10:00 late", "2026-08-31 10:00 done"}, s.checks())
	require.True(t, ok[collateral.Tally](s)(s.Count(t.Context(), late)).Repeated)
	s.now = at("2026-09-01 10:00")
	s.count(15)
	late.Key, late.At = "c-2", at("2026-08-31 12:00")
	tally := ok[collateral.Tally](s)(s.Count(t.Context(), late))
	require.Contains(t, codes(tally.Check.Lines[0].Reasons), "collateral.older_count")
	require.EqualValues(t, 15, s.assess().Usable)
	late.Key, late.At = "", at("2026-09-01 10:01")
	_, err := s.Count(t.Context(), late)
	require.Equal(t, []string{"at collateral.future"}, problems(t, err))
}

func TestWhatWasNotCountedIsRefused(t *testing.T) {
	s := stocked(t)
	leaflet := collateral.Material{Code: "to-roi", Kind: collateral.Leaflet, Name: both("Tờ rơi", "Leaflet"), Owner: "NV-9"}
	ok[collateral.Material](s)(s.Define(t.Context(), leaflet))
	ok[collateral.Norm](s)(s.SetNorm(t.Context(), collateral.Norm{Place: "CH-HB", Kind: collateral.Leaflet, Material: "to-roi", Least: 1}))
	_, err := s.Count(t.Context(), collateral.Count{Place: "CH-HB", By: "NV-5", Lines: []collateral.Counted{
		{Material: "gia", Have: -1}, {Material: "gia", Have: 2}, {Material: "khac", Have: 2},
	}})
	require.Equal(t, []string{"lines[0].have collateral.pieces", "lines[1] collateral.twice", "lines[2].material collateral.not_on_sheet", "lines collateral.not_counted"}, problems(t, err))
	_, err = s.Count(t.Context(), collateral.Count{Place: "CH-HB", By: "NV-5", Lines: []collateral.Counted{{Material: "gia"}, {Material: "to-roi", Have: 3}}})
	require.Equal(t, []string{"lines[1].edition collateral.not_in_force"}, problems(t, err))
	tally := ok[collateral.Tally](s)(s.Count(t.Context(), collateral.Count{Place: "CH-HB", By: "NV-5", Lines: []collateral.Counted{{Material: "gia"}, {Material: "to-roi"}}}))
	require.Equal(t, collateral.NotInForce, tally.Check.Lines[0].Standing, "leaflets come before price lists")
	_, err = s.Count(t.Context(), collateral.Count{Place: "CH-XX", By: "NV-5"})
	require.Equal(t, []string{"place collateral.no_place"}, problems(t, err))
}

func TestAShortageIsOrderedInPacksAndOnce(t *testing.T) {
	s := stocked(t)
	tally := s.count(3)
	require.Equal(t, collateral.Shortage, tally.Check.Lines[0].Standing)
	require.EqualValues(t, 8, tally.Check.Lines[0].Order, "7 lack, in packs of 4")
	require.Len(t, tally.Orders, 1)
	events := s.work()
	require.Len(t, events, 1)
	require.EqualValues(t, 8, events[0].(collateral.OrderingEvent).Quantity)
	s.now = s.now.Add(time.Minute)
	again := s.count(3)
	require.Empty(t, again.Orders, "it is on its way")
	require.Equal(t, collateral.Shortage, again.Check.Lines[0].Standing, "and still short")
	s.now = s.now.Add(time.Minute)
	o := ok[collateral.Order](s)(s.Receive(t.Context(), collateral.Delivery{Key: "d-1", Order: tally.Orders[0], Quantity: 5}))
	require.True(t, o.Open)
	ok[collateral.Order](s)(s.Receive(t.Context(), collateral.Delivery{Key: "d-1", Order: tally.Orders[0], Quantity: 5}))
	a := s.assess()
	require.Equal(t, []int64{8, 3}, []int64{a.Usable, a.Coming})
	s.now = s.now.Add(time.Minute)
	o = ok[collateral.Order](s)(s.Receive(t.Context(), collateral.Delivery{Order: tally.Orders[0], Quantity: 0, Last: true}))
	require.False(t, o.Open)
	require.Zero(t, s.assess().Coming)
	second := s.count(8)
	ok[collateral.Order](s)(s.Receive(t.Context(), collateral.Delivery{Order: second.Orders[0], Quantity: 2, At: s.now.Add(-time.Second)}))
	require.EqualValues(t, 8, s.assess().Usable, "what came before the count is in the count")
	_, err := s.Receive(t.Context(), collateral.Delivery{Order: tally.Orders[0], Quantity: 1})
	require.Equal(t, []string{"order collateral.no_order"}, problems(t, err))
}

func TestCopiesOfAnOldEditionCountAsNone(t *testing.T) {
	s := stocked(t)
	s.publish(2, calendar.MustDate(2026, 9, 1))
	s.count(30)
	require.Equal(t, collateral.InOrder, s.assess().Standing)
	s.now = at("2026-09-01 08:00")
	a := s.assess()
	require.Equal(t, []any{collateral.Shortage, 2, int64(0), int64(30)}, []any{a.Standing, a.Edition, a.Usable, a.Obsolete})
	require.Contains(t, codes(a.Reasons), "collateral.obsolete")
	tally := ok[collateral.Tally](s)(s.Count(t.Context(), collateral.Count{Place: "CH-HB", By: "NV-5", Lines: []collateral.Counted{
		{Material: "gia", Have: 2}, {Material: "gia", Edition: 1, Have: 30},
	}}))
	require.Equal(t, []any{2, int64(2), int64(8)}, []any{tally.Check.Lines[0].Edition, tally.Check.Lines[0].Usable, tally.Check.Lines[0].Order})
	ok[collateral.Norm](s)(s.SetNorm(t.Context(), collateral.Norm{Place: "CH-HB", Kind: collateral.PriceList, Material: "gia", Least: 2}))
	require.Equal(t, collateral.InOrder, s.assess().Standing, "the norm of a material goes before that of its kind")
	require.NoError(t, s.DropNorm(t.Context(), collateral.Norm{Place: "CH-HB", Kind: collateral.PriceList, Material: "gia"}))
	require.Equal(t, collateral.Shortage, s.assess().Standing)
}

// Weeks of known use make the norm; weeks that ran out, or in which somebody asked in vain, do not lower it.
func TestTheNormFollowsDemandOfWeeksWithoutAShortage(t *testing.T) {
	s := stocked(t)
	ok[collateral.Norm](s)(s.SetNorm(t.Context(), collateral.Norm{Place: "CH-HB", Kind: collateral.PriceList, Mandatory: true, Lead: 1}))
	s.now = at("2026-09-01 10:00")
	tally := s.count(100)
	require.EqualValues(t, 1, tally.Check.Lines[0].Par.Level, "nobody has asked yet, but one must be there")
	have := int64(100)
	for week := range 6 {
		s.now = s.now.AddDate(0, 0, 7)
		have -= 10
		if week == 2 {
			ok[collateral.Absence](s)(s.Lack(t.Context(), collateral.Unmet{Place: "CH-HB", Material: "gia", By: "NV-5", At: s.now.Add(-time.Hour)}))
			have += 9 // one was used, since customers were told that there was none
		}
		tally = s.count(have)
	}
	got := tally.Check.Lines[0]
	require.True(t, got.Demand.Known)
	require.Equal(t, []int{5, 1}, []int{got.Demand.Weeks, got.Demand.Left})
	require.InDelta(t, 10, got.Demand.Demand.Mean, 1e-9)
	require.EqualValues(t, 28, got.Par.Level, "10 a week, a lead of 1, 0.95: the golden row")
	require.InDelta(t, 0.9911725478741518, got.Par.Fill, 1e-12)
	absences, err := s.Absences("CH-HB").Page(t.Context(), "", 0)
	require.NoError(t, err)
	require.Len(t, absences.Items, 1)
	s.now = s.now.AddDate(0, 0, 7)
	require.Equal(t, 2, s.count(0).Check.Lines[0].Demand.Left, "what ran out may have been asked for more often")
	s.now = s.now.AddDate(0, 0, 7)
	tally = s.count(have + 5)
	require.Contains(t, codes(tally.Check.Lines[0].Reasons), "collateral.more_than_expected")
	require.Equal(t, 5, tally.Check.Lines[0].Demand.Weeks)
}

// The due of a count against a search day by day.
func TestNextDueAgainstASearch(t *testing.T) {
	dice := rand.New(rand.NewPCG(5, 6))
	for range 2000 {
		p := collateral.Place{Weekday: time.Weekday(dice.IntN(7)), At: calendar.Clock(dice.IntN(25), 0)}
		moment := at("2026-08-01 00:00").Add(time.Duration(dice.IntN(60*24)) * time.Hour)
		want := time.Time{}
		for day := calendar.DateOf(moment, zone).AddDays(-9); want.IsZero(); day = day.AddDays(1) {
			if due := day.At(p.At, zone); day.Weekday() == p.Weekday && due.After(moment) {
				want = due
			}
		}
		require.Equal(t, want, p.NextDue(moment, zone), "%v %v %v", p.Weekday, p.At, moment)
	}
}

func TestTheSheet(t *testing.T) {
	s := stocked(t)
	s.publish(2, calendar.MustDate(2026, 9, 1))
	s.count(20)
	s.now = at("2026-09-01 08:00")
	sheet := ok[collateral.Sheet](s)(s.Sheet(t.Context(), "CH-HB"))
	require.Len(t, sheet.Lines, 1)
	require.Equal(t, []collateral.Held{{Edition: 1, Count: 20}}, sheet.Lines[0].Old)
	for lang, wants := range map[care.Lang][]string{
		"vi": {"Phiếu kiểm tài liệu", "Cửa hàng Hàng Bông", "10:00 ngày 31/08/2026", "Bảng giá nồi cơm", "Bản 2", "hết hiệu lực, cất đi", "<html lang=\"vi\">"},
		"en": {"Count sheet", "Hàng Bông shop", "10:00, 31 August 2026", "Rice cooker prices", "Edition 2", "no longer in force, take away"},
	} {
		page, err := sheet.HTML(lang)
		require.NoError(t, err)
		for _, want := range wants {
			require.Contains(t, string(page), want)
		}
	}
	sheet.Name = both("<script>alert(1)</script>", "")
	page, err := sheet.HTML("vi")
	require.NoError(t, err)
	require.NotContains(t, string(page), "<script>")
}

// The largest sheet still fits a record, with every reason.
func TestTheLargestSheetFits(t *testing.T) {
	s := stocked(t)
	count := collateral.Count{Place: "CH-HB", By: "NV-5", Lines: []collateral.Counted{{Material: "gia", Have: 1}}}
	for i := range 199 {
		code := fmt.Sprintf("%03d", i) + strings.Repeat("x", 190)
		m := priceList()
		m.Code = code
		ok[collateral.Material](s)(s.Define(t.Context(), m))
		e := edition(1, calendar.MustDate(2026, 8, 31))
		e.Material = code
		ok[collateral.Edition](s)(s.Draft(t.Context(), e))
		r := play(1, true, true)
		r.Material = code
		ok[collateral.Edition](s)(s.Play(t.Context(), r))
		ok[collateral.Edition](s)(s.Publish(t.Context(), collateral.Publication{Material: code, Edition: 1, By: "NV-9"}))
		count.Lines = append(count.Lines, collateral.Counted{Material: code, Have: 1}, collateral.Counted{Material: code, Edition: 7, Have: 1}, collateral.Counted{Material: code, Edition: 8, Have: 1})
	}
	count.Key = "all"
	count.Lines = count.Lines[:1]
	for i := range 199 {
		count.Lines = append(count.Lines, collateral.Counted{Material: fmt.Sprintf("%03d", i) + strings.Repeat("x", 190), Have: 1})
	}
	tally := ok[collateral.Tally](s)(s.Count(t.Context(), count))
	require.Len(t, tally.Orders, 200)
	require.Less(t, len(asJSON(t, tally)), storage.MaxBody*3/4)
	m := priceList()
	m.Code = "one too many"
	ok[collateral.Material](s)(s.Define(t.Context(), m))
	_, err := s.Sheet(t.Context(), "CH-HB")
	require.Equal(t, []string{"place collateral.too_many_norms"}, problems(t, err))
}

// Counts, absences and deliveries at once lose nothing.
func TestManyCountersAtOnce(t *testing.T) {
	s := stocked(t)
	s.count(0)
	s.now = s.now.Add(time.Minute)
	orders, err := s.Orders("CH-HB", true).Page(t.Context(), "", 0)
	require.NoError(t, err)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			_, err := s.Receive(t.Context(), collateral.Delivery{Order: orders.Items[0].ID, Quantity: 1})
			require.NoError(t, err)
		})
		wg.Go(func() {
			_, err := s.Lack(t.Context(), collateral.Unmet{Place: "CH-HB", Material: "gia", By: "NV-5"})
			require.NoError(t, err)
		})
	}
	wg.Wait()
	require.EqualValues(t, 8, s.assess().Usable)
	absences, err := s.Absences("CH-HB").Page(t.Context(), "", 0)
	require.NoError(t, err)
	require.Len(t, absences.Items, 8)
}

func TestACountThatIsRecordedAfterADeliveryDoesNotLoseIt(t *testing.T) {
	s := stocked(t)
	tally := s.count(0) // orders 12
	require.Len(t, tally.Orders, 1)
	s.now = at("2026-09-07 10:30")
	ok[collateral.Order](s)(s.Receive(t.Context(), collateral.Delivery{Order: tally.Orders[0], Quantity: 12}))
	require.EqualValues(t, 12, s.assess().Usable)
	s.now = at("2026-09-07 11:00") // the sheet of 10:00 is typed in
	ok[collateral.Tally](s)(s.Count(t.Context(), collateral.Count{Place: "CH-HB", By: "NV-5", At: at("2026-09-07 10:00"), Lines: []collateral.Counted{{Material: "gia", Have: 0}}}))
	require.EqualValues(t, 12, s.assess().Usable)
	require.Equal(t, collateral.InOrder, s.assess().Standing, "and nothing is ordered again")
	require.Zero(t, s.assess().Coming)
	s.now = at("2026-09-14 10:00")
	s.count(9)
	require.EqualValues(t, 9, s.assess().Usable, "the next count has it")
}
