package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/chamsoc/chamsoc"
	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/examples/pos/till"
	"github.com/chamsoc/chamsoc/storage/sqlite"
	"github.com/chamsoc/chamsoc/warranty"
)

// importing compares the import of a till's file, five hundred lines a transaction, with SQL by hand that reads the same file and writes the same
// rows: the shop's line, the registration of each unit and its further phones, the event, and the outcome by which a repeated line is known.
func importing(ctx context.Context, dir string) ([]row, error) {
	file, err := tillFile()
	if err != nil {
		return nil, err
	}
	ours, err := newShop(ctx, filepath.Join(dir, "ours.db"))
	if err != nil {
		return nil, err
	}
	defer ours.db.Close()
	peer, err := newHandShop(ctx, filepath.Join(dir, "peer.db"))
	if err != nil {
		return nil, err
	}
	defer peer.db.Close()
	lines := bytes.Count(file, []byte("\n"))
	r, err := compare("storage/import", "≤ 2", lines, repeated(file, ours.add, ours.commit), repeated(file, peer.add, peer.commit))
	if err == nil {
		r.Unit, err = "ns/line", sameRows(ctx, ours.db, peer.db)
	}
	return []row{r}, err
}

func tillFile() ([]byte, error) {
	for _, path := range []string{"../pos/testdata/sales.csv", "examples/pos/testdata/sales.csv"} {
		if file, err := os.ReadFile(path); err == nil {
			return file, nil
		}
	}
	return nil, errors.New("sales.csv is not where it is when this is run by: GOWORK=off go -C examples/bench run .")
}

// repeated imports the file once for each round, with other invoice numbers and serials each time.
func repeated(file []byte, add func(context.Context, till.Line) error, commit func() error) side {
	return func(from, n int) error {
		ctx, suffix, seen := context.Background(), fmt.Sprint("-", from/n), 0
		for line, err := range till.Read(bytes.NewReader(file), care.Env{}.Location()) {
			if err != nil {
				if _, refused := errors.AsType[*care.Invalid](err); !refused {
					return err
				}
				continue
			}
			line.Sale.Invoice += suffix
			for i := range line.Sale.Serials {
				line.Sale.Serials[i] += suffix
			}
			if err := add(ctx, line); err != nil {
				return err
			}
			if seen++; seen%500 == 0 {
				if err := commit(); err != nil {
					return err
				}
			}
		}
		return commit()
	}
}

// sameRows makes sure that both sides did the same work.
func sameRows(ctx context.Context, ours, peer *sql.DB) error {
	for our, their := range map[string]string{"invoice_line": "invoice_line", "chamsoc_warranty_registration": "registration", "chamsoc_warranty_phone": "phone", "chamsoc_care_outcome": "outcome", "chamsoc_queue_item": "outbox"} {
		var a, b int
		err := errors.Join(ours.QueryRowContext(ctx, `select count(*) from `+our).Scan(&a), peer.QueryRowContext(ctx, `select count(*) from `+their).Scan(&b))
		if err != nil || a != b || a == 0 {
			return fmt.Errorf("%s has %d rows, the peer's %d: %w", our, a, b, err)
		}
	}
	return nil
}

const invoiceLine = `create table invoice_line (invoice text, line integer, sold_at text, product text, item text, quantity integer, price text,
	primary key (invoice, line)) strict`

// ourShop imports as examples/pos does.
type ourShop struct {
	db      *sql.DB
	tenants *sqlite.DB
	care    chamsoc.Chamsoc
	host    *sql.Stmt
	tx      *sql.Tx
	in      chamsoc.Chamsoc // on the transaction
}

