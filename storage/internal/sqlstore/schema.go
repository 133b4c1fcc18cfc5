package sqlstore

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/chamsoc/chamsoc/storage"
)

// SQL is the statements that create every declared table and index that is missing, in order.
func (c *DB) SQL() []string {
	var all []string
	for _, s := range c.Schemas {
		all = append(all, c.createTable(s))
		for i := range s.Indexes {
			all = append(all, c.createIndex(s, &s.Indexes[i]))
		}
	}
	return all
}

// declaredColumn is a column as it is to be.
type declaredColumn struct {
	name string
	Column
}

func (c *DB) column(f storage.FieldSpec) declaredColumn {
	return declaredColumn{f.Name, Column{c.dialect.Types[f.Kind], !f.Nullable}}
}

func (d declaredColumn) text() string {
	text := quote(d.name) + " " + d.Type
	if d.NotNull {
		text += " not null"
	}
	return text
}

func (c *DB) declaredColumns(s *storage.Schema) []declaredColumn {
	types := c.dialect.Types
	columns := []declaredColumn{
		{"tenant", Column{types[storage.KindText], true}},
		{"id", Column{types[storage.KindUUID], true}},
		{"version", Column{types[storage.KindInt], true}},
	}
	for _, f := range s.Fields {
		columns = append(columns, c.column(f))
	}
	return append(columns, declaredColumn{"body", Column{c.dialect.BodyType, true}})
}

func (c *DB) createTable(s *storage.Schema) string {
	d := c.dialect
	var lines []string
	for _, column := range c.declaredColumns(s) {
		lines = append(lines, column.text())
	}
	lines = append(lines, `primary key ("tenant", "id")`)
	return `create table if not exists ` + c.tables[s].name + " (\n\t" + strings.Join(lines, ",\n\t") + "\n)" + d.TableSuffix
}

// indexColumns are the columns of an index: the tenant leads, and the id ends what is not unique, so that a page is in order.
func indexColumns(s *storage.Schema, ix *storage.IndexSpec) []string {
	columns := []string{"tenant"}
	for _, f := range ix.Fields {
		columns = append(columns, s.Fields[f].Name)
	}
	if !ix.Unique {
		columns = append(columns, "id")
	}
	return columns
}

// partial is the nullable field of an index that leaves its nulls out, "" if it has none.
func partial(s *storage.Schema, ix *storage.IndexSpec) string {
	if !ix.Unique {
		for _, f := range ix.Fields {
			if s.Fields[f].Nullable {
				return s.Fields[f].Name
			}
		}
	}
	return ""
}

// indexName has two underscores in a row, which no collection's name has, so that it is no other index's or table's name.
func (c *DB) indexName(s *storage.Schema, ix *storage.IndexSpec) string {
	return c.Prefix + s.Name + "__" + ix.Name
}

func (c *DB) createIndex(s *storage.Schema, ix *storage.IndexSpec) string {
	kind := "index"
	if ix.Unique {
		kind = "unique index"
	}
	var columns []string
	for _, name := range indexColumns(s, ix) {
		columns = append(columns, quote(name))
	}
	text := `create ` + kind + ` if not exists ` + quote(c.indexName(s, ix)) + ` on ` + c.tables[s].name + ` (` + strings.Join(columns, ", ") + `)`
	if null := partial(s, ix); null != "" {
		text += ` where ` + quote(null) + ` is not null`
	}
	return text
}

// Check compares the database with the declarations and lists every difference at once, as one ErrSchema. What the database has beyond
// them is no difference.
func (c *DB) Check(ctx context.Context) error {
	var differences []string
	for _, s := range c.Schemas {
		live, err := c.dialect.Catalog(ctx, c.pool, c.Schema, c.Prefix+s.Name)
		if err != nil {
			return &storage.Error{Op: "check", Collection: s.Name, Err: err}
		}
		for _, d := range c.compare(s, live) {
			differences = append(differences, c.Prefix+s.Name+": "+d)
		}
	}
	if len(differences) == 0 {
		return nil
	}
	return &storage.Error{Kind: storage.ErrSchema, Op: "check",
		Detail: fmt.Sprintf("%d differences between the database and the declarations; Apply or the host's own tool mends what is missing\n\t%s",
			len(differences), strings.Join(differences, "\n\t"))}
}

func hasKey(live Table) bool {
	for _, ix := range live.Indexes {
		if ix.Unique && !ix.Partial && !ix.Invalid && slices.Equal(ix.Columns, []string{"tenant", "id"}) {
			return true
		}
	}
	return false
}

func (c *DB) compare(s *storage.Schema, live Table) []string {
	if live.Columns == nil {
		return []string{"the table is missing"}
	}
	var differences []string
	differ := func(format string, args ...any) { differences = append(differences, fmt.Sprintf(format, args...)) }
	for _, want := range c.declaredColumns(s) {
		have, ok := live.Columns[want.name]
		switch {
		case !ok:
			differ("column %s is missing", want.name)
		case !strings.EqualFold(have.Type, want.Type):
			differ("column %s is %s, declared as %s", want.name, have.Type, want.Type)
		case have.NotNull != want.NotNull:
			differ("column %s has not null: %v, declared: %v", want.name, have.NotNull, want.NotNull)
		}
	}
	if !hasKey(live) {
		differ("there is no primary key over [tenant id]")
	}
	for i := range s.Indexes {
		ix := &s.Indexes[i]
		have, ok := live.Indexes[c.indexName(s, ix)]
		switch {
		case !ok:
			differ("index %s is missing", c.indexName(s, ix))
		case have.Invalid:
			differ("index %s is not valid: building it failed; drop it", c.indexName(s, ix))
		case have.Unique != ix.Unique || have.Partial != (partial(s, ix) != "") || !slices.Equal(have.Columns, indexColumns(s, ix)):
			differ("index %s is over %v, unique %v, partial %v; declared over %v, unique %v, partial %v", c.indexName(s, ix),
				have.Columns, have.Unique, have.Partial, indexColumns(s, ix), ix.Unique, partial(s, ix) != "")
		}
	}
	return differences
}
