package notice

import "github.com/chamsoc/chamsoc/care"

// Why a notice goes when it does, or does not.
var (
	CodeGoesBy = care.NewCode("notice.goes_by", "", care.Text{
		VI: "Gửi qua kênh {channel:name}.", EN: "It goes by: {channel:name}.",
	})
	CodeGranted = care.NewCode("notice.granted", "", care.Text{
		VI: "Khách hàng đã đồng ý nhận qua kênh {channel:name} từ {at:time}.", EN: "The customer has agreed to this by {channel:name} since {at:time}.",
	})
	CodeNotGranted = care.NewCode("notice.not_granted", "", care.Text{
		VI: "Khách hàng chưa đồng ý nhận quảng cáo qua kênh {channel:name}; im lặng không phải là đồng ý. Hãy hỏi ý kiến trước.",
		EN: "The customer has not agreed to this by {channel:name}, and silence is not consent. Ask first.",
	})
	CodeRefused = care.NewCode("notice.refused", "", care.Text{
		VI: "Khách hàng đã từ chối nhận qua kênh {channel:name} lúc {at:time}.", EN: "The customer refused this by {channel:name} at {at:time}.",
	})
	CodeHours = care.NewCode("notice.hours", "", care.Text{
		VI: "Kênh {channel:name} chỉ được gửi từ {from:text} đến {until:text} theo giờ của khách hàng, nên phải chờ.",
		EN: "By {channel:name} it may go only from {from:text} to {until:text} on the customer's clock, so it waits.",
	})
	CodeCap = care.NewCode("notice.cap", "", care.Text{
		VI: "Trong {hours:int} giờ chỉ được gửi nhiều nhất {most:int} lần qua kênh {channel:name}, nên phải chờ.",
		EN: "At most {most:int} may go by {channel:name} in {hours:int} hours, so it waits.",
	})
	CodeNotBefore = care.NewCode("notice.not_before", "", care.Text{
		VI: "Được hẹn gửi từ {at:time}.", EN: "It is to go from {at:time} on.",
	})
	CodeExpired = care.NewCode("notice.expired", "", care.Text{
		VI: "Thông báo chỉ còn ý nghĩa trước {at:time}. Hãy báo khách bằng cách khác nếu vẫn cần.", EN: "It was of use only until {at:time}. Tell the customer in another way if it still matters.",
	})
	CodeTooLate = care.NewCode("notice.too_late", "", care.Text{
		VI: "Qua kênh {channel:name} sớm nhất là {at:time}, sau thời hạn {expires:time}.", EN: "By {channel:name} it could go only at {at:time}, after {expires:time}.",
	})
	CodeNeverOpen = care.NewCode("notice.never_open", "", care.Text{
		VI: "Các quy định về giờ gửi qua kênh {channel:name} không bao giờ cùng cho phép. Hãy sửa quy định.", EN: "The hours of the rules for {channel:name} are never open together. Change the rules.",
	})
	CodeFailed = care.NewCode("notice.failed", "", care.Text{
		VI: "Đã thử gửi qua kênh {channel:name} nhưng không được: {outcome:name}.", EN: "It was tried by {channel:name} in vain: {outcome:name}.",
	})
	CodeNoSender = care.NewCode("notice.no_sender", "", care.Text{
		VI: "Chưa kết nối dịch vụ gửi qua kênh {channel:name}.", EN: "No service that sends by {channel:name} is connected.",
	})
	CodeNoAddress = care.NewCode("notice.no_address", "", care.Text{
		VI: "Không có địa chỉ của khách hàng cho kênh {channel:name}.", EN: "There is no address of the customer for {channel:name}.",
	})
	CodeNoWording = care.NewCode("notice.no_wording", "", care.Text{
		VI: "Mẫu thông báo chưa có nội dung cho kênh {channel:name}.", EN: "The template has no text for {channel:name}.",
	})
	CodeNoRoute = care.NewCode("notice.no_route", "", care.Text{
		VI: "Không có kênh nào để gửi.", EN: "There is no channel to send it by.",
	})
)

