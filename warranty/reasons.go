package warranty

import (
	"slices"

	"github.com/chamsoc/chamsoc/care"
)

// The articles that publishing rests on: the number of the law and its articles, which read the same in every language. 19/2023/QH15 is the Law on Protection
// of Consumers' Rights. Decisions rest on the articles of the law that the sale is under, which package warranty/law has.
const (
	ruleExclusion = "19/2023/QH15: 30.2.a"
	ruleBinding   = "19/2023/QH15: 27.3, 30.2.a"
)

// What clues lead to.
var (
	// CodeNotFound: nothing fits well enough; it reveals nothing about what there is.
	CodeNotFound = care.NewCode("warranty.not_found", "", care.Text{
		VI: "Chưa tìm thấy bảo hành khớp với thông tin đã cho. Hãy cho thêm số seri trên máy, số hóa đơn, hoặc xác nhận số điện thoại đã dùng lúc mua.",
		EN: "No warranty was found that fits. Give the serial on the product or the invoice number, or confirm the phone given at the sale.",
	})
	// CodeProofMissing: something fits, and more proof is needed.
	CodeProofMissing = care.NewCode("warranty.proof_missing", "", care.Text{
		VI: "Chưa đủ căn cứ để xác nhận. Cần thêm một trong: {proofs:name}.",
		EN: "This is not yet enough to confirm it. One more is needed of: {proofs:name}.",
	})
	// CodeMoreNotWeighed: a clue fits more registrations than are looked at.
	CodeMoreNotWeighed = care.NewCode("warranty.more_not_weighed", "", care.Text{
		VI: "Thông tin này khớp với hơn {limit:int} lần mua nên chưa xét hết. Hãy cho thêm thông tin.",
		EN: "This fits more than {limit:int} purchases, and not all were looked at. Give more information.",
	})

	// CodeCodeSent is all that a public form says, whatever there is: the code comes by the phone of the sale, or not at all.
	CodeCodeSent = care.NewCode("warranty.code_sent", "", care.Text{
		VI: "Đã nhận thông tin. Nếu khớp với một lần mua, mã xác nhận được gửi đến số điện thoại đã cho lúc mua. Hãy nhập mã trước {until:time}.",
		EN: "We have your information. If it fits a purchase, a code is sent to the phone given at the sale. Type it in before {until:time}.",
	})
	// CodeCodeWrong: the code is not the one that was sent, or it is too late, or it was tried too often; it says not which.
	CodeCodeWrong = care.NewCode("warranty.code_wrong", "", care.Text{
		VI: "Mã xác nhận không đúng hoặc đã hết hiệu lực. Hãy kiểm tra tin nhắn, hoặc gửi lại thông tin để nhận mã mới.",
		EN: "The code is wrong or no longer valid. Check the message, or send your information again to get a new one.",
	})
	// CodeTooOften: the host's limiter refuses.
	CodeTooOften = care.NewCode("warranty.too_often", "", care.Text{
		VI: "Đã thử quá nhiều lần. Hãy đợi một lúc rồi thử lại, hoặc gọi cho cửa hàng.",
		EN: "This was tried too often. Wait a while and try again, or call the shop.",
	})

	// The clues that spoke for a registration, with their points.
	CodeClueCard          = clue("card", "Có phiếu bảo hành hoặc phiếu bán hàng", "The card or the slip of the sale was shown")
	CodeClueSerial        = clue("serial", "Số seri trùng khớp", "The serial is the same")
	CodeClueSerialFolded  = clue("serial_folded", "Số seri chỉ khác ở chữ dễ đọc nhầm, và chỉ một máy khớp", "The serial differs only in letters that are easily misread, and one unit alone fits")
	CodeClueInvoice       = clue("invoice", "Số hóa đơn trùng khớp", "The invoice number is the same")
	CodeCluePhoneVerified = clue("phone_verified", "Số điện thoại lúc mua đã được xác nhận", "The phone given at the sale was confirmed")
	CodeCluePhone         = clue("phone", "Số điện thoại trùng khớp, chưa xác nhận", "The phone is the same, not confirmed")
	CodeClueName          = clue("name", "Tên trùng khớp", "The name is the same")
	CodeClueProductDate   = clue("product_date", "Đúng mặt hàng và gần ngày mua", "The product, and about the date, are the same")
	CodeClueSerialPhone   = clue("serial_phone", "Số seri chỉ sai ở chữ dễ đọc nhầm, và đúng số điện thoại lúc mua", "The serial differs only by what is easily misread, and the phone is the one of the sale")
	CodeClueInvoiceNumber = clue("invoice_number", "Số thứ tự của hóa đơn trùng khớp, thiếu ký hiệu", "The number of the invoice is the same, its symbol was not given")
	CodeClueTaxCode       = clue("tax_code", "Mã số thuế trùng khớp", "The tax code is the same")

	// What makes it likelier, and proves nothing.
	CodeClueSerialAlike = fits("serial_alike", "Số seri gần giống, có thể do đọc nhầm.", "The serial is nearly the same; it may have been misread.")
	CodeCluePhoneSlip   = fits("phone_slip", "Số điện thoại chỉ lệch một chữ số.", "The phone differs by a single slip.")
	CodeClueNameAlike   = fits("name_alike", "Tên gần giống.", "The name is nearly the same.")
	CodeClueProduct     = fits("product", "Đúng mặt hàng.", "The product is the same.")
	CodeClueDate        = fits("date", "Gần ngày mua.", "The date is about the same.")
	CodeCluePlace       = fits("place", "Đúng chi nhánh.", "The branch is the same.")

	// What speaks against it.
	CodeAgainstSerial  = against("serial", "Số seri khác với số đã ghi lúc bán.", "The serial is not the one of the sale.")
	CodeAgainstInvoice = against("invoice", "Số hóa đơn khác.", "The invoice is another one.")
	CodeAgainstPhone   = against("phone", "Số điện thoại không phải số đã ghi lúc bán.", "The phone is not one of the sale.")
	CodeAgainstName    = against("name", "Tên khác.", "The name is another one.")
	CodeAgainstProduct = against("product", "Mặt hàng khác.", "The product is another one.")
	CodeAgainstDate    = against("date", "Ngày mua cách xa ngày đã nói.", "The date of the sale is far from the one that was said.")
	CodeAgainstPlace   = against("place", "Chi nhánh khác.", "The branch is another one.")
	CodeAgainstTaxCode = against("tax_code", "Mã số thuế khác.", "The tax code is another one.")
	CodeAgainstTerm    = against("term", "Thời hạn của lần mua này đã hết; đa số đến khi còn hạn.", "The term of this sale is over; most come while it runs.")
)

