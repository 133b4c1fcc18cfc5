package warranty

import "github.com/chamsoc/chamsoc/care"

// The article that the written acceptance of a product rests on.
const ruleReceipt = "19/2023/QH15: 30.2.c"

// Why a step of a claim is refused.
var (
	// CodeClaimStep: the claim cannot take this step where it stands; legal lists those that it can.
	CodeClaimStep = care.NewCode("warranty.claim_step", "", care.Text{
		VI: "Yêu cầu bảo hành đang ở trạng thái “{status:name}” nên không thể {step:name}. Có thể: {legal:name}.",
		EN: "The claim is at “{status:name}” and cannot {step:name}. It can: {legal:name}.",
	})
	// CodePromiseMissing: there is no promised time, or there are two.
	CodePromiseMissing = care.NewCode("warranty.promise_missing", ruleReceipt, care.Text{
		VI: "Giấy biên nhận phải ghi thời gian thực hiện bảo hành. Hãy hẹn một thời điểm, hoặc cho biết làm trong bao lâu, và chỉ một trong hai.",
		EN: "The receipt has to say when the work will be done. Promise an instant, or say within how long, and only one of the two.",
	})
	// CodePromisePast: the promised time is not after the intake.
	CodePromisePast = care.NewCode("warranty.promise_past", ruleReceipt, care.Text{
		VI: "Thời điểm hẹn trả {promised:time} không ở sau lúc tiếp nhận. Hãy hẹn một thời điểm muộn hơn.",
		EN: "The promised time, {promised:time}, is not after the intake. Promise a later one.",
	})
	// CodeNoCalendar: the working calendar is missing, or does not reach so far.
	CodeNoCalendar = care.NewCode("warranty.no_calendar", "", care.Text{
		VI: "Không tính được thời điểm hẹn: chưa có lịch làm việc, hoặc lịch không tới ngày đó. Hãy hẹn một thời điểm cụ thể.",
		EN: "The promised time cannot be worked out: there is no working calendar, or it does not reach so far. Promise an instant.",
	})
	// CodeNoRegistration: no registration has this id.
	CodeNoRegistration = care.NewCode("warranty.no_registration", "", care.Text{
		VI: "Không có bảo hành nào có mã này. Hãy tìm lại sản phẩm tại quầy.",
		EN: "No warranty has this id. Find the product at the counter again.",
	})
	// CodeUnitExchanged: the unit was exchanged; by is the registration of the new one.
	CodeUnitExchanged = care.NewCode("warranty.unit_exchanged", "", care.Text{
		VI: "Sản phẩm này đã được đổi mới. Hãy tiếp nhận sản phẩm thay thế, có bảo hành {by:text}.",
		EN: "This product was exchanged. Take in the one that came in its place, whose warranty is {by:text}.",
	})
	// CodeSaleWithdrawn: there was no such sale.
	CodeSaleWithdrawn = care.NewCode("warranty.sale_withdrawn", "", care.Text{
		VI: "Lần bán này đã được xác nhận là không có, hoặc không đúng như đã ghi. Hãy tìm lần bán đúng của sản phẩm.",
		EN: "This sale was found not to have happened, or not like this. Find the one by which the product was sold.",
	})
	// CodeStepFuture: what is recorded of a claim has happened.
	CodeStepFuture = care.NewCode("warranty.step_future", "", care.Text{
		VI: "Thời điểm {at:time} còn ở tương lai, bây giờ là {now:time}. Hãy kiểm tra lại ngày giờ.",
		EN: "The time {at:time} is in the future; it is {now:time} now. Check the date and the clock.",
	})
	// CodeHereAlready: an earlier claim on the unit has not ended with the product handed back.
	CodeHereAlready = care.NewCode("warranty.here_already", "", care.Text{
		VI: "Sản phẩm này đang ở đây theo một yêu cầu khác. Hãy ghi vào yêu cầu đó, hoặc trả khách trước.",
		EN: "This product is here under another claim. Record it there, or hand the product back first.",
	})
	// CodeNumberTaken: another claim has this number.
	CodeNumberTaken = care.NewCode("warranty.number_taken", "", care.Text{
		VI: "Đã có yêu cầu bảo hành khác mang số này. Hãy cho số khác.",
		EN: "Another claim has this number. Give another one.",
	})
	// CodeNotCoveredUnpaid: it is not covered, and nobody said that the customer pays.
	CodeNotCoveredUnpaid = care.NewCode("warranty.not_covered_unpaid", "", care.Text{
		VI: "Không thuộc bảo hành. Chỉ chấp nhận khi khách hàng đồng ý trả tiền; nếu không, hãy từ chối bằng văn bản.",
		EN: "It is not covered. Accept it only if the customer agreed to pay; else refuse it in writing.",
	})
	// CodeCoveredNotRefused: a covered fault cannot be refused.
	CodeCoveredNotRefused = care.NewCode("warranty.covered_not_refused", "", care.Text{
		VI: "Lỗi này thuộc bảo hành đến ngày {ends:date} nên không có căn cứ để từ chối.",
		EN: "This fault is covered until {ends:date}, so there is no basis for a refusal.",
	})
	// CodeBasisMissing: a refusal without its basis.
	CodeBasisMissing = care.NewCode("warranty.basis_missing", "", care.Text{
		VI: "Từ chối phải nêu căn cứ.",
		EN: "A refusal has to state its basis.",
	})
	// CodeConsentMissing: the customer did not consent that an outside centre gets their data.
	CodeConsentMissing = care.NewCode("warranty.consent_missing", "19/2023/QH15: 15.2, 18.3, 18.4", care.Text{
		VI: "Trung tâm này là bên ngoài và khách hàng chưa đồng ý chuyển thông tin. Hãy hỏi và ghi nhận sự đồng ý trước.",
		EN: "This centre is an outside one, and the customer has not consented that it gets their data. Ask, and record the consent first.",
	})
	// CodeLoanerOut: the customer has their own product again, or another one, and the loaner too. It is only a warning.
	CodeLoanerOut = care.NewCode("warranty.loaner_out", "", care.Text{
		VI: "Khách hàng còn giữ sản phẩm cho mượn {unit:text}. Hãy nhận lại và ghi vào yêu cầu này.",
		EN: "The customer still has the loaner {unit:text}. Take it back, and record that with this claim.",
	})
	// CodeNotInspected: there is no inspection since the repair began.
	CodeNotInspected = care.NewCode("warranty.not_inspected", "", care.Text{
		VI: "Chưa có kết quả kiểm tra sau lần sửa chữa này. Hãy kiểm tra trước khi trả khách.",
		EN: "There is no inspection since this repair began. Inspect the product before it is handed back.",
	})
	// CodeRemedyClosed: the decision does not open this remedy.
	CodeRemedyClosed = care.NewCode("warranty.remedy_closed", "", care.Text{
		VI: "Theo quyết định hiện nay khách hàng chưa có quyền “{remedy:name}”. Nếu cửa hàng vẫn muốn làm, hãy nói rõ là thiện chí.",
		EN: "By the decision as it stands the customer is not entitled to “{remedy:name}”. If the shop does it all the same, say that it is goodwill.",
	})
	// CodeAmountPositive: an amount has to be more than nothing.
	CodeAmountPositive = care.NewCode("warranty.amount_positive", "", care.Text{
		VI: "Số tiền phải lớn hơn 0.",
		EN: "The amount has to be more than 0.",
	})
	// CodePayerMissing: neither the decision nor the request says who pays.
	CodePayerMissing = care.NewCode("warranty.payer_missing", "", care.Text{
		VI: "Luật không quy định ai chịu chi phí này. Hãy cho biết theo thỏa thuận thì ai chịu.",
		EN: "The law does not say who pays this. Say who does by what was agreed.",
	})
	// CodePayerDecided: the decision says that somebody else pays.
	CodePayerDecided = care.NewCode("warranty.payer_decided", "", care.Text{
		VI: "Theo quyết định, chi phí này do “{payer:name}” chịu.",
		EN: "By the decision this is paid by: {payer:name}.",
	})
)

