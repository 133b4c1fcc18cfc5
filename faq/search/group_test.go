package search

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// sameThing are questions about four things, in turn.
var sameThing = []string{
	"Bao giờ hàng của tôi được giao?", "Làm sao để đổi mật khẩu tài khoản?", "Có trả góp qua thẻ tín dụng không?", "Máy giặt kêu to khi vắt",
	"hang cua toi bao gio giao", "toi quen mat khau tai khoan", "mua trả góp bằng thẻ tín dụng được không", "may giat keu to luc vat",
	"Bao giờ giao hàng cho tôi?", "Quên mật khẩu tài khoản thì đổi thế nào", "trả góp thẻ tín dụng", "Máy giặt kêu rất to khi vắt",
}

func TestGrouperOneByOne(t *testing.T) {
	var g Grouper
	for i, text := range sameThing {
		if i >= 4 {
			nearest, ok := g.Nearest(text)
			require.True(t, ok, text)
			require.Equal(t, i%4, nearest, text)
		}
		require.Equal(t, i%4, g.Add(text), text)
	}
	_, ok := g.Nearest("Xin xuất hóa đơn công ty")
	require.False(t, ok)
	_, ok = g.Nearest("")
	require.False(t, ok)
	require.Equal(t, 4, g.Add("🎉"), "what has no words is alone")
	require.Equal(t, 5, g.Add("🎉"))
}

func TestGroupAllAtOnce(t *testing.T) {
	groups := Group(sameThing)
	for i, g := range groups {
		require.Equal(t, i%4, g, sameThing[i])
	}
	require.Equal(t, groups, Group(sameThing))
	require.Empty(t, Group(nil))
	require.Equal(t, []int{0, 1}, Group([]string{"", ""}))
}

func TestGroupMoreThanItLooksAtInPairs(t *testing.T) {
	if testing.Short() {
		t.Skip("takes a second")
	}
	var texts []string
	for i := range MaxGroup + 40 {
		texts = append(texts, fmt.Sprintf("%s %s", sameThing[i%4], []string{"ạ", "nhé", "vậy", "shop"}[i/4%4]))
	}
	groups := Group(texts)
	require.Len(t, groups, len(texts))
	require.Equal(t, 3, slices.Max(groups))
	for i, g := range groups {
		require.Equal(t, i%4, g)
	}
}

// What widened computes from cosines alone is what the vectors themselves give when each takes in those nearest to it.
func TestWidenedIsTheCosineOfVectorsThatTookInTheirNearest(t *testing.T) {
	const n, dimensions = 12, 9
	r := rand.New(rand.NewPCG(1, 2))
	vectors := make([][]float64, n)
	for i := range vectors {
		for range dimensions {
			vectors[i] = append(vectors[i], r.Float64())
		}
	}
	dot := func(a, b []float64) (sum float64) {
		for i := range a {
			sum += a[i] * b[i]
		}
		return sum
	}
	cosine := func(a, b []float64) float64 { return dot(a, b) / math.Sqrt(dot(a, a)*dot(b, b)) }
	alike := make([]float32, n*n)
	wide := make([][]float64, n)
	for i := range vectors {
		length := math.Sqrt(dot(vectors[i], vectors[i]))
		for k := range vectors[i] {
			vectors[i][k] /= length
		}
	}
	for i, v := range vectors {
		others := []int{}
		for j := range vectors {
			if j != i {
				alike[i*n+j] = float32(cosine(v, vectors[j]))
				others = append(others, j)
			}
		}
		slices.SortFunc(others, func(a, b int) int {
			if cosine(v, vectors[a]) > cosine(v, vectors[b]) {
				return -1
			}
			return 1
		})
		wide[i] = slices.Clone(v)
		for _, j := range others[:takesIn] {
			for k := range v {
				wide[i][k] += takenIn * cosine(v, vectors[j]) * vectors[j][k]
			}
		}
	}
	got := widened(alike, n)
	for i := range n {
		for j := range n {
			if i != j {
				require.InDelta(t, cosine(wide[i], wide[j]), got[i*n+j], 1e-4, "%d %d", i, j)
			}
		}
	}
}
