package enquiry

import "github.com/chamsoc/chamsoc/care"

// What is said instead of an answer.
var (
	// CodeNotFound: nothing that may be told to this asker. It is the same for a stranger, for what is another customer's and for what does not exist.
	CodeNotFound = care.NewCode("enquiry.not_found", "", care.Text{
		VI: "Không tìm thấy thông tin để trả lời. Hãy kiểm tra lại số đã cho, hoặc xác minh bằng số điện thoại đã dùng lúc mua.",
		EN: "Nothing was found that can be answered. Check the numbers given, or prove who you are with the phone given at the purchase.",
	})
	// CodeUnavailable: the system that knows it did not answer.
	CodeUnavailable = care.NewCode("enquiry.unavailable", "", care.Text{
		VI: "Hiện chưa tra cứu được: {topic:name}. Điều này không có nghĩa là không có gì. Nhân viên sẽ trả lời sau.",
		EN: "This cannot be looked up now: {topic:name}. That does not mean that there is nothing. Our staff will reply.",
	})
	// CodeIdentityUnavailable: it cannot be checked now who asks.
	CodeIdentityUnavailable = care.NewCode("enquiry.identity_unavailable", "", care.Text{
		VI: "Hiện chưa xác minh được người hỏi nên chưa thể trả lời. Hãy thử lại sau, hoặc mang hóa đơn đến quầy.",
		EN: "It cannot be checked now who asks, so there is no answer yet. Try again later, or bring the invoice to the counter.",
	})
	// CodeSymbolNeeded: several invoices have the number that was given.
	CodeSymbolNeeded = care.NewCode("enquiry.symbol_needed", "", care.Text{
		VI: "Có nhiều hóa đơn mang số {number:text}. Hãy cho thêm ký hiệu in trên hóa đơn.",
		EN: "Several invoices have the number {number:text}. Give the symbol printed on the invoice too.",
	})
	// CodeNumberMissing: an invoice that was shown has a number.
	CodeNumberMissing = care.NewCode("enquiry.number_missing", "", care.Text{
		VI: "Đã ghi là khách có đưa hóa đơn nhưng chưa nhập số hóa đơn. Hãy nhập số in trên hóa đơn.",
		EN: "The invoice is said to have been shown, and its number is missing. Enter the number printed on it.",
	})
)

// Where an answer comes from.
var (
	// CodeAsOf: from which system, and when it was true.
	CodeAsOf = care.NewCode("enquiry.as_of", "", care.Text{
		VI: "Theo {source:text}, tính đến {as_of:time}.",
		EN: "According to {source:text}, as of {as_of:time}.",
	})
	// CodeOld: it was true too long ago to rely on.
	CodeOld = care.NewCode("enquiry.old", "", care.Text{
		VI: "Theo {source:text}, tính đến {as_of:time}. Số liệu này đã cũ, có thể đã thay đổi.",
		EN: "According to {source:text}, as of {as_of:time}. This is old and may have changed.",
	})
	// CodeUndated: the system does not say when it was true.
	CodeUndated = care.NewCode("enquiry.undated", "", care.Text{
		VI: "Theo {source:text}, không rõ tính đến thời điểm nào.",
		EN: "According to {source:text}, which does not say as of when.",
	})
)

