package vietnam_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/care/calendar/vietnam"
)

// Week days off as they were announced, "month-day", and the Saturdays worked (w). The
// sources are those of notices.json; compensation and swaps are as the announcements
// list them for offices that rest on Saturdays and Sundays.
var announced = map[int]string{
	2015: "01-01 01-02 02-16 02-17 02-18 02-19 02-20 02-23 04-28 04-29 04-30 05-01 09-02 w02-14 w04-25",
	2016: "01-01 02-08 02-09 02-10 02-11 02-12 04-18 05-02 05-03 09-02",
	2017: "01-02 01-26 01-27 01-30 01-31 02-01 04-06 05-01 05-02 09-04",
	2018: "01-01 02-14 02-15 02-16 02-19 02-20 04-25 04-30 05-01 09-03 12-31",
	2019: "01-01 02-04 02-05 02-06 02-07 02-08 04-15 04-29 04-30 05-01 09-02 w01-05 w05-04",
	2020: "01-01 01-23 01-24 01-27 01-28 01-29 04-02 04-30 05-01 09-02",
	2021: "01-01 02-10 02-11 02-12 02-15 02-16 04-21 04-30 05-03 09-02 09-03",
	2022: "01-03 01-31 02-01 02-02 02-03 02-04 04-11 05-02 05-03 09-01 09-02",
	2023: "01-02 01-20 01-23 01-24 01-25 01-26 05-01 05-02 05-03 09-01 09-04",
	2024: "01-01 02-08 02-09 02-12 02-13 02-14 04-18 04-29 04-30 05-01 09-02 09-03 w05-04",
	2025: "01-01 01-27 01-28 01-29 01-30 01-31 04-07 04-30 05-01 05-02 09-01 09-02 w04-26",
	2026: "01-01 01-02 02-16 02-17 02-18 02-19 02-20 04-27 04-30 05-01 08-31 09-01 09-02 11-24 w01-10 w08-22",
}

func TestOfficialDays(t *testing.T) {
	for year := 2015; year <= 2026; year++ {
		days, err := vietnam.Organisation{OfficialSwaps: true}.Days(year, nil)
		require.NoError(t, err)
		var off, worked []string
		for _, day := range days {
			require.False(t, day.Expected)
			switch {
			case day.Kind == vietnam.SwappedWork:
				require.True(t, vietnam.WeekEnd(day.Date))
				worked = append(worked, "w"+day.Date.String()[5:])
			case !vietnam.WeekEnd(day.Date):
				off = append(off, day.Date.String()[5:])
			}
		}
		require.Equal(t, announced[year], strings.Join(append(off, worked...), " "), "%d", year)
	}
}

func TestSwapsAreForThoseWhoFollowThem(t *testing.T) {
	days, err := vietnam.Organisation{}.Days(2026, nil)
	require.NoError(t, err)
	for _, day := range days {
		require.Contains(t, []vietnam.Kind{vietnam.Statutory, vietnam.Compensation}, day.Kind)
	}
	swap := vietnam.Swap{Off: date(t, "2026-11-23"), Work: date(t, "2026-11-28")}
	days, err = vietnam.Organisation{Swaps: []vietnam.Swap{swap}}.Days(2026, nil)
	require.NoError(t, err)
	require.Equal(t, []vietnam.Day{
		{Date: swap.Off, Kind: vietnam.SwappedOff, For: swap.Work},
		{Date: date(t, "2026-11-24"), Kind: vietnam.Statutory, Holiday: vietnam.Culture},
		{Date: swap.Work, Kind: vietnam.SwappedWork, For: swap.Off},
	}, days[len(days)-3:])

	_, err = vietnam.Organisation{Swaps: []vietnam.Swap{{Off: date(t, "2026-09-02"), Work: swap.Work}}}.Days(2026, nil)
	require.ErrorContains(t, err, "2026-09-02 is there twice")
	_, err = vietnam.Organisation{Swaps: []vietnam.Swap{{Off: swap.Off}}}.Days(2026, nil)
	require.ErrorContains(t, err, "swap 0 needs the day off and the day worked")

	both := vietnam.Organisation{OfficialSwaps: true, Swaps: []vietnam.Swap{{Off: date(t, "2026-08-31"), Work: date(t, "2026-08-22")}}}
	_, err = both.Days(2026, nil)
	require.NoError(t, err, "saying again what is official changes nothing")
}

