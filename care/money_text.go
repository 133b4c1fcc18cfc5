package care

import (
	"encoding/json"
	"strings"
	"unicode"
)

// amountTextLimit is how many bytes are looked at for one amount.
const amountTextLimit = 64

// ParseMoney reads an amount of đồng as tills print it and people type it:
// 1290000, 1.290.000, 1,290,000 or 1 290 000, perhaps with a minus sign before it
// and with ₫, đ, đồng, VND or VNĐ before or after it.
//
// The rule is this: there are no fractions of a đồng, so dots, commas and spaces
// can only stand between thousands. There must be the same one everywhere, with
// exactly three digits between two of them and after the last, and one to three
// digits before the first, not starting with 0. Whatever else might be meant by
// 1.5, 1.29, 1.290,00, 1,290.00 or 0.500 is refused, never guessed. Amounts in
// other currencies are read by [NewMoney].
func ParseMoney(text string) (Money, error) {
	if len(text) > amountTextLimit {
		return Money{}, Refuse(text, CodeAmountForm.With())
	}
	digits, negative := strings.CutPrefix(withoutDong(text), "-")
	digits, ok := ungroup(digits)
	if !ok {
		return Money{}, Refuse(text, CodeAmountForm.With())
	}
	m, err := NewMoney(digits, "VND")
	if err != nil {
		return Money{}, Refuse(text, CodeAmountForm.With())
	}
	if negative {
		return m.Neg(), nil
	}
	return m, nil
}

// withoutDong drops the name of the currency and the spaces around it.
func withoutDong(text string) string {
	text = strings.TrimSpace(Fold(text))
	for _, unit := range []string{"₫", "vnd", "dong", "d"} {
		if rest, ok := strings.CutSuffix(text, unit); ok {
			return strings.TrimSpace(rest)
		}
		if rest, ok := strings.CutPrefix(text, unit); ok {
			return strings.TrimSpace(rest)
		}
	}
	return text
}

// ungroup drops the separators between thousands, and reports whether they stand
// where they must.
func ungroup(text string) (digits string, ok bool) {
	at := strings.IndexFunc(text, func(r rune) bool { return r == '.' || r == ',' || unicode.In(r, unicode.Zs) })
	if at < 0 {
		return text, isDigits(text)
	}
	separator := string([]rune(text[at:])[:1])
	groups := strings.Split(text, separator)
	for i, group := range groups {
		if !isDigits(group) || len(group) > 3 || i > 0 && len(group) != 3 {
			return "", false
		}
	}
	return strings.Join(groups, ""), groups[0] != "" && groups[0][0] != '0'
}

// String returns the amount and the code of the currency: "1290000 VND".
func (m Money) String() string {
	return strings.TrimSuffix(string(append(m.appendAmount(nil, 0, '.'), " "+m.currency...)), " ")
}

// Format returns the amount as customers read it: "1.290.000 ₫" or "12,50 USD" in
// Vietnamese, "VND 1,290,000" or "USD 12.50" in English.
func (m Money) Format(lang Lang) string {
	if lang == LangEN {
		return strings.TrimPrefix(m.currency+" "+string(m.appendAmount(nil, ',', '.')), " ")
	}
	unit := m.currency
	if unit == "VND" {
		unit = "₫"
	}
	return strings.TrimSuffix(string(m.appendAmount(nil, '.', ','))+" "+unit, " ")
}

func (m Money) appendAmount(b []byte, group, point byte) []byte {
	places, _ := currencyDigits(m.currency)
	return appendDecimal(b, m.amount, places, group, point)
}

type moneyJSON struct {
	Amount   string `json:"amount"`
	Currency string `json:"currency"`
}

// MarshalJSON returns {"amount":"1290000","currency":"VND"}: the amount is a
// string, so that nothing rounds it on the way.
func (m Money) MarshalJSON() ([]byte, error) {
	return json.Marshal(moneyJSON{string(m.appendAmount(nil, 0, '.')), m.currency})
}

// UnmarshalJSON reads what [Money.MarshalJSON] writes, and refuses what
// [NewMoney] refuses.
func (m *Money) UnmarshalJSON(data []byte) error {
	var stored moneyJSON
	if err := json.Unmarshal(data, &stored); err != nil {
		return err
	}
	if stored.Currency == "" && (stored.Amount == "0" || stored.Amount == "") {
		*m = Money{}
		return nil
	}
	read, err := NewMoney(stored.Amount, stored.Currency)
	if err != nil {
		return err
	}
	*m = read
	return nil
}
