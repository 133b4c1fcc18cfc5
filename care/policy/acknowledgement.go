package policy

import (
	"strconv"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/stats"
	"github.com/chamsoc/chamsoc/storage"
)

// DocumentKind says what a Document is an edition of. The zero DocumentKind is unknown.
type DocumentKind string

// The kinds of document.
const (
	DocumentPolicy    DocumentKind = "policy"
	DocumentProcedure DocumentKind = "procedure"
)

var documentKinds = care.NewTerms(
	care.NewTerm(DocumentPolicy, "Chính sách", "Policy"),
	care.NewTerm(DocumentProcedure, "Quy trình", "Procedure"),
)

// Terms lists the kinds of document.
func (DocumentKind) Terms() care.Terms[DocumentKind] { return documentKinds }

// Document names one published edition: of a policy, or of a procedure.
type Document struct {
	Kind    DocumentKind `json:"kind"`
	Code    string       `json:"code"`
	Edition int          `json:"edition"`
}

// key is what tells documents apart, in one text.
func (d Document) key() string {
	return string(d.Kind) + "/" + d.Code + "/" + strconv.Itoa(d.Edition)
}

// Acknowledgement is the word of one person of the staff that this edition was read: who read which edition, and when.
type Acknowledgement struct {
	ID       storage.ID[Acknowledgement] `json:"id"`
	Version  int64                       `json:"version"`
	Document Document                    `json:"document"`
	Staff    care.StaffRef               `json:"staff"`
	At       time.Time                   `json:"at"`       // when it was read
	Recorded time.Time                   `json:"recorded"` // when this was written down
}

// Coverage says which of the staff have read an edition.
type Coverage struct {
	Read    stats.Share     `json:"read"`    // of those who should
	Missing []care.StaffRef `json:"missing"` // those who have not, in the order given
}

// CoverageOf counts who of the given staff has acknowledged a document. Words of others, such as of those who have left, and for other editions do not count;
// somebody who is named twice counts once.
func CoverageOf(d Document, staff []care.StaffRef, words []Acknowledgement) (c Coverage) {
	read := map[care.StaffRef]bool{}
	for _, w := range words {
		if w.Document == d {
			read[w.Staff] = true
		}
	}
	counted := map[care.StaffRef]bool{}
	for _, s := range staff {
		if counted[s] {
			continue
		}
		counted[s] = true
		c.Read.Of++
		if read[s] {
			c.Read.Yes++
		} else {
			c.Missing = append(c.Missing, s)
		}
	}
	return c
}
