package faq

import (
	"context"
	"errors"
	"slices"
	"strconv"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/faq/search"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/queue"
)

// Capture keeps a question that somebody has to answer, with an owner and a due, and counts it in the group of those that ask the same. The finder must be
// of the same tenant as the service's store, which it reads itself, so Capture is not for a service In a running Tx.
func (s Service) Capture(ctx context.Context, f *Finder, c Capture) (_ Question, err error) {
	ctx, done := s.c.Env.Observe(ctx, "faq.capture")
	defer func() { done(err) }()
	c.At, c.Due = c.At.UTC(), c.Due.UTC()
	parsed, key, err := s.parseCapture(c)
	if err != nil {
		return Question{}, err
	}
	group, err := f.groupOf(ctx, parsed.Text)
	if err != nil {
		return Question{}, err
	}
	op := care.Operation{Name: "faq.capture", Key: key, Subject: parsed.Subject, At: parsed.Recorded}
	saved, _, err := care.Once(ctx, s.store, op, c, func(ctx context.Context, tx storage.Tx) (Question, error) { return s.capture(ctx, tx, parsed, group) })
	return saved, err
}

func (s Service) capture(ctx context.Context, tx storage.Tx, q Question, id storage.ID[Group]) (Question, error) {
	g, err := currentGroup(ctx, tx, id)
	if errors.Is(err, storage.ErrNotFound) {
		g, err = Group{ID: storage.ID[Group](s.c.Env.ID()), State: Open, Steps: []Step{{At: q.At, To: Open}}}, nil
	}
	if err != nil {
		return Question{}, err
	}
	q.ID, q.Group = storage.ID[Question](s.c.Env.ID()), g.ID
	proposed := g.add(q, s.c.ProposeAt)
	if g, err = groups.Put(ctx, tx, g); err != nil {
		return Question{}, err
	}
	if q, err = questions.Put(ctx, tx, q); err != nil {
		return Question{}, err
	}
	if proposed {
		item := queue.Item[GroupProposedEvent]{Key: g.ID.String(), Order: g.Version, Payload: GroupProposedEvent{g.ID, g.Count}}
		if err := GroupProposed.With(s.c.Bell).Put(ctx, tx, item); err != nil {
			return Question{}, err
		}
	}
	return q, s.announceQuestion(ctx, tx, QuestionCaptured, q)
}

// currentGroup reads a group, or the one that it was merged into.
func currentGroup(ctx context.Context, r storage.Reader, id storage.ID[Group]) (Group, error) {
	const most = 100 // merges in a row, of which no store that people keep has a tenth
	if id.IsZero() {
		return Group{}, storage.ErrNotFound
	}
	for range most {
		g, err := groups.Get(ctx, r, id)
		if err != nil || g.State != Merged {
			return g, err
		}
		id = g.Into
	}
	return Group{}, errors.New("faq: group " + id.String() + " was merged in a circle")
}

// Reply answers a question, which who asked it can then be told (see [QuestionAnswered]): in words, with an entry that is shown to customers, or both.
func (s Service) Reply(ctx context.Context, r Reply) (_ Question, err error) {
	ctx, done := s.c.Env.Observe(ctx, "faq.reply")
	defer func() { done(err) }()
	var p care.Problems
	text := care.Optional(&p, "text", r.Text, care.Lines(maxAnswer))
	code := care.Optional(&p, "entry", r.Entry, care.ParseRef[EntryCode])
	by := care.Optional(&p, "by", r.By, care.ParseRef[care.StaffRef])
	if text == "" && code == "" {
		p.Add("text", "", care.CodeMissing.With())
	}
	if err := p.Err(); err != nil {
		return Question{}, err
	}
	return s.changeQuestion(ctx, r.Question, r.Version, func(ctx context.Context, tx storage.Tx, q *Question) error {
		if q.State != Open {
			return notOpen("question", q.ID.String(), q.State)
		}
		if code != "" {
			e, err := entries.One(ctx, tx, byCode.Key(code))
			if err != nil {
				return gone(err, "entry", string(code))
			}
			shown, ok := In(e.Shown, q.Lang)
			if !ok {
				return care.RefuseAt("entry", string(code), CodeNotPublished.With(care.NewFact("question", string(code)), care.NewFact("status", care.NameOf(e.Status))))
			}
			if text == "" {
				text = shown.Answer
			}
		}
		q.State, q.Reply, q.Entry, q.Replied = Answered, text, code, s.at(r.At)
		q.Steps = append(q.Steps, Step{At: q.Replied, By: by, To: Answered})
		return nil
	})
}

