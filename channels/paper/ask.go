package paper

import (
	"strconv"
	"strings"

	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/services"
)

func itoa(n int) string { return strconv.Itoa(n) }

// field is a question, or a field of somebody's details or of a row, being asked.
type field struct {
	*composer
	q     *services.Question
	w     services.Wording
	place place
	step  *Step // nil of a field
	at    int
}

// place is what is filled in: the part of which row (from 1; 0 where there are none).
type place struct {
	part string
	row  int
}

// in is a part of what stands at p: "postcode" of the field "home" is "home.postcode".
func (p place) in(part string) place {
	switch {
	case p.part == "":
		return place{part, p.row}
	case part == "value":
		return p
	}
	return place{p.part + "." + part, p.row}
}

// ask is the paper door's ask: a question as the things to fill in.
func (f *composer) ask(i int, step Step, w services.Wording) []piece {
	a := field{composer: f, q: step.Question, w: w, step: &step, at: i}
	out := a.kind()
	if step.Question.Unknown {
		t := tick{option: "yes", text: f.t("unknown"), way: a.goes(unknown)}
		out = append(out, ticks{at: a.place.in("unknown"), list: []tick{t}})
	}
	return out
}

func (f field) kind() []piece {
	q := f.q
	switch q.Kind {
	case services.Text, services.Name, services.Email, services.WebAddress:
		return []piece{lines{at: f.at1("value"), n: f.room()}}
	case services.LongText:
		return f.long()
	case services.YesNo, services.Choice, services.Choices:
		return f.options()
	case services.Date, services.Month, services.Time:
		return f.dates()
	case services.Number, services.Money:
		return f.amount()
	case services.Phone:
		return []piece{combs{{at: f.at1("value"), groups: []int{5, 6}}}}
	case services.Postcode:
		return []piece{combs{{at: f.at1("value"), groups: []int{4, 3}}}}
	case services.NINO:
		return []piece{combs{{at: f.at1("value"), groups: []int{2, 2, 2, 2, 1}}}}
	case services.NHSNumber:
		return []piece{combs{{at: f.at1("value"), groups: []int{3, 3, 4}}}}
	case services.UTR:
		return []piece{combs{{at: f.at1("value"), groups: []int{5, 5}}}}
	case services.Vehicle:
		return []piece{combs{{at: f.at1("value"), groups: []int{4, 4}}}}
	case services.Address:
		return f.address()
	case services.Bank:
		return f.bank()
	case services.File:
		return f.files()
	case services.Somebody:
		return f.fields(0)
	case services.List:
		return f.rows()
	case services.Declaration, services.Signature:
		return f.signature()
	case services.Info:
	}
	return nil
}

func (f field) at1(part string) place { return f.place.in(part) }

// goes is where whoever ticks v goes on, "" for the question that follows.
func (f field) goes(v string) string {
	if f.step == nil || f.step.Then >= 0 {
		return ""
	}
	if to, ok := f.step.Go[v]; ok {
		return f.way.to("go", to)
	}
	return ""
}

// longest is how many lines are ruled for a long text; who writes more takes another sheet.
const longest = 9

// room is how many lines a short text is given.
func (f field) room() int {
	if f.step == nil || f.q.Kind != services.Text || f.q.Max < 120 {
		return 1
	}
	return 2
}

func (f field) long() []piece {
	const line = 55 // characters of handwriting
	n, out := f.q.Limit()/line, []piece{}
	if f.q.Words > 0 {
		out = append(out, text{f.t("words", "max", f.q.Words), false})
		n = f.q.Words * 6 / line
	}
	out = append(out, lines{at: f.at1("value"), n: max(4, min(n, longest))})
	if n > longest {
		out = append(out, f.more("more-room"))
	}
	return out
}

// more says where to write what there is no room for.
func (f field) more(key string) piece {
	if f.step == nil {
		return text{}
	}
	return text{f.t(key, "n", f.step.Mark), false}
}

