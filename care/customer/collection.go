package customer

import (
	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/storage"
)

// How the package's records are found. Both collections are personal as a whole: they are deleted with the customer.
var (
	customerRef  = storage.Text("ref", func(c *Customer) *care.CustomerRef { return &c.Ref }).Nullable()
	customerName = storage.Text("name_key", func(c *Customer) *string { return &c.NameKey })

	byRef  = storage.UniqueOn("by_ref", customerRef)
	byName = storage.IndexOn("by_name", customerName)

	customers = storage.Declare("customer_customer", storage.Declaration[Customer]{
		Key:     func(c *Customer) (*storage.ID[Customer], *int64) { return &c.ID, &c.Version },
		Indexes: []*storage.Index[Customer]{byRef, byName},
		Subject: customerRef,
	})

	addressCustomer = storage.Text("customer", func(a *address) *care.CustomerRef { return &a.Customer }).Nullable()
	addressKind     = storage.Text("kind", func(a *address) *care.ContactKind { return &a.Kind })
	addressValue    = storage.Text("value", func(a *address) *string { return &a.Value })

	byCustomer = storage.UniqueOn("by_customer", addressCustomer, addressKind, addressValue)
	byAddress  = storage.IndexOn("by_address", addressKind, addressValue)

	addresses = storage.Declare("customer_address", storage.Declaration[address]{
		Key:     func(a *address) (*storage.ID[address], *int64) { return &a.ID, &a.Version },
		Indexes: []*storage.Index[address]{byCustomer, byAddress},
		Subject: addressCustomer,
	})
)

// Schemas are the collections that this package keeps. Its service needs those of care and storage/queue too; chamsoc.Schemas has them all.
func Schemas() []*storage.Schema {
	return []*storage.Schema{customers.Schema(), addresses.Schema()}
}
