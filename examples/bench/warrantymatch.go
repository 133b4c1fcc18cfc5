package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"github.com/chamsoc/chamsoc"
	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/memory"
	"github.com/chamsoc/chamsoc/storage/queue"
	"github.com/chamsoc/chamsoc/storage/sqlite"
	"github.com/chamsoc/chamsoc/warranty"
	"github.com/chamsoc/chamsoc/warranty/warrantytest"
)

// matchGrowth compares a look-up at the counter in a shop of a million registrations with one of ten thousand, both in SQLite: by a phone and a serial that was misread, as
// most customers come; by each of a phone, a serial and an invoice; and by a name, a product and a date, which more people share the larger the shop is, until
// 200 of them are weighed.
func matchGrowth(ctx context.Context, dir string) ([]row, error) {
	var sides [2]warrantytest.Trial
	for i, n := range []int{1_000_000, 10_000} {
		s, err := matchShop(ctx, filepath.Join(dir, fmt.Sprint(n, ".db")), n)
		if err != nil {
			return nil, err
		}
		sides[i] = s
	}
	var rows []row
	for _, m := range []struct {
		name, bar string
		inquiry   func(s warrantytest.Trial) warranty.Inquiry
	}{
		{"warranty/match/growth", "≤ 1.5", func(s warrantytest.Trial) warranty.Inquiry {
			v := s.WithMisreadSerial()
			return warranty.Inquiry{Phone: v.Phone, Serial: v.Serial}
		}},
		{"warranty/match/growth/phone", "≤ 1.5", func(s warrantytest.Trial) warranty.Inquiry {
			v := s.WithMisreadSerial() // whose phone is the one of the sale
			return warranty.Inquiry{Phone: v.Phone}
		}},
		{"warranty/match/growth/serial", "≤ 1.5", func(s warrantytest.Trial) warranty.Inquiry {
			return warranty.Inquiry{Serial: s.Registrations[s.WithMisreadSerial().Unit].Serial}
		}},
		{"warranty/match/growth/invoice", "≤ 1.5", func(s warrantytest.Trial) warranty.Inquiry {
			return warranty.Inquiry{Invoice: string(s.Registrations[s.Visit().Unit].Invoice)}
		}},
		{"warranty/match/growth/name", "", func(s warrantytest.Trial) warranty.Inquiry {
			v := s.Visit()
			return warranty.Inquiry{Name: v.Name, Product: v.Product, About: v.About, WithinDays: v.Within}
		}},
	} {
		var asked [2][]warranty.Inquiry
		for i, s := range sides {
			for range growthKeys {
				asked[i] = append(asked[i], m.inquiry(s))
			}
		}
		find := func(side int) func(i int) error {
			return func(i int) error {
				_, err := sides[side].Service.Find(ctx, asked[side][i])
				return err
			}
		}
		r, err := medians(m.name, find(0), find(1))
		if err != nil {
			return nil, err
		}
		r.Bar = m.bar
		rows = append(rows, r)
	}
	return rows, nil
}

// matchShop loads a generated shop into SQLite, and opens it on a connection that has not loaded.
func matchShop(ctx context.Context, path string, n int) (s warrantytest.Trial, err error) {
	db, err := sql.Open("sqlite", "file:"+path+"?_pragma=journal_mode(wal)&_pragma=synchronous(off)&_pragma=cache_size(-400000)&_txlock=immediate")
	if err != nil {
		return s, err
	}
	db.SetMaxOpenConns(1)
	tenants, err := sqlite.New(db, sqlite.Config{Schemas: chamsoc.Schemas()})
	if err == nil {
		err = tenants.Apply(ctx)
	}
	if err == nil {
		s, err = warrantytest.NewTrial(ctx, tenants.ForTenant(tenant), 101, n)
	}
	if err = errors.Join(err, db.Close()); err != nil {
		return s, err
	}
	if db, err = open(path); err != nil {
		return s, err
	}
	if tenants, err = sqlite.New(db, sqlite.Config{Schemas: chamsoc.Schemas()}); err != nil {
		return s, err
	}
	s.Service = s.Service.In(tenants.ForTenant(tenant))
	return s, nil
}

// matchQuality judges the matching on one shop of 200,000 registrations that it was not tuned on; go test ./warranty -run MatchingOnShops -matching takes five, and a million
// strangers.
func matchQuality(ctx context.Context, _ string) ([]row, error) {
	const n, strangers = 5000, 100_000
	tenants, err := memory.New(warranty.Schemas()...)
	if err != nil {
		return nil, err
	}
	s, err := warrantytest.NewTrial(ctx, tenants.ForTenant(""), 101, 200_000)
	if err != nil {
		return nil, err
	}
	phone, err := s.PhoneAlone(ctx, n)
	if err != nil {
		return nil, err
	}
	misread, err := s.Misread(ctx, n)
	if err != nil {
		return nil, err
	}
	calibration, err := s.Calibration(ctx, 4*n)
	if err != nil {
		return nil, err
	}
	dialogue, err := s.Dialogue(ctx, n)
	if err != nil {
		return nil, err
	}
	done := 0
	for _, after := range dialogue.After[:4] {
		done += after
	}
	attempts, err := s.Strangers(ctx, strangers)
	if err != nil {
		return nil, err
	}
	return []row{
		{Name: "warranty/match/phone", Ours: phone.Match, Unit: "in top 3", N: n, Bar: "≥ 0.99"},
		{Name: "warranty/match/phone/unit", Ours: phone.Unit, Peer: phone.Limit, Ratio: phone.Unit / phone.Limit, Unit: "in top 3", N: n, Bar: "peer: possible"},
		{Name: "warranty/match/misread", Ours: float64(misread.Right) / n, Unit: "accepted", N: n, Bar: "≥ 0.97"},
		{Name: "warranty/match/calibration", Ours: calibration.Error(), Unit: "ECE", N: 4 * n, Bar: "≤ 0.03"},
		{Name: "warranty/match/questions", Ours: float64(done) / n, Unit: "done after 3", N: n, Bar: "most"},
		{Name: "warranty/match/strangers", Ours: float64(attempts.Wrong), Unit: "accepted", N: strangers, Bar: "= 0"},
	}, nil
}

