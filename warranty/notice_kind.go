package warranty

import (
	"slices"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/notice"
)

// What this package tells customers about a registration. About a claim it tells each step in [ToldSteps], under [StepKind].
const (
	KindRegistered   notice.KindCode = "warranty.registered"    // at the sale: until when, and how warranty works
	KindFirstRequest notice.KindCode = "warranty.first_request" // how warranty works, again, on the first request
	KindEnding       notice.KindCode = "warranty.ending"        // before the term ends
)

// StepKind is the kind of the notice about a step of a claim.
func StepKind(s ClaimStep) notice.KindCode { return notice.KindCode("warranty.claim_" + string(s)) }

// saying is what a customer is told on an occasion: a line, and what a letter says besides.
type saying struct{ name, line, more care.Text }

// claimSayings are what a customer is told about the steps of a claim. The steps that are not here concern the shop alone.
var claimSayings = map[ClaimStep]saying{
	ClaimReceive: {
		name: care.Text{VI: "Đã nhận sản phẩm bảo hành", EN: "Product taken in"},
		line: care.Text{VI: "đã nhận {product}{?number} (phiếu {number}){/number}.{?promised} Hẹn xong trước {promised}.{/promised}", EN: "took in your {product}{?number} (ticket {number}){/number}.{?promised} It is promised by {promised}.{/promised}"},
	},
	ClaimAccept: {
		name: care.Text{VI: "Chấp nhận yêu cầu", EN: "Claim accepted"},
		line: care.Text{
			VI: "nhận xử lý {product}{?number} (phiếu {number}){/number}{?pays}, chi phí do Quý khách chi trả như đã thỏa thuận{/pays}{!pays}, miễn phí theo bảo hành{/pays}.",
			EN: "will see to your {product}{?number} (ticket {number}){/number}{?pays}, at your cost as agreed{/pays}{!pays}, free of charge under warranty{/pays}.",
		},
	},
	ClaimRefuse: {
		name: care.Text{VI: "Từ chối yêu cầu bằng văn bản", EN: "Claim refused in writing"},
		line: care.Text{VI: "không thể bảo hành {product}{?number} (phiếu {number}){/number}. Văn bản nêu căn cứ có tại quầy.", EN: "cannot accept the claim for your {product}{?number} (ticket {number}){/number}. The basis in writing is at the counter."},
		more: care.Text{VI: "{?why}\n\nCăn cứ: {why}{/why}", EN: "{?why}\n\nThe basis: {why}{/why}"},
	},
	ClaimWait: {
		name: care.Text{VI: "Yêu cầu đang chờ", EN: "Claim waits"},
		line: care.Text{VI: "đang xử lý {product}{?number} (phiếu {number}){/number}{?waits}, hiện phải chờ {waits}{/waits}.", EN: "are seeing to your {product}{?number} (ticket {number}){/number}{?waits} and now wait for {waits}{/waits}."},
	},
	ClaimRepair: {
		name: care.Text{VI: "Bắt đầu sửa chữa", EN: "Repair began"},
		line: care.Text{VI: "đã đưa {product}{?number} (phiếu {number}){/number} vào sửa chữa.{?promised} Hẹn xong trước {promised}.{/promised}", EN: "began to repair your {product}{?number} (ticket {number}){/number}.{?promised} It is promised by {promised}.{/promised}"},
	},
	ClaimFinish: {
		name: care.Text{VI: "Sẵn sàng trả khách", EN: "Ready to be handed back"},
		line: care.Text{
			VI: "{?failed}rất tiếc không sửa được{/failed}{!failed}đã xử lý xong{/failed} {product}{?number} (phiếu {number}){/number}. Mời Quý khách đến {?failed}để được giải quyết tiếp{/failed}{!failed}nhận{/failed}.",
			EN: "{?failed}are sorry that we could not repair{/failed}{!failed}have finished with{/failed} your {product}{?number} (ticket {number}){/number}. Please come and {?failed}see what can be done instead{/failed}{!failed}collect it{/failed}.",
		},
	},
	ClaimHandBack: {
		name: care.Text{VI: "Đã trả sản phẩm", EN: "Product handed back"},
		line: care.Text{VI: "đã trả {product}{?number} (phiếu {number}){/number}. Bảo hành còn đến {until}.", EN: "handed back your {product}{?number} (ticket {number}){/number}. Its warranty runs until {until}."},
	},
	ClaimExchange: {
		name: care.Text{VI: "Đổi sản phẩm mới", EN: "Product exchanged"},
		line: care.Text{VI: "đã đổi {product}{?number} (phiếu {number}){/number} lấy sản phẩm mới, bảo hành tính lại từ đầu.", EN: "exchanged your {product}{?number} (ticket {number}){/number} for a new one, whose warranty begins anew."},
	},
	ClaimRefund: {
		name: care.Text{VI: "Hoàn tiền", EN: "Price refunded"},
		line: care.Text{VI: "hoàn tiền {product}{?number} (phiếu {number}){/number}{?amount}: {amount}{/amount}.", EN: "refund the price of your {product}{?number} (ticket {number}){/number}{?amount}: {amount}{/amount}."},
	},
	ClaimReduce: {
		name: care.Text{VI: "Giảm giá", EN: "Price reduced"},
		line: care.Text{VI: "trả lại một phần giá {product}{?number} (phiếu {number}){/number}{?amount}: {amount}{/amount}.", EN: "pay back a part of the price of your {product}{?number} (ticket {number}){/number}{?amount}: {amount}{/amount}."},
	},
	ClaimWithdraw: {
		name: care.Text{VI: "Khách rút yêu cầu", EN: "Claim withdrawn"},
		line: care.Text{VI: "đã ghi nhận Quý khách rút yêu cầu về {product}{?number} (phiếu {number}){/number}. Mời Quý khách đến nhận lại.", EN: "noted that you withdrew the claim for your {product}{?number} (ticket {number}){/number}. Please come and collect it."},
	},
	ClaimLend: {
		name: care.Text{VI: "Giải pháp dùng tạm", EN: "Meanwhile"},
		line: care.Text{VI: "đã ghi nhận giải pháp dùng tạm trong lúc xử lý {product}{?number} (phiếu {number}){/number}.", EN: "noted what you have to use while we see to your {product}{?number} (ticket {number}){/number}."},
	},
	ClaimOverdue: {
		name: care.Text{VI: "Xin lỗi vì quá hẹn", EN: "Apology for being late"},
		line: care.Text{VI: "xin lỗi vì chưa xong {product}{?number} (phiếu {number}){/number} như đã hẹn. Quý khách có thể yêu cầu đổi hoặc hoàn tiền theo quy định.", EN: "apologise that your {product}{?number} (ticket {number}){/number} is not done as promised. You may ask for an exchange or a refund as the rules say."},
	},
}