func newShop(ctx context.Context, path string) (*ourShop, error) {
	db, err := open(path)
	if err != nil {
		return nil, err
	}
	s := &ourShop{db: db}
	if s.tenants, err = sqlite.New(db, sqlite.Config{Schemas: chamsoc.Schemas()}); err != nil {
		return nil, err
	}
	if err := s.tenants.Apply(ctx); err != nil {
		return nil, err
	}
	if s.care, err = chamsoc.New(s.tenants.ForTenant(""), chamsoc.Config{}); err != nil {
		return nil, err
	}
	if _, err := db.ExecContext(ctx, invoiceLine); err != nil {
		return nil, err
	}
	if s.host, err = db.PrepareContext(ctx, `insert into invoice_line values (?, ?, ?, ?, ?, ?, ?)`); err != nil {
		return nil, err
	}
	some := care.Text{VI: "như đã công bố", EN: "as published"}
	terms := warranty.Terms{Code: "all", Edition: 1, Effective: calendar.MustDate(2025, time.January, 1), Published: time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC),
		Months: 12, Start: some, Term: some, Content: some, Scope: some, How: some, NoExclusions: true}
	if _, err := s.care.Warranty.Publish(ctx, terms); err != nil {
		return nil, err
	}
	return s, nil
}

func (s *ourShop) add(ctx context.Context, line till.Line) (err error) {
	if s.tx == nil {
		if s.tx, err = s.db.BeginTx(ctx, nil); err != nil {
			return err
		}
		s.in = s.care.In(s.tenants.WithTx(s.tx).ForTenant(""))
	}
	receipt, err := s.in.Warranty.Register(ctx, line.Sale)
	if invalid, ok := errors.AsType[*care.Invalid](err); ok {
		if invalid.Problems[0].Reason.Is(warranty.CodeUncovered) { // covers each product when it is first sold
			if _, err := s.in.Warranty.Cover(ctx, warranty.Coverage{Product: care.ProductRef(line.Sale.Product), Terms: "all"}); err != nil {
				return err
			}
			return s.add(ctx, line)
		}
		return nil
	}
	if err != nil || receipt.Repeated {
		return err
	}
	_, err = s.tx.StmtContext(ctx, s.host).ExecContext(ctx, line.Sale.Invoice, line.Sale.Line, line.Sale.At.Format(time.RFC3339), line.Sale.Product, line.Item,
		line.Sale.Quantity, line.Price.String())
	return err
}

func (s *ourShop) commit() error {
	tx := s.tx
	s.tx = nil
	if tx == nil {
		return nil
	}
	return tx.Commit()
}

// handShop does the same with SQL by hand.
type handShop struct {
	db                                                     *sql.DB
	tx                                                     *sql.Tx
	covered                                                map[string]bool
	known, terms, register, phone, remember, own, announce *sql.Stmt
	bound                                                  map[*sql.Stmt]*sql.Stmt
}

const handShopTables = invoiceLine + `;
create table coverage (product text primary key, months integer not null) strict;
create table registration (id blob primary key, invoice text not null, line integer not null, unit integer not null, product text not null, serial text,
	place text, customer text, name text, phones text, sold integer not null, delivered text not null, terms text not null, edition integer not null,
	ends text not null, recorded integer not null, serial_key text, serial_fold text, phone text, name_key text, number text,
	tax_code text, subject text) strict;
create unique index registration_unit on registration (invoice, line, unit);
create unique index registration_serial on registration (serial_key, product);
create index registration_fold on registration (serial_fold, id) where serial_fold is not null;
create index registration_phone on registration (phone, delivered, id) where phone is not null;
create index registration_name on registration (name_key, delivered, id) where name_key is not null;
create index registration_number on registration (number, delivered, id) where number is not null;
create index registration_tax_code on registration (tax_code, delivered, id) where tax_code is not null;
create index registration_product on registration (product, delivered, id);
create index registration_subject on registration (subject, delivered, id) where subject is not null;
create table phone (phone text not null, delivered text not null, registration blob not null, subject text, primary key (phone, delivered, registration)) strict;
create index phone_subject on phone (subject, delivered) where subject is not null;
create table outcome (id blob primary key, operation text not null, key text not null, subject text, fingerprint text not null, at integer not null,
	result text not null) strict;
create unique index outcome_key on outcome (operation, key);
create index outcome_subject on outcome (subject, at, id) where subject is not null;
create table outbox (id blob primary key, lane text not null, order_no integer not null, fresh integer, subject text, body text not null) strict;
create index outbox_lane on outbox (lane, order_no, id);
create index outbox_fresh on outbox (fresh, id) where fresh is not null;
create index outbox_subject on outbox (subject, id) where subject is not null;`

