package main

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/faq"
	"github.com/chamsoc/chamsoc/storage"
)

// script is what people type, and the entry that answers it; "" where nobody has answered it.
var script = []struct{ typed, entry string }{
	{"mất phiếu bảo hành", "bh-mat-phieu"},
	{"mat phieu bao hanh", "bh-mat-phieu"},
	{"maats phieesu baor hanhf", "bh-mat-phieu"},
	{"ma61t phie61u ba3o ha2nh", "bh-mat-phieu"},
	{"lam mat giay bao hahn", "bh-mat-phieu"},
	{"lost warranty card", "bh-mat-phieu"},
	{"MAY NEN TU LANH", "bh-may-nen"},
	{"bep tu bao loi e3", "sd-bep-tu-e3"},
	{"bếp từ E3", "sd-bep-tu-e3"},
	{"phi ship tinh sao", "gh-phi-ship"},
	{"khong co ai o nha thi giao the nao", "gh-vang-nha"},
	{"xuất hoá đơn công ty", "hd-cong-ty"},
	{"xuat hoa don do cong ty", "hd-cong-ty"},
	{"company VAT invoise", "hd-cong-ty"},
	{"tra gop 0%", "tt-tra-gop"},
	{"quen mat khau", "tt-quen-mk"},
	{"com bi nhao", "sd-noi-nhao"},
	{"ncd18 con hang khong", "ch-con-hang"},
	{"NCD-18", "ch-con-hang"},
	{"may giat rung manh khi vat", "sd-giat-rung"},
	{"ddieefu hoaf ri nuowcs", "sd-may-lanh-chay-nuoc"},
	{"dieu khien khong an", "sd-may-lanh-remote"},
	{"doi dia chi giao hang", "gh-doi-dia-chi"},
	{"phone gets hot charging", "sd-dt-nong"},
	{"giặt áo len", "sd-giat-len"},
	{"mua ve khong ung", "dt-7-ngay"},
	{"wheelchair", "ch-nguoi-khuyet-tat"},
	{"có bán vé máy bay đi Singapore không", ""},
	{"who won the football match last night", ""},
	{"xin công thức nấu phở bò", ""},
}

// checks counts what was checked and keeps what failed.
type checks struct {
	out    io.Writer
	n      int
	failed []string
}

func (c *checks) that(ok bool, format string, args ...any) {
	c.n++
	if !ok {
		c.failed = append(c.failed, fmt.Sprintf(format, args...))
	}
}

// runDemo shows the script and checks it.
func runDemo(ctx context.Context, s *shop, out io.Writer) error {
	c := &checks{out: out}
	for _, part := range []func(context.Context, *shop, *checks) error{demoEntries, demoScript, demoForms, demoLearning} {
		if err := part(ctx, s, c); err != nil {
			return err
		}
	}
	if c.failed != nil {
		return fmt.Errorf("%d of %d checks failed:\n  %s", len(c.failed), c.n, strings.Join(c.failed, "\n  "))
	}
	_, err := fmt.Fprintf(out, "\nPASS %d checks\n", c.n)
	return err
}

// demoEntries checks the questions themselves: how many there are, and that none is much like another.
func demoEntries(ctx context.Context, s *shop, c *checks) error {
	english := 0
	bigrams := make([]map[string]bool, len(s.drafts))
	for i, d := range s.drafts {
		if len(d.Texts) > 1 {
			english++
		}
		words := strings.Fields(care.NameKey(d.Texts[0].Question))
		bigrams[i] = map[string]bool{}
		for j := range len(words) - 1 {
			bigrams[i][words[j]+" "+words[j+1]] = true
		}
		twin := ""
		for j := range i {
			shared := 0
			for b := range bigrams[i] {
				if bigrams[j][b] {
					shared++
				}
			}
			if 2*shared >= min(len(bigrams[i]), len(bigrams[j])) {
				twin = s.drafts[j].Code
			}
		}
		c.that(twin == "", "%s and %s share half of their pairs of words", d.Code, twin)
	}
	c.that(len(s.drafts) >= 200, "there are only %d entries", len(s.drafts))
	c.that(2*english >= len(s.drafts), "only %d entries are in English", english)
	health, err := s.Health(ctx)
	c.that(health.Shown == len(s.drafts) && health.Reasons.Has(faq.CodeOfferSearch) && len(health.Missing[care.LangEN]) == len(s.drafts)-english, "health: %v", health.Shown)
	fmt.Fprintf(c.out, "%d câu hỏi, %d có bản tiếng Anh. %s\n", len(s.drafts), english, health.Reasons.Text(care.LangVI))
	return err
}

