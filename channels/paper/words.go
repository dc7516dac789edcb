package paper

import (
	"strings"

	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/services"
)

// words says the way through a form in one language.
type words struct {
	lang    lang.Lang
	service *services.Service
	answers services.Answers
	steps   []Step
	marks   map[string]string // question to its number
}

func (f *composer) words() words {
	w := words{lang: f.Lang, service: f.Service, answers: f.Answers, steps: f.steps, marks: map[string]string{}}
	for _, s := range f.steps {
		if s.Question != nil {
			w.marks[s.Question.ID] = s.Mark
		}
	}
	return w
}

// only says whom a step concerns, as lines: a sentence, or one that announces the items after it. key is "only", "info" or "note".
func (w words) only(key string, c *services.Cond) (sentence string, items []string) {
	switch {
	case c == nil:
		return "", nil
	case c.All != nil:
		return lang.T(w.lang, "paper."+key+".all"), w.each(c.All)
	case c.Any != nil:
		return lang.T(w.lang, "paper."+key+".any"), w.each(c.Any)
	}
	return lang.T(w.lang, "paper."+key+".one", "what", w.cond(c)), nil
}

// option says in one line when an option may be chosen.
func (w words) option(c *services.Cond) string {
	switch {
	case c == nil:
		return ""
	case c.All != nil:
		return lang.T(w.lang, "paper.option.all", "what", strings.Join(w.each(c.All), "; "))
	case c.Any != nil:
		return lang.T(w.lang, "paper.option.any", "what", strings.Join(w.each(c.Any), "; "))
	}
	return lang.T(w.lang, "paper.option.one", "what", w.cond(c))
}

func (w words) each(list []services.Cond) []string {
	out := make([]string, len(list))
	for i := range list {
		out[i] = w.cond(&list[i])
	}
	return out
}

// cond is a condition within a sentence. What stands within another all or any is in brackets.
func (w words) cond(c *services.Cond) string {
	switch {
	case c.All != nil:
		return w.joined("paper.and", c.All)
	case c.Any != nil:
		return w.joined("paper.or", c.Any)
	case c.Not != nil:
		return w.test("not", c.Not)
	}
	return w.test("is", c)
}

func (w words) joined(key string, list []services.Cond) string {
	parts := make([]string, len(list))
	for i := range list {
		if parts[i] = w.cond(&list[i]); list[i].All != nil || list[i].Any != nil {
			parts[i] = "(" + parts[i] + ")"
		}
	}
	return w.join(key, parts)
}

func (w words) join(key string, parts []string) string {
	out := parts[0]
	for _, part := range parts[1:] {
		out = lang.T(w.lang, key, "a", out, "b", part)
	}
	return out
}

// test is one test; is or not says which way it must come out.
func (w words) test(is string, c *services.Cond) string {
	key, vars := w.tested(c)
	return lang.T(w.lang, "paper."+is+"."+key, append(vars, "n", w.marks[c.Question])...)
}

func (w words) tested(c *services.Cond) (key string, vars []any) {
	switch q := w.service.Question(c.Question); {
	case c.Answered != nil && *c.Answered:
		return "answered", nil
	case c.Answered != nil:
		return "blank", nil
	case c.Is != "" || c.In != nil || c.Includes != "":
		return w.chosen(q, c)
	case c.AgeFrom > 0:
		return "age-from", []any{"age", c.AgeFrom, "on", w.on(c.On)}
	case c.AgeUnder > 0:
		return "age-under", []any{"age", c.AgeUnder, "on", w.on(c.On)}
	case c.PensionWithin != nil && *c.PensionWithin == 0:
		return "pension", nil
	case c.PensionWithin != nil:
		return "pension-within", []any{"months", *c.PensionWithin}
	case c.Before != nil:
		return "before", []any{"day", w.day(c.Before)}
	case c.After != nil:
		return "after", []any{"day", w.day(c.After)}
	case c.AtLeast != nil:
		return "at-least", w.compared(q, c.AtLeast)
	case c.AtMost != nil:
		return "at-most", w.compared(q, c.AtMost)
	case c.MoreThan != nil:
		return "more-than", w.compared(q, c.MoreThan)
	default:
		return "less-than", w.compared(q, c.LessThan)
	}
}

func (w words) chosen(q *services.Question, c *services.Cond) (key string, vars []any) {
	key, codes := "ticked", c.In
	if c.Is+c.Includes != "" {
		codes = []string{c.Is + c.Includes}
	}
	if q.Kind != services.Choice && q.Kind != services.Choices && q.Kind != services.YesNo {
		key = "wrote"
	}
	options := w.service.Words(w.lang, q, w.answers).Options
	texts := make([]string, len(codes))
	for i, code := range codes {
		text := options[code]
		if text == "" {
			text = code
		}
		texts[i] = lang.T(w.lang, "paper.quoted", "text", text)
	}
	return key, []any{"options", w.join("paper.or", texts)}
}

func (w words) compared(q *services.Question, n *services.Amount) []any {
	kind, amount := "number", n.String()
	switch q.Kind {
	case services.Money:
		kind, amount = "money", lang.T(w.lang, "paper.pounds", "amount", amount)
	case services.List:
		kind = "rows"
	default:
	}
	return []any{"number", lang.T(w.lang, "paper.number."+kind, "n", w.marks[q.ID]), "amount", amount}
}

func (w words) on(ref *services.DateRef) string {
	if ref == nil || ref.Today {
		return lang.T(w.lang, "paper.on.today")
	}
	return lang.T(w.lang, "paper.on.day", "day", w.day(ref))
}

func (w words) day(ref *services.DateRef) string {
	switch {
	case ref.Today:
		return lang.T(w.lang, "paper.day.today")
	case ref.Question == "":
		return lang.Date(w.lang, ref.Day.Time())
	case w.marks[ref.Question] != "":
		return lang.T(w.lang, "paper.day.question", "n", w.marks[ref.Question])
	}
	q := w.service.Question(ref.Question)
	return lang.T(w.lang, "paper.unanswered", "label", w.service.Words(w.lang, q, w.answers).Label)
}

// to says where to go on: key is "go", "else" or "then".
func (w words) to(key string, step int) string {
	switch {
	case step >= len(w.steps):
		return lang.T(w.lang, "paper."+key+".end")
	case w.steps[step].Stop != nil:
		return lang.T(w.lang, "paper."+key+".note", "n", w.steps[step].Mark)
	}
	return lang.T(w.lang, "paper."+key+".question", "n", w.steps[step].Mark)
}
