package importing

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// What is read at most. The largest form anybody published is a hundredth of it.
const (
	MaxFile      = 8 << 20 // bytes
	maxDepth     = 64      // objects and lists inside each other
	maxPages     = 1_000
	maxQuestions = 1_000
	maxParts     = 5_000   // components of all pages, content too
	maxText      = 100_000 // bytes of one text
)

// ErrUnreadable is what cannot be read at all: no JSON, no form, or far too much of it. Its text is one sentence.
var ErrUnreadable = errors.New("cannot be imported")

func unreadable(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrUnreadable, fmt.Sprintf(format, args...))
}

// decode reads JSON into maps, lists, strings, json.Numbers and booleans.
func decode(body []byte) (map[string]any, error) {
	switch {
	case len(body) > MaxFile:
		return nil, unreadable("the file is longer than %d MB", MaxFile>>20)
	case len(bytes.TrimSpace(body)) == 0:
		return nil, unreadable("the file is empty")
	}
	body = bytes.TrimPrefix(body, []byte("\ufeff"))
	if !utf8.Valid(body) {
		return nil, unreadable("the file is not UTF-8 text")
	}
	if depth(body) > maxDepth {
		return nil, unreadable("more than %d objects and lists stand inside each other", maxDepth)
	}
	var root any
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	if err := decoder.Decode(&root); err != nil {
		return nil, unreadable("this is not whole JSON: %s", jsonFault(body, err))
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, unreadable("something stands behind the form")
	}
	if long(root) {
		return nil, unreadable("a text in it is longer than %d bytes", maxText)
	}
	top, ok := root.(map[string]any)
	if !ok {
		return nil, unreadable("a form is a JSON object, and this is not one")
	}
	return top, nil
}

// long says that a text is too long to be anything but a trick.
func long(v any) bool {
	switch v := v.(type) {
	case string:
		return len(v) > maxText
	case []any:
		return slices.ContainsFunc(v, long)
	case map[string]any:
		for key, inner := range v {
			if len(key) > maxText || long(inner) {
				return true
			}
		}
	}
	return false
}

func jsonFault(body []byte, err error) string {
	var syntax *json.SyntaxError
	switch {
	case errors.As(err, &syntax):
		at := min(max(int(syntax.Offset), 0), len(body))
		return fmt.Sprintf("line %d: %s", 1+bytes.Count(body[:at], []byte("\n")), syntax.Error())
	case errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF):
		return "it ends in the middle"
	}
	return err.Error()
}

// depth is how deep brackets stand inside each other, outside strings.
func depth(body []byte) int {
	deepest, now, inString, escaped := 0, 0, false, false
	for _, b := range body {
		switch {
		case escaped:
			escaped = false
		case inString:
			escaped, inString = b == '\\', b != '"'
		case b == '"':
			inString = true
		case b == '{' || b == '[':
			now++
			deepest = max(deepest, now)
		case b == '}' || b == ']':
			now--
		}
	}
	return deepest
}

// formatOf tells the formats apart by what only one of them has.
func formatOf(top map[string]any) (Format, map[string]any, error) {
	if inner := object(top["content"]); inner != nil && (inner["steps"] != nil || inner["pages"] != nil) {
		top = inner // a form document
	}
	if inner := object(top["configuration"]); inner != nil && inner["pages"] != nil {
		top = inner // as the designer stores it
	}
	if inner := object(top["values"]); inner != nil && inner["pages"] != nil {
		top = inner
	}
	if inner := object(top["form"]); inner != nil && (inner["steps"] != nil || inner["pages"] != nil) {
		top = inner
	}
	pages := objects(top["pages"])
	switch {
	case len(objects(top["steps"])) > 0 && objects(top["steps"])[0]["data"] != nil:
		return GovukForms, top, nil
	case len(pages) == 0 && len(objects(top["steps"])) == 0:
		return "", nil, unreadable("it has no pages; what can be read is a form of the digital form builder, or of GOV.UK Forms")
	}
	for _, p := range append(pages, objects(top["steps"])...) {
		switch {
		case p["question_text"] != nil || p["answer_type"] != nil:
			return GovukForms, top, nil
		case p["path"] != nil || p["components"] != nil || p["controller"] != nil:
			return XGov, top, nil
		}
	}
	return "", nil, unreadable("its pages are neither those of the digital form builder nor of GOV.UK Forms")
}

// The readers below take what is not of the type that is wanted for nothing at all: forms are edited by hand.

func object(v any) map[string]any {
	m, _ := v.(map[string]any)
	return m
}

func objects(v any) []map[string]any {
	list, _ := v.([]any)
	var out []map[string]any
	for _, item := range list {
		if m := object(item); m != nil {
			out = append(out, m)
		}
	}
	return out
}

func listOf(v any) []any {
	list, _ := v.([]any)
	return list
}

// str is a text, a number or a flag as text.
func str(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	case bool:
		return strconv.FormatBool(v)
	}
	return ""
}

// flag is a flag, also as "true" or 1; known is false where there is none.
func flag(v any) (on, known bool) {
	switch strings.ToLower(strings.TrimSpace(str(v))) {
	case "true", "yes", "1":
		return true, true
	case "false", "no", "0":
		return false, true
	}
	return false, false
}

func isOn(v any) bool {
	on, _ := flag(v)
	return on
}

func isOff(v any) bool {
	on, known := flag(v)
	return known && !on
}

// number is a number, also as text.
func number(v any) (float64, bool) {
	f, err := strconv.ParseFloat(strings.TrimSpace(str(v)), 64)
	if err != nil || f != f || f > 1e15 || f < -1e15 {
		return 0, false
	}
	return f, true
}

// whole is a number from 0 to limit, rounded down; 0 where there is none.
func whole(v any, limit int) int {
	f, ok := number(v)
	if !ok || f <= 0 {
		return 0
	}
	return int(min(f, float64(limit)))
}

// words is a text, or a text in several languages: {"en": …, "cy": …}.
func words(v any) text {
	m := object(v)
	if m == nil {
		return text{en: strings.ToValidUTF8(str(v), "")}
	}
	t := text{en: str(m["en"]), cy: str(m["cy"])}
	if t.en == "" {
		t.en = str(m["default"])
	}
	if t.en == "" {
		t.en = t.cy
	}
	return t
}
