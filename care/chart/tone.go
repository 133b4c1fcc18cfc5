package chart

// Tone is what a colour means. Pictures say it by shape or words too.
type Tone string

// The tones.
const (
	Ink     Tone = "ink"   // text and axes
	Quiet   Tone = "quiet" // less important text
	Grid    Tone = "grid"  // lines behind everything
	Paper   Tone = "paper" // the background
	Open    Tone = "open"  // open hours, expected ranges
	Plain   Tone = "plain" // what is shown, if nothing is to be said about it
	Good    Tone = "good"  // as promised
	Warn    Tone = "warn"  // waiting, in danger
	Bad     Tone = "bad"   // late, missed
	Resting Tone = "rest"  // the ground of a pause
)

// palette has the colours for light and dark. Each tone reads on its own paper with a contrast of at least 4.5, but for grounds and lines.
var palette = []struct {
	tone        Tone
	light, dark string
}{
	{Ink, "#1b1f24", "#f0f6fc"},
	{Quiet, "#59636e", "#9198a1"},
	{Grid, "#d1d9e0", "#3d444d"},
	{Paper, "#ffffff", "#0d1117"},
	{Open, "#dbe9ff", "#16304f"},
	{Plain, "#0969da", "#4493f8"},
	{Good, "#1a7f37", "#3fb950"},
	{Warn, "#9a6700", "#d29922"},
	{Bad, "#cf222e", "#f85149"},
	{Resting, "#fff1c2", "#3b2e05"},
}

// known is the tone, and Ink for the zero Tone and any that is not declared here.
func (t Tone) known() Tone {
	for _, p := range palette {
		if p.tone == t {
			return t
		}
	}
	return Ink
}

// light is the colour that is written beside each shape, so that the picture is whole where a page forbids style elements.
func (t Tone) light() string {
	for _, p := range palette {
		if p.tone == t {
			return p.light
		}
	}
	return palette[0].light
}

// darkStyle recolours the shapes by their classes for readers who prefer dark. The classes are the same in every picture, so that many on a page agree.
func darkStyle() string {
	style := "@media (prefers-color-scheme:dark){"
	for _, p := range palette {
		style += ".cs-f-" + string(p.tone) + "{fill:" + p.dark + "}.cs-s-" + string(p.tone) + "{stroke:" + p.dark + "}"
	}
	return style + "}"
}
