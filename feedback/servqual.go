package feedback

import (
	"strconv"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/stats"
)

// servqual is the instrument of 22 items in the wording of 1991, in which none is reversed, said in our own words and shortened for a shop.
var servqual = []struct {
	dimension Dimension
	vi, en    string
}{
	{Tangibles, "Trang thiết bị hiện đại", "Up-to-date equipment"},
	{Tangibles, "Cơ sở vật chất khang trang", "Appealing premises"},
	{Tangibles, "Nhân viên ăn mặc gọn gàng, lịch sự", "Staff who look neat"},
	{Tangibles, "Tài liệu, phiếu, tờ rơi rõ ràng, dễ nhìn", "Clear and appealing papers and leaflets"},
	{Reliability, "Đã hứa làm vào lúc nào thì làm đúng lúc đó", "What is promised by a certain time is done by then"},
	{Reliability, "Quan tâm thật lòng giải quyết khi khách gặp vấn đề", "Sincere interest in solving a customer's problem"},
	{Reliability, "Làm đúng ngay từ lần đầu", "The service is right the first time"},
	{Reliability, "Cung cấp dịch vụ đúng thời điểm đã hứa", "The service is given when it was promised"},
	{Reliability, "Sổ sách, chứng từ không sai sót", "Records without errors"},
	{Responsiveness, "Cho khách biết chính xác khi nào dịch vụ được thực hiện", "Customers are told exactly when things will be done"},
	{Responsiveness, "Phục vụ nhanh chóng", "Prompt service"},
	{Responsiveness, "Luôn sẵn lòng giúp đỡ", "Always willing to help"},
	{Responsiveness, "Không bao giờ quá bận mà bỏ qua yêu cầu của khách", "Never too busy to respond to a request"},
	{Assurance, "Cách cư xử của nhân viên tạo niềm tin", "The behaviour of staff instils confidence"},
	{Assurance, "Khách thấy an toàn khi giao dịch", "Customers feel safe in their dealings"},
	{Assurance, "Nhân viên luôn lịch sự, nhã nhặn", "Staff are always courteous"},
	{Assurance, "Nhân viên đủ hiểu biết để trả lời", "Staff have the knowledge to answer"},
	{Empathy, "Quan tâm đến từng khách hàng", "Attention to each customer"},
	{Empathy, "Giờ mở cửa thuận tiện cho mọi khách", "Hours that suit all customers"},
	{Empathy, "Có nhân viên chăm sóc riêng cho khách", "Staff who give personal attention"},
	{Empathy, "Đặt lợi ích của khách lên trên hết", "The customer's best interest at heart"},
	{Empathy, "Hiểu nhu cầu riêng của từng khách", "An understanding of the customer's own needs"},
}

// Servperf is the 22 items on how service is perceived, as questions "p1" to "p22" with points 1, strongly disagree, to 7. It is what to ask: difference scores
// of perception and expectation are less reliable than perception alone.
func Servperf() []Question {
	return servqualItems("p", KindPerformance, "Ở cửa hàng này: ", "At this shop: ")
}

// Servqual is the items of [Servperf] together with the same on what excellent service would be, "e1" to "e22". Ask expectation once in a while, to diagnose.
func Servqual() []Question {
	return append(Servperf(), servqualItems("e", KindExpectation, "Ở một cửa hàng xuất sắc: ", "At an excellent shop: ")...)
}

func servqualItems(prefix string, k Kind, vi, en string) []Question {
	items := make([]Question, len(servqual))
	for i, item := range servqual {
		items[i] = Question{
			Code: prefix + strconv.Itoa(i+1), Kind: k, Dimension: item.dimension, Item: i + 1, Text: care.Text{VI: vi + item.vi, EN: en + item.en},
		}
	}
	return items
}

// Quality is the read-out of SERVPERF and SERVQUAL.
type Quality struct {
	Dimensions []DimensionScore `json:"dimensions"` // in the instrument's order, those with answers
	// Performance and Gap are means over the dimensions, and Weighted the same by the customers' weights. The mean over all items is another number, since the
	// dimensions have four and five.
	Performance         float64 `json:"performance"`
	WeightedPerformance float64 `json:"weighted_performance"`
	Gap                 float64 `json:"gap"`
	WeightedGap         float64 `json:"weighted_gap"`
	HasGap              bool    `json:"has_gap"` // all dimensions have expectations too
	Known               bool    `json:"known"`   // all five dimensions have answers
	// Trust is how far the means may be relied on, by the item with the fewest answers of those that have any.
	Trust Trust `json:"trust"`
}

// DimensionScore is one dimension's means over its items.
type DimensionScore struct {
	Dimension   Dimension  `json:"dimension"`
	Performance stats.Mean `json:"performance"`
	Mean        float64    `json:"mean"` // of the items' means
	Expectation float64    `json:"expectation"`
	Gap         float64    `json:"gap"` // performance less expectation, below 0 where less was given than expected
	HasGap      bool       `json:"has_gap"`
}

// Qualities reads the quality off the counts of the items, by question, with the points out of 100 that customers give each dimension. Without weights all
// dimensions weigh the same.
func Qualities(s Survey, counts map[string]Counts, weights map[Dimension]float64) Quality {
	q := Quality{HasGap: true, Known: true, Trust: trustIn(fewest(s, counts))}
	total := 0.0
	for dimension := range dimensions.All() {
		d, known := dimensionScore(s, counts, dimension)
		if !known {
			q.Known, q.HasGap = false, false
			continue
		}
		q.Dimensions = append(q.Dimensions, d)
		q.HasGap = q.HasGap && d.HasGap
		weight := 1.0
		if len(weights) > 0 {
			weight = max(weights[dimension], 0)
		}
		total += weight
		q.Performance += d.Mean
		q.Gap += d.Gap
		q.WeightedPerformance += weight * d.Mean
		q.WeightedGap += weight * d.Gap
	}
	n := float64(max(len(q.Dimensions), 1))
	q.Performance, q.Gap = q.Performance/n, q.Gap/n
	if total > 0 {
		q.WeightedPerformance, q.WeightedGap = q.WeightedPerformance/total, q.WeightedGap/total
	} else {
		q.Known = false
	}
	return q
}

// fewest is how many answered the item of a dimension that the fewest did, of those that anybody did.
func fewest(s Survey, counts map[string]Counts) (least int64) {
	for _, q := range s.Questions {
		if n := counts[q.Code].Answered(); q.Dimension != "" && n > 0 && (least == 0 || n < least) {
			least = n
		}
	}
	return least
}

func dimensionScore(s Survey, counts map[string]Counts, dimension Dimension) (d DimensionScore, known bool) {
	d.Dimension = dimension
	var performed, expected stats.Mean // of the items' means
	for _, question := range s.Questions {
		mean, answered := counts[question.Code].Mean().Value()
		if question.Dimension != dimension || !answered {
			continue
		}
		switch question.Kind {
		case KindPerformance:
			performed = performed.Add(mean)
			d.Performance = d.Performance.Plus(counts[question.Code].Mean())
		case KindExpectation:
			expected = expected.Add(mean)
		}
	}
	d.Mean, known = performed.Value()
	d.Expectation, d.HasGap = expected.Value()
	if d.HasGap = d.HasGap && known; d.HasGap {
		d.Gap = d.Mean - d.Expectation
	}
	return d, known
}
