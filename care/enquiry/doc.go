// Package enquiry answers what customers ask about their own affairs: an invoice, what they owe, when the goods will come, where they are now, and what
// is still under warranty.
//
// The answers are in the host's systems. The host lends them as ports of one method each ([care.InvoiceReader], [care.DebtReader],
// [care.ShipmentReader]); every port is optional. [Service.Ask] makes sure who asks ([Verifier]), asks the port of the topic, decides what may be said, and
// keeps the enquiry as a contact that is counted:
//
//	answer, err := enquiries.Ask(ctx, enquiry.Question{
//		Topic: "debt", Channel: "phone", Asker: enquiry.Asker{Phone: "0912 345 678", Code: "480221"},
//	})
//	for _, reason := range answer.Reasons {
//		fmt.Println(reason.Text(care.LangVI))
//	}
//
// # What is never said
//
// A system that does not answer is [Unavailable], never an empty list or a debt of zero. Every answer says from which system it comes and when it was
// true, and how fresh that is ([Freshness]).
//
// Whoever has not proved who they are, whoever asks about what is not theirs, and whoever asks about what does not exist, get one and the same answer,
// [NotFound], with the same work done: a stranger learns nothing. What the reason was is kept in the [Enquiry], for staff.
//
// # Where goods are
//
// Carriers report codes, and published tables of them contradict one another. A [Vocabulary] reads the codes of one carrier; a host overrides what it
// knows better ([Vocabulary.With]). The carrier's own code is always kept, and a code that is in no table stays unknown.
package enquiry
