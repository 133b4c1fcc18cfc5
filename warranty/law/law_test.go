package law_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/warranty/law"
)

func day(text string) calendar.Date {
	d, err := calendar.ParseDate(text)
	if err != nil {
		panic(err)
	}
	return d
}

func TestEveryRegimeIsSoundAndHasItsOwnTime(t *testing.T) {
	codes := map[law.Code]bool{}
	for _, r := range law.Regimes() {
		require.NoError(t, r.Check(), r.Code)
		require.False(t, codes[r.Code], r.Code)
		codes[r.Code] = true
		found, ok := law.Find(r.Code)
		require.True(t, ok)
		require.Equal(t, r, found)
		for _, other := range law.Regimes() {
			if other.Place == r.Place && other.From.After(r.From) {
				require.False(t, r.Until.IsZero() || r.Until.After(other.From), "%s and %s are for the same contracts", r.Code, other.Code)
			}
		}
		text, err := json.Marshal(r)
		require.NoError(t, err)
		var back law.Regime
		require.NoError(t, json.Unmarshal(text, &back))
		require.Equal(t, r, back, "a regime is data")
	}
	_, ok := law.Find("vn-1999")
	require.False(t, ok)
	changed := law.Regimes()
	changed[0].Code = "mine"
	require.Equal(t, law.Code("vn-2010"), law.Regimes()[0].Code, "the list is a copy")
	for place, state := range law.States() {
		require.NoError(t, law.At(law.Europe, day("2026-08-01")).In(place, state).Check())
	}
}

func TestRegimesAreTheCallers(t *testing.T) {
	opens := func() []law.Remedy {
		r, _ := law.Find("vn-2023")
		return r.Opens
	}
	for _, r := range law.Regimes() {
		clear(r.Opens)
	}
	require.Equal(t, []law.Remedy{law.Exchange, law.Refund}, opens())
	clear(opens())
	require.Equal(t, []law.Remedy{law.Exchange, law.Refund}, opens())
}

func TestTheDateOfTheContractDecides(t *testing.T) {
	for _, c := range []struct {
		place law.Place
		on    string
		want  law.Code
	}{
		{law.Vietnam, "2011-06-30", "agreed"}, {law.Vietnam, "2011-07-01", "vn-2010"}, {law.Vietnam, "2024-06-30", "vn-2010"}, {law.Vietnam, "2024-07-01", "vn-2023"},
		{law.Europe, "2021-12-31", "agreed"}, {law.Europe, "2026-07-30", "eu-2019"}, {law.Europe, "2026-07-31", "eu-2024"},
		{law.USFull, "1990-01-01", "us-full"}, {law.USLimited, "2026-01-01", "us-limited"}, {"MARS", "2026-01-01", "agreed"},
	} {
		require.Equal(t, c.want, law.At(c.place, day(c.on)).Code, "%s %s", c.place, c.on)
	}
}

func TestAHostAddsARegimeAsData(t *testing.T) {
	var r law.Regime
	require.NoError(t, json.Unmarshal([]byte(`{"code": "xx-1", "place": "XX", "name": {"vi": "Luật X", "en": "Law X"}, "from": "2020-01-01",
		"statutory": {"n": 36, "article": "X: 1"}, "choice": {"article": "X: 2"}}`), &r))
	require.NoError(t, r.Check())
	own := append(law.Regimes(), r)
	require.Equal(t, law.Code("xx-1"), law.Pick(own, "XX", day("2026-01-01")).Code)
	require.Equal(t, law.Code("agreed"), law.Pick(own, "XX", day("2019-01-01")).Code)

	for path, broken := range map[string]law.Regime{
		"code":              {Place: "XX", Name: r.Name},
		"name.vi":           {Code: "x", Place: "XX", Name: care.Text{EN: "x"}},
		"until":             {Code: "x", Place: "XX", Name: r.Name, From: day("2020-01-01"), Until: day("2020-01-01")},
		"statutory.n":       {Code: "x", Place: "XX", Name: r.Name, Statutory: law.Rule{Article: "1"}},
		"extended.article":  {Code: "x", Place: "XX", Name: r.Name, Extended: law.Rule{N: 12}},
		"burden.n":          {Code: "x", Place: "XX", Name: r.Name, Burden: law.Rule{N: -1, Article: "1"}},
		"opens":             {Code: "x", Place: "XX", Name: r.Name, Opens: []law.Remedy{"prayer"}},
		"acknowledge.n":     {Code: "x", Place: "XX", Name: r.Name, Acknowledge: law.Rule{Article: "1"}},
		"second_hand.n":     {Code: "x", Place: "XX", Name: r.Name, SecondHand: law.Rule{N: 5000, Article: "1"}},
		"suspended.article": {Code: "x", Place: "XX", Name: r.Name, Suspended: law.Rule{N: 1}},
	} {
		var invalid *care.Invalid
		require.ErrorAs(t, broken.Check(), &invalid, path)
		require.Len(t, invalid.Problems, 1)
		require.Equal(t, path, invalid.Problems[0].Path)
		require.NoError(t, invalid.Problems[0].Reason.Check())
	}
}

