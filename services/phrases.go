package services

import (
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/samedoor/samedoor/lang"
)

// Phrase is one text of a wording and where it stands.
type Phrase struct {
	Pos      Pos
	Lang     lang.Lang
	Question string // "" outside the questions
	Key      string // 'ask', 'hint', 'body' …: the last key before the text
	Text     string
}

// Phrases are all texts of a definition, in the order of its files.
func (s *Service) Phrases() []Phrase {
	var out []Phrase
	for _, l := range lang.All {
		name := string(l) + ".yaml"
		var doc yaml.Node
		if err := yaml.Unmarshal([]byte(s.Files[name]), &doc); err != nil || len(doc.Content) == 0 {
			continue // such a definition does not load
		}
		t := Phrase{Pos: Pos{File: s.ID + "/" + name}, Lang: l}
		kv := pairs(doc.Content[0])
		for i := 0; i+1 < len(kv); i += 2 {
			if kv[i].Value != "questions" {
				t.Key = kv[i].Value
				out = gather(out, t, kv[i+1])
				continue
			}
			for j, q := 0, pairs(kv[i+1]); j < len(q); j += 2 {
				of := t
				of.Question = q[j].Value
				out = gather(out, of, q[j+1])
			}
		}
	}
	return out
}

func gather(out []Phrase, t Phrase, n *yaml.Node) []Phrase {
	for i, kv := 0, pairs(n); i < len(kv); i += 2 {
		of := t
		if t.Key != "options" && t.Key != "fields" && t.Key != "problems" {
			of.Key = kv[i].Value
		}
		out = gather(out, of, kv[i+1])
	}
	for _, item := range items(n) {
		out = gather(out, t, item)
	}
	if n.Kind == yaml.ScalarNode && strings.TrimSpace(n.Value) != "" {
		t.Pos.Line, t.Pos.Col, t.Text = n.Line, n.Column, n.Value
		out = append(out, t)
	}
	return out
}
