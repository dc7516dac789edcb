package accounts

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/audit"
)

// Look is one line of who looked.
type Look struct {
	ID     int64
	At     time.Time
	Verb   string
	Agency int64
	Team   string // of the member of staff, "" where they have none
	Role   audit.Role
	Door   string
	Why    string
}

// Looks are who looked at or changed a person's accounts, newest first, for the citizen to see; also who looked at another account while
// the two were joined, for then both were shown. They are those before the one with the id before (0: the newest), at most limit. What an
// agency holds back for an investigation is not among them until that ends: see HoldLooks.
func (r *Register) Looks(ctx context.Context, account, before int64, limit int) ([]Look, error) {
	rows, _ := r.db.Query(ctx, `
		with held as (
			select agency_id, min(at) as since from look_holds
			where account_id = any(person_of(@account)) and ended_at is null and until >= @today group by agency_id)
		select l.id, l.at, l.verb, coalesce(l.agency_id, 0), coalesce(t.name, ''), l.actor_role, l.door, l.why
		from audit_log l
		left join staff s on l.actor_role = 'staff' and s.id = l.actor_id
		left join teams t on t.id = s.team_id
		where (l.account_id = any(person_of(@account)) or l.id in (
			select l.id
			from account_joins j
			join audit_log l on l.account_id = any(person_of(case when j.joined = any(person_of(@account)) then j.kept else j.joined end))
			                and l.at between j.at and j.undone_at
			where j.undone_at is not null and (j.joined = any(person_of(@account)) or j.kept = any(person_of(@account)))))
		  and (@before::bigint = 0 or l.id < @before::bigint)
		  and not exists (select from held h where h.agency_id = l.agency_id and l.at >= h.since)
		order by l.id desc limit @limit`,
		pgx.NamedArgs{"account": account, "before": before, "limit": limit, "today": r.today().Time()})
	looks, err := pgx.CollectRows(rows, pgx.RowToStructByPos[Look])
	if err != nil {
		return nil, fmt.Errorf("looks at account %d: %w", account, err)
	}
	return looks, nil
}

// MayReadLooks says whether an actor may be shown who looked at a person's record: themselves, and a helper who may see everything of theirs.
// One for a single service or application may not: the list is of all.
func (r *Register) MayReadLooks(ctx context.Context, by audit.Actor, account int64) (may bool, err error) {
	err = pgx.BeginTxFunc(ctx, r.db, pgx.TxOptions{AccessMode: pgx.ReadOnly}, func(tx pgx.Tx) error {
		if by.Role != audit.Helper {
			may, err = onePerson(ctx, tx, by.ID, account)
			may = may && by.Role == audit.Citizen
			return err
		}
		if same, err := onePerson(ctx, tx, by.For, account); err != nil || !same {
			return err
		}
		all, err := r.MandatesTx(ctx, tx, by.ID, account)
		for _, m := range all {
			may = may || m.May.See && m.Draft == 0 && m.Service == "" && m.Area == ""
		}
		return err
	})
	return may, err
}