// demoScript asks what is in the script.
func demoScript(ctx context.Context, s *shop, c *checks) error {
	for _, line := range script {
		start := time.Now()
		a, err := s.finder.Search(ctx, faq.Query{Text: line.typed})
		if err != nil {
			return err
		}
		took := time.Since(start)
		fmt.Fprintf(c.out, "\n› %s", line.typed)
		if a.Meant != "" {
			fmt.Fprintf(c.out, "   (%s)", a.Meant)
		}
		fmt.Fprintf(c.out, "   %d µs, %.0f %%\n", took.Microseconds(), 100*a.Confidence)
		if line.entry == "" {
			c.that(a.Unanswered && a.Reasons.Has(faq.CodeUnanswered), "%q is answered with %v, confidence %.2f", line.typed, a.Hits, a.Confidence)
			fmt.Fprintf(c.out, "  %s\n", a.Reasons.Text(care.LangVI))
			continue
		}
		c.that(len(a.Hits) > 0 && a.Hits[0].Code == faq.EntryCode(line.entry), "%q finds %v, not %s", line.typed, codes(a), line.entry)
		c.that(!a.Unanswered, "%q is taken for unanswered, confidence %.2f", line.typed, a.Confidence)
		if len(a.Hits) > 0 {
			fmt.Fprintf(c.out, "  %s\n  %s\n", a.Hits[0].Question, a.Hits[0].Answer)
		}
	}
	return nil
}

func codes(a faq.Answer) (all []faq.EntryCode) {
	for _, h := range a.Hits {
		all = append(all, h.Code)
	}
	return all
}

// demoForms asks for every entry by its question and by its second phrasing, typed in seven ways, and checks how often it comes first.
func demoForms(ctx context.Context, s *shop, c *checks) error {
	fmt.Fprintf(c.out, "\n%-28s %9s %9s\n", "gõ", "câu hỏi", "cách khác")
	for _, f := range forms {
		var first [2]int
		for i, d := range s.drafts {
			for k, text := range []string{d.Texts[0].Question, d.Texts[0].Phrasings[0]} {
				a, err := s.finder.Search(ctx, faq.Query{Text: f.typing(text, rand.New(rand.NewPCG(uint64(i), 1)))})
				if err != nil {
					return err
				}
				if len(a.Hits) > 0 && a.Hits[0].Code == faq.EntryCode(d.Code) {
					first[k]++
				}
			}
		}
		share := func(n int) float64 { return 100 * float64(n) / float64(len(s.drafts)) }
		fmt.Fprintf(c.out, "%-28s %7.1f %% %7.1f %%\n", f.name, share(first[0]), share(first[1]))
		c.that(share(first[0]) >= f.least, "%s: only %.1f %% of questions come first", f.name, share(first[0]))
		c.that(share(first[1]) >= f.least-6, "%s: only %.1f %% of second phrasings come first", f.name, share(first[1]))
	}
	return nil
}

var forms = []struct {
	name   string
	least  float64
	typing func(string, *rand.Rand) string
}{
	{"có dấu", 99, func(s string, _ *rand.Rand) string { return s }},
	{"không dấu", 99, func(s string, _ *rand.Rand) string { return care.Fold(s) }},
	{"lúc có lúc không", 99, eachWord(func(w string, r *rand.Rand) string {
		if r.IntN(2) == 0 {
			return care.Fold(w)
		}
		return w
	})},
	{"sai một chữ", 96, slip},
	{"sai một chữ, không dấu", 95, func(s string, r *rand.Rand) string { return care.Fold(slip(s, r)) }},
	{"Telex", 98, eachWord(func(w string, _ *rand.Rand) string { return inKeys(w, telex) })},
	{"VNI", 98, eachWord(func(w string, _ *rand.Rand) string { return inKeys(w, vni) })},
}

func eachWord(f func(string, *rand.Rand) string) func(string, *rand.Rand) string {
	return func(s string, r *rand.Rand) string {
		words := strings.Fields(s)
		for i := range words {
			words[i] = f(words[i], r)
		}
		return strings.Join(words, " ")
	}
}

// slip takes out, doubles or swaps a letter of one word.
func slip(s string, r *rand.Rand) string {
	words := strings.Fields(s)
	i := r.IntN(len(words))
	for len([]rune(words[i])) < 3 {
		if i = (i + 1) % len(words); i == 0 && len([]rune(s)) < 8 {
			return s
		}
	}
	w := []rune(words[i])
	at := 1 + r.IntN(len(w)-2)
	switch r.IntN(3) {
	case 0:
		w = append(w[:at], w[at+1:]...)
	case 1:
		w = append(w[:at+1], w[at:]...)
	default:
		w[at], w[at+1] = w[at+1], w[at]
	}
	words[i] = string(w)
	return strings.Join(words, " ")
}

