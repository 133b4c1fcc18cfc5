package storagetest

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/chamsoc/chamsoc/storage"
)

func list(p *part) {
	for _, a := range axes() {
		p.says("a range of "+a.kind+" holds what is at least From and less than Before, in both directions", func(t *testing.T, s storage.Store) {
			ranges(t, s, a)
		})
	}
	p.says("UpTo includes its instant", upToIncludes)
	p.says("a range holds the prefix and the index behind it, for each number of prefix values", prefixLengths)
	p.says("an empty range is an empty page", emptyRanges)
	p.says("limit 0 is 100, and a page never has more than its limit", limits)
	p.says("a page of 1000 is given, a larger or a negative one is refused", largestPage)
	p.says("Next is empty where nothing follows, also when the page is full", nextIsEmptyAtEnd)
	p.says("a query that does not fit its index is refused", badQueries)
	p.says("a typed range that does not fit its index is refused when it is used", badRanges)
	p.says("a list holds nothing open, so its loop reads and writes", listHoldsNothing)
	p.says("a list stops where its loop does, and yields an error once", listStops)
}

// walk reads a range in pages of n and checks each page.
func walk[T any](t *testing.T, s storage.Store, c *storage.Collection[T], r storage.Range[T], n int) []T {
	t.Helper()
	var vs []T
	for cursor := ""; ; {
		page, err := c.List(s, r).Page(t.Context(), cursor, n)
		ok(t, err)
		if len(page.Items) > n || page.Next != "" && len(page.Items) < n || cursor != "" && len(page.Items) == 0 {
			t.Errorf("a page of %d has %d records, Next is %q", n, len(page.Items), page.Next)
		}
		vs = append(vs, page.Items...)
		ends(t, len(vs))
		if cursor = page.Next; cursor == "" || len(page.Items) == 0 {
			return vs
		}
	}
}

// ranges compares every range between two of the axis' values with the same cut from the sorted records.
func ranges(t *testing.T, s storage.Store, a axis) {
	sorted, step := a.fill(t, s)
	all := ids(sorted)
	n := 0
	compare := func(name string, r storage.Range[sample], from, before int) {
		lo, _ := slices.BinarySearch(step, from)
		hi, _ := slices.BinarySearch(step, before)
		want := slices.Clone(all[lo:max(lo, hi)])
		n++
		same(t, name, ids(walk(t, s, samples, r, 1+n%7)), want)
		slices.Reverse(want)
		same(t, name+" backwards", ids(walk(t, s, samples, r.Reverse(), 1+n%7)), want)
	}
	end := len(a.set)
	stride := 1 + end/16 // long axes skip some bounds
	for i := 0; i < end; i += stride {
		at := a.index.Prefix("g")
		compare(fmt.Sprintf("from %v", a.args[i]), at.From(a.args[i]), i, end)
		compare(fmt.Sprintf("before %v", a.args[i]), at.Before(a.args[i]), 0, i)
		compare(fmt.Sprintf("equal to %v", a.args[i]), a.index.Prefix("g", a.args[i]), i, i+1)
		for k := 0; k < end; k += stride { // also from > before, which is empty
			compare(fmt.Sprintf("from %v before %v", a.args[i], a.args[k]), at.From(a.args[i]).Before(a.args[k]), i, k)
		}
	}
}

func upToIncludes(t *testing.T, s storage.Store) {
	var records []sample
	for i := range 5 {
		v := newSample("g", "a")
		v.Time = noon.Add(time.Duration(i) * time.Microsecond)
		records = append(records, put(t, s, samples, v))
	}
	for i, v := range records {
		same(t, "up to an instant", all(t, s, samples, byTime.Prefix("g").UpTo(v.Time)), records[:i+1])
		same(t, "up to within its microsecond", all(t, s, samples, byTime.Prefix("g").UpTo(v.Time.Add(999).In(hanoi))), records[:i+1])
		same(t, "from an instant", all(t, s, samples, byTime.Prefix("g").From(v.Time.Add(1))), records[i:])
	}
}

