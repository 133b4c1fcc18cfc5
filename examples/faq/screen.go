package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/faq"
)

// onTerminal reports whether the input is a terminal, which can be told to hand over each key.
func onTerminal() bool { return stty("-g") == nil }

// stty changes the terminal that is the program's input.
func stty(args ...string) error {
	cmd := exec.Command("stty", args...)
	cmd.Stdin = os.Stdin
	return cmd.Run()
}

// runScreen searches with every key until Esc or the end of the input.
func runScreen(ctx context.Context, s *shop, in io.Reader, out io.Writer) error {
	if err := stty("-icanon", "-echo", "min", "1"); err != nil {
		return err
	}
	defer stty("sane")
	keys := bufio.NewReader(in)
	text, explain, note := "", false, ""
	for {
		if err := draw(ctx, s, out, text, explain, note); err != nil {
			return err
		}
		explain, note = false, ""
		key, _, err := keys.ReadRune()
		switch {
		case err == io.EOF || key == '\x1b' || key == '\x03' || key == '\x04':
			fmt.Fprintln(out)
			return nil
		case err != nil:
			return err
		case key == '\t':
			explain = true
		case key == '\r' || key == '\n':
			if note, err = record(ctx, s, text); err != nil {
				return err
			}
			text = ""
		case key == '\x7f' || key == '\b':
			if letters := []rune(text); len(letters) > 0 {
				text = string(letters[:len(letters)-1])
			}
		case key >= ' ':
			text += string(key)
		}
	}
}

// record keeps the question, and captures it if nobody has answered it.
func record(ctx context.Context, s *shop, text string) (string, error) {
	if strings.TrimSpace(text) == "" {
		return "", nil
	}
	_, a, err := s.Ask(ctx, s.finder, faq.Asking{Query: faq.Query{Text: text, Channel: care.ChannelCounter}})
	if err != nil || !a.Unanswered {
		return "Đã ghi nhận câu hỏi.", err
	}
	q, err := s.Capture(ctx, s.finder, faq.Capture{Text: text, Channel: string(care.ChannelCounter)})
	return fmt.Sprintf("Chưa có câu trả lời: đã giao cho %s, hẹn trả lời trước %s.", q.Owner, q.Due.Local().Format("15:04 02/01")), err
}

// draw shows the question and its answers.
func draw(ctx context.Context, s *shop, out io.Writer, text string, explain bool, note string) error {
	start := time.Now()
	a, err := s.finder.Search(ctx, faq.Query{Text: text})
	if err == nil && (a.Unanswered || len(a.Hits) == 0) {
		a.Hits, err = s.finder.Suggest(ctx, faq.Query{Text: text})
	}
	if err != nil {
		a, note = faq.Answer{}, "Câu hỏi quá dài."
	}
	took := time.Since(start)
	fmt.Fprintf(out, "\x1b[2J\x1b[HHỏi gì cũng được (có dấu, không dấu, Telex, VNI, tiếng Anh)   Tab: vì sao   Enter: ghi nhận   Esc: thoát\n\n")
	for i, h := range a.Hits {
		e := s.finder.Excerpt(h.Answer, text, 160)
		fmt.Fprintf(out, "%d. \x1b[1m%s\x1b[0m\n   %s\n", i+1, h.Question, e.Text(h.Answer))
	}
	if text != "" {
		fmt.Fprintf(out, "\n%d µs, %.0f %%. %s\n", took.Microseconds(), 100*a.Confidence, a.Reasons.Text(care.LangVI))
	}
	if explain && len(a.Hits) > 0 {
		why, err := s.finder.Explain(ctx, text, a.Hits[0].Code)
		if err != nil {
			return err
		}
		fmt.Fprintln(out, why[a.Hits[0].Lang].Text(care.LangVI))
	}
	_, err = fmt.Fprintf(out, "%s\x1b[3H› %s", note, text)
	return err
}
