package policy

import "github.com/chamsoc/chamsoc/care"

// Element is one of the things that a service policy has to settle: 8 before the sale, 9 during it and 10 after it (Table 8.3 of the guide, which follows
// B. J. LaLonde and P. H. Zinszer, Customer Service: Meaning and Measurement, 1976), and 8 more of theirs that matter to those who keep stock. The zero Element
// is unknown. What care rests on, the product, the convenience and the people, is [care.Factor].
type Element string

// The elements before the sale.
const (
	MissionAndPolicies   Element = "mission_and_policies"
	CustomerAwareness    Element = "customer_awareness"
	ServiceObjectives    Element = "service_objectives"
	SupportingProcesses  Element = "supporting_processes"
	PeopleAndSupport     Element = "people_and_support"
	TechnicalSupport     Element = "technical_support"
	CommunicationQuality Element = "communication_quality"
	OtherInformation     Element = "other_information"
)

// The elements during the sale.
const (
	DemandTypes       Element = "demand_types"
	TimeManagement    Element = "time_management"
	ServiceLevels     Element = "service_levels"
	SystemAccuracy    Element = "system_accuracy"
	AncillaryServices Element = "ancillary_services"
	RelatedIssues     Element = "related_issues"
	FinancialSupport  Element = "financial_support"
	FocusOfEffort     Element = "focus_of_effort"
	OnTheSpot         Element = "on_the_spot"
)

// The elements after the sale.
const (
	Warranty          Element = "warranty"
	Feedback          Element = "feedback"
	ServiceRecovery   Element = "service_recovery"
	QualityInspection Element = "quality_inspection"
	RepairPlanning    Element = "repair_planning"
	BuildingTrust     Element = "building_trust"
	SalesExtension    Element = "sales_extension"
	DirectMarketing   Element = "direct_marketing"
	LoyalCustomerClub Element = "loyal_customer_club"
	AdHocPromotions   Element = "ad_hoc_promotions"
)

// The optional elements: those of LaLonde and Zinszer that the table leaves out.
const (
	StockOutLevel        Element = "stock_out_level"
	BackOrder            Element = "back_order"
	Expediting           Element = "expediting"
	Transshipment        Element = "transshipment"
	ProductSubstitution  Element = "product_substitution"
	ProductTracing       Element = "product_tracing"
	Packaging            Element = "packaging"
	TemporaryReplacement Element = "temporary_replacement"
)

