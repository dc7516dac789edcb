package desk

import (
	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/channels/phone"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/services"
)

// answered is a section of what was said so far.
type answered struct {
	name string
	rows []answeredRow
}

// answeredRow is one answer with where it came from.
type answeredRow struct {
	question string
	label    string
	lines    []string
	source   string
	here     bool // it is the question on the screen
	unsaved  bool // something else is typed and not saved
}

// todo is a question still to be asked.
type todo struct {
	question, label string
	here, unsaved   bool
}

// paper is a document the application asks for.
type paper struct {
	question, label string
	lines           []string // what there is of it
}

// answers are everything the answers lead to: said, still to be asked, and the documents among them. They read in the member's
// own language, whatever the script is in.
func (p *Pages) answers(v visit, d cases.Draft, at *services.Question, typing map[string]map[string][]string) (said []answered, left []todo, papers []paper) {
	given := d.Values()
	for _, q := range d.Service.Path(given, p.today()) {
		here := at != nil && at.ID == q.ID
		unsaved := keyedIn(q, phone.Read(q, typing[q.ID]))
		label := d.Service.Words(v.lang, q, given).Label
		a, ok := d.Answers[q.ID]
		whole := ok && q.Complete(a.Value)
		if q.Kind == services.File {
			papers = append(papers, paperOf(v, d, q, label, whole))
		}
		if !whole {
			left = append(left, todo{q.ID, label, here, unsaved})
			continue
		}
		if q.Kind == services.Info {
			continue
		}
		said = inSection(said, d.Service.Word(v.lang, "sections."+q.Section, given), answeredRow{question: q.ID, label: label,
			lines: d.Service.Show(v.lang, q, a.Value, given), source: v.source(a), here: here, unsaved: unsaved})
	}
	return said, left, papers
}

func inSection(all []answered, name string, row answeredRow) []answered {
	if len(all) == 0 || all[len(all)-1].name != name {
		all = append(all, answered{name: name})
	}
	last := &all[len(all)-1]
	last.rows = append(last.rows, row)
	return all
}

func paperOf(v visit, d cases.Draft, q *services.Question, label string, whole bool) paper {
	one := paper{question: q.ID, label: label}
	if whole {
		one.lines = d.Service.Show(v.lang, q, d.Answers[q.ID].Value, d.Values())
	}
	return one
}

// source is who gave an answer, through which door, when.
func (v visit) source(a cases.Answer) string {
	if a.Role == audit.System {
		return v.T("source.record", "when", v.when(a.At))
	}
	if !a.Door.Valid() {
		return v.T("source.put", "who", v.actor(a.Role, a.Name), "when", v.when(a.At))
	}
	return v.T("source.said", "who", v.actor(a.Role, a.Name), "door", lang.T(v.lang, "cases.doors."+string(a.Door)), "when", v.when(a.At))
}

// actor names who did something; citizens by what they are, for their name is above.
func (v visit) actor(role audit.Role, name string) string {
	if role == audit.Staff && name != "" {
		return name
	}
	return v.T("actors." + string(role))
}
