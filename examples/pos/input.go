package main

import (
	"embed"
	"encoding/json"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/warranty"
)

// The shop's real input and what must come of it; testdata/README.md describes it.
//
//go:embed testdata
var testdata embed.FS

func load(name string, into any) error {
	text, err := testdata.ReadFile("testdata/" + name)
	if err != nil {
		return err
	}
	return json.Unmarshal(text, into)
}

// catalogue is terms.json.
type catalogue struct {
	Shop     struct{ Name string }
	Products []struct {
		Code       care.ProductRef
		Name       care.Text
		Serialised bool
		Terms      warranty.TermsCode
	}
	Terms []struct {
		ID                               warranty.TermsCode
		Version, Months                  int
		Effective                        calendar.Date `json:"effective_from"`
		Published                        time.Time     `json:"published_at"`
		KeepLastDay                      bool          `json:"keep_last_day"`
		Start, Term, Content, Scope, How care.Text
		Parts                            []struct {
			Code   warranty.PartCode
			Months int
			VI, EN string
		}
		Exclusions []struct {
			Code   warranty.FaultCode
			VI, EN string
		}
	}
}

func (c catalogue) productName(code care.ProductRef) care.Text {
	for _, p := range c.Products {
		if p.Code == code {
			return p.Name
		}
	}
	return care.Text{VI: string(code), EN: string(code)}
}

// terms are the catalogue's terms as the library has them.
func (c catalogue) terms() (all []warranty.Terms) {
	for _, t := range c.Terms {
		w := warranty.Terms{
			Code: t.ID, Edition: t.Version, Effective: t.Effective, Published: t.Published, Months: t.Months, KeepLastDay: t.KeepLastDay,
			Start: t.Start, Term: t.Term, Content: t.Content, Scope: t.Scope, How: t.How,
		}
		for _, p := range t.Parts {
			w.Parts = append(w.Parts, warranty.Part{Code: p.Code, Months: p.Months, Name: care.Text{VI: p.VI, EN: p.EN}})
		}
		for _, e := range t.Exclusions {
			w.Exclusions = append(w.Exclusions, warranty.Exclusion{Fault: e.Code, Text: care.Text{VI: e.VI, EN: e.EN}})
		}
		all = append(all, w)
	}
	return all
}

// event is one of counter.json: somebody comes to the counter.
type event struct {
	ID    string
	At    time.Time
	What  care.Text
	Shown struct {
		Card          warranty.UnitRef
		Serial, Phone string
		PhoneVerified bool `json:"phone_verified"`
		Invoice, Name string
		Product       string
		About         struct {
			Date       string
			WithinDays int `json:"within_days"`
		}
	}
	Fault struct {
		At   string
		Code warranty.FaultCode
	}
}

func (e event) inquiry() warranty.Inquiry {
	s := e.Shown
	return warranty.Inquiry{
		Card: s.Card, Serial: s.Serial, Phone: s.Phone, PhoneVerified: s.PhoneVerified, Invoice: s.Invoice, Name: s.Name,
		Product: s.Product, About: s.About.Date, WithinDays: s.About.WithinDays,
		Fault: e.Fault.Code, FaultOn: e.Fault.At, At: e.At,
	}
}

// expectation is expected.json, computed from the rules' text by other means than this library.
type expectation struct {
	Lines, Registered, Duplicates int
	Refused                       []refusal
	Registrations                 []registered
	Counter                       []outcome
	Claims                        []settled
}

type refusal struct {
	Line  int    `json:"line"`
	Path  string `json:"path"`
	Value string `json:"value"`
}

type registered struct {
	Invoice      string `json:"invoice"`
	Line         int    `json:"line"`
	Unit         int    `json:"unit"`
	Product      string `json:"product"`
	Serial       string `json:"serial"`
	Phone        string `json:"phone"`
	Terms        string `json:"terms"`
	TermsVersion int    `json:"terms_version"`
	Starts       string `json:"starts"`
	Ends         string `json:"ends"`
}

type outcome struct {
	Event        string   `json:"event"`
	Found        string   `json:"found"`
	Registration string   `json:"registration"`
	Candidates   []string `json:"candidates"`
	Missing      []string `json:"missing"`
	Covered      *bool    `json:"covered"`
	Ends         string   `json:"ends"`
	Reasons      []string `json:"reasons"`
}
