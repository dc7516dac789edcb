package signin

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/go-jose/go-jose/v4"

	"github.com/samedoor/samedoor/relying"
)

// How long a document is kept where it does not say, and how soon it is asked for again because of a key it does not have: a new key
// must work at once, and forged key ids must not make us call.
const (
	documentLife = time.Hour
	askAgain     = time.Minute
	mostDocument = 256 << 10
)

// document is the did:web document with the keys that core identities are signed with. They are changed now and then: it is asked for
// again when it is old or lacks a key, and the one we have serves while the new one cannot be had.
type document struct {
	id     string // 'did:web:identity.account.gov.uk'
	issuer string // who core identities are from
	url    string
	client *http.Client
	now    func() time.Time

	mu    sync.Mutex
	keys  map[string]jose.JSONWebKey
	until time.Time
	asked time.Time
}

// newDocument finds the document that belongs to an issuer: oidc.… has it at identity.…, any other at its own host.
func newDocument(issuer string, client *http.Client, now func() time.Time) (*document, error) {
	u, err := url.Parse(issuer)
	if err != nil || u.Host == "" || u.Scheme != "https" && !loopback(u) {
		return nil, fmt.Errorf("the issuer %q is no https address", issuer)
	}
	host := u.Host
	if rest, ok := strings.CutPrefix(host, "oidc."); ok {
		host = "identity." + rest
	}
	at := u.Scheme + "://" + host + "/"
	return &document{id: "did:web:" + strings.ReplaceAll(host, ":", "%3A"), issuer: at, url: at + ".well-known/did.json", client: client, now: now}, nil
}

// loopback: for tests and the demonstration there is no https on this machine itself.
func loopback(u *url.URL) bool {
	ip := net.ParseIP(u.Hostname())
	return u.Scheme == "http" && (u.Hostname() == "localhost" || ip != nil && ip.IsLoopback())
}

// key gives the public key of that id. One that is not of this document's own is never looked for.
func (d *document) key(ctx context.Context, kid string) (jose.JSONWebKey, error) {
	if of, _, ok := strings.Cut(kid, "#"); !ok || of != d.id {
		return jose.JSONWebKey{}, relying.Refuse(relying.RefusedAnswer, "the core identity is signed by %q", kid)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	now := d.now()
	k, known := d.keys[kid]
	if known && now.Before(d.until) {
		return k, nil
	}
	if now.Sub(d.asked) >= askAgain || now.Before(d.asked) {
		d.asked = now
		if err := d.fetch(ctx); err != nil && d.keys == nil {
			return jose.JSONWebKey{}, relying.Refuse(relying.RefusedAway, "%w", err)
		}
		k, known = d.keys[kid]
	}
	if !known {
		return jose.JSONWebKey{}, relying.Refuse(relying.RefusedAnswer, "there is no key %q", kid)
	}
	return k, nil
}

func (d *document) fetch(ctx context.Context) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, d.url, nil)
	if err != nil {
		return err
	}
	res, err := d.client.Do(req)
	if err != nil {
		return fmt.Errorf("did document: %w", err)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return fmt.Errorf("did document: %s", res.Status)
	}
	var doc struct {
		ID      string `json:"id"`
		Methods []struct {
			ID  string          `json:"id"`
			Key jose.JSONWebKey `json:"publicKeyJwk"`
		} `json:"assertionMethod"`
	}
	if err := json.NewDecoder(io.LimitReader(res.Body, mostDocument)).Decode(&doc); err != nil {
		return fmt.Errorf("did document: %w", err)
	}
	if doc.ID != d.id {
		return fmt.Errorf("did document: it is %q's", doc.ID)
	}
	d.keys, d.until = map[string]jose.JSONWebKey{}, d.now().Add(lifeOf(res.Header.Get("Cache-Control")))
	for _, m := range doc.Methods {
		if m.Key.IsPublic() {
			d.keys[m.ID] = m.Key
		}
	}
	return nil
}

// lifeOf is the max-age a document comes with.
func lifeOf(control string) time.Duration {
	for part := range strings.SplitSeq(control, ",") {
		if text, ok := strings.CutPrefix(strings.TrimSpace(part), "max-age="); ok {
			if s, err := strconv.Atoi(text); err == nil && s >= 0 {
				return time.Duration(s) * time.Second
			}
		}
	}
	return documentLife
}
