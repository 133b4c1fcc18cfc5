package warranty

import "github.com/chamsoc/chamsoc/care"

// decided declares a reason of a decision. It rests on the article of the law that the sale is under, which Decide adds.
func decided(id, vi, en string) *care.Code {
	return care.NewCode("warranty."+id, "", care.Text{VI: vi, EN: en})
}

// Why a fault is covered or not.
var (
	// CodeCovered: the fault showed within the term, and no binding exclusion names it.
	CodeCovered = decided("covered",
		"Được bảo hành: lỗi phát sinh ngày {on:date}, trong thời hạn từ {starts:date} đến 24 giờ ngày {ends:date} theo chính sách {terms:text}, bản {edition:int}.",
		"Covered: the fault showed on {on:date}, within the term from {starts:date} to 24:00 on {ends:date} under the terms {terms:text}, edition {edition:int}.")
	// CodeExpired: the fault showed after the last day of the term.
	CodeExpired = decided("expired",
		"Hết hạn bảo hành: thời hạn bắt đầu ngày {starts:date} và kết thúc lúc 24 giờ ngày {ends:date}, lỗi phát sinh ngày {on:date}. Có thể sửa chữa có tính phí.",
		"The term is over: it began on {starts:date} and ended at 24:00 on {ends:date}; the fault showed on {on:date}. A paid repair is possible.")
	// CodeNotStarted: the fault is said to have shown before delivery.
	CodeNotStarted = decided("not_started",
		"Chưa đến thời hạn bảo hành: hàng giao ngày {starts:date}, còn lỗi được ghi ngày {on:date}. Hãy kiểm tra lại ngày phát sinh lỗi.",
		"The term had not begun: delivery was on {starts:date}, the fault is dated {on:date}. Check the date of the fault.")
	// CodeExcluded: the published terms exclude the fault.
	CodeExcluded = decided("excluded",
		"Không được bảo hành: chính sách công bố ngày {published:date}, trước khi bán, loại trừ trường hợp “{exclusion:name}”. Có thể sửa chữa có tính phí.",
		"Not covered: the terms published on {published:date}, before the sale, exclude “{exclusion:name}”. A paid repair is possible.")
	// CodeExclusionUnpublished: an exclusion names the fault, but was not published before the sale, so it does not bind.
	CodeExclusionUnpublished = decided("exclusion_unpublished",
		"Trường hợp loại trừ “{exclusion:name}” công bố ngày {published:date}, sau ngày bán {sold:date}, nên không áp dụng cho lần mua này.",
		"The exclusion “{exclusion:name}” was published on {published:date}, after the sale on {sold:date}, so it does not bind this sale.")
	// CodeExclusionMandatory: the terms exclude the fault, but the law's own liability is not limited by them.
	CodeExclusionMandatory = decided("exclusion_mandatory",
		"Trường hợp loại trừ “{exclusion:name}” của người bán không giới hạn trách nhiệm theo luật, kéo dài đến ngày {until:date}.",
		"The seller's exclusion “{exclusion:name}” does not limit the liability under the law, which runs until {until:date}.")
	// CodeCardNotNeeded: there is no card, and it may not be demanded.
	CodeCardNotNeeded = decided("card_not_needed",
		"Không có phiếu bảo hành vẫn được bảo hành: có thể chứng minh việc mua bằng cách khác.",
		"No card is needed: the purchase can be proved in another way.")
	// CodeCardMissing: there is no card, and the condition that it be shown binds.
	CodeCardMissing = decided("card_missing",
		"Có thể bị từ chối: điều kiện phải xuất trình phiếu bảo hành đã công bố ngày {demanded:date}, trước ngày bán {sold:date}, và không có phiếu.",
		"It may be refused: the condition that the card be shown was published on {demanded:date}, before the sale on {sold:date}, and there is no card.")
	// CodeCardUndisclosed: the condition that the card be shown was not said before the sale.
	CodeCardUndisclosed = decided("card_undisclosed",
		"Điều kiện phải xuất trình phiếu bảo hành chỉ công bố ngày {demanded:date}, sau ngày bán {sold:date}, nên không áp dụng cho lần mua này.",
		"The condition that the card be shown was published only on {demanded:date}, after the sale on {sold:date}, so it does not bind this sale.")
	// CodeReturned: the customer gave the product back to the shop.
	CodeReturned = decided("returned",
		"Sản phẩm đã được trả lại cửa hàng ngày {returned:date}, nên không còn bảo hành.",
		"The product was given back to the shop on {returned:date}, so there is no warranty any more.")
	// CodeNotConsumer: the buyer bought to sell.
	CodeNotConsumer = decided("not_consumer",
		"Bên mua mua để bán lại, không phải người tiêu dùng: chỉ áp dụng những gì hai bên đã thỏa thuận.",
		"The buyer bought to sell and is not a consumer: only what was agreed applies.")
)

