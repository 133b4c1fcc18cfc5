package chain

import (
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
)

// What is wrong with a flow.
var (
	// CodeEdition: editions are numbered from 1.
	CodeEdition = care.NewCode("chain.edition", "", care.Text{
		VI: "Bản của chuỗi được đánh số từ 1.",
		EN: "Editions of a flow are numbered from 1.",
	})
	// CodeValidity: an edition ends before it begins.
	CodeValidity = care.NewCode("chain.validity", "", care.Text{
		VI: "Bản này bắt đầu {from:time} nhưng kết thúc {until:time}. Hãy cho ngày kết thúc sau ngày bắt đầu, hoặc bỏ trống.",
		EN: "This edition begins at {from:time} and ends at {until:time}. Let it end after it begins, or never.",
	})
	// CodeOverlap: two editions of a flow are in force at once.
	CodeOverlap = care.NewCode("chain.overlap", "", care.Text{
		VI: "Bản {edition:int} và bản {other:int} có lúc cùng hiệu lực. Hãy cho bản cũ kết thúc khi bản mới bắt đầu.",
		EN: "Editions {edition:int} and {other:int} are in force at one time. Let the older end when the newer begins.",
	})
	// CodeTwice: two links have one code.
	CodeTwice = care.NewCode("chain.twice", "", care.Text{
		VI: "Mã mắt xích {code:text} dùng hai lần. Hãy đặt mã khác.",
		EN: "The code {code:text} names two links. Give one of them another.",
	})
	// CodeTooMany: a flow has too many links.
	CodeTooMany = care.NewCode("chain.too_many", "", care.Text{
		VI: "Một chuỗi có nhiều nhất {most:int} mắt xích. Hãy chia thành nhiều chuỗi.",
		EN: "A flow has at most {most:int} links. Divide it into several.",
	})
	// CodeServesItself: a unit is its own customer.
	CodeServesItself = care.NewCode("chain.serves_itself", "", care.Text{
		VI: "Bộ phận {unit:text} tự phục vụ chính mình. Bên nhận phải là bộ phận khác hoặc khách hàng bên ngoài.",
		EN: "{unit:text} serves itself. The receiver is another unit, or the customer outside.",
	})
	// CodeOutsideServes: the customer outside is named as a unit of the company.
	CodeOutsideServes = care.NewCode("chain.outside_serves", "", care.Text{
		VI: "Khách hàng bên ngoài không phải là bộ phận của công ty. Hãy ghi bộ phận chịu trách nhiệm.",
		EN: "The customer outside is no unit of the company. Name the unit that answers for it.",
	})
	// CodeWorking: a promise is not a working time of more than nothing.
	CodeWorking = care.NewCode("chain.working", "", care.Text{
		VI: "Mục tiêu phải là thời gian làm việc lớn hơn 0, ví dụ 8 giờ làm việc.",
		EN: "The goal is a working time of more than 0, such as 8 working hours.",
	})
	// CodeShare: a share is not between 0 and 1.
	CodeShare = care.NewCode("chain.share", "", care.Text{
		VI: "Tỷ lệ phải lớn hơn 0 và không quá 1, ví dụ 0,95.",
		EN: "The share is more than 0 and at most 1, such as 0.95.",
	})
	// CodeNoCalendar: a calendar is not known.
	CodeNoCalendar = care.NewCode("chain.no_calendar", "", care.Text{
		VI: "Không có lịch làm việc {calendar:text}. Hãy khai báo lịch hoặc chọn lịch khác.",
		EN: "There is no calendar {calendar:text}. Define it, or name another.",
	})
	// CodeNotAgreed: one side of a link has not agreed to its goal.
	CodeNotAgreed = care.NewCode("chain.not_agreed", "", care.Text{
		VI: "Bộ phận {unit:text} chưa đồng ý với mục tiêu này. Cả hai bên phải đồng ý thì cam kết mới có giá trị.",
		EN: "{unit:text} has not agreed to this goal. It is a promise only when both sides have.",
	})
	// CodeCircle: links serve one another in a circle.
	CodeCircle = care.NewCode("chain.circle", "", care.Text{
		VI: "Các mắt xích {links:list} nằm trong hoặc sau một vòng tròn nên không có mắt xích nào bắt đầu được. Hãy bỏ một mắt xích.",
		EN: "The links {links:list} form a circle or wait for one, so none of them can begin. Take one out.",
	})
	// CodeNobodyOutside: no link serves the customer outside.
	CodeNobodyOutside = care.NewCode("chain.nobody_outside", "", care.Text{
		VI: "Không mắt xích nào đến khách hàng bên ngoài. Mắt xích cuối phải có bên nhận là “outside”.",
		EN: "No link reaches the customer outside. The last one has the receiver “outside”.",
	})
	// CodeLeadsNowhere: what a unit receives never reaches the customer outside.
	CodeLeadsNowhere = care.NewCode("chain.leads_nowhere", "", care.Text{
		VI: "Việc giao cho {unit:text} không đi tiếp đến khách hàng bên ngoài. Hãy thêm mắt xích từ bộ phận này hoặc bỏ mắt xích đến nó.",
		EN: "What {unit:text} receives goes no further, and never reaches the customer outside. Add a link from it, or take out the link to it.",
	})
)

