package storage_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/memory"
)

// A loan is a record of the host's own, kept beside Chamsoc's.
type loan struct {
	ID      storage.ID[loan] `json:"id"`
	Version int64            `json:"version"`
	Item    string           `json:"item"`
	Holder  string           `json:"holder,omitempty"`
	Phone   string           `json:"phone,omitempty"`
	Due     time.Time        `json:"due"`
}

var (
	loanItem   = storage.Text("item", func(l *loan) *string { return &l.Item })
	loanHolder = storage.Text("holder", func(l *loan) *string { return &l.Holder }).Nullable()
	loanDue    = storage.Time("due", func(l *loan) *time.Time { return &l.Due })

	byItem   = storage.UniqueOn("by_item", loanItem)
	byHolder = storage.IndexOn("by_holder", loanHolder, loanDue)

	loans = storage.Declare("loan", storage.Declaration[loan]{
		Key:      func(l *loan) (*storage.ID[loan], *int64) { return &l.ID, &l.Version },
		Indexes:  []*storage.Index[loan]{byItem, byHolder},
		Subject:  loanHolder,
		Personal: []storage.Part[loan]{storage.Personal("phone", func(l *loan) *string { return &l.Phone })},
	})
)

func Example() {
	ctx := context.Background()
	tenants, err := memory.New(loans.Schema())
	if err != nil {
		fmt.Println(err)
		return
	}
	shop := tenants.ForTenant("shop-7")

	monday := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	err = shop.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
		for i, item := range []string{"phone", "drill", "fan"} {
			l := loan{Item: item, Holder: "KH001", Phone: "+84912345678", Due: monday.AddDate(0, 0, -i)}
			if _, err := loans.Put(ctx, tx, l); err != nil {
				return err
			}
		}
		_, err := loans.Put(ctx, tx, loan{Item: "drill", Due: monday})
		fmt.Println("taken:", errors.Is(err, storage.ErrExists))
		return nil
	})
	fmt.Println("committed:", err == nil)

	for l, err := range loans.List(shop, byHolder.Prefix("KH001").UpTo(monday)).All(ctx) {
		fmt.Println(l.Due.Format(time.DateOnly), l.Item, l.Version, err)
	}

	receipt, err := storage.Erase(ctx, shop, []*storage.Schema{loans.Schema()}, "KH001")
	fmt.Println("cleared:", receipt.Lines[0].Cleared, receipt.Lines[0].Parts, err)
	// Output:
	// taken: true
	// committed: true
	// 2026-11-21 fan 1 <nil>
	// 2026-11-22 drill 1 <nil>
	// 2026-11-23 phone 1 <nil>
	// cleared: 3 [phone] <nil>
}
