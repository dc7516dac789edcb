package main

import (
	"bytes"
	"crypto/hkdf"
	"crypto/sha256"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/signin"
)

// Config is what the environment asks for. Every command gets it whole.
type Config struct {
	Addr                string
	PublicURL           string         // no slash at the end; empty: not given
	Proxies             []netip.Prefix // in front of the web server
	DatabaseURL         string
	DatabaseConnections int32
	Demo                bool
	RescueAfter         time.Duration
	Dir                 string
	PrintDir            string
	PostgresBin         string
	Twilio              Twilio
	OneLogin            signin.OneLoginConfig // without an Issuer it is not offered
	Quiet               string                // hours in which no text is begun
	SealingKeys         []accounts.SealingKey // the first seals; none: derived from the secret

	Staff StaffWays

	secret    []byte
	auditKey  []byte // nil: derived from the secret
	demoGiven bool
}

// Twilio is how texts leave. Without an AccountSID they do not.
type Twilio struct {
	AccountSID, AuthToken, From, BaseURL string
}

// Key makes a key of 32 bytes for one purpose from SAMEDOOR_SECRET. Two
// purposes never share a key. Only after demand("SAMEDOOR_SECRET").
func (c *Config) Key(purpose string) []byte {
	key, err := hkdf.Key(sha256.New, c.secret, nil, "samedoor "+purpose, 32)
	if err != nil {
		panic(err) // only for more than 8,160 bytes
	}
	return key
}

// configure reads the environment. A mistake in it is an error that names
// the variable; a name that is not ours but looks like it is a warning.
func configure(environ []string) (c *Config, warnings []string, err error) {
	given := map[string]string{}
	for _, pair := range environ {
		name, value, _ := strings.Cut(pair, "=")
		given[name] = value
	}
	c = &Config{}
	var mistakes []error
	for _, v := range variables() {
		if err := v.take(c, given); err != nil {
			mistakes = append(mistakes, err)
		}
	}
	mistakes = append(mistakes, c.Staff.whole())
	if c.PrintDir == "" {
		c.PrintDir = filepath.Join(c.Dir, "print")
	}
	return c, strangers(given), errors.Join(mistakes...)
}

// take sets one variable from what was given, from its file, or to its default.
func (v variable) take(c *Config, given map[string]string) error {
	value, ok := given[v.Name]
	if file := given[v.Name+"_FILE"]; v.Secret && file != "" {
		if ok && value != "" {
			return fmt.Errorf("%s and %s_FILE are both set; unset one of them", v.Name, v.Name)
		}
		read, err := os.ReadFile(file)
		if err != nil {
			return fmt.Errorf("%s_FILE: the file cannot be read: %w", v.Name, err)
		}
		value = string(bytes.TrimSpace(read))
	}
	if value == "" {
		value = v.Default
	}
	if value == "" {
		return nil
	}
	if err := v.set(c, value); err != nil {
		return fmt.Errorf("%s %w", v.Name, err)
	}
	return nil
}

// strangers are set names that begin with SAMEDOOR_ and mean nothing to us.
func strangers(given map[string]string) (warnings []string) {
	known := map[string]bool{}
	for _, v := range variables() {
		known[v.Name] = true
		known[v.Name+"_FILE"] = v.Secret
	}
	for name := range given {
		if strings.HasPrefix(name, "SAMEDOOR_") && !known[name] {
			warnings = append(warnings, name+" is set but means nothing to Samedoor; `samedoor help` lists the names")
		}
	}
	slices.Sort(warnings)
	return warnings
}

// demand returns an error that names the variables of these that are missing.
func (c *Config) demand(names ...string) error {
	has := map[string]bool{
		"DATABASE_URL":        c.DatabaseURL != "",
		"SAMEDOOR_SECRET":     len(c.secret) > 0,
		"SAMEDOOR_PUBLIC_URL": c.PublicURL != "",
	}
	var missing []error
	for _, name := range names {
		if !has[name] {
			missing = append(missing, fmt.Errorf("%s is not set; `samedoor help` says what it is", name))
		}
	}
	return errors.Join(missing...)
}

// safeToServe refuses a demonstration, which shows everybody's letters and
// texts to anybody, on an address that others can reach.
func (c *Config) safeToServe() error {
	if !c.Demo || loopback(c.Addr) {
		return nil
	}
	return fmt.Errorf("a demonstration shows every letter and text to anybody, so it is only served on this machine itself; set SAMEDOOR_ADDR to 127.0.0.1:8080, or SAMEDOOR_DEMO=0, instead of serving %s", c.Addr)
}

// noDemo refuses a demonstration where there is none: its handset and its pretended Twilio live in one process.
func (c *Config) noDemo() error {
	if !c.Demo {
		return nil
	}
	return errors.New("SAMEDOOR_DEMO is 1, and only `samedoor run` has a demonstration; unset it")
}

func loopback(addr string) bool {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return false
	}
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.IsLoopback()
}
