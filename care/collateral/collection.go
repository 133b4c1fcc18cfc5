package collateral

import (
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/storage"
)

// How the package's records are found.
var (
	materialCode = storage.Text("code", func(m *Material) *string { return &m.Code })
	materialKind = storage.Text("kind", func(m *Material) *Kind { return &m.Kind })

	byCode = storage.UniqueOn("by_code", materialCode)
	byKind = storage.IndexOn("by_kind", materialKind, materialCode)

	materials = storage.Declare("collateral_material", storage.Declaration[Material]{
		Key:     func(m *Material) (*storage.ID[Material], *int64) { return &m.ID, &m.Version },
		Indexes: []*storage.Index[Material]{byCode, byKind},
	})

	editionMaterial = storage.Text("material", func(e *Edition) *string { return &e.Material })
	editionNumber   = storage.Int("number", func(e *Edition) *int { return &e.Number })
	editionInForce  = storage.Text("in_force", func(e *Edition) *string { return &e.InForce }).Nullable()
	editionFrom     = storage.Date("since", func(e *Edition) *calendar.Date { return &e.From })

	byNumber = storage.UniqueOn("by_number", editionMaterial, editionNumber)
	byFrom   = storage.IndexOn("by_from", editionInForce, editionFrom, editionNumber)

	editions = storage.Declare("collateral_edition", storage.Declaration[Edition]{
		Key:     func(e *Edition) (*storage.ID[Edition], *int64) { return &e.ID, &e.Version },
		Indexes: []*storage.Index[Edition]{byNumber, byFrom},
	})

	understoodEdition  = storage.UUID("edition", func(u *Understood) *storage.ID[Edition] { return &u.Edition })
	understoodDraft    = storage.Int("draft", func(u *Understood) *int { return &u.Draft })
	understoodQuestion = storage.Text("question", func(u *Understood) *string { return &u.Question })

	byQuestion = storage.UniqueOn("by_question", understoodEdition, understoodDraft, understoodQuestion)

	understood = storage.Declare("collateral_understood", storage.Declaration[Understood]{
		Key:     func(u *Understood) (*storage.ID[Understood], *int64) { return &u.ID, &u.Version },
		Indexes: []*storage.Index[Understood]{byQuestion},
	})

	placeRef = storage.Text("ref", func(p *Place) *care.PlaceRef { return &p.Ref })
	byRef    = storage.UniqueOn("by_ref", placeRef)

	places = storage.Declare("collateral_place", storage.Declaration[Place]{
		Key:     func(p *Place) (*storage.ID[Place], *int64) { return &p.ID, &p.Version },
		Indexes: []*storage.Index[Place]{byRef},
	})

	normPlace    = storage.Text("place", func(n *Norm) *care.PlaceRef { return &n.Place })
	normKind     = storage.Text("kind", func(n *Norm) *Kind { return &n.Kind })
	normMaterial = storage.Text("material", func(n *Norm) *string { return &n.Material })

	byNorm = storage.UniqueOn("by_norm", normPlace, normKind, normMaterial)

	norms = storage.Declare("collateral_norm", storage.Declaration[Norm]{
		Key:     func(n *Norm) (*storage.ID[Norm], *int64) { return &n.ID, &n.Version },
		Indexes: []*storage.Index[Norm]{byNorm},
	})

	stockPlace    = storage.Text("place", func(s *Stock) *care.PlaceRef { return &s.Place })
	stockMaterial = storage.Text("material", func(s *Stock) *string { return &s.Material })

	byStock = storage.UniqueOn("by_stock", stockPlace, stockMaterial)

	stocks = storage.Declare("collateral_stock", storage.Declaration[Stock]{
		Key:     func(s *Stock) (*storage.ID[Stock], *int64) { return &s.ID, &s.Version },
		Indexes: []*storage.Index[Stock]{byStock},
	})

	checkPlace = storage.Text("place", func(c *Check) *care.PlaceRef { return &c.Place })
	checkDue   = storage.Time("due", func(c *Check) *time.Time { return &c.Due })
	checkAt    = storage.Time("at", func(c *Check) *time.Time { return &c.At })

	byCheck = storage.IndexOn("by_check", checkPlace, checkDue, checkAt)

	checks = storage.Declare("collateral_check", storage.Declaration[Check]{
		Key:     func(c *Check) (*storage.ID[Check], *int64) { return &c.ID, &c.Version },
		Indexes: []*storage.Index[Check]{byCheck},
	})

	orderPlace = storage.Text("place", func(o *Order) *care.PlaceRef { return &o.Place })
	orderOpen  = storage.Bool("open", func(o *Order) *bool { return &o.Open })
	orderAt    = storage.Time("at", func(o *Order) *time.Time { return &o.At })

	byOrder = storage.IndexOn("by_order", orderPlace, orderOpen, orderAt)

	orders = storage.Declare("collateral_order", storage.Declaration[Order]{
		Key:     func(o *Order) (*storage.ID[Order], *int64) { return &o.ID, &o.Version },
		Indexes: []*storage.Index[Order]{byOrder},
	})

	absencePlace    = storage.Text("place", func(a *Absence) *care.PlaceRef { return &a.Place })
	absenceAt       = storage.Time("at", func(a *Absence) *time.Time { return &a.At })
	absenceCustomer = storage.Text("customer", func(a *Absence) *care.CustomerRef { return &a.Customer }).Nullable()

	byAbsence         = storage.IndexOn("by_absence", absencePlace, absenceAt)
	absenceByCustomer = storage.IndexOn("by_customer", absenceCustomer, absenceAt)

	absences = storage.Declare("collateral_absence", storage.Declaration[Absence]{
		Key:     func(a *Absence) (*storage.ID[Absence], *int64) { return &a.ID, &a.Version },
		Indexes: []*storage.Index[Absence]{byAbsence, absenceByCustomer},
		Subject: absenceCustomer,
		Personal: []storage.Part[Absence]{
			storage.Personal("customer", func(a *Absence) *care.CustomerRef { return &a.Customer }),
			storage.Personal("text", func(a *Absence) *string { return &a.Text }),
		},
	})

	requestOpen    = storage.Time("open", func(r *Request) *time.Time { return &r.Open }).Nullable()
	requestSubject = storage.Text("subject", func(r *Request) *string { return &r.Subject }).Nullable()
	requestAt      = storage.Time("at", func(r *Request) *time.Time { return &r.At })

	byOpen      = storage.IndexOn("by_open", requestOpen)
	requestByAt = storage.IndexOn("by_at", requestAt)
	bySubject   = storage.IndexOn("by_subject", requestSubject, requestAt)

	requests = storage.Declare("collateral_request", storage.Declaration[Request]{
		Key:     func(r *Request) (*storage.ID[Request], *int64) { return &r.ID, &r.Version },
		Indexes: []*storage.Index[Request]{byOpen, requestByAt, bySubject},
		Subject: requestSubject,
		Personal: []storage.Part[Request]{
			storage.Personal("customer", func(r *Request) *care.CustomerRef { return &r.Customer }),
			storage.Personal("name", func(r *Request) *string { return &r.Name }),
			storage.Personal("address", func(r *Request) *string { return &r.Address }),
			storage.Personal("proof", func(r *Request) *string { return &r.Proof }),
		},
	})
)

// Schemas are the collections that this package keeps. Its service needs those of care, care/sla and storage/queue too; chamsoc.Schemas has them all.
func Schemas() []*storage.Schema {
	return []*storage.Schema{
		materials.Schema(), editions.Schema(), understood.Schema(), places.Schema(), norms.Schema(), stocks.Schema(), checks.Schema(), orders.Schema(),
		absences.Schema(), requests.Schema(),
	}
}
