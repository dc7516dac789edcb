package cases

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/services"
)

// caseColumns and caseTables go together; staff of an agency see its people's names in their lists.
const (
	caseColumns = `
	c.id, c.draft_id, c.reference, c.agency_id, c.service, c.version, person_id(a), person_name(a), c.state, c.route, c.automatic,
	c.submitted_door, c.submitted_at, c.deadline, c.target, coalesce(c.assignee, 0), coalesce(s.display_name, ''), c.decided_at, c.rev, person_hidden(a)`
	caseTables = `
	cases c
	join accounts a on a.id = c.account_id
	left join staff s on s.id = c.assignee`
)

// caseRow is a case as read, its service not looked up yet.
type caseRow struct {
	Case
	service string
	version int
}

func (c *caseRow) fields() []any {
	return []any{&c.ID, &c.Draft, &c.Reference, &c.Agency, &c.service, &c.version, &c.Account, &c.AccountName, &c.State, &c.Route, &c.Automatic,
		&c.Door, &c.SubmittedAt, &c.Deadline, &c.Target, &c.Assignee, &c.AssigneeName, &c.DecidedAt, &c.Rev, &c.restricted}
}

func scanCase(row pgx.CollectableRow) (c caseRow, err error) {
	err = row.Scan(c.fields()...)
	return c, err
}

// whole looks up the service of a case.
func (o *Office) whole(ctx context.Context, c caseRow) (Case, error) {
	s, err := o.library.Get(ctx, c.service, c.version)
	if err != nil {
		return Case{}, fmt.Errorf("read case %d: %w", c.ID, err)
	}
	c.Service = s
	return c.Case, nil
}

// named is the service of a row of a list, for its name. One row whose version a newer program published, and this one cannot read,
// does not take the whole list away: it is called by what this program has.
func (o *Office) named(ctx context.Context, id string, version int) (*services.Service, error) {
	s, err := o.library.Get(ctx, id, version)
	var unreadable services.Mistakes
	if !errors.As(err, &unreadable) {
		return s, err
	}
	if s, ok := o.library.Current(id); ok {
		return s, nil
	}
	return services.Unread(id, version), nil
}

// readCase reads one case by a condition on c; ErrNotFound.
func (o *Office) readCase(ctx context.Context, tx pgx.Tx, where string, args pgx.NamedArgs) (Case, error) {
	rows, err := tx.Query(ctx, `select `+caseColumns+` from `+caseTables+` where `+where, args)
	if err != nil {
		return Case{}, fmt.Errorf("read case: %w", err)
	}
	found, err := pgx.CollectRows(rows, scanCase)
	if err != nil {
		return Case{}, fmt.Errorf("read case: %w", err)
	}
	if len(found) == 0 {
		return Case{}, ErrNotFound
	}
	return o.whole(ctx, found[0])
}

// lockCase reads a case for an actor and locks it for changing. ErrNotFound when it is not theirs; ErrStale when rev is not the one
// they were shown (0 asks for none). Who has the draft may meanwhile write events that name the case.
func (o *Office) lockCase(ctx context.Context, tx pgx.Tx, by audit.Actor, id, rev int64) (Case, error) {
	c, err := o.readCase(ctx, tx, `c.id = @case for no key update of c`, pgx.NamedArgs{"case": id})
	if err != nil {
		return Case{}, err
	}
	if err := o.visible(ctx, tx, by, c.Agency, c.Account, c.restricted, matter(c.Service, c.Draft)); err != nil {
		return Case{}, err
	}
	if err := o.helping(ctx, tx, by, c.Account, accounts.ToAct, matter(c.Service, c.Draft)); err != nil {
		return Case{}, err
	}
	if rev != 0 && rev != c.Rev {
		return Case{}, ErrStale
	}
	return c, nil
}
