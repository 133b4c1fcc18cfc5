package sqlstore

import (
	"context"
	"database/sql"

	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/internal/attempt"
)

// Apply creates what is missing, all or nothing: tables, columns (filled from the bodies of the records that are there) and indexes. It changes
// and removes nothing that exists, and does nothing when nothing is missing, so it may run at every start and in several processes at once.
func (c *DB) Apply(ctx context.Context) error {
	return attempt.Retry(ctx, func() (again bool, err error) {
		tx, err := c.prep.db.BeginTx(ctx, nil)
		if err == nil {
			defer func() { _ = tx.Rollback() }() // after a commit it does nothing
			if err = c.apply(ctx, tx); err == nil {
				err = tx.Commit()
			}
		}
		if err != nil {
			return c.dialect.Fault(err)&FaultAgain != 0, &storage.Error{Op: "apply", Err: err}
		}
		return false, nil
	})
}

func (c *DB) apply(ctx context.Context, tx *sql.Tx) error {
	if c.dialect.ApplyLock != nil {
		if _, err := tx.ExecContext(ctx, c.dialect.ApplyLock(c.Config)); err != nil {
			return err
		}
	}
	for _, s := range c.Schemas {
		if _, err := tx.ExecContext(ctx, c.createTable(s)); err != nil {
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
			if _, err := tx.ExecContext(ctx, c.createIndex(s, &s.Indexes[i])); err != nil {
				return err
			}
		}
	}
	return nil
}

func (c *DB) addColumns(ctx context.Context, tx *sql.Tx, s *storage.Schema, live Table) error {
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
		if _, err := tx.ExecContext(ctx, text); err != nil {
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
func (c *DB) fill(ctx context.Context, tx *sql.Tx, s *storage.Schema, columns uint64) error {
	at := stored{}
	for {
		page, err := c.recordsAfter(ctx, tx, s, at)
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

func (c *DB) setColumns(ctx context.Context, tx *sql.Tx, s *storage.Schema, columns uint64, tenant string, rec storage.Record) error {
	args := []any{rec.Version, string(rec.Body)}
	for i, v := range rec.Fields {
		if columns&(1<<i) != 0 {
			args = append(args, c.dialect.Arg(v))
		}
	}
	args = append(args, tenant, c.dialect.Arg(storage.UUIDOf(rec.ID)), rec.Version)
	_, err := tx.ExecContext(ctx, c.tables[s].update(columns).text, args...)
	return err
}

func (c *DB) recordsAfter(ctx context.Context, tx *sql.Tx, s *storage.Schema, at stored) ([]stored, error) {
	text := (&conditions{t: c.tables[s]}).number(`select "tenant", "id", "version", "body" from ` + c.tables[s].name +
		` where ("tenant", "id") > (?, ?) order by "tenant", "id" limit 500`)
	rows, err := tx.QueryContext(ctx, text, at.tenant, c.dialect.Arg(storage.UUIDOf(at.rec.ID)))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var page []stored
	for rows.Next() {
		var r stored
		row := newRow(4)
		if err := rows.Scan(row.into...); err != nil {
			return nil, err
		}
		tenant, ok := c.dialect.Value(storage.KindText, row.values[0])
		id, ok2 := c.dialect.Value(storage.KindUUID, row.values[1])
		if !ok || !ok2 {
			return nil, foreign(c.tables[s], "tenant or id")
		}
		r.tenant, r.rec.ID = tenant.Text(), id.UUID()
		if err := row.record(c.tables[s], &r.rec, 2); err != nil {
			return nil, err
		}
		page = append(page, r)
	}
	return page, rows.Err()
}
