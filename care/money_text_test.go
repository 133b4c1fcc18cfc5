package care_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
)

func TestMoneyFormat(t *testing.T) {
	for _, c := range []struct{ amount, currency, vi, en string }{
		{"1290000", "VND", "1.290.000 ₫", "VND 1,290,000"},
		{"-1290000", "VND", "-1.290.000 ₫", "VND -1,290,000"},
		{"999", "VND", "999 ₫", "VND 999"},
		{"1000", "VND", "1.000 ₫", "VND 1,000"},
		{"0", "VND", "0 ₫", "VND 0"},
		{"1234.5", "USD", "1.234,50 USD", "USD 1,234.50"},
		{"0.05", "USD", "0,05 USD", "USD 0.05"},
		{"1234567.8901", "KWD", "1.234.567,8901 KWD", "KWD 1,234,567.8901"},
	} {
		m := money(t, c.amount, c.currency)
		assert.Equal(t, c.vi, m.Format(care.LangVI))
		assert.Equal(t, c.en, m.Format(care.LangEN))
		assert.Equal(t, c.vi, m.Format(""))
	}
	assert.Equal(t, "0", care.Money{}.Format(care.LangVI))
	assert.Equal(t, "0", care.Money{}.Format(care.LangEN))
}

func TestParseMoney(t *testing.T) {
	for _, c := range []struct {
		text string
		want int64
	}{
		{"1.290.000", 1290000},
		{"1.290.000 ₫", 1290000},
		{"₫1.290.000", 1290000},
		{"1290000đ", 1290000},
		{"1290000 Đ", 1290000},
		{"1,290,000", 1290000},
		{"1 290 000", 1290000},
		{"1\u00a0290\u202f000 đ", -1}, // two kinds of space
		{"1\u00a0290\u00a0000 đ", 1290000},
		{"VND 1,290,000", 1290000},
		{"1.290.000 VNĐ", 1290000},
		{"1.290.000 đồng", 1290000},
		{"1.290.000 d\u0323o\u0302\u0300ng", 1290000},
		{"1290000 dong", 1290000},
		{" 12 ", 12},
		{"1.290", 1290},
		{"1,290", 1290},
		{"-1.290.000 ₫", -1290000},
		{"0 ₫", 0},
		{"0", 0},
	} {
		m, err := care.ParseMoney(c.text)
		if c.want == -1 {
			assert.Error(t, err, "%q", c.text)
			continue
		}
		require.NoError(t, err, "%q", c.text)
		assert.Equal(t, care.VND(c.want), m, "%q", c.text)
	}
	for _, text := range []string{
		"", "đ", "-", "1.5", "1.29", "1.2900", "12.90.000", "1.290,00", "1,290.00", "1.290,000", "1.290.00", "0.500", "0500",
		"1.290.", ".290", "1..290", "1. 290", "1.290k", "1tr2", "1,2 triệu", "12.50 USD", "$12", "1.290.000 usd", "1e6", "--1",
		"- 1", "₫ ₫ 1", "1290.000", "+1", "１", "1.290.000 ₫ ₫", strings.Repeat("1", 65), "1\n290",
	} {
		m, err := care.ParseMoney(text)
		assert.Zero(t, m)
		assert.True(t, onlyProblem(t, err).Reason.Is(care.CodeAmountForm), "%q", text)
	}
}

func TestMoneyJSON(t *testing.T) {
	for _, c := range []struct{ amount, currency, want string }{
		{"1290000", "VND", `{"amount":"1290000","currency":"VND"}`},
		{"12.5", "USD", `{"amount":"12.50","currency":"USD"}`},
		{"-0.0005", "USD", `{"amount":"-0.0005","currency":"USD"}`},
		{"0", "USD", `{"amount":"0.00","currency":"USD"}`},
	} {
		m := money(t, c.amount, c.currency)
		encoded, err := json.Marshal(m)
		require.NoError(t, err)
		assert.Equal(t, c.want, string(encoded))
		var read care.Money
		require.NoError(t, json.Unmarshal(encoded, &read))
		assert.Equal(t, m, read)
	}
	encoded, err := json.Marshal(care.Money{})
	require.NoError(t, err)
	assert.Equal(t, `{"amount":"0","currency":""}`, string(encoded))
	for _, none := range []string{string(encoded), `{}`} {
		read := care.VND(5)
		require.NoError(t, json.Unmarshal([]byte(none), &read))
		assert.Equal(t, care.Money{}, read)
	}
	for _, stored := range []string{
		`5`, `{"amount":5,"currency":"VND"}`, `{"amount":"5","currency":""}`, `{"amount":"5","currency":"ABC"}`,
		`{"amount":"1e999999999","currency":"VND"}`, `{"amount":"","currency":"VND"}`, `{"amount":"0.00","currency":""}`,
	} {
		m := care.VND(5)
		require.Error(t, json.Unmarshal([]byte(stored), &m), stored)
		assert.Equal(t, care.VND(5), m, "a refused text changes nothing")
	}
}

func FuzzParseMoney(f *testing.F) {
	for _, text := range []string{"1.290.000 ₫", "1290000đ", "1,290,000", "1 290 000 đồng", "-12", "1.5", "0.500"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		m, err := care.ParseMoney(text)
		if err != nil {
			require.Zero(t, m)
			onlyProblem(t, err)
			return
		}
		require.Equal(t, "VND", m.Currency())
		again, err := care.ParseMoney(m.Format(care.LangVI))
		if len(m.String()) < 40 {
			require.NoError(t, err)
			require.Equal(t, m, again)
		}
	})
}

func FuzzMoneyJSON(f *testing.F) {
	f.Add([]byte(`{"amount":"1290000","currency":"VND"}`))
	f.Add([]byte(`{"amount":"12.500","currency":"usd"}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		var m care.Money
		if json.Unmarshal(data, &m) != nil {
			return
		}
		encoded, err := json.Marshal(m)
		require.NoError(t, err)
		var read care.Money
		require.NoError(t, json.Unmarshal(encoded, &read))
		require.Equal(t, m, read)
	})
}