// DismissQuestion ends a question without a reply, such as one that was no question.
func (s Service) DismissQuestion(ctx context.Context, id storage.ID[Question], d Decision) (Question, error) {
	return s.decideQuestion(ctx, id, d, Dismissed, Open)
}

// ReopenQuestion takes a question up again; its reply stays until there is another.
func (s Service) ReopenQuestion(ctx context.Context, id storage.ID[Question], d Decision) (Question, error) {
	return s.decideQuestion(ctx, id, d, Open, Answered, Dismissed)
}

func (s Service) decideQuestion(ctx context.Context, id storage.ID[Question], d Decision, to State, from ...State) (Question, error) {
	step, err := d.parse()
	if err != nil {
		return Question{}, err
	}
	step.At, step.To = s.at(d.At), to
	return s.changeQuestion(ctx, id, d.Version, func(_ context.Context, _ storage.Tx, q *Question) error {
		if !slices.Contains(from, q.State) {
			return notOpen("question", q.ID.String(), q.State)
		}
		q.State, q.Steps = to, append(q.Steps, step)
		return nil
	})
}

func (s Service) changeQuestion(ctx context.Context, id storage.ID[Question], version int64, change func(context.Context, storage.Tx, *Question) error) (saved Question, err error) {
	err = s.store.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
		q, err := questions.Get(ctx, tx, id)
		if err != nil {
			return gone(err, "question", id.String())
		}
		if version != 0 && version != q.Version {
			return care.ErrStale
		}
		if err := change(ctx, tx, &q); err != nil {
			return err
		}
		if saved, err = questions.Put(ctx, tx, q); err != nil || saved.State != Answered {
			return err
		}
		return s.announceQuestion(ctx, tx, QuestionAnswered, saved)
	})
	if err != nil {
		return Question{}, err
	}
	return saved, nil
}

func notOpen(path, value string, state State) error {
	return care.RefuseAt(path, value, CodeNotOpen.With(care.NewFact("state", care.NameOf(state))))
}

// Questions lists captured questions of a state, the first due first.
func (s Service) Questions(state State) storage.List[Question] {
	return questions.List(s.store, byQuestionState.Prefix(state))
}

// QuestionsOf lists the questions of a state that somebody has to answer, the first due first.
func (s Service) QuestionsOf(owner care.StaffRef, state State) storage.List[Question] {
	return questions.List(s.store, byQuestionOwner.Prefix(owner, state))
}

// QuestionsIn lists the questions of a group, the oldest first. Those of groups that were merged into it are in it.
func (s Service) QuestionsIn(group storage.ID[Group]) storage.List[Question] {
	return questions.List(s.store, byGroup.Prefix(group))
}

// Groups lists the groups of a state, the largest first.
func (s Service) Groups(state State) storage.List[Group] {
	return groups.List(s.store, byGroupState.Prefix(state).Reverse())
}

// DismissGroup takes a group out of what is proposed. It goes on counting.
func (s Service) DismissGroup(ctx context.Context, id storage.ID[Group], d Decision) (Group, error) {
	return s.decideGroup(ctx, id, d, Dismissed, Open, Proposed)
}

// ReopenGroup takes a group up again.
func (s Service) ReopenGroup(ctx context.Context, id storage.ID[Group], d Decision) (Group, error) {
	return s.decideGroup(ctx, id, d, Open, Dismissed, Promoted)
}

