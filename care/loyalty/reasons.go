package loyalty

import "github.com/chamsoc/chamsoc/care"

// What a movement of points came to.
var (
	CodeEarned = care.NewCode("loyalty.earned", "", care.Text{
		VI: "Tích {points:int} điểm cho {amount:money}: {each:int} điểm cho mỗi {per:money} trọn vẹn, nhân {percent:int}%, bỏ phần lẻ.",
		EN: "{points:int} point(s) for {amount:money}: {each:int} for each whole {per:money}, times {percent:int}%, fractions cut off.",
	})
	CodeGiven = care.NewCode("loyalty.given", "", care.Text{
		VI: "Tặng {points:int} điểm; không tính để xét hạng.", EN: "{points:int} point(s) were given; they do not count for tiers.",
	})
	CodePending = care.NewCode("loyalty.pending", "", care.Text{
		VI: "Dùng được từ {from:date}.", EN: "They can be used from {from:date} on.",
	})
	CodeDebtPaid = care.NewCode("loyalty.debt_paid", "", care.Text{
		VI: "Đã trừ {paid:int} điểm còn thiếu từ trước; còn thiếu {debt:int}.", EN: "{paid:int} of them pay what was owed; {debt:int} are still owed.",
	})
	CodeRedeemed = care.NewCode("loyalty.redeemed", "", care.Text{
		VI: "Đã dùng {points:int} điểm từ {lots:int} lần tích, lần hết hạn trước dùng trước; còn {left:int} điểm.",
		EN: "{points:int} point(s) were used, out of {lots:int} lot(s), those that expire first; {left:int} are left.",
	})
	CodeUnearned = care.NewCode("loyalty.unearned", "", care.Text{
		VI: "Thu hồi {points:int} điểm đã tích từ {source:text}: {own:int} còn nguyên, {others:int} trừ vào các lần tích khác, {expired:int} đã hết hạn nên không đòi.",
		EN: "{points:int} point(s) earned by {source:text} were taken back: {own:int} were unused, {others:int} came from other lots, {expired:int} had expired and are not asked back.",
	})
	CodeDebt = care.NewCode("loyalty.debt", "", care.Text{
		VI: "Số dư âm: thiếu {debt:int} điểm vì điểm bị thu hồi đã được dùng. Điểm tích lần sau sẽ bù vào.",
		EN: "The balance is below zero: {debt:int} point(s) are owed, because points were taken back that had been spent. What is earned next pays them.",
	})
	CodeUnredeemed = care.NewCode("loyalty.unredeemed", "", care.Text{
		VI: "Trả lại {points:int} điểm đã dùng cho {source:text}.", EN: "{points:int} point(s) used for {source:text} were given back.",
	})
	CodeExpiredSince = care.NewCode("loyalty.expired_since", "", care.Text{
		VI: "{points:int} điểm trong số đó đã hết hạn, nên được gia hạn đến hết {until:date}.", EN: "{points:int} of them had expired since, and last until the end of {until:date} now.",
	})
	CodeExpired = care.NewCode("loyalty.expired", "", care.Text{
		VI: "{points:int} điểm của {lots:int} lần tích đã hết hạn.", EN: "{points:int} point(s) of {lots:int} lot(s) expired.",
	})
	CodeOwed = care.NewCode("loyalty.owed", "", care.Text{
		VI: "{points:int} điểm chưa hết hạn, mỗi điểm {each:money}, trừ {breakage:int}% dự kiến không dùng: {worth:money}.",
		EN: "{points:int} unexpired point(s) at {each:money} each, less {breakage:int}% that are expected never to be used: {worth:money}.",
	})
)