func TestReadingsHaveDefaults(t *testing.T) {
	vn, eu, us := law.At(law.Vietnam, day("2026-01-01")), law.At(law.Europe, day("2026-08-01")), law.At(law.USFull, day("2026-01-01"))
	require.Equal(t, []int{3, 1, 3}, []int{law.Reading{}.AttemptsOf(&vn), law.Reading{}.AttemptsOf(&eu), law.Reading{}.AttemptsOf(&us)})
	own := law.Reading{Attempts: 5, ReasonableDays: 7, SecondHandMonths: 6}
	require.Equal(t, []int{3, 1, 5}, []int{own.AttemptsOf(&vn), own.AttemptsOf(&eu), own.AttemptsOf(&us)}, "what the law says comes first")
	require.Equal(t, []int{30, 7}, []int{law.Reading{}.DaysOf(&vn), own.DaysOf(&vn)})
	cz := eu.In("CZ", law.States()["CZ"])
	require.Equal(t, 30, own.DaysOf(&cz))
	require.Equal(t, law.Code("eu-2024/CZ"), cz.Code)
	require.Equal(t, []int{24, 24, 12}, []int{law.Reading{}.StatutoryMonths(&eu, false), law.Reading{}.StatutoryMonths(&eu, true), own.StatutoryMonths(&eu, true)})
	require.Zero(t, own.StatutoryMonths(&vn, true))
	own.SecondHandMonths = 60
	require.Equal(t, 24, own.StatutoryMonths(&eu, true))
}

func TestALastDayOffIsMovedOnce(t *testing.T) {
	usual := calendar.MustShifts("08:00-17:00")
	official, err := calendar.Compile(calendar.Definition{Zone: "Asia/Ho_Chi_Minh", Last: day("2026-12-31"),
		Weeks:    []calendar.Week{{Mon: usual, Tue: usual, Wed: usual, Thu: usual, Fri: usual}},
		Closures: []calendar.Closure{{First: day("2026-02-16"), Last: day("2026-02-20")}}})
	require.NoError(t, err)
	for _, c := range []struct {
		d, moved string
		known    bool
		official *calendar.Calendar
	}{
		{"2026-02-13", "2026-02-13", true, official}, {"2026-02-14", "2026-02-23", true, official}, {"2026-02-20", "2026-02-23", true, official},
		{"2026-02-20", "2026-02-20", false, nil}, {"2026-02-21", "2026-02-23", false, nil}, {"2026-02-22", "2026-02-23", false, nil},
		{"2027-02-28", "2027-03-01", false, official}, // beyond what is known
	} {
		moved, known := law.MoveLastDay(day(c.d), c.official)
		require.Equal(t, []any{day(c.moved), c.known}, []any{moved, known}, c.d)
	}
	by, err := law.Agreed().AcknowledgeBy(day("2026-02-13"), official)
	require.NoError(t, err)
	require.True(t, by.IsZero())
}

func TestCodesAndWordsAreSound(t *testing.T) {
	require.NoError(t, care.CheckCodes(law.Codes()...))
	require.Equal(t, "refund", string(law.Refund))
	require.NotEmpty(t, care.NameOf(law.Reduction).VI)
}
