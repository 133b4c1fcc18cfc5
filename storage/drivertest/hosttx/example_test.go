package hosttx

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/chamsoc/chamsoc"
	"github.com/chamsoc/chamsoc/storage/pgxstore"
	"github.com/chamsoc/chamsoc/storage/postgres"
	"github.com/chamsoc/chamsoc/warranty"
)

var errDeclined = errors.New("the card was declined")

// A host on database/sql sells in its own *sql.Tx: its invoice and our registration are committed together, or neither is.
func Example_databaseSQL() {
	ctx := context.Background()
	db, err := sql.Open("pgx", dsn)
	check(err)
	defer db.Close()
	tenants, err := postgres.New(db, postgres.Config{Schemas: chamsoc.Schemas(), Schema: erp})
	check(err)
	check(tenants.Apply(ctx))
	c, err := chamsoc.New(tenants.ForTenant("shop-7"), chamsoc.Config{})
	check(err)
	publish(ctx, c)

	sell := func(invoice string, paid error) error {
		tx, err := db.BeginTx(ctx, nil)
		if err != nil {
			return err
		}
		defer func() { _ = tx.Rollback() }() // after the commit it does nothing
		if _, err := tx.ExecContext(ctx, `insert into `+erp+`.invoice (number) values ($1)`, invoice); err != nil {
			return err
		}
		till := c.In(tenants.WithTx(tx).ForTenant("shop-7"))
		if _, err := till.Warranty.Register(ctx, warranty.Sale{Invoice: invoice, Line: 1, Product: "PK-SAC65", Quantity: 1}); err != nil {
			return err
		}
		if paid != nil {
			return paid
		}
		return tx.Commit()
	}
	check(sell("HD001", nil))
	fmt.Println(sell("HD002", errDeclined))
	show(ctx, c, "HD001")
	show(ctx, c, "HD002")
	// Output:
	// the card was declined
	// HD001: 1 invoice, 1 registration
	// HD002: 0 invoice, 0 registration
}

// A host on pgx does so in its own pgx.Tx.
func Example_pgx() {
	ctx := context.Background()
	pool, err := pgxpool.New(ctx, dsn)
	check(err)
	defer pool.Close()
	tenants, err := pgxstore.New(pool, pgxstore.Config{Schemas: chamsoc.Schemas(), Schema: erp})
	check(err)
	check(tenants.Apply(ctx))
	c, err := chamsoc.New(tenants.ForTenant("shop-9"), chamsoc.Config{})
	check(err)
	publish(ctx, c)

	sell := func(invoice string, paid error) error {
		return pgx.BeginFunc(ctx, pool, func(tx pgx.Tx) error {
			if _, err := tx.Exec(ctx, `insert into `+erp+`.invoice (number) values ($1)`, invoice); err != nil {
				return err
			}
			till := c.In(tenants.WithTx(tx).ForTenant("shop-9"))
			if _, err := till.Warranty.Register(ctx, warranty.Sale{Invoice: invoice, Line: 1, Product: "PK-SAC65", Quantity: 1}); err != nil {
				return err
			}
			return paid
		})
	}
	check(sell("HD011", nil))
	fmt.Println(sell("HD012", errDeclined))
	show(ctx, c, "HD011")
	show(ctx, c, "HD012")
	// Output:
	// the card was declined
	// HD011: 1 invoice, 1 registration
	// HD012: 0 invoice, 0 registration
}
