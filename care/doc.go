// Package care holds the words that every part of the library speaks: who is
// cared for, by which channel, in which phase, about which product, for how much
// money, and why.
//
// # What customer care is
//
// Care comes before, during and after the sale, so a prospect is cared for too
// ([Phase]). It rests on the product with its features, packaging and services,
// on the convenience of buying and owning it, and on the people who serve
// ([Factor], [Aspect]). Colleagues are customers of one another
// ([CustomerInternal]): the customer outside is lost when an inner link fails.
//
// # The host keeps what it has
//
// Customers, invoices, debts and deliveries already live in the host's ERP, POS
// or shop system. Chamsoc points at them by the host's own keys ([CustomerRef],
// [InvoiceRef] and so on, which are strings) and asks for more through ports:
// interfaces of one method each, all optional, such as [DebtReader]. A port
// answers with [Known]: the value, as of when, from which system. A system that
// is missing or down is [ErrUnavailable]; it is never an empty list or a debt of
// zero.
//
// # As typed, then parsed
//
// Requests carry text as people typed it; records carry parsed values. Between
// them stands one parser per value ([ParsePhone], [ParseMoney], [ParseDate],
// [ParseRef], [Line] and so on), and [Required] and [Optional] run a parser and
// collect what it refuses. Whatever is refused is refused by an [*Invalid], with
// every problem at once: where, which reason, and what to do about it.
//
// # Every answer has reasons
//
// A decision comes with [Reasons]. A reason has a stable [Code], the rule it
// rests on, the facts it used, and a sentence in Vietnamese and in English. Codes
// are declared once, in the file reasons.go of the package that decides; no
// sentence is made anywhere else. A stored reason keeps its sentences as they were
// given, so that an old decision still reads as the customer heard it.
//
// # No hidden state
//
// The package reads no clock, starts no goroutine and holds no state. A service
// gets its clock, ids, log, telemetry and time zone from an [Env], whose zero
// value works.
package care
