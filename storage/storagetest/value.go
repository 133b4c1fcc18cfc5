package storagetest

import (
	"bytes"
	"context"
	"math"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/chamsoc/chamsoc/storage"
)

// axis is one kind of field, some of its values in ascending order, and the index that holds it behind the group.
type axis struct {
	kind   string
	index  *storage.Index[sample]
	args   []any           // as a typed range takes them
	values []storage.Value // as a bare query takes them
	set    []func(*sample) // puts the value into a record
}

func along[V any](kind string, ix *storage.Index[sample], at func(*sample) *V, of func(V) storage.Value, ascending ...V) axis {
	a := axis{kind: kind, index: ix}
	for _, v := range ascending {
		a.args = append(a.args, v)
		a.values = append(a.values, of(v))
		a.set = append(a.set, func(s *sample) { *at(s) = v })
	}
	return a
}

func axes() []axis {
	return []axis{
		along("text", byText, func(s *sample) *string { return &s.Text }, storage.TextOf, slices.Sorted(slices.Values(oddTexts()))...),
		along("int", byInt, func(s *sample) *int64 { return &s.Int }, storage.IntOf,
			math.MinInt64, math.MinInt64+1, -1<<53-1, -256, -255, -1, 0, 1, 9, 10, 127, 128, 1<<53, 1<<53+1, math.MaxInt64-1, math.MaxInt64),
		along("bool", byBool, func(s *sample) *bool { return &s.Bool }, storage.BoolOf, false, true),
		along("time", byTime, func(s *sample) *time.Time { return &s.Time }, storage.TimeOf, oddTimes()...),
		along("uuid", byRef, func(s *sample) *uuid.UUID { return &s.Ref }, storage.UUIDOf, oddUUIDs()...),
		along("date", byDate, func(s *sample) *date { return &s.Date }, func(d date) storage.Value { return storage.DateOf(string(d)) },
			"0001-01-01", "0999-12-31", "1582-10-15", "1969-12-31", "1970-01-01", "2024-02-29", "2026-09-30", "2026-10-01", "9999-12-31"),
	}
}

func oddTimes() []time.Time {
	day := func(y int, m time.Month, d int, rest time.Duration) time.Time {
		return time.Date(y, m, d, 0, 0, 0, int(rest), time.UTC)
	}
	return []time.Time{
		day(1, 1, 1, 0), day(1, 1, 1, time.Microsecond), day(1900, 1, 1, 0), day(1969, 12, 31, 24*time.Hour-time.Microsecond),
		day(1970, 1, 1, 0), day(1970, 1, 1, time.Microsecond), day(2026, 11, 22, time.Microsecond), day(2026, 11, 22, time.Millisecond),
		day(2038, 1, 19, 0), day(2262, 4, 12, 0), day(9999, 12, 31, 24*time.Hour-time.Microsecond),
	}
}

func oddUUIDs() []uuid.UUID {
	var us []uuid.UUID
	for _, text := range []string{
		"00000000-0000-0000-0000-000000000000", "00000000-0000-0000-0000-000000000001", "00000000-0000-0000-8000-000000000000",
		"0199aaaa-0000-7000-8000-000000000000", "7fffffff-ffff-ffff-ffff-ffffffffffff", "80000000-0000-0000-0000-000000000000",
		"a0000000-0000-0000-0000-000000000000", "ff000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff",
	} {
		us = append(us, uuid.MustParse(text))
	}
	return us
}

// fill stores two records for each value of the axis, in group g, and returns them in the order of the index. They are stored in
// another order than that.
func (a axis) fill(t *testing.T, s storage.Store) (sorted []sample, step []int) {
	t.Helper()
	var mixed []sample
	at := map[storage.ID[sample]]int{}
	for i := range 2 * len(a.set) {
		k := (i*7 + 3) % len(a.set)
		v := newSample("g", "text")
		v.ID = storage.NewID[sample]()
		v.ID[15], v.ID[0] = byte(i), byte(97*i) // ids that neither ascend nor lie together
		a.set[k](&v)
		mixed, at[v.ID] = append(mixed, v), k
	}
	sorted = putAll(t, s, samples, mixed...)
	slices.SortFunc(sorted, func(x, y sample) int {
		if at[x.ID] != at[y.ID] {
			return at[x.ID] - at[y.ID]
		}
		return bytes.Compare(x.ID[:], y.ID[:])
	})
	for _, v := range sorted {
		step = append(step, at[v.ID])
	}
	return sorted, step
}

func value(p *part) {
	for _, a := range axes() {
		p.says("every "+a.kind+" comes back as it was stored, and its record is found by it", func(t *testing.T, s storage.Store) {
			comesBack(t, s, a)
		})
		p.says("an index orders every "+a.kind+" alike in every engine", func(t *testing.T, s storage.Store) {
			sorted, _ := a.fill(t, s)
			same(t, "the records in order", ids(all(t, s, samples, a.index.Prefix("g"))), ids(sorted))
		})
	}
	p.says("times are cut to the microsecond and kept in UTC, wherever in the record they are", timesAreCut)
	p.says("cutting the times of a record leaves the caller's pointers, slices and maps alone", callersTimesStay)
	p.says("a time of any zone and any nanosecond finds the record of its microsecond", timesFindTheirMicrosecond)
	p.says("a value that is its kind's zero is a value and not null", zerosAreValues)
	p.says("what has no JSON form is refused", noJSONForm)
}

