package pgxstore

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestNewsNamesEveryTenantInPayloadsThatFit(t *testing.T) {
	var n news
	require.Empty(t, n.take())
	var want []string
	for i := range maxNamed {
		tenant := fmt.Sprint("cửa hàng \"", i, "\" ", strings.Repeat("x", 100))
		want = append(want, tenant)
		n.add([]string{tenant})
		n.add([]string{tenant})
	}
	var got []string
	payloads := n.take()
	for _, p := range payloads {
		require.LessOrEqual(t, len(p), 7999)
		got = append(got, tenantsOf(p)...)
	}
	require.Greater(t, len(payloads), 1)
	slices.Sort(want)
	slices.Sort(got)
	require.Equal(t, want, got)
	require.Empty(t, n.take(), "what was told is not told again")
}

func TestNewsOfNobodyOrOfVeryManyIsForAll(t *testing.T) {
	var n news
	n.add([]string{"a"})
	n.add(nil)
	require.Equal(t, []string{""}, n.take())
	for i := range 10 * maxNamed {
		n.add([]string{fmt.Sprint(i)})
	}
	require.LessOrEqual(t, len(n.tenants), maxNamed, "and is bounded")
	require.Equal(t, []string{""}, n.take())
	require.Nil(t, tenantsOf(""))
	require.Nil(t, tenantsOf("{"))
}

func TestNewsEndsAWait(t *testing.T) {
	var n news
	wait, cancel := n.until(t.Context())
	defer cancel()
	require.NoError(t, wait.Err())
	n.add([]string{"a"})
	require.Error(t, wait.Err())
	wait, cancel = n.until(t.Context())
	defer cancel()
	require.Error(t, wait.Err(), "what came before the wait")
	n.take()
	wait, cancel = n.until(t.Context())
	defer cancel()
	require.NoError(t, wait.Err())
}
