package faq

import (
	"context"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/storage"
)

// Numbers say how well the questions of a time were answered.
type Numbers struct {
	Asked      int `json:"asked"`
	Unanswered int `json:"unanswered"` // nothing that fits was found
	Opened     int `json:"opened"`     // an answer was opened
	Helped     int `json:"helped"`     // who asked said so
	Failed     int `json:"failed"`     // who asked said that it did not help
	// Whys counts why answers did not help; those who did not say are under "".
	Whys map[Why]int `json:"whys,omitempty"`
}

// Share is a part of a whole. Zero of zero is not a share: Of is 0 then.
type Share struct {
	Part int `json:"part"`
	Of   int `json:"of"`
}

// Deflected is the share of questions that an answer settled, of all: by what people said, so it is a lower bound.
func (n Numbers) Deflected() Share { return Share{n.Helped, n.Asked} }

// UnansweredShare is the share of questions to which nothing fitted.
func (n Numbers) UnansweredShare() Share { return Share{n.Unanswered, n.Asked} }

// Count makes numbers of questions that were asked.
func Count(asked []Asked) (n Numbers) {
	for _, a := range asked {
		n.count(a)
	}
	return n
}

func (n *Numbers) count(a Asked) {
	n.Asked++
	if a.Unanswered {
		n.Unanswered++
	}
	if a.Chosen != "" {
		n.Opened++
	}
	switch a.Helped {
	case Yes:
		n.Helped++
	case No:
		n.Failed++
		if n.Whys == nil {
			n.Whys = map[Why]int{}
		}
		n.Whys[a.Why]++
	}
}

// Numbers counts the questions asked from one instant to before another.
func (s Service) Numbers(ctx context.Context, from, to time.Time) (n Numbers, err error) {
	for a, err := range asks.List(s.store, byAskedAt.Prefix().From(from).Before(to)).All(ctx) {
		if err != nil {
			return Numbers{}, err
		}
		n.count(a)
	}
	return n, nil
}

// Health says what is wrong with the entries that customers are shown.
type Health struct {
	Shown   int                       `json:"shown"`
	Stale   []EntryCode               `json:"stale,omitempty"`   // to be looked at again
	Missing map[care.Lang][]EntryCode `json:"missing,omitempty"` // by the language that is missing
	Late    int                       `json:"late"`              // captured questions past their due
	Reasons care.Reasons              `json:"reasons,omitempty"` // such as that a search should be offered
}

// Check is the health of entries on a date, where each should be there in these languages and people look through so many questions.
func Check(all []Entry, on calendar.Date, langs []care.Lang, scan int) (h Health) {
	for _, e := range all {
		if len(e.Shown) == 0 {
			continue
		}
		h.Shown++
		if e.Stale(on) {
			h.Stale = append(h.Stale, e.Code)
		}
		shown := e
		shown.Texts = e.Shown
		for _, lang := range shown.Lacks(langs...) {
			if h.Missing == nil {
				h.Missing = map[care.Lang][]EntryCode{}
			}
			h.Missing[lang] = append(h.Missing[lang], e.Code)
		}
	}
	if h.Shown > scan {
		h.Reasons = append(h.Reasons, CodeOfferSearch.With(care.NewFact("count", h.Shown), care.NewFact("limit", scan)))
	}
	return h
}

// Health reads the entries that customers are shown, and the questions that wait, and says what is wrong with them today.
func (s Service) Health(ctx context.Context) (h Health, err error) {
	var all []Entry
	for e, err := range entries.List(s.store, byEpoch.Prefix().From(int64(1))).All(ctx) {
		if err != nil {
			return Health{}, err
		}
		all = append(all, e)
	}
	h = Check(all, s.c.Env.Today(), s.c.Langs, s.c.Scan)
	err = s.store.View(ctx, func(ctx context.Context, r storage.Reader) error {
		for cursor := ""; ; {
			page, err := questions.Page(ctx, r, byQuestionState.Prefix(Open).Before(s.c.Env.Time()), cursor, storage.MaxPage)
			if err != nil {
				return err
			}
			h.Late += len(page.Items)
			if cursor = page.Next; cursor == "" {
				return nil
			}
		}
	})
	return h, err
}
