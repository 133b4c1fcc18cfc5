// Package warrantytest generates a shop's registrations and what its customers say when they come back without a card, damaged as typing, reading, memory and
// families damage it. Warranty's matching is tuned on some of its seeds and judged on others.
//
// It was written before the matching and does not know it: nothing here was changed to suit a result. The rates are assumptions, each beside its constant, where
// no source is named. Everything follows from a seed, so two runs are the same.
//
// [Generate] makes a [Shop]. [Shop.Visit] makes a customer who has bought there and what they would answer to each question; [Shop.Outsider] one who
// has not; [Shop.Stranger] somebody who knows a name, a product and a date of another's purchase and wants the repair. A [Trial] has them ask, and counts what
// they are told: for the tests of warranty, for the benchmarks, and for a host that weighs its own settings.
package warrantytest
