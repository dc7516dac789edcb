package services

import (
	"regexp"
	"strings"
	"unicode"

	"github.com/samedoor/samedoor/lang"
)

// filling is what the variables of a wording stand for.
type filling struct {
	s    *Service
	l    lang.Lang
	a    Answers
	done bool // name, one and them are worked out
	name string
	one  string // the first name
	them bool   // it is about somebody else
}

func (s *Service) variables(l lang.Lang, a Answers) *filling { return &filling{s: s, l: l, a: a} }

// variable is a variable in a wording: {name}, {whose address}, {answer school}.
var variable = regexp.MustCompile(`\{([^{}]*)\}`)

// The variables that take what follows them. whose is possession, which the two languages put differently: "your address" and
// "Margaret's address", "eich cyfeiriad" and "cyfeiriad Margaret".
const (
	varWhose      = "whose"
	varWhoseFirst = "Whose" // at the beginning of a sentence
	varAnswer     = "answer"
)

func (f *filling) text(t string) string {
	if !strings.Contains(t, "{") {
		return t
	}
	return variable.ReplaceAllStringFunc(t, func(v string) string { return f.fill(v, v[1:len(v)-1]) })
}

// fill is what one variable stands for; one that is filled in elsewhere stays.
func (f *filling) fill(written, name string) string {
	word, rest, _ := strings.Cut(name, " ")
	switch {
	case name == "name":
		return f.person().name
	case name == "first":
		return f.person().one
	case word == varWhose && rest != "":
		return f.whose(rest)
	case word == varWhoseFirst && rest != "":
		whose := []rune(f.whose(rest))
		return string(unicode.ToUpper(whose[0])) + string(whose[1:])
	case word == varAnswer && rest != "":
		return f.answer(rest)
	}
	return written
}

func (f *filling) person() *filling {
	if !f.done {
		f.name, f.done = f.s.personName(f.l, f.a), true
		f.one = f.name // what stands for somebody is used whole: "yr ymgeisydd", not "yr"
		if f.a[f.s.Person.Name].Text != "" {
			f.one = firstName(f.name)
		}
		f.them = f.s.ForSomebodyElse(f.a)
	}
	return f
}

func (f *filling) whose(what string) string {
	if f.person().them {
		return lang.T(f.l, "answers.whose_them", "first", f.one, "what", what)
	}
	return lang.T(f.l, "answers.whose", "what", what)
}

// answer is an earlier answer as it reads; before it was given, and of one that is guarded, what it would tell.
func (f *filling) answer(id string) string {
	if f.s == nil || f.s.byID[id] == nil {
		return id
	}
	q := f.s.byID[id]
	if v, ok := f.a[id]; ok && q.Complete(v) && !v.Skipped && !q.anyGuarded() {
		return strings.Join(f.s.Show(f.l, q, v, f.a), ", ")
	}
	return inSentence(f.s.wording(f.l, q, f.a).Label)
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
	for _, t := range []*string{&w.Ask, &w.Hint, &w.Why, &w.Say, &w.ReadBack, &w.SMS, &w.Paper, &w.Label, &w.Prefix, &w.Suffix} {
		*t = f.text(*t)
	}
	w.Probes, w.Body = f.texts(w.Probes), f.texts(w.Body)
	if w.More != nil {
		more := make([]More, len(w.More))
		for i, m := range w.More {
			more[i] = More{f.text(m.Title), f.texts(m.Body)}
		}
		w.More = more
	}
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
