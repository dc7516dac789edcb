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
	in := services.Input{Fields: map[string][]string{}}
	for p, v := range Fill(sub, row[sub.ID]).Fields {
		if p == "value" {
			in.Fields[sub.ID] = v
		} else {
			in.Fields[sub.ID+"."+p] = v
		}
	}
	return in
}

// Fill writes an answer back into the parts it would be typed as: the inverse of services.Parse for a form.
func Fill(q *services.Question, v services.Value) services.Input {
	f := map[string][]string{}
	set := func(part, text string) {
		if text != "" {
			f[part] = []string{text}
		}
	}
	switch q.Kind {
	case services.Date:
		if v.Date != nil {
			set("day", number(v.Date.D))
			set("month", number(int(v.Date.M)))
			set("year", number(v.Date.Y))
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

// fillAddress spreads the lines over the fields; the last of more than one is the town.
func fillAddress(a *services.PostAddress, set func(part, text string)) {
	if a == nil {
		return
	}
	if a.NoFixed {
		set("no-fixed", "yes")
		return
	}
	parts := [][]string{{}, {"line1"}, {"line1", "town"}, {"line1", "line2", "town"}, {"line1", "line2", "town", "county"}}
	n := min(len(a.Lines), 4)
	for i := 0; i < n; i++ {
		set(parts[n][i], a.Lines[i])
	}
	set("postcode", a.Postcode)
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
