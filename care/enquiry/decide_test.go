package enquiry_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/care/enquiry"
)

var (
	noon  = time.Date(2026, time.November, 20, 5, 0, 0, 0, time.UTC) // 12:00 in Vietnam
	hanoi = time.FixedZone("", 7*60*60)
)

func vnd(t testing.TB, amount string) care.Money {
	m, err := care.NewMoney(amount, "VND")
	require.NoError(t, err)
	return m
}

func known[T any](value T, asOf time.Time) enquiry.Heard[T] {
	return enquiry.Heard[T]{Known: care.Known[T]{Value: value, AsOf: asOf, Source: "Kế toán"}}
}

func bill(t testing.TB, number, symbol string, customer care.CustomerRef) care.Invoice {
	return care.Invoice{
		Ref: care.InvoiceRef("ref-" + symbol + number), Number: number, Form: "1", Symbol: symbol, IssuedAt: noon.AddDate(0, 0, -10), Customer: customer,
		Status: care.InvoicePartial, Total: vnd(t, "1000000"), Paid: vnd(t, "400000"), Due: vnd(t, "600000"), DueOn: calendar.MustDate(2026, time.December, 1),
	}
}

// said is the answer in Vietnamese, a sentence a line. Every reason must have its facts.
func said(t testing.TB, a enquiry.Answer) (lines []string) {
	for _, r := range a.Reasons {
		require.NoError(t, r.Check())
		require.NotContains(t, r.Text(care.LangEN), "{")
		lines = append(lines, r.Text(care.LangVI))
	}
	return lines
}

func TestInvoiceIsSaid(t *testing.T) {
	f := enquiry.Facts{Topic: enquiry.TopicInvoice, Asked: noon, Customer: "KH1", Number: "123", Zone: hanoi,
		Invoices: known([]care.Invoice{bill(t, "00000123", "C26TAA", "KH1")}, noon.Add(-time.Minute))}
	a, cause := enquiry.Decide(f)
	assert.Equal(t, enquiry.Answered, a.Outcome)
	assert.Empty(t, cause)
	assert.Equal(t, enquiry.Live, a.Freshness)
	assert.Equal(t, []string{
		"Hóa đơn 00000123 ngày 10/11/2026: Đã thanh toán một phần. Tổng tiền 1.000.000 ₫, đã trả 400.000 ₫, còn phải trả 600.000 ₫.",
		"Hạn thanh toán của hóa đơn 00000123: 01/12/2026.",
		"Theo Kế toán, tính đến 11:59 ngày 20/11/2026.",
	}, said(t, a))
}

// A stranger, another customer's invoice and none at all are one answer, byte for byte; only the cause, for staff, tells them apart.
func TestNotFoundIsUniform(t *testing.T) {
	mine := func(number string) []care.Invoice { return []care.Invoice{bill(t, number, "C26TAA", "KH1")} }
	for name, c := range map[string]struct {
		facts enquiry.Facts
		cause enquiry.Cause
	}{
		"a stranger":              {enquiry.Facts{Number: "1", Invoices: known(mine("1"), noon)}, enquiry.CauseUnproven},
		"another customer":        {enquiry.Facts{Customer: "KH2", Number: "1", Invoices: known(mine("1"), noon)}, enquiry.CauseForeign},
		"no such number":          {enquiry.Facts{Customer: "KH2", Number: "2", Invoices: known(mine("1"), noon)}, enquiry.CauseNothing},
		"no invoice at all":       {enquiry.Facts{Customer: "KH2", Invoices: known([]care.Invoice{}, noon)}, enquiry.CauseNothing},
		"an invoice of nobody's":  {enquiry.Facts{Customer: "KH2", Number: "1", Invoices: known([]care.Invoice{bill(t, "1", "C26TAA", "")}, noon)}, enquiry.CauseForeign},
		"another symbol":          {enquiry.Facts{Customer: "KH1", Number: "1", Symbol: "C26TBB", Invoices: known(mine("1"), noon)}, enquiry.CauseNothing},
		"a paper that is not his": {enquiry.Facts{Shown: true, Number: "2", Invoices: known(mine("1"), noon)}, enquiry.CauseNothing},
	} {
		c.facts.Topic, c.facts.Asked = enquiry.TopicInvoice, noon
		a, cause := enquiry.Decide(c.facts)
		assert.Equal(t, enquiry.Answer{Topic: enquiry.TopicInvoice, Outcome: enquiry.NotFound, Reasons: care.Reasons{enquiry.CodeNotFound.With()}}, a, name)
		assert.Equal(t, c.cause, cause, name)
	}
}

