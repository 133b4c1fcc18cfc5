package feedback

import (
	"context"
	"fmt"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/storage"
)

// Collected is counts that were taken elsewhere: by a terminal with faces at the exit, on paper, or by another system before this one.
type Collected struct {
	Key   string          `json:"key"` // makes the request idempotent, as counts cannot tell that they come twice
	Cells []CollectedCell `json:"cells"`
}

// CollectedCell is the counts of one cell. Each answer belongs to somebody who was asked, so Asked is at least those who answered and who dismissed.
type CollectedCell struct {
	Cell   Cell   `json:"cell"`
	Counts Counts `json:"counts"`
}

const mostCells = 1000

// Collect adds counts that were taken elsewhere to those of the answers here, all or none. It refuses with *care.Invalid, listing every problem, what no answers
// can have made: points off the scale, fewer asked than answered, a month that does not begin on its first day.
func (s Service) Collect(ctx context.Context, c Collected) (err error) {
	ctx, done := s.c.Env.Observe(ctx, "feedback.collect")
	defer func() { done(err) }()
	var p care.Problems
	key := care.Required(&p, "key", c.Key, care.ParseRef[string])
	if len(c.Cells) == 0 {
		p.Add("cells", "", care.CodeMissing.With())
	} else if len(c.Cells) > mostCells {
		p.Add("cells", "", care.CodeTooMany.With(care.NewFact("limit", mostCells)))
	}
	for i := range c.Cells[:min(len(c.Cells), mostCells)] {
		c.Cells[i].check(fmt.Sprintf("cells[%d]", i), &p)
	}
	if err := p.Err(); err != nil {
		return err
	}
	op := care.Operation{Name: "feedback.collect", Key: key, At: s.c.Env.Time()}
	_, _, err = once(ctx, s, op, c, func(ctx context.Context, tx storage.Tx) (n int, err error) {
		for _, cell := range c.Cells {
			if err := addCounts(ctx, tx, cell.Cell, cell.Counts); err != nil {
				return 0, err
			}
		}
		return len(c.Cells), nil
	})
	return err
}

func (c CollectedCell) check(path string, p *care.Problems) {
	cell, counts := c.Cell, c.Counts
	for _, text := range []struct{ path, text string }{
		{"survey", cell.Survey}, {"question", cell.Question}, {"segment", string(cell.Segment)}, {"place", string(cell.Place)}, {"product", string(cell.Product)},
		{"staff", string(cell.Staff)},
	} {
		needed := text.path == "survey" || text.path == "question"
		if ref, err := care.ParseRef[string](text.text); err != nil || ref != text.text {
			p.Add(path+"."+text.path, text.text, care.CodeNotText.With())
		} else if needed && ref == "" {
			p.Add(path+"."+text.path, "", care.CodeMissing.With())
		}
	}
	if cell.Channel != "" && !care.IsKnown(cell.Channel) || cell.Factor != "" && !care.IsKnown(cell.Factor) {
		p.Add(path+".channel", string(cell.Channel), care.CodeUnreadable.With())
	}
	if cell.Month.IsZero() || cell.Month != firstOfMonth(cell.Month) {
		p.Add(path+".month", "", care.CodeDateForm.With())
	}
	low, high := cell.Kind.Scale()
	negative := counts.Asked < 0 || counts.Dismissed < 0 || counts.Said < 0
	for _, n := range counts.Points {
		negative = negative || n < 0
	}
	switch answered := counts.Answered(); {
	case high == 0:
		p.Add(path+".kind", string(cell.Kind), care.CodeUnreadable.With())
	case counts.between(low, high) != answered:
		p.Add(path+".points", "", CodeOffScale.With(care.NewFact("low", low), care.NewFact("high", high)))
	case negative || counts.Asked > mostCollected || answered+counts.Dismissed+counts.Said > counts.Asked:
		p.Add(path+".asked", "", CodeCollected.With())
	}
}

// mostCollected keeps sums of counts far from the largest number.
const mostCollected = 1_000_000_000
