package storage_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/storage"
)

// slip is a record for declarations.
type slip struct {
	ID      storage.ID[slip] `json:"id"`
	Version int64            `json:"version"`
	Texts   [8]string        `json:"texts"`
	Number  int              `json:"number"`
	Open    bool             `json:"open"`
}

func slipKey(s *slip) (*storage.ID[slip], *int64) { return &s.ID, &s.Version }

func slipText(name string) *storage.Field[slip] {
	return storage.Text(name, func(s *slip) *string { return &s.Texts[0] })
}

func slipNull(name string) *storage.Field[slip] { return slipText(name).Nullable() }

func slipTexts(n int) []*storage.Field[slip] {
	fields := make([]*storage.Field[slip], n)
	for i := range fields {
		fields[i] = slipText(fmt.Sprint("text_", i))
	}
	return fields
}

type indexes = []*storage.Index[slip]

func declare(name string, d storage.Declaration[slip]) *storage.Schema {
	d.Key = slipKey
	return storage.Declare(name, d).Schema()
}

func named(name string) *storage.Schema { return declare(name, storage.Declaration[slip]{}) }

func indexed(ixs ...*storage.Index[slip]) *storage.Schema {
	return declare("slip", storage.Declaration[slip]{Indexes: ixs})
}

func TestFaultsOfDeclarations(t *testing.T) {
	a, b := slipText("a"), slipNull("b")
	number := storage.Int("number", func(s *slip) *int { return &s.Number }).Nullable()
	open := storage.Bool("open", func(s *slip) *bool { return &s.Open })
	for name, c := range map[string]struct {
		schema *storage.Schema
		fault  string
	}{
		"nil":                         {nil, "collection 0 is nil"},
		"no name":                     {named(""), `the name ""`},
		"a name in capitals":          {named("Slip"), "lower_snake_case"},
		"a name with a space":         {named("a slip"), "lower_snake_case"},
		"a name with a mark":          {named("phiếu"), "lower_snake_case"},
		"a name that begins with 1":   {named("1slip"), "lower_snake_case"},
		"a name that begins with _":   {named("_slip"), "lower_snake_case"},
		"a name that ends with _":     {named("slip_"), "lower_snake_case"},
		"a name with two _":           {named("a__b"), "lower_snake_case"},
		"a name with a quote":         {named(`slip"; drop`), "lower_snake_case"},
		"a name that is too long":     {named(strings.Repeat("s", 29)), "at most 28"},
		"no key":                      {storage.Declare("slip", storage.Declaration[slip]{}).Schema(), "Key is missing"},
		"a field named id":            {indexed(storage.IndexOn("x", slipText("id"))), "field id: declared twice, or one of the reserved names"},
		"a field named tenant":        {indexed(storage.IndexOn("x", slipText("tenant"))), "reserved names"},
		"a field named version":       {indexed(storage.IndexOn("x", slipText("version"))), "reserved names"},
		"a field named body":          {declare("slip", storage.Declaration[slip]{Report: []*storage.Field[slip]{slipText("body")}}), "reserved names"},
		"a field in capitals":         {indexed(storage.IndexOn("x", slipText("Number"))), `field "Number": the name`},
		"a field without a name":      {indexed(storage.IndexOn("x", slipText(""))), `field "": the name`},
		"a field that is too long":    {indexed(storage.IndexOn("x", slipText(strings.Repeat("f", 41)))), "at most 40"},
		"two fields of one name":      {indexed(storage.IndexOn("x", a), storage.IndexOn("y", slipText("a"))), "field a stands for two different fields"},
		"a field and its nullable":    {indexed(storage.IndexOn("x", a), storage.IndexOn("y", a.Nullable())), "field a stands for two different fields"},
		"33 fields":                   {declare("slip", storage.Declaration[slip]{Report: slipTexts(33)}), "33 fields, at most 32"},
		"two indexes of one name":     {indexed(storage.IndexOn("x", a), storage.UniqueOn("x", b)), "index x: declared twice"},
		"an index named id":           {indexed(storage.IndexOn("id", a)), "index id: declared twice, or named id"},
		"an index in capitals":        {indexed(storage.IndexOn("X", a)), "index X: the name"},
		"an index that is too long":   {indexed(storage.IndexOn(strings.Repeat("x", 21), a)), "at most 20"},
		"an index of nothing":         {indexed(storage.IndexOn[slip]("x")), "index x: holds 0 fields"},
		"an index of six fields":      {indexed(storage.UniqueOn("x", append(slipTexts(4), number, open)...)), "index x: holds 6 fields"},
		"an index of five texts":      {indexed(storage.IndexOn("x", slipTexts(5)...)), "index x: holds 5 texts"},
		"an index of a field twice":   {indexed(storage.IndexOn("x", a, a)), "index x: holds a twice"},
		"an index of two nullables":   {indexed(storage.IndexOn("x", b, number)), "more than one nullable field and is not unique"},
		"a subject that is a number":  {declare("slip", storage.Declaration[slip]{Indexes: indexes{storage.IndexOn("x", number)}, Subject: number}), "subject number must be"},
		"a subject without an index":  {declare("slip", storage.Declaration[slip]{Subject: b}), "no index begins with the subject b"},
		"a subject second in its own": {declare("slip", storage.Declaration[slip]{Indexes: indexes{storage.IndexOn("x", a, b)}, Subject: b}), "no index begins with the subject b"},
		"a subject before a nullable": {declare("slip", storage.Declaration[slip]{Indexes: indexes{storage.UniqueOn("x", b, number)}, Subject: b}), "holds no other nullable field"},
		"parts of nobody": {declare("slip", storage.Declaration[slip]{Personal: []storage.Part[slip]{
			storage.Personal("number", func(s *slip) *int { return &s.Number }),
		}}), "has personal parts but no subject"},
	} {
		t.Run(name, func(t *testing.T) {
			err := storage.CheckSchemas([]*storage.Schema{c.schema})
			require.ErrorIs(t, err, storage.ErrSchema)
			assert.Equal(t, 1, strings.Count(err.Error(), "\n\t"), "faults in %v", err)
			assert.ErrorContains(t, err, c.fault)
		})
	}
	err := storage.CheckSchemas([]*storage.Schema{declare("slip", storage.Declaration[slip]{Indexes: indexes{storage.IndexOn("x", a)}, Subject: a})})
	assert.ErrorContains(t, err, "subject a must be a nullable text")
}

