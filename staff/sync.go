package staff

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/audit"
)

// Change is what a list of the personnel office does with one of its lines.
type Change struct {
	Line  int // 0 for a member who is not in the list
	Kind  ChangeKind
	Is    Member // as they are from now on
	Was   Member // as they were; the zero Member for a joiner
	Given Listed // as the list has them
	Handed
}

// ChangeKind is what happens to a member.
type ChangeKind string

// The kinds.
const (
	Stays   ChangeKind = "stays"   // nothing changes
	Joins   ChangeKind = "joins"   // is new
	Returns ChangeKind = "returns" // had left
	Moves   ChangeKind = "moves"   // to another agency, team or role
	Renames ChangeKind = "renames" // is called otherwise, or speaks Welsh now
	Leaves  ChangeKind = "leaves"
	Absent  ChangeKind = "absent" // has left already, or never came
)

// SyncOptions say how a list is taken.
type SyncOptions struct {
	Whole bool // the list is all there are of its agencies: who came from such a list and is not in it leaves
	Dry   bool // say what would be done and do nothing
	Now   time.Time
}

// Sync has the members be what the list says: joiners come, movers move, leavers leave, all of it in one transaction or nothing. With any
// mistake nothing is done. What it answers is what was done, or with Dry would be.
func (o *Office) Sync(ctx context.Context, by audit.Actor, list []Listed, opts SyncOptions) (changes []Change, mistakes []Mistake, err error) {
	err = pgx.BeginFunc(ctx, o.db, func(tx pgx.Tx) error {
		// One list at a time: each sees what the other did.
		if _, err := tx.Exec(ctx, `lock table staff in share row exclusive mode`); err != nil {
			return err
		}
		for _, l := range list {
			c, wrong, err := o.syncOneTx(ctx, tx, by, l, opts.Now)
			if err != nil {
				return fmt.Errorf("line %d: %w", l.Line, err)
			}
			if wrong != nil {
				mistakes = append(mistakes, *wrong)
				continue
			}
			changes = append(changes, c)
		}
		if len(mistakes) == 0 && opts.Whole {
			gone, err := o.syncRestTx(ctx, tx, by, list, opts.Now)
			if err != nil {
				return err
			}
			changes = append(changes, gone...)
		}
		if opts.Dry || len(mistakes) > 0 {
			return errUndo
		}
		return nil
	})
	if errors.Is(err, errUndo) {
		err = nil
	}
	if err != nil {
		return nil, nil, fmt.Errorf("sync staff: %w", err)
	}
	if len(mistakes) > 0 {
		return nil, mistakes, nil
	}
	return changes, nil, nil
}

// errUndo takes back what was only tried.
var errUndo = errors.New("only tried")

func (o *Office) syncOneTx(ctx context.Context, tx pgx.Tx, by audit.Actor, l Listed, now time.Time) (Change, *Mistake, error) {
	wrong := func(what, value string) (Change, *Mistake, error) {
		return Change{}, &Mistake{l.Line, what, value}, nil
	}
	k, clash, err := knownTx(ctx, tx, l)
	if err != nil {
		return Change{}, nil, err
	}
	if clash {
		return wrong("two-members", l.Username)
	}
	c := Change{Line: l.Line, Was: k.Member, Is: k.Member, Given: l}
	if !l.Active {
		if k.ID == 0 || !k.active {
			c.Kind, c.Is.Username = Absent, l.Username
			return c, nil, nil
		}
		c.Kind = Leaves
		c.Handed, err = o.leaveTx(ctx, tx, by, k.Member, now)
		return c, nil, err
	}
	c.Is = Member{ID: k.ID, Username: l.Username, DisplayName: l.DisplayName, Role: l.Role, Welsh: l.Welsh}
	c.Is.Agency, c.Is.Team, err = placeTx(ctx, tx, l.Agency, l.Team)
	switch {
	case errors.Is(err, errNoAgency):
		return wrong("no-agency", l.Agency)
	case errors.Is(err, errNoTeam):
		return wrong("no-team", l.Team)
	case err != nil:
		return Change{}, nil, err
	}
	if k.ID == 0 {
		c.Kind = Joins
		if c.Is, err = o.joinTx(ctx, tx, by, c.Is, l.External); errors.Is(err, ErrTaken) {
			return wrong("taken", l.Username)
		}
		return c, nil, err
	}
	return o.keepTx(ctx, tx, by, k, c, now)
}

