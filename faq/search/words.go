package search

import (
	"hash/maphash"
	"iter"
	"slices"
	"strings"
	"sync/atomic"
)

// word is a word that occurs in some document, or the fold of one.
type word struct {
	id      uint32
	fold    uint32               // the word without its marks, which may be itself
	key     string               // of a fold: its letters
	surface string               // as it was first written, in lower case
	exact   atomic.Int32         // live documents in which it stands with exactly these marks
	docs    atomic.Int32         // of a fold: live documents in which any word of this fold stands
	posts   atomic.Pointer[list] // of a fold: their postings
	forms   atomic.Pointer[list] // of a fold: the other words of this fold
	digits  bool
}

func (s *Snapshot) hash(key []byte) uint64 { return maphash.Bytes(s.index.seed, key) | 1 } // no key is 0

// wordID is the id of a word, which is new if need be.
func (s *Snapshot) wordID(t *tokens, w token, surface string) uint32 {
	exact := t.exact(w)
	hash := s.hash(exact)
	if known := s.byKey.find(hash); known != nil {
		return known.id
	}
	if w.fold == w.exact {
		return s.newWord(hash, uint32(len(s.words)), exact, surface, w.digits)
	}
	fold := t.fold(w)
	foldHash := s.hash(fold)
	var foldID uint32
	if known := s.byKey.find(foldHash); known != nil {
		foldID = known.id
	} else {
		foldID = s.newWord(foldHash, uint32(len(s.words)), fold, string(fold), w.digits)
	}
	return s.newWord(hash, foldID, exact, surface, w.digits)
}

func (s *Snapshot) newWord(hash uint64, fold uint32, key []byte, surface string, digits bool) uint32 {
	w := &word{id: uint32(len(s.words)), fold: fold, surface: strings.Clone(strings.ToLower(surface)), digits: digits}
	s.words, s.folds = append(s.words, w), append(s.folds, fold)
	s.byKey = s.byKey.put(s.byKey.at(hash), hash, w)
	if fold != w.id {
		forms := &s.words[fold].forms
		forms.Store(forms.Load().with(w.id, false))
		return w.id
	}
	w.key = string(key)
	for key := range beginnings(key) {
		s.enter(key, w.id)
	}
	if !digits {
		for gram := range gramsOf(key) {
			s.enter(gram, w.id)
		}
	}
	return w.id
}

// enter lists a word under a gram or a beginning, once.
func (s *Snapshot) enter(key uint64, id uint32) {
	slot := s.grams.at(key)
	if l := slot.value.Load(); l == nil || l.posts[len(l.posts)-1] != id {
		s.grams = s.grams.put(slot, key, l.with(id, false))
	}
}

// gramsOf yields the three-letter parts of a folded word, which begins and ends with a gap. Letters outside ASCII count by their bytes.
func gramsOf(fold []byte) iter.Seq[uint64] {
	const three, kind = 1<<24 - 1, 1 << 24
	return func(yield func(uint64) bool) {
		gram := uint64(' ')
		for i, c := range fold {
			gram = gram<<8 | uint64(c)
			if i > 0 && !yield(gram&three|kind) {
				return
			}
		}
		if len(fold) > 0 {
			yield((gram<<8|' ')&three | kind)
		}
	}
}

// beginnings yields the keys under which a folded word is found by its first byte and its first two.
func beginnings(fold []byte) iter.Seq[uint64] {
	const kind = 2 << 24
	return func(yield func(uint64) bool) {
		if len(fold) > 0 && yield(kind|uint64(fold[0])) && len(fold) > 1 {
			yield(kind | uint64(fold[0])<<8 | uint64(fold[1]))
		}
	}
}

// pairKey is the key of two words that follow each other, by the ids of their folds.
func pairKey(a, b uint32) uint64 { return wordKey(a) | (uint64(b) + 1) }

// wordKey is the key of one word among those of pairs.
func wordKey(id uint32) uint64 { return (uint64(id) + 1) << 32 }

// singleWord reports whether a key is that of a word rather than of a pair, and the word.
func singleWord(key uint64) (id uint32, single bool) { return uint32(key>>32) - 1, uint32(key) == 0 }

// keysOf yields the fold of each word and each pair of a document once, with how often it stands there.
func (s *Snapshot) keysOf(d *doc) iter.Seq2[uint64, int] {
	keys := s.index.keys[:0]
	const none = wholeBit
	last, ends := uint32(none), d.ends
	for i, w := range d.words {
		for len(ends) > 0 && int(ends[0]) <= i {
			last, ends = none, ends[1:]
		}
		id := s.folds[w&^wholeBit]
		keys = append(keys, wordKey(id))
		if w&wholeBit != 0 {
			continue
		}
		if last != none {
			keys = append(keys, pairKey(last, id))
		}
		last = id
	}
	slices.Sort(keys)
	s.index.keys = keys
	return func(yield func(uint64, int) bool) {
		for i := 0; i < len(keys); {
			from := i
			for i < len(keys) && keys[i] == keys[from] {
				i++
			}
			if !yield(keys[from], i-from) {
				return
			}
		}
	}
}

// formsOf are the words of a document, each once.
func (s *Snapshot) formsOf(d *doc) []uint64 {
	ids := s.index.keys[:0]
	for _, w := range d.words {
		ids = append(ids, uint64(w&^wholeBit))
	}
	slices.Sort(ids)
	s.index.keys = ids
	return slices.Compact(ids)
}
