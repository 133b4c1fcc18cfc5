package policy

import (
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/storage"
)

// Review is a look at one provision of a published policy, as it is due at fixed intervals: is it still right, is it kept?
type Review struct {
	Provision int           `json:"provision"` // its place in the policy
	On        calendar.Date `json:"on"`
	By        care.StaffRef `json:"by"`
	Note      string        `json:"note,omitempty"`    // what was found
	Recorded  time.Time     `json:"recorded,omitzero"` // when this was written down
}

// ReviewTask is the reviews of one provision of one edition: what was done, and when the next is due.
type ReviewTask struct {
	ID      storage.ID[ReviewTask] `json:"id"`
	Version int64                  `json:"version"`

	Policy    Code          `json:"policy"`
	Edition   int           `json:"edition"`
	Provision int           `json:"provision"` // its place in the policy
	Element   Element       `json:"element"`
	Owner     care.StaffRef `json:"owner,omitempty"`
	Months    int           `json:"months"`         // between reviews
	Due       time.Time     `json:"due,omitzero"`   // zero: the edition has been replaced
	Told      bool          `json:"told,omitempty"` // that it is due
	Ends      time.Time     `json:"ends,omitzero"`  // when a later edition comes into force; zero: none is published
	Done      []Review      `json:"done,omitempty"` // the last ones, the oldest first
}

// keptReviews is how many of the last reviews a task keeps.
const keptReviews = 24

// reviewTasks are the tasks of an edition that comes into force: one for each provision that says how often it is reviewed. A provision that was never reviewed is
// first due so long after it begins. Dates begin at midnight in the zone.
func (p Policy) reviewTasks(zone *time.Location) (all []ReviewTask) {
	for i, r := range p.Provisions {
		due := p.reviewDue(r)
		if due.IsZero() {
			continue
		}
		all = append(all, ReviewTask{
			Policy: p.Code, Edition: p.Edition, Provision: i, Element: r.Element, Owner: r.Owner, Months: r.ReviewMonths, Due: due.Start(zone),
		})
	}
	return all
}

// reviewed is the task after one more review.
func (t ReviewTask) reviewed(r Review, zone *time.Location) ReviewTask {
	t.Done = append(t.Done[max(len(t.Done)-keptReviews+1, 0):len(t.Done):len(t.Done)], r)
	if due := r.On.AddMonths(t.Months).Start(zone); due.After(t.Due) {
		t.Due, t.Told = due, false
	}
	return t
}

// over reports whether a later edition is in force.
func (t ReviewTask) over(at time.Time) bool { return !t.Ends.IsZero() && !t.Ends.After(at) }

// rings is when something has to be done about the task: it falls due, or ends.
func (t ReviewTask) rings() time.Time {
	if !t.Ends.IsZero() && (t.Told || t.Ends.Before(t.Due)) {
		return t.Ends
	}
	return t.Due
}
