package policy

import "github.com/chamsoc/chamsoc/care"

// words are the labels of published pages in one language. The sentences of decisions are in reasons.go.
type words struct {
	Code, Edition, From, Until string
	Steps, Who, Within         string
	Channels, Documents, First string
	Contact                    string
}

var wordsVI = words{
	Code: "Mã", Edition: "Bản số", From: "Áp dụng từ", Until: "đến hết",
	Steps: "Các bước", Who: "Ai làm", Within: "Thời hạn",
	Channels: "Tiếp nhận qua", Documents: "Cần mang theo", First: "Được ưu tiên giải quyết trước", Contact: "Bộ phận phụ trách",
}

var wordsEN = words{
	Code: "Code", Edition: "Edition", From: "In force from", Until: "until",
	Steps: "Steps", Who: "Who", Within: "Within",
	Channels: "How to begin", Documents: "What to bring", First: "Who comes first", Contact: "Unit in charge",
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
