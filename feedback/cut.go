package feedback

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/storage"
)

// Cell is where an answer belongs: what was asked, when the customer was invited, and the circumstances as they were then.
type Cell struct {
	Survey   string          `json:"survey"`
	Question string          `json:"question"`
	Kind     Kind            `json:"kind"`
	Factor   care.Factor     `json:"factor,omitempty"`
	Month    calendar.Date   `json:"month"` // its first day
	Segment  care.SegmentRef `json:"segment,omitempty"`
	Channel  care.Channel    `json:"channel,omitempty"`
	Place    care.PlaceRef   `json:"place,omitempty"`
	Product  care.ProductRef `json:"product,omitempty"`
	Staff    care.StaffRef   `json:"staff,omitempty"`
}

// Rollup is the counts of one cell. A year of a company is some thousand of them, however many answered.
type Rollup struct {
	ID      storage.ID[Rollup] `json:"id"`
	Version int64              `json:"version"`
	Cell    Cell               `json:"cell"`
	Hash    string             `json:"hash"` // of the cell, to find it by
	Counts  Counts             `json:"counts"`
}

func (c Cell) hash() string {
	text, _ := json.Marshal(c) // strings and a date: it has a JSON form
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// Cut adds rollups up by whatever of the cell is of interest, and leaves the rest out:
//
//	byShop := feedback.Cut(rollups, func(c feedback.Cell) care.PlaceRef { return c.Place })
//
// A by that returns a struct cuts by several things at once.
func Cut[K comparable](rollups []Rollup, by func(Cell) K) map[K]Counts {
	cut := map[K]Counts{}
	for i := range rollups {
		key := by(rollups[i].Cell)
		cut[key] = cut[key].Plus(rollups[i].Counts)
	}
	return cut
}

// Only is the rollups of one question.
func Only(rollups []Rollup, question string) []Rollup {
	var kept []Rollup
	for _, r := range rollups {
		if r.Cell.Question == question {
			kept = append(kept, r)
		}
	}
	return kept
}
