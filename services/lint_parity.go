package services

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// parity holds the two languages against each other: the same keys, as many paragraphs, the same variables. What the
// definition names (questions, options …) is checked against the definition, not here.
type parity struct {
	en, cy checker
}

func (p parity) compare(en, cy *yaml.Node, s *shape, place string) {
	switch s.is {
	case anObject:
		for _, k := range s.keys {
			p.key(en, cy, k.name, k.of, place)
		}
	case aDictionary:
		p.dictionary(en, cy, s, place)
	case aList:
		if len(en.Content) != len(cy.Content) {
			p.cy.wrong(cy, "%s has %d paragraphs, in English %d", strings.TrimPrefix(place, "."), len(cy.Content), len(en.Content))
			return
		}
		for i := range en.Content {
			p.compare(en.Content[i], cy.Content[i], s.items, place)
		}
	case either:
		p.either(en, cy, s, place)
	case aText, aCode, aWhole, aMoney, aDecimal, aDay, aFlag, oneOf:
		p.text(en, cy, place)
	}
}

func (p parity) key(en, cy *yaml.Node, name string, of *shape, place string) {
	if place == "" && (name == "also" || name == "untranslated") { // each language has its own words to look by
		return
	}
	a, b := child(en, name), child(cy, name)
	switch {
	case a != nil && b != nil:
		p.compare(a, b, of, place+"."+name)
	case a != nil:
		p.cy.wrong(cy, "%s has '%s' in English but not here", here(place), name)
	case b != nil:
		p.en.wrong(en, "%s has '%s' in Welsh but not here", here(place), name)
	}
}

func (p parity) dictionary(en, cy *yaml.Node, s *shape, place string) {
	for i, kv := 0, pairs(en); i < len(kv); i += 2 {
		name := kv[i].Value
		b := child(cy, name)
		if b != nil {
			p.compare(kv[i+1], b, s.items, place+"."+name)
		} else if len(s.words) > 0 || strings.Contains(place, ".them.") {
			p.cy.wrong(cy, "%s has '%s' in English but not here", here(place), clip(name))
		}
	}
	for i, kv := 0, pairs(cy); i < len(kv); i += 2 {
		if name := kv[i].Value; child(en, name) == nil && (len(s.words) > 0 || strings.Contains(place, ".them.")) {
			p.en.wrong(en, "%s has '%s' in Welsh but not here", here(place), clip(name))
		}
	}
}

// either compares an option's text with an option's text and hint.
func (p parity) either(en, cy *yaml.Node, s *shape, place string) {
	a, b := pick(en, s), pick(cy, s)
	if a == b {
		p.compare(en, cy, a, place)
		return
	}
	asText := func(n *yaml.Node) *yaml.Node {
		if n.Kind == yaml.MappingNode {
			return child(n, "text")
		}
		return n
	}
	if hint := child(en, "hint"); hint != nil {
		p.cy.wrong(cy, "%s has 'hint' in English but not here", here(place))
	}
	if hint := child(cy, "hint"); hint != nil {
		p.en.wrong(en, "%s has 'hint' in Welsh but not here", here(place))
	}
	if en, cy = asText(en), asText(cy); en != nil && cy != nil {
		p.text(en, cy, place)
	}
}

func (p parity) text(en, cy *yaml.Node, place string) {
	a, b := variablesIn(en.Value), variablesIn(cy.Value)
	if !slices.Equal(a, b) {
		p.cy.wrong(cy, "%s has other variables than in English: here %s, there %s", here(place), braced(b), braced(a))
	}
}

func here(place string) string {
	if place == "" {
		return "the wording"
	}
	return strings.TrimPrefix(place, ".")
}

func braced(names []string) string {
	if len(names) == 0 {
		return "none"
	}
	return "{" + strings.Join(names, "} {") + "}"
}
