package sla

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/chamsoc/chamsoc/care"
)

// Book is all agreements and calendars of a company, every edition that cases may still name. It does not change and is safe for concurrent use.
type Book struct {
	promises map[Ref]*Promise
	entries  map[scopeKey][]entry
	byCode   map[CalendarCode][]Calendar // in order of From and edition
}

// NewBook checks agreements and calendars and joins them. A *care.Invalid lists everything that is wrong: with each agreement, editions that are there
// twice, calendars that are missing, and every two agreements that would fit some case equally well.
func NewBook(agreements []Agreement, calendars []Calendar) (*Book, error) {
	b := &Book{promises: map[Ref]*Promise{}, entries: map[scopeKey][]entry{}, byCode: map[CalendarCode][]Calendar{}}
	var problems care.Problems
	b.addCalendars(&problems, calendars)
	all := make([]Agreement, len(agreements))
	editions := map[AgreementCode][]*Agreement{}
	for i, a := range agreements {
		all[i] = a.clone()
		path := fmt.Sprintf("agreements[%d]", i)
		for _, other := range editions[a.Code] {
			if other.Edition == a.Edition {
				problems.Add(path+".edition", "", CodeEditionTwice.With(care.NewFact("code", a.Code), care.NewFact("edition", a.Edition)))
			}
		}
		editions[a.Code] = append(editions[a.Code], &all[i])
		problems.Join(path, "", b.promise(all[i]))
	}
	for i := range all {
		b.enter(&problems, fmt.Sprintf("agreements[%d].scope", i), &all[i], editions[all[i].Code])
	}
	b.findTies(&problems)
	if err := problems.Err(); err != nil {
		return nil, err
	}
	return b, nil
}

func (b *Book) addCalendars(p *care.Problems, calendars []Calendar) {
	for i, c := range calendars {
		path := fmt.Sprintf("calendars[%d]", i)
		care.Required(p, path+".code", string(c.Code), care.ParseRef[CalendarCode])
		if c.Edition < 1 {
			p.Add(path+".edition", "", CodeEdition.With())
		}
		if c.Hours == nil {
			p.Add(path+".hours", "", care.CodeMissing.With())
		}
		if slices.ContainsFunc(b.byCode[c.Code], func(o Calendar) bool { return o.Edition == c.Edition }) {
			p.Add(path+".edition", "", CodeEditionTwice.With(care.NewFact("code", c.Code), care.NewFact("edition", c.Edition)))
		}
		b.byCode[c.Code] = append(b.byCode[c.Code], c)
	}
	for _, editions := range b.byCode {
		slices.SortFunc(editions, func(x, y Calendar) int { return cmp.Or(x.From.Compare(y.From), cmp.Compare(x.Edition, y.Edition)) })
	}
}

// promise makes the promises of one edition of an agreement, with each edition of its calendar.
func (b *Book) promise(a Agreement) error {
	editions := b.byCode[a.Calendar]
	if len(editions) == 0 {
		editions = []Calendar{{}} // which is refused with what else is wrong
	}
	for _, c := range editions {
		p, err := NewPromise(a, c)
		if err != nil {
			return err
		}
		p.book = b
		b.promises[p.ref] = p
	}
	return nil
}

// Promise returns the promise of a ref, and whether the book has both editions.
func (b *Book) Promise(r Ref) (*Promise, bool) {
	p, ok := b.promises[r]
	return p, ok
}
