package faq

import "github.com/chamsoc/chamsoc/care"

// What is said with an answer.
var (
	// CodeUnanswered: nobody has answered this question yet, as far as can be told.
	CodeUnanswered = care.NewCode("faq.unanswered", "", care.Text{
		VI: "Câu hỏi này chưa có câu trả lời sẵn. Hãy để lại câu hỏi, chúng tôi sẽ trả lời.",
		EN: "Nobody has answered this question yet. Leave it with us and we will.",
	})
	// CodeOtherLang: an answer is not there in the language that was asked for.
	CodeOtherLang = care.NewCode("faq.other_lang", "", care.Text{
		VI: "Có {count:int} câu trả lời chưa có bản {lang:name} nên hiện bằng ngôn ngữ khác.",
		EN: "{count:int} of the answers are not there in this language ({lang:name}) and are shown in another.",
	})
	// CodeMeant: the question was read otherwise than it was typed.
	CodeMeant = care.NewCode("faq.meant", "", care.Text{
		VI: "Đã tìm theo: “{text:text}”.",
		EN: "Searched for: “{text:text}”.",
	})
	// CodeOfferSearch: the list is longer than people look through.
	CodeOfferSearch = care.NewCode("faq.offer_search", "", care.Text{
		VI: "Danh sách có {count:int} câu hỏi, nhiều hơn {limit:int}: người xem khó đọc hết. Hãy hiện ô tìm kiếm.",
		EN: "The list has {count:int} questions, more than the {limit:int} that people look through. Offer a search.",
	})
)

// What a plan lacks.
var (
	CodeNobodyAnswers = care.NewCode("faq.nobody_answers", "", care.Text{ // no entry, and nobody is to write one
		VI: "“{question:text}”: chưa có câu trả lời và chưa giao cho ai. Hãy giao cho một người.",
		EN: "“{question:text}” has no answer and is nobody's. Give it to somebody.",
	})
	CodeNotWritten = care.NewCode("faq.not_written", "", care.Text{ // no entry yet
		VI: "“{question:text}”: {who:text} chưa viết câu trả lời.",
		EN: "“{question:text}”: {who:text} has not written the answer.",
	})
	CodeNotPublished = care.NewCode("faq.not_published", "", care.Text{ // an entry that nobody is shown
		VI: "“{question:text}”: câu trả lời chưa được công bố (trạng thái: {status:name}).",
		EN: "“{question:text}”: the answer is not published (status: {status:name}).",
	})
	CodeLangMissing = care.NewCode("faq.lang_missing", "", care.Text{ // a language of the plan is missing
		VI: "“{question:text}”: thiếu bản {lang:name}.",
		EN: "“{question:text}” is missing in: {lang:name}.",
	})
	CodeStaleThen = care.NewCode("faq.stale_then", "", care.Text{ // it is to be reviewed before the occasion
		VI: "“{question:text}”: phải xem lại trước ngày {review:date}, tức là trước ngày sẵn sàng.",
		EN: "“{question:text}” has to be reviewed by {review:date}, before everything is to be ready.",
	})
)

// Why something is refused.
var (
	CodeLangTwice = care.NewCode("faq.lang_twice", "", care.Text{ // two texts in one language
		VI: "Ngôn ngữ này đã có ở trên. Mỗi ngôn ngữ chỉ có một bản.",
		EN: "This language is there already. There is one text for each.",
	})
	CodeStep = care.NewCode("faq.step", "", care.Text{ // the status does not follow
		VI: "Không thể chuyển từ “{from:name}” sang “{to:name}”. Thứ tự là: bản nháp, đã duyệt, đã công bố, ngừng dùng.",
		EN: "It cannot go from “{from:name}” to “{to:name}”. The order is: draft, approved, published, retired.",
	})
	CodeGone = care.NewCode("faq.gone", "", care.Text{ // what is named is not there
		VI: "Không có mục này. Hãy kiểm tra lại mã.",
		EN: "There is no such record. Check its code.",
	})
	CodeSettled = care.NewCode("faq.settled", "", care.Text{ // settled otherwise before
		VI: "Lần hỏi này đã được ghi nhận kết quả khác.",
		EN: "This question was settled with another outcome before.",
	})
	CodeNotOpen = care.NewCode("faq.not_open", "", care.Text{ // the step needs another state
		VI: "Không làm được khi đang ở trạng thái “{state:name}”.",
		EN: "This cannot be done while it is “{state:name}”.",
	})
	CodeTaken = care.NewCode("faq.taken", "", care.Text{ // another entry has this code
		VI: "Mã {code:text} đã có mục khác dùng. Hãy chọn mã mới.",
		EN: "Another entry has the code {code:text}. Choose another.",
	})
	CodeSame = care.NewCode("faq.same", "", care.Text{ // merged into itself
		VI: "Không thể gộp một nhóm với chính nó.",
		EN: "A group cannot be merged into itself.",
	})
)

// Codes returns all codes of this package, for lists and for tests.
func Codes() []*care.Code {
	return []*care.Code{
		CodeUnanswered, CodeOtherLang, CodeMeant, CodeOfferSearch, CodeNobodyAnswers, CodeNotWritten, CodeNotPublished, CodeLangMissing, CodeStaleThen,
		CodeLangTwice, CodeStep, CodeGone, CodeSettled, CodeNotOpen, CodeTaken, CodeSame,
	}
}
