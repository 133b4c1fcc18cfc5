package storagetest

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/chamsoc/chamsoc/storage"
)

func due(p *part) {
	lister, able := p.Tenants.(storage.DueLister)
	if !able {
		p.t.Skip("NOT TESTED: the store is no storage.DueLister, which it need not be")
	}
	p.saysOf("DueTenants lists each tenant with a record that is due, once and in order, in pages", func(t *testing.T, p *part) {
		dueTenants(t, p, lister)
	})
	p.saysOf("DueTenants answers a context that has ended, and refuses what does not fit", func(t *testing.T, p *part) {
		dueRefused(t, lister)
	})
}

func dueTenants(t *testing.T, p *part, lister storage.DueLister) {
	var want []string
	for i := range 12 { // every third has nothing due, the others have more than one record that is
		id := fmt.Sprintf("shop %02d'", 11-i)
		s := p.Tenants.ForTenant(id)
		put(t, s, contacts, contact{At: noon.Add(time.Hour)})
		if i%3 == 0 {
			continue
		}
		put(t, s, contacts, contact{At: noon.Add(-time.Duration(i) * time.Hour)})
		put(t, s, contacts, contact{At: noon})
		want = append(want, id)
	}
	slices.Sort(want)
	gone := p.Tenants.ForTenant("shop 99")
	ok(t, remove(t.Context(), gone, contacts, put(t, gone, contacts, contact{At: noon})))

	for limit := 1; limit <= len(want)+1; limit++ {
		var seen []string
		for after := ""; ; {
			page, err := lister.DueTenants(t.Context(), contacts.Schema(), "by_at", storage.TimeOf(noon), after, limit)
			ok(t, err)
			if len(page) > limit {
				t.Errorf("%d tenants in a page of %d", len(page), limit)
			}
			seen = append(seen, page...)
			ends(t, len(seen))
			if len(page) < limit {
				break
			}
			after = page[len(page)-1]
		}
		same(t, fmt.Sprint("tenants in pages of ", limit), seen, want)
	}
	early, err := lister.DueTenants(t.Context(), contacts.Schema(), "by_at", storage.TimeOf(noon.Add(-11*time.Hour)), "", 100)
	ok(t, err)
	same(t, "tenants with a record eleven hours old", early, []string{"shop 00'"})
	none, err := lister.DueTenants(t.Context(), contacts.Schema(), "by_at", storage.TimeOf(noon.Add(-11*time.Hour-time.Microsecond)), "", 100)
	ok(t, err)
	same(t, "tenants with an older record", len(none), 0)
}

func dueRefused(t *testing.T, lister storage.DueLister) {
	dead, want := cancelled(t.Context())
	_, err := lister.DueTenants(dead, contacts.Schema(), "by_at", storage.TimeOf(noon), "", 10)
	refused(t, err, want)
	_, err = lister.DueTenants(t.Context(), contacts.Schema(), "by_nothing", storage.TimeOf(noon), "", 10)
	refused(t, err, storage.ErrQuery)
	_, err = lister.DueTenants(t.Context(), contacts.Schema(), "by_at", storage.TextOf("noon"), "", 10)
	refused(t, err, storage.ErrQuery)
	_, err = lister.DueTenants(t.Context(), undeclared.Schema(), "by_text", storage.TextOf("g"), "", 10)
	refused(t, err, storage.ErrSchema)
}
