package main

import (
	"context"
	"fmt"
	"strings"
)

// accountsCommands are what `samedoor accounts` can do.
func accountsCommands() []command {
	return []command{
		{"match", "find who is who in a file, or in two: samedoor accounts match FILE.csv [--against FILE2.csv] --columns map.yaml --out pairs.csv", matchFiles},
		{"learn", "learn the weights of matching from everybody on record: samedoor accounts learn", learn},
		{"rekey", "seal every number in the database anew under the first key of SAMEDOOR_SEALING_KEYS: samedoor accounts rekey", rekey},
	}
}

// accountsOf is `samedoor accounts COMMAND …`.
func accountsOf(ctx context.Context, s *session) error {
	var names []string
	for _, c := range accountsCommands() {
		if names = append(names, c.name); len(s.args) > 0 && s.args[0] == c.name {
			s.args = s.args[1:]
			return c.do(ctx, s)
		}
	}
	return exit{2, fmt.Sprintf("accounts what? One of: %s", strings.Join(names, ", "))}
}
