package browsertest

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/services"
)

// everything is an application for the service that asks every kind of question, begun for somebody whose record is older than the call.
func (w *world) everything(by audit.Actor, l lang.Lang) cases.Draft {
	w.Helper()
	s, err := services.Load(os.DirFS("../desk/testdata"), "everything")
	must(w.T, err)
	must(w.T, services.Publish(w.Context(), w.db, s))
	must(w.T, w.library.Refresh(w.Context()))
	_, err = w.db.Exec(w.Context(), `insert into agency_services (agency_id, service) select id, 'everything' from agencies on conflict do nothing`)
	must(w.T, err)
	a, problems, err := w.register.Create(w.Context(), by, accounts.Details{FullName: "Olwen Teasel", DateOfBirth: &services.Day{Y: 1944, M: 3, D: 5}, Mobile: "07700 900963",
		Address: &services.PostAddress{Lines: []string{"1 High Street", "Anytown"}, Postcode: "ZA1 1AA"}, Needs: accounts.Needs{Written: l, Spoken: string(l), SafeText: accounts.Yes}})
	must(w.T, err)
	if len(problems) > 0 {
		w.Fatal(problems)
	}
	for _, sql := range []string{`update accounts set created_at = created_at - interval '1 year' where id = $1`,
		`update account_addresses set since = since - interval '1 year' where account_id = $1`} {
		_, err = w.db.Exec(w.Context(), sql, a.ID)
		must(w.T, err)
	}
	d, err := w.office.Start(w.Context(), by, cases.StartInput{Agency: by.Agency, Service: "everything", Account: a.ID, Lang: l, Prefill: true})
	must(w.T, err)
	return d
}

// told answers beside any browser, as whoever has asked who it is.
func (w *world) told(by audit.Actor, draft int64, question string, fields map[string][]string) {
	w.Helper()
	by.Proven = true
	out, err := w.office.Answer(w.Context(), by, cases.AnswerInput{Draft: draft, Question: question, Input: services.Input{Fields: fields}, Insist: true})
	must(w.T, err)
	if len(out.Problems) > 0 {
		w.Fatalf("%s: %v", question, out.Problems)
	}
}

// proves answers the questions that the system picked, as Olwen would.
func (p *window) proves() {
	p.Helper()
	p.fill(lang.T(p.lang, "proof.ask.date-of-birth"), "5 3 1944").fill(lang.T(p.lang, "proof.ask.postcode"), "ZA1 1AA")
	p.leads(p.click(p.one(`form:has([name=sheet]) button`)))
}

// talksTo says that a person's is the conversation at hand.
func (p *window) talksTo(account int64) *window {
	p.Helper()
	return p.open(fmt.Sprintf("/desk/person/%d", account)).leads(p.click(p.one(`form[action$="/about"] button`)))
}

// asks waits for a question to be on the screen, and for the keys.
func (p *window) asks(question string) *window {
	p.Helper()
	if got := p.asked(); got != question {
		p.fail("%q is asked, not %s", got, question)
	}
	return p.ready()
}

// A call of forty in the queue: nothing but keys. What is typed is never taken for a key.
func TestALongCallByKeys(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 0)
	p := w.signIn("bethan.price", kind{}).begins("apply")
	d := w.everything(w.agent("bethan.price"), lang.En)
	p.talksTo(d.Account).open("/desk/draft/" + d.Reference).asks("moved")
	p.key("Tab").key("Tab").types("2010").enter().asks("children")

	p.key("1").until(`!!document.querySelector('#map a[href$="q=who"]')`) // before it is saved
	p.key("2").until(`!document.querySelector('#map a[href$="q=who"]')`)
	p.key("1").enter().asks("who")
	p.shortcut("b").asks("school")
	if p.types("bdn] m").key("Escape"); p.asked() != "school" || value[string](p, `document.querySelector("[name=value]").value`) != "bdn] m" {
		p.fail("what was typed is taken for keys")
	}
	p.leads(strike("d")).asks("kin").key("Escape").key("n")
	p.until(`document.activeElement.name === "desk-note"`)
	p.types("Her brother, ask later").key("Escape")
	p.leads(strike("b")).asks("works")

	p.shortcut("[").asks("kin").says("Her brother, ask later").says(strings.Split(p.t("desk.map.put_off", "who", "Bethan Price"), "{when}")[0])
	p.shortcut("]").asks("works")
	p.key("Escape").key("m").until(`document.activeElement.id === "map" || document.querySelector("#map").contains(document.activeElement)`)
	p.key("ArrowDown").until(`document.activeElement.getAttribute("aria-current") === "step"`)
	p.key("ArrowUp").key("ArrowUp") // over the section's name, to the one before
	p.key("?").until(`document.querySelector("dialog[data-shortcuts]").open`)
	if !strings.Contains(p.text("dialog[data-shortcuts]"), p.t("desk.draft.park")) {
		p.fail("the list of keys does not say how to come back to a question")
	}
	p.key("Escape")
}

