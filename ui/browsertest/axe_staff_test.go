package browsertest

import (
	"net/http"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/samedoor/samedoor/internal/demodata"
	"github.com/samedoor/samedoor/internal/fake"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/staff"
)

// passkeys looks at what a member of staff with a passkey sees: their own page, the second factor, and that it is not the right one.
func (a *auditor) passkeys(l lang.Lang) {
	p := a.eyes(a.window(kind{}))
	p.lang = l
	who := map[lang.Lang]string{lang.En: "ravi.shah", lang.Cy: "owen.doyle"}[l]
	enter := func() {
		p.open(in(l, "/desk/sign-in")).fill(p.t("desk.sign_in.username"), who).fill(p.t("desk.sign_in.password"), demodata.Password).press(p.t("desk.sign_in.go"))
	}
	enter()
	a.hasPasskey(who)
	a.look(p.open("/desk/me"), "a passkey")
	p.leads(p.click(p.one(`form[action="/desk/sign-out"] button`)))
	enter()
	a.look(p, "the passkey is asked for")
	if p.leads(chromedp.Evaluate[chromedp.Void](`document.querySelector("form[data-passkey]").submit()`)); p.status != http.StatusUnprocessableEntity {
		p.fail("a wrong passkey: %d", p.status)
	}
	a.look(p, "a wrong passkey")
	a.look(p.open(staff.SSOBackPath+"?code=x&state=y"), "an answer of a sign-on that is refused")
}

// hasPasskey registers a passkey for a member.
func (a *auditor) hasPasskey(username string) {
	a.Helper()
	m, err := a.staff.SignIn(a.Context(), username, demodata.Password, "127.0.0.1", time.Now())
	must(a.T, err)
	q, err := a.staff.AskNewPasskey(a.Context(), m)
	must(a.T, err)
	answer, err := fake.NewAuthenticator("localhost", a.url).Create(q.Options)
	must(a.T, err)
	_, err = a.staff.AddPasskey(a.Context(), m, q.Kept, answer, "telephone", time.Now())
	must(a.T, err)
}
