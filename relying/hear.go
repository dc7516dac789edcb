package relying

import (
	"context"
	"crypto/subtle"
	"errors"
	"net/http"
	"net/url"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

// Heard is what a provider vouches for.
type Heard struct {
	Subject string
	IDToken string // as it came

	token  *oidc.IDToken
	access *oauth2.Token
}

// Claims reads what the id token says.
func (h Heard) Claims(into any) error {
	if err := h.token.Claims(into); err != nil {
		return Refuse(RefusedAnswer, "id token: %w", err)
	}
	return nil
}

// Hear judges the answer a browser came back with. Whatever is wrong with it is a *Refused.
func (p *Party) Hear(ctx context.Context, asked Asked, answer url.Values) (Heard, error) {
	if err := p.answers(asked, answer); err != nil {
		return Heard{}, err
	}
	of, err := p.discovered(ctx)
	if err != nil {
		return Heard{}, err
	}
	token, err := p.exchange(ctx, of, asked, answer.Get("code"))
	if err != nil {
		return Heard{}, err
	}
	return p.believe(ctx, of, asked, token)
}

// answers says whether this is an answer to what was asked.
func (p *Party) answers(asked Asked, answer url.Values) error {
	if asked.State == "" || !same(asked.State, answer.Get("state")) {
		return Refuse(RefusedState, "the state is not what was asked with")
	}
	if p.c.Now().After(asked.At.Add(p.c.Patience)) {
		return Refuse(RefusedState, "asked at %s", asked.At)
	}
	if iss := answer.Get("iss"); iss != "" && iss != p.c.Issuer {
		return Refuse(RefusedAnswer, "an answer of %q", iss)
	}
	switch failed := answer.Get("error"); failed {
	case "":
	case "access_denied":
		return Refuse(RefusedDenied, "access_denied")
	case "temporarily_unavailable", "server_error":
		return Refuse(RefusedAway, "%s", failed)
	default:
		return Refuse(RefusedAnswer, "the error %q", failed)
	}
	if answer.Get("code") == "" {
		return Refuse(RefusedAnswer, "there is no code")
	}
	return nil
}

func same(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }

func (p *Party) exchange(ctx context.Context, of *oidc.Provider, asked Asked, code string) (*oauth2.Token, error) {
	options := []oauth2.AuthCodeOption{oauth2.VerifierOption(asked.Verifier)}
	if p.signer != nil {
		assertion, err := p.assertion(of.Endpoint().TokenURL)
		if err != nil {
			return nil, err
		}
		options = append(options, oauth2.SetAuthURLParam("client_assertion", assertion),
			oauth2.SetAuthURLParam("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"))
	}
	token, err := p.client(of).Exchange(p.context(ctx), code, options...)
	var said *oauth2.RetrieveError
	switch {
	case errors.As(err, &said) && said.Response.StatusCode < http.StatusInternalServerError:
		return nil, Refuse(RefusedAnswer, "the code was refused: %s", said.ErrorCode)
	case err != nil:
		return nil, Refuse(RefusedAway, "exchange the code: %w", err)
	}
	return token, nil
}

// believe judges the id token: whatever the provider says rests on it.
func (p *Party) believe(ctx context.Context, of *oidc.Provider, asked Asked, access *oauth2.Token) (Heard, error) {
	raw, _ := access.Extra("id_token").(string)
	t, err := p.verifier(of).Verify(p.context(ctx), raw)
	if err != nil {
		return Heard{}, Refuse(RefusedAnswer, "id token: %w", err)
	}
	h := Heard{Subject: t.Subject, IDToken: raw, token: t, access: access}
	var made struct {
		For string `json:"azp"`
	}
	if err := h.Claims(&made); err != nil {
		return Heard{}, err
	}
	switch {
	case len(t.Audience) != 1 && !(p.c.Shared && made.For == p.c.ClientID):
		return Heard{}, Refuse(RefusedAnswer, "the id token is for %d others too", len(t.Audience)-1)
	case !same(t.Nonce, asked.Nonce):
		return Heard{}, Refuse(RefusedAnswer, "the nonce is not what was asked with")
	case t.Subject == "":
		return Heard{}, Refuse(RefusedAnswer, "there is no subject")
	case t.IssuedAt.After(p.c.Now().Add(Skew)):
		return Heard{}, Refuse(RefusedAnswer, "issued in the future")
	}
	return h, nil
}

// UserInfo reads what the provider says of somebody beside the token, which must be about the same one; told is false where it has no
// place to say more.
func (p *Party) UserInfo(ctx context.Context, h Heard, into any) (told bool, err error) {
	of, err := p.discovered(ctx)
	if err != nil || of.UserInfoEndpoint() == "" {
		return false, err
	}
	info, err := of.UserInfo(p.context(ctx), oauth2.StaticTokenSource(h.access))
	if err != nil {
		return false, Refuse(RefusedAway, "user info: %w", err)
	}
	if !same(info.Subject, h.Subject) {
		return false, Refuse(RefusedAnswer, "the user info is about somebody else")
	}
	if err := info.Claims(into); err != nil {
		return false, Refuse(RefusedAnswer, "user info: %w", err)
	}
	return true, nil
}
