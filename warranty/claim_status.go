package warranty

import (
	"slices"

	"github.com/chamsoc/chamsoc/care"
)

// ClaimStatus says where a claim stands. The zero ClaimStatus is a claim that was not received yet.
type ClaimStatus string

// The statuses of a claim.
const (
	ClaimStatusReceived ClaimStatus = "received" // the product is here, and the customer has a receipt
	ClaimStatusAccepted ClaimStatus = "accepted" // it will be seen to, under warranty or for money
	ClaimStatusParts    ClaimStatus = "waiting_parts"
	ClaimStatusCustomer ClaimStatus = "waiting_customer"
	ClaimStatusInRepair ClaimStatus = "in_repair"
	ClaimStatusReady    ClaimStatus = "ready" // to be handed back
	ClaimStatusHanded   ClaimStatus = "handed_back"
	ClaimStatusRefused  ClaimStatus = "refused" // in writing, with the basis
	ClaimStatusExchange ClaimStatus = "exchanged"
	ClaimStatusRefunded ClaimStatus = "refunded"
	ClaimStatusDropped  ClaimStatus = "withdrawn" // by the customer
)

var claimStatuses = care.NewTerms(
	care.NewTerm(ClaimStatusReceived, "Đã tiếp nhận", "Received"),
	care.NewTerm(ClaimStatusAccepted, "Đã chấp nhận", "Accepted"),
	care.NewTerm(ClaimStatusParts, "Chờ linh kiện", "Waiting for parts"),
	care.NewTerm(ClaimStatusCustomer, "Chờ khách hàng", "Waiting for the customer"),
	care.NewTerm(ClaimStatusInRepair, "Đang sửa chữa", "In repair"),
	care.NewTerm(ClaimStatusReady, "Sẵn sàng trả khách", "Ready"),
	care.NewTerm(ClaimStatusHanded, "Đã trả khách", "Handed back"),
	care.NewTerm(ClaimStatusRefused, "Đã từ chối bằng văn bản", "Refused in writing"),
	care.NewTerm(ClaimStatusExchange, "Đã đổi sản phẩm mới", "Exchanged"),
	care.NewTerm(ClaimStatusRefunded, "Đã hoàn tiền", "Refunded"),
	care.NewTerm(ClaimStatusDropped, "Khách hàng đã rút yêu cầu", "Withdrawn"),
)

// Terms lists the statuses.
func (ClaimStatus) Terms() care.Terms[ClaimStatus] { return claimStatuses }

// Open reports whether the customer still waits for the claim to be settled.
func (s ClaimStatus) Open() bool {
	switch s {
	case ClaimStatusReceived, ClaimStatusAccepted, ClaimStatusParts, ClaimStatusCustomer, ClaimStatusInRepair, ClaimStatusReady:
		return true
	}
	return false
}

// ClaimStep is one thing that can happen to a claim. The zero ClaimStep is unknown.
type ClaimStep string

// The steps of a claim.
const (
	ClaimReceive  ClaimStep = "receive"
	ClaimAccept   ClaimStep = "accept"
	ClaimRefuse   ClaimStep = "refuse"
	ClaimWait     ClaimStep = "wait"
	ClaimResume   ClaimStep = "resume"
	ClaimRepair   ClaimStep = "repair" // a centre begins with it, or another one goes on
	ClaimInspect  ClaimStep = "inspect"
	ClaimFinish   ClaimStep = "finish" // it can be handed back
	ClaimHandBack ClaimStep = "hand_back"
	ClaimExchange ClaimStep = "exchange"
	ClaimRefund   ClaimStep = "refund"
	ClaimReduce   ClaimStep = "reduce" // a part of the price is paid back, and the customer keeps the product
	ClaimWithdraw ClaimStep = "withdraw"
	ClaimLend     ClaimStep = "lend"      // a loaner goes out, or another solution is agreed
	ClaimTakeBack ClaimStep = "take_back" // the loaner comes in
	ClaimConsent  ClaimStep = "consent"   // the customer lets an outside centre have their data
	ClaimCharge   ClaimStep = "charge"    // something cost money
	ClaimSupplier ClaimStep = "supplier"  // the claim against the supplier moved
	ClaimOverdue  ClaimStep = "overdue"   // the promised time has passed
)

var claimSteps = care.NewTerms(
	care.NewTerm(ClaimReceive, "tiếp nhận", "receive"),
	care.NewTerm(ClaimAccept, "chấp nhận", "accept"),
	care.NewTerm(ClaimRefuse, "từ chối bằng văn bản", "refuse in writing"),
	care.NewTerm(ClaimWait, "chờ", "wait"),
	care.NewTerm(ClaimResume, "thôi chờ", "resume"),
	care.NewTerm(ClaimRepair, "đưa vào sửa chữa", "repair"),
	care.NewTerm(ClaimInspect, "kiểm tra", "inspect"),
	care.NewTerm(ClaimFinish, "hoàn tất", "finish"),
	care.NewTerm(ClaimHandBack, "trả khách", "hand back"),
	care.NewTerm(ClaimExchange, "đổi sản phẩm mới", "exchange"),
	care.NewTerm(ClaimRefund, "hoàn tiền", "refund"),
	care.NewTerm(ClaimReduce, "giảm giá", "reduce the price"),
	care.NewTerm(ClaimWithdraw, "rút yêu cầu", "withdraw"),
	care.NewTerm(ClaimLend, "cho mượn sản phẩm dùng tạm", "lend"),
	care.NewTerm(ClaimTakeBack, "nhận lại sản phẩm cho mượn", "take back the loaner"),
	care.NewTerm(ClaimConsent, "ghi nhận khách đồng ý chuyển thông tin", "record consent"),
	care.NewTerm(ClaimCharge, "ghi chi phí", "charge"),
	care.NewTerm(ClaimSupplier, "ghi yêu cầu với nhà cung cấp", "claim from the supplier"),
	care.NewTerm(ClaimOverdue, "ghi nhận quá hẹn", "record that it is overdue"),
)

