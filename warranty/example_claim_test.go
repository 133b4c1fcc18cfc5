package warranty_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/warranty"
)

// soldTelevision is a shop on 10 March 2027 that sold a television on 31 August 2026, and its registration.
func soldTelevision(ctx context.Context) (warranty.Service, warranty.Registration, error) {
	shop, err := televisionShop(ctx, hanoi(2027, time.March, 10, 10))
	if err != nil {
		return shop, warranty.Registration{}, err
	}
	receipt, err := shop.Register(ctx, warranty.Sale{Invoice: "HD0042", Line: 1, Product: "TV-55", Quantity: 1, Serials: []string{"S55-8559656"}, Phone: "0912 345 678",
		At: hanoi(2026, time.August, 31, 10)})
	if err != nil {
		return shop, warranty.Registration{}, err
	}
	return shop, receipt.Registrations[0], nil
}

// hanoi is an instant on the shop's clock.
func hanoi(year int, month time.Month, day, hour int) time.Time {
	return time.Date(year, month, day, hour, 0, 0, 0, care.Env{}.Location())
}

// The law wants a time on the receipt: there is none without.
func ExampleService_TakeIn() {
	ctx := context.Background()
	shop, tv, err := soldTelevision(ctx)
	if err != nil {
		fmt.Println(err)
		return
	}
	intake := warranty.Intake{Registration: tv.ID, Fault: "no_power", Said: "Không lên nguồn", Items: "Tivi, điều khiển", At: hanoi(2027, time.March, 1, 9)}
	_, err = shop.TakeIn(ctx, intake)
	if invalid, ok := errors.AsType[*care.Invalid](err); ok {
		fmt.Println(invalid.Problems[0].Reason.Text(care.LangEN))
	}

	intake.Within = calendar.WorkingDates(3)
	taken, err := shop.TakeIn(ctx, intake)
	if err != nil {
		fmt.Println(err)
		return
	}
	receipt, err := shop.Receipt(ctx, taken.Claim.ID) // to be printed, or sent
	fmt.Println(receipt.Reasons[0].Text(care.LangVI))
	fmt.Println(receipt.Reasons[1].Text(care.LangVI), err)

	_, err = shop.HandBack(ctx, warranty.OnClaim{Claim: taken.Claim.ID, At: hanoi(2027, time.March, 2, 9)})
	if invalid, ok := errors.AsType[*care.Invalid](err); ok {
		fmt.Println(invalid.Problems[0].Reason.Text(care.LangEN))
	}
	// Output:
	// The receipt has to say when the work will be done. Promise an instant, or say within how long, and only one of the two.
	// Đã nhận sản phẩm HD0042/1/1 lúc 09:00 ngày 01/03/2027.
	// Hẹn thực hiện xong trước 00:00 ngày 05/03/2027. <nil>
	// The claim is at “Received” and cannot hand back. It can: accept, wait, refuse in writing, withdraw, lend, record consent, charge, claim from the supplier.
}

// The promised time runs out, which opens a refund; the customer gets what was paid, and the reasons.
func ExampleService_Refund() {
	ctx := context.Background()
	shop, tv, err := soldTelevision(ctx)
	if err != nil {
		fmt.Println(err)
		return
	}
	taken, err := shop.TakeIn(ctx, warranty.Intake{Registration: tv.ID, Fault: "no_power", At: hanoi(2027, time.March, 1, 9), Promised: hanoi(2027, time.March, 8, 17)})
	if err != nil {
		fmt.Println(err)
		return
	}
	claim := taken.Claim.ID
	for _, step := range []func() (warranty.ClaimUpdate, error){
		func() (warranty.ClaimUpdate, error) {
			return shop.Accept(ctx, warranty.Acceptance{OnClaim: warranty.OnClaim{Claim: claim, At: hanoi(2027, time.March, 1, 10)}})
		},
		func() (warranty.ClaimUpdate, error) {
			return shop.Wait(ctx, warranty.ClaimWaiting{OnClaim: warranty.OnClaim{Claim: claim, At: hanoi(2027, time.March, 2, 9)}, For: "parts"})
		},
		func() (warranty.ClaimUpdate, error) { // what the maker owes the shop goes on beside it
			return shop.FromSupplier(ctx, warranty.SupplierNews{OnClaim: warranty.OnClaim{Claim: claim, At: hanoi(2027, time.March, 2, 10)}, Status: "asked", Supplier: "SONY-VN"})
		},
	} {
		if _, err := step(); err != nil {
			fmt.Println(err)
			return
		}
	}

	refund := warranty.Refunding{OnClaim: warranty.OnClaim{Claim: claim, At: hanoi(2027, time.March, 8, 9)}, Lines: []warranty.PaidLine{
		{Line: 1, Paid: care.VND(15_990_000)}, {Line: 2, Paid: care.VND(350_000)}, // the television, and the stand that goes with it
	}}
	_, err = shop.Refund(ctx, refund)
	if invalid, ok := errors.AsType[*care.Invalid](err); ok {
		fmt.Println(invalid.Problems[0].Reason.Text(care.LangEN))
	}
	refund.At = hanoi(2027, time.March, 9, 9)
	done, err := shop.Refund(ctx, refund)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, why := range done.Claim.State.Why {
		fmt.Println(why.Text(care.LangVI))
	}
	fmt.Println(done.Claim.State.Why[0].Rule())
	for _, line := range done.Claim.State.Refunded {
		fmt.Println("dòng", line.Line, line.Amount.Format(care.LangVI))
	}
	// Output:
	// By the decision as it stands the customer is not entitled to “return and refund”. If the shop does it all the same, say that it is goodwill.
	// Nhận ngày 01/03/2027, hẹn trả ngày 08/03/2027, đến ngày 09/03/2027 vẫn chưa sửa xong: thời gian bảo hành đã hết.
	// Hoàn lại toàn bộ số tiền đã trả, 16.340.000 ₫: luật không trừ phần đã sử dụng.
	// 19/2023/QH15: 30.2.đ
	// dòng 1 15.990.000 ₫
	// dòng 2 350.000 ₫
}

