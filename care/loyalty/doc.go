// Package loyalty keeps a club of loyal customers: points with a date of expiry, tiers, promotions whose effect is measured, and suggestions that rest on consent.
//
//	l.Earn(ctx, loyalty.Purchase{Customer: "KH-7", Source: "HD-1", Amount: care.VND(1_290_000)})  // at the till, in its transaction
//	l.Redeem(ctx, loyalty.Redemption{Customer: "KH-7", Source: "HD-2", Points: 120})
//	l.Reverse(ctx, loyalty.Reversal{Of: "HD-1", Kind: loyalty.Earned, Source: "TH-1"})           // the goods came back
//	balance, err := l.Balance(ctx, "KH-7")
//
// # Points
//
// What was earned at once is a [Lot]: usable after a pending period, until it expires. Redeeming takes from the lot that expires first ([Take]). Every movement is
// an [Entry], which is added and never changed, and names the event of the host's that it stands for: the same source never counts twice. A balance goes below
// zero for one reason only: points were reversed that had been spent. That is said, carried as a debt, and paid by what is earned next.
//
// An account with a hundred thousand lots is not read whole: what is open lies in an index by expiry, of which a redemption reads as much as it takes. Two
// counters at once cannot spend the same point: every movement writes the account under its version.
//
// # Tiers
//
// A tier is what the points earned in twelve months entitle to ([Advance]). It rises at once; it is judged anew on its anniversary, and falls only if a period of
// grace has not helped either.
//
// # Promotions
//
// A [Promotion] has a first and a last day, segments, a budget that is reserved when an offer is made and so never overspent, and a share of customers held
// out by chance. [UpliftOf] compares who bought; without a hold-out, before the end, or with too few it says that nothing can be measured, and why. Who may
// be offered anything by a message is decided by the ledger of consent (package care/notice); [Suggest] says for each suggestion on which basis it stands.
//
// # Who is lost
//
// Nobody says goodbye to a shop. A [Rhythm], learnt by [FitRhythm] from the days on which customers bought ([HistoryOf]), says of each how probably he is still a
// customer, and how many purchases to expect ([Rhythm.Outlook]).
//
// # What is personal
//
// Erasing a customer leaves the amounts and drops the person: entries and lots stay for the accounts, and the points of nobody are no liability.
//
// The rules are pure functions: [Take], [Advance], [Program.Earn], [MayOffer], [UpliftOf], [Suggest], [Quintiles], [Cuts.Score], [FitRhythm], [Rhythm.Outlook]. The host calls [Service.Settle] once a
// night, so that what has expired is written off; what anybody is told does not depend on it.
package loyalty
