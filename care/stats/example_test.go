package stats_test

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/chamsoc/chamsoc/care/stats"
)

// Was "95 % of first answers within 2 working hours" kept last month?
func ExampleJudge() {
	for _, kept := range []stats.Share{{Yes: 17, Of: 20}, {Yes: 180, Of: 200}, {Yes: 1960, Of: 2000}} {
		j := stats.Judge(kept, 0.95, 0.95)
		fmt.Printf("%d of %d: %s (chance %.4f)\n", kept.Yes, kept.Of, j.Verdict, j.Chance)
	}
	// Output:
	// 17 of 20: inconclusive (chance 0.0755)
	// 180 of 200: missed (chance 0.0027)
	// 1960 of 2000: met (chance 0.0000)
}

// A dashboard that anybody may look at whenever they like.
func ExampleJudgeAnytime() {
	today := stats.Share{Yes: 45, Of: 50}
	interval := today.Anytime(0.95, stats.Prior{})
	fmt.Printf("%.1f %% to %.1f %%: %s\n", 100*interval.Low, 100*interval.High, stats.JudgeAnytime(today, 0.95, 0.95).Verdict)
	// Output:
	// 71.3 % to 98.4 %: inconclusive
}

func ExampleNet_AdjustedWald() {
	answers := stats.Net{For: 5, Neither: 2, Against: 1}
	score, _ := answers.Score()
	interval := answers.AdjustedWald(0.95)
	fmt.Printf("%.0f, of eight answers: %.0f to %.0f\n", 100*score, 100*interval.Low, 100*interval.High)
	// Output:
	// 50, of eight answers: -7 to 80
}

// A workshop keeps how long repairs take, forgetting half in a fortnight, in one field of its record.
func ExampleHistogram() {
	repairs, err := stats.NewHistogram(stats.Scale{HalfLife: 14 * 24 * time.Hour})
	if err != nil {
		fmt.Println(err)
		return
	}
	start := time.Date(2026, 10, 1, 8, 0, 0, 0, time.UTC)
	for i := range 200 {
		at := start.Add(time.Duration(i) * 6 * time.Hour)
		if err := repairs.Observe(time.Duration(i%48*int(time.Hour)).Seconds(), at); err != nil {
			fmt.Println(err)
		}
	}
	text, _ := json.Marshal(repairs)
	var stored stats.Histogram
	if err := json.Unmarshal(text, &stored); err != nil {
		fmt.Println(err)
	}
	p90, _ := stored.Quantile(0.9)
	day, _ := stored.Within(24 * 3600)
	fmt.Printf("nine in ten within %.0f hours; %.0f %% within a day\n", p90/3600, 100*day)
	// Output:
	// nine in ten within 43 hours; 50 % within a day
}