func comesBack(t *testing.T, s storage.Store, a axis) {
	for i, set := range a.set {
		v := newSample("g", "text")
		set(&v)
		v = put(t, s, samples, v)
		stored(t, s, samples, v.ID, v)
		want := v
		set(&want)
		same(t, "the value", v, want)
		found := all(t, s, samples, a.index.Prefix("g", a.args[i]))
		same(t, "the records with the value", found, []sample{v})
		ok(t, remove(t.Context(), s, samples, v))
	}
}

var hanoi = time.FixedZone("+07", 7*60*60)

// shaky is a time that no engine keeps as it is: in another zone, with nanoseconds, before or after 1970.
func shaky(year int) time.Time { return time.Date(year, 12, 31, 23, 59, 59, 999_999_999, hanoi) }

func steady(year int) time.Time { return time.Date(year, 12, 31, 16, 59, 59, 999_999_000, time.UTC) }

func details(at func(int) time.Time) *detail {
	until := at(1950)
	return &detail{
		At: at(2026), Until: &until,
		Steps: []time.Time{at(1969), at(1970)},
		Pair:  [2]time.Time{at(1), at(9998)},
		Named: map[string]time.Time{"a": at(2000), "b": at(1900)},
		Nested: []map[string]*struct{ T stamp }{
			{"c": {T: stamp{at(1234), at(5678)}}, "d": nil}, nil,
		},
	}
}

func timesAreCut(t *testing.T, s storage.Store) {
	for _, year := range []int{1, 1582, 1969, 1970, 2026, 9998} {
		v := newSample("g", "text")
		v.Time, v.Detail = shaky(year), details(shaky)
		v = put(t, s, samples, v)
		same(t, "the time", v.Time, steady(year))
		same(t, "the times below", v.Detail, details(steady))
		stored(t, s, samples, v.ID, v)
	}
}

func callersTimesStay(t *testing.T, s storage.Store) {
	v := newSample("g", "text")
	v.Time, v.Detail = shaky(2026), details(shaky)
	saved := put(t, s, samples, v)
	same(t, "the caller's times", v.Detail, details(shaky))
	same(t, "the caller's time", v.Time, shaky(2026))
	saved.Detail.Named["a"] = noon
	*saved.Detail.Until = noon
	same(t, "the caller's times after a change of what Put returned", v.Detail, details(shaky))
}

func timesFindTheirMicrosecond(t *testing.T, s storage.Store) {
	v := newSample("g", "text")
	v.Time = shaky(1969)
	v = put(t, s, samples, v)
	for _, at := range []time.Time{shaky(1969), steady(1969), steady(1969).In(hanoi), steady(1969).Add(999)} {
		same(t, "the records at "+at.String(), all(t, s, samples, byTime.Prefix("g", at)), []sample{v})
	}
	for _, at := range []time.Time{steady(1969).Add(-1), steady(1969).Add(1000)} {
		same(t, "the records at "+at.String(), all(t, s, samples, byTime.Prefix("g", at)), nil)
	}
}

func zerosAreValues(t *testing.T, s storage.Store) {
	zeros := []storage.Value{
		storage.TextOf(""), storage.IntOf(0), storage.BoolOf(false), storage.TimeOf(time.Time{}), storage.UUIDOf(uuid.Nil),
		storage.DateOf("0001-01-01"),
	}
	rec := storage.Record{ID: storage.NewID[choice]().UUID(), Fields: zeros, Body: []byte(`{}`)}
	_, err := putRaw(t.Context(), s, choices.Schema(), rec)
	ok(t, err)
	for i, ix := range choices.Schema().Indexes {
		ok(t, s.View(t.Context(), func(ctx context.Context, r storage.Reader) error {
			for _, q := range []storage.Query{{Index: ix.Name}, {Index: ix.Name, Prefix: zeros[i : i+1]}, {Index: ix.Name, From: zeros[i]}} {
				page, err := r.Scan(ctx, choices.Schema(), q)
				same(t, "records in "+ix.Name, len(page.Items), 1)
				if err != nil {
					return err
				}
			}
			return nil
		}))
		rival := storage.Record{ID: storage.NewID[choice]().UUID(), Fields: make([]storage.Value, len(zeros)), Body: []byte(`{}`)}
		rival.Fields[i] = zeros[i]
		_, err := putRaw(t.Context(), s, choices.Schema(), rival)
		taken(t, err, ix.Name)
	}
}

func noJSONForm(t *testing.T, s storage.Store) {
	for _, year := range []int{-1, 10_000} {
		v := newSample("g", "text")
		v.Time = time.Date(year, 6, 1, 0, 0, 0, 0, time.UTC)
		_, err := tryPut(t.Context(), s, samples, v)
		refused(t, err, storage.ErrValue)
	}
	same(t, "what was stored", all(t, s, samples, byText.Prefix()), nil)
}
