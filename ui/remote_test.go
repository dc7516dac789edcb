package ui

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"testing"
)

func TestRemoteIsWhoeverStandsBeforeTheTrustedProxies(t *testing.T) {
	t.Parallel()
	trust := []string{"10.0.0.0/8", "2001:db8:ffff::/48"}
	for _, c := range []struct {
		name, peer string
		forwarded  []string
		proxies    []string
		want       string
	}{
		{"nobody is trusted", "203.0.113.9:4711", []string{"198.51.100.1"}, nil, "203.0.113.9"},
		{"no header", "203.0.113.9:4711", nil, trust, "203.0.113.9"},
		{"a stranger makes one up", "203.0.113.9:4711", []string{"198.51.100.1"}, trust, "203.0.113.9"},
		{"a stranger says to be a proxy", "203.0.113.9:4711", []string{"198.51.100.1, 10.0.0.1"}, trust, "203.0.113.9"},
		{"one proxy", "10.0.0.1:4711", []string{"203.0.113.9"}, trust, "203.0.113.9"},
		{"made up before the proxy", "10.0.0.1:4711", []string{"198.51.100.1, 203.0.113.9"}, trust, "203.0.113.9"},
		{"made up in a header of its own", "10.0.0.1:4711", []string{"198.51.100.1", "203.0.113.9"}, trust, "203.0.113.9"},
		{"two proxies", "10.0.0.1:4711", []string{"198.51.100.1, 203.0.113.9,10.2.3.4"}, trust, "203.0.113.9"},
		{"a made up proxy is passed no further", "10.0.0.1:4711", []string{"10.9.9.9, 203.0.113.9"}, trust, "203.0.113.9"},
		{"nothing but proxies", "10.0.0.1:4711", []string{"10.0.0.3, 10.0.0.2"}, trust, "10.0.0.3"},
		{"no header from the proxy", "10.0.0.1:4711", nil, trust, "10.0.0.1"},
		{"unreadable", "10.0.0.1:4711", []string{"203.0.113.9, unknown"}, trust, "10.0.0.1"},
		{"empty", "10.0.0.1:4711", []string{""}, trust, "10.0.0.1"},
		{"with a port", "10.0.0.1:4711", []string{"203.0.113.9:1234"}, trust, "203.0.113.9"},
		{"mapped", "[::ffff:10.0.0.1]:4711", []string{"::ffff:203.0.113.9"}, trust, "203.0.113.9"},
		{"six", "[2001:db8:1:2:3:4:5:6]:4711", nil, trust, "2001:db8:1:2::"},
		{"six behind a proxy", "[2001:db8:ffff::1]:4711", []string{"[2001:db8:1:2:ffff::1]:99"}, trust, "2001:db8:1:2::"},
		{"six with a zone", "[fe80::1%eth0]:4711", nil, trust, "fe80::"},
		{"no address at all", "@", []string{"203.0.113.9"}, trust, "@"},
	} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.RemoteAddr = c.peer
		for _, f := range c.forwarded {
			r.Header.Add("X-Forwarded-For", f)
		}
		var proxies []netip.Prefix
		for _, p := range c.proxies {
			proxies = append(proxies, netip.MustParsePrefix(p))
		}
		got := ""
		remote(proxies)(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { got = r.RemoteAddr })).ServeHTTP(httptest.NewRecorder(), r)
		if got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
		if r.RemoteAddr != c.peer {
			t.Errorf("%s: the server's own request says %s", c.name, r.RemoteAddr)
		}
	}
}
