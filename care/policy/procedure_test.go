package policy_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/care/policy"
)

func both(vi, en string) care.Text { return care.Text{VI: vi, EN: en} }

// date is day, or the zero date for "".
func date(text string) calendar.Date {
	if text == "" {
		return calendar.Date{}
	}
	return day(text)
}

func day(text string) calendar.Date {
	d, err := calendar.ParseDate(text)
	if err != nil {
		panic(err)
	}
	return d
}

// claims is a procedure with nothing wrong with it.
func claims() policy.Procedure {
	return policy.Procedure{
		Code: "bao-hanh", Edition: 1, Title: both("Tiếp nhận bảo hành", "How a warranty claim is handled"), Audience: policy.ForCustomers,
		About: both("Mất phiếu bảo hành vẫn được bảo hành.", "A lost card still gets warranty."),
		Steps: []policy.Step{
			{Who: both("Nhân viên quầy", "Counter staff"), What: both("Nhận máy, tra hóa đơn.", "Take in the device, look up the invoice."), Within: calendar.Wall(15 * time.Minute)},
			{Who: both("Kỹ thuật viên", "Technician"), What: both("Kiểm tra và báo kết quả.", "Examine it and tell the result."), Within: calendar.Working(8 * time.Hour)},
			{Who: both("Nhân viên quầy", "Counter staff"), What: both("Trả máy.", "Give it back."), Within: calendar.WorkingDates(5)},
		},
		Contact:  both("Quầy bảo hành, 1900 1234", "Warranty desk, 1900 1234"),
		Channels: []care.Channel{care.ChannelCounter, care.ChannelPhone}, Documents: []care.Text{both("Máy và phụ kiện", "The device and what came with it")},
		First: both("Người cao tuổi.", "Elderly people."), From: day("2026-12-01"),
	}
}

// codes are the problems of an error, as path and code.
func codes(t testing.TB, err error) (all []string) {
	t.Helper()
	if err == nil {
		return nil
	}
	invalid, ok := errors.AsType[*care.Invalid](err)
	require.True(t, ok, "%v", err)
	for _, p := range invalid.Problems {
		require.NoError(t, p.Reason.Check())
		all = append(all, p.Path+" "+p.Reason.Code())
	}
	return all
}

func TestWhatKeepsAProcedureFromBeingPublished(t *testing.T) {
	require.Empty(t, claims().Problems())
	for _, c := range []struct {
		what   string
		change func(*policy.Procedure)
		want   []string
	}{
		{"no code", func(p *policy.Procedure) { p.Code = "" }, []string{"code care.missing"}},
		{"a code with a space behind it", func(p *policy.Procedure) { p.Code = "a " }, []string{"code care.unreadable"}},
		{"no edition", func(p *policy.Procedure) { p.Edition = 0 }, []string{"edition policy.edition"}},
		{"no English title", func(p *policy.Procedure) { p.Title.EN = " " }, []string{"title.en care.missing"}},
		{"half a text", func(p *policy.Procedure) { p.First.VI = "" }, []string{"first.vi care.missing"}},
		{"nobody to read it", func(p *policy.Procedure) { p.Audience = "friends" }, []string{"audience care.unknown_word"}},
		{"customers are told no contact", func(p *policy.Procedure) { p.Contact = care.Text{} }, []string{"contact policy.no_contact"}},
		{"staff know whom to ask", func(p *policy.Procedure) { p.Contact, p.Audience = care.Text{}, policy.ForStaff }, nil},
		{"no steps", func(p *policy.Procedure) { p.Steps = nil }, []string{"steps care.missing"}},
		{"too many steps", func(p *policy.Procedure) {
			p.Steps = append(p.Steps, make([]policy.Step, 98)...)
			copy(p.Steps[3:], repeat(p.Steps[0], 98))
		}, []string{"steps care.too_many"}},
		{"a step without a time", func(p *policy.Procedure) { p.Steps[1].Within = calendar.Span{} }, []string{"steps[1].within policy.step_time"}},
		{"a step that nobody does", func(p *policy.Procedure) { p.Steps[2].Who = care.Text{} }, []string{"steps[2].who.vi care.missing", "steps[2].who.en care.missing"}},
		{"an unknown channel", func(p *policy.Procedure) { p.Channels[0] = "telex" }, []string{"channels[0] care.unknown_word"}},
		{"no first day", func(p *policy.Procedure) { p.From = calendar.Date{} }, []string{"from care.missing"}},
		{"it ends before it begins", func(p *policy.Procedure) { p.Until = day("2026-11-30") }, []string{"until policy.period"}},
		{"it holds one day", func(p *policy.Procedure) { p.Until = p.From }, nil},
	} {
		p := claims()
		c.change(&p)
		require.Equal(t, c.want, codes(t, p.Problems().Err()), c.what)
	}
}

