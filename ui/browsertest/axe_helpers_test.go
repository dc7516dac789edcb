package browsertest

import (
	"fmt"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/services"
)

// mandated lets helper act for person, on the person's word.
func (a *auditor) mandated(by audit.Actor, person, helper int64) accounts.Mandate {
	a.Helper()
	by.Proven = true
	m, problems, err := a.register.RegisterMandate(a.Context(), by, accounts.NewMandate{Phrase: "green bicycle", Mandate: accounts.Mandate{Account: person,
		Helper: helper, Kind: accounts.Helper, Relationship: "family", Reason: "online", May: accounts.Rights{See: true, Talk: true, Act: true},
		Evidence: accounts.AskedSpeaking}})
	must(a.T, err)
	if len(problems) > 0 {
		a.Fatal(problems)
	}
	return m
}

// somebody is one more person, to help or be helped.
func (a *auditor) somebody(by audit.Actor, name string) int64 {
	a.Helper()
	who, problems, err := a.register.Create(a.Context(), by, accounts.Details{FullName: name, DateOfBirth: &services.Day{Y: 1971, M: 4, D: 9}})
	must(a.T, err)
	if len(problems) > 0 {
		a.Fatal(problems)
	}
	return who.ID
}

// helpers looks at the pages of somebody signed in who helps and is helped, and at what a helper sees.
func (a *auditor) helpers(p *window, by audit.Actor, account int64, l lang.Lang) {
	a.Helper()
	a.look(p.open("/account/helpers"), "nobody helps")
	m := a.mandated(by, account, a.somebody(by, "Siân Teasel "+string(l)))
	a.mandated(by, a.somebody(by, "Gwen Teasel "+string(l)), account)
	a.look(p.open("/account/helpers"), "who helps and is helped")
	a.look(p.open(fmt.Sprintf("/account/helpers/%d", m.ID)), "one helper")
	a.look(p.open("/account/helpers/new"), "a new helper")
	p.press(p.t("helpers.pages.send"))
	a.look(p, "a new helper without a name")
	a.look(p.open("/account/helpers/code"), "a code to be used")
	p.press(p.t("helpers.pages.code_use"))
	a.look(p, "no code from anybody")
	p.open("/account/helpers")
	p.leads(p.click(p.one(`form[action="/account/act"] button`)))
	a.look(p, "acting for somebody")
	a.look(p.open("/services"), "services, acting")
	a.look(p.open("/account/looks"), "not a helper's page")
	p.open("/account")
	p.leads(p.click(p.one(`form[action="/account/act"] button`)))
	a.look(p, "oneself again")
	p.open("/account/helpers")
	p.leads(p.click(p.one(fmt.Sprintf(`form[action="/account/helpers/%d/end"] button`, m.ID))))
	a.look(p, "ended")
}

// deskHelpers looks at what staff see of them, with a helper on the line.
func (a *auditor) deskHelpers(p *window, by audit.Actor, account int64) {
	a.Helper()
	at := fmt.Sprintf("/desk/person/%d", account)
	a.look(p.open(at+"/helpers/new"), "a helper to be put on record")
	p.press(p.t("helpers.desk.save"))
	a.look(p, "a helper without a name")
	m := a.mandated(by, account, a.somebody(by, "Siân Marsden "+string(p.lang)))
	p.open(at).press(p.t("desk.person.on_the_line"))
	a.look(p, "a person with a helper")
	p.leads(p.click(p.one(`form[action$="/helper"] button`)))
	a.look(p, "a helper on the line")
	a.look(p.open(fmt.Sprintf("%s/helpers/%d", at, m.ID)), "a helper on record")
}
