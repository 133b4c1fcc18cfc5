package main

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"slices"

	"github.com/chamsoc/chamsoc/faq/search"
)

// faqUnknown takes half of the entries out, at random, and reports how many of the questions that nothing answers any more are told apart by their
// confidence when nine of ten of the others are kept. The questions are the odd-numbered ones.
func faqUnknown(context.Context, string) (rows []row, err error) {
	if *faqData == "" {
		fmt.Fprintln(os.Stderr, "faq/quality/unknown:", errNoData)
		return nil, nil
	}
	vietnamese, err := xquad()
	if err != nil {
		return nil, err
	}
	english, err := banking77(10, 1)
	if err != nil {
		return nil, err
	}
	for _, c := range []struct {
		name string
		set  set
	}{{"xquad-vi", vietnamese}, {"banking77", english}} {
		var caught []float64
		for seed := range uint64(10) {
			share, err := unknownCaught(c.set, seed)
			if err != nil {
				return nil, err
			}
			caught = append(caught, share)
		}
		slices.Sort(caught)
		mean := 0.
		for _, x := range caught {
			mean += x / float64(len(caught))
		}
		rows = append(rows, row{Name: "faq/quality/unknown/" + c.name, Ours: mean, Unit: "% caught", N: len(c.set.asked) / 2, Noise: (caught[7] - caught[2]) / 2, Bar: "≥ 50"})
	}
	return rows, nil
}

func unknownCaught(s set, seed uint64) (float64, error) {
	r := rand.New(rand.NewPCG(seed, 0x9E3779B97F4A7C15))
	entries := slices.Clone(s.entries)
	r.Shuffle(len(entries), func(i, j int) { entries[i], entries[j] = entries[j], entries[i] })
	entries = entries[:len(entries)/2]
	left := map[string]bool{}
	for _, e := range entries {
		left[e.ID] = true
	}
	x := search.New()
	if err := x.Put(entries...); err != nil {
		return 0, err
	}
	var known, unknown []float64
	for i, q := range s.asked {
		if i%2 == 0 {
			continue
		}
		result, err := x.Search(search.Query{Text: q.text})
		if err != nil {
			return 0, err
		}
		if left[q.entry] {
			known = append(known, result.Confidence)
		} else {
			unknown = append(unknown, result.Confidence)
		}
	}
	slices.Sort(known)
	slices.Sort(unknown)
	caught, _ := slices.BinarySearch(unknown, known[len(known)/10])
	return 100 * float64(caught) / float64(len(unknown)), nil
}

func groupNames(sets ...string) (names []string) {
	for _, s := range sets {
		for _, figure := range []string{"/online/nmi", "/online/ari", "/batch/nmi", "/batch/ari"} {
			names = append(names, "faq/quality/groups/"+s+figure)
		}
	}
	return names
}

// faqGroups groups the test questions of Banking77, which come in a random order, and compares with their intents. The thresholds were chosen on the
// even-numbered ones; the rows are about all, as published figures are, and about the odd-numbered ones.
func faqGroups(context.Context, string) (rows []row, err error) {
	if *faqData == "" {
		fmt.Fprintln(os.Stderr, "faq/quality/groups:", errNoData)
		return nil, nil
	}
	all, err := bankingFile("banking77-test.csv")
	if err != nil {
		return nil, err
	}
	var odd []question
	for i, q := range all {
		if i%2 == 1 {
			odd = append(odd, q)
		}
	}
	for _, c := range []struct {
		name                        string
		asked                       []question
		onlineNMI, onlineARI, batch string
	}{{"banking77", all, "≥ 71", "≥ 31", "≥ 33"}, {"banking77-odd", odd, "", "", ""}} {
		var nmi, ari, batchNMI, batchARI float64
		const orders = 5
		for seed := range uint64(orders) {
			r := rand.New(rand.NewPCG(seed, 0x9E3779B97F4A7C15))
			asked := slices.Clone(c.asked)
			r.Shuffle(len(asked), func(i, j int) { asked[i], asked[j] = asked[j], asked[i] })
			var g search.Grouper
			var online []int
			var texts []string
			for _, q := range asked {
				online, texts = append(online, g.Add(q.text)), append(texts, q.text)
			}
			n, a := agreement(online, asked)
			nmi, ari = nmi+n/orders, ari+a/orders
			n, a = agreement(search.Group(texts), asked)
			batchNMI, batchARI = batchNMI+n/orders, batchARI+a/orders
		}
		name := "faq/quality/groups/" + c.name
		rows = append(rows,
			row{Name: name + "/online/nmi", Ours: nmi, Unit: "%", N: len(c.asked), Bar: c.onlineNMI}, row{Name: name + "/online/ari", Ours: ari, Unit: "%", N: len(c.asked), Bar: c.onlineARI},
			row{Name: name + "/batch/nmi", Ours: batchNMI, Unit: "%", N: len(c.asked)}, row{Name: name + "/batch/ari", Ours: batchARI, Unit: "%", N: len(c.asked), Bar: c.batch})
	}
	return rows, nil
}

// agreement compares groups with intents: normalised mutual information (arithmetic mean) and the adjusted Rand index, in percent.
func agreement(groups []int, asked []question) (nmi, ari float64) {
	type pair struct {
		group  int
		intent string
	}
	n := float64(len(groups))
	byGroup, byIntent, byBoth := map[int]float64{}, map[string]float64{}, map[pair]float64{}
	for i, g := range groups {
		byGroup[g]++
		byIntent[asked[i].entry]++
		byBoth[pair{g, asked[i].entry}]++
	}
	hGroup, pairsGroup := spread(byGroup, n)
	hIntent, pairsIntent := spread(byIntent, n)
	hBoth, pairsBoth := spread(byBoth, n)
	chance := pairsGroup * pairsIntent / (n * (n - 1) / 2)
	return 200 * (hGroup + hIntent - hBoth) / (hGroup + hIntent), 100 * (pairsBoth - chance) / ((pairsGroup+pairsIntent)/2 - chance)
}

// spread is the entropy of counts that sum to n, and how many pairs are within them.
func spread[K comparable](counts map[K]float64, n float64) (entropy, pairs float64) {
	for _, c := range counts {
		entropy -= c / n * math.Log(c/n)
		pairs += c * (c - 1) / 2
	}
	return entropy, pairs
}