// What a receipt, an exchange or a refund rests on.
var (
	// CodeReceived: a product was taken in.
	CodeReceived = care.NewCode("warranty.received", ruleReceipt, care.Text{
		VI: "Đã nhận sản phẩm {unit:text} lúc {received:time}.",
		EN: "The product {unit:text} was taken in at {received:time}.",
	})
	// CodePromised: when it will be done.
	CodePromised = care.NewCode("warranty.promised", ruleReceipt, care.Text{
		VI: "Hẹn thực hiện xong trước {promised:time}.",
		EN: "It will be done by {promised:time}.",
	})
	// CodeLent: a loaner.
	CodeLent = care.NewCode("warranty.lent", "19/2023/QH15: 30.2.d", care.Text{
		VI: "Khách hàng được mượn sản phẩm {unit:text} từ {from:time}, và trả lại khi nhận sản phẩm của mình.",
		EN: "The customer has the loan of {unit:text} since {from:time}, and brings it back when the product is ready.",
	})
	// CodeAgreedInstead: another solution than a loaner.
	CodeAgreedInstead = care.NewCode("warranty.agreed_instead", "19/2023/QH15: 30.2.d", care.Text{
		VI: "Khách hàng đồng ý một giải pháp khác thay cho sản phẩm dùng tạm.",
		EN: "The customer agreed to another solution instead of a loaner.",
	})
	// CodeGoodwill: the shop does more than it owes.
	CodeGoodwill = care.NewCode("warranty.goodwill", "", care.Text{
		VI: "Cửa hàng tự nguyện “{remedy:name}”, ngoài nghĩa vụ.",
		EN: "The shop grants “{remedy:name}” of its own will, beyond its duty.",
	})
	// CodeRefundFull: all is paid back.
	CodeRefundFull = care.NewCode("warranty.refund_full", "", care.Text{
		VI: "Hoàn lại toàn bộ số tiền đã trả, {paid:money}: luật không trừ phần đã sử dụng.",
		EN: "All that was paid, {paid:money}, is paid back: the law deducts nothing for use.",
	})
	// CodeRefundStraight: what is left of the price, in a straight line.
	CodeRefundStraight = care.NewCode("warranty.refund_straight", "", care.Text{
		VI: "Giá {paid:money} khấu hao đều đến ngày {ends:date}: còn {left:int} trong {days:int} ngày, tức {total:money}.",
		EN: "The price, {paid:money}, is written off evenly until {ends:date}: {left:int} of {days:int} days are left, which is {total:money}.",
	})
	// CodeRefundReduction: a part of the price is paid back.
	CodeRefundReduction = care.NewCode("warranty.refund_reduction", "", care.Text{
		VI: "Giảm giá {amount:money} trong số {paid:money} đã trả; khách hàng giữ sản phẩm.",
		EN: "The price, {paid:money}, is reduced by {amount:money}; the customer keeps the product.",
	})
	// CodeRefundBefore: what was paid back before is deducted.
	CodeRefundBefore = care.NewCode("warranty.refund_before", "", care.Text{
		VI: "Đã trừ {before:money} hoàn lại trước đây cho sản phẩm này.",
		EN: "Less {before:money}, which was paid back for this product before.",
	})
)

