package storagetest

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/chamsoc/chamsoc/storage"
)

func model(p *part) {
	p.saysOf("random operations do to the store what they do to a map", plays)
}

// plays draws sequences of operations and plays each against the store and a world of maps.
func plays(t *testing.T, p *part) {
	sequences, length := 200, 60
	if testing.Short() {
		sequences = 40
	}
	seed := rand.Uint64()
	if text := os.Getenv("STORAGETEST_SEED"); text != "" {
		var err error
		if seed, err = strconv.ParseUint(text, 10, 64); err != nil {
			t.Fatalf("STORAGETEST_SEED: %v", err)
		}
	}
	try := func(ops []op) error {
		return play(t.Context(), p.Tenants.ForTenant(p.fresh()), p.Tenants.ForTenant(p.fresh()), ops)
	}
	for n := range sequences {
		ops := draw(rand.New(rand.NewPCG(seed, uint64(n))), length)
		err := try(ops)
		if err == nil {
			continue
		}
		short := shrink(ops, func(ops []op) bool { return try(ops) != nil })
		if shortErr := try(short); shortErr != nil {
			err = shortErr
		}
		t.Fatalf("%v\nThe shortest play of sequence %d that fails so:\n%sSTORAGETEST_SEED=%d plays it again.", err, n, script(short), seed)
	}
}

// shrink leaves out operations, many at once and then fewer, as long as what is left still fails; in the end two that only go together,
// such as a begin and its commit.
func shrink(ops []op, fails func([]op) bool) []op {
	for size := max(len(ops)/2, 1); ; {
		shorter := false
		for at := 0; at < len(ops); {
			less := slices.Delete(slices.Clone(ops), at, min(at+size, len(ops)))
			if fails(less) {
				ops, shorter = less, true
			} else {
				at += size
			}
		}
		switch {
		case size > 1:
			size /= 2
		case !shorter:
			less := withoutPair(ops, fails)
			if less == nil {
				return ops
			}
			ops = less
		}
	}
}

// withoutPair leaves out the first two operations without which the rest still fails, nil if there are none.
func withoutPair(ops []op, fails func([]op) bool) []op {
	for a := range ops {
		for b := a + 1; b < len(ops); b++ {
			less := slices.Delete(slices.Clone(ops), b, b+1)
			if less = slices.Delete(less, a, a+1); fails(less) {
				return less
			}
		}
	}
	return nil
}

// verb is what one operation does.
type verb int

const (
	begin    verb = iota // an Update, or a nested one
	commit               // the innermost Update
	rollback             // the innermost Update
	save                 // Put of the slot's record with new values
	drop                 // Delete
	fetch                // Get
	look                 // a range of an index, in pages
)

// op is one operation, whole in itself: any of them may be left out of a sequence.
type op struct {
	verb
	tenant  int
	bench   bool // else seats
	slot    int  // which record
	version aim
	values  seat
	index   int // which index, for look
	prefix  int // how many prefix values of it, taken from values
	reverse bool
	page    int
}

// aim says which version an operation gives.
type aim int

const (
	current aim = iota // 0 if there is no record
	stale              // one less
	ahead              // one more
	create             // 0
)

const slots = 6

// slotID is the same id in every play, tenant and collection. The ids are not in order of the slots.
func slotID(slot int) (id storage.ID[seat]) {
	id = storage.ID[seat]{0: byte(slot * 91), 6: 0x70, 8: 0x80, 15: byte(slot)}
	return id
}

// draw makes a sequence of n operations.
func draw(rnd *rand.Rand, n int) []op {
	verbs := []verb{begin, begin, begin, commit, commit, rollback, save, save, save, save, save, save, save, save, drop, drop, fetch, look, look, look}
	aims := []aim{current, current, current, current, current, current, stale, ahead, create}
	ops := make([]op, n)
	for i := range ops {
		ops[i] = op{
			verb: verbs[rnd.IntN(len(verbs))], tenant: rnd.IntN(2), bench: rnd.IntN(3) == 0, slot: rnd.IntN(slots),
			version: aims[rnd.IntN(len(aims))], index: rnd.IntN(4), prefix: rnd.IntN(3), reverse: rnd.IntN(2) == 0, page: 1 + rnd.IntN(4),
			values: seat{
				Label: []string{"a", "b", "c", "d", "e", "f"}[rnd.IntN(6)], Code: []string{"", "", "a", "A", "a "}[rnd.IntN(5)],
				Row: []string{"", "r", "rr"}[rnd.IntN(3)], Number: rnd.IntN(3), Holder: []string{"", "h", "hh"}[rnd.IntN(3)],
				Since: noon.AddDate(-60*rnd.IntN(2), 0, 0), // 2026 or 1966
			},
		}
	}
	return ops
}

// script is the sequence as it can be read, indented by its transactions.
func script(ops []op) string {
	var b strings.Builder
	depth := 1
	for _, o := range ops {
		if (o.verb == commit || o.verb == rollback) && depth > 1 {
			depth--
		}
		b.WriteString(strings.Repeat("\t", depth) + o.String() + "\n")
		if o.verb == begin {
			depth++
		}
	}
	return b.String()
}

func (o op) String() string {
	c := o.collection()
	of := fmt.Sprintf("tenant %d %s %d", o.tenant, c.name, o.slot)
	at := []string{"its version", "a stale version", "a version too high", "version 0"}[o.version]
	switch o.verb {
	case begin:
		return fmt.Sprintf("begin tenant %d (a savepoint where a transaction is open)", o.tenant)
	case commit:
		return "commit"
	case rollback:
		return "roll back"
	case save:
		v := o.values
		return fmt.Sprintf("put %s at %s: label=%q code=%q row=%q number=%d holder=%q since=%d", of, at, v.Label, v.Code, v.Row, v.Number, v.Holder, v.Since.Year())
	case drop:
		return fmt.Sprintf("delete %s at %s", of, at)
	case fetch:
		return "get " + of
	}
	ix := c.indexes[o.index%len(c.indexes)]
	direction := ""
	if o.reverse {
		direction = " backwards"
	}
	prefix := ix.args(o.values)[:min(o.prefix, len(ix.fields))]
	return fmt.Sprintf("list tenant %d %s %s%q%s in pages of %d", o.tenant, c.name, ix.handle.Name(), prefix, direction, o.page)
}
