package main

import (
	"context"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/notice"
)

// noticePlan plans advertisements under the rules of Vietnam: two of five wait for a cap or the hours, one has no consent, and all have three routes.
func noticePlan(context.Context, string) ([]row, error) {
	zone := care.Env{}.Location()
	noon := time.Date(2026, 5, 4, 12, 0, 0, 0, zone)
	yes := notice.Standing{Choices: []notice.Choice{{Purpose: notice.PurposeAdvertising, Granted: noon.AddDate(0, -1, 0), GrantedN: 1}}}
	full := notice.Standing{}
	for range 3 {
		full.Sent = append(full.Sent, notice.Sending{At: noon.Add(-time.Hour), Purpose: notice.PurposeAdvertising, Channel: care.ChannelSMS})
	}
	facts := func(now time.Time, customer, phone notice.Standing) notice.Facts {
		route := func(c care.Channel) notice.Route {
			return notice.Route{Channel: c, Standing: phone, Address: true, Sender: true, Wording: true}
		}
		f := notice.Facts{
			Now: now, Zone: zone, Purpose: notice.PurposeAdvertising, Rules: notice.Vietnam(), Standing: customer,
			Routes: []notice.Route{route(care.ChannelZalo), route(care.ChannelSMS), route(care.ChannelEmail)},
		}
		f.Routes[0].Failed = notice.OutcomeNoRoute
		return f
	}
	all := []notice.Facts{
		facts(noon, yes, notice.Standing{}), facts(noon.Add(time.Hour), yes, notice.Standing{}), facts(noon, yes, full), facts(noon.Add(11*time.Hour), yes, full),
		facts(noon, notice.Standing{}, full),
	}
	want := []notice.Verdict{notice.VerdictSend, notice.VerdictSend, notice.VerdictWait, notice.VerdictWait, notice.VerdictDecline}
	r, err := ourselves("care/notice/plan", "≤ 5,000 (200 k/s)", 20_000, each(func(i int) error {
		return same(nil, notice.Plan(all[i%len(all)]).Verdict, want[i%len(want)])
	}))
	return []row{r}, err
}
