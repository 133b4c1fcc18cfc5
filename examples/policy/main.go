// Command policy is the service policy of an electronics shop, from the file to the page that hangs at its counter. It reads policy.json strictly, checks it,
// judges a year's figures by it, tells what has changed since last year's policy, takes it through its stages, and writes the pages for customers and staff.
//
//	go run ./examples/policy           # in Vietnamese; -lang en for English; -dir where the pages go
//
// The figures of the year (facts.json) are made up, with two promises planted in them that were not kept in the last quarter, so the program knows what it has to
// find, and checks it.
package main

import (
	"context"
	_ "embed"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/policy"
)

var (
	//go:embed policy.json
	thisYear []byte
	//go:embed policy-2025.json
	lastYear []byte
	//go:embed facts.json
	yearsFacts []byte
)

func main() {
	lang := flag.String("lang", "vi", "vi or en")
	dir := flag.String("dir", "", "where the pages go; default: a new directory")
	flag.Parse()
	err := error(nil)
	if *dir == "" {
		*dir, err = os.MkdirTemp("", "chamsoc-policy")
	}
	if err == nil {
		err = run(context.Background(), os.Stdout, *dir, care.Lang(*lang))
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "FAIL", err)
		os.Exit(1)
	}
}

// shop is what the program looks at.
type shop struct {
	out    io.Writer
	dir    string
	lang   care.Lang
	policy policy.Policy
	last   policy.Policy // last year's
	facts  policy.Facts
	checks int
}

func run(ctx context.Context, out io.Writer, dir string, lang care.Lang) error {
	s := &shop{out: out, dir: dir, lang: lang}
	for _, step := range []func(context.Context) error{s.read, s.refuse, s.check, s.evaluate, s.unmeasured, s.diff, s.keep, s.write} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	fmt.Fprintf(out, "\nPASS %d checks\n", s.checks)
	return nil
}

// say prints in the language of the program.
func (s *shop) say(vi, en string, args ...any) {
	fmt.Fprintf(s.out, care.Text{VI: vi, EN: en}.In(s.lang)+"\n", args...)
}

// want counts a check, and fails with what is wrong.
func (s *shop) want(ok bool, what string, args ...any) error {
	s.checks++
	if !ok {
		return fmt.Errorf(what, args...)
	}
	return nil
}

// read reads the three files.
func (s *shop) read(context.Context) (err error) {
	if s.policy, err = policy.Parse(thisYear); err != nil {
		return err
	}
	if s.last, err = policy.Parse(lastYear); err != nil {
		return err
	}
	if err := json.Unmarshal(yearsFacts, &s.facts); err != nil {
		return err
	}
	if err := policy.CheckObservations(s.facts.Observations).Err(); err != nil {
		return err
	}
	s.say("%s, bản %d: %d quy định, %d số liệu trong năm.", "%s, edition %d: %d provisions, %d figures of the year.",
		s.policy.Title.In(s.lang), s.policy.Edition, len(s.policy.Provisions), len(s.facts.Observations))
	return s.want(len(policy.Missing(s.policy, policy.StagePublication)) == 0, "the policy is unfinished: %v", policy.Missing(s.policy, policy.StagePublication))
}

// refuse shows what somebody who mistypes the file is told: everything at once, with its line.
func (s *shop) refuse(context.Context) error {
	typed := strings.NewReplacer(`"edition": 2`, `"edition": "two"`, `"deputy": "quay"`, `"deputee": "quay"`, `"element": "feedback"`, `"element": "feed_back"`).Replace(string(thisYear))
	_, err := policy.Parse([]byte(typed))
	invalid, ok := err.(*care.Invalid)
	if err := s.want(ok && len(invalid.Problems) > 5, "a mistyped file was read: %v", err); err != nil {
		return err
	}
	s.say("\nTệp gõ sai bị từ chối, ví dụ:", "\nA mistyped file is refused, such as:")
	told := map[string]bool{}
	for _, p := range invalid.Problems {
		if code := p.Reason.Code(); !told[code] { // the first of each kind
			told[code] = true
			fmt.Fprintf(s.out, "  policy.json:%s: %s\n", p.Path, p.Reason.Text(s.lang))
		}
	}
	return nil
}

// check looks for what the policy lacks: nothing, for it is a worked one.
func (s *shop) check(context.Context) error {
	r := policy.Check(s.policy, s.facts)
	for _, f := range r.Findings {
		fmt.Fprintf(s.out, "  %s %s: %s\n", f.Check, f.Path, f.Reason.Text(s.lang))
	}
	s.say("\nKiểm tra P01–P15: %d phát hiện.", "\nChecked P01–P15: %d findings.", len(r.Findings))
	for _, c := range r.Phases {
		s.say("  %s: đã quy định %d/%d.", "  %s: %d of %d settled.", care.NameOf(c.Phase).In(s.lang), c.Filled, c.Required)
		if err := s.want(c.Filled == c.Required, "%s is incomplete", c.Phase); err != nil {
			return err
		}
	}
	if err := s.want(len(r.Findings) == 0, "the worked policy has findings"); err != nil {
		return err
	}
	old := policy.Check(s.last, policy.Facts{On: s.last.Until, Publications: s.facts.Publications})
	s.say("Bản năm ngoái, không kèm số liệu: %d phát hiện, trong đó:", "Last year's edition, without figures: %d findings, among them:", len(old.Findings))
	for _, check := range []string{"P01", "P07", "P12"} {
		i := slices.IndexFunc(old.Findings, func(f policy.Finding) bool { return f.Check == check })
		if err := s.want(i >= 0, "last year's edition has no %s", check); err != nil {
			return err
		}
		fmt.Fprintf(s.out, "  %s %s\n", check, old.Findings[i].Reason.Text(s.lang))
	}
	return nil
}

