package policy_test

import (
	"encoding/json"
	"flag"
	"os"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/policy"
)

var update = flag.Bool("update", false, "write the schema anew")

func TestAFileIsReadBackWithoutLoss(t *testing.T) {
	p, _ := worked(3)
	data, err := policy.Format(p)
	require.NoError(t, err)
	read, err := policy.Parse(data)
	require.NoError(t, err)
	require.Equal(t, p, read)
}

// Everything that is wrong with a file is told at once, each with its line.
func TestWhatIsWrongWithAFile(t *testing.T) {
	for _, c := range []struct {
		what, file string
		want       []string
	}{
		{"the least", `{"code": "shop", "edition": 1}`, nil},
		{"nothing", ``, []string{"1 policy.syntax"}},
		{"a comma too many", "{\n  \"code\": \"shop\",\n}", []string{"2 policy.syntax"}},
		{"no end", "{\n  \"code\": \"shop\"", []string{"2 policy.syntax"}},
		{"something behind", "{\"code\": \"shop\", \"edition\": 1}\n\n7", []string{"3 policy.syntax"}},
		{"a list", `[]`, []string{"1 policy.wrong_type"}},
		{"unknown, twice and of another type", "{\n\"code\": \"shop\",\n\"edition\": 1,\n\"colour\": \"red\",\n\"edition\": 2,\n\"title\": 5,\n\"people\": {},\n\"mission\": {\"owner\": null}\n}",
			[]string{"4 policy.field_unknown", "5:edition policy.field_twice", "6:title policy.wrong_type", "7:people policy.wrong_type", "8:mission.owner policy.wrong_type"}},
		{"case matters", `{"code": "shop", "edition": 1, "Title": {"vi": "a", "en": "b"}}`, []string{"1 policy.field_unknown"}},
		{"a text in one language", "{\"code\": \"shop\", \"edition\": 1,\n\"title\": {\"vi\": \"a\"}}", []string{"2:title.en care.missing"}},
		{"no code and no edition", "{}", []string{"1:code care.missing", "1:edition policy.edition"}},
		{"an edition in words is not also missing", `{"code": "shop", "edition": "one"}`, []string{"1:edition policy.wrong_type"}},
		{"half an edition", `{"code": "shop", "edition": 1.5}`, []string{"1:edition policy.bad_value"}},
		{"a day that is not there", "{\"code\": \"shop\", \"edition\": 1, \"from\": \"2026-02-30\"}", []string{"1:from policy.bad_value"}},
		{"a time without its clock", `{"code":"shop","edition":1,"contents":{"links":[{"code":"a","within":"48h"}]}}`, []string{"1:contents.links[0].within policy.bad_value"}},
		{"money without currency", `{"code":"shop","edition":1,"contents":{"packages":[{"code":"a","price":{"amount":"5"}}]}}`, []string{"1:contents.packages[0].price policy.bad_value"}},
		{"money in numbers", `{"code":"shop","edition":1,"contents":{"packages":[{"code":"a","price":{"amount":5,"currency":"VND","tax":1}}]}}`,
			[]string{"1:contents.packages[0].price.amount policy.wrong_type", "1:contents.packages[0].price policy.field_unknown"}},
		{"a word that is none", "{\"code\":\"shop\",\"edition\":1,\"provisions\":[\n{\"element\":\"luck\",\"segments\":[\"s\"],\"audience\":\"\"}]}",
			[]string{"2:provisions[0].audience policy.bad_value", "2:provisions[0].element care.unknown_word", "2:provisions[0].segments[0] policy.unknown"}},
		{"a code twice", "{\"code\":\"shop\",\"edition\":1,\"people\":[{\"ref\":\"a\"},\n{\"ref\":\"a\"}]}", []string{"2:people[1].ref policy.twice"}},
		{"a share of more than all", `{"code":"shop","edition":1,"contents":{"segments":[{"ref":"s"}]},"provisions":[{"element":"warranty","segments":["s"],"audience":"internal",
			"measures":[{"code":"m","kind":"rate","target":1.5,"percentile":0.5}]}]}`, []string{"2:provisions[0].measures[0].target policy.share", "2:provisions[0].measures[0].percentile policy.not_of_kind"}},
		{"bytes that are no text", "{\"code\":\"shop\",\"edition\":1,\"people\":[{\"ref\":\"\xff\"}]}", []string{"1:people[0].ref policy.bad_value"}},
		{"too deep", strings.Repeat("[", 100), []string{"1 policy.too_large"}},
		{"too long", strings.Repeat(" ", 4<<20) + "{}", []string{"1 policy.too_large"}},
	} {
		_, err := policy.Parse([]byte(c.file))
		require.Equal(t, c.want, codes(t, err), c.what)
	}
}

