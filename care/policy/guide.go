package policy

import (
	"slices"

	"github.com/chamsoc/chamsoc/care"
)

// Guide says how an element is usually measured.
type Guide struct {
	Measure care.Text // what to count
	Check   care.Text // what a good provision of it settles
	// Collections are those of Chamsoc that hold what is counted. None: the host counts it, and gives observations of its own.
	Collections []string
	// Figures are what Chamsoc counts of it by itself: codes of [Figures], those that are evidence of this element above all first.
	Figures []string
}

// Guide says how the element is usually measured, which collections of Chamsoc hold what is counted, and which figures it counts itself: names for [Measure.Source].
// It is the zero Guide for an unknown element.
func (e Element) Guide() Guide {
	for _, g := range guides {
		if g.element == e {
			g.Figures = figuresOf(e)
			for _, source := range g.Figures {
				if f, _ := FigureOf(source); !slices.Contains(g.Collections, f.Collection()) {
					g.Collections = append(g.Collections[:len(g.Collections):len(g.Collections)], f.Collection())
				}
			}
			return g.Guide
		}
	}
	return Guide{}
}

// figuresOf are the figures that are evidence of an element, those that are so above all first.
func figuresOf(e Element) (first []string) {
	var more []string
	for _, f := range figures {
		switch slices.Index(f.Elements, e) {
		case -1:
		case 0:
			first = append(first, f.Source)
		default:
			more = append(more, f.Source)
		}
	}
	return append(first, more...)
}

type guide struct {
	element Element
	Guide
}

func guideOf(e Element, measure, check care.Text, collections ...string) guide {
	return guide{e, Guide{Measure: measure, Check: check, Collections: collections}}
}

func inBoth(vi, en string) care.Text { return care.Text{VI: vi, EN: en} }

