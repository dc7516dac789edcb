package browsertest

import (
	"context"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"

	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/internal/demodata"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/services"
)

// signIn opens the desk as a member of staff.
func (w *world) signIn(username string, k kind) *window {
	w.Helper()
	p := w.window(k)
	p.open("/desk").expect(200, p.t("desk.sign_in.title"))
	p.fill(p.t("desk.sign_in.username"), username).fill(p.t("desk.sign_in.password"), demodata.Password).press(p.t("desk.sign_in.go"))
	return p.expect(200, p.t("desk.home.title"))
}

// begins opens a conversation on the phone.
func (p *window) begins(reason string) *window {
	p.Helper()
	p.enterPart(&services.Question{}, "reason", []string{reason})
	return p.press(p.t("desk.begin.call")).says(p.t("desk.contact.at.phone"))
}

var linkInText = regexp.MustCompile(`https?://\S+/c/[0-9A-Za-z-]+`)

// texted waits for a text to a phone that contains something.
func (w *world) texted(phone, containing string) string {
	w.Helper()
	ctx, stop := context.WithTimeout(w.Context(), patience)
	defer stop()
	for after := uint64(0); ; {
		news := w.twilio.Changes(ctx, phone, after)
		if len(news) == 0 {
			w.Fatalf("no text to %s contains %q", phone, containing)
		}
		for _, m := range news {
			after = max(after, m.Change)
			if !m.In && strings.Contains(m.Body, containing) {
				return m.Body
			}
		}
	}
}

// The main job: somebody rings, the agent takes part of the application with the keyboard alone, loses the tab in the middle of a
// word and finds it again, and texts a link; the person carries on from their phone at the next question and sends it.
func TestPhoneToTextToOnline(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 0)
	agent := w.window(kind{})
	agent.open("/desk").tabTo(agent.t("desk.sign_in.username")).types("bethan.price").tabTo(agent.t("desk.sign_in.password")).types(demodata.Password).enter().expect(200, agent.t("desk.home.title"))
	agent.rings().makes("07700 900950")
	ref := agent.takes()

	agent = agent.dropped()
	agent.shortcut("x").says(agent.t("desk.hand.texted_done"))
	agent.wrapsUp()

	link := linkInText.FindString(w.texted("+447700900950", "/c/"))
	citizen := w.window(kind{width: 390})
	citizen.open("/demo/handset").follow("07700 900950")
	citizen.leads(citizen.click(citizen.one(`a[href="`+link+`"]`))).expect(200, citizen.t("apply.code.title"))
	citizen.bornOn("5", "3", "1950")
	if got := citizen.asked(); got != "gender" {
		citizen.fail("the person is at %q, the agent was at gender", got)
	}
	citizen.goOn(w.story("pip-moving-8", story{"address": map[string]any{"line1": "1 High Street", "town": "Anytown", "postcode": "ZA1 1AA"}, "mobile": "07700 900950"}))
	citizen.expect(200, citizen.t("apply.check.title")).says(strings.Split(citizen.t("apply.given.phone"), "{date}")[0])
	citizen.press(citizen.t("apply.check.send")).expect(200, citizen.t("apply.done.title")).says(cases.ShowReference(ref))
	if f := w.caseOf(ref); f.State != cases.Received || f.AccountName != "Nia Pugh" {
		t.Errorf("the case is %s and %s's", f.State, f.AccountName)
	}

	worker := w.signIn("ravi.shah", kind{})
	worker.open("/desk/case/"+ref).expect(200, "Nia Pugh").says(cases.ShowReference(ref))
}

// caseOf reads a case as the office knows it.
func (w *world) caseOf(ref string) cases.Case {
	w.Helper()
	c, err := w.office.Find(w.Context(), audit.Actor{Role: audit.System, Door: channels.Web}, ref)
	must(w.T, err)
	return c
}

// rings begins a call and searches in vain, by keys.
func (p *window) rings() *window {
	p.Helper()
	p.ready().key("Escape").key("n").picks(p.t("contacts.reasons.apply"))
	p.tabTo(p.t("desk.begin.call")).enter().says(p.t("desk.contact.at.phone"))
	p.ready().key("Escape").key("/").types("Nia Pugh 5 3 1950")
	p.until(`document.querySelectorAll("#desk-results a").length === 1`)
	p.key("ArrowDown")
	if got := value[string](p, nameOfFocus); got != p.t("desk.search.create") {
		p.fail("the arrow leads to %q", got)
	}
	return p.enter().expect(200, p.t("desk.person.new"))
}

