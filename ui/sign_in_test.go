package ui_test

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/internal/fake"
	"github.com/samedoor/samedoor/signin"
)

var mairBorn = url.Values{"day": {"5"}, "month": {"3"}, "year": {"1950"}}

// posted is the code of a letter that was posted to Mair.
func (b *bundle) posted() string {
	b.Helper()
	var c accounts.Code
	must(b, pgx.BeginFunc(b.Context(), b.db, func(tx pgx.Tx) (err error) {
		c, _, err = b.register.PostCodeTx(b.Context(), tx, b.agent, b.draft.Account)
		return err
	}))
	return b.register.CodeText(c.ID)
}

// with is a form with one field more.
func with(form url.Values, key, value string) url.Values {
	out := url.Values{key: {value}}
	for k, v := range form {
		out[k] = v
	}
	return out
}

// letIn is a browser that Mair has signed in with, by a code from a letter.
func (b *bundle) letIn() *browser {
	b.Helper()
	w := b.browser()
	if a := w.ask("POST", "/c", with(mairBorn, "code", b.posted())); a.status != 303 || a.header.Get("Location") != "/sign-in/done" {
		b.Fatalf("%d to %s", a.status, a.header.Get("Location"))
	}
	return w
}

func (w *browser) leads(a answer, to string) {
	w.Helper()
	if got := a.header.Get("Location"); a.status != http.StatusSeeOther || got != to {
		w.Fatalf("%d leads to %q, expected %q\n%.2000s", a.status, got, to, a.body)
	}
}

func (w *browser) shows(a answer, status int, text string) {
	w.Helper()
	if a.status != status || !strings.Contains(a.body, text) {
		w.Fatalf("%d, expected %d with %q:\n%.3000s", a.status, status, text, a.body)
	}
}

// token is the session's cookie.
func (w *browser) token() string {
	w.Helper()
	u, err := url.Parse(w.url)
	must(w, err)
	for _, c := range w.Jar.Cookies(u) {
		if c.Name == "samedoor" {
			return c.Value
		}
	}
	return ""
}

// An account that began offline is opened online by a code, without a merge, and nothing is asked for but what its owner knows.
func TestClaimTheAccount(t *testing.T) {
	t.Parallel()
	b := setup(t, "http://127.0.0.1:8080")
	w := b.browser()
	w.leads(w.ask("GET", "/account/looks", nil), "/sign-in?back="+url.QueryEscape("/account/looks"))
	w.shows(w.ask("GET", "/sign-in?back="+url.QueryEscape("/account/looks"), nil), 200, "You need no email address")
	w.leads(w.ask("POST", "/c", with(mairBorn, "code", b.posted())), "/sign-in/done")
	a := w.ask("GET", "/sign-in/done", nil)
	w.shows(a, 200, "Mair Teasel")
	w.shows(a, 200, "/account/looks") // where they were going
	w.shows(w.ask("GET", "/account", nil), 200, "Mair Teasel")
	w.shows(w.ask("GET", "/account/sign-in", nil), 200, "by a code by letter")
	var n int
	must(t, b.db.QueryRow(t.Context(), `select count(*) from accounts`).Scan(&n))
	if n != 1 {
		t.Errorf("there are %d accounts", n)
	}
}

// What is answered to who asks for a code is the same to the byte, whether or not there is such a person, and so is what is written down.
func TestAskingTellsNothing(t *testing.T) {
	t.Parallel()
	b := setup(t, "http://127.0.0.1:8080")
	nobody := url.Values{"day": {"6"}, "month": {"7"}, "year": {"1951"}}
	for by, forms := range map[string][2]url.Values{
		"text":   {with(mairBorn, "mobile", "07700 900980"), with(nobody, "mobile", "07700 900981")},
		"letter": {with(with(mairBorn, "name", "Mair Teasel"), "postcode", "ZA1 1AA"), with(with(nobody, "name", "Nobody Such"), "postcode", "ZA1 1AB")},
	} {
		var pages [2][]answer
		for i, f := range forms {
			w := b.browser()
			pages[i] = []answer{w.ask("POST", "/sign-in/"+by, f), w.ask("GET", "/sign-in/"+by+"/asked", nil)}
			w.leads(pages[i][0], "/sign-in/"+by+"/asked")
			for range 4 {
				pages[i] = append(pages[i], w.ask("POST", "/sign-in/"+by, f))
			}
		}
		for i := range pages[0] {
			known, unknown := pages[0][i], pages[1][i]
			if known.status != unknown.status || same(known, forms[0]) != same(unknown, forms[1]) || len(known.header) != len(unknown.header) {
				t.Errorf("%s, page %d: %d and %d\n%s\n%s", by, i, known.status, unknown.status, known.body, unknown.body)
			}
		}
		if last := pages[0][5].status; last != http.StatusTooManyRequests {
			t.Errorf("%s asked five times: %d", by, last)
		}
	}
	var rows, codes int
	must(t, b.db.QueryRow(t.Context(), `select (select count(*) from sign_in_asks), (select count(*) from access_codes)`).Scan(&rows, &codes))
	if rows != 16 || codes != 0 {
		t.Errorf("%d questions are written down, and %d codes were made while somebody waited", rows, codes)
	}
}

