package warranty

import (
	"context"
	"errors"
	"slices"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/storage"
)

// importBatch is a batch of rows in its transaction.
type importBatch struct {
	i        *importing
	tx       storage.Tx
	covers   map[care.ProductRef]Coverage // zero: the product has none
	editions map[TermsCode][]Terms
	units    [][]Registration // of each row; nil: it is refused
	refused  [][]care.Problem // of each row
	inserted int
	added    []storage.ID[Registration] // the units of those
	apart    bool                       // some were there already
}

// batch writes the rows in hand and the checkpoint behind them in one transaction, and then the rejects.
func (i *importing) batch(ctx context.Context) error {
	var b importBatch
	var run importRun
	err := i.s.store.Update(ctx, func(ctx context.Context, tx storage.Tx) (err error) {
		b = importBatch{ // anew: this may run again
			i: i, tx: tx, covers: map[care.ProductRef]Coverage{}, editions: map[TermsCode][]Terms{},
			units: make([][]Registration, len(i.rows)), refused: make([][]care.Problem, len(i.rows)),
		}
		if err := b.put(ctx); err != nil {
			return err
		}
		if err := i.s.announceImported(ctx, tx, b.added); err != nil {
			return err
		}
		if run = i.checkpoint(b); run.Key != "" {
			run, err = importRuns.Put(ctx, tx, run)
		}
		return err
	})
	if err != nil {
		return err
	}
	again := i.again
	i.run, i.result.ImportProgress, i.apart, i.again = run, run.Progress, b.apart, false
	for n, problems := range b.refused {
		if err := i.rejects.add(i.rows[n].record, problems); err != nil {
			return err
		}
	}
	if i.request.Progress != nil && !again {
		i.request.Progress(i.result.ImportProgress)
	}
	return ctx.Err()
}

// checkpoint is how far the import is behind a batch. One that is gone through again may have changed what was refused before: its product is covered by now.
func (i *importing) checkpoint(b importBatch) importRun {
	run, p := i.run, &i.run.Progress
	run.Before, run.Recorded = i.from, i.s.c.Env.Time()
	run.Before.Rejects, run.Before.Rejected = i.rejects.length, p.Rejected
	progress := ImportProgress{Rows: p.Rows, Inserted: p.Inserted + b.inserted, Units: p.Units + len(b.added), Rejected: p.Rejected, Bytes: i.csv.offset}
	if !i.again {
		progress.Rows += len(i.rows)
	}
	for _, problems := range b.refused {
		if problems != nil {
			progress.Rejected++
		}
	}
	progress.Existing = progress.Rows - progress.Inserted - progress.Rejected
	run.Progress = progress
	return run
}

func (b *importBatch) put(ctx context.Context) error {
	var all []Registration
	for n := range b.i.rows {
		row := &b.i.rows[n]
		err := row.problems.Err()
		if err == nil {
			b.units[n], err = b.complete(ctx, row)
		}
		if invalid, ok := errors.AsType[*care.Invalid](err); ok {
			b.refused[n] = invalid.Problems
		} else if err != nil {
			return err
		}
		all = append(all, b.units[n]...)
	}
	if len(all) == 0 {
		return nil
	}
	if !b.i.apart {
		_, err := putRegistrations(ctx, b.tx, all)
		if err == nil {
			b.add(all)
			for n := range b.units {
				if b.units[n] != nil {
					b.inserted++
				}
			}
		}
		if !taken(err) {
			return err
		}
	}
	return b.putApart(ctx)
}

func (b *importBatch) add(rs []Registration) {
	for i := range rs {
		b.added = append(b.added, rs[i].ID)
	}
}

// putApart puts each row for itself.
func (b *importBatch) putApart(ctx context.Context) error {
	for n, units := range b.units {
		if units == nil {
			continue
		}
		_, err := putRegistrations(ctx, b.tx, units)
		switch {
		case err == nil:
			b.inserted++
			b.add(units)
			continue
		case !taken(err):
			return err
		}
		b.apart = true
		same, err := b.registered(ctx, units)
		if err != nil {
			return err
		}
		if !same {
			b.refused[n] = []care.Problem{{Path: string(ColumnSerial), Reason: CodeImportTaken.With()}}
		}
	}
	return nil
}

// taken reports whether a record was refused for one that is there already, and the transaction goes on.
func taken(err error) bool {
	return errors.Is(err, storage.ErrExists) && !errors.Is(err, storage.ErrTxLost)
}

// registered reports whether all units of a row are registered as the row has them.
func (b *importBatch) registered(ctx context.Context, units []Registration) (bool, error) {
	for _, u := range units {
		there, err := registrations.One(ctx, b.tx, byUnit.Key(u.Invoice, u.Line, u.Unit, 0))
		if errors.Is(err, storage.ErrNotFound) {
			return false, nil
		}
		if err != nil || !sameUnit(there, u) {
			return false, err
		}
	}
	return true, nil
}

