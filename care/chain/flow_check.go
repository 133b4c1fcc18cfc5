package chain

import (
	"fmt"
	"slices"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
)

// maxLinks is how many links a flow may have.
const maxLinks = 64

func linkPath(i int) string { return fmt.Sprintf("links[%d]", i) }

// problems lists what is wrong with a flow, but for where its links lead.
func (f Flow) problems() (p care.Problems) {
	care.Required(&p, "code", string(f.Code), care.ParseRef[FlowCode])
	if f.Edition < 1 {
		p.Add("edition", fmt.Sprint(f.Edition), CodeEdition.With())
	}
	if !f.Until.IsZero() && !f.Until.After(f.From) {
		p.Add("until", "", CodeValidity.With(care.NewFact("from", f.From), care.NewFact("until", f.Until)))
	}
	working(&p, "promise.within", f.Promise.Within)
	share(&p, "promise.share", f.Promise.Share)
	care.Required(&p, "promise.calendar", string(f.Promise.Calendar), care.ParseRef[string])
	unit(&p, "promise.owner", f.Promise.Owner)
	if len(f.Links) == 0 {
		p.Add("links", "", care.CodeMissing.With())
	}
	if len(f.Links) > maxLinks {
		p.Add("links", "", CodeTooMany.With(care.NewFact("most", maxLinks)))
	}
	seen := map[LinkCode]bool{}
	for i, l := range f.Links {
		at := linkPath(i)
		if seen[l.Code] {
			p.Add(at+".code", string(l.Code), CodeTwice.With(care.NewFact("code", l.Code)))
		}
		seen[l.Code] = true
		l.problems(&p, at)
	}
	return p
}

func (l Link) problems(p *care.Problems, at string) {
	care.Required(p, at+".code", string(l.Code), care.ParseRef[LinkCode])
	unit(p, at+".supplier", l.Supplier)
	care.Required(p, at+".receiver", string(l.Receiver), care.ParseRef[UnitCode])
	care.Required(p, at+".calendar", string(l.Calendar), care.ParseRef[string])
	if l.Supplier == l.Receiver && l.Supplier != "" {
		p.Add(at+".receiver", string(l.Receiver), CodeServesItself.With(care.NewFact("unit", l.Supplier)))
	}
	working(p, at+".goal.within", l.Goal.Within)
	share(p, at+".goal.share", l.Goal.Share)
	share(p, at+".goal.acceptance", l.Goal.Acceptance)
	for _, side := range []UnitCode{l.Supplier, l.Receiver} {
		if side != Outside && side != "" && !slices.ContainsFunc(l.Agreed, func(c Consent) bool { return c.Unit == side }) {
			p.Add(at+".agreed", "", CodeNotAgreed.With(care.NewFact("unit", side)))
		}
	}
}

// unit refuses what is no unit of the company.
func unit(p *care.Problems, path string, u UnitCode) {
	if u == Outside {
		p.Add(path, string(u), CodeOutsideServes.With())
		return
	}
	care.Required(p, path, string(u), care.ParseRef[UnitCode])
}

func working(p *care.Problems, path string, s calendar.Span) {
	if s.Kind() != calendar.SpanWorking || s.Duration() <= 0 {
		p.Add(path, s.String(), CodeWorking.With())
	}
}

func share(p *care.Problems, path string, x float64) {
	if !(x > 0 && x <= 1) {
		p.Add(path, fmt.Sprint(x), CodeShare.With())
	}
}

// pathProblems lists links in a circle, and links from which nothing reaches the customer outside.
func (f Flow) pathProblems(p *care.Problems, g graph, circle []int) {
	if len(circle) > 0 {
		var codes []string
		for _, i := range circle {
			codes = append(codes, string(f.Links[i].Code))
		}
		p.Add("links", "", CodeCircle.With(care.NewFact("links", codes)))
	}
	if len(f.Links) > 0 && len(g.last) == 0 {
		p.Add("links", "", CodeNobodyOutside.With())
		return
	}
	served := map[UnitCode]bool{} // units whose work reaches the customer outside
	for grew := true; grew; {
		grew = false
		for _, l := range f.Links {
			if (l.Receiver == Outside || served[l.Receiver]) && !served[l.Supplier] {
				served[l.Supplier], grew = true, true
			}
		}
	}
	for i, l := range f.Links {
		if l.Receiver != Outside && l.Receiver != "" && !served[l.Receiver] {
			p.Add(linkPath(i)+".receiver", string(l.Receiver), CodeLeadsNowhere.With(care.NewFact("unit", l.Receiver)))
		}
	}
}

// Overlaps lists, for the editions of one flow, those under which one instant could begin twice. Editions are in any order.
func Overlaps(editions []Flow) (p care.Problems) {
	for i, a := range editions {
		for k, b := range editions[:i] {
			if a.Code != b.Code {
				continue
			}
			if (b.Until.IsZero() || a.From.Before(b.Until)) && (a.Until.IsZero() || b.From.Before(a.Until)) {
				p.Add(fmt.Sprintf("editions[%d]", i), "", CodeOverlap.With(care.NewFact("edition", a.Edition), care.NewFact("other", editions[k].Edition)))
			}
		}
	}
	return p
}

// Roles says whom each unit serves and by whom it is served, over all flows.
type Roles struct {
	// ServeNobody are units that supply no link: nobody inside or outside is their customer.
	ServeNobody []UnitCode
	// ServedByNobody are units that receive from no link.
	ServedByNobody []UnitCode
}

// RolesOf looks for units that stand at an end of every flow, or in none. Who serves nobody has no customer, and should be asked why.
func RolesOf(units []UnitCode, flows []Flow) (r Roles) {
	serves, served := map[UnitCode]bool{}, map[UnitCode]bool{}
	for _, f := range flows {
		for _, l := range f.Links {
			serves[l.Supplier], served[l.Receiver] = true, true
		}
	}
	for _, u := range units {
		if !serves[u] {
			r.ServeNobody = append(r.ServeNobody, u)
		}
		if !served[u] {
			r.ServedByNobody = append(r.ServedByNobody, u)
		}
	}
	return r
}

// clone shares nothing with the flow it was made from.
func (f Flow) clone() Flow {
	f.Links = slices.Clone(f.Links)
	for i := range f.Links {
		f.Links[i].Agreed = slices.Clone(f.Links[i].Agreed)
	}
	return f
}
