package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.etcd.io/bbolt"

	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/storagetest"
)

// TestStoreKeepsTheContract is what proves a store of one's own: every sentence of the contract, one subtest each.
func TestStoreKeepsTheContract(t *testing.T) {
	storagetest.Run(t, func(t *testing.T, schemas ...*storage.Schema) storagetest.Harness {
		path := filepath.Join(t.TempDir(), "own.db")
		open := func(t *testing.T) (*bbolt.DB, storage.Tenants) {
			db, err := bbolt.Open(path, 0o600, &bbolt.Options{NoSync: true}) // the test does not pull the plug
			require.NoError(t, err)
			t.Cleanup(func() { db.Close() })
			tenants, err := NewStore(db, schemas)
			require.NoError(t, err)
			return db, tenants
		}
		db, tenants := open(t)
		return storagetest.Harness{
			Tenants: tenants,
			Reopen: func(t *testing.T) storage.Tenants {
				require.NoError(t, db.Close())
				_, tenants := open(t)
				return tenants
			},
			Exceptions: []storagetest.Exception{storagetest.NoHostTransaction, storagetest.OneWriter},
		}
	})
}

func TestRuns(t *testing.T) {
	require.NoError(t, run(t.Context(), t.Output(), t.TempDir()))
}

// TestStoreIsShort keeps the promise that a store of one's own is an afternoon's work.
func TestStoreIsShort(t *testing.T) {
	source, err := os.ReadFile("store.go")
	require.NoError(t, err)
	require.Less(t, strings.Count(string(source), "\n"), 150)
}
