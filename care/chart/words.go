package chart

import "strings"

// Words are what pictures say of themselves, in one language. All must be given; WordsVI and WordsEN are ready, and the default.
type Words struct {
	Open, Counted, Late, Paused, Closed string    // the legend of a timeline
	Due                                 string    // the mark at the due instant
	Days                                string    // "days", after a number
	Hours                               string    // over the column of hours counted
	Sum                                 string    // over the column of their sum
	Expected, Range, Alarm              string    // the legend of a course
	Goal, NoData                        string    // of scores
	LeftOut                             string    // "left out", after a number of days
	Weekdays                            [7]string // from Sunday
	DateLayout                          string    // of package time, without the weekday
	TimeLayout                          string
	Decimal                             string // between the whole and its decimals
}

// WordsVI are the words in Vietnamese.
func WordsVI() Words {
	return Words{
		Open: "Giờ làm việc", Counted: "Tính giờ", Late: "Tính giờ, đã quá hạn", Paused: "Tạm dừng", Closed: "Đóng cửa", Due: "Hạn", Days: "ngày", Hours: "Giờ",
		Sum: "Cộng dồn", Expected: "Dự kiến", Range: "Khoảng bình thường", Alarm: "Bất thường", Goal: "Mục tiêu", NoData: "chưa có dữ liệu", LeftOut: "ngày không vẽ",
		Weekdays: [7]string{"CN", "T2", "T3", "T4", "T5", "T6", "T7"}, DateLayout: "02/01/2006", TimeLayout: "15:04", Decimal: ",",
	}
}

// WordsEN are the words in English.
func WordsEN() Words {
	return Words{
		Open: "Open hours", Counted: "Counted", Late: "Counted, after the due time", Paused: "Paused", Closed: "Closed", Due: "Due", Days: "days", Hours: "Hours",
		Sum: "Sum", Expected: "Expected", Range: "Usual range", Alarm: "Unusual", Goal: "Goal", NoData: "no data yet", LeftOut: "days left out",
		Weekdays: [7]string{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"}, DateLayout: "2 Jan 2006", TimeLayout: "15:04", Decimal: ".",
	}
}

// in is the words, or those that are ready for a language.
func (w Words) in(lang string) Words {
	switch {
	case w != Words{}:
		return w
	case strings.HasPrefix(lang, "vi"):
		return WordsVI()
	}
	return WordsEN()
}
