package desk_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care/desk"
)

// aCase is a case with ten events, two of them pauses.
func aCase(b *testing.B) (*counter, desk.Case) {
	c := promising(b)
	got := c.reply(c.open(anh()))
	for _, party := range []string{"customer", "supplier"} {
		c.now = c.now.Add(time.Hour)
		got = c.wait(got, party)
		c.now = c.now.Add(time.Hour)
		got = c.did(c.Resume(b.Context(), desk.Resumption{On: on(got), For: party}))
	}
	return c, c.resolve(got)
}

func BenchmarkReplay(b *testing.B) {
	_, c := aCase(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := desk.Replay(c.Events); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkClocks(b *testing.B) {
	_, c := aCase(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := desk.Clocks(c.Events); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkOpen(b *testing.B) {
	c := promising(b)
	in := anh()
	b.ReportAllocs()
	for b.Loop() {
		_, err := c.Open(b.Context(), in)
		require.NoError(b, err)
	}
}

func BenchmarkNote(b *testing.B) {
	c, got := aCase(b)
	note := desk.Note{On: on(got), Text: "…"}
	b.ReportAllocs()
	for n := 0; b.Loop(); n++ {
		if n%500 == 0 { // a case is bounded
			b.StopTimer()
			c, got = aCase(b)
			note.On = on(got)
			b.StartTimer()
		}
		_, err := c.Note(b.Context(), note)
		require.NoError(b, err)
	}
}
