package storage_test

import (
	"encoding/base64"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/storage"
)

// mark has a field of every kind, in one index of five and one of two.
type mark struct {
	ID      storage.ID[mark]
	Version int64
	Text    string
	Int     int64
	Bool    bool
	Time    time.Time
	Ref     uuid.UUID
	Day     day
}

type day string

func (d day) String() string { return string(d) }

var (
	markText  = storage.Text("text", func(m *mark) *string { return &m.Text })
	markInt   = storage.Int("int", func(m *mark) *int64 { return &m.Int })
	markBool  = storage.Bool("bool", func(m *mark) *bool { return &m.Bool })
	markTime  = storage.Time("time", func(m *mark) *time.Time { return &m.Time })
	markRef   = storage.UUID("ref", func(m *mark) *uuid.UUID { return &m.Ref })
	markDay   = storage.Date("day", func(m *mark) *day { return &m.Day })
	markMany  = storage.IndexOn("many", markText, markInt, markBool, markTime, markRef)
	markDays  = storage.IndexOn("days", markDay, markText)
	marksDecl = storage.Declare("mark", storage.Declaration[mark]{
		Key:     func(m *mark) (*storage.ID[mark], *int64) { return &m.ID, &m.Version },
		Indexes: []*storage.Index[mark]{markMany, markDays},
	})
	marks = marksDecl.Schema()
)

// markQueries are the queries of every number of prefix values, with the values of a record in the index.
func markQueries(text string, n int64, truth bool, ref uuid.UUID) []struct {
	q      storage.Query
	values []storage.Value
} {
	type at = struct {
		q      storage.Query
		values []storage.Value
	}
	many := []storage.Value{storage.TextOf(text), storage.IntOf(n), storage.BoolOf(truth), storage.InstantOf(n), storage.UUIDOf(ref)}
	days := []storage.Value{storage.DateOf("2026-11-22"), storage.TextOf(text)}
	var all []at
	for i := range len(many) + 1 {
		all = append(all, at{storage.Query{Index: "many", Prefix: many[:i]}, many})
	}
	for i := range len(days) + 1 {
		all = append(all, at{storage.Query{Index: "days", Prefix: days[:i]}, days})
	}
	return all
}

// FuzzCursor: what Cursor writes Bound reads, only for the same index and number of prefix values; and whatever text comes as a cursor, the
// position is refused or has sound values of the right kinds.
func FuzzCursor(f *testing.F) {
	f.Add("", int64(0), false, []byte(nil), "")
	f.Add("a\x01ế", int64(-1), true, []byte("0123456789abcdef"), "AAAA")
	f.Add(strings.Repeat("x", storage.MaxText), int64(1)<<62, true, []byte{0xff}, strings.Repeat("A", 6000))
	for _, at := range markQueries("a", 1, true, uuid.Max) {
		f.Add("a", int64(1), true, []byte{1}, marks.Cursor(at.q, at.values, uuid.Max))
	}
	f.Add("a", int64(1), true, []byte{1}, spoiledCursor("\xff"))
	f.Add("a", int64(1), true, []byte{1}, spoiledCursor("\x00"))
	f.Add("a", int64(1), true, []byte{1}, spoiledCursor(strings.Repeat("x", storage.MaxText+1)))
	f.Fuzz(func(t *testing.T, text string, n int64, truth bool, ref []byte, cursor string) {
		var id uuid.UUID
		copy(id[:], ref)
		if len(text) > storage.MaxText || !utf8.ValidString(text) || strings.Contains(text, "\x00") {
			return
		}
		queries := markQueries(text, n, truth, id)
		for i, at := range queries {
			written := marks.Cursor(at.q, at.values, id)
			for k, other := range queries {
				q := other.q
				q.Cursor = written
				b, err := marks.Bound(q)
				if i != k {
					require.ErrorIs(t, err, storage.ErrCursor)
					continue
				}
				require.NoError(t, err)
				require.Equal(t, id, b.After.ID)
				require.Equal(t, at.values[len(at.q.Prefix):], append([]storage.Value{}, b.After.Values...))
			}
			at.q.Cursor = cursor
			b, err := marks.Bound(at.q)
			if err != nil {
				require.ErrorIs(t, err, storage.ErrCursor)
				continue
			}
			requireSound(t, at.q, b)
		}
	})
}

