package browsertest

import (
	"cmp"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/chromedp/cdproto/dom"
	"go.yaml.in/yaml/v3"

	"github.com/samedoor/samedoor/services"
)

// story is what somebody would answer, by question, as services/blue-badge/testdata tells it.
type story map[string]any

// story reads one of the service's stories; changes says what this person answers otherwise.
func (w *world) story(name string, changes story) story {
	w.Helper()
	body, err := os.ReadFile(filepath.Join("..", "..", "services", "blue-badge", "testdata", name+".story.yaml"))
	must(w.T, err)
	var told struct{ Answers []map[string]any }
	must(w.T, yaml.Unmarshal(body, &told))
	all := story{}
	for _, one := range told.Answers {
		maps.Copy(all, one)
	}
	maps.Copy(all, changes)
	return all
}

// begin starts an application online.
func (p *window) begin() *window {
	p.Helper()
	return p.open(startAt).press(p.t("apply.start.start")).expect(200, "")
}

// ref is the reference in the address.
func (p *window) ref() string {
	p.Helper()
	parts := strings.Split(p.path(), "/")
	for i, part := range parts[:len(parts)-1] {
		if part == "application" || part == "draft" || part == "case" {
			return parts[i+1]
		}
	}
	p.fail("no reference in the address")
	return ""
}

// asked is the question on the page: on the citizen's by its address, on the agent's by its form. "" at the end.
func (p *window) asked() string {
	p.Helper()
	if p.has(`.agent__script`) {
		return value[string](p, `document.querySelector(".agent__script form.keys input[name=q], .agent__script form.paper-keys input[name=q], .agent__script form.govuk-button-group input[name=q]")?.value ?? ""`)
	}
	at := p.path()
	id := at[strings.LastIndexByte(at, '/')+1:]
	if p.badge.Question(id) == nil {
		return ""
	}
	return id
}

// goOn answers what is asked until one of these questions stands on the page, or all are answered.
func (p *window) goOn(s story, until ...string) *window {
	p.Helper()
	for range 80 {
		id := p.asked()
		if id == "" && p.has(`.read--now`) { // the desk reads back what was said before anything is agreed to
			p.leads(p.click(p.one(`.read--now form button`)))
			continue
		}
		if id == "" {
			return p
		}
		for _, u := range until {
			if id == u {
				return p
			}
		}
		p.tell(id, s[id])
	}
	p.fail("this goes on for ever")
	return p
}

// tell answers the question on the page.
func (p *window) tell(id string, told any) *window {
	p.Helper()
	if got := p.asked(); got != id {
		p.fail("%q is asked instead of %q", got, id)
	}
	q := p.badge.Question(id)
	if told == nil && q.Optional {
		told = "skip"
	}
	switch {
	case told == "skip" && p.has(`main button[name=skip]`):
		return p.leads(p.click(p.one(`main button[name=skip]`)))
	case q.Kind == services.Info:
		return p.submits()
	case q.Kind == services.File:
		return p.leads(p.click(p.one(`main button[name=later]`)))
	case q.Kind == services.List:
		return p.tellRows(q, told)
	case q.Kind == services.Declaration:
		p.do(p.click(p.one(`main [name=agree]`)))
		return p.submits()
	}
	p.enterParts(q, "", told)
	return p.submits()
}

// submits presses the first button of the form that holds what is asked.
func (p *window) submits() *window {
	p.Helper()
	return p.leads(p.click(p.found(`document.querySelector("form.keys button.govuk-button, main form input[name=seen] ~ .govuk-button-group button, main form input[name=seen] ~ button, main form input[name=asked] ~ button")`)))
}

// tellRows adds rows one by one, and says that there are no more.
func (p *window) tellRows(q *services.Question, told any) *window {
	p.Helper()
	rows, _ := told.([]any)
	desk := p.has(`.agent__script`)
	for i, row := range rows {
		if i > 0 && !desk {
			p.do(p.click(p.one(`[name=another][value=yes]`)))
			p.submits()
		}
		for name, v := range row.(map[string]any) {
			for n := range q.Fields {
				if f := &q.Fields[n]; f.ID == name {
					p.enterParts(f, name, v)
				}
			}
		}
		if desk {
			p.leads(p.click(p.one(`button[name=op][value=add]`)))
			continue
		}
		p.submits()
	}
	if desk {
		return p.leads(p.click(p.one(`button[name=op][value=done]`)))
	}
	p.do(p.click(p.one(`[name=another][value=no]`)))
	return p.submits()
}

// enterParts enters an answer in its fields; prefix is the field's own name in a row of a list.
func (p *window) enterParts(q *services.Question, prefix string, told any) {
	p.Helper()
	all := parts(told)
	// The choice first: the field of "something else" is shown by it.
	for _, part := range slices.SortedFunc(maps.Keys(all), func(a, b string) int { return cmp.Compare(b, a) }) {
		name, values := part, all[part]
		if prefix != "" {
			name = strings.TrimSuffix(prefix+"."+part, ".value")
		}
		p.enterPart(q, name, values)
	}
}

func (p *window) enterPart(q *services.Question, name string, values []string) {
	p.Helper()
	for _, v := range values {
		switch {
		case p.has(fmt.Sprintf(`main select[name=%q]`, name)):
			value[bool](p, fmt.Sprintf(`(e => { e.value = %q; e.dispatchEvent(new Event("change", {bubbles: true})); return e.value === %q })(document.querySelector('main select[name=%q]'))`, v, v, name))
		case p.has(fmt.Sprintf(`main input[type=radio][name=%q], main input[type=checkbox][name=%q]`, name, name)):
			p.do(p.click(p.one(fmt.Sprintf(`main input[name=%q][value=%q]`, name, p.code(q, v)))))
		default:
			p.put(p.one(fmt.Sprintf(`main [name=%q]:not([type=hidden])`, name)), v)
		}
	}
}

// code is what a form sends for a choice, however the story says it.
func (p *window) code(q *services.Question, told string) string {
	if q.Kind != services.YesNo && q.Kind != services.Choice && q.Kind != services.Choices {
		return told
	}
	parsed, wrong := p.badge.Parse(q, nil, services.Input{Text: told}, nil, services.DayOf(time.Now()))
	if len(wrong) > 0 || len(parsed.Choice) != 1 {
		return told
	}
	return parsed.Choice[0]
}

// parts is what a story says as the parts of a form.
func parts(told any) map[string][]string {
	switch v := told.(type) {
	case time.Time:
		return map[string][]string{"day": {v.Format("2")}, "month": {v.Format("1")}, "year": {v.Format("2006")}}
	case map[string]any:
		out := map[string][]string{}
		for part, x := range v {
			name := map[string]string{"choice": "value", "noFixed": "no-fixed", "no_fixed": "no-fixed"}[part]
			if name == "" {
				name = part
			}
			out[name] = texts(x)
		}
		return out
	}
	return map[string][]string{"value": texts(told)}
}

func texts(v any) []string {
	switch v := v.(type) {
	case []any:
		var out []string
		for _, x := range v {
			out = append(out, texts(x)...)
		}
		return out
	case bool:
		return []string{"yes"}
	}
	return []string{fmt.Sprint(v)}
}

// attach chooses a file for the field on the page.
func (p *window) attach(path string) *window {
	p.Helper()
	call(p, dom.SetFileInputFiles, dom.SetFileInputFilesParams{Files: []string{path}, ObjectID: p.one(`main input[type=file]`)})
	return p
}
