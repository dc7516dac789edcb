package apply

import (
	"strconv"
	"strings"

	"github.com/samedoor/samedoor/channels/form"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/services"
	"github.com/samedoor/samedoor/ui/govuk"
)

// labelOf is what a field is called; one that may be left empty says so.
func labelOf(l lang.Lang, f form.Field) string {
	if f.Optional {
		return optional(l, f.Label)
	}
	return f.Label
}

// inputOf is a field of one line.
func inputOf(l lang.Lang, f form.Field, label govuk.LabelOptions) govuk.InputOptions {
	o := govuk.InputOptions{ID: f.Part, Name: f.Part, Value: f.Value, Label: label, ErrorMessage: govuk.Wrong(f.Error),
		Hint:      govuk.Help(hintOf(l, f, f.Hint, services.ToDay)),
		Inputmode: f.InputMode, Autocomplete: f.Autocomplete, Spellcheck: spelling(f.Kind)}
	switch f.InputMode {
	case "tel", "email":
		o.Type = f.InputMode
	}
	switch f.Kind {
	case services.NINO, services.Vehicle, services.Postcode:
		o.Autocapitalize = "characters"
	default:
	}
	if f.Prefix != "" {
		o.Prefix = &govuk.AffixOptions{Text: f.Prefix}
	}
	if f.Suffix != "" {
		o.Suffix = &govuk.AffixOptions{Text: f.Suffix}
	}
	if f.Width > 0 {
		o.Classes = "govuk-input--width-" + strconv.Itoa(f.Width)
	}
	return o
}

var noSpelling bool

// spelling switches spell checking off where nothing typed is a word of a language.
func spelling(k services.Kind) *bool {
	switch k {
	case services.Name, services.Email, services.WebAddress, services.Postcode, services.NINO, services.NHSNumber, services.UTR, services.Vehicle, services.Phone,
		services.Address, services.Bank, services.Number, services.Money, services.Time, services.Signature:
		return &noSpelling
	default:
		return nil
	}
}

// dateOf is a day, or a month, in fields that stand under one legend. Where all of them are empty, all are what is wrong.
func dateOf(fields []form.Field, id string, legend *govuk.FieldsetOptions, hint string) govuk.DateInputOptions {
	o := govuk.DateInputOptions{ID: id, Fieldset: legend, Hint: govuk.Help(hint)}
	empty, bad := true, false
	for _, f := range fields {
		empty, bad = empty && f.Value == "", bad || f.Error != ""
	}
	for _, f := range fields {
		wrong := f.Error != "" || bad && empty
		if f.Error != "" && o.ErrorMessage == nil {
			o.ErrorMessage = govuk.Wrong(f.Error)
		}
		o.Items = append(o.Items, govuk.DateInputItem{ID: f.Part, Name: f.Part, Label: f.Label, Value: f.Value, Error: &wrong,
			Autocomplete: f.Autocomplete, Classes: "govuk-input--width-" + strconv.Itoa(f.Width)})
	}
	return o
}

func radios(l lang.Lang, choices []form.Choice) []govuk.RadiosItem {
	var items []govuk.RadiosItem
	for i, c := range choices {
		if c.Exclusive && i > 0 {
			items = append(items, govuk.RadiosItem{Divider: lang.T(l, "form.or")})
		}
		item := govuk.RadiosItem{Value: c.Code, Text: c.Text, Hint: govuk.Help(c.Hint), Checked: c.Checked}
		if c.Other != nil {
			item.Conditional = field(l, *c.Other, govuk.LabelOptions{Text: c.Other.Label})
		}
		items = append(items, item)
	}
	return items
}

func boxes(l lang.Lang, choices []form.Choice) []govuk.CheckboxesItem {
	var items []govuk.CheckboxesItem
	for i, c := range choices {
		item := govuk.CheckboxesItem{Value: c.Code, Text: c.Text, Hint: govuk.Help(c.Hint), Checked: c.Checked}
		if c.Exclusive {
			item.Behaviour = "exclusive"
			if i > 0 {
				items = append(items, govuk.CheckboxesItem{Divider: lang.T(l, "form.or")})
			}
		}
		if c.Other != nil {
			item.Conditional = field(l, *c.Other, govuk.LabelOptions{Text: c.Other.Label})
		}
		items = append(items, item)
	}
	return items
}

// manyClass makes a long list of choices take less room.
func manyClass(n int) string {
	if n > 12 {
		return "govuk-radios--small"
	}
	return ""
}

// severalHint is the service's own way of saying that several may be chosen, else ours.
func severalHint(a asking) *govuk.HintOptions { return severalIn(a, a.Hint) }

// severalIn is the hint of boxes inside a row.
func severalIn(a asking, hint string) *govuk.HintOptions {
	if hint == "" {
		return govuk.Help(a.T("several"))
	}
	return govuk.Help(hint)
}

// precision is what may be left out of a date inside a row.
func (a asking) precision(field string) services.Precision {
	for i := range a.q.Fields {
		if a.q.Fields[i].ID == field {
			return a.q.Fields[i].Precision
		}
	}
	return services.ToDay
}

// hintOf is what the service says, else how this kind is written; and of a date what may be left out.
func hintOf(l lang.Lang, f form.Field, hint string, p services.Precision) string {
	if key := "apply.like." + string(f.Kind); hint == "" && lang.Has(l, key) {
		hint = lang.T(l, key)
	}
	if p == services.ToDay {
		return hint
	}
	if hint != "" && !strings.HasSuffix(hint, ".") {
		hint += "."
	}
	return strings.TrimSpace(hint + " " + lang.T(l, "apply.leave_out."+string(p)))
}

func agreeItems(a asking) []govuk.CheckboxesItem {
	var items []govuk.CheckboxesItem
	for _, c := range a.Form.Choices {
		items = append(items, govuk.CheckboxesItem{Value: "yes", Text: c.Text, Checked: c.Checked})
	}
	return items
}

// partOf is what a part of a whole is called. Where all of it may be left empty, that is said once, over the whole.
func partOf(l lang.Lang, f form.Field, whole []form.Field) string {
	for _, other := range whole {
		if !other.Optional {
			return labelOf(l, f)
		}
	}
	return f.Label
}

// grouped parts the fields of a list: those asked in parts, like a date, stand together.
func grouped(fields []form.Field) [][]form.Field {
	var out [][]form.Field
	for i, f := range fields {
		if i > 0 && f.Group != "" && fields[i-1].Group == f.Group {
			out[len(out)-1] = append(out[len(out)-1], f)
			continue
		}
		out = append(out, []form.Field{f})
	}
	return out
}

func legendOf(text string) *govuk.FieldsetOptions {
	return &govuk.FieldsetOptions{Legend: govuk.LegendOptions{Text: text, Classes: "govuk-fieldset__legend--s"}}
}