// Terms lists the steps.
func (ClaimStep) Terms() care.Terms[ClaimStep] { return claimSteps }

// claimLegal is which steps a claim may take where it stands; [ClaimState.can] narrows two of them. Nothing else says so. What costs, what becomes of
// the supplier's claim, a loaner that comes in, and a due that passed are facts wherever the claim stands.
var claimLegal = map[ClaimStatus][]ClaimStep{
	"":                  {ClaimReceive},
	ClaimStatusReceived: claimOpen(ClaimAccept, ClaimWait, ClaimRefuse, ClaimWithdraw),
	ClaimStatusAccepted: claimOpen(ClaimRepair, ClaimWait, ClaimRefuse, ClaimExchange, ClaimRefund, ClaimReduce, ClaimWithdraw),
	ClaimStatusParts:    claimOpen(ClaimResume, ClaimRefuse, ClaimExchange, ClaimRefund, ClaimReduce, ClaimWithdraw),
	ClaimStatusCustomer: claimOpen(ClaimResume, ClaimRefuse, ClaimExchange, ClaimRefund, ClaimReduce, ClaimWithdraw),
	ClaimStatusInRepair: claimOpen(ClaimRepair, ClaimInspect, ClaimFinish, ClaimWait, ClaimRefuse, ClaimExchange, ClaimRefund, ClaimReduce, ClaimWithdraw),
	ClaimStatusReady:    claimOpen(ClaimHandBack, ClaimRepair, ClaimExchange, ClaimRefund, ClaimReduce),
	ClaimStatusHanded:   claimFacts(ClaimReduce),
	ClaimStatusRefused:  claimFacts(ClaimHandBack),
	ClaimStatusExchange: claimFacts(),
	ClaimStatusRefunded: claimFacts(),
	ClaimStatusDropped:  claimFacts(ClaimHandBack),
}

func claimOpen(steps ...ClaimStep) []ClaimStep {
	return claimFacts(append(steps, ClaimLend, ClaimConsent)...)
}

func claimFacts(steps ...ClaimStep) []ClaimStep {
	return append(steps, ClaimTakeBack, ClaimCharge, ClaimSupplier, ClaimOverdue)
}

// Steps lists the steps that people may take with a claim where it stands.
func (s ClaimState) Steps() []ClaimStep {
	return slices.DeleteFunc(slices.Clone(claimLegal[s.Status]), func(step ClaimStep) bool {
		return step == ClaimOverdue || !s.can(step) // the timer's own
	})
}

// can reports whether a claim may take a step where it stands.
func (s *ClaimState) can(step ClaimStep) bool {
	switch step {
	case ClaimHandBack:
		return s.Here && slices.Contains(claimLegal[s.Status], step)
	case ClaimLend:
		return s.Loan.Until.IsZero() && s.Loan.Kind == "" && slices.Contains(claimLegal[s.Status], step)
	case ClaimTakeBack:
		return s.Loan.Out()
	}
	return slices.Contains(claimLegal[s.Status], step)
}

// Awaited is what a claim can wait for. The zero Awaited is nothing.
type Awaited string

// What a claim can wait for.
const (
	AwaitParts    Awaited = "parts"
	AwaitCustomer Awaited = "customer"
)

var awaiteds = care.NewTerms(care.NewTerm(AwaitParts, "linh kiện", "parts"), care.NewTerm(AwaitCustomer, "khách hàng", "the customer"))

// Terms lists what a claim can wait for.
func (Awaited) Terms() care.Terms[Awaited] { return awaiteds }

// CostKind is what money was spent on. The zero CostKind is unknown.
type CostKind string

// The kinds of cost.
const (
	CostRepair   CostKind = "repair"   // labour and parts
	CostCarriage CostKind = "carriage" // the way there and back
)

var costKinds = care.NewTerms(care.NewTerm(CostRepair, "sửa chữa, linh kiện", "repair"), care.NewTerm(CostCarriage, "vận chuyển", "carriage"))

// Terms lists the kinds of cost.
func (CostKind) Terms() care.Terms[CostKind] { return costKinds }

// SupplierStatus is where the claim against the supplier stands. The zero SupplierStatus is no such claim.
type SupplierStatus string

// The statuses of a claim against the supplier.
const (
	SupplierAsked    SupplierStatus = "asked"
	SupplierAccepted SupplierStatus = "accepted"
	SupplierRefused  SupplierStatus = "refused"
	SupplierPaid     SupplierStatus = "paid" // money, or goods of that worth, came back
)

var supplierStatuses = care.NewTerms(
	care.NewTerm(SupplierAsked, "Đã yêu cầu", "Asked"),
	care.NewTerm(SupplierAccepted, "Nhà cung cấp chấp nhận", "Accepted"),
	care.NewTerm(SupplierRefused, "Nhà cung cấp từ chối", "Refused"),
	care.NewTerm(SupplierPaid, "Đã được bồi hoàn", "Paid"),
)

// Terms lists the statuses.
func (SupplierStatus) Terms() care.Terms[SupplierStatus] { return supplierStatuses }
