package notice_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/notice"
)

func TestANoticeGoesByThePreferredChannelAndIsKeptAsSent(t *testing.T) {
	s := newShop(t)
	a := s.ask(ask(ready, "A1"))
	require.Equal(t, notice.StatusWaiting, a.Status)
	require.Empty(t, s.out, "nothing is sent within the transaction")
	s.run()
	require.Len(t, s.out, 1)
	m := s.out[0]
	require.Equal(t, care.ChannelZalo, m.Channel)
	require.Equal(t, "+84912345678", m.To)
	require.Equal(t, "Chào Nguyễn Thị Bích Ngọc, phiếu A1 đã xong. Điện máy An Bình 1900 1234", m.Plain)
	n := s.get(a)
	require.Equal(t, notice.StatusSent, n.Status)
	require.Equal(t, m.Text, n.Text)
	require.Equal(t, "P-"+m.ID, n.Provider)
}