func TestSoundDeclarations(t *testing.T) {
	a, b := slipText(strings.Repeat("f", 40)), slipNull("group")
	number := storage.Int("number", func(s *slip) *int { return &s.Number }).Nullable()
	for name, s := range map[string]*storage.Schema{
		"nothing but a name": named("s"),
		"the longest names":  declare(strings.Repeat("s", 28), storage.Declaration[slip]{Indexes: indexes{storage.IndexOn(strings.Repeat("x", 20), a)}}),
		"names with digits":  declare("slip_2_b", storage.Declaration[slip]{Indexes: indexes{storage.IndexOn("by_2", slipText("a1"))}}),
		"two nullables":      indexed(storage.UniqueOn("x", b, number)),
		"one nullable":       indexed(storage.IndexOn("x", a, b)),
		"five fields":        indexed(storage.UniqueOn("x", append(slipTexts(4), number)...)),
		"32 fields":          declare("slip", storage.Declaration[slip]{Report: slipTexts(32)}),
		"a field used often": declare("slip", storage.Declaration[slip]{Indexes: indexes{storage.IndexOn("x", b), storage.IndexOn("y", b, a)}, Report: []*storage.Field[slip]{a}, Subject: b}),
	} {
		t.Run(name, func(t *testing.T) { assert.NoError(t, storage.CheckSchemas([]*storage.Schema{s})) })
	}
	assert.NoError(t, storage.CheckSchemas(nil))
	assert.NoError(t, storage.CheckSchemas([]*storage.Schema{indexed(storage.IndexOn("x", a)), named("other")}))
}

