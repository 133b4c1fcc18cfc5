package warranty

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"github.com/chamsoc/chamsoc/care"
)

// With 80 points or more a registration is accepted, with 50 or more staff ask for the missing proof, and with less nothing is told. Four points are one bit: 80 are
// said by chance once in a million times. What each clue is worth stands with its weight in match_weights.go.
const (
	pointsAccept = 80
	pointsAsk    = 50

	// secretsAccept is how many things that a stranger does not know it takes besides, unless staff hold the card: the serial, the invoice, the phone. A name, a product
	// and a date are known to neighbours, and serials can be counted upwards.
	secretsAccept = 2

	// confident is the probability from which one registration is taken for the one that is meant.
	confident = 0.95
)

// Identify ranks registrations by the probability that the customer means them, and says whether one is accepted. It is pure.
//
// Two questions have two answers. Which one is meant: [Candidate.Confidence], by adding the weights of what agrees and what differs (Fellegi and Sunter 1969), where a
// frequent name weighs little, and by comparing all that were weighed with one another and with "none of them". May it be told to this person: [Candidate.Points], by what
// a stranger could not say. One is accepted only if both answers are clear; two that fit equally well are not told apart. A misread serial counts only with the
// phone of the sale, or for asking further, and only if a single registration can be meant: among must hold every registration with the serial's fold.
//
// A phone that contradicts the registration's keeps it from being told, whatever else fits: a serial can be read off somebody else's box. Then, and when too
// little fits, the answer is the same as if there were no such registration, so a stranger learns nothing.
func Identify(clues Clues, among []Registration) Finding {
	wanted := newWanted(clues, among)
	all := make([]weighing, 0, len(among))
	for i := range among {
		if !clues.reach(&among[i]) {
			continue
		}
		if w := wanted.weigh(&among[i]); len(w.Clues) > 0 {
			all = append(all, w)
		}
	}
	slices.SortFunc(all, func(a, b weighing) int {
		x, y := &a.Registration, &b.Registration
		return cmp.Or(cmp.Compare(b.bits, a.bits), cmp.Compare(b.Points, a.Points), y.Delivered.Compare(x.Delivered), cmp.Compare(x.Invoice, y.Invoice), x.Line-y.Line, x.Unit-y.Unit)
	})
	share(all)
	return conclude(clues, all)
}

// reach reports whether clues may lead to a registration at all: to that of a unit that came back only if they name the sale, and to one that was withdrawn never.
func (c *Clues) reach(r *Registration) bool {
	return r.Withdrawn.IsZero() && (r.Returned.IsZero() || c.Card == r.Ref() || c.Invoice == r.Invoice)
}

// weighing is a candidate while it is weighed.
type weighing struct {
	Candidate
	bits         float64 // the logarithm, to base 2, of how much likelier the clues are if it is meant than if it is not
	secrets      int     // how many things agree that a stranger does not know
	card         bool
	contradicted bool
}

func (w *weighing) speaksFor(code *care.Code, points int, bits float64) {
	w.Points += points
	w.bits += bits
	w.Clues = append(w.Clues, code.With(care.NewFact("points", points), care.NewFact("bits", int(math.Round(bits)))))
}

func (w *weighing) speaksAgainst(code *care.Code, bits float64) {
	w.bits += bits
	w.Against = append(w.Against, code.With(care.NewFact("bits", int(math.Round(bits)))))
}

func (w *weighing) lacks(p Proof) { w.Missing = append(w.Missing, p) }

// share turns weights, the greatest first, into probabilities that sum to less than one: what is left is the probability that none of them is meant.
func share(all []weighing) {
	most := 0.0
	if len(all) > 0 {
		most = max(most, all[0].bits+bitsPrior)
	}
	sum := math.Exp2(-most) // of none of them
	for i := range all {
		all[i].Confidence = math.Exp2(all[i].bits + bitsPrior - most)
		sum += all[i].Confidence
	}
	for i := range all {
		all[i].Confidence /= sum
	}
}