var elementTerms = care.NewTerms(
	care.NewTerm(MissionAndPolicies, "Sứ mệnh và chính sách", "Mission and policies"),
	care.NewTerm(CustomerAwareness, "Khách hàng biết về cam kết", "Customer awareness of the promise"),
	care.NewTerm(ServiceObjectives, "Mục tiêu dịch vụ", "Service objectives"),
	care.NewTerm(SupportingProcesses, "Quy trình hỗ trợ", "Supporting processes"),
	care.NewTerm(PeopleAndSupport, "Con người và cơ chế hỗ trợ", "People and support mechanisms"),
	care.NewTerm(TechnicalSupport, "Hỗ trợ kỹ thuật và thông tin phản hồi", "Technical support and feedback information"),
	care.NewTerm(CommunicationQuality, "Truyền thông dịch vụ và đảm bảo chất lượng", "Service communication and quality assurance"),
	care.NewTerm(OtherInformation, "Sử dụng các nguồn thông tin khác", "Use of other information"),

	care.NewTerm(DemandTypes, "Quản lý các loại nhu cầu", "Managing types of demand"),
	care.NewTerm(TimeManagement, "Quản lý thời gian", "Time management"),
	care.NewTerm(ServiceLevels, "Quản lý mức dịch vụ", "Service level management"),
	care.NewTerm(SystemAccuracy, "Độ chính xác của hệ thống", "System accuracy"),
	care.NewTerm(AncillaryServices, "Dịch vụ kèm theo", "Ancillary services"),
	care.NewTerm(RelatedIssues, "Xử lý các vấn đề liên quan", "Related issues"),
	care.NewTerm(FinancialSupport, "Hỗ trợ tài chính", "Financial support"),
	care.NewTerm(FocusOfEffort, "Tập trung nguồn lực", "Focus of effort"),
	care.NewTerm(OnTheSpot, "Đáp ứng ngay tại chỗ", "Fulfilment on the spot"),

	care.NewTerm(Warranty, "Bảo hành", "Warranty"),
	care.NewTerm(Feedback, "Ý kiến phản hồi", "Feedback"),
	care.NewTerm(ServiceRecovery, "Khắc phục sự cố dịch vụ", "Service recovery"),
	care.NewTerm(QualityInspection, "Kiểm tra chất lượng", "Quality inspection"),
	care.NewTerm(RepairPlanning, "Kế hoạch sửa chữa", "Repair planning"),
	care.NewTerm(BuildingTrust, "Xây dựng lòng tin", "Building trust"),
	care.NewTerm(SalesExtension, "Mở rộng bán hàng", "Sales extension"),
	care.NewTerm(DirectMarketing, "Bán hàng và tiếp thị trực tiếp", "Sales and direct marketing"),
	care.NewTerm(LoyalCustomerClub, "Câu lạc bộ khách hàng thân thiết", "Club of loyal customers"),
	care.NewTerm(AdHocPromotions, "Khuyến mại theo dịp", "Ad hoc promotions"),

	care.NewTerm(StockOutLevel, "Mức hết hàng", "Stock-out level"),
	care.NewTerm(BackOrder, "Đặt trước khi hết hàng", "Back-order"),
	care.NewTerm(Expediting, "Giao gấp", "Expediting"),
	care.NewTerm(Transshipment, "Điều chuyển giữa các cửa hàng", "Transshipment"),
	care.NewTerm(ProductSubstitution, "Hàng thay thế tương đương", "Product substitution"),
	care.NewTerm(ProductTracing, "Truy xuất sản phẩm", "Product tracing"),
	care.NewTerm(Packaging, "Bao bì", "Packaging"),
	care.NewTerm(TemporaryReplacement, "Cho mượn sản phẩm dùng tạm", "Temporary replacement"),
)

// Terms lists the elements in the order of the table, the optional ones last.
func (Element) Terms() care.Terms[Element] { return elementTerms }

// Elements are the 27 that every policy settles, in the order of the table.
func Elements() []Element {
	return []Element{
		MissionAndPolicies, CustomerAwareness, ServiceObjectives, SupportingProcesses, PeopleAndSupport, TechnicalSupport, CommunicationQuality, OtherInformation,
		DemandTypes, TimeManagement, ServiceLevels, SystemAccuracy, AncillaryServices, RelatedIssues, FinancialSupport, FocusOfEffort, OnTheSpot,
		Warranty, Feedback, ServiceRecovery, QualityInspection, RepairPlanning, BuildingTrust, SalesExtension, DirectMarketing, LoyalCustomerClub, AdHocPromotions,
	}
}

// OptionalElements are the 8 that a policy may settle too.
func OptionalElements() []Element {
	return []Element{StockOutLevel, BackOrder, Expediting, Transshipment, ProductSubstitution, ProductTracing, Packaging, TemporaryReplacement}
}

// Phase is when the element matters; "" for an unknown one.
func (e Element) Phase() care.Phase {
	switch e {
	case MissionAndPolicies, CustomerAwareness, ServiceObjectives, SupportingProcesses, PeopleAndSupport, TechnicalSupport, CommunicationQuality, OtherInformation:
		return care.PhaseBefore
	case DemandTypes, TimeManagement, ServiceLevels, SystemAccuracy, AncillaryServices, RelatedIssues, FinancialSupport, FocusOfEffort, OnTheSpot,
		StockOutLevel, BackOrder, Expediting, Transshipment, ProductSubstitution:
		return care.PhaseDuring
	case Warranty, Feedback, ServiceRecovery, QualityInspection, RepairPlanning, BuildingTrust, SalesExtension, DirectMarketing, LoyalCustomerClub, AdHocPromotions,
		ProductTracing, Packaging, TemporaryReplacement:
		return care.PhaseAfter
	}
	return ""
}
