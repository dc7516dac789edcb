package services

import (
	"maps"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/samedoor/samedoor/lang"
)

// Wording is everything said about one question in one language, variants and variables already put in. The maps may be
// shared with other callers: read them only.
type Wording struct {
	Ask      string             // the question; heading of its page
	Hint     string             // under it
	Why      string             // why we ask
	Say      string             // what an agent says; Ask where the definition has none
	Probes   []string           // what an agent may ask further
	ReadBack string             // how the agent reads the answer back; "" where not wanted; {answer} stays while there is none
	SMS      string             // short enough for one text with its choices where possible; Ask where there is none
	Paper    string             // Ask where there is none
	Label    string             // short, for lists of answers
	Body     []string           // paragraphs above the question; all there is of an info page or a declaration
	More     []More             // more to read, shown when it is opened
	Prefix   string             // stands before a number
	Suffix   string             // stands after it
	Options  map[string]string  // option code to its text; "yes" and "no" of a yes-no question, kinds of document of a file
	OptHints map[string]string  // option code to a hint
	Fields   map[string]Wording // List: by field
	Problems map[string]string  // sentences for this question's own problem codes
}

// More is something to read that is shown when it is opened.
type More struct {
	Title string
	Body  []string
}

// words is the wording of one service in one language, ready to be said.
type words struct {
	single    map[string]string    // by key
	several   map[string][]string  // by key
	questions map[string]*variants // by Question.key
}

// variants are the wordings of one question: to the person themself, and about somebody else.
type variants struct {
	own, them         Wording
	ownVars, themVars bool // there are variables in it
}

// readWords makes the wording out of a file's tree; what is missing in the tree is missing in the words.
func readWords(s *Service, l lang.Lang, root *yaml.Node) *words {
	w := &words{single: map[string]string{}, several: map[string][]string{}, questions: map[string]*variants{}}
	w.flatten("", root)
	questions := child(root, "questions")
	for _, step := range s.Steps {
		if q := step.Question; q != nil {
			w.add(q, readVariants(q, l, child(questions, q.ID), w))
		}
	}
	if w.single["untranslated"] == "true" {
		w.untranslated(s, l)
	}
	return w
}

// untranslated has every door say, before starting and where each section begins, that what follows is in the other language.
func (w *words) untranslated(s *Service, l lang.Lang) {
	said := []string{lang.T(l, "answers.untranslated")}
	w.several["before"] = append(said, w.several["before"]...)
	section := ""
	for _, step := range s.Steps {
		q := step.Question
		if q == nil || q.Section == section || w.questions[q.key] == nil {
			continue
		}
		section = q.Section
		v := w.questions[q.key]
		v.own.Body, v.them.Body = append(said[:1:1], v.own.Body...), append(said[:1:1], v.them.Body...)
	}
}

// flatten keeps everything but the questions under keys like "stops.organisation.title".
func (w *words) flatten(prefix string, n *yaml.Node) {
	for i, kv := 0, pairs(n); i < len(kv); i += 2 {
		key, v := prefix+kv[i].Value, kv[i+1]
		switch {
		case key == "questions":
		case v.Kind == yaml.MappingNode:
			w.flatten(key+".", v)
		case v.Kind == yaml.SequenceNode:
			w.several[key] = textsAt(n, kv[i].Value)
		case v.Kind == yaml.ScalarNode:
			w.single[key] = v.Value
		}
	}
}

// add keeps the wording of a question, and that of its fields by themselves.
func (w *words) add(q *Question, v *variants) {
	w.questions[q.key] = v
	for i := range q.Fields {
		f := &q.Fields[i]
		w.questions[f.key] = &variants{own: v.own.Fields[f.ID], them: v.them.Fields[f.ID], ownVars: v.ownVars, themVars: v.themVars}
	}
}

func readVariants(q *Question, l lang.Lang, n *yaml.Node, w *words) *variants {
	own := readWording(n)
	them := override(own, readWording(child(n, "them")))
	v := &variants{own: own, them: them}
	for _, one := range []*Wording{&v.own, &v.them} {
		supply(q, l, one, w)
		finish(one)
	}
	v.ownVars, v.themVars = v.own.hasVariables(), v.them.hasVariables()
	return v
}

func readWording(n *yaml.Node) Wording {
	w := Wording{
		Ask: textAt(n, "ask"), Label: textAt(n, "label"), Hint: textAt(n, "hint"), Why: textAt(n, "why"), Say: textAt(n, "say"),
		Probes: textsAt(n, "probes"), ReadBack: textAt(n, "readback"), SMS: textAt(n, "sms"), Paper: textAt(n, "paper"),
		Body: textsAt(n, "body"), Prefix: textAt(n, "prefix"), Suffix: textAt(n, "suffix"), Options: map[string]string{}, OptHints: map[string]string{}, Problems: map[string]string{},
	}
	for i, kv := 0, pairs(child(n, "options")); i < len(kv); i += 2 {
		code, v := kv[i].Value, kv[i+1]
		if v.Kind == yaml.ScalarNode {
			w.Options[code] = v.Value
			continue
		}
		w.Options[code] = textAt(v, "text")
		if hint := textAt(v, "hint"); hint != "" {
			w.OptHints[code] = hint
		}
	}
	for i, kv := 0, pairs(child(n, "problems")); i < len(kv); i += 2 {
		w.Problems[kv[i].Value] = kv[i+1].Value
	}
	for _, more := range items(child(n, "more")) {
		w.More = append(w.More, More{textAt(more, "title"), textsAt(more, "body")})
	}
	fields := pairs(child(n, "fields"))
	for i := 0; i < len(fields); i += 2 {
		if w.Fields == nil {
			w.Fields = map[string]Wording{}
		}
		f := readWording(fields[i+1])
		w.Fields[fields[i].Value] = f
	}
	return w
}

