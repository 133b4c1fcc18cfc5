package enquiry

import (
	"context"
	"errors"
	"fmt"

	"github.com/chamsoc/chamsoc/care"
)

// facts asks the ports that a question needs, one after another, and no more of them once it is clear that nothing can be told.
func (s Service) facts(ctx context.Context, q asked) (f Facts, err error) {
	f = Facts{Topic: q.topic, Asked: q.at, Shown: q.shown, Number: q.number, Symbol: q.symbol, Limits: s.c.Limits, Zone: s.c.Env.Location()}
	if f.Customer, f.Unchecked, err = s.verify(ctx, q); err != nil || f.Unchecked || f.Customer == "" && !f.Shown {
		return f, err
	}
	if q.topic == TopicDebt {
		if f.Customer != "" {
			f.Debt, err = ask(ctx, s, "debts", s.c.Debts != nil, func(ctx context.Context) (care.Known[care.Debt], error) {
				return s.c.Debts.Debt(ctx, f.Customer)
			})
		}
		return f, err
	}
	var invoice care.InvoiceRef
	if q.topic == TopicInvoice || q.number != "" {
		f.Invoices, err = ask(ctx, s, "invoices", s.c.Invoices != nil, func(ctx context.Context) (care.Known[[]care.Invoice], error) {
			return s.c.Invoices.Invoices(ctx, q.invoices(f.Customer))
		})
		own, _ := f.own()
		if err != nil || q.topic == TopicInvoice || f.Invoices.Failed || len(own) != 1 {
			return f, err
		}
		invoice = own[0].Ref
	}
	if q.topic == TopicWarranty {
		f.Warranties, err = ask(ctx, s, "warranties", s.c.Warranties != nil, func(ctx context.Context) (care.Known[[]Warranty], error) {
			query := WarrantyQuery{Invoice: invoice, Serial: q.serial}
			if !q.shown {
				query.Customer = f.Customer
			}
			return s.c.Warranties(s.store).Warranties(ctx, query)
		})
		return f, err
	}
	f.Shipments, err = ask(ctx, s, "shipments", s.c.Shipments != nil, func(ctx context.Context) (care.Known[[]care.Shipment], error) {
		query := care.ShipmentQuery{Invoice: invoice, TrackingNumber: q.tracking}
		if !q.shown {
			query.Customer = f.Customer
		}
		return s.c.Shipments.Shipments(ctx, query)
	})
	f.Shipments.Value = s.translate(f.Shipments.Value)
	return f, err
}

// verify finds out who asks. An invoice that was shown needs nobody's word.
func (s Service) verify(ctx context.Context, q asked) (who care.CustomerRef, unchecked bool, err error) {
	if s.c.Verifier == nil {
		return "", !q.shown, nil
	}
	heard, err := ask(ctx, s, "identity", true, func(ctx context.Context) (care.Known[care.CustomerRef], error) {
		who, err := s.c.Verifier.Verify(ctx, q.claim)
		return care.Known[care.CustomerRef]{Value: who}, err
	})
	return heard.Value, heard.Failed && !q.shown, err
}

// invoices is what is asked of the port of invoices: those of the customer, or of the paper that was shown.
func (q asked) invoices(customer care.CustomerRef) care.InvoiceQuery {
	query := care.InvoiceQuery{Number: q.number, Symbol: q.symbol, Serial: q.serial, Customer: customer}
	if q.shown {
		query.Customer = ""
	}
	return query
}

// translate reads the carriers' codes.
func (s Service) translate(shipments []care.Shipment) []care.Shipment {
	read := make([]care.Shipment, len(shipments))
	for i, shipment := range shipments {
		read[i] = s.carriers[plain(shipment.Carrier)].read(shipment)
	}
	return read
}

// ask asks one port and tells a system that cannot answer from a mistake: only the latter is an error.
func ask[T any](ctx context.Context, s Service, port string, connected bool, call func(context.Context) (care.Known[T], error)) (h Heard[T], err error) {
	if !connected {
		return Heard[T]{Failed: true}, nil
	}
	patient, cancel := context.WithTimeout(ctx, s.c.Patience)
	defer cancel()
	h.Known, err = call(patient)
	switch {
	case err == nil:
		return h, nil
	case ctx.Err() != nil: // the caller has gone
		return h, ctx.Err()
	case errors.Is(err, care.ErrUnavailable), errors.Is(err, errors.ErrUnsupported), patient.Err() != nil:
		return Heard[T]{Failed: true}, nil
	}
	return h, fmt.Errorf("enquiry: the port of %s: %w", port, err)
}
