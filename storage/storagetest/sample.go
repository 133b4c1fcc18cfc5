package storagetest

import (
	"time"

	"github.com/google/uuid"

	"github.com/chamsoc/chamsoc/storage"
)

// The collections that the suite keeps. Some of their names are words of SQL, as a host's may be.

// sample has a field of every kind, and an index over each behind a group.
type sample struct {
	ID      storage.ID[sample] `json:"id"`
	Version int64              `json:"version"`
	Group   string             `json:"group"`
	Text    string             `json:"text"`
	Int     int64              `json:"int"`
	Bool    bool               `json:"bool"`
	Time    time.Time          `json:"time"`
	Ref     uuid.UUID          `json:"ref"`
	Date    date               `json:"date"`
	Note    string             `json:"note,omitempty"`
	Detail  *detail            `json:"detail,omitempty"`
}

// date is yyyy-mm-dd.
type date string

func (d date) String() string { return string(d) }

// detail has times in all the places where a record can have them.
type detail struct {
	At     time.Time                       `json:"at"`
	Until  *time.Time                      `json:"until"`
	Steps  []time.Time                     `json:"steps"`
	Pair   [2]time.Time                    `json:"pair"`
	Named  map[string]time.Time            `json:"named"`
	Nested []map[string]*struct{ T stamp } `json:"nested"`
}

type stamp struct{ Begin, End time.Time }

