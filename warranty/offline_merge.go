package warranty

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/storage"
)

// OfflineEntry is what a till did while it could not reach the store: one of Sale, Return and Transfer, as typed. Their Key is not read, and their At is
// needed: when it is sent says nothing of when it happened, and is another time with each attempt.
type OfflineEntry struct {
	ID       string    `json:"id"` // the client id: the till made it once, and sends it with each attempt
	Sale     *Sale     `json:"sale,omitempty"`
	Return   *Return   `json:"return,omitempty"`
	Transfer *Transfer `json:"transfer,omitempty"`
}

// MergeReport says what became of the entries that a till sent.
type MergeReport struct {
	Merged    int            `json:"merged"`
	Repeated  int            `json:"repeated"`            // were there already
	Refused   []MergeRefusal `json:"refused,omitempty"`   // cannot be read, and were not kept: the till has to show them
	Conflicts []Conflict     `json:"conflicts,omitempty"` // that are open, and that what was merged opened or changed
}

// MergeRefusal is an entry that cannot be read.
type MergeRefusal struct {
	Index    int            `json:"index"` // among the entries that were sent
	Problems []care.Problem `json:"problems"`
}

// maxEntries is how many entries a line, a serial or a client id may have.
const maxEntries = 200

// MergeOffline takes what tills did while they were offline, in any order, in any parts, and however often: what it comes to is [Merge] of all of it. Each entry
// is kept and applied in a transaction of its own, so after an error the till sends all of them again.
//
// A conflict is no error: it is listed in the report and in [Service.Conflicts], for a person to [Service.Resolve].
func (s Service) MergeOffline(ctx context.Context, sent []OfflineEntry) (report MergeReport, err error) {
	ctx, done := s.c.Env.Observe(ctx, "warranty.merge_offline")
	defer func() { done(err) }()
	about := map[string]bool{}
	for i, in := range sent {
		e, err := s.readEntry(in)
		if invalid, ok := errors.AsType[*care.Invalid](err); ok {
			report.Refused = append(report.Refused, MergeRefusal{i, invalid.Problems})
			continue
		}
		m := merging{s: s}
		err = whileTaken(ofLine, func() error { // such as the serial, which shows when it is written
			return s.store.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
				m = merging{s: s, tx: tx} // anew: this may run again
				if _, err := m.take(ctx, e); err != nil {
					return err
				}
				return m.settle(ctx, e.line())
			})
		})
		if err != nil {
			return report, err
		}
		if m.repeated {
			report.Repeated++
		} else {
			report.Merged++
		}
		for _, c := range m.conflicts {
			about[c] = true
		}
	}
	report.Conflicts, err = s.open(ctx, about)
	return report, err
}

// open reads those of the conflicts that are open.
func (s Service) open(ctx context.Context, about map[string]bool) (all []Conflict, err error) {
	err = s.store.View(ctx, func(ctx context.Context, r storage.Reader) error {
		all = nil
		for key := range about {
			c, err := conflicts.One(ctx, r, byAbout.Key(key))
			if err != nil && !errors.Is(err, storage.ErrNotFound) {
				return err
			}
			if c.State == ConflictOpen {
				all = append(all, c)
			}
		}
		return nil
	})
	slices.SortFunc(all, func(a, b Conflict) int { return a.Found.Compare(b.Found) })
	return all, err
}

// readEntry reads what a till sent.
func (s Service) readEntry(in OfflineEntry) (Entry, error) {
	var p care.Problems
	client := care.Required(&p, "id", in.ID, care.ParseRef[string])
	var e Entry
	given, at := 0, time.Time{}
	if in.Sale != nil {
		given, at = given+1, in.Sale.At
		e = s.readSale(&p, *in.Sale)
	}
	if in.Return != nil {
		given, at = given+1, in.Return.At
		e = s.readReturn(&p, *in.Return)
	}
	if in.Transfer != nil {
		given, at = given+1, in.Transfer.At
		e = s.readTransfer(&p, *in.Transfer)
	}
	if given != 1 {
		return Entry{}, care.RefuseAt("", "", CodeEntryKind.With())
	}
	if at.IsZero() {
		p.Add("at", "", care.CodeMissing.With())
	}
	e.Client = client
	e.seal()
	return e, p.Err()
}

// merging is the merge of entries in one transaction.
type merging struct {
	s         Service
	tx        storage.Tx
	repeated  bool
	refuse    string                     // the client id of an entry that is refused where others would wait
	sold      []Registration             // were registered
	back      []Registration             // came back
	given     []Registration             // have another holder
	moved     []storage.ID[Registration] // all of the last two
	conflicts []string                   // what they are about
	by        care.StaffRef              // who settles what is settled now; "": it explains itself
	note      string
	at        time.Time
}

// take keeps an entry, unless it is there already, and returns it as it is kept.
func (m *merging) take(ctx context.Context, e Entry) (Entry, error) {
	known, err := m.page(ctx, byClient.Prefix(e.Client))
	if err != nil {
		return e, err
	}
	for i := range known {
		if known[i].same(&e) {
			m.repeated = true
			return known[i], nil
		}
	}
	e.ID, e.Number = storage.ID[Entry](m.s.c.Env.ID()), len(known)
	if e, err = entries.Put(ctx, m.tx, e); err != nil {
		return e, err
	}
	if len(known) == 0 {
		return e, nil
	}
	return e, m.list(ctx, clientConflict(e.Client, append(known, e)))
}

