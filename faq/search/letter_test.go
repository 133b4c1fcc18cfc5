package search

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/unicode/norm"

	"github.com/chamsoc/chamsoc/care"
)

// read returns the keys of a text's words.
func read(text string) (exact, fold []string) {
	var t tokens
	t.read(text)
	for _, w := range t.all {
		exact, fold = append(exact, string(t.exact(w))), append(fold, string(t.fold(w)))
	}
	return exact, fold
}

func TestKeysDoNotDependOnHowLettersAreWritten(t *testing.T) {
	for _, same := range [][]string{
		{"hoà", "hòa", "HÒA", "Hoà", norm.NFD.String("hòa"), norm.NFD.String("hoà")},
		{"được", "ĐƯỢC", norm.NFD.String("được"), "đươ\u0323c", "đươc\u0323"},
		{"kỹ", "kĩ"}, {"quý", "quí"}, {"lý", "lí"},
		{"thuỷ", "thủy"},
		{"ấm", norm.NFD.String("ấm"), "a\u0301\u0302m"},
	} {
		want, wantFold := read(same[0])
		for _, s := range same {
			exact, fold := read(s)
			require.Equal(t, want, exact, "%q", s)
			require.Equal(t, wantFold, fold, "%q", s)
		}
	}
	for _, pair := range [][2]string{{"bán", "bàn"}, {"đá", "da"}, {"ơn", "on"}, {"nam", "năm"}, {"tai", "tay"}, {"may", "mai"}} {
		a, _ := read(pair[0])
		b, _ := read(pair[1])
		require.NotEqual(t, a, b, "%v", pair)
	}
}

func TestFoldIsTheOneOfCare(t *testing.T) {
	for _, v := range vowels {
		for _, form := range v.forms {
			_, fold := read("n" + string(form) + "n")
			require.Equal(t, []string{care.Fold("n" + string(form) + "n")}, fold)
			require.Equal(t, string(v.base), care.Fold(string(form)))
		}
	}
	require.Equal(t, "d", care.Fold("Đ"))
}

// syllables have every onset, every rime and every tone somewhere among them.
var syllables = strings.Fields(`
	bảo hành được nghiêng nguyễn khuỷu khuya huyền tuyết quỳnh quýt quặp quằn quẹo quện huýt xuýt uỵch chuyện thuở ngoằn ngoèo ngoẵng khoái khoắng
	gì gìn giếng giêng giữ gio giục giặt giỏi già ghế ghẹ ghìm ghiền gạch gượng gương kẻ kính kỳ kỹ kiểm kiến kéo cuốc cửa cứu cười cưỡng cữu
	yên yêu yếm yểng yết ý y ỷ ấy áo ạt ăn ắt âm ấp en ét êm ếch ễnh im ít ỉu oai oan oanh oang oát oắt oẹ oi ói om on ong ống ốp ơn ới ớt
	phượng phường phướn thượng hươu rượu bướu bưởi mướp nườm lượm chuối chuồn xuồng thuốc thuộc tuổi buổi luân xuân khuất khuấy khuây quầy
	trường trứng trễ trượt tròn rằng rồi sẽ sách sông xin xong xương vẫn vật việc về vừa vùng dưới dễ dùng đường đồng đổi đặc đẹp đấy
	lỗi lẫn lịch loại ngoài nghỉ nghĩ nhưng nhiều những nhận nhắn nước nữa nếu năm nào mười mới mua mất máy mấy hỏng hãy hết hiệu hướng hơi
	thích thiết thoại thưởng tiếng tiện tìm toán tổng tạm tiếp phép phẩm pin phút bếp biếu bật bằng bảng chạy chậm chăm chờ chịu chọn chưa`)

func TestSyllables(t *testing.T) {
	for _, w := range syllables {
		require.True(t, isSyllable(care.Fold(w)), w)
	}
	for _, w := range []string{"", "b", "ngk", "kanh", "cinh", "ngeo", "ghao", "strong", "baor", "hanhf", "abc", "pizza", "qin", "dduwowcj", "bxo", "nghyen"} {
		require.False(t, isSyllable(w), w)
	}
}

// TestEverySyllableOfADictionary checks the rules against the word list of Debian's hunspell-vi, where it is installed.
func TestEverySyllableOfADictionary(t *testing.T) {
	list, err := os.ReadFile("/usr/share/hunspell/vi_VN.dic")
	if err != nil {
		t.Skip("SKIPPED: hunspell-vi is not installed")
	}
	foreign := 0
	for _, w := range strings.Fields(string(list)) {
		if !isSyllable(care.Fold(w)) {
			t.Logf("not a syllable to us: %s", w)
			foreign++
		}
	}
	require.LessOrEqual(t, foreign, 45, "7.5.0 has 40: abbreviations, and words such as email and pizza")
}
