package care_test

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/text/unicode/norm"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
)

func TestRequiredAndOptional(t *testing.T) {
	var p care.Problems
	assert.Equal(t, care.Phone("+84912345678"), care.Required(&p, "phone", "0912 345 678", care.ParsePhone))
	assert.Equal(t, care.Phone("+84912345678"), care.Optional(&p, "phone", "0912 345 678", care.ParsePhone))
	assert.Empty(t, care.Optional(&p, "fax", " \n", care.ParsePhone))
	assert.Equal(t, calendar.WorkingDates(5), care.Required(&p, "within", "dates 5", calendar.ParseSpan))
	require.NoError(t, p.Err())

	assert.Empty(t, care.Required(&p, "phone", " ", care.ParsePhone))
	assert.Empty(t, care.Optional(&p, "mobile", "09", care.ParsePhone))
	assert.Zero(t, care.Optional(&p, "within", "soon", calendar.ParseSpan))
	broken := func(string) (int, error) { return 7, errors.New("no") }
	assert.Zero(t, care.Optional(&p, "count", "seven", broken))
	assert.Equal(t, map[string]string{
		"phone": "care.missing", "mobile": "care.phone_length", "within": "care.unreadable", "count": "care.unreadable",
	}, codesByPath(t, p.Err()))
	assert.Equal(t, "soon", p[2].Value)
}

func TestLine(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"", ""},
		{"  Nguyễn \t Văn\u00a0An\r\n", "Nguyễn Văn An"},
		{norm.NFD.String("Đường"), "Đường"},
		{"1234567890123", "1234567890123"},
		{strings.Repeat(" ", 100) + "x", "x"},
		{strings.Repeat("ờ", 13), strings.Repeat("ờ", 13)},
		{norm.NFD.String(strings.Repeat("ờ", 13)), strings.Repeat("ờ", 13)},
	} {
		got, err := care.Line(13)(c.text)
		require.NoError(t, err, "%q", c.text)
		assert.Equal(t, c.want, got)
	}
	for _, c := range []struct {
		text string
		code *care.Code
	}{
		{"12345678901234", care.CodeTooLong},
		{strings.Repeat(" ", 1_000), care.CodeTooLong},
		{"a\x00b", care.CodeNotText},
		{"a\x1b[1m", care.CodeNotText},
		{"a\u0085b", care.CodeNotText},
		{"a\xffb", care.CodeNotText},
	} {
		for _, parse := range []func(string) (string, error){care.Line(13), care.Lines(13)} {
			_, err := parse(c.text)
			assert.Equal(t, c.code.ID(), onlyProblem(t, err).Reason.Code(), "%.20q", c.text)
		}
	}
}

func TestLinesKeepsLines(t *testing.T) {
	got, err := care.Lines(100)("  Máy kêu to.\r\n\r\n  Không lạnh.\rTrả lại.\n\n")
	require.NoError(t, err)
	assert.Equal(t, "Máy kêu to.\n\n  Không lạnh.\nTrả lại.", got)
}

func TestParseDate(t *testing.T) {
	want := calendar.MustDate(2026, 8, 3)
	for _, text := range []string{"2026-08-03", "03/08/2026", "3/8/2026", "03-08-2026", "3.8.2026", " 03/08/2026 "} {
		got, err := care.ParseDate(text)
		require.NoError(t, err, text)
		assert.Equal(t, want, got, text)
	}
	for _, text := range []string{
		"", "31/02/2026", "13/13/2026", "3/8/26", "2026/08/03", "03/08-2026", "3//2026", "003/8/2026", "3/8/02026",
		"+3/8/2026", "3/-8/2026", "3 /8/2026", "0/8/2026", "3/8/0000", "hôm qua", "3/8/2026/1", "03082026",
	} {
		got, err := care.ParseDate(text)
		assert.Zero(t, got)
		assert.True(t, onlyProblem(t, err).Reason.Is(care.CodeDateForm), text)
	}
}

func TestParseRef(t *testing.T) {
	ref, err := care.ParseRef[care.CustomerRef](" KH-001/Đ ")
	require.NoError(t, err)
	assert.Equal(t, care.CustomerRef("KH-001/Đ"), ref)
	ref, err = care.ParseRef[care.CustomerRef]("")
	require.NoError(t, err)
	assert.Empty(t, ref)
	decomposed := norm.NFD.String("Đường")
	place, err := care.ParseRef[care.PlaceRef](decomposed)
	require.NoError(t, err)
	assert.Equal(t, care.PlaceRef(decomposed), place, "byte by byte")

	_, err = care.ParseRef[care.InvoiceRef](strings.Repeat("x", 200))
	require.NoError(t, err)
	for text, code := range map[string]*care.Code{
		strings.Repeat("x", 201): care.CodeTooLong, "a\nb": care.CodeNotText, "a\x00": care.CodeNotText, "\xff": care.CodeNotText,
	} {
		_, err = care.ParseRef[care.InvoiceRef](text)
		assert.True(t, onlyProblem(t, err).Reason.Is(code), "%q", text)
	}
}

