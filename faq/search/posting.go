package search

import (
	"math/bits"
)

// list is the postings of a word or of a pair of words: for each document, in order, its number and the class of its weight. A list that readers may
// hold is never changed, but a longer one may share its memory.
type list struct {
	posts []uint32
	dead  int // of removed documents
}

// maxDocs is how many documents a number in a posting can tell apart.
const maxDocs = 1 << 24

func posting(doc uint32, count, length int) uint32 {
	return doc<<8 | uint32(weightClass(count, length))
}

// weightClass packs how often a word stands in a document, up to 8 times, with the document's length in steps of an eighth to a quarter. The first
// look at documents works with that; those that it finds are weighed exactly.
func weightClass(count, length int) uint8 {
	return uint8(min(count, 8)-1)<<5 | lengthClass(length)
}

func lengthClass(length int) uint8 {
	if length < 8 {
		return uint8(length)
	}
	exponent := bits.Len(uint(length)) - 4 // 0 for 8 to 15
	return uint8(min(31, 8+4*exponent+length>>(exponent+1)&3))
}

// lengthOf is the middle of a class of lengths.
func lengthOf(class uint8) float32 {
	if class < 8 {
		return float32(class)
	}
	step := 1 << ((class-8)/4 + 1)
	return float32((4+int(class-8)%4)*step) + float32(step-1)/2
}

// visible are the postings of documents below n, and how many of those documents are alive.
func (l *list) visible(n uint32) (posts []uint32, live int) {
	if l == nil {
		return nil, 0
	}
	posts = l.posts
	for len(posts) > 0 && posts[len(posts)-1]>>8 >= n {
		posts = posts[:len(posts)-1]
	}
	return posts, max(0, len(posts)-l.dead)
}

// with is the list with one more at its end. A private list, which no reader has, is changed in place.
func (l *list) with(p uint32, private bool) *list {
	if l == nil {
		return &list{posts: []uint32{p}}
	}
	if private {
		l.posts = append(l.posts, p)
		return l
	}
	return &list{append(l.posts, p), l.dead}
}

// withDead is the list with one document less alive.
func (l *list) withDead() *list { return &list{l.posts, l.dead + 1} }
