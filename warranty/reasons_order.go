package warranty

import "github.com/chamsoc/chamsoc/care"

// Why a repair is planned on its day, and why an order is refused.
var (
	// CodeScheduled: the earliest day with room.
	CodeScheduled = care.NewCode("warranty.scheduled", "", care.Text{
		VI: "Ngày {day:date} là ngày làm việc sớm nhất còn chỗ, còn {free:int} chỗ.",
		EN: "{day:date} is the earliest working day with room, for {free:int}.",
	})
	// CodePartsExpected: the parts come first.
	CodePartsExpected = care.NewCode("warranty.parts_expected", "", care.Text{
		VI: "Linh kiện dự kiến về ngày {on:date} nên không bắt đầu sớm hơn.",
		EN: "The parts are expected on {on:date}, so it does not begin before.",
	})
	// CodeDaysFull: earlier days are full.
	CodeDaysFull = care.NewCode("warranty.days_full", "", care.Text{
		VI: "Trước đó có {days:int} ngày làm việc đã kín chỗ.",
		EN: "The working days before that, {days:int} of them, are full.",
	})
	// CodeNoRoom: there is none as far as was looked.
	CodeNoRoom = care.NewCode("warranty.no_room", "", care.Text{
		VI: "Đến ngày {until:date} trung tâm không còn chỗ: {days:int} ngày làm việc đều kín. Hãy chọn trung tâm khác.",
		EN: "The centre has no room until {until:date}: all of {days:int} working days are full. Choose another one.",
	})
	// CodeNoCentre: no centre has this code.
	CodeNoCentre = care.NewCode("warranty.no_centre", "", care.Text{
		VI: "Chưa khai báo trung tâm này.",
		EN: "There is no such centre. Record it first.",
	})
	// CodePerDay: a centre does at least one repair a day.
	CodePerDay = care.NewCode("warranty.per_day", "", care.Text{
		VI: "Số lần sửa chữa mỗi ngày phải từ 1 đến {limit:int}.",
		EN: "A centre begins 1 to {limit:int} repairs a day.",
	})
	// CodeOrderStep: the order cannot go there from where it stands.
	CodeOrderStep = care.NewCode("warranty.order_step", "", care.Text{
		VI: "Lệnh sửa chữa đang ở trạng thái “{status:name}”. Tiếp theo chỉ có thể là: {legal:name}.",
		EN: "The repair order is at “{status:name}”. What can follow: {legal:name}.",
	})
	// CodeUsedLater: parts are used when the work is done.
	CodeUsedLater = care.NewCode("warranty.used_later", "", care.Text{
		VI: "Linh kiện đã dùng được ghi khi lệnh sửa chữa xong.",
		EN: "The parts that were used are recorded when the order is done.",
	})
)

// When maintenance is due, and why a plan is refused.
var (
	// CodeDueByMonths: so many months after the last service.
	CodeDueByMonths = care.NewCode("warranty.due_by_months", "", care.Text{
		VI: "Đến hạn ngày {on:date}: {months:int} tháng kể từ {since:date}.",
		EN: "Due on {on:date}: {months:int} month(s) after {since:date}.",
	})
	// CodeDueByUse: when its use will be so much.
	CodeDueByUse = care.NewCode("warranty.due_by_use", "", care.Text{
		VI: "Đến hạn khi đạt {at:int} {unit:name}, dự kiến ngày {on:date}; ngày {since:date} là {read:int} {unit:name}.",
		EN: "Due at {at:int} {unit:name}, reckoned for {on:date}; on {since:date} it was {read:int} {unit:name}.",
	})
	// CodeUseUnknown: its use is not known well enough to name a day.
	CodeUseUnknown = care.NewCode("warranty.use_unknown", "", care.Text{
		VI: "Đến hạn khi đạt {at:int} {unit:name}; chưa đủ số đọc để dự kiến ngày.",
		EN: "Due at {at:int} {unit:name}; there are too few readings to reckon the day.",
	})
	// CodeUse: a reading out of range.
	CodeUse = care.NewCode("warranty.use", "", care.Text{
		VI: "Mức sử dụng phải từ 1 đến {limit:int}.",
		EN: "Use is 1 to {limit:int}.",
	})
	// CodeAhead: reminded too early.
	CodeAhead = care.NewCode("warranty.ahead", "", care.Text{
		VI: "Nhắc trước nhiều nhất {limit:int} ngày.",
		EN: "A reminder comes at most {limit:int} days ahead.",
	})
	// CodePlanTaken: the product has this plan already.
	CodePlanTaken = care.NewCode("warranty.plan_taken", "", care.Text{
		VI: "Sản phẩm này đã có kế hoạch bảo dưỡng mang mã này.",
		EN: "This product has a maintenance plan of this code already.",
	})
)

func orderCodes() []*care.Code {
	return []*care.Code{
		CodeScheduled, CodePartsExpected, CodeDaysFull, CodeNoRoom, CodeNoCentre, CodePerDay, CodeOrderStep, CodeUsedLater,
		CodeDueByMonths, CodeDueByUse, CodeUseUnknown, CodeUse, CodeAhead, CodePlanTaken,
	}
}
