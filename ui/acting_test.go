package ui_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/services"
)

// signedIn is a browser of somebody who opened an application of theirs with its code and their date of birth.
func (b *bundle) signedIn(d cases.Draft, born services.Day) *browser {
	b.Helper()
	var text string
	must(b, pgx.BeginFunc(b.Context(), b.db, func(tx pgx.Tx) error {
		c, err := b.register.NewCodeTx(b.Context(), tx, "continue", d.Account, d.ID, 7, time.Now())
		text = b.register.CodeText(c.ID)
		return err
	}))
	w := b.browser()
	a := w.ask("POST", "/c", url.Values{"code": {text}, "day": {fmt.Sprint(born.D)}, "month": {fmt.Sprint(int(born.M))}, "year": {fmt.Sprint(born.Y)}})
	if a.status != http.StatusSeeOther {
		b.Fatalf("opening with a code: %d", a.status)
	}
	return w
}

var codeOnPage = regexp.MustCompile(`[2-9B-Z]{4}-[2-9B-Z]{4}-[2-9B-Z]{4}`)

// A mother lets her daughter help her; the daughter takes the code up, acts, and answers; the mother sees who did what and ends it; the
// daughter's browser, still open, can do nothing any more.
func TestADaughterActsOnline(t *testing.T) {
	t.Parallel()
	b := setup(t, "http://127.0.0.1:8080")
	daughter, problems, err := b.register.Create(t.Context(), b.agent, accounts.Details{FullName: "Siân Teasel", DateOfBirth: &services.Day{Y: 1975, M: 6, D: 7}})
	if err != nil || len(problems) > 0 {
		t.Fatal(err, problems)
	}
	hers := b.begin(daughter.ID)
	mother, helper := b.signedIn(b.draft, services.Day{Y: 1950, M: 3, D: 5}), b.signedIn(hers, services.Day{Y: 1975, M: 6, D: 7})

	wrong := mother.ask("POST", "/account/helpers", url.Values{"name": {"Siân"}, "kind": {"helper"}, "year": {"x"}})
	if wrong.status != http.StatusUnprocessableEntity || !strings.Contains(wrong.body, "Enter the last day as a real date") || !strings.Contains(wrong.body, `value="Siân"`) {
		t.Errorf("a form with mistakes: %d", wrong.status)
	}
	invited := mother.ask("POST", "/account/helpers", url.Values{"name": {"Siân"}, "kind": {"helper"}, "relationship": {"family"}, "reason": {"online"},
		"may": {"act"}, "scope": {"service:blue-badge"}})
	if invited.status != http.StatusSeeOther {
		t.Fatalf("invite: %d\n%s", invited.status, invited.body)
	}
	at := invited.header.Get("Location")
	code := codeOnPage.FindString(mother.ask("GET", at, nil).body)
	if code == "" {
		t.Fatal("no code to hand over")
	}
	if page := helper.ask("GET", at, nil); page.status != http.StatusNotFound {
		t.Errorf("somebody else reads the invitation: %d", page.status)
	}
	if a := helper.ask("POST", "/account/act", url.Values{"for": {fmt.Sprint(b.draft.Account)}}); a.status != http.StatusNotFound {
		t.Errorf("acts without being asked: %d", a.status)
	}
	if a := helper.ask("POST", "/account/helpers/code", url.Values{"code": {"2222-3333-4444"}}); a.status != http.StatusUnprocessableEntity {
		t.Errorf("a wrong code: %d", a.status)
	}
	if a := helper.ask("POST", "/account/helpers/code", url.Values{"code": {code}}); a.status != http.StatusSeeOther {
		t.Fatalf("take up: %d", a.status)
	}
	if page := mother.ask("GET", at, nil); codeOnPage.MatchString(page.body) || !strings.Contains(page.body, "Siân Teasel") {
		t.Error("the code is shown although it is taken up, or her name is not")
	}

	if a := helper.ask("POST", "/account/act", url.Values{"for": {fmt.Sprint(b.draft.Account)}}); a.status != http.StatusSeeOther {
		t.Fatalf("act: %d", a.status)
	}
	ref := cases.ShowReference(b.draft.Reference)
	for _, path := range []string{"/account", "/services", "/application/" + ref + "/check", "/apply/anytown/blue-badge", "/application/" + ref + "/name"} {
		page := helper.ask("GET", path, nil)
		if page.status != http.StatusOK || !strings.Contains(page.body, "You are acting for Mair Teasel until") {
			t.Errorf("%s: %d, and the banner is not there", path, page.status)
		}
		if strings.Contains(page.body, "07700 900980") && path == "/account" {
			t.Errorf("%s shows where the person is reached", path)
		}
	}
	for _, path := range []string{"/account/helpers", "/account/looks", "/account/needs", "/account/helpers/new", "/application/" + cases.ShowReference(hers.Reference)} {
		if page := helper.ask("GET", path, nil); page.status != http.StatusForbidden {
			t.Errorf("%s while acting: %d", path, page.status)
		}
	}
	if page := helper.ask("POST", "/application/"+ref+"/save", url.Values{}); codeOnPage.MatchString(page.body) {
		t.Error("a helper is given a code that opens the person's account")
	}
	if a := helper.ask("POST", "/application/"+ref+"/applying-for", url.Values{"value": {"self"}}); a.status != http.StatusSeeOther {
		t.Fatalf("answer: %d", a.status)
	}
	d, err := b.office.Draft(context.Background(), audit.TheSystem, b.draft.ID)
	must(b, err)
	if a := d.Answers["applying-for"]; a.Role != audit.Helper || a.Helper != "Siân Teasel" || a.For != b.draft.Account || a.Door != channels.Web {
		t.Errorf("recorded as %+v", a)
	}
	begun := helper.ask("POST", "/apply/anytown/blue-badge", url.Values{})
	again := begun.header.Get("Location")
	if begun.status != http.StatusSeeOther || mother.ask("GET", again, nil).status >= http.StatusBadRequest {
		t.Errorf("what she begins for her mother is not her mother's: %d %s", begun.status, again)
	}

	list := mother.ask("GET", "/account/helpers", nil)
	for _, want := range []string{"Siân Teasel", "began an application", "blue-badge only"} {
		if !strings.Contains(list.body, want) {
			t.Errorf("the mother is not told %q", want)
		}
	}
	if a := mother.ask("POST", at+"/end", url.Values{}); a.status != http.StatusSeeOther {
		t.Fatalf("end: %d", a.status)
	}
	if page := helper.ask("GET", "/application/"+ref+"/check", nil); page.status != http.StatusSeeOther || page.header.Get("Location") != "/account" {
		t.Errorf("after the end: %d %s", page.status, page.header.Get("Location"))
	}
	for _, path := range []string{"/application/" + ref + "/check", again} {
		if page := helper.ask("GET", path, nil); page.status != http.StatusForbidden {
			t.Errorf("%s once more after the end: %d", path, page.status)
		}
	}
	if page := helper.ask("GET", "/account", nil); page.status != http.StatusOK || strings.Contains(page.body, "Mair Teasel") {
		t.Errorf("after the end she is not herself: %d", page.status)
	}
}

