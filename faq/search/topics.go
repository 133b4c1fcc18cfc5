package search

import (
	_ "embed"
	"math"
	"math/bits"
	"strings"
	"sync"
)

// topicsText are the words for the topics: what customers ask about, a topic a line. They were written by hand for this package, from what shops and
// banks are asked, and are under its licence. No question of a public set was copied, but whoever wrote them knew what Banking77 is about.
//
//go:embed topics.txt
var topicsText string

// maxTopics is how many topics there may be.
const maxTopics = 128

// topicSet is a bit for each topic.
type topicSet [maxTopics / 64]uint64

func (s *topicSet) add(topic uint8)      { s[topic/64] |= 1 << (topic % 64) }
func (s *topicSet) remove(topic uint8)   { s[topic/64] &^= 1 << (topic % 64) }
func (s *topicSet) has(topic uint8) bool { return s[topic/64]>>(topic%64)&1 == 1 }
func (s *topicSet) empty() bool          { return *s == topicSet{} }

// form is a word or phrase, and the topics that it names.
type form struct {
	topics []uint8
	longer bool // it begins a longer one
}

// topicForms are the forms of all topics by the folds of their words with a space between.
var topicForms = sync.OnceValue(func() map[string]form {
	forms, topic := map[string]form{}, uint8(0)
	var t tokens
	for line := range strings.Lines(topicsText) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		for text := range strings.SplitSeq(line, ",") {
			t.read(text)
			key := ""
			for i, w := range t.all {
				if i > 0 {
					f := forms[key]
					f.longer = true
					forms[key], key = f, key+" "
				}
				key += string(t.fold(w))
			}
			f := forms[key]
			f.topics = append(f.topics, topic)
			forms[key] = f
		}
		topic++
	}
	return forms
})

// topics are the topics that a text names.
func (t *tokens) topics() (set topicSet) {
	forms := topicForms()
	for i, w := range t.all {
		if w.parts > 0 {
			continue
		}
		t.phrase = append(t.phrase[:0], t.fold(w)...)
		f, ok := forms[string(t.phrase)]
		for next := i + 1; ok; next++ {
			for _, topic := range f.topics {
				set.add(topic)
			}
			for next < len(t.all) && t.all[next].parts > 0 {
				next++
			}
			if !f.longer || next >= len(t.all) {
				break
			}
			t.phrase = append(append(t.phrase, ' '), t.fold(t.all[next])...)
			f, ok = forms[string(t.phrase)]
		}
	}
	return set
}

// topicShare says which share of an entry's phrasings name a topic, in 255ths.
type topicShare struct{ topic, share uint8 }

// topicCounts counts the phrasings of an entry that name each topic.
type topicCounts [maxTopics]uint16

func (c *topicCounts) add(set topicSet) {
	for half, bit := range set {
		for ; bit != 0; bit &= bit - 1 {
			c[half*64+bits.TrailingZeros64(bit)]++
		}
	}
}

func (c *topicCounts) shares(phrasings int) []topicShare {
	n := 0
	for _, count := range c {
		if count > 0 {
			n++
		}
	}
	if n == 0 {
		return nil
	}
	shares := make([]topicShare, 0, n)
	for topic, count := range c {
		if count > 0 {
			shares = append(shares, topicShare{uint8(topic), uint8(max(1, (int(count)*255+phrasings/2)/phrasings))})
		}
	}
	return shares
}

// A share that few phrasings tell is taken to be nearer to that of all entries, as if so many more phrasings were like these. And no topic is certain, nor
// impossible.
const (
	topicPrior = 2
	topicFloor = .03
)

// commonTopic is what all entries together say of a topic.
type commonTopic struct {
	share  float32 // of phrasings that name it
	rarity float32 // how much its being named says
	// How likely it is to be named and not to be, as logarithms, and how that changes with the share.
	named, silent, slope float32
}

// logNamed and logSilent are the logarithms of how likely a topic is to be named, and not to be, by its share in 255ths.
var logNamed, logSilent = logShares()

func logShares() (named, silent [256]float32) {
	for i := range named {
		share := float64(i) / 255
		named[i], silent[i] = float32(math.Log(share+topicFloor)), float32(math.Log(1+topicFloor-share))
	}
	return named, silent
}

// settleTopics computes what all searches share of the topics.
func (s *Snapshot) settleTopics() {
	s.silence = 0
	n := float64(max(1, s.live))
	for topic, sum := range s.topicShares {
		share := float64(sum) / 255 / n
		c := commonTopic{
			share: float32(share), rarity: float32(-math.Log(share + .5/n)),
			named: float32(math.Log(share + topicFloor)), silent: float32(math.Log(1 + topicFloor - share)), slope: float32(share / (1 + topicFloor - share)),
		}
		s.topics[topic], s.silence = c, s.silence+c.slope
	}
}

// shared is the share of an entry's phrasings, sure of them, that name a topic.
func (c *commonTopic) shared(share uint8, sure float32) float32 {
	return c.share + (float32(share)/255-c.share)*sure
}

// class is the same in 255ths.
func (c *commonTopic) class(share uint8, sure float32) uint8 {
	return uint8(c.shared(share, sure)*255 + .5)
}

// sureOf is how much the shares of an entry are its own, rather than those of all entries.
func sureOf(d *doc) float32 {
	n := float32(len(d.entry.Phrasings))
	return n / (n + topicPrior)
}

// likelyTopics reckons how much likelier it is that who asks for this entry names the topics of the query, and is silent about others, than who asks
// for any: the natural logarithm of that. A query without a topic says nothing.
func (q *search) likelyTopics(d *doc) float32 {
	if q.asked.empty() {
		return 0
	}
	sure, left := sureOf(d), q.asked
	sum := sure * q.silence
	for _, t := range d.topics {
		c := &q.topics[t.topic]
		at := c.class(t.share, sure)
		if left.has(t.topic) {
			left.remove(t.topic)
			sum += logNamed[at] - c.named
		} else {
			sum += logSilent[at] - c.silent
		}
		sum -= sure * c.slope
	}
	for half, set := range left {
		for ; set != 0; set &= set - 1 {
			c := &q.topics[half*64+bits.TrailingZeros64(set)]
			sum += logNamed[c.class(0, sure)] - c.named - sure*c.slope
		}
	}
	return sum
}
