package body_test

import (
	"encoding/json"
	"math"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/storage/internal/body"
)

// kinds has a field of everything that a plan treats in a way of its own.
type kinds struct {
	Text    string            `json:"text"`
	Named   colour            `json:"named,omitempty"`
	Whole   int64             `json:"whole,omitempty"`
	Small   int8              `json:"small"`
	True    bool              `json:"true,omitempty"`
	At      time.Time         `json:"at"`
	Ended   time.Time         `json:"ended,omitzero"`
	ID      uuid.UUID         `json:"id"`
	Text2   texted            `json:"text2"`
	Self    selfMade          `json:"self,omitzero"`
	Raw     json.RawMessage   `json:"raw,omitempty"`
	Never   json.RawMessage   `json:"never"`
	Bytes   []byte            `json:"bytes"`
	Float   float64           `json:"float,omitempty"`
	Map     map[string]string `json:"map,omitempty"`
	Any     any               `json:"any"`
	Pointer *inner            `json:"pointer"`
	Inner   inner             `json:"inner"`
	Inners  []inner           `json:"inners"`
	Some    []string          `json:"some,omitempty"`
	Array   [2]int            `json:"array"`
	Tree    *tree             `json:"tree,omitempty"`
	Within  within            `json:"within"`
	Quoted  quoted            `json:"quoted"`
	Odd     odd               `json:"odd"`
	Empty   inner             `json:"empty,omitempty"`
	Counted counted           `json:"counted"`
	NoTag   string
	Left    string `json:"-"`
	//lint:ignore SA5008 encoding/json takes this for the name "-"
	Dash string `json:"-,"`
	//lint:ignore U1000 hidden fields stay out
	hidden string
}

type colour string

type inner struct {
	A string `json:"a,omitempty"`
	B *int   `json:"b"`
	C uint8  `json:"c"`
}

type tree struct {
	Name     string  `json:"name"`
	Branches []*tree `json:"branches,omitempty"`
}

// within, quoted and odd ask for more than a plan knows.
type (
	within struct{ inner }
	quoted struct {
		N int `json:"n,string"`
	}
	odd struct {
		A string `json:"a&b"`
	}
)

// counted tells how often it was read.
type counted struct{ n int }

func (c counted) MarshalText() ([]byte, error) { return []byte{'c'}, nil }
func (c *counted) UnmarshalText([]byte) error  { c.n++; return nil }

// texted has a text form that it appends.
type texted struct{ s string }

func (t texted) AppendText(dst []byte) ([]byte, error) { return append(dst, t.s...), nil }
func (t texted) MarshalText() ([]byte, error)          { return []byte(t.s), nil }
func (t *texted) UnmarshalText(text []byte) error      { t.s = string(text); return nil }

// selfMade makes its own JSON.
type selfMade struct{ s string }

func (m selfMade) MarshalJSON() ([]byte, error)     { return json.Marshal([]string{m.s}) }
func (m *selfMade) UnmarshalJSON(text []byte) error { m.s = string(text); return nil }
func (m selfMade) IsZero() bool                     { return m.s == "zero" }

var plan = body.NewPlan(reflect.TypeFor[kinds]())