func (f field) options() []piece {
	list := ticks{at: f.at1("value"), across: f.q.Kind == services.YesNo}
	for _, o := range f.offered() {
		t := tick{option: o.Code, text: f.w.Options[o.Code], hint: f.w.OptHints[o.Code], way: f.goes(o.Code)}
		if f.step != nil {
			if when := f.step.Offered[o.Code]; never(when) {
				continue
			} else if when != nil {
				t.only = f.way.option(when)
			}
		}
		if o.Code == f.q.Other {
			t.say = &lines{at: f.at1("other"), label: f.t("other"), n: 1}
		}
		list.across = list.across && t.way+t.hint+t.only == "" && len(t.text) < 20
		list.list = append(list.list, t)
	}
	switch f.q.Kind {
	case services.Choices:
		return []piece{text{f.t("several"), false}, list}
	case services.Choice:
		return []piece{text{f.t("single"), false}, list}
	default:
		return []piece{list}
	}
}

func (f field) offered() []services.Option {
	if f.q.Kind == services.YesNo {
		return []services.Option{{Code: "yes"}, {Code: "no"}}
	}
	return f.q.Options
}

func (f field) dates() []piece {
	day, month := comb{at: f.at1("day"), label: f.t("day-of"), groups: []int{2}}, comb{at: f.at1("month"), label: f.t("month-of"), groups: []int{2}}
	year := comb{at: f.at1("year"), label: f.t("year-of"), groups: []int{4}}
	switch f.q.Kind {
	case services.Month:
		return []piece{combs{month, year}}
	case services.Time:
		return []piece{text{f.t("clock"), false}, combs{{at: f.at1("value"), groups: []int{2, 2}, between: ":"}}}
	default:
	}
	if f.q.Precision != services.ToDay {
		return []piece{text{f.t("part-known"), false}, combs{day, month, year}}
	}
	return []piece{combs{day, month, year}}
}

func (f field) amount() []piece {
	whole := len(itoa(f.q.Limit()))
	c := comb{at: f.at1("value"), groups: []int{whole}, prefix: f.w.Prefix, suffix: f.w.Suffix}
	switch {
	case f.q.Kind == services.Money:
		if f.q.Max == 0 {
			whole = 6
		}
		c.groups, c.between, c.prefix = []int{whole, 2}, ".", "£"
	case f.q.Max == 0:
		c.groups[0] = 6
	}
	if f.q.Decimals > 0 {
		c.groups, c.between = append(c.groups, f.q.Decimals), "."
	}
	if f.q.Min < 0 { // a sign wants writing
		return []piece{lines{at: c.at, n: 1, short: true}}
	}
	return []piece{combs{c}}
}

func (f field) address() []piece {
	var out []piece
	for _, part := range []string{"line1", "line2", "town", "county"} {
		out = append(out, lines{at: f.at1(part), label: f.t("address." + part), n: 1})
	}
	out = append(out, combs{{at: f.at1("postcode"), label: f.t("address.postcode"), groups: []int{4, 3}}})
	if f.q.Abroad {
		out = append(out, lines{at: f.at1("country"), label: f.t("address.country"), n: 1})
	}
	if f.step != nil {
		out = append(out, ticks{at: f.at1("no-fixed"), list: []tick{{option: "yes", text: f.t("address.no-fixed")}}})
	}
	return out
}

func (f field) bank() []piece {
	return []piece{
		lines{at: f.at1("holder"), label: f.t("bank.holder"), n: 1},
		combs{{at: f.at1("sort"), label: f.t("bank.sort"), groups: []int{2, 2, 2}}},
		combs{{at: f.at1("account"), label: f.t("bank.account"), groups: []int{8}}},
		lines{at: f.at1("roll"), label: f.t("bank.roll"), n: 1, short: true},
	}
}

