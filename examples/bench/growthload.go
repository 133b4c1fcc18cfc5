package main

import (
	"bufio"
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	"github.com/chamsoc/chamsoc"
	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/memory"
	"github.com/chamsoc/chamsoc/storage/postgres"
	"github.com/chamsoc/chamsoc/storage/queue"
	"github.com/chamsoc/chamsoc/warranty"
)

// grown is a shop with so many registrations and as many deliveries, of which one in a hundred is due.
type grown struct {
	n      int
	prefix string
	server *pgServer
	store  storage.Store
	care   chamsoc.Chamsoc
}

var growthBegan = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

func newGrown(ctx context.Context, server *pgServer, prefix string, n int) (*grown, error) {
	g := &grown{n: n, prefix: prefix, server: server}
	db, tenants, err := g.open()
	if err != nil {
		return nil, err
	}
	defer db.Close()
	if err := g.fill(ctx, tenants); err != nil {
		return nil, err
	}
	_, tenants, err = g.open() // on connections that have not loaded
	if err != nil {
		return nil, err
	}
	g.store = tenants.ForTenant(tenant)
	g.care, err = chamsoc.New(g.store, chamsoc.Config{})
	return g, err
}

func (g *grown) open() (*sql.DB, *postgres.DB, error) {
	db := stdlib.OpenDB(*g.server.config)
	tenants, err := postgres.New(db, postgres.Config{Schemas: chamsoc.Schemas(), Schema: g.server.schema, Prefix: g.prefix})
	return db, tenants, err
}

// fill loads the tables, and makes the indexes of what is loaded, which is quicker.
func (g *grown) fill(ctx context.Context, tenants *postgres.DB) error {
	delivery, item, err := templates(ctx)
	if err != nil {
		return err
	}
	for _, text := range tenants.SQL() {
		if strings.HasPrefix(text, "create table") {
			if err := g.server.run(ctx, text); err != nil {
				return err
			}
		}
	}
	for _, load := range []struct {
		name string
		n    int
		body func(i int) ([]byte, uuid.UUID)
	}{
		{"warranty_registration", g.n, g.registration}, {"queue_lane", g.n, delivery.body}, {"queue_item", growthSmall, item.body},
	} {
		if err := g.load(ctx, load.name, load.n, load.body); err != nil {
			return fmt.Errorf("%s: %w", load.name, err)
		}
	}
	if err := tenants.Apply(ctx); err != nil {
		return err
	}
	if err := g.server.run(ctx, "vacuum analyze"); err != nil {
		return err
	}
	return tenants.Check(ctx)
}

// registration is one unit, sold to a customer who has bought a few.
func (g *grown) registration(i int) ([]byte, uuid.UUID) {
	id := storage.NewID[warranty.Registration]()
	serial, phone, customer := serialOf(i), care.Phone(fmt.Sprintf("+849%08d", i/growthUnits)), fmt.Sprintf("KH%08d", i/growthUnits)
	sold := growthBegan.Add(time.Duration(i) * time.Second)
	delivered := calendar.DateOf(sold, time.UTC)
	body, err := json.Marshal(warranty.Registration{
		ID: id, Version: 1, Invoice: care.InvoiceRef(fmt.Sprintf("HD%09d", i)), Line: 1, Unit: 1, Product: "TL-BS236", Serial: serial, Place: "Quận 3",
		Customer: care.CustomerRef(customer), Name: "Nguyễn Thị Hoà", Phones: []care.Phone{phone}, Sold: sold, Delivered: delivered, Terms: "tu-lanh", Edition: 1,
		Ends: warranty.TermEnd(delivered, 24), Recorded: sold, SerialKey: warranty.SerialKey(serial), SerialFold: warranty.SerialFold(serial), Phone: phone,
		NameKey: care.NameKey("Nguyễn Thị Hoà"), Subject: customer,
	})
	if err != nil {
		panic(err) // plain values have a JSON form
	}
	return body, id.UUID()
}

// template is a record of the queue's own making, with the parts that are replaced in copies of it.
type template struct {
	text   string
	itemID string
}

const (
	templateKey = "template-key"
	templateDue = "2030-01-01T00:00:00Z"
)

// templates makes a delivery that is not due, and an item that no worker has looked at.
func templates(ctx context.Context) (delivery, item template, err error) {
	tenants, err := memory.New(queue.Schemas()...)
	if err != nil {
		return delivery, item, err
	}
	due, err := time.Parse(time.RFC3339, templateDue)
	if err != nil {
		return delivery, item, err
	}
	store := tenants.ForTenant("")
	put := func(it queue.Item[ping]) error {
		it.Payload = ping{"0190a7f2-5d51-7f5e-9b3a-2f1f6f3f7c11", "covered"}
		return store.Update(ctx, func(ctx context.Context, tx storage.Tx) error { return pings.Put(ctx, tx, it) })
	}
	worker, err := queue.NewWorker(queue.Config{Tenants: tenants, Subscriptions: []queue.Subscription{queue.Subscribe(pings, "bench", ignore)}})
	if err == nil {
		err = put(queue.Item[ping]{Key: templateKey, Due: due})
	}
	if err == nil {
		_, err = worker.RunOnce(ctx)
	}
	if err == nil {
		delivery, err = templateOf(ctx, store, "queue_lane", "by_ready")
	}
	if err == nil {
		err = put(queue.Item[ping]{Key: templateKey})
	}
	if err == nil {
		item, err = templateOf(ctx, store, "queue_item", "by_fresh")
	}
	return delivery, item, err
}

