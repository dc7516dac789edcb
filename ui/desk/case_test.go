package desk_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/proof"
)

// proven has somebody shown a passport.
func (b *bundle) proven(account int64) {
	b.Helper()
	must(b, pgx.BeginFunc(b.Context(), b.db, func(tx pgx.Tx) error {
		_, err := b.register.AddProofTx(b.Context(), tx, b.actor("agent.anytown", channels.Counter), account, accounts.Evidence{Kind: accounts.DocumentSeen,
			Document: "passport", Worth: proof.Worth{Piece: proof.Piece{Strength: 4, Validity: 2}, Fraud: 1, Verification: 2}})
		return err
	}))
}

// A caseworker takes the most urgent case, asks for evidence, and awards; the letter follows by itself.
func TestACaseIsWorked(t *testing.T) {
	t.Parallel()
	b := setup(t)
	c := b.submitted(b.person(margaret).ID)
	w := b.as("caseworker.anytown").get("/desk/cases").expect(200, "Margaret Ellis")
	w.send("form[action='/desk/cases/next']", nil).expect(200, say("desk.cases.has", "name", "caseworker.anytown"))
	if w.at.Path != "/desk/case/"+cases.ShowReference(c.Reference) {
		t.Fatalf("led to %s", w.at.Path)
	}
	w.send("[name=what]", url.Values{"what": {"  "}}).expect(http.StatusUnprocessableEntity, say("desk.case.empty_what"))
	w.send("[name=what]", url.Values{"what": {"A letter from your GP"}}).expect(200, say("events.evidence-asked", "what", "A letter from your GP"))
	w.send("[name=note]", url.Values{"note": {"Rang the surgery"}}).expect(200, say("events.noted", "text", "Rang the surgery"))
	w.send("[name=to]", url.Values{"to": {"assessing"}, "why": {"It came"}}).expect(200, say("events.assessing-why", "why", "It came"))
	w.get(w.at.Path+"/decide").expect(200, say("desk.decide.title")+": Margaret Ellis")
	w.send("[name=outcome]", url.Values{"outcome": {"award"}, "until-year": {"2050"}}).expect(http.StatusUnprocessableEntity, say("cases.problems.award-too-long", "years", 3))
	w.send("[name=outcome]", url.Values{"until-day": {"31"}, "until-month": {"2"}, "until-year": {"2027"}}).expect(http.StatusUnprocessableEntity, say("cases.problems.award-until-required"))
	w.send("[name=outcome]", url.Values{"until-day": {"1"}, "until-month": {"11"}, "until-year": {"2029"}}).expect(http.StatusUnprocessableEntity, say("cases.problems.identity-needed"))
	w.expect(http.StatusUnprocessableEntity, say("proof.desk.would"))
	b.proven(c.Account)
	w.send("[name=outcome]", url.Values{"until-day": {"1"}, "until-month": {"11"}, "until-year": {"2029"}}).expect(200, say("desk.decide.award_done"))
	w.expect(200, "20 November 2026 – 1 November 2029")
	if n := b.count(`select count(*) from letters where kind in ('evidence', 'award')`); n != 2 {
		t.Errorf("%d letters", n)
	}
	if n := b.count(`select count(*) from events where kind = 'awarded' and door = 'none'`); n != 1 {
		t.Error("the decision came through a door")
	}
	w.post("/desk/cases/next", nil).expect(200, say("desk.cases.none_left_done"))
}

// A refusal without criterion, evidence or reasons is not sent; everything that was keyed stays.
func TestARefusalIsReasoned(t *testing.T) {
	t.Parallel()
	b := setup(t)
	c := b.submitted(b.person(margaret).ID)
	decide := "/desk/case/" + c.Reference + "/decide"
	w := b.as("caseworker.anytown").get(decide)
	w.send("[name=outcome]", nil).expect(http.StatusUnprocessableEntity, say("cases.problems.outcome-required"))
	w.send("[name=outcome]", url.Values{"outcome": {"refuse"}, "criteria": nil, "evidence": {"The GP's letter of May"}})
	w.expect(http.StatusUnprocessableEntity, say("cases.problems.criterion-required")).expect(http.StatusUnprocessableEntity, say("cases.problems.reasons-required"))
	w.send("[name=outcome]", url.Values{"criteria": {"pip"}}).expect(http.StatusUnprocessableEntity, say("cases.problems.assessed-required"))
	kept := filled(w.form("[name=outcome]"))
	if kept.Get("evidence") != "The GP's letter of May" || kept.Get("outcome") != "refuse" || kept.Get("criteria") != "pip" {
		t.Errorf("kept is %v", kept)
	}
	if n := b.count(`select count(*) from decisions`); n != 0 {
		t.Fatalf("%d decisions were made", n)
	}
	w.send("[name=outcome]", url.Values{"criteria": {"pip", "walking"}, "reasons": {"You walk 200 metres without pain"}})
	w.expect(200, say("desk.decide.refuse_done")).expect(200, "You walk 200 metres without pain").expect(200, "18 December 2026")
	if n := b.count(`select count(*) from letters where kind = 'refusal'`); n != 1 {
		t.Errorf("%d letters", n)
	}
	letter := w.page.Find("a[href^='/desk/letter/']").First().AttrOr("href", "")
	w.get(letter).expect(200, "You walk 200 metres without pain")
}

