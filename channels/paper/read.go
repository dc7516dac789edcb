package paper

import (
	"slices"
	"strings"

	"github.com/samedoor/samedoor/services"
)

// Filled is what stands on a form that came back, whoever looked: the boxes with a cross or a signature in them, by their ids, and what
// is written, by field. It is data: a scanner or a member of staff hands it over.
type Filled struct {
	Ticked  []string          `json:"ticked,omitempty"`
	Written map[string]string `json:"written,omitempty"`
}

// Reading is one question read off a form.
type Reading struct {
	Inputs   []services.Input // one after the other: the rows of a list are added one by one. None: the question was left empty
	Enclosed []string         // kinds of document they say are in the envelope; "" where it was not asked which
}

// Read is the paper door's read: what was filled in for a question, as what services.Parse understands. Nothing is guessed: two crosses
// where one was wanted are handed on as two. What was left empty is left blank where that is an answer, else not answered.
func (l Layout) Read(q *services.Question, f Filled) Reading {
	if q.Kind == services.Info {
		return Reading{Inputs: []services.Input{l.input(map[string][]string{"value": {"read"}})}}
	}
	rows := l.parts(q, f)
	if q.Kind == services.List {
		return Reading{Inputs: l.list(q, rows)}
	}
	fields := rows[0]
	var out Reading
	if q.Kind == services.File {
		if out.Enclosed = enclosed(fields); out.Enclosed != nil {
			fields = map[string][]string{"later": {"yes"}} // it comes by post and not through this door's hands
		}
	}
	switch {
	case len(fields) > 0:
		out.Inputs = []services.Input{l.input(fields)}
	case q.Optional && l.Asks(q.ID):
		out.Inputs = []services.Input{l.input(map[string][]string{"skip": {"yes"}})}
	}
	return out
}

func (l Layout) input(fields map[string][]string) services.Input {
	return services.Input{Fields: fields, Lang: l.Lang}
}

// parts are the parts of an answer by row; what is no row is 0. The date under a signature is no part of it.
func (l Layout) parts(q *services.Question, f Filled) map[int]map[string][]string {
	out := map[int]map[string][]string{0: {}}
	seen := map[string]bool{}
	add := func(b Box, v string) {
		if out[b.Row] == nil {
			out[b.Row] = map[string][]string{}
		}
		out[b.Row][b.Part] = append(out[b.Row][b.Part], v)
	}
	for _, b := range l.of(q.ID) {
		switch {
		case strings.HasPrefix(b.Part, signed):
		case b.Kind == Tick && slices.Contains(f.Ticked, b.ID()):
			add(b, b.Option)
		case b.Kind == Ink && slices.Contains(f.Ticked, b.ID()):
			add(b, "yes")
		case (b.Kind == Cell || b.Kind == Line) && !seen[b.Field()]:
			seen[b.Field()] = true
			if text := strings.TrimSpace(f.Written[b.Field()]); text != "" {
				add(b, text)
			}
		}
	}
	return out
}

func enclosed(fields map[string][]string) []string {
	if kinds := fields["enclosed"]; kinds != nil {
		return kinds
	}
	if slices.Contains(fields["later"], "enclosed") {
		return []string{""}
	}
	return nil
}

// list adds each row in which something is written, and then ends the list: who sent the form in has no more to add.
func (l Layout) list(q *services.Question, rows map[int]map[string][]string) []services.Input {
	var out []services.Input
	for row := 1; row <= q.Limit(); row++ {
		if fields := rows[row]; len(fields) > 0 {
			fields["op"] = []string{"add"}
			out = append(out, l.input(fields))
		}
	}
	switch {
	case len(out) > 0 || len(rows[0]["none"]) > 0:
		return append(out, l.input(map[string][]string{"op": {"done"}}))
	case q.Optional && l.Asks(q.ID):
		return []services.Input{l.input(map[string][]string{"skip": {"yes"}})}
	}
	return nil
}
