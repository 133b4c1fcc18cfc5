package main

import (
	"bytes"
	"embed"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"time"

	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/care/desk"
	"github.com/chamsoc/chamsoc/care/sla"
)

//go:embed testdata
var files embed.FS

// data is what is checked in beside the program.
type data struct {
	hours      calendar.Definition
	agreements []sla.Agreement
	lines      []line
	expected   expectation
}

// line is one thing that the counter recorded.
type line struct {
	at     time.Time
	number string
	step   desk.Step

	channel, kind, topic, segment, customer, name, phone, invoice string
	by, who, party, outcome, cause, factor, text                  string
}

// expectation is what must come out, counted by another program.
type expectation struct {
	LateCase string              `json:"late_case"`
	Cases    map[string]expected `json:"cases"`
}

type expected struct {
	Segment  string `json:"segment"`
	Used     int    `json:"used"` // minutes for the solution, waiting left out
	Held     int    `json:"held"` // minutes of waiting
	First    *int   `json:"first"`
	Late     bool   `json:"late"`
	Resolved string `json:"resolved"`
	Due      string `json:"due"` // of those that are late
}

func load() (d data, err error) {
	for name, to := range map[string]any{"calendar.json": &d.hours, "agreements.json": &d.agreements, "expected.json": &d.expected} {
		text, err := files.ReadFile("testdata/" + name)
		if err != nil {
			return d, err
		}
		if err := json.Unmarshal(text, to); err != nil {
			return d, fmt.Errorf("%s: %w", name, err)
		}
	}
	text, err := files.ReadFile("testdata/counter.csv")
	if err != nil {
		return d, err
	}
	rows, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	if err != nil {
		return d, err
	}
	for _, r := range rows[1:] {
		at, err := time.ParseInLocation("2006-01-02 15:04", r[0], zone)
		if err != nil {
			return d, err
		}
		d.lines = append(d.lines, line{
			at: at, number: r[1], step: desk.Step(r[2]), channel: r[3], kind: r[4], topic: r[5], segment: r[6], customer: r[7], name: r[8], phone: r[9],
			invoice: r[10], by: r[11], who: r[12], party: r[13], outcome: r[14], cause: r[15], factor: r[16], text: r[17],
		})
	}
	return d, nil
}

// book is the agreements with the counter's hours, after a change if one is given.
func (d data) book(change func(*sla.Agreement)) (*sla.Book, error) {
	hours, err := calendar.Compile(d.hours)
	if err != nil {
		return nil, err
	}
	var all []sla.Agreement
	for _, a := range d.agreements {
		a.Targets = append([]sla.Target(nil), a.Targets...)
		if change != nil {
			change(&a)
		}
		all = append(all, a)
	}
	return sla.NewBook(all, []sla.Calendar{{Code: "quay", Edition: 1, Hours: hours}})
}
