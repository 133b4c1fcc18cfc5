package care

// Lang is a language in which customers are answered. The zero Lang means
// Vietnamese.
type Lang string

// The languages in which every sentence of the library exists.
const (
	LangVI Lang = "vi"
	LangEN Lang = "en"
)

var langs = NewTerms(
	NewTerm(LangVI, "Tiếng Việt", "Vietnamese"),
	NewTerm(LangEN, "Tiếng Anh", "English"),
)

// Terms lists the languages.
func (Lang) Terms() Terms[Lang] { return langs }

// Text is a text in both languages. Either may be missing; the zero Text is no
// text.
type Text struct {
	VI string `json:"vi"`
	EN string `json:"en"`
}

// In returns the text in the given language, or in the other one if that is all
// there is. A language that is not English is answered in Vietnamese.
func (t Text) In(lang Lang) string {
	if t.EN == "" || lang != LangEN && t.VI != "" {
		return t.VI
	}
	return t.EN
}
