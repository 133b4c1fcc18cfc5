package chamsoc_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc"
	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/care/chain"
	"github.com/chamsoc/chamsoc/care/desk"
	"github.com/chamsoc/chamsoc/care/enquiry"
	"github.com/chamsoc/chamsoc/care/loyalty"
	"github.com/chamsoc/chamsoc/care/notice"
	"github.com/chamsoc/chamsoc/care/policy"
	"github.com/chamsoc/chamsoc/care/sla"
	"github.com/chamsoc/chamsoc/care/stats"
	"github.com/chamsoc/chamsoc/faq"
	"github.com/chamsoc/chamsoc/feedback"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/memory"
	"github.com/chamsoc/chamsoc/warranty"
)

// said is one thing that happened in the year, as the test knows it: what a figure should count, and when.
type said struct {
	source  string
	segment care.SegmentRef
	on      calendar.Date
	share   stats.Share
	points  stats.Mean
	amount  float64
	since   calendar.Date // of a share that counts only where both dates are in a window
}

// year is a shop whose clock the test moves, with a ledger of all that the figures should count.
type year struct {
	chamsoc.Chamsoc
	t      *testing.T
	rng    *rand.Rand
	now    time.Time
	zone   *time.Location
	ledger []said
	finder *faq.Finder
}

// edges are instants on both sides of the beginnings of months, in Vietnam.
func (y *year) instant() time.Time {
	if month := time.Month(7 + y.rng.IntN(5)); y.rng.IntN(5) == 0 {
		edge := time.Date(2026, month+1, 1, 0, 0, 0, 0, y.zone)
		return edge.Add(time.Duration(y.rng.IntN(2)-1) * time.Microsecond)
	}
	return time.Date(2026, 7, 5, 0, 0, 0, 0, y.zone).Add(time.Duration(y.rng.Int64N(int64(147 * 24 * time.Hour)))) // to 29 November
}

func (y *year) counts(source string, segment care.SegmentRef, at time.Time, yes bool) {
	s := said{source: source, segment: segment, on: calendar.DateOf(at, y.zone), share: stats.Share{Of: 1}}
	if yes {
		s.share.Yes = 1
	}
	y.ledger = append(y.ledger, s)
}

func (y *year) chance(of int) bool { return y.rng.IntN(of) == 0 }

func must[T any](t *testing.T) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		require.NoError(t, err)
		return v
	}
}

// evaluated is when the year is looked at.
var evaluated = time.Date(2026, 12, 15, 3, 0, 0, 0, time.UTC)

func alwaysOpen(t *testing.T) *calendar.Calendar {
	hours, err := calendar.Compile(calendar.Definition{Zone: "Asia/Ho_Chi_Minh", Weeks: []calendar.Week{calendar.NewWeek(calendar.MustShifts("00:00-24:00"))}})
	require.NoError(t, err)
	return hours
}

// newYear makes the shop of a tenant, without any history.
func newYear(t *testing.T, tenants storage.Tenants, tenant string) *year {
	y := &year{t: t, rng: rand.New(rand.NewPCG(11, 7)), zone: care.Env{}.Location(), now: time.Date(2026, 7, 1, 3, 0, 0, 0, time.UTC)}
	book, err := sla.NewBook([]sla.Agreement{{
		Code: "standard", Edition: 1, Calendar: "always", Name: care.Text{VI: "Tiêu chuẩn", EN: "Standard"},
		Targets: []sla.Target{{Code: sla.FirstResponse, Within: calendar.Working(4 * time.Hour)}, {Code: sla.Resolution, Within: calendar.Working(48 * time.Hour)}},
	}}, []sla.Calendar{{Code: "always", Edition: 1, Hours: alwaysOpen(t)}})
	require.NoError(t, err)
	sale := notice.Kind{Code: "shop.sale", Name: care.Text{VI: "Khuyến mại", EN: "Sale"}, Purpose: notice.PurposeAdvertising, Channels: []care.Channel{care.ChannelSMS},
		Default: []notice.Wording{{Channels: []care.Channel{care.ChannelSMS}, Body: care.Text{VI: "[QC] {house} giảm giá. {opt_out}", EN: "[AD] {house}: sale. {opt_out}"}}}}
	ready := notice.Kind{Code: "shop.ready", Name: care.Text{VI: "Xong", EN: "Ready"}, Purpose: notice.PurposeService, Channels: []care.Channel{care.ChannelSMS},
		Default: []notice.Wording{{Channels: []care.Channel{care.ChannelSMS}, Body: care.Text{VI: "Máy đã xong. {house}", EN: "It is ready. {house}"}}}}
	y.Chamsoc, err = chamsoc.New(tenants.ForTenant(tenant), chamsoc.Config{
		Env: care.Env{Now: func() time.Time { return y.now }}, Book: book, Enquiry: enquiry.Config{Verifier: asKH1{}}, Feedback: feedback.Config{},
		Notice: notice.Config{
			House: notice.House{Name: "An Bình", Hotline: "1900 1234", OptOut: care.Text{VI: "TC", EN: "Stop"}}, Kinds: []notice.Kind{sale, ready},
			Senders: map[care.Channel]notice.Sender{care.ChannelSMS: notice.SenderFunc(func(context.Context, notice.Message) (string, error) { return "", nil })},
		},
	})
	require.NoError(t, err)
	y.finder = faq.NewFinder(tenants.ForTenant(tenant))
	return y
}