func fits(id, vi, en string) *care.Code {
	return care.NewCode("warranty.clue_"+id, "", care.Text{VI: vi, EN: en})
}

func against(id, vi, en string) *care.Code {
	return care.NewCode("warranty.against_"+id, "", care.Text{VI: vi, EN: en})
}

func clue(id, vi, en string) *care.Code {
	return care.NewCode("warranty.clue_"+id, "", care.Text{VI: vi + " ({points:int} điểm).", EN: en + " ({points:int} points)."})
}

// Why a sale or terms are refused, or noted.
var (
	// CodeUncovered: the product has no warranty terms.
	CodeUncovered = care.NewCode("warranty.uncovered", "", care.Text{
		VI: "Mã hàng này chưa có chính sách bảo hành. Hãy kiểm tra mã hàng hoặc khai báo chính sách cho mã này.",
		EN: "This product has no warranty terms. Check the product code, or say under which terms it is sold.",
	})
	// CodeNoEdition: no edition of the terms was in force on the date of the sale.
	CodeNoEdition = care.NewCode("warranty.no_edition", "", care.Text{
		VI: "Chính sách {terms:text} chưa có bản nào có hiệu lực vào ngày {on:date}. Hãy công bố một bản.",
		EN: "The terms {terms:text} have no edition in force on {on:date}. Publish one.",
	})
	// CodeQuantity: a sale has at least one unit, and no more than limit in one line.
	CodeQuantity = care.NewCode("warranty.quantity", "", care.Text{
		VI: "Số lượng phải từ 1 đến {limit:int}.",
		EN: "The quantity must be 1 to {limit:int}.",
	})
	// CodeSerialCount: there is not one serial for each unit.
	CodeSerialCount = care.NewCode("warranty.serial_count", "", care.Text{
		VI: "Có {serials:int} số seri cho {quantity:int} sản phẩm. Mỗi sản phẩm cần đúng một số seri.",
		EN: "There are {serials:int} serials for {quantity:int} units. Each unit needs exactly one.",
	})
	// CodeSerialMissing: the product is sold with serials, and none was given.
	CodeSerialMissing = care.NewCode("warranty.serial_missing", "", care.Text{
		VI: "Mặt hàng này bán kèm số seri nhưng chưa có số nào. Hãy nhập số seri.",
		EN: "This product is sold with serials, and none was given. Enter it.",
	})
	// CodeTaxCode: it is no Vietnamese tax code.
	CodeTaxCode = care.NewCode("warranty.tax_code", "", care.Text{
		VI: "Mã số thuế không đúng dạng. Hãy nhập 10 chữ số, 13 chữ số nếu là chi nhánh (0101234567-001), hoặc 12 chữ số của cá nhân.",
		EN: "This is not in the form of a tax code. Type ten digits, 13 for a branch (0101234567-001), or the twelve of a person.",
	})
	// CodeRegistered: the unit or its serial has a warranty already.
	CodeRegistered = care.NewCode("warranty.registered", "", care.Text{
		VI: "Đã có bảo hành cho dòng hóa đơn này hoặc cho số seri này của mặt hàng. Hãy kiểm tra hóa đơn và số seri.",
		EN: "This invoice line, or this serial of the product, has a warranty already. Check the invoice and the serial.",
	})
	// CodeSerialIMEI: a serial looks like an IMEI whose check digit is wrong. It is only a warning.
	CodeSerialIMEI = care.NewCode("warranty.serial_imei", "3GPP TS 23.003 annex B", care.Text{
		VI: "Số IMEI của sản phẩm thứ {unit:int} có chữ số kiểm tra không đúng. Hãy đọc lại trên máy.",
		EN: "The IMEI of unit {unit:int} has a wrong check digit. Read it again from the device.",
	})
	// CodeSerialContested: other units claim the serial too, and a person has to look at it. The sale stands.
	CodeSerialContested = care.NewCode("warranty.serial_contested", "", care.Text{
		VI: "Số seri {serial:text} của sản phẩm thứ {unit:int} đã được ghi cho nhiều máy khác và đang chờ người kiểm tra. Lần bán này vẫn được ghi nhận và đưa vào mục chờ kiểm tra. Hãy đọc lại số trên máy.",
		EN: "The serial {serial:text} of unit {unit:int} was recorded for several other units, which waits for a person. This sale stands, and was added to what waits. Read the serial off the device again.",
	})
	// CodeRepeated: the same sale came again; nothing was added.
	CodeRepeated = care.NewCode("warranty.repeated", "", care.Text{
		VI: "Lần bán này đã được ghi nhận trước đó, không ghi thêm.",
		EN: "This sale was recorded before; nothing was added.",
	})
	// CodeMonths: a term is at least a month, and not absurdly long.
	CodeMonths = care.NewCode("warranty.months", "", care.Text{
		VI: "Thời hạn phải từ 1 đến {most:int} tháng.",
		EN: "A term is 1 to {most:int} months.",
	})
	// CodeEdition: editions are numbered from 1.
	CodeEdition = care.NewCode("warranty.edition", "", care.Text{
		VI: "Số bản của chính sách phải từ 1.",
		EN: "Editions are numbered from 1.",
	})
	// CodeEditionTaken: this edition was published with another content.
	CodeEditionTaken = care.NewCode("warranty.edition_taken", ruleBinding, care.Text{
		VI: "Bản này đã được công bố với nội dung khác. Nội dung mới cần một bản mới.",
		EN: "This edition was published with another content. New content needs a new edition.",
	})
	// CodeExclusionsUnsaid: terms say which cases are excluded, or that none is.
	CodeExclusionsUnsaid = care.NewCode("warranty.exclusions_unsaid", ruleExclusion, care.Text{
		VI: "Phải nêu các trường hợp loại trừ, hoặc nói rõ là không có trường hợp nào; không được cả hai.",
		EN: "Name the excluded cases, or say that there are none, but not both.",
	})
)

