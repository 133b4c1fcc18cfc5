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
	print, err := fingerprint(request)
	if err != nil {
		return result, false, err
	}
	for range 2 { // the second time finds what another process has just stored
		err = store.Update(ctx, func(ctx context.Context, tx storage.Tx) (err error) {
			result, repeated, err = once(ctx, tx, op, print, do)
			return err
		})
		if !errors.Is(err, errJustTaken) {
			break
		}
	}
	if err != nil {
		var none Result
		return none, false, err
	}
	return result, repeated, nil
}

var errJustTaken = errors.New("care: another request with this key has just been stored")

func once[Result any](ctx context.Context, tx storage.Tx, op Operation, print string,
	do func(context.Context, storage.Tx) (Result, error)) (result Result, repeated bool, err error) {
	if op.Key == "" {
		result, err = do(ctx, tx)
		return result, false, err
	}
	first, err := outcomes.One(ctx, tx, outcomeByKey.Key(op.Name, op.Key))
	switch {
	case err == nil && first.Fingerprint != print:
		return result, false, &Invalid{[]Problem{{"key", op.Key, CodeKeyReused.With(NewFact("recorded", first.At))}}}
	case err == nil:
		return result, true, json.Unmarshal(first.Result, &result)
	case !errors.Is(err, storage.ErrNotFound):
		return result, false, err
	}
	if result, err = do(ctx, tx); err != nil {
		return result, false, err
	}
	o := outcome{Operation: op.Name, Key: op.Key, Subject: op.Subject, Fingerprint: print, At: op.At}
	if o.Result, err = json.Marshal(result); err != nil {
		return result, false, fmt.Errorf("care: the result of %s has no JSON form: %w", op.Name, err)
	}
	if _, err = outcomes.Put(ctx, tx, o); errors.Is(err, storage.ErrExists) {
		err = errJustTaken
	}
	return result, false, err
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
