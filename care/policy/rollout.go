package policy

import (
	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/care/stats"
)

// Rollout is how the policy is brought to one segment.
type Rollout struct {
	Segment care.SegmentRef `json:"segment" vi:"phân đoạn" en:"segment"`
	Owner   care.StaffRef   `json:"owner,omitempty" vi:"người phụ trách" en:"owner"`
	Tasks   []Task          `json:"tasks,omitempty" vi:"việc" en:"tasks"`
}

// TaskCode names a task within the roll-out of a segment.
type TaskCode string

// Task is one thing to do before customers of a segment are told.
type Task struct {
	Code  TaskCode      `json:"code" vi:"mã" en:"code"`
	What  care.Text     `json:"what" vi:"nội dung" en:"what"`
	Owner care.StaffRef `json:"owner,omitempty" vi:"người phụ trách" en:"owner"`
	Due   calendar.Date `json:"due,omitzero" vi:"hạn" en:"due"`
	Done  calendar.Date `json:"done,omitzero" vi:"ngày xong" en:"done"` // zero: not yet
}

// Progress is how far the roll-out to one segment has come.
type Progress struct {
	Segment care.SegmentRef `json:"segment"`
	Done    stats.Share     `json:"done"` // of its tasks
	Late    []TaskCode      `json:"late,omitempty"`
}

// ProgressOn says for each segment in the policy how far its roll-out has come, and which tasks are late on a date.
func (p Policy) ProgressOn(on calendar.Date) []Progress {
	var all []Progress
	for _, r := range p.Rollouts {
		g := Progress{Segment: r.Segment}
		for _, t := range r.Tasks {
			g.Done.Of++
			switch {
			case !t.Done.IsZero():
				g.Done.Yes++
			case !t.Due.IsZero() && t.Due.Before(on):
				g.Late = append(g.Late, t.Code)
			}
		}
		all = append(all, g)
	}
	return all
}
