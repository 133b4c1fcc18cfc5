package queue

import (
	"context"
	"fmt"
	"reflect"
	"strings"
	"time"

	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/internal/body"
)

// Topic is what items of payload T are put on. It is declared once, as a package variable, and is not changed afterwards:
//
//	var Registered = queue.NewTopic[RegisteredEvent]("warranty.registered", 1)
//
// The payload's JSON names are kept and only added to. A change that an older program could not read raises the version: that program then
// parks the delivery until a newer one takes it up.
type Topic[T any] struct {
	name    string
	version int
	task    bool
	payload *body.Plan
	bell    *Bell
}

// NewTopic declares a topic of events: what happened, told to every subscriber. An event that nobody subscribes to is complete. The name is 1 to
// 64 of a-z, 0-9, '_', '.' and '-'; the version of the payload is at least 1. Faults show in Put and NewWorker.
func NewTopic[T any](name string, version int) Topic[T] {
	return Topic[T]{name: name, version: version, payload: body.NewPlan(reflect.TypeFor[T]())}
}

// NewTask declares a topic of tasks: what has to be done. A task whose handler this program lacks waits until there is one.
func NewTask[T any](name string, version int) Topic[T] {
	t := NewTopic[T](name, version)
	t.task = true
	return t
}

// With returns the topic with a bell that rings when what it puts or moves is committed. A nil bell is none.
func (t Topic[T]) With(b *Bell) Topic[T] {
	t.bell = b
	return t
}

// Name is the topic's name.
func (t Topic[T]) Name() string { return t.name }

func (t Topic[T]) known() topicInfo { return topicInfo{t.name, t.version, t.task} }

// AnyTopic is a Topic of any payload.
type AnyTopic interface{ known() topicInfo }

type topicInfo struct {
	name    string
	version int
	task    bool
}

func (t topicInfo) fault() string {
	switch {
	case !isName(t.name):
		return fmt.Sprintf("topic %q: a name is 1 to %d of a-z, 0-9, '_', '.', '-'", t.name, maxName)
	case t.version < 1:
		return fmt.Sprintf("topic %s: the payload's version is at least 1", t.name)
	}
	return ""
}

// The most of each that fits an indexed text, with two separators.
const (
	maxName = 64
	maxKey  = storage.MaxText - 2*maxName - 2
)

// MaxPayload is how many bytes of JSON a payload may have: what a record holds, less room for what is kept beside it.
const MaxPayload = storage.MaxBody - 96<<10

func isName(s string) bool {
	return s != "" && len(s) <= maxName && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789_.-") == ""
}

// Item is one thing to be done or told.
type Item[T any] struct {
	// Key is what the item is about: the aggregate's id, or a timer's own name. Items of one topic and key are delivered to each subscriber one
	// after another, and one that is not due yet holds up those behind it. At most 382 bytes without tab and NUL; it is not erased, so it is no
	// personal value. Empty: the item is on its own and in no order.
	Key string
	// Order is the item's place among those of its key: the version of the record that it announces. Items of one order, such as zero, go in the
	// order of their putting.
	Order int64
	// Due is the instant before which it is not delivered. Zero: at once.
	Due time.Time
	// Subject is the host's key of the customer that the payload is about. Erasing the customer clears the payload, and the
	// item then completes without its handlers. Empty: nobody.
	Subject string
	// Payload is handed to the handlers, as JSON of at most MaxPayload bytes: ids rather than whole records.
	Payload T
}

// Put writes the item in the caller's transaction: it is delivered if that commits, and never otherwise. It reads nothing and touches nothing
// that a worker holds.
//
// ErrItem: the key does not fit. storage.ErrValue: the payload has no JSON form, is too large, or holds text that no store keeps.
func (t Topic[T]) Put(ctx context.Context, tx storage.Tx, in Item[T]) error {
	it, err := t.item(in)
	if err != nil {
		return err
	}
	if _, err := items.Put(ctx, tx, it); err != nil {
		return err
	}
	t.bell.ringAfter(tx)
	return nil
}

// PutAll is Put for many items, all or none, in as few statements as the engine allows.
func (t Topic[T]) PutAll(ctx context.Context, tx storage.Tx, in []Item[T]) error {
	all := make([]item, len(in))
	for i := range in {
		var err error
		if all[i], err = t.item(in[i]); err != nil {
			return err
		}
	}
	if _, err := items.PutAll(ctx, tx, all); err != nil {
		return err
	}
	t.bell.ringAfter(tx)
	return nil
}

func (t Topic[T]) item(in Item[T]) (item, error) {
	if fault := t.known().fault(); fault != "" {
		return item{}, refuse("%s", fault)
	}
	if err := checkKey(in.Key); err != nil {
		return item{}, err
	}
	payload, err := t.payload.Marshal(&in.Payload)
	if err != nil {
		return item{}, unfit(t.name, "the payload has no JSON form", err)
	}
	if len(payload) > MaxPayload {
		return item{}, unfit(t.name, fmt.Sprintf("payload of %d bytes, at most %d are kept: put ids, not records", len(payload), MaxPayload), nil)
	}
	id := storage.NewID[item]()
	if in.Key == "" {
		in.Key = id.String()
	}
	return item{
		ID: id, Lane: laneName(t.name, in.Key, ""), Fresh: inbox,
		Parcel: parcel{Order: in.Order, Due: in.Due, Subject: in.Subject, Named: in.Subject != "", Format: t.version, Payload: payload},
	}, nil
}

func unfit(topic, detail string, err error) error {
	return &storage.Error{Kind: storage.ErrValue, Op: "put", Collection: items.Schema().Name, Detail: topic + ": " + detail, Err: err}
}

func checkKey(key string) error {
	if len(key) > maxKey {
		return refuse("key of %d bytes, at most %d", len(key), maxKey)
	}
	if strings.Contains(key, separator) {
		return refuse("a key holds no tab")
	}
	return nil
}
