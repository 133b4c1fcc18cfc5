package notice_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/care/notice"
)

var hanoi = time.FixedZone("", 7*3600)

// clock is an instant on a Monday in May by the clock of Hà Nội.
func clock(hour, minute int) time.Time { return time.Date(2026, 5, 4, hour, minute, 0, 0, hanoi) }

// to are routes that lack nothing.
func to(channels ...care.Channel) (all []notice.Route) {
	for _, c := range channels {
		all = append(all, notice.Route{Channel: c, Address: true, Sender: true, Wording: true})
	}
	return all
}

// agreed is a standing with one choice.
func agreed(p notice.Purpose, at time.Time) notice.Standing {
	return notice.Standing{Choices: []notice.Choice{{Purpose: p, Granted: at, GrantedN: 1}}}
}

func refused(p notice.Purpose, at time.Time) notice.Standing {
	return notice.Standing{Choices: []notice.Choice{{Purpose: p, Withdrawn: at, WithdrawnN: 1}}}
}

// TestTheRulesOfVietnam is Decree 91/2020 art. 13, 3 SMS and 3 emails and 1 call in 24 hours, SMS 7 to 22 o'clock, calls 8 to 17, consent first, as
// facts/host-systems.md section 4 has it; and the house rule that reminders leave people in peace at night.
func TestTheRulesOfVietnam(t *testing.T) {
	ad, reminder, service, survey := notice.PurposeAdvertising, notice.PurposeCare, notice.PurposeService, notice.PurposeSurvey
	yes := agreed(ad, clock(0, 0))
	sends := func(c care.Channel, ago ...time.Duration) (all []notice.Sending) {
		for _, d := range ago {
			all = append(all, notice.Sending{At: clock(12, 0).Add(-d), Purpose: ad, Channel: c})
		}
		return all
	}
	hour := time.Hour
	for name, c := range map[string]struct {
		purpose  notice.Purpose
		standing notice.Standing
		channel  care.Channel
		sent     []notice.Sending
		now      time.Time
		verdict  notice.Verdict
		at       time.Time
		code     *care.Code
		rule     string
	}{
		"an advertisement needs consent": {ad, notice.Standing{}, care.ChannelSMS, nil, clock(12, 0), notice.VerdictDecline, time.Time{}, notice.CodeNotGranted, "VN Decree 91/2020/ND-CP art. 13"},
		"and has it":                     {ad, yes, care.ChannelSMS, nil, clock(12, 0), notice.VerdictSend, clock(12, 0), notice.CodeGranted, "VN Decree 91/2020/ND-CP art. 13"},
		"until it is refused":            {ad, refused(ad, clock(0, 0)), care.ChannelSMS, nil, clock(12, 0), notice.VerdictDecline, time.Time{}, notice.CodeRefused, "VN Decree 91/2020/ND-CP art. 13"},
		"a letter needs consent too":     {ad, notice.Standing{}, care.ChannelPost, nil, clock(12, 0), notice.VerdictDecline, time.Time{}, notice.CodeNotGranted, ""},
		"a text waits for seven":         {ad, yes, care.ChannelSMS, nil, clock(6, 59), notice.VerdictWait, clock(7, 0), notice.CodeHours, "VN Decree 91/2020/ND-CP art. 13"},
		"goes at seven":                  {ad, yes, care.ChannelSMS, nil, clock(7, 0), notice.VerdictSend, clock(7, 0), notice.CodeGoesBy, ""},
		"goes a minute before ten":       {ad, yes, care.ChannelSMS, nil, clock(21, 59), notice.VerdictSend, clock(21, 59), notice.CodeGoesBy, ""},
		"not at ten":                     {ad, yes, care.ChannelSMS, nil, clock(22, 0), notice.VerdictWait, clock(31, 0), notice.CodeHours, ""},
		"a call waits for eight":         {ad, yes, care.ChannelPhone, nil, clock(7, 30), notice.VerdictWait, clock(8, 0), notice.CodeHours, ""},
		"and for tomorrow after five":    {ad, yes, care.ChannelPhone, nil, clock(17, 0), notice.VerdictWait, clock(32, 0), notice.CodeHours, ""},
		"an email goes at night":         {ad, yes, care.ChannelEmail, nil, clock(2, 0), notice.VerdictSend, clock(2, 0), notice.CodeGoesBy, ""},
		"the third text":                 {ad, yes, care.ChannelSMS, sends(care.ChannelSMS, 5*hour, 1*hour), clock(12, 0), notice.VerdictSend, clock(12, 0), notice.CodeGoesBy, ""},
		"the fourth waits for a day":     {ad, yes, care.ChannelSMS, sends(care.ChannelSMS, 4*hour, 3*hour, 1*hour), clock(12, 0), notice.VerdictWait, clock(32, 0), notice.CodeCap, "VN Decree 91/2020/ND-CP art. 13"},
		"and for the morning":            {ad, yes, care.ChannelSMS, sends(care.ChannelSMS, 8*hour, 3*hour, 1*hour), clock(12, 0), notice.VerdictWait, clock(31, 0), notice.CodeCap, ""},
		"a day later it is free":         {ad, yes, care.ChannelSMS, sends(care.ChannelSMS, 24*hour, 3*hour, 1*hour), clock(12, 0), notice.VerdictSend, clock(12, 0), notice.CodeGoesBy, ""},
		"texts are not emails":           {ad, yes, care.ChannelEmail, sends(care.ChannelSMS, 4*hour, 3*hour, 1*hour), clock(12, 0), notice.VerdictSend, clock(12, 0), notice.CodeGoesBy, ""},
		"the second call":                {ad, yes, care.ChannelPhone, sends(care.ChannelPhone, 2*hour), clock(12, 0), notice.VerdictWait, clock(34, 0), notice.CodeCap, ""},
		"a service notice at night":      {service, refused(ad, clock(0, 0)), care.ChannelSMS, nil, clock(2, 0), notice.VerdictSend, clock(2, 0), notice.CodeGoesBy, ""},
		"not by Zalo":                    {service, notice.Standing{}, care.ChannelZalo, nil, clock(2, 0), notice.VerdictWait, clock(6, 0), notice.CodeHours, "Zalo Notification Service, error -133"},
		"a service notice, all refused":  {service, refused(service, clock(0, 0)), care.ChannelSMS, nil, clock(12, 0), notice.VerdictSend, clock(12, 0), notice.CodeGoesBy, ""},
		"a reminder without consent":     {reminder, notice.Standing{}, care.ChannelSMS, nil, clock(12, 0), notice.VerdictSend, clock(12, 0), notice.CodeGoesBy, ""},
		"a reminder at night":            {reminder, notice.Standing{}, care.ChannelSMS, nil, clock(21, 0), notice.VerdictWait, clock(31, 0), notice.CodeHours, ""},
		"a reminder refused":             {reminder, refused(reminder, clock(0, 0)), care.ChannelSMS, nil, clock(12, 0), notice.VerdictDecline, time.Time{}, notice.CodeRefused, "VN Law 19/2023/QH15 art. 10.1.b"},
		"surveys refused, not reminders": {reminder, refused(survey, clock(0, 0)), care.ChannelSMS, nil, clock(12, 0), notice.VerdictSend, clock(12, 0), notice.CodeGoesBy, ""},
		"consent to reminders, no more":  {ad, agreed(reminder, clock(0, 0)), care.ChannelSMS, nil, clock(12, 0), notice.VerdictDecline, time.Time{}, notice.CodeNotGranted, ""},
	} {
		t.Run(name, func(t *testing.T) {
			routes := to(c.channel)
			routes[0].Standing.Sent = c.sent
			p := notice.Plan(notice.Facts{Now: c.now, Zone: hanoi, Purpose: c.purpose, Rules: notice.Vietnam(), Standing: c.standing, Routes: routes})
			require.Equal(t, c.verdict, p.Verdict, p.Reasons.Text(care.LangEN))
			require.True(t, c.at.Equal(p.At), "at %s", p.At)
			require.True(t, p.Reasons.Has(c.code), p.Reasons.Text(care.LangEN))
			for _, r := range p.Reasons {
				require.NoError(t, r.Check())
				if r.Is(c.code) && c.rule != "" {
					require.Equal(t, c.rule, r.Rule())
				}
			}
		})
	}
}

