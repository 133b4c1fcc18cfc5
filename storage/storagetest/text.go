package storagetest

import (
	"context"
	"strings"
	"testing"

	"github.com/chamsoc/chamsoc/storage"
)

// oddTexts are texts that some engine or collation would take for one another, put in another order, or read as something else. All
// are different texts, and sort by their bytes.
func oddTexts() []string {
	return []string{
		"", " ", "  ", "a", "a ", "a  ", " a", "a b", "ab", "abc", "aa", "A", "AB", "Ab", "B", "b", "Z", "z", "10", "9", "09", "_", "%", "a%", "a_",
		`'`, `''`, `"`, `\`, `\\`, `\'`, `a\`, "`", `'; drop table sample; --`, `$1`, `?`, `:a`, `{}`, `null`, `NULL`, `\u0041`, `\u0000`, `\ufffd`, `&lt;<>&`,
		"\x01", "\t", "\n", "\r\n", "a\x01", "a\x7f", "\u0080", "\u00a0", "\u2028", "\ufeff", "\ufffd", "\ufffe", "\U0001f600", "\U0010ffff",
		"Chăm sóc", "chăm sóc", "cham soc", "CHĂM SÓC", "Cha\u0306m so\u0301c", "Đà Nẵng", "Đa Nang", "đà nẵng", "Da Nang", "ế", "ê\u0301", "e\u0302\u0301",
		"ư", "ơ", "ä", "ae", "ß", "ss", "SS", "ı", "i", "I", "İ", "ﬁ", "fi", "日本", "Ω", "\u2126",
	}
}

func text(p *part) {
	p.says("texts that differ in a byte are different in a unique index", textsAreDifferent)
	p.says("a text with another behind it as its prefix is a record of its own in order", prefixesAreApart)
	p.says("text that is not indexed, and text in the body, is kept byte by byte", bodiesKeepText)
	p.says("escapes that a text merely spells out are kept", spelledEscapes)
}

func textsAreDifferent(t *testing.T, s storage.Store) {
	texts := oddTexts()
	records := make([]seat, len(texts))
	for i, text := range texts {
		records[i] = newSeat(text)
	}
	records = putAll(t, s, seats, records...)
	for i, text := range texts {
		found, err := one(t.Context(), s, seats, byLabel.Key(text))
		if err != nil {
			t.Errorf("%q: %v", text, err)
			continue
		}
		same(t, "the record of the text", found, records[i])
		_, err = tryPut(t.Context(), s, seats, newSeat(text))
		taken(t, err, "by_label")
	}
}

// prefixesAreApart: (a, bc) and (ab, c) and their like must not run together in an index of two texts.
func prefixesAreApart(t *testing.T, s storage.Store) {
	parts := []string{"", " ", "a", "ab", "abc", "b", "bc", "c", "\x01", "\x01\x01", "\U0010ffff"}
	var records []sample
	for _, group := range parts {
		for _, text := range parts {
			records = append(records, newSample(group, text))
		}
	}
	putAll(t, s, samples, records...)
	for _, group := range parts {
		listed := all(t, s, samples, byText.Prefix(group))
		same(t, "records of the group", len(listed), len(parts))
		for i, v := range listed {
			if v.Group != group || i > 0 && v.Text <= listed[i-1].Text {
				t.Errorf("group %q lists (%q, %q) at %d", group, v.Group, v.Text, i)
			}
		}
		for _, text := range parts {
			same(t, "records with both texts", len(all(t, s, samples, byText.Prefix(group, text))), 1)
		}
	}
	whole := all(t, s, samples, byText.Prefix())
	same(t, "records in the whole index", len(whole), len(records))
	for i := range whole[1:] {
		a, b := whole[i], whole[i+1]
		if a.Group > b.Group || a.Group == b.Group && a.Text >= b.Text {
			t.Errorf("(%q, %q) comes before (%q, %q)", a.Group, a.Text, b.Group, b.Text)
		}
	}
}

func bodiesKeepText(t *testing.T, s storage.Store) {
	v := newSample("g", "text")
	v.Note = strings.Join(oddTexts(), "\n")
	saved := put(t, s, samples, v)
	same(t, "the note", saved.Note, v.Note)
	stored(t, s, samples, saved.ID, saved)
}

func spelledEscapes(t *testing.T, s storage.Store) {
	for _, spelled := range []string{`\u0000`, `\ufffd`, `\\u0000`, `\\\ufffd`, "\\\ufffd", `"\u0000"`, `C:\users\0000`} {
		v := newSample("g", spelled)
		v.Note = spelled
		v = put(t, s, samples, v)
		same(t, "the note", v.Note, spelled)
		stored(t, s, samples, v.ID, v)
	}
	err := s.Update(t.Context(), func(ctx context.Context, tx storage.Tx) error {
		_, err := samples.Put(ctx, tx, newSample("g", "\\\xff"))
		return err
	})
	refused(t, err, storage.ErrValue)
}
