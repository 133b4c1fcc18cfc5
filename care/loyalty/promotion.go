package loyalty

import (
	"slices"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/care/notice"
	"github.com/chamsoc/chamsoc/care/stats"
	"github.com/chamsoc/chamsoc/storage"
)

// Promotion is something that customers are offered for a time, to see whether they then buy.
type Promotion struct {
	ID      storage.ID[Promotion] `json:"id"`
	Version int64                 `json:"version"`
	Code    string                `json:"code"`
	Name    care.Text             `json:"name"`
	From    calendar.Date         `json:"from"`  // the first day on which it is offered and used
	Until   calendar.Date         `json:"until"` // the last one
	// Segments are those whose customers it is for. Default: all.
	Segments []care.SegmentRef `json:"segments,omitempty"`
	// Cost is the most that one offer may cost. It is reserved when the offer is made, so that no customer holds an offer that cannot be paid.
	Cost care.Money `json:"cost,omitzero"`
	// Budget is what all offers may cost together; what is reserved counts as spent. Total is given, Spent is kept by the service.
	Budget care.Budget `json:"budget"`
	// HoldOut is the share of customers, by chance, who are offered nothing, so that the effect can be known. Default: 0, none. At most 0.9.
	HoldOut float64 `json:"hold_out,omitempty"`
	// Days is how long after the offer, its day included, a purchase counts. Default: 30. At most 365.
	Days int `json:"days,omitempty"`

	// Offered and HeldOut count those who were offered it, used or not, and those held out, and how many of each bought. They are kept by the service.
	Offered stats.Share `json:"offered,omitzero"`
	HeldOut stats.Share `json:"held_out,omitzero"`
}

func (p Promotion) problems() (found care.Problems) {
	care.Required(&found, "code", p.Code, care.ParseRef[string])
	if p.Name == (care.Text{}) {
		found.Add("name", "", care.CodeMissing.With())
	}
	if p.From.IsZero() || p.Until.Before(p.From) {
		found.Add("until", "", CodePeriod.With())
	}
	if p.Cost.Sign() < 0 {
		found.Add("cost", "", care.CodeAmountNegative.With())
	}
	if p.Budget.Total.Sign() < 0 {
		found.Add("budget", "", care.CodeAmountNegative.With())
	}
	if _, err := p.Cost.Cmp(p.Budget.Total); err != nil {
		found.Join("budget", "", err)
	}
	if !(p.HoldOut >= 0 && p.HoldOut <= 0.9) {
		found.Add("hold_out", "", CodeHoldOut.With())
	}
	if p.Days < 0 || p.Days > 365 {
		found.Add("days", "", CodeRange.With(care.NewFact("least", 0), care.NewFact("most", 365)))
	}
	return found
}

func (p Promotion) days() int {
	if p.Days == 0 {
		return 30
	}
	return p.Days
}

// counts reports whether a purchase on a day is so soon after an offer that it counts.
func (p Promotion) counts(o Offer, day calendar.Date) bool {
	return day.Before(o.Day.AddDays(p.days()))
}

// ends is the day after the last on which a purchase counts.
func (p Promotion) ends() calendar.Date { return p.Until.AddDays(p.days()) }

// Offer is a promotion offered to one customer, or one customer held out of it.
type Offer struct {
	ID        storage.ID[Offer] `json:"id"`
	Version   int64             `json:"version"`
	Promotion string            `json:"promotion"` // its code
	Customer  care.CustomerRef  `json:"customer,omitempty"`
	Segment   care.SegmentRef   `json:"segment,omitempty"`
	Channel   care.Channel      `json:"channel"`
	HeldOut   bool              `json:"held_out,omitempty"` // it is not to be offered
	Reserved  care.Money        `json:"reserved,omitzero"`
	Day       calendar.Date     `json:"day"`
	At        time.Time         `json:"at"`
	Recorded  time.Time         `json:"recorded"`
	Bought    time.Time         `json:"bought,omitzero"` // the first purchase that counts
	Used      time.Time         `json:"used,omitzero"`
	Withdrawn bool              `json:"withdrawn,omitempty"` // it was taken back before it was used
	Reasons   care.Reasons      `json:"reasons,omitempty"`
}

// Basis is why somebody may be offered something. The zero Basis: nobody may.
type Basis string

