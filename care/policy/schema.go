package policy

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
)

// Schema is the JSON Schema (draft 2020-12) of the policy file, for editors that help while one types: the fields, what people call them, and the words of the
// enumerations. [Parse] refuses whatever it refuses, and more: references to what is not there, codes that stand twice.
func Schema() []byte {
	s := schemaOf(reflect.TypeFor[Policy]())
	s.Schema, s.Title, s.Required = "https://json-schema.org/draft/2020-12/schema", "Chamsoc service policy", []string{"code", "edition"}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(s); err != nil {
		panic(fmt.Sprintf("policy: the schema has no JSON form: %v", err)) // it holds texts and lists alone
	}
	return b.Bytes()
}

// schema is as much of JSON Schema as a policy needs.
type schema struct {
	Schema      string             `json:"$schema,omitempty"`
	Title       string             `json:"title,omitempty"`
	Description string             `json:"description,omitempty"`
	Type        string             `json:"type"`
	Enum        []string           `json:"enum,omitempty"`
	Pattern     string             `json:"pattern,omitempty"`
	Minimum     *float64           `json:"minimum,omitempty"`
	Items       *schema            `json:"items,omitempty"`
	Properties  map[string]*schema `json:"properties,omitempty"`
	Required    []string           `json:"required,omitempty"`
	Additional  *bool              `json:"additionalProperties,omitempty"`
}

func schemaOf(t reflect.Type) *schema {
	switch t {
	case dateType:
		return &schema{Type: "string", Pattern: `^([0-9]{4}-[0-9]{2}-[0-9]{2})?$`}
	case spanType:
		return &schema{Type: "string", Pattern: `^((wall|working) [0-9a-zµ.]+|dates [0-9]+)?$`}
	case moneyType:
		text := &schema{Type: "string"}
		return object(map[string]*schema{"amount": text, "currency": text})
	}
	zero := 0.0
	switch t.Kind() {
	case reflect.Struct:
		properties := map[string]*schema{}
		for _, f := range fieldsOf(t) {
			s := schemaOf(t.Field(f.index).Type)
			if f.label.VI != "" {
				s.Description = f.label.VI + " · " + f.label.EN
			}
			properties[f.name] = s
		}
		return object(properties)
	case reflect.Slice:
		return &schema{Type: "array", Items: schemaOf(t.Elem())}
	case reflect.Pointer:
		return &schema{Type: "number"}
	case reflect.Float64:
		return &schema{Type: "number", Minimum: &zero}
	case reflect.Int:
		return &schema{Type: "integer", Minimum: &zero}
	}
	return &schema{Type: "string", Enum: enumerations[t].allowed}
}

func object(properties map[string]*schema) *schema {
	closed := false
	return &schema{Type: "object", Properties: properties, Additional: &closed}
}
