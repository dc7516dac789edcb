package services

import (
	"cmp"
	"path"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/lang"
)

// build makes the service out of files that were held against their shapes. Where those had mistakes it goes on with what
// is there, so that one run finds everything.
func (l *loader) build() *Service {
	b := &builder{checker: checker{path.Join(l.dir, definitionFile), &l.mistakes}, s: &Service{
		Files: l.files, Hash: hash(l.files), words: map[lang.Lang]*words{}, byID: map[string]*Question{}, named: map[string]*Cond{},
	}, root: l.roots[definitionFile]}
	if b.root != nil {
		b.header(path.Base(l.dir))
		b.steps()
		b.conditions()
		b.outcome()
		b.person()
		b.identity()
	}
	for _, lng := range lang.All {
		name := string(lng) + ".yaml"
		b.s.words[lng] = readWords(b.s, lng, l.roots[name])
	}
	b.s.names, b.s.terms = readNames(b.s), readTerms(b.s)
	return b.s
}

type builder struct {
	checker
	s    *Service
	root *yaml.Node
}

func (b *builder) header(folder string) {
	s, n := b.s, b.root
	s.ID, s.Version = textAt(n, "service"), wholeAt(n, "version")
	if id := child(n, "service"); id != nil && folder != "." && s.ID != folder {
		b.wrong(id, "the service is called '%s' but its folder '%s'", clip(s.ID), clip(folder))
	}
	s.Target, s.Deadline = wholeAt(child(n, "deadline"), "target"), wholeAt(child(n, "deadline"), "final")
	if s.Target > s.Deadline {
		b.wrong(child(n, "deadline"), "the target of %d working days is later than the final day, %d", s.Target, s.Deadline)
	}
	s.FeePence = pence(textAt(n, "fee"))
	s.AwardYears = wholeAt(child(n, "award"), "years")
	s.Calendar = Calendar(cmp.Or(textAt(child(n, "deadline"), "calendar"), string(WorkingDays)))
	s.Effect = Effect{dayAt(child(n, "effect"), "from"), dayAt(child(n, "effect"), "until")}
	if s.Effect.From != (Day{}) && s.Effect.Until != (Day{}) && later(s.Effect.From, s.Effect.Until) {
		b.wrong(child(n, "effect"), "it would end on %s, before it begins on %s", s.Effect.Until.iso(), s.Effect.From.iso())
	}
	s.Backdated, s.Early = periodAt(child(n, "claim"), "backdated"), periodAt(child(n, "claim"), "early")
	s.Tasks, s.Events = flagAt(n, "tasks"), textsAt(n, "events")
}

func periodAt(n *yaml.Node, name string) Period {
	p := child(n, name)
	return Period{wholeAt(p, "months"), wholeAt(p, "weeks"), wholeAt(p, "days")}
}

func dayAt(n *yaml.Node, name string) Day {
	d, _ := plainDay(textAt(n, name))
	return d
}

// pence reads "10", "10.5" or "10.00" pounds; check has seen to the form.
func pence(pounds string) int {
	whole, part, _ := strings.Cut(pounds, ".")
	n, err := strconv.Atoi(whole + (part + "00")[:2])
	if err != nil {
		return 0
	}
	return n
}

func (b *builder) steps() {
	stops, sections := map[string]bool{}, map[string]bool{}
	for _, section := range items(child(b.root, "sections")) {
		id := textAt(section, "id")
		if sections[id] {
			b.wrong(child(section, "id"), "a second section is called '%s'", clip(id))
		}
		sections[id] = true
		b.s.Sections = append(b.s.Sections, id)
		for _, n := range items(child(section, "steps")) {
			if child(n, "stop") == nil {
				b.addQuestion(n, id)
				continue
			}
			stop := &Stop{ID: textAt(n, "stop"), When: b.condition(child(n, "when")), Pos: b.at(n)}
			if stops[stop.ID] {
				b.wrong(child(n, "stop"), "a second stop is called '%s'", clip(stop.ID))
			}
			stops[stop.ID] = true
			b.s.Steps = append(b.s.Steps, Step{Stop: stop})
		}
	}
}

