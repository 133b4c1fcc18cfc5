package main

import (
	"bytes"
	"context"

	"go.etcd.io/bbolt"

	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/ordered"
)

// This file is all that a host writes: what bbolt does, in the words of ordered.Engine.

// NewStore keeps the declared collections in one bucket of the host's bbolt database, which stays the host's to open and close.
func NewStore(db *bbolt.DB, schemas []*storage.Schema) (storage.Tenants, error) {
	err := db.Update(func(tx *bbolt.Tx) error {
		_, err := tx.CreateBucketIfNotExists(bucketName)
		return err
	})
	if err != nil {
		return nil, err
	}
	return ordered.New(engine{db, make(chan struct{}, 1)}, ordered.Config{Schemas: schemas})
}

var bucketName = []byte("chamsoc")

type engine struct {
	db      *bbolt.DB
	writing chan struct{} // holds a token while somebody writes: bbolt's own lock does not watch the context
}

// View runs fn in a read-only transaction, which is a snapshot.
func (e engine) View(_ context.Context, fn func(ordered.Reader) error) error {
	return e.db.View(func(tx *bbolt.Tx) error { return fn(entries{tx.Bucket(bucketName)}) })
}

// Update runs fn in the one transaction that writes. bbolt rolls it back if fn fails or panics.
func (e engine) Update(ctx context.Context, fn func(ordered.Writer) error) error {
	select {
	case e.writing <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { <-e.writing }()
	return e.db.Update(func(tx *bbolt.Tx) error { return fn(entries{tx.Bucket(bucketName)}) })
}

// entries is the bucket within a transaction.
type entries struct{ bucket *bbolt.Bucket }

func (e entries) Get(key []byte) ([]byte, error) { return e.bucket.Get(key), nil }

func (e entries) Set(key, value []byte) error { return e.bucket.Put(key, value) }

func (e entries) Delete(key []byte) error { return e.bucket.Delete(key) }

// Scan walks from <= key < to, or backwards from the last key before to.
func (e entries) Scan(from, to []byte, reverse bool, yield func(key, value []byte) bool) error {
	c := e.bucket.Cursor()
	if reverse {
		back := c.Prev
		if key, _ := c.Seek(to); key == nil {
			back = c.Last // to is behind them all
		}
		for key, value := back(); key != nil && bytes.Compare(key, from) >= 0 && yield(key, value); key, value = c.Prev() {
		}
		return nil
	}
	for key, value := c.Seek(from); key != nil && bytes.Compare(key, to) < 0 && yield(key, value); key, value = c.Next() {
	}
	return nil
}
