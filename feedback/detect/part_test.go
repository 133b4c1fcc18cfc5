package detect_test

import (
	"encoding/json"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/feedback/detect"
)

// Any cut of a stream into parts, at any place within or between days, joins to the state of the whole.
func TestJoinedPartsEqualOneStream(t *testing.T) {
	r := rand.New(rand.NewPCG(21, 22))
	for range 2000 {
		d := newDrift(t, detect.Promise{AtMost: 0.2, Every: 1e12})
		if r.IntN(2) == 0 {
			d = newDrift(t, detect.Promise{AtLeast: 0.7, Every: 1e12})
		}
		var whole, joined detect.DriftState
		var part detect.Part
		day, share := monday, r.Float64()*0.5
		for i := range r.IntN(60) {
			if r.IntN(3) == 0 {
				day = day.AddDays(1 + r.IntN(3)*r.IntN(30))
			}
			x := float64(r.IntN(2))
			if r.Float64() < share {
				x = r.Float64()
			}
			require.Nil(t, d.Observe(&whole, day, x))
			if d.Gather(&part, day, x); r.IntN(10) == 0 && i > 0 {
				part = join(t, d, &joined, part)
			}
		}
		join(t, d, &joined, part)
		for k := range whole.Evidence {
			require.InDelta(t, 1, (joined.Evidence[k]+1e-9)/(whole.Evidence[k]+1e-9), 1e-9)
		}
		require.InDelta(t, whole.Excess, joined.Excess, 1e-9)
		require.InDelta(t, whole.Seen.Sum, joined.Seen.Sum, 1e-9)
		require.InDelta(t, whole.Open.Sum, joined.Open.Sum, 1e-9)
		joined.Evidence, joined.Excess, joined.Seen.Sum, joined.Open.Sum = whole.Evidence, whole.Excess, whole.Seen.Sum, whole.Open.Sum
		require.Equal(t, whole, joined)
	}
}

func join(t *testing.T, d *detect.Drift, s *detect.DriftState, p detect.Part) detect.Part {
	data, err := json.Marshal(p)
	require.NoError(t, err)
	var read detect.Part
	require.NoError(t, json.Unmarshal(data, &read))
	require.Equal(t, p, read)
	alarms, err := d.Join(s, read)
	require.NoError(t, err)
	require.Empty(t, alarms)
	return detect.Part{}
}

func TestPartsRaiseTheirAlarmWhenJoined(t *testing.T) {
	d := newDrift(t, detect.Promise{AtMost: 0.05, Every: 100})
	var s detect.DriftState
	var p detect.Part
	for i := range 10 {
		for j := range 20 {
			d.Gather(&p, monday.AddDays(i), float64(j%2))
		}
	}
	d.Gather(&p, monday, 1)
	d.Gather(&p, monday.AddDays(20), 7)
	alarms, err := d.Join(&s, p)
	require.NoError(t, err)
	require.Len(t, alarms, 1)
	require.Equal(t, monday, alarms[0].Since)
	require.InDelta(t, 0.5, alarms[0].Mean, 1e-9)
	require.EqualValues(t, 1, s.Late)
	require.EqualValues(t, 1, s.Refused)
	_, err = d.Join(&s, p)
	require.ErrorIs(t, err, detect.ErrOrder)
}
