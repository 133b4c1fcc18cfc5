package warranty

import (
	"bytes"
	"cmp"
	"context"
	"maps"
	"slices"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/storage"
)

// ConflictKind is what a conflict is about. The zero ConflictKind is unknown.
type ConflictKind string

// The kinds of conflict.
const (
	ConflictLine   ConflictKind = "line"   // an invoice line: two sales of it, or a return or a transfer that does not fit what was sold
	ConflictSerial ConflictKind = "serial" // several units claim one serial
	ConflictClient ConflictKind = "client" // several contents came with one client id
)

var conflictKinds = care.NewTerms(
	care.NewTerm(ConflictLine, "Dòng hóa đơn", "Invoice line"),
	care.NewTerm(ConflictSerial, "Số seri", "Serial"),
	care.NewTerm(ConflictClient, "Mã của máy bán hàng", "Client id"),
)

// Terms lists the kinds of conflict.
func (ConflictKind) Terms() care.Terms[ConflictKind] { return conflictKinds }

// ConflictState is where a conflict stands. The zero ConflictState is unknown.
type ConflictState string

// The states of a conflict.
const (
	ConflictOpen    ConflictState = "open"
	ConflictSettled ConflictState = "settled" // by a person, or by what became known later
)

var conflictStates = care.NewTerms(care.NewTerm(ConflictOpen, "Chờ xử lý", "Open"), care.NewTerm(ConflictSettled, "Đã xử lý", "Settled"))

// Terms lists the states of a conflict.
func (ConflictState) Terms() care.Terms[ConflictState] { return conflictStates }

// Conflict is what entries do not agree on, for a person to look at. It holds nothing about anybody; its sides lead to the entries.
type Conflict struct {
	ID       storage.ID[Conflict] `json:"id"`
	Version  int64                `json:"version"`
	About    string               `json:"about"` // what it is about, once for each thing
	Kind     ConflictKind         `json:"kind"`
	State    ConflictState        `json:"state"`
	Reasons  care.Reasons         `json:"reasons"`
	Sides    []ConflictSide       `json:"sides"`
	Found    time.Time            `json:"found"`              // when it was last opened
	Settled  time.Time            `json:"settled,omitzero"`   // zero: it is open
	By       care.StaffRef        `json:"by,omitempty"`       // who settled it; "": it explained itself
	Accepted bool                 `json:"accepted,omitempty"` // somebody found that all sides are right; it opens again when there are others
	Note     string               `json:"note,omitempty"`     // what they found
	Recorded time.Time            `json:"recorded"`
}

// ConflictSide is an entry that a conflict is between, with the unit if it is about one.
type ConflictSide struct {
	Entry  storage.ID[Entry] `json:"entry"`
	Client string            `json:"client"` // its client id
	Unit   UnitRef           `json:"unit"`   // Unit.Unit 0: the line
}

// compareSides orders sides by what they say, so that the order in which they were found says nothing.
func compareSides(a, b ConflictSide) int {
	return cmp.Or(cmp.Compare(a.Client, b.Client), cmp.Compare(a.Unit.Invoice, b.Unit.Invoice), cmp.Compare(a.Unit.Line, b.Unit.Line), cmp.Compare(a.Unit.Unit, b.Unit.Unit),
		bytes.Compare(a.Entry[:], b.Entry[:]))
}

var (
	conflictAbout = storage.Text("about", func(c *Conflict) *string { return &c.About })
	conflictState = storage.Text("state", func(c *Conflict) *ConflictState { return &c.State })
	conflictFound = storage.Time("found", func(c *Conflict) *time.Time { return &c.Found })

	byAbout = storage.UniqueOn("by_about", conflictAbout)
	byState = storage.IndexOn("by_state", conflictState, conflictFound)

	conflicts = storage.Declare("warranty_conflict", storage.Declaration[Conflict]{
		Key:     func(c *Conflict) (*storage.ID[Conflict], *int64) { return &c.ID, &c.Version },
		Indexes: []*storage.Index[Conflict]{byAbout, byState},
	})
)

// Conflicts lists the conflicts that wait for a person, the oldest first.
func (s Service) Conflicts() storage.List[Conflict] { return s.ConflictsIn(ConflictOpen) }

// ConflictsIn lists the conflicts in one state, in the order in which they were opened.
func (s Service) ConflictsIn(state ConflictState) storage.List[Conflict] {
	return conflicts.List(s.store, byState.Prefix(state))
}

// History lists what happened to the units of an invoice line, in order of when it happened. A line that was only ever sold, to one customer, with Register or
// Import has none: its registrations say it all.
func (s Service) History(of care.InvoiceRef, line int) storage.List[Entry] {
	return entries.List(s.store, byLine.Prefix(of, line))
}

