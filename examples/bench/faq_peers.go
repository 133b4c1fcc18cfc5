package main

import (
	"database/sql"
	"path/filepath"
	"strings"
	"unicode"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis/analyzer/custom"
	"github.com/blevesearch/bleve/v2/analysis/token/lowercase"
	tokenizer "github.com/blevesearch/bleve/v2/analysis/tokenizer/unicode"
	"github.com/blevesearch/bleve/v2/index/scorch"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/faq/search"
)

// finder is one side of a comparison: the ids of the ten best entries.
type finder interface {
	find(question string) ([]string, error)
	close() error
}

// ours is Chamsoc's index.
type ours struct{ *search.Index }

func newOurs(entries []search.Entry) (ours, error) {
	x := search.New()
	return ours{x}, x.Put(entries...)
}

func (o ours) find(question string) (ids []string, err error) {
	r, err := o.Search(search.Query{Text: question})
	for _, hit := range r.Hits {
		ids = append(ids, hit.Entry.ID)
	}
	return ids, err
}

func (ours) close() error { return nil }

// joined is an entry as the peers get it: one text, and folded, which is what they do best with.
func joined(e search.Entry) string {
	return care.Fold(strings.Join(e.Phrasings, "\n") + "\n" + e.Answer)
}

// bleved is bleve, in memory, with BM25.
type bleved struct{ bleve.Index }

func newBleve(entries []search.Entry) (bleved, error) {
	m := bleve.NewIndexMapping()
	m.ScoringModel = "bm25"
	err := m.AddCustomAnalyzer("folded", map[string]any{"type": custom.Name, "tokenizer": tokenizer.Name, "token_filters": []string{lowercase.Name}})
	if err != nil {
		return bleved{}, err
	}
	text := bleve.NewTextFieldMapping()
	text.Analyzer, text.Store, text.IncludeTermVectors, text.IncludeInAll, text.DocValues = "folded", false, false, false, false
	m.DefaultMapping = bleve.NewDocumentStaticMapping()
	m.DefaultMapping.AddFieldMappingsAt("text", text)
	x, err := bleve.NewUsing("", m, scorch.Name, scorch.Name, nil)
	if err != nil {
		return bleved{}, err
	}
	for len(entries) > 0 {
		n := min(10_000, len(entries))
		batch := x.NewBatch()
		for _, e := range entries[:n] {
			if err := batch.Index(e.ID, map[string]string{"text": joined(e)}); err != nil {
				return bleved{}, err
			}
		}
		if err := x.Batch(batch); err != nil {
			return bleved{}, err
		}
		entries = entries[n:]
	}
	return bleved{x}, nil
}

func (b bleved) find(question string) (ids []string, err error) {
	match := bleve.NewMatchQuery(care.Fold(question))
	match.SetField("text")
	r, err := b.Search(bleve.NewSearchRequestOptions(match, 10, 0, false))
	if err != nil {
		return nil, err
	}
	for _, hit := range r.Hits {
		ids = append(ids, hit.ID)
	}
	return ids, nil
}

func (b bleved) close() error { return b.Close() }

// fts5 is SQLite's full text search, in memory, with its bm25.
type fts5 struct {
	db   *sql.DB
	stmt *sql.Stmt
}

func newFTS5(entries []search.Entry, dir string) (f fts5, err error) {
	if f.db, err = open(filepath.Join(dir, "fts.db")); err != nil {
		return f, err
	}
	if _, err = f.db.Exec(`CREATE VIRTUAL TABLE faq USING fts5(id UNINDEXED, text, tokenize = 'unicode61')`); err != nil {
		return f, err
	}
	tx, err := f.db.Begin()
	if err != nil {
		return f, err
	}
	for _, e := range entries {
		if _, err = tx.Exec(`INSERT INTO faq VALUES (?, ?)`, e.ID, joined(e)); err != nil {
			return f, err
		}
	}
	if err = tx.Commit(); err != nil {
		return f, err
	}
	f.stmt, err = f.db.Prepare(`SELECT id FROM faq WHERE faq MATCH ? ORDER BY rank LIMIT 10`)
	return f, err
}

func (f fts5) find(question string) (ids []string, err error) {
	words := strings.FieldsFunc(care.Fold(question), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	for i, w := range words {
		words[i] = `"` + w + `"`
	}
	rows, err := f.stmt.Query(strings.Join(words, " OR "))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, rows.Err()
}

func (f fts5) close() error { return f.db.Close() }
