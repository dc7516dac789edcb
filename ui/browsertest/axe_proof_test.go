package browsertest

import (
	"fmt"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/internal/demodata"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/services"
)

// proofs looks at the pages on which it is shown who somebody is: at the counter, with mistakes, with evidence on record, and a case
// that waits for it.
func (a *auditor) proofs(l lang.Lang) {
	p := a.eyes(a.window(kind{}))
	p.lang = l
	who := map[lang.Lang]string{lang.En: "bethan.price", lang.Cy: "amira.khan"}[l]
	p.open(in(l, "/desk/sign-in")).fill(p.t("desk.sign_in.username"), who).fill(p.t("desk.sign_in.password"), demodata.Password).press(p.t("desk.sign_in.go"))
	by := a.agent(who)
	d := a.known(by, accounts.Details{FullName: "Ifor Puw", DateOfBirth: &services.Day{Y: 1950, M: 3, D: 5}, Mobile: "07700 900964",
		Address: &services.PostAddress{Lines: []string{"3 High Street", "Anytown"}, Postcode: "ZA1 1AB"}, Needs: accounts.Needs{Written: l, Spoken: string(l)}}, l)
	for _, sql := range []string{`update accounts set created_at = created_at - interval '1 year' where id = $1`,
		`update account_addresses set since = since - interval '1 year' where account_id = $1`} {
		_, err := a.db.Exec(a.Context(), sql, d.Account)
		must(a.T, err)
	}
	p.open(in(l, "/desk"))
	p.enterPart(&services.Question{}, "reason", []string{"apply"})
	p.press(p.t("desk.begin.counter"))
	p.talksTo(d.Account)
	contact := value[string](p, `document.querySelector('a[href*="/prove"]').getAttribute("href")`)
	a.look(p.open(contact), "ways to prove who is there")
	p.leads(p.click(p.one(`form:has([name=sheet]) button`)))
	a.look(p, "not enough")
	p.open(contact)
	a.paper(p)
	p.open(contact)
	a.voucher(p)
	p.open(contact).leads(p.click(p.one(`form:has([name=fraud]) button`)))
	a.look(p, "nothing was looked up")
	a.look(p.open(fmt.Sprintf("/desk/person/%d/proof", d.Account)), "evidence on record")
	p.press(p.t("proof.desk.withdraw"))
	a.look(p, "taken back without a reason")
	_, problems, err := a.office.WaitForIdentity(a.Context(), by, d.ID, "post-office")
	must(a.T, err)
	if len(problems) > 0 {
		a.Error(problems)
	}
	a.look(p.open("/desk/draft/"+d.Reference), "waiting for identity")
}

// paper looks at the checklist of a document, with a mistake, and records one.
func (a *auditor) paper(p *window) {
	a.Helper()
	p.follow(p.t("proof.desk.document_go"))
	a.look(p, "which document?")
	at := p.path()
	p.open(at + "?document=bus-pass")
	a.look(p, "a checklist")
	p.press(p.t("proof.desk.record"))
	a.look(p, "a checklist with mistakes")
	p.open(at + "?document=birth-certificate")
	for _, check := range []string{"original", "undamaged", "agrees"} {
		p.do(p.click(p.one(`[name=checks][value="` + check + `"]`)))
	}
	p.fill(p.t("proof.desk.number"), "BXCG 123456").press(p.t("proof.desk.record")).says(p.t("proof.desk.recorded_done"))
}

// voucher looks at the page on which somebody vouches, with mistakes.
func (a *auditor) voucher(p *window) {
	a.Helper()
	p.follow(p.t("proof.desk.vouch_go"))
	a.look(p, "somebody vouches")
	p.press(p.t("proof.desk.record"))
	a.look(p, "a vouch with mistakes")
}
