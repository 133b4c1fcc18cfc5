package care_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
)

// problemsOf returns the problems of an error, which must be an Invalid with
// reasons that lack no fact.
func problemsOf(t testing.TB, err error) []care.Problem {
	t.Helper()
	invalid, ok := errors.AsType[*care.Invalid](err)
	require.True(t, ok, "%T is not an Invalid: %v", err, err)
	for _, problem := range invalid.Problems {
		require.NoError(t, problem.Reason.Check())
	}
	return invalid.Problems
}

func onlyProblem(t testing.TB, err error) care.Problem {
	t.Helper()
	problems := problemsOf(t, err)
	require.Len(t, problems, 1)
	return problems[0]
}

// codesByPath returns the code of each problem by its path.
func codesByPath(t testing.TB, err error) map[string]string {
	t.Helper()
	codes := make(map[string]string)
	for _, problem := range problemsOf(t, err) {
		require.NotContains(t, codes, problem.Path)
		codes[problem.Path] = problem.Reason.Code()
	}
	return codes
}

func TestProblemsCollect(t *testing.T) {
	var p care.Problems
	require.NoError(t, p.Err())
	p.Join("name", "", nil)
	require.NoError(t, p.Err())

	p.Add("name", "", care.CodeMissing.With())
	p.Join("lines[3]", "", care.Refuse("12", care.CodePhoneLength.With()))
	p.Join("lines[4]", "ignored", fmt.Errorf("wrapped: %w", (&care.Invalid{
		Problems: []care.Problem{
			{Path: "phone", Value: "ab", Reason: care.CodePhoneCharacters.With()},
			{Path: "[1]", Value: "cd", Reason: care.CodePhonePrefix.With()},
		},
	}).In("contact")))
	p.Join("speed", "fast", io.EOF)

	err := p.Err()
	assert.Equal(t, map[string]string{
		"name":                   "care.missing",
		"lines[3]":               "care.phone_length",
		"lines[4].contact.phone": "care.phone_characters",
		"lines[4].contact[1]":    "care.phone_prefix",
		"speed":                  "care.unreadable",
	}, codesByPath(t, err))
	var values []string
	for _, problem := range problemsOf(t, err) {
		values = append(values, problem.Value)
	}
	assert.Equal(t, []string{"", "12", "ab", "cd", "fast"}, values)
}

func TestInLeavesTheOriginalAlone(t *testing.T) {
	invalid := &care.Invalid{Problems: []care.Problem{{Path: "phone", Reason: care.CodeMissing.With()}}}
	assert.Equal(t, "buyer.phone", invalid.In("buyer").Problems[0].Path)
	assert.Equal(t, "phone", invalid.In("").Problems[0].Path)
	assert.Equal(t, "phone", invalid.Problems[0].Path)
}

func TestInvalidNeverShowsValues(t *testing.T) {
	const secret = "0912 345 67x"
	var p care.Problems
	p.Join("phone", secret, care.Refuse(secret, care.CodePhoneCharacters.With()))
	p.Join("", secret, care.Refuse(secret, care.CodeMissing.With()))
	err := p.Err()

	var log bytes.Buffer
	logger := slog.New(slog.NewTextHandler(&log, nil))
	logger.Info("refused", "err", err, "problem", p[0])
	encoded, jsonErr := json.Marshal(err)
	require.NoError(t, jsonErr)
	for _, shown := range []string{
		err.Error(), fmt.Sprint(err), fmt.Sprintf("%+v", err), fmt.Sprint(p[0]), log.String(), string(encoded),
	} {
		assert.NotContains(t, shown, "0912 345 67x")
		assert.Contains(t, shown, "care.phone_characters")
	}
	assert.Contains(t, log.String(), "err.problems=2 err.phone=care.phone_characters err.value=care.missing")
	assert.Equal(t, "care: invalid: phone: The phone number has unexpected characters. Type digits only, "+
		"such as 0912 345 678. (care.phone_characters); This is required but was left blank. Fill it in. (care.missing)",
		err.Error())
}

func TestInvalidListsOnlySoMany(t *testing.T) {
	var p care.Problems
	for i := range 12 {
		p.Add(fmt.Sprintf("lines[%d]", i), "", care.CodeMissing.With())
	}
	text := p.Err().Error()
	assert.Equal(t, 10, strings.Count(text, "care.missing"))
	assert.True(t, strings.HasSuffix(text, "; and 2 more"), text)
	assert.Len(t, p.Err().(slog.LogValuer).LogValue().Group(), 11)
	assert.NotContains(t, p[:10].Err().Error(), "more")
}

func TestInvalidAsJSON(t *testing.T) {
	var p care.Problems
	p.Join("channel", "pigeon", care.Refuse("pigeon", care.CodeUnknownWord.With(care.NewFact("allowed", []string{"web"}))))
	encoded, err := json.Marshal(p.Err())
	require.NoError(t, err)
	assert.JSONEq(t, `{"problems": [{"path": "channel", "reason": {
		"code": "care.unknown_word", "rule": "",
		"facts": {"allowed": {"kind": "list", "value": ["web"]}},
		"text": {
			"vi": "Giá trị này không có trong danh sách. Hãy chọn một trong các giá trị: web.",
			"en": "This value is not in the list. Choose one of: web."
		}
	}}]}`, string(encoded))
}
