package browsertest

import (
	"strings"
	"testing"
	"time"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/internal/demodata"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/services"
)

// agent is a member of staff on the phone.
func (w *world) agent(username string) audit.Actor {
	w.Helper()
	m, err := w.staff.SignIn(w.Context(), username, demodata.Password, "127.0.0.1", time.Now())
	must(w.T, err)
	return m.Actor(channels.Phone)
}

// known is a person with an application that an agent began for them.
func (w *world) known(by audit.Actor, who accounts.Details, l lang.Lang) cases.Draft {
	w.Helper()
	a, problems, err := w.register.Create(w.Context(), by, who)
	must(w.T, err)
	if len(problems) > 0 {
		w.Fatal(problems)
	}
	d, err := w.office.Start(w.Context(), by, cases.StartInput{Agency: by.Agency, Service: "blue-badge", Account: a.ID, Lang: l, Prefill: true})
	must(w.T, err)
	return d
}

// The person answers by text, on the handset; the pages online go on after that answer.
func TestTextToOnline(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 0)
	by := w.agent("bethan.price")
	d := w.known(by, accounts.Details{FullName: "Nia Teasel", DateOfBirth: &services.Day{Y: 1950, M: 3, D: 5}, Mobile: "07700 900952"}, lang.En)
	must(t, w.office.TextLink(w.Context(), by, d.ID))
	link := linkInText.FindString(w.texted("+447700900952", "/c/"))

	phone := w.window(kind{width: 390})
	phone.open("/demo/handset").fill(phone.t("demo.handset.number"), "07700 900952").press(phone.t("demo.handset.open"))
	phone.replies("TEXT", phone.t("sms.talk.born"))
	phone.replies("5 3 1950", phone.t("sms.ask.choose_one"))
	phone.replies("1", phone.t("sms.ask.skip"))

	citizen := w.window(kind{width: 390})
	citizen.open(link).bornOn("5", "3", "1950")
	if got := citizen.asked(); got != "birth-name" {
		citizen.fail("%q is asked online after the answer by text", got)
	}
	citizen.open("/application/" + d.Reference + "/check").says(strings.Split(citizen.t("apply.given.sms"), "{date}")[0])
}

// replies sends a text from the handset and waits for what comes back.
func (p *window) replies(text, answer string) {
	p.Helper()
	p.fill(p.t("demo.handset.reply"), text).press(p.t("demo.handset.send"))
	p.do(p.click(p.one(`h1`))) // the screen is not changed under somebody's fingers
	p.wait("the text "+answer, func() bool { return strings.Contains(p.text("#screen"), strings.Join(strings.Fields(answer), " ")) })
}
