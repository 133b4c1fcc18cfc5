package collateral

import "github.com/chamsoc/chamsoc/care"

// Why the content of a material is not complete. Rules are articles of Vietnam's Law 19/2023/QH15 on the protection of consumers' rights.
var (
	CodeNeedsIssuer = care.NewCode("collateral.needs_issuer", "VN Law 19/2023/QH15 art. 21.1.b", care.Text{
		VI: "Thiếu “{field:name}”: khách có quyền biết ai bán. Hãy ghi vào.", EN: "“{field:name}” is missing: customers have a right to know who sells. Write it down.",
	})
	CodeNeedsPrice = care.NewCode("collateral.needs_price", "VN Law 19/2023/QH15 art. 21.1.a, 21.3", care.Text{
		VI: "Thiếu “{field:name}”: khách phải biết mình sẽ trả bao nhiêu. Hãy ghi vào.", EN: "“{field:name}” is missing: customers must know what they will pay. Write it down.",
	})
	CodeNeedsDelivery = care.NewCode("collateral.needs_delivery", "VN Law 19/2023/QH15 art. 21.1.a", care.Text{
		VI: "Thiếu “{field:name}”: khách phải biết cách nhận hàng và trả tiền trước khi mua. Hãy ghi vào.",
		EN: "“{field:name}” is missing: customers must know before they buy how they get the goods and pay. Write it down.",
	})
	CodeNeedsOrigin = care.NewCode("collateral.needs_origin", "VN Law 19/2023/QH15 art. 21.1.a", care.Text{
		VI: "Thiếu “{field:name}”: thông tin về hàng hóa phải đầy đủ và chính xác. Hãy ghi vào.",
		EN: "“{field:name}” is missing: what is said about goods must be complete and accurate. Write it down.",
	})
	CodeNeedsParts = care.NewCode("collateral.needs_parts", "VN Law 19/2023/QH15 art. 21.4", care.Text{
		VI: "Thiếu “{field:name}”: khách cần biết hàng có sửa và thay được không. Hãy ghi vào.",
		EN: "“{field:name}” is missing: customers need to know whether the goods can be repaired. Write it down.",
	})
	CodeNeedsGuidance = care.NewCode("collateral.needs_guidance", "VN Law 19/2023/QH15 art. 21.5", care.Text{
		VI: "Thiếu “{field:name}”: khách phải được hướng dẫn sử dụng và biết chính sách bảo hành. Hãy ghi vào.",
		EN: "“{field:name}” is missing: customers must be told how to use the goods and what the warranty is. Write it down.",
	})
	CodeNeedsProducts = care.NewCode("collateral.needs_products", "", care.Text{
		VI: "Thiếu “{field:name}”: không có tên và mã thì khách không gọi đúng hàng được. Hãy ghi vào.",
		EN: "“{field:name}” is missing: without names and codes customers cannot ask for the right thing. Write it down.",
	})
	CodeNeedsFeatures = care.NewCode("collateral.needs_features", "", care.Text{
		VI: "Thiếu “{field:name}”: khách cần thông tin này để so sánh và chọn. Hãy ghi vào.",
		EN: "“{field:name}” is missing: customers need it to compare and choose. Write it down.",
	})
	CodeNeedsContact = care.NewCode("collateral.needs_contact", "", care.Text{
		VI: "Thiếu “{field:name}”: khách đọc chưa hiểu thì phải biết hỏi ở đâu. Hãy ghi vào.",
		EN: "“{field:name}” is missing: customers who do not understand must know where to ask. Write it down.",
	})
)

// What else keeps an edition from being published.
var (
	CodeFromPassed = care.NewCode("collateral.from_passed", "VN Law 19/2023/QH15 art. 27.3", care.Text{
		VI: "Ngày hiệu lực {from:date} đã qua (hôm nay là {today:date}). Điều kiện chung chỉ ràng buộc khách khi công bố trước giao dịch; hãy chọn ngày từ hôm nay trở đi.",
		EN: "The first day, {from:date}, has passed (today is {today:date}). General conditions bind customers only if published before the deal; choose today or later.",
	})
	CodeNoScript = care.NewCode("collateral.no_script", "", care.Text{
		VI: "Chưa có kịch bản đóng vai. Hãy ghi những việc khách muốn tìm hiểu từ tài liệu này.",
		EN: "There is no script for a role-play. Write down what customers want to find out with it.",
	})
	CodeNotPlayed = care.NewCode("collateral.not_played", "", care.Text{
		VI: "Chưa có ai ngoài người soạn ({author:text}) đóng vai khách. Hãy nhờ một người khác làm thử các việc trong kịch bản.",
		EN: "Nobody but the author ({author:text}) has played the customer. Have somebody else do the tasks of the script.",
	})
	CodeTaskFailed = care.NewCode("collateral.task_failed", "", care.Text{
		VI: "{player:text} đóng vai khách nhưng không làm được: “{task:name}” Hãy sửa tài liệu rồi thử lại.",
		EN: "{player:text} played the customer and could not do this: “{task:name}” Mend the material and try again.",
	})
)

