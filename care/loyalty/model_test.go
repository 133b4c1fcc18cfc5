package loyalty_test

import (
	"cmp"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/care/loyalty"
)

// point is one single point in the naive model: it lies in a lot, is spent, has expired, or was taken back.
type point struct {
	earned string // by which source; "" for one that was given back late
	lot    int
	from   calendar.Date
	until  calendar.Date
	state  string // "", "spent", "expired", "gone"
}

// model keeps every point by itself, and lets them expire day by day.
type model struct {
	points []*point
	debt   int
	lots   int
	// bought is the order in which the points of a redemption were taken.
	bought map[string][]*point
	earned map[string][]*point // of each purchase that are not taken back
}

func (m *model) expire(today calendar.Date) {
	for _, p := range m.points {
		if p.state == "" && today.After(p.until) {
			p.state = "expired"
		}
	}
}

// open lists the points that lie in lots, those that expire first; only usable ones, or pending ones too.
func (m *model) open(today calendar.Date, pending bool) (list []*point) {
	for _, p := range m.points {
		if p.state == "" && (pending || !today.Before(p.from)) {
			list = append(list, p)
		}
	}
	slices.SortStableFunc(list, func(a, b *point) int { return cmp.Or(a.until.Compare(b.until), cmp.Compare(a.lot, b.lot)) })
	return list
}

func (m *model) earn(source string, n int, from, until calendar.Date) {
	m.lots++
	for range n {
		p := &point{earned: source, lot: m.lots, from: from, until: until}
		if m.debt > 0 {
			m.debt--
			p.state = "spent"
		}
		m.points = append(m.points, p)
		m.earned[source] = append(m.earned[source], p)
	}
}

func (m *model) redeem(source string, n int, today calendar.Date) bool {
	usable := m.open(today, false)
	if len(usable)-m.debt < n {
		return false
	}
	for _, p := range usable[:n] {
		p.state = "spent"
		m.bought[source] = append(m.bought[source], p)
	}
	return true
}

// unearn takes back points of a purchase: first those that are there, then those that expired, then those that were spent, which others pay for.
func (m *model) unearn(source string, n int, today calendar.Date) bool {
	left := m.earned[source]
	if n > len(left) {
		return false
	}
	slices.SortStableFunc(left, func(a, b *point) int {
		order := map[string]int{"": 0, "expired": 1, "spent": 2}
		return cmp.Compare(order[a.state], order[b.state])
	})
	owed := 0
	for _, p := range left[:n] {
		if p.state == "spent" {
			owed++
		}
		p.state = "gone"
	}
	m.earned[source] = left[n:]
	payers := m.open(today, false)
	for _, p := range m.open(today, true) {
		if !slices.Contains(payers, p) {
			payers = append(payers, p)
		}
	}
	for _, p := range payers[:min(owed, len(payers))] {
		p.state = "spent"
	}
	m.debt += owed - min(owed, len(payers))
	return true
}

// unredeem gives points back, the last that were taken first; what is owed is paid with them.
func (m *model) unredeem(source string, n int, today calendar.Date, returned int) bool {
	taken := m.bought[source]
	if n > len(taken) {
		return false
	}
	late := false
	for range n {
		p := taken[len(taken)-1]
		taken = taken[:len(taken)-1]
		switch {
		case m.debt > 0:
			m.debt--
		case today.After(p.until):
			if !late {
				m.lots++
			}
			late = true
			m.points = append(m.points, &point{lot: m.lots, from: today, until: today.AddDays(returned)})
		case p.state == "gone": // its purchase was taken back since, and paid for by others: it lies in its lot all the same
			m.points = append(m.points, &point{lot: p.lot, from: p.from, until: p.until})
		default:
			p.state = ""
		}
	}
	m.bought[source] = taken
	return true
}

// The ledger against single points that expire day by day: the same balance after every movement, below zero only while something reversed is owed.
func TestTheLedgerAgainstSinglePoints(t *testing.T) {
	runs := 120
	if testing.Short() {
		runs = 30
	}
	for run := range runs {
		play(t, rand.New(rand.NewPCG(uint64(run), 9)), fmt.Sprint("run ", run))
	}
}

func play(t *testing.T, dice *rand.Rand, name string) {
	program := loyalty.Program{Months: 1 + dice.IntN(2), Pending: dice.IntN(20), Returned: 1 + dice.IntN(40), Points: 1, Per: care.VND(1)}
	s := newShop(t, program)
	m := &model{bought: map[string][]*point{}, earned: map[string][]*point{}}
	var earned, redeemed []string
	for step := range 60 {
		if dice.IntN(3) == 0 {
			s.now = s.now.AddDate(0, 0, dice.IntN(12))
		}
		today := calendar.DateOf(s.now, zone)
		m.expire(today)
		n, source := dice.IntN(30), fmt.Sprint(name, " ", step)
		var want bool
		var err error
		switch kind := dice.IntN(10); {
		case kind < 4:
			want = true
			m.earn(source, n, today.AddDays(program.Pending), today.AddMonths(program.Months))
			_, err = s.Earn(t.Context(), loyalty.Purchase{Customer: "KH-7", Source: source, Amount: care.VND(int64(n))})
			earned = append(earned, source)
		case kind < 7:
			n++
			if want = m.redeem(source, n, today); want {
				redeemed = append(redeemed, source)
			}
			_, err = s.Redeem(t.Context(), loyalty.Redemption{Customer: "KH-7", Source: source, Points: int64(n)})
		case kind < 8 && len(earned) > 0:
			n++
			of := earned[dice.IntN(len(earned))]
			want = m.unearn(of, n, today)
			_, err = s.Reverse(t.Context(), loyalty.Reversal{Kind: loyalty.Earned, Of: of, Source: source, Points: int64(n)})
		case kind < 9 && len(redeemed) > 0:
			n++
			of := redeemed[dice.IntN(len(redeemed))]
			want = m.unredeem(of, n, today, program.Returned)
			_, err = s.Reverse(t.Context(), loyalty.Reversal{Kind: loyalty.Redeemed, Of: of, Source: source, Points: int64(n)})
		default:
			want = true
			s.settle()
		}
		if _, refused := errors.AsType[*care.Invalid](err); !refused {
			require.NoError(t, err, source)
		}
		require.Equal(t, want, err == nil, source)
		b := s.balance()
		usable, all := len(m.open(today, false)), len(m.open(today, true))
		require.Equal(t, []int64{int64(usable - m.debt), int64(all - usable), int64(m.debt)}, []int64{b.Usable, b.Pending, b.Debt}, source)
		require.False(t, b.Usable < 0 && b.Debt == 0)
	}
	s.sums()
}

// sums checks that the entries add up to what the lots hold, less what is owed.
func (s *shop) sums() {
	s.t.Helper()
	account, err := s.Account(s.t.Context(), "KH-7")
	require.NoError(s.t, err)
	sum, latest := int64(0), int64(0)
	for e, err := range s.Entries(account.ID).All(s.t.Context()) {
		require.NoError(s.t, err)
		if sum == 0 && e.N == account.Entries {
			latest = e.Balance
		}
		sum += e.Points
	}
	require.Equal(s.t, account.Points-account.Debt, sum)
	require.Equal(s.t, latest, sum)
	lots := int64(0)
	for l, err := range s.Lots(account.ID).All(s.t.Context()) {
		require.NoError(s.t, err)
		lots += l.Left
	}
	require.Equal(s.t, account.Points, lots)
}
