package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chamsoc/chamsoc/faq/search"
)

// synthetic makes n entries as FAQs have them, 8 to 14 syllables asked and 20 to 39 answered, from a chain of the pairs of syllables in real Vietnamese,
// a third with a product code; and 500 questions: 300 pieces of entries, 200 questions of people.
func synthetic(n int) (set, error) {
	real, err := xquad()
	if err != nil {
		return set{}, err
	}
	var words []string
	for _, e := range real.entries {
		words = append(words, strings.Fields(strings.ToLower(strings.NewReplacer(",", "", ".", "", "(", "", ")", "", `"`, "").Replace(e.Phrasings[0])))...)
	}
	next := map[string][]string{}
	for i := range len(words) - 1 {
		next[words[i]] = append(next[words[i]], words[i+1])
	}
	r := rand.New(rand.NewPCG(3, 0x9E3779B97F4A7C15))
	zipf := rand.NewZipf(r, 1.2, 1, 5000)
	chain := func(length int) string {
		w := words[r.IntN(len(words))]
		text := []string{w}
		for len(text) < length {
			if w = words[r.IntN(len(words))]; len(next[text[len(text)-1]]) > 0 {
				w = next[text[len(text)-1]][r.IntN(len(next[text[len(text)-1]]))]
			}
			text = append(text, w)
		}
		return strings.Join(text, " ")
	}
	var s set
	for i := range n {
		q := chain(8 + r.IntN(7))
		if r.IntN(3) == 0 {
			q += fmt.Sprintf(" NCD-%04d", zipf.Uint64())
		}
		s.entries = append(s.entries, search.Entry{ID: fmt.Sprint("e", i), Phrasings: []string{q}, Answer: chain(20 + r.IntN(20))})
	}
	for range 300 {
		from := s.entries[r.IntN(n)]
		asked := strings.Fields(from.Phrasings[0])
		at := r.IntN(len(asked) - 5)
		s.asked = append(s.asked, question{strings.Join(asked[at:at+6], " "), from.ID})
	}
	for i := range 200 {
		s.asked = append(s.asked, real.asked[i*5])
	}
	r.Shuffle(len(s.asked), func(i, j int) { s.asked[i], s.asked[j] = s.asked[j], s.asked[i] })
	return s, nil
}

// faqSpeed compares a search with bleve's and with FTS5's, on one core, and says what the index costs.
func faqSpeed(name string, n int, bar string) bench {
	names := []string{"faq/speed/bleve/" + name, "faq/speed/p99/" + name}
	if n <= 100_000 {
		names = append(names, "faq/speed/fts5/"+name)
	} else {
		names = append(names, "faq/speed/heap/"+name, "faq/speed/build/"+name)
	}
	if n == 100_000 {
		names = append(names, "faq/speed/allocs", "faq/speed/heap", "faq/speed/build", "faq/speed/update", "faq/speed/cores")
	}
	return bench{names, func(_ context.Context, dir string) ([]row, error) {
		if *faqData == "" {
			fmt.Fprintln(os.Stderr, names[0]+":", errNoData)
			return nil, nil
		}
		return measureFAQ(name, n, bar, dir)
	}}
}

func measureFAQ(name string, n int, bar, dir string) (rows []row, err error) {
	s, err := synthetic(n)
	if err != nil {
		return nil, err
	}
	us, our, err := built(name, n, func() (ours, error) { return newOurs(s.entries) })
	if err != nil {
		return nil, err
	}
	cores := runtime.GOMAXPROCS(0)
	defer runtime.GOMAXPROCS(cores)
	asked, again := s.asked, 3
	switch {
	case n <= 10_000:
		again = 10
	case n > 100_000: // bleve takes a tenth of a second for one
		asked, again = s.asked[:50], 1
	}
	runtime.GOMAXPROCS(1)
	alone, err := times(s.asked, us, again)
	if err != nil {
		return nil, err
	}
	runtime.GOMAXPROCS(cores)
	peer, theirs, err := built("bleve/"+name, n, func() (bleved, error) { return newBleve(s.entries) })
	if err != nil {
		return nil, err
	}
	defer peer.close()
	runtime.GOMAXPROCS(1)
	a, b, err := spans(asked, us, peer, again)
	if err != nil {
		return nil, err
	}
	p50, p99 := percentile(alone, .5), percentile(alone, .99)
	rows = append(rows, timesFaster("faq/speed/bleve/"+name, bar, a, b),
		row{Name: "faq/speed/p99/" + name, Ours: p99, Peer: p50, Ratio: p99 / p50, Unit: "ns (p50)", N: len(alone), Bar: "≤ 4"})
	if n > 100_000 {
		return append(rows,
			row{Name: "faq/speed/heap/" + name, Ours: our.heap, Peer: theirs.heap, Ratio: our.heap / theirs.heap, Unit: "B/entry", N: n},
			row{Name: "faq/speed/build/" + name, Ours: our.took, Peer: theirs.took, Ratio: our.took / theirs.took, Unit: "s", N: n}), nil
	}
	if n <= 100_000 {
		fts, err := newFTS5(s.entries, dir)
		if err != nil {
			return nil, err
		}
		defer fts.close()
		a, b, err := spans(s.asked[:50], us, fts, 1)
		if err != nil {
			return nil, err
		}
		rows = append(rows, timesFaster("faq/speed/fts5/"+name, "", a, b))
	}
	if n != 100_000 {
		return rows, nil
	}
	rows = append(rows,
		row{Name: "faq/speed/heap", Ours: our.heap, Unit: "B/entry", N: n, Bar: "≤ 1,200"},
		row{Name: "faq/speed/build", Ours: our.took, Unit: "s", N: n, Bar: "≤ 4"},
		row{Name: "faq/speed/allocs", Ours: allocations(us, s), Unit: "allocs/search", N: len(s.asked), Bar: "≤ 5"})
	runtime.GOMAXPROCS(cores)
	rows = append(rows, scaling(us, s, cores))
	update, err := updating(us, s)
	return append(rows, update), err
}

