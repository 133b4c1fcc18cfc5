package ordered

import (
	"bytes"
	"encoding/binary"
	"errors"

	"github.com/google/uuid"

	"github.com/chamsoc/chamsoc/storage"
)

func lesser(a, b []byte) []byte {
	if bytes.Compare(a, b) < 0 {
		return a
	}
	return b
}

func greater(a, b []byte) []byte {
	if bytes.Compare(a, b) > 0 {
		return a
	}
	return b
}

// A stored record is: id, version, length of the fields, fields, body. The fields are kept so that a later Put finds the index entries
// to remove; reads leap over them.
func encodeRecord(r storage.Record) []byte {
	var scratch [512]byte
	fields := appendFields(scratch[:0], r.Fields)
	b := make([]byte, 0, 16+2*binary.MaxVarintLen32+len(fields)+len(r.Body))
	b = append(b, r.ID[:]...)
	b = binary.AppendUvarint(b, uint64(r.Version))
	b = binary.AppendUvarint(b, uint64(len(fields)))
	b = append(b, fields...)
	return append(b, r.Body...)
}

func appendFields(b []byte, fields []storage.Value) []byte {
	for _, v := range fields {
		b = append(b, byte(v.Kind()))
		switch v.Kind() {
		case 0:
		case storage.KindText, storage.KindDate:
			b = binary.AppendUvarint(b, uint64(len(v.Text())))
			b = append(b, v.Text()...)
		case storage.KindUUID:
			u := v.UUID()
			b = append(b, u[:]...)
		default:
			b = binary.AppendVarint(b, v.Int())
		}
	}
	return b
}

var errCorrupt = errors.New("ordered: a stored record cannot be read: the engine returned other bytes than were set")

// decoder reads a stored record; after the first fault it stays at the fault.
type decoder struct {
	b    []byte
	text string // ends as b does; texts are parts of it
	bad  bool
}

func (d *decoder) take(n int) []byte {
	if d.bad || n < 0 || n > len(d.b) {
		d.bad = true
		return nil
	}
	t := d.b[:n]
	d.b = d.b[n:]
	return t
}

func (d *decoder) uvarint() int {
	v, n := binary.Uvarint(d.b)
	d.take(max(n, -n))
	d.bad = d.bad || n <= 0 || v > 1<<62
	return int(v)
}

func (d *decoder) varint() int64 {
	v, n := binary.Varint(d.b)
	d.take(max(n, -n))
	d.bad = d.bad || n <= 0
	return v
}

func (d *decoder) takeText() string {
	n := d.uvarint()
	from := len(d.text) - len(d.b)
	if d.take(n); d.bad {
		return ""
	}
	return d.text[from : from+n]
}

// decodeRecord reads id, version and body, and the fields only when asked, appending them to those given. The body shares the stored bytes.
func decodeRecord(b []byte, fields []storage.Value, withFields bool) (storage.Record, error) {
	d := decoder{b: b}
	var r storage.Record
	copy(r.ID[:], d.take(16))
	r.Version = int64(d.uvarint())
	stored := decoder{b: d.take(d.uvarint())}
	if withFields {
		stored.text = string(stored.b)
		for len(stored.b) > 0 && !stored.bad {
			fields = append(fields, stored.value())
		}
		r.Fields = fields
	}
	if d.bad || stored.bad {
		return storage.Record{}, errCorrupt
	}
	r.Body = d.b[:len(d.b):len(d.b)]
	return r, nil
}

func (d *decoder) value() storage.Value {
	kind := d.take(1)
	if d.bad {
		return storage.Value{}
	}
	switch storage.Kind(kind[0]) {
	case 0:
		return storage.Value{}
	case storage.KindText:
		return storage.TextOf(d.takeText())
	case storage.KindDate:
		return storage.DateOf(d.takeText())
	case storage.KindUUID:
		var u uuid.UUID
		copy(u[:], d.take(16))
		return storage.UUIDOf(u)
	case storage.KindInt:
		return storage.IntOf(d.varint())
	case storage.KindBool:
		return storage.BoolOf(d.varint() != 0)
	case storage.KindTime:
		return storage.InstantOf(d.varint())
	}
	d.bad = true
	return storage.Value{}
}
