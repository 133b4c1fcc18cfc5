package policy

import (
	"strings"

	"github.com/chamsoc/chamsoc/care"
)

// Figure is something that Chamsoc counts by itself. A [Measure] whose Source is the figure's is measured from what is kept: nobody has to hand in observations.
type Figure struct {
	// Source is its stable code: the collection that is counted, a dot, and what of it, such as "desk_case.on_time".
	Source string
	Name   care.Text
	// Kind is how it is usually judged. Of the other kinds those fit that want the same: so many of so many, points, or an amount.
	Kind MeasureKind
	Unit care.Text // of points and amounts
	// Elements are those that it usually is evidence of, the first one above all.
	Elements []Element
	// State says that it is how things stand on a date, such as the points that are owed; else it is what happened in a window.
	State bool
	// Segments says that it is counted by segment of customers where records name one. Else it is the same for every segment.
	Segments bool
}

// Collection is the name of the collection that is counted.
func (f Figure) Collection() string {
	collection, _, _ := strings.Cut(f.Source, ".")
	return collection
}

// Figures lists all that Chamsoc counts, by collection.
func Figures() []Figure { return append([]Figure(nil), figures...) }

// FigureOf finds a figure by its Source. The last result is false for the name of a collection alone, or of a system of the host: what comes from there the host counts.
func FigureOf(source string) (Figure, bool) {
	if strings.Contains(source, ".") {
		for _, f := range figures {
			if f.Source == source {
				return f, true
			}
		}
	}
	return Figure{}, false
}

// mistaken lists the figures of the collection that a source names, if it names one and none of its figures.
func mistaken(source string) (instead []string) {
	collection, _, dotted := strings.Cut(source, ".")
	if !dotted {
		return nil
	}
	for _, f := range figures {
		if f.Source == source {
			return nil
		}
		if f.Collection() == collection {
			instead = append(instead, f.Source)
		}
	}
	return instead
}

// fits reports whether a measure of this kind judges a figure: it wants what is counted.
func (f Figure) fits(k MeasureKind) bool {
	return f.Kind == k || f.Kind.isShare() && k.isShare()
}

// misnamed says what is wrong with the figure that a measure names: it is none of its collection's, or counts something else than the measure's kind wants.
func (m Measure) misnamed() (*care.Code, []care.Fact) {
	if instead := mistaken(m.Source); instead != nil {
		return CodeNoFigure, []care.Fact{care.NewFact("source", m.Source), care.NewFact("figures", instead)}
	}
	if f, ok := FigureOf(m.Source); ok && !f.fits(m.Kind) {
		return CodeFigureKind, []care.Fact{care.NewFact("source", m.Source), care.NewFact("kind", care.NameOf(m.Kind)), care.NewFact("counted", care.NameOf(f.Kind))}
	}
	return nil, nil
}