// override is base with everything that over says differently. Where over asks differently but keeps silent on how a door
// says it, the door falls back to that new question, not to base's: "How old are you?" must not go out about a child.
func override(base, over Wording) Wording {
	out := base
	if over.Ask != "" {
		out.Ask, out.Say, out.SMS, out.Paper = over.Ask, "", "", ""
	}
	for _, part := range []struct {
		to   *string
		from string
	}{{&out.Label, over.Label}, {&out.Hint, over.Hint}, {&out.Why, over.Why}, {&out.Say, over.Say},
		{&out.ReadBack, over.ReadBack}, {&out.SMS, over.SMS}, {&out.Paper, over.Paper}, {&out.Prefix, over.Prefix}, {&out.Suffix, over.Suffix}} {
		if part.from != "" {
			*part.to = part.from
		}
	}
	if over.Probes != nil {
		out.Probes = over.Probes
	}
	if over.Body != nil {
		out.Body = over.Body
	}
	if over.More != nil {
		out.More = over.More
	}
	out.Options, out.OptHints, out.Problems = merged(base.Options, over.Options), merged(base.OptHints, over.OptHints), merged(base.Problems, over.Problems)
	if base.Fields != nil {
		out.Fields = maps.Clone(base.Fields)
	}
	for id, f := range over.Fields {
		if _, known := out.Fields[id]; known {
			out.Fields[id] = override(out.Fields[id], f)
		}
	}
	return out
}

func merged(base, over map[string]string) map[string]string {
	if len(over) == 0 {
		return base
	}
	out := maps.Clone(base)
	maps.Copy(out, over)
	return out
}

// supply adds what a service need not word itself: yes and no, and the names of kinds of document.
func supply(q *Question, l lang.Lang, w *Wording, all *words) {
	switch q.Kind {
	case YesNo:
		w.Options = merged(map[string]string{"yes": lang.T(l, "answers.yes"), "no": lang.T(l, "answers.no")}, w.Options)
	case File:
		w.Options = maps.Clone(w.Options)
		for _, kind := range q.Accept {
			if w.Options[kind] == "" {
				w.Options[kind] = all.single["evidence."+kind]
			}
		}
	default:
	}
	if w.Fields != nil {
		w.Fields = maps.Clone(w.Fields)
	}
	for i := range q.Fields {
		f := &q.Fields[i]
		if fw, ok := w.Fields[f.ID]; ok {
			supply(f, l, &fw, all)
			w.Fields[f.ID] = fw
		}
	}
}

// finish puts Ask wherever a door has no words of its own.
func finish(w *Wording) {
	for _, door := range []*string{&w.Say, &w.SMS, &w.Paper} {
		if *door == "" {
			*door = w.Ask
		}
	}
	for id, f := range w.Fields {
		finish(&f)
		w.Fields[id] = f
	}
}

// texts visits every text of a wording with its place in it.
func (w *Wording) texts(visit func(place, text string)) {
	for _, t := range []struct{ place, text string }{{"ask", w.Ask}, {"label", w.Label}, {"hint", w.Hint}, {"why", w.Why}, {"say", w.Say},
		{"readback", w.ReadBack}, {"sms", w.SMS}, {"paper", w.Paper}, {"prefix", w.Prefix}, {"suffix", w.Suffix}} {
		if t.text != "" {
			visit(t.place, t.text)
		}
	}
	for place, list := range map[string][]string{"probes": w.Probes, "body": w.Body} {
		for i, text := range list {
			visit(place+"."+strconv.Itoa(i), text)
		}
	}
	for i, more := range w.More {
		visit("more."+strconv.Itoa(i), more.Title)
		for _, text := range more.Body {
			visit("more."+strconv.Itoa(i), text)
		}
	}
	for place, list := range map[string]map[string]string{"options": w.Options, "options hint": w.OptHints, "problems": w.Problems} {
		for code, text := range list {
			visit(place+"."+code, text)
		}
	}
	for id, f := range w.Fields {
		f.texts(func(place, text string) { visit("fields."+id+"."+place, text) })
	}
}

// hasVariables leaves problems out: those are filled when they are said.
func (w *Wording) hasVariables() bool {
	found := false
	w.texts(func(place, text string) {
		found = found || strings.Contains(text, "{") && !strings.Contains(place, "problems.")
	})
	return found
}

func all(q *Question) []Option {
	if q.Kind == YesNo {
		return yesNo
	}
	return q.Options
}

// readNames makes the folded names by which an option may be meant: its code first, then its texts in both languages and
// both variants.
func readNames(s *Service) map[string]map[string][]string {
	names := map[string]map[string][]string{}
	add := func(q *Question, options []Option) {
		byCode := map[string][]string{}
		for _, o := range options {
			byCode[o.Code] = []string{fold(o.Code)}
			for _, l := range lang.All {
				if v := s.words[l].questions[q.key]; v != nil {
					byCode[o.Code] = append(byCode[o.Code], fold(v.own.Options[o.Code]), fold(v.them.Options[o.Code]))
				}
			}
		}
		names[q.key] = byCode
	}
	for _, step := range s.Steps {
		if q := step.Question; q != nil {
			add(q, all(q))
			for i := range q.Fields {
				add(&q.Fields[i], all(&q.Fields[i]))
			}
		}
	}
	return names
}
