package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/care/sla"
	"github.com/chamsoc/chamsoc/feedback"
	"github.com/chamsoc/chamsoc/storage/queue"
	"github.com/chamsoc/chamsoc/storage/sqlite"
)

// A year of ten million answers in 8,640 cells: 12 shops, 5 segments and 4 channels, with 3 questions in each month.
const reportShops, reportSegments, reportMonths, reportAnswers = 12, 5, 12, 10_000_000

// feedbackReport reads a year's counts from SQLite, cuts them by shop and month and by segment and channel, and reads the score of each.
func feedbackReport(ctx context.Context, dir string) ([]row, error) {
	db, err := open(filepath.Join(dir, "feedback.db"))
	if err != nil {
		return nil, err
	}
	defer db.Close()
	tenants, err := sqlite.New(db, sqlite.Config{Schemas: slices.Concat(queue.Schemas(), care.Schemas(), sla.Schemas(), feedback.Schemas())})
	if err != nil {
		return nil, err
	}
	if err := tenants.Apply(ctx); err != nil {
		return nil, err
	}
	service, err := feedback.New(tenants.ForTenant(""), feedback.Config{})
	if err != nil {
		return nil, err
	}
	if err := answerYear(ctx, service); err != nil {
		return nil, err
	}
	var times []float64
	seen := 0
	for range 5 {
		start := time.Now()
		if seen, err = yearReport(ctx, service); err != nil {
			return nil, err
		}
		times = append(times, float64(time.Since(start).Microseconds())/1000)
	}
	return []row{{Name: "feedback/report/year", Ours: median(times), Unit: "ms", N: seen, Bar: "ours ≤ 1000"}}, nil
}

// answerYear draws every answer of the year into the counts of its cell, as a company's terminals do, and hands the counts of each month over.
func answerYear(ctx context.Context, service feedback.Service) error {
	r := rand.New(rand.NewPCG(1, 2))
	questions := []feedback.Cell{{Question: "all", Kind: feedback.KindCSAT}, {Question: "friend", Kind: feedback.KindNPS}, {Question: "ease", Kind: feedback.KindCES}}
	channels := []care.Channel{"zalo", "sms", "email", "counter"}
	var months [reportMonths][]feedback.CollectedCell
	for month := range months {
		for i := range reportShops * reportSegments * len(channels) * len(questions) {
			cell := questions[i%3]
			cell.Survey, cell.Month, cell.Channel = "after", calendar.MustDate(2026, time.Month(month+1), 1), channels[i/3%4]
			cell.Place, cell.Segment = care.PlaceRef(fmt.Sprint("CH-", i/12%reportShops)), care.SegmentRef(fmt.Sprint("S-", i/12/reportShops))
			months[month] = append(months[month], feedback.CollectedCell{Cell: cell})
		}
	}
	for range reportAnswers {
		cells := months[r.IntN(reportMonths)]
		c := &cells[r.IntN(len(cells))]
		low, high := c.Cell.Kind.Scale()
		c.Counts.Asked++
		c.Counts.Points[low+r.IntN(high-low+1)]++
	}
	for month, cells := range months {
		if err := service.Collect(ctx, feedback.Collected{Key: fmt.Sprint("2026/", month), Cells: cells}); err != nil {
			return err
		}
	}
	return nil
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
	var answered, again int64
	for key, c := range feedback.Cut(all, func(c feedback.Cell) byShop { return byShop{c.Question, c.Place, c.Month} }) {
		answered += c.Score(kindOf(key.question)).Answered
	}
	for key, c := range feedback.Cut(all, func(c feedback.Cell) byWay { return byWay{c.Question, c.Segment, c.Channel} }) {
		again += c.Score(kindOf(key.question)).Answered
	}
	if answered != reportAnswers || again != reportAnswers {
		return 0, fmt.Errorf("the cuts of the report have %d and %d answers of %d", answered, again, reportAnswers)
	}
	return reportAnswers, nil
}

func kindOf(question string) feedback.Kind {
	return map[string]feedback.Kind{"all": feedback.KindCSAT, "friend": feedback.KindNPS, "ease": feedback.KindCES}[question]
}