// The bases.
const (
	// BasisConsent: the customer agreed to advertising by this channel and has not taken that back.
	BasisConsent Basis = "consent"
	// BasisBasket: the customer is at the counter, and only what lies there is looked at; nothing that is known of the customer.
	BasisBasket Basis = "basket"
)

var bases = care.NewTerms(
	care.NewTerm(BasisConsent, "Khách đã đồng ý", "Consent"),
	care.NewTerm(BasisBasket, "Hàng khách đang chọn", "The goods at hand"),
)

// Terms lists the bases.
func (Basis) Terms() care.Terms[Basis] { return bases }

// MayOffer says whether a customer may be offered a promotion on a day by a channel, or may not and why: it is not its time, not for the segment, the
// customer has not agreed to advertising by this channel, or the budget no longer holds one more. It says the same of customers who will be held out, so that both
// groups are alike. It is a pure function.
func MayOffer(p Promotion, segment care.SegmentRef, channel care.Channel, standing notice.Standing, on calendar.Date) (bool, care.Reasons, error) {
	var no care.Reasons
	if on.Before(p.From) {
		no = append(no, CodeNotYet.With(care.NewFact("from", p.From)))
	}
	if on.After(p.Until) {
		no = append(no, CodeOver.With(care.NewFact("until", p.Until)))
	}
	if len(p.Segments) > 0 && !slices.Contains(p.Segments, segment) {
		no = append(no, CodeSegment.With())
	}
	if !standing.May(notice.PurposeAdvertising, channel) {
		no = append(no, CodeNoConsent.With(care.NewFact("channel", care.NameOf(channel))))
	}
	if _, holds, err := p.Budget.Spend(p.Cost); err != nil {
		return false, nil, err
	} else if !holds {
		no = append(no, CodeBudgetSpent.With(care.NewFact("total", p.Budget.Total)))
	}
	return len(no) == 0, no, nil
}

// Uplift is what a promotion did: how many more of those who were offered it bought than of those held out, by Newcombe's interval of the difference.
type Uplift struct {
	Offered    stats.Share    `json:"offered"`
	HeldOut    stats.Share    `json:"held_out"`
	Measurable bool           `json:"measurable"`
	By         float64        `json:"by"`     // 0 where it is not measurable
	Within     stats.Interval `json:"within"` // -1 to 1 where it is not
	Reasons    care.Reasons   `json:"reasons"`
}

const (
	fewest     = 20 // in either group
	confidence = 0.95
)

// UpliftOf measures a promotion once all purchases that count are in, or says why it cannot be measured: nobody was held out, it is not over, or a group is too small.
// It looks once, at the end; looking every day until the difference pleases would find one by chance. It is a pure function.
func UpliftOf(p Promotion, today calendar.Date) Uplift {
	u := Uplift{Offered: p.Offered, HeldOut: p.HeldOut, Within: stats.Interval{Low: -1, High: 1}}
	switch {
	case p.HoldOut == 0:
		u.Reasons = append(u.Reasons, CodeNoHoldOut.With())
	case min(p.Offered.Of, p.HeldOut.Of) < fewest:
		u.Reasons = append(u.Reasons, CodeTooFew.With(care.NewFact("offered", p.Offered.Of), care.NewFact("held_out", p.HeldOut.Of), care.NewFact("least", fewest)))
	}
	if today.Before(p.ends()) {
		u.Reasons = append(u.Reasons, CodeNotOver.With(care.NewFact("ends", p.ends())))
	}
	if len(u.Reasons) > 0 {
		return u
	}
	u.Measurable = true
	u.By, u.Within = p.Offered.Difference(p.HeldOut, confidence)
	code := CodeNoEffect
	switch {
	case u.Within.Low > 0:
		code = CodeUplift
	case u.Within.High < 0:
		code = CodeHarm
	}
	with, _ := p.Offered.Value()
	without, _ := p.HeldOut.Value()
	u.Reasons = care.Reasons{code.With(
		care.NewFact("with", care.Percent(with)), care.NewFact("offered", p.Offered.Of), care.NewFact("without", care.Percent(without)), care.NewFact("held_out", p.HeldOut.Of),
		care.NewFact("by", care.Decimal(100*u.By)), care.NewFact("low", care.Decimal(100*u.Within.Low)), care.NewFact("high", care.Decimal(100*u.Within.High)),
	)}
	return u
}
