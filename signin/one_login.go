package signin

import (
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
	"golang.org/x/oauth2"
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

	assertionLife = 5 * time.Minute
	askedLife     = time.Hour // proving identity there takes a while
	skew          = 30 * time.Second
)

// oneLogin is us as a relying party. What the issuer publishes about itself is asked for when first needed: that it is away must not
// keep the other doors shut.
type oneLogin struct {
	c      OneLoginConfig
	public string
	now    func() time.Time
	signer jose.Signer
	did    *document

	mu       sync.Mutex
	provider *oidc.Provider
}

func newOneLogin(c OneLoginConfig, public string, now func() time.Time) (*oneLogin, error) {
	if c.Client == nil {
		c.Client = &http.Client{Timeout: 10 * time.Second}
	}
	alg, err := algorithm(c.Key)
	if err != nil {
		return nil, err
	}
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: alg, Key: c.Key}, (&jose.SignerOptions{}).WithType("JWT"))
	if err != nil {
		return nil, err
	}
	did, err := newDocument(c.Issuer, c.Client, now)
	if err != nil {
		return nil, err
	}
	return &oneLogin{c: c, public: public, now: now, signer: signer, did: did}, nil
}

func algorithm(key crypto.Signer) (jose.SignatureAlgorithm, error) {
	switch k := key.(type) {
	case *rsa.PrivateKey:
		if k.N.BitLen() < 2048 {
			return "", errors.New("the key is shorter than 2048 bits")
		}
		return jose.RS256, nil
	case *ecdsa.PrivateKey:
		if k.Curve == elliptic.P256() {
			return jose.ES256, nil
		}
	}
	return "", errors.New("the key must be RSA or P-256")
}

// ReadKey reads a private key as `openssl genpkey` writes it.
func ReadKey(text string) (crypto.Signer, error) {
	block, _ := pem.Decode([]byte(text))
	if block == nil {
		return nil, errors.New("is not a PEM file with a private key")
	}
	var key any
	var err error
	switch block.Type {
	case "RSA PRIVATE KEY":
		key, err = x509.ParsePKCS1PrivateKey(block.Bytes)
	case "EC PRIVATE KEY":
		key, err = x509.ParseECPrivateKey(block.Bytes)
	default:
		key, err = x509.ParsePKCS8PrivateKey(block.Bytes)
	}
	if err != nil {
		return nil, errors.New("holds no private key that can be read")
	}
	signer, ok := key.(crypto.Signer)
	if !ok {
		return nil, errors.New("holds a key that cannot sign")
	}
	_, err = algorithm(signer)
	return signer, err
}

// context is one in which the libraries use our client.
func (o *oneLogin) context(ctx context.Context) context.Context {
	return oidc.ClientContext(ctx, o.c.Client)
}

// discovered is what the issuer says of itself, asked for once.
func (o *oneLogin) discovered(ctx context.Context) (*oidc.Provider, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.provider != nil {
		return o.provider, nil
	}
	p, err := oidc.NewProvider(o.context(ctx), o.c.Issuer)
	if err != nil {
		return nil, &Refused{Why: RefusedAway, err: fmt.Errorf("discover: %w", err)}
	}
	o.provider = p
	return p, nil
}

func (o *oneLogin) client(p *oidc.Provider) *oauth2.Config {
	e := p.Endpoint()
	e.AuthStyle = oauth2.AuthStyleInParams
	return &oauth2.Config{ClientID: o.c.ClientID, Endpoint: e, RedirectURL: o.public + BackPath, Scopes: []string{oidc.ScopeOpenID}}
}

// verifier checks what the issuer signs: ES256 and nothing else, for us, from it, in time.
func (o *oneLogin) verifier(p *oidc.Provider) *oidc.IDTokenVerifier {
	return p.Verifier(&oidc.Config{ClientID: o.c.ClientID, SupportedSigningAlgs: []string{oidc.ES256}, Now: o.now})
}

// assertion says to the token endpoint who we are: signed, for it alone, short-lived, and once.
func (o *oneLogin) assertion(tokenURL string) (string, error) {
	now := o.now()
	return jwt.Signed(o.signer).Claims(jwt.Claims{Issuer: o.c.ClientID, Subject: o.c.ClientID, Audience: jwt.Audience{tokenURL},
		ID: rand.Text(), IssuedAt: jwt.NewNumericDate(now), Expiry: jwt.NewNumericDate(now.Add(assertionLife))}).Serialize()
}

// Why One Login's answer was refused. Each is worded by lang "signin.refused.<why>".
const (
	RefusedState    = "state"    // not the answer to what this browser asked, or too late
	RefusedDenied   = "denied"   // the person, or One Login, said no
	RefusedAway     = "away"     // it does not answer
	RefusedAnswer   = "answer"   // the answer is not right: forged, stale, for somebody else
	RefusedIdentity = "identity" // signed in, but who they are was not proven
	RefusedOther    = "other"    // proven, but somebody else than this record is about
)

// Refused is an answer of One Login that was not believed. Why may be shown; the error says more and is for the log.
type Refused struct {
	Why string
	err error
}

func (r *Refused) Error() string {
	return "One Login's answer was refused: " + r.Why + ": " + r.err.Error()
}
func (r *Refused) Unwrap() error { return r.err }

func refuse(why, format string, args ...any) error {
	return &Refused{Why: why, err: fmt.Errorf(format, args...)}
}

// Asked is what a browser went to One Login with. It is kept in its session, and used once.
type Asked struct {
	State, Nonce, Verifier string
	Identity               bool
	At                     time.Time
}

// AskOneLogin gives the address to send a browser to, and what to keep for its answer. identity asks for proof of identity too:
// only ever in a second request, when signing in is done. locale is 'en' or 'cy'.
func (g *Gate) AskOneLogin(ctx context.Context, identity bool, locale string) (to string, asked Asked, err error) {
	o := g.oneLogin
	if o == nil {
		return "", Asked{}, ErrNotFound
	}
	p, err := o.discovered(ctx)
	if err != nil {
		return "", Asked{}, err
	}
	asked = Asked{State: rand.Text(), Nonce: rand.Text(), Verifier: oauth2.GenerateVerifier(), Identity: identity, At: o.now()}
	options := []oauth2.AuthCodeOption{oidc.Nonce(asked.Nonce), oauth2.S256ChallengeOption(asked.Verifier),
		oauth2.SetAuthURLParam("vtr", `["`+signInOnly+`"]`), oauth2.SetAuthURLParam("ui_locales", locale)}
	if identity {
		options = append(options, oauth2.SetAuthURLParam("vtr", `["`+withIdentity+`"]`),
			oauth2.SetAuthURLParam("claims", `{"userinfo":{"`+coreIdentity+`":null,"`+addresses+`":null}}`))
	}
	return o.client(p).AuthCodeURL(asked.State, options...), asked, nil
}

// leaveURL is where One Login ends its own session with this browser.
func (o *oneLogin) leaveURL(ctx context.Context, idToken string) (string, error) {
	p, err := o.discovered(ctx)
	if err != nil {
		return "", err
	}
	var more struct {
		End string `json:"end_session_endpoint"`
	}
	if err := p.Claims(&more); err != nil || more.End == "" {
		return "", err
	}
	sep := "?"
	if strings.Contains(more.End, "?") {
		sep = "&"
	}
	return more.End + sep + url.Values{"id_token_hint": {idToken}, "post_logout_redirect_uri": {o.public + LeftPath}, "state": {rand.Text()}}.Encode(), nil
}
