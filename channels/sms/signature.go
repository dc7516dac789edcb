package sms

import (
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base64"
	"io"
	"maps"
	"net/url"
	"slices"
)

// signed says whether signature is Twilio's for a webhook at this address: HMAC-SHA1 under the token over the address and every
// parameter that arrived, known or not, names sorted. Of a repeated name every value counts, sorted and once each; twilio-go's own
// validator looks at the first only, so that a second one could be put in unseen.
func signed(token, address string, form url.Values, signature string) bool {
	given, err := base64.StdEncoding.DecodeString(signature)
	if err != nil || token == "" {
		return false
	}
	for _, a := range spellings(address) {
		if hmac.Equal(given, sign(token, a, form)) {
			return true
		}
	}
	return false
}

func sign(token, address string, form url.Values) []byte {
	mac := hmac.New(sha1.New, []byte(token))
	_, _ = io.WriteString(mac, address) // a hash takes everything
	for _, name := range slices.Sorted(maps.Keys(form)) {
		for _, value := range slices.Compact(slices.Sorted(slices.Values(form[name]))) {
			_, _ = io.WriteString(mac, name+value)
		}
	}
	return mac.Sum(nil)
}

// spellings are the address as configured, and with and without its port: which of them Twilio signs is not the same everywhere.
func spellings(address string) []string {
	u, err := url.Parse(address)
	if err != nil {
		return nil
	}
	out := []string{address}
	if u.Port() != "" {
		u.Host = u.Hostname()
		return append(out, u.String())
	}
	port := "80"
	if u.Scheme == "https" {
		port = "443"
	}
	u.Host += ":" + port
	return append(out, u.String())
}
