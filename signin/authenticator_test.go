package signin_test

import (
	"encoding/base64"
	"encoding/json"
	"testing"

	"github.com/samedoor/samedoor/internal/fake"
)

// authenticator is a passkey of somebody in these tests, synchronised as most are.
type authenticator struct {
	testing.TB
	fake.Authenticator
}

func newAuthenticator(t testing.TB) *authenticator {
	a := &authenticator{t, *fake.NewAuthenticator("samedoor.example.org", public)}
	a.Still = true
	return a
}

// create answers a page that asks for a new passkey.
func (a *authenticator) create(question string) string {
	a.Helper()
	answer, err := a.Create(question)
	must(a, err)
	return answer
}

// use answers a page that asks for any passkey.
func (a *authenticator) use(question string) string {
	a.Helper()
	answer, err := a.Use(question)
	must(a, err)
	return answer
}

// options are what a page asks a passkey.
type options struct {
	Challenge string `json:"challenge"`
	RP        struct {
		ID string `json:"id"`
	} `json:"rp"`
	RPID string `json:"rpId"`
	User struct {
		ID   string `json:"id"`
		Name string `json:"name"`
	} `json:"user"`
	Exclude []struct {
		ID string `json:"id"`
	} `json:"excludeCredentials"`
	Allow     []any `json:"allowCredentials"`
	Selection struct {
		Verification string `json:"userVerification"`
		Resident     string `json:"residentKey"`
	} `json:"authenticatorSelection"`
	Attestation string `json:"attestation"`
}

func read(t testing.TB, text string) (o options) {
	t.Helper()
	must(t, json.Unmarshal([]byte(text), &o))
	return o
}

func b64(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }
