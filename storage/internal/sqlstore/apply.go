package sqlstore

import (
	"context"

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
		if err := once(ctx, tx, c.createTable(s)); err != nil {
			return err
		}
		live, err := c.dialect.Catalog(ctx, tx, c.Schema, c.Prefix+s.Name)
		if err != nil {
			return err
		}
		if err := c.addColumns(ctx, tx, s, live); err != nil {
			return err
		}
		for i := range s.Indexes {
			if err := once(ctx, tx, c.createIndex(s, &s.Indexes[i])); err != nil {
				return err
			}
		}
	}
	return nil
}

func once(ctx context.Context, tx Runner, text string) error {
	_, err := tx.Exec(ctx, &Statement{Text: text, Once: true}, nil)
	return err
}

func (c *DB) addColumns(ctx context.Context, tx Runner, s *storage.Schema, live Table) error {
	var missing uint64
	for i, f := range s.Fields {
		if _, ok := live.Columns[f.Name]; ok {
			continue
		}
		missing |= 1 << i
		text := `alter table ` + c.tables[s].name + ` add column ` + c.column(f).text()
		if !f.Nullable {
			text += ` default ` + c.dialect.Zero[f.Kind]
		}
		if err := once(ctx, tx, text); err != nil {
			return err
		}
	}
	if missing == 0 {
		return nil
	}
	return c.fill(ctx, tx, s, missing)
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
