package warranty

import (
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/care/policy"
)

// The procedures of this package. [Notices] tells customers of the edition that is in force under each of these codes.
const (
	ProcedureWarranty policy.ProcedureCode = "warranty" // told at the sale, and again on the first request
	ProcedureRepair   policy.ProcedureCode = "repair"   // told when a product is taken in
	ProcedureAdvice   policy.ProcedureCode = "advice"   // how questions about use are answered: for the web, mail and post
)

// Procedures are the first editions of the three procedures, to be published as they are or changed before: policy.Service.PublishProcedure. Each step has its time, as
// Decree 55/2024/NĐ-CP art. 22 wants it. contact is the unit that customers turn to, with its telephone, and from the first day on which they are followed.
func Procedures(contact care.Text, from calendar.Date) []policy.Procedure {
	counter, technician := care.Text{VI: "Nhân viên quầy", EN: "Counter staff"}, care.Text{VI: "Kỹ thuật viên", EN: "Technician"}
	step := func(who care.Text, within calendar.Span, vi, en string) policy.Step {
		return policy.Step{Who: who, What: care.Text{VI: vi, EN: en}, Within: within}
	}
	minutes := func(n int) calendar.Span { return calendar.Wall(time.Duration(n) * time.Minute) }
	common := policy.Procedure{
		Edition: 1, Audience: policy.ForCustomers, Contact: contact, From: from,
		Channels: []care.Channel{care.ChannelCounter, care.ChannelPhone, care.ChannelWeb, care.ChannelEmail},
		First: care.Text{
			VI: "Ưu tiên người cao tuổi, người khuyết tật, phụ nữ mang thai hoặc nuôi con dưới 36 tháng tuổi và những người khác theo Điều 8 Luật 19/2023/QH15.",
			EN: "The elderly, people with disabilities, pregnant women and those with a child under 36 months, and others named in art. 8 of Law 19/2023/QH15 come first.",
		},
	}
	claim, repair, advice := common, common, common

	claim.Code, claim.Title = ProcedureWarranty, care.Text{VI: "Quy trình bảo hành", EN: "How a warranty claim is handled"}
	claim.About = care.Text{
		VI: "Mất phiếu bảo hành vẫn được bảo hành: chúng tôi tra theo số điện thoại, hóa đơn hoặc số sê-ri. Thời gian sửa chữa không tính vào thời hạn bảo hành.",
		EN: "A lost warranty card still gets warranty: we look it up by telephone number, invoice or serial number. Days in repair do not count towards the term.",
	}
	claim.Documents = []care.Text{
		{VI: "Sản phẩm và phụ kiện kèm theo", EN: "The product with what came with it"},
		{VI: "Một trong các thông tin: số điện thoại khi mua, số hóa đơn, số sê-ri, phiếu bảo hành", EN: "One of these: the telephone number given at the sale, the invoice number, the serial number, the warranty card"},
	}
	claim.Steps = []policy.Step{
		step(counter, minutes(15), "Tiếp nhận sản phẩm, tra cứu bảo hành và nghe khách mô tả lỗi.", "Take in the product, look up its warranty and listen to what is wrong."),
		step(counter, minutes(15), "Trả lời có được bảo hành hay không kèm căn cứ, giao giấy tiếp nhận có ghi ngày hẹn.", "Say whether it is covered, and why, and hand over a receipt with the promised date."),
		step(counter, minutes(30), "Cho mượn sản phẩm tương tự hoặc thỏa thuận giải pháp khác.", "Lend a similar product, or agree on another solution."),
		step(technician, calendar.WorkingDates(2), "Kiểm tra, xác định lỗi và báo khách nếu cần thêm thời gian.", "Examine it, find the fault and tell the customer if more time is needed."),
		step(technician, calendar.WorkingDates(7), "Sửa chữa hoặc thay linh kiện miễn phí; không khắc phục được thì đổi mới hoặc hoàn tiền.", "Repair it or replace parts free of charge; exchange it or refund the price if that does not help."),
		step(counter, calendar.WorkingDates(1), "Báo khách nhận lại, cùng khách kiểm tra và ghi lại kết quả.", "Tell the customer that it is ready, check it together and note the result."),
	}

	repair.Code, repair.Title = ProcedureRepair, care.Text{VI: "Quy trình sửa chữa", EN: "How a repair is done"}
	repair.About = care.Text{VI: "Áp dụng cho sản phẩm đã nhận vào, trong hay ngoài bảo hành.", EN: "For a product that was taken in, under warranty or not."}
	repair.Documents = []care.Text{{VI: "Giấy tiếp nhận", EN: "The intake receipt"}}
	repair.Steps = []policy.Step{
		step(technician, calendar.WorkingDates(2), "Kiểm tra, ghi lại tình trạng và nguyên nhân.", "Examine it and note its state and the cause."),
		step(counter, calendar.WorkingDates(1), "Báo chi phí nếu không thuộc bảo hành và chỉ sửa khi khách đồng ý.", "Say what it costs if it is not covered, and go on only if the customer agrees."),
		step(technician, calendar.WorkingDates(7), "Sửa chữa; chuyển cho trung tâm bên ngoài chỉ khi khách đồng ý.", "Repair it; hand it to an outside centre only if the customer agrees."),
		step(technician, calendar.WorkingDates(1), "Kiểm tra lại trước khi trả.", "Check it again before it is handed back."),
		step(counter, calendar.WorkingDates(1), "Báo khách và bàn giao.", "Tell the customer and hand it back."),
	}

	advice.Code, advice.Title = ProcedureAdvice, care.Text{VI: "Quy trình tư vấn kỹ thuật", EN: "How technical advice is given"}
	advice.About = care.Text{VI: "Câu hỏi về cách dùng được trả lời miễn phí, không phải là yêu cầu bảo hành.", EN: "Questions about use are answered free of charge; they are not warranty claims."}
	advice.Steps = []policy.Step{
		step(counter, minutes(10), "Ghi nhận câu hỏi, trả lời ngay nếu đã có sẵn câu trả lời.", "Note the question, and answer at once if the answer is known."),
		step(technician, calendar.Working(8*time.Hour), "Trả lời câu hỏi chuyên môn qua kênh khách đã chọn.", "Answer a technical question by the channel that the customer chose."),
		step(technician, calendar.WorkingDates(3), "Trả lời câu hỏi phải hỏi hãng sản xuất, hoặc báo khi nào có câu trả lời.", "Answer what the maker has to be asked, or say when the answer will come."),
	}
	return []policy.Procedure{claim, repair, advice}
}
