package vietnam

import "math"

// The astronomy below is Jean Meeus, Astronomical Algorithms, second edition 1998:
// chapter 49 for the new moon (to some seconds), chapter 25 for the apparent longitude
// of the sun (to 0.01 degrees, a quarter of an hour of its way). Times are Julian
// ephemeris days; universal time is found with the polynomials for ΔT by Fred Espenak
// and Jean Meeus (https://eclipse.gsfc.nasa.gov/SEcat5/deltatpoly.html).

// newMoon returns the k-th new moon after that of 2000-01-06.
func newMoon(k float64) float64 {
	t := k / 1236.85
	jde := 2451550.09766 + 29.530588861*k + 0.00015437*t*t - 0.000000150*t*t*t + 0.00000000073*t*t*t*t
	e := 1 - 0.002516*t - 0.0000074*t*t                                                            // of the earth's orbit
	sun := 2.5534 + 29.10535670*k - 0.0000014*t*t - 0.00000011*t*t*t                               // mean anomaly M
	moon := 201.5643 + 385.81693528*k + 0.0107582*t*t + 0.00001238*t*t*t - 0.000000058*t*t*t*t     // mean anomaly M′
	latitude := 160.7108 + 390.67050284*k - 0.0016118*t*t - 0.00000227*t*t*t + 0.000000011*t*t*t*t // argument F
	node := 124.7746 - 1.56375588*k + 0.0020672*t*t + 0.00000215*t*t*t                             // longitude Ω
	for _, term := range moonTerms {
		angle := term.sun*sun + term.moon*moon + term.latitude*latitude
		jde += term.days * math.Pow(e, math.Abs(term.sun)*term.eccentric) * sin(angle)
	}
	jde -= 0.00017 * sin(node)
	for i, planet := range planetTerms {
		angle := planet.start + planet.perMoon*k
		if i == 0 {
			angle -= 0.009173 * t * t
		}
		jde += planet.days * sin(angle)
	}
	return jde
}

// moonTerms are the periodic terms for the new moon. The factor E belongs to the terms
// with M, once for each multiple of it, except where the book has none.
var moonTerms = [...]struct{ days, sun, moon, latitude, eccentric float64 }{
	{-0.40720, 0, 1, 0, 1}, {0.17241, 1, 0, 0, 1}, {0.01608, 0, 2, 0, 1}, {0.01039, 0, 0, 2, 1}, {0.00739, -1, 1, 0, 1},
	{-0.00514, 1, 1, 0, 1}, {0.00208, 2, 0, 0, 1}, {-0.00111, 0, 1, -2, 1}, {-0.00057, 0, 1, 2, 1}, {0.00056, 1, 2, 0, 1},
	{-0.00042, 0, 3, 0, 1}, {0.00042, 1, 0, 2, 1}, {0.00038, 1, 0, -2, 1}, {-0.00024, -1, 2, 0, 1}, {-0.00007, 2, 1, 0, 0},
	{0.00004, 0, 2, -2, 1}, {0.00004, 3, 0, 0, 0}, {0.00003, 1, 1, -2, 0}, {0.00003, 0, 2, 2, 1}, {-0.00003, 1, 1, 2, 0},
	{0.00003, -1, 1, 2, 0}, {-0.00002, -1, 1, -2, 0}, {-0.00002, 1, 3, 0, 0}, {0.00002, 0, 4, 0, 1},
}

var planetTerms = [...]struct{ start, perMoon, days float64 }{
	{299.77, 0.107408, 0.000325}, {251.88, 0.016321, 0.000165}, {251.83, 26.651886, 0.000164}, {349.42, 36.412478, 0.000126},
	{84.66, 18.206239, 0.000110}, {141.74, 53.303771, 0.000062}, {207.14, 2.453732, 0.000060}, {154.84, 7.306860, 0.000056},
	{34.52, 27.261239, 0.000047}, {207.19, 0.121824, 0.000042}, {291.34, 1.844379, 0.000040}, {161.72, 24.198154, 0.000037},
	{239.56, 25.513099, 0.000035}, {331.55, 3.592518, 0.000023},
}

// sunLongitude returns the apparent longitude of the sun in degrees, 0 to 360.
func sunLongitude(jde float64) float64 {
	t := (jde - 2451545) / 36525
	mean := 280.46646 + 36000.76983*t + 0.0003032*t*t
	anomaly := 357.52911 + 35999.05029*t - 0.0001537*t*t
	centre := (1.914602-0.004817*t-0.000014*t*t)*sin(anomaly) + (0.019993-0.000101*t)*sin(2*anomaly) + 0.000289*sin(3*anomaly)
	longitude := math.Mod(mean+centre-0.00569-0.00478*sin(125.04-1934.136*t), 360)
	if longitude < 0 {
		longitude += 360
	}
	return longitude
}

// deltaT returns how many days dynamical time is ahead of universal time, for the
// years 1961 to 2150.
func deltaT(jd float64) float64 {
	year := 2000 + (jd-2451545)/365.25
	t := year - 2000
	var seconds float64
	switch {
	case year < 1986:
		t = year - 1975
		seconds = 45.45 + 1.067*t - t*t/260 - t*t*t/718
	case year < 2005:
		seconds = 63.86 + 0.3345*t - 0.060374*t*t + 0.0017275*t*t*t + 0.000651814*t*t*t*t + 0.00002373599*t*t*t*t*t
	case year < 2050:
		seconds = 62.92 + 0.32217*t + 0.005589*t*t
	default:
		c := (year - 1820) / 100
		seconds = -20 + 32*c*c - 0.5628*(2150-year)
	}
	return seconds / 86400
}

func sin(degrees float64) float64 { return math.Sin(degrees * math.Pi / 180) }