func templateOf(ctx context.Context, store storage.Store, collection, index string) (t template, err error) {
	return t, store.View(ctx, func(ctx context.Context, r storage.Reader) error {
		page, err := r.Scan(ctx, collectionOf(collection), storage.Query{Index: index, Limit: 2})
		if err != nil {
			return err
		}
		if len(page.Items) != 1 {
			return fmt.Errorf("%d records in %s, expected one", len(page.Items), collection)
		}
		t.text = string(page.Items[0].Body)
		if id := strings.Index(t.text, `"head":{"id":"`); id >= 0 {
			t.itemID = t.text[id+len(`"head":{"id":"`):][:36]
		}
		if !strings.Contains(t.text, templateKey) {
			return errors.New(collection + " holds its key in another way than this benchmark knows")
		}
		return nil
	})
}

// body is a copy, due a minute after the one before; one in a hundred has been due for long.
func (t template) body(i int) ([]byte, uuid.UUID) {
	due := growthBegan.AddDate(50, 0, 0).Add(time.Duration(i) * time.Minute)
	if i%100 == 0 {
		due = growthBegan.Add(time.Duration(i) * time.Second / 100)
	}
	pairs := []string{templateKey, fmt.Sprintf("key-%09d", i), templateDue, due.Format(time.RFC3339)}
	if t.itemID != "" {
		pairs = append(pairs, t.itemID, uuid.Must(uuid.NewV7()).String())
	}
	return []byte(strings.NewReplacer(pairs...).Replace(t.text)), uuid.Must(uuid.NewV7())
}

func collectionOf(name string) *storage.Schema {
	all := chamsoc.Schemas()
	return all[slices.IndexFunc(all, func(s *storage.Schema) bool { return s.Name == name })]
}

// load copies records into their table, which it empties first: then the server need not write them twice.
func (g *grown) load(ctx context.Context, name string, n int, body func(i int) ([]byte, uuid.UUID)) error {
	schema := collectionOf(name)
	table := pgx.Identifier{g.server.schema, g.prefix + name}.Sanitize()
	columns := []string{`"tenant"`, `"id"`, `"version"`, `"body"`}
	for _, f := range schema.Fields {
		columns = append(columns, pgx.Identifier{f.Name}.Sanitize())
	}
	conn, err := pgx.ConnectConfig(ctx, g.server.config)
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	tx, err := conn.Begin(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback(ctx) }()
	if _, err := tx.Exec(ctx, "truncate "+table); err != nil {
		return err
	}
	from, to := io.Pipe()
	go func() { to.CloseWithError(writeRows(to, schema, n, body)) }()
	if _, err := conn.PgConn().CopyFrom(ctx, from, "copy "+table+" ("+strings.Join(columns, ", ")+") from stdin"); err != nil {
		return errors.Join(err, from.Close())
	}
	return tx.Commit(ctx)
}

var copyEscapes = strings.NewReplacer(`\`, `\\`, "\t", `\t`, "\n", `\n`, "\r", `\r`)

func writeRows(to io.Writer, schema *storage.Schema, n int, body func(i int) ([]byte, uuid.UUID)) error {
	w := bufio.NewWriterSize(to, 1<<16)
	var line bytes.Buffer
	for i := range n {
		text, id := body(i)
		rec, err := schema.Derive(storage.Record{ID: id, Version: 1, Body: text})
		if err != nil {
			return err
		}
		line.Reset()
		fmt.Fprintf(&line, "%s\t%s\t1\t", tenant, id)
		_, _ = copyEscapes.WriteString(&line, string(text))
		for _, v := range rec.Fields {
			line.WriteByte('\t')
			if v.IsNull() {
				line.WriteString(`\N`)
				continue
			}
			_, _ = copyEscapes.WriteString(&line, copyText(v))
		}
		line.WriteByte('\n')
		if _, err := w.Write(line.Bytes()); err != nil {
			return err
		}
	}
	return w.Flush()
}

func copyText(v storage.Value) string {
	switch v.Kind() {
	case storage.KindText, storage.KindDate:
		return v.Text()
	case storage.KindInt, storage.KindBool:
		return strconv.FormatInt(v.Int(), 10)
	case storage.KindTime:
		return v.Time().Format(time.RFC3339Nano)
	case storage.KindUUID:
		return v.UUID().String()
	}
	return ""
}