func repeat[T any](one T, n int) []T {
	all := make([]T, n)
	for i := range all {
		all[i] = one
	}
	return all
}

func TestTheLatestEditionThatHoldsADateIsInForce(t *testing.T) {
	one, two, three := claims(), claims(), claims()
	two.Edition, two.From = 2, day("2027-03-01")
	three.Edition, three.From, three.Until = 3, day("2027-06-01"), day("2027-06-30") // a month of exception
	all := []policy.Procedure{three, one, two}
	for on, want := range map[string]int{
		"2026-11-30": 0, "2026-12-01": 1, "2027-02-28": 1, "2027-03-01": 2, "2027-05-31": 2, "2027-06-01": 3, "2027-06-30": 3, "2027-07-01": 2,
	} {
		got, ok := policy.ProcedureInForce(all, day(on))
		require.Equal(t, want != 0, ok, on)
		require.Equal(t, want, got.Edition, on)
	}
}

// A customer's page says every step, by whom, and how long it takes, in either language, and escapes what was typed.
func TestPagesOfAProcedure(t *testing.T) {
	p := claims()
	p.Steps[0].What.VI = `Nhận <script>alert("x")</script> máy & phụ kiện.`
	html, err := p.HTML(care.LangVI)
	require.NoError(t, err)
	require.Contains(t, html, `<html lang="vi">`)
	require.Contains(t, html, "<title>Tiếp nhận bảo hành</title>")
	require.Contains(t, html, "máy &amp; phụ kiện")
	require.NotContains(t, html, "<script")
	require.Equal(t, 3+2+1, strings.Count(html, "<li>"), "three steps, two channels, one document")
	for _, outside := range []string{"http:", "https:", "src=", "url(", "@import"} {
		require.NotContains(t, html, outside, "a page stands alone")
	}
	text := p.Text(care.LangEN)
	require.Contains(t, text, "2. Examine it and tell the result.\n   Who: Technician\n   Within: 8 working hours\n")
	require.Contains(t, text, "In force from 1 December 2026\n")
	require.Equal(t, p.Text(care.LangVI), p.Text("fr"), "what is not English is Vietnamese")
}

func TestCoverageCountsEachOfTheStaffOnce(t *testing.T) {
	d := claims().Document()
	other := d
	other.Edition = 2
	words := []policy.Acknowledgement{
		{Document: d, Staff: "hoa"}, {Document: other, Staff: "minh"}, {Document: d, Staff: "has-left"}, {Document: d, Staff: "hoa"},
	}
	c := policy.CoverageOf(d, []care.StaffRef{"hoa", "minh", "hoa", "an"}, words)
	require.EqualValues(t, 1, c.Read.Yes)
	require.EqualValues(t, 3, c.Read.Of)
	require.Equal(t, []care.StaffRef{"minh", "an"}, c.Missing)
	require.Zero(t, policy.CoverageOf(d, nil, words).Read.Of, "nobody is asked to read it")
}
