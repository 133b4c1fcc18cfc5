package care_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
)

// A customer is typed at the till; everything that is wrong is told at once.
func ExampleNewCustomer() {
	customer, err := care.NewCustomer(care.CustomerInput{
		Ref:  "KH-001",
		Kind: "person",
		Name: "  nguyễn thị  Ánh",
		Contacts: []care.ContactInput{
			{Kind: care.ContactPhone, Text: "0169 123 4567"},
			{Kind: care.ContactEmail, Text: "Anh@Example.VN"},
		},
		Preferred: "zalo",
	}, nil)
	fmt.Println(customer.Name, customer.Phones(), err)

	_, err = care.NewCustomer(care.CustomerInput{
		Contacts: []care.ContactInput{{Kind: care.ContactPhone, Text: "0912 345"}},
		Lang:     "klingon",
	}, nil)
	if invalid, ok := errors.AsType[*care.Invalid](err); ok {
		for _, problem := range invalid.Problems {
			fmt.Printf("%s: %s\n", problem.Path, problem.Reason.Text(care.LangVI))
		}
	}
	// Output:
	// nguyễn thị Ánh [+84391234567] <nil>
	// contacts[0][0]: Số điện thoại thiếu hoặc thừa chữ số. Hãy nhập đủ số, ví dụ 0912 345 678.
	// lang: Giá trị này không có trong danh sách. Hãy chọn một trong các giá trị: vi, en.
}

// However it is typed, it is the same number; old numbers become the new ones.
func ExampleParsePhone() {
	for _, text := range []string{"0912.345.678", "(+84)(0)912 345 678", "0169 123 4567", "1900 1234"} {
		phone, err := care.ParsePhone(text)
		fmt.Println(phone, phone.National(), err)
	}
	// Output:
	// +84912345678 0912 345 678 <nil>
	// +84912345678 0912 345 678 <nil>
	// +84391234567 0391 234 567 <nil>
	// +8419001234 1900 1234 <nil>
}

// Old customer lists hold several numbers in one field.
func ExampleParsePhones() {
	phones, err := care.ParsePhones("0912 345 678 / 0169 123 4567")
	fmt.Println(phones, err)
	// Output: [+84912345678 +84391234567] <nil>
}

// What a stranger may be shown to recognise his own number by.
func ExamplePhone_Masked() {
	fmt.Println(care.Phone("+84912345678").Masked())
	// Output: 09xx xxx 678
}

// Names are found however they were typed.
func ExampleNameKey() {
	fmt.Println(care.NameKey("Nguyễn Thị Ánh-Tuyết"))
	fmt.Println(care.NameKey("NGUYEN THI ANH TUYET") == care.NameKey("Nguyễn  Thị Ánh Tuyết "))
	// Output:
	// nguyen thi anh tuyet
	// true
}

// Amounts as tills print them.
func ExampleParseMoney() {
	for _, text := range []string{"1.290.000 ₫", "1,290,000", "1290000đ", "1.5"} {
		m, err := care.ParseMoney(text)
		fmt.Println(m, err != nil)
	}
	// Output:
	// 1290000 VND false
	// 1290000 VND false
	// 1290000 VND false
	// 0 true
}

// The refund for the 137 days that remain of a year's plan.
func ExampleMoney_ProRataHalfUp() {
	refund, err := care.VND(1_290_000).ProRataHalfUp(137, 365)
	fmt.Println(refund.Format(care.LangVI), err)
	// Output: 484.192 ₫ <nil>
}

// A discount shared by the lines of an invoice, without losing a đồng.
func ExampleMoney_Split() {
	parts, err := care.VND(100_000).Split([]int64{1, 1, 1})
	fmt.Println(parts, err)
	// Output: [33334 VND 33333 VND 33333 VND] <nil>
}

// A sum starts from the zero Money.
func ExampleMoney_Add() {
	var total care.Money
	for _, m := range []care.Money{care.VND(1_290_000), care.VND(90_000)} {
		var err error
		if total, err = total.Add(m); err != nil {
			fmt.Println(err)
			return
		}
	}
	fmt.Println(total.Format(care.LangVI))
	// Output: 1.380.000 ₫
}

