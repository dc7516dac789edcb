package relying

import (
	"context"
	"crypto"
	"net/http"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"github.com/go-jose/go-jose/v4"
	"golang.org/x/oauth2"
)

// Config is what an OpenID provider knows us by, and what we take from it.
type Config struct {
	Issuer   string        // to the letter
	ClientID string        // given at registration
	Key      crypto.Signer // says who we are: RSA or P-256, its public half registered
	Secret   string        // says it where there is no key
	Back     string        // the registered address it leads back to
	Scopes   []string      // openid among them

	Algorithms []string      // that it may sign by; nil takes any but none and those of a secret both know
	Shared     bool          // a token for others too will do, where it says that it was made for us
	Patience   time.Duration // how long a browser may stay there
	Client     *http.Client  // nil takes one with a timeout
	Now        func() time.Time
}

// Skew is by how much a provider's clock may be ahead of ours.
const Skew = 30 * time.Second

// signatures are those of a key with a public half.
var signatures = []string{oidc.RS256, oidc.RS384, oidc.RS512, oidc.ES256, oidc.ES384, oidc.ES512, oidc.PS256, oidc.PS384, oidc.PS512, oidc.EdDSA}

// Party is us as a provider knows us. What the issuer publishes about itself is asked for when first needed: that it is away must not
// keep the program from starting, nor the other doors shut.
type Party struct {
	c      Config
	signer jose.Signer // nil: a secret says who we are

	mu       sync.Mutex
	provider *oidc.Provider
}

// New makes a Party. The error is a plain sentence about the key.
func New(c Config) (*Party, error) {
	if c.Client == nil {
		c.Client = &http.Client{Timeout: 10 * time.Second}
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Algorithms == nil {
		c.Algorithms = signatures
	}
	p := &Party{c: c}
	var err error
	if c.Key != nil {
		p.signer, err = signerOf(c.Key)
	}
	return p, err
}

// context is one in which the libraries use our client.
func (p *Party) context(ctx context.Context) context.Context {
	return oidc.ClientContext(ctx, p.c.Client)
}

// discovered is what the issuer says of itself, asked for once.
func (p *Party) discovered(ctx context.Context) (*oidc.Provider, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.provider != nil {
		return p.provider, nil
	}
	found, err := oidc.NewProvider(p.context(ctx), p.c.Issuer)
	if err != nil {
		return nil, Refuse(RefusedAway, "discover: %w", err)
	}
	p.provider = found
	return found, nil
}

func (p *Party) client(of *oidc.Provider) *oauth2.Config {
	e := of.Endpoint()
	if p.signer != nil {
		e.AuthStyle = oauth2.AuthStyleInParams
	}
	return &oauth2.Config{ClientID: p.c.ClientID, ClientSecret: p.c.Secret, Endpoint: e, RedirectURL: p.c.Back, Scopes: p.c.Scopes}
}

// verifier checks what the issuer signs: by an algorithm we take, for us, from it, in time.
func (p *Party) verifier(of *oidc.Provider) *oidc.IDTokenVerifier {
	return of.Verifier(&oidc.Config{ClientID: p.c.ClientID, SupportedSigningAlgs: p.c.Algorithms, Now: p.c.Now})
}
