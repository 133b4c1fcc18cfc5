package calendar_test

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care/calendar"
)

var long = flag.Int("calendar.long", 0, "check this many random calendars over 40 years each against the day-by-day model, which takes a second for each")

// modelZones are 30 zones: those whose midnight is or was skipped or repeated, with
// shifts of half an hour, of three hours, of a whole day, of offsets of seconds, with
// summer time in winter, and a few ordinary ones.
var modelZones = []string{
	"America/Santiago", "America/Havana", "Atlantic/Azores", "Pacific/Apia", "Africa/Cairo", "Africa/Casablanca", "Australia/Lord_Howe",
	"Asia/Ho_Chi_Minh", "Europe/Berlin", "America/New_York", "UTC", "Asia/Tokyo", "Asia/Tehran", "Asia/Beirut", "Asia/Gaza",
	"Asia/Amman", "Asia/Kathmandu", "Pacific/Kwajalein", "Pacific/Chatham", "America/St_Johns", "America/Asuncion", "America/Sao_Paulo",
	"America/Caracas", "Asia/Pyongyang", "Antarctica/Troll", "Antarctica/Casey", "Africa/Monrovia", "Europe/Dublin", "Pacific/Fakaofo", "America/Scoresbysund",
}

// model answers by walking day by day over plain lists. It shares no code with the
// compiler: it knows civil days as midnights in UTC, finds the changes of a zone by
// trying every fourth hour, and subtracts one interval at a time.
type model struct {
	d       calendar.Definition
	changes []int64 // unix seconds at which the offset changes
	zone    *time.Location
	open    []modelSpan // of the window, in order
	from    time.Time   // what the window holds in full
	until   time.Time
}

type modelSpan struct {
	start, end int64
	day        time.Time // the civil day to which it belongs, as a midnight in UTC
}

func day(d calendar.Date) time.Time {
	return time.Date(d.Year(), d.Month(), d.Day(), 0, 0, 0, 0, time.UTC)
}

func dateOf(day time.Time) calendar.Date {
	return calendar.MustDate(day.Year(), day.Month(), day.Day())
}

var zoneChanges sync.Map // of []int64

// changesOf tries every fourth hour from 1969 to 2101.
func changesOf(zone *time.Location) []int64 {
	if known, ok := zoneChanges.Load(zone.String()); ok {
		return known.([]int64)
	}
	var changes []int64
	offset := func(u int64) int { _, o := time.Unix(u, 0).In(zone).Zone(); return o }
	before := 0
	for u := time.Date(1969, 1, 1, 0, 0, 0, 0, time.UTC).Unix(); u < time.Date(2101, 1, 1, 0, 0, 0, 0, time.UTC).Unix(); u += 4 * 3600 {
		if now := offset(u); now != before {
			at := u
			for offset(at-1) == now && u-at < 4*3600 { // back to the second
				at--
			}
			changes, before = append(changes, at), now
		}
	}
	zoneChanges.Store(zone.String(), changes)
	return changes
}

// wall reads the clock on the wall, as seconds since 1970 on it.
func (m *model) wall(u int64) int64 {
	t := time.Unix(u, 0).In(m.zone)
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, time.UTC).Unix()
}

// first finds the first second at which the wall shows the time or a later one,
// among those at which it shows exactly that, and those at which it was changed.
func (m *model) first(day time.Time, at calendar.TimeOfDay) int64 {
	wall := day.Unix() + int64(at)
	begin, end := wall-40*3600, wall+40*3600
	candidates := []int64{}
	offsets := map[int64]bool{m.wall(begin) - begin: true}
	for _, change := range m.changes {
		if change > begin && change < end {
			candidates = append(candidates, change)
			offsets[m.wall(change)-change] = true
		}
	}
	for offset := range offsets {
		candidates = append(candidates, wall-offset)
	}
	best := end
	for _, u := range candidates {
		if u >= begin && u < best && m.wall(u) >= wall {
			best = u
		}
	}
	return best
}

func modelShifts(d *calendar.Definition, day time.Time) calendar.Shifts {
	date := dateOf(day)
	if !d.ClosuresEndNights {
		for _, c := range d.Closures {
			if len(c.Hours) == 0 && within(c, day) {
				return nil
			}
		}
	}
	for _, o := range d.Overrides {
		if o.Date == date {
			return o.Shifts
		}
	}
	if len(d.Weeks) == 0 {
		return nil
	}
	monday := func(day time.Time) time.Time { return day.AddDate(0, 0, -(int(day.Weekday())+6)%7) }
	anchor := time.Date(1970, 1, 1, 0, 0, 0, 0, time.UTC)
	if !d.FirstWeek.IsZero() {
		anchor = time.Date(d.FirstWeek.Year(), d.FirstWeek.Month(), d.FirstWeek.Day(), 0, 0, 0, 0, time.UTC)
	}
	weeks := int(monday(day).Sub(monday(anchor)) / (7 * 24 * time.Hour))
	n := len(d.Weeks)
	return d.Weeks[(weeks%n+n)%n].On(day.Weekday())
}

