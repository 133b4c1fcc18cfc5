package search

import (
	"bytes"
	"errors"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"
)

func saved(t testing.TB, s *Snapshot) []byte {
	var b bytes.Buffer
	require.NoError(t, s.Save(&b, "epoch 7"))
	return b.Bytes()
}

func TestSaveAndLoad(t *testing.T) {
	x := build(t, shop...)
	x.Remove("hoa-don")
	file := saved(t, x.Snapshot())
	y, stamp, err := Load(bytes.NewReader(file))
	require.NoError(t, err)
	require.Equal(t, "epoch 7", stamp)
	require.Equal(t, len(shop)-1, y.Snapshot().Len())
	for _, text := range []string{"baor hanhf noi com", "NCD-18", "loyalty points", "hoa don"} {
		q := Query{Text: text}
		want, err := x.Search(q)
		require.NoError(t, err)
		got, err := y.Search(q)
		require.NoError(t, err)
		require.Equal(t, want, got)
	}
	require.Equal(t, file, saved(t, y.Snapshot()))
	_, _, err = Load(bytes.NewReader(saved(t, New().Snapshot())))
	require.NoError(t, err)
}

func TestAFileThatIsNotWholeIsRefused(t *testing.T) {
	file := saved(t, build(t, shop...).Snapshot())
	for n := range file {
		x, _, err := Load(bytes.NewReader(file[:n]))
		require.ErrorIs(t, err, ErrFile, "cut at %d", n)
		require.Nil(t, x)
		damaged := bytes.Clone(file)
		damaged[n] ^= 0x41
		_, _, err = Load(bytes.NewReader(damaged))
		require.ErrorIs(t, err, ErrFile, "damaged at %d", n)
	}
	broken := errors.New("the disk is broken")
	_, _, err := Load(iotest.ErrReader(broken))
	require.ErrorIs(t, err, broken)
	require.ErrorIs(t, build(t, shop...).Snapshot().Save(failing{broken}, ""), broken)
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }

func FuzzLoad(f *testing.F) {
	f.Add(saved(f, build(f, shop...).Snapshot()))
	f.Add([]byte(fileMagic))
	f.Add([]byte(fileMagic + "\x00\xff\xff\xff\x07"))
	f.Fuzz(func(t *testing.T, file []byte) {
		x, _, err := Load(bytes.NewReader(file))
		if (x == nil) != (err != nil) || err != nil && !errors.Is(err, ErrFile) {
			t.Fatal(x, err)
		}
	})
}
