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

// Untranslated says that the wording in l is still in the other language, as an imported form's is that has no twin: every door
// says so, and check reminds of it.
func (s *Service) Untranslated(l lang.Lang) bool {
	w := s.words[l]
	return w != nil && w.single["untranslated"] == "true"
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
