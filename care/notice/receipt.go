package notice

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strconv"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/storage"
)

// ReceiptKind is what a provider reports about a notice that was sent. The zero ReceiptKind is unknown.
type ReceiptKind string

// The kinds of receipt.
const (
	ReceiptDelivered ReceiptKind = "delivered"
	ReceiptRead      ReceiptKind = "read"
	ReceiptBounced   ReceiptKind = "bounced" // it came back
)

var receiptKinds = care.NewTerms(
	care.NewTerm(ReceiptDelivered, "Đã đến nơi", "Delivered"),
	care.NewTerm(ReceiptRead, "Đã đọc", "Read"),
	care.NewTerm(ReceiptBounced, "Bị trả lại", "Bounced"),
)

// Terms lists the kinds of receipt.
func (ReceiptKind) Terms() care.Terms[ReceiptKind] { return receiptKinds }

// Receipt is what a provider reported about a notice, once for each kind and channel.
type Receipt struct {
	Kind     ReceiptKind  `json:"kind"`
	Channel  care.Channel `json:"channel"`
	At       time.Time    `json:"at"`
	Recorded time.Time    `json:"recorded"`
}

// Report is a provider's report. It names the notice, or the channel and the provider's id of it. Give the channel with the notice too: one that came back goes by several,
// and a provider may report twice. Without it the report is of the channel by which the notice went last.
type Report struct {
	Notice   storage.ID[Notice] `json:"notice,omitzero"`
	Channel  care.Channel       `json:"channel,omitempty"`
	Provider string             `json:"provider,omitempty"`
	Kind     ReceiptKind        `json:"kind"`
	At       time.Time          `json:"at,omitzero"` // zero: now
}

// Receive records what a provider reports. It is idempotent: of one kind and channel the first report counts, and reports come in any order. A notice that came back
// goes to the next channel, or becomes the task of a person.
func (s Service) Receive(ctx context.Context, r Report) (n Notice, err error) {
	ctx, done := s.c.Env.Observe(ctx, "notice.receive")
	defer func() { done(err) }()
	if !care.IsKnown(r.Kind) {
		_, err := care.ParseEnum[ReceiptKind](string(r.Kind))
		return Notice{}, care.RefuseAt("kind", string(r.Kind), reasonOf(err))
	}
	err = s.update(ctx, func(ctx context.Context, tx storage.Tx) (err error) {
		if n, err = s.reported(ctx, tx, r); err != nil {
			return err
		}
		channel := cmp.Or(r.Channel, n.Channel)
		if slices.ContainsFunc(n.Receipts, func(old Receipt) bool { return old.Kind == r.Kind && old.Channel == channel }) {
			return nil
		}
		n.Receipts = append(n.Receipts, Receipt{Kind: r.Kind, Channel: channel, At: s.at(r.At), Recorded: s.c.Env.Time()})
		if r.Kind == ReceiptBounced && channel == n.Channel {
			return s.bounced(ctx, tx, &n)
		}
		if n, err = notices.Put(ctx, tx, n); err != nil {
			return err
		}
		of := n
		of.Channel = channel
		return s.announce(ctx, tx, Received, of, r.Kind)
	})
	if err != nil {
		return Notice{}, err
	}
	return n, nil
}

// reported finds the notice that a report is about.
func (s Service) reported(ctx context.Context, tx storage.Tx, r Report) (n Notice, err error) {
	if !r.Notice.IsZero() {
		n, err = notices.Get(ctx, tx, r.Notice)
	} else {
		var page storage.Page[Notice]
		if page, err = notices.Page(ctx, tx, byProvider.Prefix(r.Channel, r.Provider).Reverse(), "", 1); err == nil && len(page.Items) == 0 {
			err = storage.ErrNotFound
		} else if err == nil {
			n = page.Items[0]
		}
	}
	if errors.Is(err, storage.ErrNotFound) || err == nil && (n.Sent.IsZero() || r.Channel != "" && !n.wentBy(r.Channel)) {
		err = care.RefuseAt("notice", "", CodeNotSentYet.With())
	}
	return n, err
}

