package calendar

import (
	"encoding/binary"
	"fmt"
	"hash/fnv"
)

// Digest returns 16 hexadecimal digits that stand for everything the calendar says is
// open from one date to another, both included. Two calendars with the same digest
// open and close at the same instants there, but for a chance of one in 2⁶⁴; how the
// hours are written, and names, do not matter.
//
// A host that stores it beside the times it has promised can notice later that its
// calendar would now answer otherwise though nobody has edited it: because the rules of
// the time zone have changed, which governments do at short notice, and a newer time
// zone database is installed. What was promised stays until the host decides.
func (c *Calendar) Digest(from, to Date) (string, error) {
	if _, err := c.coveringDate(from, c.last); err != nil {
		return "", err
	}
	if _, err := c.coveringDate(to, c.last); err != nil {
		return "", err
	}
	periods, err := c.Periods(from.Start(c.zone), to.End(c.zone))
	if err != nil {
		return "", err
	}
	hash := fnv.New64a()
	var buf [16]byte
	for p := range periods {
		binary.BigEndian.PutUint64(buf[:], uint64(p.Start.Unix()))
		binary.BigEndian.PutUint64(buf[8:], uint64(p.End.Unix()))
		hash.Write(buf[:])
	}
	return fmt.Sprintf("%016x", hash.Sum64()), nil
}
