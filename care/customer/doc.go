// Package customer keeps customers for a host that has no table of them, such as a small shop's till: who they are, how they are reached, what they need and
// expect.
//
// A host that keeps its customers elsewhere does not use this package: it implements [care.CustomerFinder] on its own table. [Service] is that port on a
// collection of Chamsoc's, and what the root gives to the other packages where the host gives none.
//
//	kept, err := c.Customer.Keep(ctx, customer.Record{CustomerInput: care.CustomerInput{
//		Name: "Nguyễn Thị Hoà", Contacts: []care.ContactInput{{Kind: care.ContactPhone, Text: "0169 234 5678"}},
//	}})
//	sale.Customer = string(kept.Customer.Ref)
//
// # Two who may be one
//
// Members of a family share a telephone, and one person has several. So the package never joins two customers: [Kept.Alike] names those who can be reached at an
// address of the one just kept, and a person decides what that means.
//
// # Erasing
//
// Everything here is personal. Erasing the customer (care/privacy) deletes it.
package customer
