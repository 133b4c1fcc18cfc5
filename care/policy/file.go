package policy

import (
	"bytes"
	"encoding"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"reflect"
	"sort"
	"strconv"
	"strings"

	"github.com/chamsoc/chamsoc/care"
)

const (
	maxFile   = 4 << 20 // bytes of a policy file
	maxDepth  = 24      // brackets within brackets
	maxFaults = 1000    // problems that are listed of one file
)

// Parse reads a policy file: the JSON that [Schema] describes and [Format] writes. It is strict. Fields with unknown names, fields that stand twice and values of
// another type are refused, and so is what [Policy.Problems] lists, with everything that is wrong at once. The path of each problem begins with its line:
// "12:provisions[0].owner". A file that is no JSON has one problem.
func Parse(data []byte) (Policy, error) {
	if len(data) > maxFile {
		return Policy{}, care.RefuseAt("1", "", CodeTooLarge.With(care.NewFact("limit", maxFile)))
	}
	f := &file{data: data}
	for i, b := range data {
		if b == '\n' {
			f.newlines = append(f.newlines, i)
		}
	}
	root, err := f.read()
	if err != nil {
		return Policy{}, err
	}
	d := decoder{file: f, lines: map[string]int{}, refused: map[string]bool{}}
	var p Policy
	d.decode(root, reflect.ValueOf(&p).Elem(), "")
	for _, problem := range p.Problems() {
		if !d.told(problem.Path) {
			d.add(d.line(problem.Path), problem.Path, problem.Reason)
		}
	}
	sort.SliceStable(d.problems, func(i, k int) bool { return lineIn(d.problems[i].Path) < lineIn(d.problems[k].Path) })
	if err := d.problems.Err(); err != nil {
		return Policy{}, err
	}
	return p, nil
}

// Format writes a policy as the file that [Parse] reads.
func Format(p Policy) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(p); err != nil {
		return nil, fmt.Errorf("policy: %w", err)
	}
	return b.Bytes(), nil
}

// lineIn is the line at the beginning of a path.
func lineIn(path string) int {
	line, _, _ := strings.Cut(path, ":")
	n, _ := strconv.Atoi(line)
	return n
}

// node is a value in the file, with where it begins and ends.
type node struct {
	kind       string // of the table below
	start, end int
	word       string // of a string, or the digits of a number
	names      []name
	items      []node
}

// name is a field of an object, with where its name begins.
type name struct {
	text  string
	start int
	value node
}

// kindNames are what a person calls a JSON value.
var kindNames = map[string]care.Text{
	"string": {VI: "chuỗi chữ trong dấu nháy", EN: "a text in quotes"}, "number": {VI: "con số", EN: "a number"}, "bool": {VI: "true hoặc false", EN: "true or false"},
	"null": {VI: "null", EN: "null"}, "object": {VI: "nhóm mục trong ngoặc nhọn {}", EN: "fields in braces {}"}, "array": {VI: "danh sách trong ngoặc vuông []", EN: "a list in brackets []"},
}

// file reads the JSON of a policy into nodes that know where they stand.
type file struct {
	data     []byte
	newlines []int
	json     *json.Decoder
}

// lineAt is the line of a byte, from 1.
func (f *file) lineAt(offset int) int { return 1 + sort.SearchInts(f.newlines, offset) }

func (f *file) read() (node, error) {
	f.json = json.NewDecoder(bytes.NewReader(f.data))
	f.json.UseNumber()
	root, err := f.value(0)
	if err == nil {
		if _, extra := f.json.Token(); extra == nil {
			return node{}, f.syntax(f.offset(), "something stands behind the policy")
		}
		return root, nil
	}
	if _, ok := errors.AsType[*care.Invalid](err); ok {
		return node{}, err
	}
	at := f.offset()
	if s, ok := errors.AsType[*json.SyntaxError](err); ok {
		at = int(s.Offset)
	}
	return node{}, f.syntax(at, err.Error())
}

func (f *file) offset() int { return int(f.json.InputOffset()) }

func (f *file) syntax(at int, detail string) error {
	line := f.lineAt(min(max(at-1, 0), len(f.data)))
	return care.RefuseAt(strconv.Itoa(line), "", CodeSyntax.With(care.NewFact("line", line), care.NewFact("detail", detail)))
}

