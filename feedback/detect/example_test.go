package detect_test

import (
	"fmt"

	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/feedback/detect"
)

// Five deliveries in a hundred may be late. From the 11th day on, fifteen are.
func ExampleDrift() {
	promise, err := detect.NewDrift(detect.Promise{AtMost: 0.05})
	if err != nil {
		fmt.Println(err)
		return
	}
	var state detect.DriftState // kept by the host, one for each shop
	for i := range 30 {
		day, late := calendar.MustDate(2026, 3, 2).AddDays(i), 4.0
		if i >= 10 {
			late = 15
		}
		promise.ObserveTally(&state, day, detect.Tally{N: 100, Sum: late})
		if alarm := promise.Close(&state, day); alarm != nil {
			fmt.Println(alarm.Day, alarm.Reasons().Text("en"))
			break
		}
	}
	// Output:
	// 2026-03-18 From 12 March 2026 to 18 March 2026 the rate is 15% over 700 observation(s), where at most 5% was promised; 7 day(s) were above. If the promise were kept, such a false alarm would come once in 365 days on average.
}

// Twelve shops share one false alarm in a year; the flagship counts for three of the others.
func ExampleSplit() {
	every, err := detect.Split(365, 3, 1, 1, 1)
	fmt.Println(every, err)
	// Output: [730 2190 2190 2190] <nil>
}

// Questions about deliveries come ten a day, eight on Sundays, until a carrier strikes.
func ExampleDemand() {
	seasons, err := detect.NewSeasons(nil, calendar.MustDate(2026, 1, 1), calendar.MustDate(2027, 12, 31))
	if err != nil {
		fmt.Println(err)
		return
	}
	demand, err := detect.NewDemand(detect.Watch{}, seasons)
	if err != nil {
		fmt.Println(err)
		return
	}
	var state detect.DemandState // kept by the host, one for each topic and segment
	for i := range 120 {
		day, n := calendar.MustDate(2026, 3, 2).AddDays(i), int64(9+i%3)
		if day.Weekday() == 0 {
			n = 8
		}
		if i >= 110 {
			n *= 2
		}
		if alarm := demand.Observe(&state, detect.Count{Day: day, N: n}); alarm != nil {
			fmt.Println(alarm.Day, alarm.Reasons().Text("vi"))
			demand.Accept(&state, *alarm) // the strike will last
			break
		}
	}
	expected, known := demand.Expected(&state, calendar.MustDate(2026, 6, 29))
	fmt.Printf("%.0f %v\n", expected, known)
	// Output:
	// 2026-06-22 Nhu cầu tăng từ ngày 20/06/2026: trung bình 19,3 một ngày trong 3 ngày, trong khi mức dự kiến là 9,3. Nếu nhu cầu không đổi, báo động sai như vậy trung bình 1000 ngày mới có một lần.
	// 21 true
}

// The H of a chart that gives one false signal in a thousand observations.
func ExampleCusumLimit() {
	h := detect.CusumLimit(0.5, 1000)
	chart := detect.Cusum{Mean: 4.2, SD: 0.9, H: h}
	fmt.Printf("H %.3f, found after %.1f if the mean falls by one standard deviation\n", h, chart.ARL(-1))
	// Output: H 5.757, found after 11.9 if the mean falls by one standard deviation
}

// Complaints in a hundred orders, by week; the fourth is outside.
func ExampleProportionChart() {
	chart, _ := detect.ProportionChart([]detect.Sample{{5, 100}, {4, 100}, {6, 100}, {16, 100}, {5, 100}, {3, 100}}, false)
	fmt.Printf("%.3f %.3f %v\n", chart.Center, chart.Points[3].High, chart.Out())
	// Output: 0.065 0.139 [3]
}
