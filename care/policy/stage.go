package policy

import (
	"fmt"
	"strings"

	"github.com/chamsoc/chamsoc/care"
)

// Stage is a part of a policy in the order in which it is built. Each stands on those before it, so it is published after them. The zero Stage is unknown.
type Stage string

// The stages, in their order.
const (
	StageMission     Stage = "mission"
	StageObjectives  Stage = "objectives"
	StageContents    Stage = "contents" // what is offered, and the provisions
	StageRollout     Stage = "rollout"
	StagePublication Stage = "publication" // with the marketing; then the policy is in force and changes no more
)

var stages = []Stage{StageMission, StageObjectives, StageContents, StageRollout, StagePublication}

var stageTerms = care.NewTerms(
	care.NewTerm(StageMission, "Sứ mệnh", "Mission"), care.NewTerm(StageObjectives, "Mục tiêu", "Objectives"), care.NewTerm(StageContents, "Nội dung", "Contents"),
	care.NewTerm(StageRollout, "Triển khai", "Roll-out"), care.NewTerm(StagePublication, "Công bố", "Publication"),
)

// Terms lists the stages in their order.
func (Stage) Terms() care.Terms[Stage] { return stageTerms }

// Missing lists what a stage and those before it still lack before the stage can be published: nothing if it can.
func Missing(p Policy, stage Stage) care.Problems {
	var all care.Problems
	for _, s := range stages {
		p.missing(&all, s)
		if s == stage {
			return all
		}
	}
	all.Add("stage", string(stage), care.CodeMissing.With())
	return all
}

// missing lists what one stage lacks.
func (p Policy) missing(all *care.Problems, s Stage) {
	lack := func(path string, is bool) {
		if is {
			all.Add(path, "", CodeUnfinished.With(care.NewFact("stage", care.NameOf(s)), care.NewFact("what", labelOf(path))))
		}
	}
	blank := func(path string, t care.Text) { lack(path, t == (care.Text{})) }
	switch s {
	case StageMission:
		blank("title", p.Title)
		lack("from", p.From.IsZero())
		blank("mission.statement", p.Mission.Statement)
		lack("mission.owner", p.Mission.Owner == "")
		lack("mission.values", len(p.Mission.Values) == 0)
	case StageObjectives:
		blank("objectives.position", p.Objectives.Position)
		lack("objectives.important", len(p.Objectives.Important) == 0)
		p.missingVariations(lack)
		lack("objectives.quality", len(p.Objectives.Quality) == 0)
		for i, q := range p.Objectives.Quality {
			lack(fmt.Sprintf("objectives.quality[%d].owner", i), q.Owner == "")
			lack(fmt.Sprintf("objectives.quality[%d].by", i), q.By.IsZero())
		}
	case StageContents:
		p.Contents.missing(lack, blank)
		p.missingProvisions(all)
	case StageRollout:
		p.missingRollout(all, lack)
	case StagePublication:
		blank("marketing.mix", p.Marketing.Mix)
		p.missingPlans(all)
	}
}

// missingVariations wants every segment's difference, if it is the only one too.
func (p Policy) missingVariations(lack func(string, bool)) {
	varies := keysOf(p.Objectives.Varies)
	lack("contents.segments", len(p.Contents.Segments) == 0)
	for _, s := range p.Contents.Segments {
		lack("objectives.varies", !varies[string(s.Ref)])
	}
}

func (c Contents) missing(lack func(string, bool), blank func(string, care.Text)) {
	lack("contents.kinds", len(c.Kinds) == 0)
	lack("contents.lines", len(c.Lines) == 0)
	lack("contents.links", len(c.Links) == 0)
	lack("contents.offerings", len(c.Offerings) == 0)
	lack("contents.packages", len(c.Packages) == 0)
	blank("contents.important_customers.criterion", c.ImportantCustomers.Criterion)
	lack("contents.important_customers.segments", len(c.ImportantCustomers.Segments) == 0)
	blank("contents.important_services.criterion", c.ImportantServices.Criterion)
	lack("contents.important_services.offerings", len(c.ImportantServices.Offerings) == 0)
	blank("contents.priorities", c.Priorities)
	for i, s := range c.Segments {
		lack(fmt.Sprintf("contents.segments[%d].priority", i), s.Priority == 0)
	}
	for i, o := range c.Offerings {
		lack(fmt.Sprintf("contents.offerings[%d].priority", i), o.Priority == 0)
		lack(fmt.Sprintf("contents.offerings[%d].segments", i), len(o.Segments) == 0)
	}
}

