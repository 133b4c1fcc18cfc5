package desk

import "github.com/chamsoc/chamsoc/care"

// Why a request about a case is refused.
var (
	// CodeIllegalStep: the case cannot take this step where it stood then.
	CodeIllegalStep = care.NewCode("desk.illegal_step", "", care.Text{
		VI: "Không thể thực hiện bước “{step:name}” vì khi đó hồ sơ ở trạng thái “{status:name}”. Các bước có thể làm: {legal:name}.",
		EN: "The case could not take the step “{step:name}”, since it was “{status:name}” then. Possible steps: {legal:name}.",
	})
	// CodeNotAwaited: the case does not wait for this party.
	CodeNotAwaited = care.NewCode("desk.not_awaited", "", care.Text{
		VI: "Hồ sơ không chờ {party:name}. Hãy xem lại đang chờ ai.",
		EN: "The case does not wait for {party:name}. Check for whom it waits.",
	})
	// CodeMerged: the case goes on in another one.
	CodeMerged = care.NewCode("desk.merged", "", care.Text{
		VI: "Hồ sơ này đã gộp vào hồ sơ {into:text}. Hãy làm bước này ở đó.",
		EN: "This case was merged into case {into:text}. Take the step there.",
	})
	// CodeMergesItself: a case cannot go on in itself.
	CodeMergesItself = care.NewCode("desk.merges_itself", "", care.Text{
		VI: "Không thể gộp hồ sơ vào chính nó. Hãy chọn hồ sơ khác.",
		EN: "A case cannot be merged into itself. Choose another one.",
	})
	// CodeNoSuchCase: there is no case with this id.
	CodeNoSuchCase = care.NewCode("desk.no_such_case", "", care.Text{
		VI: "Không có hồ sơ này. Hãy kiểm tra lại mã hồ sơ.",
		EN: "There is no such case. Check its id.",
	})
	// CodeNotSaid: the customer said nothing in the event of this number.
	CodeNotSaid = care.NewCode("desk.not_said", "", care.Text{
		VI: "Sự kiện số {n:int} không phải là lời của khách. Hãy chọn một lời của khách trong hồ sơ.",
		EN: "Event {n:int} is not something that the customer said. Choose one that is.",
	})
	// CodeNumberTaken: another case has this number.
	CodeNumberTaken = care.NewCode("desk.number_taken", "", care.Text{
		VI: "Số hồ sơ này đã được dùng cho một hồ sơ khác. Hãy lấy số mới.",
		EN: "Another case has this number. Take a new one.",
	})
	// CodeAskerMissing: a case that serves another one is asked for by a unit.
	CodeAskerMissing = care.NewCode("desk.asker_missing", "", care.Text{
		VI: "Hồ sơ nội bộ phải ghi đơn vị yêu cầu. Hãy điền đơn vị đó.",
		EN: "An internal case says which unit asks. Fill it in.",
	})
	// CodeCustomerLink: who the customer is, is told by Identify.
	CodeCustomerLink = care.NewCode("desk.customer_link", "", care.Text{
		VI: "Không liên kết hồ sơ với khách hàng theo cách này. Hãy ghi khách hàng của hồ sơ.",
		EN: "A case is not linked to a customer in this way. Identify its customer instead.",
	})
	// CodeNothing: a classification that says nothing.
	CodeNothing = care.NewCode("desk.nothing", "", care.Text{
		VI: "Chưa chọn gì. Hãy chọn loại, chủ đề hoặc mức ưu tiên.",
		EN: "Nothing was chosen. Choose a kind, a topic or a priority.",
	})
	// CodeAwaitsItself: the desk cannot wait for the desk.
	CodeAwaitsItself = care.NewCode("desk.awaits_itself", "", care.Text{
		VI: "Bộ phận tiếp nhận không thể chờ chính mình. Hãy chọn khách hàng, nhà cung cấp hoặc đơn vị khác.",
		EN: "The desk cannot wait for itself. Choose the customer, a supplier or another unit.",
	})
	// CodeDuePast: a due is after the question.
	CodeDuePast = care.NewCode("desk.due_past", "", care.Text{
		VI: "Hạn trả lời {due:time} không sau lúc hỏi. Hãy chọn hạn muộn hơn.",
		EN: "The due {due:time} is not after the question. Choose a later one.",
	})
	// CodeNothingAsked: a due without a question.
	CodeNothingAsked = care.NewCode("desk.nothing_asked", "", care.Text{
		VI: "Có hạn trả lời nhưng không hỏi gì. Hãy bỏ hạn, hoặc ghi rõ là có hỏi khách.",
		EN: "There is a due, but nothing was asked. Leave the due out, or say that the customer was asked something.",
	})
	// CodeFuture: what is recorded has happened.
	CodeFuture = care.NewCode("desk.future", "", care.Text{
		VI: "Thời điểm {at:time} còn ở tương lai, bây giờ là {now:time}. Hãy kiểm tra lại ngày giờ.",
		EN: "The time {at:time} is in the future; it is {now:time} now. Check the date and the clock.",
	})
	// CodeTooLong: the case has as many events as a record holds.
	CodeTooLong = care.NewCode("desk.too_long", "", care.Text{
		VI: "Hồ sơ đã có {limit:int} sự kiện, không ghi thêm được. Hãy mở hồ sơ mới và liên kết với hồ sơ này.",
		EN: "The case has {limit:int} events and takes no more. Open a new case and link it to this one.",
	})
)

