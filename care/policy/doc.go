// Package policy is the written service policy of a company and the procedures that carry it out, as data that can be checked, measured, compared and published.
//
// # Procedures
//
// A [Procedure] says step by step who does what, and how long it takes at most. Its editions are published and never changed; customers read those that are for
// them as a web page, a print or a letter, in Vietnamese and in English, and the staff acknowledge those that are internal ([Service.Acknowledge]).
package policy
