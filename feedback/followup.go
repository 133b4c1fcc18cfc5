package feedback

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/care/stats"
	"github.com/chamsoc/chamsoc/storage"
)

// FollowUp is an unhappy answer with what became of it: whether somebody took it up, told the customer, put it right, and whether the customer was content the
// next time. It is made with the answer, so that what nobody took up is counted too.
type FollowUp struct {
	ID         storage.ID[FollowUp]   `json:"id"`
	Version    int64                  `json:"version"`
	Invitation storage.ID[Invitation] `json:"invitation"`
	Answer     storage.ID[Answer]     `json:"answer"` // the first unhappy one
	Raised     time.Time              `json:"raised"` // when it was given
	// Due is the end of the day by which the customer is to be told that it was received: three working days (Law 19/2023/QH15 on consumers, article 31.2).
	Due          time.Time   `json:"due"`
	Case         care.About  `json:"case,omitzero"` // what it is followed up by
	Acknowledged time.Time   `json:"acknowledged,omitzero"`
	Resolved     time.Time   `json:"resolved,omitzero"`
	Cause        string      `json:"cause,omitempty"`  // the root cause, by the host's key
	Factor       care.Factor `json:"factor,omitempty"` // what failed
	// Again is what the customer answered about the case when it was over. Default: not asked or not answered yet.
	Again Mood `json:"again,omitempty"`
	// Followed is Case as it is found by, and Waiting is Due until the customer was told.
	Followed string    `json:"followed,omitempty"`
	Waiting  time.Time `json:"waiting,omitzero"`
}

// Mood is what an answer says as a whole. The zero Mood is unknown.
type Mood string

// The moods.
const (
	MoodContent Mood = "content"
	MoodUnhappy Mood = "unhappy" // somebody should call: satisfaction of 1 or 2, recommendation of 6 or less, or ease of 1 to 3
)

var moods = care.NewTerms(care.NewTerm(MoodContent, "Hài lòng", "Content"), care.NewTerm(MoodUnhappy, "Chưa hài lòng", "Unhappy"))

// Terms lists the moods.
func (Mood) Terms() care.Terms[Mood] { return moods }

// mood is unhappy if one of the points is, and unknown without a point that says it.
func (a Answer) mood(s Survey) (m Mood) {
	for _, q := range s.Questions {
		c := a.counts(q)
		switch {
		case c.Answered() == 0 || q.Kind != KindCSAT && q.Kind != KindNPS && q.Kind != KindCES:
		case unhappy(q, c):
			return MoodUnhappy
		default:
			m = MoodContent
		}
	}
	return m
}

const acknowledgeDays = 3

// acknowledgeBy is when the customer is to have been told: by the calendar, or where there is none that reaches so far by plain days, which is never later.
func (s Service) acknowledgeBy(at time.Time) time.Time {
	zone := s.c.Env.Location()
	day := calendar.DateOf(at, zone)
	last := day.AddDays(acknowledgeDays)
	if s.c.Calendar != nil {
		if working, err := s.c.Calendar.AddWorkingDates(day, acknowledgeDays); err == nil {
			last = working
		}
	}
	return last.AddDays(1).Start(zone)
}

// followUp makes the follow-up of an unhappy answer, once for an invitation, and notes in the one whose case the answer is about how it ended.
func (s Service) followUp(ctx context.Context, tx storage.Tx, i Invitation, a Answer, mood Mood) error {
	if mood == "" {
		return nil
	}
	if !i.About.IsZero() {
		if _, err := s.changeFollowed(ctx, tx, i.About, func(f *FollowUp) { f.Again = mood }); err != nil {
			return err
		}
	}
	if mood != MoodUnhappy {
		return nil
	}
	due := s.acknowledgeBy(a.given())
	f := FollowUp{ID: storage.ID[FollowUp](s.c.Env.ID()), Invitation: i.ID, Answer: a.ID, Raised: a.given(), Due: due, Waiting: due}
	f, err := followUps.Put(ctx, tx, f)
	if errors.Is(err, storage.ErrExists) { // the customer changed an answer that was unhappy before
		return nil
	}
	if err != nil {
		return err
	}
	return s.setTimer(ctx, tx, f.about(), f.Waiting)
}

func followed(a care.About) string { return string(a.Kind) + "/" + a.Ref }

// Progress is how far the case of a follow-up has come: all of it, as it is now. Steps that were taken back are zero.
type Progress struct {
	Case         care.About
	Acknowledged time.Time
	Resolved     time.Time
	Cause        string
	Factor       care.Factor
}

// TakeUp says which case an unhappy answer is followed up by. The first one stays; the outcome says which that is.
func (s Service) TakeUp(ctx context.Context, invitation storage.ID[Invitation], by care.About) (f FollowUp, err error) {
	ctx, done := s.c.Env.Observe(ctx, "feedback.take_up")
	defer func() { done(err) }()
	if by.IsZero() || len(followed(by)) > storage.MaxText {
		return FollowUp{}, care.RefuseAt("case", by.Ref, care.CodeMissing.With())
	}
	err = s.store.Update(ctx, func(ctx context.Context, tx storage.Tx) (err error) {
		f, err = followUps.One(ctx, tx, byFollowedUp.Key(invitation))
		if errors.Is(err, storage.ErrNotFound) {
			return care.RefuseAt("invitation", invitation.String(), CodeNoFollowUp.With())
		}
		if err != nil || f.Followed != "" {
			return err
		}
		f.Case, f.Followed = by, followed(by)
		f, err = followUps.Put(ctx, tx, f)
		return err
	})
	return f, err
}

