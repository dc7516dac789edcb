package cases

import (
	"context"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/audit"
)

// FindDraft finds a draft by its reference in any spelling; a wrong check character is found out before looking (ErrNotFound).
func (o *Office) FindDraft(ctx context.Context, by audit.Actor, reference string) (Draft, error) {
	ref, ok := ReadReference(reference)
	if !ok {
		return Draft{}, ErrNotFound
	}
	return o.view(ctx, by, referredTo, pgx.NamedArgs{"reference": ref})
}

// Find finds a case by reference in any spelling and records that staff looked. ErrNotFound also where the check character is wrong.
func (o *Office) Find(ctx context.Context, by audit.Actor, reference string) (c Case, err error) {
	ref, ok := ReadReference(reference)
	if !ok {
		return Case{}, ErrNotFound
	}
	err = pgx.BeginFunc(ctx, o.db, func(tx pgx.Tx) error {
		if c, err = o.readCase(ctx, tx, `c.reference = @reference`, pgx.NamedArgs{"reference": ref}); err != nil {
			return err
		}
		if err := o.visible(ctx, tx, by, c.Agency, c.Account, c.restricted, matter(c.Service, c.Draft)); err != nil {
			return err
		}
		if by.Role != audit.Staff && by.Role != audit.Helper {
			return nil
		}
		return audit.Record(ctx, tx, by, audit.Entry{Verb: "case.found", Account: c.Account, Draft: c.Draft, Case: c.ID})
	})
	if err != nil {
		return Case{}, err
	}
	return c, nil
}