// Why a term ends when it does.
var (
	// CodeMonthClipped: the last month has no corresponding day, so the term ends on the month's last day.
	CodeMonthClipped = decided("month_clipped",
		"Thời hạn {months:int} tháng từ ngày {starts:date} kết thúc ngày {ends:date}, ngày cuối của tháng, vì tháng đó không có ngày tương ứng.",
		"The term of {months:int} month(s) from {starts:date} ends on {ends:date}, the last day of that month, because the month has no corresponding day.")
	// CodeLastDayMoved: the last day is a day off.
	CodeLastDayMoved = decided("last_day_moved",
		"Ngày cuối của thời hạn, {last:date}, là ngày nghỉ, nên thời hạn kết thúc vào ngày làm việc tiếp theo, {ends:date}.",
		"The last day of the term, {last:date}, is a day off, so the term ends on the next working day, {ends:date}.")
	// CodeLastDayKept: it is, but the terms say that it is not moved.
	CodeLastDayKept = decided("last_day_kept",
		"Ngày cuối của thời hạn, {last:date}, là ngày nghỉ, nhưng chính sách đã công bố rằng ngày này không được dời.",
		"The last day of the term, {last:date}, is a day off, but the published terms say that it is not moved.")
	// CodeDaysOffUnknown: the term ended a few days before the fault, and nobody said which days are off.
	CodeDaysOffUnknown = decided("days_off_unknown",
		"Chưa có lịch nghỉ lễ cho ngày {ends:date}. Nếu ngày đó là ngày nghỉ lễ thì thời hạn kết thúc muộn hơn; hãy kiểm tra lịch nghỉ lễ trước khi từ chối.",
		"The public holidays around {ends:date} are not known here. If that day is one, the term ends later; check before you refuse.")
	// CodeSuspended: days in repair.
	CodeSuspended = decided("suspended",
		"Thời gian bảo hành từ {in:date} đến {out:date} ({days:int} ngày) không tính vào thời hạn.",
		"The time in repair from {in:date} to {out:date} ({days:int} day(s)) does not count toward the term.")
	// CodePartAnew: a part was replaced.
	CodePartAnew = decided("part_anew",
		"Bộ phận {part:text} được thay mới ngày {replaced:date}; thời hạn của bộ phận này tính lại từ đầu và kết thúc ngày {ends:date}.",
		"The part {part:text} was replaced on {replaced:date}; its term began again and ends on {ends:date}.")
	// CodeProductAnew: the product was exchanged.
	CodeProductAnew = decided("product_anew",
		"Sản phẩm được đổi mới ngày {exchanged:date}; thời hạn tính lại từ đầu, những lần bảo hành trước đó không còn tính.",
		"The product was exchanged for a new one on {exchanged:date}; the term began again, and earlier repairs no longer count.")
	// CodeExtended: the law's term is longer after a repair.
	CodeExtended = decided("extended",
		"Sau lần sửa chữa ngày {in:date}, trách nhiệm theo luật được kéo dài thêm {months:int} tháng, một lần duy nhất.",
		"After the repair of {in:date} the liability under the law is {months:int} months longer, once.")
	// CodeStatutory: the law gives more than the terms.
	CodeStatutory = decided("statutory",
		"Thời hạn của người bán kết thúc ngày {agreed:date}; trách nhiệm theo luật là {months:int} tháng, đến ngày {until:date}.",
		"The seller's own term ends on {agreed:date}; the liability under the law is {months:int} months, until {until:date}.")
	// CodeRepairUnusable: the dates of a repair make no sense.
	CodeRepairUnusable = decided("repair_unusable",
		"Một lần bảo hành có ngày nhận {in:date} và ngày trả {out:date} không hợp lý nên chưa được tính. Hãy sửa lại ngày.",
		"The dates of a repair, in on {in:date} and out on {out:date}, make no sense, and it was not counted. Correct them.")
	// CodeRepairOutside: a repair began after the term.
	CodeRepairOutside = decided("repair_outside",
		"Lần sửa chữa nhận ngày {in:date} là sau thời hạn bảo hành nên không tính.",
		"The repair taken in on {in:date} was after the term and does not count.")
)

