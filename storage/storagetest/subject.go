package storagetest

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/chamsoc/chamsoc/storage"
)

func subject(p *part) {
	p.saysOf("an export has every record about the subject as it is stored, over several pages, and no other", exportsAll)
	p.saysOf("an erasure clears or deletes every record about the subject, over several pages, and says how many", erasesAll)
	p.saysOf("records about others, about nobody and of other tenants stay as they are", othersStay)
	p.says("a cleared record keeps what is not personal, and nothing finds it by its subject", clearedKeepsRest)
	p.says("an erasure can be done again and finds nothing", erasedTwice)
	p.says("no subject is nobody: nothing is exported or erased", nobody)
	p.says("an export that is stopped reads no further", exportStops)
	p.says("an erasure in a transaction stands or falls with it", erasureInTx)
}

const customer = "KH1"

// others are customers that a careless look-up would take for KH1.
var others = []string{"KH10", "KH", "kh1", "KH1 ", " KH1", "KH%", "KH_", "", "ＫＨ１"}

// customers stores many records about the customer and one of each collection about each other, and returns those about the customer
// as an export has them.
func customers(t *testing.T, s storage.Store, many int) (about map[string]string) {
	t.Helper()
	about = map[string]string{}
	var cs []contact
	var ls []call
	for i := range many {
		cs = append(cs, newContact(customer, i))
		ls = append(ls, call{Customer: customer, Number: i})
	}
	for _, other := range others {
		cs, ls = append(cs, newContact(other, 0)), append(ls, call{Customer: other})
	}
	for _, c := range putAll(t, s, contacts, cs...) {
		if c.Customer == customer {
			about[exportLine("contact", c.ID.String(), c.Version, c)] = ""
		}
	}
	for _, l := range putAll(t, s, calls, ls...) {
		if l.Customer == customer {
			about[exportLine("call", l.ID.String(), l.Version, l)] = ""
		}
	}
	put(t, s, samples, newSample(customer, customer)) // has no subject
	return about
}

func newContact(who string, i int) contact {
	return contact{Customer: who, Phone: "0912345678", Names: []string{"Lan", "chị Lan"}, Product: fmt.Sprint(i), At: noon.Add(time.Duration(i/3) * time.Second)}
}

// exportLine is one exported record as text. The body goes through its Go type, since an engine may keep JSON in another order.
func exportLine(collection, id string, version int64, v any) string {
	body, err := json.Marshal(v)
	return fmt.Sprint(collection, id, version, string(body), err)
}

// exported is what an export has, in the form of customers.
func exported(t *testing.T, s storage.Store, who string) map[string]string {
	t.Helper()
	found := map[string]string{}
	for e, err := range storage.Export(t.Context(), s, schemas(), who) {
		ok(t, err)
		var v any = &call{}
		if e.Collection == "contact" {
			v = &contact{}
		}
		ok(t, json.Unmarshal(e.Body, v))
		line := exportLine(e.Collection, e.ID.String(), e.Version, v)
		if _, twice := found[line]; twice {
			t.Fatalf("exported twice: %s", line)
		}
		found[line] = ""
		ends(t, len(found))
	}
	return found
}

// erase erases, and does not go on for ever where what was erased is found again.
func erase(t *testing.T, s storage.Store, who string) storage.Receipt {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	receipt, err := storage.Erase(ctx, s, schemas(), who)
	ok(t, err)
	return receipt
}

func lineOf(r storage.Receipt, collection string) storage.ReceiptLine {
	for _, line := range r.Lines {
		if line.Collection == collection {
			return line
		}
	}
	return storage.ReceiptLine{}
}

func exportsAll(t *testing.T, p *part) {
	mine, other := p.Tenants.ForTenant(p.fresh()), p.Tenants.ForTenant(p.fresh())
	about := customers(t, mine, 250)
	customers(t, other, 3)
	same(t, "what is exported", exported(t, mine, customer), about)
	same(t, "records of the other tenant", len(exported(t, other, customer)), 6)
	same(t, "records about a stranger", len(exported(t, mine, "KH2")), 0)
}

