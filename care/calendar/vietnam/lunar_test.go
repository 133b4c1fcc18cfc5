package vietnam_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/care/calendar/vietnam"
)

// The dates below are those on which github.com/hungtrd/amlich and the Vietnamese
// table of vacanza/holidays agree (read 2026-07-23).
const tets = `1990-01-27 1991-02-15 1992-02-04 1993-01-23 1994-02-10 1995-01-31 1996-02-19 1997-02-07 1998-01-28 1999-02-16
2000-02-05 2001-01-24 2002-02-12 2003-02-01 2004-01-22 2005-02-09 2006-01-29 2007-02-17 2008-02-07 2009-01-26
2010-02-14 2011-02-03 2012-01-23 2013-02-10 2014-01-31 2015-02-19 2016-02-08 2017-01-28 2018-02-16 2019-02-05
2020-01-25 2021-02-12 2022-02-01 2023-01-22 2024-02-10 2025-01-29 2026-02-17 2027-02-06 2028-01-26 2029-02-13
2030-02-02 2031-01-23 2032-02-11 2033-01-31 2034-02-19 2035-02-08 2036-01-28 2037-02-15 2038-02-04 2039-01-24
2040-02-12 2041-02-01 2042-01-22 2043-02-10 2044-01-30 2045-02-17 2046-02-06 2047-01-26 2048-02-14 2049-02-02 2050-01-23`

// Years whose last lunar day before Tết is the 29th.
const short = `1994 1997 2000 2001 2003 2006 2007 2012 2013 2016 2022 2025 2026 2027 2028 2029 2030 2031 2032 2039 2040 2041 2049 2050`

const hungKings = `2007-04-26 2008-04-15 2009-04-04 2010-04-23 2011-04-12 2012-03-31 2013-04-19 2014-04-09 2015-04-28 2016-04-16
2017-04-06 2018-04-25 2019-04-14 2020-04-02 2021-04-21 2022-04-10 2023-04-29 2024-04-18 2025-04-07 2026-04-26 2027-04-16 2028-04-04
2029-04-23 2030-04-12 2031-04-01 2032-04-19 2033-04-09 2034-04-28 2035-04-17`

func date(t *testing.T, text string) calendar.Date {
	d, err := calendar.ParseDate(text)
	require.NoError(t, err)
	return d
}

func TestTet(t *testing.T) {
	for i, text := range strings.Fields(tets) {
		want := date(t, text)
		got, err := vietnam.Tet(1990 + i)
		require.NoError(t, err)
		require.Equal(t, want, got)

		eve, err := vietnam.Lunar(want.AddDays(-1))
		require.NoError(t, err)
		last := 30
		if strings.Contains(short, text[:4]) {
			last = 29
		}
		require.Equal(t, vietnam.LunarDate{Year: 1989 + i, Month: 12, Day: last}, eve, "the day before %v", want)
	}
}

func TestHungKings(t *testing.T) {
	for i, text := range strings.Fields(hungKings) {
		got, err := vietnam.HungKings(2007 + i)
		require.NoError(t, err)
		require.Equal(t, date(t, text), got)
	}
}

// Leap months of the Vietnamese calendar, which in 1984 to 1985 and 2033 are famous
// for being hard.
func TestLeapMonths(t *testing.T) {
	leaps := map[int]int{
		1987: 7, 1990: 5, 1993: 3, 1995: 8, 1998: 5, 2001: 4, 2004: 2, 2006: 7, 2009: 5, 2012: 4, 2014: 9, 2017: 6, 2020: 4, 2023: 2, 2025: 6,
		2028: 5, 2031: 3, 2033: 11, 2036: 6, 2039: 5, 2042: 2, 2044: 7, 2047: 5, 2050: 3,
	}
	for year := 1986; year <= 2050; year++ {
		for month := 1; month <= 12; month++ {
			_, err := vietnam.LunarDate{Year: year, Month: month, Day: 1, Leap: true}.Date()
			require.Equal(t, leaps[year] == month, err == nil, "leap month %d of %d", month, year)
		}
	}
}

func TestVietnamIsNotChina(t *testing.T) {
	for text, china := range map[string]string{"2007-02-17": "2007-02-18", "2030-02-02": "2030-02-03"} {
		tet, err := vietnam.Tet(date(t, text).Year())
		require.NoError(t, err)
		require.Equal(t, text, tet.String())
		require.NotEqual(t, china, tet.String())
	}
	tet, err := vietnam.Tet(1985)
	require.NoError(t, err)
	require.Equal(t, "1985-01-21", tet.String(), "a month before the Chinese one")
}

func TestEveryDayHasOneLunarDate(t *testing.T) {
	var before vietnam.LunarDate
	for d := calendar.MustDate(1970, 2, 6); d.Year() < 2098; d = d.AddDays(1) {
		lunar, err := vietnam.Lunar(d)
		require.NoError(t, err)
		back, err := lunar.Date()
		require.NoError(t, err, "%v is %v", d, lunar)
		require.Equal(t, d, back, "%v", lunar)
		switch {
		case before.Day == 0: // nothing to compare with
		case lunar.Day > 1:
			require.Equal(t, before.Day+1, lunar.Day, "%v", d)
		default:
			require.Contains(t, []int{29, 30}, before.Day, "%v", d)
		}
		before = lunar
		if testing.Short() {
			d = d.AddDays(17)
			before.Day = 0
		}
	}
}

func TestLunarRefuses(t *testing.T) {
	_, err := vietnam.Lunar(calendar.MustDate(1969, 12, 31))
	require.ErrorContains(t, err, "1970 to 2099")
	for _, l := range []vietnam.LunarDate{{2026, 2, 30, false}, {2026, 13, 1, false}, {2026, 0, 1, false}, {2026, 1, 0, false}, {2026, 1, 31, false}, {1969, 1, 1, false}, {2099, 1, 1, false}} {
		_, err := l.Date()
		require.Error(t, err, "%v", l)
	}
	require.Equal(t, "15/6 nhuận/2025", vietnam.LunarDate{Year: 2025, Month: 6, Day: 15, Leap: true}.String())
}
