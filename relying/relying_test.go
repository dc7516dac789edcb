package relying

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"strings"
	"testing"
	"time"
)

func TestNewTakesKeysAProviderTakes(t *testing.T) {
	t.Parallel()
	ec, err := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := New(Config{Key: ec}); err == nil {
		t.Error("a P-384 key was taken")
	}
	short, err := rsa.GenerateKey(rand.Reader, 1024)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := New(Config{Key: short}); err == nil || !strings.Contains(err.Error(), "2048") {
		t.Errorf("a key of 1024 bits: %v", err)
	}
	if _, err := New(Config{Secret: "of a test"}); err != nil {
		t.Errorf("a secret: %v", err)
	}
}

func TestPasskeysNeedAName(t *testing.T) {
	t.Parallel()
	for public, want := range map[string]struct{ keys, wrong bool }{"https://samedoor.example.org": {keys: true}, "http://127.0.0.1:8080": {keys: true},
		"https://192.0.2.4": {}, "": {wrong: true}, "x": {wrong: true}} {
		keys, err := NewPasskeys(PasskeyConfig{Public: public, Name: "Samedoor", Patience: time.Minute})
		if (keys != nil) != want.keys || (err != nil) != want.wrong {
			t.Errorf("%q: %v, %v", public, keys, err)
		}
	}
	for public, want := range map[string]string{"http://127.0.0.1:8080": "http://localhost:8080", "http://127.0.0.1": "http://localhost",
		"https://samedoor.example.org": "https://samedoor.example.org", "https://192.0.2.4": "https://192.0.2.4"} {
		if got := Named(public); got != want {
			t.Errorf("%q is named %q", public, got)
		}
	}
}

func TestTidyName(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{"  my \n telephone ": "my telephone", "a\xffb": "ab", strings.Repeat("ŵ", 90): strings.Repeat("ŵ", 60)} {
		if got := TidyName(name); got != want {
			t.Errorf("%q became %q", name, got)
		}
	}
}