func TestAFileWithVeryManyFaultsIsAnsweredInTime(t *testing.T) {
	_, err := policy.Parse([]byte(`{"code":"a","edition":1,"people":[` + strings.Repeat(`{"x":1},`, 100_000) + `{}]}`))
	all := codes(t, err)
	require.Len(t, all, 1001)
	require.Equal(t, "1 policy.more_faults", all[1000])
}

// The schema in the repository is that of the types. Run with -update to write it anew.
func TestTheSchemaIsThatOfTheTypes(t *testing.T) {
	const name = "policy.schema.json"
	if *update {
		require.NoError(t, os.WriteFile(name, policy.Schema(), 0o644))
	}
	kept, err := os.ReadFile(name)
	require.NoError(t, err)
	require.Equal(t, string(policy.Schema()), string(kept))
}

// A worked policy fits the schema, and one with a mistake of each kind that a schema sees does not.
func TestTheSchemaDescribesTheFile(t *testing.T) {
	var schema map[string]any
	require.NoError(t, json.Unmarshal(policy.Schema(), &schema))
	p, _ := worked(2)
	good, err := policy.Format(p)
	require.NoError(t, err)
	check := func(file string) []string {
		var v any
		require.NoError(t, json.Unmarshal([]byte(file), &v))
		return misfits(schema, v, "")
	}
	require.Empty(t, check(string(good)))
	for _, change := range [][2]string{
		{`"code": "shop"`, `"code": 5`}, {`"code": "shop"`, `"colour": "red"`}, {`"from": "2026-01-01"`, `"from": "1 January"`}, {`"within": "working 2h`, `"within": "2h`},
		{`"audience": "customer"`, `"audience": "friends"`}, {`"people": [`, `"people": 5, "x": [`}, {`"priority": 1`, `"priority": "1"`}, {`"target": 0.9`, `"target": "most"`},
	} {
		bad := strings.Replace(string(good), change[0], change[1], 1)
		require.NotEqual(t, string(good), bad, change[0])
		require.NotEmpty(t, check(bad), change[1])
		_, err := policy.Parse([]byte(bad))
		require.Error(t, err, "Parse refuses what the schema does")
	}
}

// misfits are the places at which a value does not fit a schema: as much of JSON Schema as ours needs.
func misfits(schema map[string]any, v any, path string) (all []string) {
	types := map[string]reflect.Kind{"object": reflect.Map, "array": reflect.Slice, "string": reflect.String, "number": reflect.Float64, "integer": reflect.Float64}
	if reflect.ValueOf(v).Kind() != types[schema["type"].(string)] {
		return []string{path + ": type"}
	}
	switch v := v.(type) {
	case map[string]any:
		properties := schema["properties"].(map[string]any)
		for name, value := range v {
			property, ok := properties[name].(map[string]any)
			if !ok {
				all = append(all, path+"."+name+": unknown")
				continue
			}
			all = append(all, misfits(property, value, path+"."+name)...)
		}
	case []any:
		for _, item := range v {
			all = append(all, misfits(schema["items"].(map[string]any), item, path+"[]")...)
		}
	case string:
		if pattern, ok := schema["pattern"].(string); ok && !regexp.MustCompile(pattern).MatchString(v) {
			all = append(all, path+": pattern")
		}
		if words, ok := schema["enum"].([]any); ok && !contains(words, v) {
			all = append(all, path+": enum")
		}
	}
	return all
}

func contains(words []any, word string) bool {
	for _, w := range words {
		if w == word {
			return true
		}
	}
	return false
}

// Whatever is read is written and read back the same, and what is refused has a reason and a line for everything.
func FuzzParse(f *testing.F) {
	p, _ := worked(1)
	data, err := policy.Format(p)
	if err != nil {
		f.Fatal(err)
	}
	for _, seed := range []string{string(data), `{"code":"shop","edition":1}`, `{"code":5,"code":6,"x":[{}]}`, "[[[[", `{"code":"\ud800","edition":1e9}`} {
		f.Add([]byte(seed))
	}
	line := regexp.MustCompile(`^[1-9][0-9]*(:|$)`)
	f.Fuzz(func(t *testing.T, data []byte) {
		read, err := policy.Parse(data)
		if err != nil {
			invalid, ok := err.(*care.Invalid)
			require.True(t, ok)
			require.NotEmpty(t, invalid.Problems)
			for _, problem := range invalid.Problems {
				require.Regexp(t, line, problem.Path)
				require.NoError(t, problem.Reason.Check())
			}
			return
		}
		require.Empty(t, read.Problems())
		written, err := policy.Format(read)
		require.NoError(t, err)
		again, err := policy.Parse(written)
		require.NoError(t, err)
		require.Equal(t, read, again)
		require.Empty(t, policy.Diff(read, again))
	})
}
