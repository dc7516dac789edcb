package desk_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/services"
)

// visits begins a visit with a person at the counter, and opens the page on which they are proven.
func (b *bundle) visits(account int64) *browser {
	b.Helper()
	w := b.as("agent.anytown").begin("counter", "apply")
	w.get("/desk/person/"+num(account)).send("form[action$='/about']", nil)
	return w.waysOf()
}

// waysOf opens the page with all ways to prove who is there.
func (w *browser) waysOf() *browser {
	w.Helper()
	at, ok := w.page.Find("a[href*='/prove?']").Attr("href")
	if !ok {
		w.Fatalf("no way to prove who is there on %s", w.at.Path)
	}
	return w.get(at).expect(200, say("proof.desk.title"))
}

// showsPaper records a document with what was ticked of it.
func (w *browser) showsPaper(document string, fields url.Values) *browser {
	w.Helper()
	at, ok := w.page.Find("a[href*='/document']").Attr("href")
	if !ok {
		w.Fatalf("no document can be shown on %s", w.at.Path)
	}
	w.get(at).send("[name=document]", url.Values{"document": {document}}).expect(200, say("proof.documents."+document))
	return w.send("form[method=post]:has([name=checks])", fields)
}

// lookedUp records that nothing speaks against the identity.
func (w *browser) lookedUp() *browser {
	w.Helper()
	return w.send("form:has([name=fraud])", url.Values{"fraud": {"not-dead", "not-reported"}}).expect(200, say("proof.desk.recorded_done"))
}

func (b *bundle) level(account int64) string {
	b.Helper()
	s, err := b.register.Standing(b.Context(), account)
	must(b, err)
	return string(s.Level())
}

// With a passport at the counter: what is missing is said and nothing of what was keyed is lost; then it is enough.
func TestSomebodyShowsTheirPassport(t *testing.T) {
	t.Parallel()
	b := setup(t)
	a := b.person(margaret)
	w := b.visits(a.ID)
	fields := url.Values{"checks": {"original", "undamaged", "in-date", "looked", "trained", "face-like"}, "number": {"123456789"}, "expires-day": {"31"}, "expires-month": {"1"}, "expires-year": {"2031"}}
	w.showsPaper("passport", fields).expect(http.StatusUnprocessableEntity, say("proof.problems.check-missing", "check", say("proof.checks.agrees")))
	if v, _ := w.page.Find("[name=number]").Attr("value"); v != "123456789" || w.page.Find("[name=checks][checked]").Length() != 6 {
		t.Errorf("what was keyed is lost: %q", v)
	}
	w.send("form[method=post]:has([name=checks])", url.Values{"checks": append(fields["checks"], "agrees")}).expect(200, say("proof.desk.recorded_done"))
	w.lookedUp()
	if got := b.level(a.ID); got != "medium" {
		t.Errorf("proven %q", got)
	}
	w.get("/desk/person/"+num(a.ID)+"/proof").expect(200, say("proof.desk.ending", "ending", "789")).expect(200, "M1A")
	if strings.Contains(w.text("main"), "123456789") {
		t.Error("the whole number is shown")
	}
	w.send("form:has([name=proof])", url.Values{"reason": {" "}}).expect(http.StatusUnprocessableEntity, say("proof.problems.why-required"))
	w.send("form:has([name=proof])", url.Values{"reason": {"It was her sister's"}}).expect(200, say("proof.desk.withdrawn_done"))
	if got := b.level(a.ID); got == "medium" {
		t.Error("what was taken back counts")
	}
}

