package sla_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care/sla"
)

// sixEvents are a case with two pauses, one of them over a weekend.
func sixEvents(t testing.TB) []sla.Event {
	return []sla.Event{
		{ID: "e1", At: on(t, "05 15:30"), Seq: 1, Kind: sla.Opened, Priority: "P2"},
		{ID: "e2", At: on(t, "05 16:10"), Seq: 2, Kind: sla.Replied},
		{ID: "e3", At: on(t, "05 16:20"), Seq: 3, Kind: sla.Paused, Pause: "waiting_customer"},
		{ID: "e4", At: on(t, "06 10:00"), Seq: 4, Kind: sla.Resumed, Pause: "waiting_customer"},
		{ID: "e5", At: on(t, "06 11:00"), Seq: 5, Kind: sla.Paused, Pause: "waiting_supplier"},
		{ID: "e6", At: on(t, "09 14:00"), Seq: 6, Kind: sla.Resumed, Pause: "waiting_supplier"},
	}
}

func BenchmarkReplay(b *testing.B) {
	p, events, at := promise(b, support(), hours(b)), sixEvents(b), on(b, "10 16:00")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := sla.Replay(p, events, at); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkReplayMany goes through more cases than the nearest caches hold.
func BenchmarkReplayMany(b *testing.B) {
	_, cases := year(b, 4096)
	p, at := promise(b, support(), hours(b)), on(b, "2027-03-10 16:00")
	for i := range cases {
		cases[i].Events = sixEvents(b)
		for k := range cases[i].Events {
			cases[i].Events[k].At = cases[i].Events[k].At.Add(time.Duration(i) * hour)
		}
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if _, err := sla.Replay(p, cases[i%len(cases)].Events, at); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkReplayOutOfOrder(b *testing.B) {
	p, events, at := promise(b, support(), hours(b)), sixEvents(b), on(b, "10 16:00")
	events[0], events[5] = events[5], events[0]
	b.ReportAllocs()
	for b.Loop() {
		if _, err := sla.Replay(p, events, at); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkReasons(b *testing.B) {
	s := replay(b, promise(b, support(), hours(b)), sixEvents(b), on(b, "10 16:00"))
	b.ReportAllocs()
	for b.Loop() {
		s.Reasons()
	}
}

func TestReplayAllocatesLittle(t *testing.T) {
	p, events, at := promise(t, support(), hours(t)), sixEvents(t), on(t, "10 16:00")
	require.LessOrEqual(t, testing.AllocsPerRun(100, func() { _, _ = sla.Replay(p, events, at) }), 3.0)

}
