package customer

import (
	"slices"
	"strings"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/storage"
)

// Customer is one customer, as kept.
type Customer struct {
	ID      storage.ID[Customer] `json:"id"`
	Version int64                `json:"version"`
	Ref     care.CustomerRef     `json:"ref"`    // by which every other record names the customer
	Person  care.Customer        `json:"person"` // has the same Ref
	NameKey string               `json:"name_key"`
	Since   time.Time            `json:"since"`
	Changed time.Time            `json:"changed"`
}

// Record is a customer as typed, to keep: a new one, or in place of what was kept under the same Ref.
type Record struct {
	// Key makes the request idempotent. It is kept, so it holds nothing personal.
	Key string `json:"key,omitempty"`
	// CustomerInput is who it is. An empty Ref is given one.
	care.CustomerInput
	// Version is that of the record which was edited. 0: any.
	Version int64 `json:"version,omitempty"`
}

// Kept is what became of a Record.
type Kept struct {
	Customer Customer `json:"customer"`
	// Alike are other customers who are reached at the same telephone or address: perhaps the same person, perhaps a family. At most 20.
	Alike []care.CustomerRef `json:"alike,omitempty"`
}

// address is one way to a customer, as it is searched for.
type address struct {
	ID       storage.ID[address] `json:"id"`
	Version  int64               `json:"version"`
	Customer care.CustomerRef    `json:"customer"`
	Kind     care.ContactKind    `json:"kind"`
	Value    string              `json:"value"`
}

// same reports whether two addresses are one.
func (a address) same(b address) bool { return a.Kind == b.Kind && a.Value == b.Value }

// addresses are the ways to a customer. Capital letters do not tell one email address from another.
func (c Customer) addresses() (all []address) {
	for _, p := range c.Person.Contacts {
		a := address{Customer: c.Ref, Kind: p.Kind, Value: p.Value}
		if a.Kind == care.ContactEmail {
			a.Value = strings.ToLower(a.Value)
		}
		if !slices.ContainsFunc(all, a.same) {
			all = append(all, a)
		}
	}
	return all
}

// matches reports whether the customer has everything that the query asks for.
func (c Customer) matches(q care.CustomerQuery) bool {
	has := func(kind care.ContactKind, value string) bool {
		return slices.ContainsFunc(c.addresses(), address{Kind: kind, Value: value}.same)
	}
	return (q.Ref == "" || c.Ref == q.Ref) &&
		(q.Phone == "" || has(care.ContactPhone, string(q.Phone)) || has(care.ContactZalo, string(q.Phone))) &&
		(q.Email == "" || has(care.ContactEmail, strings.ToLower(q.Email))) &&
		strings.HasPrefix(c.NameKey, q.NameKey)
}
