package accounts

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/audit"
)

// since runs a query for what came of a kind; it knows @account and @was.
func (s stretch) since(sql string) func(context.Context, pgx.Tx, int64, time.Time) ([]Came, error) {
	return func(ctx context.Context, tx pgx.Tx, _ int64, _ time.Time) ([]Came, error) {
		rows, _ := tx.Query(ctx, sql, s.args())
		return pgx.CollectRows(rows, func(row pgx.CollectableRow) (c Came, err error) {
			err = row.Scan(&c.Item, &c.At)
			return c, err
		})
	}
}

// The statements that take what is said of @account since the joining @was to @other, and put back what was said before.
var (
	moveName = []string{
		`update account_names set kind = 'previous', until = now() where account_id = @other and kind = 'current'`,
		`update account_names x set account_id = @other from account_joins w where w.id = @was and x.account_id = @account and x.since > w.at`,
		`update account_names x set kind = 'current', until = null from account_joins w
		 where w.id = @was and x.account_id = @account and w.was -> (@account::bigint)::text -> 'names' @> to_jsonb(x.id)`,
		`insert into account_names (account_id, full_name, kind)
		 select @account, w.was -> (@account::bigint)::text ->> 'name', 'current' from account_joins w
		 where w.id = @was and not exists (select from account_names where account_id = @account and kind = 'current')`,
		`update accounts a set full_name = x.full_name from account_names x
		 where a.id in (@account, @other) and x.account_id = a.id and x.kind = 'current'`,
	}
	moveNeeds = []string{
		`delete from account_needs where account_id = @other`,
		`insert into account_needs select (jsonb_populate_record(n, jsonb_build_object('account_id', @other::bigint, 'speaks_for', '[]'::jsonb,
		     'rev', n.rev + 1))).* from account_needs n where n.account_id = @account`,
		`delete from account_needs where account_id = @account`,
		// what is not in it, a column of a newer program, is as now
		`insert into account_needs select (jsonb_populate_record(n, w.was -> (@account::bigint)::text -> 'needs')).*
		 from account_joins w, account_needs n where w.id = @was and n.account_id = @other and w.was -> (@account::bigint)::text -> 'needs' <> 'null'`,
	}
)

// moveFact is for what stands in the account's own row.
func moveFact(column, key string) []string {
	return []string{
		`update accounts b set ` + column + ` = a.` + column + ` from accounts a where b.id = @other and a.id = @account`,
		`update accounts a set ` + column + ` = (w.was -> (@account::bigint)::text ->> '` + key + `')::date from account_joins w where a.id = @account and w.id = @was`,
	}
}

// moveRows is for addresses and contact points, of one kind or, with "", of all.
func moveRows(table, key, kind string) []string {
	only := ``
	if kind != "" {
		only = ` and x.kind = '` + kind + `'`
	}
	return []string{
		`update ` + table + ` x set current = false, until = now() where x.account_id = @other and x.current` + only,
		`update ` + table + ` x set account_id = @other from account_joins w where w.id = @was and x.account_id = @account and x.since > w.at` + only,
		`update ` + table + ` x set current = true, until = null from account_joins w
		 where w.id = @was and x.account_id = @account and w.was -> (@account::bigint)::text -> '` + key + `' @> to_jsonb(x.id)` + only,
	}
}

// moveNumber takes a number along; what stood here before it is not known any more.
func moveNumber(kind string) []string {
	return []string{
		`delete from account_identifiers where account_id = @other and kind = '` + kind + `'`,
		`update account_identifiers set account_id = @other where account_id = @account and kind = '` + kind + `'`,
	}
}

// moveProof makes evidence the other's: evidence is never edited, so it is given anew, with everything about it, and taken back here.
func moveProof(ctx context.Context, tx pgx.Tx, by audit.Actor, item, to int64) error {
	b := &pgx.Batch{}
	args := pgx.NamedArgs{"id": item, "to": to, "door": by.Door, "role": by.Role, "by": by.ID}
	b.Queue(`
		with copy as (
			insert into account_proofs (account_id, kind, document, number, number_finger, strength, validity, activity, fraud, verification,
			                            checks, method, door, actor_role, actor_id, agency_id, contact_id, given_at, expires_on)
			select @to, kind, document, number, number_finger, strength, validity, activity, fraud, verification,
			       checks, method, door, actor_role, actor_id, agency_id, contact_id, given_at, expires_on
			from account_proofs where id = @id returning id)
		insert into account_vouchers (proof_id, full_name, position, organisation, registered, phone, identified_by, relationship, known_since, method, statement)
		select copy.id, v.full_name, v.position, v.organisation, v.registered, v.phone, v.identified_by, v.relationship, v.known_since, v.method, v.statement
		from copy, account_vouchers v where v.proof_id = @id`, args)
	b.Queue(`
		insert into account_proofs_withdrawn (proof_id, why, door, actor_role, actor_id, at)
		values (@id, 'accounts.placings.moved', @door, @role, @by, now()) on conflict do nothing`, args)
	return tx.SendBatch(ctx, b).Close()
}