// What the customer can have.
var (
	// CodeRepairOpen: repair comes first.
	CodeRepairOpen = decided("repair_open",
		"Sản phẩm được sửa chữa.",
		"The product is repaired.")
	// CodeChoiceOpen: repair or exchange.
	CodeChoiceOpen = decided("choice_open",
		"Khách hàng được chọn sửa chữa hoặc đổi sản phẩm.",
		"The customer may choose repair or exchange.")
	// CodeTooDear: one of them is out of proportion.
	CodeTooDear = decided("too_dear",
		"Người bán chứng minh rằng “{remedy:name}” là không thể hoặc quá tốn kém, nên có thể yêu cầu cách còn lại.",
		"The seller shows that “{remedy:name}” is impossible or out of proportion, and may insist on the other.")
	// CodeRepairsReached: repairs did not help.
	CodeRepairsReached = decided("repairs_reached",
		"Đã bảo hành {count:int} lần trong thời hạn mà chưa khắc phục được lỗi; mức để có thêm lựa chọn là {needed:int} lần.",
		"It was repaired {count:int} time(s) within the term and the fault is not cured; more is open after {needed:int}.")
	// CodeRepairsNotReached: not often enough.
	CodeRepairsNotReached = decided("repairs_not_reached",
		"Lỗi này đã bảo hành {count:int} lần; sau {needed:int} lần mà chưa khắc phục được thì có thêm lựa chọn.",
		"This fault was repaired {count:int} time(s); after {needed:int} without a cure more is open.")
	// CodeTimeOut: the promised time has run out.
	CodeTimeOut = decided("time_out",
		"Nhận ngày {in:date}, hẹn trả ngày {promised:date}, đến ngày {asked:date} vẫn chưa sửa xong: thời gian bảo hành đã hết.",
		"Taken in on {in:date} and promised for {promised:date}, it is not done by {asked:date}: the time for the repair has run out.")
	// CodeReasonableTimeOut: no time was promised, and a reasonable one has run out.
	CodeReasonableTimeOut = decided("reasonable_time_out",
		"Nhận ngày {in:date}, phiếu không hẹn ngày trả; đến ngày {asked:date} đã quá thời gian hợp lý là {days:int} ngày.",
		"Taken in on {in:date} without a promised time; by {asked:date} a reasonable time, {days:int} days, has run out.")
	// CodeRepairFailed: it could not be repaired.
	CodeRepairFailed = decided("repair_failed",
		"Sản phẩm nhận ngày {in:date} được trả ngày {out:date} mà không sửa được.",
		"Taken in on {in:date}, it was handed back on {out:date} because it could not be repaired.")
	// CodeRepairImpossible: likewise, and the customer has it not back yet.
	CodeRepairImpossible = decided("repair_impossible",
		"Sản phẩm nhận ngày {in:date} không sửa được.",
		"Taken in on {in:date}, it could not be repaired.")
	// CodeMinor: the fault is too small to end the contract for.
	CodeMinor = decided("minor",
		"Người bán chứng minh lỗi là nhỏ, nên không trả hàng hoàn tiền được; vẫn có thể được giảm giá.",
		"The seller proves that the fault is minor, so that there is no refund; a price reduction stays open.")
)

// Who pays, and who has to prove.
var (
	// CodeTraderPays: the repair costs the customer nothing.
	CodeTraderPays = decided("trader_pays",
		"Bên bán chịu chi phí sửa chữa, kể cả linh kiện.",
		"The trader pays the repair, parts included.")
	// CodeCustomerPays: it is not covered.
	CodeCustomerPays = decided("customer_pays",
		"Không thuộc bảo hành nên khách hàng chịu chi phí, nếu muốn sửa chữa.",
		"It is not covered, so the customer pays, if a repair is wanted.")
	// CodeTraderCarries: nor does the way there and back.
	CodeTraderCarries = decided("trader_carries",
		"Bên bán chịu chi phí vận chuyển từ nhà khách hàng hoặc nơi sử dụng đến nơi bảo hành và ngược lại.",
		"The trader pays the transport from the customer's home or the place of use to the place of repair, and back.")
	// CodeCarriageAgreed: the law does not say.
	CodeCarriageAgreed = decided("carriage_agreed",
		"Chi phí vận chuyển theo thỏa thuận trong chính sách bảo hành.",
		"Who pays the transport is as the terms say.")
	// CodeTraderProves: the customer need not prove the trader's fault.
	CodeTraderProves = decided("trader_proves",
		"Bên bán phải chứng minh nếu cho rằng lỗi không do mình; khách hàng không phải chứng minh.",
		"It is for the trader to prove that the fault is not theirs; the customer has to prove nothing.")
	// CodeCustomerProves: the time in which that is so is over.
	CodeCustomerProves = decided("customer_proves",
		"Từ sau ngày {until:date}, khách hàng phải chứng minh lỗi đã có khi giao hàng.",
		"After {until:date} it is for the customer to prove that the fault was there on delivery.")
)