// What became of a tier.
var (
	CodeRose = care.NewCode("loyalty.rose", "", care.Text{
		VI: "Lên hạng {to:name} từ {on:date}: {points:int} điểm trong 12 tháng.", EN: "Rose to {to:name} on {on:date}: {points:int} points in twelve months.",
	})
	CodeKept = care.NewCode("loyalty.kept", "", care.Text{
		VI: "Giữ hạng {tier:name} từ {on:date}: {points:int} điểm trong 12 tháng trước đó.", EN: "{tier:name} was confirmed on {on:date}: {points:int} points in the twelve months before.",
	})
	CodeGrace = care.NewCode("loyalty.grace", "", care.Text{
		VI: "Chưa đủ điểm giữ hạng {tier:name} vào {on:date} ({points:int} điểm trong 12 tháng); được giữ hạng đến {until:date} rồi xét lại.",
		EN: "{points:int} points in twelve months were too few for {tier:name} on {on:date}; it is kept until {until:date} and judged again then.",
	})
	CodeFell = care.NewCode("loyalty.fell", "", care.Text{
		VI: "Từ {on:date} hạng {tier:name} chuyển thành {to:name}: {points:int} điểm trong 12 tháng trước đó.",
		EN: "{tier:name} became {to:name} on {on:date}: {points:int} points in the twelve months before.",
	})
)

// Why a promotion is offered or not, and what it did.
var (
	CodeOffered = care.NewCode("loyalty.offered", "", care.Text{
		VI: "Được mời, dùng đến hết {until:date}.", EN: "It is offered, for use until the end of {until:date}.",
	})
	CodeHeldOut = care.NewCode("loyalty.held_out", "", care.Text{
		VI: "Khách thuộc nhóm đối chứng chọn ngẫu nhiên: không mời, để biết chương trình có tác dụng không.",
		EN: "The customer is held out by chance: not offered, so that it is known what the promotion does.",
	})
	CodeNotYet = care.NewCode("loyalty.not_yet", "", care.Text{
		VI: "Chương trình bắt đầu từ {from:date}.", EN: "The promotion begins on {from:date}.",
	})
	CodeOver = care.NewCode("loyalty.over", "", care.Text{
		VI: "Chương trình đã kết thúc sau ngày {until:date}.", EN: "The promotion ended after {until:date}.",
	})
	CodeSegment = care.NewCode("loyalty.segment", "", care.Text{
		VI: "Chương trình không dành cho nhóm khách này.", EN: "The promotion is not for this segment.",
	})
	CodeNoConsent = care.NewCode("loyalty.no_consent", "VN Law 19/2023/QH15 art. 18.4; Decree 91/2020/ND-CP art. 13", care.Text{
		VI: "Khách chưa đồng ý nhận quảng cáo qua kênh “{channel:name}”. Hãy hỏi ý kiến khách trước.", EN: "The customer has not agreed to advertising by this channel ({channel:name}). Ask first.",
	})
	CodeBudgetSpent = care.NewCode("loyalty.budget_spent", "", care.Text{
		VI: "Ngân sách {total:money} không còn đủ cho một lượt mời nữa.", EN: "The budget of {total:money} does not hold one more offer.",
	})
	CodeUplift = care.NewCode("loyalty.uplift", "", care.Text{
		VI: "Có tác dụng: {with:name} trong {offered:int} khách được mời đã mua, so với {without:name} trong {held_out:int} khách đối chứng; tăng {by:name} điểm phần trăm (khoảng {low:name} đến {high:name}).",
		EN: "It helped: {with:name} of {offered:int} offered bought, and {without:name} of {held_out:int} held out; {by:name} percentage points more ({low:name} to {high:name}).",
	})
	CodeNoEffect = care.NewCode("loyalty.no_effect", "", care.Text{
		VI: "Không thấy tác dụng rõ ràng: {with:name} trong {offered:int} khách được mời đã mua, so với {without:name} trong {held_out:int} khách đối chứng; chênh {by:name} điểm phần trăm (khoảng {low:name} đến {high:name}).",
		EN: "No clear effect: {with:name} of {offered:int} offered bought, and {without:name} of {held_out:int} held out; a difference of {by:name} percentage points ({low:name} to {high:name}).",
	})
	CodeHarm = care.NewCode("loyalty.harm", "", care.Text{
		VI: "Phản tác dụng: {with:name} trong {offered:int} khách được mời đã mua, so với {without:name} trong {held_out:int} khách đối chứng; chênh {by:name} điểm phần trăm (khoảng {low:name} đến {high:name}).",
		EN: "It did harm: {with:name} of {offered:int} offered bought, and {without:name} of {held_out:int} held out; a difference of {by:name} percentage points ({low:name} to {high:name}).",
	})
	CodeNoHoldOut = care.NewCode("loyalty.no_hold_out", "", care.Text{
		VI: "Không đo được: không có nhóm đối chứng nên không biết bao nhiêu khách vẫn mua dù không được mời.",
		EN: "Not measurable: nobody was held out, so nobody knows how many would have bought anyway.",
	})
	CodeTooFew = care.NewCode("loyalty.too_few", "", care.Text{
		VI: "Không đo được: {offered:int} khách được mời và {held_out:int} khách đối chứng; mỗi nhóm cần ít nhất {least:int}.",
		EN: "Not measurable: {offered:int} were offered it and {held_out:int} held out; each group needs at least {least:int}.",
	})
	CodeNotOver = care.NewCode("loyalty.not_over", "", care.Text{
		VI: "Chưa đo được trước {ends:date}: vẫn còn lượt mua được tính.", EN: "Not measurable before {ends:date}: purchases still count until then.",
	})
)

