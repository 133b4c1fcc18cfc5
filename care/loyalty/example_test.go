package loyalty_test

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/care/loyalty"
	"github.com/chamsoc/chamsoc/care/notice"
	"github.com/chamsoc/chamsoc/care/stats"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/memory"
	"github.com/chamsoc/chamsoc/storage/queue"
)

// newExample is a service on a memory store, as a host would make it on its own, with the ledger of consent beside it.
func newExample(p loyalty.Program) (loyalty.Service, notice.Service) {
	tenants, err := memory.New(slices.Concat(queue.Schemas(), care.Schemas(), notice.Schemas(), loyalty.Schemas())...)
	check(err)
	env := care.Env{Now: func() time.Time { return time.Date(2026, 8, 31, 2, 0, 0, 0, time.UTC) }}
	l, err := loyalty.New(tenants.ForTenant(""), loyalty.Config{Env: env, Program: p})
	check(err)
	n, err := notice.New(tenants.ForTenant(""), notice.Config{Env: env})
	check(err)
	return l, n
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}

// At the till: points are earned and spent, and the balance says since when and until when.
func ExampleService_Redeem() {
	ctx := context.Background()
	l, _ := newExample(loyalty.Program{})
	earned, err := l.Earn(ctx, loyalty.Purchase{Customer: "KH-7", Source: "HD-1", Amount: care.VND(1_295_000)})
	check(err)
	fmt.Println(earned.Entry.Reasons.Text(care.LangEN))
	spent, err := l.Redeem(ctx, loyalty.Redemption{Customer: "KH-7", Source: "HD-2", Points: 100})
	check(err)
	fmt.Println(spent.Entry.Reasons.Text(care.LangEN))
	balance, err := l.Balance(ctx, "KH-7")
	fmt.Println(balance.Usable, balance.Next, err)
	_, err = l.Redeem(ctx, loyalty.Redemption{Customer: "KH-7", Source: "HD-3", Points: 100})
	fmt.Println(err)
	// Output:
	// 129 point(s) for VND 1,295,000: 1 for each whole VND 10,000, times 100%, fractions cut off.
	// 100 point(s) were used, out of 1 lot(s), those that expire first; 29 are left.
	// 29 2027-08-31 <nil>
	// care: invalid: points: Not enough points: 29 can be used, 0 are pending. (loyalty.not_enough)
}

// The goods come back after their points were spent: the balance is below zero, and says so.
func ExampleService_Reverse() {
	ctx := context.Background()
	l, _ := newExample(loyalty.Program{})
	_, err := l.Earn(ctx, loyalty.Purchase{Customer: "KH-7", Source: "HD-1", Amount: care.VND(1_000_000)})
	check(err)
	_, err = l.Redeem(ctx, loyalty.Redemption{Customer: "KH-7", Source: "HD-2", Points: 70})
	check(err)
	back, err := l.Reverse(ctx, loyalty.Reversal{Kind: loyalty.Earned, Of: "HD-1", Source: "TH-1"})
	check(err)
	fmt.Println(back.Entry.Balance)
	for _, r := range back.Entry.Reasons {
		fmt.Println(r.Text(care.LangEN))
	}
	// Output:
	// -70
	// 100 point(s) earned by HD-1 were taken back: 30 were unused, 0 came from other lots, 0 had expired and are not asked back.
	// The balance is below zero: 70 point(s) are owed, because points were taken back that had been spent. What is earned next pays them.
}

// Which lots a redemption takes from: the one that expires first.
func ExampleTake() {
	lot := func(points int64, from, until string) loyalty.Lot {
		return loyalty.Lot{ID: storage.NewID[loyalty.Lot](), Points: points, Left: points, Available: date(from), Expires: date(until)}
	}
	lots := []loyalty.Lot{lot(100, "2026-01-10", "2026-07-10"), lot(50, "2026-02-01", "2026-05-01"), lot(80, "2026-03-01", "2027-03-01")}
	taken, short := loyalty.Take(lots, 120, date("2026-04-01"))
	for _, t := range taken {
		fmt.Println(t.Points)
	}
	fmt.Println(short)
	// Output:
	// 50
	// 70
	// 0
}

// The tier rises at once, and is kept for a grace when a year was weaker.
func ExampleAdvance() {
	p := loyalty.Program{Tiers: []loyalty.Tier{{Code: "gold", Name: care.Text{VI: "Vàng", EN: "Gold"}, From: 300}}}
	earned := []loyalty.Day{{On: date("2025-06-01"), Points: 310}}
	grade, reasons := loyalty.Advance(p, loyalty.Grade{}, earned, date("2025-06-01"))
	fmt.Println(reasons.Text(care.LangEN))
	_, reasons = loyalty.Advance(p, grade, earned, date("2026-06-15"))
	fmt.Println(reasons.Text(care.LangEN))
	// Output:
	// Rose to Gold on 1 June 2025: 310 points in twelve months.
	// 0 points in twelve months were too few for Gold on 1 June 2026; it is kept until 1 September 2026 and judged again then.
}

// A promotion is offered to those who agreed to advertising, within its budget; some are held out.
func ExampleService_Offer() {
	ctx := context.Background()
	l, consent := newExample(loyalty.Program{})
	_, err := l.Launch(ctx, loyalty.Promotion{
		Code: "thu", Name: care.Text{VI: "Thu sang", EN: "Autumn"}, From: calendar.MustDate(2026, 8, 1), Until: calendar.MustDate(2026, 9, 30), Cost: care.VND(50_000),
		Budget: care.Budget{Total: care.VND(50_000)},
	})
	check(err)
	for _, customer := range []string{"KH-1", "KH-2", "KH-3"} {
		if customer != "KH-1" {
			_, err = consent.Grant(ctx, notice.Declaration{Key: "form/" + customer, Customer: customer, Purpose: "advertising", Via: "counter", Text: "quang-cao-2", By: "NV-1"})
			check(err)
		}
		got, err := l.Offer(ctx, loyalty.Approach{Promotion: "thu", Customer: customer, Channel: "zalo"})
		check(err)
		fmt.Println(got.Declined, got.Reasons.Text(care.LangEN))
	}
	// Output:
	// true The customer has not agreed to advertising by this channel (Zalo). Ask first.
	// false It is offered, for use until the end of 30 September 2026.
	// true The budget of VND 50,000 does not hold one more offer.
}

