package warranty_test

import (
	"context"
	"encoding/json"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/care/sla"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/memory"
	"github.com/chamsoc/chamsoc/storage/queue"
	"github.com/chamsoc/chamsoc/warranty"
)

// at reads an instant as the shop's clock shows it: "2026-08-31 09:30" in Vietnam.
func at(text string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", text, care.Env{}.Location())
	if err != nil {
		panic(err)
	}
	return t
}

func day(text string) calendar.Date {
	d, err := calendar.ParseDate(text)
	if err != nil {
		panic(err)
	}
	return d
}

func both(vi, en string) care.Text { return care.Text{VI: vi, EN: en} }

// phoneTerms are complete terms: a year, six months for the battery, water damage excluded.
func phoneTerms() warranty.Terms {
	return warranty.Terms{
		Code: "phones", Edition: 1, Effective: day("2026-01-01"), Published: at("2025-12-20 08:00"), Months: 12,
		Parts:   []warranty.Part{{Code: "battery", Months: 6, Name: both("pin", "battery")}},
		Start:   both("Từ ngày giao hàng.", "From the day of delivery."),
		Term:    both("12 tháng, pin 6 tháng.", "12 months, the battery 6 months."),
		Content: both("Sửa chữa miễn phí.", "Repair free of charge."),
		Scope:   both("Lỗi của nhà sản xuất.", "Faults of the maker."),
		How:     both("Tại cửa hàng hoặc tận nhà.", "At the shop or at home."),
		Exclusions: []warranty.Exclusion{
			{Fault: "water_damage", Text: both("máy bị vào nước", "water got into the device")},
		},
	}
}

// goodsTerms are terms of six months without exclusions.
func goodsTerms() warranty.Terms {
	t := phoneTerms()
	t.Code, t.Months, t.Parts, t.Exclusions, t.NoExclusions = "goods", 6, nil, nil, true
	t.Term = both("6 tháng.", "6 months.")
	return t
}

// shop is a service on a memory store with a clock that the test sets, and two products: DT-01, a phone with an IMEI, and QUAT-01, a fan
// without a serial.
type shop struct {
	warranty.Service
	tenants storage.Tenants
	store   storage.Store
	config  warranty.Config
	now     time.Time
}

func newShop(t testing.TB) *shop {
	t.Helper()
	tenants, err := memory.New(slices.Concat(queue.Schemas(), care.Schemas(), sla.Schemas(), warranty.Schemas())...)
	require.NoError(t, err)
	s := &shop{tenants: tenants, store: tenants.ForTenant("hanoi"), now: at("2026-08-31 10:00")}
	s.config.Env.Now = func() time.Time { return s.now }
	s.Service, err = warranty.New(s.store, s.config)
	require.NoError(t, err)
	open(t, s.Service)
	return s
}

func newService(t testing.TB, s *shop) warranty.Service {
	service, err := warranty.New(s.store, s.config)
	require.NoError(t, err)
	return service
}

// official are the working days of Vietnam, Monday to Friday less the official days off of 2025 and 2026, with those that were swapped.
func official(t testing.TB) *calendar.Calendar {
	t.Helper()
	d := calendar.Definition{Zone: "Asia/Ho_Chi_Minh", First: day("2020-01-01"), Last: day("2035-12-31")}
	usual := calendar.MustShifts("08:00-17:00")
	d.Weeks = []calendar.Week{{Mon: usual, Tue: usual, Wed: usual, Thu: usual, Fri: usual}}
	for _, off := range [][2]string{
		{"2025-01-01", "2025-01-01"}, {"2025-01-27", "2025-01-31"}, {"2025-04-07", "2025-04-07"}, {"2025-04-30", "2025-05-02"}, {"2025-09-01", "2025-09-02"},
		{"2026-01-01", "2026-01-02"}, {"2026-02-16", "2026-02-20"}, {"2026-04-27", "2026-04-27"}, {"2026-04-30", "2026-05-01"},
		{"2026-08-31", "2026-09-02"}, {"2026-11-24", "2026-11-24"},
	} {
		d.Closures = append(d.Closures, calendar.Closure{First: day(off[0]), Last: day(off[1])})
	}
	c, err := calendar.Compile(d)
	require.NoError(t, err)
	return c
}