// bounced sends a notice that came back by the next channel.
func (s Service) bounced(ctx context.Context, tx storage.Tx, n *Notice) (err error) {
	for i := range n.Attempts {
		if a := &n.Attempts[i]; a.Channel == n.Channel && a.Outcome == OutcomeSent {
			a.Outcome = OutcomeBounced
		}
	}
	texts, _, err := s.inForce(ctx, tx, s.kinds[n.Kind])
	if err != nil {
		return err
	}
	standing, err := standingOf(ctx, tx, n.Subject)
	if err != nil {
		return err
	}
	where, err := s.addresses(ctx, tx, n, false)
	if err != nil {
		return err
	}
	n.Planned = Plan(s.facts(n, standing, where, texts))
	s.settle(n)
	n.Provider = "" // of what came back
	if *n, err = notices.Put(ctx, tx, *n); err != nil {
		return err
	}
	if err := s.announce(ctx, tx, Received, *n, ReceiptBounced); err != nil {
		return err
	}
	if n.Status != StatusWaiting {
		return s.announce(ctx, tx, NotSent, *n, "")
	}
	if standing.ID.IsZero() {
		if standing, err = s.saveStanding(ctx, tx, n.Subject, n.Subject, standing); err != nil {
			return err
		}
	}
	return s.enqueue(ctx, tx, *n, standing)
}

// reasonOf is the reason of a refusal for one value.
func reasonOf(err error) care.Reason {
	if invalid, ok := errors.AsType[*care.Invalid](err); ok && len(invalid.Problems) > 0 {
		return invalid.Problems[0].Reason
	}
	return care.CodeUnreadable.With()
}

// Handling says what a person did about a notice that could not be sent.
type Handling struct {
	Notice  storage.ID[Notice] `json:"notice"`
	Version int64              `json:"version,omitempty"` // of the notice as it was seen; 0: any
	By      string             `json:"by"`
	Via     string             `json:"via,omitempty"` // the channel by which the customer was told; empty: the customer was not
	Note    string             `json:"note,omitempty"`
	At      time.Time          `json:"at,omitzero"` // zero: now
}

// Handle takes a notice off the list of [Service.Tasks]. It refuses with *care.Invalid a notice that is nobody's task; care.ErrStale: somebody changed it first.
func (s Service) Handle(ctx context.Context, h Handling) (n Notice, err error) {
	ctx, done := s.c.Env.Observe(ctx, "notice.handle")
	defer func() { done(err) }()
	var p care.Problems
	handled := &Handled{
		By:   care.Required(&p, "by", h.By, care.ParseRef[care.StaffRef]),
		Via:  care.Optional(&p, "via", h.Via, care.ParseEnum[care.Channel]),
		Note: care.Optional(&p, "note", h.Note, care.Lines(maxValue)),
		At:   s.at(h.At),
	}
	if err := p.Err(); err != nil {
		return Notice{}, err
	}
	err = s.store.Update(ctx, func(ctx context.Context, tx storage.Tx) (err error) {
		n, err = notices.Get(ctx, tx, h.Notice)
		switch {
		case err != nil:
			return err
		case h.Version != 0 && h.Version != n.Version:
			return care.ErrStale
		case n.Status != StatusTask:
			return care.RefuseAt("notice", strconv.FormatInt(n.Version, 10), CodeNoTask.With())
		}
		n.Status, n.Task, n.Handled = StatusHandled, time.Time{}, handled
		n, err = notices.Put(ctx, tx, n)
		return err
	})
	if err != nil {
		return Notice{}, err
	}
	return n, nil
}

// Forget deletes what was recorded before an instant and is over, up to n of them (at most storage.MaxPage), and returns how many: the retention of what was sent, for
// a host's nightly job. Notices that wait, for their time or for a person, stay.
func (s Service) Forget(ctx context.Context, before time.Time, n int) (gone int, err error) {
	ctx, done := s.c.Env.Observe(ctx, "notice.forget")
	defer func() { done(err) }()
	err = s.store.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
		gone = 0
		for cursor := ""; gone < n; {
			page, err := notices.Page(ctx, tx, byRecorded.Prefix().Before(before), cursor, 0)
			if err != nil {
				return err
			}
			for _, old := range page.Items {
				if old.Status == StatusWaiting || old.Status == StatusTask || gone == n {
					continue
				}
				if err := notices.Delete(ctx, tx, old); err != nil {
					return err
				}
				gone++
			}
			if cursor = page.Next; cursor == "" {
				return nil
			}
		}
		return nil
	})
	return gone, err
}