// Codes returns all codes of this package, for lists and for tests.
func Codes() []*care.Code {
	return slices.Concat(decisionCodes(), []*care.Code{
		CodeNotFound, CodeProofMissing, CodeMoreNotWeighed, CodeCodeSent, CodeCodeWrong, CodeTooOften,
		CodeClueCard, CodeClueSerial, CodeClueSerialFolded, CodeClueInvoice, CodeCluePhoneVerified, CodeCluePhone, CodeClueName, CodeClueProductDate,
		CodeClueSerialPhone, CodeClueInvoiceNumber, CodeClueTaxCode,
		CodeClueSerialAlike, CodeCluePhoneSlip, CodeClueNameAlike, CodeClueProduct, CodeClueDate, CodeCluePlace,
		CodeAgainstSerial, CodeAgainstInvoice, CodeAgainstPhone, CodeAgainstName, CodeAgainstProduct, CodeAgainstDate, CodeAgainstPlace, CodeAgainstTaxCode, CodeAgainstTerm,
		CodeUncovered, CodeNoEdition, CodeQuantity, CodeSerialCount, CodeSerialMissing, CodeTaxCode, CodeRegistered, CodeSerialIMEI, CodeSerialContested, CodeRepeated,
		CodeMonths, CodeEdition, CodeEditionTaken, CodeExclusionsUnsaid,
	}, claimCodes(), orderCodes(), importCodes(), offlineCodes())
}
