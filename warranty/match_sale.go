package warranty

import (
	"cmp"
	"slices"

	"github.com/chamsoc/chamsoc/care"
)

// Match is a sale that the clues may mean, with those of its units that something speaks for.
type Match struct {
	Invoice    care.InvoiceRef `json:"invoice"`
	Confidence float64         `json:"confidence"` // the probability that one of its units is meant: the sum of theirs
	Units      []Candidate     `json:"units"`      // likeliest first; of equally likely ones in the order of the invoice
}

// Matches are all sales that something speaks for, likeliest first, and of equally likely ones the latest; whether they may be told or not, so they are for staff who see
// all customers anyway. Staff ask about sales ("the television and the earphones of 12 May?"), and so do these: a phone alone tells nothing apart that was bought
// together, and who has bought four things would miss one of them among the first three units. Which unit it is says the next answer ([Finding.Next]), or the thing itself.
func (f Finding) Matches() []Match { return f.matches }

// matchesOf groups units, the likeliest first, by their sales.
func matchesOf(all []weighing) (ms []Match) {
	at := map[care.InvoiceRef]int{}
	for _, w := range all {
		i, ok := at[w.Registration.Invoice]
		if !ok {
			i, at[w.Registration.Invoice] = len(ms), len(ms)
			ms = append(ms, Match{Invoice: w.Registration.Invoice})
		}
		ms[i].Confidence += w.Confidence
		ms[i].Units = append(ms[i].Units, w.Candidate)
	}
	slices.SortStableFunc(ms, func(a, b Match) int { return cmp.Compare(b.Confidence, a.Confidence) })
	return ms
}
