package desk

import (
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/storage"
)

// How the package's records are found.
var (
	number  = storage.Text("number", func(c *Case) *string { return &c.Number }).Nullable()
	subject = storage.Text("subject", func(c *Case) *string { return &c.Subject }).Nullable()
	phone   = storage.Text("phone", func(c *Case) *care.Phone { return &c.Phone }).Nullable()
	open    = storage.Bool("open", func(c *Case) *bool { return &c.Open })
	opened  = storage.Time("opened", func(c *Case) *time.Time { return &c.Opened })
	unit    = storage.Text("unit", func(c *Case) *care.StaffRef { return &c.Unit })
	owner   = storage.Text("owner", func(c *Case) *care.StaffRef { return &c.Owner })
	wake    = storage.Time("wake", func(c *Case) *time.Time { return &c.Wake }).Nullable()

	due  = storage.Time("due", func(c *Case) *time.Time { return &c.Due }).Nullable()
	late = storage.Bool("late", func(c *Case) *bool { return &c.Late })

	byNumber  = storage.UniqueOn("by_number", number)
	bySubject = storage.IndexOn("by_subject", subject, opened)
	byPhone   = storage.IndexOn("by_phone", phone, opened)
	byOpen    = storage.IndexOn("by_open", open, opened)
	byUnit    = storage.IndexOn("by_unit", unit, open, opened)
	byOwner   = storage.IndexOn("by_owner", owner, open, opened)
	byOpened  = storage.IndexOn("by_opened", opened)
	byDue     = storage.IndexOn("by_due", due)
	byLate    = storage.IndexOn("by_late", open, late, opened)

	cases = storage.Declare("desk_case", storage.Declaration[Case]{
		Key:     func(c *Case) (*storage.ID[Case], *int64) { return &c.ID, &c.Version },
		Indexes: []*storage.Index[Case]{byNumber, bySubject, byPhone, byOpen, byUnit, byOwner, byOpened, byDue, byLate},
		Report:  []*storage.Field[Case]{wake},
		Subject: subject,
		Personal: []storage.Part[Case]{
			storage.Personal("customer", func(c *Case) *care.CustomerRef { return &c.Customer }),
			storage.Personal("name", func(c *Case) *string { return &c.Name }),
			storage.Personal("phone", func(c *Case) *care.Phone { return &c.Phone }),
			storage.Personal("email", func(c *Case) *string { return &c.Email }),
			storage.Personal("title", func(c *Case) *string { return &c.Title }),
		},
	})

	messageCase    = storage.UUID("case_id", func(m *Message) *storage.ID[Case] { return &m.Case })
	messageN       = storage.Int("n", func(m *Message) *int { return &m.N })
	messageSubject = storage.Text("subject", func(m *Message) *string { return &m.Subject }).Nullable()
	messageAt      = storage.Time("at", func(m *Message) *time.Time { return &m.At })

	byCase           = storage.UniqueOn("by_case", messageCase, messageN)
	messageBySubject = storage.IndexOn("by_subject", messageSubject, messageAt)

	messages = storage.Declare("desk_message", storage.Declaration[Message]{
		Key:      func(m *Message) (*storage.ID[Message], *int64) { return &m.ID, &m.Version },
		Indexes:  []*storage.Index[Message]{byCase, messageBySubject},
		Subject:  messageSubject,
		Personal: []storage.Part[Message]{storage.Personal("text", func(m *Message) *string { return &m.Text })},
	})

	linkKind = storage.Text("kind", func(l *link) *care.AboutKind { return &l.About.Kind })
	linkRef  = storage.Text("ref", func(l *link) *string { return &l.About.Ref })
	linkCase = storage.UUID("case_id", func(l *link) *storage.ID[Case] { return &l.Case })

	byAbout = storage.UniqueOn("by_about", linkKind, linkRef, linkCase)

	links = storage.Declare("desk_link", storage.Declaration[link]{
		Key:     func(l *link) (*storage.ID[link], *int64) { return &l.ID, &l.Version },
		Indexes: []*storage.Index[link]{byAbout},
	})
)

// link is the way from what a case is about to the case.
type link struct {
	ID      storage.ID[link] `json:"id"`
	Version int64            `json:"version"`
	About   care.About       `json:"about"`
	Case    storage.ID[Case] `json:"case"`
}

// Schemas are the collections that this package keeps. Its service needs those of care and of storage/queue too; chamsoc.Schemas has them all.
func Schemas() []*storage.Schema {
	return []*storage.Schema{cases.Schema(), messages.Schema(), links.Schema()}
}
