package main

import (
	"context"
	"embed"
	"fmt"
)

//go:embed migrations
var migrations embed.FS

// migration is one step of the host's own tool: a file, or statements of another origin.
type migration struct {
	name  string
	texts func(*erp) []string
}

// Chamsoc's tables are one of the steps: the tool runs their statements like any other.
var steps = []migration{
	{name: "001_erp"},
	{"002_chamsoc", func(e *erp) []string { return e.tenants.SQL() }},
	{name: "003_provision"},
}

func (e *erp) textsOf(m migration) ([]string, error) {
	if m.texts != nil {
		return m.texts(e), nil
	}
	text, err := migrations.ReadFile("migrations/" + m.name + ".sql")
	return []string{e.text(string(text))}, err
}

// migrate brings the database up to date, each step in a transaction of its own, and finds nothing to do the second time.
func (e *erp) migrate(ctx context.Context) error {
	e.title("migrations, by the host's own tool")
	if _, err := e.db.ExecContext(ctx, e.text("create table {erp}migration (name text primary key)")); err != nil {
		return err
	}
	for _, want := range []int{len(steps), 0} {
		n := 0
		for _, m := range steps {
			ran, err := e.step(ctx, m)
			if err != nil {
				return fmt.Errorf("migration %s: %w", m.name, err)
			}
			if ran {
				n++
			}
		}
		if err := e.same("steps run", want, n); err != nil {
			return err
		}
	}
	return e.same("what differs from Chamsoc's declarations", error(nil), e.tenants.Check(ctx))
}

func (e *erp) step(ctx context.Context, m migration) (ran bool, err error) {
	tx, err := e.db.BeginTx(ctx, nil)
	if err != nil {
		return false, err
	}
	defer func() { _ = tx.Rollback() }()
	res, err := tx.ExecContext(ctx, e.text("insert into {erp}migration values ($1) on conflict do nothing"), m.name)
	if err != nil {
		return false, err
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		return false, err
	}
	texts, err := e.textsOf(m)
	if err != nil {
		return false, err
	}
	for _, text := range texts {
		if _, err := tx.ExecContext(ctx, text); err != nil {
			return false, err
		}
	}
	return true, tx.Commit()
}
