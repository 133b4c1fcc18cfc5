package policy

import (
	"slices"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
)

// Marketing is how customers hear of what is offered: each offering by itself, and all of them as a whole.
type Marketing struct {
	Mix   care.Text     `json:"mix,omitzero" vi:"phối hợp chung" en:"mix as a whole"`
	Owner care.StaffRef `json:"owner,omitempty" vi:"người phụ trách" en:"owner"`
	Plans []Plan        `json:"plans,omitempty" vi:"kế hoạch" en:"plans"`
}

// PlanCode names a marketing plan.
type PlanCode string

// Plan is how one offering is made known: to whom, by which channel, when, at what cost, and with what right.
type Plan struct {
	Code     PlanCode          `json:"code" vi:"mã" en:"code"`
	Offering OfferingCode      `json:"offering" vi:"dịch vụ" en:"offering"`
	Segments []care.SegmentRef `json:"segments" vi:"phân đoạn" en:"segments"`
	Channel  care.Channel      `json:"channel,omitempty" vi:"kênh" en:"channel"`
	From     calendar.Date     `json:"from,omitzero" vi:"ngày bắt đầu" en:"first date"`
	Until    calendar.Date     `json:"until,omitzero" vi:"ngày kết thúc" en:"last date"`
	Cost     care.Money        `json:"cost,omitzero" vi:"chi phí" en:"cost"`
	Consent  ConsentBasis      `json:"consent,omitempty" vi:"cơ sở đồng ý" en:"consent basis"`
	Message  care.Text         `json:"message" vi:"thông điệp" en:"message"`
}

// ConsentBasis is with what right somebody is told of an offering. The zero ConsentBasis is unknown.
type ConsentBasis string

// The bases.
const (
	ConsentGiven     ConsentBasis = "consent"  // those addressed have agreed to advertising
	ConsentNotNeeded ConsentBasis = "public"   // nobody is addressed: a notice on the web or at the counter
	ConsentContract  ConsentBasis = "contract" // it is part of what was bought, such as the reminder of a service that is due
)

var consentBases = care.NewTerms(
	care.NewTerm(ConsentGiven, "Khách hàng đã đồng ý nhận quảng cáo", "Customers have agreed to advertising"),
	care.NewTerm(ConsentNotNeeded, "Thông báo công khai, không gửi riêng ai", "Public, addressed to nobody"),
	care.NewTerm(ConsentContract, "Thuộc hợp đồng đã mua", "Part of what was bought"),
)

// Terms lists the bases.
func (ConsentBasis) Terms() care.Terms[ConsentBasis] { return consentBases }

// addressed are the channels by which a message comes to somebody in person.
func addressed(c care.Channel) bool {
	return slices.Contains([]care.Channel{care.ChannelEmail, care.ChannelPhone, care.ChannelSMS, care.ChannelZalo, care.ChannelFax, care.ChannelPost}, c)
}

// Cost is what all plans cost together, one amount for each currency, in the order of the plans.
func (m Marketing) Cost() (all []care.Money) {
	for _, p := range m.Plans {
		if p.Cost.IsZero() {
			continue
		}
		at := slices.IndexFunc(all, func(sum care.Money) bool { return sum.Currency() == p.Cost.Currency() })
		if at < 0 {
			all = append(all, p.Cost)
		} else if sum, err := all[at].Add(p.Cost); err == nil {
			all[at] = sum
		}
	}
	return all
}
