package search_test

import (
	"bytes"
	"fmt"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/faq/search"
)

func index() *search.Index {
	x := search.New()
	err := x.Put(
		search.Entry{ID: "bao-hanh", Lang: care.LangVI, Phrasings: []string{"Nồi cơm điện được bảo hành bao lâu?"}, Answer: "24 tháng kể từ ngày giao hàng."},
		search.Entry{ID: "mat-phieu", Lang: care.LangVI, Phrasings: []string{"Mất phiếu bảo hành thì sao?"}, Answer: "Chỉ cần số điện thoại lúc mua hoặc số seri."},
		search.Entry{ID: "ncd-18", Lang: care.LangVI, Phrasings: []string{"Nồi NCD-18 nấu mấy lon gạo?"}, Answer: "Tối đa 10 lon.", Tags: []search.Tag{{Kind: "product", Value: "NCD-18"}}},
		search.Entry{ID: "points", Lang: care.LangEN, Phrasings: []string{"How do I earn loyalty points?"}, Answer: "Every purchase earns points."},
	)
	if err != nil {
		panic(err)
	}
	return x
}

func ExampleIndex_Search() {
	x := index()
	for _, typed := range []string{"bảo hành nồi cơm", "bao hanh noi com", "baor hanhf nooif cowm", "mat phieeu bh", "ncd18", "loyalty point"} {
		r, err := x.Search(search.Query{Text: typed})
		if err != nil {
			panic(err)
		}
		fmt.Printf("%-22s %q %s\n", typed, r.Meant, r.Hits[0].Entry.ID)
	}
	// Output:
	// bảo hành nồi cơm       "" bao-hanh
	// bao hanh noi com       "" bao-hanh
	// baor hanhf nooif cowm  "bảo hành nồi cơm" bao-hanh
	// mat phieeu bh          "mat phiếu bh" mat-phieu
	// ncd18                  "" ncd-18
	// loyalty point          "" points
}

func ExampleIndex_Search_filter() {
	r, err := index().Search(search.Query{Text: "nồi", Lang: care.LangVI, Tags: []search.Tag{{Kind: "product", Value: "NCD-20"}}})
	if err != nil {
		panic(err)
	}
	for _, h := range r.Hits {
		fmt.Println(h.Entry.ID) // what is for NCD-18 only is left out
	}
	// Output: bao-hanh
}

func ExampleIndex_Search_unanswered() {
	r, err := index().Search(search.Query{Text: "có bán vé xem phim không"})
	if err != nil {
		panic(err)
	}
	fmt.Println(r.Unanswered)
	// Output: true
}

func ExampleIndex_Suggest() {
	hits, err := index().Suggest(search.Query{Text: "mat ph"})
	if err != nil {
		panic(err)
	}
	fmt.Println(hits[0].Entry.Phrasings[0])
	// Output: Mất phiếu bảo hành thì sao?
}

func ExampleIndex_Explain() {
	e, _, err := index().Explain(search.Query{Text: "baor hanhf"}, "bao-hanh")
	if err != nil {
		panic(err)
	}
	fmt.Println(e.Text(care.LangVI))
	// Output:
	// “baor” được đọc theo kiểu gõ Telex hoặc VNI là “bảo”.
	// “hanhf” được đọc theo kiểu gõ Telex hoặc VNI là “hành”.
	// Có từ “bảo” (91 điểm).
	// Có từ “hành” (65 điểm).
	// Có “bảo hành” liền nhau (130 điểm).
	// Dấu của các từ khớp hoặc không mâu thuẫn (130 điểm).
	// Các từ có nhiều chữ cái chung (1008 điểm).
	// Có cách hỏi gần giống câu này (42 điểm).
	// Cùng chủ đề với câu hỏi (114 điểm).
}

func ExampleSnapshot_Excerpt() {
	answer := "Cảm ơn anh chị đã hỏi. Nồi được bảo hành 24 tháng, kể từ ngày giao hàng."
	e := index().Snapshot().Excerpt(answer, "bao hanh", 40)
	fmt.Println(e.Text(answer))
	for _, m := range e.Marks {
		fmt.Println(answer[m.From:m.To])
	}
	// Output:
	// đã hỏi. Nồi được bảo hành
	// bảo
	// hành
}

func ExampleSnapshot_Save() {
	var file bytes.Buffer
	if err := index().Snapshot().Save(&file, "epoch 7"); err != nil {
		panic(err)
	}
	x, stamp, err := search.Load(&file)
	if err != nil { // build it from the store
		panic(err)
	}
	fmt.Println(x.Snapshot().Len(), stamp)
	// Output: 4 epoch 7
}

func ExampleGrouper() {
	var g search.Grouper
	for _, asked := range []string{"Bao giờ hàng của tôi được giao?", "Máy giặt kêu to khi vắt", "hang cua toi bao gio giao"} {
		fmt.Println(g.Add(asked), asked)
	}
	// Output:
	// 0 Bao giờ hàng của tôi được giao?
	// 1 Máy giặt kêu to khi vắt
	// 0 hang cua toi bao gio giao
}