func erasesAll(t *testing.T, p *part) {
	s := p.Tenants.ForTenant(p.fresh())
	customers(t, s, 250)
	receipt := erase(t, s, customer)
	same(t, "the receipt", receipt.Lines, []storage.ReceiptLine{
		{Collection: "contact", Cleared: 250, Parts: []string{"phone", "names"}},
		{Collection: "call", Deleted: 250},
	})
	same(t, "what is exported afterwards", len(exported(t, s, customer)), 0)
	same(t, "contacts of the customer", len(all(t, s, contacts, byCustomer.Prefix(customer))), 0)
	same(t, "calls of the customer", len(all(t, s, calls, callsOf.Prefix(customer))), 0)
	kept := 0
	for c, err := range contacts.List(s, contactsByAt.Prefix()).All(t.Context()) {
		ok(t, err)
		if c.Customer != "" {
			continue
		}
		kept++
		if c.Phone != "" && c.Version > 1 || c.Names != nil && c.Version > 1 || c.Product == "" {
			t.Errorf("a cleared contact reads %+v", c)
		}
	}
	same(t, "contacts about nobody", kept, 251) // and the one that was so from the beginning
}

func othersStay(t *testing.T, p *part) {
	mine, other := p.Tenants.ForTenant(p.fresh()), p.Tenants.ForTenant(p.fresh())
	customers(t, mine, 2)
	about := customers(t, other, 2)
	before := map[string]map[string]string{}
	for _, who := range others {
		before[who] = exported(t, mine, who)
		same(t, "records about "+who, len(before[who]), map[bool]int{true: 0, false: 2}[who == ""])
	}
	erase(t, mine, customer)
	for _, who := range others {
		same(t, "what is exported about "+who, exported(t, mine, who), before[who])
	}
	same(t, "what is exported of the other tenant", exported(t, other, customer), about)
	same(t, "records without a subject", len(all(t, mine, samples, byText.Prefix(customer))), 1)
}

func clearedKeepsRest(t *testing.T, s storage.Store) {
	c := put(t, s, contacts, newContact(customer, 7))
	erase(t, s, customer)
	stored(t, s, contacts, c.ID, contact{ID: c.ID, Version: 2, Product: "7", At: c.At})
	same(t, "contacts by customer", len(all(t, s, contacts, byCustomer.Prefix())), 0)
	same(t, "contacts by time", len(all(t, s, contacts, contactsByAt.Prefix(c.At))), 1)
	c.Product = "8"
	_, err := tryPut(t.Context(), s, contacts, c) // from before the erasure
	refused(t, err, storage.ErrConflict)
}

func erasedTwice(t *testing.T, s storage.Store) {
	customers(t, s, 3)
	for _, n := range []int{3, 0, 0} {
		receipt := erase(t, s, customer)
		same(t, "lines of the receipt", len(receipt.Lines), 2)
		same(t, "contacts cleared", lineOf(receipt, "contact").Cleared, n)
		same(t, "calls deleted", lineOf(receipt, "call").Deleted, n)
	}
}

func nobody(t *testing.T, s storage.Store) {
	customers(t, s, 2)
	contactsBefore, callsBefore := len(all(t, s, contacts, contactsByAt.Prefix())), len(all(t, s, calls, callsOf.Prefix()))
	same(t, "what is exported", len(exported(t, s, "")), 0)
	receipt := erase(t, s, "")
	same(t, "lines of the receipt", len(receipt.Lines), 0)
	same(t, "contacts", len(all(t, s, contacts, contactsByAt.Prefix())), contactsBefore)
	same(t, "calls", len(all(t, s, calls, callsOf.Prefix())), callsBefore)
}

func exportStops(t *testing.T, s storage.Store) {
	customers(t, s, 3)
	n := 0
	for _, err := range storage.Export(t.Context(), s, schemas(), customer) {
		ok(t, err)
		if n++; n == 2 {
			break
		}
	}
	same(t, "records before the break", n, 2)
}

func erasureInTx(t *testing.T, s storage.Store) {
	about := customers(t, s, 120)
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	for _, end := range []error{errOwn, nil} {
		err := s.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
			receipt, err := storage.Erase(ctx, tx, schemas(), customer)
			same(t, "contacts cleared", lineOf(receipt, "contact").Cleared, 120)
			if err != nil {
				return err
			}
			for e, err := range storage.Export(ctx, tx, schemas(), customer) {
				t.Errorf("exported after the erasure: %v, %v", e.ID, err)
			}
			return end
		})
		if end != nil {
			refused(t, err, end)
			same(t, "what is exported after the rollback", exported(t, s, customer), about)
		} else {
			ok(t, err)
			same(t, "what is exported after the commit", len(exported(t, s, customer)), 0)
		}
	}
}
