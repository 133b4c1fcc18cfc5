package policy

import "github.com/chamsoc/chamsoc/care"

// Why a policy, a stage or an observation is refused.
var (
	// CodeTwice: a code stands twice in a list.
	CodeTwice = care.NewCode("policy.twice", "", care.Text{
		VI: "Mã {code:text} dùng hai lần trong danh sách. Hãy đặt mã khác.",
		EN: "The code {code:text} stands twice in this list. Give one of them another.",
	})
	// CodeUnknown: something is named that is not there.
	CodeUnknown = care.NewCode("policy.unknown", "", care.Text{
		VI: "Không có {code:text} trong chính sách này. Hãy khai báo hoặc sửa mã.",
		EN: "This policy has no {code:text}. Declare it, or correct the code.",
	})
	// CodeNumber: a number is below 0, too large, or none.
	CodeNumber = care.NewCode("policy.number", "", care.Text{
		VI: "Con số này không thể có. Hãy kiểm tra lại; số không được âm và không quá lớn.",
		EN: "This number cannot be. Check it; it is not below 0, and not too large.",
	})
	// CodeShare: a share is not between 0 and 1.
	CodeShare = care.NewCode("policy.share", "", care.Text{
		VI: "Tỷ lệ phải từ 0 đến 1, ví dụ 0,95 là 95%.",
		EN: "A share lies between 0 and 1: 0.95 is 95%.",
	})
	// CodeNotOfKind: a measure of this kind has no such field.
	CodeNotOfKind = care.NewCode("policy.not_of_kind", "", care.Text{
		VI: "Thước đo loại “{kind:name}” không có mục này. Hãy bỏ đi hoặc đổi loại thước đo.",
		EN: "A measure of the kind “{kind:name}” has no such field. Leave it out, or change the kind.",
	})
	// CodeTwoFigures: an observation has more than one figure.
	CodeTwoFigures = care.NewCode("policy.two_figures", "", care.Text{
		VI: "Một quan sát chỉ có một loại số liệu: tỷ lệ, điểm hoặc số lượng. Hãy tách thành nhiều quan sát.",
		EN: "An observation has one figure: a share, points or an amount. Make several observations of it.",
	})
	// CodeUnfinished: a stage lacks something.
	CodeUnfinished = care.NewCode("policy.unfinished", "", care.Text{
		VI: "Bước “{stage:name}” chưa xong: còn thiếu “{what:name}”. Hãy điền vào trước khi công bố bước này hoặc bước sau.",
		EN: "The stage “{stage:name}” is not finished: “{what:name}” is missing. Fill it in before this stage or a later one is published.",
	})
	// CodeElementMissing: an element is not settled in some segments.
	CodeElementMissing = care.NewCode("policy.element_missing", "", care.Text{
		VI: "Bước “Nội dung” chưa xong: yếu tố “{element:name}” chưa có quy định cho {segments:list}. Hãy thêm quy định.",
		EN: "The stage “Contents” is not finished: “{element:name}” has no provision for {segments:list}. Add one.",
	})
	// CodeNoRollout: a segment has no roll-out.
	CodeNoRollout = care.NewCode("policy.no_rollout", "", care.Text{
		VI: "Bước “Triển khai” chưa xong: chưa có kế hoạch cho {segment:name}. Hãy thêm kế hoạch.",
		EN: "The stage “Roll-out” is not finished: there is no plan for {segment:name}. Add one.",
	})
	// CodeTaskOpen: a task of the roll-out is open.
	CodeTaskOpen = care.NewCode("policy.task_open", "", care.Text{
		VI: "Bước “Triển khai” chưa xong ở {segment:name}: việc “{task:name}” chưa làm. Hãy làm xong và ghi ngày.",
		EN: "The stage “Roll-out” is not finished for {segment:name}: the task “{task:name}” is open. Do it and record the date.",
	})
	// CodeNoPlan: an offering has no marketing plan.
	CodeNoPlan = care.NewCode("policy.no_plan", "", care.Text{
		VI: "Bước “Công bố” chưa xong: “{offering:name}” chưa có kế hoạch tiếp thị. Hãy thêm kế hoạch.",
		EN: "The stage “Publication” is not finished: “{offering:name}” has no marketing plan. Add one.",
	})
	// CodeNoConsent: people would be written to who have not agreed.
	CodeNoConsent = care.NewCode("policy.no_consent", "VN Decree 91/2020/NĐ-CP art. 13", care.Text{
		VI: "Kế hoạch gửi qua “{channel:name}” đến từng người phải có sự đồng ý của người nhận hoặc thuộc hợp đồng đã mua. Hãy ghi cơ sở đồng ý.",
		EN: "A plan that comes to people by “{channel:name}” needs their consent, or has to be part of what they bought. Say which.",
	})
	// CodeStagePublished: a stage that was published was changed.
	CodeStagePublished = care.NewCode("policy.stage_published", "", care.Text{
		VI: "Bước “{stage:name}” của bản này đã được công bố nên không sửa được nữa. Thay đổi cần một bản mới.",
		EN: "The stage “{stage:name}” of this edition was published and cannot be changed any more. A change needs a new edition.",
	})
	// CodeEarlierStage: an earlier stage was not published.
	CodeEarlierStage = care.NewCode("policy.earlier_stage", "", care.Text{
		VI: "Chưa công bố được bước “{stage:name}” vì bước “{before:name}” trước nó chưa được công bố.",
		EN: "The stage “{stage:name}” cannot be published, since “{before:name}” before it has not been.",
	})
	// CodeNoTask: the roll-out has no such task.
	CodeNoTask = care.NewCode("policy.no_task", "", care.Text{
		VI: "Không có việc {task:text} trong kế hoạch triển khai cho {segment:text}. Hãy kiểm tra mã.",
		EN: "The roll-out to {segment:text} has no task {task:text}. Check the codes.",
	})
	// CodeNoProvision: there is no such provision to review.
	CodeNoProvision = care.NewCode("policy.no_provision", "", care.Text{
		VI: "Bản này không có quy định số {provision:int} cần xem xét. Hãy kiểm tra lại.",
		EN: "This edition has no provision {provision:int} that is reviewed. Check the number.",
	})
	// CodeNotInForce: the edition is not in force.
	CodeNotInForce = care.NewCode("policy.not_in_force", "", care.Text{
		VI: "Bản {edition:int} chưa được công bố hoặc đã bị thay thế nên không có việc xem xét. Hãy chọn bản đang áp dụng.",
		EN: "Edition {edition:int} was not published, or has been replaced, so there is nothing to review. Choose the one in force.",
	})
	// CodePlaces: no place is named where customers can read the policy.
	CodePlaces = care.NewCode("policy.places", "", care.Text{
		VI: "Hãy ghi ít nhất một nơi khách hàng đọc được chính sách, ví dụ trang web hoặc quầy.",
		EN: "Name at least one place where customers can read the policy, such as the web site or the counter.",
	})
)

func policyCodes() []*care.Code {
	return []*care.Code{
		CodeTwice, CodeUnknown, CodeNumber, CodeShare, CodeNotOfKind, CodeTwoFigures,
		CodeUnfinished, CodeElementMissing, CodeNoRollout, CodeTaskOpen, CodeNoPlan, CodeNoConsent,
		CodeStagePublished, CodeEarlierStage, CodeNoTask, CodeNoProvision, CodeNotInForce, CodePlaces,
	}
}