// same is a page without what its reader typed, and without the clock.
func same(a answer, typed url.Values) string {
	body := a.body
	for _, v := range typed {
		body = strings.ReplaceAll(body, `value="`+v[0]+`"`, "")
	}
	return regexp.MustCompile(`\d+:\d+[ap]m|\d+[ap]m`).ReplaceAllString(body, "")
}

// A wrong code, a wrong date and a code nobody has look the same; enough of them, and nobody gets further, the owner neither.
func TestGuessingCodes(t *testing.T) {
	t.Parallel()
	b := setup(t, "http://127.0.0.1:8080")
	code := b.posted()
	w := b.browser()
	wrong := w.ask("POST", "/c", with(url.Values{"day": {"6"}, "month": {"3"}, "year": {"1950"}}, "code", code))
	none := w.ask("POST", "/c", with(mairBorn, "code", "BCDF-GHJK-LMNP"))
	if wrong.status != 422 || none.status != 422 || strings.ReplaceAll(wrong.body, code, "") != strings.ReplaceAll(strings.ReplaceAll(none.body, "BCDF-GHJK-LMNP", ""), `value="5"`, `value="6"`) {
		t.Errorf("a wrong date %d and a wrong code %d differ", wrong.status, none.status)
	}
	for range 4 {
		w.ask("POST", "/c", with(url.Values{"day": {"6"}, "month": {"3"}, "year": {"1950"}}, "code", code))
	}
	if a := b.browser().ask("POST", "/c", with(mairBorn, "code", code)); a.status != http.StatusTooManyRequests {
		t.Errorf("after five wrong dates the right one: %d", a.status)
	}
}

// A token from before signing in is worth nothing after it; and one that was signed in is worth nothing once its owner left.
func TestFixation(t *testing.T) {
	t.Parallel()
	b := setup(t, "http://127.0.0.1:8080")
	w := b.browser()
	w.ask("GET", "/language/cy?back=/c", nil)
	planted := w.token()
	w.leads(w.ask("POST", "/c", with(mairBorn, "code", b.posted())), "/sign-in/done")
	if planted == "" || w.token() == planted {
		t.Fatal("signing in kept the token")
	}
	with := func(token string) answer {
		return b.browser().ask("GET", "/account", nil, "Cookie", "samedoor="+token)
	}
	if a := with(planted); a.status != 303 {
		t.Errorf("the planted token opens: %d", a.status)
	}
	mine := w.token()
	if a := with(mine); a.status != 200 {
		t.Fatalf("the token itself: %d; this test cannot fail", a.status)
	}
	w.ask("POST", "/leave", nil)
	if a := with(mine); a.status != 303 {
		t.Errorf("the token of who left opens: %d", a.status)
	}
}

// Signing out elsewhere ends the other browser with its next click, and says so there.
func TestElsewhere(t *testing.T) {
	t.Parallel()
	b := setup(t, "http://127.0.0.1:8080")
	library, home := b.letIn(), b.letIn()
	home.shows(home.ask("GET", "/account/sign-in", nil), 200, "Sign out everywhere else")
	home.leads(home.ask("POST", "/account/sign-in/elsewhere", nil), "/account/sign-in")
	library.leads(library.ask("GET", "/account", nil), "/sign-in?back="+url.QueryEscape("/account"))
	library.shows(library.ask("GET", "/sign-in", nil), 200, "You were signed out")
	if a := library.ask("GET", "/application/"+b.draft.Reference, nil); a.status == 200 {
		t.Error("the application is still open at the library")
	}
	home.shows(home.ask("GET", "/account/sign-in", nil), 200, "You are signed in only here")
}

