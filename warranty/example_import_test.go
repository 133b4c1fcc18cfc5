package warranty_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/warranty"
)

// A shop brings its spreadsheet. What is refused goes to a file with its reasons, is mended there, and imported again.
func ExampleService_Import() {
	ctx := context.Background()
	shop, err := newTelevisionShop(ctx)
	if err != nil {
		fmt.Println(err)
		return
	}
	const spreadsheet = `Mã hàng;Số seri;Khách hàng;SĐT;Ngày mua;Số tháng bảo hành
TV-55;HA-55 0B1;Nguyễn Thị Ánh;0169 123 4567;05/01/2026;
TV-55;HA-55 0B2;Trần Văn Đức;0912345678;46040;36
TV-55;HA-55 0B3;Lê Tám;0912 34x;31/02/2026;24
`
	var rejects strings.Builder
	done, err := shop.Import(ctx, warranty.Import{File: strings.NewReader(spreadsheet), Rejects: &rejects})
	fmt.Println(done.Inserted, "inserted,", done.Existing, "there already,", done.Rejected, "rejected", err)
	for r, err := range shop.Registrations("").All(ctx) {
		fmt.Println(r.Serial, r.Phone.National(), "from", r.Delivered, "until", r.Ends, err)
	}
	fmt.Println(strings.TrimPrefix(rejects.String(), "\ufeff"))

	done, err = shop.Import(ctx, warranty.Import{File: strings.NewReader(spreadsheet)})
	fmt.Println(done.Inserted, "inserted,", done.Existing, "there already,", done.Rejected, "rejected", err)
	mended := strings.NewReplacer("0912 34x", "0912 345 679", "31/02/2026", "28/02/2026").Replace(rejects.String())
	done, err = shop.Import(ctx, warranty.Import{File: strings.NewReader(mended)})
	fmt.Println(done.Inserted, "inserted,", done.Existing, "there already,", done.Rejected, "rejected", err)
	// Unordered output:
	// 2 inserted, 0 there already, 1 rejected <nil>
	// HA-55 0B2 0912 345 678 from 2026-01-18 until 2029-01-18 <nil>
	// HA-55 0B1 0391 234 567 from 2026-01-05 until 2028-01-05 <nil>
	// "Dòng lỗi";"Lý do";"Reason";Mã hàng;Số seri;Khách hàng;SĐT;Ngày mua;Số tháng bảo hành
	// "4";"Ngày mua: Đây không phải là một ngày có thật. Hãy nhập như 31/08/2026, 2026-08-31, hoặc số ngày của Excel như 46265. SĐT: Số điện thoại có ký tự lạ. Hãy chỉ nhập chữ số, ví dụ 0912 345 678.";"Ngày mua: This is not a real date. Type it as 31/08/2026 (day first), 2026-08-31, or Excel's number of it, such as 46265. SĐT: The phone number has unexpected characters. Type digits only, such as 0912 345 678.";TV-55;HA-55 0B3;Lê Tám;0912 34x;31/02/2026;24
	//
	// 0 inserted, 2 there already, 1 rejected <nil>
	// 1 inserted, 0 there already, 0 rejected <nil>
}

// An import with a key that is interrupted, here after each hundred rows, goes on where it stopped, in this process or in another.
func ExampleService_Import_resume() {
	shop, err := newTelevisionShop(context.Background())
	if err != nil {
		fmt.Println(err)
		return
	}
	var file strings.Builder
	file.WriteString("Product,Serial,Sold\n")
	for i := range 250 {
		fmt.Fprintf(&file, "TV-55,HA-%04d,2026-03-01\n", i)
	}
	for {
		ctx, interrupt := context.WithCancel(context.Background()) // in a program: signal.NotifyContext(ctx, os.Interrupt)
		done, err := shop.Import(ctx, warranty.Import{
			Key: "televisions.csv", File: strings.NewReader(file.String()), BatchRows: 100, // an *os.File is not even read again
			Progress: func(warranty.ImportProgress) { interrupt() },
		})
		fmt.Println(done.Inserted, "of", done.Rows, "inserted; resumed:", done.Resumed, err)
		if !errors.Is(err, context.Canceled) {
			return
		}
	}
	// Output:
	// 100 of 100 inserted; resumed: false context canceled
	// 200 of 200 inserted; resumed: true context canceled
	// 250 of 250 inserted; resumed: true context canceled
	// 250 of 250 inserted; resumed: true <nil>
}

// What a shop leaves with: the registrations as a spreadsheet that Import reads, and everything as JSON Lines.
func ExampleService_ExportRegistrations() {
	ctx := context.Background()
	shop, err := newTelevisionShop(ctx)
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = shop.Register(ctx, warranty.Sale{
		Invoice: "HD004220", Line: 1, Product: "TV-55", Quantity: 1, Serials: []string{"HA-55 0B1"}, Name: "Nguyễn Thị Ánh", Phone: "0169 123 4567",
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	var file strings.Builder
	n, err := shop.ExportRegistrations(ctx, &file, care.LangVI)
	fmt.Println(n, err)
	fmt.Print(strings.TrimPrefix(file.String(), "\ufeff"))

	other, err := newTelevisionShop(ctx)
	if err != nil {
		fmt.Println(err)
		return
	}
	done, err := other.Import(ctx, warranty.Import{File: strings.NewReader(file.String()), Rejects: os.Stdout})
	fmt.Println(done.Inserted, err)
	// Output:
	// 1 <nil>
	// Mã hóa đơn,Dòng,Sản phẩm thứ,Mã hàng,Số seri,Mã khách,Tên khách,Điện thoại,Mã số thuế,Chi nhánh,Ngày bán,Ngày giao,Số tháng,Ngày hết hạn,Chính sách,Bản,Ngày trả lại
	// HD004220,1,1,TV-55,HA-55 0B1,,Nguyễn Thị Ánh,'+84391234567,,,2026-08-31T03:00:00Z,2026-08-31,,2028-08-31,tivi,1,
	// 1 <nil>
}
