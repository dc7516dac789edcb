package main

import (
	"encoding/base64"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/relying"
)

// variable is one name in the environment.
type variable struct {
	Name    string
	Default string
	Meaning string // whole sentences, for `samedoor help` and the README
	Secret  bool   // may be given as a file by NAME_FILE, and is never shown
	set     func(c *Config, value string) error
}

// variables are all that Samedoor reads from the environment, in the order
// in which they are shown.
func variables() []variable {
	return []variable{
		{Name: "SAMEDOOR_ADDR", Default: "127.0.0.1:8080", set: setAddr,
			Meaning: "Where the web server listens."},
		{Name: "SAMEDOOR_PUBLIC_URL", set: setPublicURL,
			Meaning: "How the outside reaches the web server: written in letters and texts, and checked in webhook signatures. Needed by serve and work; run uses the address it listens on."},
		{Name: "SAMEDOOR_PROXIES", set: setProxies,
			Meaning: "The networks of the proxies in front of the web server, as 10.0.0.0/8,2001:db8::/48. Only their X-Forwarded-For is believed, when tries at codes and passwords are counted by the address they come from. Without it everybody behind a proxy counts as one."},
		{Name: "DATABASE_URL", Secret: true, set: text(func(c *Config) *string { return &c.DatabaseURL }),
			Meaning: "The Postgres database, version 15 or newer. Needed by serve, work and migrate; without it run starts a private one."},
		{Name: "SAMEDOOR_DATABASE_CONNECTIONS", Default: "20", set: setConnections,
			Meaning: "How many connections one process may open to the database."},
		{Name: "SAMEDOOR_SECRET", Secret: true, set: setSecret,
			Meaning: "At least 32 random bytes, as base64 or as they are, from which the keys for codes and signatures are made. The same for every process. Needed by serve and work; run makes one and keeps it."},
		{Name: "SAMEDOOR_SEALING_KEYS", Secret: true, set: setSealingKeys,
			Meaning: "The keys that phone numbers, emails and numbers of documents are sealed under in the database, as id:key,id:key, each key 32 bytes as base64. The first seals, all open; after putting a new one first, `samedoor accounts rekey` seals everything anew, and then the old one can go. Without it one is derived from SAMEDOOR_SECRET."},
		{Name: "SAMEDOOR_AUDIT_KEY", Secret: true, set: setAuditKey,
			Meaning: "The key that heads of the audit log are signed with: 32 random bytes as base64, the same for every process that works. Without it one is derived from SAMEDOOR_SECRET. `samedoor audit key` prints the public half; keep that where the database's owner cannot reach."},
		{Name: "SAMEDOOR_STAFF_OIDC_ISSUER", set: setIssuer,
			Meaning: "The OpenID provider by which staff sign in, as it calls itself. Its client must come back to /desk/sign-in/sso/back. Without it staff sign in by password."},
		{Name: "SAMEDOOR_STAFF_OIDC_CLIENT_ID", set: text(func(c *Config) *string { return &c.Staff.ClientID }),
			Meaning: "What that provider knows us by."},
		{Name: "SAMEDOOR_STAFF_OIDC_CLIENT_SECRET", Secret: true, set: text(func(c *Config) *string { return &c.Staff.ClientSecret }),
			Meaning: "The client's secret there."},
		{Name: "SAMEDOOR_STAFF_OIDC_CLAIM", Default: "groups", set: text(func(c *Config) *string { return &c.Staff.Claim }),
			Meaning: "The claim that lists what groups somebody is in."},
		{Name: "SAMEDOOR_STAFF_GROUPS", set: setGroups,
			Meaning: "The YAML file that says what each group is here: a list of group, agency, team and role. Who is in none of them does not get in; who is in several has the least of their roles."},
		{Name: "SAMEDOOR_STAFF_PASSWORDS", set: setPasswords,
			Meaning: "1 takes passwords of staff, 0 does not. By default they are taken where there is no single sign-on."},
		{Name: "SAMEDOOR_STAFF_PASSKEY", set: setPasskeyFor,
			Meaning: "From which role on staff need a passkey beside: agent, caseworker or leader. Without it a passkey is asked only of those who registered one."},
		{Name: "SAMEDOOR_DEMO", set: setDemo,
			Meaning: "For run: 1, as by default, loads demonstration data once and shows the handset and the doormat, and then only a loopback address is served; 0 does not. serve and work have no demonstration and do not start with 1."},
		{Name: "SAMEDOOR_RESCUE_AFTER", Default: "3m", set: setRescueAfter,
			Meaning: "How long after it began a job of a killed process is done again: 10s or more. A job may take two thirds of it, and a minute at most."},
		{Name: "SAMEDOOR_QUIET_HOURS", Default: accounts.NightHours, set: setQuiet,
			Meaning: "When no text is begun, unless the person wants other hours: from-until, or none. A reply goes out at any hour, and so does what somebody just asked for. The demonstration has none unless others are given."},
		{Name: "SAMEDOOR_DIR", Default: ".samedoor", set: text(func(c *Config) *string { return &c.Dir }),
			Meaning: "Where run keeps its database, its secret, its log and printed letters."},
		{Name: "SAMEDOOR_PRINT_DIR", set: text(func(c *Config) *string { return &c.PrintDir }),
			Meaning: "The folder that batches of letters are handed to the printer in. By default the folder print in SAMEDOOR_DIR."},
		{Name: "TWILIO_ACCOUNT_SID", set: text(func(c *Config) *string { return &c.Twilio.AccountSID }),
			Meaning: "The Twilio account that sends texts. Without it no text is sent; in a demonstration a pretended Twilio takes them."},
		{Name: "TWILIO_AUTH_TOKEN", Secret: true, set: text(func(c *Config) *string { return &c.Twilio.AuthToken }),
			Meaning: "That account's token, which also signs what Twilio sends us."},
		{Name: "TWILIO_FROM", set: text(func(c *Config) *string { return &c.Twilio.From }),
			Meaning: "The number that texts come from, as +44…"},
		{Name: "TWILIO_BASE_URL", set: setTwilioBase,
			Meaning: "Another address for Twilio's API, for tests."},
		{Name: "SAMEDOOR_ONELOGIN_ISSUER", set: setOneLoginIssuer,
			Meaning: "The issuer of GOV.UK One Login, as https://oidc.account.gov.uk/. Without it citizens are not offered One Login; in a demonstration a pretended one is."},
		{Name: "SAMEDOOR_ONELOGIN_CLIENT_ID", set: text(func(c *Config) *string { return &c.OneLogin.ClientID }),
			Meaning: "The client id One Login gave us at registration."},
		{Name: "SAMEDOOR_ONELOGIN_KEY", Secret: true, set: setOneLoginKey,
			Meaning: "The private key, PEM, RSA of 2048 bits or P-256, whose public half was registered with One Login."},
		{Name: "PG_BIN", set: text(func(c *Config) *string { return &c.PostgresBin }),
			Meaning: "The folder of Postgres's own programs for run's private database, where they are not in a usual place."},
	}
}

