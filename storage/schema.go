package storage

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"
)

// Schema is a collection as an adapter sees it: its declared fields and indexes, without the Go type of its records. It comes
// from [Collection.Schema] and is not changed afterwards.
type Schema struct {
	Name    string
	Fields  []FieldSpec
	Indexes []IndexSpec
	Subject int // position in Fields of the host's customer key, -1 if records are about nobody

	faults []string                     // found while declaring
	derive func(Record) (Record, error) // fields of a record computed again from its body
	erase  func(Record) (Record, error) // the record without its personal parts and its subject
	parts  []string                     // names of the personal parts; empty: the whole record
}

// FieldSpec is a declared field.
type FieldSpec struct {
	Name     string
	Kind     Kind
	Nullable bool
	indexed  bool
}

// IndexSpec is a declared index over fields of its schema, in one direction.
type IndexSpec struct {
	Name   string
	Fields []int // positions in Schema.Fields
	Unique bool
}

// Index finds a declared index by name, nil if there is none.
func (s *Schema) Index(name string) *IndexSpec {
	for i := range s.Indexes {
		if s.Indexes[i].Name == name {
			return &s.Indexes[i]
		}
	}
	return nil
}

// Indexed reports whether an index holds the field at this position.
func (s *Schema) Indexed(field int) bool { return s.Fields[field].indexed }

// Personal names the personal parts of the body; none for a collection whose records are deleted when their subject is erased.
func (s *Schema) Personal() []string { return s.parts }

// Derive computes the fields of a stored record again from its body: an adapter fills a new column with it.
func (s *Schema) Derive(r Record) (Record, error) { return s.derive(r) }

// Null reports whether any field of the index is null in these fields; such a record is not in the index.
func (ix *IndexSpec) Null(fields []Value) bool {
	for _, f := range ix.Fields {
		if fields[f].IsNull() {
			return true
		}
	}
	return false
}

// Check refuses a record that some engine could not hold, with ErrValue. Every adapter calls it first in Put, so that all refuse
// the same.
func (s *Schema) Check(r Record) error {
	fault := s.fault(r)
	if fault == "" {
		return nil
	}
	return &Error{Kind: ErrValue, Op: "put", Collection: s.Name, ID: r.ID, Detail: fault}
}

func (s *Schema) fault(r Record) string {
	switch {
	case r.Version < 0:
		return "a version is never negative"
	case r.ID == [16]byte{}:
		return "the id is missing: use storage.NewID"
	case len(r.Fields) != len(s.Fields):
		return fmt.Sprintf("has %d fields, %d are declared", len(r.Fields), len(s.Fields))
	case len(r.Body) > MaxBody:
		return fmt.Sprintf("body of %d bytes, at most %d are stored: keep large attachments elsewhere", len(r.Body), MaxBody)
	case !r.encoded && !json.Valid(r.Body):
		return "the body is not JSON"
	}
	for i, v := range r.Fields {
		f := &s.Fields[i]
		switch {
		case v.IsNull() && f.Nullable:
		case v.kind != f.Kind:
			return fmt.Sprintf("field %s is %s, declared as %s", f.Name, v.kind, f.Kind)
		default:
			limit := MaxFieldText
			if f.indexed {
				limit = MaxText
			}
			if why := v.check(limit); why != "" {
				return "field " + f.Name + ": " + why
			}
		}
	}
	return bodyTextFault(r)
}

// bodyTextFault finds text in the body that some engine cannot hold. The JSON encoder writes NUL as the escape \u0000 and a byte that is not UTF-8 as
// the escape \ufffd (a real U+FFFD stays as it is), so the escapes tell; in raw JSON within a record the latter is refused too.
func bodyTextFault(r Record) string {
	switch {
	case !utf8.Valid(r.Body), r.encoded && hasEscape(r.Body, `\ufffd`):
		return "a text in the body is not valid UTF-8: convert it from its encoding first"
	case hasEscape(r.Body, `\u0000`):
		return "a text in the body holds a NUL character: remove it"
	}
	return ""
}

func hasEscape(body []byte, escape string) bool {
	for at := 0; ; {
		i := bytes.Index(body[at:], []byte(escape))
		if i < 0 {
			return false
		}
		at += i
		slashes := 0
		for at-1-slashes >= 0 && body[at-1-slashes] == '\\' {
			slashes++
		}
		if slashes%2 == 0 {
			return true
		}
		at += len(escape)
	}
}

// CheckSchemas lists every fault of the declarations at once, as one ErrSchema. An adapter's New calls it.
func CheckSchemas(schemas []*Schema) error {
	var faults []string
	seen := map[string]bool{}
	for i, s := range schemas {
		if s == nil {
			faults = append(faults, fmt.Sprintf("collection %d is nil", i))
			continue
		}
		if seen[s.Name] {
			faults = append(faults, fmt.Sprintf("%s: declared twice", s.Name))
		}
		seen[s.Name] = true
		for _, f := range s.check() {
			faults = append(faults, s.Name+": "+f)
		}
	}
	if len(faults) == 0 {
		return nil
	}
	return &Error{Kind: ErrSchema, Op: "declare", Detail: fmt.Sprintf("%d faults\n\t%s", len(faults), strings.Join(faults, "\n\t"))}
}

