package storagetest

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/chamsoc/chamsoc/storage"
)

// declaration has a store for collections that are legal but hard on an engine's own names and limits.
func declaration(p *part) {
	p.saysOf("a declaration, its values and its tenant may all be as large as they can be", everythingLarge)
	p.says("collections and indexes whose names run together are kept apart", namesRunTogether)
	p.saysOf("tenants and collections whose names run together are kept apart", tenantRunsTogether)
}

func hardSchemas() []*storage.Schema {
	hard := []*storage.Schema{giants.Schema()}
	for _, c := range tags() {
		hard = append(hard, c.handle.Schema())
	}
	return hard
}

// giant is as large as a declaration can be: names of the greatest length that differ in their last byte only, 32 fields, and indexes of
// four texts and a number.
type giant struct {
	ID      storage.ID[giant] `json:"id"`
	Version int64             `json:"version"`
	Texts   [4]string         `json:"texts"`
	Number  int64             `json:"number"`
	Report  [27]string        `json:"report"`
}

// long is a name of this length that ends as said.
func long(length int, end string) string { return strings.Repeat("x", length-len(end)) + end }

const longestCollection, longestIndex, longestField = 28, 20, 40

var (
	giantTexts  = giantFields("t", 4, func(g *giant, i int) *string { return &g.Texts[i] })
	giantNumber = storage.Int(long(longestField, "n"), func(g *giant) *int64 { return &g.Number })
	giantIndex  = storage.UniqueOn(long(longestIndex, "1"), giantTexts[0], giantTexts[1], giantTexts[2], giantTexts[3], giantNumber)
	giantOther  = storage.IndexOn(long(longestIndex, "2"), giantNumber, giantTexts[3], giantTexts[2], giantTexts[1], giantTexts[0])

	giants = storage.Declare(long(longestCollection, "1"), storage.Declaration[giant]{
		Key:     func(g *giant) (*storage.ID[giant], *int64) { return &g.ID, &g.Version },
		Indexes: []*storage.Index[giant]{giantIndex, giantOther},
		Report:  giantFields("r", 27, func(g *giant, i int) *string { return &g.Report[i] }),
	})
)

func giantFields(end string, n int, at func(*giant, int) *string) []*storage.Field[giant] {
	fields := make([]*storage.Field[giant], n)
	for i := range fields {
		fields[i] = storage.Text(long(longestField, fmt.Sprint(end, i)), func(g *giant) *string { return at(g, i) })
	}
	return fields
}

// everythingLarge fills the longest index entry there can be with text that does not compress.
func everythingLarge(t *testing.T, p *part) {
	s := p.Tenants.ForTenant(noise(1, storage.MaxTenant))
	var g giant
	for i := range g.Texts {
		g.Texts[i] = noise(i+2, storage.MaxText)
	}
	for i := range g.Report {
		g.Report[i] = noise(i+9, storage.MaxFieldText)
	}
	g = put(t, s, giants, g)
	stored(t, s, giants, g.ID, g)
	found, err := one(t.Context(), s, giants, giantIndex.Key(g.Texts[0], g.Texts[1], g.Texts[2], g.Texts[3], 0))
	ok(t, err)
	same(t, "the record found by all its texts", found, g)

	rival := g
	rival.ID, rival.Version, rival.Number = storage.ID[giant]{}, 0, 1
	rival = put(t, s, giants, rival)
	ok(t, s.View(t.Context(), func(ctx context.Context, r storage.Reader) error {
		first, err := giants.Page(ctx, r, giantIndex.Prefix(), "", 1)
		if err != nil {
			return err
		}
		second, err := giants.Page(ctx, r, giantIndex.Prefix(), first.Next, 1)
		same(t, "two pages", append(first.Items, second.Items...), []giant{g, rival})
		return err
	}))
	same(t, "the other index", all(t, s, giants, giantOther.Prefix()), []giant{g, rival})
}

// tag is the record of collections whose names, joined to those of their indexes, are the same: tag_by_code.
type tag struct {
	ID      storage.ID[tag] `json:"id"`
	Version int64           `json:"version"`
	Code    string          `json:"code"`
}

type tagged struct {
	handle *storage.Collection[tag]
	byCode *storage.Index[tag]
}

var tagCode = storage.Text("by_code", func(t *tag) *string { return &t.Code })

func declareTags(name, index string) tagged {
	byCode := storage.UniqueOn(index, tagCode)
	return tagged{byCode: byCode, handle: storage.Declare(name, storage.Declaration[tag]{
		Key:     func(t *tag) (*storage.ID[tag], *int64) { return &t.ID, &t.Version },
		Indexes: []*storage.Index[tag]{byCode},
	})}
}

var (
	tagsPlain  = declareTags("tag", "by_code")
	tagsBy     = declareTags("tag_by", "code")
	tagsByCode = declareTags("tag_by_code", "tag")
	tagsTail   = declareTags("ag", "by_code") // the end of tag: with the tenant t before it, it reads the same
)

func tags() []tagged { return []tagged{tagsPlain, tagsBy, tagsByCode, tagsTail} }

func namesRunTogether(t *testing.T, s storage.Store) {
	for _, c := range tags() {
		v := put(t, s, c.handle, tag{Code: "a"})
		_, err := tryPut(t.Context(), s, c.handle, tag{Code: "a"})
		taken(t, err, c.byCode.Name())
		same(t, "the collection", all(t, s, c.handle, c.byCode.Prefix()), []tag{v})
	}
}

func tenantRunsTogether(t *testing.T, p *part) {
	one, two := p.Tenants.ForTenant(""), p.Tenants.ForTenant("t")
	v := tag{ID: storage.NewID[tag](), Code: "a"}
	put(t, one, tagsPlain.handle, v)
	put(t, two, tagsTail.handle, v)
	v.Version = 1
	for _, of := range []struct {
		s    storage.Store
		c    tagged
		want []tag
	}{{one, tagsPlain, []tag{v}}, {one, tagsTail, nil}, {two, tagsPlain, nil}, {two, tagsTail, []tag{v}}} {
		same(t, "the records", all(t, of.s, of.c.handle, of.c.byCode.Prefix()), of.want)
	}
}
