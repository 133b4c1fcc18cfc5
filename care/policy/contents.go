package policy

import (
	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
)

// KindCode names a kind of service, LineCode a line, OfferingCode something that is offered, PackageCode several that are offered together, and LinkCode a link
// between those who serve.
type (
	KindCode     string
	LineCode     string
	OfferingCode string
	PackageCode  string
	LinkCode     string
)

// Contents say what is offered, to whom, by which links, and what comes first.
type Contents struct {
	Kinds    []Kind    `json:"kinds,omitempty" vi:"loại dịch vụ" en:"kinds of service"`
	Lines    []Line    `json:"lines,omitempty" vi:"dòng dịch vụ" en:"lines of service"`
	Segments []Segment `json:"segments,omitempty" vi:"phân đoạn khách hàng" en:"segments"` // that are served
	Links    []Link    `json:"links,omitempty" vi:"mắt xích phục vụ" en:"links of service"`
	// ImportantCustomers and ImportantServices say by which criterion, and so which.
	ImportantCustomers ImportantCustomers `json:"important_customers,omitzero" vi:"khách hàng quan trọng" en:"important customers"`
	ImportantServices  ImportantServices  `json:"important_services,omitzero" vi:"dịch vụ quan trọng" en:"important services"`
	// Priorities says what comes first when not everything can be done.
	Priorities care.Text  `json:"priorities,omitzero" vi:"thứ tự ưu tiên" en:"priorities"`
	Offerings  []Offering `json:"offerings,omitempty" vi:"dịch vụ cung cấp" en:"offerings"`
	Packages   []Package  `json:"packages,omitempty" vi:"gói dịch vụ" en:"packages"`
}

// Kind is a kind of service, such as advice, delivery or repair.
type Kind struct {
	Code KindCode  `json:"code" vi:"mã" en:"code"`
	Name care.Text `json:"name" vi:"tên" en:"name"`
}

// Line is a line of service within a kind.
type Line struct {
	Code LineCode  `json:"code" vi:"mã" en:"code"`
	Name care.Text `json:"name" vi:"tên" en:"name"`
	Kind KindCode  `json:"kind" vi:"loại dịch vụ" en:"kind"`
}

// Segment is a segment of customers that is served. Of two the one with the lower priority number comes first, and is promised no less.
type Segment struct {
	Ref      care.SegmentRef `json:"ref" vi:"mã" en:"ref"`
	Name     care.Text       `json:"name" vi:"tên" en:"name"`
	Priority int             `json:"priority" vi:"mức ưu tiên" en:"priority"` // 1 is the first
}

// Link is what one part of the company does for another, or for the customer, and how long it may take: a goal of care/chain, as far as the policy speaks of it.
type Link struct {
	Code   LinkCode      `json:"code" vi:"mã" en:"code"`
	Name   care.Text     `json:"name" vi:"tên" en:"name"`
	Owner  care.StaffRef `json:"owner,omitempty" vi:"người phụ trách" en:"owner"`
	Within calendar.Span `json:"within,omitzero" vi:"thời hạn" en:"time"`
}

// ImportantCustomers are those segments that meet a criterion.
type ImportantCustomers struct {
	Criterion care.Text         `json:"criterion,omitzero" vi:"tiêu chí" en:"criterion"`
	Segments  []care.SegmentRef `json:"segments,omitempty" vi:"phân đoạn" en:"segments"`
}

// ImportantServices are those offerings that meet a criterion.
type ImportantServices struct {
	Criterion care.Text      `json:"criterion,omitzero" vi:"tiêu chí" en:"criterion"`
	Offerings []OfferingCode `json:"offerings,omitempty" vi:"dịch vụ" en:"offerings"`
}

// Offering is a service that customers can have.
type Offering struct {
	Code     OfferingCode      `json:"code" vi:"mã" en:"code"`
	Name     care.Text         `json:"name" vi:"tên" en:"name"`
	Line     LineCode          `json:"line" vi:"dòng dịch vụ" en:"line"`
	Segments []care.SegmentRef `json:"segments,omitempty" vi:"phân đoạn" en:"segments"`
	Priority int               `json:"priority" vi:"mức ưu tiên" en:"priority"` // 1 is the first
	Price    care.Money        `json:"price,omitzero" vi:"giá" en:"price"`      // zero: free, or as agreed
}

// Package is several offerings together.
type Package struct {
	Code      PackageCode       `json:"code" vi:"mã" en:"code"`
	Name      care.Text         `json:"name" vi:"tên" en:"name"`
	Offerings []OfferingCode    `json:"offerings" vi:"dịch vụ" en:"offerings"`
	Segments  []care.SegmentRef `json:"segments" vi:"phân đoạn" en:"segments"`
	Price     care.Money        `json:"price,omitzero" vi:"giá" en:"price"` // zero: free, or as agreed
}

// Segment finds a served segment.
func (c Contents) Segment(ref care.SegmentRef) (Segment, bool) {
	for _, s := range c.Segments {
		if s.Ref == ref {
			return s, true
		}
	}
	return Segment{}, false
}