func within(c calendar.Closure, on time.Time) bool {
	last := c.Last
	if last.IsZero() {
		last = c.First
	}
	return !on.Before(day(c.First)) && !on.After(day(last))
}

func newModel(t *testing.T, d calendar.Definition, from, until time.Time) *model {
	zone, err := time.LoadLocation(d.Zone)
	require.NoError(t, err)
	m := &model{d: d, zone: zone, from: from, until: until}
	for _, change := range changesOf(zone) {
		if change > from.Unix()-20*86400 && change < until.Unix()+20*86400 {
			m.changes = append(m.changes, change)
		}
	}
	var versions []*calendar.Definition
	for v := &d; v != nil; v = v.Before {
		versions = append([]*calendar.Definition{v}, versions...)
	}
	for i, v := range versions {
		begin, end := from.Unix()-8*86400, until.Unix()+8*86400
		if i > 0 {
			begin = max(begin, v.Since.Unix())
		}
		if i < len(versions)-1 {
			end = min(end, versions[i+1].Since.Unix())
		}
		for _, s := range m.version(v) {
			if s.start, s.end = max(s.start, begin), min(s.end, end); s.start < s.end {
				m.open = append(m.open, s)
			}
		}
	}
	return m
}

func (m *model) version(d *calendar.Definition) []modelSpan {
	var open []modelSpan
	first := time.Unix(m.from.Unix()/86400*86400, 0).UTC().AddDate(0, 0, -12)
	last := m.until.AddDate(0, 0, 12)
	for day := first; day.Before(last); day = day.AddDate(0, 0, 1) {
		for _, shift := range modelShifts(d, day) {
			s := modelSpan{m.first(day, shift.Start), m.first(day, shift.End), day}
			for _, earlier := range open[max(0, len(open)-20):] { // what is open already is not opened again
				s.start = max(s.start, earlier.end)
			}
			if s.start < s.end {
				open = append(open, s)
			}
		}
	}
	for day := first; day.Before(last); day = day.AddDate(0, 0, 1) {
		for _, c := range d.Closures {
			hours := c.Hours
			if len(hours) == 0 && d.ClosuresEndNights {
				hours = calendar.MustShifts("00:00-24:00")
			}
			if within(c, day) {
				for _, h := range hours {
					open = without(open, m.first(day, h.Start), m.first(day, h.End))
				}
			}
		}
	}
	return open
}

func without(open []modelSpan, start, end int64) []modelSpan {
	if start >= end {
		return open
	}
	i, _ := slices.BinarySearchFunc(open, start, func(s modelSpan, at int64) int { return int(s.end - at) })
	j := i
	var kept []modelSpan
	for ; j < len(open) && open[j].start < end; j++ {
		s := open[j]
		if s.start < start {
			kept = append(kept, modelSpan{s.start, min(s.end, start), s.day})
		}
		if s.end > end {
			kept = append(kept, modelSpan{max(s.start, end), s.end, s.day})
		}
	}
	return slices.Replace(open, i, j, slices.DeleteFunc(kept, func(s modelSpan) bool { return s.start >= s.end })...)
}

// worked counts open nanoseconds from the start of the window, one span at a time.
func (m *model) worked(t time.Time) (sum int64) {
	for _, s := range m.open {
		if start, end := time.Unix(s.start, 0), time.Unix(s.end, 0); t.After(start) {
			if end.After(t) {
				end = t
			}
			sum += int64(end.Sub(start))
		}
	}
	return sum
}

// add walks from opening to opening.
func (m *model) add(t time.Time, d time.Duration) time.Time {
	if d == 0 {
		return t
	}
	for _, s := range m.open {
		start, end := time.Unix(s.start, 0), time.Unix(s.end, 0)
		if !end.After(t) {
			continue
		}
		if start.Before(t) {
			start = t
		}
		if left := end.Sub(start); d <= left {
			return start.Add(d)
		} else {
			d -= left
		}
	}
	return time.Time{}
}

func (m *model) subtract(t time.Time, d time.Duration) time.Time {
	if d == 0 {
		return t
	}
	for _, s := range slices.Backward(m.open) {
		start, end := time.Unix(s.start, 0), time.Unix(s.end, 0)
		if !start.Before(t) {
			continue
		}
		if end.After(t) {
			end = t
		}
		if left := end.Sub(start); d <= left {
			return end.Add(-d)
		} else {
			d -= left
		}
	}
	return time.Time{}
}

