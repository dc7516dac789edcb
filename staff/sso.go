package staff

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

// SSOConfig is a single sign-on: any OpenID provider.
type SSOConfig struct {
	Issuer, ClientID, ClientSecret string
	Claim                          string // the claim that lists groups; "" takes "groups"
	Scopes                         []string
	Grants                         []Grant
	Public                         string       // our address
	Client                         *http.Client // nil takes one with a timeout
	Now                            func() time.Time
}

// SSOBackPath is where the provider leads back to; it is registered there.
const SSOBackPath = "/desk/sign-in/sso/back"

const (
	askedLife = 10 * time.Minute
	skew      = 30 * time.Second
)

// sso is us as a relying party. What the issuer publishes is asked for when first needed: that it is away must not keep the program
// from starting.
type sso struct {
	c        SSOConfig
	mu       sync.Mutex
	provider *oidc.Provider
}

func newSSO(c SSOConfig) *sso {
	if c.Client == nil {
		c.Client = &http.Client{Timeout: 10 * time.Second}
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Claim == "" {
		c.Claim = "groups"
	}
	return &sso{c: c}
}

// Why a single sign-on was refused. Each is worded by lang "me.refused.<why>".
const (
	RefusedState  = "state"  // not the answer to what this browser asked, or too late
	RefusedDenied = "denied" // the member, or the provider, said no
	RefusedAway   = "away"   // it does not answer
	RefusedAnswer = "answer" // the answer is not right: forged, stale, for somebody else
	RefusedGroups = "groups" // signed in there, and in no group that works here
	RefusedGone   = "gone"   // somebody who has left
	RefusedName   = "name"   // their user name is somebody else's here
)

// Refused is a sign-on that was not believed, or leads to nobody. Why may be shown; the error says more and is for the log.
type Refused struct {
	Why string
	err error
}

func (r *Refused) Error() string {
	return "a single sign-on was refused: " + r.Why + ": " + r.err.Error()
}
func (r *Refused) Unwrap() error { return r.err }

func refuse(why, format string, args ...any) error {
	return &Refused{Why: why, err: fmt.Errorf(format, args...)}
}

// Asked is what a browser went to the provider with. It is kept in its session, and used once.
type Asked struct {
	State, Nonce, Verifier string
	Back                   string // where to go on to
	At                     time.Time
}

// Login is somebody whom the provider vouches for.
type Login struct {
	Issuer, Subject, Username, Name string
	Groups                          []string
}

func (s *sso) context(ctx context.Context) context.Context {
	return oidc.ClientContext(ctx, s.c.Client)
}

func (s *sso) discovered(ctx context.Context) (*oidc.Provider, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.provider != nil {
		return s.provider, nil
	}
	p, err := oidc.NewProvider(s.context(ctx), s.c.Issuer)
	if err != nil {
		return nil, refuse(RefusedAway, "discover: %w", err)
	}
	s.provider = p
	return p, nil
}

func (s *sso) client(p *oidc.Provider) *oauth2.Config {
	scopes := s.c.Scopes
	if len(scopes) == 0 {
		scopes = []string{oidc.ScopeOpenID, "profile"}
	}
	return &oauth2.Config{ClientID: s.c.ClientID, ClientSecret: s.c.ClientSecret, Endpoint: p.Endpoint(), RedirectURL: s.c.Public + SSOBackPath, Scopes: scopes}
}

// ask gives the address to send a browser to, and what to keep for its answer.
func (s *sso) ask(ctx context.Context, back, locale string) (string, Asked, error) {
	p, err := s.discovered(ctx)
	if err != nil {
		return "", Asked{}, err
	}
	a := Asked{State: rand.Text(), Nonce: rand.Text(), Verifier: oauth2.GenerateVerifier(), Back: back, At: s.c.Now()}
	return s.client(p).AuthCodeURL(a.State, oidc.Nonce(a.Nonce), oauth2.S256ChallengeOption(a.Verifier), oauth2.SetAuthURLParam("ui_locales", locale)), a, nil
}

// hear judges the answer a browser came back with. Whatever is wrong with it is a *Refused.
func (s *sso) hear(ctx context.Context, asked Asked, answer url.Values) (Login, error) {
	if err := s.answers(asked, answer); err != nil {
		return Login{}, err
	}
	p, err := s.discovered(ctx)
	if err != nil {
		return Login{}, err
	}
	token, err := s.client(p).Exchange(s.context(ctx), answer.Get("code"), oauth2.VerifierOption(asked.Verifier))
	var said *oauth2.RetrieveError
	switch {
	case errors.As(err, &said) && said.Response.StatusCode < http.StatusInternalServerError:
		return Login{}, refuse(RefusedAnswer, "the code was refused: %s", said.ErrorCode)
	case err != nil:
		return Login{}, refuse(RefusedAway, "exchange the code: %w", err)
	}
	return s.login(ctx, p, asked, token)
}

// answers says whether this is an answer to what was asked.
func (s *sso) answers(asked Asked, answer url.Values) error {
	if asked.State == "" || subtle.ConstantTimeCompare([]byte(asked.State), []byte(answer.Get("state"))) != 1 {
		return refuse(RefusedState, "the state is not what was asked with")
	}
	if s.c.Now().After(asked.At.Add(askedLife)) {
		return refuse(RefusedState, "asked at %s", asked.At)
	}
	if iss := answer.Get("iss"); iss != "" && iss != s.c.Issuer {
		return refuse(RefusedAnswer, "an answer of %q", iss)
	}
	switch failed := answer.Get("error"); failed {
	case "":
	case "access_denied":
		return refuse(RefusedDenied, "access_denied")
	case "temporarily_unavailable", "server_error":
		return refuse(RefusedAway, "%s", failed)
	default:
		return refuse(RefusedAnswer, "the error %q", failed)
	}
	if answer.Get("code") == "" {
		return refuse(RefusedAnswer, "there is no code")
	}
	return nil
}

// signatures are those a provider may sign by: never none, and never a secret that both know.
var signatures = []string{oidc.RS256, oidc.RS384, oidc.RS512, oidc.ES256, oidc.ES384, oidc.ES512, oidc.PS256, oidc.PS384, oidc.PS512, oidc.EdDSA}

func (s *sso) login(ctx context.Context, p *oidc.Provider, asked Asked, token *oauth2.Token) (Login, error) {
	raw, _ := token.Extra("id_token").(string)
	verifier := p.Verifier(&oidc.Config{ClientID: s.c.ClientID, SupportedSigningAlgs: signatures, Now: s.c.Now})
	t, err := verifier.Verify(s.context(ctx), raw)
	if err != nil {
		return Login{}, refuse(RefusedAnswer, "id token: %w", err)
	}
	claims := map[string]any{}
	if err := t.Claims(&claims); err != nil {
		return Login{}, refuse(RefusedAnswer, "id token: %w", err)
	}
	switch {
	case len(t.Audience) != 1 && claims["azp"] != s.c.ClientID:
		return Login{}, refuse(RefusedAnswer, "the id token is for %d others too", len(t.Audience)-1)
	case subtle.ConstantTimeCompare([]byte(t.Nonce), []byte(asked.Nonce)) != 1:
		return Login{}, refuse(RefusedAnswer, "the nonce is not what was asked with")
	case t.Subject == "":
		return Login{}, refuse(RefusedAnswer, "there is no subject")
	case t.IssuedAt.After(s.c.Now().Add(skew)):
		return Login{}, refuse(RefusedAnswer, "issued in the future")
	}
	if _, ok := claims[s.c.Claim]; !ok { // some providers tell groups only when asked
		if err := s.more(ctx, p, t.Subject, token, claims); err != nil {
			return Login{}, err
		}
	}
	word := func(name string) string { w, _ := claims[name].(string); return strings.TrimSpace(w) }
	l := Login{Issuer: s.c.Issuer, Subject: t.Subject, Username: cleanUsername(word("preferred_username")), Name: word("name"), Groups: listed(claims[s.c.Claim])}
	if l.Username == "" {
		l.Username = cleanUsername(l.Subject)
	}
	if l.Name == "" {
		l.Name = l.Username
	}
	return l, nil
}

// more adds what the provider says of its user beside the token. It must be about the same one, and says nothing that the token says.
func (s *sso) more(ctx context.Context, p *oidc.Provider, subject string, token *oauth2.Token, claims map[string]any) error {
	if p.UserInfoEndpoint() == "" {
		return nil
	}
	info, err := p.UserInfo(s.context(ctx), oauth2.StaticTokenSource(token))
	if err != nil {
		return refuse(RefusedAway, "user info: %w", err)
	}
	if subtle.ConstantTimeCompare([]byte(info.Subject), []byte(subject)) != 1 {
		return refuse(RefusedAnswer, "the user info is about somebody else")
	}
	told := map[string]any{}
	if err := info.Claims(&told); err != nil {
		return refuse(RefusedAnswer, "user info: %w", err)
	}
	for name, v := range told {
		if _, ok := claims[name]; !ok {
			claims[name] = v
		}
	}
	return nil
}

// listed reads a claim that is a list of texts, or one.
func listed(claim any) (out []string) {
	switch c := claim.(type) {
	case string:
		return []string{c}
	case []any:
		for _, v := range c {
			if text, ok := v.(string); ok {
				out = append(out, text)
			}
		}
	}
	return out
}