// What a promotion did, once it is over.
func ExampleUpliftOf() {
	p := loyalty.Promotion{Until: date("2026-04-30"), HoldOut: 0.5, Offered: stats.Share{Yes: 56, Of: 70}, HeldOut: stats.Share{Yes: 48, Of: 80}}
	fmt.Println(loyalty.UpliftOf(p, date("2026-06-01")).Reasons.Text(care.LangEN))
	p.HoldOut = 0
	fmt.Println(loyalty.UpliftOf(p, date("2026-06-01")).Reasons.Text(care.LangEN))
	// Output:
	// It helped: 80% of 70 offered bought, and 60% of 80 held out; 20 percentage points more (5.2 to 33.4).
	// Not measurable: nobody was held out, so nobody knows how many would have bought anyway.
}

// What goes with the goods at hand may be suggested at the counter; nothing that is known of the customer is used.
func ExampleSuggest() {
	pairings := []loyalty.Pairing{{With: "NOI-18", Product: "XUNG", Why: care.Text{VI: "Xửng hấp vừa nồi.", EN: "A steamer that fits."}}}
	s := loyalty.Situation{Channel: care.ChannelCounter, Basket: []care.ProductRef{"NOI-18"}}
	all, _ := loyalty.Suggest(pairings, s)
	fmt.Println(all[0].Product, all[0].Basis)
	s.Channel = care.ChannelSMS
	all, reasons := loyalty.Suggest(pairings, s)
	fmt.Println(len(all), reasons.Text(care.LangEN))
	// Output:
	// XUNG basket
	// 0 The customer has not agreed to advertising by this channel (Text message). Ask first.
}

// Customers are scored by fixed boundaries.
func ExampleCuts_Score() {
	cuts := loyalty.Cuts{
		Days: [4]int{7, 30, 90, 365}, Times: [4]int64{2, 4, 8, 16},
		Totals: [4]care.Money{care.VND(1_000_000), care.VND(5_000_000), care.VND(20_000_000), care.VND(50_000_000)},
	}
	score, err := cuts.Score(loyalty.Habit{Customer: "KH-7", Last: date("2026-08-20"), Times: 5, Total: care.VND(6_400_000)}, date("2026-08-31"))
	check(err)
	fmt.Println(score.Reasons.Text(care.LangEN))
	// Output: R4 F3 M3: the latest purchase was 11 day(s) ago, 5 purchase(s), VND 6,400,000 in all.
}

// Who is probably lost, and how many purchases to expect of each customer in the next twelve weeks. The rhythm was learnt before, by FitRhythm, from the histories
// of all customers.
func ExampleRhythm_Outlook() {
	rhythm := loyalty.Rhythm{R: 0.243, Alpha: 4.414, A: 0.793, B: 2.426}
	bought := map[care.CustomerRef][]calendar.Date{
		"KH-1": {date("2026-01-05"), date("2026-02-20"), date("2026-04-11"), date("2026-08-03")},
		"KH-2": {date("2026-01-05"), date("2026-01-12"), date("2026-01-19"), date("2026-01-30")},
		"KH-3": {date("2026-03-09")},
	}
	for _, customer := range slices.Sorted(maps.Keys(bought)) {
		history, err := loyalty.HistoryOf(customer, bought[customer], date("2026-08-31"))
		check(err)
		outlook, err := rhythm.Outlook(history, 12)
		check(err)
		fmt.Println(customer, outlook.Alive < 0.5, outlook.Reasons.Text(care.LangEN))
	}
	// Output:
	// KH-1 false 3 repeat purchase(s), the latest 4 week(s) ago: still a customer with a probability of 79.6%; 0.7 purchase(s) expected on average in the next 12 week(s).
	// KH-2 true 3 repeat purchase(s), the latest 30.4 week(s) ago: still a customer with a probability of 3.3%; 0 purchase(s) expected on average in the next 12 week(s).
	// KH-3 false Not back since the first purchase 25 week(s) ago, so nobody can tell whether the customer left or buys seldom; 0.1 purchase(s) expected on average in the next 12 week(s).
}

// A shop that is too young has no rhythm yet.
func ExampleFitRhythm() {
	_, _, err := loyalty.FitRhythm([]loyalty.History{{Repeats: 2, Latest: 3.5, Observed: 8}, {Observed: 6}})
	fmt.Println(err)
	// Output: care: invalid: histories: Not enough data: 2 customer(s), of whom 1 came back; at least 100 are needed, of whom 20 came back. (loyalty.few_histories)
}

// What the company owes in points.
func ExampleService_Liability() {
	ctx := context.Background()
	l, _ := newExample(loyalty.Program{Worth: care.VND(100), Breakage: 15})
	_, err := l.Earn(ctx, loyalty.Purchase{Customer: "KH-7", Source: "HD-1", Amount: care.VND(1_530_000)})
	check(err)
	owed, err := l.Liability(ctx)
	check(err)
	fmt.Println(owed.Reasons.Text(care.LangEN))
	// Output: 153 unexpired point(s) at VND 100 each, less 15% that are expected never to be used: VND 13,005.
}
