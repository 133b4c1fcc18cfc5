package warranty

import (
	"math"
	"slices"

	"github.com/chamsoc/chamsoc/care/calendar"
)

// question is what staff can ask for: how long it takes, how many customers can answer, and how many points the answer is worth. The seconds and shares are
// assumed; the order of the questions does not change if they are off by a third.
type question struct {
	proof   Proof
	seconds float64
	known   float64
	points  int
	secret  bool
}

var questions = []question{
	{ProofSerial, 15, 0.85, pointsSerial, true},
	{ProofNumber, 10, 0.95, pointsPhone, true},
	{ProofInvoice, 30, 0.35, pointsInvoice, true},
	{ProofPhone, 45, 0.85, pointsPhoneVerified, true},
	{ProofCard, 5, 0.02, pointsCard, true},
	{ProofProduct, 5, 0.98, pointsProductDate, false},
	{ProofDate, 10, 0.9, pointsProductDate, false},
	{ProofName, 5, 0.98, pointsName, false},
	{ProofPlace, 5, 0.9, 0, false},
}

// pointsPerBit makes telling candidates apart and proving comparable.
const pointsPerBit = 4

// nextQuestion is the question with the greatest expected gain for its time: the points that it may prove, as far as they are missing, and what it tells of which
// candidate is meant. Without candidates it depends on nothing but the clues, so that a stranger learns nothing from being asked.
func nextQuestion(c Clues, candidates []Candidate) (best Proof) {
	lacking, secrets := max(1, pointsAccept-c.hopedFor()), false
	if len(candidates) > 0 {
		lacking = max(0, pointsAccept-candidates[0].Points)
		if lacking == 0 && candidates[0].Confidence >= confident { // it has too much of what neighbours know
			lacking, secrets = pointsPhone, true
		}
	}
	most := 0.0
	for _, q := range questions {
		if c.answered(q.proof) || slices.Contains(c.Asked, q.proof) || len(candidates) > 0 && !q.canAnswer(candidates[0]) {
			continue
		}
		gain := 0.0
		if q.secret || !secrets && q.points >= lacking {
			gain = float64(min(q.points, lacking))
		}
		gain += pointsPerBit * q.tellsApart(candidates)
		if rate := gain * q.known / q.seconds; rate > most {
			most, best = rate, q.proof
		}
	}
	return best
}

// answered reports whether the customer has given this already.
func (c Clues) answered(p Proof) bool {
	switch p {
	case ProofCard:
		return c.Card != UnitRef{}
	case ProofSerial:
		return SerialKey(c.Serial) != ""
	case ProofInvoice:
		return c.Invoice != ""
	case ProofPhone:
		return c.PhoneVerified
	case ProofNumber: // if enough was given and nothing fits, they may have given another one at the sale
		return c.OldPhone != "" || c.PhoneVerified || c.Phone != "" && c.hopedFor() < pointsAccept
	case ProofName:
		return c.Name != ""
	case ProofProduct:
		return len(c.Products) > 0
	case ProofDate:
		return !c.About.IsZero()
	case ProofPlace:
		return c.Place != ""
	}
	return false
}

// hopedFor are the points that the clues would be worth if all of them agreed.
func (c Clues) hopedFor() (points int) {
	for _, q := range questions {
		if q.proof != ProofProduct && q.proof != ProofNumber && c.answered(q.proof) {
			points += q.points
		}
	}
	if c.Phone != "" && !c.PhoneVerified {
		points += pointsPhone
	}
	return points
}

// canAnswer reports whether the sale of the likeliest candidate has what is asked for.
func (q question) canAnswer(c Candidate) bool {
	switch q.proof {
	case ProofSerial, ProofPhone, ProofInvoice, ProofCard:
		return slices.Contains(c.Missing, q.proof)
	case ProofNumber:
		return slices.Contains(c.Missing, ProofPhone)
	}
	return true
}

// tellsApart is how many bits of the uncertainty about which candidate is meant the answer would take away, if it is right.
func (q question) tellsApart(candidates []Candidate) (bits float64) {
	total, groups := 0.0, map[string]float64{}
	for _, c := range candidates {
		total += c.Confidence
		groups[q.answerOf(c.Registration)] += c.Confidence
	}
	for _, p := range groups {
		if p > 0 {
			bits -= p / total * math.Log2(p/total)
		}
	}
	return bits * total
}

// answerOf is what the answer would be if the registration is meant; "" for all where it tells nothing apart.
func (q question) answerOf(r Registration) string {
	switch q.proof {
	case ProofCard:
		return r.Ref().String()
	case ProofSerial:
		return r.SerialKey
	case ProofInvoice:
		return string(r.Invoice)
	case ProofNumber, ProofPhone:
		return string(r.Phone)
	case ProofName:
		return r.NameKey
	case ProofProduct:
		return string(r.Product)
	case ProofDate:
		return monthOf(r.Delivered)
	case ProofPlace:
		return string(r.Place)
	}
	return ""
}

// monthOf is as precise as memory is.
func monthOf(d calendar.Date) string { return d.String()[:len("2006-01")] }