// Somebody else moved the case meanwhile: both are shown, nothing keyed is lost, and it can be sent again.
func TestTwoDecideAtOnce(t *testing.T) {
	t.Parallel()
	b := setup(t)
	c := b.submitted(b.person(margaret).ID)
	w := b.as("caseworker.anytown").get("/desk/case/" + c.Reference + "/decide")
	by := b.actor("leader.anytown", channels.None)
	must(t, b.office.Move(t.Context(), by, c.ID, c.Rev, cases.Assessing, "Mine now"))
	w.send("[name=outcome]", url.Values{"outcome": {"refuse"}, "criteria": {"walking"}, "evidence": {"E"}, "reasons": {"R"}})
	w.expect(http.StatusConflict, say("desk.case.now", "state", say("cases.states.assessing"))).expect(http.StatusConflict, "leader.anytown: "+say("events.assessing-why", "why", "Mine now"))
	w.send("[name=outcome]", nil).expect(200, say("desk.decide.refuse_done"))

	w.get("/desk/case/" + c.Reference)
	must(t, b.office.Move(t.Context(), by, c.ID, 0, cases.Review, "She asked"))
	w.send("[name=to]", url.Values{"to": {"closed"}, "why": {"Done"}}).expect(http.StatusConflict, say("desk.case.stale"))
	if got := w.page.Find("#why").AttrOr("value", ""); got != "Done" {
		t.Errorf("the reason is %q", got)
	}
}

// An agent reads a case to say what is happening, and can leave a note; nothing else is offered.
func TestAnAgentReadsACase(t *testing.T) {
	t.Parallel()
	b := setup(t)
	c := b.submitted(b.person(margaret).ID)
	w := b.as("agent.anytown").get("/desk/search?q=" + c.Reference)
	w.get(w.page.Find("main a[href^='/desk/case/']").AttrOr("href", "")).expect(200, say("cases.states.received"))
	if w.has("[name=to], [name=what], a[href$='/decide'], form[action$='/take']") {
		t.Errorf("an agent is offered %s", w.text("aside"))
	}
	w.send("[name=note]", url.Values{"note": {"Rang to ask"}}).expect(200, say("events.noted", "text", "Rang to ask"))
}

// The working list goes on page by page without losing or repeating a case, and is narrowed.
func TestTheWorkingListPages(t *testing.T) {
	t.Parallel()
	b := setup(t)
	first := b.submitted(b.person(margaret).ID)
	_, err := b.db.Exec(t.Context(), `
		with d as (
			insert into drafts (reference, agency_id, service, version, account_id, state, started_door, touched_door)
			select translate(upper(lpad(to_hex(n), 8, '2')), '01AE', 'HJKL'), agency_id, service, version, account_id, 'submitted', 'phone', 'phone'
			from drafts, generate_series(1000, 1059) n where id = $1
			returning id, reference, agency_id, service, version, account_id)
		insert into cases (draft_id, reference, agency_id, service, version, account_id, state, submitted_door, deadline, target)
		select id, reference, agency_id, service, version, account_id, 'received', 'web', '2026-12-01', '2026-11-25' from d`, first.Draft)
	if err != nil {
		t.Fatal(err)
	}
	w := b.as("caseworker.anytown")
	seen := map[string]int{}
	w.get("/desk/cases")
	for pages := 0; ; pages++ {
		w.page.Find(".worklist tbody a").Each(func(_ int, x *goquerySelection) { seen[x.Text()]++ })
		next := w.page.Find("a[rel=next]")
		if next.Length() == 0 || pages > 5 {
			break
		}
		w.get(next.AttrOr("href", ""))
	}
	for ref, n := range seen {
		if n != 1 {
			t.Errorf("%s stands there %d times", ref, n)
		}
	}
	if len(seen) != 61 {
		t.Errorf("%d cases are listed", len(seen))
	}
	must(t, b.office.Take(t.Context(), b.actor("caseworker.anytown", channels.None), first.ID))
	w.get("/desk/cases").send("[name=whose]", url.Values{"whose": {"mine"}})
	if n := w.page.Find(".worklist tbody tr").Length(); n != 1 {
		t.Errorf("%d are mine: %s", n, w.text("main"))
	}
	w.send("[name=whose]", url.Values{"state": {"awarded"}}).expect(200, say("desk.cases.none"))
}

// Tasks are done from where they stand.
func TestTasks(t *testing.T) {
	t.Parallel()
	b := setup(t)
	braille := margaret
	braille.Needs = accounts.Needs{Format: accounts.Braille, SafeText: accounts.No, MayAnnounce: true}
	d := b.draft(b.person(braille).ID)
	w := b.as("agent.anytown").get("/desk/draft/" + d.Reference)
	w.send("form[action$='/letter']", nil).expect(200, say("reach.cannot-make"))
	w.get("/desk/tasks").expect(200, "Margaret Ellis")
	w.send("form[action^='/desk/task/']", nil).expect(200, say("desk.tasks.none"))
	if w.at.Path != "/desk/tasks" {
		t.Errorf("led to %s", w.at.Path)
	}
}

