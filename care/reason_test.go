package care_test

import (
	"cmp"
	"encoding/json"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
)

var expired = care.NewCode("test.expired", "VN Law 19/2023/QH15 art. 30", care.Text{
	VI: "Bảo hành đã hết hạn ngày {until:date}.",
	EN: "The warranty ended on {until:date}.",
})

// saying returns a code whose sentence is one fact.
func saying(kind care.FactKind) *care.Code {
	hole := "{it:" + string(kind) + "}"
	return care.NewCode("test.saying", "", care.Text{VI: hole, EN: hole})
}

func TestFactsInSentences(t *testing.T) {
	hanoi := time.FixedZone("Asia/Ho_Chi_Minh", 7*60*60)
	local := time.Date(1900, 1, 2, 3, 4, 5, 6789, time.FixedZone("LMT", 7*3600+6*60+30)) // as Vietnam had before 1911
	for _, c := range []struct {
		fact   care.Fact
		kind   care.FactKind
		value  any
		vi, en string
	}{
		{care.NewFact("it", "SN-1"), care.FactText, "SN-1", "SN-1", "SN-1"},
		{care.NewFact("it", "b\xffd"), care.FactText, "b\uFFFDd", "b\uFFFDd", "b\uFFFDd"},
		{care.NewFact("it", care.ProductRef("RC-18")), care.FactText, "RC-18", "RC-18", "RC-18"},
		{care.NewFact("it", care.Phone("+84912345678")), care.FactPhone, "09xx xxx 678", "09xx xxx 678", "09xx xxx 678"},
		{care.NewFact("it", care.NameOf(care.ChannelPhone)), care.FactName, care.NameOf(care.ChannelPhone), "Điện thoại", "Phone"},
		{care.NewFact("it", []string{"a", "b\xff"}), care.FactList, []string{"a", "b\uFFFD"}, "a, b\uFFFD", "a, b\uFFFD"},
		{care.NewFact("it", 12), care.FactInt, int64(12), "12", "12"},
		{care.NewFact("it", int64(math.MinInt64)), care.FactInt, int64(math.MinInt64), "-9223372036854775808", "-9223372036854775808"},
		{care.NewFact("it", true), care.FactBool, true, "có", "yes"},
		{care.NewFact("it", false), care.FactBool, false, "không", "no"},
		{care.NewFact("it", calendar.MustDate(2026, 8, 31)), care.FactDate, calendar.MustDate(2026, 8, 31), "31/08/2026", "31 August 2026"},
		{care.NewFact("it", calendar.MustDate(987, 1, 2)), care.FactDate, calendar.MustDate(987, 1, 2), "02/01/0987", "2 January 0987"},
		{care.NewFact("it", calendar.Date{}), care.FactDate, calendar.Date{}, "", ""},
		{care.NewFact("it", time.Date(2026, 8, 31, 14, 5, 59, 0, hanoi)), care.FactTime, nil, "14:05 ngày 31/08/2026", "14:05, 31 August 2026"},
		{care.NewFact("it", local), care.FactTime, nil, "03:03 ngày 02/01/1900", "03:03, 2 January 1900"},
		{care.NewFact("it", time.Time{}), care.FactTime, nil, "", ""},
		{care.NewFact("it", care.VND(1_290_000)), care.FactMoney, care.VND(1_290_000), "1.290.000 ₫", "VND 1,290,000"},
		{care.NewFact("it", calendar.Wall(48*time.Hour)), care.FactSpan, calendar.Wall(48 * time.Hour), "48 giờ", "48 hours"},
		{care.NewFact("it", calendar.Working(time.Hour)), care.FactSpan, calendar.Working(time.Hour), "1 giờ làm việc", "1 working hour"},
		{care.NewFact("it", calendar.Working(90*time.Minute)), care.FactSpan, calendar.Working(90 * time.Minute), "1 giờ 30 phút làm việc", "1 working hour 30 minutes"},
		{care.NewFact("it", calendar.Wall(time.Minute+2*time.Second)), care.FactSpan, calendar.Wall(62 * time.Second), "1 phút 2 giây", "1 minute 2 seconds"},
		{care.NewFact("it", calendar.WorkingDates(5)), care.FactSpan, calendar.WorkingDates(5), "5 ngày làm việc", "5 working days"},
		{care.NewFact("it", calendar.WorkingDates(1)), care.FactSpan, calendar.WorkingDates(1), "1 ngày làm việc", "1 working day"},
		{care.NewFact("it", calendar.Span{}), care.FactSpan, calendar.Span{}, "", ""},
	} {
		require.Equal(t, c.kind, c.fact.Kind())
		if c.value != nil {
			assert.Equal(t, c.value, c.fact.Value())
		}
		assert.Equal(t, "it", c.fact.Name())
		reason := saying(c.kind).With(c.fact)
		require.NoError(t, reason.Check())
		assert.Equal(t, c.vi, reason.Text(care.LangVI))
		assert.Equal(t, c.en, reason.Text(care.LangEN))
		requireRoundTrip(t, reason)
	}
}

