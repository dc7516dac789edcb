package services

import (
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/samedoor/samedoor/lang"
)

// Show writes a value for reading: option texts, dates in full, an address by lines; one string a line, never none.
func (s *Service) Show(l lang.Lang, q *Question, v Value, a Answers) []string {
	return showing{s, l}.lines(q, v, a)
}

// showing is one value being written.
type showing struct {
	s *Service
	l lang.Lang
}

func (s showing) lines(q *Question, v Value, a Answers) []string {
	lines := s.show(q, v, s.s.wording(s.l, q, a))
	if len(lines) == 0 {
		return []string{lang.T(s.l, "answers.none")}
	}
	return lines
}

func (s showing) show(q *Question, v Value, w Wording) []string {
	switch {
	case v.Parked:
		return []string{lang.T(s.l, "answers.parked")}
	case v.Unknown:
		return []string{lang.T(s.l, "answers.unknown")}
	case v.Skipped:
		return []string{lang.T(s.l, "answers.skipped")}
	}
	switch q.Kind {
	case Text, Name, Email, WebAddress, Postcode:
		return nonEmpty(v.Text)
	case LongText:
		return nonEmpty(strings.Split(v.Text, "\n")...)
	case Number:
		return nonEmpty(showNumber(v.Text, w))
	case Money:
		return nonEmpty(showMoney(v.Text))
	case Time:
		return nonEmpty(showTime(s.l, v.Text))
	case Phone:
		return nonEmpty(ShowPhone(v.Text))
	case NINO, NHSNumber, UTR, Vehicle:
		return nonEmpty(reference(q.Kind, v.Text))
	case YesNo, Choice, Choices:
		return showChoice(q, v, w)
	case Date, Month:
		return nonEmpty(showDay(s.l, v.Date))
	case Address:
		return showAddress(s.l, v.Address)
	case Bank:
		return s.account(v.Bank)
	case File:
		lines := showFiles(v.Files, w)
		if v.Later {
			lines = append(lines, lang.T(s.l, "answers.later"))
		}
		return lines
	case List, Somebody:
		return s.rows(q, v.Rows, w)
	case Declaration:
		return said(v.Agreed, lang.T(s.l, "answers.agreed"))
	case Signature:
		return said(v.Text, lang.T(s.l, "answers.signed", "name", v.Text))
	case Info:
		return said(v.Text, lang.T(s.l, "answers.read"))
	}
	return nil
}

func said(value, sentence string) []string {
	if value == "" {
		return nil
	}
	return []string{sentence}
}

// showDay writes as much of a day as is known: "3 May 2026", "May 2026", "2026".
func showDay(l lang.Lang, d *Day) string {
	switch {
	case d == nil:
		return ""
	case d.M == 0:
		return strconv.Itoa(d.Y)
	case d.D == 0:
		return lang.Month(l, d.Y, d.M)
	}
	return lang.Date(l, d.Time())
}

// showTime writes '14:30' as "2:30pm".
func showTime(l lang.Lang, text string) string {
	t, err := time.Parse("15:04", text)
	if err != nil {
		return text
	}
	return lang.Clock(l, t)
}

// showNumber writes a number between its prefix and its suffix: "12 hours a week", "25%".
func showNumber(text string, w Wording) string {
	if text == "" {
		return ""
	}
	suffix := w.Suffix
	if suffix != "" && unicode.IsLetter([]rune(suffix)[0]) {
		suffix = " " + suffix
	}
	return w.Prefix + text + suffix
}

// showMoney writes '1250.50' as "£1,250.50" and '1250.00' as "£1,250".
func showMoney(text string) string {
	sign, digits := "", text
	if strings.HasPrefix(text, "-") {
		sign, digits = "-", text[1:]
	}
	whole, pence, _ := strings.Cut(digits, ".")
	if whole == "" {
		return ""
	}
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if pence != "" && pence != "00" {
		whole += "." + pence
	}
	return sign + "£" + whole
}

// account is a bank account by lines.
func (s showing) account(b *BankDetails) []string {
	if b == nil {
		return nil
	}
	lines := []string{b.Holder, lang.T(s.l, "answers.sort_code", "n", inGroups(b.SortCode, 2, 2)), lang.T(s.l, "answers.account", "n", b.Account)}
	if b.Roll != "" {
		lines = append(lines, lang.T(s.l, "answers.roll", "n", b.Roll))
	}
	return lines
}