// Why a request is refused, or noted.
var (
	// CodeEditionTaken: this edition was published with another content.
	CodeEditionTaken = care.NewCode("chain.edition_taken", "", care.Text{
		VI: "Bản này đã được công bố với nội dung khác. Nội dung mới cần một bản mới.",
		EN: "This edition was published with another content. New content needs a new edition.",
	})
	// CodeNoUnit: a flow names a unit that nobody has defined.
	CodeNoUnit = care.NewCode("chain.no_unit", "", care.Text{
		VI: "Chưa có bộ phận {unit:text}. Hãy khai báo bộ phận trước.",
		EN: "There is no unit {unit:text}. Define it first.",
	})
	// CodeNoFlow: no edition of the flow was in force when the case began.
	CodeNoFlow = care.NewCode("chain.no_flow", "", care.Text{
		VI: "Chuỗi {flow:text} không có bản nào có hiệu lực lúc {at:time}. Hãy công bố một bản.",
		EN: "The flow {flow:text} has no edition in force at {at:time}. Publish one.",
	})
	// CodeOtherFlow: the case goes through another flow.
	CodeOtherFlow = care.NewCode("chain.other_flow", "", care.Text{
		VI: "Việc này đi theo chuỗi {flow:text}, không phải chuỗi được ghi.",
		EN: "This case goes through the flow {flow:text}, not the one given.",
	})
	// CodeTooManyEvents: a case has as many events as one may have.
	CodeTooManyEvents = care.NewCode("chain.too_many_events", "", care.Text{
		VI: "Việc này đã có {most:int} sự kiện, không ghi thêm được. Hãy mở việc mới.",
		EN: "This case has {most:int} events, and takes no more. Open another.",
	})
	// CodeRepeated: the same event came again; nothing was added.
	CodeRepeated = care.NewCode("chain.repeated", "", care.Text{
		VI: "Sự kiện này đã được ghi trước đó, không ghi thêm.",
		EN: "This event was recorded before; nothing was added.",
	})
)

