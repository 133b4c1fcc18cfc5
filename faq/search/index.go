package search

import (
	"hash/maphash"
	"iter"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/chamsoc/chamsoc/care"
)

// Index finds entries. Any number of goroutines may search it while entries are put and removed; searches wait for nobody. Make it with [New].
type Index struct {
	mu      sync.Mutex // one writer at a time
	numbers map[string]uint32
	reading tokens
	keys    []uint64
	seed    maphash.Seed

	current atomic.Pointer[Snapshot]
	scratch sync.Pool // of *search
}

// Snapshot is the index as it was at one moment: its entries stay as they are while the index goes on. The statistics by which words are weighed may be
// newer by what was put since, where that has touched the same words.
type Snapshot struct {
	index  *Index
	words  []*word
	folds  []uint32 // the fold of each word
	byKey  *table[word]
	pairs  *table[list]
	grams  *table[list] // words by three letters of their folds, and by how they begin
	docs   []*doc
	dead   []uint64 // a bit for each document
	live   int
	length int // of all live documents, in words
	weight [256]float32
	// What the phrasings are about.
	topicShares [maxTopics]uint32 // sums over the live documents
	topics      [maxTopics]commonTopic
	silence     float32 // of all slopes
}

// doc is an entry taken apart.
type doc struct {
	entry  Entry
	length int
	words  []uint32 // ids, in order; with wholeBit: the whole of a code, which no pair goes over
	ends   []uint32 // where each phrasing and sentence ends in words
	topics []topicShare
}

const wholeBit = 1 << 31

// New returns an empty index.
func New() *Index {
	x := &Index{numbers: map[string]uint32{}, seed: maphash.MakeSeed()}
	x.scratch.New = func() any { return new(search) }
	x.current.Store(x.empty())
	return x
}

func (x *Index) empty() *Snapshot {
	const size = 1024
	return &Snapshot{index: x, byKey: newTable[word](size), pairs: newTable[list](size), grams: newTable[list](size)}
}

// Snapshot is the index as it is now.
func (x *Index) Snapshot() *Snapshot { return x.current.Load() }

// Len is how many entries there are.
func (s *Snapshot) Len() int { return s.live }

// Entries yields the entries in the order in which they were put. They are not to be changed.
func (s *Snapshot) Entries() iter.Seq[*Entry] {
	return func(yield func(*Entry) bool) {
		for number, d := range s.docs {
			if s.alive(uint32(number)) && !yield(&d.entry) {
				return
			}
		}
	}
}