// What else is owed.
var (
	// CodeReceipt: a receipt with a time.
	CodeReceipt = decided("receipt",
		"Khi nhận bảo hành phải giao giấy biên nhận, hoặc hình thức tương đương, ghi rõ thời gian thực hiện.",
		"At intake the trader gives a receipt, on paper or equivalent, that says when it will be done.")
	// CodeLoaner: something similar meanwhile.
	CodeLoaner = decided("loaner",
		"Trong thời gian bảo hành phải cho mượn sản phẩm tương tự để dùng tạm, hoặc có giải pháp khác được khách hàng đồng ý.",
		"During the repair the trader lends a similar product, or offers another solution that the customer agrees to.")
	// CodeLoanerAgreed: another solution was agreed.
	CodeLoanerAgreed = decided("loaner_agreed",
		"Trong lần nhận ngày {in:date}, khách hàng đã đồng ý một giải pháp khác thay cho sản phẩm dùng tạm.",
		"For the repair taken in on {in:date} the customer agreed to another solution instead of a loaner.")
	// CodeTold: the seller tells before the remedy.
	CodeTold = decided("told",
		"Trước khi sửa chữa hoặc đổi, người bán phải cho biết quyền lựa chọn và việc kéo dài trách nhiệm thêm 12 tháng nếu chọn sửa chữa.",
		"Before the remedy the seller tells of the right to choose, and that choosing repair makes the liability 12 months longer.")
	// CodeConsent: data goes outside only with consent.
	CodeConsent = decided("consent",
		"Chỉ được chuyển thông tin khách hàng cho trung tâm bảo hành bên ngoài khi khách hàng đồng ý và có hợp đồng bằng văn bản; bên bán vẫn chịu trách nhiệm.",
		"Customer data goes to an outside service centre only with the customer's consent and a written contract; the trader stays liable.")
	// CodePriority: vulnerable customers come first.
	CodePriority = decided("priority",
		"Khách hàng dễ bị tổn thương được ưu tiên tiếp nhận, và không bị chuyển cho bên thứ ba không có trách nhiệm liên quan.",
		"A vulnerable customer is served first, and is not passed to a third party without a related duty.")
	// CodeRefuseInWriting: and refused in writing only.
	CodeRefuseInWriting = decided("refuse_in_writing",
		"Từ chối khách hàng dễ bị tổn thương phải bằng văn bản, nêu căn cứ pháp luật và chỗ không phù hợp với chính sách đã công bố.",
		"A vulnerable customer is refused in writing, with the legal basis and where the case does not fit the published terms.")
)

func decisionCodes() []*care.Code {
	return []*care.Code{
		CodeCovered, CodeExpired, CodeNotStarted, CodeExcluded, CodeExclusionUnpublished, CodeExclusionMandatory,
		CodeCardNotNeeded, CodeCardMissing, CodeCardUndisclosed, CodeReturned, CodeNotConsumer,
		CodeMonthClipped, CodeLastDayMoved, CodeLastDayKept, CodeDaysOffUnknown, CodeSuspended, CodePartAnew, CodeProductAnew, CodeExtended, CodeStatutory,
		CodeRepairUnusable, CodeRepairOutside,
		CodeRepairOpen, CodeChoiceOpen, CodeTooDear, CodeRepairsReached, CodeRepairsNotReached, CodeTimeOut, CodeReasonableTimeOut, CodeRepairFailed, CodeRepairImpossible, CodeMinor,
		CodeTraderPays, CodeCustomerPays, CodeTraderCarries, CodeCarriageAgreed, CodeTraderProves, CodeCustomerProves,
		CodeReceipt, CodeLoaner, CodeLoanerAgreed, CodeTold, CodeConsent, CodePriority, CodeRefuseInWriting,
	}
}
