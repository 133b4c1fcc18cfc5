package privacy

import (
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/storage"
)

// How the package's records are found.
var (
	requestSubject  = storage.Text("subject", func(r *Request) *string { return &r.Subject }).Nullable()
	requestReceived = storage.Time("received", func(r *Request) *time.Time { return &r.Received })
	requestDue      = storage.Time("due", func(r *Request) *time.Time { return &r.Due }).Nullable()

	bySubject = storage.IndexOn("by_subject", requestSubject, requestReceived)
	byDue     = storage.IndexOn("by_due", requestDue)

	requests = storage.Declare("privacy_request", storage.Declaration[Request]{
		Key:     func(r *Request) (*storage.ID[Request], *int64) { return &r.ID, &r.Version },
		Indexes: []*storage.Index[Request]{bySubject, byDue},
		Subject: requestSubject,
		Personal: []storage.Part[Request]{
			storage.Personal("person", func(r *Request) *Person { return &r.Person }),
			storage.Personal("words", func(r *Request) *string { return &r.Words }),
		},
	})

	receiptRequest = storage.UUID("request", func(r *Receipt) *storage.ID[Request] { return &r.Request })
	receiptAt      = storage.Time("at", func(r *Receipt) *time.Time { return &r.At })

	byRequest = storage.IndexOn("by_request", receiptRequest, receiptAt)

	receipts = storage.Declare("privacy_receipt", storage.Declaration[Receipt]{
		Key:     func(r *Receipt) (*storage.ID[Receipt], *int64) { return &r.ID, &r.Version },
		Indexes: []*storage.Index[Receipt]{byRequest},
	})

	retentionSubject = storage.Text("subject", func(r *Retention) *string { return &r.Subject }).Nullable()
	retentionPurpose = storage.Text("purpose", func(r *Retention) *string { return &r.Purpose })
	retentionUntil   = storage.Date("until", func(r *Retention) *calendar.Date { return &r.Until })

	byPurpose = storage.UniqueOn("by_purpose", retentionSubject, retentionPurpose)

	// A retention is personal as a whole: it is deleted with the person.
	retentions = storage.Declare("privacy_retention", storage.Declaration[Retention]{
		Key:     func(r *Retention) (*storage.ID[Retention], *int64) { return &r.ID, &r.Version },
		Indexes: []*storage.Index[Retention]{byPurpose},
		Report:  []*storage.Field[Retention]{retentionUntil},
		Subject: retentionSubject,
	})

	vulnerableCustomer = storage.Text("customer", func(v *Vulnerability) *care.CustomerRef { return &v.Customer }).Nullable()
	vulnerableGroup    = storage.Text("group", func(v *Vulnerability) *Group { return &v.Group })

	byGroup = storage.UniqueOn("by_group", vulnerableCustomer, vulnerableGroup)

	// So is a vulnerability.
	vulnerabilities = storage.Declare("privacy_vulnerability", storage.Declaration[Vulnerability]{
		Key:     func(v *Vulnerability) (*storage.ID[Vulnerability], *int64) { return &v.ID, &v.Version },
		Indexes: []*storage.Index[Vulnerability]{byGroup},
		Subject: vulnerableCustomer,
	})

	incidentDue      = storage.Time("due", func(i *Incident) *time.Time { return &i.Due }).Nullable()
	incidentDetected = storage.Time("detected", func(i *Incident) *time.Time { return &i.Detected })

	incidentByDue      = storage.IndexOn("by_due", incidentDue)
	incidentByDetected = storage.IndexOn("by_detected", incidentDetected)

	incidents = storage.Declare("privacy_incident", storage.Declaration[Incident]{
		Key:     func(i *Incident) (*storage.ID[Incident], *int64) { return &i.ID, &i.Version },
		Indexes: []*storage.Index[Incident]{incidentByDue, incidentByDetected},
	})
)

// Schemas are the collections that this package keeps. Its service needs those of care, care/sla, care/notice and storage/queue too; chamsoc.Schemas has them
// all.
func Schemas() []*storage.Schema {
	return []*storage.Schema{receipts.Schema(), incidents.Schema(), vulnerabilities.Schema(), retentions.Schema(), requests.Schema()}
}
