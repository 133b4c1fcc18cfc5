package feedback

import (
	"hash/fnv"
	"math"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/care/stats"
)

// Situation is in which one factor may weigh more than another.
type Situation struct {
	Segment care.SegmentRef `json:"segment,omitempty"`
	Channel care.Channel    `json:"channel,omitempty"`
	// PriceAtPar and QualityAtPar say that rivals offer about the same price, and the same quality.
	PriceAtPar   bool `json:"price_at_par,omitempty"`
	QualityAtPar bool `json:"quality_at_par,omitempty"`
}

// Opinion is what one customer answered about the whole and about each factor, each on any scale, the same for all opinions.
type Opinion struct {
	Customer    string  // tells opinions apart; those of one customer belong together
	Overall     float64 // satisfaction with the whole
	Product     float64
	Convenience float64
	People      float64
}

// groups is how many parts the opinions are split into by customer: leaving each out in turn says how much the result depends on who happened to answer.
const groups = 10

// Weights are sums over opinions: all that [Weights.Importance] needs, in a constant size. Those of different opinions are added. The zero Weights has none.
type Weights struct {
	Groups [groups]Moments `json:"groups"`
}

// Moments are the sums and the sums of products of overall, product, convenience and people.
type Moments struct {
	N        float64       `json:"n"`
	Sums     [4]float64    `json:"sums"`
	Products [4][4]float64 `json:"products"`
}

// Add takes one opinion in, and reports whether it could: all its values must be numbers.
func (w *Weights) Add(o Opinion) bool { return w.add(o, 1) }

// add takes an opinion in, or with a sign of −1 out again.
func (w *Weights) add(o Opinion, sign float64) bool {
	values := [4]float64{o.Overall, o.Product, o.Convenience, o.People}
	for _, v := range values {
		if math.IsNaN(v) || math.Abs(v) > 1e6 {
			return false
		}
	}
	h := fnv.New32a()
	_, _ = h.Write([]byte(o.Customer)) // never fails
	one := Moments{N: 1, Sums: values}
	for i, v := range values {
		for j, u := range values {
			one.Products[i][j] = v * u
		}
	}
	m := &w.Groups[h.Sum32()%groups]
	*m = m.plus(one, sign)
	return true
}

// Plus is the opinions of both.
func (w Weights) Plus(o Weights) Weights {
	for i := range w.Groups {
		w.Groups[i] = w.Groups[i].plus(o.Groups[i], 1)
	}
	return w
}

func (m Moments) plus(o Moments, sign float64) Moments {
	m.N += sign * o.N
	for i := range m.Sums {
		m.Sums[i] += sign * o.Sums[i]
		for j := range m.Sums {
			m.Products[i][j] += sign * o.Products[i][j]
		}
	}
	return m
}

// FactorWeight is how much one factor decides.
type FactorWeight struct {
	Factor care.Factor `json:"factor"`
	// Share is the part of what the three factors explain of overall satisfaction that is this factor's, with the interval that holds it with 95 %.
	Share  float64        `json:"share"`
	Within stats.Interval `json:"within"`
}

// Importance is which factor decides. Weights are empty where there are too few opinions, or where the factors explain nothing.
type Importance struct {
	Opinions  int64          `json:"opinions"`
	Explained float64        `json:"explained"` // the part of overall satisfaction that the three explain together, R²
	Weights   []FactorWeight `json:"weights,omitempty"`
	// Decides is the factor that weighs more than each other one beyond doubt, or "".
	Decides care.Factor  `json:"decides,omitempty"`
	Reasons care.Reasons `json:"reasons"`
	// From and To are the first days of the months that the opinions are of, and Edition the latest edition of the survey; set by [Importances].
	From    calendar.Date `json:"from,omitzero"`
	To      calendar.Date `json:"to,omitzero"`
	Edition int           `json:"edition,omitempty"`
}

const leastOpinions = 100

var weighed = [3]care.Factor{care.FactorProduct, care.FactorConvenience, care.FactorPeople}