func (m *model) isOpen(t time.Time) bool {
	return slices.ContainsFunc(m.open, func(s modelSpan) bool { return s.start <= t.Unix() && t.Unix() < s.end })
}

// merged joins spans that touch.
func (m *model) merged() (all []modelSpan) {
	for _, s := range m.open {
		if n := len(all); n > 0 && all[n-1].end == s.start {
			all[n-1].end = s.end
		} else {
			all = append(all, s)
		}
	}
	return all
}

func (m *model) closing(day time.Time) (end int64) {
	for _, s := range m.open {
		if s.day.Equal(day) {
			end = max(end, s.end)
		}
	}
	return end
}

func TestAgreesWithDayByDayModel(t *testing.T) {
	calendars := 36
	if testing.Short() {
		calendars = 10
	}
	for i := range calendars {
		random := rand.New(rand.NewPCG(uint64(i), 7))
		zone := modelZones[i%len(modelZones)]
		windows := []time.Time{randomWindow(t, random, zone), randomWindow(t, random, zone), randomWindow(t, random, zone)}
		d := randomDefinition(t, random, zone, windows...)
		c, err := calendar.Compile(d)
		if err != nil {
			require.ErrorContains(t, err, "no time is ever open", "%d", i)
			continue
		}
		for _, middle := range windows {
			checkWindow(t, random, d, c, middle, 25, fmt.Sprintf("calendar %d in %s", i, zone))
		}
	}
}

// TestAgreesWithDayByDayModelForFortyYears is for a night: go test -run FortyYears -calendar.long 300.
func TestAgreesWithDayByDayModelForFortyYears(t *testing.T) {
	for i := range *long {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			t.Parallel()
			random := rand.New(rand.NewPCG(uint64(i), 9))
			zone := modelZones[i%len(modelZones)]
			d := randomDefinition(t, random, zone)
			c, err := calendar.Compile(d)
			if err != nil {
				require.ErrorContains(t, err, "no time is ever open")
				return
			}
			first := 1971 + random.IntN(88)
			for year := first; year < first+40; year++ {
				checkWindow(t, random, d, c, time.Date(year, 7, 2, 12, 0, 0, 0, time.UTC), 183, fmt.Sprintf("calendar %d in %s", i, zone))
			}
		})
	}
}

// randomWindow is around a change of the clocks half of the time.
func randomWindow(t *testing.T, random *rand.Rand, zone string) time.Time {
	location, err := time.LoadLocation(zone)
	require.NoError(t, err)
	at := time.Unix(random.Int64N(40*365*86400)+int64(random.IntN(80))*365*86400+60*86400, 0)
	if changes := changesOf(location); random.IntN(2) == 0 && len(changes) > 1 {
		at = time.Unix(changes[random.IntN(len(changes))], 0)
	}
	first, last := time.Date(1970, 3, 1, 0, 0, 0, 0, time.UTC), time.Date(2099, 10, 1, 0, 0, 0, 0, time.UTC)
	if at.Before(first) {
		return first
	}
	if at.After(last) {
		return last
	}
	return at
}

// checkWindow compares every answer whose working out stays within some days of the
// middle.
func checkWindow(t *testing.T, random *rand.Rand, d calendar.Definition, c *calendar.Calendar, middle time.Time, days int, name string) {
	span := time.Duration(days) * 24 * time.Hour
	m := newModel(t, d, middle.Add(-span), middle.Add(span))
	name += fmt.Sprintf(" around %v: %+v", middle, d)

	all, err := c.Periods(m.from, m.until)
	require.NoError(t, err, name)
	var want, got [][2]int64
	for _, s := range m.merged() {
		if s.start, s.end = max(s.start, m.from.Unix()), min(s.end, m.until.Unix()); s.start < s.end {
			want = append(want, [2]int64{s.start, s.end})
		}
	}
	for p := range all {
		got = append(got, [2]int64{p.Start.Unix(), p.End.Unix()})
	}
	for i := range max(len(want), len(got)) {
		require.True(t, i < len(want) && i < len(got) && want[i] == got[i], "period %d of %d and %d: %v, %v; %s", i, len(want), len(got), want[min(i, len(want)):min(i+1, len(want))], got[min(i, len(got)):min(i+1, len(got))], name)
	}

	for range 4 * days {
		at := m.from.Add(time.Duration(random.Int64N(int64(2 * span))))
		if len(m.open) > 0 && random.IntN(2) == 0 { // exactly at an edge, or by it
			s := m.open[random.IntN(len(m.open))]
			at = time.Unix([]int64{s.start, s.end}[random.IntN(2)], 0).Add([]time.Duration{0, 0, 1, -1, time.Second, -time.Second}[random.IntN(6)])
		}
		if at.Before(m.from) || at.After(m.until) {
			continue
		}
		checkInstant(t, random, m, c, at, name)
	}
}

