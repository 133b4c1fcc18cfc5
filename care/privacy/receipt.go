package privacy

import (
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/storage"
)

// Receipt says what an erasure did, collection by collection. It holds nothing personal, so it can be shown and kept.
type Receipt struct {
	ID      storage.ID[Receipt] `json:"id"`
	Version int64               `json:"version"`
	Cause   Cause               `json:"cause"`
	Request storage.ID[Request] `json:"request,omitzero"` // of an erasure on request
	By      care.StaffRef       `json:"by,omitempty"`
	At      time.Time           `json:"at"`
	// Lines are what was cleared and deleted under one key of the person's, with a zero line for each collection that had nothing.
	Lines []storage.ReceiptLine `json:"lines"`
}

// Erased is how many records were cleared or deleted.
func (r Receipt) Erased() (n int) {
	for _, line := range r.Lines {
		n += line.Cleared + line.Deleted
	}
	return n
}

// Cause is why something was erased.
type Cause string

// The causes. The zero Cause is unknown.
const (
	OnRequest   Cause = "request"
	OnRetention Cause = "retention" // the last day of the last purpose was over
)

var causes = care.NewTerms(
	care.NewTerm(OnRequest, "Theo yêu cầu", "On request"),
	care.NewTerm(OnRetention, "Hết thời hạn lưu trữ", "The retention period ended"),
)

// Terms lists the causes.
func (Cause) Terms() care.Terms[Cause] { return causes }