// requireRoundTrip checks that what is read back says and holds the same.
func requireRoundTrip(t *testing.T, reason care.Reason) {
	t.Helper()
	first, err := json.Marshal(reason)
	require.NoError(t, err)
	var read care.Reason
	require.NoError(t, json.Unmarshal(first, &read), "%s", first)
	second, err := json.Marshal(read)
	require.NoError(t, err)
	require.Equal(t, string(first), string(second))
	require.Equal(t, reason.Facts(), read.Facts())
	require.Equal(t, reason.Code(), read.Code())
	require.Equal(t, reason.Rule(), read.Rule())
	require.Equal(t, reason.Text(care.LangVI), read.Text(care.LangVI))
	require.Equal(t, reason.Text(care.LangEN), read.Text(care.LangEN))
}

func TestReasonTellsItsFacts(t *testing.T) {
	until := care.NewFact("until", calendar.MustDate(2026, 8, 31))
	asked := care.NewFact("asked", calendar.MustDate(2026, 9, 5))
	reason := expired.With(care.NewFact("until", "never"), until, asked)
	assert.Equal(t, "test.expired", reason.Code())
	assert.Equal(t, "VN Law 19/2023/QH15 art. 30", reason.Rule())
	assert.Equal(t, []care.Fact{asked, until}, reason.Facts(), "ordered by name, the last of each")
	fact, ok := reason.Fact("until")
	assert.True(t, ok)
	assert.Equal(t, until, fact)
	_, ok = reason.Fact("missing")
	assert.False(t, ok)
	assert.True(t, reason.Is(expired))
	assert.False(t, reason.Is(saying(care.FactInt)))

	reason.Facts()[0] = until
	assert.Equal(t, []care.Fact{asked, until}, reason.Facts(), "facts do not change")
}

func TestReasonRestsOnTheRuleThatApplies(t *testing.T) {
	reason := expired.With(care.NewFact("until", calendar.MustDate(2026, 8, 31)))
	under := reason.Under("59/2010/QH12: 21")
	assert.Equal(t, "59/2010/QH12: 21", under.Rule())
	assert.Equal(t, "VN Law 19/2023/QH15 art. 30", reason.Rule(), "the reason itself does not change")
	assert.Equal(t, "VN Law 19/2023/QH15 art. 30", under.Under("").Rule())
	assert.True(t, under.Is(expired))
	requireRoundTrip(t, under)
}

