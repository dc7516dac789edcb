package browsertest

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/webauthn"
	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/internal/fake"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/relying"
	"github.com/samedoor/samedoor/services"
	"github.com/samedoor/samedoor/signin"
)

// posted is the code of a letter that was posted to somebody.
func (w *world) posted(by audit.Actor, account int64) (text string) {
	w.Helper()
	must(w.T, pgx.BeginFunc(w.Context(), w.db, func(tx pgx.Tx) error {
		c, why, err := w.register.PostCodeTx(w.Context(), tx, by, account)
		if why != "" {
			w.Fatalf("no code can be posted: %s", why)
		}
		text = w.register.CodeText(c.ID)
		return err
	}))
	return text
}

// signingIn looks at the pages of signing in, of the ways in, and of what stops a change.
func (a *auditor) signingIn(l lang.Lang) {
	p := a.eyes(a.window(kind{lang: l}))
	for _, path := range []string{"/sign-in", "/sign-in/letter", "/sign-in/letter/asked", "/sign-in/text", "/sign-in/text/asked", "/sign-in/left", "/stop", "/stop/2BCD-3FGH-4JKM", "/stop/done"} {
		a.look(p.open(path), "to sign in")
	}
	a.look(p.open("/sign-in/letter").press(p.t("signin.letter.send")), "nothing told")
	a.look(p.open("/sign-in/text").press(p.t("signin.text.send")), "nothing told")
	a.look(p.open("/stop").press(p.t("signin.stop.button")), "no code")
	a.look(p.open(signin.BackPath+"?code=x&state=y"), "an answer that is refused")

	by := a.agent("bethan.price")
	phone := map[lang.Lang]string{lang.En: "07700 900966", lang.Cy: "07700 900967"}[l]
	d := a.known(by, accounts.Details{FullName: "Mair Thistle", DateOfBirth: &services.Day{Y: 1950, M: 3, D: 5}, Mobile: phone,
		Address: &services.PostAddress{Lines: []string{"3 High Street", "Anytown"}, Postcode: "ZA1 1AA"}}, l)
	p.open("/c/"+a.posted(by, d.Account)).bornOn("5", "3", "1950")
	a.look(p, "signed in")
	key := fake.NewAuthenticator("localhost", a.url)
	q, err := a.gate.AskNewPasskey(a.Context(), d.Account)
	must(a.T, err)
	answer, err := key.Create(q.Options)
	must(a.T, err)
	must(a.T, a.gate.AddPasskey(a.Context(), d.Account, q.Kept, answer, "telephone"))
	a.look(p.open("/account/sign-in"), "ways to sign in")
	a.look(p.open("/account/sign-in/passkey"), "a passkey to save, elsewhere")
	p.open("/account/sign-in")
	p.leads(p.click(p.one(`a[href$="/name"]`)))
	a.look(p, "a passkey to rename")
	a.oneLogin(l)
}

// oneLogin looks at the page on which somebody says whose record their login opens.
func (a *auditor) oneLogin(l lang.Lang) {
	p := a.eyes(a.window(kind{lang: l}))
	p.open("/sign-in/one-login")
	p.leads(p.click(p.one(`a[href*="who=new-` + string(l) + `"]`)))
	a.look(p, "whose record?")
	a.look(p.press(p.t("signin.which.begin")), "nothing told")
	p.fill(p.t("signin.which.name"), "Wen Li").fill(p.t("form.day"), "30").fill(p.t("form.month"), "12").fill(p.t("form.year"), "1979")
	p.press(p.t("signin.which.begin")).expect(200, p.t("account.title"))
}

// canAsk says that the page's script runs and the browser has passkeys.
const canAsk = `document.querySelector("[data-passkey-with]") !== null && !document.querySelector("[data-passkey-with]").hidden`

