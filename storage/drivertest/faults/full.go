package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"time"
)

// full lets a SQLite database grow until it may not, and gives it a little more room, again and again; at last it has all it wants.
func full(ctx context.Context, dir string, rounds int) (summary, error) {
	rounds = max(1, rounds/5)
	j := &journal{dir: dir}
	total, done, err := onSQLite(ctx, j, "") // makes the tables and opens the shop
	if err != nil {
		return summary{}, err
	}
	done()
	refused := int64(0)
	for range rounds {
		n, err := fillUp(ctx, j, total)
		if err != nil {
			return summary{}, err
		}
		refused += n
	}
	l, done, err := onSQLite(ctx, j, "")
	if err != nil {
		return summary{}, err
	}
	defer done()
	l.add(total)
	s, err := l.settle(ctx, rounds)
	if refused < int64(rounds) && err == nil {
		err = errors.New("the database was never full")
	}
	s.more = fmt.Sprintf("%d sales were refused because the database was full", refused)
	return s, err
}

// fillUp sells into what room there is until nothing fits, sees that what is there can still be read, and reports how many sales were refused.
func fillUp(ctx context.Context, j *journal, total *load) (refused int64, err error) {
	pages, err := pagesOf(ctx, filepath.Join(j.dir, "shop.db"))
	if err != nil {
		return 0, err
	}
	l, done, err := onSQLite(ctx, j, fmt.Sprintf("&_pragma=max_page_count(%d)", pages+100))
	if err != nil {
		return 0, err
	}
	defer done()
	err = l.during(ctx, func() error {
		for end := time.Now().Add(time.Minute); l.failed.Load() < 20; time.Sleep(10 * time.Millisecond) {
			if time.Now().After(end) {
				return errors.New("the database does not become full")
			}
		}
		return nil
	})
	if err != nil {
		return 0, err
	}
	if _, err := l.sell(ctx, l.store, "one more", "key-1"); err != nil && !strings.Contains(err.Error(), "full") {
		return 0, fmt.Errorf("a full database refuses without saying so: %w", err)
	}
	for _, err := range l.care.Warranty.Registrations("").All(ctx) {
		if err != nil {
			return 0, fmt.Errorf("a full database cannot be read: %w", err)
		}
	}
	total.add(l)
	return l.failed.Load(), nil
}

func pagesOf(ctx context.Context, path string) (n int, err error) {
	db, err := sql.Open("sqlite", "file:"+path)
	if err != nil {
		return 0, err
	}
	defer db.Close()
	return n, db.QueryRowContext(ctx, "pragma page_count").Scan(&n)
}
