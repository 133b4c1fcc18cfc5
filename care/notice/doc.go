// Package notice tells customers things: that a complaint was received, that a repair is ready, that a warranty ends; by text message, Zalo, email, telephone, letter or
// fax, through senders that the host supplies.
//
// # From an occasion to a receipt
//
// The program declares the occasions on which it speaks ([Kind]): what each is for, which values it supplies, and a first text in Vietnamese and English. People write
// [Template]s for them; whatever is wrong with a text is found when it is published, not when it is to be sent. [Service.Send] plans a notice and writes it in the
// caller's transaction, with its place in the queue; when that has committed, the worker plans again by what holds then, hands the text to the [Sender] of the channel,
// and goes to the next channel if that fails. [Service.Receive] takes what the provider reports later.
//
// Nothing is dropped. What the customer's own word forbids is declined, with the reason; what cannot be sent for any other reason becomes the task of a person
// ([Service.Tasks], [NotSent]). A text that cannot be made, and a sender that fails, holds up nothing else.
//
// # Who may be told what
//
// A [Purpose] says what a notice is for, and rules say what it needs ([Rule], data with dates and sources; [Vietnam] by default): a service notice needs no consent, a
// reminder or a survey goes until the customer says no, advertising needs consent given before. Rules also say at which hours by the customer's clock a notice may go,
// how often, and how an advertisement is labelled. [Plan] is a pure function of facts: when a notice goes, and by which channel, or why not.
//
// Consent is a ledger of entries with their proof ([Service.Grant], [Service.Withdraw]). A refusal takes effect at once: consent is asked when a notice is planned, and again in the
// transaction that begins to send it, which writes the same record as the refusal does. Either the refusal is seen, or the sending had begun before it. Whatever arrives
// late or twice can only narrow what was agreed to: that is why consent needs its own key or moment.
//
// # What is personal
//
// A notice, with its address and its text as it was sent, is deleted when its customer is erased, and so are the ledger and what waits in the queue. Events carry ids.
// What an address itself said is kept under the address: erasing one customer who used it leaves the refusal that came from a family's telephone.
// It is deleted when that address is erased (care/privacy does so for each address that the request names), and then binds no more: nothing is kept to know it by.
// A key of a queue is never personal. SQLite keeps deleted bytes in its free pages unless the host has set PRAGMA secure_delete, or runs VACUUM; and it keeps what was
// written in its log until a checkpoint has truncated it: examples/notify shows the steps.
package notice