// Resolution is what a person found out about a conflict. Text is as typed.
type Resolution struct {
	Key      string               `json:"key,omitempty"` // makes the request idempotent
	Conflict storage.ID[Conflict] `json:"conflict"`
	Version  int64                `json:"version,omitempty"` // of the conflict that was looked at; 0: any
	// Withdraw are the entries among its sides that did not happen, or not like this. The registrations of a sale that is withdrawn are kept, and cleared.
	Withdraw []storage.ID[Entry] `json:"withdraw,omitempty"`
	// Instead are what happened in truth, with client ids of their own.
	Instead []OfflineEntry `json:"instead,omitempty"`
	// Accept says that all sides that are left are right, such as two invoices with one number.
	Accept bool      `json:"accept,omitempty"`
	By     string    `json:"by"`
	Note   string    `json:"note,omitempty"` // nothing about customers: it is not erased
	At     time.Time `json:"at,omitzero"`    // zero: now
}

// Resolve settles a conflict by what a person found out, and returns it as it stands then: still open, if it was not enough. With nothing to withdraw it is
// looked at again, which settles it if what was missing is there, such as the terms of a product.
//
// It refuses with *care.Invalid, listing every problem, and writes nothing then; [care.ErrStale] if the conflict has changed since Version.
func (s Service) Resolve(ctx context.Context, in Resolution) (c Conflict, err error) {
	ctx, done := s.c.Env.Observe(ctx, "warranty.resolve")
	defer func() { done(err) }()
	var p care.Problems
	m := merging{
		s: s, by: care.Required(&p, "by", in.By, care.ParseRef[care.StaffRef]), note: care.Optional(&p, "note", in.Note, care.Lines(2000)), at: s.at(in.At),
	}
	key := care.Optional(&p, "key", in.Key, care.ParseRef[string])
	var instead []Entry
	for i, e := range in.Instead {
		read, err := s.readEntry(e)
		p.Join(index("instead", i), "", err)
		instead = append(instead, read)
	}
	if err := p.Err(); err != nil {
		return c, err
	}
	op := care.Operation{Name: "warranty.resolve", Key: key, At: m.at}
	err = whileTaken(ofLine, func() error {
		c, _, err = care.Once(ctx, s.store, op, in, func(ctx context.Context, tx storage.Tx) (Conflict, error) {
			m := m // anew: this may run again
			m.tx = tx
			return m.resolve(ctx, in, instead)
		})
		return err
	})
	return c, err
}

func (m *merging) resolve(ctx context.Context, in Resolution, instead []Entry) (Conflict, error) {
	c, err := conflicts.Get(ctx, m.tx, in.Conflict)
	if err != nil {
		return c, err
	}
	if in.Version != 0 && in.Version != c.Version {
		return c, care.ErrStale
	}
	lines := map[lineRef]bool{}
	for _, side := range c.Sides {
		lines[lineRef{side.Unit.Invoice, side.Unit.Line}] = true
	}
	for i, id := range in.Withdraw {
		if !slices.ContainsFunc(c.Sides, func(s ConflictSide) bool { return s.Entry == id }) {
			return c, care.RefuseAt(index("withdraw", i), id.String(), CodeConflictSide.With())
		}
		if err := m.withdraw(ctx, id); err != nil {
			return c, err
		}
	}
	for _, e := range instead {
		if _, err := m.take(ctx, e); err != nil {
			return c, err
		}
		lines[e.line()] = true
	}
	for _, of := range sortedLines(lines) {
		if err := m.settle(ctx, of); err != nil {
			return c, err
		}
	}
	if c, err = conflicts.Get(ctx, m.tx, in.Conflict); err != nil || c.State == ConflictSettled || !in.Accept {
		return c, err
	}
	c.State, c.Settled, c.By, c.Note, c.Accepted, c.Recorded = ConflictSettled, m.at, m.by, m.note, true, m.s.c.Env.Time()
	return conflicts.Put(ctx, m.tx, c)
}

// withdraw takes an entry back, with those that are the same.
func (m *merging) withdraw(ctx context.Context, id storage.ID[Entry]) error {
	e, err := entries.Get(ctx, m.tx, id)
	if err != nil {
		return err
	}
	all, err := m.page(ctx, byLine.Prefix(e.Invoice, e.Line))
	if err != nil {
		return err
	}
	for _, other := range all {
		if !other.same(&e) || !other.Withdrawn.IsZero() {
			continue
		}
		other.Withdrawn, other.By = m.at, m.by
		if _, err := entries.Put(ctx, m.tx, other); err != nil {
			return err
		}
		sent, err := m.page(ctx, byClient.Prefix(other.Client))
		if err != nil {
			return err
		}
		if err := m.list(ctx, clientConflict(other.Client, sent)); err != nil {
			return err
		}
	}
	return nil
}

func sortedLines(lines map[lineRef]bool) []lineRef {
	return slices.SortedFunc(maps.Keys(lines), func(a, b lineRef) int { return cmp.Or(cmp.Compare(a.invoice, b.invoice), cmp.Compare(a.line, b.line)) })
}
