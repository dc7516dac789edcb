// Package lang holds the two languages of the system: the wording of everything that is not a service's own, and how dates,
// numbers of things and lists are written. Sentences live in en/*.yaml and cy/*.yaml beside this file; none live in Go.
package lang

import (
	"embed"
	"fmt"
	"path"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Lang is a language a citizen can choose.
type Lang string

// The languages.
const (
	En Lang = "en"
	Cy Lang = "cy"
)

// All are the languages, English first.
var All = [...]Lang{En, Cy}

// Parse gives the language named by s ("cy", "en", "cy-GB"); anything else is English.
func Parse(s string) Lang {
	if strings.HasPrefix(strings.ToLower(s), "cy") {
		return Cy
	}
	return En
}

// Other is the other language.
func (l Lang) Other() Lang {
	if l == Cy {
		return En
	}
	return Cy
}

//go:embed en/*.yaml cy/*.yaml
var files embed.FS

var words = map[Lang]map[string]string{En: load(En), Cy: load(Cy)}

// T is the sentence under key, with {name} replaced from the name, value pairs of vars. Keys are "file.path.to.sentence".
// A missing key shows itself in brackets; a test sees to it that none is missing.
func T(l Lang, key string, vars ...any) string {
	s, ok := words[l][key]
	if !ok {
		return "[" + key + "]"
	}
	return Fill(s, vars...)
}

// N is T for a number of things: the sentence under key.one, .two, .few, .many or .other as the language has it
// (CLDR plural rules; Welsh uses all six), with {n} filled in. A .zero is said for none in English too where there is one.
func N(l Lang, key string, n int, vars ...any) string {
	form := category(l, n)
	if n == 0 && Has(l, key+".zero") {
		form = "zero"
	}
	s, ok := words[l][key+"."+form]
	if !ok {
		s, ok = words[l][key+".other"]
	}
	if !ok {
		return "[" + key + "]"
	}
	return Fill(s, append([]any{"n", n}, vars...)...)
}

// Has says whether there is a sentence under key in language l.
func Has(l Lang, key string) bool { _, ok := words[l][key]; return ok }

// Keys are all keys of language l; the caller may keep the map.
func Keys(l Lang) map[string]string {
	out := make(map[string]string, len(words[l]))
	for k, v := range words[l] {
		out[k] = v
	}
	return out
}

// Fill replaces {name} in s from name, value pairs.
func Fill(s string, vars ...any) string {
	if len(vars) == 0 || !strings.Contains(s, "{") {
		return s
	}
	pairs := make([]string, 0, len(vars))
	for i := 0; i+1 < len(vars); i += 2 {
		pairs = append(pairs, fmt.Sprintf("{%v}", vars[i]), fmt.Sprint(vars[i+1]))
	}
	return strings.NewReplacer(pairs...).Replace(s)
}

func category(l Lang, n int) string {
	switch {
	case l == Cy && n == 0:
		return "zero"
	case n == 1:
		return "one"
	case l == Cy && n == 2:
		return "two"
	case l == Cy && n == 3:
		return "few"
	case l == Cy && n == 6:
		return "many"
	}
	return "other"
}

// load reads the files of one language. They are part of the binary, so a mistake in them is a mistake of the build.
func load(l Lang) map[string]string {
	out := map[string]string{}
	entries, err := files.ReadDir(string(l))
	if err != nil {
		panic(err)
	}
	for _, e := range entries {
		name := path.Join(string(l), e.Name())
		text, err := files.ReadFile(name)
		if err != nil {
			panic(err)
		}
		var tree map[string]any
		if err := yaml.Unmarshal(text, &tree); err != nil {
			panic(name + ": " + err.Error())
		}
		flatten(strings.TrimSuffix(e.Name(), ".yaml"), tree, out)
	}
	return out
}

func flatten(prefix string, v any, out map[string]string) {
	switch v := v.(type) {
	case map[string]any:
		for k, sub := range v {
			flatten(prefix+"."+k, sub, out)
		}
	case []any:
		for i, sub := range v {
			flatten(fmt.Sprintf("%s.%d", prefix, i), sub, out)
		}
	case nil:
	default:
		out[prefix] = strings.TrimSpace(fmt.Sprint(v))
	}
}