func TestBuilderMakesTheSameReasons(t *testing.T) {
	repaired := care.NewCode("test.repaired", "", care.Text{
		VI: "{out:date}: {days:int} ngày từ {in:date}, {paid:bool}, {part:text}.",
		EN: "{out:date}: {days:int} days from {in:date}, {paid:bool}, {part:text}.",
	})
	all := []care.Fact{ // in the order of their names, some of which are not in the sentence
		care.NewFact("by", care.NameOf(care.ChannelPhone)), care.NewFact("count", 3), care.NewFact("days", 9),
		care.NewFact("in", calendar.MustDate(2026, 8, 31)), care.NewFact("list", []string{"a"}), care.NewFact("out", calendar.Date{}),
		care.NewFact("paid", true), care.NewFact("part", "screen"), care.NewFact("zone", int64(math.MinInt64)),
		care.NewFact("days", "nine"), care.NewFact("in", false), {}, // and again, of other kinds
	}
	random := rand.New(rand.NewPCG(1, 2))
	builder := care.NewReasonBuilder(2) // and grows
	var built, plain care.Reasons
	for i := range 500 {
		var facts []care.Fact
		for range random.IntN(8) {
			facts = append(facts, all[random.IntN(len(all))])
		}
		if i%2 == 0 {
			slices.SortFunc(facts, func(a, b care.Fact) int { return cmp.Compare(a.Name(), b.Name()) })
		}
		built, plain = append(built, builder.Reason(repaired, facts...)), append(plain, repaired.With(facts...))
	}
	for i, r := range built {
		require.Equal(t, plain[i].Facts(), r.Facts())
		require.Equal(t, plain[i].Text(care.LangEN), r.Text(care.LangEN))
	}
	var zero care.ReasonBuilder
	assert.Equal(t, all[2:4], zero.Reason(repaired, all[2:4]...).Facts())
	assert.Equal(t, repaired.With(), zero.Reason(repaired))
}

func BenchmarkReasonBuilder(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		builder := care.NewReasonBuilder(30)
		for i := range 10 {
			builder.Reason(expired, care.NewFact("until", calendar.MustDate(2026, 8, 31)), care.NewFact("n", i), care.NewFact("asked", "HD1"))
		}
	}
}

func TestMissingFactsShowAndAreFound(t *testing.T) {
	none := expired.With()
	assert.Equal(t, "The warranty ended on {until}.", none.Text(care.LangEN))
	require.ErrorContains(t, none.Check(), "{until:date}")

	wrong := expired.With(care.NewFact("until", "tomorrow"))
	assert.Equal(t, "Bảo hành đã hết hạn ngày {until}.", wrong.Text(care.LangVI))
	require.EqualError(t, wrong.Check(), `care: reason "test.expired" lacks {until:date}`)

	require.NoError(t, expired.With(care.NewFact("until", calendar.MustDate(2026, 8, 31))).Check())
	broken := care.NewCode("test.broken", "", care.Text{VI: "Còn {n:int", EN: "} left {n:int} {{"})
	assert.Equal(t, "Còn {n}", care.NewCode("a.b", "", care.Text{VI: "Còn {n:int"}).With(care.NewFact("n", 1)).Text(""))
	assert.NotPanics(t, func() { _ = broken.With(care.NewFact("n", 1)).Text(care.LangEN) })
}

func TestZeroReasonSaysNothing(t *testing.T) {
	var none care.Reason
	assert.Empty(t, none.Code())
	assert.Empty(t, none.Rule())
	assert.Empty(t, none.Text(care.LangVI))
	assert.Empty(t, none.Facts())
	assert.False(t, none.Is(expired))
	require.NoError(t, none.Check())
	requireRoundTrip(t, none)
}

func TestStoredReasonKeepsItsWords(t *testing.T) {
	const stored = `{
		"code": "test.expired", "rule": "an older law",
		"facts": {
			"until": {"kind": "date", "value": "2026-08-31"},
			"shape": {"kind": "polygon", "value": [[1, 2], [3, 4]]}
		},
		"text": {"vi": "Đã hết hạn từ 31/08/2026.", "en": "It ran out on 31 August 2026."}
	}`
	var reason care.Reason
	require.NoError(t, json.Unmarshal([]byte(stored), &reason))
	assert.True(t, reason.Is(expired))
	assert.Equal(t, "an older law", reason.Rule())
	assert.Equal(t, "Đã hết hạn từ 31/08/2026.", reason.Text(care.LangVI))
	assert.Equal(t, "It ran out on 31 August 2026.", reason.Text(care.LangEN))
	require.NoError(t, reason.Check())
	until, _ := reason.Fact("until")
	assert.Equal(t, calendar.MustDate(2026, 8, 31), until.Value())

	shape, ok := reason.Fact("shape")
	assert.True(t, ok, "a later version may know more kinds of fact")
	assert.Equal(t, care.FactKind("polygon"), shape.Kind())
	assert.Equal(t, "[[1, 2], [3, 4]]", shape.Text(care.LangEN))
	encoded, err := json.Marshal(reason)
	require.NoError(t, err)
	assert.JSONEq(t, stored, string(encoded))
}

