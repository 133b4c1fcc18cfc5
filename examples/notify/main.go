// Command notify is a night of a shop that speaks to its customers through senders that are made up: quiet hours, somebody who refuses advertising while an
// advertisement waits, a fallback where there is no Zalo account, a provider that is busy, a text that cannot be made, a customer who is erased. In the morning it checks that
// everything was sent, declined, or given to a person, and that the erased name is in no byte of the database.
//
//	go run ./examples/notify            # in Vietnamese
//	go run ./examples/notify -lang en   # in English
//	go run ./examples/notify -letter letter.html   # keeps the letter that was printed
package main

import (
	"context"
	"database/sql"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	_ "modernc.org/sqlite"

	"github.com/chamsoc/chamsoc"
	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/notice"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/queue"
	"github.com/chamsoc/chamsoc/storage/sqlite"
)

func main() {
	lang := flag.String("lang", "vi", "the language, vi or en")
	letter := flag.String("letter", "", "the `file` to which the printed letter is written")
	flag.Parse()
	if err := run(context.Background(), os.Stdout, care.Lang(*lang), *letter); err != nil {
		fmt.Fprintln(os.Stderr, "FAIL", err)
		os.Exit(1)
	}
}

// night is the shop, its clock, and what its senders took.
type night struct {
	out     io.Writer
	lang    care.Lang
	now     time.Time
	path    string
	db      *sql.DB
	store   storage.Store
	care    chamsoc.Chamsoc
	worker  *queue.Worker
	asked   map[string]storage.ID[notice.Notice] // by the name of the request
	taken   []notice.Message
	tries   map[string]int // by customer
	printed string         // the letter
	checks  int
}

func run(ctx context.Context, out io.Writer, lang care.Lang, letter string) error {
	if !care.IsKnown(lang) {
		return fmt.Errorf("the language %q is neither vi nor en", lang)
	}
	dir, err := os.MkdirTemp("", "chamsoc-notify")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	n := &night{out: out, lang: lang, path: filepath.Join(dir, "shop.db"), asked: map[string]storage.ID[notice.Notice]{}, tries: map[string]int{}}
	if err := n.open(ctx); err != nil {
		return err
	}
	defer n.db.Close()
	if err := n.pass(ctx); err != nil {
		return err
	}
	if letter != "" {
		if err := os.WriteFile(letter, []byte(n.printed), 0o600); err != nil {
			return err
		}
	}
	if err := n.check(ctx); err != nil {
		return err
	}
	fmt.Fprintf(out, "\nPASS %d checks\n", n.checks)
	return nil
}

// open makes the database as a host that may have to erase somebody does: with secure_delete SQLite overwrites what is deleted.
func (n *night) open(ctx context.Context) (err error) {
	n.now = clock(21, 30)
	if n.db, err = sql.Open("sqlite", "file:"+n.path+"?_pragma=journal_mode(wal)&_pragma=secure_delete(1)&_pragma=busy_timeout(5000)&_txlock=immediate"); err != nil {
		return err
	}
	tenants, err := sqlite.New(n.db, sqlite.Config{Schemas: chamsoc.Schemas()})
	if err == nil {
		err = tenants.Apply(ctx)
	}
	if err != nil {
		return err
	}
	n.store = tenants.ForTenant("")
	senders := map[care.Channel]notice.Sender{}
	for _, channel := range []care.Channel{care.ChannelZalo, care.ChannelSMS, care.ChannelEmail, care.ChannelPost} {
		senders[channel] = notice.SenderFunc(n.send)
	}
	n.care, err = chamsoc.New(n.store, chamsoc.Config{
		Env:    care.Env{Now: func() time.Time { return n.now }},
		Notice: notice.Config{House: house(), Kinds: kinds(), Senders: senders},
	})
	if err != nil {
		return err
	}
	n.worker, err = n.care.Worker(queue.Config{Tenants: tenants, Now: func() time.Time { return n.now }, Concurrency: 1, Subscriptions: []queue.Subscription{
		queue.Subscribe(notice.NotSent, "shop", n.notSent),
	}})
	return err
}

// say prints a line in the language of the shop.
func (n *night) say(vi, en string, args ...any) {
	fmt.Fprintf(n.out, care.Text{VI: vi, EN: en}.In(n.lang)+"\n", args...)
}

// clock is an instant of the night of 4 May 2026 in Vietnam; hours from 24 on are the next morning.
func clock(hour, minute int) time.Time {
	return time.Date(2026, 5, 4, hour, minute, 0, 0, care.Env{}.Location())
}
