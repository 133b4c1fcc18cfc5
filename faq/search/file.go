package search

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"hash"
	"hash/crc32"
	"io"

	"github.com/chamsoc/chamsoc/care"
)

// ErrFile means that a saved index cannot be used: it is not one, was cut off or damaged, or is of another version. Build the index from the store then.
var ErrFile = errors.New("search: this is not a whole saved index of this version: build the index from the store, and save it anew")

// fileMagic begins every saved index. Its last byte is the version of the format.
const fileMagic = "chamsocfaq\x01"

// Save writes the entries to a file that [Load] reads, with a stamp that says of which state of the store they are, such as an epoch. The index itself
// is made anew when it is read, at ten microseconds or so an entry, so that no file can make it inconsistent.
func (s *Snapshot) Save(w io.Writer, stamp string) error {
	out := &fileWriter{w: bufio.NewWriter(w), sum: crc32.New(castagnoli)}
	out.bytes(fileMagic)
	out.text(stamp)
	out.number(uint64(s.live))
	for e := range s.Entries() {
		out.entry(e)
	}
	var sum [4]byte
	binary.LittleEndian.PutUint32(sum[:], out.sum.Sum32())
	out.bytes(string(sum[:]))
	if out.err == nil {
		out.err = out.w.Flush()
	}
	return out.err
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// Load reads what [Snapshot.Save] wrote, and its stamp. It fails with [ErrFile] if that is not whole, or of another version; the index is then nil.
func Load(r io.Reader) (x *Index, stamp string, err error) {
	in := &fileReader{r: bufio.NewReader(r), sum: crc32.New(castagnoli)}
	if string(in.bytes(len(fileMagic))) != fileMagic {
		return nil, "", fileError(in.err)
	}
	stamp = in.text()
	var entries []Entry
	for n := in.number(maxDocs); n > 0 && in.err == nil; n-- {
		entries = append(entries, in.entry())
	}
	sum := in.sum.Sum32()
	if stored := in.bytes(4); in.err != nil || binary.LittleEndian.Uint32(stored) != sum {
		return nil, "", fileError(in.err)
	}
	x = New()
	if err := x.Put(entries...); err != nil {
		return nil, "", fmt.Errorf("%w (%w)", ErrFile, err)
	}
	return x, stamp, nil
}

// fileError tells a reader that failed from a file that is wrong.
func fileError(err error) error {
	if err == nil || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, errTooLong) {
		return ErrFile
	}
	return err
}

// fileWriter writes the parts of a file and sums them up. After an error it writes nothing more.
type fileWriter struct {
	w   *bufio.Writer
	sum hash.Hash32
	err error
}

func (f *fileWriter) bytes(b string) {
	if f.err == nil {
		_, f.err = f.w.WriteString(b)
		f.sum.Write([]byte(b))
	}
}

func (f *fileWriter) number(n uint64) { f.bytes(string(binary.AppendUvarint(nil, n))) }

func (f *fileWriter) text(s string) {
	f.number(uint64(len(s)))
	f.bytes(s)
}

func (f *fileWriter) entry(e *Entry) {
	f.text(e.ID)
	f.text(string(e.Lang))
	f.number(uint64(len(e.Phrasings)))
	for _, p := range e.Phrasings {
		f.text(p)
	}
	f.text(e.Answer)
	f.number(uint64(len(e.Tags)))
	for _, t := range e.Tags {
		f.text(t.Kind)
		f.text(t.Value)
	}
}

// fileReader reads what fileWriter wrote. After an error everything is zero. It takes no more memory than the file is long.
type fileReader struct {
	r   *bufio.Reader
	sum hash.Hash32
	err error
}

var errTooLong = errors.New("search: a length in the file is out of bounds")

func (f *fileReader) bytes(n int) []byte {
	if f.err != nil {
		return nil
	}
	const chunk = 1 << 16
	b := make([]byte, 0, min(n, chunk))
	for len(b) < n && f.err == nil {
		from := len(b)
		b = append(b, make([]byte, min(chunk, n-from))...)
		_, f.err = io.ReadFull(f.r, b[from:])
	}
	if f.err != nil {
		return nil
	}
	f.sum.Write(b)
	return b
}

// ReadByte lets the reader be that of binary.ReadUvarint.
func (f *fileReader) ReadByte() (byte, error) {
	if b := f.bytes(1); b != nil {
		return b[0], nil
	}
	return 0, f.err
}

func (f *fileReader) number(most uint64) uint64 {
	if f.err != nil {
		return 0
	}
	n, err := binary.ReadUvarint(f)
	if f.err == nil && (err != nil || n > most) {
		f.err = errTooLong
	}
	if f.err != nil {
		return 0
	}
	return n
}

func (f *fileReader) text() string { return string(f.bytes(int(f.number(8 * MaxText)))) }

func (f *fileReader) entry() (e Entry) {
	e.ID, e.Lang = f.text(), care.Lang(f.text())
	for n := f.number(MaxPhrasings); n > 0 && f.err == nil; n-- {
		e.Phrasings = append(e.Phrasings, f.text())
	}
	e.Answer = f.text()
	for n := f.number(maxDocs); n > 0 && f.err == nil; n-- {
		e.Tags = append(e.Tags, Tag{f.text(), f.text()})
	}
	return e
}
