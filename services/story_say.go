package services

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/samedoor/samedoor/lang"
)

// asForm is what a form sends for an answer of a story.
func asForm(w *walker, q *Question, n *yaml.Node) ([]Input, error) {
	fields := map[string][]string{}
	if aside := setAside(q, n); aside != "" {
		fields[aside] = []string{"yes"}
		return []Input{{Fields: fields}}, nil
	}
	switch q.Kind {
	case Choice, Choices, YesNo:
		fields["value"], fields["other"] = choiceOf(n)
	case Date, Month:
		d, err := partOfDay(n)
		if err != nil {
			return nil, err
		}
		for part, v := range map[string]int{"day": d.D, "month": int(d.M), "year": d.Y} {
			if v > 0 {
				fields[part] = []string{strconv.Itoa(v)}
			}
		}
	case Address:
		if n.Kind == yaml.ScalarNode {
			fields["no-fixed"] = []string{"yes"}
		}
		for i, kv := 0, pairs(n); i < len(kv); i += 2 {
			fields[kv[i].Value] = []string{kv[i+1].Value}
		}
	case Bank:
		for i, kv := 0, pairs(n); i < len(kv); i += 2 {
			fields[kv[i].Value] = []string{kv[i+1].Value}
		}
	case File:
		return fileOf(n)
	case List:
		return rowsAsForm(w, q, n)
	case Somebody:
		return rowAsForm(w, q, n, fields)
	case Declaration:
		fields["agree"] = []string{"yes"}
	case Signature:
		fields["agree"], fields["value"] = []string{"yes"}, []string{n.Value}
	case Text, LongText, Name, Time, Number, Money, Phone, Email, WebAddress, Postcode, NINO, NHSNumber, UTR, Vehicle, Info:
		fields["value"] = []string{n.Value}
	}
	return []Input{{Fields: fields}}, nil
}

// setAside is the part that sets a question aside: skip, unknown, park; "" where the story answers it.
func setAside(q *Question, n *yaml.Node) string {
	switch {
	case n.Kind != yaml.ScalarNode:
	case n.Value == "skip" && q.Optional, n.Value == "unknown", n.Value == "park":
		return n.Value
	}
	return ""
}

// partOfDay reads 2026-11-21, or as much of it as the story knows: 2026-11, 2026.
func partOfDay(n *yaml.Node) (Day, error) {
	for i, layout := range []string{time.DateOnly, "2006-01", "2006"} {
		t, err := time.Parse(layout, n.Value)
		if err != nil {
			continue
		}
		return []Day{DayOf(t), {Y: t.Year(), M: t.Month()}, {Y: t.Year()}}[i], nil
	}
	return Day{}, fmt.Errorf("%d: %q is neither a day nor a month nor a year", n.Line, n.Value)
}

// choiceOf reads "walking", [pain, balance] or {choice: [pain, other], other: my hip}.
func choiceOf(n *yaml.Node) (codes, other []string) {
	if n.Kind == yaml.MappingNode {
		codes, _ = choiceOf(child(n, "choice"))
		return codes, []string{textAt(n, "other")}
	}
	if n.Kind == yaml.SequenceNode {
		for _, item := range n.Content {
			codes = append(codes, item.Value)
		}
		return codes, nil
	}
	return []string{n.Value}, nil
}

func fileOf(n *yaml.Node) ([]Input, error) {
	if n.Value == "later" {
		return []Input{{Fields: map[string][]string{"later": {"yes"}}}}, nil
	}
	var in Input
	for i, item := range items(n) {
		in.Files = append(in.Files, FileRef{ID: int64(i + 1), Name: item.Value + ".jpg", Kind: item.Value})
	}
	return []Input{in}, nil
}

func rowsAsForm(w *walker, q *Question, n *yaml.Node) ([]Input, error) {
	var out []Input
	for _, row := range items(n) {
		in, err := rowAsForm(w, q, row, map[string][]string{"op": {"add"}})
		if err != nil {
			return nil, err
		}
		out = append(out, in...)
	}
	return append(out, Input{Fields: map[string][]string{"op": {"done"}}}), nil
}

func rowAsForm(w *walker, q *Question, row *yaml.Node, fields map[string][]string) ([]Input, error) {
	for i := range q.Fields {
		f := &q.Fields[i]
		cell := child(row, f.ID)
		if cell == nil {
			continue
		}
		in, err := asForm(w, f, cell)
		if err != nil {
			return nil, err
		}
		for part, v := range in[0].Fields {
			fields[strings.TrimSuffix(f.ID+"."+part, ".value")] = v
		}
	}
	return []Input{{Fields: fields}}, nil
}

