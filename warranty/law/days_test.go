package law_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/warranty/law"
)

func TestWorkingDaysOfVietnam(t *testing.T) {
	official, ok, err := law.WorkingDays(law.Vietnam)
	require.NoError(t, err)
	require.True(t, ok)
	for last, moved := range map[string]string{
		"2026-02-17": "2026-02-23", // Tet
		"2026-01-02": "2026-01-02", // swapped, for public bodies only
		"2026-11-24": "2026-11-25", // Vietnamese Culture Day
		"2026-02-28": "2026-03-02", // a Saturday
		"2030-02-02": "2030-02-08", // Tet of 2030, worked out: Friday 1 to Tuesday 5 February, and two days in place of the weekend
		"2026-04-27": "2026-04-28", // in place of Sunday 26 April
	} {
		got, known := law.MoveLastDay(day(last), official)
		require.True(t, known)
		require.Equal(t, day(moved), got, last)
	}
	_, ok, err = law.WorkingDays(law.Europe)
	require.NoError(t, err)
	require.False(t, ok)
}
