package care

import (
	"math"
	"strconv"
	"strings"
)

// Decimal writes a figure to a tenth, as each language does: "9,4" and "9.4".
func Decimal(x float64) Text {
	en := strconv.FormatFloat(math.Round(x*10)/10, 'f', -1, 64)
	return Text{VI: strings.Replace(en, ".", ",", 1), EN: en}
}

// Percent writes a share, such as 0.941, to a tenth of a percent, as each language does: "94,1%" and "94.1%".
func Percent(share float64) Text {
	text := Decimal(share * 100)
	return Text{VI: text.VI + "%", EN: text.EN + "%"}
}
