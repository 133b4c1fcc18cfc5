package warranty

import "github.com/chamsoc/chamsoc/care"

// Why a file, or a row of it, is not imported.
var (
	// CodeImportEmpty: there is nothing in the file.
	CodeImportEmpty = care.NewCode("warranty.import_empty", "", care.Text{
		VI: "Tệp trống. Hãy chọn đúng tệp.",
		EN: "The file is empty. Choose the right one.",
	})
	// CodeImportEncoding: it is UTF-16, a workbook, or text in another encoding than UTF-8.
	CodeImportEncoding = care.NewCode("warranty.import_encoding", "", care.Text{
		VI: "Tệp không phải là CSV mã UTF-8. Trong Excel hãy lưu lại bằng kiểu “CSV UTF-8”.",
		EN: "The file is not CSV in UTF-8. Save it again as “CSV UTF-8”.",
	})
	// CodeImportNoHeader: the first row has no known heading.
	CodeImportNoHeader = care.NewCode("warranty.import_no_header", "", care.Text{
		VI: "Dòng đầu của tệp không phải là dòng tiêu đề. Hãy thêm dòng tiêu đề, ít nhất có các cột: {columns:name}.",
		EN: "The first row of the file is no row of headings. Add one, with these columns at least: {columns:name}.",
	})
	// CodeImportColumnMissing: a column is missing without which nothing can be registered.
	CodeImportColumnMissing = care.NewCode("warranty.import_column_missing", "", care.Text{
		VI: "Tệp thiếu các cột bắt buộc: {columns:name}. Hãy thêm cột hoặc cho biết tiêu đề nào là cột đó.",
		EN: "The file lacks these required columns: {columns:name}. Add them, or say which headings they are.",
	})
	// CodeImportColumnTwice: two headings mean the same column.
	CodeImportColumnTwice = care.NewCode("warranty.import_column_twice", "", care.Text{
		VI: "Có hai tiêu đề cùng là cột “{column:name}”. Hãy bỏ hoặc đổi tên một cột.",
		EN: "Two headings mean the column “{column:name}”. Remove or rename one.",
	})
	// CodeImportOtherFile: an import is not finished under this key, and it was of another file.
	CodeImportOtherFile = care.NewCode("warranty.import_other_file", "", care.Text{
		VI: "Lần nhập cùng mã bắt đầu lúc {started:time} chưa xong và là của một tệp khác. Hãy chọn lại tệp đó hoặc dùng mã khác.",
		EN: "The import of this key that began at {started:time} is not finished and was of another file. Choose that file, or another key.",
	})
	// CodeImportShort: the file ends before the place where the import stopped.
	CodeImportShort = care.NewCode("warranty.import_short", "", care.Text{
		VI: "Tệp kết thúc trước chỗ lần nhập trước dừng lại. Hãy chọn lại tệp ban đầu.",
		EN: "The file ends before the place where the import stopped. Choose the file that it began with.",
	})
	// CodeImportBatch: a transaction has at most limit rows.
	CodeImportBatch = care.NewCode("warranty.import_batch", "", care.Text{
		VI: "Mỗi lần ghi có từ 1 đến {limit:int} dòng.",
		EN: "A transaction has 1 to {limit:int} rows.",
	})

	// CodeImportLong: a line is longer than limit bytes.
	CodeImportLong = care.NewCode("warranty.import_long", "", care.Text{
		VI: "Dòng dài hơn {limit:int} byte nên không đọc. Hãy kiểm tra dấu xuống dòng của tệp.",
		EN: "The line is longer than {limit:int} bytes and was not read. Check the line ends of the file.",
	})
	// CodeImportQuote: a quotation mark is never closed, or closed in the middle of a cell.
	CodeImportQuote = care.NewCode("warranty.import_quote", "", care.Text{
		VI: "Dấu ngoặc kép mở ra mà không đóng, hoặc đóng giữa ô. Hãy sửa dấu ngoặc kép; trong ô thì viết hai lần.",
		EN: "A quotation mark is never closed, or closed in the middle of a cell. Mend it; within a cell it is written twice.",
	})
	// CodeImportCells: a row has more cells than there are headings.
	CodeImportCells = care.NewCode("warranty.import_cells", "", care.Text{
		VI: "Dòng có {cells:int} ô nhưng chỉ có {columns:int} tiêu đề. Ô nào có dấu ngăn cách thì phải đặt trong ngoặc kép.",
		EN: "The row has {cells:int} cells and there are {columns:int} headings. Put cells with a separator in them in quotation marks.",
	})
	// CodeImportNumber: it is no whole number.
	CodeImportNumber = care.NewCode("warranty.import_number", "", care.Text{
		VI: "Đây không phải là số nguyên. Hãy nhập như 12.",
		EN: "This is not a whole number. Type it as 12.",
	})
	// CodeImportUnit: a unit of a line is a single one.
	CodeImportUnit = care.NewCode("warranty.import_unit", "", care.Text{
		VI: "Dòng có cột “Sản phẩm thứ” là của một sản phẩm, số thứ tự từ 1 đến {limit:int}.",
		EN: "A row that says which unit it is stands for one unit, numbered 1 to {limit:int}.",
	})
	// CodeImportDate: it is no date that a file may have.
	CodeImportDate = care.NewCode("warranty.import_date", "", care.Text{
		VI: "Đây không phải là một ngày có thật. Hãy nhập như 31/08/2026, 2026-08-31, hoặc số ngày của Excel như 46265.",
		EN: "This is not a real date. Type it as 31/08/2026 (day first), 2026-08-31, or Excel's number of it, such as 46265.",
	})
	// CodeImportDateRange: nothing was sold on that day yet, or by this shop.
	CodeImportDateRange = care.NewCode("warranty.import_date_range", "", care.Text{
		VI: "Ngày phải từ {from:date} đến {to:date}. Hãy kiểm tra ngày và tháng có đổi chỗ không, và hệ ngày của bảng tính.",
		EN: "The date must be from {from:date} to {to:date}. Check whether day and month are exchanged, and the spreadsheet's date system.",
	})
	// CodeImportEnds: the last day is no whole number of months after the first.
	CodeImportEnds = care.NewCode("warranty.import_ends", "", care.Text{
		VI: "Từ {starts:date} đến {ends:date} không tròn số tháng. Hãy kiểm tra hai ngày, hoặc cho biết số tháng.",
		EN: "From {starts:date} to {ends:date} is no whole number of months. Check both dates, or say how many months.",
	})
	// CodeImportEndsDiffer: the last day is not the one of the term that the row says.
	CodeImportEndsDiffer = care.NewCode("warranty.import_ends_differ", "", care.Text{
		VI: "Ngày hết hạn là {ends:date}, nhưng thời hạn {months:int} tháng kết thúc ngày {computed:date}. Hãy sửa một trong hai.",
		EN: "The last day is {ends:date}, but the term of {months:int} month(s) ends on {computed:date}. Mend one of them.",
	})
	// CodeImportTaken: the line of the invoice, or the serial, is registered with another content.
	CodeImportTaken = care.NewCode("warranty.import_taken", "", care.Text{
		VI: "Dòng hóa đơn này hoặc số seri này của mặt hàng đã có bảo hành với nội dung khác. Hãy kiểm tra hóa đơn, số seri và người mua.",
		EN: "This invoice line, or this serial of the product, has a warranty already, with another content. Check the invoice, the serial and the buyer.",
	})
)

func importCodes() []*care.Code {
	return []*care.Code{
		CodeImportEmpty, CodeImportEncoding, CodeImportNoHeader, CodeImportColumnMissing, CodeImportColumnTwice, CodeImportOtherFile, CodeImportShort, CodeImportBatch,
		CodeImportLong, CodeImportQuote, CodeImportCells, CodeImportNumber, CodeImportUnit, CodeImportDate, CodeImportDateRange, CodeImportEnds, CodeImportEndsDiffer,
		CodeImportTaken,
	}
}