// On which basis something is suggested, and what a score rests on.
var (
	CodeSuggestedConsent = care.NewCode("loyalty.suggested_consent", "VN Law 19/2023/QH15 art. 18.4", care.Text{
		VI: "{why:name} Đi cùng {with:text}; khách đã đồng ý nhận quảng cáo qua kênh “{channel:name}”.", EN: "{why:name} Goes with {with:text}; the customer has agreed to advertising by this channel ({channel:name}).",
	})
	CodeSuggestedBasket = care.NewCode("loyalty.suggested_basket", "", care.Text{
		VI: "{why:name} Đi cùng {with:text} khách đang chọn ({channel:name}); không dùng thông tin nào về khách.",
		EN: "{why:name} Goes with {with:text}, which the customer is choosing ({channel:name}); nothing that is known of the customer is used.",
	})
	CodeScored = care.NewCode("loyalty.scored", "", care.Text{
		VI: "R{r:int} F{f:int} M{m:int}: lần mua gần nhất cách đây {days:int} ngày, {times:int} lần, tổng {total:money}.",
		EN: "R{r:int} F{f:int} M{m:int}: the latest purchase was {days:int} day(s) ago, {times:int} purchase(s), {total:money} in all.",
	})
)

// What is to be expected of a customer.
var (
	CodeOutlook = care.NewCode("loyalty.outlook", "", care.Text{
		VI: "Mua lại {repeats:int} lần, lần gần nhất cách đây {ago:name} tuần: xác suất còn là khách {alive:name}; dự kiến trung bình {expected:name} lần mua trong {ahead:name} tuần tới.",
		EN: "{repeats:int} repeat purchase(s), the latest {ago:name} week(s) ago: still a customer with a probability of {alive:name}; {expected:name} purchase(s) expected on average in the next {ahead:name} week(s).",
	})
	CodeNeverBack = care.NewCode("loyalty.never_back", "", care.Text{
		VI: "Chưa mua lại sau lần đầu cách đây {ago:name} tuần, nên chưa thể biết khách đã bỏ đi hay chỉ mua thưa; dự kiến trung bình {expected:name} lần mua trong {ahead:name} tuần tới.",
		EN: "Not back since the first purchase {ago:name} week(s) ago, so nobody can tell whether the customer left or buys seldom; {expected:name} purchase(s) expected on average in the next {ahead:name} week(s).",
	})
)

