package warranty

import (
	"encoding/csv"
	"errors"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
)

// records are all records of a text, with the line where each begins, as our reader reads them in small pieces.
func records(t testing.TB, text string, comma byte, from func(io.Reader) io.Reader) (all [][]string, lines []int, faults int) {
	t.Helper()
	r := newCSVReader(from(strings.NewReader(text)))
	r.comma = comma
	at, line := int64(0), 1
	for {
		rec, err := r.next()
		if errors.Is(err, io.EOF) {
			require.Equal(t, int64(len(text)), r.offset, "the offset is behind all of the text")
			return all, lines, faults
		}
		require.NoError(t, err)
		require.GreaterOrEqual(t, rec.line, line)
		require.Greater(t, rec.end, at)
		require.LessOrEqual(t, len(rec.raw), maxRecord)
		if rec.fault != nil {
			faults++
		} else {
			require.Contains(t, text[at:rec.end], rec.raw, "a record is what stands there")
			all, lines = append(all, append([]string(nil), rec.cells...)), append(lines, rec.line)
		}
		at, line = rec.end, r.line
	}
}

func same(r io.Reader) io.Reader { return r }

// What is sound CSV is read as the standard library reads it.
func TestCSVReaderAgreesWithTheStandardLibrary(t *testing.T) {
	random := rand.New(rand.NewPCG(4, 2))
	pieces := []string{"a", "Nguyễn", " ", ";", ",", "\"", "\n", "\r\n", "x\"y", "", "0912"}
	for range 3000 {
		var b strings.Builder
		w := csv.NewWriter(&b)
		w.Comma, w.UseCRLF = ';', random.IntN(2) == 0
		var want [][]string
		for range random.IntN(6) {
			row := []string{"-"}
			for range random.IntN(4) {
				cell := ""
				for range random.IntN(4) {
					cell += pieces[random.IntN(len(pieces))]
				}
				row = append(row, strings.ReplaceAll(cell, "\r\n", "\n")) // which the standard library makes of it, and we leave
			}
			require.NoError(t, w.Write(row))
			want = append(want, row)
		}
		w.Flush()
		text := b.String()
		got, _, faults := records(t, text, ';', same)
		for i := range got {
			for j := range got[i] {
				got[i][j] = strings.ReplaceAll(got[i][j], "\r\n", "\n")
			}
		}
		require.Zero(t, faults, "%q", text)
		require.Equal(t, want, got, "%q", text)
	}
}

func TestCSVReaderGoesOnBehindABrokenRecord(t *testing.T) {
	long := strings.Repeat("y", maxRecord)
	for text, want := range map[string][]int{
		"a\nb\n":                {1, 2},
		"a\r\n\r\n \n\nb":       {1, 5},
		"\"a\nb\nc":             {2, 3}, // never closed: the first line is lost, and no more
		"\"a\"b\nc":             {2},
		"\"a\nb\"\nc":           {1, 3},
		"x,\"a\"\r\nc\r":        {1, 2},
		"a" + long + "\nb":      {2},
		"\"" + long + "\"\nb":   {2},
		long[:maxRecord] + "\n": {1},
		"a\n" + long + "y":      {1},
		"\"":                    nil,
		"\"\"":                  {1},
		"\"a\"\"\nb":            {2},
	} {
		for _, way := range []func(io.Reader) io.Reader{same, iotest.OneByteReader, iotest.DataErrReader} {
			_, lines, _ := records(t, text, ',', way)
			require.Equal(t, want, lines, "%.20q", text)
		}
	}
}

// FuzzCSVReader: whatever a file holds, the reader ends, in bounded memory, and its records are what stands in the file, in order.
func FuzzCSVReader(f *testing.F) {
	for _, seed := range []string{"", "a;b\n", "\ufeffMã hàng;\"x\"\"y\"\r\n", "\"\n\"\n\"", "\"\"\"\n", "\xff;\x00", ";;\n;"} {
		f.Add(seed, byte(';'))
	}
	f.Fuzz(func(t *testing.T, text string, comma byte) {
		if comma == '"' || comma == '\n' || comma == '\r' || comma >= 0x80 {
			return
		}
		all, lines, faults := records(t, text, comma, same)
		again, _, _ := records(t, text, comma, iotest.HalfReader)
		require.Equal(t, all, again)
		require.LessOrEqual(t, len(lines)+faults, strings.Count(text, "\n")+1)
	})
}

// The numbers are Excel's: 46265 is what it shows for 31/08/2026 in the 1900 system, 1462 days less in that of 1904
// (https://support.microsoft.com/office/date-systems-in-excel-e7fe7167-48a9-4b96-bb53-5612a800b487).
func TestDateSystems(t *testing.T) {
	zone := care.Env{}.Location()
	for _, c := range []struct {
		system     DateSystem
		text, want string // "" is refused
	}{
		{"", "31/08/2026", "2026-08-31 00:00:00"},
		{"", "1-2-2026", "2026-02-01 00:00:00"},
		{"", "2026-08-31", "2026-08-31 00:00:00"},
		{"", "20260831", "2026-08-31 00:00:00"},
		{"", " 31.08.2026 14:05 ", "2026-08-31 14:05:00"},
		{"", "2026-08-31T14:05:06", "2026-08-31 14:05:06"},
		{"", "2026-08-31T07:05:06Z", "2026-08-31 14:05:06"},
		{"", "2026-08-31T23:30:00-07:00", "2026-09-01 13:30:00"},
		{"", "46265", "2026-08-31 00:00:00"},
		{Dates1900, "46265.5", "2026-08-31 12:00:00"},
		{Dates1900, "46265,25", "2026-08-31 06:00:00"},
		{Dates1900, "46265.999999", "2026-08-31 23:59:59"},
		{Dates1904, "44803", "2026-08-31 00:00:00"},
		{Dates1904, "0", "1904-01-01 00:00:00"},
		{Dates1900, "1", "1900-01-01 00:00:00"},
		{Dates1900, "59", "1900-02-28 00:00:00"},
		{Dates1900, "60", ""}, // the 29 February 1900 that there was not
		{Dates1900, "61", "1900-03-01 00:00:00"},
		{Dates1900, "2958465", "9999-12-31 00:00:00"},
		{Dates1900, "2958466", ""}, {Dates1904, "2957004", ""}, {Dates1900, "0", ""}, {Dates1900, "-1", ""}, {"", "4e4", ""},
		{"", "31/02/2026", ""}, {"", "31/08/26", ""}, {"", "08/31/2026", ""}, {"", "31/08/2026 25:00", ""}, {"", "hôm qua", ""}, {"", "99999999999999999999", ""},
		{"", "20260231", ""}, {"", "46265.123456789012345678", ""},
	} {
		m, err := c.system.parseMoment(c.text)
		got := ""
		if err == nil {
			got = m.in(zone).In(zone).Format(time.DateTime)
			require.Equal(t, got[:10], m.on(zone).String())
		} else {
			var invalid *care.Invalid
			require.ErrorAs(t, err, &invalid)
		}
		require.Equal(t, c.want, got, "%s %q", c.system, c.text)
	}
}

