// Package calendar is the library's arithmetic of dates and of the lengths of
// promises.
//
// Three things are kept apart because customers keep them apart:
//
//   - An instant is a [time.Time]: the moment a repair was handed back.
//   - A [Date] is a day on the wall calendar, in no zone: the last day of a
//     warranty. It becomes an instant only together with a zone, and in a zone a
//     day may last 23 or 25 hours, may start at 01:00, or may not exist at all.
//   - A [Span] is how long a promise runs, and by which clock: "48 hours" (the
//     wall clock), "48 working hours" (a clock that stops when the shop closes)
//     and "5 working dates" are three different promises, and none of them is
//     two, or five, times 24 hours.
//
// [time.Duration] is used for elapsed time only.
//
// The package depends on the standard library alone, reads no clock, holds no
// state and allocates only to make text.
package calendar
