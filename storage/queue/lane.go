package queue

import (
	"encoding/json"
	"time"

	"github.com/chamsoc/chamsoc/storage"
)

// lane is the order of one key's deliveries to one subscriber: it exists while there are any. It holds the first, the only one that may be
// handled; the others wait as items. Every change of what waits writes the lane under its version, so that two who change it at once
// cannot miss each other.
type lane struct {
	ID      storage.ID[lane] `json:"-"`
	Version int64            `json:"-"`

	Lane   string    `json:"lane"`            // topic, key and subscriber
	Ready  time.Time `json:"ready,omitzero"`  // when the first may be claimed; while it is leased, when the lease ends; none while parked
	Parked time.Time `json:"parked,omitzero"` // since when the first is parked

	Head   parcel `json:"head"`             // the first
	Behind int    `json:"behind,omitempty"` // how many wait behind it

	Attempts int    `json:"attempts,omitempty"` // claims of the first
	Lease    string `json:"lease,omitempty"`    // the claim that has the first in hand
	Since    int64  `json:"since,omitempty"`    // the Unix second in which a worker's clock set Ready

	Failed time.Time `json:"failed,omitzero"` // when the first last failed, and how
	Error  string    `json:"error,omitempty"`
	Stack  string    `json:"stack,omitempty"`
	Wants  bool      `json:"wants,omitempty"` // parked until a program that knows more comes along
}

var (
	laneLane    = storage.Text("lane", func(l *lane) *string { return &l.Lane })
	laneReady   = storage.Time("ready", func(l *lane) *time.Time { return &l.Ready }).Nullable()
	laneParked  = storage.Time("parked", func(l *lane) *time.Time { return &l.Parked }).Nullable()
	laneSubject = storage.Text("subject", func(l *lane) *string { return &l.Head.Subject }).Nullable()

	byLane        = storage.UniqueOn("by_lane", laneLane)
	byReady       = storage.IndexOn("by_ready", laneReady)
	byParked      = storage.IndexOn("by_parked", laneParked)
	byLaneSubject = storage.IndexOn("by_subject", laneSubject)

	lanes = storage.Declare("queue_lane", storage.Declaration[lane]{
		Key:     func(l *lane) (*storage.ID[lane], *int64) { return &l.ID, &l.Version },
		Indexes: []*storage.Index[lane]{byLane, byReady, byParked, byLaneSubject},
		Subject: laneSubject,
		Personal: []storage.Part[lane]{
			storage.Personal("payload", func(l *lane) *json.RawMessage { return &l.Head.Payload }),
			storage.Personal("error", func(l *lane) *string { return &l.Error }),
			storage.Personal("stack", func(l *lane) *string { return &l.Stack }),
		},
	})
)

// Schemas are the collections of the queue, for the adapter's New.
func Schemas() []*storage.Schema {
	return []*storage.Schema{items.Schema(), lanes.Schema(), tenants.Schema()}
}

// lead makes a parcel the first of the lane, free to be claimed when it is due.
func (l *lane) lead(p parcel, now time.Time) {
	l.Head = p
	l.Failed, l.Error, l.Stack = time.Time{}, "", ""
	l.renew(now)
}

// renew makes the first as if it had never been claimed.
func (l *lane) renew(now time.Time) {
	l.Attempts, l.Wants, l.Parked = 0, false, time.Time{}
	l.free(l.Head.ready(now), 0)
}

// free ends a lease; since says when a clock chose the time, if one did.
func (l *lane) free(ready time.Time, since int64) {
	l.Ready, l.Since, l.Lease = ready, since, ""
}

// lease gives the first to a claim until the lease ends.
func (l *lane) lease(token string, now time.Time, length time.Duration) {
	l.Lease = token
	l.extend(now, length)
	l.Attempts++
}

func (l *lane) extend(now time.Time, length time.Duration) {
	l.Since, l.Ready = now.Unix(), now.Add(length)
}

func (l *lane) park(now time.Time, wants bool) {
	l.free(time.Time{}, 0)
	l.Parked, l.Wants = now, wants
}

// note keeps what went wrong. An erased delivery keeps nothing, since it may speak of the person.
func (l *lane) note(err error, stack string, now time.Time) {
	if l.Head.erased() {
		return
	}
	l.Failed, l.Error, l.Stack = now, "", storable(stack, maxStack)
	if err != nil {
		l.Error = storable(err.Error(), maxErrorText)
	}
}