// cases are opened, answered, resolved, opened again, or left alone.
func (y *year) cases(n int) {
	for range n {
		at := y.instant()
		segment := []string{"", "retail", "firms"}[y.rng.IntN(3)]
		y.now = at
		in := desk.Intake{Channel: "phone", Customer: "KH-2", Segment: segment, Text: "Nồi không nóng"}
		if y.chance(4) {
			in.Owner = "NV-1"
		}
		opened := must[desk.Receipt](y.t)(y.Desk.Open(y.t.Context(), in)).Case
		on, ref := desk.On{Case: opened.ID, By: "NV-1"}, care.SegmentRef(segment)
		first, solved := time.Duration(1+5*y.rng.IntN(2))*time.Hour, time.Duration(24+48*y.rng.IntN(2))*time.Hour
		y.now = at.Add(first)
		must[desk.Receipt](y.t)(y.Desk.Reply(y.t.Context(), desk.Answer{On: on, Channel: "phone", Text: "Mời mang nồi đến"}))
		again, left := y.chance(3), y.chance(5)
		if again {
			y.now = at.Add(7 * time.Hour)
			must[desk.Receipt](y.t)(y.Desk.Hear(y.t.Context(), desk.Words{On: on, Channel: "phone", Text: "Bao giờ xong?"}))
		}
		y.counts(policy.FigureFirstReplies, ref, at, first < 4*time.Hour)
		if left {
			y.counts(policy.FigureCasesOnTime, ref, at, false)
			y.counts(policy.FigureCasesKept, ref, at, false)
			y.counts(policy.FigureCasesOwned, ref, evaluated, in.Owner != "")
			continue
		}
		cause := ""
		if y.chance(2) {
			cause = "heater"
		}
		y.now = at.Add(solved)
		must[desk.Receipt](y.t)(y.Desk.Resolve(y.t.Context(), desk.Resolution{On: on, Outcome: "replaced", Cause: cause}))
		y.counts(policy.FigureCasesOnTime, ref, at, solved < 48*time.Hour)
		y.counts(policy.FigureCasesKept, ref, at, solved < 48*time.Hour && first < 4*time.Hour)
		y.counts(policy.FigureFirstContact, ref, at, !again)
		y.counts(policy.FigureCasesExplained, ref, at, cause != "")
	}
}

// units are sold, some with serial and buyer, and some come back.
func (y *year) units(n int) {
	both := func(text string) care.Text { return care.Text{VI: text, EN: text} }
	must[warranty.Terms](y.t)(y.Warranty.Publish(y.t.Context(), warranty.Terms{Code: "tv", Edition: 1, Months: 24, Effective: calendar.MustDate(2026, 1, 1), Published: time.Unix(0, 0),
		Start: both("x"), Term: both("x"), Content: both("x"), Scope: both("x"), How: both("x"), NoExclusions: true}))
	must[warranty.Coverage](y.t)(y.Warranty.Cover(y.t.Context(), warranty.Coverage{Product: "TV-55", Terms: "tv"}))
	for i := range n {
		sold := y.instant()
		y.now = sold
		sale := warranty.Sale{Invoice: fmt.Sprint("HD-", i), Line: 1, Product: "TV-55", Quantity: 1}
		if y.chance(2) {
			sale.Serials = []string{fmt.Sprint("SN-", 1000+i)}
		}
		if y.chance(2) {
			sale.Customer = fmt.Sprint("KM-", i)
		}
		unit := must[warranty.Receipt](y.t)(y.Warranty.Register(y.t.Context(), sale)).Registrations[0]
		y.counts(policy.FigureTraced, "", sold, len(sale.Serials) > 0 && sale.Customer != "")
		y.counts(policy.FigureEarlyClaims, "", sold, false)
		if !y.chance(3) {
			continue
		}
		in := sold.Add(time.Duration(1+y.rng.IntN(15)) * 24 * time.Hour)
		y.claim(unit, in)
		if y.chance(2) {
			y.claim(unit, in.Add(20*24*time.Hour)) // once more
		}
		y.ledger = append(y.ledger, said{source: policy.FigureEarlyClaims, since: unit.Delivered, on: calendar.DateOf(in, y.zone), share: stats.Share{Yes: 1}})
	}
}