// Why a refund is refused.
var (
	// CodeRefundTooMuch: more than is left of what was paid for a line.
	CodeRefundTooMuch = care.NewCode("warranty.refund_too_much", "", care.Text{
		VI: "Dòng này đã trả {paid:money}, chỉ còn có thể hoàn {left:money}.",
		EN: "{paid:money} was paid for this line, of which no more than {left:money} can still be paid back.",
	})
	// CodeNothingLeft: all was paid back before, or nothing is left of the price.
	CodeNothingLeft = care.NewCode("warranty.nothing_left", "", care.Text{
		VI: "Không còn gì để hoàn trong số {paid:money} đã trả.",
		EN: "Nothing of the {paid:money} that was paid is left to be paid back.",
	})
	// CodeRefundLines: there are no lines, or too many.
	CodeRefundLines = care.NewCode("warranty.refund_lines", "", care.Text{
		VI: "Phải có từ 1 đến {limit:int} dòng hóa đơn.",
		EN: "Give 1 to {limit:int} lines of the invoice.",
	})
	// CodeRefundLine: a line has no number, or comes twice.
	CodeRefundLine = care.NewCode("warranty.refund_line", "", care.Text{
		VI: "Số dòng phải từ 1 và mỗi dòng chỉ nêu một lần.",
		EN: "Lines are numbered from 1, and each is given once.",
	})
	// CodeOwnLineMissing: a refund is of the product, whatever else comes with it.
	CodeOwnLineMissing = care.NewCode("warranty.own_line_missing", "", care.Text{
		VI: "Chưa có dòng {line:int} của chính sản phẩm này. Hãy thêm dòng đó, cùng số tiền đã trả.",
		EN: "The product's own line, {line:int}, is not among them. Add it, with what was paid.",
	})
	// CodeShareMissing: the price of the line is that of several units.
	CodeShareMissing = care.NewCode("warranty.share_missing", "", care.Text{
		VI: "Dòng này có {units:int} sản phẩm. Hãy ghi phần tiền của riêng sản phẩm này.",
		EN: "This line is of {units:int} units. Give the share of this one in its price.",
	})
	// CodeShareOver: the share of the product is more than was paid for the line.
	CodeShareOver = care.NewCode("warranty.share_over", "", care.Text{
		VI: "Phần của sản phẩm lớn hơn số đã trả cho cả dòng, {paid:money}.",
		EN: "The share of the product is more than was paid for the whole line, {paid:money}.",
	})
	// CodePaidDiffers: an earlier refund said that another amount was paid for the line.
	CodePaidDiffers = care.NewCode("warranty.paid_differs", "", care.Text{
		VI: "Lần hoàn tiền trước ghi dòng này đã trả {paid:money}. Hãy kiểm tra hóa đơn.",
		EN: "An earlier refund says that {paid:money} was paid for this line. Check the invoice.",
	})
	// CodeRefundAmount: a refund is of the price; an amount is for a reduction.
	CodeRefundAmount = care.NewCode("warranty.refund_amount", "", care.Text{
		VI: "Hoàn tiền là hoàn giá đã trả. Muốn hoàn một số tiền nhất định và khách giữ sản phẩm thì hãy giảm giá.",
		EN: "A refund is of the price. To pay a certain amount back while the customer keeps the product, reduce the price.",
	})
)

func claimCodes() []*care.Code {
	return []*care.Code{
		CodeClaimStep, CodePromiseMissing, CodePromisePast, CodeNoCalendar, CodeNoRegistration, CodeUnitExchanged, CodeSaleWithdrawn, CodeStepFuture, CodeHereAlready, CodeNumberTaken,
		CodeNotCoveredUnpaid, CodeCoveredNotRefused, CodeBasisMissing, CodeConsentMissing, CodeNotInspected, CodeRemedyClosed, CodeAmountPositive,
		CodePayerMissing, CodePayerDecided, CodeLoanerOut,
		CodeReceived, CodePromised, CodeLent, CodeAgreedInstead, CodeGoodwill,
		CodeRefundFull, CodeRefundStraight, CodeRefundReduction, CodeRefundBefore,
		CodeRefundTooMuch, CodeNothingLeft, CodeRefundLines, CodeRefundLine, CodeShareOver, CodeShareMissing, CodeOwnLineMissing, CodePaidDiffers, CodeRefundAmount,
	}
}
