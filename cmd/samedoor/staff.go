package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/channels/phone"
	"github.com/samedoor/samedoor/staff"
)

// StaffWays is how staff sign in, as the environment has it.
type StaffWays struct {
	Issuer, ClientID, ClientSecret, Claim string
	Groups                                []staff.Grant
	groupsGiven                           bool
	Passwords                             *bool // nil: where there is no single sign-on
	PasskeyFor                            staff.Role
}

// offerStaff has staff sign in as the environment says, and what leavers have handed back.
func (a *app) offerStaff(now func() time.Time) error {
	a.staff.Release = releasing(a.office)
	c := a.cfg.Staff
	if a.cfg.PublicURL == "" {
		return nil // only a command: nobody signs in
	}
	w := staff.Ways{Public: a.cfg.PublicURL, PasskeyFor: c.PasskeyFor}
	if c.Issuer != "" {
		w.SSO = &staff.SSOConfig{Issuer: c.Issuer, ClientID: c.ClientID, ClientSecret: c.ClientSecret, Claim: c.Claim, Grants: c.Groups,
			Public: a.cfg.PublicURL, Now: now}
		w.NoPassword = true
	}
	if c.Passwords != nil {
		w.NoPassword = !*c.Passwords
	}
	return a.staff.Offer(w)
}

// whole returns an error that names what is missing of a single sign-on.
func (c StaffWays) whole() error {
	if c.Issuer == "" {
		if c.Passwords != nil && !*c.Passwords {
			return errors.New("SAMEDOOR_STAFF_PASSWORDS is 0 and there is no single sign-on: nobody could sign in; set SAMEDOOR_STAFF_OIDC_ISSUER")
		}
		return nil
	}
	for name, there := range map[string]bool{"SAMEDOOR_STAFF_OIDC_CLIENT_ID": c.ClientID != "", "SAMEDOOR_STAFF_OIDC_CLIENT_SECRET": c.ClientSecret != "",
		"SAMEDOOR_STAFF_GROUPS": c.groupsGiven} {
		if !there {
			return fmt.Errorf("SAMEDOOR_STAFF_OIDC_ISSUER is set, and %s is not", name)
		}
	}
	return nil
}

// releasing hands back what a member has in hand when they leave.
func releasing(office *cases.Office) func(context.Context, pgx.Tx, audit.Actor, staff.Member) (staff.Handed, error) {
	return func(ctx context.Context, tx pgx.Tx, by audit.Actor, m staff.Member) (h staff.Handed, err error) {
		if h.Cases, h.Tasks, err = office.ReleaseTx(ctx, tx, by, m.ID); err != nil {
			return h, err
		}
		h.Contacts, err = phone.OpenOfTx(ctx, tx, m.ID)
		return h, err
	}
}

func setIssuer(c *Config, value string) error {
	if err := webAddress(value); err != nil {
		return err
	}
	c.Staff.Issuer = value
	return nil
}

// setGroups reads the file that says what the groups of the single sign-on are here.
func setGroups(c *Config, value string) error {
	body, err := os.ReadFile(value)
	if err != nil {
		return fmt.Errorf("names a file that cannot be read: %w", err)
	}
	c.Staff.groupsGiven = true
	if c.Staff.Groups, err = staff.ReadGrants(body); err != nil {
		return fmt.Errorf("names the file %s, which %w", value, err)
	}
	return nil
}

func setPasskeyFor(c *Config, value string) error {
	role := staff.Role(value)
	if !(staff.Member{Role: role}).May(staff.Agent) {
		return errors.New("must be agent, caseworker or leader")
	}
	c.Staff.PasskeyFor = role
	return nil
}

// staffCommand is the command for whoever looks after who works here.
func staffCommand(ctx context.Context, s *session) error {
	if len(s.args) == 0 || s.args[0] != "sync" {
		return exit{2, "samedoor staff what? There is sync: samedoor staff sync FILE.csv [--dry-run] [--whole]"}
	}
	flags := flag.NewFlagSet("staff sync", flag.ContinueOnError)
	flags.SetOutput(s.stderr)
	dry := flags.Bool("dry-run", false, "say what would be done, and do nothing")
	whole := flags.Bool("whole", false, "the file is all there are of its agencies: who came by such a file and is not in it leaves")
	rest, err := arguments(flags, s.args[1:])
	if err != nil || len(rest) != 1 {
		return exit{2, "samedoor staff sync FILE.csv [--dry-run] [--whole]"}
	}
	file, err := os.Open(rest[0])
	if err != nil {
		return err
	}
	defer file.Close()
	list, mistakes := staff.ReadList(file)
	if len(list) == 0 {
		return s.mistaken(rest[0], mistakes)
	}
	if err := s.running(); err != nil {
		return err
	}
	pool, err := open(ctx, s.cfg)
	if err != nil {
		return err
	}
	defer pool.Close()
	office := staff.New(pool, nil) // nobody signs in here
	office.Release = releasing(cases.New(cases.Config{DB: pool}))
	// With a line that cannot be read the others are tried, so that every mistake is told at once.
	changes, more, err := office.Sync(ctx, audit.TheSystem, list, staff.SyncOptions{Dry: *dry || len(mistakes) > 0, Whole: *whole, Now: time.Now()})
	if err != nil {
		return err
	}
	if mistakes = append(mistakes, more...); len(mistakes) > 0 {
		return s.mistaken(rest[0], mistakes)
	}
	return s.synced(changes, *dry)
}
