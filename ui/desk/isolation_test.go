package desk_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/go-chi/chi/v5"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/staff"
	"github.com/samedoor/samedoor/ui"
)

// page is one page of the desk with the least role it needs. In its path {x} stands for a thing of Anytown's.
type page struct {
	method, path string
	role         staff.Role // "" for nobody signed in
	whose        bool       // it is about a thing of one agency
	form         url.Values
}

var pages = []page{
	{"GET", "/desk/sign-in", "", false, nil},
	{"POST", "/desk/sign-in", "", false, nil},
	{"GET", "/desk/sign-in/sso", "", false, nil},
	{"GET", "/desk/sign-in/sso/back", "", false, nil},
	{"GET", "/desk/sign-in/passkey", "", false, nil},
	{"POST", "/desk/sign-in/passkey", "", false, nil},
	{"POST", "/desk/sign-out", "", false, nil},
	{"GET", "/desk/language/{lang}", "", false, nil},
	{"GET", "/desk/me", staff.Agent, false, nil},
	{"POST", "/desk/me/session/{session}/end", staff.Agent, false, nil},
	{"GET", "/desk/me/passkey", staff.Agent, false, nil},
	{"POST", "/desk/me/passkey", staff.Agent, false, nil},
	{"POST", "/desk/me/passkey/{passkey}/name", staff.Agent, true, nil},
	{"POST", "/desk/me/passkey/{passkey}/remove", staff.Agent, true, nil},
	{"GET", "/desk/team", staff.Leader, false, nil},
	{"POST", "/desk/team/session/{session}/end", staff.Leader, false, nil},
	{"POST", "/desk/team/member/{member}/passkey", staff.Leader, true, nil},
	{"GET", "/desk", staff.Agent, false, nil},
	{"GET", "/desk/search", staff.Agent, false, nil},
	{"POST", "/desk/contact", staff.Agent, false, nil},
	{"POST", "/desk/contact/{contact}/switch", staff.Agent, true, nil},
	{"POST", "/desk/contact/{contact}/about", staff.Agent, true, nil},
	{"GET", "/desk/contact/{contact}/end", staff.Agent, true, nil},
	{"POST", "/desk/contact/{contact}/end", staff.Agent, true, nil},
	{"GET", "/desk/contact/{contact}/prove", staff.Agent, true, nil},
	{"POST", "/desk/contact/{contact}/prove", staff.Agent, true, url.Values{"how": {"questions"}}},
	{"GET", "/desk/contact/{contact}/document", staff.Agent, true, nil},
	{"POST", "/desk/contact/{contact}/document", staff.Agent, true, nil},
	{"GET", "/desk/contact/{contact}/vouch", staff.Agent, true, nil},
	{"POST", "/desk/contact/{contact}/vouch", staff.Agent, true, nil},
	{"POST", "/desk/contact/{contact}/checks", staff.Agent, true, nil},
	{"POST", "/desk/contact/{contact}/helper", staff.Agent, true, nil},
	{"POST", "/desk/contact/{contact}/phrase", staff.Agent, true, url.Values{"said": {"x"}}},
	{"POST", "/desk/callback/{callback}", staff.Agent, true, nil},
	{"GET", "/desk/person/new", staff.Agent, false, nil},
	{"POST", "/desk/person/near", staff.Agent, false, nil},
	{"POST", "/desk/person", staff.Agent, false, nil},
	{"GET", "/desk/person/{person}", staff.Agent, false, nil}, // a person is nobody's: every agency's, for a reason
	{"GET", "/desk/person/{person}/details", staff.Agent, false, nil},
	{"POST", "/desk/person/{person}/details", staff.Agent, false, nil},
	{"GET", "/desk/person/{person}/needs", staff.Agent, false, nil},
	{"POST", "/desk/person/{person}/needs", staff.Agent, false, nil},
	{"GET", "/desk/person/{person}/proof", staff.Agent, false, nil},
	{"POST", "/desk/person/{person}/proof", staff.Agent, false, nil},
	{"GET", "/desk/person/{person}/sign-in", staff.Agent, false, nil},
	{"POST", "/desk/person/{person}/sign-in/code", staff.Agent, false, nil},
	{"POST", "/desk/person/{person}/sign-in/recover", staff.Agent, false, nil},
	{"GET", "/desk/person/{person}/helpers/new", staff.Agent, false, nil},
	{"POST", "/desk/person/{person}/helpers", staff.Agent, false, nil},
	{"GET", "/desk/person/{person}/helpers/{mandate}", staff.Agent, false, nil},
	{"POST", "/desk/person/{person}/helpers/{mandate}/end", staff.Agent, false, nil},
	{"POST", "/desk/person/{person}/helpers/{mandate}/renew", staff.Agent, false, nil},
	{"POST", "/desk/person/{person}/helpers/{mandate}/phrase", staff.Agent, false, nil},
	{"GET", "/desk/person/{person}/rights", staff.Agent, false, nil},
	{"POST", "/desk/person/{person}/rights/looks", staff.Agent, false, nil},
	{"POST", "/desk/person/{person}/rights/record", staff.Agent, false, nil},
	{"POST", "/desk/person/{person}/rights/consent", staff.Agent, false, nil},
	{"POST", "/desk/person/{person}/rights/hold", staff.Leader, false, nil},
	{"POST", "/desk/person/{person}/rights/hold-end", staff.Leader, false, nil},
	{"GET", "/desk/message/{message}", staff.Agent, true, nil},
	{"POST", "/desk/message/{message}", staff.Agent, true, url.Values{"answer": {"x"}}},
	{"GET", "/desk/person/{person}/death", staff.Agent, false, nil},
	{"POST", "/desk/person/{person}/death", staff.Agent, false, nil},
	{"GET", "/desk/person/{person}/joined", staff.Agent, false, nil},
	{"GET", "/desk/same", staff.Agent, false, nil}, // and so is a pair of them
	{"POST", "/desk/same", staff.Agent, false, nil},
	{"GET", "/desk/same/{pair}", staff.Agent, false, nil},
	{"POST", "/desk/same/{pair}", staff.Agent, false, nil},
	{"GET", "/desk/joined/{join}/part", staff.Caseworker, false, nil},
	{"POST", "/desk/joined/{join}/part", staff.Caseworker, false, nil},
	{"GET", "/desk/joined/{join}", staff.Agent, false, nil},
	{"POST", "/desk/joined/{join}", staff.Agent, false, nil},
	{"POST", "/desk/draft", staff.Agent, false, nil},
	{"GET", "/desk/draft/{draft}", staff.Agent, true, nil},
	{"POST", "/desk/draft/{draft}/answer", staff.Agent, true, url.Values{"q": {"applying-for"}, "value": {"self"}}},
	{"POST", "/desk/typing/{draftid}", staff.Agent, true, url.Values{"q": {"applying-for"}}},
	{"POST", "/desk/draft/{draft}/language", staff.Agent, true, url.Values{"lang": {"cy"}}},
	{"POST", "/desk/draft/{draft}/rather", staff.Agent, true, url.Values{"rather": {"letter"}}},
	{"POST", "/desk/draft/{draft}/person", staff.Agent, true, nil},
	{"POST", "/desk/draft/{draft}/text-link", staff.Agent, true, nil},
	{"POST", "/desk/draft/{draft}/letter", staff.Agent, true, nil},
	{"POST", "/desk/draft/{draft}/form", staff.Agent, true, url.Values{"scope": {"left"}}},
	{"POST", "/desk/draft/{draft}/form.pdf", staff.Agent, true, url.Values{"scope": {"left"}}},
	{"POST", "/desk/draft/{draft}/note", staff.Agent, true, url.Values{"q": {"name"}, "desk-note": {"x"}}},
	{"POST", "/desk/draft/{draft}/wait", staff.Agent, true, url.Values{"way": {"vouch"}}},
	{"POST", "/desk/draft/{draft}/read-back", staff.Agent, true, url.Values{"section": {"about-you"}}},
	{"POST", "/desk/draft/{draft}/upgrade", staff.Agent, true, url.Values{"rev": {"1"}}},
	{"POST", "/desk/draft/{draft}/submit", staff.Agent, true, nil},
	{"POST", "/desk/draft/{draft}/document", staff.Agent, true, url.Values{"q": {"photo"}, "act": {"seen"}}},
	{"GET", "/desk/cases", staff.Agent, false, nil},
	{"POST", "/desk/cases/next", staff.Caseworker, false, nil},
	{"GET", "/desk/case/{case}", staff.Agent, true, nil},
	{"POST", "/desk/case/{case}/note", staff.Agent, true, url.Values{"note": {"x"}}},
	{"POST", "/desk/case/{case}/take", staff.Caseworker, true, nil},
	{"POST", "/desk/case/{case}/hand-back", staff.Caseworker, true, nil},
	{"POST", "/desk/case/{case}/evidence", staff.Caseworker, true, url.Values{"what": {"x"}}},
	{"POST", "/desk/case/{case}/finish", staff.Caseworker, true, url.Values{"done": {"x"}}},
	{"POST", "/desk/case/{case}/move", staff.Caseworker, true, url.Values{"to": {"closed"}}},
	{"GET", "/desk/case/{case}/decide", staff.Caseworker, true, nil},
	{"POST", "/desk/case/{case}/decide", staff.Caseworker, true, url.Values{"outcome": {"award"}}},
	{"GET", "/desk/document/{document}", staff.Agent, true, nil},
	{"GET", "/desk/tasks", staff.Agent, false, nil},
	{"POST", "/desk/task/{task}/done", staff.Agent, true, nil},
	{"GET", "/desk/letters", staff.Agent, false, nil},
	{"POST", "/desk/letters/print", staff.Leader, false, nil},
	{"GET", "/desk/letter/{letter}", staff.Agent, true, nil},
	{"POST", "/desk/letter/{letter}/returned", staff.Agent, true, nil},
}

