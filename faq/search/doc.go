// Package search finds the answer to a question in Vietnamese or English however it is typed: with marks, without, with some, with a slip of the
// finger, or in the Telex or VNI keys of an input method that was off. It is an index in memory: no service, no files unless asked, no model.
//
//	x := search.New()
//	err := x.Put(search.Entry{ID: "1", Phrasings: []string{"Bảo hành nồi cơm điện bao lâu?"}, Answer: "24 tháng kể từ ngày giao."})
//	result, err := x.Search(search.Query{Text: "bao hanh noi com dien"})
//
// # How a query is understood
//
// A word is known by two keys: with its marks (hoà and hòa are one, as are composed and decomposed letters), and without (its fold). Words are looked
// for by their folds; that their marks agree counts in favour, if any were typed. A word that no entry has is decoded from Telex or VNI keys if that
// makes a Vietnamese syllable; else, unless it is a syllable itself, the words that differ from it by one letter are looked for. So a real syllable that
// no entry happens to use is never "corrected". Words with digits, such as NCD-18, are never corrected either, and found with or without their dashes. A
// letter and a digit, such as A5, are read as VNI keys only beside a longer word that is in such keys.
//
// # How entries are ranked
//
// A first look sums up BM25 over words and over pairs of words that follow each other, with roughly kept lengths and counts. The best few dozen are then
// weighed exactly: words, pairs, agreeing marks, letters that words share (three at a time, by BM25 and by likelihood), how like the query each
// phrasing is as a whole, and whether they are about the same. [Index.Explain] shows what came of each. Phrasings and answer of an entry count as one
// text: entries are best found if they have several phrasings.
//
// What a text is about is told by some hundred topics, such as delivery, refunds or a lost card, and the words and phrases that customers use for each in
// Vietnamese and English: topics.txt, which was written for this package and is under its licence. How many of an entry's phrasings name a topic says
// how likely it is that who asks for the entry names it. Of the entries that have a word of "guarantee cho nồi", those about bảo hành come first. The
// topics also help to tell that nobody has answered a question yet: see [Result].
//
// The weights were fitted on the even-numbered questions of two public sets and are the same everywhere. examples/bench scores the odd-numbered ones
// and compares with bleve: run it with -run faq/quality.
//
// # Using it while it changes
//
// Searches take no lock and wait for nobody; see [Index] and [Snapshot]. What is put is found when Put returns. The package keeps nothing: the index
// is built from the store, or from a file that [Snapshot.Save] wrote.
package search
