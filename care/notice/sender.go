package notice

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/storage"
)

// Sender sends by one channel: the host's account with a mail server, an SMS gateway, Zalo; a printer for letters. It is called outside of any transaction, by
// several goroutines at once, and heeds the context.
type Sender interface {
	// Send hands the message over and returns the provider's own id of it, by which receipts name it, or "".
	//
	// An error made by [RetryAt] or [RetryAfter] has it called again then; by [NoRoute], the next channel takes over at once, and by [Permanent] too. Any other
	// error is tried again after a growing pause, and then the next channel takes over. The same message may come again after a crash: Message.ID tells.
	Send(ctx context.Context, m Message) (providerID string, err error)
}

// SenderFunc is a function as a Sender.
type SenderFunc func(ctx context.Context, m Message) (providerID string, err error)

// Send calls f.
func (f SenderFunc) Send(ctx context.Context, m Message) (string, error) { return f(ctx, m) }

// Message is one notice as it goes out. It is personal: do not log it.
type Message struct {
	// ID is the same for every attempt at the same notice on the same channel, so that a provider can drop what it has already.
	ID      string
	Tenant  string
	Notice  storage.ID[Notice]
	Kind    KindCode
	Purpose Purpose
	Channel care.Channel
	To      string // a phone number, an email address, a postal address, a Zalo user id
	Name    string // of the customer, if it is known
	Lang    care.Lang
	Text
	// Template and Edition are what it was made from, and Values what was put in, as written in Lang: for providers that keep the templates themselves, as Zalo does.
	Edition int
	Values  map[string]string
	Expires time.Time // zero: never
}

// errOutcome is an error of a Sender that says what is to be done.
type errOutcome struct {
	kind  Outcome
	at    time.Time
	wait  time.Duration
	cause error
}

func (e *errOutcome) Error() string { return fmt.Sprintf("notice: %s: %v", e.kind, e.cause) }
func (e *errOutcome) Unwrap() error { return e.cause }

// RetryAt has the message sent again at that instant, as a provider asks who is busy, or whose quota is used up.
func RetryAt(at time.Time, cause error) error {
	return &errOutcome{kind: OutcomeLater, at: at, cause: cause}
}

// RetryAfter has the message sent again so long after now.
func RetryAfter(wait time.Duration, cause error) error {
	return &errOutcome{kind: OutcomeLater, wait: wait, cause: cause}
}

// NoRoute says that the customer cannot be reached by this channel: no Zalo account, the number is not in service. The next channel takes over.
func NoRoute(cause error) error { return &errOutcome{kind: OutcomeNoRoute, cause: cause} }

// Permanent says that this message will never be taken: the provider refuses the template, or the text. The next channel takes over.
func Permanent(cause error) error { return &errOutcome{kind: OutcomePermanent, cause: cause} }

// Outcome is what became of an attempt to send. The zero Outcome is unknown: the attempt has begun, and nobody has said how it ended.
type Outcome string

// The outcomes.
const (
	OutcomeSent      Outcome = "sent" // the provider has it
	OutcomeLater     Outcome = "later"
	OutcomeNoRoute   Outcome = "no_route"
	OutcomePermanent Outcome = "permanent"
	OutcomeError     Outcome = "error"   // of an unknown kind; it is tried again, a few times
	OutcomeLate      Outcome = "late"    // the provider would take it only after it has expired
	OutcomeText      Outcome = "text"    // the text could not be made
	OutcomeBounced   Outcome = "bounced" // it was sent and came back
)

var outcomes = care.NewTerms(
	care.NewTerm(OutcomeSent, "đã gửi", "sent"),
	care.NewTerm(OutcomeLater, "phải gửi lại sau", "to be sent later"),
	care.NewTerm(OutcomeNoRoute, "khách không nhận được qua kênh này", "the customer cannot be reached by it"),
	care.NewTerm(OutcomePermanent, "nhà cung cấp từ chối", "the provider refuses it"),
	care.NewTerm(OutcomeError, "nhà cung cấp báo lỗi nhiều lần", "the provider failed too often"),
	care.NewTerm(OutcomeLate, "nhà cung cấp chỉ nhận khi đã quá hạn", "the provider would take it too late"),
	care.NewTerm(OutcomeText, "không tạo được nội dung", "the text could not be made"),
	care.NewTerm(OutcomeBounced, "bị trả lại", "it came back"),
)

// Terms lists the outcomes.
func (Outcome) Terms() care.Terms[Outcome] { return outcomes }

// outcomeOf reads the error of a Sender.
func outcomeOf(err error, now time.Time) (o Outcome, again time.Time) {
	e, ok := errors.AsType[*errOutcome](err)
	switch {
	case err == nil:
		return OutcomeSent, time.Time{}
	case !ok:
		return OutcomeError, time.Time{}
	case e.kind == OutcomeLater && e.at.IsZero():
		return OutcomeLater, now.Add(max(e.wait, time.Second))
	}
	return e.kind, e.at
}
