package faq

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/faq/search"
	"github.com/chamsoc/chamsoc/storage"
)

// Finders has a [Finder] for each tenant of a process, made when it is first asked for. The zero Finders is ready and safe for concurrent use; do not
// copy it.
type Finders struct {
	mu sync.Mutex
	of map[string]*Finder
}

// For is the finder of a tenant, on its store, which must not be a transaction's.
func (f *Finders) For(tenant string, store storage.Store) *Finder {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.of == nil {
		f.of = map[string]*Finder{}
	}
	if f.of[tenant] == nil {
		f.of[tenant] = NewFinder(store)
	}
	return f.of[tenant]
}

// Finder finds published entries in one tenant's store. It keeps an index in memory, which it brings up to date by itself: each search reads one small
// record to see whether another process has published something. Make one for each tenant with [NewFinder] and keep it; it is safe for concurrent use.
type Finder struct {
	store storage.Store

	mu    sync.RWMutex
	home  storage.ID[epoch] // of the store's epoch record: no two stores have the same; zero until something was published
	epoch int64
	index *search.Index
	shown map[EntryCode][]Text

	questions sync.Mutex // of what follows
	grouper   search.Grouper
	groups    []storage.ID[Group] // by their number in the grouper
	numbers   map[storage.ID[Group]]int
	seen      map[storage.ID[Question]]bool
	last      time.Time // when the last of them was recorded
	// lookedBack is last as it was when what is earlier was read again.
	lookedBack time.Time
}

// NewFinder returns a finder on a tenant's store, which must not be a transaction's. It reads nothing yet.
func NewFinder(store storage.Store) *Finder {
	return &Finder{
		store: store, index: search.New(), shown: map[EntryCode][]Text{}, numbers: map[storage.ID[Group]]int{}, seen: map[storage.ID[Question]]bool{},
	}
}

const (
	defaultHits = 5
	maxHits     = 50
)

// The kinds of tag in the index.
const (
	tagProduct = "product"
	tagEvent   = "event"
	tagChannel = "channel"
	tagSegment = "segment"
)

// Search finds the entries that answer a question, among those that are for what the query is about. It writes nothing. An entry is shown in the language
// of the query if it has it, whichever language it was found in.
func (f *Finder) Search(ctx context.Context, q Query) (Answer, error) {
	if q.Limit == 0 {
		q.Limit = defaultHits
	}
	if q.Limit < 0 || q.Limit > maxHits {
		return Answer{}, care.RefuseAt("limit", "", search.CodeLimit.With(care.NewFact("limit", maxHits)))
	}
	if err := f.Refresh(ctx); err != nil {
		return Answer{}, err
	}
	found, err := f.current().Search(search.Query{Text: q.Text, Tags: q.tags(), Limit: 2 * q.Limit})
	if err != nil {
		return Answer{}, err
	}
	return f.answer(q, found), nil
}

// Suggest finds the entries that a text which is still being typed may be asking for. It writes nothing.
func (f *Finder) Suggest(ctx context.Context, q Query) ([]Hit, error) {
	if q.Limit == 0 {
		q.Limit = defaultHits
	}
	if q.Limit < 0 || q.Limit > maxHits {
		return nil, care.RefuseAt("limit", "", search.CodeLimit.With(care.NewFact("limit", maxHits)))
	}
	if err := f.Refresh(ctx); err != nil {
		return nil, err
	}
	hits, err := f.current().Suggest(search.Query{Text: q.Text, Tags: q.tags(), Limit: 2 * q.Limit})
	if err != nil {
		return nil, err
	}
	return f.answer(q, search.Result{Hits: hits}).Hits, nil
}

func (q Query) tags() (tags []search.Tag) {
	for _, t := range []search.Tag{{Kind: tagProduct, Value: string(q.Product)}, {Kind: tagEvent, Value: string(q.Event)},
		{Kind: tagChannel, Value: string(q.Channel)}, {Kind: tagSegment, Value: string(q.Segment)}} {
		if t.Value != "" {
			tags = append(tags, t)
		}
	}
	return tags
}

