package care_test

import (
	"bytes"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
)

func TestParsePhone(t *testing.T) {
	for _, c := range []struct {
		text string
		want care.Phone
	}{
		// One mobile number, as people and programs write it.
		{"0912345678", "+84912345678"},
		{"0912 345 678", "+84912345678"},
		{" 0912.345.678 ", "+84912345678"},
		{"0912-345-678", "+84912345678"},
		{"(0912) 345\u00a0678", "+84912345678"},
		{"0912\u2013345\u2011678", "+84912345678"},
		{"\u202a0912345678\u202c", "+84912345678"},
		{"０９１２　３４５　６７８", "+84912345678"},
		{"＋８４９１２３４５６７８", "+84912345678"},
		{"'0912345678", "+84912345678"},
		{"912345678", "+84912345678"},
		{"84912345678", "+84912345678"},
		{"840912345678", "+84912345678"},
		{"+84912345678", "+84912345678"},
		{"+84 912 345 678", "+84912345678"},
		{"+840912345678", "+84912345678"},
		{"(+84)(0)912 345 678", "+84912345678"},
		{"0084912345678", "+84912345678"},
		{"00840912345678", "+84912345678"},
		{"0312345678", "+84312345678"},
		{"0512345678", "+84512345678"},
		{"0712345678", "+84712345678"},
		{"0841234567", "+84841234567"}, // 084 is a VinaPhone prefix
		{"841234567", "+84841234567"},
		{"84841234567", "+84841234567"},
		{"+84841234567", "+84841234567"},
		// Landlines.
		{"024 3822 1234", "+842438221234"},
		{"(028) 38221234", "+842838221234"},
		{"+84 236 3821 234", "+842363821234"},
		{"842438221234", "+842438221234"},
		{"2438221234", "+842438221234"},
		// Service numbers.
		{"1900 1234", "+8419001234"},
		{"1900 54 54 15", "+841900545415"},
		{"1800-1091", "+8418001091"},
		{"+84 1900 1234", "+8419001234"},
		{"8419001234", "+8419001234"},
		// Old mobile numbers.
		{"01691234567", "+84391234567"},
		{"1691234567", "+84391234567"},
		{"+84 169 123 4567", "+84391234567"},
		{"841691234567", "+84391234567"},
		{"8401691234567", "+84391234567"},
		{"0084 0169 123 4567", "+84391234567"},
		// Other countries.
		{"+1 (415) 555-2671", "+14155552671"},
		{"0014155552671", "+14155552671"},
		{"+65 6123 4567", "+6561234567"},
		{"+49 1512 3456789", "+4915123456789"},
		{"+123456789012345", "+123456789012345"},
		{"+12345678", "+12345678"},
	} {
		phone, err := care.ParsePhone(c.text)
		require.NoError(t, err, "%q", c.text)
		assert.Equal(t, c.want, phone, "%q", c.text)
		again, err := care.ParsePhone(string(phone))
		require.NoError(t, err)
		assert.Equal(t, phone, again, "what is parsed stays")
	}
}

