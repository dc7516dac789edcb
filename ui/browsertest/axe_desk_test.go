package browsertest

import (
	"fmt"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/internal/demodata"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/services"
)

// desk looks at everything staff see. The leader may open every page.
func (a *auditor) desk(l lang.Lang) {
	p := a.eyes(a.window(kind{}))
	p.lang = l
	p.open(in(l, "/desk/sign-in"))
	a.look(p, "sign in")
	p.press(p.t("desk.sign_in.go"))
	a.look(p, "not signed in")
	who := map[lang.Lang]string{lang.En: "helen.cooper", lang.Cy: "grace.osei"}[l]
	p.fill(p.t("desk.sign_in.username"), who).fill(p.t("desk.sign_in.password"), demodata.Password).press(p.t("desk.sign_in.go"))
	p.open(in(l, "/desk"))
	a.look(p, "nobody on the line")
	p.press(p.t("desk.begin.call"))
	a.look(p, "no reason given")
	for _, path := range []string{"/desk/cases", "/desk/tasks", "/desk/letters", "/desk/me", "/desk/me/passkey", "/desk/team", "/desk/search", "/desk/search?q=ellis", "/desk/search?q=nobody+at+all"} {
		a.look(p.open(path), "the desk")
	}
	a.person(p, a.agent(who).Agency)
	a.cases(p, a.application(p))
	p.open("/desk/letters")
	p.leads(p.click(p.one(`a[href^="/desk/letter/"]`)))
	a.look(p, "a letter")
	a.look(p.open("/desk/case/2BCD-3FGH"), "no such case")
}

// person looks at a person's pages, with nobody on the line and with somebody.
func (a *auditor) person(p *window, agency int64) {
	a.Helper()
	by := a.agent(map[lang.Lang]string{lang.En: "bethan.price", lang.Cy: "amira.khan"}[p.lang])
	d := a.known(by, accounts.Details{FullName: "Mair Marsden", DateOfBirth: &services.Day{Y: 1950, M: 3, D: 5}, Mobile: "07700 900962", NINO: "QQ 12 34 56 A",
		Address: &services.PostAddress{Lines: []string{"1 High Street", "Anytown"}, Postcode: "ZA1 1AA"},
		Needs:   accounts.Needs{Written: lang.Cy, Spoken: "cy", Format: accounts.LargePrint, SafeText: accounts.Yes, SafeCall: accounts.No, SafeWrite: accounts.Yes}}, p.lang)
	must(a.T, a.office.PostLetter(a.Context(), by, d.ID))
	at := fmt.Sprintf("/desk/person/%d", d.Account)
	a.look(p.open(at), "a reason is asked")
	p.press(p.t("desk.reason.go"))
	a.look(p, "no reason is given")
	p.open(in(p.lang, "/desk")).begins("apply")
	a.look(p, "somebody is on the line")
	a.look(p.open(at), "a person")
	_, err := a.office.Write(a.Context(), audit.Actor{Role: audit.Citizen, ID: d.Account, Door: channels.Web}, cases.MessageInput{Account: d.Account, Agency: agency, Text: "When?"})
	must(a.T, err)
	var message int64
	must(a.T, a.db.QueryRow(a.Context(), `select max(id) from person_messages where agency_id = $1`, agency).Scan(&message))
	a.look(p.open(fmt.Sprintf("/desk/message/%d", message)), "a message")
	for _, part := range []string{"/details", "/needs", "/sign-in", "/rights", "/death"} {
		a.look(p.open(at+part), "a person")
	}
	p.press(p.t("desk.death.record"))
	a.look(p, "no day of death")
	p.open(at+"/details").fill(p.t("desk.details.full-name"), "").press(p.t("desk.save"))
	a.look(p, "no name")
	a.alike(p, by, d.Account)
	p.open("/desk/person/new?q=Mair+Marsden+5+3+1950")
	a.look(p, "here already?")
	p.press(p.t("desk.person.create"))
	a.look(p, "here already, decide")
	p.open("/desk/person/new").press(p.t("desk.person.create"))
	a.look(p, "a new person without a name")
	a.deskHelpers(p, by, d.Account)
}