// The figures. What each counts is said in [Figures], and where it is counted: in the package of its collection.
const (
	// Of a window, records count where they began, such as a case when it was opened.
	FigureCasesKept         = "desk_case.kept"          // customers' cases to which something was promised: nothing of it was broken
	FigureCasesOnTime       = "desk_case.on_time"       // those of which it is known whether they were resolved by when it was promised: they were
	FigureFirstReplies      = "desk_case.first_reply"   // the same of the first reply
	FigureFirstContact      = "desk_case.first_contact" // resolved ones: the customer did not have to speak again, and the case was not reopened
	FigureCasesExplained    = "desk_case.explained"     // resolved ones: with the code of a cause
	FigureCasesOwned        = "desk_case.owned"         // open ones: with an owner
	FigureCasesRelated      = "desk_case.related_open"  // open ones that were split from another, or serve one
	FigureWarrantyClaims    = "warranty_claim.received"
	FigureEarlyClaims       = "warranty_claim.early"            // units delivered in the window: claimed within it
	FigureClaimsOnTime      = "warranty_claim.on_time"          // claims of which it is known: settled by when it was promised
	FigureRepairsOnTime     = "warranty_claim.repaired_on_time" // the same of those that a centre repaired
	FigureLoaners           = "warranty_claim.loaner"           // claims that went to repair: the customer was lent a product
	FigureRepairsWaiting    = "warranty_order.backlog"
	FigureTraced            = "warranty_registration.traced" // units delivered: with a serial and a buyer who is known
	FigureToldAtSale        = "warranty_told.in_writing"     // sales at which the procedure was to be told: there was an address to write to
	FigureResponse          = "feedback_rollup.response"     // invitations: answered
	FigureSatisfaction      = "feedback_rollup.satisfaction"
	FigureRecommendation    = "feedback_rollup.recommendation"
	FigureUnhappyReplied    = "feedback_follow_up.in_time"  // unhappy answers: acknowledged by the day that the law sets
	FigureUnhappyResolved   = "feedback_follow_up.resolved" // unhappy answers: resolved
	FigureFindingsClosed    = "feedback_finding.closed"     // findings: proved to be mended
	FigureFindingsOpen      = "feedback_finding.open"
	FigureFindingsOwned     = "feedback_finding.owned"      // open findings: with an action, its owner and due
	FigureInspected         = "feedback_inspection.sampled" // what there was in the lots whose size is known: looked at
	FigureInspectionsFailed = "feedback_inspection.failed"  // inspections: did not pass
	FigureRecovered         = "feedback_recovery.kept"      // recoveries whose outcome is known: the customer stayed
	FigureDemandChanges     = "feedback_stream.changes"
	FigureAskedAnswered     = "faq_asked.answered"       // questions typed: something that fits was found
	FigureAskedHelped       = "faq_asked.helped"         // those of which people said so: the answer helped
	FigureQuestionsInTime   = "faq_question.in_time"     // questions captured of which it is known: answered when due
	FigureEnquiriesServed   = "enquiry.available"        // enquiries: the system that knows could be asked
	FigureEnquiriesAnswered = "enquiry.answered"         // enquiries: answered at once
	FigureChecksDone        = "collateral_check.done"    // weekly checks: counted
	FigureStocked           = "collateral_check.stocked" // materials that were counted: enough was there
	FigureAskedInVain       = "collateral_absence.asked"
	FigureUnderstood        = "collateral_understood.share" // customers asked about what is in force: the right answer
	FigureMaterialSent      = "collateral_request.on_time"  // material to be sent of which it is known: sent when due
	FigureMembersActive     = "loyalty_account.active"      // members: earned something in the last twelve months
	FigurePointsOwed        = "loyalty_lot.owed"
	FigurePromotionsKnown   = "loyalty_promotion.measured" // promotions whose purchases are all in: the effect is measurable
	FigurePromotionsWorked  = "loyalty_promotion.worked"   // those that are: more was bought than by those held out
	FigureOffersTaken       = "loyalty_offer.taken"        // offers whose time is over: the customer bought
	FigureFlowsKept         = "chain_case.kept"            // ended cases of a flow: its promise was kept
	FigureLinksKept         = "chain_case.links_kept"      // their handovers: within the goal of the link
	FigureFirstPass         = "chain_case.first_pass"      // their handovers: accepted without a rejection
	FigureNoticesTold       = "notice_notice.told"         // notices of service that have ended: the customer was told
	FigureAdvertising       = "notice_notice.advertising"
	FigureAgreed            = "notice_standing.agreed" // customers who have said anything about advertising: agree to it now

	// Of the policy in force itself.
	FigurePublished    = "policy_edition.published"
	FigureAge          = "policy_edition.age"
	FigureRead         = "policy_acknowledgement.read" // the staff: have read the edition
	FigureReviewed     = "policy_review.on_time"       // provisions: not overdue for review
	FigureObjectives   = "policy_edition.objectives"   // quality objectives: with an owner and a date
	FigureTargets      = "policy_edition.targets"      // measures: with a target and a window
	FigureCarried      = "policy_edition.carried"      // promises to customers: links carry them, together in time
	FigureDeputies     = "policy_edition.deputies"     // provisions: with an owner and another as deputy
	FigureRolledOut    = "policy_edition.rolled_out"   // tasks of the roll-out: done
	FigurePrioritised  = "policy_edition.prioritised"  // segments and offerings: with a priority
	FigureMarketingFor = "policy_edition.marketed"     // offerings: with a marketing plan
)

func figure(source string, kind MeasureKind, vi, en string, elements ...Element) Figure {
	return Figure{Source: source, Name: inBoth(vi, en), Kind: kind, Elements: elements}
}

func (f Figure) in(vi, en string) Figure {
	f.Unit = inBoth(vi, en)
	return f
}

func (f Figure) bySegment() Figure {
	f.Segments = true
	return f
}

func (f Figure) asState() Figure {
	f.State = true
	return f
}

