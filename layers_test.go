package chamsoc_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const module = "github.com/chamsoc/chamsoc"

// floors says which packages a package may import, besides the standard library: those below it. Siblings do not import one another.
var floors = map[string][]string{
	"":                          {"care", "care/calendar", "care/chain", "care/collateral", "care/customer", "care/desk", "care/enquiry", "care/loyalty", "care/notice", "care/policy", "care/privacy", "care/sla", "feedback", "warranty", "warranty/law", "storage", "storage/queue", "faq"},
	"warranty":                  {"care", "care/calendar", "care/sla", "care/stats", "care/notice", "care/policy", "storage", "storage/queue", "warranty/law"},
	"warranty/warrantytest":     {"care", "care/calendar", "storage", "warranty"},
	"warranty/law":              {"care", "care/calendar", "care/calendar/vietnam"},
	"care":                      {"care/calendar", "storage", "storage/queue"},
	"care/desk":                 {"care", "care/calendar", "care/policy", "care/chain", "care/chart", "care/sla", "care/notice", "storage", "storage/queue"},
	"care/enquiry":              {"care", "care/calendar", "care/policy", "storage", "storage/queue"},
	"care/collateral":           {"care", "care/calendar", "care/policy", "care/sla", "care/stats", "storage", "storage/queue"},
	"care/customer":             {"care", "storage", "storage/queue"},
	"care/privacy":              {"care", "care/calendar", "care/notice", "care/sla", "storage", "storage/queue"},
	"care/chain":                {"care", "care/calendar", "care/chart", "care/sla", "care/stats", "storage", "storage/queue"},
	"care/policy":               {"care", "care/calendar", "care/chart", "care/sla", "care/stats", "storage", "storage/queue"},
	"care/loyalty":              {"care", "care/calendar", "care/policy", "care/notice", "care/stats", "storage", "storage/queue"},
	"care/notice":               {"care", "care/calendar", "storage", "storage/queue"},
	"care/sla":                  {"care", "care/calendar", "care/stats", "storage", "storage/queue"},
	"care/calendar":             {},
	"care/calendar/vietnam":     {"care/calendar"},
	"care/stats":                {},
	"care/chart":                {},
	"faq":                       {"care", "care/calendar", "care/policy", "care/notice", "care/sla", "faq/search", "storage", "storage/queue"},
	"faq/search":                {"care"},
	"feedback":                  {"care", "care/calendar", "care/policy", "care/chart", "care/sla", "care/stats", "feedback/detect", "care/notice", "storage", "storage/queue"},
	"feedback/detect":           {"care", "care/calendar", "care/stats"},
	"storage/queue":             {"storage", "storage/internal/body"},
	"storage/memory":            {"storage", "storage/ordered"},
	"storage/ordered":           {"storage", "storage/internal/attempt"},
	"storage/sqlite":            {"storage", "storage/internal/sqlstore"},
	"storage/postgres":          {"storage", "storage/internal/sqlstore", "storage/internal/pgdialect"},
	"storage/internal/sqlstore": {"storage", "storage/internal/attempt"},
	"storage/internal/attempt":  {"storage"},
	"storage/storagetest":       {"storage"},
	"storage":                   {"storage/internal/body"},
	"storage/internal/body":     {},

	"storage/internal/pgdialect": {"storage", "storage/internal/sqlstore"},
}

// outside says which other modules a package may import. Tests may also import testify.
var outside = map[string][]string{
	"care":     {"github.com/google/uuid", "github.com/shopspring/decimal", "golang.org/x/text"},
	"warranty": {"github.com/google/uuid", "github.com/shopspring/decimal", "golang.org/x/text"},
	"storage":  {"github.com/google/uuid"},
}

// TestImportsPointDown fails on an arrow up or across, on a package that floors does not place, and on a module that was not agreed.
func TestImportsPointDown(t *testing.T) {
	found := map[string]bool{}
	for dir, imports := range sourceImports(t) {
		found[dir] = true
		below, placed := floors[dir]
		require.Truef(t, placed, "package %q has no place in floors: give it one", dir)
		for path, file := range imports {
			switch {
			case path == module || strings.HasPrefix(path, module+"/"):
				require.Containsf(t, below, strings.TrimPrefix(strings.TrimPrefix(path, module), "/"), "%s imports a package that is not below it", file)
			case strings.Contains(strings.Split(path, "/")[0], "."):
				require.Truef(t, agreed(dir, path), "%s imports %s", file, path)
			}
		}
	}
	for dir := range floors {
		require.Truef(t, found[dir], "floors places %q, which is not there", dir)
	}
}

func agreed(dir, path string) bool {
	root := strings.Split(dir, "/")[0]
	if dir == "care/calendar" || dir == "care/stats" || dir == "care/chart" {
		return false
	}
	for _, allowed := range outside[root] {
		if path == allowed || strings.HasPrefix(path, allowed+"/") {
			return true
		}
	}
	return false
}

// sourceImports lists what the library's packages import outside their tests, with one file that does.
func sourceImports(t *testing.T) map[string]map[string]string {
	all := map[string]map[string]string{}
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := d.Name()
		if d.IsDir() {
			if path != "." && (strings.HasPrefix(name, ".") || name == "examples" || name == "drivertest" || name == "pgxstore" || name == "testdata") {
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		dir := strings.TrimPrefix(filepath.ToSlash(filepath.Dir(path)), ".")
		if all[dir] == nil {
			all[dir] = map[string]string{}
		}
		for _, spec := range file.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			all[dir][imported] = path
		}
		return nil
	})
	require.NoError(t, err)
	return all
}
