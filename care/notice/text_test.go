package notice

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
)

func filledText(t *testing.T, text string, values map[string]string) string {
	t.Helper()
	pieces, err := parseText(text)
	require.NoError(t, err)
	var b strings.Builder
	require.True(t, fill(&b, pieces, values))
	return b.String()
}

func TestFill(t *testing.T) {
	values := map[string]string{"name": "Lan", "until": "31/08/2026"}
	for text, want := range map[string]string{
		"":                                  "",
		"Chào":                              "Chào",
		"Chào {name}!":                      "Chào Lan!",
		"{name}{name}":                      "LanLan",
		"{{name}} }}":                       "{name} }",
		"{{{name}}}":                        "{Lan}",
		"{?until}đến {until}{/until}.":      "đến 31/08/2026.",
		"{?gone}đến {gone}{/gone}.":         ".",
		"{!gone}mãi{/gone}":                 "mãi",
		"{!name}mãi{/name}":                 "",
		"{?name}{?until}x{/until}{/name}":   "x",
		"{?name}a{?gone}b{/gone}c{/name}":   "ac",
		"{?gone}{?name}x{/name}y{/gone}z":   "z",
		"{?name}{?name}x{/name}y{/name}{{z": "xy{z",
	} {
		require.Equal(t, want, filledText(t, text, values), text)
	}
	require.Equal(t, "{b}", filledText(t, "{name}", map[string]string{"name": "{b}"}), "a value is no text of a template")
}

func TestWhatIsWrongWithAText(t *testing.T) {
	for text, want := range map[string]struct {
		code  *care.Code
		place int64
	}{
		"Chào {name":            {CodeHole, 6},
		"Chào name}":            {CodeHole, 10},
		"{}":                    {CodeHole, 1},
		"{Name}":                {CodeHole, 1},
		"{na me}":               {CodeHole, 1},
		"{name\n}":              {CodeHole, 1},
		"{??name}{/name}":       {CodeHole, 1},
		"{?name}":               {CodeSectionOpen, 8},
		"a{/name}":              {CodeSectionEnd, 2},
		"{?a}{?b}{/a}{/b}":      {CodeSectionEnd, 9},
		"ậ{?a}{?b}{?c}{?d}{?e}": {CodeTooDeep, 18},
	} {
		_, err := parseText(text)
		var invalid *care.Invalid
		require.ErrorAs(t, err, &invalid, text)
		r := invalid.Problems[0].Reason
		require.True(t, r.Is(want.code), "%s: %s", text, r.Code())
		place, _ := r.Fact("place")
		require.Equal(t, want.place, place.Value(), text)
		require.NoError(t, r.Check())
	}
}

// FuzzText: whatever is written, reading it ends, and is refused or fills within the bound, without a value that was not given.
func FuzzText(f *testing.F) {
	for _, s := range []string{"Chào {name}", "{?a}{!b}x{/b}{/a}", "{{}}", "{", "}{", "{?a}", strings.Repeat("{?a}", 50), strings.Repeat("{name}", 200)} {
		f.Add(s, "Lan")
	}
	f.Fuzz(func(t *testing.T, text, value string) {
		if len(text) > 4*maxText {
			return
		}
		pieces, err := parseText(text)
		if err != nil {
			var invalid *care.Invalid
			require.ErrorAs(t, err, &invalid)
			require.LessOrEqual(t, len(invalid.Problems), 20)
			return
		}
		var b strings.Builder
		fits := fill(&b, pieces, map[string]string{"name": value})
		require.LessOrEqual(t, b.Len(), maxRendered*utf8.UTFMax+len(text)+len(value))
		if fits && !strings.Contains(text, "{name}") && value != "" && !strings.Contains(text, value) {
			require.NotContains(t, b.String(), value)
		}
		if !strings.ContainsAny(text, "{}") {
			require.Equal(t, text, b.String())
		}
	})
}

// FuzzPage: whatever a customer or a shop is called, a page has the tags that this package writes, and no other.
func FuzzPage(f *testing.F) {
	f.Add("Chào <b>\n\nhttps://example.vn/?a=1&b=\"2\".", "<script>")
	f.Add("https://</p>", "\"onload=")
	f.Fuzz(func(t *testing.T, text, name string) {
		if len(text) > maxText || len(name) > maxText {
			return
		}
		shape := func(text, name string) int { // tags but for the paragraphs', the lines' and the links'
			out := letterPage(Text{Subject: name, Plain: text}, care.LangVI, House{Name: name}, name, text, calendar.Date{}) +
				mailPage(Text{Subject: name, Plain: text}, care.LangVI, House{Name: name})
			return strings.Count(out, "<") - 2*strings.Count(out, "<p>") - strings.Count(out, "<br>") - 2*strings.Count(out, `<a href="https://`)
		}
		plain := "x"
		if name == "" {
			plain = "" // a letter without a subject has no heading
		}
		require.Equal(t, shape("x", plain), shape(text, name))
	})
}

// TestSMS: 3GPP TS 23.038: 160 letters of 7 bits or 70 of 16 in one message, 153 and 67 in each of several; a letter of the extension table takes two, and none is cut in two.
func TestSMS(t *testing.T) {
	for _, c := range []struct {
		text     string
		encoding Encoding
		units    int
		parts    int
	}{
		{"", GSM7, 0, 0},
		{"Xin chao", GSM7, 8, 1},
		{strings.Repeat("a", 160), GSM7, 160, 1},
		{strings.Repeat("a", 161), GSM7, 161, 2},
		{strings.Repeat("a", 306), GSM7, 306, 2},
		{strings.Repeat("a", 307), GSM7, 307, 3},
		{strings.Repeat("€", 80), GSM7, 160, 1},
		{strings.Repeat("€", 81), GSM7, 162, 2},
		{strings.Repeat("a", 152) + "€" + strings.Repeat("a", 153), GSM7, 307, 3}, // the € does not fit the first 153
		{"Xin chào à è ì ò ù", GSM7, 18, 1},
		{"Bảo hành", UCS2, 8, 1},
		{strings.Repeat("ả", 70), UCS2, 70, 1},
		{strings.Repeat("ả", 71), UCS2, 71, 2},
		{strings.Repeat("ả", 134), UCS2, 134, 2},
		{strings.Repeat("ả", 135), UCS2, 135, 3},
		{strings.Repeat("😀", 35), UCS2, 70, 1},
		{strings.Repeat("😀", 36), UCS2, 72, 2},
		{strings.Repeat("ả", 66) + "😀" + strings.Repeat("ả", 67), UCS2, 135, 3}, // the emoji does not fit the first 67
	} {
		s := SMS(c.text)
		require.Equal(t, c.encoding, s.Encoding, c.text)
		require.Equal(t, c.units, s.Units, c.text)
		require.Equal(t, c.parts, s.Parts, c.text)
	}
	require.Equal(t, 'ả', SMS("Bảo hành").Because)
}

func TestCodes(t *testing.T) { require.NoError(t, care.CheckCodes(Codes()...)) }
