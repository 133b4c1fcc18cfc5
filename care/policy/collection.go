package policy

import (
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/storage"
)

// How the package's records are found.
var (
	procedureCode    = storage.Text("code", func(p *Procedure) *ProcedureCode { return &p.Code })
	procedureEdition = storage.Int("edition", func(p *Procedure) *int { return &p.Edition })
	byProcedure      = storage.UniqueOn("by_edition", procedureCode, procedureEdition)

	procedures = storage.Declare("policy_procedure", storage.Declaration[Procedure]{
		Key:     func(p *Procedure) (*storage.ID[Procedure], *int64) { return &p.ID, &p.Version },
		Indexes: []*storage.Index[Procedure]{byProcedure},
	})

	editionCode = storage.Text("code", func(e *Edition) *Code { return &e.Policy.Code })
	editionN    = storage.Int("edition", func(e *Edition) *int { return &e.Policy.Edition })
	byEdition   = storage.UniqueOn("by_edition", editionCode, editionN)

	editions = storage.Declare("policy_edition", storage.Declaration[Edition]{
		Key:     func(e *Edition) (*storage.ID[Edition], *int64) { return &e.ID, &e.Version },
		Indexes: []*storage.Index[Edition]{byEdition},
	})

	reviewPolicy    = storage.Text("policy", func(t *ReviewTask) *Code { return &t.Policy })
	reviewEdition   = storage.Int("edition", func(t *ReviewTask) *int { return &t.Edition })
	reviewProvision = storage.Int("provision", func(t *ReviewTask) *int { return &t.Provision })
	reviewDue       = storage.Time("due", func(t *ReviewTask) *time.Time { return &t.Due }).Nullable()

	byReviewed  = storage.UniqueOn("by_provision", reviewEdition, reviewPolicy, reviewProvision)
	byPolicyDue = storage.IndexOn("by_due", reviewPolicy, reviewDue)

	reviewTasks = storage.Declare("policy_review", storage.Declaration[ReviewTask]{
		Key:     func(t *ReviewTask) (*storage.ID[ReviewTask], *int64) { return &t.ID, &t.Version },
		Indexes: []*storage.Index[ReviewTask]{byReviewed, byPolicyDue},
	})

	readKind    = storage.Text("kind", func(a *Acknowledgement) *DocumentKind { return &a.Document.Kind })
	readCode    = storage.Text("code", func(a *Acknowledgement) *string { return &a.Document.Code })
	readEdition = storage.Int("edition", func(a *Acknowledgement) *int { return &a.Document.Edition })
	readStaff   = storage.Text("staff", func(a *Acknowledgement) *care.StaffRef { return &a.Staff })
	readAt      = storage.Time("at", func(a *Acknowledgement) *time.Time { return &a.At })

	byReader = storage.UniqueOn("by_reader", readKind, readCode, readEdition, readStaff)
	byStaff  = storage.IndexOn("by_staff", readStaff, readAt)

	acknowledgements = storage.Declare("policy_acknowledgement", storage.Declaration[Acknowledgement]{
		Key:     func(a *Acknowledgement) (*storage.ID[Acknowledgement], *int64) { return &a.ID, &a.Version },
		Indexes: []*storage.Index[Acknowledgement]{byReader, byStaff},
	})
)

// Schemas are the collections that this package keeps. They hold nothing about customers. Its service needs those of care, care/sla and storage/queue too;
// chamsoc.Schemas has them all.
func Schemas() []*storage.Schema {
	return []*storage.Schema{editions.Schema(), reviewTasks.Schema(), procedures.Schema(), acknowledgements.Schema()}
}
