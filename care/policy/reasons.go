package policy

import (
	"slices"

	"github.com/chamsoc/chamsoc/care"
)

// Why a document is refused.
var (
	// CodeEdition: editions are numbered from 1.
	CodeEdition = care.NewCode("policy.edition", "", care.Text{
		VI: "Các bản được đánh số từ 1. Hãy ghi số của bản này.",
		EN: "Editions are numbered from 1. Give the number of this one.",
	})
	// CodePeriod: it ends before it begins.
	CodePeriod = care.NewCode("policy.period", "", care.Text{
		VI: "Hiệu lực bắt đầu {from:date} nhưng kết thúc {until:date}. Hãy sửa một trong hai ngày.",
		EN: "It is in force from {from:date} and ends on {until:date}. Correct one of the dates.",
	})
	// CodeStepTime: a step says no time.
	CodeStepTime = care.NewCode("policy.step_time", "VN Decree 55/2024/NĐ-CP art. 22", care.Text{
		VI: "Bước {step:int} chưa ghi thời hạn. Hãy ghi, ví dụ “wall 15m” là 15 phút, “working 8h” là 8 giờ làm việc, “dates 3” là 3 ngày làm việc.",
		EN: "Step {step:int} says no time. Give one: “wall 15m” is 15 minutes, “working 8h” 8 working hours, “dates 3” 3 working days.",
	})
	// CodeNoContact: customers are not told whom to ask.
	CodeNoContact = care.NewCode("policy.no_contact", "VN Decree 55/2024/NĐ-CP art. 22.1", care.Text{
		VI: "Quy trình công khai cho khách hàng phải ghi bộ phận phụ trách và cách liên lạc. Hãy điền vào.",
		EN: "A procedure for customers has to name the unit in charge and how to reach it. Fill it in.",
	})
	// CodeEditionTaken: this edition was published with another content.
	CodeEditionTaken = care.NewCode("policy.edition_taken", "", care.Text{
		VI: "Bản này đã được công bố với nội dung khác và không sửa được nữa. Nội dung mới cần một bản mới.",
		EN: "This edition was published with another content and cannot be changed any more. New content needs a new edition.",
	})
	// CodeNoDocument: nobody has published this edition.
	CodeNoDocument = care.NewCode("policy.no_document", "", care.Text{
		VI: "Chưa có bản {edition:int} nào mang mã {code:text} được công bố. Hãy kiểm tra mã và số bản.",
		EN: "No edition {edition:int} of {code:text} has been published. Check the code and the number.",
	})
	// CodeReadBefore: it is said to have been read before it was published.
	CodeReadBefore = care.NewCode("policy.read_before", "", care.Text{
		VI: "Không thể đã đọc lúc {at:time} vì bản này được công bố lúc {published:time}. Hãy sửa thời điểm đọc.",
		EN: "It cannot have been read at {at:time}, since it was published at {published:time}. Correct the time.",
	})
)

// Codes returns all codes of this package, for lists and for tests.
func Codes() []*care.Code {
	return slices.Concat(
		[]*care.Code{CodeEdition, CodePeriod, CodeStepTime, CodeNoContact, CodeEditionTaken, CodeNoDocument, CodeReadBefore},
		policyCodes(), checkCodes(), evaluateCodes(), fileCodes(), diffCodes(),
	)
}