// town is one of every thing a page can be about, all Anytown's.
func town(b *bundle) map[string]string {
	b.Helper()
	a := b.person(margaret)
	d, c := b.draft(a.ID), b.submitted(a.ID)
	by := b.actor("agent.anytown", channels.Phone)
	must(b, b.office.PostLetter(b.Context(), by, d.ID))
	ref, err := b.office.AddDocument(b.Context(), by, c.Draft, "photo", "photo", "me.png", strings.NewReader(png))
	must(b, err)
	w := b.as("agent.anytown").begin("phone", "apply").get("/desk/person/" + num(a.ID))
	w.send("form[action$='/about']", nil)
	w.send("[name=outcome]", url.Values{"outcome": {"we-ring-back"}})
	slot := w.page.Find("[name=slot] option").Eq(1).AttrOr("value", "")
	w.send("main [name=outcome]", url.Values{"slot": {slot}})
	w.begin("phone", "apply")
	helper := b.helped(a, accounts.NewMandate{Mandate: accounts.Mandate{May: accounts.Rights{Act: true}}})
	other, third := b.person(accounts.Details{FullName: "Rhys Bowen"}), b.person(accounts.Details{FullName: "Rhys Bowen"})
	pair, _, err := b.register.Suspect(b.Context(), by, a.ID, other.ID)
	must(b, err)
	join, _, err := b.register.Join(b.Context(), by, other.ID, third.ID, accounts.Grounds{Why: "one passport"})
	must(b, err)
	problems, err := b.office.Write(b.Context(), audit.Actor{Role: audit.Citizen, ID: a.ID, Door: channels.Web}, cases.MessageInput{Account: a.ID, Agency: b.agency.ID, Text: "When?"})
	must(b, err)
	if len(problems) > 0 {
		b.Fatal(problems)
	}
	things := map[string]string{"{mandate}": num(helper.ID), "{pair}": num(pair), "{join}": num(join), "{person}": num(a.ID), "{draft}": d.Reference, "{draftid}": num(d.ID), "{case}": c.Reference, "{document}": num(ref.ID), "{lang}": "cy"}
	for name, sql := range map[string]string{
		"{contact}":  `select id from contacts where ended_at is null`,
		"{callback}": `select id from callbacks`,
		"{letter}":   `select max(id) from letters`,
		"{message}":  `select id from person_messages`,
		"{session}":  `select min(id) from staff_sessions`,
		"{member}":   `select id from staff where username = 'caseworker.anytown'`,
		"{task}":     `insert into tasks (agency_id, case_id, kind, due) select agency_id, id, 'unreachable', now() from cases returning id`,
	} {
		things[name] = num(int64(b.count(sql)))
	}
	return things
}