// asText is what somebody writes, one message after the other.
func asText(w *walker, q *Question, n *yaml.Node) ([]Input, error) {
	switch aside := setAside(q, n); {
	case aside == "skip":
		return []Input{{Text: map[lang.Lang]string{lang.En: "skip", lang.Cy: "hepgor"}[w.st.lang]}}, nil
	case aside == "unknown" && q.Unknown:
		return []Input{{Text: map[lang.Lang]string{lang.En: "I don't know", lang.Cy: "Dw i ddim yn gwybod"}[w.st.lang]}}, nil
	case aside != "": // not in words: the door decides that it is put off
		return []Input{{Fields: map[string][]string{aside: {"yes"}}}}, nil
	}
	switch q.Kind {
	case Choice, Choices, YesNo:
		return w.marked(q, n)
	case Date, Month:
		d, err := partOfDay(n)
		if err != nil {
			return nil, err
		}
		return []Input{{Text: showDay(w.st.lang, &d)}}, nil
	case Address:
		if n.Kind == yaml.ScalarNode {
			return []Input{{Text: n.Value}}, nil
		}
		if textAt(n, "no-fixed") == "yes" {
			return []Input{{Text: map[lang.Lang]string{lang.En: "No fixed address", lang.Cy: "Dim cyfeiriad sefydlog"}[w.st.lang]}}, nil
		}
		var parts []string
		for _, part := range []string{"line1", "line2", "town", "county", "postcode", "country"} {
			if v := textAt(n, part); v != "" {
				parts = append(parts, v)
			}
		}
		return []Input{{Text: strings.Join(parts, ", ")}}, nil
	case File:
		if n.Value == "later" {
			return []Input{{Text: "later"}}, nil
		}
		return fileOf(n)
	case Bank:
		text := textAt(n, "holder") + " " + textAt(n, "sort") + " " + textAt(n, "account")
		if roll := textAt(n, "roll"); roll != "" {
			text += " roll number " + roll
		}
		return []Input{{Text: text}}, nil
	case List:
		return rowsAsText(w, q, n)
	case Somebody:
		return rowAsText(w, q, n)
	case Signature:
		return []Input{{Text: map[lang.Lang]string{lang.En: "AGREE ", lang.Cy: "Cytuno, "}[w.st.lang] + n.Value}}, nil
	case Declaration:
		return []Input{{Text: map[lang.Lang]string{lang.En: "I agree", lang.Cy: "Rwy'n cytuno"}[w.st.lang]}}, nil
	case Text, LongText, Name, Time, Number, Money, Phone, Email, WebAddress, Postcode, NINO, NHSNumber, UTR, Vehicle, Info:
	}
	return []Input{{Text: n.Value}}, nil
}

// marked writes choices by their marks: "2", "1, 3", "1, 4 nettle".
func (w *walker) marked(q *Question, n *yaml.Node) ([]Input, error) {
	codes, other := choiceOf(n)
	offered := w.s.Offered(q, w.answers, w.st.today)
	marks := w.s.Marks(q, offered)
	var parts []string
	for _, code := range codes {
		i := slices.IndexFunc(offered, func(o Option) bool { return o.Code == code })
		if i < 0 { // somebody's own words: "ydw"
			parts = append(parts, code)
			continue
		}
		if code == q.Other {
			parts = append(parts, marks[i]+" "+strings.Join(other, ""))
			continue
		}
		parts = append(parts, marks[i])
	}
	return []Input{{Text: strings.Join(parts, ", ")}}, nil
}

func rowsAsText(w *walker, q *Question, n *yaml.Node) ([]Input, error) {
	var out []Input
	for i, row := range items(n) {
		if i > 0 {
			out = append(out, Input{Text: "yes"})
		}
		in, err := rowAsText(w, q, row)
		if err != nil {
			return nil, err
		}
		out = append(out, in...)
	}
	if len(items(n)) < q.Limit() {
		out = append(out, Input{Text: "no"})
	}
	return out, nil
}

func rowAsText(w *walker, q *Question, row *yaml.Node) ([]Input, error) {
	var out []Input
	for i := range q.Fields {
		f := &q.Fields[i]
		cell := child(row, f.ID)
		if cell == nil {
			cell = &yaml.Node{Kind: yaml.ScalarNode, Value: "skip"}
		}
		in, err := asText(w, f, cell)
		if err != nil {
			return nil, err
		}
		out = append(out, in...)
	}
	return out, nil
}