func TestTheDecreeIsInForceFromItsDay(t *testing.T) {
	for date, want := range map[time.Time]notice.Verdict{
		time.Date(2020, 9, 30, 23, 59, 0, 0, hanoi): notice.VerdictSend,
		time.Date(2020, 10, 1, 12, 0, 0, 0, hanoi):  notice.VerdictDecline,
	} {
		p := notice.Plan(notice.Facts{Now: date, Zone: hanoi, Purpose: notice.PurposeAdvertising, Rules: notice.Vietnam(), Routes: to(care.ChannelSMS)})
		require.Equal(t, want, p.Verdict, date)
	}
}

func TestTheFirstRouteThatCanBeTakenIsTaken(t *testing.T) {
	lacks := func(change func(*notice.Route)) notice.Route {
		r := to(care.ChannelZalo)[0]
		change(&r)
		return r
	}
	for code, first := range map[*care.Code]notice.Route{
		notice.CodeFailed:    lacks(func(r *notice.Route) { r.Failed = notice.OutcomeNoRoute }),
		notice.CodeNoSender:  lacks(func(r *notice.Route) { r.Sender = false }),
		notice.CodeNoAddress: lacks(func(r *notice.Route) { r.Address = false }),
		notice.CodeNoWording: lacks(func(r *notice.Route) { r.Wording = false }),
	} {
		f := notice.Facts{Now: clock(12, 0), Zone: hanoi, Purpose: notice.PurposeService, Rules: notice.Vietnam(), Routes: append([]notice.Route{first}, to(care.ChannelEmail)...)}
		p := notice.Plan(f)
		require.Equal(t, notice.VerdictSend, p.Verdict)
		require.Equal(t, care.ChannelEmail, p.Channel)
		require.Equal(t, 1, p.Route)
		require.True(t, p.Reasons.Has(code), code.ID())

		f.Routes = f.Routes[:1]
		p = notice.Plan(f)
		require.Equal(t, notice.VerdictTask, p.Verdict, "a person can mend that")
		require.True(t, p.Reasons.Has(code), code.ID())
	}
}