func at(path string, things map[string]string) string {
	for name, thing := range things {
		path = strings.ReplaceAll(path, name, thing)
	}
	return path
}

// Another agency's agent finds nothing of ours by any page: 404, and nothing is changed.
func TestAgenciesSeeOnlyTheirOwn(t *testing.T) {
	t.Parallel()
	b := setup(t)
	things := town(b)
	things["{passkey}"] = num(int64(b.count(`insert into staff_passkeys (staff_id, name, handle, record, made_at)
		select id, 'x', 'x', '{}', now() from staff where username = 'leader.anytown' returning id`)))
	before := state(b)
	w := b.as("leader.seaborough")
	for _, p := range pages {
		if !p.whose {
			continue
		}
		if got := w.try(p, things); got != http.StatusNotFound {
			t.Errorf("%s %s: %d", p.method, p.path, got)
		}
	}
	for _, typed := range []string{things["{draft}"], things["{case}"]} {
		w.get("/desk/search?q=" + typed)
		if w.has("a[href*='/desk/draft/'], a[href*='/desk/case/']") {
			t.Errorf("searching %s finds it: %s", typed, w.text("main"))
		}
	}
	w.get("/desk/person/"+things["{person}"]+"?why=complaint").expect(200, say("desk.person.no_cases"))
	if w.has("a[href*='/desk/letter/'], a[href*='/desk/draft/']") {
		t.Errorf("their page shows ours: %s", w.text("main"))
	}
	for _, list := range []string{"/desk/cases", "/desk/tasks", "/desk/letters", "/desk"} {
		if w.get(list); contains(w.text("main"), "Margaret") {
			t.Errorf("%s shows ours: %s", list, w.text("main"))
		}
	}
	if after := state(b); after != before {
		t.Errorf("something was changed: %s, before %s", after, before)
	}
}

