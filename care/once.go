package care

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/chamsoc/chamsoc/storage"
)

// Operation names one request for [Once].
type Operation struct {
	// Name is what is done, such as "warranty.register": the keys of different operations do not meet.
	Name string
	// Key is the caller's idempotency key: the same for every attempt at the same request. Empty: every call is a new request.
	Key string
	// Subject is the customer's key if the result holds personal data, so that erasing finds it.
	Subject string
	// At is when the request was made.
	At time.Time
}

// Once runs do in an Update of the store, unless this operation has run with the same key: then it returns the result of the first time,
// as it was then, and true. The same key with another request is refused with [CodeKeyReused].
//
// What tells requests apart is the SHA-256 of the request's JSON as the caller gave it, so the JSON names of a request's fields are
// part of the stored format.
func Once[Request, Result any](ctx context.Context, store storage.Store, op Operation, request Request,
	do func(context.Context, storage.Tx) (Result, error)) (result Result, repeated bool, err error) {
	print := ""
	if op.Key != "" {
		if print, err = fingerprint(request); err != nil {
			return result, false, err
		}
	}
	err = store.Update(ctx, func(ctx context.Context, tx storage.Tx) (err error) {
		result, repeated, err = once(ctx, tx, op, print, do)
		return err
	})
	if err != nil && op.Key != "" {
		// Where the engine lets two write at once, another process may have done it in between, and do was refused for what that one wrote.
		viewErr := store.View(ctx, func(ctx context.Context, r storage.Reader) (err error) {
			result, repeated, err = stored[Result](ctx, r, op, print)
			return err
		})
		if repeated || errors.Is(err, storage.ErrExists) && viewErr != nil {
			return result, repeated, viewErr
		}
	}
	if err != nil {
		var none Result
		return none, false, err
	}
	return result, repeated, nil
}

func once[Result any](ctx context.Context, tx storage.Tx, op Operation, print string,
	do func(context.Context, storage.Tx) (Result, error)) (result Result, repeated bool, err error) {
	if op.Key == "" {
		result, err = do(ctx, tx)
		return result, false, err
	}
	if result, repeated, err = stored[Result](ctx, tx, op, print); repeated || err != nil {
		return result, repeated, err
	}
	if result, err = do(ctx, tx); err != nil {
		return result, false, err
	}
	o := outcome{Operation: op.Name, Key: op.Key, Subject: op.Subject, Fingerprint: print, At: op.At}
	if o.Result, err = json.Marshal(result); err != nil {
		return result, false, fmt.Errorf("care: the result of %s has no JSON form: %w", op.Name, err)
	}
	_, err = outcomes.Put(ctx, tx, o)
	return result, false, err
}

// stored reads the result of the first time, and reports whether there was one.
func stored[Result any](ctx context.Context, r storage.Reader, op Operation, print string) (result Result, ok bool, err error) {
	first, err := outcomes.One(ctx, r, outcomeByKey.Key(op.Name, op.Key))
	switch {
	case errors.Is(err, storage.ErrNotFound):
		return result, false, nil
	case err != nil:
		return result, false, err
	case first.Fingerprint != print:
		return result, false, &Invalid{[]Problem{{"key", op.Key, CodeKeyReused.With(NewFact("recorded", first.At))}}}
	}
	err = json.Unmarshal(first.Result, &result)
	return result, err == nil, err
}

func fingerprint(request any) (string, error) {
	text, err := json.Marshal(request)
	if err != nil {
		return "", fmt.Errorf("care: the request has no JSON form: %w", err)
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:]), nil
}

// outcome is the stored result of an operation with a key.
type outcome struct {
	ID          storage.ID[outcome] `json:"id"`
	Version     int64               `json:"version"`
	Operation   string              `json:"operation"`
	Key         string              `json:"key"`
	Subject     string              `json:"subject,omitempty"`
	Fingerprint string              `json:"fingerprint"`
	At          time.Time           `json:"at"`
	Result      json.RawMessage     `json:"result"`
}

var (
	outcomeOperation = storage.Text("operation", func(o *outcome) *string { return &o.Operation })
	outcomeKey       = storage.Text("key", func(o *outcome) *string { return &o.Key })
	outcomeSubject   = storage.Text("subject", func(o *outcome) *string { return &o.Subject }).Nullable()
	outcomeAt        = storage.Time("at", func(o *outcome) *time.Time { return &o.At })

	outcomeByKey     = storage.UniqueOn("by_key", outcomeOperation, outcomeKey)
	outcomeBySubject = storage.IndexOn("by_subject", outcomeSubject, outcomeAt)

	outcomes = storage.Declare("care_outcome", storage.Declaration[outcome]{
		Key:     func(o *outcome) (*storage.ID[outcome], *int64) { return &o.ID, &o.Version },
		Indexes: []*storage.Index[outcome]{outcomeByKey, outcomeBySubject},
		Subject: outcomeSubject, // without personal parts: an erased customer's outcomes are deleted
	})
)

// Schemas are the collections that this package keeps.
func Schemas() []*storage.Schema { return []*storage.Schema{outcomes.Schema()} }