// How large a text message is.
var (
	CodeMarks = care.NewCode("notice.marks", "", care.Text{
		VI: "Tin có chữ {letter:text} ngoài bảng GSM-7 nên mỗi tin chỉ chứa 70 ký tự (67 khi ghép): {units:int} ký tự thành {parts:int} tin.",
		EN: "The letter {letter:text} is not in GSM-7, so a message holds 70 characters (67 when joined): {units:int} make {parts:int}.",
	})
	CodeJoined = care.NewCode("notice.joined", "", care.Text{
		VI: "Tin dài {units:int} ký tự, quá 160 nên phải ghép {parts:int} tin, mỗi tin 153 ký tự.",
		EN: "The text has {units:int} characters, more than 160, so {parts:int} messages of 153 are joined.",
	})
)

// What is wrong with a template.
var (
	CodeNoKind = care.NewCode("notice.no_kind", "", care.Text{
		VI: "Không có loại thông báo này.", EN: "There is no such kind of notice.",
	})
	CodeEditionTaken = care.NewCode("notice.edition_taken", "", care.Text{
		VI: "Bản mẫu này đã công bố với nội dung khác. Hãy công bố bản mới.", EN: "This edition was published with other texts. Publish a new edition.",
	})
	CodeUnknownVariable = care.NewCode("notice.unknown_variable", "", care.Text{
		VI: "Loại thông báo này không có giá trị {name:text}. Có thể dùng: {known:list}.", EN: "This kind of notice has no value {name:text}. It has: {known:list}.",
	})
	CodeMayBeMissing = care.NewCode("notice.may_be_missing", "", care.Text{
		VI: "Giá trị {name:text} có khi không có. Hãy đặt nó trong đoạn chỉ hiện khi có giá trị, mở bằng dấu hỏi trước tên.",
		EN: "The value {name:text} may be missing. Put it into a section that shows only if there is one, opened by a question mark before its name.",
	})
	CodeHole = care.NewCode("notice.hole", "", care.Text{
		VI: "Ký tự thứ {place:int}: dấu ngoặc nhọn phải bao quanh tên một giá trị. Muốn viết chính dấu ngoặc thì viết hai lần.",
		EN: "Character {place:int}: braces enclose the name of a value. Write a brace twice to show it.",
	})
	CodeSectionOpen = care.NewCode("notice.section_open", "", care.Text{
		VI: "Ký tự thứ {place:int}: đoạn {name:text} chưa được đóng.", EN: "Character {place:int}: the section {name:text} does not end.",
	})
	CodeSectionEnd = care.NewCode("notice.section_end", "", care.Text{
		VI: "Ký tự thứ {place:int}: không có đoạn {name:text} đang mở để đóng.", EN: "Character {place:int}: no section {name:text} is open here.",
	})
	CodeTooDeep = care.NewCode("notice.too_deep", "", care.Text{
		VI: "Ký tự thứ {place:int}: các đoạn lồng nhau quá {limit:int} lớp.", EN: "Character {place:int}: sections are nested more than {limit:int} deep.",
	})
	CodeChannelTwice = care.NewCode("notice.channel_twice", "", care.Text{
		VI: "Kênh {channel:name} có hai nội dung.", EN: "There are two texts for {channel:name}.",
	})
	CodeNoLabel = care.NewCode("notice.no_label", "", care.Text{
		VI: "Quảng cáo phải bắt đầu bằng một trong các nhãn: {labels:list}.", EN: "An advertisement begins with one of these labels: {labels:list}.",
	})
	CodeNoOptOut = care.NewCode("notice.no_opt_out", "", care.Text{
		VI: "Quảng cáo phải kết thúc bằng cách từ chối nhận (giá trị opt_out).", EN: "An advertisement ends with how to refuse it (the value opt_out).",
	})
	CodeManyParts = care.NewCode("notice.many_parts", "", care.Text{
		VI: "Tin nhắn thành {parts:int} tin, quá {limit:int}. Hãy viết ngắn lại.", EN: "The text message needs {parts:int} parts, more than {limit:int}. Shorten it.",
	})
	CodeSaysNothing = care.NewCode("notice.says_nothing", "", care.Text{
		VI: "Nội dung trống.", EN: "The text is empty.",
	})
)

