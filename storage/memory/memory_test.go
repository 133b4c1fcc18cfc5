package memory_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/memory"
	"github.com/chamsoc/chamsoc/storage/storagetest"
)

func TestStore(t *testing.T) {
	storagetest.Run(t, func(t *testing.T, schemas ...*storage.Schema) storagetest.Harness {
		tenants, err := memory.New(schemas...)
		require.NoError(t, err)
		return storagetest.Harness{
			Tenants:    tenants,
			Exceptions: []storagetest.Exception{storagetest.NoHostTransaction, storagetest.NotDurable, storagetest.OneWriter},
		}
	})
}
