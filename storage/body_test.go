package storage_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/storage"
)

// memo holds text in every place where JSON has text.
type memo struct {
	ID      storage.ID[memo]  `json:"id"`
	Version int64             `json:"version"`
	Text    string            `json:"text"`
	Many    []string          `json:"many"`
	Keyed   map[string]string `json:"keyed"`
	Any     any               `json:"any"`
	Raw     json.RawMessage   `json:"raw,omitempty"`
}

var memos = storage.Declare("memo", storage.Declaration[memo]{
	Key: func(m *memo) (*storage.ID[memo], *int64) { return &m.ID, &m.Version },
})

// checker is a Tx that only checks, as every adapter does first.
type checker struct {
	storage.Tx
	got storage.Record
}

func (c *checker) Put(_ context.Context, s *storage.Schema, r storage.Record) (storage.Record, error) {
	c.got = r
	return r, s.Check(r)
}

func checkMemo(m memo) error {
	_, err := memos.Put(context.Background(), &checker{}, m)
	return err
}

// sound says what text every engine holds.
func sound(text string) bool { return utf8.ValidString(text) && !strings.Contains(text, "\x00") }

// FuzzBody: a text in a body is taken exactly if it is valid UTF-8 without NUL, wherever it stands and however many backslashes are around
// it; and a bare body exactly if it is JSON of such text.
func FuzzBody(f *testing.F) {
	for _, text := range []string{
		"", "a", "\x00", "\xff", "\ufffd", `\u0000`, `\ufffd`, `\\u0000`, `\\\u0000`, "\\\x00", "\\\\\x00", "\\\xff", "\\\\\xff", `\\ufffd`, "\\u0000\x00", "\ufffd\xff",
		"u0000", "\\", `\\`, `\\\`, "\xed\xa0\x80", "\u2028<&>", "\"\\\"", "\x01\x1f\x7f", "{\"a\":\"\\u0000\"}",
	} {
		f.Add(text)
		quoted, _ := json.Marshal(text)
		f.Add(string(quoted))
		f.Add(`{"a":["` + text + `"]}`)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > storage.MaxBody/8 { // so that no form of it is too large
			return
		}
		for place, m := range map[string]memo{
			"a field": {Text: text}, "a list": {Many: []string{"a", text}}, "a value": {Keyed: map[string]string{"k": text}}, "a key": {Keyed: map[string]string{text: "v"}},
			"within any": {Any: map[string]any{"a": []any{text}}}, "beside backslashes": {Many: []string{`\`, text, `\`}},
		} {
			if err := checkMemo(m); sound(text) {
				require.NoError(t, err, "%s %q", place, text)
			} else {
				require.ErrorIs(t, err, storage.ErrValue, "%s %q", place, text)
			}
		}
		err := memos.Schema().Check(storage.Record{ID: uuid.Max, Body: []byte(text)})
		if json.Valid([]byte(text)) && utf8.ValidString(text) && soundJSON(text) {
			require.NoError(t, err, "bare %q", text)
		} else {
			require.ErrorIs(t, err, storage.ErrValue, "bare %q", text)
		}
	})
}

// soundJSON decodes a JSON text and looks for NUL in what came out.
func soundJSON(text string) bool {
	d := json.NewDecoder(strings.NewReader(text))
	for {
		token, err := d.Token()
		if err != nil {
			return true // the end
		}
		if s, ok := token.(string); ok && strings.Contains(s, "\x00") {
			return false
		}
	}
}

// A part of the body that brings its own JSON is held to the same rules as every other text.
func TestRawJSONInABody(t *testing.T) {
	for raw, taken := range map[string]bool{
		`{"a":"b"}`:        true,
		`"\ufffd"`:         false, // as the encoder writes what is not UTF-8, so it cannot be told from it
		`"\u00e9"`:         true,
		`"\\ufffd"`:        true,
		`"\u0000"`:         false,
		"\"\xff\"":         false,
		"{\"\xed\xa0\":1}": false,
	} {
		err := checkMemo(memo{Raw: json.RawMessage(raw)})
		if taken {
			assert.NoError(t, err, "%q", raw)
		} else {
			assert.ErrorIs(t, err, storage.ErrValue, "%q", raw)
		}
	}
}

func TestBodyBeyondJSON(t *testing.T) {
	for name, v := range map[string]any{"a function": func() {}, "a channel": make(chan int), "a number that is none": badNumber{}} {
		m := memo{Text: "kept", Any: v}
		saved, err := memos.Put(t.Context(), &checker{}, m)
		require.ErrorIs(t, err, storage.ErrValue, name)
		assert.Equal(t, "kept", saved.Text)
		assert.True(t, saved.ID.IsZero(), "the argument came back with an id")
	}
}

type badNumber struct{}

func (badNumber) MarshalJSON() ([]byte, error) { return []byte("NaN"), nil }