// What ends while a page is open is refused when it is posted.
func TestAStaleSessionPostsNothing(t *testing.T) {
	t.Parallel()
	b := setup(t, "http://127.0.0.1:8080")
	daughter, _, err := b.register.Create(t.Context(), b.agent, accounts.Details{FullName: "Siân Teasel", DateOfBirth: &services.Day{Y: 1975, M: 6, D: 7}})
	must(b, err)
	helper := b.signedIn(b.begin(daughter.ID), services.Day{Y: 1975, M: 6, D: 7})
	by := b.agent
	by.Proven = true
	m, problems, err := b.register.RegisterMandate(t.Context(), by, accounts.NewMandate{Mandate: accounts.Mandate{Account: b.draft.Account, Helper: daughter.ID,
		Kind: accounts.Helper, Relationship: "family", Reason: "online", May: accounts.Rights{Act: true}, Evidence: accounts.AskedSpeaking}})
	if err != nil || len(problems) > 0 {
		t.Fatal(err, problems)
	}
	helper.ask("POST", "/account/act", url.Values{"for": {fmt.Sprint(b.draft.Account)}})
	must(b, b.register.EndMandate(t.Context(), b.agent, m.ID, "person"))
	a := helper.ask("POST", "/application/"+cases.ShowReference(b.draft.Reference)+"/applying-for", url.Values{"value": {"self"}})
	if a.status != http.StatusSeeOther || a.header.Get("Location") != "/account" {
		t.Errorf("posted after the end: %d", a.status)
	}
	d, err := b.office.Draft(t.Context(), audit.TheSystem, b.draft.ID)
	must(b, err)
	if _, answered := d.Answers["applying-for"]; answered {
		t.Error("an answer was taken after the end")
	}
}
