package main

import (
	"context"
	"database/sql"
	"strings"
	"time"

	"github.com/chamsoc/chamsoc/storage"
)

// pgHand is the peer on PostgreSQL: typed columns without JSON, and the same indexes. Its insert promises what Put promises: that a taken value
// does not end the transaction; plain is one that lets it.
type pgHand struct{ tables, lookup, get, set, page, insert, plain, unnest, item, invoice string }

const pgColumns = `tenant, id, version, invoice, line, unit, product, serial, place, customer, name, phone, sold, delivered, terms, edition, ends, recorded, repairs`

func handSQL(schema string) pgHand {
	h := pgHand{
		tables: `
create table #hand (tenant text collate "C" not null, id uuid not null, version bigint not null, invoice text collate "C" not null, line bigint not null,
	unit bigint not null, product text collate "C" not null, serial text collate "C", place text not null, customer text collate "C", name text not null,
	phone text collate "C", sold timestamptz not null, delivered date not null, terms text not null, edition bigint not null, ends date not null,
	recorded timestamptz not null, repairs bigint not null, primary key (tenant, id));
create unique index hand_by_unit on #hand (tenant, invoice, line, unit);
create unique index hand_by_serial on #hand (tenant, product, serial);
create index hand_by_phone on #hand (tenant, phone, sold, id) where phone is not null;
create index hand_by_customer on #hand (tenant, customer, sold, id) where customer is not null;
create table #hand_item (tenant text collate "C" not null, id uuid not null, lane text collate "C" not null, order_no bigint not null, fresh bigint,
	due timestamptz, subject text collate "C", format bigint not null, payload json not null, primary key (tenant, id));
create index hand_item_by_lane on #hand_item (tenant, lane, order_no, id);
create index hand_item_by_fresh on #hand_item (tenant, fresh, id) where fresh is not null;
create index hand_item_by_subject on #hand_item (tenant, subject, id) where subject is not null;
create table #hand_invoice (number text primary key, total bigint not null)`,
		lookup: `select ` + pgColumns + ` from #hand where tenant = $1 and product = $2 and serial = $3`,
		get:    `select ` + pgColumns + ` from #hand where tenant = $1 and id = $2`,
		page:   `select ` + pgColumns + ` from #hand where tenant = $1 and customer = $2 order by sold, id limit 100`,
		set:    `update #hand set version = $1, repairs = $2 where tenant = $3 and id = $4 and version = $5`,
		insert: `insert into #hand (` + pgColumns + `) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
	on conflict do nothing`,
		plain:   `insert into #hand (` + pgColumns + `) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)`,
		item:    `insert into #hand_item (tenant, id, lane, order_no, fresh, format, payload) values ($1, $2, $3, $4, $5, $6, $7)`,
		invoice: `insert into #hand_invoice (number, total) values ($1, $2)`,
		unnest: `insert into #hand (` + pgColumns + `) select $1, * from unnest($2::uuid[], $3::bigint[], $4::text[], $5::bigint[], $6::bigint[], $7::text[], $8::text[],
	$9::text[], $10::text[], $11::text[], $12::text[], $13::timestamptz[], $14::date[], $15::text[], $16::bigint[], $17::date[], $18::timestamptz[], $19::bigint[])`,
	}
	for _, text := range []*string{&h.tables, &h.lookup, &h.get, &h.set, &h.page, &h.insert, &h.plain, &h.unnest, &h.item, &h.invoice} {
		*text = strings.ReplaceAll(*text, "#", schema+".")
	}
	return h
}

// copied fills the peer's table with what is in ours.
func (h pgHand) copied(schema string) string {
	return `insert into ` + schema + `.hand select tenant, id, version, invoice, line, unit, product, serial, body->>'place', customer, body->>'name', phone, sold,
	(body->>'delivered')::date, body->>'terms', (body->>'edition')::bigint, (body->>'ends')::date, (body->>'recorded')::timestamptz, repairs from ` +
		schema + `.chamsoc_unit`
}

func put(ctx context.Context, tx handTx, insert string, u unit) error {
	n, err := tx.exec(ctx, insert, tenant, u.ID.String(), 1, u.Invoice, u.Line, u.Unit, u.Product, u.Serial, u.Place, u.Customer, u.Name, u.Phone, u.Sold,
		u.Delivered, u.Terms, u.Edition, u.Ends, u.Recorded, u.Repairs)
	return same(err, n, 1)
}

func (h pgHand) putAll(ctx context.Context, tx handTx, us []unit) error {
	var ids, invoices, products, serials, places, customers, names, phones, delivered, terms, ends []string
	var versions, lines, numbers, editions, repairs []int64
	var sold, recorded []time.Time
	for _, u := range us {
		ids, versions, invoices, lines, numbers = append(ids, u.ID.String()), append(versions, 1), append(invoices, u.Invoice), append(lines, u.Line), append(numbers, u.Unit)
		products, serials, places, customers = append(products, u.Product), append(serials, u.Serial), append(places, u.Place), append(customers, u.Customer)
		names, phones, sold, delivered = append(names, u.Name), append(phones, u.Phone), append(sold, u.Sold), append(delivered, u.Delivered)
		terms, editions, ends, recorded, repairs = append(terms, u.Terms), append(editions, u.Edition), append(ends, u.Ends), append(recorded, u.Recorded), append(repairs, u.Repairs)
	}
	_, err := tx.exec(ctx, h.unnest, tenant, ids, versions, invoices, lines, numbers, products, serials, places, customers, names, phones, sold, delivered, terms,
		editions, ends, recorded, repairs)
	return err
}

// scanHand reads a row of pgColumns.
func scanHand(scan func(...any) error, u *unit) error {
	var of, id string
	var serial, customer, phone sql.NullString
	var delivered, ends time.Time
	err := scan(&of, &id, &u.Version, &u.Invoice, &u.Line, &u.Unit, &u.Product, &serial, &u.Place, &customer, &u.Name, &phone, &u.Sold, &delivered, &u.Terms,
		&u.Edition, &ends, &u.Recorded, &u.Repairs)
	if err != nil {
		return err
	}
	u.Serial, u.Customer, u.Phone = serial.String, customer.String, phone.String
	u.Delivered, u.Ends = delivered.Format(time.DateOnly), ends.Format(time.DateOnly)
	return u.ID.UnmarshalText([]byte(id))
}

// addRepair reads a unit, writes it with one more repair, and announces it.
func (h pgHand) addRepair(ctx context.Context, tx handTx, id storage.ID[unit]) error {
	var u unit
	if err := tx.query(ctx, h.get, []any{tenant, id.String()}, func(scan func(...any) error) error { return scanHand(scan, &u) }); err != nil {
		return err
	}
	if n, err := tx.exec(ctx, h.set, u.Version+1, u.Repairs+1, tenant, id.String(), u.Version); err != nil || n != 1 {
		return same(err, n, 1)
	}
	_, err := tx.exec(ctx, h.item, tenant, storage.NewID[unit]().String(), "bench.ping\t"+id.String()+"\t", u.Version+1, 1, 1,
		`{"registration":"`+id.String()+`","outcome":"covered"}`)
	return err
}
