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
	if n.Value == "skip" && q.Optional {
		fields["skip"] = []string{"yes"}
		return []Input{{Fields: fields}}, nil
	}
	switch q.Kind {
	case Choice, Choices, YesNo:
		fields["value"], fields["other"] = choiceOf(n)
	case Date:
		d, err := time.Parse(time.DateOnly, n.Value)
		if err != nil {
			return nil, fmt.Errorf("%d: %w", n.Line, err)
		}
		fields["day"], fields["month"], fields["year"] = []string{strconv.Itoa(d.Day())}, []string{strconv.Itoa(int(d.Month()))}, []string{strconv.Itoa(d.Year())}
	case Address:
		if n.Kind == yaml.ScalarNode {
			fields["no-fixed"] = []string{"yes"}
		}
		for i, kv := 0, pairs(n); i < len(kv); i += 2 {
			fields[kv[i].Value] = []string{kv[i+1].Value}
		}
	case File:
		return fileOf(n)
	case List:
		return rowsAsForm(w, q, n)
	case Declaration:
		fields["agree"] = []string{"yes"}
	case Text, LongText, Name, Number, Phone, Email, Postcode, NINO, Info:
		fields["value"] = []string{n.Value}
	}
	return []Input{{Fields: fields}}, nil
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
		fields := map[string][]string{"op": {"add"}}
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
		out = append(out, Input{Fields: fields})
	}
	return append(out, Input{Fields: map[string][]string{"op": {"done"}}}), nil
}

// asText is what somebody writes, one message after the other.
func asText(w *walker, q *Question, n *yaml.Node) ([]Input, error) {
	if n.Value == "skip" && q.Optional {
		return []Input{{Text: map[lang.Lang]string{lang.En: "skip", lang.Cy: "hepgor"}[w.st.lang]}}, nil
	}
	switch q.Kind {
	case Choice, Choices, YesNo:
		return w.marked(q, n)
	case Date:
		d, err := time.Parse(time.DateOnly, n.Value)
		if err != nil {
			return nil, fmt.Errorf("%d: %w", n.Line, err)
		}
		return []Input{{Text: lang.Date(w.st.lang, d)}}, nil
	case Address:
		if n.Kind == yaml.ScalarNode {
			return []Input{{Text: n.Value}}, nil
		}
		if textAt(n, "no-fixed") == "yes" {
			return []Input{{Text: map[lang.Lang]string{lang.En: "No fixed address", lang.Cy: "Dim cyfeiriad sefydlog"}[w.st.lang]}}, nil
		}
		var parts []string
		for _, part := range []string{"line1", "line2", "town", "county", "postcode"} {
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
	case List:
		return rowsAsText(w, q, n)
	case Declaration:
		return []Input{{Text: map[lang.Lang]string{lang.En: "I agree", lang.Cy: "Rwy'n cytuno"}[w.st.lang]}}, nil
	case Text, LongText, Name, Number, Phone, Email, Postcode, NINO, Info:
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
		for j := range q.Fields {
			f := &q.Fields[j]
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
	}
	if len(items(n)) < q.Limit() {
		out = append(out, Input{Text: "no"})
	}
	return out, nil
}
