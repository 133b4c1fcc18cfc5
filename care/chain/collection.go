package chain

import (
	"time"

	"github.com/chamsoc/chamsoc/storage"
)

// Published is an edition of a flow as it is kept.
type Published struct {
	ID      storage.ID[Published] `json:"id"`
	Version int64                 `json:"version"`
	Flow    Flow                  `json:"flow"`
	// Recorded is when it was published.
	Recorded time.Time `json:"recorded"`
}

// Case is what happened to one case of a flow. It is derived from its events by [Chain.Course].
type Case struct {
	ID      storage.ID[Case] `json:"id"`
	Version int64            `json:"version"`

	Ref     string   `json:"ref"` // the host's key, or the id of a case of care/desk
	Flow    FlowCode `json:"flow"`
	Edition int      `json:"edition"`           // of the flow in force when it began
	Subject string   `json:"subject,omitempty"` // the customer's key
	Events  []Event  `json:"events"`

	Started time.Time `json:"started"`
	Open    bool      `json:"open"`
}

// watched is the watch of one edition of a flow.
type watched struct {
	ID      storage.ID[watched] `json:"id"`
	Version int64               `json:"version"`
	Flow    FlowCode            `json:"flow"`
	Edition int                 `json:"edition"`
	Watch   Watch               `json:"watch"`
}

// How the package's records are found.
var (
	unitCode   = storage.Text("code", func(u *Unit) *UnitCode { return &u.Code })
	byUnitCode = storage.UniqueOn("by_code", unitCode)

	units = storage.Declare("chain_unit", storage.Declaration[Unit]{
		Key:     func(u *Unit) (*storage.ID[Unit], *int64) { return &u.ID, &u.Version },
		Indexes: []*storage.Index[Unit]{byUnitCode},
	})

	flowCode    = storage.Text("code", func(p *Published) *FlowCode { return &p.Flow.Code })
	flowEdition = storage.Int("edition", func(p *Published) *int { return &p.Flow.Edition })
	byEdition   = storage.UniqueOn("by_edition", flowCode, flowEdition)

	flows = storage.Declare("chain_flow", storage.Declaration[Published]{
		Key:     func(p *Published) (*storage.ID[Published], *int64) { return &p.ID, &p.Version },
		Indexes: []*storage.Index[Published]{byEdition},
	})

	caseRef     = storage.Text("ref", func(c *Case) *string { return &c.Ref })
	caseFlow    = storage.Text("flow", func(c *Case) *FlowCode { return &c.Flow })
	caseOpen    = storage.Bool("open", func(c *Case) *bool { return &c.Open })
	caseStarted = storage.Time("started", func(c *Case) *time.Time { return &c.Started })
	caseSubject = storage.Text("subject", func(c *Case) *string { return &c.Subject }).Nullable()

	byRef     = storage.UniqueOn("by_ref", caseRef)
	byOpen    = storage.IndexOn("by_open", caseFlow, caseOpen, caseStarted)
	bySubject = storage.IndexOn("by_subject", caseSubject, caseStarted)

	cases = storage.Declare("chain_case", storage.Declaration[Case]{
		Key:      func(c *Case) (*storage.ID[Case], *int64) { return &c.ID, &c.Version },
		Indexes:  []*storage.Index[Case]{byRef, byOpen, bySubject},
		Subject:  caseSubject,
		Personal: []storage.Part[Case]{storage.Personal("subject", func(c *Case) *string { return &c.Subject })},
	})

	watchFlow    = storage.Text("flow", func(w *watched) *FlowCode { return &w.Flow })
	watchEdition = storage.Int("edition", func(w *watched) *int { return &w.Edition })
	byWatch      = storage.UniqueOn("by_edition", watchFlow, watchEdition)

	watches = storage.Declare("chain_watch", storage.Declaration[watched]{
		Key:     func(w *watched) (*storage.ID[watched], *int64) { return &w.ID, &w.Version },
		Indexes: []*storage.Index[watched]{byWatch},
	})
)

// Schemas are the collections that this package keeps. Its service needs those of care and of storage/queue too; chamsoc.Schemas has them all.
func Schemas() []*storage.Schema {
	return []*storage.Schema{units.Schema(), flows.Schema(), cases.Schema(), watches.Schema()}
}