// The keys of marks; "=" is the letter before once more.
var (
	telex = map[rune]string{'đ': "dd", '\u0300': "f", '\u0301': "s", '\u0309': "r", '\u0303': "x", '\u0323': "j", '\u0302': "=", '\u0306': "w", '\u031B': "w"}
	vni   = map[rune]string{'đ': "d9", '\u0300': "2", '\u0301': "1", '\u0309': "3", '\u0303': "4", '\u0323': "5", '\u0302': "6", '\u0306': "8", '\u031B': "7"}
)

// inKeys spells a word in the keys of an input method that is off, the tone last.
func inKeys(word string, keys map[rune]string) string {
	core := strings.TrimRight(word, ".,?:")
	letters, tone := "", ""
	for _, r := range norm.NFD.String(strings.ToLower(core)) {
		switch key := keys[r]; {
		case key == "=":
			letters += letters[len(letters)-1:]
		case strings.ContainsRune("\u0300\u0301\u0309\u0303\u0323", r):
			tone = key
		case key != "":
			letters += key
		default:
			letters += string(r)
		}
	}
	return letters + tone + word[len(core):]
}

// demoLearning captures a question that nobody has answered, three times, and makes it an entry.
func demoLearning(ctx context.Context, s *shop, c *checks) error {
	var q faq.Question
	for _, text := range []string{"Cửa hàng có sơn lại vỏ tủ lạnh theo màu tôi chọn không?", "co nhan son lai vo tu lanh theo mau khong", "sơn vỏ tủ lạnh màu khác"} {
		asked, a, err := s.Ask(ctx, s.finder, faq.Asking{Query: faq.Query{Text: text, Channel: care.ChannelPhone}})
		if err != nil {
			return err
		}
		if _, err := s.Settle(ctx, faq.Settlement{Asked: asked.ID, Helped: "no", Why: "not_it"}); err != nil {
			return err
		}
		c.that(len(a.Hits) == 0 || a.Hits[0].Code != "ch-son", "what is not there is found")
		if q, err = s.Capture(ctx, s.finder, faq.Capture{Text: text, Channel: "phone", Owner: "hoa"}); err != nil {
			return err
		}
	}
	var proposed []faq.Group
	for g, err := range s.Groups(faq.Proposed).All(ctx) {
		if err != nil {
			return err
		}
		proposed = append(proposed, g)
	}
	c.that(len(proposed) == 1 && proposed[0].Count == 3, "proposed: %v", proposed)
	if len(proposed) != 1 {
		return nil
	}
	fmt.Fprintf(c.out, "\n3 khách hỏi cùng một điều chưa có trong FAQ: đề nghị thêm.\n")
	answer := "Có, bảng 24 màu, 1.200.000 đồng một tủ, làm trong 3 ngày."
	if _, err := s.Promote(ctx, faq.Promotion{Group: proposed[0].ID, Code: "ch-son", Answer: answer, Owner: "hoa", Review: "2099-12-31"}); err != nil {
		return err
	}
	for _, to := range []faq.Status{faq.Approved, faq.Published} {
		if _, err := s.Move(ctx, faq.Move{Code: "ch-son", To: to}); err != nil {
			return err
		}
	}
	a, err := s.finder.Search(ctx, faq.Query{Text: "sown tur lanhj"})
	if err != nil {
		return err
	}
	c.that(len(a.Hits) > 0 && a.Hits[0].Code == "ch-son", "the new entry is not found: %v", codes(a))
	reply, err := s.Reply(ctx, faq.Reply{Question: q.ID, Entry: "ch-son", By: "hoa"})
	c.that(reply.Reply == answer && reply.State == faq.Answered, "reply: %q", reply.Reply)
	if err != nil {
		return err
	}
	fmt.Fprintf(c.out, "› sown tur lanhj   (%s)\n  %s\n", a.Meant, a.Hits[0].Answer)
	return demoNumbers(ctx, s, c, proposed[0].ID)
}

func demoNumbers(ctx context.Context, s *shop, c *checks, group storage.ID[faq.Group]) error {
	n, err := s.Numbers(ctx, time.Now().Add(-time.Hour), time.Now().Add(time.Hour))
	c.that(n.Asked == 3 && n.Failed == 3 && n.Whys[faq.NotIt] == 3, "numbers: %+v", n)
	in := 0
	for _, err := range s.QuestionsIn(group).All(ctx) {
		if err != nil {
			return err
		}
		in++
	}
	c.that(in == 3, "%d questions are in the group", in)
	return err
}
