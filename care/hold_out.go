package care

import (
	"crypto/sha256"
	"encoding/binary"
)

// HeldOut reports whether a subject of a trial, such as a customer of a promotion, belongs to the share that is offered nothing, so that the effect of the offer can be
// known. It is by chance, but of one trial and subject it is always the same, whoever asks and however often. A share of 0 holds nobody out, one of 1 everybody.
func HeldOut(trial, subject string, share float64) bool {
	sum := sha256.Sum256([]byte(trial + "/" + subject))
	return float64(binary.BigEndian.Uint64(sum[:8])>>11)/(1<<53) < share
}
