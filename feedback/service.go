package feedback

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/care/sla"
	"github.com/chamsoc/chamsoc/feedback/detect"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/queue"
)

// Config says how a Service works. The zero Config works.
type Config struct {
	Env care.Env
	// Fatigue says how often one customer is asked. Default: see [Fatigue].
	Fatigue Fatigue
	// Calendar says which days are working days, for what the law says about acknowledging complaints. Default: every day is one, which is stricter.
	Calendar *calendar.Calendar
	// Demand judges streams of demand. Default: detect.NewDemand(detect.Watch{}, nil), which has no calendar and says so in each change.
	Demand *detect.Demand
	// Bell wakes the workers of this process when an event was committed. Default: none.
	Bell *queue.Bell
}

// Service keeps surveys, answers, findings and recoveries in a store. It is a small value: In makes another for a tenant, a host's transaction or a running Tx
// at no cost.
type Service struct {
	store  storage.Store
	c      Config
	timers sla.Timers
}

// New returns the service on a store.
func New(store storage.Store, c Config) (Service, error) {
	if store == nil {
		return Service{}, errors.New("feedback: the store is nil: give the ForTenant of an adapter")
	}
	if c.Fatigue.Gap < 0 || c.Fatigue.Period < 0 || c.Fatigue.Most < 0 || c.Fatigue.Most > mostAsked {
		return Service{}, errors.New("feedback: Fatigue must have a Gap and a Period of 0 or more, and a Most of 0 to " + strconv.Itoa(mostAsked))
	}
	if c.Demand == nil {
		var err error
		if c.Demand, err = detect.NewDemand(detect.Watch{}, nil); err != nil {
			return Service{}, err
		}
	}
	timers, err := sla.NewTimers(store, sla.TimerConfig{Env: c.Env, Task: Timer, Bell: c.Bell})
	if err != nil {
		return Service{}, err
	}
	return Service{store, c, timers}, nil
}

// In is the same service on another store: another tenant's, one on the host's transaction, or a running Tx.
func (s Service) In(store storage.Store) Service {
	s.store = store
	return s
}

// Publish records one edition of a survey. The same edition with the same content is answered with what is stored; with other content it is refused with
// [CodeEditionTaken], because customers were asked it. A question keeps its kind in all editions, so that points of one scale are never added to those of another.
func (s Service) Publish(ctx context.Context, survey Survey) (_ Survey, err error) {
	ctx, done := s.c.Env.Observe(ctx, "feedback.publish")
	defer func() { done(err) }()
	if survey.Days == 0 {
		survey.Days = usualDays
	}
	if survey.Edits == 0 {
		survey.Edits = usualDays
	}
	if err := survey.problems().Err(); err != nil {
		return Survey{}, err
	}
	survey.ID, survey.Version, survey.Published = storage.ID[Survey](s.c.Env.ID()), 0, s.c.Env.Time()
	var saved Survey
	err = s.store.Update(ctx, func(ctx context.Context, tx storage.Tx) (err error) {
		saved, err = surveys.One(ctx, tx, byEdition.Key(survey.Code, survey.Edition))
		if errors.Is(err, storage.ErrNotFound) {
			if err = keepsKinds(ctx, tx, survey); err != nil {
				return err
			}
			saved, err = surveys.Put(ctx, tx, survey)
			return err
		}
		if err == nil && !sameSurvey(saved, survey) {
			err = care.RefuseAt("edition", strconv.Itoa(survey.Edition), CodeEditionTaken.With())
		}
		return err
	})
	if err != nil {
		return Survey{}, err
	}
	return saved, nil
}

// keepsKinds refuses a question whose code stands for another kind of question in the latest editions.
func keepsKinds(ctx context.Context, r storage.Reader, survey Survey) error {
	page, err := surveys.Page(ctx, r, byEdition.Prefix(survey.Code).Reverse(), "", storage.MaxPage)
	if err != nil {
		return err
	}
	var p care.Problems
	for i, q := range survey.Questions {
		for _, other := range page.Items {
			if was, ok := other.Question(q.Code); ok && was.Kind != q.Kind {
				p.Add(fmt.Sprintf("questions[%d].kind", i), string(q.Kind), CodeKindChanged.With(
					care.NewFact("question", q.Code), care.NewFact("edition", other.Edition), care.NewFact("kind", care.NameOf(was.Kind))))
				break
			}
		}
	}
	return p.Err()
}

