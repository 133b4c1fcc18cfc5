package feedback

import "github.com/chamsoc/chamsoc/care"

// How far a score may be relied on.
var (
	CodeNoAnswers = care.NewCode("feedback.no_answers", "", care.Text{
		VI: "Chưa có câu trả lời nào trong {asked:int} lần hỏi, nên chưa có điểm.", EN: "Nobody of the {asked:int} asked has answered, so there is no score.",
	})
	CodeFewAnswers = care.NewCode("feedback.few_answers", "", care.Text{
		VI: "Mới có {answered:int} câu trả lời, cần ít nhất {least:int} để tính điểm; hãy đọc từng câu trả lời.",
		EN: "There are only {answered:int} answer(s), and a score needs at least {least:int}; read them one by one.",
	})
	CodeIndicative = care.NewCode("feedback.indicative", "", care.Text{
		VI: "Chỉ để tham khảo: mới có {answered:int} câu trả lời, chưa đủ {least:int} để so sánh.",
		EN: "Indicative only: {answered:int} answer(s) are fewer than the {least:int} that a comparison needs.",
	})
)

// Why a customer is not asked.
var (
	CodeAskedAlready = care.NewCode("feedback.asked_already", "", care.Text{
		VI: "Khách đã được hỏi về việc này lúc {at:time}.", EN: "The customer was asked about this at {at:time}.",
	})
	CodeAskedLately = care.NewCode("feedback.asked_lately", "", care.Text{
		VI: "Lần hỏi gần nhất là {at:time}, chưa đủ {days:int} ngày.", EN: "The latest invitation was at {at:time}, less than {days:int} day(s) ago.",
	})
	CodeAskedOften = care.NewCode("feedback.asked_often", "", care.Text{
		VI: "Khách đã được hỏi {times:int} lần trong {days:int} ngày.", EN: "The customer was asked {times:int} time(s) in {days:int} day(s).",
	})
)

// What is to know about an answer.
var (
	CodeAnsweredAlready = care.NewCode("feedback.answered_already", "", care.Text{
		VI: "Câu trả lời này đã được ghi nhận.", EN: "This answer was recorded already.",
	})
	CodeOlder = care.NewCode("feedback.older", "", care.Text{
		VI: "Đã có câu trả lời mới hơn lúc {at:time}; câu này được lưu nhưng không tính.", EN: "There is a later answer of {at:time}; this one is kept and does not count.",
	})
)

// What is wrong with a request.
var (
	CodeDays = care.NewCode("feedback.days", "", care.Text{
		VI: "Số ngày phải từ 0 đến {limit:int}.", EN: "The days must be 0 to {limit:int}.",
	})
	CodeTwice = care.NewCode("feedback.twice", "", care.Text{
		VI: "Mã câu hỏi {question:text} bị dùng hai lần.", EN: "The question code {question:text} is used twice.",
	})
	CodeEditionTaken = care.NewCode("feedback.edition_taken", "", care.Text{
		VI: "Bản khảo sát này đã công bố với nội dung khác. Hãy công bố bản mới.", EN: "This edition was published with other content. Publish a new edition.",
	})
	CodeNoSurvey = care.NewCode("feedback.no_survey", "", care.Text{
		VI: "Chưa có khảo sát với mã này.", EN: "There is no survey of this code.",
	})
	CodeNotAsked = care.NewCode("feedback.not_asked", "", care.Text{
		VI: "Không có lời mời khảo sát này.", EN: "There is no such invitation.",
	})
	CodeExpired = care.NewCode("feedback.expired", "", care.Text{
		VI: "Lời mời đã hết hạn lúc {expires:time}.", EN: "The invitation expired at {expires:time}.",
	})
	CodeBeforeAsked = care.NewCode("feedback.before_asked", "", care.Text{
		VI: "Thời điểm trả lời sớm hơn lời mời lúc {asked:time}. Hãy kiểm tra đồng hồ.", EN: "The answer is dated before the invitation of {asked:time}. Check the clock.",
	})
	CodeEditClosed = care.NewCode("feedback.edit_closed", "", care.Text{
		VI: "Câu trả lời chỉ được sửa đến {until:time}.", EN: "The answer could be changed until {until:time}.",
	})
	CodeNoQuestion = care.NewCode("feedback.no_question", "", care.Text{
		VI: "Khảo sát không hỏi câu {question:text} như vậy.", EN: "The survey does not ask {question:text} in this way.",
	})
	CodeOffScale = care.NewCode("feedback.off_scale", "", care.Text{
		VI: "Điểm phải là số nguyên từ {low:int} đến {high:int}.", EN: "The point must be a whole number from {low:int} to {high:int}.",
	})
)

// Codes returns every code of the package.
func Codes() []*care.Code {
	return []*care.Code{
		CodeNoAnswers, CodeFewAnswers, CodeIndicative, CodeAskedAlready, CodeAskedLately, CodeAskedOften, CodeAnsweredAlready, CodeOlder,
		CodeDays, CodeTwice, CodeEditionTaken, CodeNoSurvey, CodeNotAsked, CodeExpired, CodeBeforeAsked, CodeEditClosed,
		CodeNoQuestion, CodeOffScale,
	}
}
