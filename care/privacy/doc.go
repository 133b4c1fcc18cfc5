// Package privacy carries out what people may ask about their own data, and what the law asks without being asked.
//
// A [Request] is what somebody asks: to see their data, to have it corrected, erased, restricted, handed over, or to take consent back. It has the dates of
// the law ([Rules], dated data that a host can add to), and is done when it was carried out, or refused in writing with its basis. [Service.Export] and
// [Service.Erase] reach every collection that Chamsoc keeps, under each of the keys that one person has, and leave a [Receipt] that says what was done and
// holds nothing personal:
//
//	request, err := p.Receive(ctx, privacy.Intake{Right: "erase", Channel: "email", Customer: "KH001", Contacts: …})
//	request, err = p.Do(ctx, privacy.Step{Request: request.ID, Kind: "verify", Note: "answered the code sent to the phone", By: "NV1"})
//	request, err = p.Erase(ctx, request.ID, "NV1")
//
// The keys are those that the request names, and no others: under a telephone number that nobody named, records stay. So ask for the person's numbers and addresses,
// or look them up and give them as Contacts. They are not taken from the customer's record unasked, since families share a telephone.
//
// What nobody asks for: data is deleted when the last day of its last purpose is over ([Service.Retain]); an attack is told to the authority within 24 hours
// ([Incident]); who has proved to be vulnerable comes first ([Prioritise]).
//
// Consent by purpose is kept in package care/notice, whose ledger is exported and erased like everything else. Consent that is taken back here is taken back
// there in the same transaction, before anybody has looked at the request: less may be done at once, more never.
package privacy
