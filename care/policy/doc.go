// Package policy is the written service policy of a company, and the procedures that carry it out, as data that can be checked, measured, compared and published.
//
// # The policy
//
// A [Policy] says what customers are promised and what for ([Mission]), what the service is to achieve ([Objectives]), what is offered to whom by which links
// ([Contents]), and how each of the 27 elements of service is settled in each segment of customers ([Provision], [Element]): who answers for it, what is to be
// reached, by which [Measure], with which target. Then it is rolled out segment by segment ([Rollout]) and made known ([Marketing]).
//
// It is a JSON file that people write ([Parse], [Format], [Schema]), read strictly, with a line for each mistake. Pure functions look at it:
//
//   - [Check] finds what it lacks and where it contradicts itself or the facts: P01 to P15;
//   - [Evaluate] judges each target by what was observed, exactly, also when only a few cases were seen;
//   - [Missing] lists what a stage still needs before it is published;
//   - [Diff] tells in words what became of it from one version to another;
//   - [Policy.HTML] and [Policy.Text] write it out for customers, or for the staff with everything.
//
// What nobody measures is unmeasured, never met. There is no total score: a good warranty does not make up for a delivery that comes late.
//
// # Figures
//
// A measure is evaluated by [Observation]s: counts rather than scores, with their window, source and date. Where its Source is that of a [Figure], such as
// "desk_case.on_time", Chamsoc counts it ([Figures] lists them all, [Element.Guide] those of an element): each part of Chamsoc is a [Gatherer] that counts what it
// keeps into a [Tally], and [Service.Evaluate] lets those that it is given count what the policy in force names and nothing else. This package reads no collections
// but its own. What Chamsoc does not keep, such as who was trained, the host observes and hands over; what neither has is unmeasured.
//
// # Procedures
//
// A [Procedure] says step by step who does what, and how long it takes at most. Customers read those that are for them as a web page, a print or a letter, in
// Vietnamese and in English.
//
// # Keeping them
//
// [Service] keeps editions of both. A policy is published stage by stage, none before those that it stands on ([Service.Publish]), and then changes no more; the
// staff acknowledge that they have read it ([Service.Acknowledge]); each provision falls due for review ([Service.Reviews], [ReviewDue]).
package policy