// Why an event is refused.
var (
	// CodeUnknownLink: the flow has no such link.
	CodeUnknownLink = refusal("unknown_link", "chuỗi không có mắt xích này. Hãy kiểm tra mã mắt xích.", "the flow has no such link. Check its code.")
	// CodeUnknownKind: nobody knows what that is.
	CodeUnknownKind = refusal("unknown_kind", "loại sự kiện này không có cho một lần bàn giao.", "a handover has no event of this kind.")
	// CodeNoLink: a handover's event names no link.
	CodeNoLink = refusal("no_link", "chưa ghi mắt xích nào. Hãy ghi mắt xích được bàn giao.", "it names no link. Say which handover it is of.")
	// CodeRequestedAlready: it is open, or done.
	CodeRequestedAlready = refusal("requested_already", "đã được yêu cầu rồi. Muốn làm lại phải trả lại hoặc hủy trước.", "it was requested before. To have it done again, reject or cancel it first.")
	// CodeDeliveredUnasked: it was not requested, or delivered already.
	CodeDeliveredUnasked = refusal("delivered_unasked", "bàn giao khi chưa có yêu cầu đang mở. Hãy ghi yêu cầu trước.", "delivered without an open request. Record the request first.")
	// CodeNothingDelivered: there is nothing to accept or reject.
	CodeNothingDelivered = refusal("nothing_delivered", "chưa có gì được bàn giao để nhận hoặc trả lại.", "nothing has been delivered that could be accepted or rejected.")
	// CodeNothingOpen: there is nothing to cancel.
	CodeNothingOpen = refusal("nothing_open", "không có yêu cầu nào đang mở để hủy.", "there is no open request to cancel.")
	// CodeWaitsAlready: the case waits for the customer already.
	CodeWaitsAlready = refusal("waits_already", "đang chờ khách hàng rồi.", "the case waits for the customer already.")
	// CodeNotWaiting: the case does not wait.
	CodeNotWaiting = refusal("not_waiting", "không đang chờ khách hàng.", "the case does not wait for the customer.")
	// CodeAfterEnd: the case has ended.
	CodeAfterEnd = refusal("after_end", "việc đã kết thúc trước đó.", "the case had ended before.")
)

// CodeInputMissing: a link is at work, and nobody has told that its input was accepted.
var CodeInputMissing = care.NewCode("chain.input_missing", "", care.Text{
	VI: "“{link:name}” đã bắt đầu nhưng chưa ai ghi là đã nhận “{input:name}”. Hãy ghi bổ sung hoặc kiểm tra lại.",
	EN: "“{link:name}” was begun, and nobody has told that “{input:name}” was accepted. Tell it, or look again.",
})

func refusal(id, vi, en string) *care.Code {
	return care.NewCode("chain."+id, "", care.Text{
		VI: "Không tính sự kiện “{kind:name}” của mắt xích {link:text} lúc {at:time}: " + vi,
		EN: "The event “{kind:name}” of link {link:text} at {at:time} does not count: " + en,
	})
}

// Whether the promise outside can be kept.
var (
	// CodeGoalsInTime: the goals together are no longer than the promise.
	CodeGoalsInTime = care.NewCode("chain.goals_in_time", "", care.Text{
		VI: "Các mục tiêu bên trong cộng lại là {sum:span}, nằm trong cam kết {within:span}.",
		EN: "The goals inside add up to {sum:span}, within the promise of {within:span}.",
	})
	// CodeGoalsTooLong: they are longer.
	CodeGoalsTooLong = care.NewCode("chain.goals_too_long", "", care.Text{
		VI: "Các mục tiêu bên trong cộng lại là {sum:span}, vượt cam kết {within:span} là {deficit:span}: giữ đúng mọi mục tiêu vẫn có thể trễ hẹn.",
		EN: "The goals inside add up to {sum:span}, which is {deficit:span} more than the promise of {within:span}: it can be broken with every goal kept.",
	})
	// CodeGoalsOften: the goals are kept often enough.
	CodeGoalsOften = care.NewCode("chain.goals_often", "", care.Text{
		VI: "Ít nhất {bound:name} số việc giữ đúng mọi mục tiêu, dù các mắt xích phụ thuộc nhau thế nào; cam kết là {share:name}.",
		EN: "At least {bound:name} of cases keep every goal, however the links depend on one another; {share:name} is promised.",
	})
	// CodeGoalsSeldom: they may be kept too seldom.
	CodeGoalsSeldom = care.NewCode("chain.goals_seldom", "", care.Text{
		VI: "Chỉ bảo đảm {bound:name} số việc giữ đúng mọi mục tiêu, trong khi cam kết là {share:name}.",
		EN: "Only {bound:name} of cases are sure to keep every goal, and {share:name} is promised.",
	})
	// CodeDataFor: the data show that the promise is kept.
	CodeDataFor = care.NewCode("chain.data_for", "", care.Text{
		VI: "Theo thời gian thực tế của {cases:int} việc, {predicted:name} xong trong {within:span}: giữ được cam kết {share:name}.",
		EN: "By the times of {cases:int} cases, {predicted:name} are done within {within:span}: the promise of {share:name} is kept.",
	})
	// CodeDataAgainst: they show that it is not.
	CodeDataAgainst = care.NewCode("chain.data_against", "", care.Text{
		VI: "Theo thời gian thực tế của {cases:int} việc, chỉ {predicted:name} xong trong {within:span}: không giữ được cam kết {share:name}.",
		EN: "By the times of {cases:int} cases, only {predicted:name} are done within {within:span}: the promise of {share:name} is not kept.",
	})
	// CodeDataUnclear: they do not suffice.
	CodeDataUnclear = care.NewCode("chain.data_unclear", "", care.Text{
		VI: "Theo thời gian thực tế của {cases:int} việc, {predicted:name} xong trong {within:span}: chưa đủ số liệu để nói cam kết {share:name} được giữ hay không.",
		EN: "By the times of {cases:int} cases, {predicted:name} are done within {within:span}: too few to say whether the promise of {share:name} is kept.",
	})
	// CodeCalendarsDiffer: hours of different calendars were added.
	CodeCalendarsDiffer = care.NewCode("chain.calendars_differ", "", care.Text{
		VI: "Có mắt xích tính giờ theo lịch khác với lịch {calendar:text} của cam kết, nên phép cộng giờ chỉ là gần đúng.",
		EN: "Some links count by another calendar than the promise's, {calendar:text}, so the sum of hours is only near the truth.",
	})
)

