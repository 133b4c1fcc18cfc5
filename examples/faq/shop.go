package main

import (
	"context"
	_ "embed"
	"fmt"
	"strings"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/sla"
	"github.com/chamsoc/chamsoc/faq"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/memory"
	"github.com/chamsoc/chamsoc/storage/queue"
)

//go:embed questions.txt
var questionsFile string

// shop is the FAQ of a shop for household appliances.
type shop struct {
	faq.Service
	finder *faq.Finder
	drafts []faq.Draft
}

// open publishes every question into a new store.
func open(ctx context.Context) (*shop, error) {
	var schemas []*storage.Schema
	for _, part := range [][]*storage.Schema{queue.Schemas(), care.Schemas(), sla.Schemas(), faq.Schemas()} {
		schemas = append(schemas, part...)
	}
	tenants, err := memory.New(schemas...)
	if err != nil {
		return nil, err
	}
	store := tenants.ForTenant("")
	service, err := faq.New(store, faq.Config{ProposeAt: 3})
	if err != nil {
		return nil, err
	}
	s := &shop{Service: service, finder: faq.NewFinder(store)}
	if s.drafts, err = readQuestions(questionsFile); err != nil {
		return nil, err
	}
	for _, d := range s.drafts {
		if err := s.publish(ctx, d); err != nil {
			return nil, fmt.Errorf("%s: %w", d.Code, err)
		}
	}
	return s, s.finder.Refresh(ctx)
}

// publish takes a draft all the way to the customers.
func (s *shop) publish(ctx context.Context, d faq.Draft) error {
	if _, err := s.Save(ctx, d); err != nil {
		return err
	}
	for _, to := range []faq.Status{faq.Approved, faq.Published} {
		if _, err := s.Move(ctx, faq.Move{Code: faq.EntryCode(d.Code), To: to, By: "lan"}); err != nil {
			return err
		}
	}
	return nil
}

// readQuestions reads lines of: code | question | another phrasing | answer | question in English | answer in English. The last two may be missing.
func readQuestions(text string) (all []faq.Draft, err error) {
	for n, line := range strings.Split(text, "\n") {
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		part := strings.Split(strings.TrimSpace(strings.TrimSuffix(line, "|")), " | ")
		if len(part) != 4 && len(part) != 6 {
			return nil, fmt.Errorf("questions.txt:%d: %d parts", n+1, len(part))
		}
		d := faq.Draft{Code: part[0], Owner: "hoa", Review: "2099-12-31", Texts: []faq.Text{{
			Lang: care.LangVI, Question: part[1], Phrasings: []string{part[2]}, Answer: part[3],
		}}}
		if len(part) == 6 {
			d.Texts = append(d.Texts, faq.Text{Lang: care.LangEN, Question: part[4], Answer: part[5]})
		}
		all = append(all, d)
	}
	return all, nil
}
