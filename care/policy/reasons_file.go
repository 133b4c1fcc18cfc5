package policy

import "github.com/chamsoc/chamsoc/care"

// Why a policy file is refused.
var (
	// CodeSyntax: the file is not JSON.
	CodeSyntax = care.NewCode("policy.syntax", "", care.Text{
		VI: "Dòng {line:int}: đây không phải JSON hợp lệ ({detail:text}). Hãy sửa dấu ngoặc, dấu phẩy hoặc dấu nháy gần đó.",
		EN: "Line {line:int}: this is not valid JSON ({detail:text}). Correct the bracket, comma or quote near it.",
	})
	// CodeFieldUnknown: a field has a name that the policy does not know.
	CodeFieldUnknown = care.NewCode("policy.field_unknown", "", care.Text{
		VI: "Dòng {line:int}: không có mục “{field:text}” ở đây. Hãy sửa tên; các tên được dùng: {allowed:list}.",
		EN: "Line {line:int}: there is no field “{field:text}” here. Correct the name; these are known: {allowed:list}.",
	})
	// CodeFieldTwice: a field stands twice.
	CodeFieldTwice = care.NewCode("policy.field_twice", "", care.Text{
		VI: "Dòng {line:int}: mục “{field:text}” ghi hai lần. Hãy bỏ một.",
		EN: "Line {line:int}: the field “{field:text}” stands twice. Take one out.",
	})
	// CodeWrongType: a value is of another type than the field.
	CodeWrongType = care.NewCode("policy.wrong_type", "", care.Text{
		VI: "Dòng {line:int}: ở đây phải là {wanted:name}, nhưng lại là {found:name}. Hãy sửa lại.",
		EN: "Line {line:int}: {wanted:name} belongs here, and {found:name} stands there. Correct it.",
	})
	// CodeBadValue: a value cannot be read.
	CodeBadValue = care.NewCode("policy.bad_value", "", care.Text{
		VI: "Dòng {line:int}: giá trị này không đọc được. Ở đây phải là {wanted:name}.",
		EN: "Line {line:int}: this value cannot be read. {wanted:name} belongs here.",
	})
	// CodeTooLarge: the file is too large, or nested too deeply.
	CodeTooLarge = care.NewCode("policy.too_large", "", care.Text{
		VI: "Tệp lớn hơn {limit:int} byte hoặc lồng quá sâu. Hãy chia nhỏ hoặc kiểm tra lại tệp.",
		EN: "The file is larger than {limit:int} bytes or nested too deeply. Make it smaller, or check that it is the right one.",
	})
	// CodeMoreFaults: there are more problems than are listed.
	CodeMoreFaults = care.NewCode("policy.more_faults", "", care.Text{
		VI: "Tệp còn nhiều lỗi khác; ở đây chỉ liệt kê {limit:int} lỗi đầu tiên. Hãy sửa các lỗi này rồi kiểm tra lại.",
		EN: "There are more problems in the file; only the first {limit:int} are listed. Correct those and check again.",
	})
)

func fileCodes() []*care.Code {
	return []*care.Code{
		CodeSyntax, CodeFieldUnknown, CodeFieldTwice, CodeWrongType, CodeBadValue, CodeTooLarge, CodeMoreFaults,
	}
}
