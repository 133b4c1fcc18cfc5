package feedback

import (
	"math"
	"strconv"
	"strings"

	"github.com/chamsoc/chamsoc/care"
)

// percent writes a share with one decimal, as each language does.
func percent(x float64) care.Text {
	en := strconv.FormatFloat(math.Round(x*1000)/10, 'f', -1, 64) + "%"
	return care.Text{VI: strings.Replace(en, ".", ",", 1), EN: en}
}