// Of invoices.
var (
	// CodeInvoice: what an invoice says.
	CodeInvoice = care.NewCode("enquiry.invoice", "", care.Text{
		VI: "Hóa đơn {number:text} ngày {issued:date}: {status:name}. Tổng tiền {total:money}, đã trả {paid:money}, còn phải trả {due:money}.",
		EN: "Invoice {number:text} of {issued:date}: {status:name}. Total {total:money}, paid {paid:money}, still due {due:money}.",
	})
	// CodeInvoiceUnknown: its status is in no table.
	CodeInvoiceUnknown = care.NewCode("enquiry.invoice_unknown", "", care.Text{
		VI: "Hóa đơn {number:text} ngày {issued:date}, tổng tiền {total:money}: hệ thống ghi trạng thái “{raw:text}”, chưa rõ nghĩa nên chưa nói được là đã trả bao nhiêu.",
		EN: "Invoice {number:text} of {issued:date}, total {total:money}: its status is given as “{raw:text}”, whose meaning is not known, so what has been paid cannot be said.",
	})
	// CodeInvoiceDueOn: until when the rest is to be paid.
	CodeInvoiceDueOn = care.NewCode("enquiry.invoice_due_on", "", care.Text{
		VI: "Hạn thanh toán của hóa đơn {number:text}: {on:date}.",
		EN: "Invoice {number:text} is payable by {on:date}.",
	})
	// CodeInvoiceSupersedes: it adjusts or replaces another one.
	CodeInvoiceSupersedes = care.NewCode("enquiry.invoice_supersedes", "", care.Text{
		VI: "Hóa đơn {number:text} điều chỉnh hoặc thay thế hóa đơn {other:text}.",
		EN: "Invoice {number:text} adjusts or replaces invoice {other:text}.",
	})
)

// Of debts.
var (
	// CodeDebt: what is owed, none of it overdue.
	CodeDebt = care.NewCode("enquiry.debt", "", care.Text{
		VI: "Còn nợ {balance:money}, chưa có khoản nào quá hạn.",
		EN: "{balance:money} is owed, none of it overdue.",
	})
	// CodeDebtOverdue: what is owed, and how much of it should have been paid.
	CodeDebtOverdue = care.NewCode("enquiry.debt_overdue", "", care.Text{
		VI: "Còn nợ {balance:money}, trong đó {overdue:money} đã quá hạn.",
		EN: "{balance:money} is owed, of which {overdue:money} is overdue.",
	})
	// CodeDebtNone: the accounts say that nothing is owed.
	CodeDebtNone = care.NewCode("enquiry.debt_none", "", care.Text{
		VI: "Không còn khoản nợ nào.",
		EN: "Nothing is owed.",
	})
	// CodeDebtOurs: the company owes the customer.
	CodeDebtOurs = care.NewCode("enquiry.debt_ours", "", care.Text{
		VI: "Quý khách không nợ; công ty còn phải trả lại {balance:money}.",
		EN: "You owe nothing; the company owes you {balance:money}.",
	})
	// CodeCredit: what was prepaid and not used.
	CodeCredit = care.NewCode("enquiry.credit", "", care.Text{
		VI: "Tiền trả trước chưa dùng: {credit:money}.",
		EN: "Prepaid and not yet used: {credit:money}.",
	})
	// CodeDebtItem: the part of one invoice.
	CodeDebtItem = care.NewCode("enquiry.debt_item", "", care.Text{
		VI: "Hóa đơn {number:text}: còn {remaining:money}.",
		EN: "Invoice {number:text}: {remaining:money} remains.",
	})
	// CodeDebtItemDue: the same, with the day by which it is to be paid.
	CodeDebtItemDue = care.NewCode("enquiry.debt_item_due", "", care.Text{
		VI: "Hóa đơn {number:text}: còn {remaining:money}, hạn trả {on:date}.",
		EN: "Invoice {number:text}: {remaining:money} remains, payable by {on:date}.",
	})
)

