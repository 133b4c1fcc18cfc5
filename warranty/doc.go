// Package warranty registers the warranty of what a shop sells and answers, with reasons, whether a fault is covered: with the card, and without it.
//
// A shop publishes its terms once ([Service.Publish], with the six things that Vietnamese law asks for) and says which products are sold under them
// ([Service.Cover]). At the sale the till calls [Service.Register] in the transaction that writes its invoice. At the counter [Service.Ask] takes whatever the
// customer has, a card, a serial that may be misread, a phone, an invoice number, a name and a rough date, and answers with one registration and a
// decision, with candidates and the proof that is missing, or with nothing.
//
// The rules are two pure functions, [Identify] and [Decide]; the [Service] loads, asks them, and keeps what they answered.
//
// # Terms and their last day
//
// The term starts on the day of delivery and ends at 24:00 of the corresponding day of its last month, or of that month's last day if there is no such
// day (Civil Code art. 148.3): six months from 31 August end on 28 February. A last day that falls on a day off is not moved yet.
// An exclusion binds only if it was published before the sale (Law 19/2023/QH15 art. 27.3).
//
// This is the first part of the package: claims, repairs, suspended terms and other countries' law are not in it yet.
package warranty
