package care

import "time"

// Shipment is one delivery of goods to a customer.
type Shipment struct {
	Ref            ShipmentRef    `json:"ref"`
	Invoice        InvoiceRef     `json:"invoice,omitempty"`
	Carrier        string         `json:"carrier,omitempty"`
	TrackingNumber string         `json:"tracking_number,omitempty"`
	TrackingURL    string         `json:"tracking_url,omitempty"`
	Status         ShipmentStatus `json:"status"`
	Raw            RawStatus      `json:"raw,omitzero"`
	// PlannedFrom and PlannedTo are when it is to arrive; either may be zero.
	PlannedFrom time.Time `json:"planned_from,omitzero"`
	PlannedTo   time.Time `json:"planned_to,omitzero"`
	DeliveredAt time.Time `json:"delivered_at,omitzero"`
	Attempts    int       `json:"attempts"` // to deliver it
	FailReason  string    `json:"fail_reason,omitempty"`
	// COD is the money to be collected on delivery. Its way is not that of the
	// goods: they may be delivered long before the money is paid over.
	COD    COD             `json:"cod,omitzero"`
	Events []ShipmentEvent `json:"events,omitempty"` // in the order of time
}

// ShipmentEvent is one report about a delivery.
type ShipmentEvent struct {
	At     time.Time      `json:"at"`
	Status ShipmentStatus `json:"status"`
	Raw    RawStatus      `json:"raw,omitzero"`
	Place  string         `json:"place,omitempty"` // where the goods were, as reported
}

// ShipmentStatus says where goods are. The zero ShipmentStatus is unknown: a code
// of a carrier that is not in the host's table is left unknown, never guessed.
type ShipmentStatus string

// The statuses of a delivery.
const (
	ShipmentCreated            ShipmentStatus = "created"
	ShipmentAwaitingPickup     ShipmentStatus = "awaiting_pickup"
	ShipmentPickupFailed       ShipmentStatus = "pickup_failed"
	ShipmentPickedUp           ShipmentStatus = "picked_up"
	ShipmentInTransit          ShipmentStatus = "in_transit"
	ShipmentOutForDelivery     ShipmentStatus = "out_for_delivery"
	ShipmentDelayed            ShipmentStatus = "delayed"
	ShipmentDeliveryFailed     ShipmentStatus = "delivery_failed"
	ShipmentReadyForCollection ShipmentStatus = "ready_for_collection"
	ShipmentDelivered          ShipmentStatus = "delivered"
	ShipmentReturning          ShipmentStatus = "returning"
	ShipmentReturned           ShipmentStatus = "returned"
	ShipmentCancelled          ShipmentStatus = "cancelled"
	ShipmentLost               ShipmentStatus = "lost"
	ShipmentDamaged            ShipmentStatus = "damaged"
)

var shipmentStatuses = NewTerms(
	NewTerm(ShipmentCreated, "Đã tạo đơn giao hàng", "Created"),
	NewTerm(ShipmentAwaitingPickup, "Chờ lấy hàng", "Awaiting pickup"),
	NewTerm(ShipmentPickupFailed, "Lấy hàng không thành công", "Pickup failed"),
	NewTerm(ShipmentPickedUp, "Đã lấy hàng", "Picked up"),
	NewTerm(ShipmentInTransit, "Đang vận chuyển", "In transit"),
	NewTerm(ShipmentOutForDelivery, "Đang đi giao", "Out for delivery"),
	NewTerm(ShipmentDelayed, "Bị chậm", "Delayed"),
	NewTerm(ShipmentDeliveryFailed, "Giao hàng không thành công", "Delivery failed"),
	NewTerm(ShipmentReadyForCollection, "Chờ khách đến nhận", "Ready for collection"),
	NewTerm(ShipmentDelivered, "Đã giao hàng", "Delivered"),
	NewTerm(ShipmentReturning, "Đang hoàn hàng", "Returning"),
	NewTerm(ShipmentReturned, "Đã hoàn hàng", "Returned"),
	NewTerm(ShipmentCancelled, "Đã hủy", "Cancelled"),
	NewTerm(ShipmentLost, "Bị thất lạc", "Lost"),
	NewTerm(ShipmentDamaged, "Bị hư hỏng", "Damaged"),
)

// Terms lists the statuses of a delivery.
func (ShipmentStatus) Terms() Terms[ShipmentStatus] { return shipmentStatuses }

// COD is money that the carrier collects from the customer for the seller. The
// zero COD is none.
type COD struct {
	Amount Money     `json:"amount"`
	Status CODStatus `json:"status"`
	Raw    RawStatus `json:"raw,omitzero"`
}

// IsZero reports whether nothing is to be collected and nothing was reported.
func (c COD) IsZero() bool {
	return c.Amount.IsZero() && c.Status == "" && c.Raw.IsZero()
}

// CODStatus says where the money of a [COD] is. The zero CODStatus is unknown.
type CODStatus string

// The statuses of cash on delivery.
const (
	CODPending   CODStatus = "pending"
	CODCollected CODStatus = "collected" // the carrier has it
	CODRemitted  CODStatus = "remitted"  // the seller has it
)

var codStatuses = NewTerms(
	NewTerm(CODPending, "Chưa thu tiền", "Not collected yet"),
	NewTerm(CODCollected, "Đã thu tiền", "Collected"),
	NewTerm(CODRemitted, "Đã đối soát và chuyển tiền", "Paid over to the seller"),
)

// Terms lists the statuses of cash on delivery.
func (CODStatus) Terms() Terms[CODStatus] { return codStatuses }
