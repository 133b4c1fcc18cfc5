// Package sheet generates what a shop's spreadsheet of warranties looks like, beside the truth about each of its rows.
package sheet

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"
)

// Truth is what must become of one row, written by the generator, which knows what it did to the row, without the library's help.
type Truth struct {
	Line    int    `json:"line"`
	Outcome string `json:"outcome"`          // registered, existing, rejected
	Reason  string `json:"reason,omitempty"` // how a reason for which it is rejected begins, in English
	Serial  string `json:"serial,omitempty"` // of what is registered
	Product string `json:"product,omitempty"`
	Name    string `json:"name,omitempty"`
	Phone   string `json:"phone,omitempty"` // the first, in international form
	Sold    string `json:"sold,omitempty"`
	Ends    string `json:"ends,omitempty"`
}

const heading = "\ufeffMã hàng;Số seri;Tên khách hàng;SĐT;Ngày mua;Số tháng bảo hành;Chi nhánh;Ghi chú\r\n"

// Months are the terms of the products, SP-00 to SP-29: product n is under the terms n modulo their number.
var Months = [...]int{12, 24, 36}

// prefixes are some of the mobile prefixes that were replaced in 2018, with what replaced them.
var prefixes = [][2]string{{"0120", "+8470"}, {"0129", "+8482"}, {"0163", "+8433"}, {"0169", "+8439"}, {"0188", "+8458"}, {"0199", "+8459"}}

var (
	families = strings.Fields("Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý")
	middles  = strings.Fields("Thị Văn Hữu Đức Minh Ngọc Thanh Quốc Xuân Kim")
	givens   = strings.Fields("Ánh Bình Châu Dũng Giang Hoà Khánh Lan Mỹ Nga Phượng Quỳnh Sơn Tuấn Uyên Yến")
)

// generator makes rows as shops have them. It remembers a few rows, to write them again.
type generator struct {
	*rand.Rand
	clean  bool
	n      int
	recent []row
}

// row is one row before it is damaged.
type row struct {
	Truth
	sold  time.Time
	term  int    // months; 0: left to the product's terms
	phone string // as typed
	name  string
}

// Generate writes a file of so many rows and, a line of JSON for each, the truth about them. A clean file has no rows that are refused, and none twice.
func Generate(rows int, clean bool, file, truths io.Writer) error {
	out, told := bufio.NewWriter(file), bufio.NewWriter(truths)
	enc := json.NewEncoder(told)
	g := generator{Rand: rand.New(rand.NewPCG(2026, 8)), clean: clean}
	line := 2
	if _, err := out.WriteString(heading); err != nil {
		return err
	}
	for range rows {
		text, r := g.next()
		r.Line = line
		if g.IntN(500) == 0 {
			text += "\r\n" // a blank line
		}
		line += strings.Count(text, "\n")
		if err := enc.Encode(r); err != nil {
			return err
		}
		if _, err := out.WriteString(text); err != nil {
			return err
		}
	}
	return errors.Join(out.Flush(), told.Flush())
}

// next is one more row, as it stands in the file, and what must become of it.
func (g *generator) next() (string, Truth) {
	if len(g.recent) > 0 && !g.clean {
		old := g.recent[g.IntN(len(g.recent))]
		switch g.IntN(60) {
		case 0: // the same row once more, typed otherwise
			old.Outcome = "existing"
			return g.write(old), Truth{Outcome: "existing"}
		case 1: // its serial, sold to somebody else
			other := g.fresh()
			other.Serial, other.Product = old.Serial, old.Product
			return g.write(other), Truth{Outcome: "rejected", Reason: "This invoice line, or this serial of the product, has a warranty already"}
		}
	}
	r := g.fresh()
	if g.IntN(25) == 0 && !g.clean {
		return g.spoilt(r)
	}
	if g.recent = append(g.recent, r); len(g.recent) > 50 {
		g.recent = g.recent[1:]
	}
	return g.write(r), r.Truth
}

