package search

import "github.com/chamsoc/chamsoc/care"

// Why something was refused. What the index cannot hold whole it does not hold in part.
var (
	// CodeFull: the index has as many entries as it can tell apart.
	CodeFull = care.NewCode("search.full", "", care.Text{
		VI: "Chỉ mục đã đầy: nhiều nhất {limit:int} mục, kể cả mục vừa xóa. Hãy chia các mục thành nhiều chỉ mục.",
		EN: "The index is full: it holds at most {limit:int} entries, counting those just removed. Split the entries over several indexes.",
	})
	// CodeLimit: the number of results that is asked for is not from 0 to limit.
	CodeLimit = care.NewCode("search.limit", "", care.Text{
		VI: "Số kết quả phải từ 0 (mặc định) đến {limit:int}.",
		EN: "The number of results is 0 (the default) to {limit:int}.",
	})
)

// What a score is made of, as [Index.Explain] tells it. Points are hundredths of the score.
var (
	// CodeWord: the entry has a word of the query, whatever its marks.
	CodeWord = part("word", "Có từ “{text:text}”", "Has the word “{text:text}”")
	// CodePair: the entry has two words that follow each other in the query.
	CodePair = part("pair", "Có “{text:text}” liền nhau", "Has “{text:text}” side by side")
	// CodeMarks: words have the same marks, or none were typed that could differ.
	CodeMarks = part("marks", "Dấu của các từ khớp hoặc không mâu thuẫn", "The marks of the words agree, or none were typed")
	// CodeLetters: words share letters.
	CodeLetters = part("letters", "Các từ có nhiều chữ cái chung", "Words share letters")
	// CodePhrasing: phrasings or sentences are as a whole like the query.
	CodePhrasing = part("phrasing", "Có cách hỏi gần giống câu này", "Some phrasings are much like the question")
	// CodeTopics: the phrasings are about what the query is about.
	CodeTopics = part("topics", "Cùng chủ đề với câu hỏi", "Is about what the question is about")
	// CodeOtherTopics: the phrasings are about something else than the query. The points are negative.
	CodeOtherTopics = part("topics.other", "Nói về chủ đề khác với câu hỏi", "Is about something else than the question")
	// CodeAbsent: the entry has nothing of the query.
	CodeAbsent = care.NewCode("search.absent", "", care.Text{
		VI: "Mục này không có từ nào của câu hỏi.",
		EN: "The entry has no word of the query.",
	})
)

func part(id, vi, en string) *care.Code {
	return care.NewCode("search."+id, "", care.Text{VI: vi + " ({points:int} điểm).", EN: en + " ({points:int} points)."})
}

// How words of the query were understood.
var (
	// CodeUnheard: no entry has the word.
	CodeUnheard = care.NewCode("search.unheard", "", care.Text{
		VI: "Không mục nào có từ “{typed:text}”.",
		EN: "No entry has the word “{typed:text}”.",
	})
	// CodeDecoded: the word was read as undecoded Telex or VNI keys.
	CodeDecoded = care.NewCode("search.decoded", "", care.Text{
		VI: "“{typed:text}” được đọc theo kiểu gõ Telex hoặc VNI là “{taken:text}”.",
		EN: "“{typed:text}” was read as Telex or VNI keys for “{taken:text}”.",
	})
	// CodeCorrected: no entry has the word, but some have words that differ by a letter.
	CodeCorrected = care.NewCode("search.corrected", "", care.Text{
		VI: "Không mục nào có từ “{typed:text}”, nên tìm cả {taken:list}.",
		EN: "No entry has the word “{typed:text}”, so {taken:list} were looked for.",
	})
)

// Codes returns all codes of this package, for lists and for tests.
func Codes() []*care.Code {
	return []*care.Code{
		CodeFull, CodeLimit, CodeWord, CodePair, CodeMarks, CodeLetters, CodePhrasing, CodeTopics, CodeOtherTopics, CodeAbsent, CodeUnheard, CodeDecoded, CodeCorrected,
	}
}