// files come in the envelope, or by another door. Which of them is inside is ticked, so that whoever opens it can look for them.
func (f field) files() []piece {
	list := ticks{at: f.at1("later")}
	var out []piece
	if len(f.q.Accept) > 0 {
		kinds := ticks{at: f.at1("enclosed")}
		for _, kind := range f.q.Accept {
			kinds.list = append(kinds.list, tick{option: kind, text: f.w.Options[kind]})
		}
		out = append(out, text{f.t("files.send"), false}, kinds)
	} else {
		out = append(out, text{f.t("files.any"), false})
		list.list = append(list.list, tick{option: "enclosed", text: f.t("files.enclosed")})
	}
	list.list = append(list.list, tick{option: "yes", text: f.t("files.later")})
	return append(out, list)
}

// fields are somebody's details, or one row.
func (f field) fields(row int) []piece {
	var out []piece
	for i := range f.q.Fields {
		sub := &f.q.Fields[i]
		w := f.w.Fields[sub.ID]
		label := w.Paper
		if sub.Optional {
			label += " (" + strings.ToLower(f.t("optional")[:1]) + strings.TrimSuffix(f.t("optional")[1:], ".") + ")"
		}
		a := field{composer: f.composer, q: sub, w: w, place: place{sub.ID, row}}
		out = append(out, title{label})
		if w.Hint != "" {
			out = append(out, text{w.Hint, false})
		}
		out = append(out, a.kind()...)
		if sub.Unknown {
			out = append(out, ticks{at: a.place.in("unknown"), list: []tick{{option: "yes", text: f.t("unknown")}}})
		}
	}
	return out
}

// The rows of a list that are printed: as many as look like a table of reasonable size; the rest goes on another sheet.
const (
	tableRows  = 6
	blockParts = 16
)

func (f field) rows() []piece {
	var out []piece
	if f.q.Min == 0 && !f.q.Optional {
		out = append(out, ticks{at: place{part: "none"}, list: []tick{{option: "yes", text: f.t("none"), way: ""}}})
	}
	n := f.rowsPrinted()
	if cols := f.columns(); cols != nil {
		out = append(out, table{cols: cols, rows: n})
	} else {
		for row := 1; row <= n; row++ {
			out = append(out, title{f.t("row", "what", f.w.Label, "row", row)})
			out = append(out, f.fields(row)...)
		}
	}
	if n < f.q.Limit() {
		out = append(out, f.more("more-rows"))
	}
	return out
}

func (f field) rowsPrinted() int {
	n := tableRows
	if f.columns() == nil {
		n = max(3, min(4, blockParts/max(len(f.q.Fields), 1)))
	}
	return max(min(n, f.q.Limit()), min(f.q.Min, f.q.Limit()), 1)
}

// columns are the fields of a list whose rows fit a table; nil where they want more room. Large print has one column.
func (f field) columns() []column {
	if f.Format != standard || len(f.q.Fields) > 3 {
		return nil
	}
	var out []column
	for i := range f.q.Fields {
		sub := &f.q.Fields[i]
		w := f.w.Fields[sub.ID]
		switch sub.Kind {
		case services.Text, services.Name, services.Number, services.Email, services.Phone:
		default:
			return nil
		}
		if sub.Unknown || w.Hint != "" {
			return nil
		}
		out = append(out, column{sub.ID, w.Label})
	}
	return out
}

func (f field) signature() []piece {
	out := []piece{ink{at: f.at1("agree"), label: f.t("sign")}}
	if f.q.Kind == services.Signature {
		out = append(out, lines{at: f.at1("value"), label: f.t("signed-by"), n: 1})
	}
	on := place{part: "signed"}
	return append(out, title{f.t("signed-on")}, combs{
		{at: on.in("day"), label: lang.T(f.Lang, "paper.day-of"), groups: []int{2}},
		{at: on.in("month"), label: lang.T(f.Lang, "paper.month-of"), groups: []int{2}},
		{at: on.in("year"), label: lang.T(f.Lang, "paper.year-of"), groups: []int{4}},
	})
}