func TestPaperOpensItsInvoiceAlone(t *testing.T) {
	both := known([]care.Invoice{bill(t, "1", "C26TAA", ""), bill(t, "1", "C26TBB", "KH9")}, noon)
	f := enquiry.Facts{Topic: enquiry.TopicInvoice, Asked: noon, Shown: true, Number: "0001", Invoices: both}
	a, cause := enquiry.Decide(f)
	assert.Equal(t, enquiry.CauseSeveral, cause)
	assert.Empty(t, a.Invoices)
	assert.Equal(t, []string{"Có nhiều hóa đơn mang số 0001. Hãy cho thêm ký hiệu in trên hóa đơn."}, said(t, a))

	for _, symbol := range []string{"C26TAA", "1c26taa", " C26TAA "} {
		f.Symbol = symbol
		a, _ = enquiry.Decide(f)
		require.Equal(t, enquiry.Answered, a.Outcome, symbol)
		assert.EqualValues(t, "ref-C26TAA1", a.Invoices[0].Ref)
	}

	f.Topic, f.Debt = enquiry.TopicDebt, known(care.Debt{Balance: vnd(t, "5")}, noon)
	a, cause = enquiry.Decide(f)
	assert.Equal(t, enquiry.NotFound, a.Outcome, "who holds an invoice need not be who owes")
	assert.Equal(t, enquiry.CauseUnproven, cause)
}

func TestDebt(t *testing.T) {
	zero := vnd(t, "0")
	for name, c := range map[string]struct {
		debt care.Debt
		want []string
	}{
		"nothing":        {care.Debt{Balance: zero, Overdue: zero, Credit: zero}, []string{"Không còn khoản nợ nào."}},
		"owed":           {care.Debt{Balance: vnd(t, "600000"), Overdue: zero, Credit: zero}, []string{"Còn nợ 600.000 ₫, chưa có khoản nào quá hạn."}},
		"overdue":        {care.Debt{Balance: vnd(t, "600000"), Overdue: vnd(t, "100000")}, []string{"Còn nợ 600.000 ₫, trong đó 100.000 ₫ đã quá hạn."}},
		"ours, prepaid":  {care.Debt{Balance: vnd(t, "-5000"), Credit: vnd(t, "5000")}, []string{"Quý khách không nợ; công ty còn phải trả lại 5.000 ₫.", "Tiền trả trước chưa dùng: 5.000 ₫."}},
		"by the invoice": {care.Debt{Balance: vnd(t, "9"), Items: []care.DebtItem{{Number: "12", Remaining: vnd(t, "4")}, {Number: "13", Remaining: vnd(t, "5"), DueOn: calendar.MustDate(2026, 12, 1)}}}, []string{"Còn nợ 9 ₫, chưa có khoản nào quá hạn.", "Hóa đơn 12: còn 4 ₫.", "Hóa đơn 13: còn 5 ₫, hạn trả 01/12/2026."}},
	} {
		c.debt.Customer = "KH1"
		a, _ := enquiry.Decide(enquiry.Facts{Topic: enquiry.TopicDebt, Asked: noon, Customer: "KH1", Debt: known(c.debt, noon), Zone: hanoi})
		assert.Equal(t, append(c.want, "Theo Kế toán, tính đến 12:00 ngày 20/11/2026."), said(t, a), name)
	}
	a, cause := enquiry.Decide(enquiry.Facts{Topic: enquiry.TopicDebt, Asked: noon, Customer: "KH2", Debt: known(care.Debt{Customer: "KH1"}, noon)})
	assert.Equal(t, enquiry.NotFound, a.Outcome, "the accounts answered for somebody else")
	assert.Equal(t, enquiry.CauseForeign, cause)
}

