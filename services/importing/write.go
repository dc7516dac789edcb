package importing

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/services"
)

// The deadlines of a service whose form names none, in working days. They are for the agency to set.
const (
	defaultTarget = 20
	defaultFinal  = 40
)

// mapping is keys with values, in order.
func mapping() *yaml.Node { return &yaml.Node{Kind: yaml.MappingNode} }

func sequence() *yaml.Node { return &yaml.Node{Kind: yaml.SequenceNode} }

// put adds a key, unless its value is nothing.
func put(n *yaml.Node, key string, v any) {
	var value *yaml.Node
	switch v := v.(type) {
	case *yaml.Node:
		if v == nil || v.Kind != yaml.ScalarNode && len(v.Content) == 0 {
			return
		}
		value = v
	case string:
		if v == "" {
			return
		}
		value = scalar(v)
	case raw:
		value = &yaml.Node{Kind: yaml.ScalarNode, Value: string(v)}
	case int:
		if v == 0 {
			return
		}
		value = &yaml.Node{Kind: yaml.ScalarNode, Value: strconv.Itoa(v)}
	case bool:
		if !v {
			return
		}
		value = &yaml.Node{Kind: yaml.ScalarNode, Value: "true"}
	}
	n.Content = append(n.Content, scalar(key), value)
}

func texts(list []string) *yaml.Node {
	n := sequence()
	for _, s := range list {
		n.Content = append(n.Content, scalar(s))
	}
	return n
}

// scalar is a text; in quotes where another reader of YAML would take it for a flag.
func scalar(s string) *yaml.Node {
	n := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: s}
	switch strings.ToLower(s) {
	case "yes", "no", "on", "off", "y", "n":
		n.Style = yaml.DoubleQuotedStyle
	}
	return n
}

// node is a condition as it is written.
func (c *cond) node() *yaml.Node {
	if c == nil {
		return nil
	}
	n := mapping()
	n.Style = yaml.FlowStyle
	switch c.op {
	case "all", "any":
		n.Style = 0
		list := sequence()
		for _, k := range c.list {
			list.Content = append(list.Content, k.node())
		}
		put(n, c.op, list)
	case "not":
		put(n, "not", c.list[0].node())
	case "named":
		put(n, "named", c.name)
	case "test":
		put(n, "question", c.name)
		switch v := c.value.(type) {
		case []string:
			in := texts(v)
			in.Style = yaml.FlowStyle
			put(n, c.key, in)
		case int:
			put(n, c.key, raw(strconv.Itoa(v)))
		default:
			put(n, c.key, v)
		}
	}
	return n
}

// service is service.yaml.
func (b *builder) service(id string, version int) *yaml.Node {
	n := mapping()
	put(n, "service", id)
	put(n, "version", version)
	deadline := mapping()
	deadline.Style = yaml.FlowStyle
	put(deadline, "target", defaultTarget)
	put(deadline, "final", defaultFinal)
	put(n, "deadline", deadline)
	put(n, "tasks", len(b.sections) > 3)
	if b.f.fee != "" {
		put(n, "fee", raw(b.f.fee))
	}
	put(n, "person", b.person())
	conditions := mapping()
	used := b.usedNames()
	for _, c := range b.named {
		if used[c.name] {
			put(conditions, c.name, c.cond.node())
		}
	}
	put(n, "conditions", conditions)
	sections := sequence()
	for _, s := range b.sections {
		steps := sequence()
		for _, st := range b.steps {
			if st.section == s.id {
				steps.Content = append(steps.Content, st.node())
			}
		}
		if len(steps.Content) > 0 {
			one := mapping()
			put(one, "id", s.id)
			put(one, "steps", steps)
			sections.Content = append(sections.Content, one)
		}
	}
	put(n, "sections", sections)
	return n
}

// usedNames are the named conditions that a step hangs on.
func (b *builder) usedNames() map[string]bool {
	used, byName := map[string]bool{}, map[string]*cond{}
	for _, c := range b.named {
		byName[c.name] = c.cond
	}
	var use func(string)
	use = func(name string) {
		if !used[name] {
			used[name] = true
			byName[name].names(use)
		}
	}
	for _, s := range b.steps {
		s.when.names(use)
		for _, o := range s.options {
			o.when.names(use)
		}
	}
	return used
}

func (s *step) node() *yaml.Node {
	n := mapping()
	if s.stop {
		n.Style = yaml.FlowStyle
		put(n, "stop", s.id)
		put(n, "when", s.when.node())
		if s.when != nil && !s.when.simple() {
			n.Style = 0
		}
		return n
	}
	put(n, "question", s.id)
	put(n, "kind", string(s.kind))
	put(n, "when", s.when.node())
	put(n, "past", s.past)
	put(n, "private", s.private)
	if s.of != nil {
		s.rules(n)
	}
	options := sequence()
	for _, o := range s.options {
		options.Content = append(options.Content, o.node())
	}
	put(n, "options", options)
	fields := sequence()
	for _, f := range s.fields {
		fields.Content = append(fields.Content, f.node())
	}
	put(n, "fields", fields)
	doors := mapping()
	doors.Style = yaml.FlowStyle
	switch {
	case s.kind == services.File:
		put(doors, "sms", string(services.Later))
	case s.link:
		put(doors, "sms", string(services.Link))
	}
	put(n, "doors", doors)
	return n
}

