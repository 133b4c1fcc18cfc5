package faq

import (
	"context"
	"slices"
	"strconv"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/faq/search"
	"github.com/chamsoc/chamsoc/storage"
)

// Groups lists the groups of a state, the largest first.
func (s Service) Groups(state State) storage.List[Group] {
	return groups.List(s.store, byGroupState.Prefix(state).Reverse())
}

// DismissGroup takes a group out of what is proposed. It goes on counting.
func (s Service) DismissGroup(ctx context.Context, id storage.ID[Group], d Decision) (Group, error) {
	return s.decideGroup(ctx, "faq.dismiss_group", id, d, Dismissed, Open, Proposed)
}

// ReopenGroup takes a group up again.
func (s Service) ReopenGroup(ctx context.Context, id storage.ID[Group], d Decision) (Group, error) {
	return s.decideGroup(ctx, "faq.reopen_group", id, d, Open, Dismissed, Promoted)
}

func (s Service) decideGroup(ctx context.Context, name string, id storage.ID[Group], d Decision, to State, from ...State) (saved Group, err error) {
	ctx, done := s.c.Env.Observe(ctx, name)
	defer func() { done(err) }()
	d.At = d.At.UTC()
	step, op, err := s.parseDecision(name, d)
	if err != nil {
		return Group{}, err
	}
	step.To = to
	request := struct {
		Group storage.ID[Group] `json:"group"`
		Decision
	}{id, d}
	saved, _, err = care.Once(ctx, s.store, op, request, func(ctx context.Context, tx storage.Tx) (Group, error) {
		g, err := groups.Get(ctx, tx, id)
		if err != nil {
			return Group{}, gone(err, "group", id.String())
		}
		if d.Version != 0 && d.Version != g.Version {
			return Group{}, care.ErrStale
		}
		if !slices.Contains(from, g.State) {
			return Group{}, notOpen("group", id.String(), g.State)
		}
		g.State, g.Steps = to, append(g.Steps, step)
		return groups.Put(ctx, tx, g)
	})
	return saved, err
}

// MergeGroups moves the questions of one group into another. Both keep what was done.
func (s Service) MergeGroups(ctx context.Context, from, into storage.ID[Group], d Decision) (saved Group, err error) {
	ctx, done := s.c.Env.Observe(ctx, "faq.merge_groups")
	defer func() { done(err) }()
	d.At = d.At.UTC()
	step, op, err := s.parseDecision("faq.merge_groups", d)
	if err != nil {
		return Group{}, err
	}
	if from == into {
		return Group{}, care.RefuseAt("into", into.String(), CodeSame.With())
	}
	request := struct {
		From storage.ID[Group] `json:"from"`
		Into storage.ID[Group] `json:"into"`
		Decision
	}{from, into, d}
	saved, _, err = care.Once(ctx, s.store, op, request, func(ctx context.Context, tx storage.Tx) (Group, error) {
		return s.mergeGroups(ctx, tx, from, into, d.Version, step)
	})
	return saved, err
}

func (s Service) mergeGroups(ctx context.Context, tx storage.Tx, from, into storage.ID[Group], version int64, step Step) (Group, error) {
	a, err := groups.Get(ctx, tx, from)
	if err != nil {
		return Group{}, gone(err, "from", from.String())
	}
	b, err := groups.Get(ctx, tx, into)
	if err != nil {
		return Group{}, gone(err, "into", into.String())
	}
	if version != 0 && version != a.Version {
		return Group{}, care.ErrStale
	}
	if a.State == Merged {
		return Group{}, notOpen("from", from.String(), a.State)
	}
	if b.State == Merged {
		return Group{}, notOpen("into", into.String(), b.State)
	}
	if err := moveQuestions(ctx, tx, a.ID, b.ID); err != nil {
		return Group{}, err
	}
	proposed := b.absorb(&a, step, s.c.ProposeAt)
	if _, err := groups.Put(ctx, tx, a); err != nil {
		return Group{}, err
	}
	if b, err = groups.Put(ctx, tx, b); err != nil || !proposed {
		return b, err
	}
	return b, s.announceProposed(ctx, tx, b)
}

func moveQuestions(ctx context.Context, tx storage.Tx, from, into storage.ID[Group]) error {
	for {
		page, err := questions.Page(ctx, tx, byGroup.Prefix(from), "", 0)
		if err != nil || len(page.Items) == 0 {
			return err
		}
		for i := range page.Items {
			page.Items[i].Group = into
		}
		if _, err := questions.PutAll(ctx, tx, page.Items); err != nil {
			return err
		}
	}
}

