package feedback

import (
	"context"
	"errors"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/feedback/detect"
	"github.com/chamsoc/chamsoc/storage"
)

// Stream is the demand for one topic in one segment: enquiries about debts, say, by companies. It is judged day by day.
type Stream struct {
	ID       storage.ID[Stream] `json:"id"`
	Version  int64              `json:"version"`
	Topic    string             `json:"topic"`
	Segment  care.SegmentRef    `json:"segment,omitempty"`
	Judged   calendar.Date      `json:"judged"` // the last day that was; at first the one before the first count
	State    detect.DemandState `json:"state"`
	Changes  []detect.Alarm     `json:"changes,omitempty"` // the latest hundred
	Accepted calendar.Date      `json:"accepted,omitzero"` // the day of the latest change that was taken for the new normal
}

// DemandDay is how often there was demand on one day of a stream.
type DemandDay struct {
	ID       storage.ID[DemandDay] `json:"id"`
	Version  int64                 `json:"version"`
	Topic    string                `json:"topic"`
	Segment  care.SegmentRef       `json:"segment,omitempty"`
	Day      calendar.Date         `json:"day"`
	N        int64                 `json:"n"`
	Expected float64               `json:"expected,omitempty"` // once it was judged; 0: not known
}

// Demanded says that something was asked for. Text is as typed.
type Demanded struct {
	// Key makes the request idempotent, so that an event that is delivered twice counts once.
	Key     string    `json:"key,omitempty"`
	Topic   string    `json:"topic"`
	Segment string    `json:"segment,omitempty"`
	N       int64     `json:"n,omitempty"` // how often; default: once
	At      time.Time `json:"at,omitzero"` // zero: now
}

const (
	mostDemanded = 1_000_000
	mostYears    = 10 // back: a till whose clock starts in 1970 does not begin a stream there
)

// CountDemand counts demand in its day, and returns the day. It refuses days to come, and of more than ten years ago, as of a clock that was reset. What comes for a day that was judged is counted and no longer judged; the stream says how often that was.
func (s Service) CountDemand(ctx context.Context, d Demanded) (_ DemandDay, err error) {
	ctx, done := s.c.Env.Observe(ctx, "feedback.count_demand")
	defer func() { done(err) }()
	d.At = d.At.UTC()
	at, n := s.at(d.At), d.N
	if n == 0 {
		n = 1
	}
	var p care.Problems
	key := care.Optional(&p, "key", d.Key, care.ParseRef[string])
	of := DemandDay{
		Topic:   care.Required(&p, "topic", d.Topic, care.ParseRef[string]),
		Segment: care.Optional(&p, "segment", d.Segment, care.ParseRef[care.SegmentRef]),
		Day:     calendar.DateOf(at, s.c.Env.Location()),
	}
	if n < 0 || n > mostDemanded {
		p.Add("n", "", CodeDemanded.With(care.NewFact("limit", mostDemanded)))
	}
	switch today := s.today(); {
	case of.Day.IsZero():
		p.Add("at", "", care.CodeDateForm.With())
	case of.Day.After(today):
		p.Add("at", "", CodeNotOver.With(care.NewFact("day", of.Day), care.NewFact("today", today)))
	case of.Day.Before(today.AddDays(-366 * mostYears)):
		p.Add("at", "", CodeLongAgo.With(care.NewFact("day", of.Day), care.NewFact("years", mostYears)))
	}
	if err := p.Err(); err != nil {
		return DemandDay{}, err
	}
	op := care.Operation{Name: "feedback.demand", Key: key, At: at}
	day, _, err := once(ctx, s, op, d, func(ctx context.Context, tx storage.Tx) (DemandDay, error) {
		day, err := putDay(ctx, tx, of, func(day *DemandDay) { day.N += n })
		if err != nil {
			return DemandDay{}, err
		}
		return day, counted(ctx, tx, day)
	})
	return day, err
}

// putDay changes a day of a stream, which may be new.
func putDay(ctx context.Context, tx storage.Tx, of DemandDay, change func(*DemandDay)) (DemandDay, error) {
	day, err := demandDays.One(ctx, tx, byDemandDay.Key(of.Topic, of.Segment, of.Day))
	if errors.Is(err, storage.ErrNotFound) {
		day = of
		change(&day)
		if day, err = demandDays.Put(ctx, tx, day); !errors.Is(err, storage.ErrExists) {
			return day, err
		}
		day, err = demandDays.One(ctx, tx, byDemandDay.Key(of.Topic, of.Segment, of.Day)) // another was first
	}
	if err != nil {
		return DemandDay{}, err
	}
	change(&day)
	return demandDays.Put(ctx, tx, day)
}

// counted makes the stream of a day's first count, and notes in it what came too late. It runs after the day was written: judging writes days too, so of a count
// and a judgement at once one runs again and sees what the other did.
func counted(ctx context.Context, tx storage.Tx, day DemandDay) error {
	stream, err := streams.One(ctx, tx, byStream.Key(day.Topic, day.Segment))
	switch {
	case errors.Is(err, storage.ErrNotFound):
		_, err = streams.Put(ctx, tx, Stream{Topic: day.Topic, Segment: day.Segment, Judged: day.Day.AddDays(-1)})
		if errors.Is(err, storage.ErrExists) { // another was first, with a count of about the same time
			err = nil
		}
	case err == nil && !day.Day.After(stream.Judged):
		stream.State.Late++
		_, err = streams.Put(ctx, tx, stream)
	}
	return err
}

