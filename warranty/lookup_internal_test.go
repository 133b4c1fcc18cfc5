package warranty

import (
	"context"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/memory"
)

// A registration that is changed is found by its present phones and subject, and by no earlier one.
func TestAChangedRegistrationIsFoundByWhatItIsNow(t *testing.T) {
	tenants, err := memory.New(Schemas()...)
	require.NoError(t, err)
	store := tenants.ForTenant("")
	save := func(r Registration) Registration {
		t.Helper()
		var saved []Registration
		require.NoError(t, store.Update(t.Context(), func(ctx context.Context, tx storage.Tx) error {
			saved, err = putRegistrations(ctx, tx, []Registration{r})
			return err
		}))
		return saved[0]
	}
	rows := func() (all []string) {
		for row, err := range otherPhones.List(store, byOtherPhone.Prefix()).All(t.Context()) {
			require.NoError(t, err)
			all = append(all, string(row.Phone)+" "+row.Subject)
		}
		return all
	}
	day, err := calendar.ParseDate("2026-08-31")
	require.NoError(t, err)
	r := save(Registration{Invoice: "HD1", Line: 1, Unit: 1, Product: "P", Customer: "KH-1", Phones: []care.Phone{"+841", "+842", "+843"}, Delivered: day, Ends: day})
	assert.Equal(t, []string{"+842 KH-1", "+843 KH-1"}, rows())

	r.Serial = "SN1"
	r = save(r)
	assert.Equal(t, []string{"+842 KH-1", "+843 KH-1"}, rows(), "as before")
	r.Customer, r.Phones = "KH-2", []care.Phone{"+842", "+843"}
	r = save(r)
	assert.Equal(t, []string{"+843 KH-2"}, rows(), "the first phone is in the registration")
	r.Delivered, r.Phones = day.AddDays(1), slices.Concat(r.Phones, []care.Phone{"+844"})
	r = save(r)
	assert.Equal(t, []string{"+843 KH-2", "+844 KH-2"}, rows())
	r.Phones = nil
	save(r)
	assert.Empty(t, rows())
}