// keepTx changes a member who is known.
func (o *Office) keepTx(ctx context.Context, tx pgx.Tx, by audit.Actor, k filed, c Change, now time.Time) (_ Change, _ *Mistake, err error) {
	switch {
	case !k.active:
		c.Kind = Returns
	case k.Agency != c.Is.Agency || k.Team != c.Is.Team || k.Role != c.Is.Role:
		c.Kind = Moves
	case k.DisplayName != c.Is.DisplayName || k.Welsh != c.Is.Welsh || k.Username != c.Is.Username || c.Given.External != "" && k.external != c.Given.External:
		c.Kind = Renames
	default:
		c.Kind = Stays
		return c, nil, nil
	}
	if c.Handed, err = o.moveTx(ctx, tx, by, k.Member, c.Is, now); err != nil {
		return c, nil, err
	}
	err = pgx.BeginFunc(ctx, tx, func(tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `
			update staff set username = @username, active = true, left_at = null, external_id = coalesce(nullif(@external, ''), external_id) where id = @id`,
			pgx.NamedArgs{"id": k.ID, "username": c.Is.Username, "external": c.Given.External})
		return err
	})
	if errors.Is(plain(err), ErrTaken) {
		return c, &Mistake{c.Line, "taken", c.Is.Username}, nil
	}
	if err != nil {
		return c, nil, err
	}
	if c.Kind == Returns {
		err = audit.Record(ctx, tx, by, audit.Entry{Verb: "staff.returned", Why: fmt.Sprintf("member %d", k.ID)})
	}
	return c, nil, err
}

// knownTx is the member a line is about: by the personnel office's own id where both have one, else by user name. clash says that the two
// lead to two members.
func knownTx(ctx context.Context, tx pgx.Tx, l Listed) (k filed, clash bool, err error) {
	rows, _ := tx.Query(ctx, `
		select `+memberColumns+`, m.external_id, m.active from staff m
		where @external <> '' and m.external_id = @external or m.username = @username
		order by m.external_id = @external and @external <> '' desc for update`,
		pgx.NamedArgs{"external": l.External, "username": l.Username})
	all, err := pgx.CollectRows(rows, toFiled)
	switch {
	case err != nil || len(all) == 0:
		return filed{}, false, err
	case len(all) > 1, l.External != "" && all[0].external != "" && all[0].external != l.External:
		return filed{}, true, nil
	}
	return all[0], false, nil
}

// syncRestTx has those leave who came from a list before and are not in this one, which is all there are of its agencies.
func (o *Office) syncRestTx(ctx context.Context, tx pgx.Tx, by audit.Actor, list []Listed, now time.Time) (out []Change, err error) {
	var agencies, names []string
	for _, l := range list {
		names = append(names, l.Username)
		if !slices.Contains(agencies, l.Agency) {
			agencies = append(agencies, l.Agency)
		}
	}
	rows, _ := tx.Query(ctx, `
		select `+memberColumns+`, m.external_id, m.active from staff m join agencies a on a.id = m.agency_id
		where m.active and m.external_id <> '' and a.slug = any(@agencies) and not m.username = any(@names) order by m.id`,
		pgx.NamedArgs{"agencies": agencies, "names": names})
	all, err := pgx.CollectRows(rows, toFiled)
	if err != nil {
		return nil, err
	}
	for _, k := range all {
		c := Change{Kind: Leaves, Was: k.Member, Is: k.Member}
		if c.Handed, err = o.leaveTx(ctx, tx, by, k.Member, now); err != nil {
			return nil, err
		}
		out = append(out, c)
	}
	return out, nil
}