// A centre gets no more repairs on a day than it can begin, and none before its parts are there.
func ExampleService_OrderRepair() {
	ctx := context.Background()
	shop, tv, err := soldTelevision(ctx)
	if err != nil {
		fmt.Println(err)
		return
	}
	if _, err := shop.SetCentre(ctx, warranty.Centre{Code: "Q3", Name: care.Text{VI: "Xưởng Quận 3", EN: "District 3 workshop"}, PerDay: 1}); err != nil {
		fmt.Println(err)
		return
	}
	var last warranty.RepairOrder
	for range 2 {
		last, err = shop.OrderRepair(ctx, warranty.RepairRequest{Centre: "Q3", Registration: tv.ID, At: hanoi(2027, time.March, 5, 9), // a Friday
			Parts: []warranty.OrderPart{{Part: "panel", Needed: 1, Expected: calendar.MustDate(2027, time.March, 6)}}})
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(last.Day, last.Why.Text(care.LangEN))
	}
	last, err = shop.MoveOrder(ctx, warranty.OrderMove{OnOrder: warranty.OnOrder{Order: last.ID}, To: warranty.OrderInWork})
	fmt.Println(last.Status, err)
	// Output:
	// 2027-03-08 The parts are expected on 6 March 2027, so it does not begin before. 8 March 2027 is the earliest working day with room, for 1.
	// 2027-03-09 The parts are expected on 6 March 2027, so it does not begin before. The working days before that, 1 of them, are full. 9 March 2027 is the earliest working day with room, for 1.
	// in_work <nil>
}

// A service is due after six months or 5,000 hours, whichever comes first, and moves when it is done.
func ExampleService_PlanMaintenance() {
	ctx := context.Background()
	shop, tv, err := soldTelevision(ctx)
	if err != nil {
		fmt.Println(err)
		return
	}
	plan, err := shop.PlanMaintenance(ctx, warranty.PlanRequest{Registration: tv.ID, Code: "clean", Name: care.Text{VI: "Vệ sinh", EN: "Cleaning"},
		Months: 6, Use: 5000, Unit: care.Text{VI: "giờ", EN: "hours"}})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(plan.Due.On, plan.Due.Why[0].Text(care.LangEN))
	for _, read := range []warranty.UseRead{
		{Plan: plan.ID, At: hanoi(2026, time.November, 9, 9), Use: 2800}, // 40 hours a day: a screen in a shop window
		{Plan: plan.ID, At: hanoi(2027, time.January, 2, 9), Use: 4990, Serviced: true},
	} {
		if plan, err = shop.ReadUse(ctx, read); err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(plan.Due.On, plan.Due.Why[0].Text(care.LangEN))
	}
	// Output:
	// 2027-02-28 Due on 28 February 2027: 6 month(s) after 31 August 2026.
	// 2027-01-03 Due at 5000 hours, reckoned for 3 January 2027; on 9 November 2026 it was 2800 hours.
	// 2027-07-02 Due on 2 July 2027: 6 month(s) after 2 January 2027.
}
