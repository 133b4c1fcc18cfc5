package feedback

import (
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/storage"
)

// How the package's records are found.
var (
	surveyCode    = storage.Text("code", func(s *Survey) *string { return &s.Code })
	surveyEdition = storage.Int("edition", func(s *Survey) *int { return &s.Edition })

	byEdition = storage.UniqueOn("by_edition", surveyCode, surveyEdition)

	surveys = storage.Declare("feedback_survey", storage.Declaration[Survey]{
		Key:     func(s *Survey) (*storage.ID[Survey], *int64) { return &s.ID, &s.Version },
		Indexes: []*storage.Index[Survey]{byEdition},
	})

	asked    = storage.Time("asked", func(i *Invitation) *time.Time { return &i.Asked })
	onceOnly = storage.Text("once", func(i *Invitation) *string { return &i.Once })
	customer = storage.Text("customer", func(i *Invitation) *care.CustomerRef { return &i.Customer }).Nullable()

	byOnce     = storage.UniqueOn("by_once", onceOnly)
	byCustomer = storage.IndexOn("by_customer", customer, asked)

	invitations = storage.Declare("feedback_invitation", storage.Declaration[Invitation]{
		Key:      func(i *Invitation) (*storage.ID[Invitation], *int64) { return &i.ID, &i.Version },
		Indexes:  []*storage.Index[Invitation]{byOnce, byCustomer},
		Subject:  customer,
		Personal: []storage.Part[Invitation]{storage.Personal("customer", func(i *Invitation) *care.CustomerRef { return &i.Customer })},
	})

	answerTo      = storage.UUID("invitation", func(a *Answer) *storage.ID[Invitation] { return &a.Invitation })
	answerAt      = storage.Time("recorded", func(a *Answer) *time.Time { return &a.Recorded })
	answerSubject = storage.Text("subject", func(a *Answer) *care.CustomerRef { return &a.Subject }).Nullable()

	byInvitation    = storage.IndexOn("by_invitation", answerTo, answerAt)
	answerBySubject = storage.IndexOn("by_subject", answerSubject, answerAt)

	answers = storage.Declare("feedback_answer", storage.Declaration[Answer]{
		Key:     func(a *Answer) (*storage.ID[Answer], *int64) { return &a.ID, &a.Version },
		Indexes: []*storage.Index[Answer]{byInvitation, answerBySubject},
		Subject: answerSubject,
		Personal: []storage.Part[Answer]{
			storage.Personal("subject", func(a *Answer) *care.CustomerRef { return &a.Subject }),
			storage.Personal("words", func(a *Answer) *map[string]string { return &a.Words }),
		},
	})

	paced   = storage.Text("subject", func(p *Pace) *care.CustomerRef { return &p.Subject }).Nullable()
	byPaced = storage.UniqueOn("by_subject", paced)

	paces = storage.Declare("feedback_pace", storage.Declaration[Pace]{
		Key:     func(p *Pace) (*storage.ID[Pace], *int64) { return &p.ID, &p.Version },
		Indexes: []*storage.Index[Pace]{byPaced},
		Subject: paced, // without personal parts: an erased customer's pace is deleted
	})

	rollupHash   = storage.Text("hash", func(r *Rollup) *string { return &r.Hash })
	rollupSurvey = storage.Text("survey", func(r *Rollup) *string { return &r.Cell.Survey })
	rollupMonth  = storage.Date("month", func(r *Rollup) *calendar.Date { return &r.Cell.Month })

	byHash  = storage.UniqueOn("by_hash", rollupHash)
	byMonth = storage.IndexOn("by_month", rollupSurvey, rollupMonth)

	rollups = storage.Declare("feedback_rollup", storage.Declaration[Rollup]{
		Key:     func(r *Rollup) (*storage.ID[Rollup], *int64) { return &r.ID, &r.Version },
		Indexes: []*storage.Index[Rollup]{byHash, byMonth},
	})

	weighingHash   = storage.Text("hash", func(w *Weighing) *string { return &w.Hash })
	weighingSurvey = storage.Text("survey", func(w *Weighing) *string { return &w.Survey })
	weighingMonth  = storage.Date("month", func(w *Weighing) *calendar.Date { return &w.Month })

	byWeighingHash  = storage.UniqueOn("by_hash", weighingHash)
	byWeighingMonth = storage.IndexOn("by_month", weighingSurvey, weighingMonth)

	weighings = storage.Declare("feedback_weighing", storage.Declaration[Weighing]{
		Key:     func(w *Weighing) (*storage.ID[Weighing], *int64) { return &w.ID, &w.Version },
		Indexes: []*storage.Index[Weighing]{byWeighingHash, byWeighingMonth},
	})

	streamTopic   = storage.Text("topic", func(s *Stream) *string { return &s.Topic })
	streamSegment = storage.Text("segment", func(s *Stream) *care.SegmentRef { return &s.Segment })
	judged        = storage.Date("judged", func(s *Stream) *calendar.Date { return &s.Judged })

	byStream = storage.UniqueOn("by_topic", streamTopic, streamSegment)
	byJudged = storage.IndexOn("by_judged", judged)

	streams = storage.Declare("feedback_stream", storage.Declaration[Stream]{
		Key:     func(s *Stream) (*storage.ID[Stream], *int64) { return &s.ID, &s.Version },
		Indexes: []*storage.Index[Stream]{byStream, byJudged},
	})

	dayTopic   = storage.Text("topic", func(d *DemandDay) *string { return &d.Topic })
	daySegment = storage.Text("segment", func(d *DemandDay) *care.SegmentRef { return &d.Segment })
	dayDay     = storage.Date("day", func(d *DemandDay) *calendar.Date { return &d.Day })

	byDemandDay = storage.UniqueOn("by_day", dayTopic, daySegment, dayDay)

	demandDays = storage.Declare("feedback_demand", storage.Declaration[DemandDay]{
		Key:     func(d *DemandDay) (*storage.ID[DemandDay], *int64) { return &d.ID, &d.Version },
		Indexes: []*storage.Index[DemandDay]{byDemandDay},
	})

	wisher   = storage.Text("customer", func(w *Wish) *care.CustomerRef { return &w.Customer }).Nullable()
	wishSaid = storage.Time("said", func(w *Wish) *time.Time { return &w.Said })
	byWisher = storage.IndexOn("by_customer", wisher, wishSaid)

	wishes = storage.Declare("feedback_wish", storage.Declaration[Wish]{
		Key:     func(w *Wish) (*storage.ID[Wish], *int64) { return &w.ID, &w.Version },
		Indexes: []*storage.Index[Wish]{byWisher},
		Subject: wisher,
		Personal: []storage.Part[Wish]{
			storage.Personal("customer", func(w *Wish) *care.CustomerRef { return &w.Customer }),
			storage.Personal("text", func(w *Wish) *string { return &w.Text }),
		},
	})

	followedUp  = storage.UUID("invitation", func(f *FollowUp) *storage.ID[Invitation] { return &f.Invitation })
	followedBy  = storage.Text("followed", func(f *FollowUp) *string { return &f.Followed }).Nullable()
	raisedAt    = storage.Time("raised", func(f *FollowUp) *time.Time { return &f.Raised })
	waitingTill = storage.Time("waiting", func(f *FollowUp) *time.Time { return &f.Waiting }).Nullable()

	byFollowedUp = storage.UniqueOn("by_invitation", followedUp)
	byFollowed   = storage.IndexOn("by_followed", followedBy)
	byRaisedAt   = storage.IndexOn("by_raised", raisedAt)
	byWaiting    = storage.IndexOn("by_waiting", waitingTill)

	followUps = storage.Declare("feedback_follow_up", storage.Declaration[FollowUp]{ // nothing in it is personal
		Key:     func(f *FollowUp) (*storage.ID[FollowUp], *int64) { return &f.ID, &f.Version },
		Indexes: []*storage.Index[FollowUp]{byFollowedUp, byFollowed, byRaisedAt, byWaiting},
	})

	live     = storage.Text("live", func(f *Finding) *string { return &f.Live }).Nullable()
	due      = storage.Time("due", func(f *Finding) *time.Time { return &f.Due }).Nullable()
	raised   = storage.Time("raised", func(f *Finding) *time.Time { return &f.Raised })
	closedAt = storage.Time("closed", func(f *Finding) *time.Time { return &f.Closed }).Nullable()

	byLive   = storage.UniqueOn("by_live", live)
	byDue    = storage.IndexOn("by_due", due)
	byRaised = storage.IndexOn("by_raised", raised)
	byClosed = storage.IndexOn("by_closed", closedAt)

	findings = storage.Declare("feedback_finding", storage.Declaration[Finding]{
		Key:     func(f *Finding) (*storage.ID[Finding], *int64) { return &f.ID, &f.Version },
		Indexes: []*storage.Index[Finding]{byLive, byDue, byRaised, byClosed},
	})

	inspectedAt = storage.Time("at", func(i *Inspected) *time.Time { return &i.At })
	byInspected = storage.IndexOn("by_at", inspectedAt)

	inspections = storage.Declare("feedback_inspection", storage.Declaration[Inspected]{ // nothing in it is personal
		Key:     func(i *Inspected) (*storage.ID[Inspected], *int64) { return &i.ID, &i.Version },
		Indexes: []*storage.Index[Inspected]{byInspected},
	})

	incident         = storage.Text("incident", func(r *Recovery) *string { return &r.Incident })
	recovered        = storage.Time("at", func(r *Recovery) *time.Time { return &r.At })
	recoveryCustomer = storage.Text("customer", func(r *Recovery) *care.CustomerRef { return &r.Customer }).Nullable()

	byIncident         = storage.UniqueOn("by_incident", incident)
	recoveryByAt       = storage.IndexOn("by_at", recovered)
	recoveryByCustomer = storage.IndexOn("by_customer", recoveryCustomer, recovered)

	recoveries = storage.Declare("feedback_recovery", storage.Declaration[Recovery]{
		Key:      func(r *Recovery) (*storage.ID[Recovery], *int64) { return &r.ID, &r.Version },
		Indexes:  []*storage.Index[Recovery]{byIncident, recoveryByAt, recoveryByCustomer},
		Subject:  recoveryCustomer,
		Personal: []storage.Part[Recovery]{storage.Personal("customer", func(r *Recovery) *care.CustomerRef { return &r.Customer })},
	})

	budgetCode = storage.Text("code", func(b *Budget) *string { return &b.Code })
	byBudget   = storage.UniqueOn("by_code", budgetCode)

	budgets = storage.Declare("feedback_budget", storage.Declaration[Budget]{
		Key:     func(b *Budget) (*storage.ID[Budget], *int64) { return &b.ID, &b.Version },
		Indexes: []*storage.Index[Budget]{byBudget},
	})
)

// Schemas are the collections that this package keeps. Its service needs those of care, care/sla and storage/queue too; chamsoc.Schemas has them all.
func Schemas() []*storage.Schema {
	return []*storage.Schema{
		surveys.Schema(), invitations.Schema(), answers.Schema(), paces.Schema(), rollups.Schema(), weighings.Schema(), wishes.Schema(), streams.Schema(), demandDays.Schema(), followUps.Schema(), findings.Schema(), inspections.Schema(), recoveries.Schema(), budgets.Schema(),
	}
}
