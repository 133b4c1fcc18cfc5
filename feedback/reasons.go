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
	CodeKindChanged = care.NewCode("feedback.kind_changed", "", care.Text{
		VI: "Trong bản {edition:int}, câu hỏi {question:text} thuộc loại “{kind:name}”, điểm không cộng chung được. Hãy đặt mã khác cho câu hỏi mới.",
		EN: "In edition {edition:int} the question {question:text} is of the kind “{kind:name}”, whose points cannot be added to those of another. Give the new question another code.",
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

// What became of a finding, and what is wrong with a request about one.
var (
	CodeHelped = care.NewCode("feedback.helped", "", care.Text{
		VI: "Đã khắc phục: từ {from:date} đến {to:date} có {failures:int} lỗi trong {seen:int} lượt, ít hơn mức {expect:name} đã đặt ra.",
		EN: "It helped: from {from:date} to {to:date} there were {failures:int} failure(s) in {seen:int}, fewer than the {expect:name} aimed at.",
	})
	CodeDidNotHelp = care.NewCode("feedback.did_not_help", "", care.Text{
		VI: "Chưa khắc phục được: cam kết lại bị vi phạm trong thời gian kiểm chứng từ {from:date} đến {to:date}.",
		EN: "It did not help: the promise was broken again during the check from {from:date} to {to:date}.",
	})
	CodeClosed = care.NewCode("feedback.closed", "", care.Text{
		VI: "Việc này đã đóng. Nếu tái diễn, hãy ghi nhận mới.", EN: "This finding is closed. If it happens again, raise a new one.",
	})
	CodeExpect = care.NewCode("feedback.expect", "", care.Text{
		VI: "Mức kỳ vọng phải trên mức cam kết {promised:name} và không quá mức đã thấy {seen:name}.",
		EN: "The effect expected must be above the {promised:name} promised and at most the {seen:name} seen.",
	})
	CodeNoAction = care.NewCode("feedback.no_action", "", care.Text{
		VI: "Không có hành động này, hoặc đã hoàn thành.", EN: "There is no such action, or it is done already.",
	})
	CodeNoFinding = care.NewCode("feedback.no_finding", "", care.Text{
		VI: "Không có phát hiện này.", EN: "There is no such finding.",
	})
	CodeNoFollowUp = care.NewCode("feedback.no_follow_up", "", care.Text{
		VI: "Lời mời này không có câu trả lời nào chưa hài lòng.", EN: "This invitation has no unhappy answer.",
	})
	CodeNoWish = care.NewCode("feedback.no_wish", "", care.Text{
		VI: "Không có kỳ vọng hay sở thích này.", EN: "There is no such wish.",
	})
	CodeCollected = care.NewCode("feedback.collected", "", care.Text{
		VI: "Các số đếm không được âm, và số người được hỏi ít nhất bằng số đã trả lời cộng số từ chối.",
		EN: "Counts must not be negative, and at least as many must have been asked as answered and dismissed together.",
	})
	CodeDemanded = care.NewCode("feedback.demanded", "", care.Text{
		VI: "Số lượt phải từ 1 đến {limit:int}.", EN: "The number must be from 1 to {limit:int}.",
	})
	CodeNotOver = care.NewCode("feedback.not_over", "", care.Text{
		VI: "Ngày {day:date} còn ở phía trước; hôm nay là {today:date}. Hãy kiểm tra đồng hồ, và ghi khi đến ngày.",
		EN: "The {day:date} is yet to come: today is {today:date}. Check the clock, and tell it when the day has come.",
	})
	CodeLongAgo = care.NewCode("feedback.long_ago", "", care.Text{
		VI: "Ngày {day:date} cách đây hơn {years:int} năm. Hãy kiểm tra đồng hồ.", EN: "The {day:date} was more than {years:int} years ago. Check the clock.",
	})
	CodeNoChange = care.NewCode("feedback.no_change", "", care.Text{
		VI: "Nhu cầu này chưa có thay đổi nào được ghi nhận.", EN: "No change of this demand was noticed.",
	})
	CodeFailures = care.NewCode("feedback.failures", "", care.Text{
		VI: "Cần ngày, và số lỗi từ 0 đến tổng số lượt; tổng không quá {limit:int}.",
		EN: "Give the day, and failures of 0 up to the number they are of, which is at most {limit:int}.",
	})
)

// Why a remedy may not be offered.
var (
	CodeRecoveredOften = care.NewCode("feedback.recovered_often", "", care.Text{
		VI: "Khách đã nhận {times:int} lần bù đắp trong {days:int} ngày.", EN: "The customer was offered {times:int} remedies in {days:int} day(s).",
	})
	CodeNoRemedy = care.NewCode("feedback.no_remedy", "", care.Text{
		VI: "Không có hình thức bù đắp nào cho mức độ {severity:int} với khách này.", EN: "There is no such remedy for a failure of severity {severity:int} and this customer.",
	})
	CodeAuthority = care.NewCode("feedback.authority", "", care.Text{
		VI: "Cấp trên có thể duyệt thêm hình thức bù đắp khác.", EN: "A superior may offer more.",
	})
	CodeTooMuch = care.NewCode("feedback.too_much", "", care.Text{
		VI: "Số tiền vượt mức tối đa {most:money}.", EN: "The amount is more than the {most:money} allowed.",
	})
	CodeRecovered = care.NewCode("feedback.recovered", "", care.Text{
		VI: "Sự việc này đã được bù đắp một lần.", EN: "A remedy was offered for this incident already.",
	})
	CodeNoBudget = care.NewCode("feedback.no_budget", "", care.Text{
		VI: "Không có ngân sách này.", EN: "There is no such budget.",
	})
	CodeBudgetSpent = care.NewCode("feedback.budget_spent", "", care.Text{
		VI: "Ngân sách {total:money} không còn đủ.", EN: "The budget of {total:money} does not hold that much any more.",
	})
	CodeAmount = care.NewCode("feedback.amount", "", care.Text{
		VI: "Cần số tiền không âm và có đơn vị tiền tệ.", EN: "Give an amount of 0 or more, in a currency.",
	})
	CodeHoldOut = care.NewCode("feedback.hold_out", "", care.Text{
		VI: "Tỷ lệ đối chứng phải từ 0 đến 0,9.", EN: "The share held out must be from 0 to 0.9.",
	})
)

// Which factor decides.
var (
	CodeDecides = care.NewCode("feedback.decides", "", care.Text{
		VI: "Yếu tố quyết định là “{factor:name}”: chiếm {share:name} mức hài lòng giải thích được (khoảng {low:name} đến {high:name}, {opinions:int} ý kiến).",
		EN: "“{factor:name}” decides: {share:name} of the satisfaction that can be explained ({low:name} to {high:name}, {opinions:int} opinions).",
	})
	CodeUndecided = care.NewCode("feedback.undecided", "", care.Text{
		VI: "Chưa phân định được: “{factor:name}” cao nhất với {share:name} (khoảng {low:name} đến {high:name}, {opinions:int} ý kiến) nhưng chưa hơn hẳn.",
		EN: "Undecided: “{factor:name}” is highest with {share:name} ({low:name} to {high:name}, {opinions:int} opinions), but not beyond doubt.",
	})
	CodeFewOpinions = care.NewCode("feedback.few_opinions", "", care.Text{
		VI: "Chưa đủ dữ liệu: {opinions:int} ý kiến, cần ít nhất {least:int}.", EN: "Not enough data: {opinions:int} opinion(s), and at least {least:int} are needed.",
	})
	CodeUnexplained = care.NewCode("feedback.unexplained", "", care.Text{
		VI: "{opinions:int} ý kiến không cho thấy mức hài lòng phụ thuộc vào yếu tố nào.", EN: "{opinions:int} opinions do not show satisfaction to depend on any of the factors.",
	})
	CodeKindness = care.NewCode("feedback.kindness", "", care.Text{
		VI: "Khách quý nhân viên ({score:name} trong {answers:int} câu trả lời) nhưng hàng hoặc dịch vụ hỏng {failures:name} trong {of:int} lần, cam kết không quá {promised:name}. Hãy làm cho tin cậy trước: lời nói tử tế không bù được.",
		EN: "Customers like the people ({score:name} of {answers:int} answers), while what they get fails in {failures:name} of {of:int}, where at most {promised:name} was promised. Make it reliable first: kind words cannot make up for it.",
	})
)

// What an inspection found.
var (
	CodeInspectionPassed = care.NewCode("feedback.inspection_passed", "", care.Text{
		VI: "Đạt: {faulty:int} lỗi trong {sample:int} mẫu, cho phép tối đa {accept:int}.", EN: "Passed: {faulty:int} faulty in a sample of {sample:int}, where at most {accept:int} may be.",
	})
	CodeInspectionFailed = care.NewCode("feedback.inspection_failed", "", care.Text{
		VI: "Không đạt: {faulty:int} lỗi trong {sample:int} mẫu, cho phép tối đa {accept:int}.", EN: "Failed: {faulty:int} faulty in a sample of {sample:int}, where at most {accept:int} may be.",
	})
	CodePlan = care.NewCode("feedback.plan", "", care.Text{
		VI: "Cỡ mẫu phải từ 1 đến {limit:int}, số lỗi cho phép nhỏ hơn cỡ mẫu, và lô (nếu biết) không nhỏ hơn mẫu.",
		EN: "The sample must be 1 to {limit:int}, fewer than all of it may be faulty, and the lot, if known, is not smaller than the sample.",
	})
)

// Codes returns every code of the package.
func Codes() []*care.Code {
	return []*care.Code{
		CodeNoAnswers, CodeFewAnswers, CodeIndicative, CodeAskedAlready, CodeAskedLately, CodeAskedOften, CodeAnsweredAlready, CodeOlder,
		CodeDays, CodeTwice, CodeEditionTaken, CodeKindChanged, CodeNoSurvey, CodeNotAsked, CodeExpired, CodeBeforeAsked, CodeEditClosed,
		CodeNoQuestion, CodeOffScale, CodeHelped, CodeDidNotHelp, CodeClosed, CodeExpect, CodeNoAction, CodeNoFinding,
		CodeNoFollowUp, CodeNoWish, CodeCollected, CodeDemanded, CodeNotOver, CodeLongAgo, CodeNoChange, CodeFailures, CodeRecoveredOften, CodeNoRemedy, CodeAuthority, CodeTooMuch, CodeRecovered, CodeNoBudget, CodeBudgetSpent,
		CodeAmount, CodeHoldOut, CodeDecides, CodeUndecided, CodeFewOpinions, CodeUnexplained, CodeKindness, CodeInspectionPassed,
		CodeInspectionFailed, CodePlan,
	}
}