// Who signed in a while ago, or by the code of one application only, shows who they are again before anything opens the account.
func TestStaleSignIn(t *testing.T) {
	t.Parallel()
	b := setup(t, "http://127.0.0.1:8080")
	w := b.letIn()
	again := "/sign-in?back=" + url.QueryEscape("/account/sign-in/passkey")
	if a := w.ask("GET", "/account/sign-in/passkey", nil); a.status != 200 {
		t.Fatalf("fresh: %d", a.status)
	}
	_, err := b.db.Exec(t.Context(), `update account_sessions set begun_at = begun_at - interval '16 minutes'`)
	must(t, err)
	w.leads(w.ask("GET", "/account/sign-in/passkey", nil), again)
	for _, path := range []string{"/account/sign-in/passkey", "/account/sign-in/1/remove"} {
		w.leads(w.ask("POST", path, nil), "/sign-in?back="+url.QueryEscape("/account"))
	}
	w.leads(w.ask("GET", "/sign-in/one-login?add=1", nil), "/sign-in?back="+url.QueryEscape("/sign-in/one-login?add=1"))
	_, err = b.db.Exec(t.Context(), `update account_sessions set begun_at = now(), method = 'code'`)
	must(t, err)
	w.leads(w.ask("GET", "/account/sign-in/passkey", nil), again)
	_, err = b.db.Exec(t.Context(), `update account_sessions set seen_at = now() - $1::interval`, (signin.Idle + time.Minute).String())
	must(t, err)
	w.leads(w.ask("GET", "/account", nil), "/sign-in?back="+url.QueryEscape("/account"))
}

// goesTo follows the way to One Login and back, as that user.
func (w *browser) goesTo(path, subject string) answer {
	w.Helper()
	w.login.SignInAs(subject)
	sent := w.ask("GET", path, nil)
	to := sent.header.Get("Location")
	if sent.status != 303 || !strings.HasPrefix(to, w.login.Issuer()+"authorize?") {
		w.Fatalf("%s: %d to %q", path, sent.status, to)
	}
	res, err := w.Get(to)
	must(w, err)
	must(w, res.Body.Close())
	back, err := res.Location()
	must(w, err)
	return w.ask("GET", back.RequestURI(), nil)
}

// A login nobody knows asks its owner which record is theirs; a code shows it, and from then on the login opens it.
func TestOneLoginFindsItsRecord(t *testing.T) {
	t.Parallel()
	b := setup(t, "http://127.0.0.1:8080")
	w := b.browser()
	w.leads(w.goesTo("/sign-in/one-login", "mair"), "/sign-in/which")
	w.shows(w.ask("GET", "/sign-in/which", nil), 200, "Which account is yours?")
	w.leads(w.ask("POST", "/sign-in/which", nil), "/sign-in?back="+url.QueryEscape("/account")) // nobody is signed in to join it to
	w.leads(w.ask("POST", "/c", with(mairBorn, "code", b.posted())), "/sign-in/done")
	w.leads(w.ask("GET", "/sign-in/done", nil), "/sign-in/which")
	w.shows(w.ask("GET", "/sign-in/which", nil), 200, "to the account of Mair Teasel")
	w.leads(w.ask("POST", "/sign-in/which", nil), "/account/sign-in")
	w.shows(w.ask("GET", "/account/sign-in", nil), 200, "GOV.UK One Login opens your account from now on")
	again := b.browser()
	again.leads(again.goesTo("/sign-in/one-login", "mair"), "/account")
	again.shows(again.ask("GET", "/account", nil), 200, "Mair Teasel")
	again.leads(again.ask("POST", "/leave", nil), "/sign-in/left")
	again.shows(again.ask("GET", "/sign-in/left", nil), 200, b.login.Issuer()+"logout?")
	if a := again.ask("GET", "/sign-in/left", nil); strings.Contains(a.body, "logout?") {
		t.Error("the hint is told twice")
	}
}