// What is wrong with a request.
var (
	CodeNotEnough = care.NewCode("loyalty.not_enough", "", care.Text{
		VI: "Không đủ điểm: dùng được {usable:int}, chờ hiệu lực {pending:int}.", EN: "Not enough points: {usable:int} can be used, {pending:int} are pending.",
	})
	CodeManyLots = care.NewCode("loyalty.many_lots", "", care.Text{
		VI: "Số điểm này nằm ở hơn {limit:int} lần tích. Hãy dùng nhiều lần, mỗi lần nhiều nhất {most:int} điểm.",
		EN: "So many points lie in more than {limit:int} lots. Redeem them in parts, at most {most:int} now.",
	})
	CodeAmountOrPoints = care.NewCode("loyalty.amount_or_points", "", care.Text{
		VI: "Hãy cho số tiền (có đơn vị tiền tệ) hoặc số điểm, không cả hai.", EN: "Give an amount, in a currency, or points, and not both.",
	})
	CodeSourceTaken = care.NewCode("loyalty.source_taken", "", care.Text{
		VI: "Chứng từ này đã được ghi nhận một lần.", EN: "This source was recorded already.",
	})
	CodeReversible = care.NewCode("loyalty.reversible", "", care.Text{
		VI: "Chỉ hoàn lại được điểm đã tích (earned) hoặc đã dùng (redeemed).", EN: "What can be reversed is what was earned or redeemed.",
	})
	CodeNoEntry = care.NewCode("loyalty.no_entry", "", care.Text{
		VI: "Không có lần tích hoặc dùng điểm nào với chứng từ này.", EN: "Nothing was earned or redeemed with this source.",
	})
	CodeErased = care.NewCode("loyalty.erased", "", care.Text{
		VI: "Thông tin của khách đã bị xóa nên không còn tài khoản điểm.", EN: "The customer was erased and has no account any more.",
	})
	CodeReversedAlready = care.NewCode("loyalty.reversed_already", "", care.Text{
		VI: "Chỉ còn {left:int} điểm có thể hoàn lại.", EN: "Only {left:int} point(s) are left to reverse.",
	})
	CodeRange = care.NewCode("loyalty.range", "", care.Text{
		VI: "Phải từ {least:int} đến {most:int}.", EN: "It must be {least:int} to {most:int}.",
	})
	CodeTierOrder = care.NewCode("loyalty.tier_order", "", care.Text{
		VI: "Mỗi hạng cần mã riêng và mức điểm cao hơn hạng trước.", EN: "Each tier needs a code of its own, and more points than the one before.",
	})
	CodeFuture = care.NewCode("loyalty.future", "", care.Text{
		VI: "Thời điểm ở tương lai. Hãy kiểm tra đồng hồ.", EN: "The time lies in the future. Check the clock.",
	})
	CodePeriod = care.NewCode("loyalty.period", "", care.Text{
		VI: "Cần ngày đầu, và ngày cuối không sớm hơn ngày đầu.", EN: "Give a first day, and a last one that is not before it.",
	})
	CodeHoldOut = care.NewCode("loyalty.hold_out", "", care.Text{
		VI: "Tỷ lệ đối chứng phải từ 0 đến 0,9.", EN: "The share held out must be from 0 to 0.9.",
	})
	CodeTrialStays = care.NewCode("loyalty.trial_stays", "", care.Text{
		VI: "Đã có khách được mời, nên tỷ lệ đối chứng và số ngày tính mua phải giữ nguyên. Muốn đổi, hãy mở chương trình mới.",
		EN: "Customers were approached already, so the share held out and the days in which purchases count stay. Launch another promotion to change them.",
	})
	CodeCurrencyStays = care.NewCode("loyalty.currency_stays", "", care.Text{
		VI: "Ngân sách đã chi bằng loại tiền khác.", EN: "The budget was spent in another currency.",
	})
	CodeNoPromotion = care.NewCode("loyalty.no_promotion", "", care.Text{
		VI: "Không có chương trình này.", EN: "There is no such promotion.",
	})
	CodeNoOffer = care.NewCode("loyalty.no_offer", "", care.Text{
		VI: "Không có lượt mời này.", EN: "There is no such offer.",
	})
	CodeNotUsable = care.NewCode("loyalty.not_usable", "", care.Text{
		VI: "Lượt mời này đã được dùng, đã thu hồi, hoặc thuộc nhóm đối chứng.", EN: "The offer was used or taken back, or is one of those held out.",
	})
	CodeTooMuch = care.NewCode("loyalty.too_much", "", care.Text{
		VI: "Số tiền phải từ 0 đến {most:money}.", EN: "The amount must be 0 to {most:money}.",
	})
	CodeCuts = care.NewCode("loyalty.cuts", "", care.Text{
		VI: "Các mốc phải theo thứ tự tăng dần.", EN: "The boundaries must grow.",
	})
	CodeAfterLast = care.NewCode("loyalty.after_last", "", care.Text{
		VI: "Ngày mua không được sau {last:date}.", EN: "A purchase must not be after {last:date}.",
	})
	CodeLatest = care.NewCode("loyalty.latest", "", care.Text{
		VI: "Lần mua gần nhất phải sau lần đầu và không quá thời gian quan sát; bằng 0 khi và chỉ khi khách chưa mua lại.",
		EN: "The latest purchase must be after the first and within the time observed; it is 0 exactly if there were no repeats.",
	})
	CodeParameter = care.NewCode("loyalty.parameter", "", care.Text{
		VI: "Tham số phải từ 0,000001 đến 1.000.000.", EN: "A parameter must be 0.000001 to 1,000,000.",
	})
	CodeFewHistories = care.NewCode("loyalty.few_histories", "", care.Text{
		VI: "Chưa đủ dữ liệu: {customers:int} khách, trong đó {returned:int} khách mua lại; cần ít nhất {least:int} khách, trong đó {least_returned:int} khách mua lại.",
		EN: "Not enough data: {customers:int} customer(s), of whom {returned:int} came back; at least {least:int} are needed, of whom {least_returned:int} came back.",
	})
	CodeNoRhythm = care.NewCode("loyalty.no_rhythm", "", care.Text{
		VI: "Dữ liệu không cho biết nhịp mua, chẳng hạn vì khách mua giống hệt nhau hoặc không ai bỏ đi. Hãy quan sát lâu hơn hoặc dùng RFM.",
		EN: "The histories tell no rhythm, as when all customers buy alike or nobody ever left. Observe them for longer, or use RFM.",
	})
)

