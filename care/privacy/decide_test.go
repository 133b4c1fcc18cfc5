package privacy_test

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/care/calendar/vietnam"
	"github.com/chamsoc/chamsoc/care/privacy"
)

var hanoi = time.FixedZone("", 7*60*60)

// working is Vietnam's working days of 2026.
func working(t testing.TB) *calendar.Calendar {
	day := calendar.MustShifts("00:00-24:00")
	d, err := vietnam.Organisation{}.Apply(calendar.Definition{Zone: "Asia/Ho_Chi_Minh", Weeks: []calendar.Week{{Mon: day, Tue: day, Wed: day, Thu: day, Fri: day}}}, 2026, 2027)
	require.NoError(t, err)
	c, err := calendar.Compile(d)
	require.NoError(t, err)
	return c
}

func TestDue(t *testing.T) {
	at := func(month time.Month, day, hour int) time.Time {
		return time.Date(2026, month, day, hour, 0, 0, 0, hanoi)
	}
	for name, c := range map[string]struct {
		right               privacy.Right
		received            time.Time
		processor, extended bool
		answer, done        time.Time // the first instant after the last day
	}{
		"erase":                          {privacy.RightErase, at(6, 8, 9), false, false, at(6, 11, 0), at(6, 19, 0)},
		"late in the evening":            {privacy.RightErase, at(6, 8, 23), false, false, at(6, 11, 0), at(6, 19, 0)},
		"with a processor":               {privacy.RightAccess, at(6, 8, 9), true, false, at(6, 11, 0), at(6, 29, 0)},
		"on a Friday":                    {privacy.RightCorrect, at(6, 12, 9), false, false, at(6, 17, 0), at(6, 23, 0)},
		"before Tết (14 to 22 February)": {privacy.RightErase, at(2, 13, 9), false, false, at(2, 25, 0), at(2, 24, 0)},
		"withdraw":                       {privacy.RightWithdraw, at(6, 8, 9), false, false, at(6, 11, 0), at(6, 24, 0)},
		"object, extended":               {privacy.RightObject, at(6, 8, 9), false, true, at(6, 11, 0), at(7, 9, 0)},
		"restrict, all of it":            {privacy.RightRestrict, at(6, 8, 9), true, true, at(6, 11, 0), at(7, 14, 0)},
	} {
		d, reasons := privacy.Due(privacy.Vietnam(), c.right, c.received, c.processor, c.extended, working(t), hanoi)
		assert.True(t, c.answer.Equal(d.Answer), "%s: answer by %v", name, d.Answer)
		assert.True(t, c.done.Equal(d.Done), "%s: done by %v", name, d.Done)
		require.Len(t, reasons, 2, name)
		for _, r := range reasons {
			require.NoError(t, r.Check())
			assert.Equal(t, "Decree 356/2025/ND-CP", r.Rule())
		}
	}
	d, reasons := privacy.Due(privacy.Vietnam(), privacy.RightErase, at(2, 13, 9), false, false, nil, hanoi)
	assert.True(t, at(2, 18, 0).Equal(d.Answer), "Monday to Friday: %v", d.Answer)
	assert.Equal(t, "Chưa có lịch nghỉ lễ, nên hạn 17/02/2026 tính theo thứ Hai đến thứ Sáu, có thể sớm hơn hạn thật.", reasons[2].Text(care.LangVI))
}

