package warranty_test

import (
	"context"
	"fmt"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/warranty"
)

// Two tills were offline, and both sold the television with the same serial: one of them was misread. Both customers are served, and a person finds out.
func ExampleService_MergeOffline() {
	ctx := context.Background()
	shop, err := newTelevisionShop(ctx)
	if err != nil {
		fmt.Println(err)
		return
	}
	sold := time.Date(2026, time.August, 30, 3, 0, 0, 0, time.UTC)
	sale := func(invoice, serial, phone string) *warranty.Sale {
		return &warranty.Sale{Invoice: invoice, Line: 1, Product: "TV-55", Quantity: 1, Serials: []string{serial}, Phone: phone, At: sold}
	}
	first := []warranty.OfflineEntry{{ID: "till-1/000017", Sale: sale("A-17", "HA-55 0B1", "0169 123 4567")}}
	second := []warranty.OfflineEntry{
		{ID: "till-2/000004", Return: &warranty.Return{Invoice: "B-3", Line: 1, At: sold.Add(time.Hour)}}, // its sale has not come yet
		{ID: "till-2/000005", Sale: sale("B-5", "HA-55 0B1", "0912 345 678")},
		{ID: "till-2/000003", Sale: sale("B-3", "HA-55 0B9", "0909 090 909")},
	}
	for _, sent := range [][]warranty.OfflineEntry{second, first, first} { // in whichever order, and again
		report, err := shop.MergeOffline(ctx, sent)
		fmt.Println(report.Merged, "merged,", report.Repeated, "repeated,", len(report.Conflicts), "conflicts", err)
	}
	for conflict, err := range shop.Conflicts().All(ctx) {
		fmt.Println(conflict.Reasons.Text(care.LangVI), err)
		misread := conflict.Sides[1]
		settled, err := shop.Resolve(ctx, warranty.Resolution{
			Conflict: conflict.ID, Version: conflict.Version, By: "NV-07", Note: "Đọc lại trên máy: HA-55 0B2.", Withdraw: []storage.ID[warranty.Entry]{misread.Entry},
			Instead: []warranty.OfflineEntry{{ID: "office/1", Sale: sale("B-5", "HA-55 0B2", "0912 345 678")}},
		})
		fmt.Println(misread.Unit, settled.State, "by", settled.By, err)
	}
	for _, serial := range []string{"HA-55 0B1", "HA-55 0B2"} {
		f, err := shop.Find(ctx, warranty.Inquiry{Serial: serial})
		fmt.Println(serial, "is", f.Candidates[0].Registration.Ref(), err)
	}
	// Output:
	// 3 merged, 0 repeated, 0 conflicts <nil>
	// 1 merged, 0 repeated, 1 conflicts <nil>
	// 0 merged, 1 repeated, 0 conflicts <nil>
	// Số seri HA550B1 của mặt hàng TV-55 được ghi cho 2 máy đang ở chỗ khách. Hãy xem lại số trên máy, hoặc ghi việc trả hàng còn thiếu. <nil>
	// B-5/1/1 settled by NV-07 <nil>
	// HA-55 0B1 is A-17/1/1 <nil>
	// HA-55 0B2 is B-5/1/1 <nil>
}

// A television comes back and is sold again; the second customer gives it to her father.
func ExampleService_Return() {
	ctx := context.Background()
	shop, err := newTelevisionShop(ctx)
	if err != nil {
		fmt.Println(err)
		return
	}
	day := time.Date(2026, time.August, 1, 3, 0, 0, 0, time.UTC)
	sale := warranty.Sale{Invoice: "HD1", Line: 1, Product: "TV-55", Quantity: 1, Serials: []string{"HA-55 0B1"}, Phone: "0169 123 4567", At: day}
	if _, err := shop.Register(ctx, sale); err != nil {
		fmt.Println(err)
		return
	}
	resale := sale
	resale.Invoice, resale.Phone, resale.At = "HD2", "0912 345 678", day.AddDate(0, 0, 20)
	_, err = shop.Register(ctx, resale)
	fmt.Println(err)

	back, err := shop.Return(ctx, warranty.Return{Invoice: "HD1", Line: 1, Serials: []string{"HA-55 0B1"}, At: day.AddDate(0, 0, 10)})
	fmt.Println(len(back.Registrations), "back", err)
	answer, err := shop.Ask(ctx, warranty.Inquiry{Card: warranty.UnitRef{Invoice: "HD1", Line: 1, Unit: 1}})
	fmt.Println(answer.Decision.Outcome, answer.Decision.Reasons[0].Text(care.LangVI), err)

	receipt, err := shop.Register(ctx, resale)
	fmt.Println("sold again, until", receipt.Registrations[0].Ends, err)
	given, err := shop.Transfer(ctx, warranty.Transfer{Invoice: "HD2", Line: 1, Name: "Lê Văn Tám", Phone: "0909 090 909", At: day.AddDate(0, 0, 25)})
	fmt.Println(len(given.Registrations), "given away", err)
	answer, err = shop.Ask(ctx, warranty.Inquiry{Serial: "HA-55 0B1", Phone: "0909 090 909", PhoneVerified: true})
	fmt.Println(answer.Decision.Outcome, "until", answer.Decision.Ends, err)
	for entry, err := range shop.History("HD2", 1).All(ctx) {
		fmt.Println(care.NameOf(entry.Kind).VI, entry.Holder.Phones[0].National(), err)
	}
	// Output:
	// care: invalid: serial: This invoice line, or this serial of the product, has a warranty already. Check the invoice and the serial. (warranty.registered)
	// 1 back <nil>
	// not_covered Sản phẩm đã được trả lại cửa hàng ngày 11/08/2026, nên không còn bảo hành. <nil>
	// sold again, until 2028-08-21 <nil>
	// 1 given away <nil>
	// covered until 2028-08-21 <nil>
	// Bán hàng 0912 345 678 <nil>
	// Chuyển cho người khác 0909 090 909 <nil>
}
