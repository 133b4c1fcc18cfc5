package main

import (
	"context"
	"database/sql"
	"time"

	"github.com/chamsoc/chamsoc/storage"
)

// byHand is the peer: the same record in typed columns without JSON, prepared statements, and the same indexes.
type byHand struct {
	db                             *sql.DB
	insert, lookup, get, set, page *sql.Stmt
}

const handTable = `
create table hand (tenant text not null, id blob not null, version integer not null, invoice text not null, line integer not null, unit integer not null,
	product text not null, serial text, place text not null, customer text, name text not null, phone text, sold integer not null,
	delivered text not null, terms text not null, edition integer not null, ends text not null, recorded integer not null, repairs integer not null,
	primary key (tenant, id)) strict;
create unique index hand_by_unit on hand (tenant, invoice, line, unit);
create unique index hand_by_serial on hand (tenant, product, serial);
create index hand_by_phone on hand (tenant, phone, sold, id) where phone is not null;
create index hand_by_customer on hand (tenant, customer, sold, id) where customer is not null;`

const handColumns = `id, version, invoice, line, unit, product, serial, place, customer, name, phone, sold, delivered, terms, edition, ends, recorded, repairs`

func newByHand(ctx context.Context, db *sql.DB) (*byHand, error) {
	if _, err := db.ExecContext(ctx, handTable); err != nil {
		return nil, err
	}
	h := &byHand{db: db}
	for stmt, text := range map[**sql.Stmt]string{
		&h.insert: `insert into hand (tenant, ` + handColumns + `) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		&h.lookup: `select ` + handColumns + ` from hand where tenant = ? and product = ? and serial = ?`,
		&h.get:    `select ` + handColumns + ` from hand where tenant = ? and id = ?`,
		&h.set:    `update hand set version = ?, repairs = ? where tenant = ? and id = ? and version = ?`,
		&h.page:   `select ` + handColumns + ` from hand where tenant = ? and customer = ? order by sold, id limit 100`,
	} {
		var err error
		if *stmt, err = db.PrepareContext(ctx, text); err != nil {
			return nil, err
		}
	}
	return h, nil
}

func (h *byHand) put(ctx context.Context, tx *sql.Tx, u unit) error {
	_, err := tx.StmtContext(ctx, h.insert).ExecContext(ctx, tenant, u.ID[:], 1, u.Invoice, u.Line, u.Unit, u.Product, u.Serial, u.Place, u.Customer,
		u.Name, u.Phone, u.Sold.UnixMicro(), u.Delivered, u.Terms, u.Edition, u.Ends, u.Recorded.UnixMicro(), u.Repairs)
	return err
}

func scanUnit(scan func(...any) error) (u unit, err error) {
	var id []byte
	var sold, recorded int64
	var serial, customer, phone sql.NullString
	err = scan(&id, &u.Version, &u.Invoice, &u.Line, &u.Unit, &u.Product, &serial, &u.Place, &customer, &u.Name, &phone, &sold,
		&u.Delivered, &u.Terms, &u.Edition, &u.Ends, &recorded, &u.Repairs)
	copy(u.ID[:], id)
	u.Serial, u.Customer, u.Phone = serial.String, customer.String, phone.String
	u.Sold, u.Recorded = time.UnixMicro(sold).UTC(), time.UnixMicro(recorded).UTC()
	return u, err
}

func (h *byHand) list(ctx context.Context, customer string) (us []unit, err error) {
	rows, err := h.page.QueryContext(ctx, tenant, customer)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		u, err := scanUnit(rows.Scan)
		if err != nil {
			return nil, err
		}
		us = append(us, u)
	}
	return us, rows.Err()
}

// addRepair reads a unit and writes it with one more repair, in one transaction.
func (h *byHand) addRepair(ctx context.Context, id storage.ID[unit]) error {
	tx, err := h.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	u, err := scanUnit(tx.StmtContext(ctx, h.get).QueryRowContext(ctx, tenant, id[:]).Scan)
	if err != nil {
		return err
	}
	res, err := tx.StmtContext(ctx, h.set).ExecContext(ctx, u.Version+1, u.Repairs+1, tenant, id[:], u.Version)
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil || n != 1 {
		return sql.ErrNoRows
	}
	return tx.Commit()
}
