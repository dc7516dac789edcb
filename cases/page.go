package cases

import (
	"fmt"
	"slices"
	"strings"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/letters"
	"github.com/samedoor/samedoor/staff"
)

// page is a letter being written in one language. Its methods take keys of lang "letters.…"; every sentence knows the same variables.
type page struct {
	lang   lang.Lang
	draft  Draft
	agency staff.Agency
	about  string // whose matter it is
	reader string // who gets the letter in their place; "" for themselves
	vars   []any
	out    letters.Page
}

func (o *Office) newPage(l lang.Lang, d Draft, a accounts.Account, way accounts.Way, agency staff.Agency, code accounts.Code) *page {
	p := &page{lang: l, draft: d, agency: agency, about: a.FullName}
	if way.Instead() {
		p.reader = way.Name()
	}
	p.vars = []any{
		"name", a.FullName, "service", d.Service.Word(l, "name", nil), "reference", ShowReference(d.Reference), "agency", agency.Name(l),
		"phone", agency.Settings.Phone, "hours", agency.Hours(l), "address", shortAddress(o.public), "until", lang.Date(l, code.Expires.In(lang.London)),
		"post", strings.Join(agency.Settings.Address, ", "), "counter", strings.Join(agency.Settings.Counter, ", "),
	}
	p.out = letters.Page{Date: lang.Date(l, o.now().In(lang.London)), Reference: p.say("reference"), Agency: agency.Name(l), Of: lang.T(l, "letters.page-of")}
	p.out.Sender = append(append([]string{agency.Name(l)}, agency.Settings.Address...), p.say("sender-phone"))
	return p
}

// shortAddress is where a code is typed in, short enough to be copied by hand; the square code on the letter leads there too.
func shortAddress(public string) string {
	_, host, found := strings.Cut(public, "://")
	if !found {
		host = public
	}
	return strings.TrimSuffix(host, "/") + "/c"
}

// written runs the writing between the greeting and the closing that all letters have.
func (p *page) written(write func(p *page)) letters.Page {
	p.greet()
	write(p)
	p.heading("help.heading")
	p.paragraph("help.phone")
	p.paragraph("help.relay")
	p.paragraph("help.format")
	p.add(letters.Block{Kind: "signature", Text: p.say("closing"), Items: []string{p.agency.Name(p.lang)}})
	return p.out
}

// greet addresses whoever reads it: a letter that an appointee gets says at once whom it is about.
func (p *page) greet() {
	if p.reader == "" {
		p.paragraph("dear")
		return
	}
	p.paragraph("dear", "name", p.reader)
	p.paragraph("instead", "person", p.about)
}

func (p *page) say(key string, vars ...any) string {
	return lang.T(p.lang, "letters."+key, slices.Concat(p.vars, vars)...)
}

func (p *page) add(b letters.Block) { p.out.Blocks = append(p.out.Blocks, b) }

func (p *page) heading(key string) { p.add(letters.Block{Kind: "heading", Text: p.say(key)}) }

func (p *page) paragraph(key string, vars ...any) { p.text(p.say(key, vars...)) }

// text is a paragraph whose words are not the letters' own: the service's, or somebody's at the desk.
func (p *page) text(s string) {
	for part := range strings.SplitSeq(s, "\n") {
		if part = strings.TrimSpace(part); part != "" {
			p.add(letters.Block{Kind: "paragraph", Text: part})
		}
	}
}

func (p *page) typed(s string) { p.text(withoutNumbers(p.lang, s)) }

// items are the sentences under key.0, key.1 …
func (p *page) items(key string, vars ...any) []string {
	var out []string
	for i := 0; lang.Has(p.lang, fmt.Sprintf("letters.%s.%d", key, i)); i++ {
		out = append(out, p.say(fmt.Sprintf("%s.%d", key, i), vars...))
	}
	return out
}

func (p *page) steps(key string) { p.add(letters.Block{Kind: "steps", Items: p.items(key)}) }

// facts are pairs of a key and what stands beside it.
func (p *page) facts(pairs ...[2]string) {
	b := letters.Block{Kind: "facts"}
	for _, f := range pairs {
		b.Facts = append(b.Facts, [2]string{p.say("facts." + f[0]), f[1]})
	}
	p.add(b)
}

// code is the code with the square to point a camera at, and till when it works.
func (p *page) code() {
	p.add(letters.Block{Kind: "code", Text: p.say("code.label")})
	p.add(letters.Block{Kind: "qr", Text: p.say("code.camera")})
	p.paragraph("code.until")
}

// visit is the place to walk in to, where there is one.
func (p *page) visit(key string) {
	if len(p.agency.Settings.Counter) > 0 {
		p.paragraph(key)
	}
}