// matchPublic compares a public form that fits a purchase with one that fits none, and a wrong code for each: two thousand of each in turn. The peer is not found; the ratio's
// noise is the p of the test that the two take the same time (Mann and Whitney 1947), which no visitor can tell apart if it is not small.
func matchPublic(ctx context.Context, _ string) ([]row, error) {
	const n = 2000
	tenants, err := memory.New(chamsoc.Schemas()...)
	if err != nil {
		return nil, err
	}
	store := tenants.ForTenant("")
	s, err := warrantytest.NewTrial(ctx, store, 101, 20_000)
	if err != nil {
		return nil, err
	}
	sent := &freely{}
	w, err := warranty.New(store, warranty.Config{Limiter: sent, Codes: sent})
	if err != nil {
		return nil, err
	}
	worker, err := queue.NewWorker(queue.Config{
		Tenants: tenants, Topics: warranty.Topics(), Subscriptions: warranty.Subscriptions(func(string) warranty.Service { return w }),
	})
	if err != nil {
		return nil, err
	}
	var times [2][2][]float64 // of asking and of confirming, found and not
	var forms []storage.ID[warranty.Form]
	side := func(i int) int { return (i + i/2) % 2 } // found, not, not, found, …
	for i := range 2 * n {
		v := s.WithMisreadSerial()
		q := warranty.PublicInquiry{From: "203.0.113.7", Phone: string(s.Registrations[v.Unit].Phone), Serial: v.Serial}
		if side(i) == 1 {
			digits := []byte(q.Phone[4:])
			slices.Reverse(digits) // a number that nobody has, or hardly anybody
			q.Phone, q.Serial = q.Phone[:4]+string(digits), "X"+q.Serial[1:]
		}
		begun := time.Now()
		receipt, err := w.AskPublic(ctx, q)
		times[0][side(i)] = append(times[0][side(i)], float64(time.Since(begun).Nanoseconds()))
		if err != nil {
			return nil, err
		}
		forms = append(forms, receipt.Form)
	}
	if _, err := worker.RunOnce(ctx); err != nil {
		return nil, err
	}
	if sent.codes < n*95/100 {
		return nil, fmt.Errorf("%d codes were sent for %d forms that fit", sent.codes, n)
	}
	for i, form := range forms {
		begun := time.Now()
		_, err := w.ConfirmPublic(ctx, warranty.Confirmation{Form: form, Code: "wrong"})
		times[1][side(i)] = append(times[1][side(i)], float64(time.Since(begun).Nanoseconds()))
		if err == nil {
			return nil, errors.New("a wrong code was accepted")
		}
	}
	var rows []row
	for i, name := range []string{"warranty/match/public/ask", "warranty/match/public/confirm"} {
		p := sameTime(times[i][0], times[i][1])
		a, b := median(times[i][0]), median(times[i][1])
		rows = append(rows, row{Name: name, Ours: a, Peer: b, Ratio: a / b, Noise: p, Unit: "ns p50", N: n, Bar: "p ≥ 0.01"})
	}
	return rows, nil
}

// freely is a host that allows everything and counts what it would send.
type freely struct {
	mu    sync.Mutex
	codes int
}

func (*freely) Allow(context.Context, string) (bool, error) { return true, nil }

func (f *freely) SendCode(context.Context, care.Phone, string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.codes++
	return nil
}

// sameTime is the two-sided p of the rank-sum test.
func sameTime(a, b []float64) float64 {
	type timed struct {
		ns float64
		a  bool
	}
	var all []timed
	for _, x := range a {
		all = append(all, timed{x, true})
	}
	for _, x := range b {
		all = append(all, timed{x, false})
	}
	slices.SortFunc(all, func(x, y timed) int {
		switch {
		case x.ns < y.ns:
			return -1
		case x.ns > y.ns:
			return 1
		}
		return 0
	})
	ranks := 0.0
	for from := 0; from < len(all); {
		to := from
		for to < len(all) && all[to].ns == all[from].ns {
			to++
		}
		for _, x := range all[from:to] {
			if x.a {
				ranks += float64(from+to+1) / 2 // ties share their rank
			}
		}
		from = to
	}
	n, m := float64(len(a)), float64(len(b))
	z := (ranks - n*(n+m+1)/2) / math.Sqrt(n*m*(n+m+1)/12)
	return math.Erfc(math.Abs(z) / math.Sqrt2)
}
