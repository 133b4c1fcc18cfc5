package storage_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/storage"
)

type times struct {
	ID      storage.ID[times] `json:"id"`
	Version int64             `json:"version"`
	Plain   time.Time         `json:"plain"`
	Stamps                    // exported and embedded
	stamped                   // not exported, but JSON writes what it promotes
	Own     ownTime           `json:"own"`
	Skipped time.Time         `json:"-"`
	hidden  time.Time
}

type Stamps struct {
	Made time.Time `json:"made"`
}

type stamped struct {
	Seen time.Time `json:"seen"`
}

// ownTime has a JSON form of its own, so it keeps what it likes.
type ownTime struct{ T time.Time }

func (o ownTime) MarshalJSON() ([]byte, error) { return o.T.MarshalJSON() }

var timesKept = storage.Declare("times", storage.Declaration[times]{
	Key: func(v *times) (*storage.ID[times], *int64) { return &v.ID, &v.Version },
})

func TestTimesAreCutWhereJSONWritesThem(t *testing.T) {
	rough := time.Date(1969, 12, 31, 23, 59, 59, 999_999_999, time.FixedZone("+07", 7*60*60))
	kept := time.Date(1969, 12, 31, 16, 59, 59, 999_999_000, time.UTC)
	v := times{Plain: rough, Stamps: Stamps{rough}, stamped: stamped{rough}, Own: ownTime{rough}, Skipped: rough, hidden: rough}
	tx := &checker{}
	saved, err := timesKept.Put(t.Context(), tx, v)
	require.NoError(t, err)
	assert.Equal(t, kept, saved.Plain)
	assert.Equal(t, kept, saved.Made)
	assert.Equal(t, rough, saved.Own.T)
	assert.Equal(t, rough, v.Plain, "the argument")
	assert.Contains(t, string(tx.got.Body), `"made":"1969-12-31T16:59:59.999999Z"`)
	_ = saved.hidden
}

func TestTimesInUnexportedEmbeddedStructAreCut(t *testing.T) {
	rough := time.Date(2026, 11, 22, 7, 0, 0, 1, time.FixedZone("+07", 7*60*60))
	saved, err := timesKept.Put(t.Context(), &checker{}, times{stamped: stamped{rough}})
	require.NoError(t, err)
	assert.Equal(t, time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC), saved.Seen)
}

func TestNowLosesItsMonotonicReading(t *testing.T) {
	saved, err := timesKept.Put(t.Context(), &checker{}, times{Plain: time.Now()})
	require.NoError(t, err)
	assert.Equal(t, saved.Plain.Round(0), saved.Plain)
	assert.Equal(t, time.UTC, saved.Plain.Location())
}