// Invite invites a customer to answer a survey, or says why the customer is not asked: twice about the same thing, too soon, or too often. It refuses with
// *care.Invalid, listing every problem, and writes nothing then.
func (s Service) Invite(ctx context.Context, o Occasion) (invited Invited, err error) {
	ctx, done := s.c.Env.Observe(ctx, "feedback.invite")
	defer func() { done(err) }()
	o.At = o.At.UTC()
	i, key, err := s.parseOccasion(o)
	if err != nil {
		return Invited{}, err
	}
	op := care.Operation{Name: "feedback.invite", Key: key, Subject: string(i.Customer), At: i.Asked}
	invited, invited.Repeated, err = once(ctx, s, op, o, func(ctx context.Context, tx storage.Tx) (Invited, error) { return s.invite(ctx, tx, i) })
	return invited, err
}

// once is care.Once, with the result first.
func once[Q, R any](ctx context.Context, s Service, op care.Operation, q Q, do func(context.Context, storage.Tx) (R, error)) (R, bool, error) {
	return care.Once(ctx, s.store, op, q, do)
}

func (s Service) parseOccasion(o Occasion) (Invitation, string, error) {
	var p care.Problems
	i := Invitation{
		ID:       storage.ID[Invitation](s.c.Env.ID()),
		Customer: care.Required(&p, "customer", o.Customer, care.ParseRef[care.CustomerRef]),
		Survey:   care.Required(&p, "survey", o.Survey, care.ParseRef[string]),
		About:    o.About,
		Cycle:    max(o.Cycle, 1),
		Channel:  care.Required(&p, "channel", o.Channel, care.ParseEnum[care.Channel]),
		Segment:  care.Optional(&p, "segment", o.Segment, care.ParseRef[care.SegmentRef]),
		Place:    care.Optional(&p, "place", o.Place, care.ParseRef[care.PlaceRef]),
		Product:  care.Optional(&p, "product", o.Product, care.ParseRef[care.ProductRef]),
		Staff:    care.Optional(&p, "staff", o.Staff, care.ParseRef[care.StaffRef]),
		Asked:    s.at(o.At),

		PriceAtPar: o.PriceAtPar, QualityAtPar: o.QualityAtPar,
		Status: StatusOpen,
	}
	if ref, err := care.ParseRef[string](o.About.Ref); err != nil || ref != o.About.Ref || len(o.About.Kind) > 100 {
		p.Add("about", o.About.Ref, care.CodeNotText.With())
	}
	i.Once = i.ID.String()
	if !i.About.IsZero() {
		i.Once = string(i.About.Kind) + "/" + i.About.Ref + "/" + strconv.Itoa(i.Cycle) + "/" + i.Survey
		if len(i.Once) > storage.MaxText {
			p.Add("about", "", care.CodeTooLong.With(care.NewFact("limit", storage.MaxText)))
		}
	}
	if calendar.DateOf(i.Asked, s.c.Env.Location()).IsZero() {
		p.Add("at", "", care.CodeDateForm.With())
	}
	key := care.Optional(&p, "key", o.Key, care.ParseRef[string])
	return i, key, p.Err()
}

func (s Service) invite(ctx context.Context, tx storage.Tx, i Invitation) (Invited, error) {
	survey, err := latest(ctx, tx, i.Survey)
	if err != nil {
		return Invited{}, err
	}
	switch old, err := invitations.One(ctx, tx, byOnce.Key(i.Once)); {
	case err == nil:
		return Invited{Declined: true, Reasons: care.Reasons{CodeAskedAlready.With(care.NewFact("at", old.Asked))}}, nil
	case !errors.Is(err, storage.ErrNotFound):
		return Invited{}, err
	}
	pace, err := paceOf(ctx, tx, i.Customer)
	if err != nil {
		return Invited{}, err
	}
	next := AskedAbout{i.Asked, i.About, i.Cycle}
	if may, reasons := MayAsk(s.c.Fatigue, pace.Times, next); !may {
		return Invited{Declined: true, Reasons: reasons}, nil
	}
	i.Edition, i.Expires = survey.Edition, i.Asked.Add(time.Duration(survey.Days)*dayLong)
	if i, err = invitations.Put(ctx, tx, i); errors.Is(err, storage.ErrExists) { // another counter was first
		return Invited{Declined: true, Reasons: care.Reasons{CodeAskedAlready.With(care.NewFact("at", i.Asked))}}, nil
	} else if err != nil {
		return Invited{}, err
	}
	pace.Times = append(pace.Times[max(len(pace.Times)-mostAsked+1, 0):], next)
	if _, err = paces.Put(ctx, tx, pace); err != nil {
		return Invited{}, err
	}
	for _, q := range survey.Questions {
		if err := s.count(ctx, tx, i, q, Counts{Asked: 1}); err != nil {
			return Invited{}, err
		}
	}
	return Invited{Invitation: i}, s.announceAsked(ctx, tx, i)
}