// Change is that the demand of a stream has changed.
type Change struct {
	Stream  storage.ID[Stream] `json:"stream"`
	Topic   string             `json:"topic"`
	Segment care.SegmentRef    `json:"segment,omitempty"`
	Alarm   detect.Alarm       `json:"alarm"`
}

// JudgeDemand judges the days of all streams before a day, which are over: call it once a day, soon after midnight. Days without any count are days of none. It
// announces each change on [DemandChanged], in the transaction that keeps it, and returns the changes. A later day than today is refused, as today is not over. Judging the same days again does nothing.
func (s Service) JudgeDemand(ctx context.Context, before calendar.Date) (changes []Change, err error) {
	ctx, done := s.c.Env.Observe(ctx, "feedback.judge_demand")
	defer func() { done(err) }()
	if today := s.today(); before.After(today) {
		return nil, care.RefuseAt("before", before.String(), CodeNotOver.With(care.NewFact("day", before), care.NewFact("today", today)))
	}
	for stream, err := range streams.List(s.store, byJudged.Prefix().Before(before.AddDays(-1))).All(ctx) {
		if err != nil {
			return changes, err
		}
		for stream.Judged.Before(before.AddDays(-1)) {
			id, found := stream.ID, []Change(nil)
			err := s.store.Update(ctx, func(ctx context.Context, tx storage.Tx) (err error) {
				stream, found, err = s.judge(ctx, tx, id, before)
				return err
			})
			if err != nil {
				return changes, err
			}
			changes = append(changes, found...)
		}
	}
	return changes, nil
}

// mostJudged is how many days are judged in one transaction.
const mostJudged = 100

func (s Service) judge(ctx context.Context, tx storage.Tx, id storage.ID[Stream], before calendar.Date) (Stream, []Change, error) {
	stream, err := streams.Get(ctx, tx, id)
	if err != nil {
		return Stream{}, nil, err
	}
	var found []Change
	for range mostJudged {
		of := DemandDay{Topic: stream.Topic, Segment: stream.Segment, Day: stream.Judged.AddDays(1)}
		if !of.Day.Before(before) {
			break
		}
		expected, _ := s.c.Demand.Expected(&stream.State, of.Day)
		day, err := putDay(ctx, tx, of, func(d *DemandDay) { d.Expected = expected })
		if err != nil {
			return Stream{}, nil, err
		}
		stream.Judged = of.Day
		if alarm := s.c.Demand.Observe(&stream.State, detect.Count{Day: day.Day, N: day.N}); alarm != nil {
			found = append(found, Change{Stream: stream.ID, Topic: stream.Topic, Segment: stream.Segment, Alarm: *alarm})
			const most = 100
			stream.Changes = append(stream.Changes[max(len(stream.Changes)-most+1, 0):], *alarm)
		}
	}
	if stream, err = streams.Put(ctx, tx, stream); err != nil {
		return Stream{}, nil, err
	}
	for _, c := range found {
		if err := s.announceChange(ctx, tx, stream, c); err != nil {
			return Stream{}, nil, err
		}
	}
	return stream, found, nil
}

// AcceptDemand takes the latest change of a stream for the new normal, once its cause is known and will last.
func (s Service) AcceptDemand(ctx context.Context, id storage.ID[Stream]) (stream Stream, err error) {
	ctx, done := s.c.Env.Observe(ctx, "feedback.accept_demand")
	defer func() { done(err) }()
	err = s.store.Update(ctx, func(ctx context.Context, tx storage.Tx) (err error) {
		if stream, err = streams.Get(ctx, tx, id); err != nil {
			return err
		}
		if len(stream.Changes) == 0 {
			return care.RefuseAt("stream", "", CodeNoChange.With())
		}
		latest := stream.Changes[len(stream.Changes)-1]
		if stream.Accepted == latest.Day {
			return nil
		}
		stream.Accepted = latest.Day
		s.c.Demand.Accept(&stream.State, latest)
		stream, err = streams.Put(ctx, tx, stream)
		return err
	})
	return stream, err
}

// Streams lists all streams, by topic and segment.
func (s Service) Streams() storage.List[Stream] { return streams.List(s.store, byStream.Prefix()) }

// Demand lists the days of a stream from one up to but not including another. A day that was not judged yet and had no demand is not there.
func (s Service) Demand(topic string, segment care.SegmentRef, from, before calendar.Date) storage.List[DemandDay] {
	return demandDays.List(s.store, byDemandDay.Prefix(topic, segment).From(from).Before(before))
}

// DemandTrace is a stream's days and changes, to be drawn.
func DemandTrace(days []DemandDay, changes []detect.Alarm) (t Trace) {
	for _, d := range days {
		t.Days = append(t.Days, TracedDay{Day: d.Day, Count: float64(d.N), Expected: d.Expected})
	}
	t.Alarms = changes
	return t
}
