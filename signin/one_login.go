package signin

import (
	"context"
	"crypto"
	"errors"
	"net/http"
	"time"

	"github.com/samedoor/samedoor/relying"
)

// OneLoginConfig is what GOV.UK One Login knows us by.
type OneLoginConfig struct {
	Issuer   string        // 'https://oidc.account.gov.uk/', to the letter
	ClientID string        // given at registration
	Key      crypto.Signer // RSA or P-256; its public half was registered
	Client   *http.Client  // nil takes one with a timeout
}

// Paths One Login calls or leads to; they are registered with it.
const (
	BackPath   = "/sign-in/one-login/back"
	LogoutPath = "/sign-in/one-login/logout" // back channel
	LeftPath   = "/sign-in/left"
)

// The vectors of trust we ask for: two factors, and with identity a medium level of confidence.
const (
	signInOnly   = "Cl.Cm"
	withIdentity = "Cl.Cm.P2"

	coreIdentity = "https://vocab.account.gov.uk/v1/coreIdentityJWT"
	addresses    = "https://vocab.account.gov.uk/v1/address"

	askedLife = time.Hour // proving identity there takes a while
)

// Why One Login's answer leads to nobody, beside the reasons of relying. Each is worded by lang "signin.refused.<why>".
const (
	RefusedIdentity = "identity" // signed in, but who they are was not proven
	RefusedOther    = "other"    // proven, but somebody else than this record is about
)

// oneLogin is us as a relying party of One Login, and the document with the keys it signs identities by.
type oneLogin struct {
	c     OneLoginConfig
	party *relying.Party
	did   *document
	now   func() time.Time
}

func newOneLogin(c OneLoginConfig, public string, now func() time.Time) (*oneLogin, error) {
	if c.Client == nil {
		c.Client = &http.Client{Timeout: 10 * time.Second}
	}
	if c.Key == nil {
		return nil, errors.New("there is no key")
	}
	party, err := relying.New(relying.Config{Issuer: c.Issuer, ClientID: c.ClientID, Key: c.Key, Back: public + BackPath, Scopes: []string{"openid"},
		Algorithms: []string{"ES256"}, Patience: askedLife, Client: c.Client, Now: now})
	if err != nil {
		return nil, err
	}
	did, err := newDocument(c.Issuer, c.Client, now)
	if err != nil {
		return nil, err
	}
	return &oneLogin{c: c, party: party, did: did, now: now}, nil
}

// Asked is what a browser went to One Login with. It is kept in its session, and used once.
type Asked struct {
	relying.Asked
	Identity bool
}

// AskOneLogin gives the address to send a browser to, and what to keep for its answer. identity asks for proof of identity too:
// only ever in a second request, when signing in is done. locale is 'en' or 'cy'.
func (g *Gate) AskOneLogin(ctx context.Context, identity bool, locale string) (to string, asked Asked, err error) {
	o := g.oneLogin
	if o == nil {
		return "", Asked{}, ErrNotFound
	}
	more := map[string]string{"vtr": `["` + signInOnly + `"]`, "ui_locales": locale}
	if identity {
		more["vtr"] = `["` + withIdentity + `"]`
		more["claims"] = `{"userinfo":{"` + coreIdentity + `":null,"` + addresses + `":null}}`
	}
	asked.Identity = identity
	to, asked.Asked, err = o.party.Ask(ctx, more)
	return to, asked, err
}
