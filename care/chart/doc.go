// Package chart draws the few pictures that customer care needs, as SVG that is the same byte for byte each time: a case's timeline ([Timeline]), a figure
// over time with what was expected ([Course], which is also a control chart), scores with their intervals ([Scores]), and steps of which each leaves
// some behind ([Funnel]). Other pictures are drawn with the same parts on a [Picture].
//
//	svg, err := chart.Timeline{Head: chart.Head{Title: "…"}, From: opened, To: now, Open: hours, Counted: counted, Due: due}.SVG()
//
// The pictures know no rules: they take plain values, already decided, and text in one language, already chosen. [WordsVI] and [WordsEN] are the words that
// the pictures add themselves.
//
// # Readable anywhere
//
// The default width suits a phone; text has at least 12 units and wraps instead of shrinking. A picture says its title and description to a screen reader,
// never tells by colour alone, and follows the reader's dark mode. It refers to nothing outside itself and holds no script. Text of any origin is escaped;
// characters that XML forbids become U+FFFD. The timeline can also be had as text.
//
// The package imports the standard library alone.
package chart