// How well customers understand.
var (
	CodeNotAsked = care.NewCode("collateral.not_asked", "", care.Text{
		VI: "Chưa hỏi khách nào câu “{question:text}”, nên chưa biết khách có hiểu không.", EN: "No customer was asked “{question:text}” yet, so nobody knows whether they understand.",
	})
	CodeUnderstood = care.NewCode("collateral.understood", "", care.Text{
		VI: "Khách hiểu câu “{question:text}”: {share:name} của {answers:int} câu trả lời (khoảng {low:name} đến {high:name}), mục tiêu {goal:name}.",
		EN: "Customers understand “{question:text}”: {share:name} of {answers:int} answers ({low:name} to {high:name}), where {goal:name} is the goal.",
	})
	CodeNotUnderstood = care.NewCode("collateral.not_understood", "", care.Text{
		VI: "Khách không hiểu câu “{question:text}”: chỉ {share:name} của {answers:int} câu trả lời đúng (khoảng {low:name} đến {high:name}), mục tiêu {goal:name}. Hãy viết lại cho rõ.",
		EN: "Customers do not understand “{question:text}”: {share:name} of {answers:int} answers were right ({low:name} to {high:name}), where {goal:name} is the goal. Write it more clearly.",
	})
	CodeUndecided = care.NewCode("collateral.undecided", "", care.Text{
		VI: "Chưa đủ câu trả lời cho “{question:text}”: {share:name} của {answers:int} (khoảng {low:name} đến {high:name}), mục tiêu {goal:name}. Hãy hỏi thêm.",
		EN: "Too few answers to “{question:text}” to tell: {share:name} of {answers:int} ({low:name} to {high:name}), where {goal:name} is the goal. Ask more customers.",
	})
)

// How a material stands at a place.
var (
	CodeDemandKnown = care.NewCode("collateral.demand_known", "", care.Text{
		VI: "Nhu cầu mỗi tuần {weekly:name}, tính từ {weeks:int} tuần không thiếu hàng (bỏ {left:int} tuần bị thiếu).",
		EN: "{weekly:name} are asked for in a week, told from {weeks:int} week(s) without a shortage ({left:int} with one left out).",
	})
	CodeDemandUnknown = care.NewCode("collateral.demand_unknown", "", care.Text{
		VI: "Chưa biết nhu cầu: mới có {weeks:int} tuần không thiếu hàng (bỏ {left:int} tuần bị thiếu), cần {least:int}. Tạm dùng mức tối thiểu đã đặt.",
		EN: "Demand is not known yet: there are {weeks:int} week(s) without a shortage ({left:int} with one left out), and {least:int} are needed. The least that was set is used.",
	})
	CodePar = care.NewCode("collateral.par", "", care.Text{
		VI: "Định mức {par:int}: đủ trong {service:name} số tuần, phục vụ được {fill:name} số khách hỏi.",
		EN: "The norm is {par:int}: it lasts in {service:name} of weeks and serves {fill:name} of those who ask.",
	})
	CodeInOrder = care.NewCode("collateral.in_order", "", care.Text{
		VI: "Đủ: có {usable:int}, đang về {coming:int}, định mức {par:int}. Đặt thêm {order:int}.", EN: "In order: {usable:int} there, {coming:int} on the way, the norm is {par:int}. To order: {order:int}.",
	})
	CodeShortage = care.NewCode("collateral.shortage", "", care.Text{
		VI: "Thiếu: có {usable:int}, đang về {coming:int}, định mức {par:int}. Đặt thêm {order:int}.", EN: "Short: {usable:int} there, {coming:int} on the way, the norm is {par:int}. To order: {order:int}.",
	})
	CodeUnchecked = care.NewCode("collateral.unchecked", "", care.Text{
		VI: "Chưa kiểm khi đến hạn nên không biết còn bao nhiêu. Hãy đếm ngay.", EN: "Nobody has counted when it was due, so nobody knows what is there. Count it now.",
	})
	CodeNotInForce = care.NewCode("collateral.not_in_force", "", care.Text{
		VI: "Không có bản nào đang hiệu lực. Hãy công bố một bản.", EN: "No edition is in force. Publish one.",
	})
	CodeObsolete = care.NewCode("collateral.obsolete", "", care.Text{
		VI: "{count:int} bản cũ không còn hiệu lực (bản {edition:int} mới đúng) và không được tính. Hãy cất đi.",
		EN: "{count:int} of older editions are no longer in force (edition {edition:int} is) and count as none. Take them away.",
	})
	CodeTooEarly = care.NewCode("collateral.too_early", "", care.Text{
		VI: "{count:int} bản mới chưa đến ngày hiệu lực (bản {edition:int} mới đúng) và không được tính. Chưa phát.",
		EN: "{count:int} of later editions are not in force yet (edition {edition:int} is) and count as none. Do not hand them out yet.",
	})
	CodeMoreThanExpected = care.NewCode("collateral.more_than_expected", "", care.Text{
		VI: "Đếm được {found:int}, nhiều hơn sổ ghi {expected:int}, nên không tính được đã dùng bao nhiêu. Hãy kiểm tra xem có lần nhập nào chưa ghi.",
		EN: "{found:int} were counted, more than the {expected:int} on record, so what was used is not known. See whether something came that nobody recorded.",
	})
	CodeOlderCount = care.NewCode("collateral.older_count", "", care.Text{
		VI: "Đã có lần đếm mới hơn lúc {at:time}; lần này được lưu nhưng không đổi số tồn.", EN: "There is a later count of {at:time}; this one is kept and does not change the stock.",
	})
	CodeCheckMissed = care.NewCode("collateral.check_missed", "", care.Text{
		VI: "Không ai kiểm tài liệu ở {place:name} trước hạn {due:time}. Hãy kiểm ngay.", EN: "Nobody counted the material at {place:name} before {due:time}. Count it now.",
	})
)

