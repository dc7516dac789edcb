package browsertest

import (
	"os"
	"path/filepath"
	"slices"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/services"
)

// outside looks at what stands around an application: the front pages, the code, the account, what became of it.
func (a *auditor) outside(l lang.Lang) {
	p := a.eyes(a.window(kind{lang: l}))
	for _, path := range []string{"/", "/demo/handset", "/demo/doormat", "/services", "/services?q=disabld+parkin", "/services?q=zebra", "/services?event=home", startAt, "/c", "/c/2BCD-3FGH-4JKM", "/demo/handset/+447700900999"} {
		p.open(path)
		a.look(p, "from outside")
	}
	p.open("/c").press(p.t("apply.continue"))
	a.look(p, "no code given")
	a.look(p.open("/nothing/here"), "not there")
	p.open("/demo/doormat")
	p.leads(p.click(p.one(`figure.post a`)))
	a.look(p, "a letter")

	by := a.agent("bethan.price")
	phone := map[lang.Lang]string{lang.En: "07700 900960", lang.Cy: "07700 900961"}[l]
	d := a.known(by, accounts.Details{FullName: "Mair Teasel", DateOfBirth: &services.Day{Y: 1950, M: 3, D: 5}, Mobile: phone,
		Address: &services.PostAddress{Lines: []string{"1 High Street", "Anytown"}, Postcode: "ZA1 1AA"}}, l)
	must(a.T, a.office.PostLetter(a.Context(), by, d.ID))
	must(a.T, a.office.TextLink(a.Context(), by, d.ID))
	p.open("/demo/handset/+44" + phone[1:5] + phone[6:])
	a.look(p, "a phone with texts")
	p.open(linkInText.FindString(a.texted("+44"+phone[1:5]+phone[6:], "/c/"))).bornOn("5", "3", "1950")
	p.open("/account")
	a.look(p, "an account")
	p.leads(p.click(p.one(`a[href^="/account/letter/"]`)))
	a.look(p, "a letter as text")
	for _, path := range []string{"/account/history", "/account/messages", "/account/details", "/account/needs", "/account/needs/change", "/account/agencies",
		"/account/looks", "/account/copy"} {
		a.look(p.open(path), "a person's own page")
	}
	a.helpers(p, by, d.Account, l)
	a.look(p.open("/application/"+d.Reference+"/check"), "not all answered")
	p.open("/account")
	p.leads(p.click(p.one(`form[action="/leave"] button`)))
	a.look(p, "left")
	a.look(p.open("/application/"+d.Reference), "no right to see it")
}

// questions looks at each kind of question, as asked and with what is wrong, and at the pages an application ends with.
func (a *auditor) questions(l lang.Lang) {
	p := a.eyes(a.window(kind{lang: l}))
	p.begin()
	var kinds []services.Kind
	s := a.story("walking-82", nil)
	for id := p.asked(); id != ""; id = p.asked() {
		if q := a.badge.Question(id); !slices.Contains(kinds, q.Kind) || q.Kind == services.List || id == "breathless-when" {
			kinds = append(kinds, q.Kind)
			a.look(p, "asked")
			if q.Kind != services.Info && !q.Optional {
				p.wrongly(q)
				a.look(p, "with a mistake")
				p.open("/application/" + p.ref() + "/" + id)
			}
			if q.Kind == services.List || q.Kind == services.File {
				a.more(p, q, s[id])
				continue
			}
		}
		p.tell(id, s[id])
	}
	a.ending(p)
}

// wrongly sends a question without an answer.
func (p *window) wrongly(q *services.Question) {
	p.Helper()
	if q.Kind == services.File {
		p.leads(p.click(p.one(`form[enctype] button[type=submit]`)))
	} else {
		p.submits()
	}
	if p.status != 422 {
		p.fail("%s without an answer: %d", q.ID, p.status)
	}
}

// more looks at a list with rows and at a question of files with a file, and goes on.
func (a *auditor) more(p *window, q *services.Question, told any) {
	a.Helper()
	if q.Kind == services.List {
		at := "/application/" + p.ref() + "/" + q.ID
		p.tellRow(q, told.([]any)[0])
		a.look(p, "another one?")
		p.submits()
		a.look(p, "another one? not answered")
		a.look(p.open(at+"?row=0"), "a row changed")
		a.look(p.open(at+"?remove=0"), "a row taken away?")
		p.open(at)
		p.do(p.click(p.one(`[name=another][value=no]`)))
		p.submits()
		return
	}
	file := filepath.Join(a.TempDir(), "photo.png")
	must(a.T, os.WriteFile(file, picture, 0o600))
	for _, kind := range value[[]string](p, `[...document.querySelectorAll("input[name=kind]")].slice(0, 1).map(e => e.value)`) {
		p.do(p.click(p.one(`input[name=kind][value="` + kind + `"]`)))
	}
	p.attach(file).leads(p.click(p.one(`form[enctype] button[type=submit]`)))
	a.look(p, "a file sent")
	p.leads(p.click(p.one(`button[name=op][value=done]`)))
}

// tellRow adds one row.
func (p *window) tellRow(q *services.Question, told any) {
	p.Helper()
	for name, v := range told.(map[string]any) {
		for n := range q.Fields {
			if f := &q.Fields[n]; f.ID == name {
				p.enterParts(f, name, v)
			}
		}
	}
	p.submits()
}

// ending looks at saving, checking, sending, and what is seen after.
func (a *auditor) ending(p *window) {
	a.Helper()
	at := "/application/" + p.ref()
	a.look(p.open(at+"/save"), "save for later")
	p.press(p.t("apply.save.make"))
	a.look(p, "a code to come back with")
	other := p.another(kind{lang: p.lang})
	other.open(at + "/gender?from=check")
	p.open(at + "/gender?from=check")
	other.do(other.click(other.one(`[name=value][value=male]`)))
	other.submits()
	p.do(p.click(p.one(`[name=value][value=another-way]`)))
	p.submits()
	a.look(p, "two answers")
	a.look(p.open(at+"/check"), "check")
	p.press(p.t("apply.check.send"))
	a.look(p, "sent")
	a.look(p.open(at), "where it is")

	p.open(startAt).press(p.t("apply.start.start"))
	p.tell("applying-for", "organisation")
	a.look(p, "cannot go on here")
}

// picture is the beginning of a PNG: enough to be known by its content.
var picture = append([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"), make([]byte, 100)...)
