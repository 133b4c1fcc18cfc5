package warranty

import (
	"fmt"
	"time"

	"github.com/chamsoc/chamsoc/care/notice"
	"github.com/chamsoc/chamsoc/care/policy"
	"github.com/chamsoc/chamsoc/storage"
)

// Told is one thing that a customer was told about a registration: once for each occasion, with the edition of the procedure that was told. The text itself is with the
// notice.
type Told struct {
	ID           storage.ID[Told]         `json:"id"`
	Version      int64                    `json:"version"`
	Registration storage.ID[Registration] `json:"registration"`
	Occasion     string                   `json:"occasion"` // "sale", "request", "ending", "claim/" with the claim and the number of its event
	Kind         notice.KindCode          `json:"kind"`
	Procedure    policy.ProcedureCode     `json:"procedure,omitempty"`
	Edition      int                      `json:"edition,omitempty"` // of the procedure
	// Notice is zero where nobody is known who could be written to: what is to be said has to be said at the counter.
	Notice storage.ID[notice.Notice] `json:"notice,omitzero"`
	At     time.Time                 `json:"at"` // when the notice was asked for
}

// The occasions, but for the steps of claims.
const (
	occasionSale    = "sale"
	occasionRequest = "request"
	occasionEnding  = "ending"
)

func occasionOf(c ClaimStepped) string { return fmt.Sprintf("claim/%s/%d", c.Claim, c.Event.N) }

var (
	toldOf       = storage.UUID("registration", func(t *Told) *storage.ID[Registration] { return &t.Registration })
	toldOccasion = storage.Text("occasion", func(t *Told) *string { return &t.Occasion })
	toldAt       = storage.Time("at", func(t *Told) *time.Time { return &t.At })
	byOccasion   = storage.UniqueOn("by_occasion", toldOf, toldOccasion)
	toldByAt     = storage.IndexOn("by_at", toldOccasion, toldAt)

	tolds = storage.Declare("warranty_told", storage.Declaration[Told]{
		Key:     func(t *Told) (*storage.ID[Told], *int64) { return &t.ID, &t.Version },
		Indexes: []*storage.Index[Told]{byOccasion, toldByAt},
	})
)

// Told lists what the customer of a registration was told, in the order of occasions.
func (s Service) Told(of storage.ID[Registration]) storage.List[Told] {
	return tolds.List(s.store, byOccasion.Prefix(of))
}