// conclude says what the candidates amount to.
func conclude(clues Clues, all []weighing) Finding {
	f := Finding{Status: FoundNone, Reasons: care.Reasons{CodeNotFound.With()}, Next: nextQuestion(clues, nil), matches: matchesOf(all)}
	var told []weighing
	for _, w := range all {
		if w.Points >= pointsAsk && !w.contradicted {
			told = append(told, w)
		} else {
			f.Leads = append(f.Leads, w.Candidate)
		}
	}
	if len(told) == 0 {
		return f
	}
	best := told[0]
	f.Points, f.Confidence = best.Points, best.Confidence
	if best.accepted() {
		for _, w := range told[1:] {
			f.Leads = append(f.Leads, w.Candidate)
		}
		f.Status, f.Registration, f.Reasons, f.Next = FoundOne, best.Registration, best.Clues, ""
		return f
	}
	f.Status = FoundCandidates
	for _, w := range told {
		f.Candidates = append(f.Candidates, w.Candidate)
	}
	f.Missing, f.Next = missing(f.Candidates), nextQuestion(clues, f.Candidates)
	f.Reasons = care.Reasons{CodeProofMissing.With(care.NewFact("proofs", proofNames(f.Missing)))}
	return f
}

// accepted reports whether nothing is left to ask.
func (w *weighing) accepted() bool {
	return w.Points >= pointsAccept && w.Confidence >= confident && (w.card || w.secrets >= secretsAccept)
}

func missing(cs []Candidate) (proofs []Proof) {
	for p := range proofTerms.All() {
		if slices.ContainsFunc(cs, func(c Candidate) bool { return slices.Contains(c.Missing, p) }) {
			proofs = append(proofs, p)
		}
	}
	return proofs
}

// proofNames lists proofs as a sentence does.
func proofNames(proofs []Proof) (t care.Text) {
	for i, p := range proofs {
		name := care.NameOf(p)
		if i > 0 {
			t.VI += "; "
			t.EN += "; "
		}
		t.VI += name.VI
		t.EN += name.EN
	}
	return t
}

// wanted are the clues as they are compared, made once for all registrations.
type wanted struct {
	Clues
	serial, fold   string
	foldAlone      bool // a single registration can be meant by the misread serial
	name           string
	words          []string
	symbol, number string
	holders        float64 // how many people have the phone, as far as names tell
}

func newWanted(c Clues, among []Registration) *wanted {
	w := &wanted{Clues: c, serial: SerialKey(c.Serial), fold: SerialFold(c.Serial), name: keyOfName(c.Name)} // "-" is no serial, and must not match a product that has none
	w.words = strings.Fields(w.name)
	w.symbol, w.number = splitInvoice(c.Invoice)
	folds, names := 0, map[string]bool{}
	for i := range among {
		if w.fold != "" && among[i].SerialFold == w.fold {
			folds++
		}
		if c.Phone != "" && slices.Contains(among[i].Phones, c.Phone) {
			names[among[i].NameKey] = true
		}
	}
	w.foldAlone, w.holders = folds == 1, max(1, float64(len(names)))
	return w
}

// weigh compares a registration with each clue.
func (c *wanted) weigh(r *Registration) weighing {
	w := weighing{Candidate: Candidate{Registration: *r}}
	phone := c.comparePhone(r)
	serial := compareSerial(c.serial, r.SerialKey)
	c.weighCard(&w, r, serial)
	c.weighSerial(&w, r, serial, phone == phoneSame)
	invoice := c.weighInvoice(&w, r)
	c.weighPhone(&w, r, phone)
	c.weighName(&w, r, phone == phoneSame)
	c.weighSale(&w, r, serial <= serialMisread && serial != serialUnknown, invoice)
	if c.TaxCode != "" && r.TaxCode != "" {
		if c.TaxCode == r.TaxCode {
			w.speaksFor(CodeClueTaxCode, pointsTaxCode, bitsTaxCode.same)
		} else {
			w.speaksAgainst(CodeAgainstTaxCode, bitsTaxCode.differs)
		}
	}
	return w
}
