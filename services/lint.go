package services

import (
	"path"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/lang"
)

// lint finds what is wrong with a definition that can be built: gaps in its wording, texts that do not fit their door, and
// steps that nobody can ever reach.
func (l *loader) lint(s *Service) {
	for _, lng := range lang.All {
		w := wordingLint{checker{path.Join(l.dir, string(lng)+".yaml"), &l.mistakes}, s, lng, l.roots[string(lng)+".yaml"]}
		w.complete()
		w.questions()
	}
	en, cy := l.checker(lang.En), l.checker(lang.Cy)
	parity{en, cy}.compare(l.roots["en.yaml"], l.roots["cy.yaml"], format.wording, "")
	l.unreachable(s)
}

func (l *loader) checker(lng lang.Lang) checker {
	return checker{path.Join(l.dir, string(lng)+".yaml"), &l.mistakes}
}

// wordingLint holds one language against the definition.
type wordingLint struct {
	checker
	s    *Service
	l    lang.Lang
	root *yaml.Node
}

func (w wordingLint) complete() {
	s := w.s
	var routes, criteria, stops []string
	for _, r := range s.Routes {
		routes = append(routes, r.Code)
	}
	for _, c := range s.Criteria {
		criteria = append(criteria, c.Code)
	}
	for _, step := range s.Steps {
		if step.Stop != nil {
			stops = append(stops, step.Stop.ID)
		}
	}
	w.names(w.root, "sections", "section", s.Sections)
	w.names(w.root, "routes", "route", routes)
	w.names(w.root, "criteria", "criterion", criteria)
	w.names(w.root, "stops", "stop", stops)
	w.names(w.root, "evidence", "kind of document", s.Evidence)
	if len(routes) > 0 && child(w.root, "awarded") == nil {
		w.wrong(w.root, "there are routes to an award but no 'awarded': what happens after it?")
	}
	w.variables(w.root, "")
}

// names sees to it that under key of n there is wording for each of these and for nothing else.
func (w wordingLint) names(n *yaml.Node, key, what string, want []string) {
	have := child(n, key)
	for _, name := range want {
		if child(have, name) == nil {
			at := have
			if at == nil {
				at = n
			}
			w.wrong(at, "no wording for the %s '%s' under '%s'", what, name, key)
		}
	}
	w.known(have, key, what, want)
}

func (w wordingLint) known(have *yaml.Node, key, what string, want []string) {
	for i, kv := 0, pairs(have); i < len(kv); i += 2 {
		if !contains(want, kv[i].Value) {
			w.wrong(kv[i], "'%s' words the %s '%s', which the service does not have%s", key, what, clip(kv[i].Value), nearest(kv[i].Value, want))
		}
	}
}

func (w wordingLint) questions() {
	n := child(w.root, "questions")
	var ids []string
	for _, step := range w.s.Steps {
		q := step.Question
		if q == nil {
			continue
		}
		ids = append(ids, q.ID)
		if words := child(n, q.ID); words != nil {
			w.question(q, words)
		}
	}
	w.names(w.root, "questions", "question", ids)
}

func (w wordingLint) question(q *Question, n *yaml.Node) {
	w.optionsOf(q, n)
	if (q.Kind == Info || q.Kind == Declaration) && child(n, "body") == nil {
		w.wrong(n, "'%s' is to be read, but there is no 'body'", q.ID)
	}
	var fields []string
	for i := range q.Fields {
		f := &q.Fields[i]
		fields = append(fields, f.ID)
		if words := child(child(n, "fields"), f.ID); words != nil {
			w.optionsOf(f, words)
		}
	}
	them := child(n, "them")
	if len(fields) > 0 || child(n, "fields") != nil {
		w.names(n, "fields", "field", fields)
	}
	w.known(child(them, "fields"), "fields", "field", fields)
	w.sms(q, n)
	w.tooEarly(q, n)
}

func (w wordingLint) optionsOf(q *Question, n *yaml.Node) {
	codes := q.codes()
	switch {
	case q.Kind == YesNo:
		codes = []string{"yes", "no"}
		w.known(child(n, "options"), "options", "option", codes)
	case q.Kind == File:
		codes = q.Accept
		w.known(child(n, "options"), "options", "kind of document", codes)
	case len(codes) > 0 || child(n, "options") != nil:
		w.names(n, "options", "option", codes)
	}
	w.known(child(child(n, "them"), "options"), "options", "option", codes)
}

// sms counts the message that asks a question with its numbered choices, in both variants.
func (w wordingLint) sms(q *Question, n *yaml.Node) {
	if q.Doors[channels.SMS] != "" {
		return
	}
	v := w.s.words[w.l].questions[q.key]
	for _, one := range []*Wording{&v.own, &v.them} {
		w.fits(n, q, one)
		for i := range q.Fields {
			if f, ok := one.Fields[q.Fields[i].ID]; ok {
				w.fits(n, &q.Fields[i], &f)
			}
		}
	}
}

// LongList is the most choices that one text message lists at once. Of more the door asks how the choice begins.
const LongList = 9

// sample stands for names of some length while messages are counted.
var sample = filling{done: true, name: "Margaret Rhiannon Ellis", one: "Margaret"}

