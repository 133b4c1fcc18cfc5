package privacy

import (
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/storage"
)

// Group is why a consumer is vulnerable (Law 19/2023/QH15 art. 8.1). The zero Group is unknown.
type Group string

// The groups.
const (
	Elderly       Group = "elderly"
	Disabled      Group = "disabled"
	Child         Group = "child"
	Minority      Group = "ethnic_minority" // or of a mountain, an island, a place of hardship
	Pregnant      Group = "pregnant"        // or with a child under 36 months
	SeriouslyIll  Group = "seriously_ill"
	PoorHousehold Group = "poor_household"
)

var groups = care.NewTerms(
	care.NewTerm(Elderly, "Người cao tuổi", "Elderly"),
	care.NewTerm(Disabled, "Người khuyết tật", "Disabled"),
	care.NewTerm(Child, "Trẻ em", "Child"),
	care.NewTerm(Minority, "Người dân tộc thiểu số, người ở miền núi, hải đảo, vùng khó khăn", "Ethnic minority, or of a mountain, an island, a place of hardship"),
	care.NewTerm(Pregnant, "Phụ nữ mang thai hoặc nuôi con dưới 36 tháng tuổi", "Pregnant, or with a child under 36 months"),
	care.NewTerm(SeriouslyIll, "Người bị bệnh hiểm nghèo", "Seriously ill"),
	care.NewTerm(PoorHousehold, "Thành viên hộ nghèo", "Of a poor household"),
)

// Terms lists the groups.
func (Group) Terms() care.Terms[Group] { return groups }

// Vulnerability says that a customer has proved to be of a group. What was shown is named, and never kept: a picture of a paper is itself sensitive.
type Vulnerability struct {
	ID       storage.ID[Vulnerability] `json:"id"`
	Version  int64                     `json:"version"`
	Customer care.CustomerRef          `json:"customer"`
	Group    Group                     `json:"group"`
	Evidence string                    `json:"evidence"`       // the kind of paper that was shown
	By       care.StaffRef             `json:"by"`             // who looked at it
	Until    calendar.Date             `json:"until,omitzero"` // the last day, as of a child under 36 months; zero: for good
	At       time.Time                 `json:"at"`
	Recorded time.Time                 `json:"recorded"`
}

// Plea is what a decision about priority rests on.
type Plea struct {
	Proved []Vulnerability // what the customer has proved so far
	On     calendar.Date
	Harmed bool // the customer shows that their interests were harmed
	Papers bool // with evidence of that harm
}

// Priority says whether a customer comes first. Where it is granted the matter is not handed to a third party that has no duty in it; where it is refused,
// that is said in writing, with the reasons here (Law 19/2023/QH15 art. 8.2.c).
type Priority struct {
	Granted bool         `json:"granted"`
	Groups  []Group      `json:"groups,omitempty"`
	Reasons care.Reasons `json:"reasons"`
}

// Prioritise decides whether a plea has priority: the customer has proved to be of a group, and shows evidence of the harm. It is pure.
func Prioritise(p Plea) Priority {
	var out Priority
	var ended []Group
	for _, v := range p.Proved {
		if v.Until.IsZero() || !p.On.After(v.Until) {
			out.Groups = append(out.Groups, v.Group)
		} else {
			ended = append(ended, v.Group)
		}
	}
	if len(out.Groups) == 0 {
		out.Reasons = append(out.Reasons, CodeNotProved.With())
		for _, g := range ended {
			out.Reasons = append(out.Reasons, CodeProofEnded.With(care.NewFact("group", care.NameOf(g))))
		}
	}
	if !p.Harmed || !p.Papers {
		out.Reasons = append(out.Reasons, CodeHarmNotShown.With())
	}
	if len(out.Reasons) > 0 {
		out.Reasons = append(out.Reasons, CodeRefuseInWriting.With())
		return out
	}
	out.Granted = true
	for _, g := range out.Groups {
		out.Reasons = append(out.Reasons, CodePriority.With(care.NewFact("group", care.NameOf(g))))
	}
	out.Reasons = append(out.Reasons, CodeNoThirdParty.With())
	return out
}
