// Package law has the rules of warranty as data: which law a contract is under, and for each of its rules the number that matters and the article it stands
// in. Package warranty decides by them; nothing in it is written for one country.
//
//	regime := law.At(law.Vietnam, contract) // 59/2010 or 19/2023, by the date of the contract
//	regime, ok := law.Find("eu-2024")
//	german := regime.In("DE", law.State{Statutory: law.Rule{N: 24, Article: "BGB: 438"}})
//
// A [Regime] can be written as JSON, so that a host adds another country's law, or next year's, without waiting for anybody; [Regime.Check] finds what is
// missing. A regime is never changed: a decision names the one it was made under, and other rules are another regime.
//
// Where a text can be read in more than one way, [Reading] has a switch. Its zero value is the reading that is usual and, in doubt, better for the customer.
//
// The rules were read in 2026 from the Vietnamese texts, and for other countries from secondary sources. They are not legal advice.
package law
