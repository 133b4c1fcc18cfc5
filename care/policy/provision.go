package policy

import (
	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
)

// Provision is what the policy settles for one element in some segments.
type Provision struct {
	Element   Element           `json:"element" vi:"yếu tố" en:"element"`
	Segments  []care.SegmentRef `json:"segments" vi:"phân đoạn" en:"segments"`
	Statement care.Text         `json:"statement,omitzero" vi:"nội dung" en:"statement"`
	Audience  Audience          `json:"audience" vi:"người được đọc" en:"audience"`
	Owner     care.StaffRef     `json:"owner,omitempty" vi:"người phụ trách" en:"owner"`
	Deputy    care.StaffRef     `json:"deputy,omitempty" vi:"người thay thế" en:"deputy"` // who acts when the owner is away
	Objective care.Text         `json:"objective,omitzero" vi:"mục tiêu" en:"objective"`
	Measures  []Measure         `json:"measures,omitempty" vi:"thước đo" en:"measures"`
	Evidence  []care.Text       `json:"evidence,omitempty" vi:"bằng chứng" en:"evidence"` // where the proof is kept
	// Authority is up to how much the owner decides alone; warranty and service recovery need one.
	Authority care.Money `json:"authority,omitzero" vi:"mức được tự quyết" en:"authority"`
	// ReviewMonths is how often the provision is looked at again, and Reviewed when it last was.
	ReviewMonths int           `json:"review_months,omitempty" vi:"chu kỳ xem xét (tháng)" en:"months between reviews"`
	Reviewed     calendar.Date `json:"reviewed,omitzero" vi:"ngày xem xét gần nhất" en:"last review"`
	From         calendar.Date `json:"from,omitzero" vi:"ngày bắt đầu hiệu lực" en:"first date in force"`
	Until        calendar.Date `json:"until,omitzero" vi:"ngày cuối cùng hiệu lực" en:"last date in force"`
}

// MeasureCode names a measure within its element, such as "on_time".
type MeasureCode string

// MeasureKind says what is counted. The zero MeasureKind is unknown.
type MeasureKind string

// The kinds of measure, with what their observations are.
const (
	MeasureExistence  MeasureKind = "existence"  // there is a document, a rule, a person: of so many looked for, so many were there, all of which must be
	MeasureCoverage   MeasureKind = "coverage"   // the share of those who should have something that do
	MeasurePromise    MeasureKind = "promise"    // the share of cases that were done within a time
	MeasureRate       MeasureKind = "rate"       // the share of cases in which something happened
	MeasurePerception MeasureKind = "perception" // the mean of points that customers gave
	MeasureAmount     MeasureKind = "amount"     // a number or a sum of money
)

var measureKinds = care.NewTerms(
	care.NewTerm(MeasureExistence, "Có hay chưa", "Existence"), care.NewTerm(MeasureCoverage, "Mức bao phủ", "Coverage"),
	care.NewTerm(MeasurePromise, "Cam kết thời gian", "Promise"), care.NewTerm(MeasureRate, "Tỷ lệ", "Rate"),
	care.NewTerm(MeasurePerception, "Cảm nhận của khách hàng", "Perception"), care.NewTerm(MeasureAmount, "Số lượng hoặc số tiền", "Amount"),
)

// Terms lists the kinds of measure.
func (MeasureKind) Terms() care.Terms[MeasureKind] { return measureKinds }

// isShare reports whether a kind's observations are so many of so many.
func (k MeasureKind) isShare() bool { return k != MeasurePerception && k != MeasureAmount }

// Direction says on which side of its target a measure should be. The zero Direction is unknown.
type Direction string

// The directions.
const (
	AtLeast Direction = "at_least"
	AtMost  Direction = "at_most"
)

var directions = care.NewTerms(care.NewTerm(AtLeast, "ít nhất", "at least"), care.NewTerm(AtMost, "nhiều nhất", "at most"))

// Terms lists the directions.
func (Direction) Terms() care.Terms[Direction] { return directions }

// Measure is how it is seen whether a provision is kept.
type Measure struct {
	Code MeasureCode `json:"code" vi:"mã" en:"code"`
	Name care.Text   `json:"name" vi:"tên" en:"name"`
	Kind MeasureKind `json:"kind" vi:"loại" en:"kind"`
	// Direction and Target are of all kinds but existence and promise. Target is a share from 0 to 1, a number of points, or an amount in Unit.
	Direction Direction `json:"direction,omitempty" vi:"chiều" en:"direction"`
	Target    *float64  `json:"target,omitempty" vi:"chỉ tiêu" en:"target"`
	Unit      care.Text `json:"unit,omitzero" vi:"đơn vị" en:"unit"`
	// Within and Percentile are of a promise: within this time in this share of the cases, such as 0.9.
	Within     calendar.Span `json:"within,omitzero" vi:"thời hạn" en:"time"`
	Percentile float64       `json:"percentile,omitempty" vi:"tỷ lệ phải đạt" en:"percentile"`
	// WindowMonths is the length of the periods that are judged, in calendar months. What is older is no evidence.
	WindowMonths int `json:"window_months,omitempty" vi:"kỳ đo (tháng)" en:"months of a window"`
	// Source is where the figures come from: one that Chamsoc counts by itself ([Figures]), such as "desk_case.on_time"; or a collection of Chamsoc, or a system of
	// the host, of which the host hands in observations.
	Source string `json:"source,omitempty" vi:"nguồn số liệu" en:"source of the figures"`
	// Links carry a promise that is given to customers.
	Links []LinkCode `json:"links,omitempty" vi:"mắt xích thực hiện" en:"links that carry it"`
}

// external reports whether customers are told of the provision.
func (p Provision) external() bool { return p.Audience == ForCustomers }

// inForce reports whether the provision holds a date. A provision without a first date holds from the beginning.
func (p Provision) inForce(on calendar.Date) bool { return holds(p.From, p.Until, on) }

// reviewDue is the date by which the provision is to be reviewed: so long after the last review, or after it began to hold. It is zero where there is no cadence.
func (p Policy) reviewDue(r Provision) calendar.Date {
	for _, since := range []calendar.Date{r.Reviewed, r.From, p.From} {
		if !since.IsZero() && r.ReviewMonths > 0 {
			return since.AddMonths(r.ReviewMonths)
		}
	}
	return calendar.Date{}
}