func checkInstant(t *testing.T, random *rand.Rand, m *model, c *calendar.Calendar, at time.Time, name string) {
	open, err := c.IsOpen(at)
	require.NoError(t, err, name)
	require.Equal(t, m.isOpen(at), open, "open at %v; %s", at, name)

	to := m.from.Add(time.Duration(random.Int64N(int64(m.until.Sub(m.from)))))
	elapsed, err := c.Elapsed(at, to)
	require.NoError(t, err, name)
	require.Equal(t, m.worked(to)-m.worked(at), int64(elapsed), "elapsed %v to %v; %s", at, to, name)

	lengths := []time.Duration{elapsed, time.Duration(random.Int64N(int64(60 * time.Hour))), time.Duration(random.IntN(3)) * time.Hour}
	if len(m.open) > 0 { // exactly to an edge, or by it
		s := m.open[random.IntN(len(m.open))]
		for _, by := range []time.Duration{0, 1, -1, time.Second} {
			lengths = append(lengths, time.Duration(m.worked(time.Unix(s.end, 0))-m.worked(at))+by)
		}
	}
	for _, length := range lengths {
		length = max(length, -length)
		if want := m.add(at, length); !want.IsZero() && !want.After(m.until) {
			got, err := c.Add(at, length)
			require.NoError(t, err, name)
			require.True(t, want.Equal(got), "%v plus %v: want %v, got %v; %s", at, length, want, got, name)
		}
		if want := m.subtract(at, length); !want.IsZero() && !want.Before(m.from) {
			got, err := c.Subtract(at, length)
			require.NoError(t, err, name)
			require.True(t, want.Equal(got), "%v minus %v: want %v, got %v; %s", at, length, want, got, name)
		}
	}
	checkEdges(t, m, c, at, name)
	checkDates(t, random, m, c, at, name)
}

func checkEdges(t *testing.T, m *model, c *calendar.Calendar, at time.Time, name string) {
	var nextOpen, nextClose, previousOpen, previousClose time.Time
	for _, s := range m.merged() {
		start, end := time.Unix(s.start, 0), time.Unix(s.end, 0)
		if nextClose.IsZero() && end.After(at) {
			nextClose = end
			if nextOpen = start; start.Before(at) {
				nextOpen = at
			}
		}
		if start.Before(at) {
			previousOpen = start
			if previousClose = end; end.After(at) {
				previousClose = at
			}
		}
	}
	for _, edge := range []struct {
		what string
		want time.Time
		ask  func(time.Time) (time.Time, error)
	}{
		{"next open", nextOpen, c.NextOpen},
		{"next close", nextClose, c.NextClose},
		{"previous open", previousOpen, c.PreviousOpen},
		{"previous close", previousClose, c.PreviousClose},
	} {
		if edge.want.Before(m.from) || edge.want.After(m.until) {
			continue
		}
		got, err := edge.ask(at)
		require.NoError(t, err, name)
		require.True(t, edge.want.Equal(got), "%s of %v: want %v, got %v; %s", edge.what, at, edge.want, got, name)
	}
}

func checkDates(t *testing.T, random *rand.Rand, m *model, c *calendar.Calendar, at time.Time, name string) {
	today := day(calendar.DateOf(at, m.zone))
	working, err := c.IsWorkingDate(dateOf(today))
	require.NoError(t, err, name)
	require.Equal(t, m.closing(today) > 0, working, "working date %v; %s", today, name)

	n, step := random.IntN(8)+1, 1
	if random.IntN(2) == 0 {
		step = -1
	}
	landed := today
	for left := n; left > 0; {
		if landed = landed.AddDate(0, 0, step); landed.Before(m.from.AddDate(0, 0, 3)) || landed.After(m.until.AddDate(0, 0, -3)) {
			return
		}
		if m.closing(landed) > 0 {
			left--
		}
	}
	got, err := c.AddWorkingDates(dateOf(today), step*n)
	require.NoError(t, err, name)
	require.Equal(t, dateOf(landed), got, "%v plus %d working dates; %s", today, step*n, name)
	due, err := c.AddDates(at, calendar.DateTarget{Dates: step * n})
	require.NoError(t, err, name)
	require.Equal(t, m.closing(landed), due.Unix(), "%v plus %d dates: %v; %s", at, step*n, due, name)
	count, err := c.WorkingDates(dateOf(today), dateOf(landed))
	require.NoError(t, err, name)
	var want int
	for d := today; d.Before(landed); d = d.AddDate(0, 0, 1) {
		if m.closing(d) > 0 {
			want++
		}
	}
	for d := landed; d.Before(today); d = d.AddDate(0, 0, 1) {
		if m.closing(d) > 0 {
			want--
		}
	}
	require.Equal(t, want, count, "working dates from %v to %v; %s", today, landed, name)
}

