package notice

import "github.com/chamsoc/chamsoc/care"

// Purpose is what a notice is for, which decides whether it needs the customer's consent, when it may be sent and how often ([Rule]). The zero Purpose is unknown.
type Purpose string

// The purposes. What each needs is data: see [Vietnam].
const (
	// PurposeService: what the contract or the law owes the customer: a complaint was received, a repair is ready, a promised time changes. It needs no consent
	// and cannot be refused (Law 19/2023/QH15 art. 18.3, 31.2).
	PurposeService Purpose = "service"
	// PurposeCare: a reminder about what the customer has bought, without offering anything: a term ends, maintenance is due. It is sent until the customer
	// says no (art. 10.1.b).
	PurposeCare Purpose = "care"
	// PurposeSurvey: a question to the customer. It is sent until the customer says no (art. 10.1.b).
	PurposeSurvey Purpose = "survey"
	// PurposeAdvertising: whatever speaks of something to buy, even within a reminder. It needs consent given before (Decree 91/2020/ND-CP art. 13).
	PurposeAdvertising Purpose = "advertising"
	// PurposeSharing: no notice has it. It is in the ledger for consent to hand personal data to a third party, such as a repair centre (art. 15.2).
	PurposeSharing Purpose = "sharing"
)

var purposes = care.NewTerms(
	care.NewTerm(PurposeService, "Thông báo dịch vụ", "Service notice"),
	care.NewTerm(PurposeCare, "Nhắc nhở chăm sóc", "Care reminder"),
	care.NewTerm(PurposeSurvey, "Hỏi ý kiến khách hàng", "Survey"),
	care.NewTerm(PurposeAdvertising, "Quảng cáo", "Advertising"),
	care.NewTerm(PurposeSharing, "Chia sẻ dữ liệu cho bên thứ ba", "Sharing data with a third party"),
)

// Terms lists the purposes.
func (Purpose) Terms() care.Terms[Purpose] { return purposes }
