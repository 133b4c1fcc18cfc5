package feedback

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/storage"
)

// Weighing is the opinions of those who were invited in one month to one edition of a survey, in one situation. An answer is an opinion if it says something about
// the whole, by a satisfaction or recommendation question without a factor, and about each of the three factors.
type Weighing struct {
	ID        storage.ID[Weighing] `json:"id"`
	Version   int64                `json:"version"`
	Survey    string               `json:"survey"`
	Edition   int                  `json:"edition"`
	Month     calendar.Date        `json:"month"` // its first day
	Situation Situation            `json:"situation"`
	Hash      string               `json:"hash"` // of these, to find it by
	Weights   Weights              `json:"weights"`
}

func (w Weighing) hash() string {
	text, _ := json.Marshal([]any{w.Survey, w.Edition, w.Month, w.Situation}) // strings, numbers and a date: they have a JSON form
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// opinion is what an answer says about the whole and about each factor, each a mean of points brought to 0, the worst, to 1; and false if it leaves one out.
func (a Answer) opinion(s Survey, customer care.CustomerRef) (o Opinion, complete bool) {
	o.Customer = string(customer)
	var n [4]float64
	of := [4]*float64{&o.Overall, &o.Product, &o.Convenience, &o.People}
	for _, q := range s.Questions {
		at := 0
		switch q.Factor {
		case care.FactorProduct:
			at = 1
		case care.FactorConvenience:
			at = 2
		case care.FactorPeople:
			at = 3
		case "":
			if q.Kind != KindCSAT && q.Kind != KindNPS {
				continue
			}
		}
		if point, answered := a.point(q); answered && q.Kind != KindExpectation {
			n[at]++
			*of[at] += (scaled(q.Kind, point) - *of[at]) / n[at]
		}
	}
	return o, n[0] > 0 && n[1] > 0 && n[2] > 0 && n[3] > 0
}

// weigh counts an answer's opinion in the place of an older one's. What was counted of a customer who is erased stays.
func (s Service) weigh(ctx context.Context, tx storage.Tx, i Invitation, survey Survey, a, old Answer) error {
	now, is := a.opinion(survey, i.Customer)
	before, was := old.opinion(survey, i.Customer)
	if i.Customer == "" || !is && !was || is && was && now == before {
		return nil
	}
	w := Weighing{
		Survey: i.Survey, Edition: i.Edition, Month: firstOfMonth(calendar.DateOf(i.Asked, s.c.Env.Location())),
		Situation: Situation{Segment: i.Segment, Channel: i.Channel, PriceAtPar: i.PriceAtPar, QualityAtPar: i.QualityAtPar},
	}
	w.Hash = w.hash()
	put := func(w Weighing) error {
		if was {
			w.Weights.add(before, -1)
		}
		if is {
			w.Weights.add(now, 1)
		}
		_, err := weighings.Put(ctx, tx, w)
		return err
	}
	stored, err := weighings.One(ctx, tx, byWeighingHash.Key(w.Hash))
	if errors.Is(err, storage.ErrNotFound) {
		if err = put(w); !anotherWasFirst(err) {
			return err
		}
		stored, err = weighings.One(ctx, tx, byWeighingHash.Key(w.Hash))
	}
	if err != nil {
		return err
	}
	return put(stored)
}

// Weighings lists the opinions on a survey of those invited in the months from one date up to but not including another's.
func (s Service) Weighings(survey string, from, to calendar.Date) storage.List[Weighing] {
	return weighings.List(s.store, byWeighingMonth.Prefix(survey).From(firstOfMonth(from)).Before(to))
}

// Importances tells which factor decides, by whatever of the situation is of interest, from the opinions of some months:
//
//	bySegment := feedback.Importances(weighings, func(w feedback.Weighing) care.SegmentRef { return w.Situation.Segment })
//
// Each says by which months and which latest edition of the questions.
func Importances[K comparable](all []Weighing, by func(Weighing) K) map[K]Importance {
	sums := map[K]Weighing{}
	last := map[K]calendar.Date{}
	for _, w := range all {
		key := by(w)
		sum, seen := sums[key]
		if !seen || w.Month.Before(sum.Month) {
			sum.Month = w.Month
		}
		if w.Month.After(last[key]) {
			last[key] = w.Month
		}
		sum.Edition = max(sum.Edition, w.Edition)
		sum.Weights = sum.Weights.Plus(w.Weights)
		sums[key] = sum
	}
	decided := map[K]Importance{}
	for key, sum := range sums {
		im := sum.Weights.Importance()
		im.From, im.To, im.Edition = sum.Month, last[key], sum.Edition
		decided[key] = im
	}
	return decided
}
