package care_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/text/unicode/norm"

	"github.com/chamsoc/chamsoc/care"
)

// All 134 Vietnamese letters that are not plain Latin ones: 67, in both cases.
const vietnameseLetters = "" +
	"àáảãạăằắẳẵặâầấẩẫậ" + "đ" + "èéẻẽẹêềếểễệ" + "ìíỉĩị" + "òóỏõọôồốổỗộơờớởỡợ" + "ùúủũụưừứửữự" + "ỳýỷỹỵ" +
	"ÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬ" + "Đ" + "ÈÉẺẼẸÊỀẾỂỄỆ" + "ÌÍỈĨỊ" + "ÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢ" + "ÙÚỦŨỤƯỪỨỬỮỰ" + "ỲÝỶỸỴ"

// slowFold is the model of Fold for Latin letters: decompose, drop the marks,
// take care of đ, make lower case.
func slowFold(s string) string {
	var b strings.Builder
	for _, r := range norm.NFD.String(s) {
		if !unicode.Is(unicode.Mn, r) {
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return strings.ReplaceAll(b.String(), "đ", "d")
}

func TestFoldEveryVietnameseLetter(t *testing.T) {
	require.Equal(t, 134, utf8.RuneCountInString(vietnameseLetters))
	seen := make(map[rune]bool)
	for _, r := range vietnameseLetters {
		assert.False(t, seen[r])
		seen[r] = true
		letter := string(r)
		require.Equal(t, letter, norm.NFC.String(letter))
		folded := care.Fold(letter)
		assert.Equal(t, slowFold(letter), folded)
		assert.Regexp(t, "^[a-z]$", folded)
		assert.Equal(t, folded, care.Fold(norm.NFD.String(letter)))
	}
}

func TestFold(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"", ""},
		{"Nguyễn Thị Ánh Tuyết", "nguyen thi anh tuyet"},
		{"ĐƯỜNG Đồng Khởi", "duong dong khoi"},
		{"hòa hoà", "hoa hoa"},
		{"Ðà Nẵng", "da nang"}, // with the Icelandic Ð
		{"François Müller, Ñandú", "francois muller, nandu"},
		{"Straße Ørsted Łódź ẞ", "straße ørsted łodz ß"},
		{"Ÿ Ǻ Ǭ ṩ", "y a o s"},
		{"İstanbul", "istanbul"},
		{"ΆΡΤΑ Москва Йод", "αρτα москва иод"},
		{"한국", "\u1112\u1161\u11ab\u1100\u116e\u11a8"},
		{"1.290.000 ₫", "1.290.000 ₫"},
		{"a\u0301\u0323b\u034fc", "abc"},
		{"a\xffb\xe1\xba", "a\uFFFDb\uFFFD\uFFFD"},
	} {
		assert.Equal(t, c.want, care.Fold(c.text), "%q", c.text)
	}
}

func TestFoldEveryCharacter(t *testing.T) {
	for r := rune(0); r <= unicode.MaxRune; r++ {
		char := string(r)
		folded := care.Fold(char)
		if folded != care.Fold(folded) || folded != care.Fold(norm.NFD.String(char)) || folded != care.Fold(norm.NFC.String(char)) {
			require.Failf(t, "not stable", "%U", r)
		}
	}
}

func TestNameKey(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"", ""},
		{" . ", ""},
		{"  Nguyễn   Văn-An. ", "nguyen van an"},
		{"Cty TNHH \"Phở 24\" (Q.1)", "cty tnhh pho 24 q 1"},
		{"O'Connor", "o connor"},
		{"Lê\u00a0Lợi\u200b", "le loi"},
		{"田中 太郎", "田中 太郎"},
		{"a\xffb", "a b"},
	} {
		assert.Equal(t, c.want, care.NameKey(c.text), "%q", c.text)
	}
}

func TestAppendKeepsWhatIsThere(t *testing.T) {
	assert.Equal(t, "Đã: da", string(care.AppendFold([]byte("Đã: "), "Đã")))
	assert.Equal(t, "Đã: le loi", string(care.AppendNameKey([]byte("Đã: "), " Lê. Lợi! ")))
}

func TestAppendFoldDoesNotAllocate(t *testing.T) {
	buf := make([]byte, 0, 256)
	for _, text := range []string{"Nguyễn Thị Ánh Tuyết", norm.NFD.String("Đường Đồng Khởi"), "Łódź 한국"} {
		assert.Zero(t, testing.AllocsPerRun(100, func() { buf = care.AppendNameKey(buf[:0], text) }), "%q", text)
	}
}

func FuzzFold(f *testing.F) {
	for _, text := range []string{"Đường", "Đường", "a\u0301\u0323", "\xffĐ\xe1", "한국", "が", "ǅ", "\u1100\u1161", "́"} {
		f.Add(text)
	}
	f.Add("a" + strings.Repeat("\u0301", 40) + "\u05b0\u05b1")
	f.Fuzz(func(t *testing.T, text string) {
		folded := care.Fold(text)
		require.True(t, utf8.ValidString(folded))
		require.Equal(t, folded, care.Fold(folded), "idempotent")
		key := care.NameKey(text)
		require.Equal(t, key, care.NameKey(key), "idempotent")
		require.Equal(t, key, care.NameKey(folded))
		require.Equal(t, key, strings.Join(strings.Fields(key), " "))
		for _, form := range []norm.Form{norm.NFC, norm.NFD} {
			require.Equal(t, folded, care.Fold(form.String(text)))
			require.Equal(t, key, care.NameKey(form.String(text)))
		}
	})
}

func BenchmarkAppendFold(b *testing.B) {
	const text = "Nguyễn Thị Ánh Tuyết, 12 Đường Đồng Khởi, Quận 1, TP Hồ Chí Minh"
	for name, text := range map[string]string{"NFC": text, "NFD": norm.NFD.String(text)} {
		b.Run(name, func(b *testing.B) {
			buf := make([]byte, 0, 256)
			b.ReportAllocs()
			for b.Loop() {
				buf = care.AppendFold(buf[:0], text)
			}
		})
	}
}

func BenchmarkNameKey(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		_ = care.NameKey("  Nguyễn Thị Ánh-Tuyết ")
	}
}