// Importance reads off which factor decides: R² of the linear regression of overall satisfaction on the three, divided among them by the average of what each
// adds to any of the others (R. Lindeman, P. Merenda, R. Gold, 1980), which stays fair where factors go together. Intervals are by the jackknife over ten
// groups of customers (J. Tukey, 1958). What goes together with satisfaction need not cause it.
func (w Weights) Importance() (im Importance) {
	var all Moments
	for _, g := range w.Groups {
		all = all.plus(g, 1)
	}
	im.Opinions = int64(all.N)
	if all.N < leastOpinions {
		im.Reasons = care.Reasons{CodeFewOpinions.With(care.NewFact("opinions", int(all.N)), care.NewFact("least", leastOpinions))}
		return im
	}
	shares, explained, ok := all.divide()
	var without [groups][3]float64
	for i, g := range w.Groups {
		var fine bool
		without[i], _, fine = all.plus(g, -1).divide()
		ok = ok && fine
	}
	im.Explained = explained
	if !ok || explained < 0.02 {
		im.Reasons = care.Reasons{CodeUnexplained.With(care.NewFact("opinions", int(all.N)))}
		return im
	}
	best := 0
	for i, factor := range weighed {
		half := spread(without, func(s [3]float64) float64 { return s[i] })
		im.Weights = append(im.Weights, FactorWeight{factor, shares[i], stats.Interval{Low: max(shares[i]-half, 0), High: min(shares[i]+half, 1)}})
		if shares[i] > shares[best] {
			best = i
		}
	}
	im.Decides = weighed[best]
	for i := range weighed {
		if i != best && shares[best]-shares[i] <= spread(without, func(s [3]float64) float64 { return s[best] - s[i] }) {
			im.Decides = ""
		}
	}
	code := CodeDecides
	if im.Decides == "" {
		code = CodeUndecided
	}
	within := im.Weights[best].Within
	im.Reasons = care.Reasons{code.With(care.NewFact("factor", care.NameOf(weighed[best])), care.NewFact("share", care.Percent(shares[best])),
		care.NewFact("low", care.Percent(within.Low)), care.NewFact("high", care.Percent(within.High)), care.NewFact("opinions", int(all.N)))}
	return im
}

// student is the quantile 0.975 of Student's t with nine degrees of freedom.
const student = 2.2621571627409915

// spread is half the width of the jackknife's interval.
func spread(without [groups][3]float64, of func([3]float64) float64) float64 {
	var m stats.Mean
	for _, s := range without {
		m = m.Add(of(s))
	}
	mean, _ := m.Value()
	sum := 0.0
	for _, s := range without {
		sum += (of(s) - mean) * (of(s) - mean)
	}
	return student * math.Sqrt(sum*(groups-1)/groups)
}

// divide divides R² among the three factors, as shares of it.
func (m Moments) divide() (shares [3]float64, explained float64, ok bool) {
	var cov [4][4]float64
	for i := range cov {
		for j := range cov {
			cov[i][j] = m.Products[i][j]/m.N - m.Sums[i]/m.N*m.Sums[j]/m.N
		}
		if !(cov[i][i] > 1e-12*max(m.Products[i][i]/m.N, 1)) { // everybody says the same
			return shares, 0, false
		}
	}
	var r [8]float64 // R² of each set of factors
	for set := 1; set < 8; set++ {
		r[set] = rSquared(cov, set)
	}
	for j := range shares {
		one := 1 << j
		k, l := 1<<((j+1)%3), 1<<((j+2)%3)
		shares[j] = r[one]/3 + (r[one|k]-r[k])/6 + (r[one|l]-r[l])/6 + (r[7]-r[k|l])/3
	}
	for j := range shares {
		shares[j] /= r[7]
	}
	return shares, r[7], r[7] > 0
}

// rSquared is b'S⁻¹b over the variance of the whole, where S and b are the covariances of a set of factors. Factors that say the same as others add nothing.
func rSquared(cov [4][4]float64, set int) float64 {
	var in []int
	for j := range 3 {
		if set>>j&1 == 1 {
			in = append(in, j+1)
		}
	}
	a := cov
	explained := 0.0
	for _, p := range in { // the sweep: what is left of the others when p is held fixed
		if a[p][p] < 1e-9*cov[p][p] {
			continue
		}
		explained += a[p][0] * a[p][0] / a[p][p]
		before := a
		for i := range 4 {
			for j := range 4 {
				a[i][j] -= before[i][p] * before[p][j] / before[p][p]
			}
		}
	}
	return explained / cov[0][0]
}

// Kindness says whether friendly people hide a product or service that fails: customers score the people high beyond doubt (at least four in five content: 4 of 5
// points, 5 of 7, 9 of 10), while what they got keeps failing more often than promised. Then reliability comes first: kind words cannot make up for it. People is
// the counts of a question of the given kind. Failures are claims of units sold, or repeats of repairs done; promised is the share that there may be at most.
func Kindness(k Kind, people Counts, failures stats.Share, promised float64) (hides bool, reasons care.Reasons) {
	const content = 0.8
	from := map[Kind]int{KindCSAT: 4, KindRating: 4, KindCES: 5, KindPerformance: 5, KindNPS: 9}[k]
	if from == 0 || people.Score(k).Trust != TrustFirm || failures.Of == 0 {
		return false, care.Reasons{CodeFewOpinions.With(care.NewFact("opinions", int(people.Answered())), care.NewFact("least", someAnswers))}
	}
	liked := people.Top(from)
	failing := stats.Judge(stats.Share{Yes: failures.Of - failures.Yes, Of: failures.Of}, 1-promised, confidence)
	if liked.Wilson(confidence).Low < content || failing.Verdict != stats.Missed {
		return false, nil
	}
	score, _ := liked.Value()
	share, _ := failures.Value()
	return true, care.Reasons{CodeKindness.With(care.NewFact("score", care.Percent(score)), care.NewFact("answers", int(liked.Of)), care.NewFact("failures", care.Percent(share)),
		care.NewFact("of", int(failures.Of)), care.NewFact("promised", care.Percent(promised)))}
}
