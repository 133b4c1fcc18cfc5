// Package desk keeps cases: what customers, and colleagues, ask of the company, from whatever channel it comes, a bare phone call and the counter
// included, until it is answered.
//
//	receipt, err := d.Open(ctx, desk.Intake{Channel: "phone", Phone: "0912 345 678", Text: "…"})
//	receipt, err = d.Assign(ctx, desk.Assignment{On: desk.On{Case: receipt.Case.ID, Version: receipt.Case.Version}, Owner: "NV-2"})
//	receipt, err = d.Reply(ctx, desk.Answer{On: …, Channel: "phone", Text: "…"})
//	receipt, err = d.Resolve(ctx, desk.Resolution{On: …, Outcome: "replaced"})
//
// # Events tell all
//
// What happens to a case is a list of [Event] values, which is added to and never changed. The [State] of a case is what [Replay] makes of them, a pure
// function: it is kept beside them, and always equals it. Something that is recorded late takes its place in the order of happening, so the
// order of recording changes nothing. A step that a case cannot take where it stood is refused, and the refusal names the steps that it can.
//
// # What is promised of cases
//
//   - Nothing that a customer says is lost: words in a merged case go to the one that goes on, words in a resolved one open it again, words long after
//     closing open a new case that is linked to the old one.
//   - Every question waits for somebody: it has an owner, who is at least the unit that has the case, and a due, at which the owner is reminded, once.
//     That holds for what the customer asks, and for what the customer, a supplier or another unit is asked.
//   - Every run through a case is kept, however often it is reopened.
//   - Requests with a Key can be sent again. An edit that is based on an older version of the case is refused with care.ErrStale, not lost.
//   - Merging cannot lose a case, though two merges cross; splitting takes nothing away.
//
// Complaints are cases of a kind; so are colleagues' requests, which say which unit asks ([Intake.Asker]) and may serve a customer's case ([Intake.Serves]).
//
// # What is promised to customers
//
// A case is promised what the most specific agreement of [Config.Book] says when it is opened ([Case.Why] says why that one), and keeps it, whatever is edited
// later, unless the host calls [Service.Replan]. [Clocks] is what its events mean to the clocks of package sla; [Service.Account] says what became of
// them and why. Waiting for a party is a pause for the reason of that name: customer, supplier, unit. Levels that are reached and dues that pass are
// recorded once each, with the time at which it happened and whom the agreement names, and announced ([Escalated], [Breached]).
//
// A case into which another one is merged is judged by its own agreement, counted from the earlier of the two openings; a part is counted from when it was asked for.
//
// # Personal data
//
// Who the customer is stands in the [Case], what was said in a [Message]; both are erased by the customer's key, else by the phone or the address, else by
// "case:" and the id of the case. Events, topics and idempotency keys hold nothing personal, so what happened stays countable.
//
// # Time
//
// A case has one timer in the queue: the handler of [Subscriptions] records what has fallen due. Without a worker cases work, but nobody is reminded.
package desk
