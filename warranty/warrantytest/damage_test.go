package warrantytest_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/storage/memory"
	"github.com/chamsoc/chamsoc/warranty"
	"github.com/chamsoc/chamsoc/warranty/warrantytest"
)

func TestASeedIsAShop(t *testing.T) {
	a, b, c := warrantytest.Generate(1, 2000), warrantytest.Generate(1, 2000), warrantytest.Generate(2, 2000)
	assert.Equal(t, a.Registrations, b.Registrations)
	assert.NotEqual(t, a.Registrations, c.Registrations)
	for range 100 {
		assert.Equal(t, a.Visit(), b.Visit())
		assert.Equal(t, a.Outsider(), b.Outsider())
		assert.Equal(t, a.Stranger(), b.Stranger())
	}
}

// What is generated is what a shop could have: units and serials are unique, phones can be read, and the rates are about those that the constants say.
func TestTheShopIsPlausible(t *testing.T) {
	const n = 20_000
	s := warrantytest.Generate(3, n)
	require.Len(t, s.Registrations, n)
	units, serials, nguyen, ofPhone := map[string]bool{}, map[string]bool{}, 0, map[care.Phone]int{}
	for _, r := range s.Registrations {
		require.False(t, units[r.Ref().String()], r.Ref())
		units[r.Ref().String()] = true
		if r.Serial != "" {
			require.False(t, serials[string(r.Product)+r.SerialKey], r.Serial)
			serials[string(r.Product)+r.SerialKey] = true
		}
		for _, p := range r.Phones {
			ofPhone[p]++
			parsed, err := care.ParsePhone(string(p))
			require.NoError(t, err)
			require.Equal(t, p, parsed)
		}
		if strings.HasPrefix(r.NameKey, "nguyen ") {
			nguyen++
		}
	}
	assert.InDelta(t, 0.384*0.93, float64(nguyen)/n, 0.03)
	assert.InDelta(t, 1.5, n/float64(len(ofPhone)), 0.4, "registrations of each phone")
}

func TestVisitsAreDamaged(t *testing.T) {
	const n = 5000
	s := warrantytest.Generate(4, 5000)
	var phone, noMarks, misread, old, off int
	for range n {
		v := s.Visit()
		r := s.Registrations[v.Unit]
		if p, err := care.ParsePhone(v.Phone); err == nil && len(r.Phones) > 0 && (p == r.Phones[0] || p == r.Phones[len(r.Phones)-1]) {
			phone++
		}
		if v.Name == care.Fold(v.Name) {
			noMarks++
		}
		if v.Misread {
			misread++
		}
		if digits := strings.NewReplacer(" ", "", ".", "").Replace(v.Phone); len(digits) == 11 && strings.HasPrefix(digits, "01") {
			old++
		}
		if v.About != "" {
			day, err := care.ParseDate(v.About)
			require.NoError(t, err)
			if days := day.DaysUntil(r.Delivered); days > v.Within || -days > v.Within {
				off++
			}
		}
	}
	assert.InDelta(t, 0.82, float64(phone)/n, 0.05)
	assert.InDelta(t, 0.5, float64(noMarks)/n, 0.1)
	assert.InDelta(t, 0.15, float64(misread)/n, 0.1)
	assert.InDelta(t, 0.1, float64(old)/n, 0.05)
	assert.Greater(t, off, n/5, "memory is worse than people say")

	for range 500 {
		v := s.WithMisreadSerial()
		assert.True(t, v.Misread)
		assert.NotEqual(t, s.Registrations[v.Unit].SerialKey, warranty.SerialKey(v.Serial))
		assert.Equal(t, -1, s.Outsider().Unit)
		stranger := s.Stranger()
		assert.Equal(t, s.Registrations[stranger.Unit].Name, stranger.Name)
	}
}

func TestLoad(t *testing.T) {
	tenants, err := memory.New(warranty.Schemas()...)
	require.NoError(t, err)
	store, s := tenants.ForTenant(""), warrantytest.Generate(5, 1500)
	require.NoError(t, s.Load(t.Context(), store))
	w, err := warranty.New(store, warranty.Config{})
	require.NoError(t, err)
	n := 0
	for r, err := range w.Registrations("").All(t.Context()) {
		require.NoError(t, err)
		require.Equal(t, s.Registrations[n], r, "as Put would return it")
		n++
	}
	assert.Equal(t, 1500, n)
}
