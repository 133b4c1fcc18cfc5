package feedback

import (
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/storage"
)

// Status is what became of an invitation. The zero Status is unknown.
type Status string

// The statuses.
const (
	StatusOpen      Status = "open"
	StatusAnswered  Status = "answered"
	StatusDismissed Status = "dismissed" // the customer declined to answer at all
)

var statuses = care.NewTerms(
	care.NewTerm(StatusOpen, "Chờ trả lời", "Open"),
	care.NewTerm(StatusAnswered, "Đã trả lời", "Answered"),
	care.NewTerm(StatusDismissed, "Từ chối trả lời", "Dismissed"),
)

// Terms lists the statuses.
func (Status) Terms() care.Terms[Status] { return statuses }

// Occasion asks to invite a customer to answer a survey, because something has ended. Text is as typed.
type Occasion struct {
	// Key makes the request idempotent. Default: none.
	Key      string `json:"key,omitempty"`
	Customer string `json:"customer"`
	Survey   string `json:"survey"` // the latest edition is asked
	// About is what has ended: a case, a delivery, a repair. Cycle counts its endings: a case that was closed a second time is asked about a second time, with
	// Cycle 2. Each is asked about once. Default: 1.
	About   care.About `json:"about,omitzero"`
	Cycle   int        `json:"cycle,omitempty"`
	Channel string     `json:"channel"` // by which it is sent
	Segment string     `json:"segment,omitempty"`
	Place   string     `json:"place,omitempty"`
	Product string     `json:"product,omitempty"`
	Staff   string     `json:"staff,omitempty"`
	// PriceAtPar and QualityAtPar say that rivals offer about the same price, and the same quality; see [Situation].
	PriceAtPar   bool      `json:"price_at_par,omitempty"`
	QualityAtPar bool      `json:"quality_at_par,omitempty"`
	At           time.Time `json:"at,omitzero"` // of the ending; zero: now
}

// Invitation is one customer asked once. Its id belongs in the link that is sent.
type Invitation struct {
	ID           storage.ID[Invitation] `json:"id"`
	Version      int64                  `json:"version"`
	Customer     care.CustomerRef       `json:"customer,omitempty"`
	Survey       string                 `json:"survey"`
	Edition      int                    `json:"edition"`
	About        care.About             `json:"about,omitzero"`
	Cycle        int                    `json:"cycle"`
	Channel      care.Channel           `json:"channel"`
	Segment      care.SegmentRef        `json:"segment,omitempty"` // as it was then
	Place        care.PlaceRef          `json:"place,omitempty"`
	Product      care.ProductRef        `json:"product,omitempty"`
	Staff        care.StaffRef          `json:"staff,omitempty"`
	PriceAtPar   bool                   `json:"price_at_par,omitempty"`
	QualityAtPar bool                   `json:"quality_at_par,omitempty"`
	Asked        time.Time              `json:"asked"`
	Expires      time.Time              `json:"expires"`
	Status       Status                 `json:"status"`
	// Once names what is asked about once: About and Cycle, or the invitation's own id.
	Once string `json:"once"`
	// Answer is the latest answer, and Answered when the first one was given.
	Answer   storage.ID[Answer] `json:"answer,omitzero"`
	Answered time.Time          `json:"answered,omitzero"`
}

// Invited is the outcome of [Service.Invite]: an invitation, or the reasons why the customer is not asked.
type Invited struct {
	Invitation Invitation   `json:"invitation,omitzero"`
	Declined   bool         `json:"declined,omitempty"`
	Repeated   bool         `json:"repeated,omitempty"`
	Reasons    care.Reasons `json:"reasons,omitempty"`
}
