// Package till reads the sales that a shop's till exports, as a host would: a CSV file with Vietnamese headings, prices and dates as people write
// them, several serials in a cell, and now and then a line that is wrong.
package till

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/warranty"
)

// Line is one line of the export.
type Line struct {
	Number int // in the file, the heading being 1
	Item   string
	Price  care.Money
	Sale   warranty.Sale
}

// headings are the columns, in the order in which the till exports them.
var headings = []string{"Mã hóa đơn", "Thời gian", "Dòng", "Mã hàng", "Tên hàng", "Số lượng", "Serial/IMEI", "Đơn giá",
	"Mã khách", "Tên khách", "Điện thoại", "Chi nhánh"}

const (
	invoice = iota
	sold
	line
	product
	item
	quantity
	serials
	price
	customer
	name
	phone
	place
)

// codeTime: the time of a sale is not a date and time that exists.
var codeTime = care.NewCode("till.time", "", care.Text{
	VI: "Thời gian bán không đọc được hoặc ngày không tồn tại. Hãy sửa theo dạng 31/08/2026 14:05.",
	EN: "The time of the sale cannot be read, or there is no such day. Write it like 31/08/2026 14:05.",
})

// Read yields each line with what is wrong with it, a *care.Invalid, or nil. An error that is not *care.Invalid ends the file.
func Read(file io.Reader, zone *time.Location) iter.Seq2[Line, error] {
	return func(yield func(Line, error) bool) {
		r := csv.NewReader(file)
		r.FieldsPerRecord = len(headings)
		r.ReuseRecord = true
		head, err := r.Read()
		if err != nil {
			yield(Line{Number: 1}, fmt.Errorf("till: the heading cannot be read: %w", err))
			return
		}
		head[0] = strings.TrimPrefix(head[0], "\ufeff")
		if !slices.Equal(head, headings) {
			yield(Line{Number: 1}, fmt.Errorf("till: the heading is not %q", headings))
			return
		}
		for {
			cells, err := r.Read()
			if errors.Is(err, io.EOF) {
				return
			}
			if err != nil {
				yield(Line{}, fmt.Errorf("till: the file cannot be read on: %w", err))
				return
			}
			number, _ := r.FieldPos(0)
			l, err := parse(cells, zone)
			l.Number = number
			if !yield(l, err) {
				return
			}
		}
	}
}

func parse(cells []string, zone *time.Location) (Line, error) {
	var p care.Problems
	l := Line{
		Item:  care.Required(&p, "item", cells[item], care.Line(200)),
		Price: care.Required(&p, "price", cells[price], care.ParseMoney),
		Sale: warranty.Sale{
			Invoice: cells[invoice], Product: cells[product], Customer: cells[customer], Name: cells[name], Phone: cells[phone], Place: cells[place],
			Line:     care.Required(&p, "line", cells[line], strconv.Atoi),
			Quantity: care.Required(&p, "quantity", cells[quantity], strconv.Atoi),
			At: care.Required(&p, "time", cells[sold], func(text string) (time.Time, error) {
				t, err := time.ParseInLocation("02/01/2006 15:04", text, zone)
				if err != nil {
					return t, care.Refuse(text, codeTime.With())
				}
				return t, nil
			}),
		},
	}
	for serial := range strings.FieldsFuncSeq(cells[serials], func(r rune) bool { return r == ';' || r == '|' }) {
		if serial = strings.TrimSpace(serial); serial != "" {
			l.Sale.Serials = append(l.Sale.Serials, serial)
		}
	}
	return l, p.Err()
}
