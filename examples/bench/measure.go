package main

import (
	"runtime"
	"slices"
	"time"
)

// side does n operations, numbered from the given one on.
type side func(from, n int) error

const rounds = 25

// compare runs both sides in turn, so that what slows the machine slows both, and returns nanoseconds an operation.
func compare(name, bar string, n int, ours, peer side) (row, error) {
	var a, b, ratios []float64
	for round := range rounds + 2 {
		runtime.GC()
		first, second := ours, peer
		if round%2 == 1 {
			first, second = peer, ours
		}
		x, err := timed(first, round*n, n)
		if err != nil {
			return row{}, err
		}
		y, err := timed(second, round*n, n)
		if err != nil {
			return row{}, err
		}
		if round%2 == 1 {
			x, y = y, x
		}
		if round < 2 { // both sides warm up
			continue
		}
		a, b, ratios = append(a, x), append(b, y), append(ratios, x/y)
	}
	slices.Sort(ratios)
	return row{
		Name: name, Ours: median(a), Peer: median(b), Ratio: median(ratios), Unit: "ns/op", N: n * rounds,
		Noise: (ratios[len(ratios)*3/4] - ratios[len(ratios)/4]) / 2, Bar: bar,
	}, nil
}

func timed(s side, from, n int) (float64, error) {
	start := time.Now()
	err := s(from, n)
	return float64(time.Since(start).Nanoseconds()) / float64(n), err
}

func median(values []float64) float64 {
	slices.Sort(values)
	return values[len(values)/2]
}