// A proven identity finds its record by itself; a newcomer's begins one.
func TestOneLoginIdentity(t *testing.T) {
	t.Parallel()
	b := setup(t, "http://127.0.0.1:8080")
	w := b.browser()
	w.leads(w.goesTo("/sign-in/one-login?identity=1", "mair"), "/account")
	w.shows(w.ask("GET", "/account", nil), 200, "Mair Teasel")
	n := b.browser()
	n.shows(n.goesTo("/sign-in/one-login?identity=1", "new"), 403, "could not prove who you are")
	n.leads(n.goesTo("/sign-in/one-login", "new"), "/sign-in/which")
	n.shows(n.ask("POST", "/sign-in/new", url.Values{}), 422, "Enter your full name")
	n.leads(n.ask("POST", "/sign-in/new", url.Values{"name": {"Wen Li"}, "day": {"30"}, "month": {"12"}, "year": {"1979"}}), "/account")
	n.shows(n.ask("GET", "/account", nil), 200, "Wen Li")
	n.leads(n.ask("POST", "/sign-in/new", url.Values{"name": {"Wen Li"}}), "/sign-in") // pressed again: nothing waits
}

// Every forged answer ends in a plain page that says what to do, signs nobody in, and shows nothing of what was wrong.
func TestForgedOneLogin(t *testing.T) {
	t.Parallel()
	b := setup(t, "http://127.0.0.1:8080")
	w := b.browser()
	for fault, says := range map[fake.LoginFault]string{fake.BadNonce: "was not right", fake.WrongAudience: "was not right", fake.NoAlgorithm: "was not right",
		fake.WrongState: "opened too late, twice", fake.Denied: "without signing in", fake.Unavailable: "does not answer"} {
		b.login.Break(fault)
		a := w.goesTo("/sign-in/one-login", "mair")
		if a.status != 403 && a.status != 503 || !strings.Contains(a.body, says) || strings.Contains(a.body, string(fault)+" ") || strings.Contains(a.body, "nonce") {
			t.Errorf("%s: %d %.2000s", fault, a.status, a.body)
		}
		if a := w.ask("GET", "/account", nil); a.status != 303 {
			t.Errorf("%s signed somebody in", fault)
		}
	}
	b.login.Break(fake.Honest)
	if a := w.ask("GET", signin.BackPath+"?code=x&state=y", nil); a.status != 403 {
		t.Errorf("an answer nobody asked for: %d", a.status)
	}
	for _, token := range []string{"", "x", b.login.IDToken("mair")} {
		if a := w.ask("POST", signin.LogoutPath, url.Values{"logout_token": {token}}); a.status != 400 {
			t.Errorf("a forged logout: %d", a.status)
		}
	}
}

// Two people at one computer: what the first showed is over when another login comes, and never joined to it.
func TestOneLoginAtASharedComputer(t *testing.T) {
	t.Parallel()
	b := setup(t, "http://127.0.0.1:8080")
	w := b.letIn()
	w.leads(w.goesTo("/sign-in/one-login", "new"), "/sign-in/which")
	if a := w.ask("GET", "/sign-in/which", nil); strings.Contains(a.body, "Mair") {
		t.Error("Mair's record is offered to whoever came next")
	}
	w.leads(w.ask("GET", "/account", nil), "/sign-in?back="+url.QueryEscape("/account"))
}

// Staff send a code to who has none, and end every way in only of a person they have proven.
func TestSignInHelpAtTheDesk(t *testing.T) {
	t.Parallel()
	b := setup(t, "http://127.0.0.1:8080")
	at := fmt.Sprintf("/desk/person/%d/sign-in", b.draft.Account)
	home, desk := b.letIn(), b.as("agent")
	why := "?why=complaint"
	desk.shows(desk.ask("GET", at+why, nil), 200, "Post a code")
	desk.leads(desk.ask("POST", at+"/code"+why, url.Values{"by": {"text"}}), at+why)
	desk.shows(desk.ask("GET", at+why, nil), 200, "A code is on its way by text")
	desk.shows(desk.ask("POST", at+"/recover"+why, url.Values{"by": {"letter"}}), 409, "Prove who you are talking with first")
	home.shows(home.ask("GET", "/account", nil), 200, "Mair Teasel")
}
