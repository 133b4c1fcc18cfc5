package storagetest

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chamsoc/chamsoc/storage"
)

func limit(p *part) {
	p.says("an indexed text of 512 bytes is stored, one of 513 is refused", indexedText)
	p.says("a declared text that no index holds has 8192 bytes at most", reportedText)
	p.says("a body of 1 MiB is stored, a larger one is refused", bodySize)
}

func indexedText(t *testing.T, s storage.Store) {
	for _, unit := range []string{"x", "ế", "\U0001f600"} {
		fits := strings.Repeat(unit, storage.MaxText/len(unit))
		fits += strings.Repeat("y", storage.MaxText-len(fits))
		v := put(t, s, samples, newSample("g", fits))
		same(t, "the records of the longest text", all(t, s, samples, byText.Prefix("g", fits)), []sample{v})

		_, err := tryPut(t.Context(), s, samples, newSample("g", fits+"y"))
		refused(t, err, storage.ErrValue)
		v.Text += "y"
		_, err = tryPut(t.Context(), s, samples, v)
		refused(t, err, storage.ErrValue)
	}
}

func reportedText(t *testing.T, s storage.Store) {
	v := newSample("g", "a")
	v.Note = strings.Repeat("x", storage.MaxFieldText)
	v = put(t, s, samples, v)
	stored(t, s, samples, v.ID, v)
	v.Note += "x"
	_, err := tryPut(t.Context(), s, samples, v)
	refused(t, err, storage.ErrValue)
}

func bodySize(t *testing.T, s storage.Store) {
	body := func(size int) []byte { return []byte(`"` + strings.Repeat("x", size-2) + `"`) }
	rec := storage.Record{ID: storage.NewID[seat]().UUID(), Fields: labelled("a"), Body: body(storage.MaxBody)}
	_, err := putRaw(t.Context(), s, seats.Schema(), rec)
	ok(t, err)
	read, err := raw(t.Context(), s, seats.Schema(), rec.ID)
	ok(t, err)
	if string(read.Body) != string(rec.Body) {
		t.Errorf("the body read has %d bytes and is not the one stored", len(read.Body))
	}
	rec.Version, rec.Body = 1, body(storage.MaxBody+1)
	_, err = putRaw(t.Context(), s, seats.Schema(), rec)
	refused(t, err, storage.ErrValue)
}

// noise is text of this many bytes without a pattern.
func noise(seed, size int) string {
	var b strings.Builder
	for x := uint64(seed); b.Len() < size; {
		x = x*6364136223846793005 + 1442695040888963407
		b.WriteString(fmt.Sprintf("%016x", x))
	}
	return b.String()[:size]
}
