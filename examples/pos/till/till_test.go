package till_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/examples/pos/till"
)

const heading = "Mã hóa đơn,Thời gian,Dòng,Mã hàng,Tên hàng,Số lượng,Serial/IMEI,Đơn giá,Mã khách,Tên khách,Điện thoại,Chi nhánh\r\n"

func read(t *testing.T, file string) (lines []till.Line, errs []error) {
	t.Helper()
	for line, err := range till.Read(strings.NewReader(file), time.UTC) {
		lines, errs = append(lines, line), append(errs, err)
	}
	return lines, errs
}

func TestReadsALine(t *testing.T) {
	lines, errs := read(t, "\ufeff"+heading+`HD1,31/08/2026 14:05,2,TV,"Tivi 55"", viền mỏng",2,A1; B2 ,1.290.000,KH1,Hoà,0912 345 678,Quận 3`)
	require.Equal(t, []error{nil}, errs)
	require.Equal(t, 2, lines[0].Number)
	require.Equal(t, `Tivi 55", viền mỏng`, lines[0].Item)
	require.Equal(t, "1290000 VND", lines[0].Price.String())
	require.Equal(t, []string{"A1", "B2"}, lines[0].Sale.Serials)
	require.Equal(t, time.Date(2026, 8, 31, 14, 5, 0, 0, time.UTC), lines[0].Sale.At)
}

func TestListsEverythingThatIsWrongWithALine(t *testing.T) {
	_, errs := read(t, heading+"HD1,31/09/2026 14:05,x,TV,,2,,1.29O.000,,,,\r\nHD2,01/09/2026 14:05,1,TV,Tivi,1,,1.000,,,,\r\n")
	invalid, ok := errors.AsType[*care.Invalid](errs[0])
	require.True(t, ok)
	var paths []string
	for _, p := range invalid.Problems {
		paths = append(paths, p.Path)
		require.NotEmpty(t, p.Reason.Text(care.LangVI))
	}
	require.ElementsMatch(t, []string{"item", "price", "line", "time"}, paths)
	require.NoError(t, errs[1], "the rest goes on")
}

func TestRefusesAnotherFile(t *testing.T) {
	for _, file := range []string{"", "a,b\n1,2\n", heading + "too,few\n", heading + "\"open"} {
		_, errs := read(t, file)
		require.Error(t, errs[len(errs)-1], "%q", file)
	}
}

func FuzzRead(f *testing.F) {
	f.Add(heading + "HD1,31/08/2026 14:05,2,TV,Tivi,2,A1;B2,1.290.000,KH1,Hoà,0912 345 678,Quận 3")
	f.Fuzz(func(t *testing.T, file string) {
		for line, err := range till.Read(strings.NewReader(file), time.UTC) {
			require.True(t, err != nil || line.Number > 1)
		}
	})
}
