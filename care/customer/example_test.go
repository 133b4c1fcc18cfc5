package customer_test

import (
	"context"
	"fmt"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/customer"
	"github.com/chamsoc/chamsoc/storage/memory"
)

// A till takes in a customer, and is told who has the same number.
func ExampleService_Keep() {
	ctx := context.Background()
	tenants, err := memory.New(schemas()...)
	if err != nil {
		panic(err)
	}
	customers, err := customer.New(tenants.ForTenant(""), customer.Config{})
	if err != nil {
		panic(err)
	}
	for _, typed := range []care.CustomerInput{
		{Ref: "KH001", Name: "Nguyễn Thị Hoà", Contacts: []care.ContactInput{{Kind: care.ContactPhone, Text: "0169 234 5678"}}},
		{Ref: "KH002", Name: "Trần Văn Nam", Contacts: []care.ContactInput{{Kind: care.ContactPhone, Text: "039.234.5678"}}, Preferred: "zalo"},
	} {
		kept, err := customers.Keep(ctx, customer.Record{CustomerInput: typed})
		if err != nil {
			panic(err)
		}
		fmt.Println(kept.Customer.Ref, kept.Customer.Person.Phones(), "alike:", kept.Alike)
	}
	found, err := customers.FindCustomers(ctx, care.CustomerQuery{NameKey: care.NameKey("nguyen thi")})
	if err != nil {
		panic(err)
	}
	fmt.Println(found.Value[0].Ref, found.Value[0].Name)
	// Output:
	// KH001 [+84392345678] alike: []
	// KH002 [+84392345678] alike: [KH001]
	// KH001 Nguyễn Thị Hoà
}
