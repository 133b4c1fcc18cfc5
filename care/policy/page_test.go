package policy_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/policy"
)

// Customers read their promises and nothing of how the company works inside.
func TestCustomersReadWhatIsForThem(t *testing.T) {
	p, _ := worked(2)
	provisionOf(&p, policy.FocusOfEffort).Audience = policy.ForStaff
	provisionOf(&p, policy.FocusOfEffort).Statement = both("Chỉ nội bộ mới biết.", "For the staff alone.")
	for _, lang := range []care.Lang{care.LangVI, care.LangEN} {
		html, err := p.HTML(policy.View{Lang: lang})
		require.NoError(t, err)
		for _, page := range []string{html, p.Text(policy.View{Lang: lang})} {
			for _, secret := range []string{"Chỉ nội bộ", "For the staff alone", "Trưởng quầy", "Head of the counter", "500", "Nhanh nhất quận", "The quickest", "Tập huấn", "Train", "counter first"} {
				require.NotContains(t, page, secret, lang)
			}
			require.Contains(t, page, p.Mission.Statement.In(lang))
			require.Contains(t, page, map[care.Lang]string{care.LangVI: "90% trong 48 giờ làm việc", care.LangEN: "90% within 48 working hours"}[lang])
		}
	}
}

func TestTheStaffReadEverything(t *testing.T) {
	p, _ := worked(2)
	v := policy.View{Lang: care.LangEN, Audience: policy.ForStaff, On: today, Staff: []care.StaffRef{"hoa", "minh"}, Readings: []policy.Acknowledgement{
		{Document: p.Document(), Staff: "hoa", At: today.Start(care.Env{}.Location())}, {Document: policy.Document{Kind: policy.DocumentPolicy, Code: "shop", Edition: 1}, Staff: "minh"},
	}}
	text := p.Text(v)
	for _, want := range []string{
		"Owner: Head of the counter", "Deputy: Head of repairs", "Decides alone up to: VND 500,000", "To be reviewed by: 30 June 2027", "The quickest of the district.",
		"Group 0 | 1/1 | Head of the counter", "Have read it: 1/2", "Head of the counter | 00:00, 31 December 2026", "Head of repairs | not yet", "Measure: at most 10%", "Measure: at most 50 cases",
	} {
		require.Contains(t, text, want)
	}
	html, err := p.HTML(v)
	require.NoError(t, err)
	require.Equal(t, 27*2, strings.Count(html, "<dt>Deputy</dt>"))
}

// Each opening tag is closed, headings go down one level at a time, and a table says what it is.
func TestPagesAreWellFormed(t *testing.T) {
	p, _ := worked(2)
	html, err := p.HTML(policy.View{Audience: policy.ForStaff, On: today, Staff: []care.StaffRef{"hoa"}})
	require.NoError(t, err)
	var open []string
	for _, tag := range regexp.MustCompile(`<(/?)([a-z0-9]+)[^>]*>`).FindAllStringSubmatch(html, -1) {
		switch {
		case tag[2] == "meta":
		case tag[1] == "":
			open = append(open, tag[2])
		default:
			require.Equal(t, open[len(open)-1], tag[2])
			open = open[:len(open)-1]
		}
	}
	require.Empty(t, open)
	require.Equal(t, 1, strings.Count(html, "<h1>"))
	require.Equal(t, strings.Count(html, "<table>"), strings.Count(html, "<caption>"))
	last := "1"
	for _, h := range regexp.MustCompile(`<h([1-6])>`).FindAllStringSubmatch(html, -1) {
		require.LessOrEqual(t, h[1][0], last[0]+1)
		last = h[1]
	}
}

// A provision that does not hold on the date of the page is not on it.
func TestAPageShowsWhatHolds(t *testing.T) {
	p, _ := worked(1)
	provisionOf(&p, policy.Warranty).Until = today.AddDays(-1)
	require.NotContains(t, p.Text(policy.View{On: today}), "Bảo hành:")
	require.Contains(t, p.Text(policy.View{}), "Bảo hành:")
}