// state is what a page could have changed.
func state(b *bundle) string {
	b.Helper()
	var s string
	must(b, b.db.QueryRow(b.Context(), `
		select format('%s answers, %s typing, %s events, %s documents, %s notices, %s letters %s, %s decisions, %s open contacts, %s open tasks, %s messages answered, drafts %s, cases %s, %s callbacks',
			(select count(*) from answers), (select count(*) from typing), (select count(*) from events), (select count(*) from documents),
			(select count(*) from notices), (select count(*) from letters), (select string_agg(state, ' ' order by id) from letters),
			(select count(*) from decisions), (select count(*) from contacts where ended_at is null), (select count(*) from tasks where done_at is null), (select count(*) from person_messages where answered_at is not null),
			(select string_agg(lang || state || coalesce(account_id, 0), ' ' order by id) from drafts),
			(select string_agg(state || coalesce(assignee, 0), ' ' order by id) from cases), (select sum(attempts) from callbacks))`).Scan(&s))
	return s
}

// try asks for a page and answers its status, without following where it leads.
func (w *browser) try(p page, things map[string]string) int {
	w.Helper()
	client := *w.client
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	form := p.form
	if strings.HasSuffix(p.path, "/about") || strings.HasSuffix(p.path, "/person") {
		form = url.Values{"account": {things["{person}"]}}
	}
	r, err := http.NewRequestWithContext(context.Background(), p.method, w.url+at(p.path, things), strings.NewReader(form.Encode()))
	must(w, err)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	res, err := client.Do(r)
	must(w, err)
	w.head = res.Header
	res.Body.Close()
	return res.StatusCode
}

// Every page has the role it needs: less is refused, nobody is sent to sign in.
func TestRoles(t *testing.T) {
	t.Parallel()
	b := setup(t)
	things := town(b)
	agent, caseworker, leader, nobody := b.as("agent.anytown"), b.as("caseworker.anytown"), b.as("leader.anytown"), b.desk()
	for _, p := range pages {
		if p.role == "" {
			continue
		}
		if got := nobody.try(p, things); got != http.StatusSeeOther || !strings.HasPrefix(nobody.head.Get("Location"), "/desk/sign-in?back=") {
			t.Errorf("nobody %s %s: %d to %s", p.method, p.path, got, nobody.head.Get("Location"))
		}
		if p.role == staff.Agent {
			continue
		}
		if got := agent.try(p, things); got != http.StatusForbidden {
			t.Errorf("an agent %s %s: %d", p.method, p.path, got)
		}
		if p.role == staff.Leader {
			if got := caseworker.try(p, things); got != http.StatusForbidden {
				t.Errorf("a caseworker %s %s: %d", p.method, p.path, got)
			}
		}
	}
	for _, p := range pages { // what changes nothing also opens for who may
		if p.method != http.MethodGet || p.role == "" {
			continue
		}
		who := agent
		if p.role == staff.Caseworker {
			who = caseworker
		}
		if p.role == staff.Leader {
			who = leader
		}
		if got := who.try(p, things); got != http.StatusOK && !strings.Contains(p.path, "{contact}") {
			t.Errorf("%s %s: %d", p.method, p.path, got)
		}
	}
}

// The table above is the whole desk: a page that is not in it is not tested.
func TestEveryPageOfTheDeskIsInTheTable(t *testing.T) {
	t.Parallel()
	b := setup(t)
	listed := map[string]bool{}
	for _, p := range pages {
		listed[p.method+" "+generic(p.path)] = true
	}
	err := chi.Walk(ui.Routes(b.config), func(method, route string, _ http.Handler, _ ...func(http.Handler) http.Handler) error {
		if strings.HasPrefix(route, "/desk") && !listed[method+" "+generic(route)] {
			t.Errorf("%s %s is not in the table", method, route)
		}
		return nil
	})
	must(t, err)
}

// generic is a path with every {name} the same.
func generic(path string) string {
	parts := strings.Split(path, "/")
	for i, part := range parts {
		if strings.HasPrefix(part, "{") {
			parts[i] = "{}"
		}
	}
	return strings.Join(parts, "/")
}
