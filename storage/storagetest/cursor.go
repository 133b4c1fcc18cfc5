package storagetest

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/chamsoc/chamsoc/storage"
)

func cursor(p *part) {
	for _, a := range axes() {
		p.says("pages of 1 to 7 list every "+a.kind+" once and in order, in both directions, ties by id", func(t *testing.T, s storage.Store) {
			pages(t, s, a)
		})
	}
	p.says("records inserted between pages appear if they lie ahead, and displace none", insertsBetweenPages)
	p.says("records deleted between pages are left out, and no other", deletesBetweenPages)
	p.says("a cursor goes on behind its record when that is deleted", cursorOfDeleted)
	p.says("a record that moves may be seen twice or not at all, and every other just once", movesBetweenPages)
	p.says("a cursor is a position: the other direction begins there", cursorAcrossReverse)
	p.says("a cursor is a position: a narrower range begins there or at its own end", cursorWithinRange)
	p.says("a cursor of another index, collection or number of prefix values is refused", foreignCursors)
	p.says("a cursor of another prefix never leaves the prefix of the query", cursorOfOtherPrefix)
	p.saysOf("a cursor of another tenant shows nothing of that tenant", cursorOfOtherTenant)
	p.saysOf("a cursor that was tampered with is refused, or lists within prefix, range and tenant", tamperedCursors)
}

func pages(t *testing.T, s storage.Store, a axis) {
	sorted, _ := a.fill(t, s)
	for i := range 3 { // neighbours that no page may reach
		v := sorted[i]
		v.ID, v.Version, v.Group = storage.ID[sample]{}, 0, []string{"f", "g\x01", "h"}[i]
		put(t, s, samples, v)
	}
	forward := ids(sorted)
	backward := slices.Clone(forward)
	slices.Reverse(backward)
	for n := 1; n <= 7; n++ {
		same(t, fmt.Sprint("pages of ", n), ids(walk(t, s, samples, a.index.Prefix("g"), n)), forward)
		same(t, fmt.Sprint("pages of ", n, " backwards"), ids(walk(t, s, samples, a.index.Prefix("g").Reverse(), n)), backward)
	}
}

// textsOf are the texts of records.
func textsOf(vs []sample) []string {
	out := make([]string, len(vs))
	for i, v := range vs {
		out[i] = v.Text
	}
	return out
}

// between lists group g in pages of two and calls do after each.
func between(t *testing.T, s storage.Store, do func(page int)) []string {
	t.Helper()
	var seen []string
	for n, cursor := 1, ""; ; n++ {
		page, err := samples.List(s, byText.Prefix("g")).Page(t.Context(), cursor, 2)
		ok(t, err)
		seen = append(seen, textsOf(page.Items)...)
		ends(t, 100*len(seen))
		if cursor = page.Next; cursor == "" {
			return seen
		}
		do(n)
	}
}

func insertsBetweenPages(t *testing.T, s storage.Store) {
	for _, text := range []string{"b", "d", "f", "h", "j"} {
		put(t, s, samples, newSample("g", text))
	}
	seen := between(t, s, func(page int) {
		switch page {
		case 1: // behind d
			for _, text := range []string{"a", "c", "e"} {
				put(t, s, samples, newSample("g", text))
			}
		case 2: // behind f
			put(t, s, samples, newSample("g", "ee"))
			put(t, s, samples, newSample("g", "z"))
		}
	})
	same(t, "the texts seen", seen, []string{"b", "d", "e", "f", "h", "j", "z"})
}

func deletesBetweenPages(t *testing.T, s storage.Store) {
	records := crowd(t, s, 9)
	seen := between(t, s, func(page int) {
		switch page {
		case 1:
			for _, i := range []int{0, 1, 2, 5} {
				ok(t, remove(t.Context(), s, samples, records[i]))
			}
		case 2:
			ok(t, remove(t.Context(), s, samples, records[7]))
		}
	})
	same(t, "the texts seen", seen, []string{"00000", "00001", "00003", "00004", "00006", "00008"})
}

func cursorOfDeleted(t *testing.T, s storage.Store) {
	records := crowd(t, s, 6)
	for _, r := range []storage.Range[sample]{byText.Prefix("g"), byText.Prefix("g").Reverse()} {
		page, err := samples.List(s, r).Page(t.Context(), "", 2)
		ok(t, err)
		holds(t, "records of the first page", page.Items, 2)
		gone := page.Items[1]
		ok(t, remove(t.Context(), s, samples, gone))
		next, err := samples.List(s, r).Page(t.Context(), page.Next, 2)
		ok(t, err)
		same(t, "the page behind the deleted record", next.Items, following(records, page.Items[0], gone))
		records = slices.DeleteFunc(records, func(v sample) bool { return v.ID == gone.ID })
	}
}

// following are the two records that follow b on the way from a to b.
func following(records []sample, a, b sample) []sample {
	along := slices.Clone(records)
	if a.Text > b.Text {
		slices.Reverse(along)
	}
	i := slices.IndexFunc(along, func(v sample) bool { return v.ID == b.ID })
	return along[i+1 : min(i+3, len(along))]
}

