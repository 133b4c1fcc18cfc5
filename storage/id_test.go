package storage_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/storage"
)

type ticket struct{}

func TestNewIDsAreOrderedInTime(t *testing.T) {
	last := storage.NewID[ticket]()
	for range 1000 {
		next := storage.NewID[ticket]()
		require.Less(t, last.String(), next.String())
		assert.EqualValues(t, 7, next.UUID().Version())
		last = next
	}
}

func TestZeroID(t *testing.T) {
	var zero storage.ID[ticket]
	assert.True(t, zero.IsZero())
	assert.Empty(t, zero.String())
	body, err := json.Marshal(map[string]any{"id": zero})
	require.NoError(t, err)
	assert.JSONEq(t, `{"id":""}`, string(body))
	id := storage.NewID[ticket]()
	require.NoError(t, id.UnmarshalText(nil))
	assert.True(t, id.IsZero())
	assert.False(t, storage.NewID[ticket]().IsZero())
}

func TestIDAsAKeyInJSON(t *testing.T) {
	want := map[storage.ID[ticket]]int{storage.NewID[ticket](): 1, storage.NewID[ticket](): 2}
	body, err := json.Marshal(want)
	require.NoError(t, err)
	var got map[storage.ID[ticket]]int
	require.NoError(t, json.Unmarshal(body, &got))
	assert.Equal(t, want, got)
}

func TestTextThatIsNoID(t *testing.T) {
	good := storage.NewID[ticket]().String()
	for _, bad := range []string{
		" ", "x", good[1:], good + "0", " " + good[1:], strings.ReplaceAll(good, "-", ""), strings.ReplaceAll(good, "-", "_"), "{" + good + "}", "urn:uuid:" + good,
		"g" + good[1:], good[:35] + "\n",
	} {
		_, err := storage.ParseID[ticket](bad)
		assert.Error(t, err, "%q", bad)
		id := storage.NewID[ticket]()
		before := id
		assert.Error(t, id.UnmarshalText([]byte(bad)))
		assert.Equal(t, before, id, "a refused text changed the id")
	}
}

// FuzzID: what is read is written back the same but for upper case, and what is written is read back.
func FuzzID(f *testing.F) {
	f.Add("", []byte(nil))
	f.Add("0190F3E0-0000-7000-8000-00000000abCD", []byte("0123456789abcdef"))
	f.Add("00000000-0000-0000-0000-000000000000", []byte{0xff})
	f.Add("0190f3e0-0000-7000-8000-00000000abcg", []byte{1})
	f.Fuzz(func(t *testing.T, text string, raw []byte) {
		if id, err := storage.ParseID[ticket](text); err == nil && !id.IsZero() {
			require.Equal(t, strings.ToLower(text), id.String())
		}
		var id, again storage.ID[ticket]
		copy(id[:], raw)
		written, err := id.MarshalText()
		require.NoError(t, err)
		require.Equal(t, id.String(), string(written))
		require.NoError(t, again.UnmarshalText(written))
		require.Equal(t, id, again)
		body, err := json.Marshal(struct{ ID storage.ID[ticket] }{id})
		require.NoError(t, err)
		var read struct{ ID storage.ID[ticket] }
		require.NoError(t, json.Unmarshal(body, &read))
		require.Equal(t, id, read.ID)
	})
}

func TestTheTextOfAnID(t *testing.T) {
	id := storage.NewID[ticket]()
	text, err := id.AppendText([]byte("id "))
	require.NoError(t, err)
	require.Equal(t, "id "+id.UUID().String(), string(text))
	text, err = id.MarshalText()
	require.NoError(t, err)
	require.Equal(t, id.UUID().String(), string(text))
}
