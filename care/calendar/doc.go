// Package calendar is the library's arithmetic of dates, of the lengths of promises
// and of working time.
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
// A [Definition] says when a business is open: weeks, dates with other hours,
// closures, in a time zone, with the versions it has had. [Compile] makes a
// [Calendar] of it, which turns a promise into an instant ([Calendar.Due],
// [Calendar.Add], [Calendar.AddDates]), measures how much open time has passed
// ([Calendar.Elapsed]) and knows the next and the previous opening and closing.
// Wall times are resolved here and not by [time.Date], whose answer for a time that
// the clocks skipped or repeated is not defined: a skipped time is the moment at
// which the clocks were put forward, a repeated one is its first occurrence.
//
// [time.Duration] is used for elapsed time only: of the clock on the wall or, where
// the name or comment says so, of open time.
//
// The package depends on the standard library alone and reads no clock. Dates and
// spans allocate only to make text; a calendar allocates when its table of weeks
// grows, and to explain.
package calendar