// What a link does to the promise outside.
var (
	// CodeDrifts: a link has become slower, and its own goal shows it.
	CodeDrifts = care.NewCode("chain.drifts", "", care.Text{
		VI: "{link:name} chậm dần từ khoảng {since:time} và không giữ được mục tiêu của mình. Với đà này chỉ {predicted:name} số việc xong trong {within:span}; nếu khâu này như trước thì {before:name}. Cam kết là {share:name}.",
		EN: "{link:name} has become slower since about {since:time}, and breaks its own goal. As it is, {predicted:name} of cases will be done within {within:span}; with this link as it was, {before:name} would. {share:name} is promised.",
	})
	// CodeDriftsUnseen: a link has become slower while it keeps its own goal.
	CodeDriftsUnseen = care.NewCode("chain.drifts_unseen", "", care.Text{
		VI: "{link:name} vẫn giữ mục tiêu của mình nhưng chậm dần từ khoảng {since:time}. Với đà này chỉ {predicted:name} số việc xong trong {within:span}; nếu khâu này như trước thì {before:name}. Cam kết là {share:name}.",
		EN: "{link:name} still keeps its own goal, and has become slower since about {since:time}. As it is, {predicted:name} of cases will be done within {within:span}; with this link as it was, {before:name} would. {share:name} is promised.",
	})
)

// Codes returns all codes of this package, for lists and for tests.
func Codes() []*care.Code {
	return []*care.Code{
		CodeEdition, CodeValidity, CodeOverlap, CodeTwice, CodeTooMany, CodeServesItself, CodeOutsideServes, CodeWorking, CodeShare, CodeNoCalendar,
		CodeNotAgreed, CodeCircle, CodeNobodyOutside, CodeLeadsNowhere,
		CodeEditionTaken, CodeNoUnit, CodeNoFlow, CodeOtherFlow, CodeTooManyEvents, CodeRepeated,
		CodeUnknownLink, CodeUnknownKind, CodeNoLink, CodeRequestedAlready, CodeDeliveredUnasked, CodeNothingDelivered, CodeNothingOpen,
		CodeWaitsAlready, CodeNotWaiting, CodeAfterEnd, CodeInputMissing,
		CodeGoalsInTime, CodeGoalsTooLong, CodeGoalsOften, CodeGoalsSeldom, CodeDataFor, CodeDataAgainst, CodeDataUnclear, CodeCalendarsDiffer, CodeDrifts, CodeDriftsUnseen,
	}
}

// span is working time as a fact.
func span(d time.Duration) calendar.Span { return calendar.Working(max(d, 0)) }
