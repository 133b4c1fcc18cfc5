package policy

import (
	"strconv"
	"strings"

	"github.com/chamsoc/chamsoc/care"
)

// figure writes a value of a measure as people read it: a share as percent, points and amounts as a number with its unit.
func (m Measure) figure(x float64) care.Text {
	if m.Kind.isShare() {
		return care.Percent(x)
	}
	t := number(x, 2)
	if m.Unit != (care.Text{}) {
		t = care.Text{VI: t.VI + " " + m.Unit.In(care.LangVI), EN: t.EN + " " + m.Unit.In(care.LangEN)}
	}
	return t
}

// number writes a number with separators between thousands, to so many decimals at most, or with all for -1, as each language does.
func number(x float64, decimals int) care.Text {
	digits := strconv.FormatFloat(x, 'f', decimals, 64)
	if strings.Contains(digits, ".") {
		digits = strings.TrimSuffix(strings.TrimRight(digits, "0"), ".")
	}
	digits, sign := strings.TrimPrefix(digits, "-"), digits[:len(digits)-len(strings.TrimPrefix(digits, "-"))]
	whole, fraction, _ := strings.Cut(digits, ".")
	var groups []string
	for len(whole) > 3 {
		groups = append([]string{whole[len(whole)-3:]}, groups...)
		whole = whole[:len(whole)-3]
	}
	groups = append([]string{whole}, groups...)
	vi, en := sign+strings.Join(groups, "."), sign+strings.Join(groups, ",")
	if fraction != "" {
		vi, en = vi+","+fraction, en+"."+fraction
	}
	return care.Text{VI: vi, EN: en}
}

// targetText writes what a measure is to reach: "ít nhất 95%", "90% trong 48 giờ làm việc".
func (m Measure) targetText() care.Text {
	goal, direction, _ := m.goal()
	switch m.Kind {
	case MeasureExistence:
		return care.Text{VI: "phải có đủ", EN: "all there"}
	case MeasurePromise:
		share := care.Percent(goal)
		return care.Text{VI: share.VI + " trong " + spanText(m.Within, care.LangVI), EN: share.EN + " within " + spanText(m.Within, care.LangEN)}
	}
	name, figure := care.NameOf(direction), m.figure(goal)
	return care.Text{VI: name.VI + " " + figure.VI, EN: name.EN + " " + figure.EN}
}
