package desk

import (
	"slices"

	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/channels/phone"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/services"
)

// section is a part of the service and where each of its questions stands.
type section struct {
	id, name string
	state    services.State
	left     int // asked and not answered
	rows     []row
}

// row is one question: answered, with where that came from, or not.
type row struct {
	question string
	kind     services.Kind
	label    string
	state    services.State
	lines    []string // the answer
	source   string   // of the answer, or of putting it off
	notes    []cases.Note
	here     bool // it is the question on the screen
	unsaved  bool // something else is typed and not saved
	secret   bool // shown once it is proven who the person is
	rev      int64
}

// mapping is what a map is drawn from.
type mapping struct {
	visit
	d      cases.Draft
	at     *services.Question // the one on the screen
	typing map[string]map[string][]string
	notes  []cases.Note
}

// sections are all sections that can be asked with these answers. They read in the visit's language, whatever the script is in.
func (p *Pages) sections(m mapping) []section {
	var out []section
	given := m.d.Values()
	for _, s := range m.d.Service.Progress(given, p.today()) {
		one := section{id: s.ID, name: m.d.Service.Word(m.lang, "sections."+s.ID, given), state: s.State, left: s.Left}
		for _, place := range s.Places {
			one.rows = append(one.rows, m.row(place, given))
		}
		out = append(out, one)
	}
	return out
}

func (m mapping) row(place services.Place, given services.Answers) row {
	q := place.Question
	r := row{question: q.ID, kind: q.Kind, label: m.d.Service.Words(m.lang, q, given).Label, state: place.State,
		here: m.at != nil && m.at.ID == q.ID, unsaved: keyedIn(q, phone.Read(q, m.typing[q.ID])), secret: cases.Hidden(m.by, m.d, q)}
	for _, n := range m.notes {
		if n.Question == q.ID {
			r.notes = append(r.notes, n)
		}
	}
	a, ok := m.d.Answers[q.ID]
	if !ok {
		return r
	}
	r.rev = a.Rev
	switch place.State {
	case services.Answered:
		r.source = m.source(a)
		if !r.secret {
			r.lines = m.d.Service.Show(m.lang, q, a.Value, given)
		}
	case services.Parked:
		r.source = m.putOff(a)
	case services.Missing, services.Maybe, services.Closed:
	}
	return r
}

// putOff says who put a question off and when; that they did not know is said too.
func (v visit) putOff(a cases.Answer) string {
	key := "map.put_off"
	if a.Value.Unknown {
		key = "map.not_known"
	}
	return v.T(key, "who", v.actorFor(a.Role, a.Name, a.Helper, a.Person), "when", v.when(a.At))
}

// said are the sections with what was answered alone: a case, or what is read back.
func said(all []section) []section {
	var out []section
	for _, s := range all {
		s.rows = slices.DeleteFunc(slices.Clone(s.rows), func(r row) bool { return r.state != services.Answered || r.kind == services.Info })
		if len(s.rows) > 0 {
			out = append(out, s)
		}
	}
	return out
}

// asks says whether a row is a question that can be gone to.
func (r row) asks() bool { return r.state != services.Maybe && r.state != services.Closed }

// waits says that it is still to be asked.
func (r row) waits() bool { return r.state == services.Missing || r.state == services.Parked }

// count is how much of a section is done, in words.
func (s section) count(v visit) string {
	switch {
	case s.state == services.Maybe:
		return v.T("map.states.maybe")
	case s.left > 0:
		return lang.N(v.lang, "desk.draft.to_go", s.left)
	}
	return v.T("map.all")
}

// closed is how many questions of a section are not asked with these answers.
func (s section) closed() int {
	n := 0
	for _, r := range s.rows {
		if r.state == services.Closed {
			n++
		}
	}
	return n
}

// places are the questions that can be gone to, in order.
func places(all []section) []row {
	var out []row
	for _, s := range all {
		for _, r := range s.rows {
			if r.asks() {
				out = append(out, r)
			}
		}
	}
	return out
}

// toGo is how many questions are still to be asked, as far as the answers so far tell.
func toGo(all []section) int {
	n := 0
	for _, s := range all {
		if s.state != services.Closed {
			n += s.left
		}
	}
	return n
}

// before is the question before the one on the screen, after the next one that waits, from there on and then from the beginning; ""
// where there is none.
func (s draftView) before() string {
	all := places(s.sections)
	at := slices.IndexFunc(all, func(r row) bool { return r.here })
	if at < 0 {
		at = len(all)
	}
	if at == 0 {
		return ""
	}
	return all[at-1].question
}

func (s draftView) nextWaiting() string {
	all := places(s.sections)
	at := slices.IndexFunc(all, func(r row) bool { return r.here })
	for i := range all {
		if r := all[(at+1+i)%len(all)]; r.waits() && !r.here {
			return r.question
		}
	}
	return ""
}

// source is who gave an answer, through which door, when.
func (v visit) source(a cases.Answer) string {
	if a.Role == audit.System {
		return v.T("source.record", "when", v.when(a.At))
	}
	if !a.Door.Valid() {
		return v.T("source.put", "who", v.actorFor(a.Role, a.Name, a.Helper, a.Person), "when", v.when(a.At))
	}
	return v.T("source.said", "who", v.actorFor(a.Role, a.Name, a.Helper, a.Person), "door", lang.T(v.lang, "cases.doors."+string(a.Door)), "when", v.when(a.At))
}

// actor names who did something; citizens by what they are, for their name is above.
func (v visit) actor(role audit.Role, name string) string {
	if role == audit.Staff && name != "" {
		return name
	}
	return v.T("actors." + string(role))
}