func TestParsePhoneRefuses(t *testing.T) {
	for _, c := range []struct {
		text string
		code *care.Code
	}{
		{"", care.CodeMissing},
		{" - ", care.CodeMissing},
		{"+", care.CodeMissing},
		{"không có", care.CodePhoneCharacters},
		{"0912 345 67x", care.CodePhoneCharacters},
		{"0912345678 ext 2", care.CodePhoneCharacters},
		{"0912+345678", care.CodePhoneCharacters},
		{"++84912345678", care.CodePhoneCharacters},
		{"0912'345678", care.CodePhoneCharacters},
		{"0912345678\x00", care.CodePhoneCharacters},
		{"0912\xff345678", care.CodePhoneCharacters},
		{"0912345678/0987654321", care.CodePhoneSeveral},
		{"0912345678, 0987654321", care.CodePhoneSeveral},
		{"0912345678\n0987654321", care.CodePhoneSeveral},
		{"091234567", care.CodePhoneLength},
		{"09123456789", care.CodePhoneLength},
		{"0912345678 0987654321", care.CodePhoneLength},
		{"113", care.CodePhoneLength},
		{"0", care.CodePhoneLength},
		{"00", care.CodePhoneLength},
		{"84", care.CodePhoneLength},
		{"+84", care.CodePhoneLength},
		{"+840", care.CodePhoneLength},
		{"0212345678", care.CodePhoneLength},
		{"+1234567", care.CodePhoneLength},
		{"+1234567890123456", care.CodePhoneLength},
		{strings.Repeat(" ", 65) + "0912345678", care.CodePhoneLength},
		{strings.Repeat("1", 1_000_000), care.CodePhoneLength},
		{"0412345678", care.CodePhonePrefix},
		{"0612345678", care.CodePhonePrefix},
		{"01301234567", care.CodePhonePrefix},
		{"01231234567x"[:10], care.CodePhonePrefix},
		{"0438221234", care.CodePhonePrefix}, // Hanoi before 2017
		{"000912345678", care.CodePhonePrefix},
		{"+0912345678", care.CodePhonePrefix},
	} {
		phone, err := care.ParsePhone(c.text)
		assert.Empty(t, phone)
		problem := onlyProblem(t, err)
		assert.Equal(t, c.code.ID(), problem.Reason.Code(), "%q", c.text)
		assert.Equal(t, c.text, problem.Value)
		assert.Empty(t, problem.Path)
	}
}

// The whole table of 2018, as each carrier published it.
func TestEveryMigratedPrefix(t *testing.T) {
	table := map[string]string{
		"0120": "070", "0121": "079", "0122": "077", "0126": "076", "0128": "078",
		"0123": "083", "0124": "084", "0125": "085", "0127": "081", "0129": "082",
		"0162": "032", "0163": "033", "0164": "034", "0165": "035", "0166": "036", "0167": "037", "0168": "038", "0169": "039",
		"0186": "056", "0188": "058",
		"0199": "059",
	}
	require.Len(t, table, 21)
	for i := range 100 {
		old := fmt.Sprintf("01%02d", i)
		phone, err := care.ParsePhone(old + "1234567")
		if now, ok := table[old]; ok {
			require.NoError(t, err, old)
			assert.Equal(t, care.Phone("+84"+now[1:]+"1234567"), phone, old)
		} else {
			assert.Equal(t, care.CodePhonePrefix.ID(), onlyProblem(t, err).Reason.Code(), old)
		}
	}
}

// However a number is dressed up, it is the same number.
func TestParsePhoneSeesThroughDress(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	fillers := []string{"", "", "", "", " ", ".", "-", "\u00a0", "\u200b", "(", ")", "\t"}
	starts := []string{"0", "84", "840", "+84", "+840", "0084", "00840", ""}
	for range 20_000 {
		national := string("35789"[random.IntN(5)])
		for range 8 {
			national += string(rune('0' + random.IntN(10)))
		}
		start := starts[random.IntN(len(starts))]
		var typed strings.Builder
		for _, r := range start + national {
			if random.IntN(10) == 0 && r != '+' {
				r += '０' - '0'
			}
			typed.WriteRune(r)
			typed.WriteString(fillers[random.IntN(len(fillers))])
		}
		phone, err := care.ParsePhone(typed.String())
		require.NoError(t, err, "%q", typed.String())
		require.Equal(t, "+84"+national, string(phone), "%q", typed.String())
	}
}

