// Package vietnam knows the public holidays of Vietnam and its lunar calendar.
//
// The holidays cannot be computed. The Labour Code of 2019 says how many days there
// are (article 112), but the Prime Minister decides each year which days Tết and
// National Day take (112.3), and which working days between a holiday and the week-end
// are swapped for a Saturday. So the days are a table of notices, 2015 to 2026, with
// their sources, and [ParseNotices] reads the next one. A year without a notice is
// worked out from the law and the lunar calendar, and each of its days is marked as
// expected.
//
// Four kinds of day are kept apart, because firms differ: the statutory day; the day in
// place of one that falls on a weekly day of rest, which depends on the firm's own week
// (article 111.3); the working day given off by a swap; and the day of rest worked for
// it. Swaps bind public bodies only. [Organisation.Apply] adds them to the definition of
// a working calendar:
//
//	hours, err := vietnam.Organisation{}.Apply(hours, 2026, 2027)
//	desk, err := calendar.Compile(hours)
//
// 24 November is a holiday from 2026 on (Resolution 28/2026/QH16). A swap of 23 for 28
// November 2026 was proposed in September 2026; it is not in the table, because its
// outcome could not be found. A firm that follows it says so in Organisation.Swaps.
package vietnam
