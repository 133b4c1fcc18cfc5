package care_test

import (
	"go/ast"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
)

func TestOurCodes(t *testing.T) {
	require.NoError(t, care.CheckCodes(care.Codes()...))
	for _, code := range care.Codes() {
		assert.True(t, strings.HasPrefix(code.ID(), "care."), code.ID())
		assert.Empty(t, code.Rule(), "we refuse by plain sense")
		for _, sentence := range []string{code.Sentence().VI, code.Sentence().EN} {
			assert.True(t, strings.HasSuffix(sentence, "."), "a whole sentence: %s", sentence)
		}
	}
	calls := 0
	for _, file := range sources(t) {
		ast.Inspect(file, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok {
				if name, ok := call.Fun.(*ast.Ident); ok && name.Name == "NewCode" {
					calls++
				}
			}
			return true
		})
	}
	assert.Len(t, care.Codes(), calls, "Codes lists every declared code")
}

func TestCheckCodesFindsEveryFault(t *testing.T) {
	good := care.Text{VI: "Hết hạn ngày {until:date}.", EN: "It ended on {until:date}."}
	for _, c := range []struct {
		what  string
		codes []*care.Code
		want  []string
	}{
		{"nothing", nil, nil},
		{"good", []*care.Code{care.NewCode("test.good", "", good), care.NewCode("test.sub.good_2", "a law", good)}, nil},
		{"twice", []*care.Code{care.NewCode("test.a", "", good), care.NewCode("test.a", "", good)}, []string{"twice"}},
		{"no package", []*care.Code{care.NewCode("good", "", good)}, []string{"the id"}},
		{"upper case", []*care.Code{care.NewCode("test.Good", "", good)}, []string{"the id"}},
		{"empty word", []*care.Code{care.NewCode("test.", "", good)}, []string{"the id"}},
		{"digit first", []*care.Code{care.NewCode("test.1st", "", good)}, []string{"the id"}},
		{"no English", []*care.Code{care.NewCode("test.a", "", care.Text{VI: "Hết hạn."})}, []string{`"en" is missing`}},
		{"no Vietnamese", []*care.Code{care.NewCode("test.a", "", care.Text{VI: " ", EN: "It ended."})}, []string{`"vi" is missing`}},
		{"other facts", []*care.Code{care.NewCode("test.a", "", care.Text{VI: good.VI, EN: "It ended."})}, []string{"same facts"}},
		{"other kinds", []*care.Code{care.NewCode("test.a", "", care.Text{VI: good.VI, EN: "It ended {until:time}."})}, []string{"same facts"}},
		{"no kind", []*care.Code{care.NewCode("test.a", "", care.Text{VI: "{a}", EN: "{a}"})}, []string{`"vi" has a bad`, `"en" has a bad`}},
		{"no such kind", []*care.Code{care.NewCode("test.a", "", care.Text{VI: "{a:day}", EN: "{a:day}"})}, []string{`"{a:day}"`, `"en" has a bad`}},
		{"no name", []*care.Code{care.NewCode("test.a", "", care.Text{VI: "{:int}", EN: "{:int}"})}, []string{`"vi" has a bad`, `"en" has a bad`}},
		{"not closed", []*care.Code{care.NewCode("test.a", "", care.Text{VI: "{a:int", EN: "{a:int"})}, []string{`"vi" has a bad`, `"en" has a bad`}},
		{"not opened", []*care.Code{care.NewCode("test.a", "", care.Text{VI: "}a:int}", EN: "}a:int}"})}, []string{`"vi" has a bad`, `"en" has a bad`}},
		{"all at once", []*care.Code{care.NewCode("Test", "", care.Text{})}, []string{"the id", `"vi" is missing`, `"en" is missing`}},
	} {
		err := care.CheckCodes(c.codes...)
		if c.want == nil {
			assert.NoError(t, err, c.what)
			continue
		}
		require.Error(t, err, c.what)
		assert.Len(t, strings.Split(err.Error(), "\n"), len(c.want), "%s: %v", c.what, err)
		for _, want := range c.want {
			assert.ErrorContains(t, err, want, c.what)
		}
	}
}
