package care

import (
	"cmp"
	"errors"
	"fmt"
	"log/slog"
	"strings"
)

// Problem is one thing that is wrong with a request.
type Problem struct {
	// Path says where: "lines[3].phone". It is empty for a value that stands
	// alone.
	Path string `json:"path"`
	// Value is what was typed there, for the program that asked. It may be
	// personal, so it is neither in the JSON nor in any text or log.
	Value string `json:"-"`
	// Reason says what is wrong and what to do about it. It does not repeat the
	// value.
	Reason Reason `json:"reason"`
}

// String returns the path, the reason in English and its code, never the value.
func (p Problem) String() string {
	text := p.Reason.Text(LangEN) + " (" + p.Reason.Code() + ")"
	if p.Path == "" {
		return text
	}
	return p.Path + ": " + text
}

// LogValue returns what [Problem.String] does, so that logs hold no typed value.
func (p Problem) LogValue() slog.Value { return slog.StringValue(p.String()) }

// Invalid is the error of every refused request. It lists all problems at once.
// Read it with errors.As or [errors.AsType]. Its JSON, {"problems": [{"path",
// "reason"}]}, is fit for the screen on which the request was typed.
type Invalid struct {
	Problems []Problem `json:"problems"`
}

// Refuse returns an [*Invalid] for a single value, as parsers return it: without
// a path, which [Required], [Optional] and [Problems.Join] put in front.
func Refuse(value string, reason Reason) error {
	return &Invalid{[]Problem{{Value: value, Reason: reason}}}
}

// RefuseAt returns an [*Invalid] for the value at one path of a request, for what is found out only after the request was read.
func RefuseAt(path, value string, reason Reason) error {
	return &Invalid{[]Problem{{path, value, reason}}}
}

// listedProblems is how many problems [Invalid.Error] spells out.
const listedProblems = 10

// Error lists the first ten problems in English and says how many more there are.
// It holds no typed value.
func (e *Invalid) Error() string {
	var b strings.Builder
	b.WriteString("care: invalid: ")
	for i, problem := range e.Problems {
		if i == listedProblems {
			fmt.Fprintf(&b, "; and %d more", len(e.Problems)-i)
			break
		}
		if i > 0 {
			b.WriteString("; ")
		}
		b.WriteString(problem.String())
	}
	return b.String()
}

// LogValue returns the number of problems and the codes of the first ten by their
// paths, so that logs hold no typed value.
func (e *Invalid) LogValue() slog.Value {
	attrs := []slog.Attr{slog.Int("problems", len(e.Problems))}
	for _, problem := range e.Problems[:min(len(e.Problems), listedProblems)] {
		attrs = append(attrs, slog.String(cmp.Or(problem.Path, "value"), problem.Reason.Code()))
	}
	return slog.GroupValue(attrs...)
}

// In returns the same problems with every path nested under prefix: "phone" under
// "lines[3]" is "lines[3].phone".
func (e *Invalid) In(prefix string) *Invalid {
	nested := &Invalid{make([]Problem, len(e.Problems))}
	for i, problem := range e.Problems {
		problem.Path = joinPath(prefix, problem.Path)
		nested.Problems[i] = problem
	}
	return nested
}

func joinPath(prefix, path string) string {
	if prefix == "" || path == "" || strings.HasPrefix(path, "[") {
		return prefix + path
	}
	return prefix + "." + path
}

// Problems collects what is wrong with a request, so that whoever typed it hears
// of everything at once. The zero Problems is ready to use:
//
//	var p care.Problems
//	phone := care.Required(&p, "phone", request.Phone, care.ParsePhone)
//	if len(request.Lines) == 0 {
//		p.Add("lines", "", care.CodeMissing.With())
//	}
//	if err := p.Err(); err != nil {
//		return err
//	}
type Problems []Problem

// Add notes a problem.
func (p *Problems) Add(path, value string, reason Reason) {
	*p = append(*p, Problem{path, value, reason})
}

// Join notes why the value at path was refused: the problems of an [*Invalid],
// nested under path, and for any other error, such as that of a parser of the
// standard library, one problem with [CodeUnreadable]. A nil error is no problem.
// The error of a store or a port says nothing about the request: return it instead.
func (p *Problems) Join(path, value string, err error) {
	if err == nil {
		return
	}
	if invalid, ok := errors.AsType[*Invalid](err); ok {
		*p = append(*p, invalid.In(path).Problems...)
		return
	}
	p.Add(path, value, CodeUnreadable.With())
}

// Err returns an [*Invalid] with the problems, or nil if there are none.
func (p Problems) Err() error {
	if len(p) == 0 {
		return nil
	}
	return &Invalid{p}
}