// What is wrong with a request.
var (
	CodeTwice        = care.NewCode("collateral.twice", "", care.Text{VI: "Mục này đã có ở trên. Hãy bỏ một mục.", EN: "This is there already. Remove one of them."})
	CodeNumber       = care.NewCode("collateral.number", "", care.Text{VI: "Số bản phải từ 1.", EN: "Editions are numbered from 1."})
	CodeNoMaterial   = care.NewCode("collateral.no_material", "", care.Text{VI: "Chưa có tài liệu với mã này. Hãy khai báo trước.", EN: "There is no material of this code. Define it first."})
	CodeNoEdition    = care.NewCode("collateral.no_edition", "", care.Text{VI: "Tài liệu này không có bản như vậy.", EN: "The material has no such edition."})
	CodeNoPlace      = care.NewCode("collateral.no_place", "", care.Text{VI: "Nơi này chưa được khai báo.", EN: "There is no such place. Open it first."})
	CodeNoTask       = care.NewCode("collateral.no_task", "", care.Text{VI: "Kịch bản không có việc này, hoặc việc này được ghi hai lần.", EN: "The script has no such task, or it is there twice."})
	CodeNoQuestion   = care.NewCode("collateral.no_question", "", care.Text{VI: "Bản này không có câu hỏi như vậy.", EN: "The edition has no such question."})
	CodeNoOrder      = care.NewCode("collateral.no_order", "", care.Text{VI: "Không có đơn đặt này, hoặc đã nhận đủ.", EN: "There is no such order, or it is closed."})
	CodeNoRequest    = care.NewCode("collateral.no_request", "", care.Text{VI: "Không có yêu cầu này.", EN: "There is no such request."})
	CodeOwnPlay      = care.NewCode("collateral.own_play", "", care.Text{VI: "Người soạn không được tự đóng vai khách. Hãy nhờ một người khác.", EN: "The author cannot play the customer. Ask somebody else."})
	CodeNotOnSheet   = care.NewCode("collateral.not_on_sheet", "", care.Text{VI: "Tài liệu này không có trong phiếu kiểm. Hãy đặt định mức trước.", EN: "This is not on the sheet of the place. Set a norm for it first."})
	CodeWeekday      = care.NewCode("collateral.weekday", "", care.Text{VI: "Hạn kiểm phải là một ngày trong tuần, giờ từ 00:00 đến 24:00.", EN: "The check is due on a day of the week, at 00:00 to 24:00."})
	CodeService      = care.NewCode("collateral.service", "", care.Text{VI: "Mức phục vụ phải lớn hơn 0 và nhỏ hơn 1.", EN: "The service level must be more than 0 and less than 1."})
	CodeDemand       = care.NewCode("collateral.demand", "", care.Text{VI: "Nhu cầu phải từ 0 đến một triệu, độ biến động từ 1 đến 1000.", EN: "Demand must be 0 to a million, and its ratio 1 to 1000."})
	CodeCost         = care.NewCode("collateral.cost", "", care.Text{VI: "Hai chi phí (thiếu một bản, thừa một bản) phải lớn hơn 0.", EN: "Both costs, of one too few and of one too many, must be more than 0."})
	CodeFuture       = care.NewCode("collateral.future", "", care.Text{VI: "Thời điểm đếm ở tương lai. Hãy kiểm tra đồng hồ.", EN: "The count is dated in the future. Check the clock."})
	CodeDueBefore    = care.NewCode("collateral.due_before", "", care.Text{VI: "Hạn gửi không được sớm hơn lúc khách yêu cầu.", EN: "It cannot be due before it was asked for."})
	CodeErased       = care.NewCode("collateral.erased", "", care.Text{VI: "Địa chỉ của khách đã bị xóa. Hãy hủy yêu cầu này.", EN: "The customer's address was erased. Withdraw the request."})
	CodeWeeks        = care.NewCode("collateral.weeks", "", care.Text{VI: "Số tuần phải từ 0 đến {limit:int}; chu kỳ kiểm phải lớn hơn 0.", EN: "Weeks must be 0 to {limit:int}, and more than 0 between checks."})
	CodePieces       = care.NewCode("collateral.pieces", "", care.Text{VI: "Số lượng phải từ 0 đến {limit:int}.", EN: "The number must be 0 to {limit:int}."})
	CodeTooManyNorms = care.NewCode("collateral.too_many_norms", "", care.Text{
		VI: "Nơi này có hơn {limit:int} tài liệu theo định mức. Hãy chia thành nhiều nơi.", EN: "More than {limit:int} materials are to be at this place. Split it into several.",
	})
	CodeKindStays = care.NewCode("collateral.kind_stays", "", care.Text{
		VI: "Tài liệu này thuộc loại “{kind:name}”. Loại khác cần mã khác.", EN: "This material is of the kind “{kind:name}”. Another kind needs another code.",
	})
	CodePublished = care.NewCode("collateral.already_published", "", care.Text{
		VI: "Bản này đã công bố lúc {published:time}. Muốn đổi nội dung, hãy soạn bản mới.", EN: "This edition was published at {published:time}. To change what it says, draft a new one.",
	})
	CodeNotCounted = care.NewCode("collateral.not_counted", "", care.Text{
		VI: "Chưa đếm {name:name} ({material:text}). Không còn bản nào thì ghi 0.", EN: "{name:name} ({material:text}) was not counted. Where there is none, write 0.",
	})
	CodeEnded = care.NewCode("collateral.ended", "", care.Text{
		VI: "Yêu cầu này đã kết thúc lúc {ended:time}: {status:name}.", EN: "This request ended at {ended:time}: {status:name}.",
	})
	CodeOldEdition = care.NewCode("collateral.old_edition", "", care.Text{
		VI: "Chỉ gửi bản đang hiệu lực, là bản {edition:int}.", EN: "Send the edition in force, which is {edition:int}.",
	})
)

