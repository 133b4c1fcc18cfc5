package faq

import (
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/storage"
)

// How the package's records are found.
var (
	entryCode   = storage.Text("code", func(e *Entry) *EntryCode { return &e.Code })
	entryStatus = storage.Text("status", func(e *Entry) *Status { return &e.Status })
	entryOwner  = storage.Text("owner", func(e *Entry) *care.StaffRef { return &e.Owner })
	entryEpoch  = storage.Int("epoch", func(e *Entry) *int64 { return &e.Epoch })

	byCode   = storage.UniqueOn("by_code", entryCode)
	byStatus = storage.IndexOn("by_status", entryStatus, entryCode)
	byOwner  = storage.IndexOn("by_owner", entryOwner, entryCode)
	byEpoch  = storage.IndexOn("by_epoch", entryEpoch)

	entries = storage.Declare("faq_entry", storage.Declaration[Entry]{
		Key:     func(e *Entry) (*storage.ID[Entry], *int64) { return &e.ID, &e.Version },
		Indexes: []*storage.Index[Entry]{byCode, byStatus, byOwner, byEpoch},
	})

	editionEntry = storage.UUID("entry", func(e *Edition) *storage.ID[Entry] { return &e.Entry })
	editionN     = storage.Int("n", func(e *Edition) *int { return &e.N })
	byEdition    = storage.UniqueOn("by_edition", editionEntry, editionN)

	editions = storage.Declare("faq_edition", storage.Declaration[Edition]{
		Key:     func(e *Edition) (*storage.ID[Edition], *int64) { return &e.ID, &e.Version },
		Indexes: []*storage.Index[Edition]{byEdition},
	})

	planCode = storage.Text("code", func(p *Plan) *PlanCode { return &p.Code })
	byPlan   = storage.UniqueOn("by_code", planCode)

	plans = storage.Declare("faq_plan", storage.Declaration[Plan]{
		Key:     func(p *Plan) (*storage.ID[Plan], *int64) { return &p.ID, &p.Version },
		Indexes: []*storage.Index[Plan]{byPlan},
	})

	epochName = storage.Text("name", func(e *epoch) *string { return &e.Name })
	byName    = storage.UniqueOn("by_name", epochName)

	epochs = storage.Declare("faq_epoch", storage.Declaration[epoch]{
		Key:     func(e *epoch) (*storage.ID[epoch], *int64) { return &e.ID, &e.Version },
		Indexes: []*storage.Index[epoch]{byName},
	})

	askedAt      = storage.Time("at", func(a *Asked) *time.Time { return &a.At })
	askedSubject = storage.Text("subject", func(a *Asked) *string { return &a.Subject }).Nullable()
	askedChosen  = storage.Text("chosen", func(a *Asked) *EntryCode { return &a.Chosen }).Nullable()

	byAskedAt      = storage.IndexOn("by_at", askedAt)
	byAskedSubject = storage.IndexOn("by_subject", askedSubject, askedAt)
	byChosen       = storage.IndexOn("by_chosen", askedChosen, askedAt)

	asks = storage.Declare("faq_asked", storage.Declaration[Asked]{
		Key:     func(a *Asked) (*storage.ID[Asked], *int64) { return &a.ID, &a.Version },
		Indexes: []*storage.Index[Asked]{byAskedAt, byAskedSubject, byChosen},
		Subject: askedSubject,
		Personal: []storage.Part[Asked]{
			storage.Personal("customer", func(a *Asked) *care.CustomerRef { return &a.Customer }),
			storage.Personal("text", func(a *Asked) *string { return &a.Text }),
			storage.Personal("comment", func(a *Asked) *string { return &a.Comment }),
		},
	})

	questionRecorded = storage.Time("recorded", func(q *Question) *time.Time { return &q.Recorded })
	questionState    = storage.Text("state", func(q *Question) *State { return &q.State })
	questionOwner    = storage.Text("owner", func(q *Question) *care.StaffRef { return &q.Owner })
	questionDue      = storage.Time("due", func(q *Question) *time.Time { return &q.Due })
	questionGroup    = storage.UUID("group_id", func(q *Question) *storage.ID[Group] { return &q.Group })
	questionSubject  = storage.Text("subject", func(q *Question) *string { return &q.Subject }).Nullable()

	questionAboutKind = storage.Text("about_kind", func(q *Question) *care.AboutKind { return &q.About.Kind })
	questionAboutRef  = storage.Text("about_ref", func(q *Question) *string { return &q.About.Ref }).Nullable()

	byQuestionAbout   = storage.IndexOn("by_about", questionAboutKind, questionAboutRef, questionRecorded)
	byRecorded        = storage.IndexOn("by_recorded", questionRecorded)
	byQuestionState   = storage.IndexOn("by_state", questionState, questionDue)
	byQuestionOwner   = storage.IndexOn("by_owner", questionOwner, questionState, questionDue)
	byGroup           = storage.IndexOn("by_group", questionGroup, questionRecorded)
	byQuestionSubject = storage.IndexOn("by_subject", questionSubject, questionRecorded)

	questions = storage.Declare("faq_question", storage.Declaration[Question]{
		Key:     func(q *Question) (*storage.ID[Question], *int64) { return &q.ID, &q.Version },
		Indexes: []*storage.Index[Question]{byRecorded, byQuestionState, byQuestionOwner, byGroup, byQuestionSubject, byQuestionAbout},
		Subject: questionSubject,
		Personal: []storage.Part[Question]{
			storage.Personal("customer", func(q *Question) *care.CustomerRef { return &q.Customer }),
			storage.Personal("text", func(q *Question) *string { return &q.Text }),
			storage.Personal("reply", func(q *Question) *string { return &q.Reply }),
			storage.Personal("about", func(q *Question) *care.About { return &q.About }),
		},
	})

	groupState = storage.Text("state", func(g *Group) *State { return &g.State })
	groupCount = storage.Int("count", func(g *Group) *int { return &g.Count })

	byGroupState = storage.IndexOn("by_state", groupState, groupCount)

	groups = storage.Declare("faq_group", storage.Declaration[Group]{
		Key:     func(g *Group) (*storage.ID[Group], *int64) { return &g.ID, &g.Version },
		Indexes: []*storage.Index[Group]{byGroupState},
	})
)

// epoch counts the changes to what is shown to customers.
type epoch struct {
	ID      storage.ID[epoch] `json:"id"`
	Version int64             `json:"version"`
	Name    string            `json:"name"`
	N       int64             `json:"n"`
}

// Schemas are the collections that this package keeps. Its service needs those of care, care/sla and storage/queue too; chamsoc.Schemas has
// them all.
func Schemas() []*storage.Schema {
	return []*storage.Schema{
		entries.Schema(), editions.Schema(), plans.Schema(), epochs.Schema(), asks.Schema(), questions.Schema(), groups.Schema(),
	}
}
