package main

import (
	"fmt"
	"time"

	"github.com/chamsoc/chamsoc/storage"
)

// unit is the measured record: a warranty registration of eighteen values.
type unit struct {
	ID        storage.ID[unit] `json:"id"`
	Version   int64            `json:"version"`
	Invoice   string           `json:"invoice"`
	Line      int64            `json:"line"`
	Unit      int64            `json:"unit"`
	Product   string           `json:"product"`
	Serial    string           `json:"serial"`
	Place     string           `json:"place"`
	Customer  string           `json:"customer"`
	Name      string           `json:"name"`
	Phone     string           `json:"phone"`
	Sold      time.Time        `json:"sold"`
	Delivered string           `json:"delivered"`
	Terms     string           `json:"terms"`
	Edition   int64            `json:"edition"`
	Ends      string           `json:"ends"`
	Recorded  time.Time        `json:"recorded"`
	Repairs   int64            `json:"repairs"`
}

var (
	unitInvoice  = storage.Text("invoice", func(u *unit) *string { return &u.Invoice })
	unitLine     = storage.Int("line", func(u *unit) *int64 { return &u.Line })
	unitUnit     = storage.Int("unit", func(u *unit) *int64 { return &u.Unit })
	unitProduct  = storage.Text("product", func(u *unit) *string { return &u.Product })
	unitSerial   = storage.Text("serial", func(u *unit) *string { return &u.Serial }).Nullable()
	unitPhone    = storage.Text("phone", func(u *unit) *string { return &u.Phone }).Nullable()
	unitCustomer = storage.Text("customer", func(u *unit) *string { return &u.Customer }).Nullable()
	unitSold     = storage.Time("sold", func(u *unit) *time.Time { return &u.Sold })
	unitRepairs  = storage.Int("repairs", func(u *unit) *int64 { return &u.Repairs })

	byUnit     = storage.UniqueOn("by_unit", unitInvoice, unitLine, unitUnit)
	bySerial   = storage.UniqueOn("by_serial", unitProduct, unitSerial)
	byPhone    = storage.IndexOn("by_phone", unitPhone, unitSold)
	byCustomer = storage.IndexOn("by_customer", unitCustomer, unitSold)

	units = storage.Declare("unit", storage.Declaration[unit]{
		Key:     func(u *unit) (*storage.ID[unit], *int64) { return &u.ID, &u.Version },
		Indexes: []*storage.Index[unit]{byUnit, bySerial, byPhone, byCustomer},
		Report:  []*storage.Field[unit]{unitRepairs},
		Subject: unitCustomer,
	})
)

var epoch = time.Date(2026, 8, 20, 1, 0, 0, 0, time.UTC)

// customers is how many units each customer has: enough for a page of a hundred.
const unitsEach = 150

func makeUnit(i int) unit {
	sold := epoch.Add(time.Duration(i) * time.Second)
	return unit{
		Invoice: fmt.Sprintf("HD%08d", i/3), Line: int64(i%3 + 1), Unit: 1, Product: "TL-BS236", Serial: serialOf(i), Place: "Quận 3",
		Customer: customerOf(i), Name: "Nguyễn Thị Hoà", Phone: fmt.Sprintf("+849%08d", i/unitsEach), Sold: sold,
		Delivered: "2026-08-20", Terms: "tu-lanh", Edition: 1, Ends: "2028-08-20", Recorded: sold,
	}
}

func serialOf(i int) string   { return fmt.Sprintf("BS236YN%08d", i) }
func customerOf(i int) string { return fmt.Sprintf("KH%06d", i/unitsEach) }