func (g *generator) fresh() row {
	g.n++
	product := g.IntN(30)
	r := row{sold: time.Date(2022, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, g.IntN(1500))}
	r.Truth = Truth{
		Outcome: "registered", Product: fmt.Sprintf("SP-%02d", product), Serial: fmt.Sprintf("%c%c%08d", 'A'+product%26, 'A'+g.IntN(26), g.n),
		Sold: r.sold.Format(time.DateOnly), Name: strings.Join([]string{families[g.IntN(len(families))], middles[g.IntN(len(middles))], givens[g.IntN(len(givens))]}, " "),
	}
	r.name = r.Name
	term := Months[product%len(Months)]
	if g.IntN(10) == 0 {
		r.term = 6 + g.IntN(55)
		term = r.term
	}
	r.Ends = monthsLater(r.sold, term).Format(time.DateOnly)
	digits := fmt.Sprintf("%07d", g.IntN(10_000_000))
	switch g.IntN(12) {
	case 0:
		r.Phone, r.phone = "", []string{"", "  "}[g.IntN(2)]
	case 1, 2, 3:
		p := prefixes[g.IntN(len(prefixes))]
		r.Phone, r.phone = p[1]+digits, p[0]+" "+digits[:3]+" "+digits[3:]
	case 4:
		r.Phone, r.phone = "+8491"+digits, "91"+digits // a spreadsheet took the zero
	case 5:
		r.Phone, r.phone = "+8491"+digits, "+84 91"+digits+" / 0987.654.321"
	default:
		r.Phone, r.phone = "+8491"+digits, "091"+digits
	}
	return r
}

// monthsLater is the corresponding day, or the last of its month.
func monthsLater(t time.Time, n int) time.Time {
	first := time.Date(t.Year(), t.Month()+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return first.AddDate(0, 0, min(t.Day(), last)-1)
}

// write is a row with the damage of typing and of spreadsheets that an import has to see through.
func (g *generator) write(r row) string {
	name, serial, note := r.name, r.Serial, ""
	switch g.IntN(6) {
	case 0:
		name = norm.NFD.String(name)
	case 1:
		name = "  " + strings.ReplaceAll(name, " ", "  ")
	}
	if g.IntN(8) == 0 {
		serial = strings.ToLower(serial)
	}
	switch g.IntN(30) {
	case 0:
		note = "\"khách quen;\nđã gọi \"\"xác nhận\"\"\""
	case 1:
		note = `tivi 55" treo tường`
	}
	term := ""
	if r.term > 0 {
		term = fmt.Sprint(r.term)
	}
	return strings.Join([]string{r.Product, serial, name, r.phone, g.date(r.sold), term, "CN-1", note}, ";") + "\r\n"
}

// date is a day in one of the ways in which files have it.
func (g *generator) date(t time.Time) string {
	switch g.IntN(6) {
	case 0:
		return t.Format(time.DateOnly)
	case 1:
		return fmt.Sprint(int(t.Sub(time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)).Hours() / 24))
	case 2:
		return t.Format("2-1-2006")
	case 3:
		return t.Format("02/01/2006 00:00")
	}
	return t.Format("02/01/2006")
}

// spoilt is a row that cannot be imported.
func (g *generator) spoilt(r row) (string, Truth) {
	reason := ""
	text := ""
	switch g.IntN(8) {
	case 0:
		r.Product, reason = "KHONG-CO", "Mã hàng: This product has no warranty terms."
	case 1:
		r.phone, reason = "0912 34x", "SĐT: The phone number has unexpected characters."
	case 2:
		r.phone, reason = "0912", "SĐT: The phone number has too few or too many digits."
	case 3:
		r.sold, reason = time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC), "Ngày mua: The date must be from 1 January 1990"
	case 4:
		r.name, reason = "Nguy\xe1\xbb n", "Tên khách hàng: The text has control characters or is not UTF-8."
	case 5:
		text, reason = `"`+r.Product+";"+r.Serial+";;;31/08/2025;;;\r\n", "A quotation mark is never closed"
	case 6:
		text, reason = r.Product+";"+r.Serial+";;;31/02/2025;mười hai;;\r\n", "Số tháng bảo hành: This is not a whole number. Type it as 12."
	case 7:
		text, reason = r.Product+";"+r.Serial+";;;31/08/2025;;;;;thừa\r\n", "The row has 10 cells and there are 8 headings."
	}
	if text == "" {
		text = g.write(r)
	}
	return text, Truth{Outcome: "rejected", Reason: reason}
}
