package main

import (
	"bytes"
	"encoding/base64"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestConfigureDefaults(t *testing.T) {
	t.Parallel()
	c, warnings, err := configure(nil)
	if err != nil || len(warnings) != 0 {
		t.Fatalf("an empty environment: %v, %v", err, warnings)
	}
	if c.Addr != "127.0.0.1:8080" || c.PrintDir != filepath.Join(".samedoor", "print") || c.Demo ||
		c.RescueAfter != 3*time.Minute {
		t.Errorf("got %+v", c)
	}
}

func TestConfigureSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ given, want string }{
		{"SAMEDOOR_ADDR=8080", "SAMEDOOR_ADDR must be an address and a port"},
		{"SAMEDOOR_ADDR=127.0.0.1:http", "not a number up to 65535"},
		{"SAMEDOOR_PUBLIC_URL=apply.example.org", "SAMEDOOR_PUBLIC_URL must be a web address"},
		{"SAMEDOOR_PUBLIC_URL=https://apply.example.org/here", "without a path"},
		{"SAMEDOOR_PROXIES=10.0.0.1", `SAMEDOOR_PROXIES names "10.0.0.1", which is no network`},
		{"SAMEDOOR_PROXIES=10.0.0.0/8,", `SAMEDOOR_PROXIES names "", which is no network`},
		{"SAMEDOOR_SECRET=short", "SAMEDOOR_SECRET is shorter than 32 bytes"},
		{"SAMEDOOR_AUDIT_KEY=short", "SAMEDOOR_AUDIT_KEY must be 32 bytes as base64"},
		{"SAMEDOOR_SECRET_FILE=/nowhere", "SAMEDOOR_SECRET_FILE: the file cannot be read"},
		{"SAMEDOOR_SEALING_KEYS=2026:short", "SAMEDOOR_SEALING_KEYS must be id:key,id:key"},
		{"SAMEDOOR_SEALING_KEYS=" + strings.Repeat("A", 43) + "=", "SAMEDOOR_SEALING_KEYS must be id:key,id:key"},
		{"SAMEDOOR_SEALING_KEYS=a b:" + strings.Repeat("A", 43) + "=", "SAMEDOOR_SEALING_KEYS names a key wrongly"},
		{"SAMEDOOR_DEMO=perhaps", "SAMEDOOR_DEMO must be 1 or 0"},
		{"SAMEDOOR_DATABASE_CONNECTIONS=1", "must be a number, 4 or more"},
		{"SAMEDOOR_RESCUE_AFTER=5s", "must be a time of 10 seconds or more"},
		{"SAMEDOOR_RESCUE_AFTER=soon", "must be a time of 10 seconds or more"},
		{"TWILIO_BASE_URL=fake", "TWILIO_BASE_URL must be a web address"},
	} {
		_, _, err := configure([]string{c.given})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want a sentence with %q", c.given, err, c.want)
		}
		if err != nil && strings.Contains(c.given, "SECRET=") && strings.Contains(err.Error(), "short\"") {
			t.Errorf("%s: the error shows the secret: %v", c.given, err)
		}
	}
}

func TestASecretMayComeFromAFile(t *testing.T) {
	t.Parallel()
	raw := bytes.Repeat([]byte{7}, 32)
	file := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(file, []byte(base64.StdEncoding.EncodeToString(raw)+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	c, _, err := configure([]string{"SAMEDOOR_SECRET_FILE=" + file})
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(c.secret, raw) {
		t.Errorf("secret of %d bytes, want the 32 in the file", len(c.secret))
	}
	if bytes.Equal(c.Key("codes"), c.Key("links")) || len(c.Key("codes")) != 32 {
		t.Error("two purposes share a key, or it is not 32 bytes")
	}
	_, _, err = configure([]string{"SAMEDOOR_SECRET_FILE=" + file, "SAMEDOOR_SECRET=" + strings.Repeat("x", 32)})
	if err == nil || !strings.Contains(err.Error(), "both set") {
		t.Errorf("both given: %v, want a refusal", err)
	}
}

func TestAStrangeNameIsAWarning(t *testing.T) {
	t.Parallel()
	_, warnings, err := configure([]string{"SAMEDOOR_ADRR=127.0.0.1:1", "SAMEDOOR_ADDR_FILE=/x", "PATH=/bin"})
	if err != nil {
		t.Fatal(err)
	}
	if len(warnings) != 2 || !strings.HasPrefix(warnings[0], "SAMEDOOR_ADDR_FILE ") || !strings.HasPrefix(warnings[1], "SAMEDOOR_ADRR ") {
		t.Errorf("warnings %q, want one for each strange name", warnings)
	}
}

func TestADemonstrationStaysOnThisMachine(t *testing.T) {
	t.Parallel()
	for addr, safe := range map[string]bool{
		"127.0.0.1:8080": true, "127.9.9.9:80": true, "localhost:8080": true, "[::1]:8080": true,
		":8080": false, "0.0.0.0:8080": false, "[::]:8080": false, "192.0.2.1:80": false, "door.example.org:80": false,
	} {
		if err := (&Config{Addr: addr, Demo: true}).safeToServe(); (err == nil) != safe {
			t.Errorf("a demonstration on %s: %v, want safe %v", addr, err, safe)
		}
		if err := (&Config{Addr: addr}).safeToServe(); err != nil {
			t.Errorf("not a demonstration, on %s: %v", addr, err)
		}
	}
}

func TestDemandNamesWhatIsMissing(t *testing.T) {
	t.Parallel()
	err := (&Config{DatabaseURL: "x"}).demand("DATABASE_URL", "SAMEDOOR_SECRET", "SAMEDOOR_PUBLIC_URL")
	if err == nil || strings.Contains(err.Error(), "DATABASE_URL") ||
		!strings.Contains(err.Error(), "SAMEDOOR_SECRET is not set") || !strings.Contains(err.Error(), "SAMEDOOR_PUBLIC_URL is not set") {
		t.Errorf("demand: %v", err)
	}
}

func TestProxiesAreNetworks(t *testing.T) {
	t.Parallel()
	c, _, err := configure([]string{"SAMEDOOR_PROXIES=10.1.2.3/8, 2001:db8::/48"})
	if err != nil || len(c.Proxies) != 2 || c.Proxies[0].String() != "10.0.0.0/8" || c.Proxies[1].String() != "2001:db8::/48" {
		t.Errorf("%v, %v", c.Proxies, err)
	}
}