// sameUnit compares what is there with what a file says. What was changed since it was registered is newer than any file.
func sameUnit(there, file Registration) bool {
	if there.Product != file.Product || there.Serial != file.Serial || !there.Sold.Equal(file.Sold) || there.Delivered != file.Delivered {
		return false
	}
	return there.Version > 1 || there.Months == file.Months && there.Returned.Equal(file.Returned) &&
		there.Customer == file.Customer && there.NameKey == file.NameKey && there.TaxCode == file.TaxCode && slices.Equal(there.Phones, file.Phones)
}

// complete makes the registrations of a row. What it refuses is *care.Invalid.
func (b *importBatch) complete(ctx context.Context, row *importRow) ([]Registration, error) {
	t, err := b.terms(ctx, row)
	if err != nil {
		return nil, err
	}
	common := row.common
	common.Terms, common.Edition = t.Code, t.Edition
	s := b.i.s
	switch {
	case row.months > 0:
		t.Months = row.months
	case !row.ends.IsZero() && row.terms == "":
		if t.Months = s.monthsUntil(common, t, row.ends); t.Months == 0 {
			return nil, care.RefuseAt(string(ColumnEnds), "", CodeImportEnds.With(care.NewFact("ends", row.ends), care.NewFact("starts", common.Delivered)))
		}
	}
	common.Ends = s.firstEnd(common, t)
	slack := aWeekOrTwo
	if row.edition > 0 {
		slack = 0 // an export, which knew the days off: days more are those of repairs, or of a unit that came in exchange, and would be lost
	}
	if days := common.Ends.DaysUntil(row.ends); !row.ends.IsZero() && (days > slack || days < -aWeekOrTwo) {
		return nil, care.RefuseAt(string(ColumnEnds), "", CodeImportEndsDiffer.With(care.NewFact("ends", row.ends), care.NewFact("months", t.Months),
			care.NewFact("computed", common.Ends)))
	}
	if published, _ := b.edition(t.Code, t.Edition); published.Months != t.Months {
		common.Months = t.Months
	}
	units := s.units(common, row.quantity, row.serials)
	if row.unit > 0 {
		units[0].Unit = row.unit
	}
	return units, nil
}

// terms finds the edition that a row is under.
func (b *importBatch) terms(ctx context.Context, row *importRow) (Terms, error) {
	product, code := row.common.Product, row.terms
	if code == "" {
		cover, ok := b.covers[product]
		if !ok {
			var err error
			if cover, err = coverages.One(ctx, b.tx, byProduct.Key(product)); err != nil && !errors.Is(err, storage.ErrNotFound) {
				return Terms{}, err
			}
			b.covers[product] = cover
		}
		if code = cover.Terms; code == "" {
			code = b.i.request.Fallback
		}
	}
	if code == "" {
		return Terms{}, care.RefuseAt(string(ColumnProduct), string(product), CodeUncovered.With())
	}
	if _, ok := b.editions[code]; !ok {
		all, err := editions(ctx, b.tx, code)
		if err != nil {
			return Terms{}, err
		}
		b.editions[code] = all
	}
	on := calendar.DateOf(row.common.Sold, b.i.zone)
	t, ok := InForce(b.editions[code], row.common.Sold, on)
	if row.edition > 0 {
		t, ok = b.edition(code, row.edition)
	}
	if !ok {
		return Terms{}, care.RefuseAt(string(ColumnTerms), string(code), CodeNoEdition.With(care.NewFact("terms", code), care.NewFact("on", on)))
	}
	return t, nil
}

// edition finds one edition of terms that were read.
func (b *importBatch) edition(code TermsCode, edition int) (Terms, bool) {
	for _, t := range b.editions[code] {
		if t.Edition == edition {
			return t, true
		}
	}
	return Terms{}, false
}

// monthsUntil is the length of a term that ends on a day, or before a day off that it was moved from; 0 if it is no whole number of months.
// Some count the last day and some do not.
func (s Service) monthsUntil(r Registration, t Terms, ends calendar.Date) int {
	about := 12*(ends.Year()-r.Delivered.Year()) + int(ends.Month()) - int(r.Delivered.Month())
	for _, fits := range []func(months int) bool{
		func(months int) bool { return r.Delivered.AddMonths(months) == ends },
		func(months int) bool { return r.Delivered.AddMonths(months) == ends.AddDays(1) },
		func(months int) bool { t.Months = months; return s.firstEnd(r, t) == ends },
	} {
		for months := max(about-1, 1); months <= min(about+1, maxMonths); months++ {
			if fits(months) {
				return months
			}
		}
	}
	return 0
}
