package chain

import (
	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/storage"
)

// Unit is an internal customer, and a supplier of others: it is asked what it needs as customers outside are.
type Unit struct {
	ID      storage.ID[Unit] `json:"id"`
	Version int64            `json:"version"`

	Code    UnitCode      `json:"code"`
	Kind    UnitKind      `json:"kind"`
	Name    care.Text     `json:"name"`
	Head    care.StaffRef `json:"head,omitempty"`   // who answers for it
	Survey  string        `json:"survey,omitempty"` // the survey that asks it how it is served
	Retired bool          `json:"retired,omitempty"`
}

// UnitKind says what a unit is.
type UnitKind string

// The kinds of unit. The zero UnitKind is unknown.
const (
	Person     UnitKind = "person"
	Team       UnitKind = "team"
	Department UnitKind = "department"
	Supplier   UnitKind = "supplier" // another company
)

var unitTerms = care.NewTerms(
	care.NewTerm(Person, "Người", "Person"), care.NewTerm(Team, "Tổ", "Team"), care.NewTerm(Department, "Phòng ban", "Department"),
	care.NewTerm(Supplier, "Nhà cung cấp", "Supplier"),
)

// Terms lists the kinds.
func (UnitKind) Terms() care.Terms[UnitKind] { return unitTerms }

func (u Unit) problems() (p care.Problems) {
	unit(&p, "code", u.Code)
	care.Required(&p, "kind", string(u.Kind), care.ParseEnum[UnitKind])
	care.Required(&p, "name.vi", u.Name.VI, care.Line(200))
	care.Required(&p, "name.en", u.Name.EN, care.Line(200))
	care.Optional(&p, "head", string(u.Head), care.ParseRef[care.StaffRef])
	return p
}