func (s *step) rules(n *yaml.Node) {
	c := s.of
	put(n, "optional", c.optional && s.kind != services.List)
	switch s.kind {
	case services.Text, services.Number, services.Money:
		put(n, "max", c.max)
		put(n, "min", c.min)
	case services.LongText:
		put(n, "words", c.words)
		put(n, "max", c.max)
		put(n, "min", c.min)
	case services.File:
		put(n, "max", c.max)
	case services.List:
		put(n, "max", c.max)
		put(n, "min", raw(strconv.Itoa(c.min)))
	case services.Date, services.Month:
		put(n, "past", c.past)
		put(n, "future", c.future)
	case services.Address:
		put(n, "abroad", c.abroad)
	default:
	}
	if s.kind == services.Number {
		put(n, "decimals", c.decimals)
	}
	if (s.kind == services.Choice || s.kind == services.Choices) && c.otherCode != "" {
		put(n, "other", c.otherCode)
	}
}

func (o optionRule) node() *yaml.Node {
	if !o.exclusive && o.when == nil {
		return scalar(o.code)
	}
	n := mapping()
	n.Style = yaml.FlowStyle
	put(n, "code", o.code)
	put(n, "exclusive", o.exclusive)
	put(n, "when", o.when.node())
	return n
}

// in is a text in one language.
func (t text) in(l lang.Lang) string {
	if l == lang.Cy {
		return t.cy
	}
	return t.en
}

func in(list []text, l lang.Lang) *yaml.Node {
	out := make([]string, len(list))
	for i, t := range list {
		out[i] = t.in(l)
	}
	return texts(out)
}

// wording is en.yaml or cy.yaml.
func (b *builder) wording(l lang.Lang) *yaml.Node {
	n := mapping()
	put(n, "untranslated", l == lang.Cy && b.welsh == "none")
	put(n, "name", b.name().in(l))
	put(n, "summary", either(b.plain(b.f.summary, where{TheForm, "", "summary"}), b.name()).in(l))
	var before []text
	for _, t := range b.f.before {
		before = append(before, b.paragraphs(t, where{TheForm, "", "before"})...)
	}
	put(n, "before", in(before, l))
	sections, stops, questions := mapping(), mapping(), mapping()
	for _, s := range b.sections {
		if b.filled(s.id) {
			put(sections, s.id, s.title.in(l))
		}
	}
	for _, s := range b.steps {
		if s.stop {
			one := mapping()
			put(one, "title", s.words.ask.in(l))
			put(one, "body", in(s.words.body, l))
			put(stops, s.id, one)
			continue
		}
		put(questions, s.id, s.words.node(l))
	}
	put(n, "sections", sections)
	put(n, "stops", stops)
	if len(questions.Content) == 0 {
		questions.Style = yaml.FlowStyle
		n.Content = append(n.Content, scalar("questions"), questions)
	}
	put(n, "questions", questions)
	return n
}

func (b *builder) filled(section string) bool {
	for _, s := range b.steps {
		if s.section == section {
			return true
		}
	}
	return false
}

func (w *wording) node(l lang.Lang) *yaml.Node {
	n := mapping()
	put(n, "ask", w.ask.in(l))
	put(n, "label", w.label.in(l))
	put(n, "hint", w.hint.in(l))
	if w.sms.en != w.ask.en || w.sms.cy != w.ask.cy {
		put(n, "sms", w.sms.in(l))
	}
	put(n, "body", in(w.body, l))
	list := sequence()
	for _, m := range w.more {
		one := mapping()
		put(one, "title", m.title.in(l))
		put(one, "body", in(m.body, l))
		list.Content = append(list.Content, one)
	}
	put(n, "more", list)
	put(n, "prefix", w.prefix.in(l))
	put(n, "suffix", w.suffix.in(l))
	options := mapping()
	for _, o := range w.options {
		if o.hint.en == "" {
			put(options, o.code, o.text.in(l))
			continue
		}
		one := mapping()
		put(one, "text", o.text.in(l))
		put(one, "hint", o.hint.in(l))
		put(options, o.code, one)
	}
	put(n, "options", options)
	fields := mapping()
	for i := range w.fields {
		put(fields, w.fields[i].id, w.fields[i].node(l))
	}
	put(n, "fields", fields)
	return n
}

// files writes the three files of the definition.
func (b *builder) files(id string, version int) (map[string]string, error) {
	out := map[string]string{}
	for name, n := range map[string]*yaml.Node{"service.yaml": b.service(id, version), "en.yaml": b.wording(lang.En), "cy.yaml": b.wording(lang.Cy)} {
		var text bytes.Buffer
		e := yaml.NewEncoder(&text)
		e.SetIndent(2)
		if err := e.Encode(n); err != nil {
			return nil, fmt.Errorf("writing %s: %w", name, err)
		}
		out[name] = text.String()
	}
	return out, nil
}
