package law_test

import (
	"fmt"
	"time"

	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/warranty/law"
)

// The date of the contract decides, not that of delivery or of the repair.
func ExampleAt() {
	for _, contract := range []calendar.Date{calendar.MustDate(2024, time.June, 30), calendar.MustDate(2024, time.July, 1)} {
		regime := law.At(law.Vietnam, contract)
		fmt.Println(contract, regime.Name.EN, "- days in repair do not count:", regime.Suspended.Article)
	}
	// Output:
	// 2024-06-30 Vietnam's Law on Protection of Consumers' Rights 59/2010/QH12 - days in repair do not count: 59/2010/QH12: 21
	// 2024-07-01 Vietnam's Law on Protection of Consumers' Rights 19/2023/QH15 - days in repair do not count: 19/2023/QH15: 30.2.c
}

// A member state has parameters of its own.
func ExampleRegime_In() {
	eu := law.At(law.Europe, calendar.MustDate(2026, time.August, 1))
	czech := eu.In("CZ", law.States()["CZ"])
	fmt.Println(czech.Code, czech.Statutory.N, "months; a claim is settled within", czech.Timely.N, "days")
	// Output: eu-2024/CZ 24 months; a claim is settled within 30 days
}