func TestANoticeThatComesTooLateGoesAnotherWayOrToAPerson(t *testing.T) {
	f := notice.Facts{
		Now: clock(23, 0), Zone: hanoi, Purpose: notice.PurposeCare, Rules: notice.Vietnam(), Routes: to(care.ChannelSMS, care.ChannelEmail), Expires: clock(30, 0),
	}
	p := notice.Plan(f)
	require.Equal(t, care.ChannelEmail, p.Channel)
	require.True(t, p.Reasons.Has(notice.CodeTooLate))
	f.Routes = to(care.ChannelSMS)
	require.Equal(t, notice.VerdictTask, notice.Plan(f).Verdict)
	f.Now = clock(30, 0)
	p = notice.Plan(f)
	require.Equal(t, notice.VerdictTask, p.Verdict)
	require.True(t, p.Reasons.Has(notice.CodeExpired))
	f.Expires, f.NotBefore = time.Time{}, clock(40, 0)
	p = notice.Plan(f)
	require.Equal(t, notice.VerdictWait, p.Verdict)
	require.True(t, p.At.Equal(clock(40, 0)))
}

func TestOtherAgreementsCountOnlyWhereTheRuleLetsThem(t *testing.T) {
	yes := agreed(notice.PurposeAdvertising, clock(0, 0))
	yes.Choices[0].Agreed = notice.Agreed{AnyHour: true, Daily: 5}
	sms := to(care.ChannelSMS)
	for range 4 {
		sms[0].Standing.Sent = append(sms[0].Standing.Sent, notice.Sending{At: clock(1, 0), Purpose: notice.PurposeAdvertising, Channel: care.ChannelSMS})
	}
	f := notice.Facts{Now: clock(2, 0), Zone: hanoi, Purpose: notice.PurposeAdvertising, Rules: notice.Vietnam(), Standing: yes, Routes: sms}
	require.Equal(t, notice.VerdictSend, notice.Plan(f).Verdict)
	f.Routes = to(care.ChannelZalo) // what Zalo admits cannot be agreed away
	require.Equal(t, notice.VerdictWait, notice.Plan(f).Verdict)
}