// value reads one value.
func (f *file) value(depth int) (node, error) {
	from := f.offset()
	token, err := f.json.Token()
	if err != nil {
		return node{}, err
	}
	return f.rest(token, from, depth)
}

// rest reads what follows the first token of a value.
func (f *file) rest(token json.Token, from, depth int) (n node, err error) {
	n.start = f.skip(from)
	switch t := token.(type) {
	case json.Delim:
		if depth == maxDepth {
			return n, care.RefuseAt(strconv.Itoa(f.lineAt(n.start)), "", CodeTooLarge.With(care.NewFact("limit", maxFile)))
		}
		if t == '{' {
			n.kind = "object"
			err = f.object(&n, depth)
		} else {
			n.kind = "array"
			for f.json.More() && err == nil {
				var item node
				item, err = f.value(depth + 1)
				n.items = append(n.items, item)
			}
		}
		if err == nil {
			_, err = f.json.Token() // the closing bracket
		}
	case string:
		n.kind, n.word = "string", t
	case json.Number:
		n.kind, n.word = "number", t.String()
	case bool:
		n.kind = "bool"
	case nil:
		n.kind = "null"
	}
	n.end = f.offset()
	return n, err
}

func (f *file) object(n *node, depth int) error {
	for f.json.More() {
		from := f.offset()
		token, err := f.json.Token()
		if err != nil {
			return err
		}
		text, _ := token.(string) // the decoder allows nothing else here
		field := name{text: text, start: f.skip(from)}
		if field.value, err = f.value(depth + 1); err != nil {
			return err
		}
		n.names = append(n.names, field)
	}
	return nil
}

// skip goes over what stands between two tokens.
func (f *file) skip(from int) int {
	for from < len(f.data) && strings.IndexByte(" \t\r\n,:", f.data[from]) >= 0 {
		from++
	}
	return from
}

// decoder puts nodes into the fields of a policy, and notes everything that does not fit.
type decoder struct {
	*file
	lines    map[string]int  // of each place that was read
	refused  map[string]bool // places whose value was not read
	problems care.Problems
}

// note notes that the value of a place was not read.
func (d *decoder) note(at int, path string, code *care.Code, facts ...care.Fact) {
	d.refused[path] = true
	line := d.lineAt(at)
	d.add(line, path, code.With(append(facts, care.NewFact("line", line))...))
}

// add adds a problem. After the first thousand it only says that there are more.
func (d *decoder) add(line int, path string, reason care.Reason) {
	switch {
	case len(d.problems) == maxFaults:
		d.problems.Add(strconv.Itoa(line), "", CodeMoreFaults.With(care.NewFact("limit", maxFaults)))
	case len(d.problems) < maxFaults:
		at := strconv.Itoa(line)
		if path != "" {
			at += ":" + path
		}
		d.problems.Add(at, "", reason)
	}
}

// told reports whether a place, or what it is in, was not read: it is not also missing.
func (d *decoder) told(path string) bool {
	for !d.refused[path] {
		if path == "" {
			return false
		}
		path = within(path)
	}
	return true
}

// within is what a place is in: "" for the policy itself.
func within(path string) string { return path[:max(strings.LastIndexAny(path, ".["), 0)] }

// line is that of a place, or of what it is in.
func (d *decoder) line(path string) int {
	for path != "" && d.lines[path] == 0 {
		path = within(path)
	}
	return max(d.lines[path], 1)
}

// wants notes a value of another type, and reports whether there was one.
func (d *decoder) wants(n node, kind, path string) bool {
	if n.kind == kind {
		return true
	}
	d.note(n.start, path, CodeWrongType, care.NewFact("wanted", kindNames[kind]), care.NewFact("found", kindNames[n.kind]))
	return false
}

