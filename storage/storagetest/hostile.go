package storagetest

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/chamsoc/chamsoc/storage"
)

func hostile(p *part) {
	p.says("a value that some engine could not hold is refused, and the transaction goes on", badValues)
	p.says("a bare record that does not fit its declaration is refused, and the transaction goes on", badRecords)
	p.says("a query value that some engine could not hold is refused", badQueryValues)
	p.says("an error holds no value of the record, since it may be personal", errorsHoldNoValues)
}

func badValues(t *testing.T, s storage.Store) {
	stored := put(t, s, samples, newSample("g", "stored"))
	for name, spoil := range map[string]func(*sample){
		"invalid UTF-8 in an indexed text":       func(v *sample) { v.Text = "a\xff" },
		"half a character in an indexed text":    func(v *sample) { v.Text = "ế"[:2] },
		"a surrogate in an indexed text":         func(v *sample) { v.Text = "\xed\xa0\x80" },
		"NUL in an indexed text":                 func(v *sample) { v.Text = "a\x00b" },
		"NUL alone in an indexed text":           func(v *sample) { v.Text = "\x00" },
		"invalid UTF-8 in a reported text":       func(v *sample) { v.Note = "\xc3(" },
		"NUL in a reported text":                 func(v *sample) { v.Note = "\x00" },
		"NUL in a key within the body":           func(v *sample) { v.Detail = &detail{Named: map[string]time.Time{"\x00": noon}} },
		"invalid UTF-8 in a key within the body": func(v *sample) { v.Detail = &detail{Named: map[string]time.Time{"\xff": noon}} },
		"a date that is no date":                 func(v *sample) { v.Date = "2026-02-30" },
		"a date in another form":                 func(v *sample) { v.Date = "22/11/2026" },
		"no date where there has to be one":      func(v *sample) { v.Date = "" },
		"a date with something behind it":        func(v *sample) { v.Date = "2026-11-22 " },
		"a group that is one byte too long":      func(v *sample) { v.Group = strings.Repeat("x", storage.MaxText+1) },
		"a body that is too large": func(v *sample) {
			v.Detail = &detail{Named: map[string]time.Time{strings.Repeat("x", storage.MaxBody): noon}}
		},
		"a reported text that is one byte longer": func(v *sample) { v.Note = strings.Repeat("x", storage.MaxFieldText+1) },
	} {
		t.Run(name, func(t *testing.T) {
			fresh, changed := newSample("g", "fresh"), stored
			spoil(&fresh)
			spoil(&changed)
			refusedAndGoesOn(t, s, func(ctx context.Context, tx storage.Tx) {
				for _, v := range []sample{fresh, changed} {
					_, err := samples.Put(ctx, tx, v)
					refused(t, err, storage.ErrValue)
				}
			})
		})
	}
}

// refusedAndGoesOn runs try between two good Puts and checks that just those were committed, beside the one record stored before.
func refusedAndGoesOn(t *testing.T, s storage.Store, try func(context.Context, storage.Tx)) {
	t.Helper()
	before := all(t, s, samples, byText.Prefix("g"))
	var good []sample
	ok(t, s.Update(t.Context(), func(ctx context.Context, tx storage.Tx) error {
		a, err := samples.Put(ctx, tx, newSample("g", "z1"))
		if err != nil {
			return err
		}
		try(ctx, tx)
		b, err := samples.Put(ctx, tx, newSample("g", "z2"))
		good = []sample{a, b}
		return err
	}))
	same(t, "what was committed", all(t, s, samples, byText.Prefix("g")), append(before, good...))
	for _, v := range good {
		ok(t, remove(t.Context(), s, samples, v))
	}
}