// The post room: a leader prints what waits, once; a letter is read as text with its code masked; a returned one is noted.
func TestThePostRoom(t *testing.T) {
	t.Parallel()
	b := setup(t)
	d := b.draft(b.person(margaret).ID)
	must(t, b.office.PostLetter(t.Context(), b.actor("agent.anytown", channels.Phone), d.ID))
	_, err := b.db.Exec(t.Context(), `update letters set state = 'rendered', rendered_at = '2026-11-10', pages = 1, sha256 = 'x', pdf = 'x'`)
	must(t, err)
	w := b.as("leader.anytown").get("/desk/letters").expect(200, say("desk.letters.stuck"))
	if b.as("caseworker.anytown").get("/desk/letters").has("form[action='/desk/letters/print']") {
		t.Error("a caseworker is offered to print")
	}
	w.send("form[action='/desk/letters/print']", nil).expect(200, say("desk.letters.printing_done"))
	w.send("form[action='/desk/letters/print']", nil).expect(200, say("desk.letters.nothing_waits"))
	if n := b.count(`select count(*) from letter_batches`); n != 1 {
		t.Errorf("%d batches", n)
	}
	w.get(w.page.Find(".worklist a").AttrOr("href", "")).expect(200, "****-****-****")
	_, err = b.db.Exec(t.Context(), `update letters set state = 'dispatched', dispatched_at = now()`)
	must(t, err)
	w.get(w.at.Path).send("form[action$='/returned']", nil).expect(200, say("desk.letters.returned_done"))
	if n := b.count(`select count(*) from letters where state = 'returned'`); n != 1 {
		t.Errorf("%d came back", n)
	}
}

// Signing in is throttled, never says which was wrong, and leads on only within the site.
func TestSigningIn(t *testing.T) {
	t.Parallel()
	b := setup(t)
	w := b.desk().get("/desk/cases?state=review")
	if w.at.Path != "/desk/sign-in" {
		t.Fatalf("led to %s", w.at.Path)
	}
	w.send("[name=username]", url.Values{"username": {"agent.anytown"}, "password": {"wrong"}}).expect(http.StatusUnprocessableEntity, say("desk.sign_in.wrong"))
	w.send("[name=username]", url.Values{"username": {"agent.anytown"}, "password": {password}})
	if w.at.RequestURI() != "/desk/cases?state=review" {
		t.Errorf("led to %s", w.at.RequestURI())
	}
	for _, back := range []string{"https://elsewhere.example.org/", "//elsewhere.example.org", "/\\elsewhere"} {
		o := b.desk().post("/desk/sign-in", url.Values{"username": {"leader.anytown"}, "password": {password}, "back": {back}})
		if o.at.Path != "/desk" || !strings.HasPrefix(b.url, "http://"+o.at.Host) {
			t.Errorf("%q leads to %s", back, o.at)
		}
	}
	w.send("form[action='/desk/sign-out']", nil)
	if w.get("/desk"); w.at.Path != "/desk/sign-in" {
		t.Errorf("signed out, %s is shown", w.at.Path)
	}
	o := b.desk()
	for range 5 {
		o.post("/desk/sign-in", url.Values{"username": {"caseworker.anytown"}, "password": {"wrong"}})
	}
	o.post("/desk/sign-in", url.Values{"username": {"caseworker.anytown"}, "password": {password}}).expect(http.StatusTooManyRequests, say("desk.sign_in.throttled"))
}

// Every page of the desk is there in Welsh, with no English left of ours.
func TestTheDeskInWelsh(t *testing.T) {
	t.Parallel()
	b := setup(t)
	things := town(b)
	w := b.as("leader.anytown").get("/desk/language/cy?back=/desk")
	for _, p := range pages {
		if p.method != "GET" || p.role == "" || strings.Contains(p.path, "{contact}") || strings.Contains(p.path, "{document}") {
			continue
		}
		for _, why := range []string{"", "?why=complaint"} {
			w.get(at(p.path, things) + why)
			if lang := w.page.Find("html").AttrOr("lang", ""); w.status != http.StatusOK || lang != "cy" {
				t.Errorf("%s: %d in %q", p.path, w.status, lang)
			}
			w.page.Find(".agent__script").Remove() // that is in the caller's language
			w.page.Find("h1, h2, h3, th, label, legend, button, caption, .govuk-button").Each(func(_ int, x *goquerySelection) {
				text := strings.Join(strings.Fields(x.Text()), " ")
				for _, english := range []string{"Search", "Save", "Change", "Name", "Choose", "Begin", "Take", "Reference", "Documents", "Letters", "Case"} {
					if fmt.Sprint(" ", text, " ") != strings.ReplaceAll(fmt.Sprint(" ", text, " "), " "+english+" ", "") {
						t.Errorf("%s says %q", p.path, text)
					}
				}
			})
		}
	}
}
