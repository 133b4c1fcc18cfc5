package calendar

import (
	"fmt"
	"strings"
	"time"
)

// This file holds every sentence of the package, Vietnamese beside English.

var causeTexts = map[Cause]Text{
	CauseClosure:  {"đóng cửa", "closed"},
	CausePart:     {"đóng cửa một phần ngày", "closed for part of the day"},
	CauseOverride: {"giờ mở cửa riêng của ngày", "other hours that day"},
	CauseRest:     {"ngày nghỉ hằng tuần", "weekly day of rest"},
	CauseHours:    {"ngoài giờ mở cửa", "outside opening hours"},
}

// Text returns the cause in words, such as "outside opening hours".
func (c Cause) Text() Text { return causeTexts[c] }

// Text returns the stretch in words, such as "17:30, 30 December 2026 to 08:00, 31
// December 2026: outside opening hours".
func (c Closed) Text() Text {
	why := c.why()
	return Text{
		VI: fmt.Sprintf("%s đến %s: %s", timeVI(c.Start), timeVI(c.End), why.VI),
		EN: fmt.Sprintf("%s to %s: %s", timeEN(c.Start), timeEN(c.End), why.EN),
	}
}

// why is the cause with the name, if there is one.
func (c Closed) why() Text {
	why := c.Cause.Text()
	vi, en := c.Name.VI, c.Name.EN
	if vi == "" {
		vi = en
	}
	if en == "" {
		en = vi
	}
	if vi != "" {
		why.VI, why.EN = why.VI+" ("+vi+")", why.EN+" ("+en+")"
	}
	return why
}

// Text returns the explanation as two sentences: how long the time was and how much
// of it was open, then how long it was closed for each cause, in order of
// appearance.
func (e Explanation) Text() Text {
	wall := e.End.Sub(e.Start)
	text := Text{
		VI: fmt.Sprintf("Từ %s đến %s là %s, trong đó %s mở cửa.", timeVI(e.Start), timeVI(e.End), daysVI(wall), hoursVI(e.Open)),
		EN: fmt.Sprintf("From %s to %s is %s, of which %s were open.", timeEN(e.Start), timeEN(e.End), daysEN(wall), hoursEN(e.Open)),
	}
	var whys []Text
	sums := make(map[Text]time.Duration)
	for _, closed := range e.Closed {
		why := closed.why()
		if _, known := sums[why]; !known {
			whys = append(whys, why)
		}
		sums[why] += closed.Length()
	}
	if len(whys) == 0 {
		return text
	}
	vi, en := make([]string, len(whys)), make([]string, len(whys))
	for i, why := range whys {
		vi[i], en[i] = hoursVI(sums[why])+" "+why.VI, hoursEN(sums[why])+" "+why.EN
	}
	text.VI += " Không tính: " + strings.Join(vi, "; ") + "."
	text.EN += " Not counted: " + strings.Join(en, "; ") + "."
	return text
}

func timeVI(t time.Time) string { return t.Format(clockForm(t) + " ngày 02/01/2006") }
func timeEN(t time.Time) string { return t.Format(clockForm(t) + ", 2 January 2006") }

func clockForm(t time.Time) string {
	if t.Second() != 0 {
		return "15:04:05"
	}
	return "15:04"
}

// daysVI and daysEN say a length on the wall in days of 24 hours, hoursVI and
// hoursEN in hours only: open time has no days. Fractions of a second are not shown.
func daysVI(d time.Duration) string {
	return lengthText(d, 24*time.Hour, [4]string{"ngày", "giờ", "phút", "giây"}, "")
}

func daysEN(d time.Duration) string {
	return lengthText(d, 24*time.Hour, [4]string{"day", "hour", "minute", "second"}, "s")
}

func hoursVI(d time.Duration) string {
	return lengthText(d, 0, [4]string{"", "giờ", "phút", "giây"}, "")
}

func hoursEN(d time.Duration) string {
	return lengthText(d, 0, [4]string{"", "hour", "minute", "second"}, "s")
}

func lengthText(d, day time.Duration, names [4]string, plural string) string {
	var parts []string
	sign := ""
	if d < 0 {
		sign, d = "-", -d
	}
	for i, unit := range [4]time.Duration{day, time.Hour, time.Minute, time.Second} {
		if unit == 0 {
			continue
		}
		n := d / unit
		d %= unit
		if n == 0 && (i < 3 || len(parts) > 0) {
			continue
		}
		name := names[i]
		if n != 1 {
			name += plural
		}
		parts = append(parts, fmt.Sprintf("%d %s", n, name))
	}
	return sign + strings.Join(parts, " ")
}
