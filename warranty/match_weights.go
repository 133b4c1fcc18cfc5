package warranty

import "math"

// How much each clue tells. A weight is the logarithm to base 2 of m over u: how often the clue agrees (or differs) if the registration is meant, over how often if it is not.
//
// Every m was counted on the shops of package warrantytest with the seeds 1, 2 and 3, 20,000 registrations and visits each (go test -run EstimateWeights -estimate prints
// the counts); each u is a frequency or an assumption, given beside. The figures that the tests and examples/bench report are of the seeds 101 to 105.
type weight struct{ same, differs float64 }

// The points, and where they come from: a quarter of a point is a bit of how seldom a stranger can say it.
const (
	pointsCard          = 80
	pointsSerial        = 60
	pointsInvoice       = 50
	pointsInvoiceNumber = 20 // without its symbol: numbers can be counted upwards
	pointsSerialFolded  = 40 // a misread serial that only one registration can be
	pointsPhoneVerified = 40
	pointsPhone         = 20
	pointsName          = 10
	pointsProductDate   = 10
	pointsTaxCode       = 10 // is public
)

// shopSize is how many registrations the weights suppose a shop to have. In a shop of a tenth of that a weak clue tells three bits more, so there the
// confidence is too low rather than too high; in a larger one more candidates are weighed against one another.
const shopSize = 200_000

// bitsPrior is the weight before any clue: 19 of 20 who ask have bought here, and any registration may be the one.
var bitsPrior = math.Log2(19) - math.Log2(shopSize)

var (
	bitsCard          = 30.0
	bitsSerialExact   = math.Log2(0.70 / 1e-9) // makers see to it that no serial is given twice
	bitsSerialFolded  = math.Log2(0.26 / 1e-8)
	bitsSerialMisread = math.Log2(0.03 / 1e-5) // makers count in lots, so a serial has neighbours
	bitsSerialDiffers = math.Log2(0.005)
	bitsInvoice       = weight{math.Log2(0.68 / 1e-7), math.Log2(0.014)}
	bitsInvoiceNumber = math.Log2(0.31 / 1e-6)
	// Who has the slip may read the serial there, so the two agree more often together than each would alone: 1.16 times.
	bitsSerialInvoice = math.Log2(1.16)
	// Of those who ask about something that was not bought here, three of ten have bought something else, so their phone is one of the shop's.
	bitsPhone       = weight{math.Log2(0.90 * shopSize / 0.3), math.Log2(0.09)}
	bitsPhoneSlip   = math.Log2(0.007 / 1e-6) // ninety numbers are a slip away
	bitsProduct     = weight{math.Log2(0.97 * 50), math.Log2(0.03)}
	bitsPlace       = weight{math.Log2(0.955 * 10), math.Log2(0.045)}
	bitsTaxCode     = weight{math.Log2(0.99 / 1e-5), math.Log2(0.01)}
	bitsTerm        = weight{math.Log2(0.94 / 0.47), math.Log2(0.06 / 0.53)} // of all registrations the term of 0.47 runs
	bitsNameOfPhone = weight{0.5, -2}                                        // a phone is mostly of one name
)

// Names: how often each likeness is met if the registration is meant.
var mName = struct{ same, part, slip float64 }{0.70, 0.18, 0.045}

const (
	bitsNameDiffers = -3.8 // log2 of 0.073
	bitsNameSlips   = 3.0  // as many names are a slip away from another
	maxNameBits     = 20.0

	frequencyGiven  = 0.015
	frequencyFamily = 0.003 // of one that is not in the list
	frequencyMiddle = 0.04
)

// familyNames are the most frequent without marks (Lê Trung Hoa, Họ và tên người Việt Nam, 2005).
var familyNames = map[string]float64{
	"nguyen": 0.384, "tran": 0.11, "le": 0.095, "pham": 0.071, "hoang": 0.026, "huynh": 0.025, "phan": 0.045, "vu": 0.02, "vo": 0.019, "dang": 0.021, "bui": 0.02,
	"do": 0.014, "ho": 0.013, "ngo": 0.013, "duong": 0.01, "ly": 0.005,
}

var middleNames = map[string]float64{"thi": 0.33, "van": 0.22}

// Dates: counted were errors of 17 days after 176, 46 after 548 and 75 after 915, which is three days and 0.08 for each day that has passed.
const (
	dateRemembered   = 0.95
	dateSpread       = 3.0
	dateSpreadPerDay = 0.08
	daysSold         = 1095.0 // three years, in which any date is as likely
)