// randomDefinition makes a definition that compiles, if it is ever open. Half of its
// dates are near the given times.
func randomDefinition(t *testing.T, random *rand.Rand, zone string, near ...time.Time) calendar.Definition {
	for {
		d := randomVersion(random, zone, near)
		for v, since := &d, int64(120*365*86400); random.IntN(2) == 0; { // versions, the newest first
			older := randomVersion(random, zone, near)
			v.Before, v.Since = &older, time.Unix(random.Int64N(since), 0)
			if len(near) > 0 && random.IntN(4) > 0 {
				v.Since = near[random.IntN(len(near))].Truncate(time.Second).Add(time.Duration(random.IntN(40*86400)-20*86400) * time.Second)
			}
			since, v = v.Since.Unix(), &older
		}
		_, err := calendar.Compile(d)
		faults, _ := err.(calendar.Faults)
		if err == nil || slices.ContainsFunc(faults, func(f calendar.Fault) bool { return f.Reason == "no time is ever open, so no promise could be kept" }) {
			return d
		}
		for _, f := range faults { // the things that are left to chance
			require.Regexp(t, "overlap|is not after that|more than 96 closures", f.Reason, "%v", err)
		}
	}
}

func randomVersion(random *rand.Rand, zone string, near []time.Time) calendar.Definition {
	d := calendar.Definition{Zone: zone, FirstWeek: randomDate(random, near), ClosuresEndNights: random.IntN(4) == 0}
	for range random.IntN(4) {
		var w calendar.Week
		for _, day := range []*calendar.Shifts{&w.Mon, &w.Tue, &w.Wed, &w.Thu, &w.Fri, &w.Sat, &w.Sun} {
			*day = randomShifts(random)
		}
		d.Weeks = append(d.Weeks, w)
	}
	if len(d.Weeks) > 0 && random.IntN(5) == 0 {
		d.Weeks = []calendar.Week{calendar.NewWeek(calendar.MustShifts("00:00-24:00"))}
	}
	seen := map[calendar.Date]bool{}
	for range random.IntN(60) {
		if o := (calendar.Override{Date: randomDate(random, near), Shifts: randomShifts(random)}); !seen[o.Date] {
			seen[o.Date] = true
			d.Overrides = append(d.Overrides, o)
		}
	}
	for range random.IntN(80) {
		c := calendar.Closure{First: randomDate(random, near)}
		if random.IntN(3) == 0 {
			c.Last = c.First.AddDays(random.IntN(12))
		}
		if random.IntN(3) > 0 {
			c.Hours = randomShifts(random)
		}
		d.Closures = append(d.Closures, c)
	}
	return d
}

func randomDate(random *rand.Rand, near []time.Time) calendar.Date {
	if len(near) > 0 && random.IntN(2) == 0 {
		return calendar.DateOf(near[random.IntN(len(near))], time.UTC).AddDays(random.IntN(50) - 25)
	}
	return calendar.MustDate(1970, 1, 1).AddDays(random.IntN(130 * 365))
}

func randomShifts(random *rand.Rand) calendar.Shifts {
	var shifts calendar.Shifts
	at := calendar.TimeOfDay(0)
	longest := int32(10 * 3600)
	if random.IntN(8) == 0 {
		longest = 24 * 3600
	}
	for range random.IntN(4) {
		grain := []int32{3600, 900, 1800, 1}[random.IntN(4)]
		start := at + calendar.TimeOfDay(random.Int32N(6*3600/grain)*grain)
		end := start + calendar.TimeOfDay((1+random.Int32N(longest/grain))*grain)
		if longest > 10*3600 { // a day and a night that begin late
			start = 24*3600 - calendar.TimeOfDay(1+random.Int32N(4)*3600)
			end = start + 24*3600 - calendar.TimeOfDay(random.Int32N(3)*3600)
		}
		if start < at || start >= 24*3600 || end > 48*3600 {
			break
		}
		shifts = append(shifts, calendar.Shift{Start: start, End: end})
		at = end
	}
	return shifts
}