func text(field func(*Config) *string) func(*Config, string) error {
	return func(c *Config, value string) error {
		*field(c) = value
		return nil
	}
}

func setQuiet(c *Config, value string) error {
	if value == "" || !accounts.ValidQuiet(value) {
		return errors.New("must be two times of day, as 20:00-08:00, or none")
	}
	c.Quiet = value
	return nil
}

func setAddr(c *Config, value string) error {
	_, port, err := net.SplitHostPort(value)
	if err != nil {
		return errors.New("must be an address and a port, as 127.0.0.1:8080")
	}
	if n, err := strconv.Atoi(port); err != nil || n < 0 || n > 65535 {
		return fmt.Errorf("has the port %q, which is not a number up to 65535", port)
	}
	c.Addr = value
	return nil
}

func setPublicURL(c *Config, value string) error {
	u, err := url.Parse(value)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" || strings.Trim(u.Path, "/") != "" {
		return errors.New("must be a web address without a path, as https://apply.example.org")
	}
	c.PublicURL = u.Scheme + "://" + u.Host
	return nil
}

func setProxies(c *Config, value string) error {
	for one := range strings.SplitSeq(value, ",") {
		p, err := netip.ParsePrefix(strings.TrimSpace(one))
		if err != nil {
			return fmt.Errorf("names %q, which is no network; write it as 10.0.0.0/8, a single address as 10.0.0.1/32", strings.TrimSpace(one))
		}
		c.Proxies = append(c.Proxies, p.Masked())
	}
	return nil
}

