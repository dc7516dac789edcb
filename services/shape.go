package services

import (
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// form is what a node of a definition's YAML may be.
type form int

const (
	aText       form = iota // a sentence or a word
	aCode                   // an id: small letters, digits and hyphens
	aWhole                  // a whole number, min to max
	aMoney                  // pounds, with two decimals at most
	aDecimal                // a number with at most maxDecimals places
	aDay                    // a date like 2026-04-06
	aFlag                   // true or false
	oneOf                   // one of words
	aList                   // of items
	anObject                // with keys
	aDictionary             // any code (or one of words) to items
	either                  // the first of alts that fits the node
)

// shape says what may stand at a place of a definition. The loader checks with it and schema.go prints it, so that what an
// editor marks and what the loader refuses are the same.
type shape struct {
	is       form
	name     string // under $defs of the JSON Schema; "" is written where it is used
	what     string // in messages: "question kind"
	doc      string
	words    []string
	items    *shape
	keys     []key
	alts     []*shape
	min, max int
	one      []string // of an object: exactly one of these keys
	tests    []string // of a condition: with `question` exactly one of these keys, without it none
}

// key is one key of an object.
type key struct {
	name     string
	of       *shape
	required bool
	doc      string
	kinds    []Kind // where the object is a question: the kinds that know this key; none means all
}

func (s *shape) key(name string) *key {
	for i := range s.keys {
		if s.keys[i].name == name {
			return &s.keys[i]
		}
	}
	return nil
}

func (s *shape) keyNames() []string {
	names := make([]string, len(s.keys))
	for i, k := range s.keys {
		names[i] = k.name
	}
	return names
}

const (
	codePattern  = `^[a-z0-9]+(-[a-z0-9]+)*$`
	moneyPattern = `^[0-9]{1,6}(\.[0-9]{1,2})?$`
	dayPattern   = `^[0-9]{4}-[0-9]{2}-[0-9]{2}$`
)

var (
	codeRE  = regexp.MustCompile(codePattern)
	moneyRE = regexp.MustCompile(moneyPattern)
)

// checker holds one file against its shape.
type checker struct {
	file     string
	mistakes *Mistakes
}

func (c checker) at(n *yaml.Node) Pos { return Pos{c.file, n.Line, n.Column} }

func (c checker) wrong(n *yaml.Node, format string, args ...any) {
	c.mistakes.add(c.at(n), format, args...)
}

func (c checker) check(n *yaml.Node, s *shape) {
	if n.Kind == yaml.AliasNode || n.Anchor != "" {
		c.wrong(n, "anchors and aliases are not part of this format: write it out")
		return
	}
	switch s.is {
	case aText, aCode, aWhole, aMoney, aDecimal, aDay, aFlag, oneOf:
		c.scalar(n, s)
	case aList:
		c.list(n, s)
	case anObject:
		c.object(n, s)
	case aDictionary:
		c.dictionary(n, s)
	case either:
		c.check(n, pick(n, s))
	}
}

func (c checker) scalar(n *yaml.Node, s *shape) {
	if n.Kind != yaml.ScalarNode || n.Tag == "!!null" {
		c.wrong(n, "%s is %s, not %s", s.what, s.is, nodeName(n))
		return
	}
	switch s.is {
	case aText:
		if n.Value == "" {
			c.wrong(n, "%s is empty", s.what)
		}
	case aCode:
		if !codeRE.MatchString(n.Value) {
			c.wrong(n, "%s '%s' is not a code: small letters, digits and single hyphens only", s.what, clip(n.Value))
		}
	case aWhole:
		v, err := strconv.Atoi(n.Value)
		if err != nil || v < s.min || v > s.max {
			c.wrong(n, "%s is a whole number from %d to %d, not '%s'", s.what, s.min, s.max, clip(n.Value))
		}
	case aMoney:
		if !moneyRE.MatchString(n.Value) {
			c.wrong(n, "%s is an amount in pounds like 10.00, not '%s'", s.what, clip(n.Value))
		}
	case aDecimal:
		if _, ok := readAmount(n.Value); !ok {
			c.wrong(n, "%s is a number like 16 or 7.5, not '%s'", s.what, clip(n.Value))
		}
	case aDay:
		if _, ok := plainDay(n.Value); !ok {
			c.wrong(n, "%s is a date like 2026-04-06, not '%s'", s.what, clip(n.Value))
		}
	case aFlag:
		if n.Value != "true" && n.Value != "false" {
			c.wrong(n, "%s is true or false, not '%s'", s.what, clip(n.Value))
		}
	case oneOf:
		if !contains(s.words, n.Value) {
			c.wrong(n, "unknown %s '%s'%s", s.what, clip(n.Value), nearest(n.Value, s.words))
		}
	case aList, anObject, aDictionary, either:
	}
}

func (c checker) list(n *yaml.Node, s *shape) {
	if n.Kind != yaml.SequenceNode {
		c.wrong(n, "%s is a list, not %s", s.what, nodeName(n))
		return
	}
	if len(n.Content) == 0 {
		c.wrong(n, "%s is empty", s.what)
	}
	for _, item := range n.Content {
		c.check(item, s.items)
	}
}

func (c checker) object(n *yaml.Node, s *shape) {
	if !c.mapping(n, s) {
		return
	}
	kind := Kind(textAt(n, "kind"))
	for i := 0; i+1 < len(n.Content); i += 2 {
		name := n.Content[i]
		k := s.key(name.Value)
		if k == nil && n.Content[i+1].Tag == "!!null" {
			c.wrong(name, "'%s' is no key but the rest of a text with a comma: put the text in quotes", clip(name.Value))
			continue
		}
		if k == nil {
			c.wrong(name, "unknown key '%s' in %s%s", clip(name.Value), s.what, nearest(name.Value, s.keyNames()))
			continue
		}
		if len(k.kinds) > 0 && contains(Kinds, kind) && !contains(k.kinds, kind) {
			c.wrong(name, "'%s' means nothing for the kind %s", k.name, kind)
		}
		c.check(n.Content[i+1], k.of)
	}
	for _, k := range s.keys {
		if k.required && child(n, k.name) == nil {
			c.wrong(n, "%s lacks '%s'", s.what, k.name)
		}
	}
	if s.one != nil {
		c.single(n, s)
	}
}

// single sees to it that a condition says one thing: two keys side by side would leave open how they combine.
func (c checker) single(n *yaml.Node, s *shape) {
	forms, tests := present(n, s.one), present(n, s.tests)
	switch {
	case len(forms) == 0:
		c.wrong(n, "%s is one of %s", s.what, strings.Join(s.one, ", "))
	case len(forms) > 1:
		c.wrong(n, "%s says one thing, this says %s: put them under 'all' or 'any'", s.what, strings.Join(forms, " and "))
	case forms[0] != "question" && len(tests) > 0:
		c.wrong(n, "'%s' tests a question: add which", tests[0])
	case forms[0] == "question" && len(tests) == 0:
		c.wrong(n, "a test of a question needs one of %s", strings.Join(s.tests, ", "))
	case len(tests) > 1:
		c.wrong(n, "a test says one thing, this says %s: put them under 'all' or 'any'", strings.Join(tests, " and "))
	}
}

func present(n *yaml.Node, names []string) []string {
	var found []string
	for _, name := range names {
		if child(n, name) != nil {
			found = append(found, name)
		}
	}
	return found
}

func (c checker) dictionary(n *yaml.Node, s *shape) {
	if !c.mapping(n, s) {
		return
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		name := n.Content[i]
		switch {
		case n.Content[i+1].Tag == "!!null" && strings.Contains(name.Value, " "):
			c.wrong(name, "'%s' is no key but the rest of a text with a comma: put the text in quotes", clip(name.Value))
			continue
		case len(s.words) > 0 && !contains(s.words, name.Value):
			c.wrong(name, "unknown %s '%s'%s", s.what, clip(name.Value), nearest(name.Value, s.words))
		case len(s.words) == 0 && !codeRE.MatchString(name.Value):
			c.wrong(name, "'%s' in %s is not a code: small letters, digits and single hyphens only", clip(name.Value), s.what)
		}
		c.check(n.Content[i+1], s.items)
	}
}

// mapping makes sure of a mapping whose keys are plain and stand once: the YAML reader itself lets duplicates pass.
func (c checker) mapping(n *yaml.Node, s *shape) bool {
	if n.Kind != yaml.MappingNode {
		c.wrong(n, "%s is keys with values, not %s", s.what, nodeName(n))
		return false
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		name := n.Content[i]
		if name.Kind != yaml.ScalarNode || name.Anchor != "" {
			c.wrong(name, "a key is a word, not %s", nodeName(name))
			continue
		}
		if seen[name.Value] {
			c.wrong(name, "'%s' stands twice in %s", clip(name.Value), s.what)
		}
		seen[name.Value] = true
	}
	return true
}

// pick chooses among alternatives by what the node is and, between objects, by the first key that names the object.
func pick(n *yaml.Node, s *shape) *shape {
	for _, alt := range s.alts {
		if alt.is == anObject && n.Kind == yaml.MappingNode && child(n, alt.keys[0].name) != nil {
			return alt
		}
	}
	for _, alt := range s.alts {
		if (alt.is == anObject) == (n.Kind == yaml.MappingNode) {
			return alt
		}
	}
	return s.alts[0]
}

func (f form) String() string {
	switch f {
	case aText:
		return "text"
	case aCode:
		return "a code"
	case aWhole:
		return "a whole number"
	case aMoney:
		return "an amount in pounds"
	case aFlag:
		return "true or false"
	case oneOf:
		return "a word"
	case aList:
		return "a list"
	case anObject, aDictionary:
		return "keys with values"
	case either:
		return "one of several things"
	}
	return "unknown"
}

func nodeName(n *yaml.Node) string {
	switch {
	case n.Kind == yaml.SequenceNode:
		return "a list"
	case n.Kind == yaml.MappingNode:
		return "keys with values"
	case n.Tag == "!!null":
		return "nothing"
	}
	return "'" + clip(n.Value) + "'"
}

// clip keeps a message readable when somebody pasted a page into a word's place.
func clip(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}

func contains[T comparable](list []T, v T) bool {
	for _, x := range list {
		if x == v {
			return true
		}
	}
	return false
}