func newHandShop(ctx context.Context, path string) (*handShop, error) {
	db, err := open(path)
	if err != nil {
		return nil, err
	}
	if _, err := db.ExecContext(ctx, handShopTables); err != nil {
		return nil, err
	}
	h := &handShop{db: db, covered: map[string]bool{}}
	for stmt, text := range map[**sql.Stmt]string{
		&h.known:    `select fingerprint, result from outcome where operation = 'register' and key = ?`,
		&h.terms:    `select months from coverage where product = ?`,
		&h.register: `insert into registration values (` + strings.Repeat("?, ", 22) + `?)`,
		&h.phone:    `insert into phone values (?, ?, ?, ?)`,
		&h.remember: `insert into outcome values (?, 'register', ?, ?, ?, ?, ?)`,
		&h.announce: `insert into outbox values (?, ?, 1, 1, null, ?)`,
		&h.own:      `insert into invoice_line values (?, ?, ?, ?, ?, ?, ?)`,
	} {
		if *stmt, err = db.PrepareContext(ctx, text); err != nil {
			return nil, err
		}
	}
	return h, nil
}

func (h *handShop) stmt(ctx context.Context, s *sql.Stmt) *sql.Stmt {
	if h.bound[s] == nil {
		h.bound[s] = h.tx.StmtContext(ctx, s)
	}
	return h.bound[s]
}

func (h *handShop) add(ctx context.Context, line till.Line) (err error) {
	sale := line.Sale
	if h.tx == nil {
		if h.tx, err = h.db.BeginTx(ctx, nil); err != nil {
			return err
		}
		h.bound = map[*sql.Stmt]*sql.Stmt{}
	}
	if sale.Quantity < 1 || len(sale.Serials) > 0 && len(sale.Serials) != sale.Quantity {
		return nil // refused
	}
	phones, err := care.ParsePhones(sale.Phone)
	if err != nil && strings.TrimSpace(sale.Phone) != "" {
		return nil
	}
	request, err := json.Marshal(sale)
	if err != nil {
		return err
	}
	sum := sha256.Sum256(request)
	print, key := hex.EncodeToString(sum[:]), fmt.Sprintf("%s/%d", sale.Invoice, sale.Line)
	var recorded, result string
	switch err := h.stmt(ctx, h.known).QueryRowContext(ctx, key).Scan(&recorded, &result); {
	case err == nil && recorded == print:
		return nil // repeated
	case err == nil:
		return fmt.Errorf("line %s came again with another content", key)
	case !errors.Is(err, sql.ErrNoRows):
		return err
	}
	if !h.covered[sale.Product] {
		if _, err := h.tx.ExecContext(ctx, `insert or ignore into coverage values (?, 12)`, sale.Product); err != nil {
			return err
		}
		h.covered[sale.Product] = true
	}
	var months int
	if err := h.stmt(ctx, h.terms).QueryRowContext(ctx, sale.Product).Scan(&months); err != nil {
		return err
	}
	registered, err := h.registerUnits(ctx, sale, phones, months)
	if err != nil {
		return err
	}
	if err := h.announceSale(ctx, registered); err != nil {
		return err
	}
	outcome, err := json.Marshal(warranty.Receipt{Registrations: registered})
	if err != nil {
		return err
	}
	id := uuid.Must(uuid.NewV7())
	if _, err = h.stmt(ctx, h.remember).ExecContext(ctx, id[:], key, null(registered[0].Subject), print, registered[0].Recorded.UnixMicro(), string(outcome)); err != nil {
		return err
	}
	_, err = h.stmt(ctx, h.own).ExecContext(ctx, sale.Invoice, sale.Line, sale.At.Format(time.RFC3339), sale.Product, line.Item, sale.Quantity, line.Price.String())
	return err
}

