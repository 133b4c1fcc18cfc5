// Command bench compares Chamsoc with what a careful programmer would write by hand, both in one process, alternating.
//
//	GOWORK=off go -C examples/bench run . -run storage   # a table
//	GOWORK=off go -C examples/bench run . -json          # a line of JSON for each row
//
// A ratio is ours over the peer's for costs, and large over small for growth. Each figure is the median of the rounds; ± is half the distance between
// the quartiles of the rounds' ratios, which is the machine's noise. Rows without a peer have a bar of their own.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
)

// row is one measured comparison.
type row struct {
	Name  string  `json:"name"`
	Ours  float64 `json:"ours"`
	Peer  float64 `json:"peer"`
	Ratio float64 `json:"ratio"`
	Unit  string  `json:"unit"`
	N     int     `json:"n"`     // operations measured on each side
	Noise float64 `json:"noise"` // ± of the ratio
	Bar   string  `json:"bar,omitempty"`
}

// bench makes some rows; names are what -run selects from. A row may have a second, longer name there, such as "care/policy/check" for "policy/check".
type bench struct {
	names []string
	run   func(ctx context.Context, dir string) ([]row, error)
}

// selects reports whether the row of this name is wanted, by it or by a longer one.
func (b bench) selects(match *regexp.Regexp, name string) bool {
	return match.MatchString(name) || slices.ContainsFunc(b.names, func(longer string) bool {
		return strings.HasSuffix(longer, "/"+name) && match.MatchString(longer)
	})
}

func main() {
	pattern := flag.String("run", ".", "measure rows whose name matches this `regexp`")
	asJSON := flag.Bool("json", false, "print a JSON object a line")
	flag.Parse()
	match, err := regexp.Compile(*pattern)
	if err == nil {
		err = all(context.Background(), match, *asJSON)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func all(ctx context.Context, match *regexp.Regexp, asJSON bool) error {
	if !asJSON {
		fmt.Printf("%-34s %14s %14s %8s %7s  %-12s %9s  %s\n", "name", "ours", "peer", "ratio", "±", "unit", "n", "bar")
	}
	for _, b := range benches {
		wanted := false
		for _, name := range b.names {
			wanted = wanted || match.MatchString(name)
		}
		if !wanted {
			continue
		}
		if err := one(ctx, b, match, asJSON); errors.Is(err, errNoServer) {
			fmt.Fprintf(os.Stderr, "bench: %v: %v\n", b.names, err)
		} else if err != nil {
			return fmt.Errorf("%v: %w", b.names, err)
		}
	}
	return nil
}

func one(ctx context.Context, b bench, match *regexp.Regexp, asJSON bool) error {
	dir, err := os.MkdirTemp("", "chamsoc-bench")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	rows, err := b.run(ctx, dir)
	if err != nil {
		return err
	}
	for _, r := range rows {
		if !b.selects(match, r.Name) {
			continue
		}
		if !asJSON {
			fmt.Printf("%-34s %14s %14s %8.2f %7.2f  %-12s %9d  %s\n", r.Name, figure(r.Ours), figure(r.Peer), r.Ratio, r.Noise, r.Unit, r.N, r.Bar)
		} else if err := json.NewEncoder(os.Stdout).Encode(r); err != nil {
			return err
		}
	}
	return nil
}

// figure writes small numbers with their fractions.
func figure(x float64) string {
	switch {
	case x == 0:
		return "-"
	case x < 100:
		return fmt.Sprintf("%.3f", x)
	}
	return fmt.Sprintf("%.0f", x)
}