// requireSound checks a position that came out of any text: an engine can be asked with its values.
func requireSound(t *testing.T, q storage.Query, b storage.Bound) {
	if q.Cursor == "" {
		require.Nil(t, b.After)
		return
	}
	rest := b.Index.Fields[len(q.Prefix):]
	require.Len(t, b.After.Values, len(rest))
	for i, v := range b.After.Values {
		require.Equal(t, marks.Fields[rest[i]].Kind, v.Kind())
		again := q
		again.Cursor, again.Prefix = "", append(append([]storage.Value{}, q.Prefix...), b.After.Values[:i+1]...)
		_, err := marks.Bound(again) // as a value of a query it would be taken
		require.NoError(t, err)
	}
}

// spoiledCursor is a cursor of the index days behind one day, with another text in it.
func spoiledCursor(text string) string {
	q := storage.Query{Index: "days", Prefix: []storage.Value{storage.DateOf("2026-11-22")}}
	return marks.Cursor(q, []storage.Value{storage.DateOf("2026-11-22"), storage.TextOf(text)}, uuid.Max)
}

func TestCursorWithUnsoundValueIsRefused(t *testing.T) {
	for _, text := range []string{"\xff", "\x00", "a\x00", strings.Repeat("x", storage.MaxText+1)} {
		_, err := marks.Bound(storage.Query{Index: "days", Prefix: []storage.Value{storage.DateOf("2026-11-22")}, Cursor: spoiledCursor(text)})
		assert.ErrorIs(t, err, storage.ErrCursor, "%q", text)
	}
	unsound := marks.Cursor(storage.Query{Index: "days"}, []storage.Value{storage.DateOf("2026-13-40"), storage.TextOf("a")}, uuid.Max)
	_, err := marks.Bound(storage.Query{Index: "days", Cursor: unsound})
	assert.ErrorIs(t, err, storage.ErrCursor)
}

func TestLongestCursorIsTaken(t *testing.T) {
	four := storage.IndexOn("four", slipTexts(4)...)
	s := indexed(four)
	long := storage.TextOf(strings.Repeat("x", storage.MaxText))
	q := storage.Query{Index: "four"}
	q.Cursor = s.Cursor(q, []storage.Value{long, long, long, long}, uuid.Max)
	b, err := s.Bound(q)
	require.NoError(t, err)
	assert.Equal(t, []storage.Value{long, long, long, long}, b.After.Values)
}

func TestCursorOfAnotherDeclarationIsRefused(t *testing.T) {
	text, number := slipText("a"), storage.Int("a", func(s *slip) *int { return &s.Number })
	before := indexed(storage.IndexOn("x", text))
	q := storage.Query{Index: "x"}
	q.Cursor = before.Cursor(q, []storage.Value{storage.TextOf("")}, uuid.Max)
	_, err := indexed(storage.IndexOn("x", text)).Bound(q)
	assert.NoError(t, err, "the same declaration in another process")
	for name, s := range map[string]*storage.Schema{
		"another kind":       indexed(storage.IndexOn("x", number)),
		"another collection": declare("other", storage.Declaration[slip]{Indexes: indexes{storage.IndexOn("x", text)}}),
		"one more field":     indexed(storage.IndexOn("x", text, slipText("b"))),
	} {
		_, err := s.Bound(q)
		assert.ErrorIs(t, err, storage.ErrCursor, name)
	}
	_, err = before.Bound(storage.Query{Index: "x", Cursor: q.Cursor + "="})
	assert.ErrorIs(t, err, storage.ErrCursor, "with padding")
	padded := base64.URLEncoding.EncodeToString([]byte("short"))
	_, err = before.Bound(storage.Query{Index: "x", Cursor: padded})
	assert.ErrorIs(t, err, storage.ErrCursor, "too short")
}

func TestBoundTakesLimits(t *testing.T) {
	for limit, want := range map[int]int{0: 100, 1: 1, storage.MaxPage: storage.MaxPage} {
		b, err := marks.Bound(storage.Query{Index: "days", Limit: limit})
		require.NoError(t, err)
		assert.Equal(t, want, b.Limit)
		assert.Nil(t, b.After)
	}
}
