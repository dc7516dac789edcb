package main

import (
	"net/url"
	"strconv"
	"strings"

	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/channels/form"
	"github.com/samedoor/samedoor/channels/phone"
	"github.com/samedoor/samedoor/channels/sms"
	"github.com/samedoor/samedoor/channels/web"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/services"
)

// show prints a question as the door puts it.
func (p *playing) show(q *services.Question) {
	w := p.service.Words(p.lang, q, p.answers)
	p.print("")
	switch p.door {
	case channels.SMS:
		body := sms.Ask(sms.AskInput{Service: p.service, Lang: p.lang, Question: q, Answers: p.answers, Today: p.today, Link: "https://example.org/c"}).Body
		p.print("[%s: %d characters, %d segments]\n%s", q.ID, len([]rune(body)), sms.Segments(body), body)
		return
	case channels.Phone:
		s := phone.Ask(phone.AskInput{Service: p.service, Lang: p.lang, Question: q, Answers: p.answers, Today: p.today, Row: -1})
		p.print("[%s: %s]\nSay: %s", q.ID, s.Section, s.Say)
		p.paragraphs("Read out: ", s.SayBody)
		p.paragraphs("Probe: ", s.Probes)
	case channels.Paper:
		p.print("[%s]\n%s", q.ID, w.Paper)
		p.paragraphs("", w.Body)
	default:
		page := web.Ask(web.AskInput{Service: p.service, Lang: p.lang, Question: q, Answers: p.answers, Today: p.today, Row: -1})
		p.print("[%s: %s]\n%s", q.ID, page.Section, page.Ask)
		p.paragraphs("", page.Body)
	}
	if w.Hint != "" {
		p.print("(%s)", w.Hint)
	}
}

func (p *playing) paragraphs(before string, list []string) {
	for _, text := range list {
		p.print("  %s%s", before, text)
	}
}

// hear reads an answer by the parts of the door's form; by text it is one line. left says that something else was typed.
func (p *playing) hear(q *services.Question) (in services.Input, left bool, err error) {
	if p.door == channels.SMS {
		text, left, err := p.line(q, "> ")
		return sms.Read(text, p.lang), left, err
	}
	f := form.Of(form.State{Service: p.service, Lang: p.lang, Question: q, Answers: p.answers, Today: p.today, Row: -1})
	posted := url.Values{}
	switch {
	case f.Kind == services.Info:
		_, left, err = p.line(q, "(press Enter to go on) ")
		return services.Input{Text: "ok"}, left, err
	case f.Kind == services.File:
		return p.file(q, f)
	case f.List != nil && f.List.Another:
		for _, row := range f.List.Rows {
			p.print("  - %s", strings.Join(row, ", "))
		}
		text, left, err := p.line(q, "Another? (yes or no) ")
		posted.Set("another", map[bool]string{true: "yes", false: "no"}[strings.HasPrefix(strings.ToLower(text), "y")])
		return form.Read(q, posted), left, err
	}
	if left, err = p.choose(q, "value", f.Choices, f.Several, posted); left || err != nil {
		return in, left, err
	}
	if len(f.Fields) == 1 && len(f.Fields[0].Choices) == 0 && f.Fields[0].Part == "value" { // asked already, above
		f.Fields[0].Label, f.Fields[0].Optional = "", false
	}
	for i := range f.Fields {
		if left, err = p.field(q, &f.Fields[i], posted); left || err != nil {
			return in, left, err
		}
	}
	return form.Read(q, posted), false, nil
}

func (p *playing) field(q *services.Question, f *form.Field, posted url.Values) (left bool, err error) {
	if len(f.Choices) > 0 {
		p.print("%s", f.Label)
		return p.choose(q, f.Part, f.Choices, false, posted)
	}
	label := f.Label
	if f.Legend != "" {
		label = f.Legend + " " + label
	}
	if f.Optional {
		label = lang.T(p.lang, "form.optional", "label", label)
	}
	prompt := "> "
	if label != "" {
		prompt = label + ": "
	}
	text, left, err := p.line(q, prompt)
	if text != "" {
		posted.Set(f.Part, text)
	}
	return left, err
}

// choose prints choices with numbers and takes numbers or codes.
func (p *playing) choose(q *services.Question, part string, choices []form.Choice, several bool, posted url.Values) (left bool, err error) {
	if len(choices) == 0 {
		return false, nil
	}
	for i, c := range choices {
		p.print("  %d %s%s", i+1, c.Text, map[bool]string{true: " (" + c.Hint + ")"}[c.Hint != ""])
	}
	text, left, err := p.line(q, "> ")
	if left || err != nil {
		return left, err
	}
	words := []string{text}
	if several {
		words = strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == ',' })
	}
	for _, word := range words {
		code := word
		if n, err := strconv.Atoi(word); err == nil && n >= 1 && n <= len(choices) {
			code = choices[n-1].Code
		}
		if part == "value" && code == "agree" {
			part = "agree"
		}
		posted.Add(part, map[bool]string{true: "yes", false: code}[part == "agree"])
		for _, c := range choices {
			if c.Code == code && c.Other != nil {
				if left, err := p.field(q, c.Other, posted); left || err != nil {
					return left, err
				}
			}
		}
	}
	return false, nil
}

// file takes a kind of document for a file, since a terminal has none to send.
func (p *playing) file(q *services.Question, f form.Form) (in services.Input, left bool, err error) {
	for _, a := range f.Accept {
		p.print("  %s: %s", a.Code, a.Text)
	}
	text, left, err := p.line(q, "a kind of document, or later: ")
	switch {
	case left || err != nil || text == "":
		return in, left, err
	case text == "later":
		return services.Input{Fields: map[string][]string{"later": {"yes"}}}, false, nil
	}
	return services.Input{Files: []services.FileRef{{ID: int64(len(p.trail) + 1), Name: text + ".jpg", Kind: text}}}, false, nil
}

const playHelp = `  :skip     leave it blank          :unknown  they don't know      :park   come back to it
  :back     the question before     :answers  what was said so far
  :lang cy  the other language      :door sms another door         :quit   enough`

// line reads what is typed; left is true when it was a command and the question is to be asked again, or another.
func (p *playing) line(q *services.Question, prompt string) (text string, left bool, err error) {
	p.stdoutf("%s", prompt)
	if !p.lines.Scan() {
		p.print("")
		return "", true, errEnough
	}
	text = strings.TrimSpace(p.lines.Text())
	word, rest, _ := strings.Cut(text, " ")
	switch word {
	case ":quit":
		return "", true, errEnough
	case ":help":
		p.print("%s", playHelp)
	case ":answers":
		p.list()
	case ":back":
		if n := len(p.trail); n > 0 {
			delete(p.answers, p.trail[n-1])
			p.trail = p.trail[:n-1]
		}
	case ":lang":
		p.lang = lang.Parse(rest)
	case ":door":
		door, err := doorOf(rest)
		if err != nil {
			p.print("! %s", err)
			break
		}
		p.door = door
	case ":skip", ":unknown", ":park":
		p.put(q, word[1:])
	default:
		return text, false, nil
	}
	return "", true, nil
}

// put answers with one of the answers that every question may have.
func (p *playing) put(q *services.Question, part string) {
	v, wrong := p.service.Parse(q, nil, services.Input{Fields: map[string][]string{part: {"yes"}}, Lang: p.lang}, p.answers, p.today)
	for _, w := range wrong {
		p.print("! %s", p.service.Sentence(p.lang, w, p.answers))
	}
	if len(wrong) == 0 {
		p.answers[q.ID] = v
		p.trail = append(p.trail, q.ID)
	}
}
