package fake

import (
	"crypto/rand"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
)

const logoutEvent = "http://schemas.openid.net/event/backchannel-logout"

// logout ends the session a browser has here, tells the client over the back channel, and leads back to it.
func (l *OneLogin) logout(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	l.mu.Lock()
	left := l.o.Left
	signed, err := jwt.ParseSigned(q.Get("id_token_hint"), []jose.SignatureAlgorithm{jose.ES256})
	var c jwt.Claims
	if err == nil {
		err = signed.Claims(l.key.Public(), &c)
	}
	l.mu.Unlock()
	if err != nil || q.Get("post_logout_redirect_uri") != left {
		http.Error(w, "invalid_request", http.StatusBadRequest)
		return
	}
	if err := l.SignOut(c.Subject); err != nil {
		http.Error(w, "the back channel failed", http.StatusBadGateway)
		return
	}
	http.Redirect(w, r, left+"?"+url.Values{"state": {q.Get("state")}}.Encode(), http.StatusFound)
}

// SignOut ends every session of a subject and tells the client so, over the back channel.
func (l *OneLogin) SignOut(subject string) error {
	l.mu.Lock()
	var tokens []string
	for _, g := range l.sessions {
		if g.user.Subject == subject && l.o.Logout != "" {
			tokens = append(tokens, l.logoutToken(g))
		}
	}
	l.mu.Unlock()
	for _, t := range tokens {
		if status, err := l.Tell(t); err != nil || status != http.StatusOK {
			return fmt.Errorf("back channel: %d: %w", status, err)
		}
	}
	return nil
}

// Tell posts a logout token to the client, which may be one of before, and gives its answer.
func (l *OneLogin) Tell(token string) (status int, err error) {
	l.mu.Lock()
	l.logouts = append(l.logouts, token)
	l.mu.Unlock()
	res, err := l.o.Client.PostForm(l.o.Logout, url.Values{"logout_token": {token}})
	if err != nil {
		return 0, err
	}
	return res.StatusCode, res.Body.Close()
}

// LogoutToken is a token for the newest session of a subject, as it would be sent.
func (l *OneLogin) LogoutToken(subject string) string {
	l.mu.Lock()
	defer l.mu.Unlock()
	for i := len(l.sessions) - 1; i >= 0; i-- {
		if l.sessions[i].user.Subject == subject {
			return l.logoutToken(l.sessions[i])
		}
	}
	return ""
}

// IDToken is an id token for the newest session of a subject: not a logout token.
func (l *OneLogin) IDToken(subject string) string {
	l.mu.Lock()
	defer l.mu.Unlock()
	for i := len(l.sessions) - 1; i >= 0; i-- {
		if l.sessions[i].user.Subject == subject {
			return l.idToken(l.sessions[i])
		}
	}
	return ""
}

func (l *OneLogin) logoutToken(g *grant) string {
	now := l.o.Now()
	c := map[string]any{"iss": l.issuer, "sub": g.user.Subject, "aud": l.o.ClientID, "iat": now.Unix(), "exp": now.Add(2 * time.Minute).Unix(),
		"jti": rand.Text(), "sid": g.sid, "events": map[string]any{logoutEvent: map[string]any{}}}
	key := l.key
	switch l.fault {
	case LogoutIssuer:
		c["iss"] = "https://oidc.example.org/"
	case LogoutAudience:
		c["aud"] = "another-client"
	case LogoutKey:
		key, _ = freshKey()
	case LogoutNoEvent:
		delete(c, "events")
	case LogoutNonce:
		c["nonce"] = g.nonce
	case LogoutExpired:
		c["iat"], c["exp"] = now.Add(-time.Hour).Unix(), now.Add(-time.Minute).Unix()
	case LogoutStale:
		c["iat"], c["exp"] = now.Add(-24*time.Hour).Unix(), now.Add(time.Hour).Unix()
	case LogoutNoID:
		delete(c, "jti")
	case LogoutNobody:
		delete(c, "sub")
		delete(c, "sid")
	}
	return sign(jose.ES256, key, l.keyID, c)
}
