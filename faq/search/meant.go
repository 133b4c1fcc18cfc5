package search

import "strings"

// meant is the text of the query with what was decoded and corrected put in, or "" if nothing was.
func (q *search) meant() string {
	if !q.mended {
		return ""
	}
	var b strings.Builder
	from := 0
	for i, w := range q.text.all {
		if instead := q.instead(i); instead != "" && w.start >= from {
			b.WriteString(q.query.Text[from:w.start])
			b.WriteString(instead)
			from = w.end
		}
	}
	b.WriteString(q.query.Text[from:])
	return b.String()
}

// instead is what a word of the query was taken for, or "" if it is as typed.
func (q *search) instead(i int) string {
	var best heard
	for _, h := range q.heard {
		if h.token == i && h.way != typed && (best.way == typed || q.likelier(h, best)) {
			best = h
		}
	}
	switch best.way {
	case decoded:
		if w := q.lookup(q.text.exact(q.text.all[i])); w != nil && w.exact.Load() > 0 {
			return w.surface
		}
		return q.written(q.terms[best.term].id)
	case corrected:
		return q.written(q.terms[best.term].id)
	}
	return ""
}

// likelier reports whether a is rather meant than b: it makes more pairs with its neighbours, or is in more documents.
func (q *search) likelier(a, b heard) bool {
	x, y := q.pairsWith(a.term), q.pairsWith(b.term)
	if x != y {
		return x > y
	}
	return q.words[q.terms[a.term].id].docs.Load() > q.words[q.terms[b.term].id].docs.Load()
}

func (q *search) pairsWith(term int) (n int) {
	for _, p := range q.pairs {
		if p.a == term || p.b == term {
			n++
		}
	}
	return n
}

// written is the commonest way to write a fold.
func (q *search) written(fold uint32) string {
	best := q.words[fold]
	forms := q.words[fold].forms.Load()
	if forms == nil {
		return best.surface
	}
	for _, id := range forms.posts {
		if int(id) < len(q.words) {
			if w := q.words[id]; w.exact.Load() > best.exact.Load() || w.exact.Load() == best.exact.Load() && w.surface < best.surface {
				best = w
			}
		}
	}
	return best.surface
}

// writtenTerm is how a word of the query is written with the marks that were typed, or else the commonest way.
func (q *search) writtenTerm(i int) string {
	if e := q.terms[i].exacts; q.marked && e >= 0 {
		return q.words[q.exacts[e].id].surface
	}
	return q.written(q.terms[i].id)
}
