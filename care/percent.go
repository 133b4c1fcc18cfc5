package care

import (
	"math"
	"strconv"
	"strings"
)

// Percent writes a share, such as 0.941, to a tenth of a percent, as each language does: "94,1%" and "94.1%".
func Percent(share float64) Text {
	en := strconv.FormatFloat(math.Round(share*1000)/10, 'f', -1, 64) + "%"
	return Text{VI: strings.Replace(en, ".", ",", 1), EN: en}
}