func (f *Finder) answer(q Query, found search.Result) Answer {
	lang := q.Lang
	if lang == "" {
		lang = care.LangVI
	}
	a := Answer{Unanswered: found.Unanswered, Confidence: found.Confidence, Meant: found.Meant}
	other := 0
	f.mu.RLock()
	defer f.mu.RUnlock()
	for _, h := range found.Hits {
		code := codeOf(h.Entry.ID)
		text, ok := In(f.shown[code], lang)
		if !ok || len(a.Hits) == q.Limit || slices.ContainsFunc(a.Hits, func(h Hit) bool { return h.Code == code }) {
			continue
		}
		if text.Lang != lang {
			other++
		}
		a.Hits = append(a.Hits, Hit{code, text.Lang, text.Question, text.Answer, h.Score})
	}
	if a.Unanswered {
		a.Reasons = append(a.Reasons, CodeUnanswered.With())
	}
	if a.Meant != "" {
		a.Reasons = append(a.Reasons, CodeMeant.With(care.NewFact("text", a.Meant)))
	}
	if other > 0 {
		a.Reasons = append(a.Reasons, CodeOtherLang.With(care.NewFact("count", other), care.NewFact("lang", care.NameOf(lang))))
	}
	return a
}

// current is the index, which Load replaces.
func (f *Finder) current() *search.Index {
	f.mu.RLock()
	defer f.mu.RUnlock()
	return f.index
}

// Explain says why an entry ranks where it does for a question, for each language that it is shown in.
func (f *Finder) Explain(ctx context.Context, text string, code EntryCode) (map[care.Lang]search.Explanation, error) {
	if err := f.Refresh(ctx); err != nil {
		return nil, err
	}
	all := map[care.Lang]search.Explanation{}
	f.mu.RLock()
	texts := f.shown[code]
	f.mu.RUnlock()
	for _, t := range texts {
		e, ok, err := f.current().Explain(search.Query{Text: text}, idOf(code, t.Lang))
		if err != nil {
			return nil, err
		}
		if ok {
			all[t.Lang] = e
		}
	}
	return all, nil
}

// Excerpt is the part of an answer that has most to do with a question, in at most so many bytes.
func (f *Finder) Excerpt(answer, question string, length int) search.Excerpt {
	return f.current().Snapshot().Excerpt(answer, question, length)
}

// Refresh brings the index up to date. Search does so by itself; a host that starts calls it once so that the first customer need not wait.
func (f *Finder) Refresh(ctx context.Context) error {
	return f.store.View(ctx, func(ctx context.Context, r storage.Reader) error {
		count, err := shownSo(ctx, r)
		if err != nil {
			return err
		}
		f.mu.RLock()
		current := f.home == count.ID && f.epoch == count.N
		f.mu.RUnlock()
		if current {
			return nil
		}
		f.mu.Lock()
		defer f.mu.Unlock()
		// Another search may have read on meanwhile: what was read before the lock would look like an older backup.
		if count, err = shownSo(ctx, r); err != nil {
			return err
		}
		if f.home != count.ID || f.epoch > count.N { // what is here came from another store, or the store from an older backup: start anew
			f.index, f.shown, f.home, f.epoch = search.New(), map[EntryCode][]Text{}, count.ID, 0
		}
		return f.read(ctx, r)
	})
}

// shownSo is the count of what was published and retired so far. If nothing ever was there is none.
func shownSo(ctx context.Context, r storage.Reader) (epoch, error) {
	count, err := epochs.One(ctx, r, byName.Key(shownEpoch))
	if errors.Is(err, storage.ErrNotFound) {
		return epoch{}, nil
	}
	return count, err
}

// ErrForeignFinder: a finder reads another store than the service that was given it, such as another tenant's. Nothing was shown or recorded.
var ErrForeignFinder = errors.New("faq: the finder is of another tenant than the service: make one for each tenant with NewFinder")

// serves refuses a finder that reads another store than this service's.
func (s Service) serves(ctx context.Context, f *Finder) error {
	for range 2 { // the second time after a Refresh, since the first entry may have been published meanwhile
		var here storage.ID[epoch]
		err := s.store.View(ctx, func(ctx context.Context, r storage.Reader) error {
			count, err := shownSo(ctx, r)
			here = count.ID
			return err
		})
		if err != nil {
			return err
		}
		f.mu.RLock()
		same := f.home == here
		f.mu.RUnlock()
		if same {
			return nil
		}
		if err := f.Refresh(ctx); err != nil {
			return err
		}
	}
	return ErrForeignFinder
}

