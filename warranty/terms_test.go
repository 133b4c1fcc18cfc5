package warranty_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/storage/memory"
	"github.com/chamsoc/chamsoc/warranty"
)

func TestCodesAreSound(t *testing.T) {
	require.NoError(t, care.CheckCodes(warranty.Codes()...))
	for _, c := range warranty.Codes() {
		assert.True(t, strings.HasPrefix(c.ID(), "warranty."), c.ID())
		for _, sentence := range []string{c.Sentence().VI, c.Sentence().EN} {
			assert.True(t, strings.HasSuffix(sentence, "."), "a whole sentence: %s", sentence)
		}
	}
	declared := 0 // variables of the form CodeX
	files, err := filepath.Glob("reasons*.go")
	require.NoError(t, err)
	for _, name := range files {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		require.NoError(t, err)
		for _, d := range file.Decls {
			if g, ok := d.(*ast.GenDecl); ok && g.Tok == token.VAR {
				for _, spec := range g.Specs {
					declared += len(spec.(*ast.ValueSpec).Names)
				}
			}
		}
	}
	assert.Len(t, warranty.Codes(), declared, "Codes lists every declared code")
}

func TestSchemasAreSoundAndKeepTheirNames(t *testing.T) {
	_, err := memory.New(warranty.Schemas()...)
	require.NoError(t, err)
	var names []string
	for _, s := range warranty.Schemas() {
		names = append(names, s.Name)
	}
	assert.Equal(t, []string{
		"warranty_terms", "warranty_coverage", "warranty_registration", "warranty_answer", "warranty_phone", "warranty_product_word", "warranty_form", "warranty_import",
		"warranty_claim", "warranty_refund", "warranty_centre", "warranty_workday", "warranty_order", "warranty_plan", "warranty_advice",
		"warranty_entry", "warranty_conflict", "warranty_told",
	}, names)
}

func TestWordsOfTheEnumerations(t *testing.T) {
	assert.Equal(t, both("Được bảo hành", "Covered"), care.NameOf(warranty.Covered))
	assert.Equal(t, both("Không được bảo hành", "Not covered"), care.NameOf(warranty.NotCovered))
	assert.Equal(t, both("số hóa đơn", "the invoice number"), care.NameOf(warranty.ProofInvoice))
	assert.Equal(t, "HD000123/1/2", warranty.UnitRef{Invoice: "HD000123", Line: 1, Unit: 2}.String())
}

// No file of the package reads the clock: only the Env does.
func TestOnlyTheEnvReadsTheClock(t *testing.T) {
	files, err := filepath.Glob("*.go")
	require.NoError(t, err)
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		require.NoError(t, err)
		ast.Inspect(file, func(n ast.Node) bool {
			if s, ok := n.(*ast.SelectorExpr); ok {
				if x, ok := s.X.(*ast.Ident); ok && x.Name == "time" {
					assert.NotContains(t, []string{"Now", "Since", "Until", "Sleep", "After"}, s.Sel.Name, name)
				}
			}
			return true
		})
	}
}

func TestInForce(t *testing.T) {
	edition := func(n int, effective, published string) warranty.Terms {
		return warranty.Terms{Edition: n, Effective: day(effective), Published: at(published)}
	}
	one := edition(1, "2026-01-01", "2025-12-20 08:00")
	two := edition(2, "2026-09-01", "2026-08-25 08:00")
	late := edition(3, "2026-09-01", "2026-10-01 08:00") // dated back
	for _, c := range []struct {
		what     string
		editions []warranty.Terms
		sold     string
		want     int // 0: none
	}{
		{"before any", []warranty.Terms{one, two}, "2025-12-31 23:59", 0},
		{"nothing published at all", nil, "2026-08-31 10:00", 0},
		{"the first day", []warranty.Terms{one, two}, "2026-01-01 00:00", 1},
		{"published, in force tomorrow", []warranty.Terms{one, two}, "2026-08-31 23:59", 1},
		{"in force today", []warranty.Terms{one, two}, "2026-09-01 00:00", 2},
		{"any order", []warranty.Terms{two, one}, "2026-09-01 00:00", 2},
		{"dated back, not published yet", []warranty.Terms{one, two, late}, "2026-09-30 12:00", 2},
		{"dated back, in any order", []warranty.Terms{late, two, one}, "2026-09-30 12:00", 2},
		{"at the instant of publication", []warranty.Terms{one, two, late}, "2026-10-01 08:00", 3},
		{"a microsecond is a minute too early", []warranty.Terms{one, two, late}, "2026-10-01 07:59", 2},
		{"none published by then: the latest in force", []warranty.Terms{late}, "2026-09-02 09:00", 3},
		{"none published by then: the latest of two", []warranty.Terms{edition(4, "2026-09-01", "2026-11-01 08:00"), late}, "2026-09-02 09:00", 4},
	} {
		got, ok := warranty.InForce(c.editions, at(c.sold), calendar.DateOf(at(c.sold), care.Env{}.Location()))
		assert.Equal(t, c.want != 0, ok, c.what)
		assert.Equal(t, c.want, got.Edition, c.what)
	}
}

func TestTermsFindExclusionsAndParts(t *testing.T) {
	terms := phoneTerms()
	terms.Exclusions = append(terms.Exclusions, warranty.Exclusion{Text: both("không tên", "unnamed")})
	terms.Parts = append(terms.Parts, warranty.Part{Months: 3})
	e, ok := terms.Exclusion("water_damage")
	assert.True(t, ok)
	assert.Equal(t, "máy bị vào nước", e.Text.VI)
	p, ok := terms.Part("battery")
	assert.True(t, ok)
	assert.Equal(t, 6, p.Months)
	for _, unknown := range []string{"", "fire"} {
		_, ok = terms.Exclusion(warranty.FaultCode(unknown))
		assert.False(t, ok, "a fault that is not known is not excluded")
		_, ok = terms.Part(warranty.PartCode(unknown))
		assert.False(t, ok)
	}
}

// A part has its own term, longer or shorter, and every decision tells all of them.
func TestPartsHaveTheirOwnTerm(t *testing.T) {
	terms := phoneTerms()
	terms.Parts = append(terms.Parts, warranty.Part{Code: "compressor", Months: 24})
	for _, c := range []struct {
		part warranty.PartCode
		on   string
		want warranty.Outcome
		ends string
	}{
		{"", "2027-03-01", warranty.Covered, "2027-08-31"},
		{"battery", "2027-03-01", warranty.Covered, "2027-03-01"}, // 28 February is a Sunday
		{"battery", "2027-03-02", warranty.NotCovered, "2027-03-01"},
		{"compressor", "2028-08-31", warranty.Covered, "2028-08-31"},
		{"door", "2027-09-01", warranty.NotCovered, "2027-08-31"}, // a part without a term of its own has the product's
	} {
		d := warranty.Decide(warranty.Facts{Delivered: day("2026-08-31"), Terms: terms, Bound: true, On: day(c.on), Part: c.part})
		assert.Equal(t, c.want, d.Outcome, c.part)
		assert.Equal(t, day(c.ends), d.Ends, c.part)
		assert.Equal(t, []warranty.PartEnd{{Part: "battery", Ends: day("2027-03-01")}, {Part: "compressor", Ends: day("2028-08-31")}}, d.PartEnd)
		assert.Equal(t, warranty.TermsCode("phones"), d.Terms)
		assert.Equal(t, 1, d.Edition)
	}
}
