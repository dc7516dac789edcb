package signin

import (
	"context"
	"net/url"
	"strings"

	"github.com/samedoor/samedoor/relying"
)

// Login is somebody whom One Login has signed in, as it vouches for them.
type Login struct {
	Subject  string
	SID      string // of their session there
	IDToken  string
	Identity *Identity // where it was asked for
}

// HearOneLogin judges the answer a browser came back with. Whatever is wrong with it is a *relying.Refused.
func (g *Gate) HearOneLogin(ctx context.Context, asked Asked, answer url.Values) (Login, error) {
	o := g.oneLogin
	if o == nil {
		return Login{}, ErrNotFound
	}
	heard, err := o.party.Hear(ctx, asked.Asked, answer)
	if err != nil {
		return Login{}, err
	}
	login, err := read(heard, asked.Identity)
	if err != nil {
		return Login{}, err
	}
	return login, o.userInfo(ctx, heard, asked.Identity, &login)
}

// read checks what only One Login says in an id token.
func read(heard relying.Heard, identity bool) (Login, error) {
	var more struct {
		SID string `json:"sid"`
		Vot string `json:"vot"`
	}
	if err := heard.Claims(&more); err != nil {
		return Login{}, err
	}
	switch {
	case !trusted(more.Vot, identity):
		return Login{}, relying.Refuse(relying.RefusedAnswer, "the vector of trust is %q", more.Vot)
	case more.SID == "":
		return Login{}, relying.Refuse(relying.RefusedAnswer, "there is no session")
	}
	return Login{Subject: heard.Subject, SID: more.SID, IDToken: heard.IDToken}, nil
}

// trusted says whether the credentials were as strong as we asked. How sure One Login is of the identity stands elsewhere, in the
// core identity; some answers repeat it here.
func trusted(vot string, identity bool) bool {
	return vot == signInOnly || identity && strings.TrimSuffix(vot, ".P2") == signInOnly
}

func (o *oneLogin) userInfo(ctx context.Context, heard relying.Heard, identity bool, login *Login) error {
	var claims struct {
		Core string  `json:"https://vocab.account.gov.uk/v1/coreIdentityJWT"`
		At   livedAt `json:"https://vocab.account.gov.uk/v1/address"`
	}
	told, err := o.party.UserInfo(ctx, heard, &claims)
	switch {
	case err != nil:
		return err
	case !told:
		return relying.Refuse(relying.RefusedAway, "there is no user info")
	case !identity:
		return nil
	case claims.Core == "":
		return relying.Refuse(RefusedIdentity, "there is no core identity")
	}
	if login.Identity, err = o.identity(ctx, claims.Core, login.Subject); err != nil {
		return err
	}
	login.Identity.Postcode = claims.At.now()
	return nil
}
