package main

import (
	"fmt"

	"github.com/samedoor/samedoor/internal/demodata"
)

// welcome says where to look and how to sign in.
func (s *session) welcome(a *app, log string) {
	fmt.Fprintf(s.stdout, "\nSamedoor is open: %s\n\n", a.cfg.PublicURL)
	if a.demo != nil {
		u := a.cfg.PublicURL
		fmt.Fprintf(s.stdout, "  The public service   %s/apply/anytown/blue-badge\n  The desk             %s/desk\n  A handset            %s/demo/handset\n  A doormat            %s/demo/doormat\n\n", u, u, u, u)
		fmt.Fprintln(s.stdout, "  Sign in to the desk as")
		for _, m := range demodata.SignIns() {
			fmt.Fprintf(s.stdout, "    %-14s %-11s %s\n", m.Username, m.Role, m.Agency)
		}
		fmt.Fprintf(s.stdout, "  with the password    %s\n\n", demodata.Password)
	}
	fmt.Fprintf(s.stdout, "  Log     %s\n  Stop    Ctrl-C\n\n", log)
}
