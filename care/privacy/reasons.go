package privacy

import "github.com/chamsoc/chamsoc/care"

// What is said of a request.
var (
	// CodeAnswerBy: until when the person is told what will be done.
	CodeAnswerBy = care.NewCode("privacy.answer_by", "", care.Text{
		VI: "Yêu cầu đến ngày {came:date}: phải trả lời trong {days:int} ngày làm việc, chậm nhất hết ngày {by:date}.",
		EN: "The request came on {came:date}: it is to be answered within {days:int} working day(s), by the end of {by:date}.",
	})
	// CodeDoneBy: until when it is carried out.
	CodeDoneBy = care.NewCode("privacy.done_by", "", care.Text{
		VI: "“{right:name}”: phải thực hiện trong {days:int} ngày kể từ ngày {came:date}, chậm nhất hết ngày {by:date}.",
		EN: "“{right:name}”: it is to be done within {days:int} day(s) of {came:date}, by the end of {by:date}.",
	})
	// CodeHolidaysUnknown: working days were counted without public holidays.
	CodeHolidaysUnknown = care.NewCode("privacy.holidays_unknown", "", care.Text{
		VI: "Chưa có lịch nghỉ lễ, nên hạn {by:date} tính theo thứ Hai đến thứ Sáu, có thể sớm hơn hạn thật.",
		EN: "No public holidays are known here, so {by:date} counts Monday to Friday and may be too early.",
	})
	// CodeStepIllegal: the step is not possible now.
	CodeStepIllegal = care.NewCode("privacy.step_illegal", "", care.Text{
		VI: "Không thể làm bước này khi yêu cầu đang ở trạng thái “{state:name}”. Các bước có thể làm: {legal:list}.",
		EN: "This step is not possible while the request is “{state:name}”. Possible are: {legal:list}.",
	})
	// CodeNoExtension: the law does not let the time of this right be made longer.
	CodeNoExtension = care.NewCode("privacy.no_extension", "", care.Text{
		VI: "Không được gia hạn cho yêu cầu “{right:name}”.",
		EN: "The time for “{right:name}” cannot be made longer.",
	})
	// CodeNoteMissing: the step needs to say something.
	CodeNoteMissing = care.NewCode("privacy.note_missing", "", care.Text{
		VI: "Bước “{step:name}” cần ghi rõ: đã xác minh thế nào, đã làm gì, hoặc vì sao và theo căn cứ nào.",
		EN: "The step “{step:name}” has to say how it was proved, what was done, or why and on what basis.",
	})
	// CodeNotErasure: only a request to erase erases.
	CodeNotErasure = care.NewCode("privacy.not_erasure", "", care.Text{
		VI: "Yêu cầu này là “{right:name}”, không phải xóa dữ liệu, nên không xóa gì.",
		EN: "This request is “{right:name}”, not to erase the data, so nothing was erased.",
	})
	// CodeNobody: nobody is named.
	CodeNobody = care.NewCode("privacy.nobody", "", care.Text{
		VI: "Cần mã khách hàng hoặc ít nhất một cách liên lạc để biết dữ liệu của ai.",
		EN: "A customer or at least one contact is needed to know whose data it is.",
	})
	// CodeLater: it is said to have come before it can have.
	CodeLater = care.NewCode("privacy.later", "", care.Text{
		VI: "Thời điểm này ở tương lai. Hãy nhập thời điểm đã xảy ra.",
		EN: "This time has not come yet. Enter when it happened.",
	})
)

// What is said of incidents.
var (
	// CodeNotifyBy: until when the authority is told.
	CodeNotifyBy = care.NewCode("privacy.notify_by", "", care.Text{
		VI: "Phát hiện lúc {detected:time}: phải thông báo cho cơ quan nhà nước có thẩm quyền chậm nhất {by:time}.",
		EN: "Detected at {detected:time}: the authority is to be told by {by:time}.",
	})
	// CodeMeasureIllegal: the measure is not possible now.
	CodeMeasureIllegal = care.NewCode("privacy.measure_illegal", "", care.Text{
		VI: "Chưa thể ghi bước này; sự cố chỉ kết thúc sau khi đã thông báo cơ quan nhà nước. Các bước có thể làm: {legal:list}.",
		EN: "This is not possible now; an incident is closed only after the authority was told. Possible are: {legal:list}.",
	})
	// CodeBeforeDetection: the measure is said to have been taken before the incident was detected.
	CodeBeforeDetection = care.NewCode("privacy.before_detection", "", care.Text{
		VI: "Thời điểm này trước khi phát hiện sự cố ({detected:time}). Hãy kiểm tra lại.",
		EN: "This is before the incident was detected ({detected:time}). Check it.",
	})
)

// Why a consumer comes first, or not (Law 19/2023/QH15 art. 8).
const ruleVulnerable = "VN Law 19/2023/QH15 art. 8.2.c"

var (
	// CodePriority: the group and the harm are proved.
	CodePriority = care.NewCode("privacy.priority", ruleVulnerable, care.Text{
		VI: "Được ưu tiên tiếp nhận và giải quyết: khách hàng đã chứng minh thuộc nhóm “{group:name}” và bị ảnh hưởng quyền lợi.",
		EN: "Taken in and settled first: the customer has proved to be of the group “{group:name}” and to have been harmed.",
	})
	// CodeNoThirdParty: whoever has priority is not sent elsewhere.
	CodeNoThirdParty = care.NewCode("privacy.no_third_party", ruleVulnerable, care.Text{
		VI: "Không được chuyển yêu cầu cho bên thứ ba giải quyết, trừ khi bên đó có nghĩa vụ liên quan.",
		EN: "It is not passed to a third party, unless that one has a duty in it.",
	})
	// CodeNotProved: no group is proved.
	CodeNotProved = care.NewCode("privacy.not_proved", ruleVulnerable, care.Text{
		VI: "Chưa có chứng cứ khách hàng thuộc nhóm người tiêu dùng dễ bị tổn thương.",
		EN: "There is no proof yet that the customer is a vulnerable consumer.",
	})
	// CodeProofEnded: what was proved has ended.
	CodeProofEnded = care.NewCode("privacy.proof_ended", ruleVulnerable, care.Text{
		VI: "Chứng minh thuộc nhóm “{group:name}” đã hết hạn.",
		EN: "The proof of the group “{group:name}” has ended.",
	})
	// CodeHarmNotShown: the harm is not shown, or without evidence.
	CodeHarmNotShown = care.NewCode("privacy.harm_not_shown", ruleVulnerable, care.Text{
		VI: "Chưa có chứng cứ quyền lợi của khách hàng bị xâm phạm.",
		EN: "There is no evidence yet that the customer was harmed.",
	})
	// CodeRefuseInWriting: what a refusal has to be.
	CodeRefuseInWriting = care.NewCode("privacy.refuse_in_writing", ruleVulnerable, care.Text{
		VI: "Nếu từ chối ưu tiên, phải trả lời bằng văn bản, nêu căn cứ pháp lý.",
		EN: "If priority is refused, that is said in writing, with the legal basis.",
	})
)