// reference writes a number that somebody is known by, in its groups.
func reference(k Kind, n string) string {
	switch k {
	case NINO:
		return inGroups(n, 2, 2, 2, 2)
	case NHSNumber:
		return inGroups(n, 3, 3)
	case UTR:
		return inGroups(n, 5)
	case Vehicle:
		if newMark.MatchString(n) {
			return inGroups(n, 4)
		}
	}
	return n
}

// inGroups puts spaces after groups of so many characters: 'QQ123456A' as 'QQ 12 34 56 A'.
func inGroups(n string, sizes ...int) string {
	var groups []string
	for _, size := range sizes {
		if len(n) <= size {
			break
		}
		groups, n = append(groups, n[:size]), n[size:]
	}
	return strings.Join(append(groups, n), " ")
}

func showChoice(q *Question, v Value, w Wording) []string {
	var lines []string
	for _, code := range v.Choice {
		line := w.Options[code]
		if line == "" {
			line = code
		}
		if code == q.Other && v.Other != "" {
			line += ": " + v.Other
		}
		lines = append(lines, line)
	}
	return lines
}

func showAddress(l lang.Lang, p *PostAddress) []string {
	switch {
	case p == nil:
		return nil
	case p.NoFixed:
		return []string{lang.T(l, "answers.no_fixed")}
	}
	lines := append(p.Lines[:len(p.Lines):len(p.Lines)], p.Postcode)
	if p.Country != "" {
		lines = append(lines, showCountry(l, p.Country))
	}
	return nonEmpty(lines...)
}

func showFiles(files []FileRef, w Wording) []string {
	var lines []string
	for _, f := range files {
		kind := w.Options[f.Kind]
		switch {
		case kind != "" && f.Name != "":
			lines = append(lines, kind+": "+f.Name)
		case kind != "":
			lines = append(lines, kind)
		case f.Name != "":
			lines = append(lines, f.Name)
		}
	}
	return lines
}

// rows is one line a row, its fields with commas between, of a person a line a field; a field left blank is left out.
func (s showing) rows(q *Question, rows []Row, w Wording) []string {
	var lines []string
	for _, row := range rows {
		var parts []string
		for i := range q.Fields {
			f := &q.Fields[i]
			if v, ok := row[f.ID]; ok && !v.Skipped {
				parts = append(parts, s.field(f, v, w.Fields[f.ID], q.Kind == Somebody))
			}
		}
		switch {
		case q.Kind == Somebody:
			lines = append(lines, parts...)
		case len(parts) > 0:
			lines = append(lines, strings.Join(parts, ", "))
		}
	}
	return lines
}

// field is one field of a row. An answer that says nothing by itself is said with its label: "Pays rent: Yes".
func (s showing) field(f *Question, v Value, w Wording, labelled bool) string {
	text := strings.Join(s.show(f, v, w), ", ")
	if labelled && (v.Unknown || f.Kind == YesNo) {
		return w.Label + ": " + text
	}
	return text
}

func nonEmpty(lines ...string) []string {
	var out []string
	for _, line := range lines {
		if strings.TrimSpace(line) != "" {
			out = append(out, line)
		}
	}
	return out
}

// ShowPhone writes an E.164 number of the United Kingdom as people do: "07700 900123", "020 7946 0000"; any other stays as it is.
func ShowPhone(e164 string) string {
	n, uk := strings.CutPrefix(e164, "+44")
	if !uk || len(n) < 9 {
		return e164
	}
	switch {
	case n[0] == '2':
		return "0" + n[:2] + " " + n[2:6] + " " + n[6:]
	case n[0] == '3' || n[0] == '8' || n[0] == '5' || n[0] == '1' && (n[1] == '1' || n[2] == '1'):
		return "0" + n[:3] + " " + n[3:6] + " " + n[6:]
	}
	return "0" + n[:4] + " " + n[4:]
}

// ShowNHS writes an NHS number in its groups: 999 000 0018.
func ShowNHS(number string) string { return reference(NHSNumber, number) }