// Whatever steps come in whatever order, exactly those that are listed as legal are taken.
func TestLegalStepsAreTheOnesTaken(t *testing.T) {
	rules := privacy.Vietnam()
	var rights []privacy.Right
	for r := range privacy.Right("").Terms().All() {
		rights = append(rights, r)
	}
	var kinds []privacy.StepKind
	for k := range privacy.StepKind("").Terms().All() {
		kinds = append(kinds, k)
	}
	rnd := rand.New(rand.NewPCG(1, 2))
	ended := 0
	for range 2000 {
		r := privacy.Request{Right: rights[rnd.IntN(len(rights))], State: privacy.Received}
		for range 8 {
			kind := kinds[rnd.IntN(len(kinds))]
			legal := slices.Contains(r.Legal(), kind)
			next, problems := r.Next(privacy.Recorded{Kind: kind, Note: "x"}, rules)
			extends := kind == privacy.StepExtend && rules.Clocks[r.Right].Extension == 0
			require.Equal(t, legal && !extends, len(problems) == 0, "%s of %s in %s", kind, r.Right, r.State)
			if len(problems) > 0 {
				require.Equal(t, r, next, "a refused step changes nothing")
				require.NoError(t, problems[0].Reason.Check())
			}
			if next.State == privacy.Done && r.State != privacy.Done {
				proved := slices.ContainsFunc(next.Steps, func(s privacy.Recorded) bool { return s.Kind == privacy.StepVerify })
				narrows := slices.Contains([]privacy.Right{privacy.RightWithdraw, privacy.RightObject, privacy.RightRestrict}, r.Right)
				require.True(t, proved || narrows, "nothing personal is given or changed for somebody who proved nothing")
				ended++
			}
			require.Equal(t, next.Open(), len(next.Legal()) > 0)
			r = next
		}
	}
	require.Greater(t, ended, 100)
}

func TestStepsSayWhy(t *testing.T) {
	r := privacy.Request{Right: privacy.RightObject, State: privacy.Received}
	for _, kind := range []privacy.StepKind{privacy.StepVerify, privacy.StepExtend, privacy.StepDone, privacy.StepRefuse} {
		_, problems := r.Next(privacy.Recorded{Kind: kind}, privacy.Vietnam())
		require.Len(t, problems, 1, kind)
		assert.True(t, problems[0].Reason.Is(privacy.CodeNoteMissing), kind)
	}
	next, problems := r.Next(privacy.Recorded{Kind: privacy.StepRefuse, Note: "Luật 91/2025/QH15: không có căn cứ"}, privacy.Vietnam())
	require.Empty(t, problems)
	assert.Equal(t, "Luật 91/2025/QH15: không có căn cứ", next.Basis)
	assert.True(t, next.Due.IsZero())
}

func TestOver(t *testing.T) {
	d := func(day int) calendar.Date { return calendar.MustDate(2026, 6, day) }
	for _, c := range []struct {
		all  []privacy.Retention
		on   calendar.Date
		want bool
	}{
		{nil, d(30), false},
		{[]privacy.Retention{{Until: d(10)}}, d(10), false},
		{[]privacy.Retention{{Until: d(10)}}, d(11), true},
		{[]privacy.Retention{{Until: d(20)}, {Until: d(10)}}, d(11), false},
		{[]privacy.Retention{{Until: d(10)}, {Until: d(20)}}, d(21), true},
	} {
		got, _ := privacy.Over(c.all, c.on)
		assert.Equal(t, c.want, got, "%v on %v", c.all, c.on)
	}
}

