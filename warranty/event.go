package warranty

import (
	"context"
	"slices"
	"strconv"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/queue"
)

// What this package announces, in the transaction that does it. The payloads hold ids and no personal value, so erasing a customer leaves them.
var (
	// Registered: a sale was registered.
	Registered = queue.NewTopic[RegisteredEvent]("warranty.registered", 1)
	// AnswerGiven: a decision was given at the counter, and kept.
	AnswerGiven = queue.NewTopic[AnswerGivenEvent]("warranty.answer_given", 1)
	// Returned: units came back, so their warranties are cleared. A date that is corrected is announced again.
	Returned = queue.NewTopic[MovedEvent]("warranty.returned", 1)
	// Transferred: units were given to somebody else, and their terms go on.
	Transferred = queue.NewTopic[MovedEvent]("warranty.transferred", 1)
	// ConflictOpened: there is a conflict that waits for a person.
	ConflictOpened = queue.NewTopic[ConflictOpenedEvent]("warranty.conflict_opened", 1)
	// RegistrationsImported: a part of a file was imported, before it is known whether the rest will be.
	RegistrationsImported = queue.NewTopic[RegistrationsImportedEvent]("warranty.registrations_imported", 1)
	// ImportFinished: a file was imported to its end.
	ImportFinished = queue.NewTopic[ImportFinishedEvent]("warranty.import_finished", 1)
)

// RegisteredEvent is the payload of [Registered]. Its key is the invoice and the line.
type RegisteredEvent struct {
	Invoice       care.InvoiceRef            `json:"invoice"`
	Line          int                        `json:"line"`
	Product       care.ProductRef            `json:"product"`
	Registrations []storage.ID[Registration] `json:"registrations"` // of each unit
}

// AnswerGivenEvent is the payload of [AnswerGiven]. Its key is the registration.
type AnswerGivenEvent struct {
	Answer       storage.ID[Answered]     `json:"answer"`
	Registration storage.ID[Registration] `json:"registration"`
	Outcome      Outcome                  `json:"outcome"`
}

// MovedEvent is the payload of [Returned] and [Transferred]. Its key is the invoice and the line.
type MovedEvent struct {
	Invoice       care.InvoiceRef            `json:"invoice"`
	Line          int                        `json:"line"`
	Registrations []storage.ID[Registration] `json:"registrations"`
}

// ConflictOpenedEvent is the payload of [ConflictOpened]. Its key is the conflict.
type ConflictOpenedEvent struct {
	Conflict storage.ID[Conflict] `json:"conflict"`
	Kind     ConflictKind         `json:"kind"`
}

// RegistrationsImportedEvent is the payload of [RegistrationsImported]. It has no key.
type RegistrationsImportedEvent struct {
	Registrations []storage.ID[Registration] `json:"registrations"` // a thousand at most
}

// ImportFinishedEvent is the payload of [ImportFinished]. Its key is that of the import.
type ImportFinishedEvent struct {
	Import   string         `json:"import,omitempty"` // its key
	Progress ImportProgress `json:"progress"`
}

// Topics are the topics of this package, for a worker.
func Topics() []queue.AnyTopic {
	all := []queue.AnyTopic{Registered, AnswerGiven, Returned, Transferred, ConflictOpened, RegistrationsImported, ImportFinished, OrderChanged, MaintenanceDue, AdviceGiven}
	for _, topic := range ClaimTopics() {
		all = append(all, topic)
	}
	return all
}

func (s Service) announceRegistered(ctx context.Context, tx storage.Tx, rs []Registration) error {
	first := rs[0]
	e := RegisteredEvent{Invoice: first.Invoice, Line: first.Line, Product: first.Product}
	for _, r := range rs {
		e.Registrations = append(e.Registrations, r.ID)
	}
	key := string(first.Invoice) + "/" + strconv.Itoa(first.Line)
	return Registered.With(s.c.Bell).Put(ctx, tx, queue.Item[RegisteredEvent]{Key: key, Order: first.Version, Payload: e})
}

func (s Service) announceAnswer(ctx context.Context, tx storage.Tx, a Answered) error {
	e := AnswerGivenEvent{Answer: a.ID, Registration: a.Registration, Outcome: a.Decision.Outcome}
	return AnswerGiven.With(s.c.Bell).Put(ctx, tx, queue.Item[AnswerGivenEvent]{Key: a.Registration.String(), Payload: e})
}

// announceImported announces units that were imported, by the thousand: many fit into one payload, and one handler's transaction reads them.
func (s Service) announceImported(ctx context.Context, tx storage.Tx, ids []storage.ID[Registration]) error {
	var all []queue.Item[RegistrationsImportedEvent]
	for some := range slices.Chunk(ids, 1000) {
		all = append(all, queue.Item[RegistrationsImportedEvent]{Payload: RegistrationsImportedEvent{some}})
	}
	if len(all) == 0 {
		return nil
	}
	return RegistrationsImported.With(s.c.Bell).PutAll(ctx, tx, all)
}

func (s Service) announceImport(ctx context.Context, tx storage.Tx, run importRun) error {
	return ImportFinished.With(s.c.Bell).Put(ctx, tx, queue.Item[ImportFinishedEvent]{Key: run.Key, Order: run.Version, Payload: ImportFinishedEvent{run.Key, run.Progress}})
}

// announce announces what became of the units of a line.
func (m *merging) announce(ctx context.Context) error {
	if len(m.sold) > 0 {
		if err := m.s.announceRegistered(ctx, m.tx, m.sold); err != nil {
			return err
		}
	}
	for _, moved := range []struct {
		topic queue.Topic[MovedEvent]
		rs    []Registration
	}{{Returned, m.back}, {Transferred, m.given}} {
		if len(moved.rs) == 0 {
			continue
		}
		first := moved.rs[0]
		e := MovedEvent{Invoice: first.Invoice, Line: first.Line}
		for _, r := range moved.rs {
			e.Registrations = append(e.Registrations, r.ID)
		}
		item := queue.Item[MovedEvent]{Key: string(first.Invoice) + "/" + strconv.Itoa(first.Line), Order: first.Version + 1, Payload: e}
		if err := moved.topic.With(m.s.c.Bell).Put(ctx, m.tx, item); err != nil {
			return err
		}
	}
	m.sold, m.back, m.given = nil, nil, nil
	return nil
}

func (s Service) announceConflict(ctx context.Context, tx storage.Tx, c Conflict) error {
	e := ConflictOpenedEvent{c.ID, c.Kind}
	return ConflictOpened.With(s.c.Bell).Put(ctx, tx, queue.Item[ConflictOpenedEvent]{Key: c.ID.String(), Order: c.Version, Payload: e})
}
