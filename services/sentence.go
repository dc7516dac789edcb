package services

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/samedoor/samedoor/lang"
)

// Sentence words a problem in a language: the question's own sentence, else lang's "problems.<code>-<part>", else
// "problems.<code>-<kind>", else "problems.<code>". Variables are {label} and the problem's Vars.
func (s *Service) Sentence(l lang.Lang, p Problem, a Answers) string {
	q := s.byID[p.Question]
	if q == nil {
		return s.lastResort(l, p, a)
	}
	w := s.wording(l, q, a)
	kind, label, own := q.Kind, w.Label, w.Problems[p.Code]
	if f, fw := s.fieldOf(q, w, p.Field); f != nil {
		kind, label = f.Kind, fw.Label
		if fw.Problems[p.Code] != "" {
			own = fw.Problems[p.Code]
		}
	}
	f := s.variables(l, a)
	label = f.text(label)
	vars := []any{"label", inSentence(label), "Label", label}
	for name, v := range p.Vars {
		if name == "option" {
			v = w.Options[fmt.Sprint(v)]
		}
		vars = append(vars, name, v)
	}
	if own != "" {
		return f.text(lang.Fill(own, vars...))
	}
	for _, closer := range []string{p.Field[strings.LastIndexByte(p.Field, '.')+1:], string(kind)} {
		if key := "problems." + p.Code + "-" + closer; lang.Has(l, key) {
			return lang.T(l, key, vars...)
		}
	}
	return lang.T(l, "problems."+p.Code, vars...)
}

// lastResort words a problem of the whole: a stop says its own title.
func (s *Service) lastResort(l lang.Lang, p Problem, a Answers) string {
	if id := fmt.Sprint(p.Vars["stop"]); p.Code == "stopped" {
		return lang.T(l, "problems.stopped", "title", s.Word(l, "stops."+id+".title", a))
	}
	return lang.T(l, "problems."+p.Code, "label", "", "Label", "")
}

// fieldOf is the field of a list or a person that a problem's part ("dose", "started.day") belongs to.
func (s *Service) fieldOf(q *Question, w Wording, part string) (*Question, Wording) {
	if len(q.Fields) == 0 || part == "" {
		return nil, Wording{}
	}
	id, _, _ := strings.Cut(part, ".")
	f := q.field(id)
	if f == nil {
		return nil, Wording{}
	}
	return f, w.Fields[id]
}

// inSentence is a label as it stands inside a sentence: "date of birth". A label with names in it ("National Insurance
// number", "PIP score") stays as it is.
func inSentence(label string) string {
	runes := []rune(label)
	if len(runes) < 2 || !unicode.IsUpper(runes[0]) || unicode.IsUpper(runes[1]) {
		return label
	}
	for i := 1; i < len(runes); i++ {
		if unicode.IsUpper(runes[i]) {
			return label
		}
	}
	return string(unicode.ToLower(runes[0])) + string(runes[1:])
}