// samples are texts that encoding/json treats each in its own way.
var samples = []string{"", "a", "Nguyễn Thị Hoà", "a<b>&c", `"\`, "a\tb\nc\r\b\f", "Hoà\tvà <b>", "\t\xff", "\x00\x1f\x7f", "\u2028", "\xff", "\xed\xa0\x80", "\ufffd", "💛", strings.Repeat("dài ", 600)}

func full(s string, n int64) kinds {
	whole := int(n)
	return kinds{
		Text: s, Named: colour(s), Whole: n, Small: int8(n), True: n%2 == 0, At: time.Unix(n%1e9, n%1e9).UTC(), Ended: time.Unix(n%1e9, 0).In(time.FixedZone("", 7*3600)),
		ID: uuid.UUID{byte(n)}, Text2: texted{s}, Self: selfMade{s}, Raw: json.RawMessage(`{"x":[1,2,{"y":"z"}]}`), Bytes: []byte(s), Float: float64(n) / 3,
		Map: map[string]string{s: s}, Any: s, Pointer: &inner{s, &whole, 3}, Inner: inner{A: s}, Inners: []inner{{A: s}, {B: &whole}}, Some: []string{s, "b"},
		Array: [2]int{1, whole}, Tree: &tree{s, []*tree{{Name: s}}}, Within: within{inner{A: s}}, Quoted: quoted{whole}, Odd: odd{s},
		NoTag: s, Dash: s,
	}
}

// requireSame checks that a plan writes and reads what encoding/json does.
func requireSame(t *testing.T, v kinds) {
	t.Helper()
	want, wantErr := json.Marshal(&v)
	got, err := plan.Marshal(&v)
	require.Equal(t, wantErr, err)
	require.Equal(t, string(want), string(got))
	requireRead(t, want)
}

func requireRead(t *testing.T, data []byte) {
	t.Helper()
	var want, got kinds
	wantErr := json.Unmarshal(data, &want)
	err := plan.Unmarshal(data, &got)
	require.Equal(t, wantErr, err)
	if err == nil { // what is left behind beside an error is nobody's
		require.Equal(t, want, got)
	}
}

func TestAPlanWritesAndReadsWhatEncodingJSONDoes(t *testing.T) {
	requireSame(t, kinds{})
	for _, s := range samples {
		for _, n := range []int64{0, 1, -1, 127, 128, 1e17, math.MaxInt64, math.MinInt64} {
			requireSame(t, full(s, n))
		}
	}
	for _, raw := range []string{`[1, 2]`, `"a<b"`, `"a>b"`, `"a&b"`, "\"\u2028\"", `"a b"`, `{"a":"\u003c"}`, "[\n]", "null", `"\t"`} {
		requireSame(t, kinds{Raw: json.RawMessage(raw)})
	}
}

func TestWhatHasNoJSONIsRefusedAsByEncodingJSON(t *testing.T) {
	for _, v := range []kinds{{Any: make(chan int)}, {Raw: json.RawMessage("{")}, {At: time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)}, {Float: math.NaN()}} {
		requireSame(t, v)
	}
}

func TestBodiesOfAnotherFormAreRead(t *testing.T) {
	for _, text := range []string{
		`{"whole":1,"text":"behind"}`, `{"TEXT":"x"}`, `{"unknown":{"a":"}"},"text":"x"}`, ` { "text" : "x" , "whole" : 2 } `, `{"text":"a","text":"b"}`,
		`{"text":null,"whole":null,"at":null,"id":null,"pointer":null,"inner":null,"inners":null,"raw":null,"self":null,"true":null}`,
		`{"whole":-0}`, `{"whole":01}`, `{"whole":1.5}`, `{"whole":1e2}`, `{"whole":9223372036854775807}`, `{"whole":9223372036854775808}`, `{"small":128}`, `{"whole":-}`,
		`{"text":"\u00e1"}`, `{"text":"\t\u00e1"}`, `{"text":"\/\b\f\n\r\t\"\\"}`, `{"text":"\`, `{"text":"\x"}`, `{"text":"\t`, `{"text":"\t` + "\xff" + `"}`, `{"text":"\t` + "\n" + `"}`, `{"text":"` + "\xff" + `"}`, `{"text":"` + "\n" + `"}`, `{"text":7}`, `{"text":"x"`, `{"text":"x"}}`, `{"text":"x"},`, `{"text":"x",}`, `{,}`, `{"text"`,
		`{"raw":}`, `{"raw":{"a":1}`, `{"raw":"]"}`, `{"raw":[1,}`, `{"some":[]}`, `{"some":["a",]}`, `{"some":["a"`, `{"some":[null,"b"]}`, `{"true":truex}`, `{"at":"2026"}`, `{"id":"x"}`,
		``, `null`, `[]`, `7`, `{"tree":{"name":"a","branches":[{"name":"b","branches":[null]}]}}`, `{"never":null}`, `{"array":[1]}`, `{"bytes":"YQ=="}`, `{"bytes":"!"}`,
		`{"counted":"c","unknown":1}`,
	} {
		requireRead(t, []byte(text))
	}
}

func FuzzReading(f *testing.F) {
	for _, s := range samples {
		v := full(s, 7)
		text, err := plan.Marshal(&v)
		require.NoError(f, err)
		f.Add(text)
	}
	f.Add([]byte(`{"text":"a","whole":12,"inners":[{"a":"b"}],"raw":[1]}`))
	f.Fuzz(func(t *testing.T, data []byte) { requireRead(t, data) })
}

func FuzzWriting(f *testing.F) {
	for _, s := range samples {
		f.Add(s, int64(len(s)))
	}
	f.Fuzz(func(t *testing.T, s string, n int64) { requireSame(t, full(s, n)) })
}

func TestValuesKeepNothingOfTheDataTheyWereReadFrom(t *testing.T) {
	data := []byte(`{"text":"abc","raw":[1,2]}`)
	var v kinds
	require.NoError(t, plan.Unmarshal(data, &v))
	clear(data)
	require.Equal(t, "abc", v.Text)
	require.Equal(t, "[1,2]", string(v.Raw))
}

func TestOfTwoFieldsOfOneNameNeitherIsWritten(t *testing.T) {
	text := reflect.TypeFor[string]()
	typ := reflect.StructOf([]reflect.StructField{{Name: "A", Type: text, Tag: `json:"x"`}, {Name: "B", Type: text, Tag: `json:"x"`}, {Name: "C", Type: text}})
	v := reflect.New(typ)
	v.Elem().Field(0).SetString("a")
	got, err := body.NewPlan(typ).Marshal(v.Interface())
	require.NoError(t, err)
	require.Equal(t, `{"C":""}`, string(got))
}

func TestABodyIsNotWrittenOverByTheNext(t *testing.T) {
	one, two := kinds{Text: "one"}, kinds{Text: "two"}
	first, err := plan.Marshal(&one)
	require.NoError(t, err)
	_, err = plan.Marshal(&two)
	require.NoError(t, err)
	require.Contains(t, string(first), `"text":"one"`)
}

func BenchmarkBody(b *testing.B) {
	type unit struct {
		ID      uuid.UUID `json:"id"`
		Invoice string    `json:"invoice"`
		Line    int64     `json:"line"`
		Name    string    `json:"name"`
		Phone   string    `json:"phone,omitempty"`
		Sold    time.Time `json:"sold"`
	}
	v := unit{uuid.UUID{1}, "HD00000001", 3, "Nguyễn Thị Hoà", "+84900000001", time.Unix(1e9, 0).UTC()}
	p := body.NewPlan(reflect.TypeFor[unit]())
	data, err := p.Marshal(&v)
	require.NoError(b, err)
	for name, run := range map[string]func() error{
		"write/plan": func() error { _, err := p.Marshal(&v); return err },
		"write/json": func() error { _, err := json.Marshal(&v); return err },
		"read/plan":  func() error { var v unit; return p.Unmarshal(data, &v) },
		"read/json":  func() error { var v unit; return json.Unmarshal(data, &v) },
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := run(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
