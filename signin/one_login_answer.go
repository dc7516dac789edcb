package signin

import (
	"context"
	"crypto/subtle"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

// Login is somebody whom One Login has signed in, as it vouches for them.
type Login struct {
	Subject  string
	SID      string // of their session there
	IDToken  string
	Identity *Identity // where it was asked for
}

// HearOneLogin judges the answer a browser came back with. Whatever is wrong with it is a *Refused.
func (g *Gate) HearOneLogin(ctx context.Context, asked Asked, answer url.Values) (Login, error) {
	o := g.oneLogin
	if o == nil {
		return Login{}, ErrNotFound
	}
	if err := o.answers(asked, answer); err != nil {
		return Login{}, err
	}
	p, err := o.discovered(ctx)
	if err != nil {
		return Login{}, err
	}
	token, err := o.exchange(ctx, p, asked, answer.Get("code"))
	if err != nil {
		return Login{}, err
	}
	login, err := o.idToken(ctx, p, asked, token)
	if err != nil {
		return Login{}, err
	}
	return login, o.userInfo(ctx, p, asked, token, &login)
}

// answers says whether this is an answer to what was asked.
func (o *oneLogin) answers(asked Asked, answer url.Values) error {
	if asked.State == "" || subtle.ConstantTimeCompare([]byte(asked.State), []byte(answer.Get("state"))) != 1 {
		return refuse(RefusedState, "the state is not what was asked with")
	}
	if o.now().After(asked.At.Add(askedLife)) {
		return refuse(RefusedState, "asked at %s", asked.At)
	}
	if iss := answer.Get("iss"); iss != "" && iss != o.c.Issuer {
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

func (o *oneLogin) exchange(ctx context.Context, p *oidc.Provider, asked Asked, code string) (*oauth2.Token, error) {
	assertion, err := o.assertion(p.Endpoint().TokenURL)
	if err != nil {
		return nil, err
	}
	token, err := o.client(p).Exchange(o.context(ctx), code, oauth2.VerifierOption(asked.Verifier), oauth2.SetAuthURLParam("client_assertion", assertion),
		oauth2.SetAuthURLParam("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"))
	var said *oauth2.RetrieveError
	switch {
	case errors.As(err, &said) && said.Response.StatusCode < http.StatusInternalServerError:
		return nil, refuse(RefusedAnswer, "the code was refused: %s", said.ErrorCode)
	case err != nil:
		return nil, refuse(RefusedAway, "exchange the code: %w", err)
	}
	return token, nil
}

func (o *oneLogin) idToken(ctx context.Context, p *oidc.Provider, asked Asked, token *oauth2.Token) (Login, error) {
	raw, _ := token.Extra("id_token").(string)
	t, err := o.verifier(p).Verify(o.context(ctx), raw)
	if err != nil {
		return Login{}, refuse(RefusedAnswer, "id token: %w", err)
	}
	var more struct {
		SID string `json:"sid"`
		Vot string `json:"vot"`
	}
	if err := t.Claims(&more); err != nil {
		return Login{}, refuse(RefusedAnswer, "id token: %w", err)
	}
	switch {
	case len(t.Audience) != 1:
		return Login{}, refuse(RefusedAnswer, "the id token is for %d others too", len(t.Audience)-1)
	case subtle.ConstantTimeCompare([]byte(t.Nonce), []byte(asked.Nonce)) != 1:
		return Login{}, refuse(RefusedAnswer, "the nonce is not what was asked with")
	case !trusted(more.Vot, asked.Identity):
		return Login{}, refuse(RefusedAnswer, "the vector of trust is %q", more.Vot)
	case t.Subject == "" || more.SID == "":
		return Login{}, refuse(RefusedAnswer, "there is no subject or session")
	case t.IssuedAt.After(o.now().Add(skew)):
		return Login{}, refuse(RefusedAnswer, "issued in the future")
	}
	return Login{Subject: t.Subject, SID: more.SID, IDToken: raw}, nil
}

// trusted says whether the credentials were as strong as we asked. How sure One Login is of the identity stands elsewhere, in the
// core identity; some answers repeat it here.
func trusted(vot string, identity bool) bool {
	return vot == signInOnly || identity && strings.TrimSuffix(vot, ".P2") == signInOnly
}

func (o *oneLogin) userInfo(ctx context.Context, p *oidc.Provider, asked Asked, token *oauth2.Token, login *Login) error {
	info, err := p.UserInfo(o.context(ctx), oauth2.StaticTokenSource(token))
	if err != nil {
		return refuse(RefusedAway, "user info: %w", err)
	}
	if subtle.ConstantTimeCompare([]byte(info.Subject), []byte(login.Subject)) != 1 {
		return refuse(RefusedAnswer, "the user info is about somebody else")
	}
	if !asked.Identity {
		return nil
	}
	var claims struct {
		Core string  `json:"https://vocab.account.gov.uk/v1/coreIdentityJWT"`
		At   livedAt `json:"https://vocab.account.gov.uk/v1/address"`
	}
	if err := info.Claims(&claims); err != nil {
		return refuse(RefusedAnswer, "user info: %w", err)
	}
	if claims.Core == "" {
		return refuse(RefusedIdentity, "there is no core identity")
	}
	if login.Identity, err = o.identity(ctx, claims.Core, login.Subject); err != nil {
		return err
	}
	login.Identity.Postcode = claims.At.now()
	return nil
}
