package policy

import "github.com/chamsoc/chamsoc/care"

// What [Check] finds. The rule of each is the check that it belongs to; several sentences may belong to one.
var (
	// CodeUnsettled: no provision settles an element in a segment.
	CodeUnsettled = care.NewCode("policy.unsettled", "P01", care.Text{
		VI: "Yếu tố “{element:name}” chưa có quy định cho: {segments:name}. Hãy thêm quy định hoặc mở rộng quy định sẵn có.",
		EN: "“{element:name}” is not settled for: {segments:name}. Add a provision, or extend one to them.",
	})
	// CodeNoOwner: nobody answers for a provision.
	CodeNoOwner = care.NewCode("policy.no_owner", "P02", care.Text{
		VI: "Yếu tố “{element:name}” chưa có người phụ trách. Hãy ghi một người trong danh sách.",
		EN: "“{element:name}” has no owner. Name one of the people.",
	})
	// CodeNoDeputy: nobody stands in for the owner.
	CodeNoDeputy = care.NewCode("policy.no_deputy", "P02", care.Text{
		VI: "Yếu tố “{element:name}” chưa có người thay thế khi người phụ trách vắng mặt. Hãy ghi một người.",
		EN: "“{element:name}” has no deputy for when the owner is away. Name one.",
	})
	// CodeOwnDeputy: the owner stands in for the owner.
	CodeOwnDeputy = care.NewCode("policy.own_deputy", "P02", care.Text{
		VI: "Yếu tố “{element:name}” có {person:text} vừa là người phụ trách vừa là người thay thế. Hãy ghi một người thay thế khác.",
		EN: "“{element:name}” has {person:text} as owner and as deputy. Name another deputy.",
	})
	// CodeOwnerGone: the owner is nobody, or gone.
	CodeOwnerGone = care.NewCode("policy.owner_gone", "P02", care.Text{
		VI: "Yếu tố “{element:name}” giao cho {person:text}, người này không có trong danh sách hoặc không còn làm việc. Hãy giao cho người khác.",
		EN: "“{element:name}” is given to {person:text}, who is not among the people or does not work here any more. Give it to somebody else.",
	})
	// CodeHolderGone: who answers for something else in the policy is nobody, or gone.
	CodeHolderGone = care.NewCode("policy.holder_gone", "P02", care.Text{
		VI: "“{what:name}” ghi {person:text}, người này không có trong danh sách hoặc không còn làm việc. Hãy giao cho người khác.",
		EN: "“{what:name}” names {person:text}, who is not among the people or does not work here any more. Name somebody else.",
	})
	// CodeNoObjective: a provision has no objective.
	CodeNoObjective = care.NewCode("policy.no_objective", "P03", care.Text{
		VI: "Yếu tố “{element:name}” chưa có mục tiêu. Hãy ghi điều cần đạt được.",
		EN: "“{element:name}” has no objective. Say what is to be reached.",
	})
	// CodeUnmeasurable: nothing measures an objective.
	CodeUnmeasurable = care.NewCode("policy.unmeasurable", "P04", care.Text{
		VI: "Yếu tố “{element:name}” có mục tiêu nhưng chưa có thước đo. Hãy thêm ít nhất một thước đo.",
		EN: "“{element:name}” has an objective that nothing measures. Add a measure.",
	})
	// CodeNoTarget: a measure has no target.
	CodeNoTarget = care.NewCode("policy.no_target", "P05", care.Text{
		VI: "Thước đo “{measure:name}” của yếu tố “{element:name}” chưa có chỉ tiêu. Hãy ghi con số hoặc thời hạn cần đạt.",
		EN: "The measure “{measure:name}” of “{element:name}” has no target. Give the number or the time to reach.",
	})
	// CodeNoDirection: a target has no direction.
	CodeNoDirection = care.NewCode("policy.no_direction", "P05", care.Text{
		VI: "Thước đo “{measure:name}” của yếu tố “{element:name}” chưa nói chỉ tiêu là ít nhất hay nhiều nhất. Hãy ghi rõ.",
		EN: "The measure “{measure:name}” of “{element:name}” does not say whether its target is the least or the most. Say which.",
	})
	// CodeNoWindow: a target has no window.
	CodeNoWindow = care.NewCode("policy.no_window", "P06", care.Text{
		VI: "Thước đo “{measure:name}” của yếu tố “{element:name}” có chỉ tiêu nhưng chưa có kỳ đo. Hãy ghi số tháng của một kỳ.",
		EN: "The measure “{measure:name}” of “{element:name}” has a target and no window. Say how many months are judged at a time.",
	})
	// CodeNoPercentile: a promise has no percentile.
	CodeNoPercentile = care.NewCode("policy.no_percentile", "P06", care.Text{
		VI: "Thước đo “{measure:name}” của yếu tố “{element:name}” là cam kết thời gian nhưng chưa nói đạt ở bao nhiêu phần trăm trường hợp. Hãy ghi, ví dụ 0,9.",
		EN: "The measure “{measure:name}” of “{element:name}” promises a time and does not say in what share of the cases. Say it, such as 0.9.",
	})
	// CodeNoSource: a measure has no source.
	CodeNoSource = care.NewCode("policy.no_source", "P07", care.Text{
		VI: "Thước đo “{measure:name}” của yếu tố “{element:name}” chưa ghi nguồn số liệu nên không ai đo được. Hãy ghi nơi lấy số liệu.",
		EN: "The measure “{measure:name}” of “{element:name}” names no source, so nobody can measure it. Say where its figures come from.",
	})
	// CodeNoFigure: a measure names a figure that there is not.
	CodeNoFigure = care.NewCode("policy.no_figure", "P07", care.Text{
		VI: "Thước đo “{measure:name}” của yếu tố “{element:name}” ghi nguồn “{source:text}”, nhưng Chamsoc không đếm con số nào như vậy. Hãy ghi một trong: {figures:list}; hoặc tên hệ thống của doanh nghiệp.",
		EN: "The measure “{measure:name}” of “{element:name}” names “{source:text}”, which Chamsoc does not count. Name one of {figures:list}, or a system of your own.",
	})
	// CodeFigureKind: a measure names a figure of another kind.
	CodeFigureKind = care.NewCode("policy.figure_kind", "P07", care.Text{
		VI: "Thước đo “{measure:name}” của yếu tố “{element:name}” thuộc loại “{kind:name}”, còn “{source:text}” được đếm theo loại “{counted:name}”. Hãy đổi loại hoặc đổi nguồn.",
		EN: "The measure “{measure:name}” of “{element:name}” is of the kind “{kind:name}”, while “{source:text}” is counted as “{counted:name}”. Change the kind or the source.",
	})
	// CodeUnmeasured: there are no figures in the last window.
	CodeUnmeasured = care.NewCode("policy.unmeasured", "P07", care.Text{
		VI: "Thước đo “{measure:name}” của yếu tố “{element:name}” không có số liệu nào từ “{source:text}” trong kỳ gần nhất cho: {segments:name}. Chưa đo không có nghĩa là đạt; hãy bắt đầu ghi số liệu.",
		EN: "The measure “{measure:name}” of “{element:name}” has no figures from “{source:text}” in the last window for: {segments:name}. Unmeasured is not met; begin to record them.",
	})
	// CodeNoReview: a provision is never reviewed.
	CodeNoReview = care.NewCode("policy.no_review", "P08", care.Text{
		VI: "Yếu tố “{element:name}” chưa có chu kỳ xem xét lại. Hãy ghi số tháng giữa hai lần xem xét.",
		EN: "“{element:name}” is never reviewed. Say how many months are between two reviews.",
	})
	// CodeReviewOverdue: a review is overdue.
	CodeReviewOverdue = care.NewCode("policy.review_overdue", "P08", care.Text{
		VI: "Yếu tố “{element:name}” đã quá hạn xem xét lại từ {due:date}. Hãy xem xét và ghi ngày.",
		EN: "The review of “{element:name}” has been due since {due:date}. Do it and record the date.",
	})
	// CodeExpired: a provision has expired and none follows.
	CodeExpired = care.NewCode("policy.expired", "P08", care.Text{
		VI: "Quy định của yếu tố “{element:name}” đã hết hiệu lực ngày {until:date} mà chưa có quy định thay thế. Hãy gia hạn hoặc thay bằng quy định mới.",
		EN: "The provision of “{element:name}” expired on {until:date} and none has taken its place. Extend it or replace it.",
	})
	// CodeOverlap: two provisions hold at one time.
	CodeOverlap = care.NewCode("policy.overlap", "P09", care.Text{
		VI: "Yếu tố “{element:name}” có hai quy định cùng hiệu lực cho {segments:name}: quy định này và {other:text}. Hãy cho quy định cũ kết thúc trước khi quy định mới bắt đầu.",
		EN: "“{element:name}” has two provisions at one time for {segments:name}: this one and {other:text}. Let the older end before the newer begins.",
	})
	// CodeNotTold: customers cannot read a promise.
	CodeNotTold = care.NewCode("policy.not_told", "P10", care.Text{
		VI: "Cam kết “{measure:name}” của yếu tố “{element:name}” chưa được công bố cho: {segments:name}. Hãy công bố ở nơi khách hàng đọc được.",
		EN: "The promise “{measure:name}” of “{element:name}” has not been published for: {segments:name}. Publish it where customers can read it.",
	})
	// CodeToldOtherwise: customers can read another edition.
	CodeToldOtherwise = care.NewCode("policy.told_otherwise", "P10", care.Text{
		VI: "Khách hàng của {segments:name} đang đọc cam kết “{measure:name}” của yếu tố “{element:name}” theo bản {edition:int}, trong khi bản hiện hành là {current:int}. Hãy công bố bản hiện hành.",
		EN: "Customers of {segments:name} read the promise “{measure:name}” of “{element:name}” as edition {edition:int} has it, and edition {current:int} is in force. Publish that one.",
	})
	// CodeNoLinks: no links carry a promise.
	CodeNoLinks = care.NewCode("policy.no_links", "P11", care.Text{
		VI: "Cam kết “{measure:name}” của yếu tố “{element:name}” không có mắt xích nào thực hiện. Hãy ghi các mắt xích phục vụ nó.",
		EN: "No links carry the promise “{measure:name}” of “{element:name}”. Name those that do.",
	})
	// CodeLinkNotDefined: no flow in force has a link that carries a promise.
	CodeLinkNotDefined = care.NewCode("policy.link_not_defined", "P11", care.Text{
		VI: "Cam kết “{measure:name}” của yếu tố “{element:name}” dựa vào mắt xích {link:text}, nhưng không chuỗi phục vụ nào đang áp dụng có mắt xích đó. Hãy công bố chuỗi, hoặc dựa vào mắt xích khác.",
		EN: "The promise “{measure:name}” of “{element:name}” rests on the link {link:text}, which no flow in force has. Publish one with it, or rest the promise on other links.",
	})
	// CodeLinksTooLong: the links together take longer than the promise.
	CodeLinksTooLong = care.NewCode("policy.links_too_long", "P11", care.Text{
		VI: "Các mắt xích của cam kết “{measure:name}” (yếu tố “{element:name}”) cộng lại là {sum:span}, dài hơn {within:span} đã hứa với khách hàng. Hãy rút ngắn mắt xích hoặc nới cam kết.",
		EN: "The links of the promise “{measure:name}” (“{element:name}”) add up to {sum:span}, which is more than the {within:span} that customers were promised. Shorten a link, or promise less.",
	})
	// CodeOtherClock: a link has no time, or one of another clock than the promise.
	CodeOtherClock = care.NewCode("policy.other_clock", "P11", care.Text{
		VI: "Mắt xích {link:text} có thời hạn “{goal:span}”, không tính cùng loại giờ với cam kết “{measure:name}” là {within:span} (yếu tố “{element:name}”) nên không cộng được. Hãy ghi cùng loại giờ.",
		EN: "The link {link:text} has the time “{goal:span}”, which is of another clock than the promise “{measure:name}” of {within:span} (“{element:name}”), so they cannot be added up. Give both by one clock.",
	})
	// CodeContradiction: who comes first is promised less.
	CodeContradiction = care.NewCode("policy.contradiction", "P12", care.Text{
		VI: "Thước đo “{measure:name}” của yếu tố “{element:name}”: {first:name} được ưu tiên trước {behind:name} nhưng lại được hứa ít hơn. Hãy sửa chỉ tiêu hoặc mức ưu tiên.",
		EN: "The measure “{measure:name}” of “{element:name}”: {first:name} come before {behind:name} and are promised less. Correct the targets or the priorities.",
	})
	// CodeNoAuthority: warranty or recovery has no amount that may be decided at once.
	CodeNoAuthority = care.NewCode("policy.no_authority", "P13", care.Text{
		VI: "Yếu tố “{element:name}” chưa ghi mức tiền được tự quyết nên mọi việc phải chờ cấp trên. Hãy ghi một mức lớn hơn 0.",
		EN: "“{element:name}” says no amount that may be decided at once, so every case has to wait. Give one of more than 0.",
	})
	// CodePhaseEmpty: nothing of a phase is settled.
	CodePhaseEmpty = care.NewCode("policy.phase_empty", "P14", care.Text{
		VI: "Giai đoạn “{phase:name}” chưa có quy định nào cho: {segments:name}. Hãy bắt đầu từ các yếu tố quan trọng nhất.",
		EN: "Nothing is settled of the phase “{phase:name}” for: {segments:name}. Begin with the elements that matter most.",
	})
	// CodeNeverReached: a target was never reached in four windows.
	CodeNeverReached = care.NewCode("policy.never_reached", "P15", care.Text{
		VI: "Thước đo “{measure:name}” của yếu tố “{element:name}” chưa lần nào đạt trong bốn kỳ gần nhất ở: {segments:name}. Chỉ tiêu không thực tế hoặc cách làm phải đổi; hãy quyết định một trong hai.",
		EN: "The measure “{measure:name}” of “{element:name}” was not reached in any of the last four windows for: {segments:name}. The target is out of reach, or the work has to change; decide which.",
	})
	// CodeAlwaysReached: a target was always reached in full in four windows.
	CodeAlwaysReached = care.NewCode("policy.always_reached", "P15", care.Text{
		VI: "Thước đo “{measure:name}” của yếu tố “{element:name}” lần nào cũng đạt trọn vẹn trong bốn kỳ gần nhất ở: {segments:name}. Chỉ tiêu quá dễ; hãy nâng lên hoặc thôi đo.",
		EN: "The measure “{measure:name}” of “{element:name}” was reached in full in each of the last four windows for: {segments:name}. The target is too easy; raise it, or measure something else.",
	})
)

func checkCodes() []*care.Code {
	return []*care.Code{
		CodeUnsettled, CodeNoOwner, CodeNoDeputy, CodeOwnDeputy, CodeOwnerGone, CodeHolderGone, CodeNoObjective,
		CodeUnmeasurable, CodeNoTarget, CodeNoDirection, CodeNoWindow, CodeNoPercentile, CodeNoSource,
		CodeUnmeasured, CodeNoFigure, CodeFigureKind, CodeNoReview, CodeReviewOverdue, CodeExpired, CodeOverlap, CodeNotTold,
		CodeToldOtherwise, CodeNoLinks, CodeLinkNotDefined, CodeLinksTooLong, CodeOtherClock, CodeContradiction, CodeNoAuthority,
		CodePhaseEmpty, CodeNeverReached, CodeAlwaysReached,
	}
}
