package warranty_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/queue"
	"github.com/chamsoc/chamsoc/warranty"
)

func (s *shop) centre(t testing.TB, perDay int) warranty.Centre {
	t.Helper()
	c, err := s.SetCentre(t.Context(), warranty.Centre{Code: "workshop", Name: both("Xưởng Hà Nội", "Hanoi workshop"), PerDay: perDay})
	require.NoError(t, err)
	return c
}

func TestScheduleTakesTheEarliestDayWithRoom(t *testing.T) {
	full := map[calendar.Date]int{day("2026-09-03"): 2, day("2026-09-04"): 2, day("2026-09-07"): 1}
	for _, c := range []struct {
		from, parts, want string
		codes             []string
	}{
		{"2026-09-01", "", "2026-09-07", []string{"warranty.days_full", "warranty.scheduled"}}, // 1 and 2 September are off, 5 and 6 a week-end
		{"2026-09-07", "", "2026-09-07", []string{"warranty.scheduled"}},
		{"2026-09-01", "2026-09-12", "2026-09-14", []string{"warranty.parts_expected", "warranty.scheduled"}},
		{"2026-09-05", "2026-09-01", "2026-09-07", []string{"warranty.scheduled"}}, // parts that are there already
		{"2026-12-31", "", "", []string{"warranty.no_room"}},
	} {
		f := warranty.ScheduleFacts{From: day(c.from), PerDay: 2, Booked: full, Official: official(t), Until: day("2026-12-30")}
		if c.parts != "" {
			f.Parts = day(c.parts)
		}
		on, why, ok := warranty.Schedule(f)
		assert.Equal(t, c.want, on.String(), c.from)
		assert.Equal(t, c.want != "", ok)
		assert.Equal(t, c.codes, codes(why), c.from)
		sound(t, why...)
	}
}

// TestNoDayIsOverbooked has many counters order repairs at once.
func TestNoDayIsOverbooked(t *testing.T) {
	s := newShop(t)
	s.centre(t, 3)
	r := s.sell(t, phoneSale()).Registrations[0]
	s.now = at("2026-09-07 09:00")
	var wait sync.WaitGroup
	for range 20 {
		wait.Go(func() {
			_, err := s.OrderRepair(t.Context(), warranty.RepairRequest{Centre: "workshop", Registration: r.ID})
			assert.NoError(t, err)
		})
	}
	wait.Wait()
	perDay := map[calendar.Date]int{}
	for _, o := range collect(t, s.Backlog("workshop")) {
		perDay[o.Day]++
	}
	assert.Equal(t, map[calendar.Date]int{day("2026-09-07"): 3, day("2026-09-08"): 3, day("2026-09-09"): 3, day("2026-09-10"): 3, day("2026-09-11"): 3,
		day("2026-09-14"): 3, day("2026-09-15"): 2}, perDay)
}