// The most of each that an engine's own limits allow for.
const (
	maxFieldName   = 40
	maxName        = 28 // of a collection: with a prefix of 13 and an index it is a name of PostgreSQL's 63 bytes
	maxIndexName   = 20
	maxFields      = 32
	maxIndexFields = 5
	maxIndexTexts  = 4 // four indexed texts of MaxText and a tenant fit PostgreSQL's 2,700 bytes
)

// reservedNames are the columns that every table has: the contract's, and PostgreSQL's own.
var reservedNames = []string{"tenant", "id", "version", "body", "ctid", "xmin", "xmax", "cmin", "cmax", "tableoid"}

func (s *Schema) check() []string {
	faults := append([]string(nil), s.faults...)
	fault := func(format string, args ...any) { faults = append(faults, fmt.Sprintf(format, args...)) }
	if !isName(s.Name, maxName) {
		fault("the name %q is not lower_snake_case of at most %d characters", s.Name, maxName)
	}
	if len(s.Fields) > maxFields {
		fault("%d fields, at most %d", len(s.Fields), maxFields)
	}
	names := map[string]bool{}
	for _, reserved := range reservedNames {
		names[reserved] = true
	}
	for _, f := range s.Fields {
		if names[f.Name] {
			fault("field %s: declared twice, or one of the reserved names %s", f.Name, strings.Join(reservedNames, ", "))
		}
		names[f.Name] = true
		if !isName(f.Name, maxFieldName) {
			fault("field %q: the name is not lower_snake_case of at most %d characters", f.Name, maxFieldName)
		}
	}
	indexes := map[string]bool{"id": true}
	for i := range s.Indexes {
		ix := &s.Indexes[i]
		if indexes[ix.Name] {
			fault("index %s: declared twice, or named id", ix.Name)
		}
		indexes[ix.Name] = true
		for _, f := range s.checkIndex(ix) {
			fault("index %s: %s", ix.Name, f)
		}
	}
	return append(faults, s.checkSubject()...)
}

func (s *Schema) checkIndex(ix *IndexSpec) (faults []string) {
	nullable, texts := 0, 0
	seen := map[int]bool{}
	for _, p := range ix.Fields {
		f := s.Fields[p]
		if seen[p] {
			faults = append(faults, "holds "+f.Name+" twice")
		}
		seen[p] = true
		if f.Nullable {
			nullable++
		}
		if f.Kind == KindText {
			texts++
		}
	}
	if !isName(ix.Name, maxIndexName) {
		faults = append(faults, fmt.Sprintf("the name is not lower_snake_case of at most %d characters", maxIndexName))
	}
	if len(ix.Fields) == 0 || len(ix.Fields) > maxIndexFields {
		faults = append(faults, fmt.Sprintf("holds %d fields, 1 to %d are possible", len(ix.Fields), maxIndexFields))
	}
	if texts > maxIndexTexts {
		faults = append(faults, fmt.Sprintf("holds %d texts, at most %d", texts, maxIndexTexts))
	}
	if nullable > 1 && !ix.Unique {
		faults = append(faults, "holds more than one nullable field and is not unique")
	}
	return faults
}

func (s *Schema) checkSubject() []string {
	if s.Subject < 0 {
		if len(s.parts) > 0 {
			return []string{"has personal parts but no subject, so nobody's erasure would find them"}
		}
		return nil
	}
	f := s.Fields[s.Subject]
	var faults []string
	if f.Kind != KindText || !f.Nullable {
		faults = append(faults, "subject "+f.Name+" must be a nullable text")
	}
	if s.subjectIndex() == nil {
		faults = append(faults, "no index begins with the subject "+f.Name+" and holds no other nullable field, so export and erase could not find its records")
	}
	return faults
}

// subjectIndex is the index that holds every record with a subject, in order of subjects.
func (s *Schema) subjectIndex() *IndexSpec {
	for i := range s.Indexes {
		ix := &s.Indexes[i]
		nullable := 0
		for _, f := range ix.Fields {
			if s.Fields[f].Nullable {
				nullable++
			}
		}
		if nullable == 1 && ix.Fields[0] == s.Subject {
			return ix
		}
	}
	return nil
}

// isName reports whether s is words of lower-case letters and digits with single underscores between them.
func isName(s string, longest int) bool {
	if len(s) == 0 || len(s) > longest || s[0] < 'a' || s[0] > 'z' || s[len(s)-1] == '_' {
		return false
	}
	for i := range len(s) {
		c := s[i]
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') && (c != '_' || s[i-1] == '_') {
			return false
		}
	}
	return true
}