// claim is brought in, and handed back in time or late.
func (y *year) claim(unit warranty.Registration, in time.Time) {
	ctx, late, lent := y.t.Context(), y.chance(3), y.chance(2)
	y.now = in
	id := must[warranty.ClaimUpdate](y.t)(y.Warranty.TakeIn(ctx, warranty.Intake{Registration: unit.ID, Fault: "no_power", Promised: in.Add(72 * time.Hour)})).Claim.ID
	step := must[warranty.ClaimUpdate](y.t)
	on := func(hours int) warranty.OnClaim {
		y.now = in.Add(time.Duration(hours) * time.Hour)
		return warranty.OnClaim{Claim: id}
	}
	step(y.Warranty.Accept(ctx, warranty.Acceptance{OnClaim: on(1)}))
	if lent {
		step(y.Warranty.Lend(ctx, warranty.Lending{OnClaim: on(2), Loaner: "given", Unit: "MUON-1"}))
	}
	back := 48
	if late {
		back = 80
	}
	step(y.Warranty.Repair(ctx, warranty.ClaimWork{OnClaim: on(3), Centre: "tt"}))
	step(y.Warranty.Inspect(ctx, warranty.Inspection{OnClaim: on(back - 2), Result: "fixed"}))
	step(y.Warranty.Finish(ctx, warranty.Finished{OnClaim: on(back - 1)}))
	step(y.Warranty.HandBack(ctx, on(back)))
	if lent {
		step(y.Warranty.TakeBack(ctx, on(back)))
	}
	y.ledger = append(y.ledger, said{source: policy.FigureWarrantyClaims, on: calendar.DateOf(in, y.zone), amount: 1})
	y.counts(policy.FigureClaimsOnTime, "", in, !late)
	y.counts(policy.FigureRepairsOnTime, "", in, !late)
	y.counts(policy.FigureLoaners, "", in, lent)
}

// answers are asked for by month of the invitation; the unhappy are called, or not.
func (y *year) answers(n int) {
	ctx, both := y.t.Context(), func(text string) care.Text { return care.Text{VI: text, EN: text} }
	must[feedback.Survey](y.t)(y.Feedback.Publish(ctx, feedback.Survey{Code: "delivery", Edition: 1, Title: both("x"), Questions: []feedback.Question{
		{Code: "why", Kind: feedback.KindText, Text: both("x")}, {Code: "all", Kind: feedback.KindCSAT, Text: both("x")}, {Code: "nps", Kind: feedback.KindNPS, Text: both("x")},
	}}))
	for i := range n {
		y.now = y.instant()
		asked, segment := calendar.DateOf(y.now, y.zone), []string{"", "retail"}[y.rng.IntN(2)]
		ref := care.SegmentRef(segment)
		invited := must[feedback.Invited](y.t)(y.Feedback.Invite(ctx, feedback.Occasion{Customer: fmt.Sprint("KS-", i), Segment: segment, Survey: "delivery", Channel: "zalo",
			About: care.About{Kind: care.AboutShipment, Ref: fmt.Sprint("GH-", i)}}))
		answers := y.chance(2)
		y.counts(policy.FigureResponse, ref, y.now, answers)
		if !answers {
			continue
		}
		y.now = y.now.Add(time.Hour)
		raised, csat, nps := y.now, 1+y.rng.IntN(5), y.rng.IntN(11)
		must[feedback.Received](y.t)(y.Feedback.Answer(ctx, feedback.Reply{Invitation: invited.Invitation.ID, Points: map[string]int{"all": csat, "nps": nps}}))
		score := map[bool]float64{true: 100}[nps >= 9]
		if nps <= 6 {
			score = -100
		}
		y.ledger = append(y.ledger, said{source: policy.FigureSatisfaction, segment: ref, on: asked, points: stats.Mean{}.Add(float64(csat))},
			said{source: policy.FigureRecommendation, segment: ref, on: asked, points: stats.Mean{}.Add(score)})
		if csat > 2 && nps > 6 {
			continue
		}
		about := care.About{Kind: desk.AboutCase, Ref: fmt.Sprint("V-", i)}
		must[feedback.FollowUp](y.t)(y.Feedback.TakeUp(ctx, invited.Invitation.ID, about))
		called := y.chance(2)
		if called {
			must[bool](y.t)(y.Feedback.Follow(ctx, feedback.Progress{Case: about, Acknowledged: raised.Add(time.Hour), Resolved: raised.Add(2 * time.Hour)}))
		}
		y.counts(policy.FigureUnhappyReplied, "", raised, called)
		y.counts(policy.FigureUnhappyResolved, "", raised, called)
	}
}