// A firm that works on Saturdays gets no day for a holiday on a Saturday, and one that
// rests on Tuesdays gets one for a holiday on a Tuesday.
func TestCompensationIsOfTheFirmsOwnWeek(t *testing.T) {
	compensations := func(rest ...time.Weekday) (found []string) {
		days, err := vietnam.Organisation{}.Days(2023, func(d calendar.Date) bool {
			for _, day := range rest {
				if d.Weekday() == day {
					return true
				}
			}
			return false
		})
		require.NoError(t, err)
		for _, day := range days {
			if day.Kind == vietnam.Compensation {
				found = append(found, day.Date.String()+" for "+day.For.String())
			}
		}
		return found
	}
	require.Equal(t, []string{
		"2023-01-02 for 2023-01-01", "2023-01-25 for 2023-01-21", "2023-01-26 for 2023-01-22",
		"2023-05-02 for 2023-04-29", "2023-05-03 for 2023-04-30", "2023-09-04 for 2023-09-02",
	}, compensations(time.Saturday, time.Sunday))
	require.Equal(t, []string{"2023-01-02 for 2023-01-01", "2023-01-25 for 2023-01-22", "2023-05-02 for 2023-04-30"}, compensations(time.Sunday))
	require.Equal(t, []string{"2023-01-25 for 2023-01-24"}, compensations(time.Tuesday))
	require.Empty(t, compensations())
}

func TestCultureDayIsCompensatedOnlyIfTheFirmSaysSo(t *testing.T) {
	for _, c := range []struct {
		compensate bool
		want       int
	}{{false, 0}, {true, 1}} {
		days, err := vietnam.Organisation{CompensateCulture: c.compensate}.Days(2030, nil) // a Sunday
		require.NoError(t, err)
		count := 0
		for _, day := range days {
			if day.Kind == vietnam.Compensation && day.Holiday == vietnam.Culture {
				require.Equal(t, "2030-11-25", day.Date.String())
				count++
			}
		}
		require.Equal(t, c.want, count)
	}
	days, err := vietnam.Organisation{}.Days(2025, nil)
	require.NoError(t, err)
	for _, day := range days {
		require.NotEqual(t, vietnam.Culture, day.Holiday, "a holiday since 2026")
	}
}

func TestYearsWithoutANoticeAreExpected(t *testing.T) {
	days, err := vietnam.Organisation{OfficialSwaps: true}.Days(2027, nil)
	require.NoError(t, err)
	var off []string
	for _, day := range days {
		require.True(t, day.Expected)
		require.Contains(t, day.Name().VI, "(dự kiến)")
		require.Contains(t, day.Name().EN, "(expected)")
		off = append(off, day.Date.String()[5:])
	}
	require.Equal(t, "01-01 02-05 02-06 02-07 02-08 02-09 02-10 02-11 04-16 04-30 05-01 05-03 09-02 09-03 11-24", strings.Join(off, " "))

	for year := 2015; year <= 2026; year++ { // what is expected differs from what was announced in Tết's five days at most
		notice := vietnam.Notices()[year-2015]
		require.Equal(t, year, notice.Year)
		tet, err := vietnam.Tet(year)
		require.NoError(t, err)
		kings, err := vietnam.HungKings(year)
		require.NoError(t, err)
		seen := 0
		for _, day := range notice.Days {
			if day.Date == tet && day.Holiday == vietnam.TetHoliday || day.Date == kings && day.Holiday == vietnam.HungKingsDay {
				seen++
			}
		}
		require.Equal(t, 2, seen, "%d", year)
	}
	_, err = vietnam.Organisation{}.Days(2012, nil)
	require.ErrorContains(t, err, "from 2013 on")
	_, err = vietnam.Organisation{}.Days(2099, nil)
	require.Error(t, err)
	for year := 2027; year <= 2098; year++ {
		days, err := vietnam.Organisation{CompensateCulture: true}.Days(year, nil)
		require.NoError(t, err)
		off := 0
		for _, day := range days {
			if !vietnam.WeekEnd(day.Date) {
				off++
			}
		}
		require.Equal(t, 12, off, "%d: twelve paid days a year, wherever they fall", year)
	}
}