func TestHoursThatAreNeverOpenTogetherAreAPersonsTask(t *testing.T) {
	day, night := notice.Rule{Hours: notice.Hours{From: calendar.Clock(8, 0), Until: calendar.Clock(9, 0)}}, notice.Rule{Hours: notice.Hours{From: calendar.Clock(22, 0), Until: calendar.Clock(6, 0)}}
	p := notice.Plan(notice.Facts{Now: clock(12, 0), Zone: hanoi, Purpose: notice.PurposeService, Rules: []notice.Rule{day, night}, Routes: to(care.ChannelSMS)})
	require.Equal(t, notice.VerdictTask, p.Verdict)
	require.True(t, p.Reasons.Has(notice.CodeNeverOpen))
}

// TestPlanAgainstEveryMinute compares the plan with a naive model, which tries every minute in turn.
func TestPlanAgainstEveryMinute(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 1))
	berlin, err := time.LoadLocation("Europe/Berlin")
	require.NoError(t, err)
	waited := 0
	for range 400 {
		f := notice.Facts{
			Zone: berlin, Purpose: notice.PurposeService, Routes: to(care.ChannelSMS),
			Now: time.Date(2026, 3, 27, 12, r.IntN(60), 0, 0, time.UTC).Add(time.Duration(r.IntN(4000)) * time.Minute), // around the change of the clocks
		}
		for range r.IntN(3) {
			from := calendar.Clock(r.IntN(24), 30*r.IntN(2))
			f.Rules = append(f.Rules, notice.Rule{Hours: notice.Hours{From: from, Until: (from + calendar.Clock(1+r.IntN(16), 0)) % calendar.Clock(24, 0)}})
		}
		for range r.IntN(2) {
			f.Rules = append(f.Rules, notice.Rule{Cap: notice.Cap{Most: 1 + r.IntN(3), Within: time.Duration(1+r.IntN(48)) * time.Hour}})
		}
		for range r.IntN(6) {
			f.Standing.Sent = append(f.Standing.Sent, notice.Sending{At: f.Now.Add(-time.Duration(r.IntN(4000)) * time.Minute), Channel: care.ChannelSMS, Purpose: f.Purpose})
		}
		slices.SortFunc(f.Standing.Sent, func(a, b notice.Sending) int { return a.At.Compare(b.At) })
		p := notice.Plan(f)
		at, ok := naive(f)
		name := fmt.Sprintf("%s %v %v", f.Now, f.Rules, f.Standing.Sent)
		if !ok {
			require.Equal(t, notice.VerdictTask, p.Verdict, name)
			continue
		}
		require.True(t, at.Equal(p.At), "%s: model %s, plan %s (%s)", name, at.In(berlin), p.At.In(berlin), p.Reasons.Text(care.LangEN))
		if p.Verdict == notice.VerdictWait {
			waited++
		}
	}
	require.Greater(t, waited, 100)
}

// naive is the first minute in ten days that no rule forbids.
func naive(f notice.Facts) (time.Time, bool) {
	for at := f.Now; at.Before(f.Now.AddDate(0, 0, 10)); at = at.Add(time.Minute) {
		ok := true
		for _, rule := range f.Rules {
			clock := calendar.TimeOfDayOf(at, f.Zone)
			if h := rule.Hours; h != (notice.Hours{}) {
				in := h.From <= clock && clock < h.Until
				if h.From > h.Until {
					in = clock >= h.From || clock < h.Until
				}
				ok = ok && in
			}
			if rule.Cap.Most > 0 {
				n := 0
				for _, s := range f.Standing.Sent {
					if at.Sub(s.At) < rule.Cap.Within {
						n++
					}
				}
				ok = ok && n < rule.Cap.Most
			}
		}
		if ok {
			return at, true
		}
	}
	return time.Time{}, false
}

func BenchmarkPlan(b *testing.B) {
	f := notice.Facts{
		Now: clock(12, 0), Zone: hanoi, Purpose: notice.PurposeAdvertising, Rules: notice.Vietnam(), Standing: agreed(notice.PurposeAdvertising, clock(0, 0)),
		Routes: to(care.ChannelZalo, care.ChannelSMS, care.ChannelEmail),
	}
	f.Routes[0].Failed = notice.OutcomeNoRoute
	b.ReportAllocs()
	for b.Loop() {
		notice.Plan(f)
	}
}