// missingProvisions wants each of the 27 for each segment, with what it says.
func (p Policy) missingProvisions(all *care.Problems) {
	said := map[cell]bool{}
	for i, r := range p.Provisions {
		if r.Statement == (care.Text{}) {
			all.Add(fmt.Sprintf("provisions[%d].statement", i), "", CodeUnfinished.With(
				care.NewFact("stage", care.NameOf(StageContents)), care.NewFact("what", labelOf("provisions.statement"))))
		}
		for _, s := range r.Segments {
			said[cell{r.Element, s}] = true
		}
	}
	for _, e := range Elements() {
		var lacking []string
		for _, s := range p.Contents.Segments {
			if !said[cell{e, s.Ref}] {
				lacking = append(lacking, string(s.Ref))
			}
		}
		if lacking != nil {
			all.Add("provisions", "", CodeElementMissing.With(care.NewFact("element", care.NameOf(e)), care.NewFact("segments", lacking)))
		}
	}
}

// missingRollout wants every segment to be ready: a policy that the staff there cannot keep yet is not told to customers.
func (p Policy) missingRollout(all *care.Problems, lack func(string, bool)) {
	planned := keysOf(p.Rollouts)
	for _, s := range p.Contents.Segments {
		if !planned[string(s.Ref)] {
			all.Add("rollouts", string(s.Ref), CodeNoRollout.With(care.NewFact("segment", s.Name)))
		}
	}
	for i, r := range p.Rollouts {
		at := fmt.Sprintf("rollouts[%d]", i)
		lack(at+".owner", r.Owner == "")
		lack(at+".tasks", len(r.Tasks) == 0)
		for k, t := range r.Tasks {
			if t.Done.IsZero() {
				s, _ := p.Contents.Segment(r.Segment)
				all.Add(fmt.Sprintf("%s.tasks[%d].done", at, k), "", CodeTaskOpen.With(care.NewFact("task", t.What), care.NewFact("segment", s.Name)))
			}
		}
	}
}

// missingPlans wants every offering to be made known, and nobody to be written to who has not agreed to it.
func (p Policy) missingPlans(all *care.Problems) {
	planned := map[OfferingCode]bool{}
	for i, m := range p.Marketing.Plans {
		planned[m.Offering] = true
		at := fmt.Sprintf("marketing.plans[%d]", i)
		if m.Consent == "" || m.Consent == ConsentNotNeeded && addressed(m.Channel) {
			all.Add(at+".consent", string(m.Consent), CodeNoConsent.With(care.NewFact("channel", care.NameOf(m.Channel))))
		}
		for _, f := range []struct {
			path string
			is   bool
		}{{"channel", m.Channel == ""}, {"segments", len(m.Segments) == 0}, {"from", m.From.IsZero()}, {"message", m.Message == (care.Text{})}} {
			if f.is {
				all.Add(at+"."+f.path, "", CodeUnfinished.With(care.NewFact("stage", care.NameOf(StagePublication)), care.NewFact("what", labelOf("marketing.plans."+f.path))))
			}
		}
	}
	for _, o := range p.Contents.Offerings {
		if !planned[o.Code] {
			all.Add("marketing.plans", string(o.Code), CodeNoPlan.With(care.NewFact("offering", o.Name)))
		}
	}
}

// changedStages names the stages in which two editions differ, in their order: a stage that was published may not be changed within its edition.
func changedStages(a, b Policy) (all []Stage) {
	for _, c := range Diff(a, b) {
		for _, s := range stages[:len(stages)-1] {
			if stageOf(c.Path) == s && (len(all) == 0 || all[len(all)-1] != s) {
				all = append(all, s)
			}
		}
	}
	return all
}

// stageOf is the stage to which a place in the policy belongs.
func stageOf(path string) Stage {
	switch head, _, _ := strings.Cut(path, "."); strings.TrimRight(head, "[]0123456789") {
	case "code", "edition", "title", "from", "until", "mission":
		return StageMission
	case "objectives":
		return StageObjectives
	case "contents", "provisions":
		return StageContents
	case "rollouts":
		return StageRollout
	case "marketing":
		return StagePublication
	}
	return "" // people may be added at any time
}
