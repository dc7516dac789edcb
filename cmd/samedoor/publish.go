package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/internal/localpg"
	"github.com/samedoor/samedoor/services"
	"github.com/samedoor/samedoor/staff"
)

// publish checks the definitions in the folders named and puts them into the
// database. Servers and workers that run take them up at once. With --agency
// that agency offers them.
func publish(ctx context.Context, s *session) error {
	flags := flag.NewFlagSet("publish", flag.ContinueOnError)
	flags.SetOutput(s.stderr)
	agency := flags.String("agency", "", "the short name of the agency that offers them")
	folders, err := arguments(flags, s.args)
	if err != nil {
		return err
	}
	if len(folders) == 0 {
		return errors.New("publish which service? Name the folders of definitions: samedoor publish --agency anytown ../dog-licence")
	}
	var all []*services.Service
	for _, dir := range folders {
		loaded, err := load(dir)
		if err != nil {
			return fmt.Errorf("%s has mistakes; nothing was published:\n%w", dir, err)
		}
		all = append(all, loaded)
	}
	if err := s.running(); err != nil {
		return err
	}
	pool, err := open(ctx, s.cfg)
	if err != nil {
		return err
	}
	defer pool.Close()
	if err := pgx.BeginFunc(ctx, pool, func(tx pgx.Tx) error { return publishTx(ctx, tx, all, *agency) }); err != nil {
		return err
	}
	for _, one := range all {
		s.say(fmt.Sprintf("%s version %d is published", one.ID, one.Version))
	}
	return nil
}

func publishTx(ctx context.Context, tx pgx.Tx, all []*services.Service, agency string) error {
	for _, one := range all {
		if err := services.PublishTx(ctx, tx, one); err != nil {
			return err
		}
		if agency == "" {
			continue
		}
		if err := staff.OfferTx(ctx, tx, audit.TheSystem, agency, one.ID); err != nil {
			if errors.Is(err, staff.ErrNotFound) {
				return fmt.Errorf("there is no agency with the short name %q; nothing was published", agency)
			}
			return err
		}
	}
	return nil
}

// load reads a definition by the path of its folder.
func load(dir string) (*services.Service, error) {
	whole, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	return services.Load(os.DirFS(filepath.Dir(whole)), filepath.Base(whole))
}

// arguments takes flags wherever they stand among the other arguments.
func arguments(flags *flag.FlagSet, args []string) (rest []string, err error) {
	for len(args) > 0 {
		if err := flags.Parse(args); err != nil {
			return nil, err
		}
		if args = flags.Args(); len(args) > 0 {
			rest, args = append(rest, args[0]), args[1:]
		}
	}
	return rest, nil
}

// running finds the database of a `samedoor run` on this machine, where the
// environment names none.
func (s *session) running() error {
	if s.cfg.DatabaseURL != "" {
		return nil
	}
	address, err := localpg.DSN(filepath.Join(s.cfg.Dir, "pg"), "samedoor")
	if err != nil {
		return errors.New("DATABASE_URL is not set, and no `samedoor run` has a database here; start one, or set DATABASE_URL")
	}
	s.cfg.DatabaseURL = address
	return nil
}
