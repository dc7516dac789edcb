// Package form is a question as fields to fill in: the vocabulary that the web page, the agent's screen and the counter share.
// It holds no HTML. The names of the fields are the parts services.Input knows, so reading them back decides nothing.
package form

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/services"
)

// Form is one question as fields.
type Form struct {
	Question       string
	Kind           services.Kind
	Fields         []Field  // to type in, in order; of a signature the name, Choices holding the agreement
	Choices        []Choice // to choose from; Several says whether more than one
	Several        bool
	NoFixed        bool // an address: "no fixed address" is offered
	NoFixedChecked bool
	Later          bool // a file: "I'll send it another way" is offered
	LaterChecked   bool
	Skip           bool // may be left blank
	Skipped        bool
	Unknown        bool // "I don't know" is an answer, part "unknown" = "yes"
	UnknownChecked bool
	Parked         bool // put off: it is asked again
	Photo          bool // a file: a picture, taken with the telephone
	Files          []services.FileRef
	Accept         []Choice // kinds of document
	MaxFiles       int
	List           *List
	Errors         []Error
}

// Field is one thing to type.
type Field struct {
	Part         string // the form name
	Kind         services.Kind
	Label        string
	Hint         string
	Value        string
	Long         bool // several lines
	Max          int
	InputMode    string // numeric, decimal, tel, email, url; "" for text
	Autocomplete string // the HTML token, where the answer is about the person filling it in; "off" for a bank account
	Prefix       string // stands before the field: "£"
	Suffix       string // stands after it: "hours a week"
	Words        int    // at most so many words; 0 does not count them
	Width        int    // characters, 0 for full
	Error        string
	Optional     bool
	Choices      []Choice // a field of a list or a person that is chosen, not typed
	Several      bool     // more than one of Choices
	Group        string   // a field of a list or a person asked in parts (a date): the field; its parts stand together under Legend
	Legend       string
	LegendHint   string
	// A field of a list or a person that may be not known: the form name of "I don't know", on the last part of the field.
	UnknownPart    string
	UnknownChecked bool
}

// Choice is one option.
type Choice struct {
	Code      string
	Text      string
	Hint      string
	Checked   bool
	Exclusive bool
	Other     *Field // "say what", shown when it is chosen
}

// List is the rows so far and what is to do next.
type List struct {
	Heads   []string
	Rows    [][]string
	Row     int  // the row the Fields are for: len(Rows) for a new one
	Another bool // nothing is unfinished: ask whether there is more
	None    bool // "nothing to add" is possible
	Full    bool // no more rows may be added
	Editing bool // Fields change an existing row
}

// Error is one sentence and the field it belongs to.
type Error struct {
	Part string
	Text string
}

// State is what Of is made from.
type State struct {
	Service  *services.Service
	Lang     lang.Lang
	Question *services.Question
	Answers  services.Answers
	Today    services.Day
	Typed    *services.Input // what was typed and refused, shown again as it was
	Problems services.Problems
	Row      int  // List: change this row; -1 for the next
	Own      bool // the person fills it in for themselves: autocomplete is offered
}

// Of makes the form of a question, filled with what was typed, else with its answer.
func Of(s State) Form {
	q := s.Question
	w := s.Service.Words(s.Lang, q, s.Answers)
	f := Form{Question: q.ID, Kind: q.Kind, Skip: q.Optional, Unknown: q.Unknown, Photo: q.Photo}
	val, answered := s.Answers[q.ID]
	f.Skipped, f.Parked = answered && val.Skipped, val.Parked
	in := s.input(q, val)
	f.UnknownChecked = q.Unknown && in.Get("unknown") == "yes"
	switch q.Kind {
	case services.List:
		s.list(&f, q, w, val)
	case services.Somebody:
		f.Fields = s.rowFields(q, w, rowOf(val, 0))
	case services.File:
		f.file(q, w, val)
	case services.Info:
	case services.Declaration:
		f.Choices = s.agreement(val)
	case services.Signature:
		f.Fields, f.Choices = s.signature(in), s.agreement(val)
	default:
		f.Fields, f.Choices = s.plain(q, w, in, "")
		f.Several = q.Kind == services.Choices
		if q.Kind == services.Address {
			f.NoFixed, f.NoFixedChecked = true, in.Get("no-fixed") == "yes"
		}
	}
	for _, p := range s.Problems {
		f.Errors = append(f.Errors, Error{Part: f.part(p.Field), Text: s.Service.Sentence(s.Lang, p, s.Answers)})
	}
	f.putErrors()
	return f
}

// plain gives the fields or the choices of a simple question; prefix is the field's id inside a list.
func (s State) plain(q *services.Question, w services.Wording, in services.Input, prefix string) ([]Field, []Choice) {
	name := func(p string) string {
		switch {
		case prefix == "":
			return p
		case p == "value":
			return prefix
		}
		return prefix + "." + p
	}
	one := func(p, label, hint string) Field {
		return Field{Part: name(p), Kind: q.Kind, Label: label, Hint: hint, Value: in.Get(name(p)), Optional: q.Optional}
	}
	own := s.Own && prefix == ""
	switch q.Kind {
	case services.YesNo, services.Choice, services.Choices:
		return nil, s.choices(q, w, in, name)
	case services.Date, services.Month:
		return s.date(q, one, own), nil
	case services.Address:
		return s.address(q, one, own), nil
	case services.Bank:
		return s.bank(one), nil
	}
	f := one("value", w.Ask, w.Hint)
	f.typed(q, w)
	if own {
		f.Autocomplete = s.token(q)
	}
	return []Field{f}, nil
}

