package form

import (
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/services"
)

func (s State) t(key string) string { return lang.T(s.Lang, "form."+key) }

// typed says how one line is typed: with which keys, how wide, what stands around it.
func (f *Field) typed(q *services.Question, w services.Wording) {
	f.Max, f.Words, f.Long = q.Max, q.Words, q.Kind == services.LongText
	f.Prefix, f.Suffix = w.Prefix, w.Suffix
	switch q.Kind {
	case services.Phone:
		f.InputMode, f.Width = "tel", 20
	case services.Email:
		f.InputMode = "email"
	case services.WebAddress:
		f.InputMode = "url"
	case services.Number:
		f.Max, f.InputMode, f.Width = 0, "numeric", 5
		if q.Decimals > 0 {
			f.InputMode = "decimal"
		}
	case services.Money:
		f.Max, f.InputMode, f.Width, f.Prefix = 0, "decimal", 10, "£"
	case services.Time:
		f.Width = 10
	case services.NHSNumber, services.UTR:
		f.InputMode, f.Width = "numeric", 20
	case services.Postcode, services.NINO, services.Vehicle:
		f.Width = 10
	}
}

// date is a day or a month in parts. What the precision allows may be left out.
func (s State) date(q *services.Question, one func(p, label, hint string) Field, own bool) []Field {
	day, month, year := one("day", s.t("day"), ""), one("month", s.t("month"), ""), one("year", s.t("year"), "")
	day.Width, month.Width, year.Width = 2, 2, 4
	day.InputMode, month.InputMode, year.InputMode = "numeric", "numeric", "numeric"
	day.Optional = day.Optional || q.Precision != services.ToDay
	month.Optional = month.Optional || q.Precision == services.ToYear
	if own && s.Service.Person.DateOfBirth == q.ID {
		day.Autocomplete, month.Autocomplete, year.Autocomplete = "bday-day", "bday-month", "bday-year"
	}
	if q.Kind == services.Month {
		return []Field{month, year}
	}
	return []Field{day, month, year}
}

func (s State) address(q *services.Question, one func(p, label, hint string) Field, own bool) []Field {
	fields := []Field{one("line1", s.t("line1"), ""), one("line2", s.t("line2"), ""), one("town", s.t("town"), ""),
		one("county", s.t("county"), ""), one("postcode", s.t("postcode"), "")}
	tokens := []string{"address-line1", "address-line2", "address-level2", "", "postal-code"}
	fields[1].Optional, fields[3].Optional = true, true
	fields[2].Width, fields[3].Width, fields[4].Width = 20, 20, 10
	if q.Abroad {
		country := one("country", s.t("country"), s.t("country_hint"))
		country.Width, country.Optional = 20, true
		fields, tokens = append(fields, country), append(tokens, "country-name")
	}
	for i, token := range tokens {
		if own && q.ID == s.Service.Person.Address {
			fields[i].Autocomplete = token
		}
	}
	return fields
}

// bank is an account in parts. No browser is asked to remember it.
func (s State) bank(one func(p, label, hint string) Field) []Field {
	fields := []Field{one("holder", s.t("holder"), ""), one("sort", s.t("sort"), s.t("sort_hint")),
		one("account", s.t("account"), s.t("account_hint")), one("roll", s.t("roll"), s.t("roll_hint"))}
	for i := range fields {
		fields[i].Autocomplete = "off"
	}
	fields[1].InputMode, fields[1].Width = "numeric", 10
	fields[2].InputMode, fields[2].Width = "numeric", 10
	fields[3].Width, fields[3].Optional = 20, true
	return fields
}

// signature is the name a declaration is signed with; agreement is its box.
func (s State) signature(in services.Input) []Field {
	return []Field{{Part: "value", Kind: services.Signature, Label: s.t("sign"), Hint: s.t("sign_hint"), Value: in.Get("value"), Autocomplete: map[bool]string{true: "name"}[s.Own]}}
}

func (s State) agreement(v services.Value) []Choice {
	agreed := v.Agreed != "" || s.Typed != nil && s.Typed.Get("agree") == "yes"
	return []Choice{{Code: "agree", Text: s.t("agree"), Checked: agreed}}
}

// rowFields are the fields of a row of a list, or of a person.
func (s State) rowFields(q *services.Question, w services.Wording, row services.Row) []Field {
	var all []Field
	for i := range q.Fields {
		sub := &q.Fields[i]
		in, ask := s.typedRow(sub, row), w.Fields[sub.ID]
		fields, choices := s.plain(sub, ask, in, sub.ID)
		if len(choices) > 0 {
			fields = []Field{{Part: sub.ID, Kind: sub.Kind, Label: ask.Ask, Hint: ask.Hint, Choices: choices, Several: sub.Kind == services.Choices, Optional: sub.Optional}}
		}
		for j := range fields {
			if len(fields) > 1 {
				fields[j].Group, fields[j].Legend, fields[j].LegendHint = sub.ID, ask.Ask, ask.Hint
			}
		}
		if last := len(fields) - 1; sub.Unknown {
			fields[last].UnknownPart = sub.ID + ".unknown"
			fields[last].UnknownChecked = in.Get(sub.ID+".unknown") == "yes"
		}
		all = append(all, fields...)
	}
	return all
}

func rowOf(v services.Value, i int) services.Row {
	if i < len(v.Rows) {
		return v.Rows[i]
	}
	return nil
}

// token is the HTML autocomplete token of an answer about the person filling in the form (WCAG 1.3.5).
func (s State) token(q *services.Question) string {
	p := s.Service.Person
	switch q.ID {
	case p.Name:
		return "name"
	case p.Mobile, p.Phone:
		return "tel"
	case p.Email:
		return "email"
	}
	return ""
}
