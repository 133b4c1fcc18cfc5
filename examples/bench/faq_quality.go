package main

import (
	"context"
	"fmt"
	"os"
	"slices"
)

var typedForms = []string{"asis", "stripped", "mixed", "typo", "typo+stripped", "telex", "vni"}

func rankingNames() (names []string) {
	for _, form := range typedForms {
		names = append(names, "faq/quality/xquad-vi/"+form+"/r1")
	}
	return append(names, "faq/quality/banking77/r1", "faq/quality/banking77/mrr", "faq/quality/banking77-one/r1", "faq/quality/banking77-one/mrr")
}

// faqRanking scores the odd-numbered questions of the public sets: the ranking was tuned on the even-numbered ones.
func faqRanking(_ context.Context, dir string) (rows []row, err error) {
	if *faqData == "" {
		fmt.Fprintln(os.Stderr, "faq/quality:", errNoData)
		return nil, nil
	}
	vietnamese, err := xquad()
	if err != nil {
		return nil, err
	}
	bars := []string{"≥ 94.0", "≥ 93.5", "≥ 93.3", "≥ 92.5", "≥ 92.0", "≥ 93.0", "≥ 93.0"}
	for i, form := range typedForms {
		r1, _, err := rankBoth("faq/quality/xquad-vi/"+form, vietnamese, form)
		if err != nil {
			return nil, err
		}
		r1.Bar = bars[i]
		rows = append(rows, r1)
	}
	for _, c := range []struct {
		name      string
		phrasings int
		barR1     string
		barMRR    string
	}{{"banking77", 10, "≥ 74", "≥ 82"}, {"banking77-one", 1, "≥ peer", "≥ peer"}} {
		var r1s, mrrs []row
		for seed := range uint64(20) { // which phrasings are drawn moves the figures by a point
			english, err := banking77(c.phrasings, seed)
			if err != nil {
				return nil, err
			}
			r1, mrr, err := rankBoth("faq/quality/"+c.name, english, "asis")
			if err != nil {
				return nil, err
			}
			r1s, mrrs = append(r1s, r1), append(mrrs, mrr)
		}
		r1, mrr := meanRow(r1s), meanRow(mrrs)
		r1.Bar, mrr.Bar = c.barR1, c.barMRR
		rows = append(rows, r1, mrr)
	}
	return rows, nil
}

func meanRow(all []row) row {
	mean := all[0]
	for _, r := range all[1:] {
		mean.Ours, mean.Peer, mean.N = mean.Ours+r.Ours, mean.Peer+r.Peer, mean.N+r.N
	}
	mean.Ours, mean.Peer = mean.Ours/float64(len(all)), mean.Peer/float64(len(all))
	var spread []float64
	for _, r := range all {
		spread = append(spread, r.Ours/r.Peer)
	}
	slices.Sort(spread)
	mean.Ratio, mean.Noise = mean.Ours/mean.Peer, (spread[len(spread)*3/4]-spread[len(spread)/4])/2
	return mean
}

// rankBoth asks Chamsoc and bleve the odd-numbered questions, typed in this form.
func rankBoth(name string, s set, form string) (r1, mrr row, err error) {
	us, err := newOurs(s.entries)
	if err != nil {
		return r1, mrr, err
	}
	peer, err := newBleve(s.entries)
	if err != nil {
		return r1, mrr, err
	}
	defer peer.close()
	var first, reciprocal [2]float64
	n := 0
	for i, a := range s.asked {
		if i%2 == 0 {
			continue
		}
		n++
		for side, f := range []finder{us, peer} {
			ids, err := f.find(typedAs(form, a.text, i))
			if err != nil {
				return r1, mrr, err
			}
			rank := slices.Index(ids, a.entry) + 1
			if rank == 1 {
				first[side]++
			}
			if rank > 0 {
				reciprocal[side] += 1 / float64(rank)
			}
		}
	}
	percent := func(name string, of [2]float64) row {
		ours, peer := 100*of[0]/float64(n), 100*of[1]/float64(n)
		return row{Name: name, Ours: ours, Peer: peer, Ratio: ours / peer, Unit: "%", N: n}
	}
	return percent(name+"/r1", first), percent(name+"/mrr", reciprocal), nil
}
