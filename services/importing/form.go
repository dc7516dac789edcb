// Package importing reads forms that others have, the JSON of the XGov digital form builder and of GOV.UK Forms, and writes
// the definition of a service that asks the same questions along the same ways. Nothing is left out silently: a report says of
// every page, component, list, condition and route what it became, or why it could not be.
//
// The package is pure: bytes in, files and a report out.
package importing

import "github.com/samedoor/samedoor/services"

// Format is what a form was written in.
type Format string

// The formats that are read.
const (
	XGov       Format = "xgov"        // XGov, DEFRA and DLUHC digital form builder
	GovukForms Format = "govuk-forms" // alphagov/forms-api: pages or steps
)

// text is a piece of wording, in Welsh too where the form or its twin has it. It may still be HTML.
type text struct{ en, cy string }

// form is what both formats are read into.
type form struct {
	format      Format
	name        text
	summary     text
	before      []text
	pages       []*page
	start       string
	sections    map[string]text
	lists       map[string]*list
	listOrder   []string
	conditions  map[string]*condition
	condOrder   []string
	declaration text
	fee         string // in pounds
	ownWelsh    bool   // the form itself has Welsh texts
}

type list struct {
	name  string
	items []item
	used  bool
}

type item struct {
	text, hint  text
	value       string
	condition   string       // a named condition: offered only when it holds
	conditional []*component // asked when it is chosen
	exclusive   bool
	code        string
}

// condition is a named condition, with what it tests.
type condition struct {
	name string
	expr *expr
	used bool
}

// page is one page of a form.
type page struct {
	path    string
	title   text
	section string
	parts   []*component
	links   []link
	summary bool // where the answers are checked: the end
	heading bool // its title is the question, whatever the component is called
	index   int  // its place in the file
}

// link leads from a page to another. The first whose condition holds is taken, else the last without one.
type link struct {
	to       string // a path; "" with out
	out      string // an address outside the form
	cond     string // a named condition
	expr     *expr  // what it tests; nil where it is always taken
	position int
}

// component is one thing on a page: content to read, or a question.
type component struct {
	kind      services.Kind // "" is content
	typ       string        // as the form calls it
	name      string
	title     text
	hint      text
	content   text // HTML
	details   bool // content that is opened
	condition string
	hideTitle bool
	optional  bool
	items     []item
	list      string // where its items come from
	second    bool   // the time of a date with a time
	children  []*component

	min, max, words, decimals int
	past, future, abroad      bool
	prefix, suffix            text
	sheds                     []string // what of it cannot be represented, in words
	remarks                   []string // what is done another way
	section                   string   // of its page, for conditions that name both

	under  *component // asked when this was answered with that choice
	choice int

	otherCode string // of the choice that takes "say what"

	page *page
	id   string // of its question, once built
}

func (c *component) asks() bool { return c.kind != "" }