// Follow notes how far the case of a follow-up has come, and reports whether there is a follow-up of that case.
func (s Service) Follow(ctx context.Context, p Progress) (found bool, err error) {
	ctx, done := s.c.Env.Observe(ctx, "feedback.follow")
	defer func() { done(err) }()
	err = s.store.Update(ctx, func(ctx context.Context, tx storage.Tx) (err error) {
		found, err = s.changeFollowed(ctx, tx, p.Case, func(f *FollowUp) {
			f.Acknowledged, f.Resolved, f.Cause, f.Factor = p.Acknowledged.UTC(), p.Resolved.UTC(), p.Cause, p.Factor
			if f.Waiting = f.Due; !f.Acknowledged.IsZero() {
				f.Waiting = time.Time{}
			}
		})
		return err
	})
	return found, err
}

// changeFollowed changes the follow-ups of a case, which is mostly one.
func (s Service) changeFollowed(ctx context.Context, tx storage.Tx, by care.About, change func(*FollowUp)) (found bool, err error) {
	page, err := followUps.Page(ctx, tx, byFollowed.Prefix(followed(by)), "", storage.MaxPage)
	if err != nil {
		return false, err
	}
	for _, f := range page.Items {
		change(&f)
		if _, err := followUps.Put(ctx, tx, f); err != nil {
			return false, err
		}
		if err := s.setTimer(ctx, tx, f.about(), f.Waiting); err != nil {
			return false, err
		}
	}
	return len(page.Items) > 0, nil
}

// FollowUp is the follow-up of an invitation's unhappy answer, and false if there is none.
func (s Service) FollowUp(ctx context.Context, invitation storage.ID[Invitation]) (f FollowUp, found bool, err error) {
	err = s.store.View(ctx, func(ctx context.Context, r storage.Reader) (err error) {
		f, err = followUps.One(ctx, r, byFollowedUp.Key(invitation))
		if found = err == nil; errors.Is(err, storage.ErrNotFound) {
			err = nil
		}
		return err
	})
	return f, found, err
}

// FollowUps lists those of unhappy answers from one instant up to but not including another, the oldest first.
func (s Service) FollowUps(from, before time.Time) storage.List[FollowUp] {
	return followUps.List(s.store, byRaisedAt.Prefix().From(s.at(from)).Before(s.at(before)))
}

// Unacknowledged lists the follow-ups whose customer has not been told and was to be by an instant, the most pressing first.
func (s Service) Unacknowledged(by time.Time) storage.List[FollowUp] {
	return followUps.List(s.store, byWaiting.Prefix().Before(s.at(by).Add(time.Microsecond)))
}

// Closure is how the loop back to unhappy customers was closed: of Unhappy, how many were taken up, told, told in time, put right, with the root cause known; of
// those who answered again, how many were content. Late or not is only said of those whose due has passed or who were told.
type Closure struct {
	Unhappy      int64       `json:"unhappy"`
	TakenUp      stats.Share `json:"taken_up"`
	Acknowledged stats.Share `json:"acknowledged"`
	InTime       stats.Share `json:"in_time"`
	Resolved     stats.Share `json:"resolved"`
	Explained    stats.Share `json:"explained"` // of the resolved: those with a root cause
	Recovered    stats.Share `json:"recovered"`
}

// ClosureOf counts follow-ups as they are known at an instant.
func ClosureOf(all []FollowUp, at time.Time) (c Closure) {
	count := func(s *stats.Share, yes bool) {
		s.Of++
		if yes {
			s.Yes++
		}
	}
	for _, f := range all {
		c.Unhappy++
		count(&c.TakenUp, f.Followed != "")
		count(&c.Acknowledged, !f.Acknowledged.IsZero())
		count(&c.Resolved, !f.Resolved.IsZero())
		if !f.Acknowledged.IsZero() || !at.Before(f.Due) {
			count(&c.InTime, !f.Acknowledged.IsZero() && f.Acknowledged.Before(f.Due))
		}
		if !f.Resolved.IsZero() {
			count(&c.Explained, f.Cause != "")
		}
		if f.Again != "" {
			count(&c.Recovered, f.Again == MoodContent)
		}
	}
	return c
}

// ClosureMonth is the follow-ups of the answers of one month, by its first day.
type ClosureMonth struct {
	Month calendar.Date `json:"month"`
	Closure
}

// Closures are the closures of the months in which the unhappy answers were given, oldest first: those of one month are a cohort, so that what was put right now
// is never held against what was raised now.
func Closures(all []FollowUp, zone *time.Location, at time.Time) (months []ClosureMonth) {
	byMonth := map[calendar.Date][]FollowUp{}
	for _, f := range all {
		month := firstOfMonth(calendar.DateOf(f.Raised, zone))
		byMonth[month] = append(byMonth[month], f)
	}
	for month, of := range byMonth {
		months = append(months, ClosureMonth{month, ClosureOf(of, at)})
	}
	slices.SortFunc(months, func(a, b ClosureMonth) int { return a.Month.Compare(b.Month) })
	return months
}

func firstOfMonth(d calendar.Date) calendar.Date { return d.AddDays(1 - d.Day()) }
