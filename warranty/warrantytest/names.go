package warrantytest

import (
	"math/rand/v2"
	"strings"
)

// weighted is a word and how often it is drawn.
type weighted struct {
	text   string
	weight float64
}

// The family names with their shares in percent (Lê Trung Hoa, Họ và tên người Việt Nam, 2005; Huỳnh is Hoàng in the south, Võ is Vũ). The rest are spread over
// the last ones.
var families = []weighted{
	{"Nguyễn", 38.4}, {"Trần", 11}, {"Lê", 9.5}, {"Phạm", 7.1}, {"Hoàng", 2.6}, {"Huỳnh", 2.5}, {"Phan", 4.5}, {"Vũ", 2}, {"Võ", 1.9}, {"Đặng", 2.1}, {"Bùi", 2},
	{"Đỗ", 1.4}, {"Hồ", 1.3}, {"Ngô", 1.3}, {"Dương", 1}, {"Lý", 0.5}, {"Đinh", 1}, {"Trương", 1.2}, {"Lâm", 0.8}, {"Mai", 0.7}, {"Trịnh", 0.7}, {"Đào", 0.7},
	{"Cao", 0.6}, {"Lương", 0.6}, {"Hà", 0.6}, {"Tô", 0.4}, {"Tạ", 0.4}, {"Châu", 0.4}, {"Quách", 0.3}, {"Thái", 0.3}, {"La", 0.2}, {"Kiều", 0.2}, {"Văn", 0.2}, {"Từ", 0.2},
}

// Middle names: Thị and Văn are the most frequent by far, less so of those born later. The shares are assumed.
var (
	middlesF = []weighted{{"Thị", 55}, {"Thị Thu", 4}, {"Thị Thanh", 4}, {"Thị Kim", 3}, {"Ngọc", 6}, {"Thanh", 5}, {"Thu", 4}, {"Minh", 4}, {"Phương", 3}, {"Bảo", 3}, {"Hồng", 3}, {"Mỹ", 3}, {"", 3}}
	middlesM = []weighted{{"Văn", 45}, {"Đức", 7}, {"Minh", 8}, {"Hữu", 6}, {"Quốc", 6}, {"Công", 4}, {"Thanh", 5}, {"Xuân", 3}, {"Ngọc", 4}, {"Tuấn", 3}, {"Anh", 3}, {"Đình", 3}, {"", 3}}
)

// Given names; the weights are assumed, a few of them being much more frequent than the rest, as in every list of given names.
var (
	givenF = zipf("Hương Lan Hoa Mai Linh Anh Trang Thảo Hà Thủy Nga Hằng Hạnh Ngọc Phương Yến Dung Loan Nhung Huyền Tuyết Vân Hiền Liên Thu Oanh Quỳnh Diễm Ánh Bích Cúc Đào Giang Hồng Khánh Kiều Lý Mỹ Nhi Như Phượng Quyên Sương Tâm Thanh Thắm Thoa Thơm Tiên Trâm Trinh Trúc Tú Uyên Vy Xuân Xuyến Ái Châu Chi")
	givenM = zipf("Hùng Dũng Tuấn Minh Anh Nam Long Hải Sơn Thắng Hưng Cường Đức Hoàng Bình Quang Thành Trung Tùng Việt Kiên Phúc Huy Khoa Bảo Hiếu Tâm Tài Lộc Phong Phát Khánh Toàn Vinh An Bắc Chiến Công Cảnh Danh Duy Đạt Định Giang Hà Hậu Hiệp Hòa Khôi Lâm Lực Mạnh Nghĩa Nhân Phương Quân Quý Tân Thịnh Trí")
)

// zipf gives words weights that fall slowly with their rank.
func zipf(words string) (all []weighted) {
	for i, word := range strings.Fields(words) {
		all = append(all, weighted{word, 1 / float64(i+8)})
	}
	return all
}

// draw picks a word by the weights.
func draw(r *rand.Rand, from []weighted) string {
	total := 0.0
	for _, w := range from {
		total += w.weight
	}
	at := r.Float64() * total
	for _, w := range from {
		if at -= w.weight; at < 0 {
			return w.text
		}
	}
	return from[len(from)-1].text
}

func pick[T any](r *rand.Rand, from ...T) T { return from[r.IntN(len(from))] }

// chance is true with probability p.
func chance(r *rand.Rand, p float64) bool { return r.Float64() < p }

// personName draws a name of a family.
func personName(r *rand.Rand, family string, woman bool) string {
	middles, given := middlesM, givenM
	if woman {
		middles, given = middlesF, givenF
	}
	return strings.Join(strings.Fields(family+" "+draw(r, middles)+" "+draw(r, given)), " ")
}
