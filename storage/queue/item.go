package queue

import (
	"encoding/binary"
	"encoding/json"
	"hash/fnv"
	"strings"
	"time"

	"github.com/chamsoc/chamsoc/storage"
)

// parcel is what is delivered.
type parcel struct {
	ID      storage.ID[item] `json:"id,omitzero"` // of the item that was put; zero in that item itself
	Order   int64            `json:"order,omitempty"`
	Due     time.Time        `json:"due,omitzero"` // zero: at once
	Subject string           `json:"subject,omitempty"`
	Named   bool             `json:"named,omitempty"` // it had a subject when it was put
	Format  int              `json:"format"`          // version of the payload
	Payload json.RawMessage  `json:"payload,omitempty"`
}

// item is a parcel that Put wrote and no worker has looked at yet, in the inbox, or one that waits in its lane behind another.
type item struct {
	ID      storage.ID[item] `json:"-"`
	Version int64            `json:"-"`

	Lane   string `json:"lane"` // topic, key and subscriber, which is empty in the inbox
	Fresh  place  `json:"fresh,omitempty"`
	Parcel parcel `json:"parcel"`
}

// place is where an item is before it comes into a lane.
type place int8

const (
	inbox place = 1
	aside place = 2 // for a program that knows more than those which have seen it
)

var (
	itemLane    = storage.Text("lane", func(i *item) *string { return &i.Lane })
	itemOrder   = storage.Int("order_no", func(i *item) *int64 { return &i.Parcel.Order })
	itemFresh   = storage.Int("fresh", func(i *item) *place { return &i.Fresh }).Nullable()
	itemSubject = storage.Text("subject", func(i *item) *string { return &i.Parcel.Subject }).Nullable()

	byItemLane    = storage.IndexOn("by_lane", itemLane, itemOrder)
	byItemFresh   = storage.IndexOn("by_fresh", itemFresh)
	byItemSubject = storage.IndexOn("by_subject", itemSubject)

	items = storage.Declare("queue_item", storage.Declaration[item]{
		Key:     func(i *item) (*storage.ID[item], *int64) { return &i.ID, &i.Version },
		Indexes: []*storage.Index[item]{byItemLane, byItemFresh, byItemSubject},
		Subject: itemSubject,
		Personal: []storage.Part[item]{
			storage.Personal("payload", func(i *item) *json.RawMessage { return &i.Parcel.Payload }),
		},
	})
)

// separator stands between topic, key and subscriber, none of which may hold it; behindSep ends the range of what begins with it.
const (
	separator = "\t"
	behindSep = "\n"
)

func laneName(topic, key, subscriber string) string {
	return topic + separator + key + separator + subscriber
}

// splitLane reads a lane's name. What is no lane's name comes out as a topic that nobody knows.
func splitLane(name string) (topic, key, subscriber string) {
	topic, rest, _ := strings.Cut(name, separator)
	key, subscriber, _ = strings.Cut(rest, separator)
	return topic, key, subscriber
}

// erased reports whether the subject was erased, and the payload with it.
func (p *parcel) erased() bool { return p.Named && p.Subject == "" }

// put is when the item was put, as its id tells: within one process it never runs backwards, whatever the clock does.
func (p *parcel) put() time.Time { return idTime(p.ID) }

func idTime(id storage.ID[item]) time.Time {
	milli := int64(binary.BigEndian.Uint64(id[:8]) >> 16)
	fraction := int64(binary.BigEndian.Uint16(id[6:8])&0x0fff) << 8
	return time.Unix(milli/1000, milli%1000*int64(time.Millisecond)+fraction).UTC().Truncate(time.Microsecond)
}

// dueBy reports whether the parcel may be delivered at this instant.
func (p *parcel) dueBy(now time.Time) bool { return !p.Due.After(now) }

// ready is when the parcel may be delivered; if it was never delayed not later than now, whatever clock put it.
func (p *parcel) ready(now time.Time) time.Time {
	if !p.Due.IsZero() {
		return p.Due
	}
	if put := p.put(); put.Before(now) {
		return put
	}
	return now
}

// compare says which of two parcels of a lane is delivered first.
func (p *parcel) compare(other *parcel) int {
	switch {
	case p.Order < other.Order:
		return -1
	case p.Order > other.Order:
		return 1
	}
	return strings.Compare(string(p.ID[:]), string(other.ID[:]))
}

// parcel is what the item holds, with its id.
func (i *item) parcel() parcel {
	p := i.Parcel
	if p.ID.IsZero() {
		p.ID = i.ID
	}
	return p
}

// itemFor is a parcel that waits in a subscriber's lane.
func itemFor(p *parcel, lane, subscriber string) item {
	return item{ID: p.idFor(subscriber), Lane: lane, Parcel: *p}
}

// idFor is the id of a subscriber's copy. It keeps the time of the item that was put, so that copies are in the order of what they are
// copies of, and is the same whoever makes it.
func (p *parcel) idFor(subscriber string) storage.ID[item] {
	h := fnv.New64a()
	h.Write(p.ID[8:])
	h.Write([]byte(subscriber))
	id := p.ID
	binary.BigEndian.PutUint64(id[8:], h.Sum64()&^(3<<62)|1<<63)
	return id
}