func TestParseEmail(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"an.nguyen@example.vn", "an.nguyen@example.vn"},
		{" An.Nguyen+POS@Example.COM.VN ", "An.Nguyen+POS@example.com.vn"},
		{"a@b.co", "a@b.co"},
		{"o'neil_x=1@x-y.example", "o'neil_x=1@x-y.example"},
		{strings.Repeat("a", 64) + "@example.vn", strings.Repeat("a", 64) + "@example.vn"},
	} {
		got, err := care.ParseEmail(c.text)
		require.NoError(t, err, c.text)
		assert.Equal(t, c.want, got)
	}
	for _, text := range []string{
		"", "an", "@", "an@", "@example.vn", "an@vn", "an@@example.vn", "an@x@example.vn", "an nguyen@example.vn",
		".an@example.vn", "an.@example.vn", "a..n@example.vn", "an@.vn", "an@example.", "an@example..vn", "an@-x.vn", "an@x-.vn",
		"an@exa_mple.vn", "ân@example.vn", "an@ví-dụ.vn", "\"an\"@example.vn", "an@[127.0.0.1]", "an\x00@example.vn",
		"An <an@example.vn>", "a@b.vn, c@d.vn", "an@example.vn\nBcc: x@y.vn",
		strings.Repeat("a", 65) + "@example.vn", "a@" + strings.Repeat("a", 64) + ".vn", "a@" + strings.Repeat("abc.", 64) + "vn",
	} {
		got, err := care.ParseEmail(text)
		assert.Empty(t, got)
		assert.True(t, onlyProblem(t, err).Reason.Is(care.CodeEmailForm), "%q", text)
	}
}

func FuzzLine(f *testing.F) {
	f.Add("  Nguyễn \t Văn\u00a0An\r\n")
	f.Add("a\u0301\u0323 \x00")
	f.Fuzz(func(t *testing.T, text string) {
		for _, parse := range []func(string) (string, error){care.Line(40), care.Lines(40)} {
			got, err := parse(text)
			if err != nil {
				require.Empty(t, got)
				onlyProblem(t, err)
				continue
			}
			require.True(t, utf8.ValidString(got))
			require.LessOrEqual(t, utf8.RuneCountInString(got), 40)
			require.Equal(t, got, strings.TrimSpace(got))
			again, err := parse(got)
			require.NoError(t, err)
			require.Equal(t, got, again)
		}
	})
}

func FuzzParseTypedDate(f *testing.F) {
	for _, text := range []string{"31/08/2026", "2026-08-31", "3.8.2026", "31-2-2026", "1/1/1"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		date, err := care.ParseDate(text)
		require.Equal(t, err != nil, date.IsZero())
		if err == nil {
			again, err := care.ParseDate(date.String())
			require.NoError(t, err)
			require.Equal(t, date, again)
		}
	})
}

func FuzzParseEmail(f *testing.F) {
	f.Add("An.Nguyen+POS@Example.COM.VN")
	f.Add("an@x@y.vn")
	f.Fuzz(func(t *testing.T, text string) {
		address, err := care.ParseEmail(text)
		if err != nil {
			return
		}
		require.Equal(t, 1, strings.Count(address, "@"))
		require.LessOrEqual(t, len(address), 254)
		require.NotContains(t, address, " ")
		again, err := care.ParseEmail(address)
		require.NoError(t, err)
		require.Equal(t, address, again)
	})
}

func FuzzParseRef(f *testing.F) {
	f.Add(" KH-001 ")
	f.Fuzz(func(t *testing.T, text string) {
		ref, err := care.ParseRef[care.CustomerRef](text)
		if err != nil {
			return
		}
		require.LessOrEqual(t, len(ref), 200)
		again, err := care.ParseRef[care.CustomerRef](string(ref))
		require.NoError(t, err)
		require.Equal(t, ref, again)
	})
}

func FuzzParseEnum(f *testing.F) {
	f.Add(" Zalo ")
	f.Fuzz(func(t *testing.T, text string) {
		channel, err := care.ParseEnum[care.Channel](text)
		require.Equal(t, err == nil, care.IsKnown(channel))
	})
}
