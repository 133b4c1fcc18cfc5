package care

// The reasons for which this package refuses what was typed. They rest on no
// rule of law.
var (
	// CodeMissing: something that is required was left blank.
	CodeMissing = NewCode("care.missing", "", Text{
		VI: "Thông tin này là bắt buộc nhưng còn trống. Hãy điền vào.",
		EN: "This is required but was left blank. Fill it in.",
	})
	// CodeUnreadable: a parser without reasons of its own refused it.
	CodeUnreadable = NewCode("care.unreadable", "", Text{
		VI: "Nội dung không đúng dạng nên không đọc được. Hãy nhập lại cho đúng dạng.",
		EN: "This is not in the expected form and cannot be read. Type it again in that form.",
	})
	// CodeUnknownWord: it is not a value of the enumeration; allowed lists those.
	CodeUnknownWord = NewCode("care.unknown_word", "", Text{
		VI: "Giá trị này không có trong danh sách. Hãy chọn một trong các giá trị: {allowed:list}.",
		EN: "This value is not in the list. Choose one of: {allowed:list}.",
	})
	// CodeTooLong: the text has more than limit characters.
	CodeTooLong = NewCode("care.too_long", "", Text{
		VI: "Nội dung quá dài. Hãy rút ngắn còn nhiều nhất {limit:int} ký tự.",
		EN: "The text is too long. Shorten it to at most {limit:int} characters.",
	})
	// CodeTooMany: the list has more than limit items.
	CodeTooMany = NewCode("care.too_many", "", Text{
		VI: "Danh sách quá dài. Hãy bớt đi, chỉ giữ nhiều nhất {limit:int} mục.",
		EN: "The list is too long. Keep at most {limit:int} items.",
	})
	// CodeNotText: there are control characters, or it is not UTF-8.
	CodeNotText = NewCode("care.not_text", "", Text{
		VI: "Nội dung có ký tự điều khiển hoặc sai bảng mã. Hãy xóa các ký tự đó hoặc nhập lại bằng tay.",
		EN: "The text has control characters or is not UTF-8. Remove those or type it again by hand.",
	})
	// CodeDateForm: it is not a date, or the calendar has no such day.
	CodeDateForm = NewCode("care.date_form", "", Text{
		VI: "Đây không phải là một ngày có thật. Hãy nhập như 31/08/2026 hoặc 2026-08-31.",
		EN: "This is not a real date. Type it as 31/08/2026 (day first) or 2026-08-31.",
	})
	// CodeNobody: a customer has neither a name nor a contact point.
	CodeNobody = NewCode("care.nobody", "", Text{
		VI: "Khách hàng chưa có tên và cũng chưa có cách liên lạc. Hãy nhập ít nhất một trong hai.",
		EN: "The customer has neither a name nor a way to be reached. Enter at least one of them.",
	})

	// CodePhoneCharacters: there is something else than digits and separators.
	CodePhoneCharacters = NewCode("care.phone_characters", "", Text{
		VI: "Số điện thoại có ký tự lạ. Hãy chỉ nhập chữ số, ví dụ 0912 345 678.",
		EN: "The phone number has unexpected characters. Type digits only, such as 0912 345 678.",
	})
	// CodePhoneLength: there are too few or too many digits.
	CodePhoneLength = NewCode("care.phone_length", "", Text{
		VI: "Số điện thoại thiếu hoặc thừa chữ số. Hãy nhập đủ số, ví dụ 0912 345 678.",
		EN: "The phone number has too few or too many digits. Type all of it, such as 0912 345 678.",
	})
	// CodePhonePrefix: no number in Vietnam starts like that.
	CodePhonePrefix = NewCode("care.phone_prefix", "", Text{
		VI: "Không có đầu số này. Hãy kiểm tra lại; số nước ngoài bắt đầu bằng dấu + và mã quốc gia.",
		EN: "No phone number starts like this. Check it; a number abroad starts with + and its country code.",
	})
	// CodePhoneSeveral: several numbers stand where one is expected.
	CodePhoneSeveral = NewCode("care.phone_several", "", Text{
		VI: "Có nhiều số điện thoại trong cùng một ô. Hãy nhập mỗi ô một số.",
		EN: "There are several phone numbers in one field. Type one in each field.",
	})
	// CodeEmailForm: it does not look like an email address.
	CodeEmailForm = NewCode("care.email_form", "", Text{
		VI: "Địa chỉ thư điện tử không đúng dạng. Hãy kiểm tra lại, ví dụ đúng: ten@congty.vn.",
		EN: "The email address is not in the right form. Check it; it should look like name@company.vn.",
	})
	// CodeZaloForm: it is neither a phone number nor a Zalo user id.
	CodeZaloForm = NewCode("care.zalo_form", "", Text{
		VI: "Tài khoản Zalo không đúng dạng. Hãy nhập số điện thoại hoặc mã người dùng Zalo.",
		EN: "The Zalo account is not in the right form. Type its phone number or its Zalo user id.",
	})

	// CodeNumberForm: it is not a decimal number as programs write it.
	CodeNumberForm = NewCode("care.number_form", "", Text{
		VI: "Đây không phải là số thập phân. Hãy viết như 1290000 hoặc 12.50, không có dấu phân cách hàng nghìn.",
		EN: "This is not a decimal number. Write it like 1290000 or 12.50, without separators between thousands.",
	})
	// CodeNumberSize: the number has too many digits.
	CodeNumberSize = NewCode("care.number_size", "", Text{
		VI: "Số có quá nhiều chữ số. Hãy kiểm tra lại, nhiều nhất là 30 chữ số và 12 chữ số thập phân.",
		EN: "The number has too many digits. Check it; at most 30 digits and 12 decimal places are kept.",
	})
	// CodeAmountForm: the amount of đồng cannot be read in exactly one way.
	CodeAmountForm = NewCode("care.amount_form", "", Text{
		VI: "Không rõ số tiền là bao nhiêu. Hãy viết đủ số đồng, ví dụ 1290000 hoặc 1.290.000.",
		EN: "It is not clear how much this is. Write the whole number of đồng, such as 1290000 or 1.290.000.",
	})
	// CodeCurrencyUnknown: ISO 4217 does not list the currency.
	CodeCurrencyUnknown = NewCode("care.currency_unknown", "", Text{
		VI: "Không có mã tiền tệ này. Hãy dùng mã ba chữ cái theo ISO 4217, ví dụ VND.",
		EN: "There is no such currency. Use its code of three letters in ISO 4217, such as VND.",
	})
	// CodeCurrencyMismatch: amounts in different currencies were put together.
	CodeCurrencyMismatch = NewCode("care.currency_mismatch", "", Text{
		VI: "Không thể tính chung {first:text} với {second:text}. Hãy quy đổi về cùng một loại tiền trước.",
		EN: "{first:text} and {second:text} cannot be put together. Convert them to one currency first.",
	})
	// CodeAmountNegative: less than nothing was to be spent, or more than was spent to be returned.
	CodeAmountNegative = NewCode("care.amount_negative", "", Text{
		VI: "Số tiền phải từ 0 trở lên, và không thể trả lại nhiều hơn đã chi.",
		EN: "The amount must be 0 or more, and no more can be returned than was spent.",
	})
	// CodeShareOfNothing: parts were asked of a whole that is not more than 0.
	CodeShareOfNothing = NewCode("care.share_of_nothing", "", Text{
		VI: "Không chia được theo tỉ lệ. Các phần không được âm và tổng của chúng phải lớn hơn 0.",
		EN: "This cannot be divided in proportion. No part may be negative, and their total must be more than 0.",
	})
)

// CodeKeyReused: an idempotency key came again with another request. It was first recorded at the given time.
var CodeKeyReused = NewCode("care.key_reused", "", Text{
	VI: "Khóa này đã được dùng lúc {recorded:time} cho một yêu cầu khác. Yêu cầu mới cần một khóa mới.",
	EN: "This key was used at {recorded:time} for another request. Give a new request a new key.",
})

// Codes returns all codes of this package, for lists and for tests.
func Codes() []*Code {
	return []*Code{
		CodeMissing, CodeUnreadable, CodeUnknownWord, CodeTooLong, CodeTooMany, CodeNotText, CodeDateForm, CodeNobody,
		CodePhoneCharacters, CodePhoneLength, CodePhonePrefix, CodePhoneSeveral, CodeEmailForm, CodeZaloForm,
		CodeNumberForm, CodeNumberSize, CodeAmountForm, CodeCurrencyUnknown, CodeCurrencyMismatch, CodeAmountNegative,
		CodeShareOfNothing, CodeKeyReused,
	}
}
