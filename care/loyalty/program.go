package loyalty

import (
	"fmt"
	"math/big"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
)

// Program is what points are earned for, and how long they last. A change of it changes nothing that was earned.
type Program struct {
	// Points are earned for each whole Per that is paid. Default: 1 for each 10,000 đồng.
	Points int64      `json:"points,omitempty"`
	Per    care.Money `json:"per,omitzero"`
	// Months is how long they last: until the corresponding day so many months later, that day included. Default: 12. At most 120.
	Months int `json:"months,omitempty"`
	// Pending is how many days pass before they can be used, such as the days in which goods may come back. Default: 0. At most 365.
	Pending int `json:"pending,omitempty"`
	// Returned is how many days points last at least that come back because a redemption was reversed. Default: 30. At most 365.
	Returned int `json:"returned,omitempty"`
	// Tiers are what those who buy much get, the lowest first. Default: none.
	Tiers []Tier `json:"tiers,omitempty"`
	// Grace is how many months a tier is kept beyond the anniversary on which it would have fallen. Default: 3. At most 12.
	Grace int `json:"grace,omitempty"`
	// Worth is what one point is worth, and Breakage how many percent of points nobody ever redeems, for [Service.Liability]. Default: nothing, 0.
	Worth    care.Money `json:"worth,omitzero"`
	Breakage int        `json:"breakage,omitempty"`
}

// Tier is a standing within the club.
type Tier struct {
	Code string    `json:"code"`
	Name care.Text `json:"name"`
	// From is how many points earned within twelve months it takes.
	From int64 `json:"from"`
	// Percent is how many percent of the usual points are earned. Default: 100.
	Percent int64 `json:"percent,omitempty"`
}

const mostPoints = 1_000_000_000_000 // of one movement

func (p Program) withDefaults() Program {
	if p.Points == 0 {
		p.Points = 1
	}
	if p.Per.IsZero() {
		p.Per = care.VND(10_000)
	}
	for _, d := range []struct {
		value    *int
		standard int
	}{{&p.Months, 12}, {&p.Returned, 30}, {&p.Grace, 3}} {
		if *d.value == 0 {
			*d.value = d.standard
		}
	}
	return p
}

func (p Program) check() error {
	var found care.Problems
	within := func(path string, n, least, most int64) {
		if n < least || n > most {
			found.Add(path, "", CodeRange.With(care.NewFact("least", least), care.NewFact("most", most)))
		}
	}
	within("points", p.Points, 1, 1_000_000)
	within("months", int64(p.Months), 1, 120)
	within("pending", int64(p.Pending), 0, 365)
	within("returned", int64(p.Returned), 1, 365)
	within("grace", int64(p.Grace), 1, 12)
	within("breakage", int64(p.Breakage), 0, 100)
	if p.Per.Sign() < 0 || p.Worth.Sign() < 0 {
		found.Add("per", "", care.CodeAmountNegative.With())
	}
	if len(p.Tiers) > 50 {
		found.Add("tiers", "", care.CodeTooMany.With(care.NewFact("limit", 50)))
	}
	seen := map[string]bool{}
	for i, t := range p.Tiers {
		path := fmt.Sprintf("tiers[%d]", i)
		care.Required(&found, path+".code", t.Code, care.ParseRef[string])
		within(path+".percent", t.percent(), 0, 10_000)
		if seen[t.Code] || t.From < 0 || i > 0 && t.From <= p.Tiers[i-1].From {
			found.Add(path, t.Code, CodeTierOrder.With())
		}
		seen[t.Code] = true
	}
	return found.Err()
}

func (t Tier) percent() int64 {
	if t.Percent == 0 {
		return 100
	}
	return t.Percent
}

// Earn is how many points a payment earns in a tier ("": none): Points for each whole Per, times the tier's percent, cut off to a whole point in the shop's favour,
// which the reasons say. It is a pure function. Other currencies than the program's are refused, and amounts below 0.
func (p Program) Earn(amount care.Money, tier string) (int64, care.Reasons, error) {
	p = p.withDefaults()
	if amount.Sign() < 0 {
		return 0, nil, care.RefuseAt("amount", "", care.CodeAmountNegative.With())
	}
	if _, err := amount.Cmp(p.Per); err != nil {
		return 0, nil, err
	}
	percent := int64(100)
	if i := p.rank(tier); i >= 0 {
		percent = p.Tiers[i].percent()
	}
	whole, _ := amount.Decimal().QuoRem(p.Per.Decimal(), 0)
	n := new(big.Int).Mul(whole.BigInt(), big.NewInt(p.Points))
	n.Mul(n, big.NewInt(percent)).Div(n, big.NewInt(100))
	if n.Cmp(big.NewInt(mostPoints)) > 0 {
		return 0, nil, care.RefuseAt("amount", "", CodeRange.With(care.NewFact("least", 0), care.NewFact("most", int64(mostPoints))))
	}
	return n.Int64(), care.Reasons{CodeEarned.With(
		care.NewFact("points", n.Int64()), care.NewFact("amount", amount), care.NewFact("each", p.Points), care.NewFact("per", p.Per), care.NewFact("percent", percent),
	)}, nil
}

// rank is the place of a tier, -1 for none.
func (p Program) rank(code string) int {
	for i, t := range p.Tiers {
		if t.Code == code {
			return i
		}
	}
	return -1
}

// lot is what is earned on a day.
func (p Program) lot(points int64, on calendar.Date) Lot {
	return Lot{Points: points, Left: points, Available: on.AddDays(p.Pending), Expires: on.AddMonths(p.Months)}
}
