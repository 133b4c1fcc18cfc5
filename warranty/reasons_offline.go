package warranty

import "github.com/chamsoc/chamsoc/care"

// What entries of tills do not agree on.
var (
	// CodeConflictLine: several sales claim one invoice line.
	CodeConflictLine = care.NewCode("warranty.conflict_line", "", care.Text{
		VI: "Có {sales:int} lần bán khác nhau cùng mang hóa đơn {invoice:text}, dòng {line:int}. Hãy đối chiếu hóa đơn giấy rồi rút lại lần bán sai, ghi lại với số hóa đơn đúng.",
		EN: "{sales:int} different sales have the invoice {invoice:text}, line {line:int}. Look at the papers, withdraw the wrong one, and record it again with its right invoice.",
	})
	// CodeConflictSerial: several units that are with customers have one serial.
	CodeConflictSerial = care.NewCode("warranty.conflict_serial", "", care.Text{
		VI: "Số seri {serial:text} của mặt hàng {product:text} được ghi cho {units:int} máy đang ở chỗ khách. Hãy xem lại số trên máy, hoặc ghi việc trả hàng còn thiếu.",
		EN: "The serial {serial:text} of {product:text} was recorded for {units:int} units that customers have. Read it off the devices again, or record the return that is missing.",
	})
	// CodeConflictClient: one client id came with several contents.
	CodeConflictClient = care.NewCode("warranty.conflict_client", "", care.Text{
		VI: "Cùng một mã của máy bán hàng mang {contents:int} nội dung khác nhau. Tất cả đều được giữ lại. Hãy kiểm tra máy bán hàng và rút lại nội dung sai.",
		EN: "One client id came with {contents:int} different contents, and all were kept. Check the till, and withdraw what is wrong.",
	})
	// CodeConflictNoSale: it is about a line that nobody sold, or not yet.
	CodeConflictNoSale = care.NewCode("warranty.conflict_no_sale", "", care.Text{
		VI: "Chưa có lần bán nào cho hóa đơn {invoice:text}, dòng {line:int}. Hãy kiểm tra số hóa đơn; nếu máy bán hàng kia chưa gửi thì chờ.",
		EN: "There is no sale of the invoice {invoice:text}, line {line:int}, yet. Check the invoice; wait if the other till has not sent it.",
	})
	// CodeConflictNoSerial: no unit of the line has this serial.
	CodeConflictNoSerial = care.NewCode("warranty.conflict_no_serial", "", care.Text{
		VI: "Dòng hóa đơn này không có máy nào mang số seri {serial:text}. Hãy đọc lại số trên máy.",
		EN: "No unit of this invoice line has the serial {serial:text}. Read it off the device again.",
	})
	// CodeConflictNoUnit: the line has no unit of this number.
	CodeConflictNoUnit = care.NewCode("warranty.conflict_no_unit", "", care.Text{
		VI: "Dòng hóa đơn này không có sản phẩm thứ {unit:int}. Hãy kiểm tra số lượng trên hóa đơn.",
		EN: "This invoice line has no unit {unit:int}. Check the quantity on the invoice.",
	})
	// CodeConflictWhich: several sales claim the line, and it does not say which of them it means.
	CodeConflictWhich = care.NewCode("warranty.conflict_which", "", care.Text{
		VI: "Có {sales:int} lần bán cùng dòng hóa đơn nên chưa biết là của lần nào. Hãy xử lý dòng hóa đơn trước, hoặc cho biết số seri.",
		EN: "{sales:int} sales claim this invoice line, and it does not say which is meant. Settle the line first, or give the serial.",
	})
	// CodeConflictReturned: the unit had come back already.
	CodeConflictReturned = care.NewCode("warranty.conflict_returned", "", care.Text{
		VI: "Sản phẩm thứ {unit:int} đã được trả lại lúc {returned:time}. Hãy kiểm tra hóa đơn và số seri.",
		EN: "Unit {unit:int} had come back at {returned:time} already. Check the invoice and the serial.",
	})
	// CodeConflictHolders: the unit was given to two people at one instant.
	CodeConflictHolders = care.NewCode("warranty.conflict_holders", "", care.Text{
		VI: "Sản phẩm thứ {unit:int} được chuyển cho hai người khác nhau cùng lúc {at:time}. Hãy hỏi lại khách và rút lại một lần chuyển.",
		EN: "Unit {unit:int} was given to two people at the same time, {at:time}. Ask the customers, and withdraw one.",
	})
	// CodeConflictSide: it is no entry that the conflict is between.
	CodeConflictSide = care.NewCode("warranty.conflict_side", "", care.Text{
		VI: "Không có mục nào mang mã này. Hãy chọn một trong các bên của mâu thuẫn.",
		EN: "There is no entry with this id. Choose one of the sides of the conflict.",
	})
	// CodeEntryKind: an entry is exactly one of sale, return and transfer.
	CodeEntryKind = care.NewCode("warranty.entry_kind", "", care.Text{
		VI: "Mỗi mục phải là đúng một trong ba việc: bán, trả lại, chuyển cho người khác.",
		EN: "An entry is exactly one of: a sale, a return, a transfer.",
	})
	// CodeTooManyEntries: more happened to an invoice line than ever does.
	CodeTooManyEntries = care.NewCode("warranty.too_many_entries", "", care.Text{
		VI: "Dòng hóa đơn hoặc số seri này đã có {limit:int} mục, không ghi thêm được. Hãy kiểm tra máy bán hàng.",
		EN: "This invoice line or serial has {limit:int} entries, and takes no more. Check the till.",
	})
)

func offlineCodes() []*care.Code {
	return []*care.Code{
		CodeConflictLine, CodeConflictSerial, CodeConflictClient, CodeConflictNoSale, CodeConflictNoSerial, CodeConflictNoUnit, CodeConflictWhich,
		CodeConflictReturned, CodeConflictHolders, CodeConflictSide, CodeEntryKind, CodeTooManyEntries,
	}
}
