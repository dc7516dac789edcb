package fake

import (
	"crypto/ecdsa"
	"crypto/rand"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/go-jose/go-jose/v4"
)

// SignOnUser is somebody who works somewhere and has a login there. They are made up.
type SignOnUser struct {
	Subject, Username, Name string
	Groups                  []string
}

// SignOnOptions is what a single sign-on needs to know of its one client.
type SignOnOptions struct {
	ClientID, ClientSecret string
	Redirect               string // the client's registered address to come back to
	Users                  []SignOnUser
	AtUserInfo             bool // tells groups at the user-info endpoint alone
	Now                    func() time.Time
}

// SignOn stands in for an organisation's OpenID provider: it refuses what a real one refuses, and can be told to answer wrongly in one way
// at a time. It is an http.Handler, safe for use by many goroutines.
type SignOn struct {
	o   SignOnOptions
	mux *http.ServeMux

	mu     sync.Mutex
	issuer string
	key    *ecdsa.PrivateKey
	keyID  string
	fault  LoginFault
	codes  map[string]*signOnGrant
	tokens map[string]*signOnGrant
	last   string
	first  string // subject who is signed in without being asked
}

type signOnGrant struct {
	user                       SignOnUser
	nonce, redirect, challenge string
	spent                      bool
	at                         time.Time
}

// NewSignOn makes one. Tell it by At where it is served before it is asked anything.
func NewSignOn(o SignOnOptions) *SignOn {
	if o.Now == nil {
		o.Now = time.Now
	}
	s := &SignOn{o: o, mux: http.NewServeMux(), codes: map[string]*signOnGrant{}, tokens: map[string]*signOnGrant{}}
	s.key, s.keyID = freshKey()
	s.mux.HandleFunc("GET /.well-known/openid-configuration", s.configuration)
	s.mux.HandleFunc("GET /keys", s.keys)
	s.mux.HandleFunc("GET /authorize", s.authorize)
	s.mux.HandleFunc("POST /token", s.token)
	s.mux.HandleFunc("GET /userinfo", s.userInfo)
	return s
}

func (s *SignOn) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.mux.ServeHTTP(w, r) }

// At says where it is served.
func (s *SignOn) At(base string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.issuer = strings.TrimSuffix(base, "/")
}

// Break makes every answer from now on wrong in one way.
func (s *SignOn) Break(f LoginFault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.fault = f
}

// SignInAs signs this user in from now on without asking; "" asks again.
func (s *SignOn) SignInAs(subject string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.first = subject
}

// Regroup gives a user other groups.
func (s *SignOn) Regroup(subject string, groups ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := range s.o.Users {
		if s.o.Users[i].Subject == subject {
			s.o.Users[i].Groups = groups
		}
	}
}

func (s *SignOn) configuration(w http.ResponseWriter, _ *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	answerJSON(w, map[string]any{"issuer": s.issuer, "authorization_endpoint": s.issuer + "/authorize", "token_endpoint": s.issuer + "/token",
		"userinfo_endpoint": s.issuer + "/userinfo", "jwks_uri": s.issuer + "/keys", "response_types_supported": []string{"code"},
		"subject_types_supported": []string{"public"}, "id_token_signing_alg_values_supported": []string{"ES256"},
		"token_endpoint_auth_methods_supported": []string{"client_secret_basic", "client_secret_post"}, "code_challenge_methods_supported": []string{"S256"}})
}

func (s *SignOn) keys(w http.ResponseWriter, _ *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	answerJSON(w, jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: s.key.Public(), KeyID: s.keyID, Algorithm: "ES256", Use: "sig"}}})
}

func (s *SignOn) authorize(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	q := r.URL.Query()
	if wrong := s.wrongRequest(q); wrong != "" {
		http.Error(w, "invalid_request: "+wrong, http.StatusBadRequest)
		return
	}
	who := s.first
	if who == "" {
		who = q.Get("who")
	}
	i := slices.IndexFunc(s.o.Users, func(u SignOnUser) bool { return u.Subject == who })
	if i < 0 {
		s.page(w, q)
		return
	}
	http.Redirect(w, r, s.o.Redirect+"?"+s.answer(q, s.o.Users[i]).Encode(), http.StatusFound)
}

func (s *SignOn) wrongRequest(q url.Values) string {
	switch {
	case q.Get("client_id") != s.o.ClientID:
		return "client_id"
	case q.Get("redirect_uri") != s.o.Redirect:
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
	}
	return ""
}