func TestARepairOrder(t *testing.T) {
	s := newShop(t)
	r := s.sell(t, phoneSale()).Registrations[0]
	s.now = at("2026-09-07 09:00")
	request := warranty.RepairRequest{Key: "k", Centre: "workshop", Registration: r.ID, Parts: []warranty.OrderPart{
		{Part: "battery", Needed: 1}, {Part: "screen", Needed: 1, Expected: day("2026-09-09")},
	}}
	_, err := s.OrderRepair(t.Context(), request)
	assert.Equal(t, []string{"centre warranty.no_centre"}, problems(t, err))
	_, err = s.SetCentre(t.Context(), warranty.Centre{})
	assert.Equal(t, []string{"code care.missing", "name care.missing", "per_day warranty.per_day"}, problems(t, err))
	s.centre(t, 1)
	o, err := s.OrderRepair(t.Context(), request)
	require.NoError(t, err)
	assert.Equal(t, day("2026-09-09"), o.Day)
	again, err := s.OrderRepair(t.Context(), request)
	require.NoError(t, err)
	assert.Equal(t, o.ID, again.ID)
	second, err := s.OrderRepair(t.Context(), warranty.RepairRequest{Centre: "workshop", Registration: r.ID, From: "2026-09-09"})
	require.NoError(t, err)
	assert.Equal(t, day("2026-09-10"), second.Day, "the ninth is full")

	_, err = s.MoveOrder(t.Context(), warranty.OrderMove{OnOrder: warranty.OnOrder{Order: o.ID}, To: warranty.OrderDone})
	assert.Equal(t, []string{"to warranty.order_step"}, problems(t, err))
	var invalid *care.Invalid
	require.ErrorAs(t, err, &invalid)
	assert.Equal(t, "The repair order is at “Planned”. What can follow: In work, Cancelled.", invalid.Problems[0].Reason.Text(care.LangEN))
	s.now = at("2026-09-09 08:00")
	o, err = s.MoveOrder(t.Context(), warranty.OrderMove{OnOrder: warranty.OnOrder{Order: o.ID, Version: o.Version}, To: warranty.OrderInWork})
	require.NoError(t, err)
	s.now = at("2026-09-09 09:00")
	o, err = s.MoveOrder(t.Context(), warranty.OrderMove{OnOrder: warranty.OnOrder{Order: o.ID}, To: warranty.OrderDone,
		Used: map[warranty.PartCode]int{"battery": 1, "glue": 2}})
	require.NoError(t, err)
	assert.Equal(t, []warranty.OrderPart{{Part: "battery", Needed: 1, Used: 1}, {Part: "screen", Needed: 1, Expected: day("2026-09-09")}, {Part: "glue", Used: 2}}, o.Parts)
	_, err = s.MoveOrder(t.Context(), warranty.OrderMove{OnOrder: warranty.OnOrder{Order: o.ID, Version: 1}, To: warranty.OrderDone})
	assert.ErrorIs(t, err, care.ErrStale)

	h, err := s.Turnround(t.Context(), "workshop", day("2026-09-09"), day("2026-09-09"))
	require.NoError(t, err)
	assert.EqualValues(t, 1, h.Count())
	took, _ := h.Quantile(1)
	assert.InEpsilon(t, (48 * time.Hour).Seconds(), took, 0.02)
	empty, err := s.Turnround(t.Context(), "workshop", day("2026-09-10"), day("2026-09-30"))
	require.NoError(t, err)
	assert.Zero(t, empty.Count())

	_, err = s.MoveOrder(t.Context(), warranty.OrderMove{OnOrder: warranty.OnOrder{Order: second.ID}, To: warranty.OrderCancelled})
	require.NoError(t, err)
	assert.Empty(t, collect(t, s.Backlog("workshop")))
	third, err := s.OrderRepair(t.Context(), warranty.RepairRequest{Centre: "workshop", Registration: r.ID, From: "2026-09-09"})
	require.NoError(t, err)
	assert.Equal(t, day("2026-09-10"), third.Day, "what was cancelled gave its day back")
	assert.Len(t, collect(t, s.Orders("workshop", day("2026-09-10"))), 2)
}

func TestNextDueIsTheEarlierOfMonthsAndUse(t *testing.T) {
	reading := func(on string, use int, serviced bool) warranty.UseReading {
		return warranty.UseReading{On: day(on), Use: use, Serviced: serviced}
	}
	for name, c := range map[string]struct {
		months, use int
		readings    []warranty.UseReading
		number      int
		on          string
		at          int
		codes       []string
	}{
		"new, by months":            {6, 0, nil, 1, "2026-07-31", 0, []string{"warranty.due_by_months"}},
		"serviced, by months":       {1, 0, []warranty.UseReading{reading("2026-03-31", 0, true)}, 2, "2026-04-30", 0, []string{"warranty.due_by_months"}},
		"by use, nothing read":      {0, 5000, nil, 1, "", 5000, []string{"warranty.use_unknown"}},
		"both, nothing read":        {6, 5000, nil, 1, "2026-07-31", 5000, []string{"warranty.due_by_months", "warranty.use_unknown"}},
		"by use, 50 a day":          {6, 5000, []warranty.UseReading{reading("2026-02-20", 1000, false)}, 1, "2026-05-11", 5000, []string{"warranty.due_by_use", "warranty.due_by_months"}},
		"used too little to matter": {6, 5000, []warranty.UseReading{reading("2026-02-20", 10, false)}, 1, "2026-07-31", 5000, []string{"warranty.due_by_months"}},
		"over already":              {6, 5000, []warranty.UseReading{reading("2026-03-02", 6000, false)}, 1, "2026-03-02", 5000, []string{"warranty.due_by_use", "warranty.due_by_months"}},
		"serviced at 4800, then 40 a day": {0, 5000, []warranty.UseReading{reading("2026-05-01", 4800, true), reading("2026-05-11", 5200, false)}, 2,
			"2026-09-03", 9800, []string{"warranty.due_by_use"}}, // 4600 more at 40 a day is 115 days
		"serviced without a reading": {0, 5000, []warranty.UseReading{reading("2026-04-01", 4000, false), reading("2026-05-01", 0, true)}, 2, "", 9000, []string{"warranty.use_unknown"}},
	} {
		p := warranty.MaintenancePlan{Months: c.months, Use: c.use, Unit: both("km", "km"), Starts: day("2026-01-31"), Readings: c.readings}
		due := p.NextDue()
		assert.Equal(t, []any{c.number, c.on, c.at, c.codes}, []any{due.Number, due.On.String(), due.At, codes(due.Why)}, name)
		sound(t, due.Why...)
		for i, j := 0, len(p.Readings)-1; i < j; i, j = i+1, j-1 {
			p.Readings[i], p.Readings[j] = p.Readings[j], p.Readings[i]
		}
		assert.Equal(t, asJSON(t, due), asJSON(t, p.NextDue()), "%s: in whatever order they were recorded", name)
	}
}