var (
	sampleGroup = storage.Text("group", func(s *sample) *string { return &s.Group })
	sampleText  = storage.Text("text", func(s *sample) *string { return &s.Text })
	sampleInt   = storage.Int("order", func(s *sample) *int64 { return &s.Int })
	sampleBool  = storage.Bool("select", func(s *sample) *bool { return &s.Bool })
	sampleTime  = storage.Time("timestamp", func(s *sample) *time.Time { return &s.Time })
	sampleRef   = storage.UUID("references", func(s *sample) *uuid.UUID { return &s.Ref })
	sampleDate  = storage.Date("date", func(s *sample) *date { return &s.Date })
	sampleNote  = storage.Text("rowid", func(s *sample) *string { return &s.Note })

	byText = storage.IndexOn("by_text", sampleGroup, sampleText)
	byInt  = storage.IndexOn("by_int", sampleGroup, sampleInt)
	byBool = storage.IndexOn("by_bool", sampleGroup, sampleBool)
	byTime = storage.IndexOn("by_time", sampleGroup, sampleTime)
	byRef  = storage.IndexOn("by_ref", sampleGroup, sampleRef)
	byDate = storage.IndexOn("by_date", sampleGroup, sampleDate)
	byFive = storage.IndexOn("by_five", sampleGroup, sampleBool, sampleInt, sampleText, sampleDate)

	samples = storage.Declare("sample", storage.Declaration[sample]{
		Key:     func(s *sample) (*storage.ID[sample], *int64) { return &s.ID, &s.Version },
		Indexes: []*storage.Index[sample]{byText, byInt, byBool, byTime, byRef, byDate, byFive},
		Report:  []*storage.Field[sample]{sampleNote},
	})

	// undeclared is known to no store.
	undeclared = storage.Declare("undeclared", storage.Declaration[sample]{
		Key:     func(s *sample) (*storage.ID[sample], *int64) { return &s.ID, &s.Version },
		Indexes: []*storage.Index[sample]{byText},
	})
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

func newSample(group, text string) sample {
	return sample{Group: group, Text: text, Time: noon, Date: "2026-11-22"}
}

// seat has unique and nullable fields. Seats and benches are the same type in two collections, with other indexes.
type seat struct {
	ID      storage.ID[seat] `json:"id"`
	Version int64            `json:"version"`
	Label   string           `json:"label"`
	Code    string           `json:"code,omitempty"`
	Row     string           `json:"row,omitempty"`
	Number  int              `json:"number,omitempty"`
	Holder  string           `json:"holder,omitempty"`
	Since   time.Time        `json:"since"`
}

var (
	seatLabel  = storage.Text("label", func(s *seat) *string { return &s.Label })
	seatCode   = storage.Text("code", func(s *seat) *string { return &s.Code }).Nullable()
	seatRow    = storage.Text("row", func(s *seat) *string { return &s.Row }).Nullable()
	seatNumber = storage.Int("number", func(s *seat) *int { return &s.Number }).Nullable()
	seatHolder = storage.Text("holder", func(s *seat) *string { return &s.Holder }).Nullable()
	seatSince  = storage.Time("since", func(s *seat) *time.Time { return &s.Since })

	byLabel  = storage.UniqueOn("by_label", seatLabel)
	byCode   = storage.UniqueOn("by_code", seatCode)
	byPlace  = storage.UniqueOn("by_place", seatRow, seatNumber)
	byHolder = storage.IndexOn("by_holder", seatHolder, seatSince)

	seats = storage.Declare("seat", storage.Declaration[seat]{
		Key:     func(s *seat) (*storage.ID[seat], *int64) { return &s.ID, &s.Version },
		Indexes: []*storage.Index[seat]{byLabel, byCode, byPlace, byHolder},
	})

	benchText  = storage.IndexOn("by_text", seatLabel, seatCode) // as in samples: the same name and the same kinds
	benchPlace = storage.UniqueOn("by_place", seatSince, seatHolder, seatNumber)

	benches = storage.Declare("bench", storage.Declaration[seat]{
		Key:     func(s *seat) (*storage.ID[seat], *int64) { return &s.ID, &s.Version },
		Indexes: []*storage.Index[seat]{benchText, benchPlace},
		Report:  []*storage.Field[seat]{seatRow},
	})
)

// newSeat has a label, which is unique, and nothing else.
func newSeat(label string) seat { return seat{Label: label, Since: noon} }

// choice has a nullable, unique field of every kind.
type choice struct {
	ID      storage.ID[choice] `json:"id"`
	Version int64              `json:"version"`
	Text    string             `json:"text"`
	Int     int64              `json:"int"`
	Bool    bool               `json:"bool"`
	Time    time.Time          `json:"time"`
	Ref     uuid.UUID          `json:"ref"`
	Date    date               `json:"date"`
}

var (
	onText = storage.UniqueOn("on_text", storage.Text("a_text", func(c *choice) *string { return &c.Text }).Nullable())
	onInt  = storage.UniqueOn("on_int", storage.Int("an_int", func(c *choice) *int64 { return &c.Int }).Nullable())
	onBool = storage.UniqueOn("on_bool", storage.Bool("a_bool", func(c *choice) *bool { return &c.Bool }).Nullable())
	onTime = storage.UniqueOn("on_time", storage.Time("a_time", func(c *choice) *time.Time { return &c.Time }).Nullable())
	onRef  = storage.UniqueOn("on_ref", storage.UUID("a_ref", func(c *choice) *uuid.UUID { return &c.Ref }).Nullable())
	onDate = storage.UniqueOn("on_date", storage.Date("a_date", func(c *choice) *date { return &c.Date }).Nullable())

	choices = storage.Declare("choice", storage.Declaration[choice]{
		Key:     func(c *choice) (*storage.ID[choice], *int64) { return &c.ID, &c.Version },
		Indexes: []*storage.Index[choice]{onText, onInt, onBool, onTime, onRef, onDate},
	})
)

// contact is about a customer and is kept without its personal parts; call is deleted whole.
type contact struct {
	ID       storage.ID[contact] `json:"id"`
	Version  int64               `json:"version"`
	Customer string              `json:"customer,omitempty"`
	Phone    string              `json:"phone,omitempty"`
	Names    []string            `json:"names,omitempty"`
	Product  string              `json:"product"`
	At       time.Time           `json:"at"`
}

type call struct {
	ID       storage.ID[call] `json:"id"`
	Version  int64            `json:"version"`
	Customer string           `json:"customer"`
	Number   int              `json:"number"`
}

var (
	contactCustomer = storage.Text("customer", func(c *contact) *string { return &c.Customer }).Nullable()
	contactAt       = storage.Time("at", func(c *contact) *time.Time { return &c.At })
	byCustomer      = storage.IndexOn("by_customer", contactCustomer, contactAt)
	contactsByAt    = storage.IndexOn("by_at", contactAt)

	contacts = storage.Declare("contact", storage.Declaration[contact]{
		Key:     func(c *contact) (*storage.ID[contact], *int64) { return &c.ID, &c.Version },
		Indexes: []*storage.Index[contact]{contactsByAt, byCustomer},
		Subject: contactCustomer,
		Personal: []storage.Part[contact]{
			storage.Personal("phone", func(c *contact) *string { return &c.Phone }),
			storage.Personal("names", func(c *contact) *[]string { return &c.Names }),
		},
	})

	callCustomer = storage.Text("customer", func(c *call) *string { return &c.Customer }).Nullable()
	callsOf      = storage.IndexOn("calls_of", callCustomer)

	calls = storage.Declare("call", storage.Declaration[call]{
		Key:     func(c *call) (*storage.ID[call], *int64) { return &c.ID, &c.Version },
		Indexes: []*storage.Index[call]{callsOf},
		Subject: callCustomer,
	})
)

func schemas() []*storage.Schema {
	return []*storage.Schema{
		samples.Schema(), seats.Schema(), benches.Schema(), choices.Schema(), contacts.Schema(), calls.Schema(),
	}
}
