package policy

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
)

// View says for whom a policy is written out. The zero View is for customers, in Vietnamese.
type View struct {
	Lang care.Lang
	// Audience: the staff see everything, and customers only what is for them. Default: customers.
	Audience Audience
	// On is the date for which it is shown: provisions that do not hold then are left out. Default: every provision.
	On calendar.Date
	// Staff are who should have read it, and Readings who has, for the page of the staff. Default: nothing is said of that.
	Staff    []care.StaffRef
	Readings []Acknowledgement
}

// HTML is the policy as a page: one file without scripts or pictures, to be put on the web, mailed, printed or read on a phone.
func (p Policy) HTML(v View) (string, error) { return p.page(v).html() }

// Text is the policy as plain text, for a letter or a chat.
func (p Policy) Text(v View) string { return p.page(v).text() }

// writer writes one page of a policy.
type writer struct {
	Policy
	View
	label    words
	internal bool
}

func (p Policy) page(v View) page {
	w := writer{p, v, wordsIn(v.Lang), v.Audience == ForStaff}
	all := page{
		Lang: wordsLang(v.Lang), Title: p.Title.In(v.Lang),
		Under: []string{editionLine(w.label, string(p.Code), p.Edition), periodLine(w.label, v.Lang, p.From, p.Until), care.NameOf(ForCustomers).In(v.Lang)},
	}
	all.Sections = append(all.Sections, w.mission()...)
	if w.internal {
		all.Under[2] = care.NameOf(ForStaff).In(v.Lang)
		all.Sections = append(all.Sections, w.objectives()...)
		all.Sections = append(all.Sections, w.contents()...)
	}
	all.Sections = append(all.Sections, w.offers()...)
	for phase, name := range care.Phase("").Terms().All() {
		if items := w.provisions(phase); len(items) > 0 {
			all.Sections = append(all.Sections, section{Heading: name.In(v.Lang), Level: 2, Items: items})
		}
	}
	if w.internal {
		all.Sections = append(all.Sections, w.rollout()...)
		all.Sections = append(all.Sections, w.marketing()...)
		all.Sections = append(all.Sections, w.readings()...)
	}
	return all
}

func (w writer) say(t care.Text) string { return t.In(w.Lang) }

// notes are labels and values in turn; those without a value are left out.
func notes(pairs ...string) (all []note) {
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			all = append(all, note{pairs[i], pairs[i+1]})
		}
	}
	return all
}

// filled are the sections that say something.
func filled(all ...section) []section {
	return slices.DeleteFunc(all, func(s section) bool { return len(s.Paras)+len(s.Items)+len(s.Table.Rows) == 0 })
}

func (w writer) mission() []section {
	s := section{Heading: w.label.Promise, Level: 2, Paras: paragraph(w.Mission.Statement, w.Lang)}
	for _, v := range w.Mission.Values {
		s.Items = append(s.Items, item{Text: w.say(v.Text)})
	}
	return filled(s)
}

func (w writer) objectives() []section {
	o := w.Objectives
	important, varies, quality := section{Heading: w.label.Important, Level: 3}, section{Heading: w.label.Varies, Level: 3}, section{Heading: w.label.Quality, Level: 3}
	for _, i := range o.Important {
		important.Items = append(important.Items, item{Text: w.say(care.NameOf(i.Element)) + ": " + w.say(i.Why)})
	}
	for _, v := range o.Varies {
		varies.Items = append(varies.Items, item{Text: w.segments([]care.SegmentRef{v.Segment}) + ": " + w.say(v.How)})
	}
	for _, q := range o.Quality {
		quality.Items = append(quality.Items, item{w.say(q.Text), notes(w.label.Owner, w.person(q.Owner), w.label.By, dateText(q.By, w.Lang))})
	}
	return filled(section{Heading: w.label.Objective, Level: 2, Paras: paragraph(o.Position, w.Lang)}, important, varies, quality)
}

