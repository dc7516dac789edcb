package fake

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
)

// token gives what a code stands for, once, to the client that proves it is the one who asked.
func (l *OneLogin) token(w http.ResponseWriter, r *http.Request) {
	l.mu.Lock()
	defer l.mu.Unlock()
	g := l.codes[r.PostFormValue("code")]
	switch {
	case r.PostFormValue("grant_type") != "authorization_code":
		refuseToken(w, "unsupported_grant_type")
	case !l.ours(r.PostFormValue("client_assertion_type"), r.PostFormValue("client_assertion")):
		refuseToken(w, "invalid_client")
	case g == nil || g.spent || l.o.Now().After(g.at.Add(codeLife)) || g.redirect != r.PostFormValue("redirect_uri") || !fits(g.challenge, r.PostFormValue("code_verifier")):
		refuseToken(w, "invalid_grant")
	default:
		g.spent = true
		access := rand.Text()
		l.tokens[access] = g
		l.sessions = append(l.sessions, g)
		answerJSON(w, map[string]any{"access_token": access, "token_type": "Bearer", "expires_in": 180, "id_token": l.idToken(g)})
	}
}

func refuseToken(w http.ResponseWriter, why string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusBadRequest)
	_ = json.NewEncoder(w).Encode(map[string]string{"error": why})
}

func fits(challenge, verifier string) bool {
	sum := sha256.Sum256([]byte(verifier))
	return base64.RawURLEncoding.EncodeToString(sum[:]) == challenge
}

// ours says whether an assertion is the client's own: signed by it, for this endpoint, in time, and never seen before.
func (l *OneLogin) ours(kind, assertion string) bool {
	signed, err := jwt.ParseSigned(assertion, []jose.SignatureAlgorithm{jose.RS256, jose.ES256})
	if err != nil || kind != "urn:ietf:params:oauth:client-assertion-type:jwt-bearer" {
		return false
	}
	var c jwt.Claims
	if err := signed.Claims(l.o.Key, &c); err != nil {
		return false
	}
	err = c.ValidateWithLeeway(jwt.Expected{Issuer: l.o.ClientID, Subject: l.o.ClientID, AnyAudience: jwt.Audience{l.issuer + "token"}, Time: l.o.Now()}, 0)
	if err != nil || c.ID == "" || l.used[c.ID] || c.Expiry == nil || c.Expiry.Time().After(l.o.Now().Add(6*time.Minute)) {
		return false
	}
	l.used[c.ID] = true
	return true
}

// idToken says who signed in, right or wrong as the fault has it.
func (l *OneLogin) idToken(g *grant) string {
	now := l.o.Now()
	c := map[string]any{"iss": l.issuer, "sub": g.user.Subject, "aud": l.o.ClientID, "iat": now.Unix(), "exp": now.Add(2 * time.Minute).Unix(),
		"nonce": g.nonce, "sid": g.sid, "vot": "Cl.Cm", "auth_time": now.Unix(), "vtm": l.issuer + "trustmark"}
	key, id := l.key, l.keyID
	switch l.fault {
	case BadNonce:
		c["nonce"] = rand.Text()
	case WrongAudience:
		c["aud"] = "another-client"
	case ManyAudiences:
		c["aud"] = []string{l.o.ClientID, "another-client"}
	case WrongIssuer:
		c["iss"] = "https://oidc.example.org/"
	case Expired:
		c["iat"], c["exp"] = now.Add(-time.Hour).Unix(), now.Add(-time.Minute).Unix()
	case FromFuture:
		c["iat"], c["exp"] = now.Add(time.Hour).Unix(), now.Add(2*time.Hour).Unix()
	case WrongVot:
		c["vot"] = "Cl"
	case NoSession:
		delete(c, "sid")
	case WrongKey:
		key, _ = freshKey()
	case NoAlgorithm:
		return unsigned(c)
	case SymmetricKey:
		return sign(jose.HS256, []byte(strings.Repeat(l.o.ClientID, 4)), id, c)
	}
	return sign(jose.ES256, key, id, c)
}

// sign never fails for the keys and claims of this package.
func sign(alg jose.SignatureAlgorithm, key any, id string, claims any) string {
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: alg, Key: key}, (&jose.SignerOptions{}).WithType("JWT").WithHeader("kid", id))
	if err != nil {
		panic(err)
	}
	text, err := jwt.Signed(signer).Claims(claims).Serialize()
	if err != nil {
		panic(err)
	}
	return text
}

// unsigned is a token that says it needs no signature.
func unsigned(claims any) string {
	body, err := json.Marshal(claims)
	if err != nil {
		panic(err)
	}
	return base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"none","typ":"JWT"}`)) + "." + base64.RawURLEncoding.EncodeToString(body) + "."
}

func (l *OneLogin) jwks(w http.ResponseWriter, _ *http.Request) {
	l.mu.Lock()
	defer l.mu.Unlock()
	answerJSON(w, jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: l.key.Public(), KeyID: l.keyID, Algorithm: "ES256", Use: "sig"}}})
}
