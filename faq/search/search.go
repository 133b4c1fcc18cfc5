package search

import (
	"github.com/chamsoc/chamsoc/care"
)

// Query is what is asked. Text is as typed: with or without marks, with typos, in Telex or VNI keys that no input method decoded.
type Query struct {
	Text string
	// Lang keeps entries of another language out. Empty: any.
	Lang care.Lang
	// Tags keep out entries that are for something else: an entry with tags of a kind that is named here has to have one of those named.
	Tags []Tag
	// Limit is how many hits there are at most, up to MaxHits. Default: 10.
	Limit int
}

// What a query may ask for.
const (
	MaxQuery = 2000 // characters
	MaxHits  = 100
)

// Result is what was found.
type Result struct {
	// Hits are the entries that fit, the best first. Of equals the one with the smaller id comes first.
	Hits []Hit
	// Confidence is how likely it is that one of the entries answers the question, as far as words can tell, from 0 to 1, where half of all questions
	// have an answer. Unanswered is true if it is too low: better tell the customer that nobody has answered this yet than show what does not fit.
	Confidence float64
	Unanswered bool
	// Meant is the query as it was understood if some of it was read as undecoded keys or as a slip of the finger, else "".
	Meant string
}

// Hit is an entry that was found.
type Hit struct {
	Entry *Entry // not to be changed
	// Score orders the hits of one search. It says nothing across searches.
	Score float64
}

func (q *Query) problems() (p care.Problems) {
	checkLength(&p, "text", q.Text, MaxQuery)
	if q.Limit < 0 || q.Limit > MaxHits {
		p.Add("limit", "", CodeLimit.With(care.NewFact("limit", MaxHits)))
	}
	return p
}

func (q *Query) limit() int {
	if q.Limit == 0 {
		return 10
	}
	return q.Limit
}

// Search finds the entries that answer a query, in the index as it is now.
func (x *Index) Search(query Query) (Result, error) { return x.Snapshot().Search(query) }

// Search finds the entries that answer a query. Text without a word finds nothing. Of a long query the first 64 different words count, so that none takes
// long; one that is longer than MaxQuery is refused with *care.Invalid.
func (s *Snapshot) Search(query Query) (Result, error) {
	if err := query.problems().Err(); err != nil {
		return Result{}, err
	}
	q := s.begin(query)
	defer q.end()
	q.understand(query.Text)
	q.retrieve(max(query.limit(), tuned.candidates))
	q.weigh(query.limit())
	confidence := q.confidence()
	return Result{Hits: q.hits(), Confidence: confidence, Unanswered: confidence < leastConfidence, Meant: q.meant()}, nil
}

func (q *search) hits() []Hit {
	if len(q.best) == 0 {
		return nil
	}
	hits := make([]Hit, min(len(q.best), q.query.limit()))
	for i := range hits {
		hits[i] = Hit{&q.docs[q.best[i].doc].entry, float64(q.best[i].score)}
	}
	return hits
}