func (d *decoder) decode(n node, v reflect.Value, path string) {
	d.lines[path] = d.lineAt(n.start)
	t := v.Type()
	switch {
	case t.Kind() == reflect.Pointer:
		v.Set(reflect.New(t.Elem()))
		d.decode(n, v.Elem(), path)
	case t.Kind() == reflect.Slice:
		if !d.wants(n, "array", path) || len(n.items) == 0 {
			return
		}
		v.Set(reflect.MakeSlice(t, len(n.items), len(n.items)))
		for i, item := range n.items {
			d.decode(item, v.Index(i), fmt.Sprintf("%s[%d]", path, i))
		}
	case t == moneyType:
		if d.wants(n, "object", path) {
			d.money(n, v, path)
		}
	case t == dateType || t == spanType:
		if d.wants(n, "string", path) && v.Addr().Interface().(encoding.TextUnmarshaler).UnmarshalText([]byte(n.word)) != nil {
			d.note(n.start, path, CodeBadValue, care.NewFact("wanted", wanted(t)))
		}
	case t.Kind() == reflect.Struct:
		if d.wants(n, "object", path) {
			d.object(n, v, path)
		}
	case t.Kind() == reflect.String:
		if d.wants(n, "string", path) {
			d.word(n, v, path)
		}
	default:
		if d.wants(n, "number", path) {
			d.number(n, v, path)
		}
	}
}

// object puts the fields of an object where they belong. care.Text has no label, and is one like any other here.
func (d *decoder) object(n node, v reflect.Value, path string) {
	fields := map[string]int{}
	var allowed []string
	for _, f := range fieldsOf(v.Type()) {
		fields[f.name] = f.index
		allowed = append(allowed, f.name)
	}
	seen := map[string]bool{}
	for _, field := range n.names {
		at := field.text
		if path != "" {
			at = path + "." + field.text
		}
		index, known := fields[field.text]
		switch {
		case !known:
			line := d.lineAt(field.start)
			d.add(line, path, CodeFieldUnknown.With(care.NewFact("line", line), care.NewFact("field", field.text), care.NewFact("allowed", allowed)))
		case seen[field.text]:
			d.note(field.start, at, CodeFieldTwice, care.NewFact("field", field.text))
		default:
			d.decode(field.value, v.Field(index), at)
		}
		seen[field.text] = true
	}
}

// word puts a string where it belongs. Bytes that are no UTF-8 become U+FFFD on the way, so that is refused.
func (d *decoder) word(n node, v reflect.Value, path string) {
	if strings.ContainsRune(n.word, '\uFFFD') {
		d.note(n.start, path, CodeBadValue, care.NewFact("wanted", kindNames["string"]))
		return
	}
	if e, ok := enumerations[v.Type()]; ok && n.word == "" { // a word that is not settled yet is left out
		d.note(n.start, path, CodeBadValue, care.NewFact("wanted", same(strings.Join(e.allowed, ", "))))
		return
	}
	v.SetString(n.word)
}

func (d *decoder) number(n node, v reflect.Value, path string) {
	if v.Kind() == reflect.Float64 {
		if x, err := strconv.ParseFloat(n.word, 64); err == nil && !math.IsInf(x, 0) {
			v.SetFloat(x)
			return
		}
	} else if x, err := strconv.ParseInt(n.word, 10, 32); err == nil {
		v.SetInt(x)
		return
	}
	d.note(n.start, path, CodeBadValue, care.NewFact("wanted", wanted(v.Type())))
}

// money reads an amount with its own strictness: the two fields, each once, both strings.
func (d *decoder) money(n node, v reflect.Value, path string) {
	var m struct {
		Amount   string `json:"amount"`
		Currency string `json:"currency"`
	}
	before := len(d.problems)
	d.object(n, reflect.ValueOf(&m).Elem(), path)
	if len(d.problems) > before {
		return
	}
	if err := v.Addr().Interface().(json.Unmarshaler).UnmarshalJSON(d.data[n.start:n.end]); err != nil {
		d.note(n.start, path, CodeBadValue, care.NewFact("wanted", wanted(moneyType)))
	}
}

// wanted says in words what belongs in a field of a type.
func wanted(t reflect.Type) care.Text {
	switch t {
	case dateType:
		return care.Text{VI: "một ngày như “2026-08-31”", EN: "A date like “2026-08-31”"}
	case spanType:
		return care.Text{VI: "một thời hạn như “wall 48h”, “working 8h” hoặc “dates 5”", EN: "A time like “wall 48h”, “working 8h” or “dates 5”"}
	case moneyType:
		return care.Text{VI: "số tiền như {\"amount\": \"500000\", \"currency\": \"VND\"}", EN: "Money like {\"amount\": \"500000\", \"currency\": \"VND\"}"}
	}
	if t.Kind() == reflect.Int {
		return care.Text{VI: "một số nguyên", EN: "A whole number"}
	}
	return care.Text{VI: "một con số", EN: "A number"}
}
