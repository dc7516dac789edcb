package desk_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/samedoor/samedoor/channels"
)

// A contact without a door or a reason is not begun; what was keyed stays.
func TestAContactNeedsDoorAndReason(t *testing.T) {
	t.Parallel()
	b := setup(t)
	w := b.as("agent.anytown")
	w.send("form[action='/desk/contact'] [name=reason]", url.Values{"door": {"phone"}, "caller": {"helper"}, "caller_note": {"Ann"}})
	w.expect(http.StatusUnprocessableEntity, say("contacts.problems.reason-required"))
	if got := filled(w.form("[name=caller]")); got.Get("caller") != "helper" || got.Get("caller_note") != "Ann" {
		t.Errorf("the form now says %v", got)
	}
	w.post("/desk/contact", url.Values{"reason": {"apply"}, "door": {"web"}}).expect(http.StatusUnprocessableEntity, say("contacts.problems.door-required"))
	w.post("/desk/contact", url.Values{"reason": {"nonsense"}, "door": {"phone"}, "caller": {"nonsense"}}).expect(http.StatusUnprocessableEntity, say("contacts.problems.caller-required"))
	if n := b.count(`select count(*) from contacts`); n != 0 {
		t.Errorf("%d contacts were begun", n)
	}
	w.begin("counter", "progress").expect(200, say("desk.contact.at.counter"))
	if n := b.count(`select count(*) from contacts where door = 'counter' and reason = 'progress' and caller = 'self'`); n != 1 {
		t.Errorf("%d contacts were begun", n)
	}
}

// Several conversations at once: each keeps its person and its application, and switching goes to where it was.
func TestSeveralConversationsAtOnce(t *testing.T) {
	t.Parallel()
	b := setup(t)
	a := b.person(margaret)
	w := b.as("agent.anytown").begin("phone", "apply")
	w.get("/desk/person/"+num(a.ID)).send("form[action$='/about']", nil).expect(200, "Margaret Ellis")
	w.send("form[action='/desk/draft']", nil)
	first := w.at.Path
	w.begin("counter", "progress").expect(200, say("desk.contact.others"))
	w.get("/desk/draft/" + b.draft(0).Reference)
	w.send("form[action$='/switch']", nil)
	if w.at.Path != first {
		t.Errorf("switching led to %s, expected %s", w.at.Path, first)
	}
	if who := w.text(".desk-urgent__who"); !strings.HasPrefix(who, say("desk.contact.at.phone")) {
		t.Errorf("at hand is %q", who)
	}
}

// A button pressed twice is pressed once: begin, start, end.
func TestPressedTwice(t *testing.T) {
	t.Parallel()
	b := setup(t)
	a := b.person(margaret)
	w := b.as("agent.anytown")
	for range 2 {
		w.post("/desk/contact", url.Values{"reason": {"apply"}, "door": {"phone"}})
	}
	if n := b.count(`select count(*) from contacts`); n != 1 {
		t.Errorf("%d contacts", n)
	}
	for range 2 {
		w.post("/desk/draft", url.Values{"service": {"blue-badge"}, "account": {num(a.ID)}})
	}
	if n := b.count(`select count(*) from drafts`); n != 1 {
		t.Errorf("%d applications", n)
	}
	end := w.form("[name=outcome]").AttrOr("action", "")
	for range 2 {
		w.post(end, url.Values{"outcome": {"answered"}}).expect(200, say("desk.begin.title"))
	}
}

// We ring back: a slot is chosen, the call is owed, tried, and begun as a conversation with that person.
func TestRingingBack(t *testing.T) {
	t.Parallel()
	b := setup(t)
	a := b.person(margaret)
	w := b.as("agent.anytown").begin("phone", "apply")
	w.get("/desk/person/"+num(a.ID)).send("form[action$='/about']", nil)
	w.send("[name=outcome]", url.Values{"outcome": {"we-ring-back"}}).expect(http.StatusUnprocessableEntity, say("contacts.problems.slot-required"))
	slot := w.page.Find("[name=slot] option").Eq(1).AttrOr("value", "")
	if slot != "2026-11-20T10:30:00Z" {
		t.Fatalf("the first slot is %q", slot)
	}
	w.send("main [name=outcome]", url.Values{"slot": {slot}}).expect(200, "Margaret Ellis")
	w.send("form[action^='/desk/callback/']", url.Values{"answered": {"no"}}).expect(200, say("desk.callbacks.tried", "n", 1))
	w.send("form[action^='/desk/callback/']", url.Values{"answered": {"yes"}}).expect(200, say("desk.contact.at.phone")+" Margaret Ellis")
	if n := b.count(`select count(*) from callbacks where done_at is not null and result = 'reached' and attempts = 2`); n != 1 {
		t.Errorf("%d calls back were reached", n)
	}
}

// Nobody ends or takes over a colleague's conversation.
func TestAConversationIsOnesOwn(t *testing.T) {
	t.Parallel()
	b := setup(t)
	w := b.as("agent.anytown").begin("phone", "apply")
	end := w.form("[name=outcome]").AttrOr("action", "")
	for _, other := range []string{"leader.anytown", "agent.seaborough"} {
		o := b.as(other)
		if o.post(end, url.Values{"outcome": {"answered"}}); o.status != http.StatusNotFound {
			t.Errorf("%s ended it (%d)", other, o.status)
		}
	}
	open, err := b.contacts.Open(t.Context(), b.actor("agent.anytown", channels.Phone))
	must(t, err)
	if len(open) != 1 {
		t.Errorf("%d are open", len(open))
	}
}
