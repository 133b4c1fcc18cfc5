package notice

import (
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/storage"
)

// How the package's records are found.
var (
	templateKind    = storage.Text("kind", func(t *Template) *KindCode { return &t.Kind })
	templateEdition = storage.Int("edition", func(t *Template) *int { return &t.Edition })
	templateInForce = storage.Text("in_force", func(t *Template) *KindCode { return &t.InForce }).Nullable()

	byEdition = storage.UniqueOn("by_edition", templateKind, templateEdition)
	byInForce = storage.IndexOn("by_in_force", templateInForce, templateEdition)

	templates = storage.Declare("notice_template", storage.Declaration[Template]{
		Key:     func(t *Template) (*storage.ID[Template], *int64) { return &t.ID, &t.Version },
		Indexes: []*storage.Index[Template]{byEdition, byInForce},
	})

	noticeSubject  = storage.Text("subject", func(n *Notice) *string { return &n.Subject }).Nullable()
	noticeRecorded = storage.Time("recorded", func(n *Notice) *time.Time { return &n.Recorded })
	noticeAbout    = storage.Text("about_kind", func(n *Notice) *care.AboutKind { return &n.About.Kind })
	noticeRef      = storage.Text("about_ref", func(n *Notice) *string { return &n.About.Ref }).Nullable()
	noticeDue      = storage.Time("due", func(n *Notice) *time.Time { return &n.Due }).Nullable()
	noticeTask     = storage.Time("task", func(n *Notice) *time.Time { return &n.Task }).Nullable()
	noticeChannel  = storage.Text("channel", func(n *Notice) *care.Channel { return &n.Channel })
	noticeProvider = storage.Text("provider", func(n *Notice) *string { return &n.Provider }).Nullable()
	noticeStatus   = storage.Text("status", func(n *Notice) *Status { return &n.Status })

	bySubject  = storage.IndexOn("by_subject", noticeSubject, noticeRecorded)
	byAbout    = storage.IndexOn("by_about", noticeAbout, noticeRef, noticeRecorded)
	byDue      = storage.IndexOn("by_due", noticeDue)
	byTask     = storage.IndexOn("by_task", noticeTask)
	byProvider = storage.IndexOn("by_provider", noticeChannel, noticeProvider)
	byRecorded = storage.IndexOn("by_recorded", noticeRecorded)

	notices = storage.Declare("notice_notice", storage.Declaration[Notice]{
		Key:     func(n *Notice) (*storage.ID[Notice], *int64) { return &n.ID, &n.Version },
		Indexes: []*storage.Index[Notice]{bySubject, byAbout, byDue, byTask, byProvider, byRecorded},
		Report:  []*storage.Field[Notice]{noticeStatus},
		Subject: noticeSubject, // without personal parts: an erased customer's notices are deleted
	})

	standingWhom    = storage.Text("whom", func(s *Standing) *string { return &s.Whom })
	standingSubject = storage.Text("subject", func(s *Standing) *string { return &s.Subject }).Nullable()

	byWhom            = storage.UniqueOn("by_whom", standingWhom)
	standingBySubject = storage.IndexOn("by_subject", standingSubject)

	standings = storage.Declare("notice_standing", storage.Declaration[Standing]{
		Key:     func(s *Standing) (*storage.ID[Standing], *int64) { return &s.ID, &s.Version },
		Indexes: []*storage.Index[Standing]{byWhom, standingBySubject},
		Subject: standingSubject, // without personal parts
	})

	consentStanding = storage.UUID("standing", func(c *Consent) *storage.ID[Standing] { return &c.Standing })
	consentN        = storage.Int("n", func(c *Consent) *int { return &c.N })
	consentSubject  = storage.Text("subject", func(c *Consent) *string { return &c.Subject }).Nullable()
	consentRecorded = storage.Time("recorded", func(c *Consent) *time.Time { return &c.Recorded })

	byEntry          = storage.UniqueOn("by_entry", consentStanding, consentN)
	consentBySubject = storage.IndexOn("by_subject", consentSubject, consentRecorded)

	consents = storage.Declare("notice_consent", storage.Declaration[Consent]{
		Key:     func(c *Consent) (*storage.ID[Consent], *int64) { return &c.ID, &c.Version },
		Indexes: []*storage.Index[Consent]{byEntry, consentBySubject},
		Subject: consentSubject, // without personal parts
	})
)

// Schemas are the collections that this package keeps. Its service needs those of care and of storage/queue too; chamsoc.Schemas has them all.
func Schemas() []*storage.Schema {
	return []*storage.Schema{templates.Schema(), notices.Schema(), standings.Schema(), consents.Schema()}
}
