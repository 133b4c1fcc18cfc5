package care

// Segment is a part of the market whose customers are promised, and shown, the
// same care.
type Segment struct {
	Ref  SegmentRef `json:"ref"`
	Name Text       `json:"name"`
}