func TestEveryFaultIsListedAtOnce(t *testing.T) {
	bad := declare("Bad", storage.Declaration[slip]{
		Indexes: indexes{storage.IndexOn("id", slipText("version")), storage.IndexOn("x", slipNull("a"), slipNull("b"))},
		Report:  []*storage.Field[slip]{slipText("C")},
	})
	err := storage.CheckSchemas([]*storage.Schema{named("good"), bad, nil, named("good")})
	for _, fault := range []string{
		"7 faults", "\n\tBad: the name", "\n\tBad: field version:", "\n\tBad: field \"C\":", "\n\tBad: index id:", "\n\tBad: index x:", "\n\tcollection 2 is nil", "\n\tgood: declared twice",
	} {
		assert.ErrorContains(t, err, fault)
	}
}

// Records that contain themselves could not be walked in bounded time.
type (
	direct struct {
		ID      storage.ID[direct]
		Version int64
		Next    *direct
	}
	around struct {
		ID      storage.ID[around]
		Version int64
		Parts   []map[string]aroundPart
	}
	aroundPart struct{ Whole *around }
	hidden     struct {
		ID      storage.ID[hidden]
		Version int64
		Next    *hidden `json:"-"`
		inner   *hidden
		Raw     json.RawMessage
		Any     any
		Twice   [2]pair
		Again   pair
	}
	pair struct{ A, B int }
)

func TestTypesThatContainThemselves(t *testing.T) {
	s1 := storage.Declare("s1", storage.Declaration[direct]{Key: func(d *direct) (*storage.ID[direct], *int64) { return &d.ID, &d.Version }})
	s2 := storage.Declare("s2", storage.Declaration[around]{Key: func(d *around) (*storage.ID[around], *int64) { return &d.ID, &d.Version }})
	s3 := storage.Declare("s3", storage.Declaration[hidden]{Key: func(d *hidden) (*storage.ID[hidden], *int64) { return &d.ID, &d.Version }})
	err := storage.CheckSchemas([]*storage.Schema{s1.Schema(), s2.Schema()})
	require.ErrorIs(t, err, storage.ErrSchema)
	assert.ErrorContains(t, err, "s1: type storage_test.direct contains itself")
	assert.ErrorContains(t, err, "s2: type storage_test.around contains itself")
	assert.NoError(t, storage.CheckSchemas([]*storage.Schema{s3.Schema()}))
	_ = hidden{}.inner
}

func TestSchemaSaysWhatWasDeclared(t *testing.T) {
	a, b := slipText("a"), slipNull("b")
	open := storage.Bool("open", func(s *slip) *bool { return &s.Open })
	s := declare("slip", storage.Declaration[slip]{
		Indexes: indexes{storage.UniqueOn("x", a), storage.IndexOn("y", b, a)},
		Report:  []*storage.Field[slip]{open}, Subject: b,
		Personal: []storage.Part[slip]{storage.Personal("texts", func(s *slip) *[8]string { return &s.Texts })},
	})
	require.Len(t, s.Fields, 3)
	assert.Equal(t, []bool{true, true, false}, []bool{s.Indexed(0), s.Indexed(1), s.Indexed(2)})
	assert.Equal(t, []int{1, 0}, s.Index("y").Fields)
	assert.True(t, s.Index("x").Unique)
	assert.Nil(t, s.Index("z"))
	assert.Equal(t, 1, s.Subject)
	assert.Equal(t, []string{"texts"}, s.Personal())
	assert.Equal(t, -1, named("other").Subject)

	rec, err := s.Derive(storage.Record{ID: storage.NewID[slip]().UUID(), Version: 4, Body: []byte(`{"texts":["t"],"open":true}`)})
	require.NoError(t, err)
	assert.Equal(t, []storage.Value{storage.TextOf("t"), storage.TextOf("t"), storage.BoolOf(true)}, rec.Fields)
	assert.EqualValues(t, 4, rec.Version)
	_, err = s.Derive(storage.Record{Body: []byte(`{"texts":4}`)})
	assert.ErrorContains(t, err, "slip")
}