func prefixLengths(t *testing.T, s storage.Store) {
	var sorted []sample
	for i := range 32 { // in order of the index, by its bits
		v := newSample([]string{"a", "b"}[i>>4&1], []string{"x", "y"}[i>>1&1])
		v.Bool, v.Int, v.Date = i>>3&1 == 1, int64(i>>2&1)-1, []date{"2025-01-01", "2026-01-01"}[i&1]
		sorted = append(sorted, v)
	}
	mixed := make([]sample, len(sorted))
	for i := range sorted {
		sorted[i].ID = storage.NewID[sample]()
		mixed[i*5%32] = sorted[i]
	}
	putAll(t, s, samples, mixed...)
	all := ids(sorted)
	for n := range 6 {
		for at := 0; at < 32; at += 32 >> n {
			v := sorted[at]
			prefix := []any{v.Group, v.Bool, v.Int, v.Text, v.Date}[:n]
			want := slices.Clone(all[at : at+32>>n])
			same(t, fmt.Sprint("prefix ", prefix), ids(walk(t, s, samples, byFive.Prefix(prefix...), 3)), want)
			slices.Reverse(want)
			same(t, fmt.Sprint("prefix ", prefix, " backwards"), ids(walk(t, s, samples, byFive.Prefix(prefix...).Reverse(), 3)), want)
		}
	}
	same(t, "a range after two", ids(walk(t, s, samples, byFive.Prefix("b", true).From(int64(0)), 2)), all[28:])
	same(t, "a range after none", ids(walk(t, s, samples, byFive.Prefix().Before("b"), 5)), all[:16])
}

func emptyRanges(t *testing.T, s storage.Store) {
	for i := range 5 {
		v := newSample("g", "a")
		v.Int = int64(i * 10)
		put(t, s, samples, v)
	}
	at := byInt.Prefix("g")
	for _, r := range []storage.Range[sample]{
		at.From(20).Before(20), at.From(30).Before(10), at.From(11).Before(19), at.From(41), at.Before(0), byInt.Prefix("g", 5), byInt.Prefix("h"),
		byInt.Prefix("").From(0), byInt.Prefix("h").Before(99),
	} {
		for _, r := range []storage.Range[sample]{r, r.Reverse()} {
			page, err := samples.List(s, r).Page(t.Context(), "", 0)
			ok(t, err)
			same(t, "records in an empty range", len(page.Items), 0)
			same(t, "Next of an empty range", page.Next, "")
		}
	}
}

// crowd stores n records in group g and returns them in order of byText.
func crowd(t *testing.T, s storage.Store, n int) []sample {
	t.Helper()
	records := make([]sample, n)
	for i := range records {
		records[i] = newSample("g", fmt.Sprintf("%05d", i))
	}
	return putAll(t, s, samples, records...)
}

func limits(t *testing.T, s storage.Store) {
	records := crowd(t, s, 105)
	for limit, want := range map[int]int{0: 100, 1: 1, 7: 7, 104: 104, 105: 105, 106: 105, storage.MaxPage: 105} {
		page, err := samples.List(s, byText.Prefix("g")).Page(t.Context(), "", limit)
		ok(t, err)
		same(t, fmt.Sprint("a page of ", limit), page.Items, records[:want])
		if (page.Next != "") != (want < 105) {
			t.Errorf("after a page of %d Next is %q", limit, page.Next)
		}
	}
	rest, err := samples.List(s, byText.Prefix("g").Reverse()).Page(t.Context(), "", 0)
	ok(t, err)
	holds(t, "records of a page of 100 backwards", rest.Items, 100)
	same(t, "the last of them", rest.Items[99], records[5])
}

func largestPage(t *testing.T, s storage.Store) {
	records := crowd(t, s, storage.MaxPage+1)
	page, err := samples.List(s, byText.Prefix("g")).Page(t.Context(), "", storage.MaxPage)
	ok(t, err)
	same(t, "records of the largest page", len(page.Items), storage.MaxPage)
	page, err = samples.List(s, byText.Prefix("g")).Page(t.Context(), page.Next, storage.MaxPage)
	ok(t, err)
	same(t, "the page after it", page.Items, records[storage.MaxPage:])
	for _, limit := range []int{-1, storage.MaxPage + 1, 1 << 40} {
		_, err := samples.List(s, byText.Prefix("g")).Page(t.Context(), "", limit)
		refused(t, err, storage.ErrQuery)
	}
	same(t, "records listed", all(t, s, samples, byText.Prefix("g")), records)
}

func nextIsEmptyAtEnd(t *testing.T, s storage.Store) {
	crowd(t, s, 6)
	for _, r := range []storage.Range[sample]{byText.Prefix("g"), byText.Prefix("g").Reverse(), byText.Prefix("g").From("00000"), byText.Prefix()} {
		for _, n := range []int{1, 2, 3, 6} {
			same(t, "records in pages that fit", len(walk(t, s, samples, r, n)), 6)
		}
	}
}

