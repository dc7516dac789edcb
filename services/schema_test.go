package services

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

var update = flag.Bool("update", false, "write golden files anew")

func TestTheSchemaFileIsCurrent(t *testing.T) {
	t.Parallel()
	var made bytes.Buffer
	if err := WriteSchema(&made); err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile("schema.json", made.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	kept, err := os.ReadFile("schema.json")
	if err != nil || !bytes.Equal(kept, made.Bytes()) {
		t.Errorf("schema.json is not what WriteSchema prints (%v): run go test ./services -run Schema -update", err)
	}
}

func TestEveryDefinitionFitsTheSchema(t *testing.T) {
	t.Parallel()
	for _, dir := range []string{"blue-badge", "testdata/tea-club"} {
		for _, name := range definitionFiles {
			body, err := os.ReadFile(dir + "/" + name)
			if err != nil {
				t.Fatal(err)
			}
			if wrong := againstSchema(t, body); wrong != "" {
				t.Errorf("%s/%s: %s", dir, name, wrong)
			}
		}
	}
}

// What the shapes refuse the schema refuses, and the other way round: they are the same tables.
func TestTheSchemaRefusesWhatTheLoaderRefuses(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ file, old, new string }{
		{"service.yaml", "version: 3", "version: 0"},
		{"service.yaml", "version: 3", "version: three"},
		{"service.yaml", "version: 3\n", ""},
		{"service.yaml", "fee: 2.50", "fee: -1"},
		{"service.yaml", "fee: 2.50", "fees: 2.50"},
		{"service.yaml", "kind: name", "kind: nmae"},
		{"service.yaml", "kind: name", "kind: name, options: [a, b]"},
		{"service.yaml", "kind: name", "kind: name, fields: []"},
		{"service.yaml", "past: true}", "past: soon}"},
		{"service.yaml", "{question: who, is: friend}", "{question: who}"},
		{"service.yaml", "{question: who, is: friend}", "{question: who, is: friend, in: [self]}"},
		{"service.yaml", "{question: who, is: friend}", "{named: grown, is: friend}"},
		{"service.yaml", "{question: who, is: friend}", "{named: grown, question: who, is: friend}"},
		{"service.yaml", "{question: who, is: friend}", "[]"},
		{"service.yaml", "age_from: 18", "age_from: 0"},
		{"service.yaml", "{code: none, exclusive: true}", "{exclusive: true}"},
		{"service.yaml", "{code: none, exclusive: true}", "{code: None}"},
		{"service.yaml", "{sms: later}", "{sms: never}"},
		{"service.yaml", "{sms: later}", "{fax: later}"},
		{"service.yaml", "stop: company, when", "stop: company, whem"},
		{"service.yaml", "options: [very, little]", "options: []"},
		{"service.yaml", "options: [very, little]", "options: [very, little], when: {named: grown}"},
		{"en.yaml", "name: Tea club", "name: [Tea club]"},
		{"en.yaml", "name: Tea club", "name: ''"},
		{"en.yaml", "summary: Join the tea club\n", ""},
		{"en.yaml", "label: Date of birth", "lable: Date of birth"},
		{"en.yaml", "    label: Date of birth\n", ""},
		{"en.yaml", "problems: {required:", "problems: {requird:"},
		{"en.yaml", "law: Rule 1 of the tea club, ", ""},
		{"en.yaml", "{text: A friend, hint: You may do this for a friend}", "{hint: You may do this for a friend}"},
		{"en.yaml", "body: [Only people drink tea., Please send them.]", "body: Only people"},
	} {
		fsys := changed(t, c.file, c.old, c.new)
		if err := checkDir(fsys, "tea-club"); err == nil {
			t.Errorf("%s with %q: the loader takes it", c.file, c.new)
		}
		if wrong := againstSchema(t, fsys["tea-club/"+c.file].Data); wrong == "" {
			t.Errorf("%s with %q: the schema takes it", c.file, c.new)
		}
	}
}

func againstSchema(t *testing.T, body []byte) string {
	t.Helper()
	var made bytes.Buffer
	if err := WriteSchema(&made); err != nil {
		t.Fatal(err)
	}
	var root map[string]any
	if err := json.Unmarshal(made.Bytes(), &root); err != nil {
		t.Fatal(err)
	}
	var doc any
	if err := yaml.Unmarshal(body, &doc); err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(doc) // numbers become float64, as JSON Schema sees them
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &doc); err != nil {
		t.Fatal(err)
	}
	return validator{root["$defs"].(map[string]any)}.check(root, doc, "")
}

// validator knows the part of JSON Schema that WriteSchema uses, and refuses to know more.
type validator struct{ defs map[string]any }

var schemaWords = []string{"$schema", "title", "description", "$defs", "$ref", "type", "enum", "const", "pattern", "minimum", "maximum", "exclusiveMaximum",
	"minLength", "minItems", "items", "properties", "required", "additionalProperties", "propertyNames", "allOf", "oneOf", "if", "then", "else"}

