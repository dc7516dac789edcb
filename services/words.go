package services

import (
	"strings"

	"github.com/samedoor/samedoor/lang"
)

// Words is the wording of q. a supplies variables ({name}) and picks the variant for somebody else.
func (s *Service) Words(l lang.Lang, q *Question, a Answers) Wording {
	w := s.wording(l, q, a)
	if strings.Contains(w.ReadBack, "{answer}") {
		if given, ok := a[q.ID]; ok && q.Complete(given) {
			w.ReadBack = strings.ReplaceAll(w.ReadBack, "{answer}", strings.Join(s.Show(l, q, given, a), ", "))
		}
	}
	return w
}

// wording is Words without the answer read back.
func (s *Service) wording(l lang.Lang, q *Question, a Answers) Wording {
	v := s.words[l].questions[q.key]
	if v == nil {
		return Wording{}
	}
	w, vars := v.own, v.ownVars
	if s.ForSomebodyElse(a) {
		w, vars = v.them, v.themVars
	}
	if !vars {
		return w
	}
	return s.variables(l, a).wording(w)
}

// Word is a sentence of the service that belongs to no question ("name", "summary", "stops.<id>.title",
// "stops.<id>.body", "routes.<code>", "criteria.<code>.name", "criteria.<code>.law", "sections.<id>", "before" …).
// Paragraphs are joined by an empty line. A missing key shows itself in brackets; Load sees to it that none is missing.
func (s *Service) Word(l lang.Lang, key string, a Answers) string {
	key = s.variant(l, key, a)
	if text, ok := s.words[l].single[key]; ok {
		return s.variables(l, a).text(text)
	}
	if list := s.Paragraphs(l, key, a); list != nil {
		return strings.Join(list, "\n\n")
	}
	return "[" + key + "]"
}

// Paragraphs is a list of sentences of the service ("before", "stops.<id>.body", "awarded.next"); nil where there is none.
func (s *Service) Paragraphs(l lang.Lang, key string, a Answers) []string {
	return s.variables(l, a).texts(s.words[l].several[s.variant(l, key, a)])
}

// variant is the key of a stop's wording about somebody else, where it is and has one.
func (s *Service) variant(l lang.Lang, key string, a Answers) string {
	if !strings.HasPrefix(key, "stops.") || !s.ForSomebodyElse(a) {
		return key
	}
	dot := strings.LastIndexByte(key, '.')
	other := key[:dot] + ".them" + key[dot:]
	if _, ok := s.words[l].single[other]; ok {
		return other
	}
	if _, ok := s.words[l].several[other]; ok {
		return other
	}
	return key
}

// ForSomebodyElse says whether these answers are given for somebody other than the person who gives them: then their own name
// and address are not what is asked for, and the "them" wording is used.
func (s *Service) ForSomebodyElse(a Answers) bool {
	if s.Them == nil {
		return false
	}
	p := pass{a: a, all: true}
	return p.holds(s.Them)
}

// filling is what the variables of a wording stand for.
type filling struct {
	s    *Service
	l    lang.Lang
	a    Answers
	done bool // name and first are worked out
	name string
	one  string
}

func (s *Service) variables(l lang.Lang, a Answers) *filling { return &filling{s: s, l: l, a: a} }

func (f *filling) text(t string) string {
	if !strings.Contains(t, "{") {
		return t
	}
	if !f.done {
		f.name, f.done = f.s.personName(f.l, f.a), true
		f.one = firstName(f.name)
	}
	if strings.Contains(t, "{name}") {
		t = strings.ReplaceAll(t, "{name}", f.name)
	}
	if strings.Contains(t, "{first}") {
		t = strings.ReplaceAll(t, "{first}", f.one)
	}
	return t
}

func (f *filling) texts(list []string) []string {
	if list == nil {
		return nil
	}
	out := make([]string, len(list))
	for i, t := range list {
		out[i] = f.text(t)
	}
	return out
}

func (f *filling) byCode(list map[string]string) map[string]string {
	found := false
	for _, t := range list {
		found = found || strings.Contains(t, "{")
	}
	if !found {
		return list
	}
	out := make(map[string]string, len(list))
	for code, t := range list {
		out[code] = f.text(t)
	}
	return out
}

func (f *filling) wording(w Wording) Wording {
	for _, t := range []*string{&w.Ask, &w.Hint, &w.Why, &w.Say, &w.ReadBack, &w.SMS, &w.Paper, &w.Label} {
		*t = f.text(*t)
	}
	w.Probes, w.Body = f.texts(w.Probes), f.texts(w.Body)
	w.Options, w.OptHints = f.byCode(w.Options), f.byCode(w.OptHints)
	if w.Fields != nil {
		fields := make(map[string]Wording, len(w.Fields))
		for id, field := range w.Fields {
			fields[id] = f.wording(field)
		}
		w.Fields = fields
	}
	return w
}

// personName is the name of the person the service is for; before it was asked, a word that stands for them.
func (s *Service) personName(l lang.Lang, a Answers) string {
	if name := a[s.Person.Name].Text; name != "" {
		return name
	}
	return lang.T(l, "answers.somebody")
}

// titles are left out of a first name, by those who write one though none was asked for.
var titles = map[string]bool{"mr": true, "mrs": true, "ms": true, "miss": true, "mx": true, "dr": true, "prof": true, "rev": true,
	"parch": true, "sir": true, "lady": true, "lord": true, "dame": true}

// firstName is the first word of a name; after a title the whole of it, because what follows may be a surname.
func firstName(name string) string {
	first, _, more := strings.Cut(name, " ")
	if more && titles[strings.ToLower(strings.TrimSuffix(first, "."))] {
		return name
	}
	return first
}