func badRecords(t *testing.T, s storage.Store) {
	put(t, s, samples, newSample("g", "a"))
	at := storage.TimeOf(noon)
	for name, spoil := range map[string]func(*storage.Record){
		"a body that is not JSON":               func(r *storage.Record) { r.Body = []byte(`{"a":`) },
		"an empty body":                         func(r *storage.Record) { r.Body = nil },
		"two bodies":                            func(r *storage.Record) { r.Body = []byte(`{} {}`) },
		"a body with a NUL escape":              func(r *storage.Record) { r.Body = []byte(`{"a":{"b":["x\u0000y"]}}`) },
		"a body with a NUL escape in a key":     func(r *storage.Record) { r.Body = []byte(`{"\u0000":1}`) },
		"a body with NUL behind a backslash":    func(r *storage.Record) { r.Body = []byte(`{"a":"\\\u0000"}`) },
		"a body with invalid UTF-8":             func(r *storage.Record) { r.Body = []byte("{\"a\":\"\xff\"}") },
		"a body that is too large":              func(r *storage.Record) { r.Body = []byte(`"` + strings.Repeat("x", storage.MaxBody-1) + `"`) },
		"too few fields":                        func(r *storage.Record) { r.Fields = r.Fields[:5] },
		"too many fields":                       func(r *storage.Record) { r.Fields = append(r.Fields, at) },
		"no fields":                             func(r *storage.Record) { r.Fields = nil },
		"a field of another kind":               func(r *storage.Record) { r.Fields[0] = storage.IntOf(1) },
		"a text where a date belongs":           func(r *storage.Record) { r.Fields[5] = storage.TextOf("2026-11-22") },
		"a null in a field that takes none":     func(r *storage.Record) { r.Fields[0] = storage.Value{} },
		"no id":                                 func(r *storage.Record) { r.ID = [16]byte{} },
		"a negative version":                    func(r *storage.Record) { r.Version = -1 },
		"an indexed text that is too long":      func(r *storage.Record) { r.Fields[0] = storage.TextOf(strings.Repeat("x", storage.MaxText+1)) },
		"an indexed text that is invalid UTF-8": func(r *storage.Record) { r.Fields[0] = storage.TextOf("\xff") },
		"an indexed text with NUL":              func(r *storage.Record) { r.Fields[0] = storage.TextOf("\x00") },
	} {
		t.Run(name, func(t *testing.T) {
			r := storage.Record{ID: storage.NewID[seat]().UUID(), Fields: labelled("a"), Body: []byte(`{}`)}
			spoil(&r)
			refusedAndGoesOn(t, s, func(ctx context.Context, tx storage.Tx) {
				_, err := tx.Put(ctx, seats.Schema(), r)
				refused(t, err, storage.ErrValue)
			})
			same(t, "seats stored", len(all(t, s, seats, byLabel.Prefix())), 0)
		})
	}
}

func badQueryValues(t *testing.T, s storage.Store) {
	put(t, s, samples, newSample("g", "a"))
	for _, bad := range []string{"\xff", "\x00", "a\x00b", strings.Repeat("x", storage.MaxText+1)} {
		for _, r := range []storage.Range[sample]{byText.Prefix(bad), byText.Prefix("g", bad), byText.Prefix("g").From(bad), byText.Prefix("g").Before(bad)} {
			_, err := samples.List(s, r).Page(t.Context(), "", 0)
			refused(t, err, storage.ErrQuery)
		}
		_, err := one(t.Context(), s, seats, byLabel.Key(bad))
		refused(t, err, storage.ErrQuery)
	}
	for _, bad := range []date{"", "2026-13-01", "yesterday"} {
		_, err := samples.List(s, byDate.Prefix("g", bad)).Page(t.Context(), "", 0)
		refused(t, err, storage.ErrQuery)
	}
}

func errorsHoldNoValues(t *testing.T, s storage.Store) {
	const secret = "0912345678"
	v := newSeat(secret)
	v.Code = secret
	v = put(t, s, seats, v)
	long := newSeat(secret + strings.Repeat(secret, 60))
	double, stale, unlike := newSeat(secret), v, newSeat(secret+"\x00")
	stale.Version = 9
	for _, bad := range []seat{double, stale, unlike, long} {
		_, err := tryPut(t.Context(), s, seats, bad)
		if err == nil || strings.Contains(err.Error(), secret) {
			t.Errorf("the error is missing or holds the value: %v", err)
		}
	}
	_, err := one(t.Context(), s, seats, byCode.Key(secret+"1"))
	if err == nil || strings.Contains(err.Error(), secret) {
		t.Errorf("the error is missing or holds the key: %v", err)
	}
}
