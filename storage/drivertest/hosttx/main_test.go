package hosttx

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/chamsoc/chamsoc"
	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/storage/drivertest/cluster"
	"github.com/chamsoc/chamsoc/warranty"
)

// dsn is a server's, on which erp is a schema of this process's own.
var dsn, erp = os.Getenv("CHAMSOC_TEST_POSTGRES"), fmt.Sprint("erp_", os.Getpid())

func TestMain(m *testing.M) { os.Exit(run(m)) }

func run(m *testing.M) int {
	if dsn == "" {
		c, err := cluster.New()
		if err != nil {
			fmt.Fprintln(os.Stderr, "NOT TESTED: set CHAMSOC_TEST_POSTGRES to a DSN, or install PostgreSQL's server programs:", err)
			if os.Getenv("CI") != "" {
				return 1
			}
			return 0
		}
		defer func() { _ = c.Close() }()
		dsn = c.DSN()
	}
	db, err := sql.Open("pgx", dsn)
	check(err)
	defer db.Close()
	_, err = db.Exec(`create schema ` + erp)
	check(err)
	defer db.Exec(`drop schema ` + erp + ` cascade`)
	_, err = db.Exec(`create table ` + erp + `.invoice (number text primary key)`)
	check(err)
	return m.Run()
}

// publish says under which terms the shop sells its chargers.
func publish(ctx context.Context, c chamsoc.Chamsoc) {
	text := care.Text{VI: "Từ ngày giao, 6 tháng, đổi mới tại cửa hàng.", EN: "From delivery, 6 months, exchanged in the shop."}
	_, err := c.Warranty.Publish(ctx, warranty.Terms{
		Code: "accessories", Edition: 1, Effective: calendar.MustDate(2026, time.January, 1), Published: time.Date(2025, 12, 20, 2, 0, 0, 0, time.UTC),
		Months: 6, Start: text, Term: text, Content: text, Scope: text, How: text, NoExclusions: true,
	})
	check(err)
	_, err = c.Warranty.Cover(ctx, warranty.Coverage{Product: "PK-SAC65", Terms: "accessories"})
	check(err)
}

// show prints what is kept of an invoice, on either side.
func show(ctx context.Context, c chamsoc.Chamsoc, invoice string) {
	db, err := sql.Open("pgx", dsn)
	check(err)
	defer db.Close()
	invoices, registrations := 0, 0
	check(db.QueryRow(`select count(*) from `+erp+`.invoice where number = $1`, invoice).Scan(&invoices))
	for _, err := range c.Warranty.Registrations(care.InvoiceRef(invoice)).All(ctx) {
		check(err)
		registrations++
	}
	fmt.Printf("%s: %d invoice, %d registration\n", invoice, invoices, registrations)
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}