// Regroup looks at all open questions at once, which sees more than one by one, and proposes groups to merge: each proposal is groups, the largest first,
// whose questions mostly ask the same. It changes nothing. Of more than search.MaxGroup questions it looks at those first due.
func (s Service) Regroup(ctx context.Context) (proposals [][]storage.ID[Group], err error) {
	var texts []string
	var of []storage.ID[Group]
	for q, err := range s.Questions(Open).All(ctx) {
		if err != nil {
			return nil, err
		}
		if texts, of = append(texts, q.Text), append(of, q.Group); len(texts) == search.MaxGroup {
			break
		}
	}
	together := search.Group(texts)
	counts := map[storage.ID[Group]]map[int]int{} // how many questions of a group are put where
	sizes := map[storage.ID[Group]]int{}
	var order []storage.ID[Group]
	for i, id := range of {
		if counts[id] == nil {
			counts[id] = map[int]int{}
			order = append(order, id)
		}
		counts[id][together[i]]++
		sizes[id]++
	}
	joined := map[int][]storage.ID[Group]{}
	var firsts []int
	for _, id := range order {
		for n, count := range counts[id] {
			if 2*count > sizes[id] { // most of it
				if joined[n] == nil {
					firsts = append(firsts, n)
				}
				joined[n] = append(joined[n], id)
			}
		}
	}
	for _, n := range firsts {
		if all := joined[n]; len(all) > 1 {
			slices.SortStableFunc(all, func(a, b storage.ID[Group]) int { return sizes[b] - sizes[a] })
			proposals = append(proposals, all)
		}
	}
	return proposals, nil
}

// Promote makes a group an entry: a draft whose phrasings are the questions of the group, as customers asked them. Look at them before you publish:
// customers write names and numbers into questions.
func (s Service) Promote(ctx context.Context, p Promotion) (saved Entry, err error) {
	ctx, done := s.c.Env.Observe(ctx, "faq.promote")
	defer func() { done(err) }()
	p.At = p.At.UTC()
	var problems care.Problems
	op := s.operation(&problems, "faq.promote", p.Key)
	by := care.Optional(&problems, "by", p.By, care.ParseRef[care.StaffRef])
	if err := problems.Err(); err != nil {
		return Entry{}, err
	}
	saved, _, err = care.Once(ctx, s.store, op, p, func(ctx context.Context, tx storage.Tx) (Entry, error) {
		g, err := groups.Get(ctx, tx, p.Group)
		if err != nil {
			return Entry{}, gone(err, "group", p.Group.String())
		}
		if p.Version != 0 && p.Version != g.Version {
			return Entry{}, care.ErrStale
		}
		if g.State != Open && g.State != Proposed {
			return Entry{}, notOpen("group", p.Group.String(), g.State)
		}
		page, err := questions.Page(ctx, tx, byGroup.Prefix(g.ID), "", maxPhrasings)
		if err != nil {
			return Entry{}, err
		}
		if _, err := entries.One(ctx, tx, byCode.Key(EntryCode(p.Code))); err == nil {
			return Entry{}, care.RefuseAt("code", p.Code, CodeTaken.With(care.NewFact("code", p.Code)))
		}
		draft := Draft{Code: p.Code, Texts: []Text{p.text(page.Items)}, Owner: p.Owner, Review: p.Review, By: by}
		e, err := s.In(tx).Save(ctx, draft)
		if err != nil {
			return Entry{}, err
		}
		g.State, g.Entry = Promoted, e.Code
		g.Steps = append(g.Steps, Step{At: s.at(p.At), By: by, To: Promoted, Note: strconv.Itoa(g.Count)})
		_, err = groups.Put(ctx, tx, g)
		return e, err
	})
	return saved, err
}

// text is a promoted group's in words: its question, and the other ways in which customers asked it.
func (p Promotion) text(asked []Question) Text {
	text := Text{Lang: care.Lang(p.Lang), Question: p.Question, Answer: p.Answer}
	if text.Lang == "" {
		text.Lang = care.LangVI
	}
	for _, q := range asked {
		line, err := care.Line(maxQuestion)(q.Text)
		switch {
		case err != nil || line == "": // too long, or erased
		case text.Question == "":
			text.Question = line
		case line != text.Question && !slices.Contains(text.Phrasings, line):
			text.Phrasings = append(text.Phrasings, line)
		}
	}
	return text
}