var guides = []guide{
	guideOf(MissionAndPolicies, inBoth("có bản công bố; tuổi của bản; tỷ lệ nhân viên đã đọc", "published; its age; share of the staff who have read it"),
		inBoth("xem xét lại ít nhất mỗi 12 tháng; có bản cho khách hàng đọc", "reviewed every 12 months at least; customers can read it"), "policy_edition", "policy_acknowledgement"),
	guideOf(CustomerAwareness, inBoth("tỷ lệ khách hàng được gửi hoặc biết về cam kết", "share of customers who were told, or know, the promise"),
		inBoth("mỗi cam kết với khách hàng đều được công bố", "every promise to customers is published"), "policy_edition", "notice_notice", "collateral_understood", "feedback_rollup"),
	guideOf(ServiceObjectives, inBoth("tỷ lệ mục tiêu có chỉ tiêu và người phụ trách", "share of objectives with a target and an owner"),
		inBoth("đo được và có hạn", "measurable, with a date"), "policy_edition"),
	guideOf(SupportingProcesses, inBoth("tỷ lệ cam kết có chuỗi phục vụ", "share of promises that a chain carries"),
		inBoth("mỗi cam kết có mắt xích đến khách hàng; không mắt xích nào dẫn vào ngõ cụt", "every promise has a link to the customer; no link leads nowhere"), "chain_flow", "policy_procedure"),
	guideOf(PeopleAndSupport, inBoth("tỷ lệ đã được tập huấn; người phụ trách có người thay", "share who were trained; owners with a deputy"),
		inBoth("ai phụ trách cũng có người thay thế", "every owner has a deputy")),
	guideOf(TechnicalSupport, inBoth("kênh sẵn sàng; mức bao phủ của khảo sát", "availability of channels; coverage of surveys"),
		inBoth("mỗi phân đoạn có ít nhất một đường phản hồi", "each segment has a way to answer"), "feedback_invitation", "feedback_rollup"),
	guideOf(CommunicationQuality, inBoth("tỷ lệ cuộc tiếp khách được kiểm tra; điểm kiểm tra", "share of contacts that were audited; audit score"),
		inBoth("số mẫu đủ theo kế hoạch", "as many samples as planned"), "desk_message", "collateral_check"),
	guideOf(OtherInformation, inBoth("số nguồn thông tin được dùng khi quyết định", "number of sources used in decisions"),
		inBoth("mỗi nguồn ghi ngày cập nhật", "each source says how fresh it is")),

	guideOf(DemandTypes, inBoth("sai số dự báo; số lần báo động nhu cầu", "forecast error; alarms of demand"),
		inBoth("mỗi chủ đề có luồng đo và người phụ trách", "each topic has a stream and an owner"), "desk_case", "faq_asked", "feedback_finding"),
	guideOf(TimeManagement, inBoth("tỷ lệ đúng hẹn; thời gian ở bách phân vị 90", "share on time; 90th percentile"),
		inBoth("mỗi loại việc có hạn và lịch làm việc", "each kind of case has a due and a calendar"), "desk_case", "chain_case"),
	guideOf(ServiceLevels, inBoth("tỷ lệ giữ được mức dịch vụ", "share of service levels kept"),
		inBoth("cam kết bên trong cộng lại không dài hơn cam kết bên ngoài", "the promises inside are together no longer than that outside"), "desk_case", "chain_case"),
	guideOf(SystemAccuracy, inBoth("tỷ lệ sai hàng, sai hóa đơn; đúng ngay lần đầu", "wrong goods or bills; right the first time"),
		inBoth("mã lý do bao phủ ít nhất 95% trường hợp", "reason codes cover 95% of the cases at least"), "chain_case"),
	guideOf(AncillaryServices, inBoth("tỷ lệ mua kèm; mức hài lòng", "uptake; satisfaction"), inBoth("có giá và điều kiện", "they have prices and terms")),
	guideOf(RelatedIssues, inBoth("số vấn đề liên quan còn mở và tuổi của chúng", "open issues across cases, and their age"),
		inBoth("có người phụ trách và hạn", "they have owners and dues"), "desk_link", "feedback_finding"),
	guideOf(FinancialSupport, inBoth("thời gian duyệt trả góp; tỷ lệ được duyệt", "time to approve instalments; share approved"),
		inBoth("hạn mức và người duyệt cho từng phân đoạn", "a limit and an approver for each segment")),
	guideOf(FocusOfEffort, inBoth("tỷ lệ nguồn lực dành cho phân đoạn ưu tiên", "share of effort for the first segments"), inBoth("mỗi phân đoạn có mức ưu tiên", "each segment has a priority")),
	guideOf(OnTheSpot, inBoth("tỷ lệ xong ngay trong lần đến; vật tư có sẵn", "share done at the visit; materials in stock"),
		inBoth("vật tư có định mức tồn", "materials have a norm of stock"), "collateral_norm", "collateral_absence"),

	guideOf(Warranty, inBoth("tỷ lệ yêu cầu bảo hành; thời gian giải quyết", "rate of claims; time to settle them"),
		inBoth("thời hạn và lúc bắt đầu rõ ràng", "the term and its start are stated"), "warranty_registration", "warranty_answer", "warranty_claim"),
	guideOf(Feedback, inBoth("tỷ lệ trả lời; tỷ lệ đã xử lý đến cùng", "response rate; share of loops closed"),
		inBoth("khảo sát đang chạy; có người xử lý", "a survey is running; somebody owns the loop"), "feedback_rollup", "feedback_finding"),
	guideOf(ServiceRecovery, inBoth("thời gian xin lỗi; tỷ lệ khách hài lòng sau khắc phục", "time to acknowledge; share recovered"),
		inBoth("khi nào làm, được chi đến bao nhiêu", "what starts it, and up to which amount"), "feedback_recovery"),
	guideOf(QualityInspection, inBoth("tỷ lệ được kiểm tra; tỷ lệ không đạt", "share inspected; share that failed"), inBoth("có chu kỳ kiểm tra", "it has an interval"), "feedback_inspection"),
	guideOf(RepairPlanning, inBoth("thời gian sửa ở bách phân vị 90; việc tồn đọng", "90th percentile of the repair time; backlog"),
		inBoth("năng lực và linh kiện", "capacity and parts"), "warranty_claim", "chain_case"),
	guideOf(BuildingTrust, inBoth("tỷ lệ quay lại; tỷ lệ giữ lời", "share who return; share of promises kept"), inBoth("con số chứ không phải khẩu hiệu", "a number, not a slogan"), "desk_case"),
	guideOf(SalesExtension, inBoth("tỷ lệ mua thêm; tỷ lệ từ chối nhận tin", "cross-sales; opt-outs"), inBoth("cơ sở đồng ý", "the consent basis")),
	guideOf(DirectMarketing, inBoth("số lần liên hệ mỗi khách; số lần bị phàn nàn", "contacts for each customer; complaints about them"),
		inBoth("giới hạn số lần, sự đồng ý", "a cap on contacts, consent"), "notice_notice", "notice_standing"),
	guideOf(LoyalCustomerClub, inBoth("tỷ lệ thành viên còn hoạt động; điểm chưa dùng", "share of active members; points owed"),
		inBoth("cách tính điểm, hạn dùng, ngưỡng hạng", "how points are earned, when they expire, what a tier needs")),
	guideOf(AdHocPromotions, inBoth("mức tăng so với nhóm đối chứng; chi phí", "uplift over a hold-out; cost"),
		inBoth("ngày bắt đầu, kết thúc; nhóm đối chứng, hoặc ghi rõ “không đo được”", "first and last date; a hold-out, or “not measurable”")),

	guideOf(StockOutLevel, inBoth("tỷ lệ lượt hỏi mà hết hàng", "share of requests out of stock"), inBoth("mức chấp nhận cho từng nhóm hàng", "an accepted level for each group of goods")),
	guideOf(BackOrder, inBoth("thời gian chờ hàng đặt trước", "waiting time of back-orders"), inBoth("khách biết ngày có hàng", "customers are told the date")),
	guideOf(Expediting, inBoth("tỷ lệ giao gấp đúng hẹn", "share of express deliveries on time"), inBoth("giá và điều kiện giao gấp", "its price and terms")),
	guideOf(Transshipment, inBoth("thời gian điều chuyển", "time between shops"), inBoth("ai được yêu cầu điều chuyển", "who may ask for it")),
	guideOf(ProductSubstitution, inBoth("tỷ lệ khách nhận hàng thay thế", "share of substitutes accepted"), inBoth("khách đồng ý trước", "the customer agrees first")),
	guideOf(ProductTracing, inBoth("tỷ lệ sản phẩm tra được đến người mua", "share of products traced to the buyer"), inBoth("có thể báo thu hồi", "a recall can reach them"), "warranty_registration"),
	guideOf(Packaging, inBoth("tỷ lệ hàng hỏng do bao bì", "damage due to packaging"), inBoth("chuẩn đóng gói cho từng nhóm hàng", "a standard for each group of goods")),
	guideOf(TemporaryReplacement, inBoth("tỷ lệ khách được cho mượn máy khi chờ sửa", "share lent a device while theirs is repaired"), inBoth("điều kiện mượn và trả", "terms of lending")),
}
