package services

import (
	"encoding/json"
	"io"
)

// WriteSchema prints a JSON Schema (2020-12) of the files of a definition, for editors: service.yaml, and en.yaml and
// cy.yaml. It is made of the shapes the loader checks with; what hangs on more than one place, such as a condition that
// names a later question, only the loader finds.
func WriteSchema(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(schema())
}

func schema() map[string]any {
	m := schemaMaker{defs: map[string]any{}}
	service, wording := m.use(format.service), m.use(format.wording)
	return map[string]any{
		"$schema": "https://json-schema.org/draft/2020-12/schema",
		"title":   "A Samedoor service: service.yaml, en.yaml, cy.yaml",
		"$defs":   m.defs,
		"if":      required("service"),
		"then":    service,
		"else":    wording,
	}
}

type schemaMaker struct{ defs map[string]any }

// use is a reference to a named shape, which is made once; a shape without a name is written in place.
func (m schemaMaker) use(s *shape) map[string]any {
	if s.name == "" {
		return m.write(s)
	}
	if m.defs[s.name] == nil {
		m.defs[s.name] = true // a shape that holds itself finds this
		m.defs[s.name] = m.write(s)
	}
	return map[string]any{"$ref": "#/$defs/" + s.name}
}

func (m schemaMaker) write(s *shape) map[string]any {
	out := map[string]any{}
	switch s.is {
	case aText: // the loader takes 10 and true for text as well
		out["type"], out["minLength"] = []string{"string", "number", "boolean"}, 1
	case aCode:
		out["type"], out["pattern"] = []string{"string", "integer"}, codePattern
	case aWhole:
		out["type"], out["minimum"], out["maximum"] = "integer", s.min, s.max
	case aMoney:
		out["type"], out["minimum"], out["exclusiveMaximum"] = "number", 0, 1_000_000
	case aDecimal:
		out["type"] = "number"
	case aDay:
		out["type"], out["pattern"] = "string", dayPattern
	case aFlag:
		out["type"] = "boolean"
	case oneOf:
		out["enum"] = s.words
	case aList:
		out["type"], out["items"], out["minItems"] = "array", m.use(s.items), 1
	case anObject:
		m.object(s, out)
	case aDictionary:
		names := map[string]any{"pattern": codePattern}
		if len(s.words) > 0 {
			names = map[string]any{"enum": s.words}
		}
		out["type"], out["additionalProperties"], out["propertyNames"] = "object", m.use(s.items), names
	case either:
		m.either(s, out)
	}
	if s.doc != "" {
		out["description"] = s.doc
	}
	return out
}

func (m schemaMaker) object(s *shape, out map[string]any) {
	properties, needed := map[string]any{}, []string{}
	for _, k := range s.keys {
		of := m.use(k.of)
		if k.doc != "" {
			of = map[string]any{"allOf": []any{of}, "description": k.doc}
		}
		properties[k.name] = of
		if k.required {
			needed = append(needed, k.name)
		}
	}
	out["type"], out["properties"], out["additionalProperties"] = "object", properties, false
	if len(needed) > 0 {
		out["required"] = needed
	}
	if s.one != nil {
		out["oneOf"] = eachRequired(s.one)
		out["if"], out["then"], out["else"] = required("question"), map[string]any{"oneOf": eachRequired(s.tests)}, without(s.tests)
	}
	if by := m.byKind(s); len(by) > 0 {
		out["allOf"] = by
	}
}

// byKind forbids each kind of question the keys that mean nothing for it.
func (m schemaMaker) byKind(s *shape) []any {
	var rules []any
	for _, kind := range Kinds {
		var foreign []string
		for _, k := range s.keys {
			if len(k.kinds) > 0 && !contains(k.kinds, kind) {
				foreign = append(foreign, k.name)
			}
		}
		if len(foreign) == 0 || !contains(s.key("kind").of.words, string(kind)) {
			continue
		}
		rules = append(rules, map[string]any{
			"if":   map[string]any{"properties": map[string]any{"kind": map[string]any{"const": string(kind)}}, "required": []string{"kind"}},
			"then": without(foreign),
		})
	}
	return rules
}

// either chooses as pick does: between objects by the first key of the first, else by whether the node is an object.
func (m schemaMaker) either(s *shape, out map[string]any) {
	first, second := s.alts[0], s.alts[1]
	if first.is == anObject {
		out["if"], out["then"], out["else"] = required(first.keys[0].name), m.use(first), m.use(second)
		return
	}
	out["if"], out["then"], out["else"] = map[string]any{"type": "object"}, m.use(second), m.use(first)
}

func required(name string) map[string]any { return map[string]any{"required": []string{name}} }

func eachRequired(names []string) []any {
	var list []any
	for _, name := range names {
		list = append(list, required(name))
	}
	return list
}

func without(names []string) map[string]any {
	none := map[string]any{}
	for _, name := range names {
		none[name] = false
	}
	return map[string]any{"properties": none}
}
