package govuk_test

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"github.com/a-h/templ"
)

// from makes a component from a macro's options: each goes to the field of the same name. One without such a field fails.
func from[O any](render func(O) templ.Component) func(*testing.T, string, map[string]any) templ.Component {
	return func(t *testing.T, component string, options map[string]any) templ.Component {
		t.Helper()
		var o O
		set(t, component, reflect.ValueOf(&o).Elem(), adapt(component, options))
		return render(o)
	}
}

// adapt writes in our shape what JavaScript and Go say differently.
func adapt(component string, options map[string]any) map[string]any {
	o := map[string]any{}
	for name, value := range options {
		o[name] = value
	}
	switch component {
	case "select":
		o["items"] = optionsWithValue(o["items"])
	case "date-input":
		adaptDate(o)
	case "character-count":
		if message, ok := o["countMessage"].(map[string]any); ok {
			o["countMessageClasses"] = message["classes"]
			delete(o, "countMessage")
		}
	case "service-navigation":
		if slots, ok := o["slots"].(map[string]any); ok {
			o["slots"] = slotsOf(slots)
		}
	case "footer":
		if licence, given := o["contentLicence"]; given && licence == nil {
			delete(o, "contentLicence")
		}
	case "file-upload":
		delete(o, "value") // a file field has no value that a page could set; the macro ignores it too
	}
	return o
}

// optionsWithValue drops what is not an item and gives an option without a value its text, which is what HTML says it has.
func optionsWithValue(items any) any {
	list, _ := items.([]any)
	var kept []any
	for _, item := range list {
		if option, ok := item.(map[string]any); ok {
			if _, given := option["value"]; !given {
				option["value"] = option["text"]
			}
			kept = append(kept, option)
		}
	}
	return kept
}

// adaptDate gives items their label, which the macro makes of the name, and writes a part that is false
// (not wanted) as a list of the others.
func adaptDate(o map[string]any) {
	known := map[any]bool{"day": true, "month": true, "year": true}
	for _, part := range []string{"day", "month", "year"} {
		if p, ok := o[part].(map[string]any); ok {
			known[p["name"]] = true
			if name, ok := p["name"].(string); ok && p["label"] == nil {
				p["label"] = capital(name)
			}
		}
	}
	items, _ := o["items"].([]any)
	for _, item := range items {
		if m, ok := item.(map[string]any); ok && m["label"] == nil && !known[m["name"]] {
			m["label"] = capital(fmt.Sprint(m["name"]))
		}
	}
	if o["day"] != false && o["month"] != false && o["year"] != false {
		return
	}
	var rest []any
	for _, part := range []string{"day", "month", "year"} {
		switch p := o[part].(type) {
		case map[string]any:
			rest = append(rest, p)
		case nil:
			rest = append(rest, map[string]any{"name": part})
		}
		delete(o, part)
	}
	o["items"] = rest
}

// slotsOf writes the end slot's {html, align} as two fields.
func slotsOf(slots map[string]any) map[string]any {
	out := map[string]any{}
	for name, value := range slots {
		if end, ok := value.(map[string]any); ok {
			out["endInline"] = end["align"] == "inline"
			value = end["html"]
		}
		out[name] = value
	}
	return out
}

func capital(s string) string { return strings.ToUpper(s[:1]) + strings.ToLower(s[1:]) }

var (
	componentType  = reflect.TypeFor[templ.Component]()
	attributesType = reflect.TypeFor[templ.Attributes]()
)

// set puts a JSON value into a field. Raw HTML becomes a component; a number or a truth in a text field is written out.
func set(t *testing.T, path string, field reflect.Value, value any) {
	t.Helper()
	switch {
	case value == nil:
	case field.Type() == componentType:
		if object, ok := value.(map[string]any); ok {
			value = object["html"]
		}
		if html, ok := value.(string); ok && html != "" {
			field.Set(reflect.ValueOf(templ.Raw(html)))
		}
	case field.Type() == attributesType:
		attrs := templ.Attributes{}
		for name, v := range value.(map[string]any) {
			attrs[name] = text(v)
		}
		field.Set(reflect.ValueOf(attrs))
	case field.Kind() == reflect.Pointer:
		field.Set(reflect.New(field.Type().Elem()))
		set(t, path, field.Elem(), value)
	case field.Kind() == reflect.Struct:
		setStruct(t, path, field, value)
	case field.Kind() == reflect.Slice:
		items, _ := value.([]any) // or false, which is none
		for i, item := range items {
			element := reflect.New(field.Type().Elem()).Elem()
			set(t, fmt.Sprintf("%s[%d]", path, i), element, item)
			field.Set(reflect.Append(field, element))
		}
	case field.Kind() == reflect.Map:
		field.Set(reflect.MakeMap(field.Type()))
		for name, v := range value.(map[string]any) {
			field.SetMapIndex(reflect.ValueOf(name), reflect.ValueOf(text(v)))
		}
	case field.Kind() == reflect.String:
		field.SetString(text(value))
	case field.Kind() == reflect.Bool:
		field.SetBool(value.(bool))
	case field.Kind() == reflect.Int:
		field.SetInt(int64(value.(float64)))
	default:
		t.Fatalf("%s: no way to put %v into a %s", path, value, field.Type())
	}
}

// setStruct goes by name. A falsy value in place of an object is an empty one, as in a macro's list of items.
func setStruct(t *testing.T, path string, field reflect.Value, value any) {
	t.Helper()
	object, ok := value.(map[string]any)
	if !ok && value != false && value != "" {
		t.Fatalf("%s: %v is no object", path, value)
	}
	for name, v := range object {
		at := field.FieldByNameFunc(func(f string) bool { return strings.EqualFold(f, name) })
		if !at.IsValid() {
			t.Fatalf("%s: there is no field for the option %q", path, name)
		}
		set(t, path+"."+name, at, v)
	}
}

func text(v any) string {
	if n, ok := v.(float64); ok {
		return strconv.FormatFloat(n, 'f', -1, 64)
	}
	return fmt.Sprint(v)
}