// Somebody who sleeps in a hostel and has no document at all: from the first word at the counter to an award.
func TestSomebodyWithNoDocumentIsVouchedFor(t *testing.T) {
	t.Parallel()
	b := setup(t)
	w := b.as("agent.anytown").begin("counter", "apply").get("/desk/person/new")
	w.send("form[action='/desk/person']", url.Values{"full-name": {"Tomos Price"}, "day": {"1"}, "month": {"6"}, "year": {"1980"}, "no-fixed": {"yes"}}).expect(200, "Tomos Price")
	a := int64(b.count(`select id from accounts where full_name = 'Tomos Price'`))
	c := b.submitted(a)
	w.get("/desk/person/" + num(a)).waysOf()
	at, _ := w.page.Find("a[href*='/vouch']").Attr("href")
	w.get(at).send("form:has([name=voucher])", url.Values{"voucher": {"Samira Khan"}, "position": {"hostel-manager"}}).
		expect(http.StatusUnprocessableEntity, say("proof.problems.relationship-required")).expect(http.StatusUnprocessableEntity, say("proof.problems.known-too-short"))
	w.send("form:has([name=voucher])", url.Values{"organisation": {"Northtown Night Shelter"}, "identified": {"register"}, "registered": {"HM 1"}, "relationship": {"He has slept there"},
		"known-day": {"1"}, "known-month": {"1"}, "known-year": {"2025"}, "method": {"together"}}).expect(200, say("proof.desk.recorded_done"))
	w.lookedUp()
	if got := b.level(a); got != "medium" {
		t.Errorf("proven %q", got)
	}
	if n := b.count(`select count(*) from contacts where account_id = $1 and proven_by = '{vouch}'`, a); n != 1 {
		t.Error("the conversation is not proven")
	}
	b.awards(c)
}

// awards awards the case at the desk.
func (b *bundle) awards(c cases.Case) {
	b.Helper()
	w := b.as("caseworker.anytown").get("/desk/case/" + c.Reference + "/decide")
	w.send("[name=outcome]", url.Values{"outcome": {"award"}, "until-day": {"1"}, "until-month": {"11"}, "until-year": {"2029"}}).expect(200, say("desk.decide.award_done"))
}

// A child, by the birth certificate and a parent who is proven themselves.
func TestAChildIsProvenByTheirParent(t *testing.T) {
	t.Parallel()
	b := setup(t)
	mother := b.person(accounts.Details{FullName: "Rhian Ellis", DateOfBirth: &services.Day{Y: 1985, M: time.May, D: 2}})
	child := b.person(accounts.Details{FullName: "Gwen Ellis", DateOfBirth: &services.Day{Y: 2017, M: time.May, D: 2}})
	w := b.visits(child.ID)
	vouch, _ := w.page.Find("a[href*='/vouch']").Attr("href")
	says := url.Values{"voucher": {"Rhian Ellis"}, "position": {"parent"}, "identified": {"proven"}, "account": {num(mother.ID)}, "relationship": {"Mother"}, "method": {"together"}}
	w.get(vouch).send("form:has([name=voucher])", says).expect(http.StatusUnprocessableEntity, say("proof.problems.voucher-not-proven")).
		expect(http.StatusUnprocessableEntity, say("proof.problems.certificate-required"))
	b.proven(mother.ID)
	w.get("/desk/person/" + num(child.ID)).waysOf()
	w.showsPaper("birth-certificate", url.Values{"checks": {"original", "undamaged", "agrees", "looked", "trained"}, "number": {"BXCG 123456"}}).expect(200, say("proof.desk.recorded_done"))
	w.get(vouch).send("form:has([name=voucher])", says).expect(200, say("proof.desk.recorded_done"))
	w.lookedUp()
	if got := b.level(child.ID); got != "low" {
		t.Errorf("proven %q", got)
	}
}