func TestIncident(t *testing.T) {
	found := time.Date(2026, 11, 20, 16, 0, 0, 0, time.UTC)
	i := privacy.Incident{Detected: found, NotifyBy: found.Add(24 * time.Hour), Due: found.Add(24 * time.Hour)}
	step := func(i privacy.Incident, kind privacy.MeasureKind, after time.Duration) (privacy.Incident, care.Problems) {
		return i.Next(privacy.RecordedMeasure{Kind: kind, Note: "x", At: found.Add(after)})
	}
	_, problems := step(i, privacy.MeasureClose, time.Hour)
	require.Len(t, problems, 1)
	assert.Equal(t, "Chưa thể ghi bước này; sự cố chỉ kết thúc sau khi đã thông báo cơ quan nhà nước. Các bước có thể làm: notify, inform, take.", problems[0].Reason.Text(care.LangVI))
	_, problems = i.Next(privacy.RecordedMeasure{Kind: privacy.MeasureTake, At: found.Add(-1)})
	assert.Len(t, problems, 2, "no note, and before it was found")

	assert.Zero(t, i.Late(found.Add(24*time.Hour)), "the last instant is in time")
	assert.Equal(t, time.Second, i.Late(found.Add(24*time.Hour+time.Second)))
	i, problems = step(i, privacy.MeasureNotify, 25*time.Hour)
	require.Empty(t, problems)
	assert.Equal(t, time.Hour, i.Late(found.AddDate(1, 0, 0)), "it stays as late as it was")
	assert.True(t, i.Due.IsZero())
	_, problems = step(i, privacy.MeasureNotify, 26*time.Hour)
	assert.Len(t, problems, 1, "once")
	i, problems = step(i, privacy.MeasureClose, 26*time.Hour)
	require.Empty(t, problems)
	assert.Empty(t, i.Legal())
}

func TestPrioritise(t *testing.T) {
	on := calendar.MustDate(2026, 6, 10)
	elderly, infant := privacy.Vulnerability{Group: privacy.Elderly}, privacy.Vulnerability{Group: privacy.Pregnant, Until: on}
	for name, c := range map[string]struct {
		plea privacy.Plea
		want []*care.Code
	}{
		"proved and harmed":  {privacy.Plea{Proved: []privacy.Vulnerability{elderly}, Harmed: true, Papers: true}, []*care.Code{privacy.CodePriority, privacy.CodeNoThirdParty}},
		"on the last day":    {privacy.Plea{Proved: []privacy.Vulnerability{infant}, Harmed: true, Papers: true}, []*care.Code{privacy.CodePriority, privacy.CodeNoThirdParty}},
		"nothing proved":     {privacy.Plea{Harmed: true, Papers: true}, []*care.Code{privacy.CodeNotProved, privacy.CodeRefuseInWriting}},
		"harm without paper": {privacy.Plea{Proved: []privacy.Vulnerability{elderly}, Harmed: true}, []*care.Code{privacy.CodeHarmNotShown, privacy.CodeRefuseInWriting}},
		"nothing at all":     {privacy.Plea{Papers: true}, []*care.Code{privacy.CodeNotProved, privacy.CodeHarmNotShown, privacy.CodeRefuseInWriting}},
	} {
		c.plea.On = on
		got := privacy.Prioritise(c.plea)
		assert.Equal(t, c.want[0] == privacy.CodePriority, got.Granted, name)
		require.Len(t, got.Reasons, len(c.want), name)
		for i, r := range got.Reasons {
			assert.True(t, r.Is(c.want[i]), "%s: %s", name, r.Code())
			assert.Equal(t, "VN Law 19/2023/QH15 art. 8.2.c", r.Rule())
			require.NoError(t, r.Check())
		}
	}
	got := privacy.Prioritise(privacy.Plea{Proved: []privacy.Vulnerability{infant}, On: on.AddDays(1), Harmed: true, Papers: true})
	assert.False(t, got.Granted)
	assert.True(t, got.Reasons[1].Is(privacy.CodeProofEnded))
}

func TestCodes(t *testing.T) {
	require.NoError(t, care.CheckCodes(privacy.CodeAnswerBy, privacy.CodeDoneBy, privacy.CodeHolidaysUnknown, privacy.CodeStepIllegal, privacy.CodeNoExtension,
		privacy.CodeNoteMissing, privacy.CodeNotErasure, privacy.CodeNobody, privacy.CodeLater, privacy.CodeNotifyBy, privacy.CodeMeasureIllegal,
		privacy.CodeBeforeDetection, privacy.CodePriority, privacy.CodeNoThirdParty, privacy.CodeNotProved, privacy.CodeProofEnded, privacy.CodeHarmNotShown,
		privacy.CodeRefuseInWriting))
}