// The neighbour of 2 September follows the notices of 2021 to 2026.
func TestExpectedNationalDay(t *testing.T) {
	for year, want := range map[int]string{2027: "03", 2028: "01", 2029: "01", 2030: "03", 2031: "01", 2032: "03", 2033: "01"} {
		days, err := vietnam.Organisation{}.Days(year, nil)
		require.NoError(t, err)
		var got []string
		for _, day := range days {
			if day.Kind == vietnam.Statutory && day.Holiday == vietnam.National && day.Date.Day() != 2 {
				got = append(got, day.Date.String()[8:])
			}
		}
		require.Equal(t, []string{want}, got, "%d", year)
	}
}

func TestFirmChoosesItsDaysOfTet(t *testing.T) {
	own := vietnam.Notices()[11] // 2026: one day before, four after
	own.Days = append([]vietnam.OffDay(nil), own.Days...)
	for i := range own.Days {
		if own.Days[i].Holiday == vietnam.TetHoliday {
			own.Days[i].Date = own.Days[i].Date.AddDays(-1)
		}
	}
	days, err := vietnam.Organisation{Notices: []vietnam.Notice{own}}.Days(2026, nil)
	require.NoError(t, err)
	require.Equal(t, "2026-02-15", days[1].Date.String())
	require.Equal(t, vietnam.Day{Date: date(t, "2026-02-20"), Kind: vietnam.Compensation, Holiday: vietnam.TetHoliday, For: date(t, "2026-02-15")}, days[6])

	own.Days = own.Days[1:]
	_, err = vietnam.Organisation{Notices: []vietnam.Notice{own}}.Days(2026, nil)
	require.ErrorContains(t, err, "new_year has 1 days, not 0")
}

func TestParseNoticesSaysEverythingThatIsWrong(t *testing.T) {
	_, err := vietnam.ParseNotices([]byte(`[{"year": 2027, "days": [
		{"date": "2027-01-01", "holiday": "new_year"}, {"date": "2028-01-01", "holiday": "xmas"}, {"date": "2027-01-01", "holiday": "labour"}, {"holiday": "national"}
	], "swaps": [{"off": "2026-12-31", "work": "2027-01-09"}]}, {"year": 2027}]`))
	for _, want := range []string{
		"2028-01-01 is in another year", `there is no holiday "xmas"`, "2027-01-01 is there twice", "national has no date",
		"tet has 5 days, not 0", "national has 2 days, not 1", "2026-12-31 is off in another year", "the notice of 2027 does not follow that of 2027",
	} {
		require.ErrorContains(t, err, want)
	}
	for _, text := range []string{``, `{}`, `[{"yaer": 2027}]`, `[{"year": 2012}]`, `[] []`, `[{"year": 2027, "days": [{"date": "1/1/2027"}]}]`} {
		_, err := vietnam.ParseNotices([]byte(text))
		require.Error(t, err, text)
	}
}

