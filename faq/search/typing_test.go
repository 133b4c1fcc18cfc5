package search

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/unicode/norm"
)

func TestDecodeTelex(t *testing.T) {
	for keys, want := range map[string]string{
		"dduwowcj": "được", "dduowcj": "được", "duwowcjd": "được", "baor": "bảo", "hanhf": "hành", "hafnh": "hành", "ddieenj": "điện", "thoaij": "thoại",
		"thuongwf": "thường", "nguoiwf": "người", "tieengs": "tiếng", "tiengse": "tiếng", "vieetj": "việt", "wng": "ưng", "tw": "tư", "quaan": "quân",
		"quyeenf": "quyền", "oos": "ố", "giuwx": "giữ", "khongo": "không",
	} {
		var sp speller
		require.True(t, decodeTelex([]byte(keys), &sp), keys)
		wanted, _ := read(want)
		require.Equal(t, wanted[0], string(sp.exact), keys)
	}
	for _, word := range []string{"", "bao", "abc", "strong", "express", "sss", "baorr", "được", "xyzxyzxyzxyzxyz", "dddd"} {
		require.False(t, decodeTelex([]byte(word), new(speller)), word)
	}
}

func TestDecodeVNI(t *testing.T) {
	for keys, want := range map[string]string{"d9u7o7c5": "được", "d9uo7c5": "được", "bao3": "bảo", "hanh2": "hành", "tie6ng1": "tiếng", "na8m": "năm", "nguye64n": "nguyễn"} {
		var sp speller
		require.True(t, decodeVNI([]byte(keys), &sp), keys)
		wanted, _ := read(want)
		require.Equal(t, wanted[0], string(sp.exact), keys)
	}
	for _, word := range []string{"", "1", "18", "ncd18", "a4b", "x9", "bao31", "b6", "bao", "quy9"} {
		require.False(t, decodeVNI([]byte(word), new(speller)), word)
	}
}

// TestDecodeWhatAnyInputMethodSends spells each syllable in keys, the tone at the end of the word, and decodes it.
func TestDecodeWhatAnyInputMethodSends(t *testing.T) {
	telex := map[rune]string{'đ': "dd", '\u0300': "f", '\u0301': "s", '\u0309': "r", '\u0303': "x", '\u0323': "j", '\u0306': "w", '\u031B': "w"}
	vni := map[rune]string{'đ': "d9", '\u0300': "2", '\u0301': "1", '\u0309': "3", '\u0303': "4", '\u0323': "5", '\u0302': "6", '\u0306': "8", '\u031B': "7"}
	spell := func(word string, keys map[rune]string) string {
		var letters, tone string
		for _, r := range norm.NFD.String(word) {
			switch {
			case r == '\u0302' && keys[r] == "":
				letters += letters[len(letters)-1:]
			case strings.ContainsRune("\u0300\u0301\u0309\u0303\u0323", r):
				tone = keys[r]
			case keys[r] != "":
				letters += keys[r]
			default:
				letters += string(r)
			}
		}
		return letters + tone
	}
	for _, w := range syllables {
		want, _ := read(w)
		for _, keys := range []string{spell(w, telex), spell(w, vni)} {
			if keys == w {
				continue
			}
			var sp speller
			decode := decodeTelex
			if strings.ContainsAny(keys, "0123456789") {
				decode = decodeVNI
			}
			require.True(t, decode([]byte(keys), &sp), "%s for %s", keys, w)
			require.Equal(t, want[0], string(sp.exact), "%s for %s", keys, w)
		}
	}
}
