// Package storagetest proves that an implementation of the storage contract keeps every promise of it. Each sentence of the contract is a
// subtest that is named by a sentence, so that a failure reads as the promise that was broken. A host runs it against its own store with
// one test:
//
//	func TestStore(t *testing.T) {
//		storagetest.Run(t, func(t *testing.T, schemas ...*storage.Schema) storagetest.Harness {
//			tenants, err := mystore.New(openEmpty(t), schemas...)
//			if err != nil {
//				t.Fatal(err)
//			}
//			return storagetest.Harness{
//				Tenants:    tenants,
//				Exceptions: []storagetest.Exception{storagetest.NoHostTransaction, storagetest.NotDurable},
//			}
//		})
//	}
//
// A store is taken to do everything. What its engine cannot do is listed in [Harness.Exceptions], and each test left out for that says so
// when the tests run with -v. Tests of one noun share a store and have a tenant each, so a store that mixes up tenants fails in
// many places.
//
// With -short the long tests are shorter. The last part plays random operations against a map; it prints a failing play at its
// shortest, with a seed. Set STORAGETEST_SEED to that seed to play it again.
//
// The package needs no test library, and belongs in tests only.
package storagetest
