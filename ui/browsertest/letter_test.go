package browsertest

import (
	"fmt"
	"image"
	"image/png"
	"net/http"
	"strings"
	"testing"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"
	"golang.org/x/image/draw"

	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/services"
)

// Somebody who speaks Welsh and needs large print, without a mobile, is posted a letter; the square code printed on it leads to the
// same application, in Welsh, and they finish it.
func TestLetterToOnline(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 0)
	s := w.story("pip-moving-8", story{"mobile": "skip"})
	agent := w.signIn("bethan.price", kind{}).begins("apply")
	agent.follow(agent.t("desk.person.new")).expect(200, agent.t("desk.person.new"))
	for name, text := range map[string]string{"desk.details.full-name": "Gwilym ap Huw", "form.day": "1", "form.month": "8", "form.year": "1964",
		"desk.details.line1": "3 Heol y Bont", "desk.details.town": "Anytown", "desk.details.postcode": "ZA8 2DE"} {
		agent.fill(agent.t(name), text)
	}
	for name, code := range map[string]string{"spoken": "cy", "written": "cy", "format": "large-print"} {
		agent.enterPart(&services.Question{}, name, []string{code})
	}
	agent.press(agent.t("desk.person.create")).expect(200, "Gwilym ap Huw")
	agent.press(w.badge.Word(lang.En, "name", nil))
	ref := agent.goOn(s, "benefit").ref()
	if speech := value[string](agent, `document.querySelector(".agent__script").lang`); speech != "cy" {
		t.Errorf("the script is in %q", speech)
	}
	agent.says(agent.t("reach.no-mobile"))
	agent.press(agent.t("desk.hand.letter")).says(agent.t("desk.hand.posted_done"))
	w.settled()

	mat := w.window(kind{})
	mat.open("/demo/doormat").press(mat.t("demo.doormat.post_now")).shows("Gwilym ap Huw")
	mat.says(mat.t("demo.formats.large-print"))
	mat.leads(mat.click(mat.one(`figure.post a`))).expect(200, "Gwilym ap Huw")
	link := w.scanned(mat)

	citizen := w.window(kind{width: 390})
	citizen.open(link).expect(200, citizen.t("apply.code.title")).bornOn("1", "8", "1964")
	citizen.lang = lang.Cy
	if got := value[string](citizen, `document.documentElement.lang`); got != "cy" || citizen.asked() != "benefit" {
		citizen.fail("the page is in %q at %q", got, citizen.asked())
	}
	citizen.goOn(s).expect(200, citizen.t("apply.check.title")).press(citizen.t("apply.check.send"))
	citizen.expect(200, citizen.t("apply.done.title")).says(cases.ShowReference(ref))
	if f := w.caseOf(ref); f.AccountName != "Gwilym ap Huw" || f.Door != "web" {
		t.Errorf("the case came by %s and is %s's", f.Door, f.AccountName)
	}
}

// scanned is the address in the square code of the letter whose pictures are on the page, as a phone's camera reads it.
func (w *world) scanned(p *window) string {
	w.Helper()
	for _, src := range value[[]string](p, `[...document.querySelectorAll("img.post__page")].map(i => i.src)`) {
		res, err := http.Get(src)
		must(w.T, err)
		picture, err := png.Decode(res.Body)
		must(w.T, err)
		must(w.T, res.Body.Close())
		for _, scale := range []int{4, 6, 8, 3} {
			if text := decode(picture, scale); text != "" {
				return text
			}
		}
	}
	p.fail("no page of the letter has a square code that can be read")
	return ""
}

// decode reads the square code of a picture, seen from so many quarters of its size.
func decode(picture image.Image, quarters int) string {
	b := picture.Bounds()
	seen := image.NewGray(image.Rect(0, 0, b.Dx()*quarters/4, b.Dy()*quarters/4))
	draw.BiLinear.Scale(seen, seen.Bounds(), picture, b, draw.Src, nil)
	bits, err := gozxing.NewBinaryBitmapFromImage(seen)
	if err != nil {
		return ""
	}
	read, err := qrcode.NewQRCodeReader().Decode(bits, map[gozxing.DecodeHintType]any{gozxing.DecodeHintType_TRY_HARDER: true})
	if err != nil {
		return ""
	}
	return read.GetText()
}

// A caseworker takes a case and refuses it: first with parts missing, which are named; then whole. The decision falls on the doormat
// and arrives on the handset.
func TestDecision(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 0)
	citizen := w.window(kind{width: 390})
	citizen.begin().goOn(w.story("walking-82", story{"mobile": "07700 900951"})).press(citizen.t("apply.check.send")).expect(200, citizen.t("apply.done.title"))
	ref := citizen.ref()

	worker := w.signIn("ravi.shah", kind{})
	worker.open("/desk/cases").says("Margaret Ellis").follow(cases.ShowReference(ref)).expect(200, "Margaret Ellis")
	worker.press(worker.t("desk.case.take")).press(worker.t("desk.case.move.assessing"))
	worker.follow(worker.t("desk.decide.title")).expect(200, worker.t("desk.decide.title"))
	worker.do(worker.click(worker.one(`[name=outcome][value=refuse]`)))
	worker.press(worker.t("desk.decide.send")).expect(422, worker.t("desk.decide.title"))
	worker.says(worker.t("cases.problems.evidence-required")).says(worker.t("cases.problems.reasons-required"))
	if !value[bool](worker, `document.querySelector("[name=outcome][value=refuse]").checked`) {
		t.Error("what was chosen is gone")
	}
	worker.fill(worker.t("desk.decide.evidence"), "The letter of the physiotherapist.").fill(worker.t("desk.decide.reasons"), "You walk 200 metres without stopping.")
	worker.press(worker.t("desk.decide.send")).expect(200, "Margaret Ellis").says(worker.t("desk.decide.refuse_done"))

	w.texted("+447700900951", strings.Split(lang.T(lang.En, "sms.notice.decided"), "{service}")[0][len("{agency}"):])
	w.settled()
	handset := w.window(kind{width: 390})
	handset.open("/demo/handset").follow("07700 900951").says(cases.ShowReference(ref))
	mat := w.window(kind{})
	mat.open("/demo/doormat").press(mat.t("demo.doormat.post_now")).shows(mat.t("demo.letters.refusal"))
	refusal := value[string](mat, fmt.Sprintf(`[...document.querySelectorAll("figure.post")].find(f => f.innerText.includes(%q)).querySelector("a").href`, mat.t("demo.letters.refusal")))
	mat.open(refusal).expect(200, "Margaret Ellis")
	mat.do(mat.click(mat.one(`details summary`)))
	mat.says("The letter of the physiotherapist.").says("You walk 200 metres without stopping.")

	citizen.open("/application/" + ref).says(citizen.t("apply.states.refused.name"))
}