func TestReasonRefusesBadJSON(t *testing.T) {
	for _, stored := range []string{
		`7`, `{"code": 7}`, `{"facts": {"a": {"kind": "int", "value": "1"}}}`, `{"facts": {"a": {"kind": "int"}}}`,
		`{"facts": {"a": {"kind": "date", "value": "2026-02-30"}}}`, `{"facts": {"a": {"kind": "span", "value": "soon"}}}`,
		`{"facts": {"a": {"kind": "money", "value": {"amount": "1e9", "currency": "VND"}}}}`,
		`{"facts": {"a": {"kind": "time", "value": "2026-08-31"}}}`, `{"facts": {"a": {"kind": "list", "value": [1]}}}`,
	} {
		reason := expired.With()
		require.Error(t, json.Unmarshal([]byte(stored), &reason), stored)
		assert.Equal(t, expired.With(), reason, "a refused text changes nothing")
	}
	_, err := json.Marshal(expired.With(care.NewFact("until", time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC))))
	require.ErrorContains(t, err, "until")
}

func TestReasons(t *testing.T) {
	reasons := care.Reasons{
		expired.With(care.NewFact("until", calendar.MustDate(2026, 8, 31))),
		care.CodeMissing.With(),
	}
	assert.True(t, reasons.Has(expired))
	assert.True(t, reasons.Has(care.CodeMissing))
	assert.False(t, reasons.Has(care.CodeTooLong))
	assert.Equal(t, "The warranty ended on 31 August 2026. This is required but was left blank. Fill it in.",
		reasons.Text(care.LangEN))
	assert.Empty(t, care.Reasons(nil).Text(care.LangVI))

	encoded, err := json.Marshal(reasons)
	require.NoError(t, err)
	var read care.Reasons
	require.NoError(t, json.Unmarshal(encoded, &read))
	assert.Equal(t, reasons.Text(care.LangVI), read.Text(care.LangVI))
	assert.True(t, read.Has(expired))
}

func FuzzReasonJSON(f *testing.F) {
	f.Add([]byte(`{"code":"a.b","rule":"r","facts":{"n":{"kind":"int","value":1}},"text":{"vi":"x","en":"y"}}`))
	f.Add([]byte(`{"code":"a.b","facts":{"n":{"kind":"money","value":{"amount":"1.50","currency":"USD"}},"p":{"kind":"span","value":"wall 60m"}}}`))
	f.Add([]byte(`{"facts":{"n":{"kind":"time","value":"2026-08-31T14:05:00.123456789+07:00"},"?":{"kind":"","value":{"<":[ ]}}}}`))
	f.Add([]byte(`{"facts":{"n":{"kind":"list","value":null},"m":{"kind":"name","value":{"vi":"\ud800"}},"k":{"kind":"none"}}}`))
	f.Add([]byte(`null`))
	f.Fuzz(func(t *testing.T, data []byte) {
		var reason care.Reason
		if json.Unmarshal(data, &reason) != nil {
			return
		}
		first, err := json.Marshal(reason)
		require.NoError(t, err)
		var read care.Reason
		require.NoError(t, json.Unmarshal(first, &read))
		second, err := json.Marshal(read)
		require.NoError(t, err)
		require.Equal(t, string(first), string(second))
		require.Equal(t, reason.Text(care.LangEN), read.Text(care.LangEN))
		require.Equal(t, reason.Text(care.LangVI), read.Text(care.LangVI))
		for _, fact := range reason.Facts() {
			_ = fact.Text(care.LangVI)
		}
	})
}

func BenchmarkReason(b *testing.B) {
	until := calendar.MustDate(2026, 8, 31)
	reason := expired.With(care.NewFact("until", until))
	for name, do := range map[string]func(){
		"With":        func() { expired.With(care.NewFact("until", until)) },
		"Text":        func() { _ = reason.Text(care.LangVI) },
		"MarshalJSON": func() { _, _ = json.Marshal(reason) },
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				do()
			}
		})
	}
}
