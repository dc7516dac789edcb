package form

import (
	"strings"

	"github.com/samedoor/samedoor/services"
)

// input is what the fields show: what was typed and refused, else the answer.
func (s State) input(q *services.Question, v services.Value) services.Input {
	if s.Typed != nil {
		return *s.Typed
	}
	return Fill(q, v)
}

// typedRow is what the fields of a list row show.
func (s State) typedRow(sub *services.Question, row services.Row) services.Input {
	if s.Typed != nil {
		return *s.Typed
	}
	return services.Input{Fields: fillCell(sub, row[sub.ID])}
}

// fillRow writes the fields of a row, or of a person, into the parts they would be typed as.
func fillRow(q *services.Question, row services.Row) map[string][]string {
	parts := map[string][]string{}
	for i := range q.Fields {
		sub := &q.Fields[i]
		for p, v := range fillCell(sub, row[sub.ID]) {
			parts[p] = v
		}
	}
	return parts
}

func fillCell(sub *services.Question, v services.Value) map[string][]string {
	parts := map[string][]string{}
	for p, v := range Fill(sub, v).Fields {
		if p == "value" {
			parts[sub.ID] = v
		} else {
			parts[sub.ID+"."+p] = v
		}
	}
	return parts
}

// Fill writes an answer back into the parts it would be typed as: the inverse of services.Parse for a form. A list has its rows
// filled one at a time, see Of; what was put off has nothing to fill in but what there was of it.
func Fill(q *services.Question, v services.Value) services.Input {
	f := map[string][]string{}
	set := func(part, text string) {
		if text != "" {
			f[part] = []string{text}
		}
	}
	switch {
	case v.Unknown && !v.Parked:
		set("unknown", "yes")
		return services.Input{Fields: f}
	case v.Skipped:
		return services.Input{Fields: f}
	}
	switch q.Kind {
	case services.Date, services.Month:
		if v.Date != nil {
			set("day", known(v.Date.D))
			set("month", known(int(v.Date.M)))
			set("year", known(v.Date.Y))
		}
	case services.Bank:
		if v.Bank != nil {
			set("holder", v.Bank.Holder)
			set("sort", v.Bank.SortCode)
			set("account", v.Bank.Account)
			set("roll", v.Bank.Roll)
		}
	case services.Signature:
		set("value", v.Text)
		if v.Agreed != "" {
			set("agree", "yes")
		}
	case services.Declaration:
		if v.Agreed != "" {
			set("agree", "yes")
		}
	case services.Somebody:
		for part, values := range fillRow(q, rowOf(v, 0)) {
			f[part] = values
		}
	case services.Address:
		fillAddress(v.Address, set)
	case services.Choice, services.Choices, services.YesNo:
		if len(v.Choice) > 0 {
			f["value"] = v.Choice
		}
		set("other", v.Other)
	case services.File:
		if v.Later {
			set("later", "yes")
		}
	default:
		set("value", local(q.Kind, v.Text))
	}
	return services.Input{Fields: f}
}

// known is a part of a date; one that is not known is left out.
func known(n int) string {
	if n == 0 {
		return ""
	}
	return number(n)
}

// fillAddress spreads the lines over the fields; the last of more than one is the town. More than four share the second,
// which is broken again where it was.
func fillAddress(a *services.PostAddress, set func(part, text string)) {
	if a == nil {
		return
	}
	if a.NoFixed {
		set("no-fixed", "yes")
		return
	}
	lines := a.Lines
	if n := len(lines); n > 4 {
		lines = []string{lines[0], strings.Join(lines[1:n-2], ", "), lines[n-2], lines[n-1]}
	}
	parts := [][]string{{}, {"line1"}, {"line1", "town"}, {"line1", "line2", "town"}, {"line1", "line2", "town", "county"}}
	for i, line := range lines {
		set(parts[len(lines)][i], line)
	}
	set("postcode", a.Postcode)
	set("country", a.Country)
}

// local writes a UK number as people do: 07700 900123, not +447700900123.
func local(k services.Kind, text string) string {
	if k == services.Phone && strings.HasPrefix(text, "+44") {
		n := "0" + text[3:]
		if len(n) == 11 {
			return n[:5] + " " + n[5:]
		}
		return n
	}
	return text
}
