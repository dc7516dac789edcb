package desk_test

import (
	"testing"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/channels"
)

// One press hands the application over; a second press is the same press.
func TestHandOverIsOnePress(t *testing.T) {
	t.Parallel()
	b := setup(t)
	d := b.draft(b.person(margaret).ID)
	w := b.as("agent.anytown").begin("phone", "apply").get("/desk/draft/" + d.Reference)
	for range 2 {
		w.send("form[action$='/text-link']", nil).expect(200, say("desk.hand.texted_done"))
	}
	for range 2 {
		w.send("form[action$='/letter']", nil).expect(200, say("desk.hand.posted_done"))
	}
	for what, sql := range map[string]string{"texts": `select count(*) from notices where kind = 'continue'`, "letters": `select count(*) from letters where kind = 'continue'`,
		"jobs for texts":   `select count(*) from river_job where kind = 'notice'`,
		"jobs for letters": `select count(*) from river_job where kind = 'letter-render'`} {
		if n := b.count(sql); n != 1 {
			t.Errorf("%d %s", n, what)
		}
	}
	if n := b.count(`select count(*) from contacts where draft_id = $1`, d.ID); n != 1 {
		t.Error("the conversation does not know what it was about")
	}
}

// Who is not safe to text is not texted: the screen says why, and nothing is queued even where the button is pressed all the same.
func TestWhoIsNotSafeToTextIsNotTexted(t *testing.T) {
	t.Parallel()
	unsafe := margaret
	unsafe.Needs = accounts.Needs{SafeText: accounts.No, SafeWrite: accounts.No, MayAnnounce: true}
	bare := accounts.Details{FullName: "Rhys Bowen"}
	for name, one := range map[string]struct {
		who          accounts.Details
		text, letter string
	}{
		"not safe": {unsafe, say("reach.not-safe"), say("reach.not-safe")},
		"nothing":  {bare, say("reach.no-mobile"), say("reach.no-address")},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := setup(t)
			d := b.draft(b.person(one.who).ID)
			w := b.as("agent.anytown").get("/desk/draft/"+d.Reference).expect(200, say("desk.hand.no_text"))
			w.expect(200, one.text).expect(200, one.letter)
			if w.has("form[action$='/text-link'], form[action$='/letter']") {
				t.Error("there is a button for what cannot be")
			}
			w.post("/desk/draft/"+d.Reference+"/text-link", nil).expect(200, one.text)
			w.post("/desk/draft/"+d.Reference+"/letter", nil).expect(200, one.letter)
			if n := b.count(`select (select count(*) from notices) + (select count(*) from letters) + (select count(*) from river_job)`); n != 0 {
				t.Errorf("%d things were queued", n)
			}
		})
	}
}

// While nobody is known there is nobody to hand over to.
func TestHandOverToNobody(t *testing.T) {
	t.Parallel()
	b := setup(t)
	d := b.draft(0)
	w := b.as("agent.anytown").post("/desk/draft/"+d.Reference+"/text-link", nil).expect(200, say("desk.hand.nobody"))
	w.post("/desk/draft/"+d.Reference+"/letter", nil).expect(200, say("desk.hand.nobody"))
}

// What a citizen answers meanwhile stands on the agent's screen with its door.
func TestAnswersShowTheirDoor(t *testing.T) {
	t.Parallel()
	b := setup(t)
	d := b.draft(b.person(margaret).ID)
	b.answerAs("agent.anytown", d.ID, "applying-for", "self")
	w := b.as("agent.anytown").get("/desk/draft/" + d.Reference)
	if source := w.text(".agent__answers .answers__source"); !contains(source, "agent.anytown, "+say("cases.doors.phone")+", 10am") || !contains(source, "From the record, 10am") {
		t.Errorf("sources: %s", source)
	}
	b.visit(d.ID, "birth-name", "Rees")
	w.get("/desk/draft/"+d.Reference).expect(200, "agent.anytown, "+say("cases.doors.counter")+", 10am")
}

// visit answers as a colleague at the counter.
func (b *bundle) visit(draft int64, question, value string) {
	b.Helper()
	b.answerBy(b.actor("agent.anytown", channels.Counter), draft, question, value)
}