// Codes returns every code of the package.
func Codes() []*care.Code {
	return []*care.Code{
		CodeNeedsIssuer, CodeNeedsPrice, CodeNeedsDelivery, CodeNeedsOrigin, CodeNeedsParts, CodeNeedsGuidance, CodeNeedsProducts, CodeNeedsFeatures,
		CodeNeedsContact, CodeFromPassed, CodeNoScript, CodeNotPlayed, CodeTaskFailed, CodeNotAsked, CodeUnderstood, CodeNotUnderstood, CodeUndecided,
		CodeDemandKnown, CodeDemandUnknown, CodePar, CodeInOrder, CodeShortage, CodeUnchecked, CodeNotInForce, CodeObsolete, CodeTooEarly,
		CodeMoreThanExpected, CodeOlderCount, CodeCheckMissed, CodeTwice, CodeNumber, CodeNoMaterial, CodeNoEdition, CodeNoPlace, CodeNoTask, CodeNoQuestion,
		CodeNoOrder, CodeNoRequest, CodeOwnPlay, CodeNotOnSheet, CodeWeekday, CodeService, CodeDemand, CodeCost, CodeFuture, CodeDueBefore, CodeErased,
		CodeWeeks, CodePieces, CodeTooManyNorms, CodeKindStays, CodePublished, CodeNotCounted, CodeEnded, CodeOldEdition,
	}
}