// latest is the edition of a survey that is asked now.
func latest(ctx context.Context, r storage.Reader, code string) (Survey, error) {
	page, err := surveys.Page(ctx, r, byEdition.Prefix(code).Reverse(), "", 1)
	if err == nil && len(page.Items) == 0 {
		err = care.RefuseAt("survey", code, CodeNoSurvey.With())
	}
	if err != nil {
		return Survey{}, err
	}
	return page.Items[0], nil
}

// count adds to the counts of a question where the invitation belongs.
func (s Service) count(ctx context.Context, tx storage.Tx, i Invitation, q Question, c Counts) error {
	if c == (Counts{}) {
		return nil
	}
	asked := calendar.DateOf(i.Asked, s.c.Env.Location())
	cell := Cell{
		Survey: i.Survey, Question: q.Code, Kind: q.Kind, Factor: q.Factor, Month: firstOfMonth(asked),
		Segment: i.Segment, Channel: i.Channel, Place: i.Place, Product: i.Product, Staff: i.Staff,
	}
	return addCounts(ctx, tx, cell, c)
}

// addCounts adds to the counts of a cell, which may be new.
func addCounts(ctx context.Context, tx storage.Tx, cell Cell, c Counts) error {
	r, err := rollups.One(ctx, tx, byHash.Key(cell.hash()))
	if errors.Is(err, storage.ErrNotFound) {
		if _, err = rollups.Put(ctx, tx, Rollup{Cell: cell, Hash: cell.hash(), Counts: c}); !errors.Is(err, storage.ErrExists) {
			return err
		}
		r, err = rollups.One(ctx, tx, byHash.Key(cell.hash())) // another was first
	}
	if err != nil {
		return err
	}
	r.Counts = r.Counts.Plus(c)
	_, err = rollups.Put(ctx, tx, r)
	return err
}

// Answer records what a customer answers. The same reply again counts once; another one replaces it while it may be changed, and both are kept. It refuses
// with *care.Invalid an invitation that was never sent or has expired, questions that were not asked and points off the scale.
func (s Service) Answer(ctx context.Context, r Reply) (received Received, err error) {
	ctx, done := s.c.Env.Observe(ctx, "feedback.answer")
	defer func() { done(err) }()
	r.At = r.At.UTC()
	var p care.Problems
	key := care.Optional(&p, "key", r.Key, care.ParseRef[string])
	lang := care.Optional(&p, "lang", r.Lang, care.ParseEnum[care.Lang])
	if err := p.Err(); err != nil {
		return Received{}, err
	}
	var i Invitation
	err = s.store.View(ctx, func(ctx context.Context, v storage.Reader) (err error) {
		i, err = invitations.Get(ctx, v, r.Invitation)
		return err
	})
	if errors.Is(err, storage.ErrNotFound) {
		err = care.RefuseAt("invitation", "", CodeNotAsked.With())
	}
	if err != nil {
		return Received{}, err
	}
	if key != "" {
		key = i.ID.String() + "/" + key
	}
	op := care.Operation{Name: "feedback.answer", Key: key, Subject: string(i.Customer), At: s.at(r.At)}
	a := Answer{
		Invitation: i.ID, Subject: i.Customer, Points: r.Points, Words: r.Words, Dismissed: slices.Sorted(slices.Values(r.Dismissed)), Lang: lang,
		At: s.at(r.At), Recorded: s.c.Env.Time(),
	}
	var repeated bool
	received, repeated, err = once(ctx, s, op, r, func(ctx context.Context, tx storage.Tx) (Received, error) { return s.answer(ctx, tx, r, a) })
	received.Repeated = received.Repeated || repeated
	return received, err
}

