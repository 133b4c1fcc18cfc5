package policy

import (
	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
)

// The words in the tags vi and en are what people read: in a [Diff], and as the descriptions of the [Schema].

// Code is the host's name for a policy, such as "shop": its editions share it.
type Code string

// Policy is one edition of a service policy. It is built in the order of its fields, which [Stage] names: each stands on those before it.
type Policy struct {
	Code    Code          `json:"code" vi:"mã" en:"code"`
	Edition int           `json:"edition" vi:"số bản" en:"edition"` // 1, 2, 3 …
	Title   care.Text     `json:"title,omitzero" vi:"tên chính sách" en:"title"`
	From    calendar.Date `json:"from,omitzero" vi:"ngày bắt đầu áp dụng" en:"first date in force"`
	Until   calendar.Date `json:"until,omitzero" vi:"ngày cuối cùng áp dụng" en:"last date in force"` // zero: until there is a later edition
	// People are those who own something in the policy.
	People     []Person    `json:"people,omitempty" vi:"người phụ trách" en:"people"`
	Mission    Mission     `json:"mission,omitzero" vi:"sứ mệnh" en:"mission"`
	Objectives Objectives  `json:"objectives,omitzero" vi:"mục tiêu" en:"objectives"`
	Contents   Contents    `json:"contents,omitzero" vi:"nội dung" en:"contents"`
	Provisions []Provision `json:"provisions,omitempty" vi:"quy định" en:"provisions"`
	Rollouts   []Rollout   `json:"rollouts,omitempty" vi:"triển khai" en:"roll-out"`
	Marketing  Marketing   `json:"marketing,omitzero" vi:"tiếp thị" en:"marketing"`
}

// Document is the edition of the policy, as what people acknowledge.
func (p Policy) Document() Document {
	return Document{Kind: DocumentPolicy, Code: string(p.Code), Edition: p.Edition}
}

// Person is somebody, or a team, who owns something.
type Person struct {
	Ref  care.StaffRef `json:"ref" vi:"mã nhân viên" en:"ref"`
	Name care.Text     `json:"name" vi:"tên hoặc chức vụ" en:"name or role"`
}

// Mission says what customers are promised, and what for.
type Mission struct {
	Statement care.Text     `json:"statement,omitzero" vi:"tuyên bố" en:"statement"`
	Owner     care.StaffRef `json:"owner,omitempty" vi:"người phụ trách" en:"owner"`
	Values    []Value       `json:"values,omitempty" vi:"giá trị cam kết" en:"promised values"`
}

// Value is something that customers get: "Mất phiếu vẫn được bảo hành".
type Value struct {
	Code string    `json:"code" vi:"mã" en:"code"`
	Text care.Text `json:"text" vi:"nội dung" en:"text"`
}

// Objectives say what the service is to achieve.
type Objectives struct {
	// Position is where the company wants to stand beside its competitors.
	Position  care.Text   `json:"position,omitzero" vi:"vị thế" en:"position"`
	Important []Important `json:"important,omitempty" vi:"yếu tố quan trọng" en:"important elements"`
	// Varies says for each segment how the weight of the elements differs there.
	Varies  []Variation `json:"varies,omitempty" vi:"khác biệt theo phân đoạn" en:"variation over segments"`
	Quality []Quality   `json:"quality,omitempty" vi:"mục tiêu chất lượng" en:"quality objectives"`
}

// Important is an element that matters most, and why.
type Important struct {
	Element Element   `json:"element" vi:"yếu tố" en:"element"`
	Why     care.Text `json:"why" vi:"lý do" en:"reason"`
}

// Variation is how a segment differs from the others.
type Variation struct {
	Segment care.SegmentRef `json:"segment" vi:"phân đoạn" en:"segment"`
	How     care.Text       `json:"how" vi:"cách khác biệt" en:"difference"`
}

// Quality is an objective that can be measured, with who answers for it and until when.
type Quality struct {
	Code  string        `json:"code" vi:"mã" en:"code"`
	Text  care.Text     `json:"text" vi:"nội dung" en:"text"`
	Owner care.StaffRef `json:"owner,omitempty" vi:"người phụ trách" en:"owner"`
	By    calendar.Date `json:"by,omitzero" vi:"hạn đạt được" en:"date by which it is reached"`
}

// PersonOf finds somebody of the policy's people.
func (p Policy) PersonOf(ref care.StaffRef) (Person, bool) {
	for _, person := range p.People {
		if person.Ref == ref {
			return person, true
		}
	}
	return Person{}, false
}
