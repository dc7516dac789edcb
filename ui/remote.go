package ui

import (
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// remote makes RemoteAddr the address tries at codes and passwords are counted by. Behind a trusted proxy that is the last address
// in X-Forwarded-For which is not a trusted proxy's itself: everything before it is whatever the visitor made up, and from anybody
// else so is the whole header. Of an IPv6 address only the network counts (a /64, what one line is given): it has more addresses
// than could ever be counted.
func remote(proxies []netip.Prefix) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if peer, ok := addrOf(r.RemoteAddr); ok {
				r = r.WithContext(r.Context()) // a copy: the server's own stays as it is
				r.RemoteAddr = line(client(peer, r.Header.Values("X-Forwarded-For"), proxies)).String()
			}
			next.ServeHTTP(w, r)
		})
	}
}

// client follows the proxies from the nearest back to the first address that is not one of them. What cannot be read ends the
// way there: it stands beyond a proxy that is trusted, which did not say more.
func client(at netip.Addr, forwarded []string, proxies []netip.Prefix) netip.Addr {
	hops := strings.Split(strings.Join(forwarded, ","), ",")
	for _, hop := range slices.Backward(hops) {
		if !trusted(at, proxies) {
			return at
		}
		before, ok := addrOf(strings.TrimSpace(hop))
		if !ok {
			return at
		}
		at = before
	}
	return at
}

func trusted(a netip.Addr, proxies []netip.Prefix) bool {
	return slices.ContainsFunc(proxies, func(p netip.Prefix) bool { return p.Contains(a) })
}

// addrOf reads an address with or without a port.
func addrOf(s string) (netip.Addr, bool) {
	if host, _, err := net.SplitHostPort(s); err == nil {
		s = host
	}
	a, err := netip.ParseAddr(strings.Trim(s, "[]"))
	return a.Unmap().WithZone(""), err == nil
}

// lineBits is how much of an IPv6 address names a line: RFC 6177 gives none less.
const lineBits = 64

func line(a netip.Addr) netip.Addr {
	if a.Is4() {
		return a
	}
	p, err := a.Prefix(lineBits)
	if err != nil {
		return a
	}
	return p.Addr()
}
