package staff

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/samedoor/samedoor/relying"
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

const askedLife = 10 * time.Minute

// sso is us as a relying party of the single sign-on.
type sso struct {
	c     SSOConfig
	party *relying.Party
}

func newSSO(c SSOConfig) (*sso, error) {
	if c.Claim == "" {
		c.Claim = "groups"
	}
	if len(c.Scopes) == 0 {
		c.Scopes = []string{"openid", "profile"}
	}
	party, err := relying.New(relying.Config{Issuer: c.Issuer, ClientID: c.ClientID, Secret: c.ClientSecret, Back: c.Public + SSOBackPath, Scopes: c.Scopes,
		Shared: true, Patience: askedLife, Client: c.Client, Now: c.Now})
	return &sso{c, party}, err
}

// Why a single sign-on leads to nobody, beside the reasons of relying. Each is worded by lang "me.refused.<why>".
const (
	RefusedGroups = "groups" // signed in there, and in no group that works here
	RefusedGone   = "gone"   // somebody who has left
	RefusedName   = "name"   // their user name is somebody else's here
)

// Asked is what a browser went to the provider with. It is kept in its session, and used once.
type Asked struct {
	relying.Asked
	Back string // where to go on to
}

// Login is somebody whom the provider vouches for.
type Login struct {
	Issuer, Subject, Username, Name string
	Groups                          []string
}

// ask gives the address to send a browser to, and what to keep for its answer.
func (s *sso) ask(ctx context.Context, back, locale string) (string, Asked, error) {
	to, asked, err := s.party.Ask(ctx, map[string]string{"ui_locales": locale})
	return to, Asked{asked, back}, err
}

// hear judges the answer a browser came back with. Whatever is wrong with it is a *relying.Refused.
func (s *sso) hear(ctx context.Context, asked Asked, answer url.Values) (Login, error) {
	heard, err := s.party.Hear(ctx, asked.Asked, answer)
	if err != nil {
		return Login{}, err
	}
	claims := map[string]any{}
	if err := heard.Claims(&claims); err != nil {
		return Login{}, err
	}
	if _, ok := claims[s.c.Claim]; !ok { // some providers tell groups only when asked
		if err := s.more(ctx, heard, claims); err != nil {
			return Login{}, err
		}
	}
	word := func(name string) string { w, _ := claims[name].(string); return strings.TrimSpace(w) }
	l := Login{Issuer: s.c.Issuer, Subject: heard.Subject, Username: cleanUsername(word("preferred_username")), Name: word("name"), Groups: listed(claims[s.c.Claim])}
	if l.Username == "" {
		l.Username = cleanUsername(l.Subject)
	}
	if l.Name == "" {
		l.Name = l.Username
	}
	return l, nil
}

// more adds what the provider says of its user beside the token; it says nothing that the token says.
func (s *sso) more(ctx context.Context, heard relying.Heard, claims map[string]any) error {
	told := map[string]any{}
	if _, err := s.party.UserInfo(ctx, heard, &told); err != nil {
		return err
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
