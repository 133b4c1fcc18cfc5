package collateral

import (
	"bytes"
	"context"
	_ "embed"
	"html/template"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/storage"
)

// Sheet is the paper with which a place is counted: every material that is to be there, with what is known of it.
type Sheet struct {
	Place care.PlaceRef  `json:"place"`
	Name  care.Text      `json:"name"`
	By    care.StaffRef  `json:"by"`  // who counts
	Due   time.Time      `json:"due"` // on the clock of the shop
	Made  time.Time      `json:"made"`
	Lines []SheetedStock `json:"lines"`
}

// SheetedStock is one line of a sheet.
type SheetedStock struct {
	Kind       Kind       `json:"kind"`
	Name       care.Text  `json:"name"`
	Edition    Edition    `json:"edition"` // in force; the zero one: none
	Assessment Assessment `json:"assessment"`
	Old        []Held     `json:"old,omitempty"` // of other editions, to be taken away if they are older
}

// Sheet makes the sheet of a place.
func (s Service) Sheet(ctx context.Context, at care.PlaceRef) (sheet Sheet, err error) {
	ctx, done := s.c.Env.Observe(ctx, "collateral.sheet")
	defer func() { done(err) }()
	now, zone := s.c.Env.Time(), s.c.Env.Location()
	err = s.store.View(ctx, func(ctx context.Context, r storage.Reader) error {
		p, list, err := s.shelves(ctx, r, at, now)
		if err != nil {
			return err
		}
		sheet = Sheet{Place: p.Ref, Name: p.Name, By: p.Checker, Due: p.Due.In(zone), Made: now.In(zone)}
		for _, sh := range list {
			line := SheetedStock{Kind: sh.material.Kind, Name: sh.material.Name, Edition: sh.edition}
			if line.Assessment, err = Assess(sh.norm, sh.stock, sh.edition.Number, p.expected(zone)); err != nil {
				return err
			}
			for _, h := range sh.stock.Held {
				if h.Edition != sh.edition.Number && h.Count+h.Received > 0 {
					line.Old = append(line.Old, h)
				}
			}
			sheet.Lines = append(sheet.Lines, line)
		}
		return nil
	})
	return sheet, err
}

//go:embed sheet.html
var sheetPage string

// sheetTemplate is parsed once and never changed.
var sheetTemplate = template.Must(template.New("sheet").Funcs(template.FuncMap{
	"in":   func(lang care.Lang, t care.Text) string { return t.In(lang) },
	"say":  func(lang care.Lang, vi, en string) string { return care.Text{VI: vi, EN: en}.In(lang) },
	"kind": func(lang care.Lang, k Kind) string { return care.NameOf(k).In(lang) },
	"date": func(lang care.Lang, e Edition) string { return care.NewFact("", e.From).Text(lang) },
	"time": func(lang care.Lang, t time.Time) string { return care.NewFact("", t).Text(lang) },
	"next": func(i int) int { return i + 1 },
}).Parse(sheetPage))

// HTML is the sheet as a page to print on A4: a box for each edition that may be there, and room for two names.
func (sh Sheet) HTML(lang care.Lang) ([]byte, error) {
	if lang != care.LangEN {
		lang = care.LangVI
	}
	var page bytes.Buffer
	err := sheetTemplate.Execute(&page, map[string]any{"Lang": lang, "Sheet": sh})
	return page.Bytes(), err
}