// read takes in what has changed since the last time: all of it, or after an error nothing.
func (f *Finder) read(ctx context.Context, r storage.Reader) error {
	var changed []Entry
	last := map[EntryCode]int64{} // an entry that is published while this reads is there twice
	for cursor := ""; ; {
		page, err := entries.Page(ctx, r, byEpoch.Prefix().From(f.epoch+1), cursor, storage.MaxPage)
		if err != nil {
			return err
		}
		for _, e := range page.Items {
			changed, last[e.Code] = append(changed, e), e.Epoch
		}
		if cursor = page.Next; cursor == "" {
			break
		}
	}
	var put []search.Entry
	var remove []string
	changed = slices.DeleteFunc(changed, func(e Entry) bool { return e.Epoch < last[e.Code] })
	for _, e := range changed {
		for _, t := range f.shown[e.Code] {
			remove = append(remove, idOf(e.Code, t.Lang))
		}
		for _, t := range e.Shown {
			put = append(put, indexed(e, t))
		}
	}
	f.index.Remove(remove...)
	if err := f.index.Put(put...); err != nil {
		return err
	}
	for _, e := range changed {
		f.shown[e.Code], f.epoch = e.Shown, max(f.epoch, e.Epoch)
	}
	return nil
}

func indexed(e Entry, t Text) search.Entry {
	x := search.Entry{ID: idOf(e.Code, t.Lang), Lang: t.Lang, Phrasings: append([]string{t.Question}, t.Phrasings...), Answer: t.Answer}
	for _, p := range e.ShownTo.Products {
		x.Tags = append(x.Tags, search.Tag{Kind: tagProduct, Value: string(p)})
	}
	for _, v := range e.ShownTo.Events {
		x.Tags = append(x.Tags, search.Tag{Kind: tagEvent, Value: string(v)})
	}
	for _, c := range e.ShownTo.Channels {
		x.Tags = append(x.Tags, search.Tag{Kind: tagChannel, Value: string(c)})
	}
	for _, g := range e.ShownTo.Segments {
		x.Tags = append(x.Tags, search.Tag{Kind: tagSegment, Value: string(g)})
	}
	return x
}

// The index has a document for each language of an entry: its id is the language, a space and the code.
func idOf(code EntryCode, lang care.Lang) string { return string(lang) + " " + string(code) }

func codeOf(id string) EntryCode {
	for i := range len(id) {
		if id[i] == ' ' {
			return EntryCode(id[i+1:])
		}
	}
	return ""
}

// groupOf is the group of earlier questions that ask the same as this one, or none.
func (f *Finder) groupOf(ctx context.Context, text string) (id storage.ID[Group], err error) {
	f.questions.Lock()
	defer f.questions.Unlock()
	err = f.store.View(ctx, f.readQuestions)
	if err != nil {
		return id, err
	}
	if n, ok := f.grouper.Nearest(text); ok {
		id = f.groups[n]
	}
	return id, nil
}

// A question may become visible as long as commitWithin after another that was recorded later, by another process's clock or in a slow transaction. So
// once in lookBackEvery that much is read again. What comes later still is grouped here when the process starts anew.
const (
	commitWithin  = 10 * time.Minute
	lookBackEvery = time.Minute
)

func (f *Finder) readQuestions(ctx context.Context, r storage.Reader) error {
	from, back := f.last, f.last.Sub(f.lookedBack) >= lookBackEvery // and those of the same instant once more
	if back {
		from = from.Add(-commitWithin)
	}
	for cursor := ""; ; {
		all := byRecorded.Prefix()
		if !f.last.IsZero() {
			all = all.From(from)
		}
		page, err := questions.Page(ctx, r, all, cursor, storage.MaxPage)
		if err != nil {
			return err
		}
		for _, q := range page.Items {
			if f.seen[q.ID] {
				continue
			}
			n, known := f.numbers[q.Group]
			if !known {
				n = len(f.groups)
				f.groups, f.numbers[q.Group] = append(f.groups, q.Group), n
			}
			f.grouper.Put(q.Text, n)
			f.seen[q.ID] = true
		}
		if cursor = page.Next; cursor == "" {
			if back {
				f.lookedBack = f.last
			}
			if n := len(page.Items); n > 0 {
				f.last = page.Items[n-1].Recorded
			}
			return nil
		}
	}
}
