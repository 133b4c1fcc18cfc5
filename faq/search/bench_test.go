package search

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// synthetic makes n entries of the words of the tests, about as long as those of FAQs.
func synthetic(n int) (entries []Entry, asked []string) {
	r := rand.New(rand.NewPCG(1, 2))
	text := func(words int) string {
		var b []string
		for range words {
			w := syllables[int(float64(len(syllables))*r.Float64()*r.Float64())]
			if r.IntN(4) > 0 {
				w += []string{"", "n", "g", "c"}[r.IntN(4)]
			}
			b = append(b, w)
		}
		return strings.Join(b, " ")
	}
	for i := range n {
		q := text(8 + r.IntN(7))
		if r.IntN(3) == 0 {
			q += fmt.Sprint(" NCD-", r.IntN(500))
		}
		entries = append(entries, Entry{ID: fmt.Sprint(i), Phrasings: []string{q}, Answer: text(20 + r.IntN(20))})
		asked = append(asked, strings.Join(strings.Fields(q)[1:7], " "))
	}
	return entries, asked
}

func BenchmarkSearch(b *testing.B) {
	for _, n := range []int{1000, 10_000, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			entries, asked := synthetic(n)
			s := build(b, entries...).Snapshot()
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				if _, err := s.Search(Query{Text: asked[i*7%n]}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkPut(b *testing.B) {
	entries, _ := synthetic(10_000)
	x := build(b, entries...)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if err := x.Put(entries[i%len(entries)]); err != nil {
			b.Fatal(err)
		}
	}
}
