package fake

import (
	"net/http"
	"strings"
	"time"

	"github.com/go-jose/go-jose/v4"
)

const coreIdentity = "https://vocab.account.gov.uk/v1/coreIdentityJWT"

// userInfo is what a token may know: the subject, and who they are where that was asked for and can be proven.
func (l *OneLogin) userInfo(w http.ResponseWriter, r *http.Request) {
	l.mu.Lock()
	defer l.mu.Unlock()
	g := l.tokens[strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")]
	if g == nil || l.o.Now().After(g.at.Add(codeLife)) {
		http.Error(w, "invalid_token", http.StatusUnauthorized)
		return
	}
	info := map[string]any{"sub": g.user.Subject}
	if l.fault == OtherSubject {
		info["sub"] = "urn:fdc:gov.uk:2022:somebody-else"
	}
	switch {
	case !g.identity:
	case !g.user.Proves:
		info["https://vocab.account.gov.uk/v1/returnCode"] = []map[string]string{{"code": "C"}}
	case l.fault != CoreMissing:
		info[coreIdentity] = l.core(g)
		info["https://vocab.account.gov.uk/v1/address"] = []map[string]string{{"postalCode": g.user.Postcode, "addressCountry": "GB", "validFrom": "2000-01-01"}}
	}
	answerJSON(w, info)
}

// core is the core identity of a user, right or wrong as the fault has it.
func (l *OneLogin) core(g *grant) string {
	now := l.o.Now()
	c := map[string]any{"iss": l.issuer, "sub": g.user.Subject, "aud": l.o.ClientID, "nbf": now.Unix(), "iat": now.Unix(),
		"exp": now.Add(30 * time.Minute).Unix(), "vot": "P2", "vtm": l.issuer + "trustmark", "vc": credential(g.user, now)}
	key, id := l.coreKey, l.did()+"#"+l.coreID
	switch l.fault {
	case CoreExpired:
		c["nbf"], c["iat"], c["exp"] = now.Add(-2*time.Hour).Unix(), now.Add(-2*time.Hour).Unix(), now.Add(-time.Hour).Unix()
	case CoreAudience:
		c["aud"] = "another-client"
	case CoreIssuer:
		c["iss"] = "https://identity.example.org/"
	case CoreSubject:
		c["sub"] = "urn:fdc:gov.uk:2022:somebody-else"
	case CoreLow:
		c["vot"] = "P1"
	case CoreNameless:
		c["vc"] = map[string]any{"credentialSubject": map[string]any{"birthDate": []map[string]string{{"value": g.user.Born}}}}
	case CoreBadKey:
		key, _ = freshKey()
	case CoreOtherDID:
		id = "did:web:identity.example.org#" + l.coreID
	case CoreNoAlgorithm:
		return unsigned(c)
	}
	return sign(jose.ES256, key, id, c)
}

func credential(u OneLoginUser, now time.Time) map[string]any {
	named := func(family, from, until string) map[string]any {
		parts := []map[string]string{}
		for _, given := range u.Given {
			parts = append(parts, map[string]string{"type": "GivenName", "value": given})
		}
		n := map[string]any{"nameParts": append(parts, map[string]string{"type": "FamilyName", "value": family})}
		if from != "" {
			n["validFrom"] = from
		}
		if until != "" {
			n["validUntil"] = until
		}
		return n
	}
	changed := now.AddDate(-1, 0, 0).Format(time.DateOnly)
	names := []map[string]any{named(u.Family, "", "")}
	if u.Maiden != "" {
		names = []map[string]any{named(u.Maiden, "", changed), named(u.Family, changed, "")}
	}
	return map[string]any{"type": []string{"VerifiableCredential", "IdentityCheckCredential"},
		"credentialSubject": map[string]any{"name": names, "birthDate": []map[string]string{{"value": u.Born}}}}
}

// document is the did:web document with the key core identities are signed by.
func (l *OneLogin) document(w http.ResponseWriter, _ *http.Request) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.fetched++
	if l.fault == NoDocument {
		http.Error(w, "later", http.StatusServiceUnavailable)
		return
	}
	w.Header().Set("Cache-Control", "max-age=3600")
	answerJSON(w, map[string]any{"@context": []string{"https://www.w3.org/ns/did/v1"}, "id": l.did(),
		"assertionMethod": []map[string]any{{"type": "JsonWebKey", "id": l.did() + "#" + l.coreID, "controller": l.did(),
			"publicKeyJwk": jose.JSONWebKey{Key: l.coreKey.Public(), Algorithm: "ES256", Use: "sig"}}}})
}
