package detect

import (
	"errors"

	"github.com/chamsoc/chamsoc/care/calendar"
)

// ErrOrder is the error of joining a part of a stream to a state that has already seen later days, or closed the part's first one.
var ErrOrder = errors.New("detect: the part begins before the state's day is over: join parts in the order of their days, before closing the first")

// Part is a stretch of a stream that was observed apart from what came before: by an offline till, or by one of many workers that replay ten years. Parts
// are judged by the day, and joined in order by [Drift.Join]; they may meet within a day. A part raises no alarm of its own.
//
// It works because what a stretch does to the evidence before it, however much that was, is to multiply it and to add to it. The zero Part is empty.
type Part struct {
	First calendar.Date `json:"first,omitzero"`
	Head  Tally         `json:"head,omitzero"` // of the first day, which may have begun before
	// What a stream would have seen that began on the day after the first.
	Rest   DriftState    `json:"rest,omitzero"`
	Growth Evidence      `json:"growth,omitzero"` // by which evidence from before is multiplied
	Begin  calendar.Date `json:"begin,omitzero"`  // the first day of Rest
	Total  Tally         `json:"total,omitzero"`  // of all closed days of Rest
	Over   float64       `json:"over,omitempty"`  // their excess
}

// Gather takes one observation into a part, as [Drift.Observe] does into a state.
func (d *Drift) Gather(p *Part, day calendar.Date, x float64) {
	if !(x >= 0 && x <= 1) || day.IsZero() {
		p.Rest.Refused++
		return
	}
	if d.lower {
		x = 1 - x
	}
	switch {
	case p.First.IsZero():
		p.First, p.Head = day, Tally{1, x}
	case day == p.First && p.Begin.IsZero():
		p.Head = p.Head.Plus(Tally{1, x})
	case day.Before(p.First) || day.Before(p.Rest.Day):
		p.Rest.Late++
	default:
		d.gather(p, day, x)
	}
}

func (d *Drift) gather(p *Part, day calendar.Date, x float64) {
	s := &p.Rest
	if p.Begin.IsZero() {
		p.Begin, s.Day = day, day
		for k := range p.Growth {
			p.Growth[k] = 1
		}
	}
	if day != s.Day {
		open := s.Open
		mean := open.Sum / float64(open.N)
		if mean > d.mean {
			s.Worse |= 1
		}
		d.judge(s, mean, open.N, open.Sum)
		s.Evidence.bounded()
		for k := range p.Growth {
			p.Growth[k] = min(p.Growth[k]*(d.base[k]+d.bets[k]*mean), most)
		}
		p.Over += mean - d.reference
		p.Total = p.Total.Plus(open)
		s.Open = Tally{}
		s.turn(day)
	}
	s.Open = s.Open.Plus(Tally{1, x})
}

// Join continues a state with a part of the stream that comes after it. Unless there is an alarm on the way the state is that of one stream, but for
// rounding; an alarm within the part is raised at its end. The error is [ErrOrder].
func (d *Drift) Join(s *DriftState, p Part) ([]*Alarm, error) {
	if !p.First.IsZero() && (p.First.Before(s.Day) || p.First == s.Day && s.Open.N == 0) {
		return nil, ErrOrder
	}
	s.Late += p.Rest.Late
	s.Refused += p.Rest.Refused
	if p.First.IsZero() {
		return nil, nil
	}
	var alarms []*Alarm
	note := func(a *Alarm) {
		if a != nil {
			alarms = append(alarms, a)
		}
	}
	byDay := *d
	byDay.immediate = false
	note(byDay.take(s, p.First, p.Head.Sum/float64(p.Head.N), p.Head.N, p.Head.Sum))
	if p.Begin.IsZero() {
		return alarms, nil
	}
	note(byDay.closeDay(s))
	s.turn(p.Rest.Day)
	s.Worse |= p.Rest.Worse
	s.Open = p.Rest.Open
	if p.Total.N > 0 {
		s.append(&p)
		if s.Evidence.sum() >= d.threshold {
			note(d.raise(s))
		}
	}
	return alarms, nil
}

// append puts the closed days of a part behind those of s.
func (s *DriftState) append(p *Part) {
	for k := range s.Evidence {
		s.Evidence[k] = s.Evidence[k]*p.Growth[k] + p.Rest.Evidence[k]
	}
	s.Evidence.bounded()
	lowest := p.Over - p.Rest.Excess // of the part's running excess, where it began anew
	switch {
	case p.Rest.Seen.N < p.Total.N && max(s.Excess, 0)+lowest <= 0:
		s.Excess, s.Seen, s.Since = p.Rest.Excess, p.Rest.Seen, p.Rest.Since
	case s.Excess <= 0:
		s.Excess, s.Seen, s.Since = p.Over, p.Total, p.Begin
	default:
		s.Excess, s.Seen = s.Excess+p.Over, s.Seen.Plus(p.Total)
	}
}
