package sla_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/care/sla"
)

// problems are the paths and codes of what is wrong with an agreement.
func problems(t *testing.T, a sla.Agreement) (all []string) {
	t.Helper()
	_, err := sla.NewPromise(a, sla.Calendar{Code: a.Calendar, Edition: 1, Hours: always(t)})
	if err == nil {
		return nil
	}
	var invalid *care.Invalid
	require.ErrorAs(t, err, &invalid)
	for _, p := range invalid.Problems {
		require.NoError(t, p.Reason.Check(), p.Path)
		all = append(all, p.Path+" "+p.Reason.Code())
	}
	return all
}

func TestWhatIsWrongWithAnAgreementIsSaid(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*sla.Agreement)
		want   []string
	}{
		"nothing":          {func(*sla.Agreement) {}, nil},
		"no code":          {func(a *sla.Agreement) { a.Code = "" }, []string{"code care.missing"}},
		"no edition":       {func(a *sla.Agreement) { a.Edition = 0 }, []string{"edition sla.edition"}},
		"ends too early":   {func(a *sla.Agreement) { a.From, a.Until = time.Unix(5, 0), time.Unix(5, 0) }, []string{"until sla.validity"}},
		"no target":        {func(a *sla.Agreement) { a.Targets = nil }, []string{"targets care.missing"}},
		"a target twice":   {func(a *sla.Agreement) { a.Targets[1].Code = sla.FirstResponse }, []string{"targets[1].code sla.twice"}},
		"no target's code": {func(a *sla.Agreement) { a.Targets[0].Code = " " }, []string{"targets[0].code care.missing", "targets[0].name.vi care.missing", "targets[0].name.en care.missing"}},
		"a nameless milestone": {func(a *sla.Agreement) { a.Targets[0].Code, a.Targets[0].Name.VI = "visit", "Đến nơi" },
			[]string{"targets[0].name.en care.missing"}},
		"after for a target":   {func(a *sla.Agreement) { a.Targets[0].After = "visit" }, []string{"targets[0].after sla.after"}},
		"an unknown reopening": {func(a *sla.Agreement) { a.Targets[0].Reopen = "never" }, []string{"targets[0].reopen care.unknown_word"}},
		"an empty pause":       {func(a *sla.Agreement) { a.Targets[0].PausedBy = []sla.PauseReason{"a", ""} }, []string{"targets[0].paused_by[1] care.missing"}},
		"an unknown landing":   {func(a *sla.Agreement) { a.Targets[0].Landing = "moon" }, []string{"targets[0].landing sla.landing"}},
		"an unknown origin":    {func(a *sla.Agreement) { a.Targets[0].Origin = "moon" }, []string{"targets[0].landing sla.landing"}},
		"an unknown cut-off":   {func(a *sla.Agreement) { a.Targets[0].CutOff = calendar.Clock(24, 1) }, []string{"targets[0].landing sla.landing"}},
		"no time":              {func(a *sla.Agreement) { a.Targets[0].Within = calendar.Span{} }, []string{"targets[0].within care.missing"}},
		"half a second":        {func(a *sla.Agreement) { a.Targets[0].Within = calendar.Wall(hour + time.Millisecond) }, []string{"targets[0].within sla.span"}},
		"a century":            {func(a *sla.Agreement) { a.Targets[0].Within = calendar.Working(100 * 365 * 24 * hour) }, []string{"targets[0].within sla.span"}},
		"ten thousand dates":   {func(a *sla.Agreement) { a.Targets[0].Within = calendar.WorkingDates(10_000) }, []string{"targets[0].within sla.span"}},
		"a term for nobody":    {func(a *sla.Agreement) { a.Targets[0].Terms = []sla.Term{{Within: calendar.Wall(hour)}} }, []string{"targets[0].terms[0] care.missing"}},
		"a term without time":  {func(a *sla.Agreement) { a.Targets[0].Terms = []sla.Term{{Team: "x"}} }, []string{"targets[0].terms[0].within care.missing"}},
		"a term twice": {func(a *sla.Agreement) {
			a.Targets[0].Terms = []sla.Term{{Team: "x", Within: calendar.Wall(hour)}, {Team: "x", Within: calendar.Wall(hour)}}
		}, []string{"targets[0].terms[1] sla.term_twice"}},
		"terms that tie": {func(a *sla.Agreement) {
			a.Targets[0].Terms = []sla.Term{{Team: "x", Within: calendar.Wall(hour)}, {Priority: "P1", Within: calendar.Wall(hour)}}
		}, []string{"targets[0].terms sla.term_tie"}},
		"a level without code": {func(a *sla.Agreement) { a.Targets[2].Levels[0].Code = "" }, []string{"targets[2].levels[0].code care.missing"}},
		"a level twice":        {func(a *sla.Agreement) { a.Targets[2].Levels[1].Code = "half" }, []string{"targets[2].levels[1].code sla.twice"}},
		"a level of nothing":   {func(a *sla.Agreement) { a.Targets[2].Levels[0].Percent = 0 }, []string{"targets[2].levels[0] sla.level"}},
		"a level of both":      {func(a *sla.Agreement) { a.Targets[2].Levels[0].Before = calendar.Wall(hour) }, []string{"targets[2].levels[0] sla.level"}},
		"a level of 1001 %":    {func(a *sla.Agreement) { a.Targets[2].Levels[0].Percent = 1001 }, []string{"targets[2].levels[0] sla.level"}},
		"a level of dates": {func(a *sla.Agreement) { a.Targets[2].Levels[1].Before = calendar.WorkingDates(1) },
			[]string{"targets[2].levels[1] sla.level"}},
		"a level at the start": {func(a *sla.Agreement) { a.Targets[2].Levels[1].Before = calendar.Working(16 * hour) },
			[]string{"targets[2].levels[1].before sla.level_early"}},
		"a share of dates": {func(a *sla.Agreement) { a.Targets[2].Within = calendar.WorkingDates(3) },
			[]string{"targets[2].levels[0].percent sla.level_dates", "targets[2].levels[2].percent sla.level_dates"}},
		"a goal for nothing": {func(a *sla.Agreement) { a.Goals = []sla.Goal{{Target: "visit", Percent: 0, Period: "eon"}} },
			[]string{"goals[0].target sla.no_target", "goals[0].percent sla.percent", "goals[0].period care.unknown_word"}},
		"13 targets": {func(a *sla.Agreement) {
			for i := range 10 {
				target := a.Targets[0]
				target.Code, target.Name = sla.TargetCode(fmt.Sprint("m", i)), care.Text{VI: "m", EN: "m"}
				a.Targets = append(a.Targets, target)
			}
		}, []string{"targets care.too_many"}},
		"63 reasons": {func(a *sla.Agreement) {
			for i := range 61 {
				a.Targets[0].PausedBy = append(a.Targets[0].PausedBy, sla.PauseReason(fmt.Sprint(i)))
			}
		}, []string{"targets care.too_many"}},
	} {
		a := support()
		c.change(&a)
		require.ElementsMatch(t, c.want, problems(t, a), name)
	}
}