func (b *builder) addQuestion(n *yaml.Node, section string) {
	q := b.question(n)
	q.Section, q.at, q.key = section, len(b.s.Steps), q.ID
	for i := range q.Fields {
		q.Fields[i].key = q.ID + "/" + q.Fields[i].ID
	}
	if first := b.s.byID[q.ID]; first != nil {
		b.wrong(child(n, "question"), "a second question is called '%s'; the first stands in line %d", clip(q.ID), first.Pos.Line)
	} else if q.ID != "" {
		b.s.byID[q.ID] = q
	}
	b.s.Steps = append(b.s.Steps, Step{Question: q})
}

func (b *builder) question(n *yaml.Node) *Question {
	q := &Question{
		ID: textAt(n, "question"), Kind: Kind(textAt(n, "kind")), When: b.condition(child(n, "when")),
		Optional: flagAt(n, "optional"), Max: wholeAt(n, "max"), Min: wholeAt(n, "min"),
		Past: flagAt(n, "past"), Future: flagAt(n, "future"), Private: flagAt(n, "private"),
		Other: textAt(n, "other"), Accept: textsAt(n, "accept"), Pos: b.at(n),
		Words: wholeAt(n, "words"), Decimals: wholeAt(n, "decimals"), Precision: Precision(textAt(n, "precision")),
		Unknown: flagAt(n, "unknown"), Abroad: flagAt(n, "abroad"), Photo: flagAt(n, "photo"), Proof: flagAt(n, "proof"),
	}
	if q.Precision == "day" {
		q.Precision = ToDay
	}
	b.options(q, n)
	b.fields(q, n)
	for i, doors := 0, pairs(child(n, "doors")); i < len(doors); i += 2 {
		if q.Doors == nil {
			q.Doors = map[channels.Kind]DoorRule{}
		}
		q.Doors[channels.Kind(doors[i].Value)] = DoorRule(doors[i+1].Value)
		if DoorRule(doors[i+1].Value) == Later && q.Kind != File {
			b.wrong(doors[i+1], "'later' needs an answer that can come another way: a file")
		}
	}
	for _, kind := range q.Accept {
		if !contains(b.s.Evidence, kind) {
			b.s.Evidence = append(b.s.Evidence, kind)
		}
	}
	if q.Past && q.Future {
		b.wrong(n, "a date cannot be both in the past and in the future")
	}
	if q.Max > 0 && q.Min > q.Max {
		b.wrong(child(n, "min"), "min %d is more than max %d", q.Min, q.Max)
	}
	return q
}

func (b *builder) options(q *Question, n *yaml.Node) {
	list := child(n, "options")
	for _, item := range items(list) {
		o := Option{Code: item.Value}
		if item.Kind == yaml.MappingNode {
			o = Option{Code: textAt(item, "code"), Exclusive: flagAt(item, "exclusive"), When: b.condition(child(item, "when"))}
		}
		if q.option(o.Code) != nil {
			b.wrong(item, "the option '%s' stands twice", clip(o.Code))
		}
		if o.Exclusive && q.Kind == Choice {
			b.wrong(item, "'exclusive' means something only where several options can be chosen, in the kind choices")
		}
		q.conditional = q.conditional || o.When != nil
		q.Options = append(q.Options, o)
	}
	if (q.Kind == Choice || q.Kind == Choices) && list == nil {
		b.wrong(n, "a question of the kind %s lacks 'options'", q.Kind)
	}
	if q.Other != "" && q.option(q.Other) == nil {
		b.wrong(child(n, "other"), "'other' names the option '%s', which the question does not have%s", clip(q.Other), nearest(q.Other, q.codes()))
	}
}

func (b *builder) fields(q *Question, n *yaml.Node) {
	list := child(n, "fields")
	if (q.Kind == List || q.Kind == Somebody) && list == nil {
		b.wrong(n, "a question of the kind %s lacks 'fields'", q.Kind)
	}
	for _, item := range items(list) {
		f := b.question(item)
		if q.field(f.ID) != nil {
			b.wrong(child(item, "question"), "the field '%s' stands twice", clip(f.ID))
		}
		if f.conditional {
			b.wrong(child(item, "options"), "options of a field are always offered: no 'when' here")
		}
		q.Fields = append(q.Fields, *f)
	}
	if len(q.Fields) > 0 && !anyRequired(q.Fields) {
		b.wrong(list, "every field is optional: a row would be empty")
	}
}