func TestMaintenanceIsRemindedOnceForEachService(t *testing.T) {
	s := newShop(t)
	r := s.sell(t, phoneSale()).Registrations[0] // delivered on 31 August 2026
	var heard []warranty.MaintenanceDueEvent
	worker, err := queue.NewWorker(queue.Config{
		Tenants: s.tenants, Now: func() time.Time { return s.now }, Topics: warranty.Topics(),
		Subscriptions: append(warranty.Subscriptions(func(string) warranty.Service { return s.Service }),
			queue.Subscribe(warranty.MaintenanceDue, "test", func(_ context.Context, _ storage.Store, d queue.Delivery[warranty.MaintenanceDueEvent]) error {
				heard = append(heard, d.Payload)
				return nil
			})),
	})
	require.NoError(t, err)
	require.NoError(t, queue.RegisterTenant(t.Context(), s.tenants, "hanoi"))
	run := func(text string) {
		s.now = at(text)
		_, err := worker.RunOnce(t.Context())
		require.NoError(t, err)
	}
	_, err = s.PlanMaintenance(t.Context(), warranty.PlanRequest{Registration: r.ID, Use: 5, Ahead: -1})
	assert.Equal(t, []string{"code care.missing", "name care.missing", "unit care.missing", "ahead warranty.ahead"}, problems(t, err))
	request := warranty.PlanRequest{Registration: r.ID, Code: "clean", Name: both("Vệ sinh máy", "Cleaning"), Months: 6, Key: "k"}
	p, err := s.PlanMaintenance(t.Context(), request)
	require.NoError(t, err)
	assert.Equal(t, day("2027-02-28"), p.Due.On)
	request.Key = ""
	_, err = s.PlanMaintenance(t.Context(), request)
	assert.Equal(t, []string{"code warranty.plan_taken"}, problems(t, err))

	run("2027-02-13 23:59")
	assert.Empty(t, heard)
	run("2027-02-14 00:00")
	run("2027-03-05 09:00")
	assert.Equal(t, []warranty.MaintenanceDueEvent{{Plan: p.ID, Registration: r.ID, Number: 1, On: day("2027-02-28")}}, heard)
	s.now = at("2027-03-06 09:00")
	p, err = s.ReadUse(t.Context(), warranty.UseRead{Plan: p.ID, Serviced: true})
	require.NoError(t, err)
	assert.Equal(t, day("2027-09-06"), p.Due.On, "performing a service moves the next one")
	run("2027-08-22 23:59")
	assert.Len(t, heard, 1)
	run("2027-08-23 00:00")
	assert.Len(t, heard, 2)
	assert.Equal(t, 2, heard[1].Number)
	assert.Equal(t, []warranty.PlanCode{"clean"}, []warranty.PlanCode{collect(t, s.Plans(r.ID))[0].Code})
	_, err = s.ReadUse(t.Context(), warranty.UseRead{Plan: p.ID})
	assert.Equal(t, []string{"use warranty.use"}, problems(t, err))
}

func TestAdviceIsAContactWithAnAnswer(t *testing.T) {
	s := newShop(t)
	r := s.sell(t, phoneSale()).Registrations[0]
	_, err := s.Advise(t.Context(), warranty.AdviceRequest{})
	assert.Equal(t, []string{"channel care.missing", "question care.missing", "answer care.missing", "product care.missing"}, problems(t, err))
	request := warranty.AdviceRequest{Key: "k", Registration: r.ID, Channel: "phone", Question: "Sạc qua đêm có sao không?", Answer: "Không sao, máy tự ngắt."}
	a, err := s.Advise(t.Context(), request)
	require.NoError(t, err)
	again, err := s.Advise(t.Context(), request)
	require.NoError(t, err)
	assert.Equal(t, a, again)
	assert.Equal(t, []warranty.Advice{a}, collect(t, s.AdviceOn("DT-01")))
	assert.Empty(t, collect(t, s.Claims(r.ID)), "it is no claim")
}
