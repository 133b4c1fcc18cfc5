package storage

import (
	"context"
	"fmt"
	"reflect"
	"slices"

	"github.com/chamsoc/chamsoc/storage/internal/body"
)

// Collection is the typed handle to one kind of record: declared once as a package variable, given to an adapter through Schema,
// and used with any Store. It is immutable and holds no connection.
//
// T is a plain struct whose JSON form is the stored body: exported fields, no cycles. Renaming a JSON name loses the old value, so
// names are kept.
type Collection[T any] struct {
	schema *Schema
	fields []*Field[T]
	key    func(*T) (*ID[T], *int64)
	cut    instants
	body   *body.Plan
}

// Declaration says how records of type T are found.
type Declaration[T any] struct {
	// Key points to the record's id and version, which Put maintains. Required.
	Key func(*T) (*ID[T], *int64)
	// Indexes are the ways in which records are found. The fields they hold become fields of the collection.
	Indexes []*Index[T]
	// Report names further fields to keep as columns, for the host's own reports.
	Report []*Field[T]
	// Subject is the field with the host's customer key that the record is about, nil if it is about nobody. It must be a
	// nullable text and lead an index.
	Subject *Field[T]
	// Personal are the parts that erasing the subject clears, together with the subject. None: erasing deletes the record.
	Personal []Part[T]
}

// Declare makes a collection. Faults in the declaration are reported by the adapter's New, all at once.
func Declare[T any](name string, d Declaration[T]) *Collection[T] {
	c := &Collection[T]{schema: &Schema{Name: name, Subject: -1}, key: d.Key, body: body.NewPlan(reflect.TypeFor[T]())}
	s := c.schema
	for _, ix := range d.Indexes {
		if ix == nil || slices.Contains(ix.fields, nil) {
			s.faults = append(s.faults, "an index, or a field of one, is nil: a variable is used before it is declared")
			continue
		}
		spec := IndexSpec{Name: ix.name, Unique: ix.unique}
		for _, f := range ix.fields {
			at := c.declareField(f)
			s.Fields[at].indexed = true
			spec.Fields = append(spec.Fields, at)
		}
		s.Indexes = append(s.Indexes, spec)
	}
	for _, f := range d.Report {
		if f == nil {
			s.faults = append(s.faults, "a field of Report is nil")
			continue
		}
		c.declareField(f)
	}
	if d.Subject != nil {
		s.Subject = c.declareField(d.Subject)
	}
	for _, p := range d.Personal {
		s.parts = append(s.parts, p.name)
	}
	if d.Key == nil {
		s.faults = append(s.faults, "Key is missing: point it to the record's ID and Version")
	}
	var err error
	if c.cut, err = planInstants(reflect.TypeFor[T]()); err != nil {
		s.faults = append(s.faults, err.Error())
	}
	s.derive = c.derive
	s.erase = func(r Record) (Record, error) { return c.erase(r, d) }
	return c
}

// declareField finds the field's position, adding it if it is new. Two fields of one name must be the same field.
func (c *Collection[T]) declareField(f *Field[T]) int {
	for i, known := range c.fields {
		if known == f {
			return i
		}
		if known.name == f.name {
			c.schema.faults = append(c.schema.faults, "field "+f.name+" stands for two different fields: declare it once as a variable")
			return i
		}
	}
	c.fields = append(c.fields, f)
	c.schema.Fields = append(c.schema.Fields, FieldSpec{Name: f.name, Kind: f.kind, Nullable: f.nullable})
	return len(c.fields) - 1
}

// Schema is the collection as adapters see it.
func (c *Collection[T]) Schema() *Schema { return c.schema }

// Get returns the record with this id, or ErrNotFound.
func (c *Collection[T]) Get(ctx context.Context, r Reader, id ID[T]) (T, error) {
	rec, err := r.Get(ctx, c.schema, id.UUID())
	if err != nil {
		return *new(T), err
	}
	return c.read(r, rec)
}

// One returns the record with this unique key, or ErrNotFound.
func (c *Collection[T]) One(ctx context.Context, r Reader, k Key[T]) (T, error) {
	q, err := k.r.query(c.schema, "", 1)
	if err != nil {
		return *new(T), err
	}
	page, err := r.Scan(ctx, c.schema, q)
	if err != nil {
		return *new(T), err
	}
	if len(page.Items) == 0 {
		return *new(T), &Error{Kind: ErrNotFound, Op: "one", Collection: c.schema.Name, Index: q.Index}
	}
	return c.read(r, page.Items[0])
}

