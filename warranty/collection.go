package warranty

import (
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/storage"
)

// How the package's records are found.
var (
	termsCode    = storage.Text("code", func(t *Terms) *TermsCode { return &t.Code })
	termsEdition = storage.Int("edition", func(t *Terms) *int { return &t.Edition })

	byCode = storage.UniqueOn("by_code", termsCode, termsEdition)

	terms = storage.Declare("warranty_terms", storage.Declaration[Terms]{
		Key:     func(t *Terms) (*storage.ID[Terms], *int64) { return &t.ID, &t.Version },
		Indexes: []*storage.Index[Terms]{byCode},
	})

	coverageProduct = storage.Text("product", func(c *Coverage) *care.ProductRef { return &c.Product })

	byProduct = storage.UniqueOn("by_product", coverageProduct)

	coverages = storage.Declare("warranty_coverage", storage.Declaration[Coverage]{
		Key:     func(c *Coverage) (*storage.ID[Coverage], *int64) { return &c.ID, &c.Version },
		Indexes: []*storage.Index[Coverage]{byProduct},
	})

	invoice   = storage.Text("invoice", func(r *Registration) *care.InvoiceRef { return &r.Invoice })
	line      = storage.Int("line", func(r *Registration) *int { return &r.Line })
	unit      = storage.Int("unit", func(r *Registration) *int { return &r.Unit })
	copyOf    = storage.Int("copy_of", func(r *Registration) *int { return &r.Copy })
	product   = storage.Text("product", func(r *Registration) *care.ProductRef { return &r.Product })
	serial    = storage.Text("serial_key", func(r *Registration) *string { return &r.SerialKey }).Nullable()
	fold      = storage.Text("serial_fold", func(r *Registration) *string { return &r.SerialFold }).Nullable()
	phone     = storage.Text("phone", func(r *Registration) *care.Phone { return &r.Phone }).Nullable()
	nameKey   = storage.Text("name_key", func(r *Registration) *string { return &r.NameKey }).Nullable()
	number    = storage.Text("number", func(r *Registration) *string { return &r.Number }).Nullable()
	taxCode   = storage.Text("tax_code", func(r *Registration) *string { return &r.TaxCode }).Nullable()
	subject   = storage.Text("subject", func(r *Registration) *string { return &r.Subject }).Nullable()
	delivered = storage.Date("delivered", func(r *Registration) *calendar.Date { return &r.Delivered })
	ends      = storage.Date("ends", func(r *Registration) *calendar.Date { return &r.Ends })

	byUnit    = storage.UniqueOn("by_unit", invoice, line, unit, copyOf)
	bySerial  = storage.UniqueOn("by_serial", serial, product)
	byFold    = storage.IndexOn("by_fold", fold)
	byPhone   = storage.IndexOn("by_phone", phone, delivered)
	byName    = storage.IndexOn("by_name", nameKey, delivered)
	byNumber  = storage.IndexOn("by_number", number, delivered)
	byTaxCode = storage.IndexOn("by_tax_code", taxCode, delivered)
	byModel   = storage.IndexOn("by_product", product, delivered)
	bySubject = storage.IndexOn("by_subject", subject, delivered)

	registrations = storage.Declare("warranty_registration", storage.Declaration[Registration]{
		Key:     func(r *Registration) (*storage.ID[Registration], *int64) { return &r.ID, &r.Version },
		Indexes: []*storage.Index[Registration]{byUnit, bySerial, byFold, byPhone, byName, byNumber, byTaxCode, byModel, bySubject},
		Report:  []*storage.Field[Registration]{ends},
		Subject: subject,
		Personal: []storage.Part[Registration]{
			storage.Personal("customer", func(r *Registration) *care.CustomerRef { return &r.Customer }),
			storage.Personal("name", func(r *Registration) *string { return &r.Name }),
			storage.Personal("name_key", func(r *Registration) *string { return &r.NameKey }),
			storage.Personal("phones", func(r *Registration) *[]care.Phone { return &r.Phones }),
			storage.Personal("phone", func(r *Registration) *care.Phone { return &r.Phone }),
			storage.Personal("tax_code", func(r *Registration) *string { return &r.TaxCode }),
		},
	})

	otherNumber    = storage.Text("phone", func(p *otherPhone) *care.Phone { return &p.Phone })
	otherDelivered = storage.Date("delivered", func(p *otherPhone) *calendar.Date { return &p.Delivered })
	otherOf        = storage.UUID("registration", func(p *otherPhone) *storage.ID[Registration] { return &p.Registration })
	otherSubject   = storage.Text("subject", func(p *otherPhone) *string { return &p.Subject }).Nullable()

	byOtherPhone   = storage.UniqueOn("by_phone", otherNumber, otherDelivered, otherOf)
	otherBySubject = storage.IndexOn("by_subject", otherSubject, otherDelivered)

	otherPhones = storage.Declare("warranty_phone", storage.Declaration[otherPhone]{
		Key:     func(p *otherPhone) (*storage.ID[otherPhone], *int64) { return &p.ID, &p.Version },
		Indexes: []*storage.Index[otherPhone]{byOtherPhone, otherBySubject},
		Subject: otherSubject,
	})

	formSubject = storage.Text("subject", func(f *Form) *string { return &f.Subject }).Nullable()

	formExpires = storage.Time("expires", func(f *Form) *time.Time { return &f.Expires })

	formBySubject = storage.IndexOn("by_subject", formSubject)
	formByExpiry  = storage.IndexOn("by_expiry", formExpires) // which holds them all, for exporting

	forms = storage.Declare("warranty_form", storage.Declaration[Form]{
		Key:     func(f *Form) (*storage.ID[Form], *int64) { return &f.ID, &f.Version },
		Indexes: []*storage.Index[Form]{formBySubject, formByExpiry},
		Subject: formSubject,
	})

	wordText    = storage.Text("word", func(w *productWord) *string { return &w.Word })
	wordProduct = storage.Text("product", func(w *productWord) *care.ProductRef { return &w.Product })

	byWord = storage.UniqueOn("by_word", wordText, wordProduct)

	productWords = storage.Declare("warranty_product_word", storage.Declaration[productWord]{
		Key:     func(w *productWord) (*storage.ID[productWord], *int64) { return &w.ID, &w.Version },
		Indexes: []*storage.Index[productWord]{byWord},
	})

	answeredFor     = storage.UUID("registration", func(a *Answered) *storage.ID[Registration] { return &a.Registration })
	answeredAt      = storage.Time("at", func(a *Answered) *time.Time { return &a.At })
	answeredSubject = storage.Text("subject", func(a *Answered) *string { return &a.Subject }).Nullable()

	byRegistration    = storage.IndexOn("by_registration", answeredFor, answeredAt)
	answeredBySubject = storage.IndexOn("by_subject", answeredSubject, answeredAt)

	answers = storage.Declare("warranty_answer", storage.Declaration[Answered]{
		Key:      func(a *Answered) (*storage.ID[Answered], *int64) { return &a.ID, &a.Version },
		Indexes:  []*storage.Index[Answered]{byRegistration, answeredBySubject},
		Subject:  answeredSubject,
		Personal: []storage.Part[Answered]{storage.Personal("subject", func(a *Answered) *string { return &a.Subject })},
	})

	claimNumber       = storage.Text("number", func(c *Claim) *string { return &c.Number }).Nullable()
	claimRegistration = storage.UUID("registration", func(c *Claim) *storage.ID[Registration] { return &c.Registration })
	claimHeld         = storage.UUID("held", func(c *Claim) *storage.ID[Registration] { return &c.Held }).Nullable()
	claimReceived     = storage.Time("received", func(c *Claim) *time.Time { return &c.Received })
	claimPromised     = storage.Time("promised", func(c *Claim) *time.Time { return &c.Promised }).Nullable()
	claimIsOpen       = storage.Bool("open", func(c *Claim) *bool { return &c.Open })
	claimSubject      = storage.Text("subject", func(c *Claim) *string { return &c.Subject }).Nullable()

	claimByNumber       = storage.UniqueOn("by_number", claimNumber)
	claimByRegistration = storage.IndexOn("by_registration", claimRegistration, claimReceived)
	claimByHeld         = storage.UniqueOn("by_held", claimHeld)
	claimByReceived     = storage.IndexOn("by_received", claimReceived)
	claimByPromised     = storage.IndexOn("by_promised", claimPromised)
	claimBySubject      = storage.IndexOn("by_subject", claimSubject, claimReceived)

	claims = storage.Declare("warranty_claim", storage.Declaration[Claim]{
		Key:     func(c *Claim) (*storage.ID[Claim], *int64) { return &c.ID, &c.Version },
		Indexes: []*storage.Index[Claim]{claimByNumber, claimByRegistration, claimByHeld, claimByReceived, claimByPromised, claimBySubject},
		Report:  []*storage.Field[Claim]{claimIsOpen},
		Subject: claimSubject,
		Personal: []storage.Part[Claim]{
			storage.Personal("said", func(c *Claim) *string { return &c.Said }),
			storage.Personal("items", func(c *Claim) *string { return &c.Items }),
			storage.Personal("vulnerable", func(c *Claim) *bool { return &c.Vulnerable }),
		},
	})

	ledgerInvoice = storage.Text("invoice", func(l *ledger) *care.InvoiceRef { return &l.Invoice })
	ledgerLine    = storage.Int("line", func(l *ledger) *int { return &l.Line })

	ledgerByLine = storage.UniqueOn("by_line", ledgerInvoice, ledgerLine)

	refunds = storage.Declare("warranty_refund", storage.Declaration[ledger]{
		Key:     func(l *ledger) (*storage.ID[ledger], *int64) { return &l.ID, &l.Version },
		Indexes: []*storage.Index[ledger]{ledgerByLine},
	})

	centreCode = storage.Text("code", func(c *Centre) *CentreCode { return &c.Code })

	centreByCode = storage.UniqueOn("by_code", centreCode)

	centres = storage.Declare("warranty_centre", storage.Declaration[Centre]{
		Key:     func(c *Centre) (*storage.ID[Centre], *int64) { return &c.ID, &c.Version },
		Indexes: []*storage.Index[Centre]{centreByCode},
	})

	workdayCentre = storage.Text("centre", func(d *workday) *CentreCode { return &d.Centre })
	workdayDate   = storage.Date("date", func(d *workday) *calendar.Date { return &d.Date })

	workdayByDate = storage.UniqueOn("by_centre_date", workdayCentre, workdayDate)

	workdays = storage.Declare("warranty_workday", storage.Declaration[workday]{
		Key:     func(d *workday) (*storage.ID[workday], *int64) { return &d.ID, &d.Version },
		Indexes: []*storage.Index[workday]{workdayByDate},
	})

	orderCentre  = storage.Text("centre", func(o *RepairOrder) *CentreCode { return &o.Centre })
	orderDay     = storage.Date("day", func(o *RepairOrder) *calendar.Date { return &o.Day })
	orderIsOpen  = storage.Bool("open", func(o *RepairOrder) *bool { return &o.Open })
	orderStatus  = storage.Text("status", func(o *RepairOrder) *OrderStatus { return &o.Status })
	orderOpened  = storage.Time("opened", func(o *RepairOrder) *time.Time { return &o.Opened })
	orderEnded   = storage.Time("ended", func(o *RepairOrder) *time.Time { return &o.Ended }).Nullable()
	orderSubject = storage.Text("subject", func(o *RepairOrder) *string { return &o.Subject }).Nullable()

	orderByDay     = storage.IndexOn("by_day", orderDay, orderCentre)
	orderByOpen    = storage.IndexOn("by_open", orderIsOpen, orderCentre, orderOpened)
	orderByEnd     = storage.IndexOn("by_end", orderStatus, orderCentre, orderEnded)
	orderBySubject = storage.IndexOn("by_subject", orderSubject, orderOpened)

	orders = storage.Declare("warranty_order", storage.Declaration[RepairOrder]{
		Key:      func(o *RepairOrder) (*storage.ID[RepairOrder], *int64) { return &o.ID, &o.Version },
		Indexes:  []*storage.Index[RepairOrder]{orderByDay, orderByOpen, orderByEnd, orderBySubject},
		Subject:  orderSubject,
		Personal: []storage.Part[RepairOrder]{storage.Personal("subject", func(o *RepairOrder) *string { return &o.Subject })},
	})

	planRegistration = storage.UUID("registration", func(p *MaintenancePlan) *storage.ID[Registration] { return &p.Registration })
	planCode         = storage.Text("code", func(p *MaintenancePlan) *PlanCode { return &p.Code })
	planSubject      = storage.Text("subject", func(p *MaintenancePlan) *string { return &p.Subject }).Nullable()

	planByCode    = storage.UniqueOn("by_registration_code", planRegistration, planCode)
	planBySubject = storage.IndexOn("by_subject", planSubject)

	plans = storage.Declare("warranty_plan", storage.Declaration[MaintenancePlan]{
		Key:     func(p *MaintenancePlan) (*storage.ID[MaintenancePlan], *int64) { return &p.ID, &p.Version },
		Indexes: []*storage.Index[MaintenancePlan]{planByCode, planBySubject},
		Subject: planSubject, // how much a customer uses what is theirs: erased whole
	})

	adviceProduct = storage.Text("product", func(a *Advice) *care.ProductRef { return &a.Product })
	adviceAt      = storage.Time("at", func(a *Advice) *time.Time { return &a.At })
	adviceSubject = storage.Text("subject", func(a *Advice) *string { return &a.Subject }).Nullable()

	adviceByProduct = storage.IndexOn("by_product", adviceProduct, adviceAt)
	adviceBySubject = storage.IndexOn("by_subject", adviceSubject, adviceAt)

	advices = storage.Declare("warranty_advice", storage.Declaration[Advice]{
		Key:     func(a *Advice) (*storage.ID[Advice], *int64) { return &a.ID, &a.Version },
		Indexes: []*storage.Index[Advice]{adviceByProduct, adviceBySubject},
		Subject: adviceSubject,
		Personal: []storage.Part[Advice]{
			storage.Personal("question", func(a *Advice) *string { return &a.Question }),
			storage.Personal("answer", func(a *Advice) *string { return &a.Answer }),
		},
	})
)

// Schemas are the collections that this package keeps. Its service needs those of care and of storage/queue too; chamsoc.Schemas has them all.
func Schemas() []*storage.Schema {
	return []*storage.Schema{
		terms.Schema(), coverages.Schema(), registrations.Schema(), answers.Schema(), otherPhones.Schema(), productWords.Schema(), forms.Schema(), importRuns.Schema(),
		claims.Schema(), refunds.Schema(), centres.Schema(), workdays.Schema(), orders.Schema(), plans.Schema(), advices.Schema(),
		entries.Schema(), conflicts.Schema(), tolds.Schema(),
	}
}