// What is not known is never zero and never an empty list.
func TestUnavailableIsNotZero(t *testing.T) {
	failed := enquiry.Facts{Asked: noon, Customer: "KH1", Debt: enquiry.Heard[care.Debt]{Failed: true}}
	for topic := range enquiry.Topic("").Terms().All() {
		f := failed
		f.Topic = topic
		a, cause := enquiry.Decide(f)
		assert.Equal(t, enquiry.Unavailable, a.Outcome, topic)
		assert.Empty(t, cause)
		assert.Nil(t, a.Debt)
		assert.Empty(t, a.Freshness)
		assert.True(t, a.Reasons[0].Is(enquiry.CodeUnavailable))
		said(t, a)
	}
	a, _ := enquiry.Decide(enquiry.Facts{Topic: enquiry.TopicDebt, Asked: noon, Unchecked: true})
	assert.Equal(t, enquiry.Unavailable, a.Outcome)
	assert.True(t, a.Reasons[0].Is(enquiry.CodeIdentityUnavailable))
}

func TestFreshness(t *testing.T) {
	limits := enquiry.Limits{Live: 2 * time.Minute, Recent: 24 * time.Hour}
	for _, c := range []struct {
		age  time.Duration
		want enquiry.Freshness
	}{
		{-time.Minute - 1, enquiry.Undated}, {-time.Minute, enquiry.Live}, {0, enquiry.Live}, {2 * time.Minute, enquiry.Live}, {2*time.Minute + 1, enquiry.Recent},
		{24 * time.Hour, enquiry.Recent}, {24*time.Hour + 1, enquiry.Old},
	} {
		assert.Equal(t, c.want, limits.Class(noon.Add(-c.age), noon), c.age)
	}
	assert.Equal(t, enquiry.Undated, limits.Class(time.Time{}, noon))

	f := enquiry.Facts{Topic: enquiry.TopicDebt, Asked: noon, Customer: "KH1", Zone: hanoi, Debt: known(care.Debt{Customer: "KH1"}, noon.AddDate(0, 0, -3))}
	a, _ := enquiry.Decide(f)
	assert.Equal(t, "Theo Kế toán, tính đến 12:00 ngày 17/11/2026. Số liệu này đã cũ, có thể đã thay đổi.", said(t, a)[1])
	f.Debt.AsOf = time.Time{}
	a, _ = enquiry.Decide(f)
	assert.Equal(t, "Theo Kế toán, không rõ tính đến thời điểm nào.", said(t, a)[1])
}

func TestWhenGoodsCome(t *testing.T) {
	day := func(d int) time.Time { return time.Date(2026, time.November, d, 1, 0, 0, 0, time.UTC) }
	for name, c := range map[string]struct {
		s    care.Shipment
		want []string
	}{
		"no promise":        {care.Shipment{}, []string{"Đơn VD1 chưa có hẹn giao."}},
		"between":           {care.Shipment{PlannedFrom: day(21), PlannedTo: day(22)}, []string{"Đơn VD1 dự kiến giao từ 08:00 ngày 21/11/2026 đến 08:00 ngày 22/11/2026."}},
		"from":              {care.Shipment{PlannedFrom: day(21)}, []string{"Đơn VD1 dự kiến giao từ 08:00 ngày 21/11/2026."}},
		"by, after a try":   {care.Shipment{PlannedTo: day(22), Attempts: 1, FailReason: "khách hẹn lại"}, []string{"Đơn VD1 dự kiến giao chậm nhất 08:00 ngày 22/11/2026.", "Đơn VD1: số lần đã đến giao là 1; lý do chưa giao được: khách hẹn lại."}},
		"broken":            {care.Shipment{PlannedTo: day(19), Attempts: 2}, []string{"Đơn VD1 đã trễ: hẹn giao chậm nhất 08:00 ngày 19/11/2026 mà chưa giao. Thành thật xin lỗi quý khách.", "Đơn VD1: số lần đã đến giao là 2."}},
		"delivered late":    {care.Shipment{PlannedTo: day(18), DeliveredAt: day(19), Status: care.ShipmentDelivered}, []string{"Đơn VD1 đã giao lúc 08:00 ngày 19/11/2026."}},
		"lost, so not late": {care.Shipment{PlannedTo: day(18), Status: care.ShipmentLost, Attempts: 3}, []string{"Đơn VD1: Bị thất lạc."}},
	} {
		c.s.TrackingNumber = "VD1"
		a, _ := enquiry.Decide(enquiry.Facts{Topic: enquiry.TopicDelivery, Asked: noon, Customer: "KH1", Zone: hanoi, Shipments: known([]care.Shipment{c.s}, noon)})
		lines := said(t, a)
		assert.Equal(t, c.want, lines[:len(lines)-1], name)
	}
}