func (s State) choices(q *services.Question, w services.Wording, in services.Input, name func(string) string) []Choice {
	chosen := map[string]bool{}
	for _, c := range in.Fields[name("value")] {
		chosen[c] = true
	}
	if q.Kind == services.YesNo {
		return []Choice{
			{Code: "yes", Text: cmp.Or(w.Options["yes"], lang.T(s.Lang, "form.yes")), Hint: w.OptHints["yes"], Checked: chosen["yes"]},
			{Code: "no", Text: cmp.Or(w.Options["no"], lang.T(s.Lang, "form.no")), Hint: w.OptHints["no"], Checked: chosen["no"]},
		}
	}
	var out []Choice
	for _, o := range s.Service.Offered(q, s.Answers, s.Today) {
		c := Choice{Code: o.Code, Text: w.Options[o.Code], Hint: w.OptHints[o.Code], Checked: chosen[o.Code], Exclusive: o.Exclusive}
		if o.Code == q.Other && q.Other != "" {
			c.Other = &Field{Part: name("other"), Label: lang.T(s.Lang, "form.say_what"), Value: in.Get(name("other")), Max: q.Limit()}
		}
		out = append(out, c)
	}
	return out
}

func (s State) list(f *Form, q *services.Question, w services.Wording, v services.Value) {
	l := &List{None: q.Min == 0, Row: s.Row, Full: len(v.Rows) >= q.Limit()}
	for i := range q.Fields {
		l.Heads = append(l.Heads, cmp.Or(w.Fields[q.Fields[i].ID].Label, w.Fields[q.Fields[i].ID].Ask))
	}
	_, pendingRow, another := q.Pending(&v)
	for i, row := range v.Rows {
		if i == pendingRow && !another && len(row) == 0 {
			continue // an empty row waiting to be filled is not a row yet
		}
		cells := make([]string, len(q.Fields))
		for j := range q.Fields {
			if x, ok := row[q.Fields[j].ID]; ok {
				cells[j] = strings.Join(s.Service.Show(s.Lang, &q.Fields[j], x, s.Answers), ", ")
			}
		}
		l.Rows = append(l.Rows, cells)
	}
	var row services.Row
	switch {
	case s.Row >= 0 && s.Row < len(v.Rows):
		l.Editing, row = true, v.Rows[s.Row]
	case s.Typed == nil && (another || v.Done) && len(v.Rows) > 0:
		l.Another, l.Row = true, len(v.Rows)
	case pendingRow < len(v.Rows) && !another:
		l.Row, row = pendingRow, v.Rows[pendingRow]
	default:
		l.Row = len(v.Rows)
	}
	f.List = l
	if l.Another {
		return
	}
	f.Fields = s.rowFields(q, w, row)
}

func (f *Form) file(q *services.Question, w services.Wording, v services.Value) {
	f.Later, f.LaterChecked, f.Files, f.MaxFiles = true, v.Later, v.Files, q.Limit()
	for _, code := range q.Accept {
		f.Accept = append(f.Accept, Choice{Code: code, Text: cmp.Or(w.Options[code], code)})
	}
}

// putErrors hangs each sentence on the field it is about, so that the page shows it there as well as in the summary.
func (f *Form) putErrors() {
	for _, e := range f.Errors {
		for i := range f.Fields {
			putError(&f.Fields[i], e)
			for j := range f.Fields[i].Choices {
				putError(f.Fields[i].Choices[j].Other, e)
			}
		}
		for i := range f.Choices {
			putError(f.Choices[i].Other, e)
		}
	}
}

func putError(to *Field, e Error) {
	if to != nil && to.Part == e.Part && to.Error == "" {
		to.Error = e.Text
	}
}

// ErrorOf is the sentence about a part, "" where there is none.
func (f Form) ErrorOf(part string) string {
	for _, e := range f.Errors {
		if e.Part == part {
			return e.Text
		}
	}
	return ""
}

// part is the form name a problem is about: a problem with the whole is about the first thing that can be done on the page, and a
// date inside a list is led to by its day.
func (f *Form) part(field string) string {
	for i := range f.Fields {
		if f.Fields[i].Part == field || f.Fields[i].Group == field && field != "" {
			return f.Fields[i].Part
		}
		for _, c := range f.Fields[i].Choices {
			if c.Other != nil && c.Other.Part == field {
				return field
			}
		}
	}
	switch {
	case f.Kind == services.List && f.List.Another:
		return "another"
	case f.Kind == services.File:
		return "file"
	case f.Kind == services.Declaration:
		return "agree"
	case field != "" && f.Kind != services.List && f.Kind != services.Somebody:
		return field
	case len(f.Fields) > 0:
		return f.Fields[0].Part
	}
	return "value"
}

func number(n int) string { return strconv.Itoa(n) }
