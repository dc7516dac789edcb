package fake

import (
	"crypto/rand"
	"encoding/json"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/samedoor/samedoor/lang"
)

const codeLife = 5 * time.Minute

func (l *OneLogin) configuration(w http.ResponseWriter, _ *http.Request) {
	l.mu.Lock()
	defer l.mu.Unlock()
	answerJSON(w, map[string]any{
		"issuer": l.issuer, "authorization_endpoint": l.issuer + "authorize", "token_endpoint": l.issuer + "token", "userinfo_endpoint": l.issuer + "userinfo",
		"jwks_uri": l.issuer + ".well-known/jwks.json", "end_session_endpoint": l.issuer + "logout", "response_types_supported": []string{"code"},
		"subject_types_supported": []string{"pairwise"}, "id_token_signing_alg_values_supported": []string{"ES256"}, "scopes_supported": []string{"openid"},
		"token_endpoint_auth_methods_supported": []string{"private_key_jwt"}, "code_challenge_methods_supported": []string{"S256"},
		"backchannel_logout_supported": true, "backchannel_logout_session_supported": true, "ui_locales_supported": []string{"en", "cy"},
	})
}

func answerJSON(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(v)
}

// authorize takes a browser that was sent here. A mistake of the client is told to the browser and not sent back, as the address to go
// back to may be the mistake.
func (l *OneLogin) authorize(w http.ResponseWriter, r *http.Request) {
	l.mu.Lock()
	defer l.mu.Unlock()
	q := r.URL.Query()
	l.seen = q
	if wrong := l.wrongRequest(q); wrong != "" {
		http.Error(w, "invalid_request: "+wrong, http.StatusBadRequest)
		return
	}
	if u, ok := l.user(l.first); ok {
		l.back(w, r, q, u)
		return
	}
	l.page(w, q)
}

func (l *OneLogin) wrongRequest(q url.Values) string {
	var vtr []string
	switch {
	case q.Get("client_id") != l.o.ClientID:
		return "client_id"
	case q.Get("redirect_uri") != l.o.Redirect:
		return "redirect_uri"
	case q.Get("response_type") != "code":
		return "response_type"
	case !slices.Contains(strings.Fields(q.Get("scope")), "openid"):
		return "scope"
	case len(q.Get("state")) < 16:
		return "state"
	case len(q.Get("nonce")) < 16:
		return "nonce"
	case q.Get("code_challenge_method") != "S256" || len(q.Get("code_challenge")) != 43:
		return "code_challenge"
	case json.Unmarshal([]byte(q.Get("vtr")), &vtr) != nil || len(vtr) != 1 || vtr[0] != "Cl.Cm" && vtr[0] != "Cl.Cm.P2":
		return "vtr"
	case q.Get("ui_locales") != "en" && q.Get("ui_locales") != "cy":
		return "ui_locales"
	}
	return ""
}

// choose is pressed on the page: somebody signs in, or does not want to.
func (l *OneLogin) choose(w http.ResponseWriter, r *http.Request) {
	l.mu.Lock()
	defer l.mu.Unlock()
	q := r.URL.Query()
	if wrong := l.wrongRequest(q); wrong != "" {
		http.Error(w, "invalid_request: "+wrong, http.StatusBadRequest)
		return
	}
	u, ok := l.user(q.Get("who"))
	if !ok {
		l.sendBack(w, r, url.Values{"error": {"access_denied"}, "state": {q.Get("state")}})
		return
	}
	l.back(w, r, q, u)
}

// back sends the browser back with a code for that user.
func (l *OneLogin) back(w http.ResponseWriter, r *http.Request, q url.Values, u OneLoginUser) {
	answer := url.Values{"state": {q.Get("state")}, "iss": {l.issuer}}
	switch l.fault {
	case Denied:
		answer.Set("error", "access_denied")
	case Unavailable:
		answer.Set("error", "temporarily_unavailable")
	case OldCode:
		answer.Set("code", l.last)
	default:
		g := &grant{user: u, sid: rand.Text(), nonce: q.Get("nonce"), redirect: q.Get("redirect_uri"), challenge: q.Get("code_challenge"), at: l.o.Now(),
			vtr: q.Get("vtr"), identity: strings.Contains(q.Get("vtr"), "P2")}
		l.last = rand.Text()
		l.codes[l.last] = g
		answer.Set("code", l.last)
	}
	switch l.fault {
	case WrongState:
		answer.Set("state", rand.Text())
	case OtherIssuer:
		answer.Set("iss", "https://oidc.example.org/")
	}
	l.sendBack(w, r, answer)
}

func (l *OneLogin) sendBack(w http.ResponseWriter, r *http.Request, answer url.Values) {
	http.Redirect(w, r, l.o.Redirect+"?"+answer.Encode(), http.StatusFound)
}

// page lets one who tries the demonstration choose whom to be.
func (l *OneLogin) page(w http.ResponseWriter, q url.Values) {
	p := pretended{Lang: lang.Parse(q.Get("ui_locales")), Identity: strings.Contains(q.Get("vtr"), "P2"), Nobody: "/choose?" + q.Encode()}
	for _, u := range l.o.Users {
		q.Set("who", u.Subject)
		p.Users = append(p.Users, chosen{Name: strings.Join(append(slices.Clone(u.Given), u.Family), " "), Born: u.Born, About: u.About, Proves: u.Proves,
			Href: "/choose?" + q.Encode()})
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_ = pretend.Execute(w, p)
}

type pretended struct {
	Lang     lang.Lang
	Identity bool
	Users    []chosen
	Nobody   string
}

type chosen struct {
	Name, Born, About, Href string
	Proves                  bool
}

// T is a sentence of the page.
func (p pretended) T(key string) string { return lang.T(p.Lang, "pretended."+key) }

// Of is the words about a user.
func (p pretended) Of(u chosen) string {
	if u.About == "" || !lang.Has(p.Lang, "pretended.about."+u.About) {
		return ""
	}
	return lang.T(p.Lang, "pretended.about."+u.About)
}

var pretend = template.Must(template.New("pretended").Parse(`<!doctype html>
<html lang="{{.Lang}}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{.T "title"}}</title>
<link rel="icon" href="data:,">
<style>
body { font: 1.125rem/1.4 arial, sans-serif; max-width: 40rem; margin: 0 auto; padding: 1rem; color: #0b0c0c }
li { margin: 0 0 1.25rem } ul { list-style: none; padding: 0 } a { color: #1d70b8; font-weight: bold }
.warn { border-left: .6rem solid #b1b4b6; padding: .6rem 1rem } small { display: block }
</style>
<main>
<h1>{{.T "title"}}</h1>
<p class="warn">{{.T "warning"}}</p>
<p>{{if .Identity}}{{.T "identity"}}{{else}}{{.T "sign_in"}}{{end}}</p>
<ul>
{{- range .Users}}
<li><a href="{{.Href}}">{{.Name}}</a><small>{{$.T "born"}} {{.Born}}{{with $.Of .}}. {{.}}{{end}}{{if not .Proves}}. {{$.T "unproven"}}{{end}}</small></li>
{{- end}}
</ul>
<p><a href="{{.Nobody}}">{{.T "nobody"}}</a></p>
</main>
</html>
`))