func TestParsePhones(t *testing.T) {
	for _, c := range []struct {
		text string
		want []care.Phone
	}{
		{"0912 345 678", []care.Phone{"+84912345678"}},
		{"0912 345 678 / 0169 123 4567", []care.Phone{"+84912345678", "+84391234567"}},
		{"0912345678;0391234567,024 3822 1234", []care.Phone{"+84912345678", "+84391234567", "+842438221234"}},
		{"0912345678\r\n0391234567\n", []care.Phone{"+84912345678", "+84391234567"}},
		{"0912345678 - 0391234567", []care.Phone{"+84912345678", "+84391234567"}},
		{"0912 - 345 - 678", []care.Phone{"+84912345678"}},
		{"0391234567 | 01691234567 / 0912345678", []care.Phone{"+84391234567", "+84912345678"}},
		{"/ 0912345678 / /", []care.Phone{"+84912345678"}},
	} {
		phones, err := care.ParsePhones(c.text)
		require.NoError(t, err, "%q", c.text)
		assert.Equal(t, c.want, phones, "%q", c.text)
	}

	_, err := care.ParsePhones("0912345678 / 09 / x")
	assert.Equal(t, map[string]string{"[1]": "care.phone_length", "[2]": "care.phone_characters"}, codesByPath(t, err))
	_, err = care.ParsePhones("0912345678 - 09")
	assert.Equal(t, map[string]string{"[0]": "care.phone_length"}, codesByPath(t, err))
	_, err = care.ParsePhones(" / ")
	assert.True(t, onlyProblem(t, err).Reason.Is(care.CodeMissing))
	_, err = care.ParsePhones(strings.Repeat("0912345678,", 50))
	assert.True(t, onlyProblem(t, err).Reason.Is(care.CodeTooLong))
}

func TestPhoneShown(t *testing.T) {
	for _, c := range []struct {
		phone            care.Phone
		national, masked string
	}{
		{"+84912345678", "0912 345 678", "09xx xxx 678"},
		{"+842438221234", "024 3822 1234", "02x xxxx x234"},
		{"+842363821234", "0236 382 1234", "02xx xxx x234"},
		{"+8419001234", "1900 1234", "19xx x234"},
		{"+841900545415", "1900 545415", "19xx xxx415"},
		{"+14155552671", "+14155552671", "+14xxxxxx671"},
		{"", "", ""},
		{"+84", "+84", "+xx"},
		{"1234567", "1234567", "xxxxxxx"},
		{"Ánh", "Ánh", "xxxx"},
	} {
		assert.Equal(t, c.national, c.phone.National())
		assert.Equal(t, c.masked, c.phone.Masked())
	}
	var log bytes.Buffer
	slog.New(slog.NewTextHandler(&log, nil)).Info("call", "phone", care.Phone("+84912345678"))
	assert.Contains(t, log.String(), `phone="09xx xxx 678"`)
}

func FuzzParsePhone(f *testing.F) {
	for _, text := range []string{"0912 345 678", "(+84)(0)912345678", "01691234567", "1900 1234", "+1 415 555 2671", "０９", "\xff"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		phone, err := care.ParsePhone(text)
		if err != nil {
			require.Empty(t, phone)
			onlyProblem(t, err)
			return
		}
		require.Regexp(t, `^\+(84([35789]\d{8}|2\d{9}|1[89]00\d{4}(\d\d)?)|[1-9]\d{7,14})$`, string(phone))
		for _, form := range []string{string(phone), phone.National()} {
			again, err := care.ParsePhone(form)
			require.NoError(t, err)
			require.Equal(t, phone, again)
		}
		require.NotEqual(t, phone.National(), phone.Masked())
	})
}

func FuzzParsePhones(f *testing.F) {
	for _, text := range []string{"0912 345 678 / 0169 123 4567", "0912345678 - 0391234567", ",,,", "a;b"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		phones, err := care.ParsePhones(text)
		if err != nil {
			require.Empty(t, phones)
			problemsOf(t, err)
			return
		}
		require.NotEmpty(t, phones)
		joined := make([]string, len(phones))
		for i, phone := range phones {
			joined[i] = string(phone)
		}
		again, err := care.ParsePhones(strings.Join(joined, "/"))
		require.NoError(t, err)
		require.Equal(t, phones, again)
	})
}

func BenchmarkParsePhone(b *testing.B) {
	for _, text := range []string{"0912345678", "+84 912 345 678", "0169.123.4567"} {
		b.Run(text, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, _ = care.ParsePhone(text)
			}
		})
	}
}
