package sqlstore

import (
	"context"
	"strings"

	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/internal/attempt"
)

// Apply creates what is missing, all or nothing: tables, columns (filled from the bodies of the records that are there) and indexes. It changes
// and removes nothing that exists, and does nothing when nothing is missing, so it may run at every start and in several processes at once.
func (c *DB) Apply(ctx context.Context) error {
	return attempt.Retry(ctx, func() (again bool, err error) {
		tx, err := c.pool.Begin(ctx)
		if err == nil {
			defer tx.Rollback(ctx)
			if err = c.apply(ctx, tx); err == nil {
				_, err = tx.Commit(ctx)
			}
		}
		if err != nil {
			return c.dialect.Fault(err)&FaultAgain != 0, &storage.Error{Op: "apply", Err: err}
		}
		return false, nil
	})
}

func (c *DB) apply(ctx context.Context, tx Runner) error {
	if c.dialect.ApplyLock != nil {
		if err := once(ctx, tx, c.dialect.ApplyLock(c.Config)); err != nil {
			return err
		}
	}
	for _, s := range c.Schemas {
		live, err := c.dialect.Catalog(ctx, tx, c.Schema, c.Prefix+s.Name)
		if err != nil {
			return err
		}
		columns, unfilled := c.missingColumns(s, live)
		if err := all(ctx, tx, columns); err != nil {
			return err
		}
		if unfilled != 0 {
			if err := c.fill(ctx, tx, s, unfilled); err != nil {
				return err
			}
		}
		if err := all(ctx, tx, c.missingIndexes(s, live)); err != nil {
			return err
		}
	}
	return nil
}

func all(ctx context.Context, tx Runner, texts []string) error {
	for _, text := range texts {
		if err := once(ctx, tx, text); err != nil {
			return err
		}
	}
	return nil
}

func once(ctx context.Context, tx Runner, text string) error {
	_, err := tx.Exec(ctx, &Statement{Text: text, Once: true}, nil)
	return err
}

// Missing is what Apply would run now, in order. Between the columns and the indexes of a table with records Apply also fills the new columns from the
// bodies, which only it can: a comment says where.
func (c *DB) Missing(ctx context.Context) ([]string, error) {
	var texts []string
	for _, s := range c.Schemas {
		live, err := c.dialect.Catalog(ctx, c.pool, c.Schema, c.Prefix+s.Name)
		if err != nil {
			return nil, &storage.Error{Op: "check", Collection: s.Name, Err: err}
		}
		columns, unfilled := c.missingColumns(s, live)
		texts = append(texts, columns...)
		if unfilled != 0 {
			var names []string
			for i, f := range s.Fields {
				if unfilled&(1<<i) != 0 {
					names = append(names, f.Name)
				}
			}
			texts = append(texts, "-- Apply fills "+strings.Join(names, ", ")+" of "+c.Prefix+s.Name+" from the records here")
		}
		texts = append(texts, c.missingIndexes(s, live)...)
	}
	return texts, nil
}

// missingColumns creates a table that is missing, or adds the columns it lacks, which are then to be filled.
func (c *DB) missingColumns(s *storage.Schema, live Table) (texts []string, unfilled uint64) {
	if live.Columns == nil {
		return []string{c.createTable(s)}, 0
	}
	for i, f := range s.Fields {
		if _, ok := live.Columns[f.Name]; ok {
			continue
		}
		unfilled |= 1 << i
		text := `alter table ` + c.tables[s].name + ` add column ` + c.column(f).text()
		if !f.Nullable {
			text += ` default ` + c.dialect.Zero[f.Kind]
		}
		texts = append(texts, text)
	}
	return texts, unfilled
}

func (c *DB) missingIndexes(s *storage.Schema, live Table) (texts []string) {
	for i := range s.Indexes {
		ix := &s.Indexes[i]
		if _, ok := live.Indexes[c.indexName(s, ix)]; !ok {
			texts = append(texts, c.createIndex(s, ix))
		}
	}
	return texts
}

// stored is a record of any tenant.
type stored struct {
	tenant string
	rec    storage.Record
}

// fill sets new columns of all records, read in pages by their key.
func (c *DB) fill(ctx context.Context, tx Runner, s *storage.Schema, columns uint64) error {
	after := &Statement{Text: (&conditions{t: c.tables[s]}).number(`select "tenant", "id", "version", "body" from ` + c.tables[s].name +
		` where ("tenant", "id") > (?, ?) order by "tenant", "id" limit 500`)}
	at := stored{}
	for {
		page, err := c.recordsAfter(ctx, tx, s, after, at)
		if err != nil || len(page) == 0 {
			return err
		}
		for _, r := range page {
			rec, err := s.Derive(r.rec)
			if err != nil {
				return err
			}
			if err := c.setColumns(ctx, tx, s, columns, r.tenant, rec); err != nil {
				return err
			}
		}
		at = page[len(page)-1]
	}
}

func (c *DB) setColumns(ctx context.Context, tx Runner, s *storage.Schema, columns uint64, tenant string, rec storage.Record) error {
	args := []any{rec.Version, string(rec.Body)}
	for i, v := range rec.Fields {
		if columns&(1<<i) != 0 {
			args = append(args, c.dialect.Arg(v))
		}
	}
	args = append(args, tenant, c.dialect.Arg(storage.UUIDOf(rec.ID)), rec.Version)
	_, err := tx.Exec(ctx, c.tables[s].update(columns), args)
	return err
}

func (c *DB) recordsAfter(ctx context.Context, tx Runner, s *storage.Schema, after *Statement, at stored) ([]stored, error) {
	rows, err := tx.Query(ctx, after, []any{at.tenant, c.dialect.Arg(storage.UUIDOf(at.rec.ID))})
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var page []stored
	for rows.Next() {
		var r stored
		if err := rows.Scan(&r.tenant, &r.rec.ID, &r.rec.Version, &r.rec.Body); err != nil {
			return nil, (&store{}).unread(ctx, c.tables[s], err)
		}
		page = append(page, r)
	}
	return page, rows.Err()
}
