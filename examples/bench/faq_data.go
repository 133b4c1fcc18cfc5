package main

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/faq/search"
)

var faqData = flag.String("data", "", "`directory` with xquad.vi.json and the banking77 files; without it the rows faq/quality and faq/speed are skipped")

var errNoData = errors.New("skipped: give the directory with the public question sets, -data DIR")

// question is what is asked, and the id of the entry that answers it.
type question struct{ text, entry string }

// set is entries and questions about them.
type set struct {
	entries []search.Entry
	asked   []question
}

// xquad reads XQuAD in Vietnamese: the entries are its paragraphs.
func xquad() (s set, err error) {
	var file struct {
		Data []struct {
			Paragraphs []struct {
				Context string
				Qas     []struct{ Question string }
			}
		}
	}
	text, err := os.ReadFile(filepath.Join(*faqData, "xquad.vi.json"))
	if err == nil {
		err = json.Unmarshal(text, &file)
	}
	for _, article := range file.Data {
		for _, p := range article.Paragraphs {
			id := fmt.Sprint("p", len(s.entries))
			s.entries = append(s.entries, search.Entry{ID: id, Phrasings: []string{p.Context}})
			for _, q := range p.Qas {
				s.asked = append(s.asked, question{q.Question, id})
			}
		}
	}
	return s, err
}

// banking77 reads Banking77: the entries are its intents, with so many of the questions for training as phrasings.
func banking77(phrasings int, seed uint64) (s set, err error) {
	train, err := bankingFile("banking77-train.csv")
	if err != nil {
		return s, err
	}
	byIntent := map[string][]string{}
	var intents []string
	for _, a := range train {
		if byIntent[a.entry] == nil {
			intents = append(intents, a.entry)
		}
		byIntent[a.entry] = append(byIntent[a.entry], a.text)
	}
	r := rand.New(rand.NewPCG(seed, 0x9E3779B97F4A7C15))
	for _, intent := range intents {
		all := byIntent[intent]
		r.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
		s.entries = append(s.entries, search.Entry{ID: intent, Phrasings: all[:phrasings]})
	}
	s.asked, err = bankingFile("banking77-test.csv")
	return s, err
}

func bankingFile(name string) (all []question, err error) {
	f, err := os.Open(filepath.Join(*faqData, name))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return nil, err
	}
	for _, row := range rows[1:] {
		all = append(all, question{row[0], row[1]})
	}
	return all, nil
}

// typedAs rewrites a question as people type it; n seeds what is random.
func typedAs(form, question string, n int) string {
	r := rand.New(rand.NewPCG(uint64(n), 0x9E3779B97F4A7C15))
	switch form {
	case "asis":
		return question
	case "stripped":
		return care.Fold(question)
	case "mixed":
		return eachWord(question, func(w string) string {
			if r.IntN(2) == 0 {
				return care.Fold(w)
			}
			return w
		})
	case "typo":
		return typo(question, r)
	case "typo+stripped":
		return care.Fold(typo(question, r))
	case "telex":
		return eachWord(question, func(w string) string { return keysOf(w, telexKeys) })
	case "vni":
		return eachWord(question, func(w string) string { return keysOf(w, vniKeys) })
	}
	panic("no such form: " + form)
}

func eachWord(text string, f func(string) string) string {
	words := strings.Fields(text)
	for i := range words {
		words[i] = f(words[i])
	}
	return strings.Join(words, " ")
}

// typo makes one slip in one word of three letters or more: a letter more, less, wrong, or two that changed places.
func typo(text string, r *rand.Rand) string {
	words := strings.Fields(text)
	var long []int
	for i, w := range words {
		if utf8.RuneCountInString(w) >= 3 {
			long = append(long, i)
		}
	}
	if long == nil {
		return text
	}
	i := long[r.IntN(len(long))]
	w := []rune(words[i])
	at, letter := r.IntN(len(w)), 'a'+rune(r.IntN(26))
	switch r.IntN(4) {
	case 0:
		w = append(w[:at:at], append([]rune{letter}, w[at:]...)...)
	case 1:
		w = append(w[:at:at], w[at+1:]...)
	case 2:
		w[at] = letter
	case 3:
		at = min(at, len(w)-2)
		w[at], w[at+1] = w[at+1], w[at]
	}
	words[i] = string(w)
	return strings.Join(words, " ")
}

// The keys of marks. "=" is the letter before once more.
var (
	telexKeys = map[rune]string{'đ': "dd", '\u0300': "f", '\u0301': "s", '\u0309': "r", '\u0303': "x", '\u0323': "j", '\u0302': "=", '\u0306': "w", '\u031B': "w"}
	vniKeys   = map[rune]string{'đ': "d9", '\u0300': "2", '\u0301': "1", '\u0309': "3", '\u0303': "4", '\u0323': "5", '\u0302': "6", '\u0306': "8", '\u031B': "7"}
)

// keysOf spells a word in the keys of an input method, the tone last.
func keysOf(word string, keys map[rune]string) string {
	var b strings.Builder
	tone := ""
	core := strings.TrimRight(word, "?.,!:;\")")
	for _, r := range norm.NFD.String(core) {
		lower := r
		if r == 'Đ' {
			lower = 'đ'
		}
		switch key := keys[lower]; {
		case key == "":
			b.WriteRune(r)
		case key == "=":
			spelt := b.String()
			b.WriteString(strings.ToLower(spelt[len(spelt)-1:]))
		case r == '\u0300' || r == '\u0301' || r == '\u0309' || r == '\u0303' || r == '\u0323':
			tone = key
		default:
			b.WriteString(key)
		}
	}
	return b.String() + tone + word[len(core):]
}
