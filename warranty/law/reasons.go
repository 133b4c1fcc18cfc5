package law

import "github.com/chamsoc/chamsoc/care"

// Why a regime is refused.
var (
	// CodePeriod: a regime ends before it begins.
	CodePeriod = care.NewCode("law.period", "", care.Text{
		VI: "Ngày kết thúc phải sau ngày bắt đầu.",
		EN: "The end must be after the beginning.",
	})
	// CodeNumber: a rule needs a number that is not absurd.
	CodeNumber = care.NewCode("law.number", "", care.Text{
		VI: "Quy tắc này cần một số từ 1 đến {most:int}.",
		EN: "This rule needs a number from 1 to {most:int}.",
	})
	// CodeArticle: a rule says where it stands.
	CodeArticle = care.NewCode("law.article", "", care.Text{
		VI: "Hãy ghi điều luật của quy tắc này.",
		EN: "Give the article in which this rule stands.",
	})
	// CodeRemedy: there is no such remedy.
	CodeRemedy = care.NewCode("law.remedy", "", care.Text{
		VI: "Không có cách giải quyết này. Hãy chọn repair, exchange, refund hoặc reduction.",
		EN: "There is no such remedy. Choose repair, exchange, refund or reduction.",
	})
)

// Codes returns all codes of this package, for lists and for tests.
func Codes() []*care.Code { return []*care.Code{CodePeriod, CodeNumber, CodeArticle, CodeRemedy} }
