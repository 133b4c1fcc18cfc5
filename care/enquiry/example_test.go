package enquiry_test

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/enquiry"
	"github.com/chamsoc/chamsoc/storage/memory"
	"github.com/chamsoc/chamsoc/storage/queue"
)

// codes is the host's own check of the one-time codes that it sends.
type codes map[string]care.CustomerRef

func (c codes) Verify(_ context.Context, claim enquiry.Claim) (care.CustomerRef, error) {
	return c[string(claim.Phone)+" "+claim.Code], nil
}

// accounts is the host's accounting system.
type accounts struct{ down bool }

func (a accounts) Debt(_ context.Context, customer care.CustomerRef) (care.Known[care.Debt], error) {
	if a.down {
		return care.Known[care.Debt]{}, fmt.Errorf("accounts: no connection: %w", care.ErrUnavailable)
	}
	balance, _ := care.NewMoney("1250000", "VND")
	overdue, _ := care.NewMoney("250000", "VND")
	asOf := time.Date(2026, time.November, 20, 1, 30, 0, 0, time.UTC)
	return care.Known[care.Debt]{Value: care.Debt{Customer: customer, Balance: balance, Overdue: overdue}, AsOf: asOf, Source: "MISA"}, nil
}

func newEnquiries(debts care.DebtReader) (enquiry.Service, error) {
	tenants, err := memory.New(slices.Concat(queue.Schemas(), care.Schemas(), enquiry.Schemas())...)
	if err != nil {
		return enquiry.Service{}, err
	}
	return enquiry.New(tenants.ForTenant(""), enquiry.Config{
		Env:      care.Env{Now: func() time.Time { return time.Date(2026, time.November, 20, 2, 0, 0, 0, time.UTC) }, Zone: time.FixedZone("", 7*60*60)},
		Verifier: codes{"+84912345678 480221": "KH1"}, Debts: debts,
	})
}

// A customer asks by phone what is owed, and proves who she is with a code. A stranger with the same question learns nothing.
func ExampleService_Ask() {
	ctx := context.Background()
	enquiries, err := newEnquiries(accounts{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, asker := range []enquiry.Asker{{Phone: "0912 345 678", Code: "480221"}, {Phone: "0912 345 678"}} {
		answer, err := enquiries.Ask(ctx, enquiry.Question{Topic: "debt", Channel: "phone", Asker: asker})
		fmt.Println(answer.Outcome, answer.Freshness, err)
		for _, reason := range answer.Reasons {
			fmt.Println(" ", reason.Text(care.LangVI))
		}
	}
	// Output:
	// answered recent <nil>
	//   Còn nợ 1.250.000 ₫, trong đó 250.000 ₫ đã quá hạn.
	//   Theo MISA, tính đến 08:30 ngày 20/11/2026.
	// not_found  <nil>
	//   Không tìm thấy thông tin để trả lời. Hãy kiểm tra lại số đã cho, hoặc xác minh bằng số điện thoại đã dùng lúc mua.
}

// When the accounts are down, nobody is told a debt of zero; the enquiry waits for somebody who answers it.
func ExampleService_Waiting() {
	ctx := context.Background()
	enquiries, err := newEnquiries(accounts{down: true})
	if err != nil {
		fmt.Println(err)
		return
	}
	answer, err := enquiries.Ask(ctx, enquiry.Question{Topic: "debt", Channel: "phone", Asker: enquiry.Asker{Phone: "0912 345 678", Code: "480221"}})
	fmt.Println(answer.Reasons.Text(care.LangEN), err)
	for waiting, err := range enquiries.Waiting().All(ctx) {
		fmt.Println(waiting.Customer, waiting.Topic, waiting.Channel, err)
	}
	// Output:
	// This cannot be looked up now: Debt. That does not mean that there is nothing. Our staff will reply. <nil>
	// KH1 debt phone <nil>
}

// A host knows from its contract what a code means on which published tables disagree.
func ExampleVocabulary_With() {
	for _, v := range enquiry.Carriers() {
		if v.Carrier() != "ghtk" {
			continue
		}
		ours, err := v.With(map[string]care.ShipmentStatus{"12": care.ShipmentAwaitingPickup})
		fmt.Printf("%q %q %v\n", v.Move("12"), ours.Move("12"), err)
	}
	// Output:
	// "" "awaiting_pickup" <nil>
}