func (w wordingLint) fits(n *yaml.Node, q *Question, words *Wording) {
	text := sample.text(words.SMS)
	for i, o := range q.Options {
		if len(q.Options) > LongList {
			break // told in parts, and narrowed by how a choice begins
		}
		text += "\n" + strconv.Itoa(i+1) + " " + sample.text(words.Options[o.Code])
	}
	size, limit, odd := smsSize(text)
	switch {
	case size > limit && odd != 0:
		w.wrong(n, "'%s' takes %d characters as a text message, %d at most because of '%c': shorten 'sms' or the options, or do without that letter", q.ID, size, limit, odd)
	case size > limit:
		w.wrong(n, "'%s' takes %d characters as a text message, %d at most: shorten 'sms' or the options", q.ID, size, limit)
	}
}

// variablesAt are the variables that mean something at a place of the wording.
func variablesAt(place string) []string {
	known := []string{"name", "first"}
	switch {
	case strings.HasSuffix(place, ".readback"):
		known = append(known, "answer")
	case strings.Contains(place, ".problems."):
		known = append(known, "label", "Label", "max", "min", "over", "row", "option")
	}
	return known
}

// variables visits every text and refuses variables that would go out as they stand.
func (w wordingLint) variables(n *yaml.Node, place string) {
	for i, kv := 0, pairs(n); i < len(kv); i += 2 {
		w.variables(kv[i+1], place+"."+kv[i].Value)
	}
	for _, item := range items(n) {
		w.variables(item, place)
	}
	if n.Kind != yaml.ScalarNode {
		return
	}
	w.quoted(n)
	for _, m := range variable.FindAllStringSubmatch(n.Value, -1) {
		w.variable(n, place, m[1])
	}
	if rest := variable.ReplaceAllString(n.Value, ""); strings.ContainsAny(rest, "{}") {
		w.wrong(n, "a brace without its other half in '%s'", clip(n.Value))
	}
}

// quoted finds a text that stands in quotation marks as a whole, which is what is left of quoting it twice.
func (w wordingLint) quoted(n *yaml.Node) {
	for _, marks := range [][2]string{{`"`, `"`}, {"“", "”"}} {
		text, begins := strings.CutPrefix(n.Value, marks[0])
		text, ends := strings.CutSuffix(text, marks[1])
		if begins && ends && !strings.ContainsAny(text, `"“”`) {
			w.wrong(n, "the quotation marks would be printed: take them away from '%s'", clip(n.Value))
		}
	}
}

func (w wordingLint) variable(n *yaml.Node, place, name string) {
	word, rest, _ := strings.Cut(name, " ")
	known := variablesAt(place)
	switch {
	case word == varAnswer && rest != "":
		w.answerVariable(n, place, rest)
	case rest != "" && (word == varWhose || word == varWhoseFirst):
	case !contains(known, name):
		w.wrong(n, "unknown variable {%s}%s", clip(name), nearest(name, append(known, "whose …", "answer …")))
	case (name == "name" || name == "first") && w.s.Person.Name == "":
		w.wrong(n, "{%s} stands for the person's name, but 'person' names no question for it", name)
	}
}

// answerVariable sees to it that an earlier answer is named, and no guarded one: any wording may be said in a text message to whoever
// holds the telephone, printed on a form, or shown to who has proven nothing.
func (w wordingLint) answerVariable(n *yaml.Node, place, id string) {
	q := w.s.byID[id]
	if q == nil {
		w.wrong(n, "{answer %s} names no question%s", clip(id), nearest(id, w.s.questionIDs()))
		return
	}
	switch {
	case q.Proof:
		w.wrong(n, "{answer %s} would show an answer that wants proof of who the person is: say it in other words", id)
	case q.anyGuarded():
		w.wrong(n, "{answer %s} would repeat a private answer in a text message or on a form: say it in other words", id)
	}
	if _, after, found := strings.Cut(place, ".questions."); found {
		asked, _, _ := strings.Cut(after, ".")
		if at := w.s.byID[asked]; at != nil && q.at >= at.at {
			w.wrong(n, "{answer %s} is used before '%s' is asked", id, id)
		}
	}
}

// tooEarly finds a name used before it was asked.
func (w wordingLint) tooEarly(q *Question, n *yaml.Node) {
	asked := w.s.byID[w.s.Person.Name]
	if asked == nil || q.at > asked.at {
		return
	}
	eachText(n, func(t *yaml.Node) {
		for _, v := range variablesIn(t.Value) {
			if v == "name" || v == "first" {
				w.wrong(t, "{%s} is used before '%s' is asked", v, asked.ID)
			}
		}
	})
}

func eachText(n *yaml.Node, visit func(*yaml.Node)) {
	for i, kv := 0, pairs(n); i < len(kv); i += 2 {
		eachText(kv[i+1], visit)
	}
	for _, item := range items(n) {
		eachText(item, visit)
	}
	if n.Kind == yaml.ScalarNode {
		visit(n)
	}
}

func variablesIn(text string) []string {
	var names []string
	for _, m := range variable.FindAllStringSubmatch(text, -1) {
		name := m[1]
		if word, rest, _ := strings.Cut(name, " "); rest != "" && strings.EqualFold(word, varWhose) { // what follows is in the language
			name = varWhose
		}
		if !contains(names, name) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}