func TestAnAgreementIsPlainData(t *testing.T) {
	a := rich()
	a.Goals = []sla.Goal{{Target: sla.Resolution, Segment: "gold", Percent: 95, Period: sla.Monthly}}
	a.Scope = sla.Scope{Customers: []care.CustomerRef{"C1"}}
	a.From, a.Until = on(t, "02 08:00").UTC(), on(t, "09 08:00").UTC()
	text, err := json.Marshal(a)
	require.NoError(t, err)
	var back sla.Agreement
	require.NoError(t, json.Unmarshal(text, &back))
	require.Equal(t, a, back)
}

func TestAPromiseKeepsNothingOfTheAgreementsMemory(t *testing.T) {
	a := support()
	p := promise(t, a, hours(t))
	a.Targets[2].PausedBy[0], a.Targets[2].Levels[0].Code, a.Targets[0].Within = "x", "x", calendar.Working(hour)
	a.Targets[2].Levels[0].Tell[0] = "x"
	require.Equal(t, support(), p.Agreement())
}

// A state is kept as JSON beside the case, and explains itself as it did.
func TestAStateIsPlainData(t *testing.T) {
	p, refs := richPlans(t)
	events := []sla.Event{
		at(t, "02 18:00", sla.Opened), paused(t, "03 09:00", "waiting_customer"), paused(t, "03 09:30", "coffee"), prioritised(t, "03 10:00", "P1"), at(t, "03 11:00", sla.Replied),
		{At: on(t, "03 12:00"), Kind: sla.Replanned, Plan: refs[1]}, resumed(t, "03 12:00", "waiting_customer"), at(t, "03 13:00", sla.Reopened),
	}
	s := replay(t, p, events, on(t, "09 08:00"))
	text, err := json.Marshal(s)
	require.NoError(t, err)
	var back sla.State
	require.NoError(t, json.Unmarshal(text, &back))
	for _, lang := range []care.Lang{care.LangVI, care.LangEN} {
		require.Equal(t, s.Reasons().Text(lang), back.Reasons().Text(lang))
	}
	again, err := json.Marshal(back)
	require.NoError(t, err)
	require.JSONEq(t, string(text), string(again))
}

func FuzzAgreement(f *testing.F) {
	text, err := json.Marshal(rich())
	require.NoError(f, err)
	f.Add(text)
	f.Add([]byte(`{"code":"a","edition":1,"calendar":"c","targets":[{"code":"resolution","within":"dates 3"}]}`))
	hours := always(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		var a sla.Agreement
		if json.Unmarshal(data, &a) != nil {
			return
		}
		p, err := sla.NewPromise(a, sla.Calendar{Code: a.Calendar, Edition: 1, Hours: hours})
		if err != nil {
			return
		}
		s, err := sla.Replay(p, sixEvents(t), on(t, "10 16:00"))
		if err == nil {
			_ = s.Reasons()
		}
	})
}
