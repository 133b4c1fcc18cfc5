// Package detect notices, while a stream of numbers comes in, that a promise is no longer kept or that demand has changed, and states how often it is wrong.
//
// Everything is one core, repeated for each observation: a state and an observation give the next state and perhaps an alarm. States are plain values of a
// constant, small size that the host keeps where it likes; nothing here has a clock, a store or a memory of its own, so replaying the same observations
// gives the same alarms. The next state takes the place of the one before, since handing the values to and fro would take twice as long as the arithmetic;
// assign the state to a second variable to try what would happen.
//
//	promise, err := detect.NewDrift(detect.Promise{AtMost: 0.05}) // at most 5 % late
//	alarm := promise.Observe(&state, today, 1)                    // 1: this one was late
//
// # Deviations
//
// [Drift] watches a promise about a mean of numbers from 0 to 1, which is what most promises are: a share of late deliveries, "95 % within a day" (1 for each
// later than a day), "80 % content" (1 for each answer below 4), a net promoter score or a mean of answers brought to 0…1. It needs no history, no normal
// distribution and no variance: the promise itself is what the observations are held against. While the promise is kept, the time between false alarms is on
// average at least [Promise.Every]. That is a theorem (J. Shin, A. Ramdas, A. Rinaldo, "E-detectors", arXiv 2203.03532), not a calibration. It holds even if
// observations depend on one another, as long as at each moment the promise is kept for the next one, given all before.
//
// A bad day makes all of a day's deliveries late, and that breaks the last condition for single observations. So a day is judged as one number, its mean,
// unless the promise is [Promise.Immediate]. With many segments, [Split] shares one rate of false alarms among them.
//
// # Demand
//
// [Demand] watches daily counts of a topic in a segment: requests, complaints, orders. It learns the level, the days of the week and how much counts scatter,
// takes holidays from a [Seasons] table made from a care/calendar, and holds each day's count against that. What it has learnt ends a week before the day it
// judges and stops while evidence is high, so that a change is not learnt as the new normal before it was announced.
//
// # Reports
//
// [Cusum] and [EWMA] are the classic charts for means with an estimated baseline, with their average run lengths computed, not read from a table. [ProportionChart]
// and [RateChart], with P. B. Laney's correction, are what people know from quality management. They are pictures to look at once a month; as alarms they are
// worse than the above. [EARS] and [PoissonCusum] are there for those who report by them. Farrington's method and the likelihood ratio charts are not: the first
// refits a regression on years of weeks for each week, the second look at all days since the last alarm for each day, and [Demand] finds the same with neither.
package detect
