package services

import (
	"strings"

	"github.com/samedoor/samedoor/lang"
)

// Show writes a value for reading: option texts, dates in full, an address by lines; one string a line, never none.
func (s *Service) Show(l lang.Lang, q *Question, v Value, a Answers) []string {
	lines := s.show(l, q, v, s.wording(l, q, a))
	if len(lines) == 0 {
		return []string{lang.T(l, "answers.none")}
	}
	return lines
}

func (s *Service) show(l lang.Lang, q *Question, v Value, w Wording) []string {
	if v.Skipped {
		return []string{lang.T(l, "answers.skipped")}
	}
	switch q.Kind {
	case Text, Name, Number, Email, Postcode:
		return nonEmpty(v.Text)
	case LongText:
		return nonEmpty(strings.Split(v.Text, "\n")...)
	case Phone:
		return nonEmpty(ShowPhone(v.Text))
	case NINO:
		return nonEmpty(showNINO(v.Text))
	case YesNo, Choice, Choices:
		return showChoice(q, v, w)
	case Date:
		if v.Date == nil {
			return nil
		}
		return []string{lang.Date(l, v.Date.Time())}
	case Address:
		return showAddress(l, v.Address)
	case File:
		lines := showFiles(v.Files, w)
		if v.Later {
			lines = append(lines, lang.T(l, "answers.later"))
		}
		return lines
	case List:
		return s.showRows(l, q, v.Rows, w)
	case Declaration:
		if v.Agreed == "" {
			return nil
		}
		return []string{lang.T(l, "answers.agreed")}
	case Info:
		if v.Text == "" {
			return nil
		}
		return []string{lang.T(l, "answers.read")}
	}
	return nil
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
	return nonEmpty(append(p.Lines[:len(p.Lines):len(p.Lines)], p.Postcode)...)
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

// showRows is one line a row, its fields with commas between; a field left blank is left out.
func (s *Service) showRows(l lang.Lang, q *Question, rows []Row, w Wording) []string {
	var lines []string
	for _, row := range rows {
		var parts []string
		for i := range q.Fields {
			f := &q.Fields[i]
			if v, ok := row[f.ID]; ok && !v.Skipped {
				parts = append(parts, strings.Join(s.show(l, f, v, w.Fields[f.ID]), ", "))
			}
		}
		if len(parts) > 0 {
			lines = append(lines, strings.Join(parts, ", "))
		}
	}
	return lines
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

// showNINO writes 'QQ123456A' as 'QQ 12 34 56 A'.
func showNINO(n string) string {
	if len(n) != 9 {
		return n
	}
	return strings.Join([]string{n[:2], n[2:4], n[4:6], n[6:8], n[8:]}, " ")
}
