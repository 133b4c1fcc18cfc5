// Package stats is the arithmetic behind "the promise was kept", "the score is 70" and "nine in ten within a day": exact verdicts, intervals that are
// honest with few observations, and histograms of durations that stay small.
//
// A goal such as "95 % within 8 working hours" is a claim about a share, and a handful of cases can neither prove nor disprove it:
//
//	kept := stats.Share{Yes: 17, Of: 20}
//	verdict := stats.Judge(kept, 0.95, 0.95) // inconclusive: by chance alone 17 or fewer of 20 happen in 7.5 % of periods
//
// [Judge] is for a period that is judged once, when it is over. A dashboard that is looked at every day must use [JudgeAnytime], which stays right
// however often it is asked: judging daily by an ordinary interval accuses one honest team in four.
//
// What is kept is always a count ([Share], [Net], [Mean], [Histogram]), never a score: counts of two shops, or of two weeks, can be added.
//
// Probabilities and shares are between 0 and 1, and a confidence is two-sided: 0.95 leaves 2.5 % on each side. As in package math, what cannot be computed,
// such as a share of more than all or a confidence of 2, is NaN, which JSON refuses to store; [Share.Check] says what is wrong. Without observations an
// interval is the whole range: nothing is known.
//
// The package imports the standard library alone, keeps no state and reads no clock.
package stats
