package policy

import "github.com/chamsoc/chamsoc/care"

// words are the labels of published pages in one language. The sentences of decisions are in reasons.go.
type words struct {
	Code, Edition, From, Until                        string
	Steps, Who, Within                                string
	Channels, Documents, First, Contact               string
	Promise, Objective, Important, Varies             string
	Quality, Owner, Deputy, By, For                   string
	Contents, Segments, Priority, Kinds, Lines, Links string
	ImportantOnes, Offers, Packages, Includes         string
	Price, Authority, Evidence, NextReview            string
	ReadBy, Rollout, Done, Marketed, Channel          string
	When, CostOf, TotalCost, Consent                  string
	Readings, HaveRead, NotRead                       string
}

var wordsVI = words{
	Code: "Mã", Edition: "Bản số", From: "Áp dụng từ", Until: "đến hết",
	Steps: "Các bước", Who: "Ai làm", Within: "Thời hạn",
	Channels: "Tiếp nhận qua", Documents: "Cần mang theo", First: "Được ưu tiên giải quyết trước", Contact: "Bộ phận phụ trách",
	Promise: "Lời hứa của chúng tôi", Objective: "Mục tiêu", Important: "Yếu tố quan trọng nhất", Varies: "Khác biệt theo phân đoạn",
	Quality: "Mục tiêu chất lượng", Owner: "Phụ trách", Deputy: "Thay thế khi vắng", By: "Hạn đạt được", For: "Dành cho",
	Contents: "Nội dung dịch vụ", Segments: "Phân đoạn khách hàng", Priority: "Mức ưu tiên", Kinds: "Loại và dòng dịch vụ", Lines: "Dòng dịch vụ", Links: "Mắt xích phục vụ",
	ImportantOnes: "Khách hàng và dịch vụ quan trọng", Offers: "Dịch vụ", Packages: "Gói dịch vụ", Includes: "Gồm",
	Price: "Giá", Authority: "Được tự quyết đến", Evidence: "Bằng chứng", NextReview: "Xem xét lại trước ngày",
	ReadBy: "Người được đọc", Rollout: "Triển khai", Done: "Đã xong", Marketed: "Tiếp thị", Channel: "Kênh",
	When: "Thời gian", CostOf: "Chi phí", TotalCost: "Tổng chi phí", Consent: "Cơ sở đồng ý",
	Readings: "Xác nhận đã đọc", HaveRead: "Đã đọc", NotRead: "chưa đọc",
}

var wordsEN = words{
	Code: "Code", Edition: "Edition", From: "In force from", Until: "until",
	Steps: "Steps", Who: "Who", Within: "Within",
	Channels: "How to begin", Documents: "What to bring", First: "Who comes first", Contact: "Unit in charge",
	Promise: "What we promise", Objective: "Objective", Important: "What matters most", Varies: "How segments differ",
	Quality: "Quality objectives", Owner: "Owner", Deputy: "Deputy", By: "To be reached by", For: "For",
	Contents: "Contents of the service", Segments: "Segments", Priority: "Priority", Kinds: "Kinds and lines of service", Lines: "Lines", Links: "Links of service",
	ImportantOnes: "Important customers and services", Offers: "Services", Packages: "Packages", Includes: "Includes",
	Price: "Price", Authority: "Decides alone up to", Evidence: "Evidence", NextReview: "To be reviewed by",
	ReadBy: "Readers", Rollout: "Roll-out", Done: "Done", Marketed: "Marketing", Channel: "Channel",
	When: "When", CostOf: "Cost", TotalCost: "Total cost", Consent: "Consent basis",
	Readings: "Who has read it", HaveRead: "Have read it", NotRead: "not yet",
}

func wordsIn(lang care.Lang) words {
	if lang == care.LangEN {
		return wordsEN
	}
	return wordsVI
}

// wordsLang is the language in which a page is written: what is not English is Vietnamese.
func wordsLang(lang care.Lang) care.Lang {
	if lang == care.LangEN {
		return lang
	}
	return care.LangVI
}