func (h *handShop) registerUnits(ctx context.Context, sale warranty.Sale, phones []care.Phone, months int) (all []warranty.Registration, err error) {
	delivered := calendar.DateOf(sale.At, sale.At.Location())
	now := time.Now().UTC().Truncate(time.Microsecond)
	for i := range sale.Quantity {
		r := warranty.Registration{
			ID: [16]byte(uuid.Must(uuid.NewV7())), Version: 1, Invoice: care.InvoiceRef(sale.Invoice), Line: sale.Line, Unit: i + 1,
			Product: care.ProductRef(sale.Product), Place: care.PlaceRef(sale.Place), Customer: care.CustomerRef(sale.Customer), Name: sale.Name, Phones: phones,
			Sold: sale.At.UTC(), Delivered: delivered, Terms: "all", Edition: 1, Ends: delivered.AddMonths(months), Recorded: now, NameKey: care.NameKey(sale.Name),
			Subject: sale.Customer, Number: numberOf(sale.Invoice),
		}
		if len(sale.Serials) > 0 {
			r.Serial = strings.ToUpper(strings.TrimSpace(sale.Serials[i]))
			r.SerialKey, r.SerialFold = warranty.SerialKey(r.Serial), warranty.SerialFold(r.Serial)
		}
		list := make([]string, len(phones))
		for i, p := range phones {
			list[i] = string(p)
		}
		if len(phones) > 0 {
			r.Phone = phones[0]
		}
		if r.Subject == "" {
			r.Subject = string(r.Phone)
		}
		_, err := h.stmt(ctx, h.register).ExecContext(ctx, r.ID[:], string(r.Invoice), r.Line, r.Unit, string(r.Product), r.Serial, string(r.Place), string(r.Customer), r.Name,
			strings.Join(list, "/"), r.Sold.UnixMicro(), r.Delivered.String(), string(r.Terms), r.Edition, r.Ends.String(), now.UnixMicro(), null(r.SerialKey),
			null(r.SerialFold), null(string(r.Phone)), null(r.NameKey), null(r.Number), null(r.TaxCode), null(r.Subject))
		if err != nil {
			return nil, err
		}
		for _, other := range phones[min(1, len(phones)):] {
			if _, err := h.stmt(ctx, h.phone).ExecContext(ctx, string(other), r.Delivered.String(), r.ID[:], null(r.Subject)); err != nil {
				return nil, err
			}
		}
		all = append(all, r)
	}
	return all, nil
}

// numberOf is what an invoice ends in, without leading zeros.
func numberOf(invoice string) string {
	return strings.TrimLeft(invoice[len(strings.TrimRight(invoice, "0123456789")):], "0")
}

func (h *handShop) announceSale(ctx context.Context, rs []warranty.Registration) error {
	e := warranty.RegisteredEvent{Invoice: rs[0].Invoice, Line: rs[0].Line, Product: rs[0].Product}
	for _, r := range rs {
		e.Registrations = append(e.Registrations, r.ID)
	}
	body, err := json.Marshal(e)
	if err != nil {
		return err
	}
	id := uuid.Must(uuid.NewV7())
	_, err = h.stmt(ctx, h.announce).ExecContext(ctx, id[:], fmt.Sprintf("warranty.registered\t%s/%d\t", e.Invoice, e.Line), string(body))
	return err
}

func null(s string) any {
	if s == "" {
		return nil
	}
	return s
}

func (h *handShop) commit() error {
	tx := h.tx
	h.tx = nil
	if tx == nil {
		return nil
	}
	return tx.Commit()
}