// open publishes the terms and covers the products.
func open(t testing.TB, s warranty.Service) {
	t.Helper()
	for _, terms := range []warranty.Terms{phoneTerms(), goodsTerms()} {
		_, err := s.Publish(t.Context(), terms)
		require.NoError(t, err)
	}
	for _, c := range []warranty.Coverage{
		{Product: "DT-01", Name: both("Điện thoại Hạ An", "Ha An phone"), Terms: "phones", Serialised: true},
		{Product: "QUAT-01", Name: both("Quạt đứng", "Standing fan"), Terms: "goods"},
	} {
		_, err := s.Cover(t.Context(), c)
		require.NoError(t, err)
	}
}

// phoneSale is one phone, sold to a customer whose number is from before 2018.
func phoneSale() warranty.Sale {
	return warranty.Sale{
		Invoice: "HD000123", Line: 1, Product: "DT-01", Quantity: 1, Serials: []string{"490154203237518"},
		Customer: "KH-7", Name: "Nguyễn Thị Ánh", Phone: "0169 123 4567", Place: "CH-HN", At: at("2026-08-31 09:30"),
	}
}

// fanSale is two fans without serials for somebody the shop has no key of.
func fanSale() warranty.Sale {
	return warranty.Sale{
		Invoice: "HD000124", Line: 2, Product: "QUAT-01", Quantity: 2, Name: "Trần Văn Đức", Phone: "0912 345 678", At: at("2026-08-31 09:40"),
	}
}

func (s *shop) sell(t testing.TB, sale warranty.Sale) warranty.Receipt {
	t.Helper()
	receipt, err := s.Register(t.Context(), sale)
	require.NoError(t, err)
	return receipt
}

func (s *shop) ask(t testing.TB, q warranty.Inquiry) warranty.Answer {
	t.Helper()
	a, err := s.Ask(t.Context(), q)
	require.NoError(t, err)
	return a
}

// collect reads a whole list.
func collect[T any](t testing.TB, list storage.List[T]) (all []T) {
	t.Helper()
	for v, err := range list.All(context.Background()) {
		require.NoError(t, err)
		all = append(all, v)
	}
	return all
}

// problems are the paths and codes of a refusal.
func problems(t testing.TB, err error) (all []string) {
	t.Helper()
	var invalid *care.Invalid
	require.ErrorAs(t, err, &invalid)
	for _, p := range invalid.Problems {
		require.NoError(t, p.Reason.Check())
		all = append(all, p.Path+" "+p.Reason.Code())
	}
	return all
}

func codes(rs care.Reasons) (all []string) {
	for _, r := range rs {
		all = append(all, r.Code())
	}
	return all
}

// sound fails the test if a reason lacks a fact.
func sound(t testing.TB, rs ...care.Reason) {
	t.Helper()
	for _, r := range rs {
		require.NoError(t, r.Check())
	}
}

func asJSON(t testing.TB, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	require.NoError(t, err)
	return string(b)
}

// bodies are the stored bodies of a collection, as an adapter keeps them.
func bodies(t testing.TB, store storage.Store, collection, index string) (all []string) {
	t.Helper()
	for _, schema := range slices.Concat(queue.Schemas(), care.Schemas(), sla.Schemas(), warranty.Schemas()) {
		if schema.Name != collection {
			continue
		}
		require.NoError(t, store.View(context.Background(), func(ctx context.Context, r storage.Reader) error {
			page, err := r.Scan(ctx, schema, storage.Query{Index: index, Limit: storage.MaxPage})
			for _, rec := range page.Items {
				all = append(all, string(rec.Body))
			}
			return err
		}))
		return all
	}
	t.Fatalf("there is no collection %s", collection)
	return nil
}
