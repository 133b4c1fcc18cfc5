package stats

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"time"
)

// The text of a histogram is "h1." and, in unpadded URL base64: accuracy (8 bytes), half-life in microseconds, epoch, count, and number of buckets (varints),
// then for each bucket that is not empty how many were skipped (varint) and its weight (8 bytes). A later form will have another beginning.
const textForm = "h1."

// mostText bounds what is decoded: all buckets of the finest scale.
const mostText = 32 << 10

// heaviest bounds stored weights, so that sums of them stay finite.
const heaviest = 1e150

// AppendText appends the text of the histogram to b. It never fails.
func (h Histogram) AppendText(b []byte) ([]byte, error) {
	raw := binary.LittleEndian.AppendUint64(nil, math.Float64bits(h.scale.Accuracy))
	raw = binary.AppendVarint(raw, h.scale.HalfLife.Microseconds())
	raw = binary.AppendVarint(raw, h.epoch)
	raw = binary.AppendVarint(raw, h.count)
	filled := 0
	for _, w := range h.weights {
		if w > 0 {
			filled++
		}
	}
	raw = binary.AppendUvarint(raw, uint64(filled))
	next := 0
	for i, w := range h.weights {
		if w > 0 {
			raw = binary.AppendUvarint(raw, uint64(h.first+i-next))
			raw = binary.LittleEndian.AppendUint64(raw, math.Float64bits(w))
			next = h.first + i + 1
		}
	}
	return base64.RawURLEncoding.AppendEncode(append(b, textForm...), raw), nil
}

// MarshalText returns the text of the histogram, which is how it is stored. It never fails.
func (h Histogram) MarshalText() ([]byte, error) { return h.AppendText(nil) }

// UnmarshalText reads what AppendText wrote, and empty text as the zero Histogram. It refuses everything else, and then changes nothing.
func (h *Histogram) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*h = Histogram{}
		return nil
	}
	if len(text) > mostText || string(text[:min(len(text), len(textForm))]) != textForm {
		return fmt.Errorf("stats: this is not a stored histogram: it must start with %q and have at most %d characters", textForm, mostText)
	}
	if bytes.ContainsAny(text, "\r\n") { // which base64 would skip
		return errDamaged
	}
	raw, err := base64.RawURLEncoding.Strict().AppendDecode(nil, text[len(textForm):])
	if err != nil {
		return fmt.Errorf("stats: a stored histogram is damaged: %w", err)
	}
	read, err := decodeHistogram(&reader{rest: raw})
	if err != nil {
		return err
	}
	*h = read
	return nil
}

var errDamaged = errors.New("stats: a stored histogram is damaged: it was cut or changed")

func decodeHistogram(r *reader) (h Histogram, err error) {
	h.scale.Accuracy = math.Float64frombits(r.bits())
	life := r.varint()
	if life < 0 || life > longestHalfLife.Microseconds() {
		return Histogram{}, errDamaged
	}
	h.scale.HalfLife = time.Duration(life) * time.Microsecond
	if err := h.scale.check(); err != nil {
		return Histogram{}, err
	}
	h.epoch, h.count = r.varint(), r.varint()
	filled, next, last := r.uvarint(), 0, uint64(h.scale.last())
	if filled > last+1 || h.count < 0 || uint64(h.count) < filled || h.epoch < yearOne || h.epoch > yearTenThousand {
		return Histogram{}, errDamaged
	}
	for range filled {
		skipped, weight := r.uvarint(), math.Float64frombits(r.bits())
		if r.short || skipped > last-min(uint64(next), last) || uint64(next) > last || !(weight > 0 && weight <= heaviest) {
			return Histogram{}, errDamaged
		}
		h.add(next+int(skipped), weight)
		next += int(skipped) + 1
	}
	if r.short || len(r.rest) > 0 || h.scale.HalfLife == 0 && (h.epoch != 0 || h.total != float64(h.count)) {
		return Histogram{}, errDamaged
	}
	return h, nil
}

// reader takes numbers off stored bytes; short says that they did not suffice, or that a number was not written in its shortest form.
type reader struct {
	rest  []byte
	short bool
}

func (r *reader) bits() uint64 {
	if len(r.rest) < 8 {
		r.rest, r.short = nil, true
		return 0
	}
	value := binary.LittleEndian.Uint64(r.rest)
	r.rest = r.rest[8:]
	return value
}

func (r *reader) uvarint() uint64 {
	value, n := binary.Uvarint(r.rest)
	if n <= 0 || n > 1 && r.rest[n-1] == 0 {
		r.rest, r.short = nil, true
		return 0
	}
	r.rest = r.rest[n:]
	return value
}

func (r *reader) varint() int64 {
	zigzag := r.uvarint()
	return int64(zigzag>>1) ^ -int64(zigzag&1)
}
