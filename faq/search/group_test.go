package search

import (
	"fmt"
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