// evaluate judges the year's figures. Two promises were not kept in the last quarter, and a handful of cases accuses nobody.
func (s *shop) evaluate(context.Context) error {
	e := policy.Evaluate(s.policy, s.facts.Observations, s.facts.On)
	judged := map[policy.Element]bool{}
	for _, r := range e.Results {
		judged[r.Element] = true
	}
	s.say("\nNăm %d: %d kết quả: %d đạt, %d không đạt, %d chưa đủ số liệu, %d chưa đo.", "\n%d: %d results: %d met, %d missed, %d inconclusive, %d unmeasured.",
		s.facts.On.Year(), len(e.Results), len(e.Of(policy.Met)), len(e.Of(policy.Missed)), len(e.Of(policy.Inconclusive)), len(e.Of(policy.Unmeasured)))
	if err := s.want(len(judged) == 27 && len(e.Of(policy.Unmeasured)) == 0, "%d elements were judged", len(judged)); err != nil {
		return err
	}
	missed := map[policy.Element]bool{}
	for _, r := range e.Of(policy.Missed) {
		if !missed[r.Element] { // the figures are those of all segments
			fmt.Fprintf(s.out, "  %s\n", r.Reasons.Text(s.lang))
		}
		missed[r.Element] = true
		if err := s.want(r.Trend == policy.Worsening && r.Deviation < 0, "%s was missed and is not worsening", r.Element); err != nil {
			return err
		}
	}
	return s.want(len(missed) == 2 && missed[policy.ServiceRecovery] && missed[policy.RepairPlanning], "the planted misses were not found: %v", missed)
}

// unmeasured shows that a source which falls silent is not taken for a promise kept.
func (s *shop) unmeasured(context.Context) error {
	heard := slices.DeleteFunc(slices.Clone(s.facts.Observations), func(o policy.Observation) bool { return o.Source == "so-kiem-tra" })
	e := policy.Evaluate(s.policy, heard, s.facts.On)
	silent := e.Of(policy.Unmeasured)
	if err := s.want(len(silent) == 3 && silent[0].Element == policy.QualityInspection, "a silent source was not noticed"); err != nil {
		return err
	}
	s.say("\nNếu sổ kiểm tra không gửi số liệu:", "\nIf the inspections sent no figures:")
	fmt.Fprintf(s.out, "  %s\n", silent[0].Reasons.Text(s.lang))
	facts := s.facts
	facts.Observations = heard
	r := policy.Check(s.policy, facts)
	return s.want(len(r.Findings) == 1 && r.Findings[0].Check == "P07", "P07 does not tell of it")
}

// diff tells what has changed since last year.
func (s *shop) diff(context.Context) error {
	changes := policy.Diff(s.last, s.policy)
	s.say("\nSo với bản năm ngoái có %d thay đổi, ví dụ:", "\nSince last year's edition there are %d changes, such as:", len(changes))
	told := 0
	for _, c := range changes {
		if strings.HasSuffix(c.Path, ".reviewed") || strings.HasSuffix(c.Path, ".from") || told == 12 {
			continue
		}
		fmt.Fprintf(s.out, "  %s\n", c.Reason.Text(s.lang))
		told++
	}
	if err := s.want(told == 12, "only %d changes", told); err != nil {
		return err
	}
	return s.want(len(policy.Diff(s.policy, s.policy)) == 0, "a policy differs from itself")
}

// write writes the pages, in both languages.
func (s *shop) write(context.Context) error {
	for _, lang := range []care.Lang{care.LangVI, care.LangEN} {
		for _, audience := range []policy.Audience{policy.ForCustomers, policy.ForStaff} {
			v := policy.View{Lang: lang, Audience: audience, On: s.facts.On}
			html, err := s.policy.HTML(v)
			if err != nil {
				return err
			}
			secret := strings.Contains(html, care.Text{VI: "Được tự quyết đến", EN: "Decides alone up to"}.In(lang))
			if err := s.want(secret == (audience == policy.ForStaff), "the page for %s in %s says the wrong things", audience, lang); err != nil {
				return err
			}
			name := fmt.Sprintf("policy-%s-%s", audience, lang)
			if err := os.WriteFile(filepath.Join(s.dir, name+".html"), []byte(html), 0o644); err != nil {
				return err
			}
			if err := os.WriteFile(filepath.Join(s.dir, name+".txt"), []byte(s.policy.Text(v)), 0o644); err != nil {
				return err
			}
		}
	}
	s.say("\nTrang cho khách hàng và cho nhân viên: %s", "\nThe pages for customers and for the staff: %s", s.dir)
	return nil
}