// questions are typed into the search, and asked of the host's systems.
func (y *year) questions(n int) {
	ctx := y.t.Context()
	must[faq.Entry](y.t)(y.FAQ.Save(ctx, faq.Draft{Code: "bao-hanh", Owner: "hoa", Review: "2027-05-01", Texts: []faq.Text{{Lang: care.LangVI, Question: "Nồi cơm điện được bảo hành bao lâu?", Answer: "24 tháng."}}}))
	for _, to := range []faq.Status{faq.Approved, faq.Published} {
		must[faq.Entry](y.t)(y.FAQ.Move(ctx, faq.Move{Code: "bao-hanh", To: to, By: "lan"}))
	}
	for range n {
		y.now = y.instant()
		at, text := y.now, []string{"noi com dien duoc bao hanh bao lau", "giá vé máy bay đi Huế"}[y.rng.IntN(2)]
		asked, answer, err := y.FAQ.Ask(ctx, y.finder, faq.Asking{Query: faq.Query{Text: text}})
		require.NoError(y.t, err)
		y.counts(policy.FigureAskedAnswered, "", at, !answer.Unanswered)
		if y.chance(2) {
			helped := y.chance(2)
			must[faq.Asked](y.t)(y.FAQ.Settle(ctx, faq.Settlement{Asked: asked.ID, Helped: map[bool]string{true: "yes", false: "no"}[helped]}))
			y.counts(policy.FigureAskedHelped, "", at, helped)
		}
		segment, topic := []string{"", "firms"}[y.rng.IntN(2)], []string{"warranty", "debt"}[y.rng.IntN(2)]
		told := must[enquiry.Answer](y.t)(y.Enquiry.Ask(ctx, enquiry.Question{Topic: topic, Channel: "web", Segment: segment}))
		y.counts(policy.FigureEnquiriesServed, care.SegmentRef(segment), at, told.Outcome != enquiry.Unavailable)
		y.counts(policy.FigureEnquiriesAnswered, care.SegmentRef(segment), at, told.Outcome == enquiry.Answered)
	}
}

// flow is a promise of six hours over two links, with cases that keep it or not.
func (y *year) flow(n int) {
	ctx, text := y.t.Context(), func(s string) care.Text { return care.Text{VI: s, EN: s} }
	link := func(code, from, to string) chain.Link {
		l := chain.Link{Code: chain.LinkCode(code), Name: text(code), Supplier: chain.UnitCode(from), Receiver: chain.UnitCode(to), Output: text("x"), Calendar: "always",
			Goal: chain.Goal{Within: calendar.Working(3 * time.Hour), Share: 0.95, Acceptance: 0.9}}
		for _, side := range []chain.UnitCode{l.Supplier, l.Receiver} {
			if side != chain.Outside {
				l.Agreed = append(l.Agreed, chain.Consent{Unit: side, By: "chi", On: calendar.MustDate(2026, 1, 5)})
			}
		}
		return l
	}
	for _, unit := range []chain.UnitCode{"kho", "sales"} {
		must[chain.Unit](y.t)(y.Chain.Define(ctx, chain.Unit{Code: unit, Name: text(string(unit)), Head: "chi", Kind: chain.Team}))
	}
	must[chain.Published](y.t)(y.Chain.Publish(ctx, chain.Flow{Code: "order", Edition: 1, Name: text("order"), Links: []chain.Link{link("A", "kho", "sales"), link("B", "sales", string(chain.Outside))},
		Promise: chain.Promise{Within: calendar.Working(6 * time.Hour), Share: 0.9, Calendar: "always", Owner: "sales"}, From: time.Date(2026, 7, 1, 0, 0, 0, 0, time.UTC)}))
	for i := range n {
		start := y.instant()
		a, b, back := time.Duration(2+2*y.rng.IntN(2))*time.Hour, time.Duration(1+4*y.rng.IntN(2))*time.Hour, y.chance(3)
		tell := func(link string, kind chain.EventKind, after time.Duration) {
			y.now = start.Add(after)
			reason := map[bool]string{true: "scratched"}[kind == chain.Rejected]
			_, err := y.Chain.Tell(ctx, chain.Told{Flow: "order", Case: fmt.Sprint("DH-", i), Link: link, Kind: kind, Reason: reason})
			require.NoError(y.t, err)
		}
		tell("A", chain.Requested, 0)
		if back {
			tell("A", chain.Delivered, time.Hour)
			tell("A", chain.Rejected, time.Hour)
		}
		tell("A", chain.Delivered, a)
		tell("A", chain.Accepted, a)
		tell("B", chain.Requested, a)
		tell("B", chain.Delivered, a+b)
		if y.chance(6) {
			continue // it goes on
		}
		tell("B", chain.Accepted, a+b)
		y.counts(policy.FigureFlowsKept, "", start, a+b <= 6*time.Hour)
		y.counts(policy.FigureLinksKept, "", start, a <= 3*time.Hour)
		y.counts(policy.FigureLinksKept, "", start, b <= 3*time.Hour)
		y.counts(policy.FigureFirstPass, "", start, !back)
		y.counts(policy.FigureFirstPass, "", start, true)
	}
}