func (w writer) contents() []section {
	c := w.Contents
	segments := section{Heading: w.label.Segments, Level: 3}
	for _, s := range c.Segments {
		segments.Items = append(segments.Items, item{w.say(s.Name), notes(w.label.Priority, strconv.Itoa(s.Priority))})
	}
	lines := section{Heading: w.label.Kinds, Level: 3}
	for _, k := range c.Kinds {
		var of []string
		for _, l := range c.Lines {
			if l.Kind == k.Code {
				of = append(of, w.say(l.Name))
			}
		}
		lines.Items = append(lines.Items, item{w.say(k.Name), notes(w.label.Lines, strings.Join(of, ", "))})
	}
	links := section{Heading: w.label.Links, Level: 3}
	for _, l := range c.Links {
		links.Items = append(links.Items, item{w.say(l.Name), notes(w.label.Owner, w.person(l.Owner), w.label.Within, spanText(l.Within, w.Lang))})
	}
	customers, services := c.ImportantCustomers, c.ImportantServices
	important := section{Heading: w.label.ImportantOnes, Level: 3}
	if customers.Criterion != (care.Text{}) {
		important.Items = append(important.Items, item{w.say(customers.Criterion), notes(w.label.For, w.segments(customers.Segments))})
	}
	if services.Criterion != (care.Text{}) {
		important.Items = append(important.Items, item{w.say(services.Criterion), notes(w.label.Offers, w.offerings(services.Offerings))})
	}
	head := section{Heading: w.label.Contents, Level: 2, Paras: paragraph(c.Priorities, w.Lang)}
	return filled(head, segments, lines, links, important)
}

// offers are the offerings and the packages.
func (w writer) offers() []section {
	offers, packages := section{Heading: w.label.Offers, Level: 2}, section{Heading: w.label.Packages, Level: 2}
	for _, o := range w.Contents.Offerings {
		offers.Items = append(offers.Items, item{w.say(o.Name), notes(w.label.For, w.some(o.Segments), w.label.Price, w.money(o.Price))})
	}
	for _, k := range w.Contents.Packages {
		packages.Items = append(packages.Items, item{w.say(k.Name), notes(w.label.Includes, w.offerings(k.Offerings), w.label.For, w.some(k.Segments), w.label.Price, w.money(k.Price))})
	}
	return filled(offers, packages)
}

// provisions are those of one phase that the reader may see, in the order of the table.
func (w writer) provisions(phase care.Phase) (items []item) {
	for element, name := range Element("").Terms().All() {
		for _, r := range w.Provisions {
			if r.Element == element && element.Phase() == phase && (w.internal || r.external()) && (w.On.IsZero() || r.inForce(w.On)) {
				items = append(items, item{w.say(name) + ": " + w.say(r.Statement), w.about(r)})
			}
		}
	}
	return items
}

// about is what a reader may know of a provision. Customers are told their promises, and the staff everything.
func (w writer) about(r Provision) []note {
	all := notes(w.label.For, w.some(r.Segments))
	for _, m := range r.Measures {
		if _, _, stated := m.goal(); stated && (w.internal || m.Kind == MeasurePromise) {
			all = append(all, note{capital(w.say(m.Name)), w.say(m.targetText())})
		}
	}
	if !w.internal {
		return all
	}
	var evidence []string
	for _, e := range r.Evidence {
		evidence = append(evidence, w.say(e))
	}
	review := ""
	if due := w.reviewDue(r); !due.IsZero() {
		review = dateText(due, w.Lang)
	}
	return append(all, notes(w.label.Objective, w.say(r.Objective), w.label.Owner, w.person(r.Owner), w.label.Deputy, w.person(r.Deputy), w.label.Authority, w.money(r.Authority),
		w.label.Evidence, strings.Join(evidence, "; "), w.label.NextReview, review, w.label.ReadBy, w.say(care.NameOf(r.Audience)))...)
}

// capital is a name as it stands at the beginning of a line.
func capital(name string) string {
	first, size := utf8.DecodeRuneInString(name)
	return string(unicode.ToUpper(first)) + name[size:]
}

