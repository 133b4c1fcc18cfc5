package stats_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care/stats"
)

func BenchmarkJudge(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		stats.Judge(stats.Share{Yes: 1885, Of: 2000}, 0.95, 0.95)
	}
}

func BenchmarkJudgeAnytime(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		stats.JudgeAnytime(stats.Share{Yes: 1885, Of: 2000}, 0.95, 0.95)
	}
}

func BenchmarkExact(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		stats.Share{Yes: 1885, Of: 2000}.Exact(0.95)
	}
}

func BenchmarkAnytime(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		stats.Share{Yes: 1885, Of: 2000}.Anytime(0.95, stats.Prior{})
	}
}

func BenchmarkObserve(b *testing.B) {
	h, n := newHistogram(b, stats.Scale{HalfLife: 14 * day}), 0
	b.ReportAllocs()
	for b.Loop() {
		n++
		if err := h.Observe(float64(n%100_000), noon.Add(time.Duration(n)*time.Second)); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkQuantile(b *testing.B) {
	h := newHistogram(b, stats.Scale{})
	for x := 1.0; x < stats.Largest; x *= 1.01 {
		require.NoError(b, h.Observe(x, noon))
	}
	b.ReportAllocs()
	for b.Loop() {
		h.Quantile(0.95)
	}
}

func BenchmarkHistogramText(b *testing.B) {
	h := newHistogram(b, stats.Scale{HalfLife: 14 * day})
	for x := 60.0; x < 600_000; x *= 1.01 {
		require.NoError(b, h.Observe(x, noon))
	}
	text, _ := h.MarshalText()
	b.ReportMetric(float64(len(text)), "bytes")
	b.ReportAllocs()
	for b.Loop() {
		if err := h.UnmarshalText(text); err != nil {
			b.Fatal(err)
		}
	}
}