// club has members, points and a promotion with a hold-out.
func (y *year) club(n int) {
	ctx := y.t.Context()
	must[loyalty.Promotion](y.t)(y.Loyalty.Launch(ctx, loyalty.Promotion{Code: "thu", Name: care.Text{VI: "Thu", EN: "Autumn"}, From: calendar.MustDate(2026, 7, 1), Until: calendar.MustDate(2026, 9, 30), HoldOut: 0.4, Days: 30}))
	for i := range n {
		who := fmt.Sprint("HV-", i)
		y.now = time.Date(2026, 7, 2, 3, 0, 0, 0, time.UTC)
		must[notice.Consent](y.t)(y.Notice.Grant(ctx, notice.Declaration{Key: "form/" + who, Customer: who, Purpose: "advertising", Via: "web", Text: "v1"}))
		old := y.chance(3)
		if old {
			y.now = time.Date(2025, 12, 14, 3, 0, 0, 0, time.UTC)
		}
		must[loyalty.Posting](y.t)(y.Loyalty.Earn(ctx, loyalty.Purchase{Customer: who, Source: "M-" + who, Amount: care.VND(1_000_000)}))
		y.counts(policy.FigureMembersActive, "", evaluated, !old)
		for y.now = y.instant(); y.now.After(time.Date(2026, 9, 30, 10, 0, 0, 0, time.UTC)); {
			y.now = y.instant()
		}
		at, segment := y.now, []string{"", "retail"}[y.rng.IntN(2)]
		made := must[loyalty.Approached](y.t)(y.Loyalty.Offer(ctx, loyalty.Approach{Promotion: "thu", Customer: who, Segment: segment, Channel: "sms"}))
		require.False(y.t, made.Declined, made.Reasons.Text(care.LangEN))
		buys := y.chance(2)
		if buys {
			y.now = at.Add(24 * time.Hour)
			must[loyalty.Counted](y.t)(y.Loyalty.Bought(ctx, loyalty.Buying{Customer: who}))
		}
		if !made.Offer.HeldOut {
			y.counts(policy.FigureOffersTaken, care.SegmentRef(segment), at, buys)
		}
		refuses := y.chance(4)
		if refuses {
			y.now = at.Add(48 * time.Hour)
			must[notice.Consent](y.t)(y.Notice.Withdraw(ctx, notice.Declaration{Customer: who, Purpose: "advertising", Via: "sms"}))
		}
		y.counts(policy.FigureAgreed, "", evaluated, !refuses)
	}
}

func (y *year) clock() time.Time { return y.now }

// live fills a year of the shop.
func (y *year) live() {
	y.cases(120)
	y.units(120)
	y.answers(120)
	y.questions(60)
	y.flow(60)
	y.club(90)
	y.now = evaluated
}

func yearStore(t *testing.T) storage.Tenants {
	tenants, err := memory.New(chamsoc.Schemas()...)
	require.NoError(t, err)
	return tenants
}