// cost is what an index took to build: seconds, and bytes of heap for an entry.
type cost struct{ took, heap float64 }

// built builds an index and says what that cost. Large ones take a minute, so it says on stderr that it is at work.
func built[T any](name string, n int, build func() (T, error)) (index T, c cost, err error) {
	before, start := heapNow(), time.Now()
	if index, err = build(); err != nil {
		return index, c, err
	}
	c.took = time.Since(start).Seconds()
	c.heap = float64(int64(heapNow()-before)) / float64(n)
	if n > 100_000 {
		fmt.Fprintf(os.Stderr, "faq/speed/%s: built %d entries in %.1f s\n", name, n, c.took)
	}
	return index, c, nil
}

// times asks every question so many times, and returns the nanoseconds of each search. No peer is there yet, whose garbage and whose work in the background
// would count as ours.
func times(asked []question, us finder, again int) (all []float64, err error) {
	runtime.GC()
	for round := range again + 1 {
		for _, q := range asked {
			start := time.Now()
			if _, err := us.find(q.text); err != nil {
				return nil, err
			}
			if round > 0 { // the first warms up
				all = append(all, float64(time.Since(start).Nanoseconds()))
			}
		}
	}
	slices.Sort(all)
	return all, nil
}

// spans asks both sides every question so many times, alternating, and returns the nanoseconds of each search.
func spans(asked []question, us, peer finder, again int) (our, theirs []float64, err error) {
	for round := range again + 1 {
		for _, q := range asked {
			for side, f := range []finder{us, peer} {
				start := time.Now()
				if _, err := f.find(q.text); err != nil {
					return nil, nil, err
				}
				took := float64(time.Since(start).Nanoseconds())
				switch {
				case round == 0: // warms up
				case side == 0:
					our = append(our, took)
				default:
					theirs = append(theirs, took)
				}
			}
		}
	}
	slices.Sort(our)
	slices.Sort(theirs)
	return our, theirs, nil
}

func percentile(sorted []float64, p float64) float64 { return sorted[int(p*float64(len(sorted)-1))] }

func timesFaster(name, bar string, our, theirs []float64) row {
	a, b := percentile(our, .5), percentile(theirs, .5)
	return row{Name: name, Ours: a, Peer: b, Ratio: b / a, Unit: "ns p50", N: len(our), Bar: bar}
}

func heapNow() uint64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

func allocations(us ours, s set) float64 {
	i := 0
	return testing.AllocsPerRun(len(s.asked), func() {
		_, _ = us.Search(search.Query{Text: s.asked[i%len(s.asked)].text})
		i++
	})
}

// scaling compares the searches a second of all cores with those of one.
func scaling(us ours, s set, cores int) row {
	rate := func(workers int) float64 {
		var done atomic.Int64
		var all sync.WaitGroup
		end := time.Now().Add(time.Second)
		for w := range workers {
			all.Go(func() {
				for i := w; time.Now().Before(end); i++ {
					_, _ = us.Search(search.Query{Text: s.asked[i%len(s.asked)].text})
					done.Add(1)
				}
			})
		}
		all.Wait()
		return float64(done.Load())
	}
	one, many := rate(1), rate(cores)
	return row{Name: "faq/speed/cores", Ours: many, Peer: one, Ratio: many / one, Unit: "searches/s", N: cores, Bar: fmt.Sprintf("≈ %d", cores)}
}

// updating measures from the call of Put until a search finds what was put, while another goroutine searches without pause; the longest pause of its
// searches is the row's peer.
func updating(us ours, s set) (row, error) {
	stop, searched := make(chan struct{}), make(chan float64)
	go func() {
		longest := 0.
		for i := 0; ; i++ {
			select {
			case <-stop:
				searched <- longest
				return
			default:
			}
			start := time.Now()
			_, _ = us.Search(search.Query{Text: s.asked[i%len(s.asked)].text})
			longest = max(longest, float64(time.Since(start).Microseconds())/1000)
		}
	}()
	var waits []float64
	for i := range 500 {
		e := s.entries[i*7%len(s.entries)]
		e.Phrasings = []string{fmt.Sprintf("%s moi%dx", e.Phrasings[0], i)}
		start := time.Now()
		if err := us.Put(e); err != nil {
			return row{}, err
		}
		waits = append(waits, float64(time.Since(start).Nanoseconds())/1e6)
		r, err := us.Search(search.Query{Text: fmt.Sprintf("moi%dx", i)})
		if err != nil || len(r.Hits) == 0 || r.Hits[0].Entry.ID != e.ID {
			return row{}, fmt.Errorf("faq/speed/update: what was put is not found: %v %v", r, err)
		}
	}
	close(stop)
	slices.Sort(waits)
	return row{Name: "faq/speed/update", Ours: percentile(waits, .99), Peer: <-searched, Unit: "ms p99 (search)", N: len(waits), Bar: "≤ 1"}, nil
}
