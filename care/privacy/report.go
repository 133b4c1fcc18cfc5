package privacy

import (
	"context"
	"strconv"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/care/sla"
	"github.com/chamsoc/chamsoc/storage"
)

// Report is an incident as it is noticed.
type Report struct {
	Key      string    `json:"key,omitempty"` // makes the report idempotent
	What     string    `json:"what"`          // at most 5000 characters, nothing personal
	Affected int       `json:"affected,omitempty"`
	At       time.Time `json:"at,omitzero"` // when it was detected; zero: now
}

// Report keeps an incident, and starts the time within which the authority is told.
func (s Service) Report(ctx context.Context, in Report) (i Incident, err error) {
	ctx, done := s.c.Env.Observe(ctx, "privacy.report")
	defer func() { done(err) }()
	in.At = in.At.UTC()
	var p care.Problems
	i = Incident{What: care.Required(&p, "what", in.What, care.Lines(5000)), Affected: in.Affected, Detected: s.at(&p, in.At), Recorded: s.c.Env.Time()}
	key := care.Optional(&p, "key", in.Key, care.ParseRef[string])
	if in.Affected < 0 {
		p.Add("affected", strconv.Itoa(in.Affected), care.CodeUnreadable.With())
	}
	if err := p.Err(); err != nil {
		return Incident{}, err
	}
	zone := s.c.Env.Location()
	rules := rulesOn(s.c.Rules, calendar.DateOf(i.Detected, zone))
	i.NotifyBy = i.Detected.Add(rules.Notify)
	i.Due = i.NotifyBy
	i.Reasons = care.Reasons{CodeNotifyBy.With(care.NewFact("detected", i.Detected.In(zone)), care.NewFact("by", i.NotifyBy.In(zone))).Under(rules.NotifyRule)}
	op := care.Operation{Name: "privacy.report", Key: key, At: i.Recorded}
	i, _, err = care.Once(ctx, s.store, op, in, func(ctx context.Context, tx storage.Tx) (Incident, error) {
		i.ID, i.Version = storage.ID[Incident](s.c.Env.ID()), 0
		return s.saveIncident(ctx, tx, i)
	})
	return i, err
}

// Measure is what is done about an incident.
type Measure struct {
	Key      string               `json:"key,omitempty"` // makes the measure idempotent
	Incident storage.ID[Incident] `json:"incident"`
	Version  int64                `json:"version,omitempty"` // of the incident that was looked at; 0: any
	Kind     string               `json:"kind"`              // a [MeasureKind]
	Note     string               `json:"note"`              // at most 2000 characters, nothing personal
	By       string               `json:"by,omitempty"`
	At       time.Time            `json:"at,omitzero"` // zero: now
}

// Act keeps a measure. An illegal one is refused with the legal ones.
func (s Service) Act(ctx context.Context, m Measure) (i Incident, err error) {
	ctx, done := s.c.Env.Observe(ctx, "privacy.act")
	defer func() { done(err) }()
	m.At = m.At.UTC()
	var p care.Problems
	taken := RecordedMeasure{
		Kind:     care.Required(&p, "kind", m.Kind, care.ParseEnum[MeasureKind]),
		Note:     care.Required(&p, "note", m.Note, care.Lines(2000)),
		By:       care.Optional(&p, "by", m.By, care.ParseRef[care.StaffRef]),
		At:       s.at(&p, m.At),
		Recorded: s.c.Env.Time(),
	}
	key := care.Optional(&p, "key", m.Key, care.ParseRef[string])
	if err := p.Err(); err != nil {
		return Incident{}, err
	}
	op := care.Operation{Name: "privacy.act", Key: key, At: taken.Recorded}
	i, _, err = care.Once(ctx, s.store, op, m, func(ctx context.Context, tx storage.Tx) (Incident, error) {
		i, err := incidents.Get(ctx, tx, m.Incident)
		if err != nil {
			return Incident{}, err
		}
		if m.Version != 0 && m.Version != i.Version {
			return Incident{}, care.ErrStale
		}
		next, problems := i.Next(taken)
		if err := problems.Err(); err != nil {
			return Incident{}, err
		}
		return s.saveIncident(ctx, tx, next)
	})
	return i, err
}

func (s Service) saveIncident(ctx context.Context, tx storage.Tx, i Incident) (Incident, error) {
	saved, err := incidents.Put(ctx, tx, i)
	if err == nil {
		err = s.announceIncident(ctx, tx, IncidentChanged, saved)
	}
	if err == nil {
		err = s.timers.In(tx).Set(ctx, saved.followed(), saved.nextRing(s.c.Env.Time()))
	}
	return saved, err
}

func (i Incident) followed() sla.Followed {
	return sla.Followed{About: care.About{Kind: AboutIncident, Ref: i.ID.String()}}
}

// nextRing is when somebody is reminded next: when half of the time is over, and when all of it is.
func (i Incident) nextRing(now time.Time) time.Time {
	half := i.Detected.Add(i.NotifyBy.Sub(i.Detected) / 2)
	switch {
	case i.Due.IsZero():
		return time.Time{}
	case half.After(now):
		return half
	}
	return i.Due
}

// Incident returns one incident, or [storage.ErrNotFound].
func (s Service) Incident(ctx context.Context, id storage.ID[Incident]) (i Incident, err error) {
	err = s.store.View(ctx, func(ctx context.Context, reader storage.Reader) error {
		i, err = incidents.Get(ctx, reader, id)
		return err
	})
	return i, err
}

// Incidents lists all incidents, the oldest first.
func (s Service) Incidents() storage.List[Incident] {
	return incidents.List(s.store, incidentByDetected.Prefix())
}

// Untold lists the incidents of which the authority has not been told yet, the most pressing first.
func (s Service) Untold() storage.List[Incident] {
	return incidents.List(s.store, incidentByDue.Prefix())
}
