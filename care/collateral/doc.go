// Package collateral looks after what customers are given to read and to try: price lists, catalogues, samples and leaflets. They are to be complete and
// understood, at hand where they are asked for, and on their way to those who cannot come.
//
//	c.Define(ctx, collateral.Material{Code: "bang-gia", Kind: collateral.PriceList, …})       // what there is
//	c.Draft(ctx, collateral.Edition{Material: "bang-gia", Number: 7, From: …, Author: …})      // what it says
//	c.Play(ctx, collateral.RolePlay{Material: "bang-gia", Edition: 7, Player: "NV-2", …})      // somebody else does a customer's tasks with it
//	c.Publish(ctx, collateral.Publication{Material: "bang-gia", Edition: 7, By: "NV-9"})       // or a refusal that lists all that is missing
//
//	c.Open(ctx, collateral.Place{Ref: "CH-HN", Weekday: time.Monday, …})                       // where it lies, and who counts it every week
//	c.SetNorm(ctx, collateral.Norm{Place: "CH-HN", Kind: collateral.PriceList, …})             // how much of it is to be there
//	sheet, err := c.Sheet(ctx, "CH-HN")                                                        // to be printed
//	done, err := c.Count(ctx, collateral.Count{Place: "CH-HN", …})                             // what is there, and what was ordered
//
// # What it will not say
//
// A place whose weekly check was missed is unknown, never in order, and the missed check is recorded and announced ([CheckMissed]). Copies of an edition that
// is no longer in force count as none. Weeks in which a material ran out say less than was asked for, so demand is read off the other weeks alone, and where
// there are too few of those it is unknown and the norm set by hand stands alone.
//
// # How much is to be there
//
// A place is looked at every week, and what is ordered comes after the lead time L. What lies there must last for both: the base stock of [Supply] is the
// smallest S with P(D ≤ S) at or above the service level, for the demand D of L + 1 weeks (Poisson, or negative binomial where demand varies more). Two figures are
// shown, since they differ: the service level is the chance that a week ends without a shortage, the fill rate the share of the askers who are served.
//
// The rules are pure functions, [Missing], [Publishable], [Supply.BaseStock], [Estimate] and [Assess]; the [Service] loads, asks them, and keeps what they
// answered. It needs a worker with [Subscriptions], or nobody notices that a check was missed or that a request is overdue.
package collateral
