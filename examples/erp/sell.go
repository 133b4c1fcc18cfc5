package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/warranty"
)

var branches = []string{"hanoi", "saigon"}

// openBranches fills the stock, and says under which terms each branch sells. A branch is a tenant.
func (e *erp) openBranches(ctx context.Context) error {
	for code, name := range map[string]string{"TL-BS236": "Tủ lạnh Bắc Sơn 236 l", "QUAT-D16": "Quạt đứng D16"} {
		if _, err := e.db.ExecContext(ctx, e.text("insert into {erp}product values ($1, $2)"), code, name); err != nil {
			return err
		}
		for _, branch := range branches {
			if _, err := e.db.ExecContext(ctx, e.text("insert into {erp}stock values ($1, $2, $3)"), branch, code, 5); err != nil {
				return err
			}
		}
	}
	said := care.Text{VI: "Như đã niêm yết.", EN: "As posted."}
	for _, branch := range branches {
		c := e.care.In(e.tenants.ForTenant(branch))
		_, err := c.Warranty.Publish(ctx, warranty.Terms{
			Code: "goods", Edition: 1, Effective: calendar.MustDate(2026, time.January, 1), Published: time.Date(2025, 12, 20, 2, 0, 0, 0, time.UTC), Months: 12,
			Start: said, Term: said, Content: said, Scope: said, How: said, NoExclusions: true,
		})
		if err != nil {
			return err
		}
		for product, serialised := range map[care.ProductRef]bool{"TL-BS236": true, "QUAT-D16": false} {
			if _, err := c.Warranty.Cover(ctx, warranty.Coverage{Product: product, Terms: "goods", Serialised: serialised}); err != nil {
				return err
			}
		}
	}
	return nil
}

var soldAt = time.Date(2026, 8, 20, 2, 0, 0, 0, time.UTC)

// line is a line of an invoice as the ERP has it.
type line struct {
	product  string
	quantity int
	serials  []string
}

type order struct {
	branch, number, customer, phone string
	lines                           []line
}

// errNoStock: the host's own rule refuses.
var errNoStock = errors.New("not in stock")

// invoice writes the invoice, takes the goods out of the stock and registers their warranties: all of it or nothing. An invoice that is there already
// is left as it is, since a till that heard no answer sends again.
func (e *erp) invoice(ctx context.Context, o order) error {
	tx, err := e.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	res, err := tx.ExecContext(ctx, e.text("insert into {erp}invoice values ($1, $2, $3) on conflict do nothing"), o.branch, o.number, o.customer)
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		return err
	}
	c := e.care.In(e.withTx(tx).ForTenant(o.branch)) // Chamsoc within the transaction
	for i, l := range o.lines {
		_, err := c.Warranty.Register(ctx, warranty.Sale{
			Invoice: o.number, Line: i + 1, Product: l.product, Quantity: l.quantity, Serials: l.serials, Customer: o.customer, Phone: o.phone, At: soldAt,
		})
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, e.text("insert into {erp}invoice_line values ($1, $2, $3, $4, $5)"), o.branch, o.number, i+1, l.product, l.quantity)
		if err != nil {
			return err
		}
		res, err := tx.ExecContext(ctx, e.text("update {erp}stock set quantity = quantity - $1 where company = $2 and product = $3 and quantity >= $4"),
			l.quantity, o.branch, l.product, l.quantity)
		if err != nil {
			return err
		}
		if n, err := res.RowsAffected(); err != nil || n == 0 {
			return errors.Join(err, errNoStock)
		}
	}
	return tx.Commit()
}

// sell makes six invoices, one of them twice, and two that are refused: one by the host when the warranty is registered already, one by Chamsoc.
func (e *erp) sell(ctx context.Context) error {
	e.title("sales: invoice, stock and warranty in one transaction")
	var orders []order
	for i, branch := range []string{"hanoi", "saigon", "hanoi", "saigon", "hanoi", "hanoi"} {
		orders = append(orders, order{branch, fmt.Sprintf("HD%03d", i+1), fmt.Sprint("KH-", i), fmt.Sprintf("09%08d", i), []line{
			{"TL-BS236", 1, []string{fmt.Sprintf("BS236-%05d", 58210+i)}}, {"QUAT-D16", 1, nil},
		}})
	}
	for _, o := range append(orders, orders[2]) {
		if err := e.invoice(ctx, o); err != nil {
			return fmt.Errorf("%s: %w", o.number, err)
		}
	}
	many := orders[0]
	many.number, many.lines = "HD100", []line{{"QUAT-D16", 40, nil}}
	if err := e.same("forty fans, five in stock: refused by the ERP", true, errors.Is(e.invoice(ctx, many), errNoStock)); err != nil {
		return err
	}
	bare := orders[0]
	bare.number, bare.lines = "HD101", []line{{"QUAT-D16", 1, nil}, {"TL-BS236", 1, nil}}
	_, refused := errors.AsType[*care.Invalid](e.invoice(ctx, bare))
	if err := e.same("a fridge without its serial: refused by Chamsoc", true, refused); err != nil {
		return err
	}
	for _, c := range []struct {
		what, query string
		want        int64
	}{
		{"invoices", "select count(*) from {erp}invoice", 6},
		{"fans left in Hanoi", "select quantity from {erp}stock where company = 'hanoi' and product = 'QUAT-D16'", 1},
		{"warranties, two an invoice", "select count(*) from {care}warranty_registration", 12},
		{"events of them, none of what was rolled back", "select count(*) from {care}queue_item", 12},
	} {
		got, err := e.value(ctx, c.query)
		if err != nil {
			return err
		}
		if err := e.same(c.what, c.want, got); err != nil {
			return err
		}
	}
	return nil
}
