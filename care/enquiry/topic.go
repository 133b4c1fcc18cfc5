package enquiry

import "github.com/chamsoc/chamsoc/care"

// Topic is what an enquiry is about. The zero Topic is unknown.
type Topic string

// The topics.
const (
	TopicInvoice     Topic = "invoice"     // what was billed and paid
	TopicDebt        Topic = "debt"        // what is owed in all
	TopicDelivery    Topic = "delivery"    // when the goods will come
	TopicWhereabouts Topic = "whereabouts" // where the goods are now
	TopicWarranty    Topic = "warranty"    // until when something is under warranty
)

var topics = care.NewTerms(
	care.NewTerm(TopicInvoice, "Hóa đơn", "Invoice"),
	care.NewTerm(TopicDebt, "Công nợ", "Debt"),
	care.NewTerm(TopicDelivery, "Hẹn giao hàng", "Delivery date"),
	care.NewTerm(TopicWhereabouts, "Hàng đang ở đâu", "Where the goods are"),
	care.NewTerm(TopicWarranty, "Bảo hành", "Warranty"),
)

// Terms lists the topics.
func (Topic) Terms() care.Terms[Topic] { return topics }

// Outcome says what became of an enquiry.
type Outcome string

// The outcomes. The zero Outcome means that nobody has asked.
const (
	Answered    Outcome = "answered"
	NotFound    Outcome = "not_found"   // nothing that may be told to this asker
	Unavailable Outcome = "unavailable" // the system that knows did not answer, so somebody has to
)

var outcomes = care.NewTerms(
	care.NewTerm(Answered, "Đã trả lời", "Answered"),
	care.NewTerm(NotFound, "Không tìm thấy", "Not found"),
	care.NewTerm(Unavailable, "Chưa tra cứu được", "Could not be looked up"),
)

// Terms lists the outcomes.
func (Outcome) Terms() care.Terms[Outcome] { return outcomes }