// ToldSteps are the steps of a claim of which the customer is told, in their order.
func ToldSteps() (all []ClaimStep) {
	for step := range claimSteps.All() {
		if _, told := claimSayings[step]; told {
			all = append(all, step)
		}
	}
	return all
}

// NoticeKinds are what this package tells customers, for [notice.Config].
func NoticeKinds() []notice.Kind {
	product := notice.Variable{Name: "product", Kind: care.FactName}
	until := notice.Variable{Name: "until", Kind: care.FactDate}
	procedure := notice.Variable{Name: "procedure", Kind: care.FactName, Optional: true}
	sale := kindOf(KindRegistered, notice.PurposeService, saying{
		name: care.Text{VI: "Bảo hành đã đăng ký", EN: "Warranty registered"},
		line: care.Text{VI: "đã đăng ký bảo hành {product} đến {until}, hóa đơn {invoice}. Không cần giữ phiếu.", EN: "registered the warranty of your {product} until {until}, invoice {invoice}. No card is needed."},
	}, product, until, procedure, notice.Variable{Name: "invoice", Kind: care.FactText})
	request := kindOf(KindFirstRequest, notice.PurposeService, saying{
		name: care.Text{VI: "Quy trình bảo hành", EN: "How warranty works"},
		line: care.Text{VI: "đã nhận câu hỏi về bảo hành {product} (đến {until}).", EN: "received your question about the warranty of your {product} (until {until})."},
	}, product, until, procedure)
	ending := kindOf(KindEnding, notice.PurposeCare, saying{
		name: care.Text{VI: "Bảo hành sắp hết hạn", EN: "Warranty ends soon"},
		line: care.Text{VI: "xin nhắc: bảo hành {product} hết hạn sau ngày {until}. Nếu có lỗi, xin báo trước ngày đó.", EN: "remind you: the warranty of your {product} ends after {until}. If anything is wrong, please tell us before."},
	}, product, until)
	all := []notice.Kind{sale, request, ending}
	for _, step := range ToldSteps() {
		kind := kindOf(StepKind(step), notice.PurposeService, claimSayings[step], product, until, procedure,
			notice.Variable{Name: "number", Kind: care.FactText, Optional: true}, notice.Variable{Name: "promised", Kind: care.FactTime, Optional: true},
			notice.Variable{Name: "pays", Kind: care.FactBool, Optional: true}, notice.Variable{Name: "failed", Kind: care.FactBool, Optional: true},
			notice.Variable{Name: "why", Kind: care.FactName, Optional: true},
			notice.Variable{Name: "waits", Kind: care.FactName, Optional: true}, notice.Variable{Name: "amount", Kind: care.FactMoney, Optional: true})
		if step == ClaimRefuse { // in writing, with the basis
			kind.Channels = []care.Channel{care.ChannelEmail, care.ChannelPost, care.ChannelZalo, care.ChannelSMS}
		}
		all = append(all, kind)
	}
	return all
}

