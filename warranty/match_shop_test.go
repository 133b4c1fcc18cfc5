package warranty_test

import (
	"flag"
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/storage/memory"
	"github.com/chamsoc/chamsoc/warranty"
	"github.com/chamsoc/chamsoc/warranty/warrantytest"
)

var fullMatching = flag.Bool("matching", false, "judge the matching on the five shops of 200,000 registrations; it takes minutes")

// The figures are of the seeds 101 to 105; the weights were estimated on the seeds 1 to 3. An ordinary run takes one small shop, whose figures are rougher.
func TestMatchingOnShopsThatItWasNotTunedOn(t *testing.T) {
	seeds, size, n, strangers, spread := []uint64{101}, 4000, 1000, 4000, 0.01
	if *fullMatching {
		seeds, size, n, strangers, spread = []uint64{101, 102, 103, 104, 105}, 200_000, 5000, 200_000, 0
	}
	for _, seed := range seeds {
		s := newTrial(t, seed, size)
		phone, err := s.PhoneAlone(t.Context(), n)
		require.NoError(t, err)
		t.Logf("seed %d: by phone alone the right unit is in the first three matches in %.4f, which have %.1f units; in the three likeliest units in %.4f, of %.4f that are possible",
			seed, phone.Match, phone.Shown, phone.Unit, phone.Limit)
		assert.GreaterOrEqual(t, phone.Match, 0.99-spread)
		assert.GreaterOrEqual(t, phone.Unit, phone.Limit-0.01-spread) // some come when the term is over, and are looked for behind those whose term runs

		misread, err := s.Misread(t.Context(), n)
		require.NoError(t, err)
		t.Logf("a misread serial with the phone: %d of %d accepted, %d wrongly", misread.Right, n, misread.Wrong)
		assert.GreaterOrEqual(t, float64(misread.Right), (0.97-spread)*float64(n))

		calibration, err := s.Calibration(t.Context(), 4*n)
		require.NoError(t, err)
		t.Logf("calibration error %.4f: %.3v", calibration.Error(), calibration)
		assert.LessOrEqual(t, calibration.Error(), 0.03)

		dialogue, err := s.Dialogue(t.Context(), n)
		require.NoError(t, err)
		t.Logf("done after 0, 1, … questions: %v of %d; %d more are shown as sure, %d wrong", dialogue.After, n, dialogue.Shown, dialogue.Wrong)
		assert.Greater(t, sum(dialogue.After[:4]), n*2/3, "most are done after three questions")
		assert.LessOrEqual(t, dialogue.Wrong, n/1000)

		attempts, err := s.Strangers(t.Context(), strangers)
		require.NoError(t, err)
		assert.Zero(t, attempts, "of %d strangers", strangers)
	}
}

func sum(ns []int) (total int) {
	for _, n := range ns {
		total += n
	}
	return total
}

func newTrial(t testing.TB, seed uint64, n int) warrantytest.Trial {
	t.Helper()
	tenants, err := memory.New(warranty.Schemas()...)
	require.NoError(t, err)
	s, err := warrantytest.NewTrial(t.Context(), tenants.ForTenant(""), seed, n)
	require.NoError(t, err)
	return s
}

var estimate = flag.Bool("estimate", false, "print how often each clue agrees on the shops 1 to 3: what the weights were estimated from")

func TestEstimateWeights(t *testing.T) {
	if !*estimate {
		t.Skip("only with -estimate")
	}
	for _, seed := range []uint64{1, 2, 3} {
		s := newTrial(t, seed, 20_000)
		a, err := s.Agreement(t.Context(), 20_000)
		require.NoError(t, err)
		for _, code := range slices.Sorted(maps.Keys(a.Codes)) {
			t.Logf("seed %d: %-32s %6.3f", seed, code, float64(a.Codes[code])/float64(a.N))
		}
		serial, invoice := warranty.CodeClueSerial.ID(), warranty.CodeClueInvoice.ID()
		t.Logf("seed %d: the serial and the invoice agree together %.2f times as often as if they did not depend on one another", seed,
			float64(a.Both)*float64(a.N)/float64(a.Codes[serial]*a.Codes[invoice]))
		for _, year := range a.DaysByAge {
			t.Logf("seed %d: after %4.0f days the date is off by %3.0f", seed, year.Age/year.N, year.Off/year.N)
		}
	}
}
