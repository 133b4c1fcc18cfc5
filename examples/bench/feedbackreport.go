package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/feedback"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/queue"
	"github.com/chamsoc/chamsoc/storage/sqlite"
)

// The cells of a year: 12 shops, 5 segments and 4 channels, with 3 questions in each month. How many answered is in the counts, so ten million answers make no
// more of them than two thousand do; the time is that of the cells.
const reportShops, reportSegments, reportMonths = 12, 5, 12

// feedbackReport reads a year's counts from SQLite, cuts them by shop and month and by segment and channel, and reads the score of each.
func feedbackReport(ctx context.Context, dir string) ([]row, error) {
	db, err := open(filepath.Join(dir, "feedback.db"))
	if err != nil {
		return nil, err
	}
	defer db.Close()
	tenants, err := sqlite.New(db, sqlite.Config{Schemas: slices.Concat(queue.Schemas(), care.Schemas(), feedback.Schemas())})
	if err != nil {
		return nil, err
	}
	if err := tenants.Apply(ctx); err != nil {
		return nil, err
	}
	store := tenants.ForTenant("")
	service, err := feedback.New(store, feedback.Config{})
	if err != nil {
		return nil, err
	}
	if err := answerYear(ctx, store, service); err != nil {
		return nil, err
	}
	var times []float64
	cells := 0
	for range 5 {
		start := time.Now()
		if cells, err = yearReport(ctx, service); err != nil {
			return nil, err
		}
		times = append(times, float64(time.Since(start).Microseconds())/1000)
	}
	return []row{{Name: "feedback/report/year", Ours: median(times), Unit: "ms", N: cells, Bar: "ours ≤ 1000"}}, nil
}

// answerYear has one customer asked in each cell.
func answerYear(ctx context.Context, store storage.Store, service feedback.Service) error {
	text := care.Text{VI: "?", EN: "?"}
	_, err := service.Publish(ctx, feedback.Survey{Code: "after", Edition: 1, Days: 366, Questions: []feedback.Question{
		{Code: "all", Kind: feedback.KindCSAT, Text: text}, {Code: "friend", Kind: feedback.KindNPS, Text: text}, {Code: "ease", Kind: feedback.KindCES, Text: text},
	}})
	for month := 0; month < reportMonths && err == nil; month++ {
		err = store.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
			s, at := service.In(tx), time.Date(2026, time.Month(month+1), 5, 3, 0, 0, 0, time.UTC)
			for i := range reportShops * reportSegments * 4 {
				got, err := s.Invite(ctx, feedback.Occasion{
					Customer: fmt.Sprint("KH-", month, "-", i), Survey: "after", At: at, Channel: []string{"zalo", "sms", "email", "counter"}[i%4],
					Place: fmt.Sprint("CH-", i/4%reportShops), Segment: fmt.Sprint("S-", i/4/reportShops),
				})
				if err == nil {
					_, err = s.Answer(ctx, feedback.Reply{Invitation: got.Invitation.ID, Points: map[string]int{"all": 1 + i%5, "friend": i % 11, "ease": 1 + i%7}, At: at})
				}
				if err != nil {
					return err
				}
			}
			return nil
		})
	}
	return err
}

func yearReport(ctx context.Context, service feedback.Service) (int, error) {
	var all []feedback.Rollup
	for r, err := range service.Rollups("after", calendar.MustDate(2026, 1, 1), calendar.MustDate(2027, 1, 1)).All(ctx) {
		if err != nil {
			return 0, err
		}
		all = append(all, r)
	}
	type byShop struct {
		question string
		shop     care.PlaceRef
		month    calendar.Date
	}
	type byWay struct {
		question string
		segment  care.SegmentRef
		channel  care.Channel
	}
	answered := int64(0)
	for key, c := range feedback.Cut(all, func(c feedback.Cell) byShop { return byShop{c.Question, c.Place, c.Month} }) {
		answered += c.Score(kindOf(key.question)).Answered
	}
	for key, c := range feedback.Cut(all, func(c feedback.Cell) byWay { return byWay{c.Question, c.Segment, c.Channel} }) {
		answered -= c.Score(kindOf(key.question)).Answered
	}
	if want := reportMonths * reportShops * reportSegments * 4 * 3; answered != 0 || len(all) != want {
		return 0, errors.New("the two cuts of the report do not agree")
	}
	return len(all), nil
}

func kindOf(question string) feedback.Kind {
	return map[string]feedback.Kind{"all": feedback.KindCSAT, "friend": feedback.KindNPS, "ease": feedback.KindCES}[question]
}