// kindOf is a kind whose texts are all made of one line: short for a phone, in full with the procedure for a letter.
func kindOf(code notice.KindCode, purpose notice.Purpose, s saying, values ...notice.Variable) notice.Kind {
	steps := care.Text{}
	if slices.ContainsFunc(values, func(v notice.Variable) bool { return v.Name == "procedure" }) {
		steps.VI, steps.EN = "{?procedure}\n\n{procedure}{/procedure}", "{?procedure}\n\n{procedure}{/procedure}"
	}
	return notice.Kind{
		Code: code, Purpose: purpose, Name: s.name, Variables: values,
		Channels: []care.Channel{care.ChannelZalo, care.ChannelSMS, care.ChannelEmail, care.ChannelPost},
		Default: []notice.Wording{
			{
				Channels: []care.Channel{care.ChannelZalo, care.ChannelSMS},
				Body:     care.Text{VI: "{house} " + s.line.VI + " Hỗ trợ: {hotline}.", EN: "{house}: we " + s.line.EN + " Help: {hotline}."},
			},
			{
				Channels: []care.Channel{care.ChannelEmail, care.ChannelWeb, care.ChannelPost, care.ChannelFax},
				Subject:  s.name,
				Body: care.Text{
					VI: "Kính gửi{?customer} {customer}{/customer}{!customer} Quý khách{/customer},\n\n{house} " + s.line.VI + s.more.VI + steps.VI + "\n\nMọi thắc mắc xin liên hệ {hotline}.\n\nTrân trọng,\n{house}",
					EN: "Dear {?customer}{customer}{/customer}{!customer}customer{/customer},\n\nWe " + s.line.EN + s.more.EN + steps.EN + "\n\nIf you have any questions, please call {hotline}.\n\nYours sincerely,\n{house}",
				},
			},
		},
	}
}