func TestNamesInBothLanguages(t *testing.T) {
	days, err := vietnam.Organisation{OfficialSwaps: true}.Days(2026, nil)
	require.NoError(t, err)
	names := map[string]calendar.Text{}
	for _, day := range days {
		require.NotEmpty(t, day.Name().VI)
		require.NotEmpty(t, day.Name().EN)
		names[day.Date.String()] = day.Name()
	}
	require.Equal(t, calendar.Text{VI: "Nghỉ bù Giỗ Tổ Hùng Vương", EN: "In place of Hung Kings' Commemoration Day"}, names["2026-04-27"])
	require.Equal(t, calendar.Text{VI: "Nghỉ hoán đổi, làm bù ngày 22/08/2026", EN: "Day off, worked on 22 August 2026 instead"}, names["2026-08-31"])
	require.Equal(t, calendar.Text{VI: "Làm bù cho ngày 31/08/2026", EN: "Worked for 31 August 2026"}, names["2026-08-22"])
	require.Equal(t, calendar.Text{}, vietnam.Holiday("xmas").Name())
}

// In a shop that works on Saturday mornings.
func TestApplyToACalendar(t *testing.T) {
	day := calendar.MustShifts("08:00-12:00 13:30-17:30")
	hours := calendar.Definition{Zone: "Asia/Ho_Chi_Minh", Weeks: []calendar.Week{{Mon: day, Tue: day, Wed: day, Thu: day, Fri: day, Sat: day[:1]}}}
	official, err := vietnam.Organisation{OfficialSwaps: true}.Apply(hours, 2025, 2027)
	require.NoError(t, err)
	require.Empty(t, hours.Closures, "the definition given is not changed")
	c, err := calendar.Compile(official)
	require.NoError(t, err)
	for text, want := range map[string]time.Duration{
		"2026-01-02": 0,             // given off
		"2026-01-10": 8 * time.Hour, // the Saturday worked for it has the hours of a Friday
		"2026-01-17": 4 * time.Hour, // a Saturday
		"2026-02-20": 0,             // Tết
		"2026-02-21": 4 * time.Hour,
		"2026-04-27": 0,             // Monday, for a Sunday
		"2026-05-02": 4 * time.Hour, // the Saturday after 1 May
		"2026-11-24": 0,
		"2027-05-03": 8 * time.Hour, // 1 May 2027 is a Saturday, on which this firm works: no day in its place
	} {
		d := date(t, text)
		open, err := c.Elapsed(d.Start(c.Zone()), d.End(c.Zone()))
		require.NoError(t, err)
		require.Equal(t, want, open, text)
	}
	closure, closed := c.ClosureAt(date(t, "2026-02-17").At(calendar.Clock(10, 0), c.Zone()))
	require.True(t, closed)
	require.Equal(t, calendar.Text{VI: "Tết Nguyên đán", EN: "Lunar New Year"}, closure.Name)

	hours.Overrides = []calendar.Override{{Date: date(t, "2026-01-10"), Shifts: day[:1]}}
	official, err = vietnam.Organisation{OfficialSwaps: true}.Apply(hours, 2026, 2026)
	require.NoError(t, err)
	c, err = calendar.Compile(official)
	require.NoError(t, err)
	open, err := c.Elapsed(date(t, "2026-01-10").Start(c.Zone()), date(t, "2026-01-11").Start(c.Zone()))
	require.NoError(t, err)
	require.Equal(t, 4*time.Hour, open, "the host's own hours stay")

	_, err = vietnam.Organisation{}.Apply(hours, 2010, 2011)
	require.Error(t, err)
}

func TestFirmThatNeverWorks(t *testing.T) {
	_, err := vietnam.Organisation{}.Days(2026, func(calendar.Date) bool { return true })
	require.ErrorContains(t, err, "no working day")
}

func FuzzParseNotices(f *testing.F) {
	f.Add([]byte(`[{"year": 2027, "days": [{"date": "2027-01-01", "holiday": "new_year"}], "swaps": [{"off": "2027-01-04", "work": "2027-01-09"}]}]`))
	f.Add([]byte(`[]`))
	f.Fuzz(func(t *testing.T, data []byte) {
		all, err := vietnam.ParseNotices(data)
		if err != nil {
			return
		}
		for _, n := range all {
			if _, err := (vietnam.Organisation{OfficialSwaps: true, Notices: all}).Days(n.Year, nil); err != nil {
				require.ErrorContains(t, err, "vietnam: ")
			}
		}
	})
}
