package sla

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/chamsoc/chamsoc/care"
)

// Case is what a back-test needs of a case.
type Case struct {
	Customer care.CustomerRef // may be left out of an archive: it is needed only where an agreement names the customer
	Segment  care.SegmentRef
	Channel  care.Channel
	Topic    Topic
	Plan     Ref // the promise that it was given
	Events   []Event
}

// An archive is cases one after another, each as its length and then
//
//	version, customer, segment, channel, topic, plan, number of events, events
//
// with whole numbers as varints, texts as their length and bytes, and events as they count: in order, each once, without their IDs, and in steps of
// microseconds from one to the next.
const archiveVersion = 1

// maxStored is the most bytes of one stored case: one with some ten thousand events.
const maxStored = 1 << 20

// ErrArchive: what should be an archive is none, or is cut off.
var ErrArchive = errors.New("sla: not an archive of cases")

// The flags of a stored event.
const (
	flagPause = 1 << iota
	flagTarget
	flagPriority
	flagTeam
	flagPlan
	flagHonour
	flagRetroactive
)

// AppendCase appends a stored case to b, for [ReadArchive] and [BacktestArchive]. A case takes some hundred bytes. A kind of event that this version does not
// know is left out, since no clock heeds it; so are the IDs. The error is a case of more than a megabyte.
func AppendCase(b []byte, c *Case) ([]byte, error) {
	body := make([]byte, 0, 64+24*len(c.Events))
	body = append(body, archiveVersion)
	for _, text := range []string{string(c.Customer), string(c.Segment), string(c.Channel), string(c.Topic)} {
		body = appendText(body, text)
	}
	body = appendRef(body, c.Plan)
	events := inOrder(c.Events)
	n := 0
	for i := range events {
		if events[i].Kind.rank() > 0 {
			n++
		}
	}
	body = binary.AppendUvarint(body, uint64(n))
	var at, seq int64
	for i := range events {
		if e := &events[i]; e.Kind.rank() > 0 {
			body = appendEvent(body, e, at, seq)
			at, seq = e.At.UnixMicro(), e.Seq
		}
	}
	if len(body) > maxStored {
		return b, fmt.Errorf("sla: a stored case of %d bytes, at most %d: it has %d events", len(body), maxStored, n)
	}
	return append(binary.AppendUvarint(b, uint64(len(body))), body...), nil
}

func appendEvent(b []byte, e *Event, at, seq int64) []byte {
	texts := [...]string{string(e.Pause), string(e.Target), string(e.Priority), string(e.Team)}
	flags := byte(0)
	for i, text := range texts {
		if text != "" {
			flags |= 1 << i
		}
	}
	if (e.Plan != Ref{}) {
		flags |= flagPlan
	}
	if e.Honour {
		flags |= flagHonour
	}
	if e.Retroactive {
		flags |= flagRetroactive
	}
	b = append(b, byte(e.Kind.rank()), flags)
	b = binary.AppendVarint(binary.AppendVarint(b, e.At.UnixMicro()-at), e.Seq-seq)
	for _, text := range texts {
		if text != "" {
			b = appendText(b, text)
		}
	}
	if flags&flagPlan != 0 {
		b = appendRef(b, e.Plan)
	}
	return b
}

func appendText(b []byte, text string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(text))), text...)
}

func appendRef(b []byte, r Ref) []byte {
	b = binary.AppendVarint(appendText(b, string(r.Agreement)), int64(r.Edition))
	return binary.AppendVarint(appendText(b, string(r.Calendar)), int64(r.CalendarEdition))
}

// ReadArchive yields the cases of an archive one after another. The error is [ErrArchive] or the reader's, and is the last that is yielded.
func ReadArchive(from io.Reader) func(yield func(Case, error) bool) {
	return func(yield func(Case, error) bool) {
		var d decoder
		for body, err := range storedCases(from) {
			var c Case
			if err == nil {
				err = d.decode(body, &c)
			}
			if !yield(c, err) || err != nil {
				return
			}
			d.events = nil // the case keeps them
		}
	}
}

// storedCases yields the bytes of each stored case. They stay as they are: room is asked for once for many cases, and not used again.
func storedCases(from io.Reader) func(yield func([]byte, error) bool) {
	return func(yield func([]byte, error) bool) {
		r := &slicer{Reader: bufio.NewReaderSize(from, 1<<16)}
		for {
			n, err := readLength(r)
			if err == io.EOF { // not io.ErrUnexpectedEOF: the archive ends between two cases
				return
			}
			var body []byte
			switch {
			case errors.Is(err, io.ErrUnexpectedEOF):
				err = errCutOff
			case err == nil && (n == 0 || n > maxStored):
				err = fmt.Errorf("%w: a case of %d bytes", ErrArchive, n)
			case err == nil:
				body, err = r.slice(int(n))
			}
			if !yield(body, err) || err != nil {
				return
			}
		}
	}
}

// readLength reads what AppendUvarint wrote of a length up to maxStored. The error is ErrArchive or the reader's: io.EOF before the first byte, and
// io.ErrUnexpectedEOF behind it.
func readLength(r io.ByteReader) (n uint64, err error) {
	for shift := 0; shift < 35; shift += 7 {
		b, err := r.ReadByte()
		if err == io.EOF && shift > 0 {
			err = io.ErrUnexpectedEOF
		}
		if err != nil {
			return 0, err
		}
		n |= uint64(b&0x7f) << shift
		if b < 0x80 {
			return n, nil
		}
	}
	return 0, fmt.Errorf("%w: the length of a case has no end", ErrArchive)
}

