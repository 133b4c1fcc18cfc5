// Command embed is the smallest embedding: a sale registered in the host's own transaction, and a customer without a card. The README shows the
// part between the marks; a test keeps the two the same.
package main

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"time"

	_ "modernc.org/sqlite"

	"github.com/chamsoc/chamsoc"
	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/storage/sqlite"
	"github.com/chamsoc/chamsoc/warranty"
)

func main() {
	db, err := sql.Open("sqlite", ":memory:")
	if err == nil {
		db.SetMaxOpenConns(1) // each connection to :memory: is a database of its own
		defer db.Close()
		err = embed(context.Background(), db)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "FAIL", err)
		os.Exit(1)
	}
	fmt.Println("PASS")
}

func embed(ctx context.Context, db *sql.DB) error {
	// README begins
	tenants, err := sqlite.New(db, sqlite.Config{Schemas: chamsoc.Schemas()}) // your *sql.DB
	if err != nil {
		return err
	}
	if err := tenants.Apply(ctx); err != nil { // or give tenants.SQL() to your own migrations
		return err
	}
	c, err := chamsoc.New(tenants.ForTenant(""), chamsoc.Config{})
	if err != nil {
		return err
	}
	if err := publishTerms(ctx, c); err != nil { // once
		return err
	}

	tx, err := db.BeginTx(ctx, nil) // your transaction, with your invoice in it
	if err != nil {
		return err
	}
	defer tx.Rollback()
	_, err = c.In(tenants.WithTx(tx).ForTenant("")).Warranty.Register(ctx, warranty.Sale{
		Invoice: "HD001", Line: 1, Product: "NCD-18", Quantity: 1, Serials: []string{"SN-58210"}, Name: "Nguyễn Thị Hoà", Phone: "0169 234 5678",
	})
	if err != nil {
		return err // a *care.Invalid lists every problem; nothing was written
	}
	if err := tx.Commit(); err != nil {
		return err
	}

	// A year later there is no card, the serial is misread, and the phone has its new prefix.
	answer, err := c.Warranty.Ask(ctx, warranty.Inquiry{Serial: "5N-5B210", Phone: "039 234 5678", PhoneVerified: true})
	if err != nil {
		return err
	}
	fmt.Println(answer.Decision.Outcome, answer.Decision.Reasons.Text(care.LangVI))
	// README ends
	if answer.Decision.Outcome != warranty.Covered {
		return fmt.Errorf("expected %s, found %s: %s", warranty.Covered, answer.Finding.Status, answer.Finding.Reasons.Text(care.LangEN))
	}
	return nil
}

// publishTerms says under which terms a product is sold. Vietnamese law wants these six things published.
func publishTerms(ctx context.Context, c chamsoc.Chamsoc) error {
	_, err := c.Warranty.Publish(ctx, warranty.Terms{
		Code: "appliances", Edition: 1, Effective: calendar.MustDate(2026, time.January, 1), Published: time.Date(2025, 12, 20, 2, 0, 0, 0, time.UTC),
		Months:  12,
		Start:   care.Text{VI: "Từ ngày giao hàng.", EN: "From the day of delivery."},
		Term:    care.Text{VI: "12 tháng.", EN: "12 months."},
		Content: care.Text{VI: "Sửa hoặc thay linh kiện, không thu tiền.", EN: "Repair or new parts, free of charge."},
		Scope:   care.Text{VI: "Toàn bộ sản phẩm.", EN: "The whole product."},
		How:     care.Text{VI: "Tại mọi chi nhánh, không cần phiếu.", EN: "At every branch, without a card."},
		Exclusions: []warranty.Exclusion{
			{Fault: "drop_damage", Text: care.Text{VI: "Rơi, va đập", EN: "Dropped or struck"}},
		},
	})
	if err == nil {
		_, err = c.Warranty.Cover(ctx, warranty.Coverage{
			Product: "NCD-18", Name: care.Text{VI: "Nồi cơm điện 1.8L", EN: "Rice cooker 1.8 l"}, Terms: "appliances", Serialised: true,
		})
	}
	return err
}
