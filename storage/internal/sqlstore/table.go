package sqlstore

import (
	"math/bits"
	"strconv"
	"strings"
	"sync"

	"github.com/chamsoc/chamsoc/storage"
)

// table is a declared collection with the statements that serve it. Statements with variants are built when first needed: there
// are as many as there are shapes of query, not as many as there are values.
type table struct {
	schema  *storage.Schema
	dialect *Dialect
	name    string   // as Config.table has it
	columns []string // quoted, of the fields
	all     uint64   // every field, as a set of positions
	unique  uint64   // those in unique indexes

	get, insert, delete, lock *Statement

	mu      sync.RWMutex
	updates map[uint64]*Statement
	scans   map[shape]*Statement
	takens  map[*storage.IndexSpec]*Statement
	batches map[batchShape]*Statement
	dues    map[dueShape]*Statement
}

// shape is what distinguishes the statements of one index.
type shape struct {
	index               *storage.IndexSpec
	prefix              int
	from, before, after bool
	reverse             bool
	limit               int
	free                bool // and lock what nobody else has locked
}

func quote(name string) string { return `"` + name + `"` }

func newTable(d *Dialect, name string, s *storage.Schema) *table {
	t := &table{
		schema: s, dialect: d, name: name, all: 1<<len(s.Fields) - 1,
		updates: map[uint64]*Statement{}, scans: map[shape]*Statement{}, takens: map[*storage.IndexSpec]*Statement{}, batches: map[batchShape]*Statement{},
		dues: map[dueShape]*Statement{},
	}
	for _, f := range s.Fields {
		t.columns = append(t.columns, quote(f.Name))
	}
	for _, ix := range s.Indexes {
		if ix.Unique {
			for _, f := range ix.Fields {
				t.unique |= 1 << f
			}
		}
	}
	byID := ` from ` + t.name + ` where "tenant" = ` + d.Placeholder(1) + ` and "id" = ` + d.Placeholder(2)
	t.get = &Statement{Text: `select "version", "body"` + byID}
	t.delete = &Statement{Text: `delete` + byID + ` and "version" = ` + d.Placeholder(3)}
	t.insert = &Statement{Text: t.insertText()}
	if d.Lock != nil {
		t.lock = &Statement{Text: d.Lock(t.name)}
	}
	return t
}

func (t *table) insertText() string {
	columns := append([]string{`"tenant"`, `"id"`, `"version"`, `"body"`}, t.columns...)
	marks := make([]string, len(columns))
	for i := range marks {
		marks[i] = t.dialect.Placeholder(i + 1)
	}
	return `insert into ` + t.name + ` (` + strings.Join(columns, ", ") + `) values (` + strings.Join(marks, ", ") + `) on conflict do nothing`
}

// update sets the version, the body and the fields in the set, if the record still has the version.
// Arguments: version, body, the fields in order, tenant, id, old version.
func (t *table) update(fields uint64) *Statement {
	return variant(t, t.updates, fields, func() string {
		sets, n := []string{`"version" = ` + t.dialect.Placeholder(1), `"body" = ` + t.dialect.Placeholder(2)}, 2
		for i, c := range t.columns {
			if fields&(1<<i) != 0 {
				n++
				sets = append(sets, c+` = `+t.dialect.Placeholder(n))
			}
		}
		return t.dialect.Update + ` ` + t.name + ` set ` + strings.Join(sets, ", ") +
			` where "tenant" = ` + t.dialect.Placeholder(n+1) + ` and "id" = ` + t.dialect.Placeholder(n+2) + ` and "version" = ` + t.dialect.Placeholder(n+3)
	})
}

// taken finds another record with the same values in a unique index. Arguments: tenant, values, id.
func (t *table) taken(ix *storage.IndexSpec) *Statement {
	return variant(t, t.takens, ix, func() string {
		q := conditions{t: t}
		q.add(`"tenant" = ?`)
		for _, f := range ix.Fields {
			q.add(t.columns[f] + ` = ?`)
		}
		q.add(`"id" <> ?`)
		return q.number(`select 1 from ` + t.name + q.where() + ` limit 1`)
	})
}

// scan reads one page. Arguments: tenant, prefix, from, before, position, and the limit where the dialect says so. A literal limit is rounded up
// to a power of two, so that there are few statements: the reader stops by itself.
func (t *table) scan(s shape) *Statement {
	if t.dialect.LimitArg {
		s.limit = 0
	} else {
		s.limit = 1 << bits.Len(uint(s.limit-1))
	}
	return variant(t, t.scans, s, func() string { return t.scanText(s) })
}

func (t *table) scanText(s shape) string {
	q := conditions{t: t}
	q.add(`"tenant" = ?`)
	var rest []string
	for i, f := range s.index.Fields {
		c := t.columns[f]
		if i < s.prefix {
			q.add(c + ` = ?`)
			continue
		}
		rest = append(rest, c)
		if t.schema.Fields[f].Nullable {
			q.add(c + ` is not null`)
		}
	}
	if s.from {
		q.add(rest[0] + ` >= ?`)
	}
	if s.before {
		q.add(rest[0] + ` < ?`)
	}
	compare, direction := ` > `, ``
	if s.reverse {
		compare, direction = ` < `, ` desc`
	}
	position := append(rest, `"id"`)
	if s.after {
		q.add(`(` + strings.Join(position, ", ") + `)` + compare + `(?` + strings.Repeat(", ?", len(position)-1) + `)`)
	}
	text := `select "id", "version", "body" from ` + t.name + q.where()
	if s.index.Unique {
		position = rest // the id, which is not in the index, would only make the engine sort
	}
	if len(position) > 0 {
		text += ` order by ` + strings.Join(position, direction+", ") + direction
	}
	if t.dialect.LimitArg {
		text += ` limit ?`
		if s.free {
			text += ` for update skip locked`
		}
		return q.number(text)
	}
	return q.number(text + ` limit ` + strconv.Itoa(s.limit))
}

// conditions collects the terms of a where clause, written with ? for each argument.
type conditions struct {
	t     *table
	terms []string
}

func (q *conditions) add(term string) { q.terms = append(q.terms, term) }

func (q *conditions) where() string { return ` where ` + strings.Join(q.terms, ` and `) }

// number replaces each ? by the dialect's placeholder.
func (q *conditions) number(text string) string {
	var b strings.Builder
	n := 0
	for _, r := range text {
		if r == '?' {
			n++
			b.WriteString(q.t.dialect.Placeholder(n))
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

// variant finds or builds one of a table's statements.
func variant[K comparable](t *table, of map[K]*Statement, key K, build func() string) *Statement {
	t.mu.RLock()
	s := of[key]
	t.mu.RUnlock()
	if s != nil {
		return s
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if s = of[key]; s == nil {
		s = &Statement{Text: build()}
		of[key] = s
	}
	return s
}
