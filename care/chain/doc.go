// Package chain keeps the promises that the units of a company make to one another, because the customer outside is lost when an inner one fails.
//
// Everyone in a company has customers: the workshop serves the paint shop, the paint shop serves delivery, and delivery serves the customer outside. A [Flow]
// writes that down: its [Link]s, each from a supplier to a receiver with an output and a goal that both have agreed to, and the one promise given outside. It
// is a plan, and can be wrong as a plan: [Compile] lists every fault at once.
//
// What happens to a case is a list of [Event]s: requested, delivered, accepted, rejected. From it follow, by pure functions,
//
//   - the [Course] of the case: what each link took, and what is late now;
//   - the [Ledger]: to whom each working second belongs, so that the parts sum to the whole;
//   - the [Attribution] of a breach: how many hours of it each link caused, and how many the promise itself, which no link could have kept;
//   - the [Feasibility] of the promise: whether the inner goals guarantee it, whether the data support it, and what each link would have to promise;
//   - the [Warning] that a link drifts and endangers the promise outside while it still keeps its own goal.
//
// # Times
//
// A goal is working time of the link's own calendar. A case is measured by the calendar of the promise outside, and so are the ledger and the attribution; where
// calendars differ the feasibility says so, since hours of one are not hours of the other.
//
// A link begins when its input is there: when the links that serve its supplier have been accepted, or at its first request if there are none. It ends when
// its receiver accepts what was delivered. Work done again after a rejection is the supplier's time, waiting to be accepted or asked for is the receiver's, and
// waiting for the customer is nobody's.
package chain