// FuzzImportCells: no cell of a row brings the reading down, what is refused is refused with reasons that have all their facts, and what is not has units.
func FuzzImportCells(f *testing.F) {
	f.Add("Mã hàng;SĐT;Ngày mua;Số seri;Số tháng;SL\n", "TV;0169 123 4567;46265;A1|A2;12,0;2")
	f.Add("sku,sold,ends,unit number,line,invoice\n", "x,2026-08-31,2027-08-31,1,2,HD1")
	f.Add("sku,sold\n", "'=x,20260831")
	f.Fuzz(func(t *testing.T, heading, row string) {
		i := importing{s: Service{c: Config{ParsePhone: care.ParsePhone}}, zone: care.Env{}.Location(), now: time.Date(2026, 8, 31, 3, 0, 0, 0, time.UTC)}
		i.s.c.Env.Now = func() time.Time { return i.now }
		i.today = i.s.c.Env.Today()
		i.csv = newCSVReader(strings.NewReader(heading + row))
		var err error
		if i.header, err = readHeader(i.csv, nil); err != nil {
			var invalid *care.Invalid
			require.ErrorAs(t, err, &invalid)
			return
		}
		for {
			rec, err := i.csv.next()
			if errors.Is(err, io.EOF) {
				return
			}
			require.NoError(t, err)
			read := i.readRow(rec)
			for _, p := range read.problems {
				require.NoError(t, p.Reason.Check())
			}
			if len(read.problems) == 0 {
				require.NotEmpty(t, read.common.Invoice)
				require.Positive(t, read.common.Line)
				require.Positive(t, read.quantity)
				require.Contains(t, []int{0, read.quantity}, len(read.serials))
				require.False(t, read.common.Delivered.IsZero())
			}
		}
	})
}

// FuzzMerge: entries made of any bytes come to the same in either direction, and each sale of another content has its units.
func FuzzMerge(f *testing.F) {
	f.Add([]byte("\x00\x01\x02\x03\x04\x05\x10\x21\x32\x43\x54\x65"))
	f.Add([]byte("aaabbbcccdddeeefff"))
	f.Fuzz(func(t *testing.T, bytes []byte) {
		var all []Entry
		for len(bytes) >= 3 && len(all) < 40 {
			a, b, c := int(bytes[0]), int(bytes[1]), int(bytes[2])
			bytes = bytes[3:]
			e := Entry{
				Kind: []EntryKind{EntrySale, EntryReturn, EntryTransfer, EntrySale}[a%4], Client: string(rune('a' + a/4%5)), Invoice: "HD", Line: 1 + a/32%2,
				At: time.Unix(int64(b%4), 0), Holder: Holder{Name: string(rune('A' + b/4%3))}, Direct: a%16 == 3,
			}
			switch e.Kind {
			case EntrySale:
				e.Quantity, e.Product = 1+b/16%3, "P"
				for range e.Quantity * (c % 2) {
					e.Serials = append(e.Serials, string(rune('S'+c/2%3)))
				}
			default:
				if c%3 == 1 {
					e.Units = []int{1 + c/3%3}
				} else if c%3 == 2 {
					e.Serials = []string{string(rune('S' + c/3%3))}
				}
			}
			if c%32 == 31 {
				e.Withdrawn = time.Unix(9, 0)
			}
			if e.seal(); c%64 == 29 {
				e.Who, e.Holder = "", Holder{}
			}
			all = append(all, e)
		}
		merged := Merge(all)
		back := make([]Entry, len(all))
		for i, e := range all {
			back[len(all)-1-i] = e
		}
		again := Merge(append(back, all...))
		require.Equal(t, len(merged.Units), len(again.Units))
		require.Equal(t, len(merged.Conflicts), len(again.Conflicts))
		for i := range merged.Units {
			a, b := merged.Units[i], again.Units[i]
			require.Equal(t, []any{a.Unit, a.Serial, a.Returned, a.Withdrawn, a.Disputed, a.Holder}, []any{b.Unit, b.Serial, b.Returned, b.Withdrawn, b.Disputed, b.Holder})
		}
		for i := range merged.Conflicts {
			require.Equal(t, merged.Conflicts[i].About, again.Conflicts[i].About)
			require.Len(t, merged.Conflicts[i].Sides, len(again.Conflicts[i].Sides))
			for _, r := range merged.Conflicts[i].Reasons {
				require.NoError(t, r.Check())
			}
		}
	})
}
