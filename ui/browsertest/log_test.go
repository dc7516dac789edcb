package browsertest

import (
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/network"

	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/internal/demodata"
)

// Somebody with marked details goes through every door, does some things wrong, and is decided on; nothing of it stands in the log
// of pages, jobs, River or the server, at any level.
func TestLogsCarryNobody(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 0)
	marks := []string{"Zebedee", "Markerfield", "900970", "900 970", "ZA9 9ZZ", "ZA99ZZ", "1951-02-17", "17 2 1951", "17 February 1951", "QQ123456", "QQ 12 34 56",
		"kwyjibo", "marked-photo", "marked content", "zebedee@example.org", demodata.Password}
	s := w.story("walking-82", story{"name": "Zebedee Markerfield", "date-of-birth": time.Date(1951, 2, 17, 0, 0, 0, 0, time.UTC), "nino": "QQ 12 34 56 A",
		"condition": "kwyjibo of both hips", "pain-detail": "kwyjibo at night", "mobile": "07700 900970", "email": "zebedee@example.org",
		"address":    map[string]any{"line1": "1 Markerfield Road", "town": "Anytown", "postcode": "ZA9 9ZZ"},
		"medication": []any{map[string]any{"medicine": "Kwyjibol", "prescribed": "yes", "dose": "30 mg", "how-often": "Daily"}}})

	citizen := w.window(kind{width: 390})
	ref := citizen.begin().goOn(s, "proof-identity").ref()
	w.sends(citizen, "marked-photo-of-zebedee.png")
	citizen.open("/application/" + ref + "/save").press(citizen.t("apply.save.make"))
	code := citizen.text("#code")
	marks = append(marks, ref, cases.ShowReference(ref), code, strings.ReplaceAll(code, "-", ""))
	marks = append(marks, w.cookies(citizen)...)
	citizen.open("/c/"+code).bornOn("18", "2", "1951").expect(422, citizen.t("apply.code.title"))
	citizen.bornOn("17", "2", "1951").goOn(s, "fee")

	agent := w.signIn("bethan.price", kind{}).begins("carry-on")
	marks = append(marks, w.cookies(agent)...)
	for _, typed := range []string{"Zebedee Markerfield", "07700900970", "ZA9 9ZZ 17 2 1951", ref} {
		agent.fill(agent.t("desk.search.label"), typed).press(agent.t("govuk.search"))
	}
	agent.follow(cases.ShowReference(ref)).follow(agent.t("desk.search.create")).press(agent.t("desk.person.create"))
	agent.press(agent.t("desk.hand.text"))
	link := linkInText.FindString(w.texted("+447700900970", "/c/"))
	texted := link[strings.LastIndexByte(link, '/')+1:]
	marks = append(marks, texted, strings.ReplaceAll(texted, "-", ""))
	agent.press(agent.t("desk.hand.letter"))
	_, err := w.twilio.Text(t.Context(), "+447700900970", "TEXT")
	must(t, err)
	w.texted("+447700900970", strings.Split(agent.t("sms.talk.born"), ",")[0])
	_, err = w.twilio.Text(t.Context(), "+447700900970", "17 2 1951")
	must(t, err)
	w.settled()
	agent.open("/desk/draft/" + ref).goOn(s).press(agent.t("desk.draft.send"))
	must(t, w.drain(t.Context()))

	worker := w.signIn("ravi.shah", kind{})
	worker.open("/desk/case/" + ref)
	worker.fill(worker.t("desk.case.note"), "kwyjibo noted").press(worker.t("desk.case.add_note"))
	worker.press(worker.t("desk.case.take")).press(worker.t("desk.case.move.assessing")).follow(worker.t("desk.decide.title"))
	worker.do(worker.click(worker.one(`[name=outcome][value=refuse]`)))
	worker.fill(worker.t("desk.decide.evidence"), "kwyjibo weighed").fill(worker.t("desk.decide.reasons"), "kwyjibo reasoned")
	worker.press(worker.t("desk.decide.send")).says(worker.t("desk.decide.refuse_done"))
	w.settled()
	worker.open("/application/"+ref).expect(403, "")
	worker.open("/desk/person/999999?why=correct").expect(404, "")
	worker.open("/desk/document/999999?name=zebedee").expect(404, "")

	for _, mark := range marks {
		if lines := log.with(mark); len(lines) > 0 {
			t.Errorf("%q stands in %d lines of the log, first in %s", mark, len(lines), lines[0])
		}
	}
	w.logged()
}

// logged sees that the log was really read: pages, jobs and River are in it.
func (w *world) logged() {
	w.Helper()
	slog.Debug("planted", "here", "to-be-found")
	for _, line := range []string{`"route":"/c/{code}"`, `"route":"/desk/search"`, `"route":"/desk/document/{id}"`, `"level":"DEBUG"`, "river client started", "to-be-found"} {
		if len(log.with(line)) == 0 {
			w.Errorf("no line of the log has %s: it is not read", line)
		}
	}
}

// sends uploads a file with a marked name and marked contents, and goes on.
func (w *world) sends(p *window, name string) {
	w.Helper()
	file := filepath.Join(w.TempDir(), name)
	must(w.T, os.WriteFile(file, append(picture, "marked content"...), 0o600))
	if p.has(`input[name=kind]`) {
		p.do(p.click(p.one(`input[name=kind]`)))
	}
	p.attach(file).leads(p.click(p.one(`form[enctype] button[type=submit]`))).says(name)
}

// cookies are the values of what a browser keeps for the site.
func (w *world) cookies(p *window) []string {
	w.Helper()
	var out []string
	for _, c := range call(p, network.GetCookies, network.GetCookiesParams{URLs: []string{w.url}}).Cookies {
		out = append(out, c.Value)
	}
	if len(out) == 0 {
		w.Fatal("the browser keeps no cookie")
	}
	return out
}
