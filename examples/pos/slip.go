package main

import (
	"context"
	_ "embed"
	"html/template"
	"os"
	"path/filepath"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/warranty"
)

//go:embed slip.html
var slipPage string

// printSlip writes the answer as a page to print and hand over: what was decided and why, and the published terms it rests on.
func (s *shop) printSlip(ctx context.Context, e event, a warranty.Answer) error {
	r := a.Finding.Registration
	var terms warranty.Terms
	for t, err := range s.care.Warranty.Editions(r.Terms).All(ctx) {
		if err != nil {
			return err
		}
		if t.Edition == r.Edition {
			terms = t
		}
	}
	page, err := template.New("slip").Funcs(template.FuncMap{
		"in":   func(t care.Text) string { return t.In(s.lang) },
		"say":  func(vi, en string) string { return care.Text{VI: vi, EN: en}.In(s.lang) },
		"lang": func() string { return string(s.lang) },
	}).Parse(slipPage)
	if err != nil {
		return err
	}
	path := filepath.Join(os.TempDir(), "chamsoc-pos-slip.html")
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	defer file.Close()
	err = page.Execute(file, map[string]any{
		"Shop": s.catalogue.Shop.Name, "At": e.At.In(s.zone).Format("02/01/2006 15:04"), "Unit": r.Ref().String(),
		"Product": s.catalogue.productName(r.Product), "Serial": r.Serial, "Phone": r.Phone.Masked(),
		"Starts": date(r.Delivered, s.lang), "Ends": date(a.Decision.Ends, s.lang), "Outcome": care.NameOf(a.Decision.Outcome),
		"Covered": a.Decision.Outcome == warranty.Covered, "Reasons": a.Decision.Reasons, "Lang": s.lang, "Terms": terms,
	})
	if err != nil {
		return err
	}
	s.say("   phiếu để in: %s", "   slip to print: %s", path)
	return file.Close()
}

// date writes a date as customers read it.
func date(d calendar.Date, lang care.Lang) string {
	return care.NewFact("", d).Text(lang)
}