func TestWhereGoodsAre(t *testing.T) {
	s := care.Shipment{
		Invoice: "HD9", Status: care.ShipmentOutForDelivery, COD: care.COD{Amount: vnd(t, "250000"), Status: care.CODPending},
		Events: []care.ShipmentEvent{{At: noon.Add(-time.Hour), Place: "Kho Bình Chánh"}},
	}
	f := enquiry.Facts{Topic: enquiry.TopicWhereabouts, Asked: noon, Customer: "KH1", Zone: hanoi, Shipments: known([]care.Shipment{s}, noon)}
	a, _ := enquiry.Decide(f)
	assert.Equal(t, []string{"Đơn HD9: Đang đi giao.", "Đơn HD9 được ghi nhận lần cuối lúc 11:00 ngày 20/11/2026 tại Kho Bình Chánh.", "Khi nhận đơn HD9 cần trả 250.000 ₫."}, said(t, a)[:3])

	s = care.Shipment{Ref: "G1", Raw: care.RawStatus{Code: "999", Text: "đang xử lý"}}
	f.Shipments = known([]care.Shipment{s}, noon)
	a, _ = enquiry.Decide(f)
	assert.Equal(t, "Đơn G1: đơn vị vận chuyển ghi “999 đang xử lý”, chưa rõ nghĩa.", said(t, a)[0])
}

func TestWarranty(t *testing.T) {
	w := func(customer care.CustomerRef, ends calendar.Date) enquiry.Warranty {
		return enquiry.Warranty{Product: "TV-55", Customer: customer, Starts: calendar.MustDate(2024, 11, 20), Ends: ends}
	}
	last, over := calendar.MustDate(2026, 11, 20), calendar.MustDate(2026, 11, 19)
	f := enquiry.Facts{Topic: enquiry.TopicWarranty, Asked: noon.Add(11 * time.Hour), Customer: "KH1", Zone: hanoi,
		Warranties: known([]enquiry.Warranty{w("KH1", last), w("KH1", over), w("KH2", last)}, noon)}
	a, _ := enquiry.Decide(f)
	assert.Equal(t, []string{"TV-55: còn bảo hành đến hết ngày 20/11/2026 (tính từ 20/11/2024).", "TV-55: hết bảo hành từ sau ngày 19/11/2026 (tính từ 20/11/2024)."}, said(t, a)[:2],
		"at 23:00 of the last day")
	assert.Len(t, a.Warranties, 2, "the other customer's is left out")

	f.Customer = "KH3"
	a, cause := enquiry.Decide(f)
	assert.Equal(t, enquiry.NotFound, a.Outcome)
	assert.Equal(t, enquiry.CauseForeign, cause)
}

func TestCodes(t *testing.T) {
	require.NoError(t, care.CheckCodes(enquiry.CodeNotFound, enquiry.CodeUnavailable, enquiry.CodeIdentityUnavailable, enquiry.CodeSymbolNeeded,
		enquiry.CodeNumberMissing, enquiry.CodeAsOf, enquiry.CodeOld, enquiry.CodeUndated, enquiry.CodeInvoice, enquiry.CodeInvoiceUnknown,
		enquiry.CodeInvoiceDueOn, enquiry.CodeInvoiceSupersedes, enquiry.CodeDebt, enquiry.CodeDebtOverdue, enquiry.CodeDebtNone, enquiry.CodeDebtOurs,
		enquiry.CodeCredit, enquiry.CodeDebtItem, enquiry.CodeDebtItemDue, enquiry.CodeDelivered, enquiry.CodeNoPromise, enquiry.CodePromisedFrom,
		enquiry.CodePromisedBy, enquiry.CodePromisedBetween, enquiry.CodePromiseBroken, enquiry.CodeAttempts, enquiry.CodeAttemptsFailed, enquiry.CodeStatus,
		enquiry.CodeStatusUnknown, enquiry.CodeLastSeen, enquiry.CodeCOD, enquiry.CodeWarranty, enquiry.CodeWarrantyOver))
}

func BenchmarkDecide(b *testing.B) {
	f := enquiry.Facts{Topic: enquiry.TopicInvoice, Asked: noon, Customer: "KH1", Number: "123", Zone: hanoi,
		Invoices: known([]care.Invoice{bill(b, "00000123", "C26TAA", "KH1")}, noon)}
	b.ReportAllocs()
	for b.Loop() {
		enquiry.Decide(f)
	}
}
