package main

import (
	"context"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/channels/phone"
	"github.com/samedoor/samedoor/channels/sms"
	"github.com/samedoor/samedoor/migrations"
	"github.com/samedoor/samedoor/signin"
)

// sealedColumns are the sealed columns of all packages above accounts.
func sealedColumns() []accounts.SealedColumn {
	return slices.Concat(cases.SealedColumns(), phone.SealedColumns(), sms.SealedColumns(), signin.SealedColumns())
}

// rekey seals every number anew under the first key of the configuration. Servers go on meanwhile; it can be stopped and begun again.
func rekey(ctx context.Context, s *session) error {
	if len(s.args) > 0 {
		return exit{2, "rekey takes no arguments; the keys stand in SAMEDOOR_SEALING_KEYS"}
	}
	if err := s.cfg.demand("DATABASE_URL", "SAMEDOOR_SECRET"); err != nil {
		return err
	}
	pool, err := open(ctx, s.cfg)
	if err != nil {
		return err
	}
	defer pool.Close()
	if err := migrations.Current(ctx, pool); err != nil {
		return err
	}
	return s.sealAll(ctx, pool)
}

// sealAll seals what stands in the clear or under an older key. Without the secret it leaves that to serve and work.
func (s *session) sealAll(ctx context.Context, pool *pgxpool.Pool) error {
	if s.cfg.demand("SAMEDOOR_SECRET") != nil {
		return nil
	}
	register := accounts.New(pool, s.cfg.Key("accounts"))
	if err := register.SealWith(s.cfg.SealingKeys...); err != nil {
		return err
	}
	of := map[string]int64{}
	last := ""
	n, err := register.Rekey(ctx, sealedColumns(), func(table string, done, blocks, sealed int64) {
		of[table] = sealed
		if percent := 100 * done / blocks; sealed > 0 && (done == blocks || percent%10 == 0) {
			if line := fmt.Sprintf("%s: %d %% gone through, %d sealed", table, percent, sealed); line != last {
				fmt.Fprintln(s.stderr, line)
				last = line
			}
		}
	})
	if err != nil {
		return fmt.Errorf("%d sealed before it stopped; begin it again to go on: %w", n, err)
	}
	for _, c := range append(accounts.SealedColumns(), sealedColumns()...) {
		if of[c.Table] > 0 {
			s.stdoutf("%s: %d sealed anew.\n", c.Table, of[c.Table])
			delete(of, c.Table)
		}
	}
	if n == 0 {
		s.stdoutf("Everything is sealed under the key that seals now.\n")
	}
	return nil
}