// Codes returns every code of the package.
func Codes() []*care.Code {
	return []*care.Code{
		CodeEarned, CodeGiven, CodePending, CodeDebtPaid, CodeRedeemed, CodeUnearned, CodeDebt, CodeUnredeemed, CodeExpiredSince, CodeExpired, CodeOwed,
		CodeRose, CodeKept, CodeGrace, CodeFell, CodeOffered, CodeHeldOut, CodeNotYet, CodeOver, CodeSegment, CodeNoConsent, CodeBudgetSpent, CodeUplift,
		CodeNoEffect, CodeHarm, CodeNoHoldOut, CodeTooFew, CodeNotOver, CodeSuggestedConsent, CodeSuggestedBasket, CodeScored, CodeNotEnough, CodeManyLots,
		CodeAmountOrPoints, CodeSourceTaken, CodeReversible, CodeNoEntry, CodeErased, CodeReversedAlready, CodeRange, CodeTierOrder, CodeFuture, CodePeriod,
		CodeHoldOut, CodeTrialStays, CodeCurrencyStays, CodeNoPromotion, CodeNoOffer, CodeNotUsable, CodeTooMuch, CodeCuts,
		CodeOutlook, CodeNeverBack, CodeAfterLast, CodeLatest, CodeParameter, CodeFewHistories, CodeNoRhythm,
	}
}