func anyRequired(fields []Question) bool {
	for i := range fields {
		if !fields[i].Optional {
			return true
		}
	}
	return false
}

func (q *Question) codes() []string {
	codes := make([]string, len(q.Options))
	for i, o := range q.Options {
		codes[i] = o.Code
	}
	return codes
}

func (q *Question) field(id string) *Question {
	for i := range q.Fields {
		if q.Fields[i].ID == id {
			return &q.Fields[i]
		}
	}
	return nil
}

// outcome reads routes and criteria.
func (b *builder) outcome() {
	s := b.s
	for _, n := range items(child(b.root, "criteria")) {
		c := Criterion{Code: textAt(n, "code"), Assessed: flagAt(n, "assessed")}
		if s.criterion(c.Code) {
			b.wrong(n, "a second criterion is called '%s'", clip(c.Code))
		}
		s.Criteria = append(s.Criteria, c)
	}
	var codes []string
	for _, c := range s.Criteria {
		codes = append(codes, c.Code)
	}
	seen := map[string]bool{}
	for _, n := range items(child(b.root, "routes")) {
		r := Route{Code: textAt(n, "code"), Automatic: flagAt(n, "automatic"), Criterion: textAt(n, "criterion"), When: b.condition(child(n, "when"))}
		b.resolve(r.When, len(s.Steps), "")
		if seen[r.Code] {
			b.wrong(n, "a second route is called '%s'", clip(r.Code))
		}
		seen[r.Code] = true
		if r.Criterion != "" && !s.criterion(r.Criterion) {
			b.wrong(child(n, "criterion"), "unknown criterion '%s'%s", clip(r.Criterion), nearest(r.Criterion, codes))
		}
		s.Routes = append(s.Routes, r)
	}
}

func (s *Service) criterion(code string) bool {
	for _, c := range s.Criteria {
		if c.Code == code {
			return true
		}
	}
	return false
}

// personParts tie the keys of `person:` to Person and to the kinds of question they may name.
var personParts = []struct {
	key  string
	of   func(*Person) *string
	kind []Kind
}{
	{"name", func(p *Person) *string { return &p.Name }, []Kind{Name, Text}},
	{"birth_name", func(p *Person) *string { return &p.BirthName }, []Kind{Name, Text}},
	{"date_of_birth", func(p *Person) *string { return &p.DateOfBirth }, []Kind{Date}},
	{"address", func(p *Person) *string { return &p.Address }, []Kind{Address}},
	{"mobile", func(p *Person) *string { return &p.Mobile }, []Kind{Phone}},
	{"phone", func(p *Person) *string { return &p.Phone }, []Kind{Phone}},
	{"email", func(p *Person) *string { return &p.Email }, []Kind{Email}},
	{"nino", func(p *Person) *string { return &p.NINO }, []Kind{NINO}},
}

func (b *builder) person() {
	n := child(b.root, "person")
	for _, part := range personParts {
		id := textAt(n, part.key)
		if id == "" {
			continue
		}
		q := b.s.byID[id]
		if q == nil {
			b.wrong(child(n, part.key), "unknown question '%s'%s", clip(id), nearest(id, b.questionIDs()))
			continue
		}
		if q.Kind != "" && !contains(part.kind, q.Kind) { // a kind that lacks is told where it lacks
			b.wrong(child(n, part.key), "'%s' is a question of the kind %s; the person's %s is of the kind %s", id, q.Kind, part.key, part.kind[0])
		}
		*part.of(&b.s.Person) = id
	}
}

func (b *builder) questionIDs() []string { return b.s.questionIDs() }

func (s *Service) questionIDs() []string {
	var ids []string
	for _, step := range s.Steps {
		if step.Question != nil {
			ids = append(ids, step.Question.ID)
		}
	}
	return ids
}
