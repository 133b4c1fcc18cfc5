// Command import brings a shop's spreadsheet into Chamsoc: 200,000 messy rows, generated beside a file that says what must become of each. The import is
// interrupted as by Ctrl-C, goes on in another process, and is run once more, which inserts nothing; then everything is compared with that file.
//
//	go run ./examples/import
//	go run ./examples/import -rows 20000
//	go run ./examples/import -dir kept   # keeps the file, the rejects and the databases
package main

import (
	"context"
	"database/sql"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/schollz/progressbar/v3"
	_ "modernc.org/sqlite"

	"github.com/chamsoc/chamsoc"
	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/examples/import/sheet"
	"github.com/chamsoc/chamsoc/storage/sqlite"
	"github.com/chamsoc/chamsoc/warranty"
)

func main() {
	rows := flag.Int("rows", 200_000, "how many rows the file has")
	dir := flag.String("dir", "", "a directory to keep everything in (default: a temporary one)")
	step := flag.String("import", "", "only import this file, as the other processes of this program do")
	stop := flag.Int("stop", 0, "with -import: interrupt after so many rows")
	flag.Parse()
	err := error(nil)
	if *step != "" {
		err = importFile(*step, *stop)
	} else {
		err = run(context.Background(), os.Stdout, *rows, *dir)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "FAIL", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, out io.Writer, rows int, dir string) (err error) {
	if dir == "" {
		if dir, err = os.MkdirTemp("", "chamsoc-import"); err != nil {
			return err
		}
		defer os.RemoveAll(dir)
	} else if err := os.Mkdir(dir, 0o755); err != nil {
		return err
	}
	small, whole := filepath.Join(dir, "small.csv"), filepath.Join(dir, "customers.csv")
	for file, n := range map[string]int{small: max(rows/10, 1), whole: rows} {
		if err := generate(n, file); err != nil {
			return err
		}
	}
	c := checker{out: out}
	little, err := c.step(ctx, "a tenth of the rows, for its memory", small, 0)
	if err != nil {
		return err
	}
	first, err := c.step(ctx, "all rows, interrupted on the way", whole, rows*2/5)
	if err != nil {
		return err
	}
	rest, err := c.step(ctx, "and resumed by another process", whole, 0)
	if err != nil {
		return err
	}
	again, err := c.step(ctx, "a second run", whole, 0)
	if err != nil {
		return err
	}
	c.check(first.interrupted && first.rows < rows, "the first process was interrupted, after %d rows", first.rows)
	c.check(rest.resumed && rest.rows == rows, "the second went on to all %d rows", rows)
	c.check(again.inserted == 0 && again.rejected == rest.rejected, "the second run inserted %d", again.inserted)
	c.memory(little.rows, little.peak, max(first.peak, rest.peak))
	if err := c.compare(ctx, whole, rest); err != nil {
		return err
	}
	return c.verdict()
}

func generate(rows int, path string) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	defer file.Close()
	truths, err := os.Create(path + ".truth")
	if err != nil {
		return err
	}
	defer truths.Close()
	return sheet.Generate(rows, false, file, truths)
}

// done is what a process has done.
type done struct {
	rows, inserted, existing, rejected int
	interrupted, resumed               bool
	peak                               int // kilobytes of memory at the most; 0: not known here
}

// step has another process of this program import a file.
func (c *checker) step(ctx context.Context, what, file string, stop int) (d done, err error) {
	self, err := os.Executable()
	if err != nil {
		return d, err
	}
	start := time.Now()
	cmd := exec.CommandContext(ctx, self, "-import", file, "-stop", strconv.Itoa(stop))
	cmd.Stderr = os.Stderr
	text, err := cmd.Output()
	if err != nil {
		return d, fmt.Errorf("%s: %w", what, err)
	}
	if _, err := fmt.Sscan(string(text), &d.rows, &d.inserted, &d.existing, &d.rejected, &d.interrupted, &d.resumed, &d.peak); err != nil {
		return d, fmt.Errorf("%s: %q: %w", what, text, err)
	}
	fmt.Fprintf(c.out, "%-38s %7d rows: %7d inserted, %6d there already, %6d rejected; %5.1f s, peak RSS %d kB\n",
		what, d.rows, d.inserted, d.existing, d.rejected, time.Since(start).Seconds(), d.peak)
	return d, nil
}