func setConnections(c *Config, value string) error {
	n, err := strconv.ParseInt(value, 10, 32)
	if err != nil || n < 4 {
		return errors.New("must be a number, 4 or more")
	}
	c.DatabaseConnections = int32(n)
	return nil
}

func setSecret(c *Config, value string) error {
	c.secret = []byte(value)
	// Text that merely happens to be base64 stays as it is.
	if raw, err := base64.StdEncoding.DecodeString(value); err == nil && len(raw) >= 32 {
		c.secret = raw
	}
	if len(c.secret) < 32 {
		return errors.New("is shorter than 32 bytes; `openssl rand -base64 32` makes a good one")
	}
	return nil
}

func setSealingKeys(c *Config, value string) error {
	for one := range strings.SplitSeq(value, ",") {
		id, text, ok := strings.Cut(strings.TrimSpace(one), ":")
		key, err := base64.StdEncoding.DecodeString(text)
		if !ok || err != nil || len(key) != 32 { // the value is not shown: it may be nearly a key
			return errors.New("must be id:key,id:key, each key 32 bytes as base64; `openssl rand -base64 32` makes one")
		}
		c.SealingKeys = append(c.SealingKeys, accounts.SealingKey{ID: id, Key: key})
	}
	if err := accounts.CheckSealingKeys(c.SealingKeys); err != nil {
		return fmt.Errorf("names a key wrongly: %w", err)
	}
	return nil
}

func setAuditKey(c *Config, value string) error {
	key, err := base64.StdEncoding.DecodeString(value)
	if err != nil || len(key) != 32 {
		return errors.New("must be 32 bytes as base64; `openssl rand -base64 32` makes one")
	}
	c.auditKey = key
	return nil
}

func setDemo(c *Config, value string) error {
	on, err := strconv.ParseBool(value)
	if err != nil {
		return errors.New("must be 1 or 0")
	}
	c.Demo, c.demoGiven = on, true
	return nil
}

func setRescueAfter(c *Config, value string) error {
	d, err := time.ParseDuration(value)
	if err != nil || d < 10*time.Second {
		return errors.New("must be a time of 10 seconds or more, as 3m or 90s")
	}
	c.RescueAfter = d
	return nil
}

func setPasswords(c *Config, value string) error {
	on, err := strconv.ParseBool(value)
	if err != nil {
		return errors.New("must be 1 or 0")
	}
	c.Staff.Passwords = &on
	return nil
}

// webAddress refuses what is not one.
func webAddress(value string) error {
	u, err := url.Parse(value)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" {
		return errors.New("must be a web address, as https://login.example.org")
	}
	return nil
}

func setTwilioBase(c *Config, value string) error {
	u, err := url.Parse(value)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" {
		return errors.New("must be a web address, as http://127.0.0.1:9090")
	}
	c.Twilio.BaseURL = strings.TrimRight(value, "/")
	return nil
}

func setOneLoginIssuer(c *Config, value string) error {
	u, err := url.Parse(value)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" || u.RawQuery != "" {
		return errors.New("must be a web address, as https://oidc.account.gov.uk/")
	}
	c.OneLogin.Issuer = value
	return nil
}

func setOneLoginKey(c *Config, value string) (err error) {
	c.OneLogin.Key, err = relying.ReadKey(value)
	return err
}
