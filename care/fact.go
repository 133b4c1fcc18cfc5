package care

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/chamsoc/chamsoc/care/calendar"
)

// FactKind says what sort of value a [Fact] holds.
type FactKind string

// The kinds of fact, with the type of [Fact.Value] for each.
const (
	FactText  FactKind = "text"  // string: a name, number or key that is the same in every language
	FactName  FactKind = "name"  // Text: a name in both languages
	FactList  FactKind = "list"  // []string
	FactInt   FactKind = "int"   // int64
	FactBool  FactKind = "bool"  // bool
	FactDate  FactKind = "date"  // calendar.Date
	FactTime  FactKind = "time"  // time.Time, whole microseconds, in a zone that has only an offset
	FactMoney FactKind = "money" // Money
	FactSpan  FactKind = "span"  // calendar.Span
	FactPhone FactKind = "phone" // string: the masked number, so that reasons hold no whole one
)

// factKind is a [FactKind] in a byte, since decisions hold many facts. The zero factKind is one that this version does not know.
type factKind uint8

const (
	kindUnknown factKind = iota
	kindText
	kindName
	kindList
	kindInt
	kindBool
	kindDate
	kindTime
	kindMoney
	kindSpan
	kindPhone
)

// factKinds are the names of the known kinds.
var factKinds = [...]FactKind{
	kindText: FactText, kindName: FactName, kindList: FactList, kindInt: FactInt, kindBool: FactBool,
	kindDate: FactDate, kindTime: FactTime, kindMoney: FactMoney, kindSpan: FactSpan, kindPhone: FactPhone,
}

func kindOf(kind FactKind) factKind {
	if i := slices.Index(factKinds[kindText:], kind); i >= 0 {
		return kindText + factKind(i)
	}
	return kindUnknown
}

// Fact is a named value that a decision used. It is made by [NewFact] and does
// not change.
type Fact struct {
	name string
	// One of these holds the value: what decisions use most needs no memory of its own.
	text   string // FactText, FactPhone
	number int64  // FactInt, FactBool, FactDate
	other  any    // of an unknown kind: the factJSON
	kind   factKind
}

// FactValue lists the types of which facts are made. Refs, ids and other named
// strings become [FactText]; a [Phone] is masked; a value of an enumeration is
// best given as its [NameOf].
type FactValue interface {
	~string | int | int64 | bool | Text | []string |
		calendar.Date | calendar.Span | time.Time | Money
}

// NewFact returns a fact. The name is a word in lower case with underscores, as
// it stands in the sentence.
func NewFact[V FactValue](name string, value V) Fact {
	switch v := any(value).(type) {
	case string:
		return Fact{name: name, kind: kindText, text: validUTF8(v)}
	case calendar.Date:
		return Fact{name: name, kind: kindDate, number: dateNumber(v)}
	case int:
		return Fact{name: name, kind: kindInt, number: int64(v)}
	case int64:
		return Fact{name: name, kind: kindInt, number: v}
	case bool:
		f := Fact{name: name, kind: kindBool}
		if v {
			f.number = 1
		}
		return f
	}
	return newFact(name, value)
}

// newFact makes the facts that need memory of their own, apart from those that need none.
func newFact[V FactValue](name string, value V) Fact {
	switch v := any(value).(type) {
	case Phone:
		return Fact{name: name, kind: kindPhone, text: v.Masked()}
	case Text:
		return Fact{name: name, kind: kindName, other: Text{VI: validUTF8(v.VI), EN: validUTF8(v.EN)}}
	case []string:
		list := slices.Clone(v)
		for i := range list {
			list[i] = validUTF8(list[i])
		}
		return Fact{name: name, kind: kindList, other: list}
	case calendar.Span:
		return Fact{name: name, kind: kindSpan, other: v}
	case time.Time:
		return Fact{name: name, kind: kindTime, other: factTime(v)}
	case Money:
		return Fact{name: name, kind: kindMoney, other: v}
	default: // some kind of string
		return Fact{name: name, kind: kindText, text: validUTF8(reflect.ValueOf(v).String())}
	}
}

// isNumber reports whether the value is in number alone.
func (f *Fact) isNumber() bool { return f.kind == kindInt || f.kind == kindBool || f.kind == kindDate }

// Name returns the name of the fact.
func (f Fact) Name() string { return f.name }

// Kind returns the kind of the fact. A reason stored by a later version of the
// library may hold kinds that are not declared here.
func (f Fact) Kind() FactKind {
	if f.kind == kindUnknown {
		stored, _ := f.other.(factJSON)
		return stored.Kind
	}
	return factKinds[f.kind]
}

// Value returns the value; [FactKind] tells its type.
func (f Fact) Value() any {
	switch f.kind {
	case kindText, kindPhone:
		return f.text
	case kindInt:
		return f.number
	case kindBool:
		return f.number != 0
	case kindDate:
		return numberDate(f.number)
	}
	if stored, ok := f.other.(factJSON); ok {
		return stored.Value
	}
	return f.other
}

// dateNumber is a date as a number; 0 is the zero Date.
func dateNumber(d calendar.Date) int64 {
	return int64(d.Year())<<16 | int64(d.Month())<<8 | int64(d.Day())
}

func numberDate(n int64) calendar.Date {
	if n == 0 {
		return calendar.Date{}
	}
	return calendar.MustDate(int(n>>16), time.Month(n>>8&0xff), int(n&0xff))
}

// factTime brings an instant into the form in which it is stored, which keeps
// the offset from UTC but not the name of the zone.
func factTime(t time.Time) time.Time {
	_, offset := t.Zone()
	offset -= offset % 60 // RFC 3339 has no seconds there
	return t.Truncate(time.Microsecond).In(time.FixedZone("", offset))
}

func validUTF8(s string) string { return strings.ToValidUTF8(s, "\uFFFD") }

// factJSON is the form in which a fact is stored; its name is the key.
type factJSON struct {
	Kind  FactKind        `json:"kind"`
	Value json.RawMessage `json:"value"`
}

func (f Fact) encode() (factJSON, error) {
	value, err := json.Marshal(f.Value())
	if err != nil {
		return factJSON{}, fmt.Errorf("care: fact %q: %w", f.name, err)
	}
	return factJSON{f.Kind(), value}, nil
}

// decodeFact reads a stored fact. A kind that is not known is kept untouched.
func decodeFact(name string, stored factJSON) (f Fact, err error) {
	switch stored.Kind {
	case FactText, FactPhone:
		f, err = decodeValue[string](stored.Value)
	case FactName:
		f, err = decodeValue[Text](stored.Value)
	case FactList:
		f, err = decodeValue[[]string](stored.Value)
	case FactInt:
		f, err = decodeValue[int64](stored.Value)
	case FactBool:
		f, err = decodeValue[bool](stored.Value)
	case FactDate:
		f, err = decodeValue[calendar.Date](stored.Value)
	case FactTime:
		f, err = decodeValue[time.Time](stored.Value)
	case FactMoney:
		f, err = decodeValue[Money](stored.Value)
	case FactSpan:
		f, err = decodeValue[calendar.Span](stored.Value)
	default:
		f.other = stored
	}
	if err != nil {
		return Fact{}, fmt.Errorf("care: fact %q of kind %q: %w", name, stored.Kind, err)
	}
	f.name, f.kind = name, kindOf(stored.Kind) // what was stored counts: a masked phone is a string too
	return f, nil
}

func decodeValue[V FactValue](stored json.RawMessage) (Fact, error) {
	var value V
	if err := json.Unmarshal(stored, &value); err != nil {
		return Fact{}, err
	}
	return NewFact("", value), nil
}
