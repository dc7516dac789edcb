package desk_test

import (
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/lang"
)

// alike are two records that may be one person's, found by the program.
func alike(b *bundle) (a, c accounts.Account) {
	b.Helper()
	a = b.person(margaret)
	c = b.person(accounts.Details{FullName: "Peggy Ellis", DateOfBirth: margaret.DateOfBirth, Mobile: "07700 900456"})
	if _, err := b.register.Compare(b.Context(), time.Now().Add(time.Minute)); err != nil {
		b.Fatal(err)
	}
	return a, c
}

func TestTwoRecordsAreLookedAtAndJoined(t *testing.T) {
	t.Parallel()
	b := setup(t)
	a, c := alike(b)
	d := b.submitted(c.ID)
	w := b.as("agent.anytown").get("/desk/same").says(200, lang.N(lang.En, "merge.count", 1), "Peggy Ellis", say("accounts.fits.date_of_birth"))
	w.get(w.page.Find("a[href^='/desk/same/']").AttrOr("href", "")).says(200, say("merge.pair.title"), "07700 900456", say("merge.words.different"), say("merge.words.one"))
	w.send("[name=why]", nil).says(http.StatusUnprocessableEntity, say("accounts.problems.join.required"), say("accounts.problems.join.why-required"))
	w.send("[name=why]", url.Values{"is": {"same"}, "keep": {num(a.ID)}, "why": {"rang and asked her"}}).says(200, say("merge.told.same_done"), say("merge.none"))
	if n := b.count(`select count(*) from audit_log where verb = 'account.compared' and why = 'merge.why_compared'`); n < 4 {
		t.Errorf("%d looks at the two are recorded", n)
	}
	w.begin("phone", "progress")
	for _, id := range []int64{a.ID, c.ID} { // whichever record somebody still has the address of
		w.get("/desk/person/"+num(id)).says(200, "1 High Street", "Margaret Ellis", "Peggy Ellis", "07700 900456", say("merge.link_joined", "count", "2"), d.Reference[:4])
	}
	w.get("/desk/person/"+num(a.ID)+"/joined").says(200, "rang and asked her", say("merge.history"), say("merge.words.different"))
	w.get("/desk/person/"+num(c.ID)+"/details").says(200, say("desk.person.edit_of", "name", "Margaret Ellis"))
}

func TestTwoRecordsAreKeptApart(t *testing.T) {
	t.Parallel()
	b := setup(t)
	a, c := alike(b)
	w := b.as("agent.anytown").get("/desk/same")
	w.get(w.page.Find("a[href^='/desk/same/']").AttrOr("href", ""))
	w.send("[name=why]", url.Values{"is": {"not-same"}, "why": {"two cousins"}}).says(200, say("merge.told.not-same_done"), say("merge.none"))
	w.begin("phone", "progress").get("/desk/person/"+num(a.ID)+"/joined?q=Peggy+Ellis").says(200, say("merge.find.found"), "Peggy Ellis")
	w.send("[name=b]", nil).says(200, say("accounts.problems.join.not-same"))
	if n := b.count(`select count(*) from accounts where joined_to is not null and id in ($1, $2)`, a.ID, c.ID); n != 0 {
		t.Error("they were joined")
	}
}

func TestPartingAndWhoseItIs(t *testing.T) {
	t.Parallel()
	b := setup(t)
	a, c := alike(b)
	by := b.actor("caseworker.anytown", channels.Phone)
	join, wrong, err := b.register.Join(t.Context(), by, a.ID, c.ID, accounts.Grounds{Why: "a mistake"})
	if err != nil || len(wrong) > 0 {
		t.Fatal(wrong, err)
	}
	b.register.Keepers = append(b.register.Keepers, b.office.Keeper(), b.contacts.Keeper())
	b.submitted(a.ID)
	b.as("agent.anytown").get("/desk/joined/" + num(join) + "/part").says(http.StatusForbidden)
	w := b.as("caseworker.anytown").begin("phone", "progress").get("/desk/person/" + num(a.ID))
	w.get("/desk/joined/"+num(join)+"/part").says(200, "a mistake")
	w.send("[name=why]", nil).says(http.StatusUnprocessableEntity, say("accounts.problems.join.why-required"))
	w.send("[name=why]", url.Values{"why": {"two cousins"}}).says(200, say("merge.parted_done"), say("merge.kinds.draft"), say("merge.place.body"))
	w.get("/desk/tasks").says(200, say("tasks.place-after-parting"))
	w.get(w.page.Find("a[href='/desk/joined/"+num(join)+"']").AttrOr("href", "")).says(200, say("merge.place.title"))
	for range 10 {
		if w.page.Find("[name=goes][value=yes]").Length() == 0 {
			break
		}
		w.send("[name=goes][value=yes]", nil).says(200)
	}
	w.says(200, say("merge.place.all_done"), say("merge.place.went", "name", "Peggy Ellis"))
	if n := b.count(`select count(*) from cases where account_id = $1`, c.ID); n != 1 {
		t.Errorf("%d cases went to the other", n)
	}
	if n := b.count(`select count(*) from tasks where kind = 'place-after-parting' and done_at is null`); n != 0 {
		t.Errorf("%d tasks are open", n)
	}
	w.get("/desk/joined/"+num(join)+"/part").says(200, say("merge.place.title"))
}

// Only who is cleared sees a pair with a restricted person, and only they may set aside what speaks against joining.
func TestPairsForWhoIsCleared(t *testing.T) {
	t.Parallel()
	b := setup(t)
	leader := b.actor("leader.anytown", channels.Phone)
	leader.Why = "own staff"
	a, c := alike(b)
	must(t, b.register.Restrict(t.Context(), leader, a.ID, true))
	pair := b.count(`select id from duplicates`)
	w := b.as("agent.anytown").get("/desk/same").says(200, say("merge.none"))
	w.get("/desk/same/" + num(int64(pair))).says(http.StatusNotFound)
	must(t, b.register.Restrict(t.Context(), leader, a.ID, false))
	must(t, b.office.RecordDeath(t.Context(), b.actor("caseworker.anytown", channels.Phone), c.ID, *margaret.DateOfBirth))
	same := url.Values{"is": {"same"}, "why": {"seen the certificate"}}
	w.get("/desk/same/"+num(int64(pair))).send("[name=why]", same).says(http.StatusUnprocessableEntity, say("accounts.problems.join.died"))
	if w.page.Find("[name=anyway]").Length() != 0 {
		t.Error("an agent may set it aside")
	}
	w = b.as("leader.anytown").get("/desk/same/"+num(int64(pair))).send("[name=why]", same).says(http.StatusUnprocessableEntity, say("accounts.problems.join.died"))
	same.Set("anyway", "yes")
	w.send("[name=why]", same).says(200, say("merge.told.same_done"))
}

// The pages are in Welsh too.
func TestPairsInWelsh(t *testing.T) {
	t.Parallel()
	b := setup(t)
	alike(b)
	w := b.as("agent.anytown").get("/desk/language/cy?back=/desk/same").says(200, lang.T(lang.Cy, "merge.title"))
	w.get(w.page.Find("a[href^='/desk/same/']").AttrOr("href", "")).says(200, lang.T(lang.Cy, "merge.pair.title"), lang.T(lang.Cy, "merge.words.different"))
}

// says is expect for several things that stand on one page.
func (w *browser) says(status int, texts ...string) *browser {
	w.Helper()
	w.expect(status, "")
	for _, text := range texts {
		w.expect(status, text)
	}
	return w
}
