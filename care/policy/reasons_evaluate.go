package policy

import "github.com/chamsoc/chamsoc/care"

// What [Evaluate] says.
var (
	// CodeNotSettled: an element has no provision in force.
	CodeNotSettled = care.NewCode("policy.not_settled", "", care.Text{
		VI: "Yếu tố “{element:name}” chưa có quy định đang hiệu lực cho {segment:name} nên chưa đo được. Hãy thêm quy định.",
		EN: "“{element:name}” has no provision in force for {segment:name}, so nothing can be measured. Add one.",
	})
	// CodeNoMeasure: an element has no measure.
	CodeNoMeasure = care.NewCode("policy.no_measure", "", care.Text{
		VI: "Yếu tố “{element:name}” cho {segment:name} chưa có thước đo nào. Hãy thêm thước đo.",
		EN: "“{element:name}” has no measure for {segment:name}. Add one.",
	})
	// CodeNothingInForce: no published edition of a policy is in force.
	CodeNothingInForce = care.NewCode("policy.nothing_in_force", "", care.Text{
		VI: "Chính sách “{code:text}” không có bản nào đã công bố và đang hiệu lực vào {on:date}. Hãy công bố một bản, hoặc hỏi ngày khác.",
		EN: "No published edition of the policy “{code:text}” is in force on {on:date}. Publish one, or ask for another date.",
	})
	// CodeNothingToCompare: a measure has no target.
	CodeNothingToCompare = care.NewCode("policy.nothing_to_compare", "", care.Text{
		VI: "{element:name}, {segment:name}, {measure:name}: thiếu chỉ tiêu nên không so sánh được. Hãy ghi chỉ tiêu.",
		EN: "{element:name}, {segment:name}, {measure:name}: without a target there is nothing to compare with. Give one.",
	})
	// CodeNoWindowToJudge: a measure has no window.
	CodeNoWindowToJudge = care.NewCode("policy.no_window_to_judge", "", care.Text{
		VI: "{element:name}, {segment:name}, {measure:name}: chưa có kỳ đo nên không biết so số liệu nào. Hãy ghi số tháng của một kỳ.",
		EN: "{element:name}, {segment:name}, {measure:name}: without a window nobody knows which figures to judge. Say how many months it has.",
	})
	// CodeNoFigures: there are no figures at all.
	CodeNoFigures = care.NewCode("policy.no_figures", "", care.Text{
		VI: "{element:name}, {segment:name}, {measure:name}: chưa có số liệu nào từ “{source:text}”. Chưa đo không có nghĩa là đạt.",
		EN: "{element:name}, {segment:name}, {measure:name}: there are no figures from “{source:text}”. Unmeasured is not met.",
	})
	// CodeStaleFigures: the figures are too old.
	CodeStaleFigures = care.NewCode("policy.stale_figures", "", care.Text{
		VI: "{element:name}, {segment:name}, {measure:name}: số liệu mới nhất chỉ đến {until:date}, đã quá một kỳ đo. Hãy cập nhật số liệu.",
		EN: "{element:name}, {segment:name}, {measure:name}: the latest figures end on {until:date}, more than a window ago. Bring them up to date.",
	})
	// CodeOtherFigures: the figures are none, or of another kind.
	CodeOtherFigures = care.NewCode("policy.other_figures", "", care.Text{
		VI: "{element:name}, {segment:name}, {measure:name}: số liệu của kỳ gần nhất trống hoặc không phải loại “{kind:name}”. Hãy ghi đúng loại số liệu.",
		EN: "{element:name}, {segment:name}, {measure:name}: the figures of the last window are empty or not of the kind “{kind:name}”. Record those of that kind.",
	})
	// CodeTargetMet: a target was met beyond doubt.
	CodeTargetMet = care.NewCode("policy.target_met", "", care.Text{
		VI: "{element:name}, {segment:name}, {measure:name}: {value:name} trên {n:int} trường hợp từ {from:date} đến {until:date}; chỉ tiêu {target:name}. Đạt.",
		EN: "{element:name}, {segment:name}, {measure:name}: {value:name} in {n:int} cases from {from:date} to {until:date}; the target is {target:name}. Met.",
	})
	// CodeTargetMissed: a target was missed beyond doubt.
	CodeTargetMissed = care.NewCode("policy.target_missed", "", care.Text{
		VI: "{element:name}, {segment:name}, {measure:name}: {value:name} trên {n:int} trường hợp từ {from:date} đến {until:date}; chỉ tiêu {target:name}. Không đạt; hãy tìm nguyên nhân.",
		EN: "{element:name}, {segment:name}, {measure:name}: {value:name} in {n:int} cases from {from:date} to {until:date}; the target is {target:name}. Missed; find out why.",
	})
	// CodeTooFewFigures: there are too few figures for a verdict.
	CodeTooFewFigures = care.NewCode("policy.too_few_figures", "", care.Text{
		VI: "{element:name}, {segment:name}, {measure:name}: {value:name} trên {n:int} trường hợp từ {from:date} đến {until:date}; chỉ tiêu {target:name}. Chưa đủ số liệu để nói đạt hay không.",
		EN: "{element:name}, {segment:name}, {measure:name}: {value:name} in {n:int} cases from {from:date} to {until:date}; the target is {target:name}. Too few to say whether it was met.",
	})
	// CodeNoTrend: there are too few windows for a trend.
	CodeNoTrend = care.NewCode("policy.no_trend", "", care.Text{
		VI: "Chưa đủ kỳ để biết xu hướng.",
		EN: "There are too few windows to tell a trend.",
	})
	// CodeImproving: it became better.
	CodeImproving = care.NewCode("policy.improving", "", care.Text{
		VI: "Tốt lên rõ rệt so với trước.",
		EN: "Clearly better than before.",
	})
	// CodeWorsening: it became worse.
	CodeWorsening = care.NewCode("policy.worsening", "", care.Text{
		VI: "Xấu đi rõ rệt so với trước. Hãy xem điều gì đã thay đổi.",
		EN: "Clearly worse than before. See what has changed.",
	})
)

func evaluateCodes() []*care.Code {
	return []*care.Code{
		CodeNothingInForce, CodeNotSettled, CodeNoMeasure, CodeNothingToCompare, CodeNoWindowToJudge, CodeNoFigures, CodeStaleFigures,
		CodeOtherFigures, CodeTargetMet, CodeTargetMissed, CodeTooFewFigures, CodeNoTrend, CodeImproving,
		CodeWorsening,
	}
}
