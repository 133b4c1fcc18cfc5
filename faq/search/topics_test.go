package search

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
)

func TestTopicsText(t *testing.T) {
	topics := 0
	var words tokens
	for line := range strings.Lines(topicsText) {
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		topics++
		seen := map[string]bool{}
		for text := range strings.SplitSeq(line, ",") {
			words.read(text)
			require.NotEmpty(t, words.all, line)
			key := ""
			for _, w := range words.all {
				require.Zero(t, w.parts, "%q: a code is no word of a topic", text)
				key += string(words.fold(w)) + " "
			}
			require.False(t, seen[key], "%q stands twice in %q", text, line)
			seen[key] = true
			if len(words.all) == 1 {
				require.Equal(t, care.Fold(text), text, "%q may be another word without its marks", text)
			}
		}
	}
	require.LessOrEqual(t, topics, maxTopics)
	require.Equal(t, topicNamed(t, "bảo hành"), topicNamed(t, "guarantee"))
}

// topicNamed is the one topic of a text.
func topicNamed(t *testing.T, text string) topicSet {
	var words tokens
	words.read(text)
	set := words.topics()
	n := 0
	for topic := range maxTopics {
		if set.has(uint8(topic)) {
			n++
		}
	}
	require.Equal(t, 1, n, text)
	return set
}

func TestTopicsOfText(t *testing.T) {
	refund := topicNamed(t, "refund")
	for _, text := range []string{"Bao giờ thì hoàn tiền?", "hoan  TIEN", "hoa\u0300n tiê\u0300n", "refunds", "được refunded chưa"} {
		require.Equal(t, refund, topicNamed(t, text), text)
	}
	for _, text := range []string{"", "hoàn", "tiền", "hoàn thành tiền đề", "\xff\xfe", "NCD-18"} {
		var words tokens
		words.read(text)
		require.True(t, new(words.topics()).empty(), text)
	}
}

// Both entries have one word of the question, twice in other words; only one is about the same.
func TestTopicsRank(t *testing.T) {
	x := build(t,
		Entry{ID: "a", Phrasings: []string{"Khách quen gửi khiếu nại", "Khách quen phàn nàn"}},
		Entry{ID: "b", Phrasings: []string{"Khách quen nhận quà tặng", "Khách quen được ưu đãi"}},
		Entry{ID: "c", Phrasings: []string{"Giao hàng trong ngày"}})
	require.Equal(t, []string{"b", "a"}, ids(t, x.Snapshot(), Query{Text: "khách voucher"}))
	require.Equal(t, []string{"a", "b"}, ids(t, x.Snapshot(), Query{Text: "khách complaint"}))
	for id, code := range map[string]string{"b": CodeTopics.ID(), "a": CodeOtherTopics.ID()} {
		e, _, err := x.Explain(Query{Text: "khách voucher"}, id)
		require.NoError(t, err)
		require.True(t, e.Reasons.Has(CodeTopics) == (code == CodeTopics.ID()) && e.Reasons.Has(CodeOtherTopics) == (code == CodeOtherTopics.ID()), e.Reasons)
	}
}

func TestTopicsConfidence(t *testing.T) {
	x := build(t, shop...)
	confidence := func(text string) float64 {
		r, err := x.Search(Query{Text: text})
		require.NoError(t, err)
		return r.Confidence
	}
	require.Greater(t, confidence("Nồi cơm điện guarantee thế nào?"), confidence("Nồi cơm điện trả góp thế nào?"))
}

func TestTopicsAreForgotten(t *testing.T) {
	x := build(t, shop...)
	more := Entry{ID: "doi-tra", Phrasings: []string{"Hoàn tiền vào thẻ ngân hàng", "Trả góp", "Refund"}}
	require.NoError(t, x.Put(more, Entry{ID: "new", Phrasings: []string{"Lịch hẹn bảo trì"}}))
	require.NotEqual(t, build(t, shop...).Snapshot().topicShares, x.Snapshot().topicShares)
	x.Remove("new")
	require.NoError(t, x.Put(shop[2]))
	require.Equal(t, build(t, shop...).Snapshot().topicShares, x.Snapshot().topicShares)
}