func movesBetweenPages(t *testing.T, s storage.Store) {
	records := crowd(t, s, 8)
	seen := between(t, s, func(page int) {
		if page == 2 {
			ahead, behind := records[0], records[6]
			ahead.Text, behind.Text = "00009", "00000"
			put(t, s, samples, ahead)
			put(t, s, samples, behind)
		}
	})
	same(t, "the texts seen", seen, []string{"00000", "00001", "00002", "00003", "00004", "00005", "00007", "00009"})
}

func cursorAcrossReverse(t *testing.T, s storage.Store) {
	records := crowd(t, s, 7)
	page, err := samples.List(s, byText.Prefix("g")).Page(t.Context(), "", 4)
	ok(t, err)
	back, err := samples.List(s, byText.Prefix("g").Reverse()).Page(t.Context(), page.Next, 0)
	ok(t, err)
	same(t, "backwards from the fourth", back.Items, []sample{records[2], records[1], records[0]})
	same(t, "Next at the beginning", back.Next, "")
	page, err = samples.List(s, byText.Prefix("g").Reverse()).Page(t.Context(), "", 4)
	ok(t, err)
	forth, err := samples.List(s, byText.Prefix("g")).Page(t.Context(), page.Next, 0)
	ok(t, err)
	same(t, "forwards from the fourth from the end", forth.Items, records[4:])
}

func cursorWithinRange(t *testing.T, s storage.Store) {
	records := crowd(t, s, 9)
	page, err := samples.List(s, byText.Prefix("g")).Page(t.Context(), "", 3) // the position of 00002
	ok(t, err)
	g := byText.Prefix("g")
	for _, c := range []struct {
		r    storage.Range[sample]
		want []sample
	}{
		{g.From("00005"), records[5:]}, {g.From("00001"), records[3:]}, {g.Before("00005"), records[3:5]}, {g.Before("00002"), nil},
		{g.From("00001").Reverse(), []sample{records[1]}}, {g.From("00004").Reverse(), nil},
		{g.Before("00001").Reverse(), []sample{records[0]}}, {g.Before("00007").Reverse(), []sample{records[1], records[0]}},
	} {
		got, err := samples.List(s, c.r).Page(t.Context(), page.Next, 0)
		ok(t, err)
		same(t, "texts behind the cursor", textsOf(got.Items), textsOf(c.want))
	}
}

func foreignCursors(t *testing.T, s storage.Store) {
	ctx := t.Context()
	for i := range 4 {
		put(t, s, samples, newSample("g", fmt.Sprint(i)))
		put(t, s, seats, newSeat(fmt.Sprint(i)))
		put(t, s, benches, seat{Label: fmt.Sprint(i), Code: "c", Since: noon})
	}
	next := func(page storage.Page[sample], err error) string {
		ok(t, err)
		if page.Next == "" {
			t.Error("no Next")
		}
		return page.Next
	}
	byGroup := next(samples.List(s, byText.Prefix("g")).Page(ctx, "", 2))
	whole := next(samples.List(s, byText.Prefix()).Page(ctx, "", 2))
	ended := next(samples.List(s, byDate.Prefix("g", date("2026-11-22"))).Page(ctx, "", 2))
	for name, foreign := range map[string]func() (storage.Page[sample], error){
		"another number of prefix values": func() (storage.Page[sample], error) { return samples.List(s, byText.Prefix("g")).Page(ctx, whole, 2) },
		"fewer prefix values":             func() (storage.Page[sample], error) { return samples.List(s, byText.Prefix()).Page(ctx, byGroup, 2) },
		"more prefix values": func() (storage.Page[sample], error) {
			return samples.List(s, byText.Prefix("g", "1")).Page(ctx, byGroup, 2)
		},
		"another index":                   func() (storage.Page[sample], error) { return samples.List(s, byRef.Prefix("g")).Page(ctx, byGroup, 2) },
		"another index with its id alone": func() (storage.Page[sample], error) { return samples.List(s, byInt.Prefix("g", 0)).Page(ctx, ended, 2) },
	} {
		t.Run(name, func(t *testing.T) {
			_, err := foreign()
			refused(t, err, storage.ErrCursor)
		})
	}
	t.Run("another collection", func(t *testing.T) {
		page, err := benches.List(s, benchText.Prefix("g")).Page(ctx, byGroup, 2)
		refused(t, err, storage.ErrCursor)
		same(t, "records beside the error", len(page.Items), 0)
	})
	t.Run("another index of the same kinds", func(t *testing.T) {
		page, err := seats.List(s, byLabel.Prefix()).Page(ctx, "", 2)
		ok(t, err)
		_, err = seats.List(s, byCode.Prefix()).Page(ctx, page.Next, 2)
		refused(t, err, storage.ErrCursor)
	})
	t.Run("within a transaction, which goes on", func(t *testing.T) {
		refusedAndGoesOn(t, s, func(ctx context.Context, tx storage.Tx) {
			_, err := samples.Page(ctx, tx, byInt.Prefix("g"), byGroup, 2)
			refused(t, err, storage.ErrCursor)
		})
	})
}