func (w writer) rollout() []section {
	s := section{Heading: w.label.Rollout, Level: 2, Table: table{Caption: w.label.Rollout, Head: []string{w.label.For, w.label.Done, w.label.Owner}}}
	for i, g := range w.ProgressOn(w.On) {
		done := strconv.FormatInt(g.Done.Yes, 10) + "/" + strconv.FormatInt(g.Done.Of, 10)
		s.Table.Rows = append(s.Table.Rows, []string{w.segments([]care.SegmentRef{g.Segment}), done, w.person(w.Rollouts[i].Owner)})
	}
	return filled(s)
}

func (w writer) marketing() []section {
	m := w.Marketing
	s := section{Heading: w.label.Marketed, Level: 2, Paras: paragraph(m.Mix, w.Lang)}
	for _, p := range m.Plans {
		when := dateText(p.From, w.Lang)
		if !p.Until.IsZero() {
			when += " – " + dateText(p.Until, w.Lang)
		}
		s.Items = append(s.Items, item{w.offerings([]OfferingCode{p.Offering}) + ": " + w.say(p.Message), notes(w.label.For, w.some(p.Segments),
			w.label.Channel, w.say(care.NameOf(p.Channel)), w.label.When, when, w.label.CostOf, w.money(p.Cost), w.label.Consent, w.say(care.NameOf(p.Consent)))})
	}
	var costs []string
	for _, c := range m.Cost() {
		costs = append(costs, w.money(c))
	}
	if costs != nil {
		s.Paras = append(s.Paras, w.label.TotalCost+": "+strings.Join(costs, ", "))
	}
	return filled(s)
}

// readings are who has read the edition, and who has not.
func (w writer) readings() []section {
	if len(w.Staff) == 0 {
		return nil
	}
	at := map[care.StaffRef]string{}
	for _, a := range w.Readings {
		if a.Document == w.Document() {
			at[a.Staff] = care.NewFact("at", a.At).Text(w.Lang)
		}
	}
	c := CoverageOf(w.Document(), w.Staff, w.Readings)
	count := w.label.HaveRead + ": " + strconv.FormatInt(c.Read.Yes, 10) + "/" + strconv.FormatInt(c.Read.Of, 10)
	s := section{Heading: w.label.Readings, Level: 2, Paras: []string{count}, Table: table{Caption: w.label.Readings, Head: []string{w.label.Who, w.label.When}}}
	for _, who := range w.Staff {
		when := at[who]
		if when == "" {
			when = w.label.NotRead
		}
		s.Table.Rows = append(s.Table.Rows, []string{w.person(who), when})
	}
	return filled(s)
}

// person is somebody's name, or the ref of who is not among the people.
func (w writer) person(ref care.StaffRef) string {
	if who, ok := w.PersonOf(ref); ok {
		return w.say(who.Name)
	}
	return string(ref)
}

// some are the names of segments, or nothing if they are all there are: then nobody needs to be told for whom it is.
func (w writer) some(refs []care.SegmentRef) string {
	for _, s := range w.Contents.Segments {
		if !slices.Contains(refs, s.Ref) {
			return w.segments(refs)
		}
	}
	return ""
}

func (w writer) segments(refs []care.SegmentRef) string {
	names := make([]string, len(refs))
	for i, ref := range refs {
		names[i] = string(ref)
		if s, ok := w.Contents.Segment(ref); ok {
			names[i] = w.say(s.Name)
		}
	}
	return strings.Join(names, ", ")
}

func (w writer) offerings(codes []OfferingCode) string {
	names := make([]string, len(codes))
	for i, code := range codes {
		names[i] = string(code)
		for _, o := range w.Contents.Offerings {
			if o.Code == code {
				names[i] = w.say(o.Name)
			}
		}
	}
	return strings.Join(names, ", ")
}

func (w writer) money(m care.Money) string {
	if m.IsZero() {
		return ""
	}
	return m.Format(w.Lang)
}
