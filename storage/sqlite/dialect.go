package sqlite

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/internal/sqlstore"
)

var dialect = &sqlstore.Dialect{
	Placeholder: func(n int) string { return "?" + strconv.Itoa(n) },
	Types: map[storage.Kind]string{
		storage.KindText: "text", storage.KindDate: "text", storage.KindUUID: "blob",
		storage.KindInt: "integer", storage.KindBool: "integer", storage.KindTime: "integer",
	},
	Zero: map[storage.Kind]string{
		storage.KindText: "''", storage.KindDate: "'0001-01-01'", storage.KindUUID: "x'00000000000000000000000000000000'",
		storage.KindInt: "0", storage.KindBool: "0", storage.KindTime: "0",
	},
	BodyType:    "text",
	LimitArg:    false, // SQLite would compile a statement again at each use
	TableSuffix: " strict",
	Update:      "update or ignore",
	Lock:        func(table string) string { return "delete from " + table + " where false" },
	Arg:         arg,
	Fault:       fault,
	Catalog:     catalog,
}

func arg(v storage.Value) any {
	switch v.Kind() {
	case 0:
		return nil
	case storage.KindText, storage.KindDate:
		return v.Text()
	case storage.KindUUID:
		u := v.UUID()
		return u[:]
	}
	return v.Int() // of a bool 0 or 1, of a time its microseconds
}

func fault(err error) sqlstore.Fault {
	switch {
	case isOf(err, busy):
		return sqlstore.FaultAgain
	case isOf(err, ending):
		return sqlstore.FaultLost | sqlstore.FaultAborted
	}
	return 0
}

// failure is a group of SQLite's errors: their codes, and for drivers that show none without being imported, their texts.
type failure struct {
	codes []int
	texts []string
}

var (
	// busy: another connection holds the database (SQLITE_BUSY, SQLITE_LOCKED).
	busy = failure{[]int{5, 6}, []string{"database is locked", "database table is locked"}}
	// ending: SQLite may have rolled the whole transaction back, and would keep what comes after it statement by statement (SQLITE_NOMEM, SQLITE_INTERRUPT,
	// SQLITE_IOERR, SQLITE_CORRUPT, SQLITE_FULL).
	ending = failure{
		[]int{7, 9, 10, 11, 13},
		[]string{"out of memory", "interrupted", "disk I/O error", "database disk image is malformed", "database or disk is full"},
	}
)

func isOf(err error, f failure) bool {
	var coded interface{ Code() int }
	if errors.As(err, &coded) {
		return slices.Contains(f.codes, coded.Code()&0xff)
	}
	text := err.Error()
	return slices.ContainsFunc(f.texts, func(t string) bool { return strings.Contains(text, t) })
}

func catalog(ctx context.Context, q sqlstore.Runner, _, table string) (sqlstore.Table, error) {
	var t sqlstore.Table
	err := each(ctx, q, `select name, type, "notnull" from pragma_table_info(?1)`, table, func(scan func(...any) error) error {
		var name string
		var c sqlstore.Column
		if err := scan(&name, &c.Type, &c.NotNull); err != nil {
			return err
		}
		if t.Columns == nil {
			t.Columns, t.Indexes = map[string]sqlstore.Column{}, map[string]sqlstore.Index{}
		}
		t.Columns[name] = c
		return nil
	})
	if err != nil {
		return t, err
	}
	err = each(ctx, q, `select l.name, l."unique", l.partial, i.name from pragma_index_list(?1) l, pragma_index_info(l.name) i order by l.name, i.seqno`,
		table, func(scan func(...any) error) error {
			var name, column string
			var ix sqlstore.Index
			if err := scan(&name, &ix.Unique, &ix.Partial, &column); err != nil {
				return err
			}
			ix.Columns = append(t.Indexes[name].Columns, column)
			t.Indexes[name] = ix
			return nil
		})
	return t, err
}

// each runs one query and hands on its rows.
func each(ctx context.Context, q sqlstore.Runner, query, arg string, row func(scan func(...any) error) error) error {
	rows, err := q.Query(ctx, &sqlstore.Statement{Text: query, Once: true}, []any{arg})
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := row(rows.Scan); err != nil {
			return err
		}
	}
	return rows.Err()
}