// makes creates the person with their needs, by keys.
func (p *window) makes(mobile string) *window {
	p.Helper()
	if got := value[string](p, `document.activeElement.value`); got != "Nia Pugh" {
		p.fail("the new person is called %q", got)
	}
	p.tabTo(p.t("desk.details.mobile")).types(mobile)
	p.tabTo(p.t("desk.details.line1")).types("1 High Street")
	p.tabTo(p.t("desk.details.town")).types("Anytown")
	p.tabTo(p.t("desk.details.postcode")).types("ZA1 1AA")
	p.tabTo(p.t("desk.needs.format")).picks(p.t("accounts.format.large-print"))
	p.tabTo(p.t("desk.person.create")).enter().expect(200, "Nia Pugh")
	return p.says(p.t("desk.needs.write.large-print")).says("5 March 1950")
}

// takes starts the application and answers what is asked first, by keys: numbers for choices, words, Enter.
func (p *window) takes() (ref string) {
	p.Helper()
	p.shortcut("a")
	ref = p.ref()
	if got := p.asked(); got != "applying-for" {
		p.fail("%q is asked first", got)
	}
	p.ready().key("1").enter()
	for p.asked() == "name" || p.asked() == "date-of-birth" {
		p.enter() // known already, and shown to be said back
	}
	if got := p.asked(); got != "birth-name" {
		p.fail("%q is asked after what is known", got)
	}
	return ref
}

// dropped loses the tab in the middle of a word, and finds it again in another.
func (p *window) dropped() *window {
	p.Helper()
	p.ready().types("Nia Parr")
	p.until(`document.querySelector("[data-autosave-status]").dataset.state === "saved"`)
	again := p.another(kind{})
	call(p, page.Close, cdp.Empty{})
	again.open("/desk").ready().shortcut("b")
	if got := value[string](again, `document.querySelector("form.keys [name=value]").value`); got != "Nia Parr" {
		again.fail("of what was typed, %q is there", got)
	}
	again.until(`document.activeElement.name === "value"`)
	again.types("y").enter()
	if got := again.asked(); got != "gender" {
		again.fail("%q is asked next", got)
	}
	return again.says("Nia Parry")
}

// wrapsUp ends the conversation, by keys.
func (p *window) wrapsUp() *window {
	p.Helper()
	p.ready().key("Escape").key("w").picks(p.t("contacts.outcomes.link-texted"))
	return p.tabTo(p.t("desk.contact.note")).types("goes on by herself").enter().says(p.t("desk.contact.ended_done"))
}

// ready waits for the keys of the desk, and leaves the field that has the focus so that they are keys.
func (p *window) ready() *window {
	p.Helper()
	p.until(`document.querySelector("[data-shortcuts-open]")?.hidden === false`)
	return p
}

// shortcut presses one key that leads to another page.
func (p *window) shortcut(key string) *window {
	p.Helper()
	p.ready().key("Escape")
	return p.leads(strike(key))
}

// bornOn proves with a date of birth that the code is theirs.
func (p *window) bornOn(day, month, year string) *window {
	p.Helper()
	p.fill(p.t("form.day"), day).fill(p.t("form.month"), month).fill(p.t("form.year"), year)
	return p.press(p.t("apply.continue"))
}

// Begun online, found by the agent in two ways, finished on the phone; the person's next page says that it is sent.
func TestOnlineToPhone(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 0)
	s := w.story("pip-moving-8", story{"name": "Iolo Teasel"})
	citizen := w.window(kind{width: 390})
	ref := citizen.begin().goOn(s, "benefit").ref()

	agent := w.signIn("bethan.price", kind{}).begins("carry-on")
	agent.fill(agent.t("desk.search.label"), "iolo teasel 14 6 1972").press(lang.T(lang.En, "govuk.search"))
	agent.follow(cases.ShowReference(ref))
	agent.open("/desk").fill(agent.t("desk.search.label"), strings.ToLower(ref)).press(lang.T(lang.En, "govuk.search"))
	agent.follow(cases.ShowReference(ref))
	if said := value[string](agent, `document.body.textContent`); !strings.Contains(said, "Iolo Teasel") { // in a section that is folded
		agent.fail("who it is for is not on the page")
	}
	if got := agent.asked(); got != "benefit" {
		agent.fail("%q is asked, the person was at benefit", got)
	}
	agent.follow(agent.t("desk.search.create")).expect(200, agent.t("desk.person.new")).press(agent.t("desk.person.create")).says(agent.t("desk.draft.tied_done"))
	agent.goOn(s).press(agent.t("desk.draft.send")).expect(200, agent.t("desk.sent.title")).says(cases.ShowReference(ref))

	citizen.choose(strings.Join(w.badge.Show(lang.En, w.badge.Question("benefit"), services.Value{Choice: []string{"none"}}, nil), " ")).submits()
	citizen.expect(200, citizen.t("apply.status.title")).says(citizen.t("apply.told.sent_meanwhile"))
	if f := w.caseOf(ref); f.Door != channels.Phone || f.AccountName != "Iolo Teasel" {
		t.Errorf("the case came by %s and is %s's", f.Door, f.AccountName)
	}
}
