package enquiry

import "github.com/chamsoc/chamsoc/care"

// Carriers are the vocabularies of three carriers of Vietnam, as their interfaces for senders were published: GHN ("ghn"), GHTK ("ghtk") and Viettel
// Post ("viettelpost"). A code on which published tables contradict one another is left out (GHTK 12, which is either on its way to be picked up or
// between two depots, and 13, compensation for goods lost or damaged; Viettel Post 507, delivered or failed, and 509 and 510, another try or the money), and so are those that no table makes clear (GHN "exception").
// What a host knows from its own contract it says through [Vocabulary.With].
func Carriers() []Vocabulary {
	return []Vocabulary{
		published("ghn", ghnMoves, map[string]care.CODStatus{"money_collect_delivering": care.CODPending}),
		published("ghtk", ghtkMoves, map[string]care.CODStatus{"5": care.CODCollected, "6": care.CODRemitted}),
		published("viettelpost", viettelMoves, map[string]care.CODStatus{"501": care.CODCollected}),
	}
}

// published is NewVocabulary for the tables of this file, which a test reads whole.
func published(carrier string, moves map[string]care.ShipmentStatus, money map[string]care.CODStatus) Vocabulary {
	v, err := NewVocabulary(carrier, moves, money)
	if err != nil {
		panic(err)
	}
	return v
}

var ghnMoves = map[string]care.ShipmentStatus{
	"ready_to_pick":            care.ShipmentAwaitingPickup,
	"picking":                  care.ShipmentAwaitingPickup,
	"money_collect_picking":    care.ShipmentAwaitingPickup,
	"picked":                   care.ShipmentPickedUp,
	"storing":                  care.ShipmentInTransit,
	"transporting":             care.ShipmentInTransit,
	"sorting":                  care.ShipmentInTransit,
	"delivering":               care.ShipmentOutForDelivery,
	"money_collect_delivering": care.ShipmentOutForDelivery,
	"delivered":                care.ShipmentDelivered,
	"delivery_fail":            care.ShipmentDeliveryFailed,
	"waiting_to_return":        care.ShipmentReturning,
	"return":                   care.ShipmentReturning,
	"return_transporting":      care.ShipmentReturning,
	"return_sorting":           care.ShipmentReturning,
	"returning":                care.ShipmentReturning,
	"return_fail":              care.ShipmentReturning,
	"returned":                 care.ShipmentReturned,
	"cancel":                   care.ShipmentCancelled,
	"damage":                   care.ShipmentDamaged,
	"lost":                     care.ShipmentLost,
}

var ghtkMoves = map[string]care.ShipmentStatus{
	"-1":  care.ShipmentCancelled,
	"1":   care.ShipmentCreated,
	"2":   care.ShipmentAwaitingPickup,
	"3":   care.ShipmentPickedUp,
	"4":   care.ShipmentOutForDelivery,
	"5":   care.ShipmentDelivered,
	"6":   care.ShipmentDelivered,
	"7":   care.ShipmentPickupFailed,
	"8":   care.ShipmentAwaitingPickup,
	"9":   care.ShipmentDeliveryFailed,
	"10":  care.ShipmentDelayed,
	"11":  care.ShipmentReturned,
	"20":  care.ShipmentReturning,
	"21":  care.ShipmentReturned,
	"45":  care.ShipmentDelivered,
	"49":  care.ShipmentDeliveryFailed,
	"123": care.ShipmentPickedUp,
	"127": care.ShipmentPickupFailed,
	"128": care.ShipmentAwaitingPickup,
	"410": care.ShipmentDelayed,
}

var viettelMoves = map[string]care.ShipmentStatus{
	"100": care.ShipmentCreated, "101": care.ShipmentCreated, "102": care.ShipmentAwaitingPickup, "103": care.ShipmentAwaitingPickup,
	"104": care.ShipmentAwaitingPickup, "105": care.ShipmentPickedUp,
	"200": care.ShipmentPickedUp, "202": care.ShipmentPickedUp,
	"300": care.ShipmentInTransit, "301": care.ShipmentInTransit, "302": care.ShipmentInTransit, "303": care.ShipmentInTransit,
	"400": care.ShipmentInTransit, "401": care.ShipmentInTransit, "402": care.ShipmentInTransit, "403": care.ShipmentInTransit,
	"500": care.ShipmentOutForDelivery,
	"501": care.ShipmentDelivered,
	"502": care.ShipmentReturning, "505": care.ShipmentReturning, "515": care.ShipmentReturning, "551": care.ShipmentReturning,
	"503": care.ShipmentCancelled,
	"504": care.ShipmentReturned,
	"506": care.ShipmentDeliveryFailed,
	"508": care.ShipmentOutForDelivery, "550": care.ShipmentOutForDelivery,
}