// check is what is wrong with v, "" for nothing.
func (d validator) check(schema, v any, at string) string {
	s, isMap := schema.(map[string]any)
	if !isMap {
		if schema == true {
			return ""
		}
		return at + ": not allowed"
	}
	for word := range s {
		if !slices.Contains(schemaWords, word) {
			return "the test's validator does not know " + word
		}
	}
	for _, rule := range []func(s map[string]any, v any, at string) string{d.reference, d.scalar, d.object, d.array, d.combined} {
		if wrong := rule(s, v, at); wrong != "" {
			return wrong
		}
	}
	return ""
}

func (d validator) reference(s map[string]any, v any, at string) string {
	ref, ok := s["$ref"].(string)
	if !ok {
		return ""
	}
	return d.check(d.defs[strings.TrimPrefix(ref, "#/$defs/")], v, at)
}

func (d validator) scalar(s map[string]any, v any, at string) string {
	if types := s["type"]; types != nil && !typeFits(types, v) {
		return fmt.Sprintf("%s: %v is not %v", at, v, types)
	}
	if enum, ok := s["enum"].([]any); ok && !slices.Contains(enum, v) {
		return fmt.Sprintf("%s: %v is none of %v", at, v, enum)
	}
	if want, ok := s["const"]; ok && want != v {
		return fmt.Sprintf("%s: %v is not %v", at, v, want)
	}
	if text, ok := v.(string); ok {
		if p, ok := s["pattern"].(string); ok && !regexp.MustCompile(p).MatchString(text) {
			return fmt.Sprintf("%s: %q does not match %s", at, text, p)
		}
		if n, ok := s["minLength"].(float64); ok && utf8.RuneCountInString(text) < int(n) {
			return at + ": empty"
		}
	}
	if n, ok := v.(float64); ok {
		low, hasLow := s["minimum"].(float64)
		high, hasHigh := s["maximum"].(float64)
		under, hasUnder := s["exclusiveMaximum"].(float64)
		if hasLow && n < low || hasHigh && n > high || hasUnder && n >= under {
			return fmt.Sprintf("%s: %v is out of range", at, n)
		}
	}
	return ""
}

func typeFits(types, v any) bool {
	if list, ok := types.([]any); ok {
		return slices.ContainsFunc(list, func(t any) bool { return typeFits(t, v) })
	}
	switch v := v.(type) {
	case string:
		return types == "string"
	case bool:
		return types == "boolean"
	case float64:
		return types == "number" || types == "integer" && v == float64(int(v))
	case []any:
		return types == "array"
	case map[string]any:
		return types == "object"
	}
	return types == "null"
}

func (d validator) object(s map[string]any, v any, at string) string {
	m, ok := v.(map[string]any)
	if !ok {
		return ""
	}
	properties, _ := s["properties"].(map[string]any)
	needed, _ := s["required"].([]any)
	for _, name := range needed {
		if _, ok := m[name.(string)]; !ok {
			return fmt.Sprintf("%s: lacks %s", at, name)
		}
	}
	for name, value := range m {
		if names, ok := s["propertyNames"]; ok {
			if wrong := d.check(names, name, at+"."+name); wrong != "" {
				return wrong
			}
		}
		inner, ok := properties[name]
		if !ok {
			if inner, ok = s["additionalProperties"]; !ok {
				continue
			}
		}
		if wrong := d.check(inner, value, at+"."+name); wrong != "" {
			return wrong
		}
	}
	return ""
}

func (d validator) array(s map[string]any, v any, at string) string {
	list, ok := v.([]any)
	if !ok {
		return ""
	}
	if n, ok := s["minItems"].(float64); ok && len(list) < int(n) {
		return at + ": empty"
	}
	for i, item := range list {
		if s["items"] == nil {
			break
		}
		if wrong := d.check(s["items"], item, fmt.Sprintf("%s[%d]", at, i)); wrong != "" {
			return wrong
		}
	}
	return ""
}

func (d validator) combined(s map[string]any, v any, at string) string {
	all, _ := s["allOf"].([]any)
	for _, part := range all {
		if wrong := d.check(part, v, at); wrong != "" {
			return wrong
		}
	}
	if one, ok := s["oneOf"].([]any); ok {
		fits := 0
		for _, part := range one {
			if d.check(part, v, at) == "" {
				fits++
			}
		}
		if fits != 1 {
			return fmt.Sprintf("%s: fits %d of %v", at, fits, one)
		}
	}
	branch := "else"
	if s["if"] == nil {
		return ""
	}
	if d.check(s["if"], v, at) == "" {
		branch = "then"
	}
	if s[branch] == nil {
		return ""
	}
	return d.check(s[branch], v, at)
}