// What is wrong with a request.
var (
	CodeNoVariable = care.NewCode("notice.no_variable", "", care.Text{
		VI: "Loại thông báo này không nhận giá trị như vậy. Có: {known:list}.", EN: "This kind of notice takes no such value. It has: {known:list}.",
	})
	CodeNoZone = care.NewCode("notice.no_zone", "", care.Text{
		VI: "Không có múi giờ này. Hãy dùng tên như Asia/Ho_Chi_Minh.", EN: "There is no such time zone. Give a name such as Asia/Ho_Chi_Minh.",
	})
	CodeNoChoice = care.NewCode("notice.no_choice", "VN Law 19/2023/QH15 art. 18.3", care.Text{
		VI: "Thông báo dịch vụ là nghĩa vụ đối với khách hàng, không cần đồng ý và không từ chối được.",
		EN: "Service notices are owed to the customer: they need no consent and cannot be refused.",
	})
	CodeFuture = care.NewCode("notice.future", "", care.Text{
		VI: "Thời điểm ở tương lai; bây giờ là {now:time}. Hãy kiểm tra đồng hồ.", EN: "The time lies in the future; it is now {now:time}. Check the clock.",
	})
	CodeNoRefusing = care.NewCode("notice.no_refusing", "", care.Text{
		VI: "Mẫu có giá trị opt_out, nhưng chương trình chưa cho biết cách từ chối (House.OptOut). Hãy khai báo trước khi ban hành.",
		EN: "The text says opt_out, but the program does not say how to refuse (House.OptOut). Set it before publishing.",
	})
	CodeNoMoment = care.NewCode("notice.no_moment", "", care.Text{
		VI: "Lời đồng ý cần có khóa (key) hoặc thời điểm khách hàng nói (at), để bản gửi lặp lại không xóa lời từ chối đến sau đó.",
		EN: "Consent needs a key, or when the customer gave it (at), so that one that arrives twice does not lift a refusal that came in between.",
	})
	CodeNotSentYet = care.NewCode("notice.not_sent_yet", "", care.Text{
		VI: "Không có thông báo đã gửi như vậy.", EN: "No such notice was sent.",
	})
	CodeNoTask = care.NewCode("notice.no_task", "", care.Text{
		VI: "Thông báo này không chờ nhân viên xử lý.", EN: "This notice waits for nobody to handle it.",
	})
)

// Codes are all codes of this package, for lists and for tests.
func Codes() []*care.Code {
	return []*care.Code{
		CodeGoesBy, CodeGranted, CodeNotGranted, CodeRefused, CodeHours, CodeCap, CodeNotBefore, CodeExpired, CodeTooLate, CodeNeverOpen, CodeFailed, CodeNoSender,
		CodeNoAddress, CodeNoWording, CodeNoRoute, CodeMarks, CodeJoined, CodeNoKind, CodeEditionTaken, CodeUnknownVariable, CodeMayBeMissing, CodeHole,
		CodeSectionOpen, CodeSectionEnd, CodeTooDeep, CodeChannelTwice, CodeNoLabel, CodeNoOptOut, CodeManyParts, CodeSaysNothing, CodeNoVariable, CodeNoZone,
		CodeNoChoice, CodeFuture, CodeNoMoment, CodeNoRefusing, CodeNotSentYet, CodeNoTask,
	}
}

// reasons explain the size of a text message.
func (s Size) reasons() care.Reasons {
	units, parts := care.NewFact("units", s.Units), care.NewFact("parts", s.Parts)
	switch {
	case s.Encoding == UCS2:
		return care.Reasons{CodeMarks.With(care.NewFact("letter", string(s.Because)), units, parts)}
	case s.Parts > 1:
		return care.Reasons{CodeJoined.With(units, parts)}
	}
	return nil
}
