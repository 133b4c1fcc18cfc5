package enquiry

import (
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/storage"
)

// How the package's records are found.
var (
	subject = storage.Text("subject", func(e *Enquiry) *string { return &e.Subject }).Nullable()
	topic   = storage.Text("topic", func(e *Enquiry) *Topic { return &e.Topic })
	waiting = storage.Time("waiting", func(e *Enquiry) *time.Time { return &e.Waiting }).Nullable()
	at      = storage.Time("at", func(e *Enquiry) *time.Time { return &e.At })

	bySubject = storage.IndexOn("by_subject", subject, at)
	byTopic   = storage.IndexOn("by_topic", topic, at)
	byWaiting = storage.IndexOn("by_waiting", waiting)

	enquiries = storage.Declare("enquiry", storage.Declaration[Enquiry]{
		Key:     func(e *Enquiry) (*storage.ID[Enquiry], *int64) { return &e.ID, &e.Version },
		Indexes: []*storage.Index[Enquiry]{bySubject, byTopic, byWaiting},
		Subject: subject,
		Personal: []storage.Part[Enquiry]{
			storage.Personal("customer", func(e *Enquiry) *care.CustomerRef { return &e.Customer }),
			storage.Personal("name", func(e *Enquiry) *string { return &e.Name }),
			storage.Personal("phone", func(e *Enquiry) *care.Phone { return &e.Phone }),
			storage.Personal("about", func(e *Enquiry) *[]care.About { return &e.About }),
		},
	})
)

// Schemas are the collections that this package keeps. Its service needs those of care and of storage/queue too; chamsoc.Schemas has them all.
func Schemas() []*storage.Schema { return []*storage.Schema{enquiries.Schema()} }
