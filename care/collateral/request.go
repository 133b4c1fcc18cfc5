package collateral

import (
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/storage"
)

// Status says how far a request from afar has come. The zero Status is unknown.
type Status string

// The statuses.
const (
	Waiting   Status = "waiting"
	Sent      Status = "sent"
	Withdrawn Status = "withdrawn" // the customer does not want it any more, or cannot be reached
)

var statuses = care.NewTerms(
	care.NewTerm(Waiting, "Chờ gửi", "Waiting"),
	care.NewTerm(Sent, "Đã gửi", "Sent"),
	care.NewTerm(Withdrawn, "Đã hủy", "Withdrawn"),
)

// Terms lists the statuses.
func (Status) Terms() care.Terms[Status] { return statuses }

// Wish asks for material to be sent to a customer who cannot come. Text is as typed.
type Wish struct {
	Key      string `json:"key,omitempty"` // makes the request idempotent
	Channel  string `json:"channel"`       // by which it is to be sent: web (a download), email, fax, post …
	Material string `json:"material"`
	Copies   int    `json:"copies,omitempty"` // 0: 1
	Customer string `json:"customer,omitempty"`
	Name     string `json:"name,omitempty"`
	Address  string `json:"address"` // a postal or email address, or a number, as the channel needs
	Lang     string `json:"lang,omitempty"`
	Owner    string `json:"owner"` // who sends it
	// At is when it was asked for; zero: now. Due is until when it is to be sent; zero: FulfilWithin of the Config after At.
	At  time.Time `json:"at,omitzero"`
	Due time.Time `json:"due,omitzero"`
}

// Request is material that a customer who cannot come is to be sent.
type Request struct {
	ID       storage.ID[Request] `json:"id"`
	Version  int64               `json:"version"`
	Channel  care.Channel        `json:"channel"`
	Material string              `json:"material"`
	Copies   int                 `json:"copies"`
	// Subject is by what erasing finds it: the host's key of the customer, else the email address or telephone number, else "collateral:" and the id.
	Subject  string           `json:"subject,omitempty"`
	Customer care.CustomerRef `json:"customer,omitempty"`
	Name     string           `json:"name,omitempty"`
	Address  string           `json:"address,omitempty"`
	Lang     care.Lang        `json:"lang,omitempty"`
	Owner    care.StaffRef    `json:"owner"`
	Status   Status           `json:"status"`
	At       time.Time        `json:"at"`
	Recorded time.Time        `json:"recorded"`
	Due      time.Time        `json:"due"`
	Overdue  bool             `json:"overdue,omitempty"` // it was not sent when it was due
	Edition  int              `json:"edition,omitempty"` // that was sent
	By       care.StaffRef    `json:"by,omitempty"`
	Proof    string           `json:"proof,omitempty"` // such as the number of a parcel
	Ended    time.Time        `json:"ended,omitzero"`
	// Open is the due of a request that waits, for its index.
	Open time.Time `json:"open,omitzero"`
}

// Fulfilment says that a request was sent, or will not be.
type Fulfilment struct {
	Key     string              `json:"key,omitempty"`
	Request storage.ID[Request] `json:"request"`
	Edition int                 `json:"edition,omitempty"` // 0: the one in force
	By      string              `json:"by"`
	Proof   string              `json:"proof,omitempty"`
	// Withdrawn says that it will not be sent.
	Withdrawn bool      `json:"withdrawn,omitempty"`
	At        time.Time `json:"at,omitzero"`
}
