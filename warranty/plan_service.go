package warranty

import (
	"context"
	"errors"
	"strconv"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/care/sla"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/queue"
)

// PlanRequest makes a maintenance plan. At least one of Months and Use is needed.
type PlanRequest struct {
	Key          string                   `json:"key,omitempty"`
	Registration storage.ID[Registration] `json:"registration"`
	Code         string                   `json:"code"` // a PlanCode; one product has each once
	Name         care.Text                `json:"name"`
	Months       int                      `json:"months,omitempty"`
	Use          int                      `json:"use,omitempty"`
	Unit         care.Text                `json:"unit,omitzero"`
	Ahead        int                      `json:"ahead,omitempty"` // days before it is due on which the customer is reminded; 0: 14
}

const defaultAhead = 14

// PlanMaintenance makes a maintenance plan for a product, which begins with its delivery. [MaintenanceDue] is announced when a service comes near.
func (s Service) PlanMaintenance(ctx context.Context, r PlanRequest) (MaintenancePlan, error) {
	var p care.Problems
	plan := MaintenancePlan{
		Registration: r.Registration, Name: r.Name, Months: r.Months, Use: r.Use, Unit: r.Unit, Ahead: r.Ahead,
		Code: care.Required(&p, "code", r.Code, care.ParseRef[PlanCode]),
	}
	if plan.Ahead == 0 {
		plan.Ahead = defaultAhead
	}
	if r.Name.VI == "" || r.Name.EN == "" {
		p.Add("name", "", care.CodeMissing.With())
	}
	if r.Months < 0 || r.Months > maxMonths || r.Months == 0 && r.Use == 0 {
		p.Add("months", strconv.Itoa(r.Months), CodeMonths.With(care.NewFact("most", maxMonths)))
	}
	if r.Use < 0 || r.Use > maxUse {
		p.Add("use", strconv.Itoa(r.Use), CodeUse.With(care.NewFact("limit", maxUse)))
	}
	if r.Use > 0 && (r.Unit.VI == "" || r.Unit.EN == "") {
		p.Add("unit", "", care.CodeMissing.With())
	}
	if r.Ahead < 0 || r.Ahead > 366 {
		p.Add("ahead", strconv.Itoa(r.Ahead), CodeAhead.With(care.NewFact("limit", 366)))
	}
	key := care.Optional(&p, "key", r.Key, care.ParseRef[string])
	if err := p.Err(); err != nil {
		return MaintenancePlan{}, err
	}
	saved, _, err := once(ctx, s, "plan_maintenance", key, r, plans, "", func(ctx context.Context, tx storage.Tx) (MaintenancePlan, storage.ID[MaintenancePlan], error) {
		reg, err := registrations.Get(ctx, tx, plan.Registration)
		if errors.Is(err, storage.ErrNotFound) {
			return plan, plan.ID, care.RefuseAt("registration", plan.Registration.String(), CodeNoRegistration.With())
		}
		if err != nil {
			return plan, plan.ID, err
		}
		plan := plan // fn may run again
		plan.ID, plan.Starts, plan.Subject = storage.ID[MaintenancePlan](s.c.Env.ID()), reg.Delivered, reg.Subject
		if !reg.Exchanged.IsZero() {
			plan.Starts = reg.Exchanged
		}
		plan, err = s.savePlan(ctx, tx, plan)
		if isTaken(err, planByCode.Name()) {
			err = care.RefuseAt("code", r.Code, CodePlanTaken.With())
		}
		return plan, plan.ID, err
	})
	return saved, err
}

// savePlan works out when the next service is due, saves a plan, and sets its timer.
func (s Service) savePlan(ctx context.Context, tx storage.Tx, p MaintenancePlan) (MaintenancePlan, error) {
	p.Due = p.NextDue()
	p, err := plans.Put(ctx, tx, p)
	if err != nil {
		return MaintenancePlan{}, err
	}
	return p, s.planTimers.In(tx).Set(ctx, aboutPlan(p), s.remindAt(p))
}

// remindAt is when the customer is to be reminded; zero: not, or that was done.
func (s Service) remindAt(p MaintenancePlan) time.Time {
	if p.Due.On.IsZero() || p.Reminded >= p.Due.Number {
		return time.Time{}
	}
	return p.Due.On.AddDays(-p.Ahead).Start(s.c.Env.Location())
}