// page reads a range of entries that is known to be short.
func (m *merging) page(ctx context.Context, of storage.Range[Entry]) ([]Entry, error) {
	page, err := entries.Page(ctx, m.tx, of, "", maxEntries)
	if err == nil && page.Next != "" {
		err = tooManyEntries()
	}
	return page.Items, err
}

func tooManyEntries() error {
	return care.RefuseAt("line", "", CodeTooManyEntries.With(care.NewFact("limit", maxEntries)))
}

// settle makes the registrations of a line what its entries come to.
func (m *merging) settle(ctx context.Context, of lineRef) error {
	regs, err := registrations.Page(ctx, m.tx, byUnit.Prefix(of.invoice, of.line), "", storage.MaxPage)
	if err == nil && regs.Next != "" {
		err = tooManyEntries()
	}
	if err != nil {
		return err
	}
	if err := m.writeDirect(ctx, of, regs.Items); err != nil {
		return err
	}
	all, err := m.page(ctx, byLine.Prefix(of.invoice, of.line))
	if err != nil {
		return err
	}
	units, conflict := mergeLine(asSold(all, regs.Items))
	changes, refused, err := m.changes(ctx, units, regs.Items)
	if err != nil {
		return err
	}
	if refused != nil {
		conflict.State, conflict.Sides = ConflictOpen, append(conflict.Sides, refused.sides...)
		conflict.Reasons = append(conflict.Reasons, refused.reasons...)
	}
	if err := m.refused(conflict); err != nil {
		return err
	}
	if err := m.save(ctx, changes); err != nil {
		return err
	}
	if err := m.announce(ctx); err != nil {
		return err
	}
	return m.list(ctx, conflict)
}

// refused refuses the entry that has to fit, with everything for which it does not.
func (m *merging) refused(conflict Conflict) error {
	var p care.Problems
	for i, side := range conflict.Sides {
		if side.Client == m.refuse {
			p.Add("units", "", conflict.Reasons[i])
		}
	}
	return p.Err()
}

// writeDirect writes down the sale of registrations that were made without an entry, so that the line has all of its history.
func (m *merging) writeDirect(ctx context.Context, of lineRef, regs []Registration) error {
	e := Entry{Kind: EntrySale, Direct: true, Client: directClient(of), Invoice: of.invoice, Line: of.line}
	erased := false
	for _, r := range regs {
		if !r.Entry.IsZero() || !r.Replaces.IsZero() {
			continue
		}
		for len(e.Serials) < r.Unit {
			e.Serials = append(e.Serials, "")
		}
		e.Serials[r.Unit-1], e.Quantity = r.Serial, max(e.Quantity, r.Unit)
		e.At, e.Product, e.Place, e.Delivered, e.Holder, e.Recorded = r.Sold, r.Product, r.Place, r.Delivered, r.holder(), r.Recorded
		erased = erased || r.Subject == "" && r.Version > 1
	}
	if e.Quantity == 0 {
		return nil
	}
	if !slices.ContainsFunc(e.Serials, func(s string) bool { return s != "" }) {
		e.Serials = nil
	}
	if known, err := m.page(ctx, byClient.Prefix(e.Client)); err != nil || len(known) > 0 {
		return err
	}
	written := []Entry{e}
	for _, r := range regs {
		if r.Entry.IsZero() && r.Replaces.IsZero() && r.ReplacedBy.IsZero() && !r.Returned.IsZero() { // as an import said
			written = append(written, Entry{Kind: EntryReturn, Direct: true, Client: e.Client + "/" + strconv.Itoa(r.Unit), Invoice: of.invoice, Line: of.line,
				Units: []int{r.Unit}, At: r.Returned, Recorded: r.Recorded})
		}
	}
	for i := range written {
		written[i].ID = storage.ID[Entry](m.s.c.Env.ID())
		written[i].seal()
	}
	if erased {
		written[0].Who = ""
	}
	_, err := entries.PutAll(ctx, m.tx, written)
	return err
}

// directClient is the client id of the entry of a sale that was registered without one.
func directClient(of lineRef) string {
	return "registered:" + contentHash([]string{string(of.invoice), strconv.Itoa(of.line)})
}

// list keeps what a conflict has come to: opened, gone on, settled, or nothing.
func (m *merging) list(ctx context.Context, c Conflict) error {
	m.conflicts = append(m.conflicts, c.About)
	old, err := conflicts.One(ctx, m.tx, byAbout.Key(c.About))
	if errors.Is(err, storage.ErrNotFound) {
		if c.State == ConflictSettled {
			return nil
		}
	} else if err != nil {
		return err
	}
	if c.State == ConflictOpen && old.Accepted && slices.Equal(c.Sides, old.Sides) {
		return nil
	}
	c.ID, c.Version, c.Found, c.Recorded = old.ID, old.Version, old.Found, m.s.c.Env.Time()
	opened := c.State == ConflictOpen && old.State != ConflictOpen
	switch {
	case opened:
		c.Found = c.Recorded
	case old.State == ConflictSettled: // as c is
		return nil
	case c.State == ConflictSettled:
		c.Settled, c.By, c.Note, c.Reasons, c.Sides = m.s.at(m.at), m.by, m.note, old.Reasons, old.Sides
	}
	if c.ID.IsZero() {
		c.ID = storage.ID[Conflict](m.s.c.Env.ID())
	}
	if c, err = conflicts.Put(ctx, m.tx, c); err != nil || !opened {
		return err
	}
	return m.s.announceConflict(ctx, m.tx, c)
}