var figures = []Figure{
	figure(FigureCasesKept, MeasureRate, "vụ việc giữ được mọi cam kết", "cases in which every promise was kept", BuildingTrust, ServiceLevels).bySegment(),
	figure(FigureCasesOnTime, MeasureRate, "vụ việc giải quyết đúng hẹn", "cases resolved on time", TimeManagement, ServiceLevels).bySegment(),
	figure(FigureFirstReplies, MeasureRate, "trả lời đầu tiên đúng hẹn", "first replies on time", TimeManagement, ServiceLevels).bySegment(),
	figure(FigureFirstContact, MeasureRate, "giải quyết ngay lần liên hệ đầu", "resolved at the first contact", OnTheSpot, SystemAccuracy).bySegment(),
	figure(FigureCasesExplained, MeasureRate, "vụ việc có mã nguyên nhân", "cases with the code of a cause", SystemAccuracy).bySegment(),
	figure(FigureCasesOwned, MeasureCoverage, "vụ việc đang mở có người phụ trách", "open cases with an owner", DemandTypes, RelatedIssues).bySegment().asState(),
	figure(FigureCasesRelated, MeasureAmount, "vụ việc liên quan còn mở", "related cases that are open", RelatedIssues).in("vụ", "cases").bySegment().asState(),

	figure(FigureWarrantyClaims, MeasureAmount, "yêu cầu bảo hành", "warranty claims", Warranty, DemandTypes).in("yêu cầu", "claims"),
	figure(FigureEarlyClaims, MeasureRate, "sản phẩm phải bảo hành ngay trong kỳ bán", "units claimed within the window of their delivery", Warranty),
	figure(FigureClaimsOnTime, MeasureRate, "yêu cầu bảo hành xong đúng hẹn", "warranty claims settled on time", Warranty, TimeManagement),
	figure(FigureRepairsOnTime, MeasureRate, "sửa chữa xong đúng hẹn", "repairs done on time", RepairPlanning),
	figure(FigureLoaners, MeasureRate, "khách được cho mượn sản phẩm khi chờ sửa", "customers lent a product during the repair", TemporaryReplacement, Warranty),
	figure(FigureRepairsWaiting, MeasureAmount, "lệnh sửa chữa tồn đọng", "repair orders waiting", RepairPlanning).in("lệnh", "orders").asState(),
	figure(FigureTraced, MeasureCoverage, "sản phẩm tra được đến người mua", "units traced to the buyer", ProductTracing, Warranty),
	figure(FigureToldAtSale, MeasureCoverage, "lần bán đã báo quy trình bảo hành bằng văn bản", "sales at which the warranty procedure was told in writing", CustomerAwareness),

	figure(FigureResponse, MeasureRate, "tỷ lệ trả lời khảo sát", "response to surveys", Feedback, TechnicalSupport).bySegment(),
	figure(FigureSatisfaction, MeasurePerception, "mức hài lòng (CSAT)", "satisfaction (CSAT)", Feedback, AncillaryServices).in("điểm (1–5)", "points (1–5)").bySegment(),
	figure(FigureRecommendation, MeasurePerception, "sẵn lòng giới thiệu (NPS)", "recommendation (NPS)", BuildingTrust, Feedback).in("điểm (−100–100)", "points (−100–100)").bySegment(),
	figure(FigureUnhappyReplied, MeasureRate, "khách chưa hài lòng được báo nhận đúng hạn", "unhappy customers acknowledged in time", ServiceRecovery, Feedback),
	figure(FigureUnhappyResolved, MeasureRate, "khách chưa hài lòng được giải quyết xong", "unhappy customers whose matter was resolved", Feedback, ServiceRecovery),
	figure(FigureFindingsClosed, MeasureRate, "phát hiện đã khắc phục và kiểm chứng", "findings proved to be mended", CommunicationQuality, Feedback),
	figure(FigureFindingsOpen, MeasureAmount, "phát hiện còn mở", "open findings", RelatedIssues).in("phát hiện", "findings").asState(),
	figure(FigureFindingsOwned, MeasureCoverage, "phát hiện còn mở có việc, người làm và hạn", "open findings with an action, its owner and due", RelatedIssues).asState(),
	figure(FigureInspected, MeasureCoverage, "số được kiểm tra trong các lô", "what was inspected of the lots", QualityInspection),
	figure(FigureInspectionsFailed, MeasureRate, "lần kiểm tra không đạt", "inspections that did not pass", QualityInspection),
	figure(FigureRecovered, MeasureRate, "giữ được khách sau sự cố", "customers kept after a failure", ServiceRecovery).bySegment(),
	figure(FigureDemandChanges, MeasureAmount, "lần nhu cầu thay đổi", "changes of demand", DemandTypes).in("lần", "changes").bySegment(),

	figure(FigureAskedAnswered, MeasureRate, "câu hỏi gõ vào tìm thấy lời đáp", "questions typed that found an answer", TechnicalSupport),
	figure(FigureAskedHelped, MeasureRate, "lời đáp có ích", "answers that helped", TechnicalSupport),
	figure(FigureQuestionsInTime, MeasureRate, "câu hỏi được trả lời đúng hạn", "captured questions answered when due", TechnicalSupport, TimeManagement),

	figure(FigureEnquiriesServed, MeasureRate, "tra cứu khi hệ thống sẵn sàng", "enquiries at which the system could be asked", TechnicalSupport, SystemAccuracy).bySegment(),
	figure(FigureEnquiriesAnswered, MeasureRate, "tra cứu được trả lời ngay", "enquiries answered at once", OnTheSpot, TechnicalSupport).bySegment(),

	figure(FigureChecksDone, MeasureCoverage, "lần kiểm tài liệu hằng tuần đã làm", "weekly checks of material done", CommunicationQuality, OnTheSpot),
	figure(FigureStocked, MeasureRate, "tài liệu đủ định mức khi kiểm", "materials of which enough was there", OnTheSpot),
	figure(FigureAskedInVain, MeasureAmount, "lần khách hỏi mà không có tài liệu", "times that material was asked for in vain", OnTheSpot).in("lần", "times"),
	figure(FigureUnderstood, MeasureRate, "khách hiểu tài liệu đang dùng", "customers who understand the material in force", CustomerAwareness).asState(),
	figure(FigureMaterialSent, MeasureRate, "tài liệu gửi khách ở xa đúng hạn", "material sent on time to those who cannot come", OnTheSpot, CustomerAwareness),

	figure(FigureMembersActive, MeasureCoverage, "hội viên còn hoạt động", "active members", LoyalCustomerClub).asState(),
	figure(FigurePointsOwed, MeasureAmount, "điểm còn nợ khách", "points owed", LoyalCustomerClub).in("điểm", "points").asState(),
	figure(FigurePromotionsKnown, MeasureCoverage, "khuyến mại đo được hiệu quả", "promotions whose effect is measurable", AdHocPromotions),
	figure(FigurePromotionsWorked, MeasureCoverage, "khuyến mại có hiệu quả", "promotions that worked", AdHocPromotions),
	figure(FigureOffersTaken, MeasureRate, "lời chào được khách mua", "offers that customers took", SalesExtension, AdHocPromotions).bySegment(),

	figure(FigureFlowsKept, MeasureRate, "việc giữ được cam kết của chuỗi", "cases in which the chain kept its promise", ServiceLevels, SupportingProcesses),
	figure(FigureLinksKept, MeasureRate, "lần bàn giao đúng hạn của mắt xích", "handovers within the goal of the link", SupportingProcesses, ServiceLevels),
	figure(FigureFirstPass, MeasureRate, "lần bàn giao đạt ngay lần đầu", "handovers accepted without a rejection", SystemAccuracy),

	figure(FigureNoticesTold, MeasureRate, "thông báo dịch vụ đến được khách", "notices of service that reached the customer", CustomerAwareness, DirectMarketing),
	figure(FigureAdvertising, MeasureAmount, "tin quảng cáo đã gửi", "advertising sent", DirectMarketing).in("tin", "messages"),
	figure(FigureAgreed, MeasureRate, "khách còn đồng ý nhận quảng cáo", "customers who still agree to advertising", DirectMarketing, SalesExtension).asState(),

	figure(FigurePublished, MeasureExistence, "có chính sách đang hiệu lực", "a policy is in force", MissionAndPolicies).asState(),
	figure(FigureAge, MeasureAmount, "tuổi của bản chính sách", "age of the edition", MissionAndPolicies).in("tháng", "months").asState(),
	figure(FigureRead, MeasureCoverage, "nhân viên đã đọc", "staff who have read it", MissionAndPolicies, PeopleAndSupport).asState(),
	figure(FigureReviewed, MeasureExistence, "quy định được xem xét đúng hạn", "provisions reviewed on time", MissionAndPolicies).asState(),
	figure(FigureObjectives, MeasureExistence, "mục tiêu chất lượng có người phụ trách và hạn", "quality objectives with an owner and a date", ServiceObjectives).asState(),
	figure(FigureTargets, MeasureExistence, "thước đo có chỉ tiêu và kỳ đo", "measures with a target and a window", ServiceObjectives).asState(),
	figure(FigureCarried, MeasureExistence, "cam kết có mắt xích thực hiện kịp hạn", "promises that links carry in time", SupportingProcesses).asState(),
	figure(FigureDeputies, MeasureExistence, "quy định có người phụ trách và người thay", "provisions with an owner and a deputy", PeopleAndSupport).asState(),
	figure(FigureRolledOut, MeasureCoverage, "việc triển khai đã xong", "tasks of the roll-out done", MissionAndPolicies, CustomerAwareness).asState(),
	figure(FigurePrioritised, MeasureExistence, "phân đoạn và dịch vụ có mức ưu tiên", "segments and offerings with a priority", FocusOfEffort).asState(),
	figure(FigureMarketingFor, MeasureExistence, "dịch vụ có kế hoạch tiếp thị", "offerings with a marketing plan", CustomerAwareness, DirectMarketing).asState(),
}
