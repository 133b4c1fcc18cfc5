package enquiry_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/enquiry"
)

func carrier(t *testing.T, name string) enquiry.Vocabulary {
	for _, v := range enquiry.Carriers() {
		if v.Carrier() == name {
			return v
		}
	}
	require.Fail(t, "no such carrier", name)
	return enquiry.Vocabulary{}
}

func TestCarriers(t *testing.T) {
	for _, c := range []struct {
		carrier, code string
		move          care.ShipmentStatus
		money         care.CODStatus
	}{
		{"ghn", "ready_to_pick", care.ShipmentAwaitingPickup, ""},
		{"ghn", " DELIVERED ", care.ShipmentDelivered, ""},
		{"ghn", "exception", "", ""},
		{"ghtk", "5", care.ShipmentDelivered, care.CODCollected},
		{"ghtk", "6", care.ShipmentDelivered, care.CODRemitted},
		{"ghtk", "12", "", ""}, // "being picked up" in one published table, "between depots" in another
		{"ghtk", "13", "", ""},
		{"viettelpost", "501", care.ShipmentDelivered, care.CODCollected},
		{"viettelpost", "504", care.ShipmentReturned, ""},
		{"viettelpost", "507", "", ""}, // delivered, or failed
		{"viettelpost", "509", "", ""},
		{"viettelpost", "", "", ""},
	} {
		v := carrier(t, c.carrier)
		assert.Equal(t, c.move, v.Move(c.code), "%s %s", c.carrier, c.code)
		assert.Equal(t, c.money, v.Money(c.code), "%s %s", c.carrier, c.code)
	}
	assert.Empty(t, enquiry.Vocabulary{}.Move("5"), "the zero Vocabulary knows nothing")
}

func TestHostOverridesACode(t *testing.T) {
	ours := carrier(t, "ghtk")
	theirs, err := ours.With(map[string]care.ShipmentStatus{"12": care.ShipmentInTransit, "10": ""})
	require.NoError(t, err)
	assert.Equal(t, care.ShipmentInTransit, theirs.Move("12"))
	assert.Empty(t, theirs.Move("10"), "made unknown")
	assert.Equal(t, care.CODRemitted, theirs.Money("6"))
	assert.Empty(t, ours.Move("12"), "the first is not changed")
	assert.Equal(t, care.ShipmentDelayed, ours.Move("10"))

	_, err = ours.With(map[string]care.ShipmentStatus{"12": "somewhere"})
	require.ErrorContains(t, err, `code "12": "somewhere" is no care.ShipmentStatus`)
	_, err = enquiry.NewVocabulary(" ", nil, nil)
	require.ErrorContains(t, err, "without a carrier")
	_, err = enquiry.NewVocabulary("x", nil, map[string]care.CODStatus{"1": "gone"})
	require.ErrorContains(t, err, `"gone" is no care.CODStatus`)
}