// UseRead is how much a product has been used, and whether it was serviced.
type UseRead struct {
	Key      string                      `json:"key,omitempty"`
	Plan     storage.ID[MaintenancePlan] `json:"plan"`
	Version  int64                       `json:"version,omitempty"` // on which the request is based; stale: care.ErrStale; 0: whatever it is now
	Use      int                         `json:"use,omitempty"`     // 0: not read
	Serviced bool                        `json:"serviced,omitempty"`
	At       time.Time                   `json:"at,omitzero"` // zero: now
}

// maxReadings is one a day for years.
const maxReadings = 5000

// ReadUse records how much a product has been used, or that it was serviced, which moves the next service.
func (s Service) ReadUse(ctx context.Context, r UseRead) (MaintenancePlan, error) {
	r.At = r.At.UTC() // the same instant is the same request
	var p care.Problems
	reading := UseReading{On: s.dateAt(&p, r.At), Use: r.Use, Serviced: r.Serviced}
	if r.Use < 0 || r.Use > maxUse || r.Use == 0 && !r.Serviced {
		p.Add("use", strconv.Itoa(r.Use), CodeUse.With(care.NewFact("limit", maxUse)))
	}
	key := care.Optional(&p, "key", r.Key, care.ParseRef[string])
	if err := p.Err(); err != nil {
		return MaintenancePlan{}, err
	}
	saved, _, err := once(ctx, s, "read_use", key, r, plans, "", func(ctx context.Context, tx storage.Tx) (plan MaintenancePlan, id storage.ID[MaintenancePlan], err error) {
		if plan, err = plans.Get(ctx, tx, r.Plan); err != nil {
			return plan, id, err
		}
		if err = staleAt("maintenance plan", plan.ID.String(), r.Version, plan.Version); err != nil {
			return plan, id, err
		}
		if len(plan.Readings) >= maxReadings {
			return plan, id, care.RefuseAt("plan", plan.ID.String(), care.CodeTooMany.With(care.NewFact("limit", maxReadings)))
		}
		plan.Readings = append(plan.Readings[:len(plan.Readings):len(plan.Readings)], reading)
		plan, err = s.savePlan(ctx, tx, plan)
		return plan, plan.ID, err
	})
	return saved, err
}

// Plans lists the maintenance plans of a product, in the order of their codes.
func (s Service) Plans(of storage.ID[Registration]) storage.List[MaintenancePlan] {
	return plans.List(s.store, planByCode.Prefix(of))
}

// MaintenanceDue: a service comes near, and the customer is to be reminded. It comes once for each service.
var MaintenanceDue = queue.NewTopic[MaintenanceDueEvent]("warranty.maintenance_due", 1)

// MaintenanceDueEvent is the payload of [MaintenanceDue]. Its key is the plan.
type MaintenanceDueEvent struct {
	Plan         storage.ID[MaintenancePlan] `json:"plan"`
	Registration storage.ID[Registration]    `json:"registration"`
	Number       int                         `json:"number"` // of the service
	On           calendar.Date               `json:"on"`
	At           int                         `json:"at,omitempty"` // at so much use
}

// PlanTimer rings when the customer of a maintenance plan is to be reminded. [Subscriptions] has its handler.
var PlanTimer = queue.NewTask[sla.Wake]("warranty.plan_timer", 1)

// AboutPlan is the kind of [care.About] that points at a maintenance plan, by its id.
const AboutPlan care.AboutKind = "warranty.plan"

func aboutPlan(p MaintenancePlan) sla.Followed {
	return sla.Followed{About: care.About{Kind: AboutPlan, Ref: p.ID.String()}, Subject: p.Subject}
}

// planDue announces a service that comes near. It may come twice, or early.
func (s Service) planDue(ctx context.Context, w sla.Wake) (err error) {
	ctx, done := s.c.Env.Observe(ctx, "warranty.plan_due")
	defer func() { done(err) }()
	id, err := storage.ParseID[MaintenancePlan](w.About.Ref)
	if err != nil {
		return queue.Park(err)
	}
	return s.store.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
		p, err := plans.Get(ctx, tx, id)
		if errors.Is(err, storage.ErrNotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		if due := s.remindAt(p); due.IsZero() || due.After(s.c.Env.Time()) {
			return s.planTimers.In(tx).Set(ctx, aboutPlan(p), due)
		}
		p.Reminded = p.Due.Number
		if p, err = s.savePlan(ctx, tx, p); err != nil {
			return err
		}
		e := MaintenanceDueEvent{p.ID, p.Registration, p.Due.Number, p.Due.On, p.Due.At}
		return MaintenanceDue.With(s.c.Bell).Put(ctx, tx, queue.Item[MaintenanceDueEvent]{Key: p.ID.String(), Order: p.Version, Payload: e})
	})
}