var errCutOff = fmt.Errorf("%w: cut off", ErrArchive)

// slicer cuts what it reads out of larger pieces.
type slicer struct {
	*bufio.Reader
	room []byte
}

// slice reads n bytes. For a large claim it asks for no more memory than there are bytes.
func (s *slicer) slice(n int) ([]byte, error) {
	const piece = 1 << 16
	var b []byte
	if n <= piece {
		if len(s.room) < n {
			s.room = make([]byte, piece)
		}
		b, s.room = s.room[:n:n], s.room[n:]
		_, err := io.ReadFull(s, b)
		return b, cutOff(err)
	}
	for len(b) < n {
		more := min(n-len(b), piece)
		b = append(b, make([]byte, more)...)
		if _, err := io.ReadFull(s, b[len(b)-more:]); err != nil {
			return nil, cutOff(err)
		}
	}
	return b, nil
}

func cutOff(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return errCutOff
	}
	return err
}

// decoder reads stored cases. It keeps the texts, of which an archive has few different ones, and the room for events.
type decoder struct {
	rest   []byte
	bad    bool
	recent [64]string // texts by their ends: most are the same from case to case
	texts  map[string]string
	events []Event
}

// keptTexts is how many texts a decoder keeps: customers may be many.
const keptTexts = 10_000

// decode reads one stored case. Its events are in the decoder's room.
func (d *decoder) decode(body []byte, c *Case) error {
	d.rest, d.bad = body, false
	if version := d.byte(); version != archiveVersion {
		return fmt.Errorf("%w: version %d, this program knows %d", ErrArchive, version, archiveVersion)
	}
	c.Customer, c.Segment = care.CustomerRef(d.text()), care.SegmentRef(d.text())
	c.Channel, c.Topic = care.Channel(d.text()), Topic(d.text())
	c.Plan = d.ref()
	d.events = d.events[:0]
	var at, seq int64
	for n := d.uvarint(); n > 0 && !d.bad; n-- {
		d.events = append(d.events, Event{})
		d.event(&d.events[len(d.events)-1], &at, &seq)
	}
	c.Events = d.events
	if d.bad || len(d.rest) > 0 {
		return fmt.Errorf("%w: a case cannot be read", ErrArchive)
	}
	return nil
}

var kindsByRank = func() (kinds [14]Kind) {
	for k := range kindTerms.All() {
		kinds[k.rank()] = k
	}
	return kinds
}()

func (d *decoder) event(e *Event, at, seq *int64) {
	kind, flags := d.byte(), d.byte()
	if kind == 0 || int(kind) >= len(kindsByRank) {
		d.bad = true
		return
	}
	e.Kind = kindsByRank[kind]
	*at += d.varint()
	*seq += d.varint()
	e.At, e.Seq = time.UnixMicro(*at), *seq
	if flags&flagPause != 0 {
		e.Pause = PauseReason(d.text())
	}
	if flags&flagTarget != 0 {
		e.Target = TargetCode(d.text())
	}
	if flags&flagPriority != 0 {
		e.Priority = Priority(d.text())
	}
	if flags&flagTeam != 0 {
		e.Team = care.StaffRef(d.text())
	}
	if flags&flagPlan != 0 {
		e.Plan = d.ref()
	}
	e.Honour, e.Retroactive = flags&flagHonour != 0, flags&flagRetroactive != 0
}

func (d *decoder) ref() Ref {
	return Ref{AgreementCode(d.text()), int(d.varint()), CalendarCode(d.text()), int(d.varint())}
}

func (d *decoder) byte() byte {
	if len(d.rest) == 0 {
		d.bad = true
		return 0
	}
	b := d.rest[0]
	d.rest = d.rest[1:]
	return b
}

func (d *decoder) uvarint() uint64 {
	v, n := binary.Uvarint(d.rest)
	return skip(d, v, n)
}

func (d *decoder) varint() int64 {
	v, n := binary.Varint(d.rest)
	return skip(d, v, n)
}

func skip[T int64 | uint64](d *decoder, v T, n int) T {
	if n <= 0 {
		d.bad = true
		return 0
	}
	d.rest = d.rest[n:]
	return v
}

func (d *decoder) text() string {
	n := d.uvarint()
	if n > uint64(len(d.rest)) {
		d.bad = true
	}
	if d.bad || n == 0 {
		return ""
	}
	b := d.rest[:n]
	d.rest = d.rest[n:]
	recent := &d.recent[(b[0]+b[n-1]+byte(n))%64]
	if *recent != string(b) {
		*recent = d.kept(b)
	}
	return *recent
}

// kept is a text that was met before, or a new one.
func (d *decoder) kept(b []byte) string {
	if text, ok := d.texts[string(b)]; ok {
		return text
	}
	if d.texts == nil || len(d.texts) >= keptTexts {
		d.texts = map[string]string{}
	}
	text := string(b)
	d.texts[text] = text
	return text
}