// kinds looks at the one screen where every kind of question is asked, at the proof, at what is asked elsewhere, and at the reading back.
func (a *auditor) kinds(l lang.Lang) {
	who := map[lang.Lang]string{lang.En: "bethan.price", lang.Cy: "amira.khan"}[l]
	p := a.eyes(a.signIn(who, kind{}))
	p.lang = l
	p.open(in(l, "/desk")).begins("apply")
	by := a.agent(who)
	d := a.everything(by, l)
	p.talksTo(d.Account)
	at := "/desk/draft/" + d.Reference
	yes := map[string][]string{"value": {"yes"}}
	for _, told := range []struct {
		question string
		fields   map[string][]string
		look     bool
	}{
		{"moved", map[string][]string{"year": {"2010"}}, true}, {"children", yes, false},
		{"who", map[string][]string{"op": {"add"}, "child": {"Huw"}, "birthday.unknown": {"yes"}, "lives": {"here"}}, true},
		{"who", map[string][]string{"op": {"done"}}, true}, {"school", map[string][]string{"unknown": {"yes"}}, false},
		{"kin", map[string][]string{"kin-name": {"Huw"}, "kin-phone": {"07700 900124"}, "kin-is": {"friend"}}, true}, {"works", yes, false},
		{"hours", map[string][]string{"park": {"yes"}}, true}, {"wage", map[string][]string{"value": {"12"}}, true}, {"since", map[string][]string{"month": {"2"}, "year": {"2020"}}, true},
		{"begins", map[string][]string{"value": {"9:30"}}, false}, {"account", map[string][]string{"holder": {"O Teasel"}, "sort": {"309430"}, "account": {"00733445"}}, true},
		{"nhs", map[string][]string{"unknown": {"yes"}}, false}, {"utr", map[string][]string{"skip": {"yes"}}, false}, {"car", map[string][]string{"skip": {"yes"}}, false},
		{"site", map[string][]string{"skip": {"yes"}}, false}, {"letter", map[string][]string{"later": {"yes"}}, false}, {"story", map[string][]string{"value": {"x"}}, true},
		{"online", map[string][]string{"value": {"x"}}, true}, {"reading", yes, false}, {"hours", map[string][]string{"value": {"3"}}, true},
	} {
		if told.look {
			p.open(at)
			if got := p.asked(); got != told.question {
				p.fail("%q is asked, not %s", got, told.question)
			}
			if l == lang.En || told.question == "kin" || told.question == "account" { // the Welsh page is the same but for its words
				a.look(p, "asked "+told.question)
			}
		}
		if told.question == "account" {
			p.proves()
		}
		a.told(by, d.ID, told.question, told.fields)
	}
	must(a.T, a.office.NoteOn(a.Context(), by, d.ID, "kin", "A note."))
	a.look(p.open(at+"?q=kin"), "a note")
	a.look(p.open(at), "reading back")
	for range 20 { // more than there are sections
		if p.has(`.read--now`) {
			p.leads(p.click(p.one(`.read--now form button`)))
		}
	}
	if p.has(`.read--now`) {
		p.fail("what was read back is not marked so")
	}
	a.told(by, d.ID, "rules", map[string][]string{"agree": {"yes"}})
	a.look(p.open(at), "to be signed")
	a.told(by, d.ID, "sign", map[string][]string{"value": {"Olwen Teasel"}, "agree": {"yes"}})
	a.look(p.open(at), "ready to be sent")
	p.leads(p.click(p.one(`form[action$="/submit"] button`)))
	a.look(p.open("/desk/case/"+d.Reference), "a case with notes")
}