// Put saves v and returns it as it will be read: with its id (a new one if it had none), the next version, times in UTC
// microseconds. v itself is not changed, and is what comes back beside an error. See [Tx.Put] for the errors.
func (c *Collection[T]) Put(ctx context.Context, tx Tx, v T) (T, error) {
	saved := v
	rec, err := c.encode(&saved)
	if err != nil {
		return v, err
	}
	if _, err := tx.Put(ctx, c.schema, rec); err != nil {
		return v, err
	}
	return saved, nil
}

// PutAll saves many records, all or none, in as few statements as the engine allows.
func (c *Collection[T]) PutAll(ctx context.Context, tx Tx, vs []T) ([]T, error) {
	saved := append([]T(nil), vs...)
	recs := make([]Record, len(saved))
	for i := range saved {
		var err error
		if recs[i], err = c.encode(&saved[i]); err != nil {
			return vs, err
		}
	}
	if len(recs) == 1 { // is all or nothing by itself
		if _, err := tx.Put(ctx, c.schema, recs[0]); err != nil {
			return vs, err
		}
		return saved, nil
	}
	if b, ok := tx.(BatchPutter); ok {
		if _, err := b.PutAll(ctx, c.schema, recs); err != nil {
			return vs, err
		}
		return saved, nil
	}
	err := tx.Update(ctx, func(ctx context.Context, tx Tx) error {
		for _, rec := range recs {
			if _, err := tx.Put(ctx, c.schema, rec); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return vs, err
	}
	return saved, nil
}

// Delete removes v if it still has the version that v says, else ErrConflict.
func (c *Collection[T]) Delete(ctx context.Context, tx Tx, v T) error {
	id, version := c.key(&v)
	return tx.Delete(ctx, c.schema, id.UUID(), *version)
}

// encode makes v what it will be once saved, and returns the record that saves it.
func (c *Collection[T]) encode(v *T) (Record, error) {
	id, version := c.key(v)
	if id.IsZero() {
		*id = NewID[T]()
	}
	if c.cut != nil {
		c.cut(reflect.ValueOf(v).Elem())
	}
	rec := Record{ID: id.UUID(), Version: *version, Fields: c.values(v), encoded: true}
	*version++
	text, err := c.body.Marshal(v)
	if err != nil {
		return Record{}, &Error{Kind: ErrValue, Op: "put", Collection: c.schema.Name, ID: rec.ID, Detail: "the record has no JSON form", Err: err}
	}
	rec.Body = text
	return rec, nil
}

func (c *Collection[T]) values(v *T) []Value {
	values := make([]Value, len(c.fields))
	for i, f := range c.fields {
		values[i] = f.value(v)
	}
	return values
}

// read decodes a record that r returned.
func (c *Collection[T]) read(r Reader, rec Record) (T, error) {
	v, err := c.decode(rec)
	if keeper, ok := r.(FieldKeeper); ok && err == nil {
		keeper.KeepFields(c.schema, rec.ID, rec.Version, c.values(&v))
	}
	return v, err
}

func (c *Collection[T]) decode(rec Record) (T, error) {
	var v T
	if err := c.body.Unmarshal(rec.Body, &v); err != nil {
		return v, fmt.Errorf("storage: %s %s: the stored body does not fit %T: %w", c.schema.Name, rec.ID, v, err)
	}
	id, version := c.key(&v)
	*id, *version = ID[T](rec.ID), rec.Version
	return v, nil
}

func (c *Collection[T]) derive(rec Record) (Record, error) {
	v, err := c.decode(rec)
	if err == nil {
		rec.Fields = c.values(&v)
	}
	return rec, err
}

func (c *Collection[T]) erase(rec Record, d Declaration[T]) (Record, error) {
	v, err := c.decode(rec)
	if err != nil {
		return Record{}, err
	}
	for _, p := range d.Personal {
		p.clear(&v)
	}
	d.Subject.clear(&v)
	return c.encode(&v)
}