// importFile is what a host does. Ctrl-C stops it behind the transaction in hand, and the next run goes on there.
func importFile(path string, stop int) error {
	ctx, cancel := signal.NotifyContext(context.Background(), os.Interrupt)
	defer cancel()
	shop, db, err := openShop(ctx, path+".db")
	if err != nil {
		return err
	}
	defer db.Close()
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	rejects, err := os.OpenFile(path+".rejects.csv", os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return err
	}
	defer rejects.Close()
	info, err := file.Stat()
	if err != nil {
		return err
	}
	bar := progress(info.Size(), filepath.Base(path))
	finished, err := shop.Warranty.Import(ctx, warranty.Import{
		Key: filepath.Base(path), File: file, Rejects: rejects,
		Progress: func(p warranty.ImportProgress) {
			_ = bar.Set64(p.Bytes)
			if stop > 0 && p.Rows >= stop {
				interrupt()
			}
		},
	})
	interrupted := errors.Is(err, context.Canceled)
	if err != nil && !interrupted {
		return err
	}
	fmt.Println(finished.Rows, finished.Inserted, finished.Existing, finished.Rejected, interrupted, finished.Resumed, peakMemory())
	return nil
}

// interrupt is what Ctrl-C does.
func interrupt() {
	if self, err := os.FindProcess(os.Getpid()); err == nil {
		_ = self.Signal(os.Interrupt)
		time.Sleep(10 * time.Millisecond) // until it has come
	}
}

// progress is a bar on a terminal, and nothing elsewhere.
func progress(total int64, what string) *progressbar.ProgressBar {
	info, err := os.Stderr.Stat()
	terminal := err == nil && info.Mode()&os.ModeCharDevice != 0
	return progressbar.NewOptions64(total, progressbar.OptionSetWriter(os.Stderr), progressbar.OptionSetVisibility(terminal), progressbar.OptionShowBytes(true),
		progressbar.OptionThrottle(50*time.Millisecond), progressbar.OptionSetWidth(40), progressbar.OptionSetDescription(what),
		progressbar.OptionOnCompletion(func() { fmt.Fprintln(os.Stderr) }))
}

// peakMemory is how much memory this process has had, in kilobytes, where the system says so.
func peakMemory() (kilobytes int) {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(status)) {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			kilobytes, _ = strconv.Atoi(strings.Fields(rest)[0])
		}
	}
	return kilobytes
}

// openShop opens a database with the terms of thirty products.
func openShop(ctx context.Context, path string) (c chamsoc.Chamsoc, db *sql.DB, err error) {
	db, err = sql.Open("sqlite", "file:"+path+"?_pragma=busy_timeout(5000)&_pragma=journal_mode(wal)&_pragma=synchronous(normal)&_txlock=immediate")
	if err != nil {
		return c, nil, err
	}
	tenants, err := sqlite.New(db, sqlite.Config{Schemas: chamsoc.Schemas()})
	if err == nil {
		err = tenants.Apply(ctx)
	}
	if err == nil {
		c, err = chamsoc.New(tenants.ForTenant(""), chamsoc.Config{Env: care.Env{Now: func() time.Time { return time.Date(2026, 8, 31, 3, 0, 0, 0, time.UTC) }}})
	}
	if err != nil {
		return c, db, errors.Join(err, db.Close())
	}
	some := care.Text{VI: "như đã công bố", EN: "as published"}
	for i, n := range sheet.Months {
		_, err := c.Warranty.Publish(ctx, warranty.Terms{
			Code: warranty.TermsCode(fmt.Sprintf("T%d", n)), Edition: 1, Effective: calendar.MustDate(2020, time.January, 1), Published: time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC),
			Months: n, KeepLastDay: true, Start: some, Term: some, Content: some, Scope: some, How: some, NoExclusions: true,
		})
		if err != nil {
			return c, db, errors.Join(err, db.Close())
		}
		for product := i; product < 30; product += len(sheet.Months) {
			name := care.Text{VI: fmt.Sprintf("Sản phẩm %02d", product), EN: fmt.Sprintf("Product %02d", product)}
			if _, err := c.Warranty.Cover(ctx, warranty.Coverage{
				Product: care.ProductRef(fmt.Sprintf("SP-%02d", product)), Name: name, Terms: warranty.TermsCode(fmt.Sprintf("T%d", n)), Serialised: true,
			}); err != nil {
				return c, db, errors.Join(err, db.Close())
			}
		}
	}
	return c, db, nil
}
