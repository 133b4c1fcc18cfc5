// Package warranty registers the warranty of what a shop sells and answers, with reasons, whether a fault is covered: with the card, and without it.
//
// A shop publishes its terms once ([Service.Publish], with the six things that Vietnamese law asks for) and says which products are sold under them
// ([Service.Cover]). At the sale the till calls [Service.Register] in the transaction that writes its invoice. At the counter [Service.Ask] takes whatever the
// customer has, a card, a serial that may be misread, a phone, an invoice number, a name and a rough date, and answers with one registration and a
// decision, with candidates and the proof that is missing, or with nothing.
//
// The rules are two pure functions, [Identify] and [Decide]; the [Service] loads, asks them, and keeps what they answered.
//
// # Without a card
//
// [Identify] answers two questions apart. Which registration is meant: each clue has a weight, by how often it agrees if it is meant and if it is not, so that a
// frequent name or a date of long ago tells little; the sum is a probability, calibrated on generated shops (match_weights.go says how). May it be told to this
// person: points, for what a stranger cannot say. Both clear: it is accepted. Enough points: staff see the candidates. Else nothing is told, and whoever asks
// learns nothing, not even from the next question ([Finding.Next]), which is the one that helps most for the time that it takes.
//
// Staff who see all customers anyway may look at [Finding.Matches] whatever the status: the sales that something speaks for, each with its units. In generated shops of
// 200,000 registrations the right unit is in the first three for 99.7 of 100 customers who give nothing but the phone.
//
// A form on the web has nobody who looks on ([Service.AskPublic]): everybody reads the same sentence, and a code goes to the phone of the sale.
//
// # What a decision says
//
// [Decide] takes all facts as values, among them the law of the contract (package warranty/law), and says: covered or not; until when the product is, and each
// part; which remedies are open, and what opened each; who pays the repair and the transport; who has to prove; what the trader owes besides. Each has its
// reason, with the article it rests on, in Vietnamese and English.
//
// A term starts on the day of delivery and ends at 24:00 of the corresponding day of its last month, or of that month's last day if there is no such
// day (Civil Code art. 148.3): six months from 31 August end on 28 February. Under Vietnamese law days in repair do not count, from the day after intake to the
// day of hand-back; a replaced part and an exchanged product begin again (Law 19/2023/QH15 art. 30.2.c); and last of all a last day that is a day off is moved to
// the next working day (Civil Code art. 148.5), unless the published terms say that it is not ([Terms.KeepLastDay]). An exclusion binds only if it was
// published before the sale (art. 27.3).
//
// # Repairs, maintenance, advice
//
// [Service.OrderRepair] plans a repair on the earliest day on which a centre has room and the parts are there ([Schedule]); no day gets more than the
// centre can begin. A [MaintenancePlan] goes by months, by use, or by whichever comes first, and [MaintenanceDue] is announced before each service.
// [Service.Advise] records a question about the use of a product with its answer, which is no claim.
//
// # Claims
//
// [Service.TakeIn] takes a product in, with the time that the customer is promised, and [Service.Receipt] is what the customer gets in hand. What then happens
// is a list of [ClaimEvent] values, which is added to and never changed; [ReplayClaim] makes of them where the claim stands, and a step that it cannot take
// there is refused with those that it can. [Service.Refuse] gives the reasons of the decision as the basis; [Service.Exchange] and [Service.Refund] do what the
// decision opens. Whatever was recorded is known to the next decision: days in repair, replaced parts, exchanges, repairs that did not help, and a promised
// time that has run out. Each step is announced ([ClaimTopics]); [Subscriptions] notes a promised time that has passed.
//
// # Tills that were offline
//
// What became of a unit after its sale is a list of [Entry] values: it came back ([Service.Return]), which clears its warranty and lets its serial be sold again,
// or the customer gave it to somebody ([Service.Transfer]), which keeps the term. [Service.History] lists them. A till that was offline sends its sales, returns and
// transfers to [Service.MergeOffline] with ids of its own, in any order and as often as it likes; what they come to is the pure function [Merge] of the set of
// them. Nothing is dropped, and nothing that does not agree is decided in silence: it is a [Conflict], until a person has settled it ([Service.Resolve]).
//
// # Spreadsheets
//
// [Service.Import] registers the warranties that a shop has in a CSV file, however people and spreadsheets have left it: many rows a transaction, in little memory, with
// a checkpoint from which it goes on after an interruption, and with the rows that it refuses, and why, in a file to be mended and imported again.
// [Service.ExportRegistrations] writes such a file, and [Service.ExportRecords] everything that this package keeps.
//
// # What customers are told
//
// [Notices] speak through care/notice: at the sale, again on the first request, before the term ends, and at each step of a claim, each once, in Vietnamese and
// English, with the procedure that is in force ([Procedures] are the first editions). [Service.Told] lists what was told.
package warranty
