package main

import (
	"bufio"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"github.com/chamsoc/chamsoc/examples/import/sheet"
	"github.com/chamsoc/chamsoc/warranty"
)

// checker compares what there is with what must be.
type checker struct {
	out           io.Writer
	checks, wrong int
}

func (c *checker) check(ok bool, format string, args ...any) {
	c.checks++
	if !ok {
		if c.wrong++; c.wrong <= 20 {
			fmt.Fprintf(c.out, "WRONG: "+format+"\n", args...)
		}
	}
}

func (c *checker) verdict() error {
	if c.wrong > 0 {
		return fmt.Errorf("%d of %d checks", c.wrong, c.checks)
	}
	fmt.Fprintf(c.out, "PASS %d checks\n", c.checks)
	return nil
}

// full is how many rows an import needs to fill its transactions, its buffers and SQLite's cache; below that, memory still grows with them.
const full = 10_000

// memory checks that ten times the rows take no more memory: a third more is for what the garbage collector has not collected yet.
func (c *checker) memory(rows, small, large int) {
	switch {
	case small == 0:
		fmt.Fprintln(c.out, "peak RSS is not known on this system, and not compared")
		return
	case rows < full:
		fmt.Fprintf(c.out, "peak RSS is not compared: %d rows are fewer than the %d that fill the buffers\n", rows, full)
		return
	}
	fmt.Fprintf(c.out, "peak RSS with ten times the rows: %.2f times\n", float64(large)/float64(small))
	c.check(large < small*4/3+4096, "peak RSS grew from %d to %d kB", small, large)
}

// compare compares every row of the file with the truth.
func (c *checker) compare(ctx context.Context, file string, d done) error {
	registered, err := c.registrations(ctx, file)
	if err != nil {
		return err
	}
	rejected, err := rejects(file + ".rejects.csv")
	if err != nil {
		return err
	}
	truths, err := os.Open(file + ".truth")
	if err != nil {
		return err
	}
	defer truths.Close()
	counts := map[string]int{}
	for dec := json.NewDecoder(bufio.NewReader(truths)); ; {
		var t sheet.Truth
		if err := dec.Decode(&t); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return err
		}
		counts[t.Outcome]++
		reason, refused := rejected[t.Line]
		c.check(refused == (t.Outcome == "rejected") && strings.Contains(reason, t.Reason), "line %d is to be %s (%s), and there is %q", t.Line, t.Outcome, t.Reason, reason)
		if t.Outcome == "registered" {
			want := t
			want.Line, want.Outcome = 0, ""
			key := t.Product + " " + t.Serial
			c.check(registered[key] == want, "line %d: %+v, and there is %+v", t.Line, want, registered[key])
			delete(registered, key)
		}
	}
	c.check(len(registered) == 0, "%d registrations are in no row", len(registered))
	c.check(d.inserted == counts["registered"] && d.existing == counts["existing"] && d.rejected == counts["rejected"], "%+v, and the truth is %v", d, counts)
	return nil
}

// registrations are those in the database, by product and serial.
func (c *checker) registrations(ctx context.Context, file string) (map[string]sheet.Truth, error) {
	shop, db, err := openShop(ctx, file+".db")
	if err != nil {
		return nil, err
	}
	defer db.Close()
	all := map[string]sheet.Truth{}
	for r, err := range shop.Warranty.Registrations("").All(ctx) {
		if err != nil {
			return nil, err
		}
		key := string(r.Product) + " " + r.Serial
		_, twice := all[key]
		c.check(!twice, "%s is registered twice", key)
		all[key] = truthOf(r)
	}
	return all, nil
}

func truthOf(r warranty.Registration) sheet.Truth {
	return sheet.Truth{Serial: r.Serial, Product: string(r.Product), Name: r.Name, Phone: string(r.Phone), Sold: r.Delivered.String(), Ends: r.Ends.String()}
}

// rejects are the English reasons in a file of rejects, by line. Both runs wrote to it, and must have written the same.
func rejects(path string) (map[int]string, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	all := map[int]string{}
	for scan := bufio.NewScanner(f); scan.Scan(); {
		if !strings.HasPrefix(scan.Text(), `"`) { // the heading, and rows of several lines
			continue
		}
		r := csv.NewReader(strings.NewReader(scan.Text()))
		r.Comma, r.LazyQuotes, r.FieldsPerRecord = ';', true, -1
		cells, err := r.Read()
		if err != nil || len(cells) < 3 {
			continue
		}
		line, err := strconv.Atoi(cells[0])
		if err != nil {
			continue
		}
		if before, twice := all[line]; twice && before != cells[2] {
			return nil, fmt.Errorf("line %d was rejected for another reason in the second run: %s", line, cells[2])
		}
		all[line] = cells[2]
	}
	return all, nil
}