// application looks at the one screen: each kind of question, a mistake, two answers at once, the end, the wrap-up.
func (a *auditor) application(p *window) (ref string) {
	a.Helper()
	p.open(in(p.lang, "/desk")).press(p.t("desk.home.start_nobody", "service", a.badge.Word(p.lang, "name", nil)))
	s := a.story("walking-82", nil)
	shown := map[services.Kind]bool{}
	for id := p.asked(); id != ""; id = p.asked() {
		q := a.badge.Question(id)
		if !shown[q.Kind] {
			shown[q.Kind] = true
			a.look(p, "asked "+id)
			a.mistake(p, q)
		}
		if id == "existing-badge" {
			a.clash(p)
			continue
		}
		if q.Kind == services.List {
			p.tellRow(q, s[id].([]any)[0])
			a.look(p, "a list with a row")
		}
		p.tell(id, s[id])
	}
	a.look(p, "reading back")
	ref = p.ref()
	p.goOn(s)
	a.look(p, "all is answered and read back")
	p.follow(p.t("desk.search.create"))
	a.look(p, "whose is it?")
	p.press(p.t("desk.person.create"))
	if p.status == 409 {
		p.leads(p.click(p.one(`button[name=anyway]`)))
	}
	a.look(p, "the whole screen")
	p.press(p.t("desk.draft.send"))
	a.look(p.open("/desk/draft/"+ref), "sent")
	p.leads(p.click(p.one(`.desk-urgent__end button`)))
	a.look(p, "no outcome")
	end := value[string](p, `document.querySelector("main form").getAttribute("action")`)
	a.look(p.open(end), "wrap up")
	p.do(p.click(p.one(`[name=outcome][value=submitted]`)))
	p.press(p.t("desk.contact.end"))
	a.look(p, "wrapped up")
	return ref
}

// mistake sends the question without an answer.
func (a *auditor) mistake(p *window, q *services.Question) {
	a.Helper()
	switch {
	case q.Kind == services.Info, q.Optional:
		return // nothing is as good an answer
	case q.Kind == services.File:
		p.leads(p.click(p.one(`button[name=act][value=upload]`)))
	case q.Kind == services.List:
		p.leads(p.click(p.one(`button[name=op][value=add]`)))
	default:
		p.submits()
	}
	if p.status != 422 {
		p.fail("%s without an answer: %d", q.ID, p.status)
	}
	a.look(p, "a mistake in "+q.ID)
	p.open("/desk/draft/" + p.ref() + "?q=" + q.ID)
}

// clash answers one question in two tabs.
func (a *auditor) clash(p *window) {
	a.Helper()
	other := p.another(kind{})
	other.lang = p.lang
	other.open(p.path()).enterPart(a.badge.Question("existing-badge"), "value", []string{"never-had"})
	other.submits()
	p.enterPart(a.badge.Question("existing-badge"), "value", []string{"without-number"})
	p.submits()
	a.look(p, "two answers")
	p.submits()
}

// cases looks at a case being worked and decided.
func (a *auditor) cases(p *window, ref string) {
	a.Helper()
	at := "/desk/case/" + ref
	a.look(p.open(at), "a case")
	p.leads(p.click(p.one(`form[action$="/take"] button`)))
	a.look(p, "taken")
	p.leads(p.click(p.one(`form[action$="/note"] button`)))
	a.look(p, "an empty note")
	p.open(at).leads(p.click(p.one(`form[action$="/evidence"] button`)))
	a.look(p, "nothing asked for")
	p.open(at).leads(p.click(p.one(`form[action$="/move"] button`)))
	a.look(p.open(at+"/decide"), "decide")
	p.press(p.t("desk.decide.send"))
	a.look(p, "nothing decided")
	p.open(at + "/decide").do(p.click(p.one(`[name=outcome][value=refuse]`)))
	p.fill(p.t("desk.decide.evidence"), "A letter.").fill(p.t("desk.decide.reasons"), "It says so.")
	p.press(p.t("desk.decide.send")).says(p.t("desk.decide.refuse_done"))
	a.look(p, "decided")
	a.settled()
	a.look(p.open(at), "decided, and told")
}
