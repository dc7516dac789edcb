package sms

import (
	"context"
	"slices"
	"strings"
	"unicode"

	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/services"
)

// narrow finds a choice of a long list by how it begins. shown says that the choices which begin so were told, with their numbers; else
// body is what the message answers: the number of the only one, or the message as it came.
func (t *turn) narrow(ctx context.Context, d cases.Draft, q *services.Question) (body string, shown bool, err error) {
	in := t.asking(d, q)
	asked := pending(d, q)
	start := fold(t.in.Body)
	if asked == nil || !in.narrows(asked) || start == "" || strings.ContainsFunc(start, unicode.IsDigit) || skips(d, q, t.in.Body, t.today()) {
		return t.in.Body, false, nil
	}
	options, texts := in.offered(asked), t.options(d, q, asked)
	marks := d.Service.Marks(asked, options)
	var fits []string
	for i, o := range options {
		switch {
		case fold(texts[o.Code]) == start:
			return marks[i], false, nil
		case o.Code != asked.Other && begins(texts[o.Code], start):
			fits = append(fits, marks[i])
		}
	}
	switch {
	case len(fits) == 0:
		return t.in.Body, false, nil
	case len(fits) == 1 && len([]rune(start)) > 1:
		return fits[0], false, nil
	}
	t.c.Memory.Narrow, t.c.Memory.Page = start, 0
	return "", true, t.ask(ctx, d, q)
}

// pending is what a reply answers: the question, or the field of it that is asked; nil where that is whether there is another.
func pending(d cases.Draft, q *services.Question) *services.Question {
	if len(q.Fields) == 0 {
		return q
	}
	var v *services.Value
	if given, ok := d.Answers[q.ID]; ok {
		v = &given.Value
	}
	field, _, _ := q.Pending(v)
	return field
}

func (t *turn) options(d cases.Draft, q, asked *services.Question) map[string]string {
	w := d.Service.Words(t.c.Lang, q, d.Values())
	if asked != q {
		w = w.Fields[asked.ID]
	}
	return w.Options
}

// skips says whether a message leaves the question out, or says that the answer is not known.
func skips(d cases.Draft, q *services.Question, body string, today services.Day) bool {
	v, problems := d.Service.Parse(q, nil, services.Input{Text: body}, d.Values(), today)
	return len(problems) == 0 && (v.Skipped || v.Unknown) || slices.ContainsFunc(problems, func(p services.Problem) bool { return p.Code == "unknown-not-taken" })
}