// Somebody signs in by a letter, saves a passkey, signs out, and comes back by the passkey, in a real browser with an authenticator that
// it takes for one of its own.
func TestPasskeyInTheBrowser(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 0)
	by := w.agent("bethan.price")
	d := w.known(by, accounts.Details{FullName: "Nia Thistle", DateOfBirth: &services.Day{Y: 1950, M: 3, D: 5}, Mobile: "07700 900968",
		Address: &services.PostAddress{Lines: []string{"3 High Street", "Anytown"}, Postcode: "ZA1 1AA"}}, lang.En)
	code := w.posted(by, d.Account)
	named := *w
	named.url = relying.Named(w.url) // passkeys are bound to names
	p := named.window(kind{width: 390})
	call(p, webauthn.Enable, webauthn.EnableParams{})
	call(p, webauthn.AddVirtualAuthenticator, webauthn.AddVirtualAuthenticatorParams{Options: &webauthn.VirtualAuthenticatorOptions{Protocol: webauthn.AuthenticatorProtocolCtap2,
		Transport: webauthn.AuthenticatorTransportInternal, HasResidentKey: true, HasUserVerification: true, AutomaticPresenceSimulation: true, IsUserVerified: true}})

	p.open("/c/"+code).bornOn("5", "3", "1950").expect(200, "You are signed in")
	p.follow("Save a passkey on this phone or computer").expect(200, "Save a passkey")
	p.until(canAsk)
	p.fill("What to call it", "my telephone")
	p.press("Save a passkey").expect(200, "How you sign in").says("Your passkey is saved").says("Passkey: my telephone")
	p.open("/account").press("Leave this computer")
	p.open("/account").expect(200, "Sign in").until(canAsk)
	p.press("Sign in with a passkey").expect(200, "Your account").says("Nia Thistle")
	p.open("/account/sign-in").says("by a passkey")

	p.press("Remove Passkey: my telephone").expect(200, "How you sign in").says("It opens your account no longer")
	p.open("/account").press("Leave this computer")
	p.open("/sign-in").until(canAsk)
	p.press("Sign in with a passkey").expect(422, "Sign in").says("did not sign you in")
}

// Without JavaScript the page of ways to sign in says that passkeys cannot be used here, and all the other ways work.
func TestSignInWithoutScript(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 0)
	by := w.agent("bethan.price")
	d := w.known(by, accounts.Details{FullName: "Siôn Thistle", DateOfBirth: &services.Day{Y: 1950, M: 3, D: 5},
		Address: &services.PostAddress{Lines: []string{"3 High Street", "Anytown"}, Postcode: "ZA1 1AA"}}, lang.En)
	named := *w
	named.url = relying.Named(w.url)
	p := named.window(kind{noScript: true, width: 320})
	p.open("/sign-in").says("Passkeys need JavaScript")
	p.open("/c/"+w.posted(by, d.Account)).bornOn("5", "3", "1950").expect(200, "You are signed in").says("Siôn Thistle")
	p.open("/account/sign-in/passkey").says("Passkeys need JavaScript")
}

// A login at One Login is joined to the record its owner shows by a code, opens it from then on, and ends here when it ends there.
func TestOneLoginInTheBrowser(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 0)
	by := w.agent("bethan.price")
	d := w.known(by, accounts.Details{FullName: "Gwen Thistle", DateOfBirth: &services.Day{Y: 1950, M: 3, D: 5},
		Address: &services.PostAddress{Lines: []string{"3 High Street", "Anytown"}, Postcode: "ZA1 1AA"}}, lang.En)
	w.login.Users(fake.OneLoginUser{Subject: "gwen", Given: []string{"Gwen"}, Family: "Thistle", Born: "1950-03-05"})
	p := w.window(kind{width: 390})
	p.open("/sign-in").follow("Continue to GOV.UK One Login").follow("Gwen Thistle").expect(200, "Which account is yours?")
	p.follow("Enter a code")
	p.fill("Code", w.posted(by, d.Account)).bornOn("5", "3", "1950").expect(200, "Which account is yours?").says("Gwen Thistle")
	p.press("Yes, join it to this account").expect(200, "How you sign in").says("GOV.UK One Login opens your account from now on")

	q := w.window(kind{})
	q.open("/sign-in").follow("Continue to GOV.UK One Login").follow("Gwen Thistle").expect(200, "Your account").says("Gwen Thistle")
	q.press("Leave this computer").expect(200, "You are signed out")
	q.press("Sign out of GOV.UK One Login").expect(200, "You are signed out")
	p.open("/account").expect(200, "Sign in").says("You were signed out")
	if n := len(w.login.Logouts()); n == 0 {
		t.Error("One Login told nobody")
	}
	if !strings.Contains(fmt.Sprint(w.login.Asked()), "Cl.Cm") {
		t.Errorf("asked %v", w.login.Asked())
	}
}