// Put adds entries, and replaces those with the same ids. A search sees all of them or none. Entries that cannot be held are refused with
// *care.Invalid, and then nothing has changed.
//
// It costs some tens of microseconds an entry. Once in as many replaced entries as there are, it also clears away what those left behind; the new
// entries are found before that.
func (x *Index) Put(entries ...Entry) error {
	var p care.Problems
	for i := range entries {
		entries[i].problems(&p, i)
	}
	if err := p.Err(); err != nil {
		return err
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	old := x.current.Load()
	if len(old.docs)+len(entries) > maxDocs {
		return care.Refuse("", CodeFull.With(care.NewFact("limit", maxDocs)))
	}
	next := *old
	next.dead = slices.Clone(next.dead)
	private := len(old.docs) == 0 // nobody reads the lists of an index without documents
	for _, e := range entries {
		if number, ok := x.numbers[e.ID]; ok {
			next.bury(number)
		}
		x.numbers[e.ID] = next.add(e, private)
	}
	x.publish(&next)
	return nil
}

// Remove takes entries out. An id that is not there is no error.
func (x *Index) Remove(ids ...string) {
	x.mu.Lock()
	defer x.mu.Unlock()
	next := *x.current.Load()
	next.dead = slices.Clone(next.dead)
	for _, id := range ids {
		if number, ok := x.numbers[id]; ok {
			next.bury(number)
			delete(x.numbers, id)
		}
	}
	x.publish(&next)
}

// publish lets searches see the snapshot, and makes it anew if most of it is dead.
func (x *Index) publish(s *Snapshot) {
	s.settle()
	x.current.Store(s)
	const few = 1000
	if dead := len(s.docs) - s.live; dead <= few || dead <= s.live {
		return
	}
	fresh := x.empty()
	for number, d := range s.docs {
		if s.alive(uint32(number)) {
			x.numbers[d.entry.ID] = fresh.add(d.entry, true)
		}
	}
	fresh.settle()
	x.current.Store(fresh)
}

// settle computes what all searches of the snapshot share.
func (s *Snapshot) settle() {
	mean := s.meanLength()
	for class := range s.weight {
		s.weight[class] = saturation(float32(class>>5+1), lengthOf(uint8(class&31)), mean)
	}
	s.settleTopics()
}

func (s *Snapshot) meanLength() float32 { return float32(max(1, s.length)) / float32(max(1, s.live)) }

func (s *Snapshot) alive(doc uint32) bool { return s.dead[doc/64]>>(doc%64)&1 == 0 }

// add appends a document and returns its number.
func (s *Snapshot) add(e Entry, private bool) uint32 {
	number := uint32(len(s.docs))
	d := &doc{entry: e}
	var named topicCounts
	for _, p := range e.Phrasings {
		s.read(d, p)
		named.add(s.index.reading.topics())
	}
	d.topics = named.shares(len(e.Phrasings))
	for _, t := range d.topics {
		s.topicShares[t.topic] += uint32(t.share)
	}
	s.read(d, e.Answer)
	d.words, d.ends = slices.Clone(d.words), slices.Clone(d.ends) // without room for more
	for _, w := range d.words {
		if w&wholeBit == 0 {
			d.length++
		}
	}
	s.docs = append(s.docs, d)
	if int(number)/64 >= len(s.dead) {
		s.dead = append(s.dead, 0)
	}
	s.live, s.length = s.live+1, s.length+d.length
	for key, count := range s.keysOf(d) {
		p := posting(number, count, d.length)
		if id, single := singleWord(key); single {
			w := s.words[id]
			w.posts.Store(w.posts.Load().with(p, private))
			w.docs.Add(1)
		} else {
			slot := s.pairs.at(key)
			s.pairs = s.pairs.put(slot, key, slot.value.Load().with(p, private))
		}
	}
	for _, id := range s.formsOf(d) {
		s.words[id].exact.Add(1)
	}
	return number
}

// bury marks a document as removed.
func (s *Snapshot) bury(number uint32) {
	d := s.docs[number]
	s.dead[number/64] |= 1 << (number % 64)
	s.live, s.length = s.live-1, s.length-d.length
	for _, t := range d.topics {
		s.topicShares[t.topic] -= uint32(t.share)
	}
	for key := range s.keysOf(d) {
		if id, single := singleWord(key); single {
			w := s.words[id]
			w.posts.Store(w.posts.Load().withDead())
			w.docs.Add(-1)
		} else {
			slot := s.pairs.at(key)
			slot.value.Store(slot.value.Load().withDead())
		}
	}
	for _, id := range s.formsOf(d) {
		s.words[id].exact.Add(-1)
	}
}

// read appends the words of a text to a document. Sentences end where pairs of words do.
func (s *Snapshot) read(d *doc, text string) {
	t := &s.index.reading
	t.read(text)
	for i, w := range t.all {
		if i > 0 && w.parts == 0 && endsSentence(text[t.all[i-1].end:w.start]) {
			d.ends = append(d.ends, uint32(len(d.words)))
		}
		id := s.wordID(t, w, text[w.start:w.end])
		if w.parts > 0 {
			id |= wholeBit
		}
		d.words = append(d.words, id)
	}
	d.ends = append(d.ends, uint32(len(d.words)))
}

func endsSentence(gap string) bool {
	return strings.ContainsAny(gap, "?!\n") || strings.Contains(gap, ". ")
}
