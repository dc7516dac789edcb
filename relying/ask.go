package relying

import (
	"context"
	"crypto/rand"
	"net/url"
	"strings"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

// Asked is what a browser went to a provider with. It is kept in its session, and used once.
type Asked struct {
	State, Nonce, Verifier string
	At                     time.Time
}

// Ask gives the address to send a browser to, with more beside what every provider is asked, and what to keep for its answer.
func (p *Party) Ask(ctx context.Context, more map[string]string) (to string, asked Asked, err error) {
	of, err := p.discovered(ctx)
	if err != nil {
		return "", Asked{}, err
	}
	asked = Asked{State: rand.Text(), Nonce: rand.Text(), Verifier: oauth2.GenerateVerifier(), At: p.c.Now()}
	options := []oauth2.AuthCodeOption{oidc.Nonce(asked.Nonce), oauth2.S256ChallengeOption(asked.Verifier)}
	for name, value := range more {
		options = append(options, oauth2.SetAuthURLParam(name, value))
	}
	return p.client(of).AuthCodeURL(asked.State, options...), asked, nil
}

// Leave is where the provider ends its own session with a browser and leads it on, to an address that was registered; "" where it has no
// such place.
func (p *Party) Leave(ctx context.Context, idToken, on string) (string, error) {
	of, err := p.discovered(ctx)
	if err != nil {
		return "", err
	}
	var more struct {
		End string `json:"end_session_endpoint"`
	}
	if err := of.Claims(&more); err != nil || more.End == "" {
		return "", err
	}
	sep := "?"
	if strings.Contains(more.End, "?") {
		sep = "&"
	}
	return more.End + sep + url.Values{"id_token_hint": {idToken}, "post_logout_redirect_uri": {on}, "state": {rand.Text()}}.Encode(), nil
}
