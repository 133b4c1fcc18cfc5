// Package sla keeps promises of time: an answer within two working hours, a repair within five working dates.
//
// An [Agreement] says what is promised to whom, in editions. A [Calendar] says when work is done, in editions too. A [Promise] is one edition of each; a case
// takes one when it is opened and keeps it, whatever is edited later. What happens to the case are [Event] values, and
//
//	state, err := sla.Replay(promise, events, time.Now())
//
// says what the promise has come to: every run of every clock, its due time or what is left of it while it is paused, what was kept, what was broken and by
// how much. Replay is pure, so it can be asked about any instant, about last year's cases under next year's agreement, and in any order in which
// events arrive. [State.Reasons] explains every figure in Vietnamese and English.
//
// # What clocks count
//
//   - Working time counts while the calendar is open, in whole seconds; wall time always; working dates are counted by date. A case that is opened in
//     closed time is promised from the next opening.
//   - Done at or before the due instant is in time. What is due at closing and done after hours is late, by no working time and by some wall time: both are said.
//   - Whether it was late is decided from when things happened, not from when somebody looked. A broken promise stays broken.
//   - A pause stops the clocks whose targets name its reason, and only its working time matters. Pauses are counted by reason: two that are in force
//     need two to end. While a clock is paused it has no due time, only what is left. A pause after the due time changes nothing but by how much it is late.
//   - The clock for the first response, that for the next response, and that for the resolution start when the case is opened. An answer ends the first two;
//     the first message that is not answered yet starts the next response again. A resolution ends all clocks and pauses, and counts as an answer.
//   - A reopened case runs on by [Reopen], closed time left out; an answer that was never given is waited for again.
//   - A change of priority or team keeps what was used up and applies the new time. It makes nobody late in the past, unless the event says so.
//   - A pause puts off a promise of working dates by the working dates that begin in it: one within a date changes nothing, one over a night puts it off by a
//     date.
//   - A promise made anew for a case ([Replanned]) counts what has elapsed by the old plan and what follows by the new one. It may honour the due time that was
//     given, or, if it says so, count from the start.
//   - [Level] values, warnings and escalations, fire once for each promise while its clock runs.
//
// # Around it
//
// A [Book] holds all editions and picks the most specific agreement for a case, with the reason; two that fit equally well are refused when it is made.
// [Timers] wake a case, or anything else, when something about it falls due, and tell each level and each broken promise once. A [Tally] counts what became of
// promises and judges a [Goal] by exact statistics. [Backtest] says what would have become of last year's cases under another agreement or calendar.
//
// Replay returns an error beside the state, since a calendar has a horizon and a case may name a plan that it was not given: nothing is guessed instead.
package sla
