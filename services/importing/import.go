package importing

import (
	"errors"
	"fmt"
	"regexp"

	"github.com/samedoor/samedoor/services"
)

// Input is what is imported.
type Input struct {
	Form    []byte
	Twin    []byte                   // the same form in Welsh; nil where there is none
	ID      string                   // of the service: what its folder is called; "" takes it from the form's name
	Name    string                   // for a form that has none: what its file is called
	Agency  string                   // said in the report
	Version int                      // of the service; 0 is the first
	Lacks   func(text string) []rune // characters of a text that the letters' font does not have; nil has all
}

// Result is a service that passes check, and what became of the form.
type Result struct {
	Files   map[string]string // service.yaml, en.yaml, cy.yaml
	Service *services.Service
	Report  *Report
}

// Import makes a service out of a form. The error is ErrUnreadable with one sentence where there is nothing to make it of;
// whatever else is amiss stands in the report.
//
// What check says nobody can ever reach is taken out: a definition may not hold such steps, and in the form they were as dead.
func Import(in Input) (*Result, error) {
	gone, memory := map[string]bool{}, map[string]string{}
	for range maxTries {
		b, err := construct(in, gone, memory)
		if err != nil {
			return nil, err
		}
		id := serviceID(in, b)
		files, err := b.files(id, max(1, in.Version))
		if err != nil {
			return nil, err
		}
		s, err := services.LoadFiles(files)
		if err == nil {
			b.report.finish(id, in.Agency, b.name().en, gone)
			return &Result{files, s, b.report}, nil
		}
		if !unreached(err, gone) {
			return nil, unreadable("what came of it does not pass check: %s", firstLine(err))
		}
	}
	return nil, unreadable("no answers lead to most of it")
}

// maxTries bounds how often steps are taken out because no answers lead to them.
const maxTries = 12

// readBoth reads a form, with the Welsh of its twin.
func readBoth(in Input) (*form, *Report, error) {
	f, report, err := read(in.Form)
	if err != nil {
		return nil, nil, err
	}
	report.Welsh = "none"
	if f.ownWelsh {
		report.Welsh = "form"
	}
	if in.Twin == nil {
		return f, report, nil
	}
	twin, _, err := read(in.Twin)
	switch {
	case err != nil:
		return nil, nil, fmt.Errorf("the twin: %w", err)
	case twin.format != f.format:
		return nil, nil, unreadable("the twin is of another format than the form")
	}
	report.Welsh = "twin"
	marry(f, twin, report)
	return f, report, nil
}

func read(body []byte) (*form, *Report, error) {
	top, err := decode(body)
	if err != nil {
		return nil, nil, err
	}
	format, top, err := formatOf(top)
	if err != nil {
		return nil, nil, err
	}
	report := newReport(format)
	reader := readXGov
	if format == GovukForms {
		reader = readGovukForms
	}
	f, err := reader(top, report)
	return f, report, err
}

func construct(in Input, gone map[string]bool, memory map[string]string) (*builder, error) {
	f, report, err := readBoth(in)
	if err != nil {
		return nil, err
	}
	if n := f.questions(); n > maxQuestions {
		return nil, unreadable("it has %d questions; %d can be read", n, maxQuestions)
	}
	b := &builder{f: f, report: report, welsh: report.Welsh, gone: gone, fallback: in.Name, lacks: in.Lacks, memory: memory, sectionIDs: codes{}, stopIDs: codes{}}
	b.g = &graph{f: f, report: report, gone: map[*page]bool{}}
	b.g.index()
	b.identify()
	b.g.plan()
	if len(b.g.nodes) == 0 {
		return nil, unreadable("it has no page to start at")
	}
	b.build()
	if len(b.steps) == 0 {
		return nil, unreadable("it asks nothing")
	}
	return b, nil
}

// questions is how many a form asks, with the fields of lists and what is asked under choices.
func (f *form) questions() int {
	n := 0
	for _, p := range f.pages {
		for _, c := range p.parts {
			if c.asks() {
				n++
			}
			n += len(c.children)
			for _, i := range c.items {
				n += len(i.conditional)
			}
		}
	}
	return n
}

func serviceID(in Input, b *builder) string {
	for _, candidate := range []string{in.ID, b.name().en, in.Name} {
		if id := code(candidate); id != "" {
			return id
		}
	}
	return "form"
}

// dead is how check says that something cannot be reached.
var dead = regexp.MustCompile(`^the (question|stop|option) '([^']+)' can never be`)

// unreached notes the steps that no answers lead to, and says whether that was all that is wrong and news.
func unreached(err error, gone map[string]bool) bool {
	var mistakes services.Mistakes
	if !errors.As(err, &mistakes) {
		return false
	}
	news := false
	for _, m := range mistakes {
		found := dead.FindStringSubmatch(m.Text)
		if found == nil {
			return false
		}
		key := found[1] + " " + found[2]
		news = news || !gone[key]
		gone[key] = true
	}
	return news
}

func firstLine(err error) string {
	var mistakes services.Mistakes
	if errors.As(err, &mistakes) && len(mistakes) > 0 {
		return mistakes[0].String()
	}
	return err.Error()
}
