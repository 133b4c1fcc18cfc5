package privacy

import (
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/storage"
)

// Retention says until when one person's data is kept for one purpose. When the last day of the last purpose is over, everything about the person is erased
// (Law 19/2023/QH15 art. 20.3).
type Retention struct {
	ID      storage.ID[Retention] `json:"id"`
	Version int64                 `json:"version"`
	Subject string                `json:"subject"` // the customer's key, or the address of somebody who has none
	Purpose string                `json:"purpose"` // the host's own word: "warranty", "tax"
	Until   calendar.Date         `json:"until"`   // the last day
	Basis   string                `json:"basis,omitempty"`
}

// Over reports whether on a day all purposes of a person are over, and until when the longest lasts. It is pure. Without any purpose nothing is over: data
// is not deleted for want of an entry.
func Over(all []Retention, on calendar.Date) (over bool, last calendar.Date) {
	for _, r := range all {
		if r.Until.After(last) {
			last = r.Until
		}
	}
	return len(all) > 0 && on.After(last), last
}
