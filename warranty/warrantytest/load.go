package warrantytest

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/warranty"
)

// Load puts the shop into a store, as registering each sale would, but without the events and quickly. The store has the collections of warranty.
func (s *Shop) Load(ctx context.Context, store storage.Store) error {
	w, err := warranty.New(store, warranty.Config{Env: care.Env{Now: func() time.Time { return Today.Start(time.UTC) }}})
	if err != nil {
		return err
	}
	some := care.Text{VI: "như đã công bố", EN: "as published"}
	_, err = w.Publish(ctx, warranty.Terms{
		Code: "all", Edition: 1, Months: 12, Effective: calendar.MustDate(2020, time.January, 1), Published: time.Date(2019, 12, 1, 0, 0, 0, 0, time.UTC),
		Start: some, Term: some, Content: some, Scope: some, How: some, NoExclusions: true,
	})
	for _, p := range s.Products {
		if err == nil {
			_, err = w.Cover(ctx, warranty.Coverage{Product: p.Ref, Name: p.Name, Terms: "all", Serialised: p.serial != ""})
		}
	}
	if err != nil {
		return err
	}
	registrations, phones := schema("warranty_registration"), schema("warranty_phone")
	ids := s.random
	for batch := range slices.Chunk(s.Registrations, 1000) {
		err := store.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
			for _, r := range batch {
				if err := put(ctx, tx, registrations, r.ID.UUID(), r); err != nil {
					return err
				}
				for _, phone := range r.Phones[min(1, len(r.Phones)):] {
					id := newID(ids, 0)
					row := map[string]any{"id": id, "version": 1, "phone": phone, "delivered": r.Delivered, "registration": r.ID, "subject": r.Subject}
					if err := put(ctx, tx, phones, id, row); err != nil {
						return err
					}
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func schema(name string) *storage.Schema {
	all := warranty.Schemas()
	return all[slices.IndexFunc(all, func(s *storage.Schema) bool { return s.Name == name })]
}

func put(ctx context.Context, tx storage.Tx, s *storage.Schema, id uuid.UUID, value any) error {
	body, err := json.Marshal(value)
	if err != nil {
		return err
	}
	rec, err := s.Derive(storage.Record{ID: id, Version: 1, Body: body})
	if err != nil {
		return err
	}
	rec.Version = 0 // the first Put makes it 1
	_, err = tx.Put(ctx, s, rec)
	return err
}