// A package declares its codes once, gives reasons with the facts of the case,
// and says them in either language.
func ExampleCode_With() {
	expired := care.NewCode("example.expired", "VN Law 19/2023/QH15 art. 30", care.Text{
		VI: "Bảo hành đã hết hạn ngày {until:date}.",
		EN: "The warranty ended on {until:date}.",
	})
	fmt.Println(care.CheckCodes(expired))

	reason := expired.With(care.NewFact("until", calendar.MustDate(2026, time.August, 31)))
	fmt.Println(reason.Text(care.LangVI))
	fmt.Println(reason.Text(care.LangEN))
	fmt.Println(reason.Rule())
	// Output:
	// <nil>
	// Bảo hành đã hết hạn ngày 31/08/2026.
	// The warranty ended on 31 August 2026.
	// VN Law 19/2023/QH15 art. 30
}

// A stored decision reads as it was given, whatever became of its words.
func ExampleReason_UnmarshalJSON() {
	stored := `{"code": "warranty.expired", "rule": "our terms of 2024, 3.1",
		"facts": {"until": {"kind": "date", "value": "2026-08-31"}},
		"text": {"vi": "Hết hạn từ 31/08/2026.", "en": "It ran out on 31 August 2026."}}`
	var reason care.Reason
	err := json.Unmarshal([]byte(stored), &reason)
	until, _ := reason.Fact("until")
	fmt.Println(reason.Text(care.LangVI), until.Value(), err)
	// Output: Hết hạn từ 31/08/2026. 2026-08-31 <nil>
}

// A request is read whole, and all that is wrong with it is told at once.
func ExampleProblems() {
	request := struct{ Phone, Channel, On string }{Phone: "0912 345", Channel: "email", On: "31/02/2026"}

	var p care.Problems
	care.Required(&p, "phone", request.Phone, care.ParsePhone)
	care.Optional(&p, "channel", request.Channel, care.ParseEnum[care.Channel])
	care.Required(&p, "on", request.On, care.ParseDate)
	for _, problem := range p {
		fmt.Println(problem)
	}
	// Output:
	// phone: The phone number has too few or too many digits. Type all of it, such as 0912 345 678. (care.phone_length)
	// on: This is not a real date. Type it as 31/08/2026 (day first) or 2026-08-31. (care.date_form)
}

// A menu of channels in the customer's language.
func ExampleTerms() {
	for phase, name := range care.Phase("").Terms().All() {
		fmt.Println(phase, "-", name.In(care.LangVI))
	}
	// Output:
	// before - Trước khi bán
	// during - Trong khi bán
	// after - Sau khi bán
}

// ledger answers from last night's copy of the accounts.
type ledger struct {
	copied time.Time
	debts  map[care.CustomerRef]care.Debt
}

func (l ledger) Debt(_ context.Context, customer care.CustomerRef) (care.Known[care.Debt], error) {
	if l.debts == nil {
		return care.Known[care.Debt]{}, fmt.Errorf("ledger: no copy yet: %w", care.ErrUnavailable)
	}
	return care.Known[care.Debt]{Value: l.debts[customer], AsOf: l.copied, Source: "MISA"}, nil
}

// A host answers what a customer owes, and as of when; a system that is down is
// never a debt of zero.
func ExampleDebtReader() {
	var accounts care.DebtReader = ledger{
		copied: time.Date(2026, time.August, 31, 2, 0, 0, 0, time.UTC),
		debts:  map[care.CustomerRef]care.Debt{"KH-001": {Balance: care.VND(1_290_000)}},
	}
	debt, err := accounts.Debt(context.Background(), "KH-001")
	fmt.Println(debt.Value.Balance, "as of", debt.AsOf.Format(time.DateOnly), "from", debt.Source, err)

	accounts = ledger{}
	_, err = accounts.Debt(context.Background(), "KH-001")
	fmt.Println(errors.Is(err, care.ErrUnavailable))
	// Output:
	// 1290000 VND as of 2026-08-31 from MISA <nil>
	// true
}

// stopwatch is an Observer; an adapter to a telemetry library looks the same.
type stopwatch struct{}

func (stopwatch) Start(ctx context.Context, operation string) (context.Context, func(error)) {
	fmt.Println("begin", operation)
	return ctx, func(err error) { fmt.Println("end", operation, err) }
}

// A service tells the observer what it does.
func ExampleEnv_Observe() {
	register := func(ctx context.Context, env care.Env) (err error) {
		_, done := env.Observe(ctx, "warranty.register")
		defer func() { done(err) }()
		return care.ErrStale
	}
	_ = register(context.Background(), care.Env{Observer: stopwatch{}})
	_ = register(context.Background(), care.Env{}) // nobody listens
	// Output:
	// begin warranty.register
	// end warranty.register care: the record was changed by someone else in the meantime
}