func (s Service) decideGroup(ctx context.Context, id storage.ID[Group], d Decision, to State, from ...State) (saved Group, err error) {
	step, err := d.parse()
	if err != nil {
		return Group{}, err
	}
	step.At, step.To = s.at(d.At), to
	err = s.store.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
		g, err := groups.Get(ctx, tx, id)
		if err != nil {
			return gone(err, "group", id.String())
		}
		if d.Version != 0 && d.Version != g.Version {
			return care.ErrStale
		}
		if !slices.Contains(from, g.State) {
			return notOpen("group", id.String(), g.State)
		}
		g.State, g.Steps = to, append(g.Steps, step)
		saved, err = groups.Put(ctx, tx, g)
		return err
	})
	return saved, err
}

// MergeGroups moves the questions of one group into another. Both keep what was done.
func (s Service) MergeGroups(ctx context.Context, from, into storage.ID[Group], d Decision) (saved Group, err error) {
	ctx, done := s.c.Env.Observe(ctx, "faq.merge_groups")
	defer func() { done(err) }()
	step, err := d.parse()
	if err != nil {
		return Group{}, err
	}
	if from == into {
		return Group{}, care.RefuseAt("into", into.String(), CodeSame.With())
	}
	step.At = s.at(d.At)
	err = s.store.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
		a, err := groups.Get(ctx, tx, from)
		if err != nil {
			return gone(err, "from", from.String())
		}
		b, err := groups.Get(ctx, tx, into)
		if err != nil {
			return gone(err, "into", into.String())
		}
		for path, g := range map[string]Group{"from": a, "into": b} {
			if g.State == Merged {
				return notOpen(path, g.ID.String(), g.State)
			}
		}
		if err := moveQuestions(ctx, tx, a.ID, b.ID); err != nil {
			return err
		}
		left, came := step, step
		left.To, left.Group = Merged, b.ID
		came.To, came.Group = b.State, a.ID
		a.Steps, a.State, a.Into = append(a.Steps, left), Merged, b.ID
		b.Steps, b.Count = append(b.Steps, came), b.Count+a.Count
		if b.Last.Before(a.Last) {
			b.Last = a.Last
		}
		if a.First.Before(b.First) {
			b.First = a.First
		}
		if b.State == Open && b.Count >= s.c.ProposeAt {
			b.State = Proposed
		}
		if _, err = groups.Put(ctx, tx, a); err != nil {
			return err
		}
		saved, err = groups.Put(ctx, tx, b)
		return err
	})
	return saved, err
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
	err = s.store.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
		g, err := groups.Get(ctx, tx, p.Group)
		if err != nil {
			return gone(err, "group", p.Group.String())
		}
		if g.State != Open && g.State != Proposed {
			return notOpen("group", p.Group.String(), g.State)
		}
		page, err := questions.Page(ctx, tx, byGroup.Prefix(g.ID), "", maxPhrasings)
		if err != nil {
			return err
		}
		text := Text{Lang: care.Lang(p.Lang), Question: p.Question, Answer: p.Answer}
		if text.Lang == "" {
			text.Lang = care.LangVI
		}
		for _, q := range page.Items {
			line, err := care.Line(maxQuestion)(q.Text)
			switch {
			case err != nil || line == "": // too long, or erased
			case text.Question == "":
				text.Question = line
			case line != text.Question && !slices.Contains(text.Phrasings, line):
				text.Phrasings = append(text.Phrasings, line)
			}
		}
		draft := Draft{Code: p.Code, Texts: []Text{text}, Owner: p.Owner, Review: p.Review, By: care.StaffRef(p.By), Key: ""}
		if _, err := entries.One(ctx, tx, byCode.Key(EntryCode(p.Code))); err == nil {
			return care.RefuseAt("code", p.Code, CodeTaken.With(care.NewFact("code", p.Code)))
		}
		if saved, err = s.In(tx).Save(ctx, draft); err != nil {
			return err
		}
		g.State, g.Entry = Promoted, saved.Code
		g.Steps = append(g.Steps, Step{At: s.c.Env.Time(), By: care.StaffRef(p.By), To: Promoted, Note: strconv.Itoa(g.Count)})
		_, err = groups.Put(ctx, tx, g)
		return err
	})
	return saved, err
}
