package storage

import (
	"context"
	"encoding/json"
	"iter"

	"github.com/google/uuid"
)

// Exported is one record about a subject, as it is stored.
type Exported struct {
	Collection string          `json:"collection"`
	ID         uuid.UUID       `json:"id"`
	Version    int64           `json:"version"`
	Body       json.RawMessage `json:"body"`
}

// Receipt says what an erasure did.
type Receipt struct {
	Lines []ReceiptLine `json:"lines"`
}

// ReceiptLine is the part of a receipt about one collection that has subjects, with zeros where nothing was found.
type ReceiptLine struct {
	Collection string   `json:"collection"`
	Cleared    int      `json:"cleared"`         // records kept without their personal parts
	Deleted    int      `json:"deleted"`         // records deleted whole
	Parts      []string `json:"parts,omitempty"` // the personal parts that were cleared
}

// Export yields every record about the subject (the host's customer key) in the tenant of the store.
func Export(ctx context.Context, s Store, schemas []*Schema, subject string) iter.Seq2[Exported, error] {
	return func(yield func(Exported, error) bool) {
		for _, schema := range schemas {
			for page, err := range subjectPages(ctx, s, schema, subject) {
				if err != nil {
					yield(Exported{}, err)
					return
				}
				for _, r := range page {
					if !yield(Exported{schema.Name, r.ID, r.Version, r.Body}, nil) {
						return
					}
				}
			}
		}
	}
}

// Erase clears the personal parts of every record about the subject, together with the subject, and deletes records that are
// personal as a whole. It commits page by page: after an error, call it again; the receipt beside an error says what was done until then.
func Erase(ctx context.Context, s Store, schemas []*Schema, subject string) (Receipt, error) {
	var receipt Receipt
	for _, schema := range schemas {
		if schema.Subject < 0 || subject == "" {
			continue
		}
		line := ReceiptLine{Collection: schema.Name, Parts: schema.parts}
		for {
			n, err := eraseSome(ctx, s, schema, subject)
			if len(schema.parts) > 0 {
				line.Cleared += n
			} else {
				line.Deleted += n
			}
			if err == nil && n > 0 {
				continue
			}
			receipt.Lines = append(receipt.Lines, line)
			if err != nil {
				return receipt, err
			}
			break
		}
	}
	return receipt, nil
}

// eraseSome erases the first records that are left. Erased records leave the subject's index, so the first page is always new.
func eraseSome(ctx context.Context, s Store, schema *Schema, subject string) (n int, err error) {
	err = s.Update(ctx, func(ctx context.Context, tx Tx) error {
		n = 0
		page, err := tx.Scan(ctx, schema, schema.subjectQuery(subject, ""))
		if err != nil {
			return err
		}
		for _, r := range page.Items {
			if err := eraseOne(ctx, tx, schema, r); err != nil {
				return err
			}
			n++
		}
		return nil
	})
	if err != nil {
		n = 0
	}
	return n, err
}

func eraseOne(ctx context.Context, tx Tx, schema *Schema, r Record) error {
	if len(schema.parts) == 0 {
		return tx.Delete(ctx, schema, r.ID, r.Version)
	}
	cleared, err := schema.erase(r)
	if err != nil {
		return err
	}
	_, err = tx.Put(ctx, schema, cleared)
	return err
}

func subjectPages(ctx context.Context, s Store, schema *Schema, subject string) iter.Seq2[[]Record, error] {
	return func(yield func([]Record, error) bool) {
		if schema.Subject < 0 || subject == "" {
			return
		}
		for cursor := ""; ; {
			var page Page[Record]
			err := s.View(ctx, func(ctx context.Context, r Reader) (err error) {
				page, err = r.Scan(ctx, schema, schema.subjectQuery(subject, cursor))
				return err
			})
			if !yield(page.Items, err) || err != nil || page.Next == "" {
				return
			}
			cursor = page.Next
		}
	}
}

// subjectQuery lists the records about one subject; checkSubject has made sure of the index.
func (s *Schema) subjectQuery(subject, cursor string) Query {
	return Query{Index: s.subjectIndex().Name, Prefix: []Value{TextOf(subject)}, Cursor: cursor}
}
