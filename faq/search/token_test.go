package search

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestReadTakesATextApart(t *testing.T) {
	for text, want := range map[string]string{
		"":                            "",
		"  \t\n 🎉🎉 … “”":              "",
		"Bảo hành bao lâu?":           "bao hanh bao lau",
		"Nồi NCD-18 giá 1.500.000đ.":  "noi ncd 18 ncd18 gia 1 500 000 d 1500000d",
		"ncd18":                       "ncd 18 ncd18",
		"iPhone 15":                   "iphon 15",
		"a1b2c3":                      "a1b2c3",
		"đổi/trả hàng":                "doi tra hang",
		"24/7":                        "24 7 247",
		"1,5 triệu":                   "1 5 15 trieu",
		"lần 2, rồi 3":                "lan 2 roi 3",
		"don't panic, it’s":           "dont panic its",
		"'quoted'":                    "quoted",
		"Hỏi.Đáp":                     "hoi dap",
		"v1.2.3-rc":                   "v 1 2 3 rc v123rc",
		"東京 Ωμέγα":                    "東 京 ωμεγα",
		"\xff\xfebảo\x80hành":         "bao hanh",
		"b\u0301\u0301\u0301\u0301ao": "bao",
		"bảo\u00ADhành":               "baohanh",
		"مرحبا بك":                    "مرحبا بك",
		"charges charging charged":    "charg charg charg",
		"policies bus glass this":     "policy bus glass this",
	} {
		_, fold := read(text)
		require.Equal(t, want, strings.Join(fold, " "), "%q", text)
	}
}

// FuzzRead checks that words are in order, within the text and bounded, whatever the text.
func FuzzRead(f *testing.F) {
	for _, s := range []string{"Bảo hành NCD-18?", "\xff.1-", "a\u0301\u0323", "1.2.3.4.5.6.7.8.9.0", "''''’", "東京-1", strings.Repeat("\u0301", 100)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var words tokens
		words.read(text)
		last := 0
		for i, w := range words.all {
			if w.start < 0 || w.end > len(text) || w.start >= w.end {
				t.Fatalf("%q: word %d is at %d to %d", text, i, w.start, w.end)
			}
			if w.parts == 0 && w.start < last {
				t.Fatalf("%q: word %d begins before the last has ended", text, i)
			}
			if w.parts > 0 && (w.parts > i || words.all[i-w.parts].start != w.start || w.parts > maxParts) {
				t.Fatalf("%q: word %d is not the whole of the %d before", text, i, w.parts)
			}
			last = max(last, w.end)
			if n := len(words.fold(w)); n == 0 || n > 2*maxKey {
				t.Fatalf("%q: word %d has a key of %d bytes", text, i, n)
			}
		}
	})
}
