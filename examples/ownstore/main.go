// Command ownstore runs Chamsoc on a store that its host wrote itself: bbolt, an ordered key-value store in one file. All of the store is store.go;
// storage/ordered does the rest (keys in order, indexes, unique values, cursors, savepoints), and storage/storagetest proves it, in store_test.go.
//
// The program sells a fridge, closes the file, opens it again as another program would, and serves the customer, who has lost the card.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"go.etcd.io/bbolt"

	"github.com/chamsoc/chamsoc"
	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/queue"
	"github.com/chamsoc/chamsoc/warranty"
)

func main() {
	dir, err := os.MkdirTemp("", "chamsoc-ownstore")
	if err == nil {
		err = run(context.Background(), os.Stdout, dir)
		err = errors.Join(err, os.RemoveAll(dir))
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "FAIL", err)
		os.Exit(1)
	}
}

// shop is a program with the file open.
type shop struct {
	out     io.Writer
	tenants storage.Tenants
	care    chamsoc.Chamsoc
	checks  int
}

func run(ctx context.Context, out io.Writer, dir string) error {
	checks := 0
	for _, program := range []func(*shop, context.Context) error{(*shop).sell, (*shop).serve} {
		n, err := withFile(ctx, out, filepath.Join(dir, "shop.bolt"), program)
		if err != nil {
			return err
		}
		checks += n
	}
	fmt.Fprintf(out, "PASS %d checks\n", checks)
	return nil
}

func withFile(ctx context.Context, out io.Writer, path string, program func(*shop, context.Context) error) (checks int, err error) {
	db, err := bbolt.Open(path, 0o600, &bbolt.Options{Timeout: time.Second})
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	s := &shop{out: out}
	if s.tenants, err = NewStore(db, chamsoc.Schemas()); err != nil {
		return 0, err
	}
	if s.care, err = chamsoc.New(s.tenants.ForTenant(""), chamsoc.Config{}); err != nil {
		return 0, err
	}
	return s.checks, program(s, ctx)
}

// same counts a check and says what differs.
func (s *shop) same(what string, want, got any) error {
	if want != got {
		return fmt.Errorf("%s: expected %v, is %v", what, want, got)
	}
	s.checks++
	fmt.Fprintf(s.out, "  %-44s %v\n", what, got)
	return nil
}

var fridge = warranty.Sale{
	Invoice: "HD001", Line: 1, Product: "TL-BS236", Quantity: 1, Serials: []string{"BS236-58210"}, Name: "Nguyễn Thị Hoà", Phone: "0169 234 5678", Customer: "KH-7",
}

// sell publishes the terms and sells, twice: a till that heard no answer sends again.
func (s *shop) sell(ctx context.Context) error {
	fmt.Fprintln(s.out, "the till, on a bbolt file:")
	said := care.Text{VI: "Như đã niêm yết.", EN: "As posted."}
	_, err := s.care.Warranty.Publish(ctx, warranty.Terms{
		Code: "fridges", Edition: 1, Effective: calendar.MustDate(2026, time.January, 1), Published: time.Date(2025, 12, 20, 2, 0, 0, 0, time.UTC), Months: 24,
		Start: said, Term: said, Content: said, Scope: said, How: said, NoExclusions: true,
	})
	if err != nil {
		return err
	}
	if _, err := s.care.Warranty.Cover(ctx, warranty.Coverage{Product: care.ProductRef(fridge.Product), Terms: "fridges", Serialised: true}); err != nil {
		return err
	}
	for _, repeated := range []bool{false, true} {
		receipt, err := s.care.Warranty.Register(ctx, fridge)
		if err != nil {
			return err
		}
		if err := s.same("registered, or answered as before", repeated, receipt.Repeated); err != nil {
			return err
		}
	}
	other, err := s.care.In(s.tenants.ForTenant("another shop")).Warranty.Find(ctx, warranty.Inquiry{Serial: fridge.Serials[0]})
	if err != nil {
		return err
	}
	return s.same("what another shop finds", warranty.FoundNone, other.Status)
}

// serve answers at the counter, hands the event to its subscriber, and forgets the customer when asked to.
func (s *shop) serve(ctx context.Context) error {
	fmt.Fprintln(s.out, "the counter, another program on the same file:")
	answer, err := s.care.Warranty.Ask(ctx, warranty.Inquiry{Serial: "8S236-5B210", Phone: "039 234 5678", PhoneVerified: true})
	if err != nil {
		return err
	}
	if err := s.same("the fridge, its serial misread", warranty.Covered, answer.Decision.Outcome); err != nil {
		return err
	}
	heard := 0
	worker, err := s.care.Worker(queue.Config{Tenants: s.tenants, Subscriptions: []queue.Subscription{
		queue.Subscribe(warranty.Registered, "stock", func(context.Context, storage.Store, queue.Delivery[warranty.RegisteredEvent]) error {
			heard++
			return nil
		}),
	}})
	if err != nil {
		return err
	}
	if _, err := worker.RunOnce(ctx); err != nil {
		return err
	}
	if err := s.same("sales that the stock list heard of", 1, heard); err != nil {
		return err
	}
	receipt, err := storage.Erase(ctx, s.tenants.ForTenant(""), chamsoc.Schemas(), fridge.Customer)
	if err != nil {
		return err
	}
	cleared := 0
	for _, line := range receipt.Lines {
		cleared += line.Cleared + line.Deleted
	}
	if err := s.same("something of the customer was forgotten", true, cleared > 0); err != nil {
		return err
	}
	for found, err := range storage.Export(ctx, s.tenants.ForTenant(""), chamsoc.Schemas(), fridge.Customer) {
		return errors.Join(err, fmt.Errorf("%s %s still names the customer", found.Collection, found.ID))
	}
	return nil
}
