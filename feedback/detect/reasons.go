package detect

import "github.com/chamsoc/chamsoc/care"

// What an alarm says.
var (
	// CodeAbove: the mean is higher than promised.
	CodeAbove = care.NewCode("detect.above", "", care.Text{
		VI: "Từ ngày {since:date} đến {day:date} tỷ lệ là {mean:name} trên {seen:int} lượt, trong khi cam kết không quá {promised:name}; {days:int} ngày vượt mức. Nếu cam kết vẫn được giữ, báo động sai như vậy trung bình {every:int} {unit:name} mới có một lần.",
		EN: "From {since:date} to {day:date} the rate is {mean:name} over {seen:int} observation(s), where at most {promised:name} was promised; {days:int} day(s) were above. If the promise were kept, such a false alarm would come once in {every:int} {unit:name} on average.",
	})
	// CodeBelow: the mean is lower than promised, or than what a correction had to beat.
	CodeBelow = care.NewCode("detect.below", "", care.Text{
		VI: "Từ ngày {since:date} đến {day:date} tỷ lệ là {mean:name} trên {seen:int} lượt, thấp hơn mức {promised:name}; {days:int} ngày dưới mức. Nếu thực ra không thấp hơn, báo động sai như vậy trung bình {every:int} {unit:name} mới có một lần.",
		EN: "From {since:date} to {day:date} the rate is {mean:name} over {seen:int} observation(s), below {promised:name}; {days:int} day(s) were below. If it were not lower, such a false alarm would come once in {every:int} {unit:name} on average.",
	})
	// CodeDemandUp: there is more demand than usual for the day of the week and the holiday.
	CodeDemandUp = care.NewCode("detect.demand_up", "", care.Text{
		VI: "Nhu cầu tăng từ ngày {since:date}: trung bình {mean:name} một ngày trong {seen:int} ngày, trong khi mức dự kiến là {promised:name}. Nếu nhu cầu không đổi, báo động sai như vậy trung bình {every:int} ngày mới có một lần.",
		EN: "Demand is up since {since:date}: {mean:name} a day over {seen:int} day(s), where {promised:name} was expected. If demand had not changed, such a false alarm would come once in {every:int} days on average.",
	})
	// CodeDemandDown: there is less.
	CodeDemandDown = care.NewCode("detect.demand_down", "", care.Text{
		VI: "Nhu cầu giảm từ ngày {since:date}: trung bình {mean:name} một ngày trong {seen:int} ngày, trong khi mức dự kiến là {promised:name}. Nếu nhu cầu không đổi, báo động sai như vậy trung bình {every:int} ngày mới có một lần.",
		EN: "Demand is down since {since:date}: {mean:name} a day over {seen:int} day(s), where {promised:name} was expected. If demand had not changed, such a false alarm would come once in {every:int} days on average.",
	})
	// CodeNoCalendar: demand was judged without a calendar of holidays.
	CodeNoCalendar = care.NewCode("detect.no_calendar", "", care.Text{
		VI: "Không có lịch ngày lễ, nên nguyên nhân có thể chỉ là một ngày lễ.",
		EN: "There is no calendar of holidays, so a holiday alone may be the cause.",
	})
)

// What is wrong with a definition.
var (
	CodeOneBound = care.NewCode("detect.one_bound", "", care.Text{
		VI: "Chỉ đặt một trong hai: mức tối đa hoặc mức tối thiểu.", EN: "Set one of the two: at most, or at least.",
	})
	CodeNotShare = care.NewCode("detect.not_share", "", care.Text{
		VI: "Phải lớn hơn 0 và nhỏ hơn 1. Cam kết không có lỗi nào bị vi phạm ngay từ lỗi đầu tiên nên không cần thống kê.",
		EN: "It must be more than 0 and less than 1. A promise of no failure at all is broken by the first one and needs no statistics.",
	})
	CodeEvery = care.NewCode("detect.every", "", care.Text{
		VI: "Khoảng cách trung bình giữa hai báo động sai phải từ 2 đến 10¹².", EN: "The average time between false alarms must be from 2 to 10¹².",
	})
	CodeWeights = care.NewCode("detect.weights", "", care.Text{
		VI: "Trọng số phải dương và không chênh lệch quá lớn.", EN: "Weights must be positive and not too unequal.",
	})
	CodeRatios = care.NewCode("detect.ratios", "", care.Text{
		VI: "Cần từ 1 đến 8 tỷ số, mỗi tỷ số từ 0,01 đến 100 và khác 1.", EN: "Give 1 to 8 ratios, each from 0.01 to 100 and not 1.",
	})
	CodeDispersion = care.NewCode("detect.dispersion", "", care.Text{
		VI: "Độ phân tán phải từ 1 đến 1000, hoặc 0 để tự học.", EN: "The dispersion must be from 1 to 1000, or 0 to learn it.",
	})
	CodeYears = care.NewCode("detect.years", "", care.Text{
		VI: "Cần ngày đầu và ngày cuối, cách nhau không quá 40.000 ngày.", EN: "Give a first and a last day, at most 40,000 days apart.",
	})
	CodeHoliday = care.NewCode("detect.holiday", "", care.Text{
		VI: "Dịp “{holiday:name}” được có tối đa 60 ngày trước, 60 ngày sau và 200 năm.", EN: "The holiday “{holiday:name}” may have at most 60 days before, 60 after and 200 years.",
	})
)

// Codes returns every code of the package.
func Codes() []*care.Code {
	return []*care.Code{
		CodeAbove, CodeBelow, CodeDemandUp, CodeDemandDown, CodeNoCalendar, CodeOneBound, CodeNotShare, CodeEvery, CodeWeights,
		CodeRatios, CodeDispersion, CodeYears, CodeHoliday,
	}
}
