package desk_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/services"
)

// helped lets a daughter act for somebody, with what n says of it.
func (b *bundle) helped(person accounts.Account, n accounts.NewMandate) accounts.Mandate {
	b.Helper()
	daughter := b.person(accounts.Details{FullName: "Jane Ellis", DateOfBirth: &services.Day{Y: 1970, M: 1, D: 2}, Mobile: "07700 900456",
		Address: &services.PostAddress{Lines: []string{"2 High Street", "Anytown"}, Postcode: "ZA1 1AA"}})
	n.Account, n.Helper, n.Kind, n.Relationship, n.Reason, n.Evidence = person.ID, daughter.ID, accounts.Helper, "family", "disability", accounts.AskedSpeaking
	by := b.actor("agent.anytown", channels.Phone)
	by.Proven = true
	m, problems, err := b.register.RegisterMandate(b.Context(), by, n)
	must(b, err)
	if len(problems) > 0 {
		b.Fatal(problems)
	}
	return m
}

// provenNow proves whoever is on the line.
func (b *bundle) provenNow() {
	b.Helper()
	_, err := b.db.Exec(b.Context(), `update contacts set proven_at = now(), proven_by = '{date-of-birth,postcode}' where ended_at is null`)
	must(b, err)
}

// A person on the phone, proven, lets her daughter act for her; nobody is put on record before that; the daughter who is there already is
// not made again.
func TestPuttingAHelperOnRecord(t *testing.T) {
	t.Parallel()
	b := setup(t)
	a := b.person(margaret)
	form := url.Values{"full-name": {"Jane Ellis"}, "day": {"2"}, "month": {"1"}, "year": {"1970"}, "mobile": {"07700 900456"}, "kind": {"helper"},
		"relationship": {"family"}, "reason": {"disability"}, "may": {"see", "talk", "act"}, "evidence": {accounts.AskedSpeaking}, "mail": {"person"},
		"phrase": {"green bicycle"}}
	w := b.as("agent.anytown").begin("phone", "change").get("/desk/person/" + num(a.ID))
	w.send("form[action$='/about']", nil).expect(200, say("helpers.desk.none"))
	at := "/desk/person/" + num(a.ID) + "/helpers"
	w.post(at, form).expect(http.StatusUnprocessableEntity, say("helpers.problems.evidence-not-proven"))
	if n := b.count(`select count(*) from accounts where full_name = 'Jane Ellis'`); n != 0 {
		t.Errorf("%d helpers were made for nothing", n)
	}
	b.provenNow()
	w.post(at, url.Values{"full-name": {"Jane Ellis"}, "ends-day": {"31"}}).expect(http.StatusUnprocessableEntity, say("helpers.problems.ends-not-real"))
	w.post(at, form).expect(200, say("helpers.desk.added_done"))
	if list := w.text("aside"); !strings.Contains(list, "Jane Ellis") || !strings.Contains(list, "until") {
		t.Errorf("the person's first screen says %q", list)
	}
	form.Set("scope", "service:blue-badge")
	w.post(at, form).expect(http.StatusConflict, say("helpers.desk.same"))
	form.Set("same", num(int64(b.count(`select id from accounts where full_name = 'Jane Ellis'`))))
	w.post(at, form).expect(200, say("helpers.desk.added_done"))
	if n := b.count(`select count(*) from accounts where full_name = 'Jane Ellis'`); n != 1 {
		t.Errorf("%d records of the daughter", n)
	}
	if n := b.count(`select count(*) from mandates where made_door = 'phone' and made_role = 'staff'`); n != 2 {
		t.Errorf("%d on record", n)
	}
	if n := b.count(`select count(*) from mandates where phrase like '%green%'`); n != 0 {
		t.Error("the pass-phrase can be read")
	}
}

// A letter signed by hand puts somebody on record, by the door it came through; one that is not signed does not.
func TestARequestByLetter(t *testing.T) {
	t.Parallel()
	b := setup(t)
	a := b.person(margaret)
	form := url.Values{"full-name": {"Jane Ellis"}, "kind": {"helper"}, "relationship": {"family"}, "reason": {"other"}, "may": {"talk"},
		"evidence": {accounts.AskedInWriting}, "arrived-day": {"1"}, "arrived-month": {"3"}, "arrived-year": {"2026"}}
	w := b.as("agent.anytown")
	at := "/desk/person/" + num(a.ID) + "/helpers?why=post-came"
	w.post(at, form).expect(http.StatusUnprocessableEntity, say("helpers.problems.signed-required"))
	form.Set("signed", "yes")
	w.post(at, form).expect(200, say("helpers.desk.added_done"))
	if n := b.count(`select count(*) from mandates where made_door = 'paper' and signed and arrived_on = '2026-03-01'`); n != 1 {
		t.Errorf("%d on record as asked by letter", n)
	}
}

// A helper rings: the screen says for whom, till when and what may be said; they are proven and asked for the words; what they say is taken
// down as theirs, and whoever may not act sends nothing.
func TestAHelperRings(t *testing.T) {
	t.Parallel()
	b := setup(t)
	a := b.person(margaret)
	m := b.helped(a, accounts.NewMandate{Phrase: "green bicycle", Mandate: accounts.Mandate{May: accounts.Rights{Talk: true}}})
	w := b.as("agent.anytown").begin("phone", "apply").get("/desk/person/" + num(a.ID))
	w.send("form[action$='/about']", nil)
	w.send("form[action$='/helper']", nil).expect(200, say("helpers.desk.may_talk"))
	w.expect(200, say("helpers.desk.may_not_act")).expect(200, say("helpers.desk.prove_first"))
	w.send("form[action$='/phrase'] [name=said]", url.Values{"said": {"red bicycle"}}).expect(200, say("helpers.desk.phrase_wrong"))
	w.send("form[action$='/phrase'] [name=said]", url.Values{"said": {"Green, bicycle!"}}).expect(200, say("helpers.desk.phrase_right_done"))
	b.provenNow()
	w.send("form[action='/desk/draft']", nil)
	ref := strings.TrimPrefix(w.at.Path, "/desk/draft/")
	w.post("/desk/draft/"+ref+"/answer", url.Values{"q": {"applying-for"}, "value": {"self"}, "rev": {"0"}}).expect(200, "Jane Ellis")
	if n := b.count(`select count(*) from answers where caller_id is not null and on_behalf is not null and actor_role = 'staff'`); n != 1 {
		t.Errorf("%d answers taken down as the helper's", n)
	}
	w.get("/desk/person/"+num(a.ID)+"/helpers/"+num(m.ID)).expect(200, say("helpers.changes.registered"))
	w.send("form[action*='/end'] [name=ended]", url.Values{"ended": {"helper"}}).expect(200, say("helpers.desk.ended_done"))
	w.get("/desk/draft/"+ref).expect(200, say("helpers.desk.may_not_talk"))
	if n := b.count(`select count(*) from mandates where ended_why = 'helper'`); n != 1 {
		t.Errorf("%d ended", n)
	}
}

// Somebody who is on no record may give information and is told nothing.
func TestAThirdPartyRings(t *testing.T) {
	t.Parallel()
	b := setup(t)
	w := b.as("agent.anytown")
	w.send("form[action='/desk/contact'] [name=reason]", url.Values{"reason": {"apply"}, "door": {"phone"}, "caller": {"other"}})
	w.expect(200, say("helpers.desk.unknown"))
}