func badQueries(t *testing.T, s storage.Store) {
	put(t, s, samples, newSample("g", "a"))
	g, one := storage.TextOf("g"), storage.IntOf(1)
	for name, q := range map[string]storage.Query{
		"no index":                       {},
		"an index there is not":          {Index: "by_nothing"},
		"the id as an index":             {Index: "id"},
		"an index of another collection": {Index: "by_label"},
		"too many prefix values":         {Index: "by_int", Prefix: []storage.Value{g, one, one}},
		"a null in the prefix":           {Index: "by_int", Prefix: []storage.Value{{}}},
		"a null behind the prefix":       {Index: "by_int", Prefix: []storage.Value{g, {}}},
		"another kind in the prefix":     {Index: "by_int", Prefix: []storage.Value{one}},
		"another kind behind it":         {Index: "by_int", Prefix: []storage.Value{g, g}},
		"another kind as From":           {Index: "by_int", Prefix: []storage.Value{g}, From: g},
		"another kind as Before":         {Index: "by_int", Prefix: []storage.Value{g}, Before: storage.TimeOf(noon)},
		"a text as a date":               {Index: "by_date", Prefix: []storage.Value{g}, From: storage.TextOf("2026-11-22")},
		"an int as a bool":               {Index: "by_bool", Prefix: []storage.Value{g}, From: one},
		"From behind the whole index":    {Index: "by_int", Prefix: []storage.Value{g, one}, From: one},
		"Before behind the whole index":  {Index: "by_int", Prefix: []storage.Value{g, one}, Before: one},
		"a negative limit":               {Index: "by_int", Limit: -1},
	} {
		t.Run(name, func(t *testing.T) {
			ok(t, s.View(t.Context(), func(ctx context.Context, r storage.Reader) error {
				_, err := r.Scan(ctx, samples.Schema(), q)
				refused(t, err, storage.ErrQuery)
				return nil
			}))
			refusedAndGoesOn(t, s, func(ctx context.Context, tx storage.Tx) {
				_, err := tx.Scan(ctx, samples.Schema(), q)
				refused(t, err, storage.ErrQuery)
			})
		})
	}
}

func badRanges(t *testing.T, s storage.Store) {
	for name, r := range map[string]storage.Range[sample]{
		"no index":               {},
		"too many values":        byInt.Prefix("g", 1, 2),
		"another type":           byInt.Prefix("g", "1"),
		"nil":                    byInt.Prefix(nil),
		"From of another type":   byInt.Prefix("g").From("1"),
		"Before of another type": byInt.Prefix("g").Before(1.5),
		"UpTo of a number":       byInt.Prefix("g").UpTo(noon),
		"From behind the index":  byInt.Prefix("g", 1).From(1),
	} {
		_, err := samples.List(s, r).Page(t.Context(), "", 0)
		if err == nil {
			t.Errorf("%s: not refused", name)
		}
		refused(t, err, storage.ErrQuery)
	}
	for _, k := range []storage.Key[seat]{{}, byLabel.Key(), byPlace.Key("r"), byHolder.Key("h", noon), byLabel.Key(1)} {
		_, err := one(t.Context(), s, seats, k)
		refused(t, err, storage.ErrQuery)
	}
}

func listHoldsNothing(t *testing.T, s storage.Store) {
	crowd(t, s, 205) // three pages
	n := 0
	for v, err := range samples.List(s, byText.Prefix("g")).All(t.Context()) {
		ok(t, err)
		n++
		ends(t, n)
		if n%50 != 1 {
			continue
		}
		stored(t, s, samples, v.ID, v)
		v.Note = "seen"
		put(t, s, samples, v)
		ok(t, s.Update(t.Context(), func(ctx context.Context, tx storage.Tx) error {
			for v, err := range samples.List(tx, byText.Prefix("g", "00000")).All(ctx) {
				if err != nil {
					return err
				}
				if _, err := samples.Put(ctx, tx, v); err != nil {
					return err
				}
			}
			return nil
		}))
	}
	same(t, "records listed", n, 205)
}

func listStops(t *testing.T, s storage.Store) {
	crowd(t, s, 5)
	n := 0
	for range samples.List(s, byText.Prefix("g")).All(t.Context()) {
		if n++; n == 2 {
			break
		}
	}
	same(t, "records before the break", n, 2)
	n = 0
	for v, err := range samples.List(s, byText.Prefix(1)).All(t.Context()) {
		refused(t, err, storage.ErrQuery)
		same(t, "the record beside the error", v, sample{})
		n++
	}
	same(t, "errors", n, 1)
}
