package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"slices"
	"time"

	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/channels/paper"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/letters/sheet"
	"github.com/samedoor/samedoor/services"
	"github.com/samedoor/samedoor/staff"
)

// printForm prints a blank form of a service that an agency offers. It is kept in
// the database, so that it can be read when it comes back filled in.
func printForm(ctx context.Context, s *session) error {
	flags := flag.NewFlagSet("form", flag.ContinueOnError)
	flags.SetOutput(s.stderr)
	slug := flags.String("agency", "", "the short name of the agency it is posted back to; else the first that offers the service")
	tongue := flags.String("lang", "en", "en or cy")
	large := flags.Bool("large", false, "in large print")
	file := flags.String("o", "", "the PDF to write")
	names, err := arguments(flags, s.args)
	if err != nil {
		return err
	}
	if len(names) != 1 || *file == "" {
		return errors.New("print which form, and where to? For example: samedoor form blue-badge -o blue-badge.pdf")
	}
	if err := s.running(); err != nil {
		return err
	}
	pool, err := open(ctx, s.cfg)
	if err != nil {
		return err
	}
	defer pool.Close()
	definition, ok := services.NewLibrary(pool).Current(names[0])
	if !ok {
		return fmt.Errorf("there is no service %q", names[0])
	}
	if err := services.Publish(ctx, pool, definition); err != nil {
		return err
	}
	agency, err := offering(ctx, staff.New(pool, nil), *slug, definition.ID)
	if err != nil {
		return err
	}
	press, err := sheet.New()
	if err != nil {
		return err
	}
	format := sheet.Standard
	if *large {
		format = sheet.LargePrint
	}
	desk := paper.New(paper.Config{DB: pool, Press: press, Public: s.cfg.PublicURL, Now: time.Now})
	pdf, err := desk.Blank(ctx, audit.TheSystem, agency, definition, lang.Parse(*tongue), format)
	if err != nil {
		return err
	}
	return os.WriteFile(*file, pdf, 0o600)
}

// offering is the agency with a short name, or without one the first that offers the service.
func offering(ctx context.Context, office *staff.Office, slug, service string) (staff.Agency, error) {
	all, err := office.Agencies(ctx)
	if err != nil {
		return staff.Agency{}, err
	}
	for _, a := range all {
		if (slug == "" || a.Slug == slug) && slices.Contains(a.Services, service) {
			return a, nil
		}
	}
	if slug == "" {
		return staff.Agency{}, fmt.Errorf("no agency offers %s", service)
	}
	return staff.Agency{}, fmt.Errorf("%s does not offer %s, or there is no such agency", slug, service)
}