func (s Service) answer(ctx context.Context, tx storage.Tx, r Reply, a Answer) (Received, error) {
	i, err := invitations.Get(ctx, tx, a.Invitation)
	if err != nil {
		return Received{}, err
	}
	survey, err := surveys.One(ctx, tx, byEdition.Key(i.Survey, i.Edition))
	if err != nil {
		return Received{}, err
	}
	if err := checkReply(r, survey, i, a.At).Err(); err != nil {
		return Received{}, err
	}
	var old Answer
	if !i.Answer.IsZero() {
		if old, err = answers.Get(ctx, tx, i.Answer); err != nil {
			return Received{}, err
		}
		if old.same(a) {
			return Received{Answer: old, Repeated: true, Reasons: care.Reasons{CodeAnsweredAlready.With()}}, nil
		}
		if until := i.Answered.Add(time.Duration(survey.Edits) * dayLong); !a.At.Before(until) {
			return Received{}, care.RefuseAt("at", "", CodeEditClosed.With(care.NewFact("until", until)))
		}
		a.Replaces = old.ID
	}
	if a, err = answers.Put(ctx, tx, a); err != nil {
		return Received{}, err
	}
	if a.given().Before(old.given()) { // it was given first and came late, as from a till without a line
		return Received{Answer: a, Reasons: care.Reasons{CodeOlder.With(care.NewFact("at", old.At))}}, nil
	}
	for _, q := range survey.Questions {
		if err := s.count(ctx, tx, i, q, a.counts(q).minus(old.counts(q))); err != nil {
			return Received{}, err
		}
	}
	if err := s.weigh(ctx, tx, i, survey, a, old); err != nil {
		return Received{}, err
	}
	if i.Answer.IsZero() {
		i.Answered = a.given()
	}
	i.Answer, i.Status = a.ID, StatusAnswered
	if len(a.Points)+len(a.Words) == 0 {
		i.Status = StatusDismissed
	}
	if i, err = invitations.Put(ctx, tx, i); err != nil {
		return Received{}, err
	}
	mood := a.mood(survey)
	if err := s.followUp(ctx, tx, i, a, mood); err != nil {
		return Received{}, err
	}
	return Received{Answer: a}, s.announceAnswered(ctx, tx, i, a, survey)
}

// same reports whether two replies say the same.
func (a Answer) same(b Answer) bool {
	return maps.Equal(a.Points, b.Points) && maps.Equal(a.Words, b.Words) && slices.Equal(a.Dismissed, b.Dismissed)
}

// Rollups lists the counts of a survey for those invited in the months from one date up to but not including another's.
func (s Service) Rollups(survey string, from, to calendar.Date) storage.List[Rollup] {
	return rollups.List(s.store, byMonth.Prefix(survey).From(firstOfMonth(from)).Before(to))
}

// Invitations lists how a customer was asked, the latest first.
func (s Service) Invitations(of care.CustomerRef) storage.List[Invitation] {
	return invitations.List(s.store, byCustomer.Prefix(of).Reverse())
}

// Given is an answer with the invitation that it is to. The error is [storage.ErrNotFound] if there is none.
func (s Service) Given(ctx context.Context, answer storage.ID[Answer]) (i Invitation, a Answer, err error) {
	err = s.store.View(ctx, func(ctx context.Context, r storage.Reader) (err error) {
		if a, err = answers.Get(ctx, r, answer); err == nil {
			i, err = invitations.Get(ctx, r, a.Invitation)
		}
		return err
	})
	return i, a, err
}

// Answers lists all answers to an invitation, replaced ones included, the oldest first.
func (s Service) Answers(to storage.ID[Invitation]) storage.List[Answer] {
	return answers.List(s.store, byInvitation.Prefix(to))
}

func (s Service) today() calendar.Date { return calendar.DateOf(s.c.Env.Time(), s.c.Env.Location()) }

func (s Service) at(t time.Time) time.Time {
	if t.IsZero() {
		return s.c.Env.Time()
	}
	return t.UTC().Truncate(time.Microsecond)
}
