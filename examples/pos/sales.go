package main

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/examples/pos/till"
	"github.com/chamsoc/chamsoc/warranty"
)

// publish puts the shop's terms in force and says which products are sold under them.
func (s *shop) publish(ctx context.Context) error {
	for _, t := range s.catalogue.terms() {
		if _, err := s.care.Warranty.Publish(ctx, t); err != nil {
			return err
		}
	}
	for _, p := range s.catalogue.Products {
		c := warranty.Coverage{Product: p.Code, Name: p.Name, Terms: p.Terms, Serialised: p.Serialised}
		if _, err := s.care.Warranty.Cover(ctx, c); err != nil {
			return err
		}
	}
	s.say("── %s: %d chính sách bảo hành cho %d mặt hàng", "── %s: %d warranty terms for %d products",
		s.catalogue.Shop.Name, len(s.catalogue.Terms), len(s.catalogue.Products))
	return nil
}

// tally counts what an import did.
type tally struct{ lines, registered, duplicates, refused int }

// importSales reads the till's export, a hundred lines a transaction.
func (s *shop) importSales(ctx context.Context) error {
	file, err := testdata.ReadFile("testdata/sales.csv")
	if err != nil {
		return err
	}
	bar := progress(bytes.Count(file, []byte("\n")) - 1)
	var n tally
	var refusals []error
	batch := &batch{shop: s}
	for line, err := range till.Read(bytes.NewReader(file), s.zone) {
		if _, refused := errors.AsType[*care.Invalid](err); err != nil && !refused {
			return err
		}
		n.lines++
		if err := batch.add(ctx, line, err, &n, &refusals); err != nil {
			return err
		}
		_ = bar.Add(1) // a bar that cannot be drawn is no reason to stop
		if n.lines%100 == 0 {
			if err := batch.commit(); err != nil {
				return err
			}
		}
	}
	if err := batch.count(ctx, n); err != nil {
		return err
	}
	if err := batch.commit(); err != nil {
		return err
	}
	s.say("── Nhập %d dòng: %d bảo hành được ghi, %d dòng trùng, %d dòng bị từ chối:",
		"── %d lines read: %d warranties registered, %d lines repeated, %d lines refused:", n.lines, n.registered, n.duplicates, n.refused)
	for _, r := range refusals {
		s.say("   %s", "   %s", r)
	}
	return nil
}

// progress is a bar on a terminal, and nothing elsewhere.
func progress(total int) *progressbar.ProgressBar {
	info, err := os.Stderr.Stat()
	terminal := err == nil && info.Mode()&os.ModeCharDevice != 0
	return progressbar.NewOptions(total, progressbar.OptionSetWriter(os.Stderr), progressbar.OptionSetVisibility(terminal),
		progressbar.OptionThrottle(20*time.Millisecond), progressbar.OptionSetWidth(40), progressbar.OptionShowCount(),
		progressbar.OptionSetDescription("sales.csv"), progressbar.OptionOnCompletion(func() { fmt.Fprintln(os.Stderr) }))
}

// batch is a transaction of the host's, begun when first needed.
type batch struct {
	*shop
	tx *sql.Tx
}

func (b *batch) begin(ctx context.Context) (err error) {
	if b.tx == nil {
		b.tx, err = b.db.BeginTx(ctx, nil)
	}
	return err
}

func (b *batch) commit() error {
	tx := b.tx
	b.tx = nil
	if tx == nil {
		return nil
	}
	return tx.Commit()
}

// add registers one line and writes the shop's own row, both or neither. A line that is refused is noted and the rest goes on.
func (b *batch) add(ctx context.Context, line till.Line, problem error, n *tally, refusals *[]error) error {
	if err := b.begin(ctx); err != nil {
		return err
	}
	var receipt warranty.Receipt
	if problem == nil {
		receipt, problem = b.care.In(b.tenants.WithTx(b.tx).ForTenant("")).Warranty.Register(ctx, line.Sale)
	}
	if invalid, ok := errors.AsType[*care.Invalid](problem); ok {
		n.refused++
		*refusals = append(*refusals, refusalText{line.Number, invalid, b.lang})
		for _, p := range invalid.Problems {
			if _, err := b.tx.ExecContext(ctx, `insert into import_refusal values (?, ?, ?)`, line.Number, p.Path, p.Value); err != nil {
				return err
			}
		}
		return nil
	}
	if problem != nil {
		return problem
	}
	if receipt.Repeated {
		n.duplicates++
		return nil
	}
	n.registered += len(receipt.Registrations)
	_, err := b.tx.ExecContext(ctx, `insert into invoice_line values (?, ?, ?, ?, ?, ?, ?)`, line.Sale.Invoice, line.Sale.Line,
		line.Sale.At.Format(time.RFC3339), line.Sale.Product, line.Item, line.Sale.Quantity, line.Price.String())
	return err
}

func (b *batch) count(ctx context.Context, n tally) error {
	if err := b.begin(ctx); err != nil {
		return err
	}
	for name, n := range map[string]int{"lines": n.lines, "registered": n.registered, "duplicates": n.duplicates} {
		if _, err := b.tx.ExecContext(ctx, `insert into import_count values (?, ?)`, name, n); err != nil {
			return err
		}
	}
	return nil
}

// refusalText is a refused line as the shop reads it.
type refusalText struct {
	line    int
	invalid *care.Invalid
	lang    care.Lang
}

func (r refusalText) Error() string {
	text := care.Text{VI: "dòng ", EN: "line "}.In(r.lang) + itoa(r.line)
	for _, p := range r.invalid.Problems {
		text += ", " + p.Path + " “" + p.Value + "”: " + p.Reason.Text(r.lang)
	}
	return text
}