func cursorOfOtherPrefix(t *testing.T, s storage.Store) {
	for _, group := range []string{"f", "g", "h"} {
		for i := range 5 {
			put(t, s, samples, newSample(group, fmt.Sprint(group, i)))
		}
	}
	for _, from := range []string{"f", "g", "h"} {
		page, err := samples.List(s, byText.Prefix(from)).Page(t.Context(), "", 3)
		ok(t, err)
		for _, r := range []storage.Range[sample]{byText.Prefix("g"), byText.Prefix("g").Reverse(), byText.Prefix("g").From("g1").Before("g4")} {
			got, err := samples.List(s, r).Page(t.Context(), page.Next, 0)
			ok(t, err)
			for _, v := range got.Items {
				same(t, "the group listed with a cursor of "+from, v.Group, "g")
			}
		}
	}
}

func cursorOfOtherTenant(t *testing.T, p *part) {
	mine, other := p.Tenants.ForTenant(p.fresh()), p.Tenants.ForTenant(p.fresh())
	crowd(t, other, 5)
	page, err := samples.List(other, byText.Prefix("g")).Page(t.Context(), "", 2)
	ok(t, err)
	for _, r := range []storage.Range[sample]{byText.Prefix("g"), byText.Prefix("g").Reverse()} {
		got, err := samples.List(mine, r).Page(t.Context(), page.Next, 0)
		ok(t, err)
		same(t, "records listed with the other tenant's cursor", len(got.Items), 0)
	}
	crowd(t, mine, 4)
	got, err := samples.List(mine, byText.Prefix("g")).Page(t.Context(), page.Next, 0)
	ok(t, err)
	ahead := slices.DeleteFunc(textsOf(got.Items), func(text string) bool { return text == "00001" }) // by its id before or behind
	same(t, "texts behind the other tenant's position", ahead, []string{"00002", "00003"})
}

func tamperedCursors(t *testing.T, p *part) {
	rnd := rand.New(rand.NewPCG(20, 26)) // the same cursors in every run
	s := p.Tenants.ForTenant(p.fresh())
	inside := map[storage.ID[sample]]bool{}
	neighbour := p.Tenants.ForTenant(fmt.Sprint("tenant-", p.tenants, "0")) // its id begins like that of s
	for _, a := range axes() {
		a.fill(t, neighbour)
	}
	for _, a := range axes() {
		sorted, _ := a.fill(t, s)
		for _, v := range sorted {
			inside[v.ID] = true
		}
		for _, group := range []string{"f", "g\x01", "h"} {
			v := sorted[0]
			v.ID, v.Version, v.Group = storage.ID[sample]{}, 0, group
			put(t, s, samples, v)
		}
		page, err := samples.List(s, a.index.Prefix("g")).Page(t.Context(), "", len(sorted)/2)
		ok(t, err)
		for _, bad := range tamper(rnd, page.Next) {
			for _, r := range []storage.Range[sample]{a.index.Prefix("g"), a.index.Prefix("g").Reverse()} {
				got, err := samples.List(s, r).Page(t.Context(), bad, 40)
				if err != nil && !errors.Is(err, storage.ErrCursor) {
					t.Fatalf("cursor %q: %v", bad, err)
				}
				for _, v := range got.Items {
					if !inside[v.ID] {
						t.Fatalf("cursor %q lists (%q, %q)", bad, v.Group, v.Text)
					}
				}
			}
		}
	}
	for _, bad := range []string{" ", "a", "====", "AAAA", "%00", "\x00", "\xff", "'; drop table sample; --"} {
		_, err := samples.List(s, byText.Prefix("g")).Page(t.Context(), bad, 0)
		refused(t, err, storage.ErrCursor)
	}
}

// tamper flips, cuts, lengthens and makes up cursors.
func tamper(rnd *rand.Rand, cursor string) (bad []string) {
	whole, err := base64.RawURLEncoding.DecodeString(cursor)
	if err != nil { // an engine's own form of cursor: tamper with its text
		whole = []byte(cursor)
	}
	encode := func(b []byte) string {
		if err != nil {
			return string(b)
		}
		return base64.RawURLEncoding.EncodeToString(b)
	}
	for i := range whole {
		for range 2 {
			b := slices.Clone(whole)
			b[i] ^= 1 << rnd.IntN(8)
			bad = append(bad, encode(b))
		}
		bad = append(bad, encode(whole[:i]), cursor[:i])
	}
	for range 30 {
		b := slices.Clone(whole)
		for i := min(4, len(b)); i < len(b); i++ { // what is behind the mark of the index
			b[i] = byte(rnd.Uint32())
		}
		bad = append(bad, encode(b), encode(append(b, b...)), cursor+string(rune(rnd.IntN(128))), encode(b[min(4, len(b)):]))
	}
	return slices.DeleteFunc(bad, func(s string) bool { return s == "" })
}