// With no fixed address no code can be posted, and with an address care of somebody it can.
func TestSomebodyWithNoFixedAddressGetsTheirCodeCareOf(t *testing.T) {
	t.Parallel()
	b := setup(t)
	d := margaret
	d.Address = &services.PostAddress{NoFixed: true}
	a := b.person(d)
	w := b.as("agent.anytown").begin("phone", "apply")
	w.get("/desk/person/"+num(a.ID)).send("form[action$='/about']", nil).waysOf()
	w.send("form:has([name=how][value=letter])", nil).expect(200, say("reach.no-address"))
	d.Address = &services.PostAddress{Lines: []string{"c/o Northtown Night Shelter", "2 Harbour Row"}, Postcode: "ZA1 1AA", NoFixed: true}
	if wrong, err := b.register.Update(b.Context(), b.actor("agent.anytown", "phone"), a.ID, a.Rev, d); err != nil || len(wrong) > 0 {
		t.Fatal(wrong, err)
	}
	w.get("/desk/person/" + num(a.ID)).waysOf()
	w.send("form:has([name=how][value=letter])", nil).expect(200, say("proof.desk.letter_sent_done"))
	code := int64(b.count(`select id from access_codes where purpose = 'sign-in' and sent_by = 'letter'`))
	w.send("form:has([name=code])", url.Values{"code": {"BBBB BBBB BBBB"}, "day": {"5"}, "month": {"3"}, "year": {"1944"}}).expect(200, say("proof.desk.not_enough"))
	w.get("/desk/person/" + num(a.ID)).waysOf()
	w.send("form:has([name=code])", url.Values{"code": {b.register.CodeText(code)}, "day": {"5"}, "month": {"3"}, "year": {"1944"}}).expect(200, say("proof.desk.enough_done"))
	if s, err := b.register.Standing(b.Context(), a.ID); err != nil || s.Verification != 1 {
		t.Errorf("%+v, %v", s, err)
	}
}

// Whatever was wrong, the page says the same: that it was not enough.
func TestThePageGivesNothingAway(t *testing.T) {
	t.Parallel()
	b := setup(t)
	a := b.knownLong()
	said := map[string]bool{}
	for _, answers := range []map[string]string{{"date-of-birth": "5 March 1944", "postcode": "ZA9 9AA"}, {"date-of-birth": "1 1 1950", "postcode": "ZA1 1AA"}, {"date-of-birth": "", "postcode": ""}} {
		w := b.as("agent.anytown").begin("phone", "apply")
		w.get("/desk/person/"+num(a.ID)).send("form[action$='/about']", nil).waysOf()
		fields := url.Values{}
		for kind, answer := range answers {
			fields.Set("answer."+kind, answer)
		}
		w.send("form:has([name=sheet])", fields)
		said[w.text(".govuk-notification-banner")] = true
		for _, secret := range []string{"5 March 1944", "1944", "ZA1 1AA"} {
			if strings.Contains(w.text(".govuk-notification-banner"), secret) {
				t.Errorf("the page tells %s", secret)
			}
		}
	}
	if len(said) != 1 {
		t.Errorf("different mistakes are told differently: %v", said)
	}
	w := b.as("agent.anytown").begin("phone", "apply")
	w.get("/desk/person/"+num(a.ID)).send("form[action$='/about']", nil).waysOf()
	w.send("form:has([name=sheet])", url.Values{"answer.date-of-birth": {"5 March 1944"}, "answer.postcode": {"ZA1 1AA"}}).expect(200, say("proof.desk.throttled"))
}

// Who was found by their date of birth is not asked it.
func TestWhatTheyWereFoundByIsNotAsked(t *testing.T) {
	t.Parallel()
	b := setup(t)
	a := b.knownLong()
	w := b.as("agent.anytown").begin("phone", "apply").get("/desk/search?q=" + url.QueryEscape("ellis 5 3 1944"))
	w.get("/desk/person/"+num(a.ID)).send("form[action$='/about']", nil).waysOf()
	if w.has("[name=sheet]") || w.has("[name='answer.date-of-birth']") {
		t.Error("they are asked what they have just told")
	}
	w.expect(200, say("proof.desk.no_questions"))
}

// A case waits at the desk until a day, is not awarded meanwhile, and waits no more once somebody says so.
func TestACaseWaitsForIdentityAtTheDesk(t *testing.T) {
	t.Parallel()
	b := setup(t)
	c := b.submitted(b.person(margaret).ID)
	w := b.as("caseworker.anytown").get("/desk/case/"+c.Reference).expect(200, say("proof.desk.would"))
	w.send("form:has([name=way])", nil).expect(200, say("cases.problems.identity-way"))
	w.send("form:has([name=way])", url.Values{"way": {"post-office"}}).expect(200, say("proof.desk.waits", "until", "6 December 2026", "way", say("proof.ways.post-office")))
	w.send("form:has([name=op][value=end])", nil).expect(200, say("proof.desk.wait"))
	if n := b.count(`select count(*) from identity_waits where result = 'ended'`); n != 1 {
		t.Errorf("%d waits ended", n)
	}
}