// Of deliveries.
var (
	// CodeDelivered: the goods came.
	CodeDelivered = care.NewCode("enquiry.delivered", "", care.Text{
		VI: "Đơn {goods:text} đã giao lúc {at:time}.",
		EN: "{goods:text} was delivered at {at:time}.",
	})
	// CodeNoPromise: nobody has said when the goods will come.
	CodeNoPromise = care.NewCode("enquiry.no_promise", "", care.Text{
		VI: "Đơn {goods:text} chưa có hẹn giao.",
		EN: "No delivery date has been set for {goods:text}.",
	})
	// CodePromisedFrom: not before this.
	CodePromisedFrom = care.NewCode("enquiry.promised_from", "", care.Text{
		VI: "Đơn {goods:text} dự kiến giao từ {from:time}.",
		EN: "{goods:text} is expected from {from:time} on.",
	})
	// CodePromisedBy: not after this.
	CodePromisedBy = care.NewCode("enquiry.promised_by", "", care.Text{
		VI: "Đơn {goods:text} dự kiến giao chậm nhất {by:time}.",
		EN: "{goods:text} is expected by {by:time}.",
	})
	// CodePromisedBetween: between these.
	CodePromisedBetween = care.NewCode("enquiry.promised_between", "", care.Text{
		VI: "Đơn {goods:text} dự kiến giao từ {from:time} đến {by:time}.",
		EN: "{goods:text} is expected between {from:time} and {by:time}.",
	})
	// CodePromiseBroken: the time is over, and the goods have not come.
	CodePromiseBroken = care.NewCode("enquiry.promise_broken", "", care.Text{
		VI: "Đơn {goods:text} đã trễ: hẹn giao chậm nhất {by:time} mà chưa giao. Thành thật xin lỗi quý khách.",
		EN: "{goods:text} is late: it was to come by {by:time} and has not. We are sorry.",
	})
	// CodeAttempts: how often it was tried.
	CodeAttempts = care.NewCode("enquiry.attempts", "", care.Text{
		VI: "Đơn {goods:text}: số lần đã đến giao là {attempts:int}.",
		EN: "{goods:text}: attempts to deliver it so far: {attempts:int}.",
	})
	// CodeAttemptsFailed: the same, with what the carrier says.
	CodeAttemptsFailed = care.NewCode("enquiry.attempts_failed", "", care.Text{
		VI: "Đơn {goods:text}: số lần đã đến giao là {attempts:int}; lý do chưa giao được: {why:text}.",
		EN: "{goods:text}: attempts to deliver it so far: {attempts:int}; why it was not: {why:text}.",
	})
	// CodeStatus: where the goods are.
	CodeStatus = care.NewCode("enquiry.status", "", care.Text{
		VI: "Đơn {goods:text}: {status:name}.",
		EN: "{goods:text}: {status:name}.",
	})
	// CodeStatusUnknown: the carrier's code is in no table.
	CodeStatusUnknown = care.NewCode("enquiry.status_unknown", "", care.Text{
		VI: "Đơn {goods:text}: đơn vị vận chuyển ghi “{raw:text}”, chưa rõ nghĩa.",
		EN: "{goods:text}: the carrier reports “{raw:text}”, whose meaning is not known.",
	})
	// CodeLastSeen: where and when they were seen last.
	CodeLastSeen = care.NewCode("enquiry.last_seen", "", care.Text{
		VI: "Đơn {goods:text} được ghi nhận lần cuối lúc {at:time} tại {place:text}.",
		EN: "{goods:text} was last reported at {at:time} at {place:text}.",
	})
	// CodeCOD: what is to be paid when they come.
	CodeCOD = care.NewCode("enquiry.cod", "", care.Text{
		VI: "Khi nhận đơn {goods:text} cần trả {amount:money}.",
		EN: "{amount:money} is to be paid on receipt of {goods:text}.",
	})
)

// Of warranties.
var (
	// CodeWarranty: until when.
	CodeWarranty = care.NewCode("enquiry.warranty", "", care.Text{
		VI: "{product:name}: còn bảo hành đến hết ngày {ends:date} (tính từ {starts:date}).",
		EN: "{product:name}: under warranty to the end of {ends:date} (since {starts:date}).",
	})
	// CodeWarrantyOver: until when it was.
	CodeWarrantyOver = care.NewCode("enquiry.warranty_over", "", care.Text{
		VI: "{product:name}: hết bảo hành từ sau ngày {ends:date} (tính từ {starts:date}).",
		EN: "{product:name}: the warranty ended with {ends:date} (since {starts:date}).",
	})
)