// What a receipt says beside its case, and what a customer is told.
var (
	// CodeRepeated: the same request came again; nothing was recorded.
	CodeRepeated = care.NewCode("desk.repeated", "", care.Text{
		VI: "Yêu cầu này đã được ghi nhận trước đó, không ghi thêm.",
		EN: "This request was recorded before; nothing was added.",
	})
	// CodeFollowsUp: a new case was opened for words that came long after closing.
	CodeFollowsUp = care.NewCode("desk.follows_up", "", care.Text{
		VI: "Hồ sơ cũ đã đóng lúc {closed:time} nên lời của khách được ghi vào một hồ sơ mới, có liên kết với hồ sơ cũ.",
		EN: "The old case was closed at {closed:time}, so the customer's words opened a new case, linked to the old one.",
	})
	// CodeContinues: a new case was opened since the old one takes no more.
	CodeContinues = care.NewCode("desk.continues", "", care.Text{
		VI: "Hồ sơ cũ đã có {limit:int} sự kiện nên lời của khách được ghi vào một hồ sơ mới, có liên kết với hồ sơ cũ.",
		EN: "The old case has {limit:int} events, so the customer's words opened a new case, linked to the old one.",
	})
	// CodeOtherCustomer: two cases of different customers were merged.
	CodeOtherCustomer = care.NewCode("desk.other_customer", "", care.Text{
		VI: "Hai hồ sơ vừa gộp không cùng khách hàng. Hãy kiểm tra trước khi trả lời, để không lộ thông tin của người này cho người kia.",
		EN: "The two cases are not of the same customer. Check before answering, so that neither learns what concerns the other.",
	})
	// CodeReceived: the automatic word to the customer.
	CodeReceived = care.NewCode("desk.received", "19/2023/QH15: 31.2", care.Text{
		VI: "Chúng tôi đã nhận được yêu cầu của quý khách lúc {received:time}.",
		EN: "We received your request at {received:time}.",
	})
)

// CodeAnswerBy: when the customer can expect an answer, in the automatic word.
var CodeAnswerBy = care.NewCode("desk.answer_by", "", care.Text{
	VI: "Quý khách sẽ nhận được trả lời chậm nhất vào {due:time}.",
	EN: "You will have an answer by {due:time}.",
})

// Why a promise came to fall due when it did.
var (
	// CodeMadeOf: the time to the due is the hours promised and closed ones.
	CodeMadeOf = care.NewCode("desk.made_of", "", care.Text{
		VI: "{target:name}: từ lúc bắt đầu đến hạn chót {due:time} là {wall:span}, gồm {within:span} đã cam kết và {closed:span} ngoài giờ làm việc.",
		EN: "{target:name}: from the start to the due time of {due:time} is {wall:span}: {within:span} promised and {closed:span} outside working hours.",
	})
	// CodeMadeOfHeld: it is the hours promised and those of pauses.
	CodeMadeOfHeld = care.NewCode("desk.made_of_held", "", care.Text{
		VI: "{target:name}: từ lúc bắt đầu đến hạn chót {due:time} là {wall:span}, gồm {within:span} đã cam kết và {held:span} tạm dừng để chờ.",
		EN: "{target:name}: from the start to the due time of {due:time} is {wall:span}: {within:span} promised and {held:span} of waiting.",
	})
	// CodeMadeOfBoth: it is the hours promised, those of pauses, and closed ones.
	CodeMadeOfBoth = care.NewCode("desk.made_of_both", "", care.Text{
		VI: "{target:name}: từ lúc bắt đầu đến hạn chót {due:time} là {wall:span}, gồm {within:span} đã cam kết, {held:span} tạm dừng để chờ và {closed:span} ngoài giờ làm việc.",
		EN: "{target:name}: from the start to the due time of {due:time} is {wall:span}: {within:span} promised, {held:span} of waiting, and {closed:span} outside working hours.",
	})
	// CodeWaited: clocks stood while somebody was awaited.
	CodeWaited = care.NewCode("desk.waited", "", care.Text{
		VI: "Chờ {party:name} trả lời từ {from:time} đến {until:time}: {working:span} không tính.",
		EN: "Waited for {party:name} from {from:time} to {until:time}: {working:span} do not count.",
	})
	// CodeWaitedClosed: somebody was awaited, all of it in closed time.
	CodeWaitedClosed = care.NewCode("desk.waited_closed", "", care.Text{
		VI: "Chờ {party:name} trả lời từ {from:time} đến {until:time}: toàn ngoài giờ làm việc, nên không làm thay đổi hạn chót theo giờ làm việc.",
		EN: "Waited for {party:name} from {from:time} to {until:time}: all outside working hours, so that no due time in working hours moved.",
	})
	// CodeWaits: clocks stand since somebody is awaited.
	CodeWaits = care.NewCode("desk.waits", "", care.Text{
		VI: "Đang chờ {party:name} trả lời từ {from:time}; thời gian chờ không tính.",
		EN: "Waiting for {party:name} since {from:time}; that time does not count.",
	})
)

// Codes returns all codes of this package, for lists and for tests.
func Codes() []*care.Code {
	return []*care.Code{
		CodeIllegalStep, CodeNotAwaited, CodeMerged, CodeMergesItself, CodeNoSuchCase, CodeNotSaid, CodeNumberTaken, CodeAskerMissing,
		CodeCustomerLink, CodeNothing, CodeAwaitsItself, CodeDuePast, CodeNothingAsked, CodeFuture, CodeTooLong,
		CodeMadeOf, CodeMadeOfHeld, CodeMadeOfBoth, CodeWaited, CodeWaitedClosed, CodeWaits,
		CodeRepeated, CodeFollowsUp, CodeContinues, CodeOtherCustomer, CodeReceived, CodeAnswerBy,
	}
}