// answer is what the browser is sent back with.
func (s *SignOn) answer(q url.Values, u SignOnUser) url.Values {
	answer := url.Values{"state": {q.Get("state")}, "iss": {s.issuer}}
	switch s.fault {
	case Denied:
		answer.Set("error", "access_denied")
	case Unavailable:
		answer.Set("error", "temporarily_unavailable")
	case OldCode:
		answer.Set("code", s.last)
	default:
		s.last = rand.Text()
		s.codes[s.last] = &signOnGrant{user: u, nonce: q.Get("nonce"), redirect: q.Get("redirect_uri"), challenge: q.Get("code_challenge"), at: s.o.Now()}
		answer.Set("code", s.last)
	}
	switch s.fault {
	case WrongState:
		answer.Set("state", rand.Text())
	case OtherIssuer:
		answer.Set("iss", "https://login.example.org")
	}
	return answer
}

func (s *SignOn) token(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	id, secret, ok := r.BasicAuth()
	if !ok {
		id, secret = r.PostFormValue("client_id"), r.PostFormValue("client_secret")
	}
	g := s.codes[r.PostFormValue("code")]
	switch {
	case r.PostFormValue("grant_type") != "authorization_code":
		refuseToken(w, "unsupported_grant_type")
	case id != s.o.ClientID || secret != s.o.ClientSecret:
		refuseToken(w, "invalid_client")
	case g == nil || g.spent || s.o.Now().After(g.at.Add(codeLife)) || g.redirect != r.PostFormValue("redirect_uri") || !fits(g.challenge, r.PostFormValue("code_verifier")):
		refuseToken(w, "invalid_grant")
	default:
		g.spent = true
		access := rand.Text()
		s.tokens[access] = g
		answerJSON(w, map[string]any{"access_token": access, "token_type": "Bearer", "expires_in": 180, "id_token": s.idToken(g)})
	}
}

// idToken says who signed in, right or wrong as the fault has it.
func (s *SignOn) idToken(g *signOnGrant) string {
	now := s.o.Now()
	c := map[string]any{"iss": s.issuer, "sub": g.user.Subject, "aud": s.o.ClientID, "iat": now.Unix(), "exp": now.Add(2 * time.Minute).Unix(), "nonce": g.nonce}
	if !s.o.AtUserInfo {
		c["preferred_username"], c["name"], c["groups"] = g.user.Username, g.user.Name, g.user.Groups
	}
	key, id := s.key, s.keyID
	switch s.fault {
	case BadNonce:
		c["nonce"] = rand.Text()
	case WrongAudience:
		c["aud"] = "another-client"
	case ManyAudiences:
		c["aud"] = []string{s.o.ClientID, "another-client"}
	case WrongIssuer:
		c["iss"] = "https://login.example.org"
	case Expired:
		c["iat"], c["exp"] = now.Add(-time.Hour).Unix(), now.Add(-time.Minute).Unix()
	case FromFuture:
		c["iat"], c["exp"] = now.Add(time.Hour).Unix(), now.Add(2*time.Hour).Unix()
	case WrongKey:
		key, _ = freshKey()
	case NoAlgorithm:
		return unsigned(c)
	case SymmetricKey:
		return sign(jose.HS256, []byte(strings.Repeat(s.o.ClientSecret, 4)), id, c)
	}
	return sign(jose.ES256, key, id, c)
}

func (s *SignOn) userInfo(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	g := s.tokens[strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")]
	if g == nil {
		http.Error(w, "invalid_token", http.StatusUnauthorized)
		return
	}
	c := map[string]any{"sub": g.user.Subject, "preferred_username": g.user.Username, "name": g.user.Name, "groups": g.user.Groups}
	if s.fault == OtherSubject {
		c["sub"] = rand.Text()
	}
	answerJSON(w, c)
}

// page lets one who tries it choose whom to be.
func (s *SignOn) page(w http.ResponseWriter, q url.Values) {
	type choice struct{ Name, Href string }
	var all []choice
	for _, u := range s.o.Users {
		q.Set("who", u.Subject)
		all = append(all, choice{u.Name, "/authorize?" + q.Encode()})
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_ = signOnPage.Execute(w, all)
}

var signOnPage = template.Must(template.New("signon").Parse(`<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Pretended sign-on</title>
<main><h1>Pretended sign-on</h1><ul>{{range .}}<li><a href="{{.Href}}">{{.Name}}</a></li>{{end}}</ul></main></html>
`))
