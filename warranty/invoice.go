package warranty

import (
	"strings"

	"github.com/chamsoc/chamsoc/care"
)

// splitInvoice parts an invoice as it is written into its symbol, what stands in front in upper case without separators, and its number, the last digits
// without leading zeros: "HD000123" is "HD" and "123", "1C26TAB-00000123" is "1C26TAB" and "123". An invoice that does not end in a digit has no number.
func splitInvoice(of care.InvoiceRef) (symbol, number string) {
	text := strings.TrimSpace(string(of))
	front := strings.TrimRight(text, digits)
	if number = text[len(front):]; number != "" {
		number = strings.TrimLeft(number[:len(number)-1], "0") + number[len(number)-1:]
	}
	return SerialKey(front), number
}

const digits = "0123456789"

// ParseTaxCode reads a Vietnamese tax code: ten digits, three more for a branch (0101234567-001), or the twelve of a person. Separators are dropped.
// It refuses anything else with [CodeTaxCode]. The check digit is not looked at: a slip in it is no reason to refuse a sale.
func ParseTaxCode(text string) (string, error) {
	const limit = 100
	key := ""
	if len(text) <= limit {
		key = SerialKey(text)
	}
	switch front := strings.Trim(key, digits) == ""; {
	case front && (len(key) == 10 || len(key) == 12):
		return key, nil
	case front && len(key) == 13:
		return key[:10] + "-" + key[10:], nil
	}
	return "", care.Refuse(text, CodeTaxCode.With())
}
