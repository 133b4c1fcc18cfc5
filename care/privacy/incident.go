package privacy

import (
	"slices"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/storage"
)

// Incident is an attack on the system, or another breach that puts the data of customers at risk. It has to be told to the authority within the time of the
// [Rules] from its detection, which is not stopped by nights or holidays.
type Incident struct {
	ID      storage.ID[Incident] `json:"id"`
	Version int64                `json:"version"`

	What     string       `json:"what"`               // what happened; nothing personal
	Affected int          `json:"affected,omitempty"` // people, as far as known; 0: not known yet
	Detected time.Time    `json:"detected"`
	NotifyBy time.Time    `json:"notify_by"`
	Reasons  care.Reasons `json:"reasons"` // of NotifyBy

	Notified  time.Time         `json:"notified,omitzero"`   // the authority was told
	Reference string            `json:"reference,omitempty"` // by which the authority keeps it
	Informed  time.Time         `json:"informed,omitzero"`   // the people were told
	Closed    time.Time         `json:"closed,omitzero"`
	Measures  []RecordedMeasure `json:"measures,omitempty"` // in the order of recording
	Recorded  time.Time         `json:"recorded"`
	Due       time.Time         `json:"due,omitzero"` // NotifyBy, until the authority was told
}

// MeasureKind is what is done about an incident. The zero MeasureKind is unknown.
type MeasureKind string

// The measures.
const (
	MeasureNotify MeasureKind = "notify" // the authority was told; note its reference
	MeasureInform MeasureKind = "inform" // the people were told; note how
	MeasureTake   MeasureKind = "take"   // something was done against it; note what
	MeasureClose  MeasureKind = "close"  // it is over, and the authority was told before
)

var measureKinds = care.NewTerms(
	care.NewTerm(MeasureNotify, "Thông báo cơ quan nhà nước", "Tell the authority"),
	care.NewTerm(MeasureInform, "Thông báo người bị ảnh hưởng", "Tell the people"),
	care.NewTerm(MeasureTake, "Biện pháp khắc phục", "Take a measure"),
	care.NewTerm(MeasureClose, "Kết thúc", "Close"),
)

// Terms lists the measures.
func (MeasureKind) Terms() care.Terms[MeasureKind] { return measureKinds }

// RecordedMeasure is a measure that was taken.
type RecordedMeasure struct {
	Kind     MeasureKind   `json:"kind"`
	Note     string        `json:"note"`
	By       care.StaffRef `json:"by,omitempty"`
	At       time.Time     `json:"at"`
	Recorded time.Time     `json:"recorded"`
}

// Legal lists the measures that are possible now.
func (i Incident) Legal() (legal []MeasureKind) {
	if !i.Closed.IsZero() {
		return nil
	}
	if i.Notified.IsZero() {
		legal = append(legal, MeasureNotify)
	}
	if i.Informed.IsZero() {
		legal = append(legal, MeasureInform)
	}
	legal = append(legal, MeasureTake)
	if !i.Notified.IsZero() {
		legal = append(legal, MeasureClose)
	}
	return legal
}

// Late is by how much, elapsed time, the authority was told too late, or has not been told by now; 0: it is not late.
func (i Incident) Late(now time.Time) time.Duration {
	told := now
	if !i.Notified.IsZero() {
		told = i.Notified
	}
	return max(0, told.Sub(i.NotifyBy))
}

// Next is the incident after a measure, or why it is refused. It is pure.
func (i Incident) Next(m RecordedMeasure) (Incident, care.Problems) {
	var p care.Problems
	if !slices.Contains(i.Legal(), m.Kind) {
		legal := []string{}
		for _, k := range i.Legal() {
			legal = append(legal, string(k))
		}
		p.Add("kind", string(m.Kind), CodeMeasureIllegal.With(care.NewFact("legal", legal)))
	}
	if m.Note == "" {
		p.Add("note", "", care.CodeMissing.With())
	}
	if m.At.Before(i.Detected) {
		p.Add("at", "", CodeBeforeDetection.With(care.NewFact("detected", i.Detected)))
	}
	if len(p) > 0 {
		return i, p
	}
	i.Measures = append(i.Measures[:len(i.Measures):len(i.Measures)], m)
	switch m.Kind {
	case MeasureNotify:
		i.Notified, i.Reference, i.Due = m.At, m.Note, time.Time{}
	case MeasureInform:
		i.Informed = m.At
	case MeasureClose:
		i.Closed = m.At
	}
	return i, nil
}
