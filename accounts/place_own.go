package accounts

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/accounts/match"
	"github.com/samedoor/samedoor/audit"
)

// ownKeepers are what this package keeps of people. What is said of somebody is one thing, however often it was changed: it goes to the
// other as it now is, and is here again as it was when the two were joined.
func (r *Register) ownKeepers(s stretch) []Keeper {
	said := func(kind, since string, move ...string) Keeper {
		return Keeper{Kind: kind, Since: s.since(`select 0::bigint, coalesce((` + since + `), now()) ` + s.differs(kind)), Move: r.mover(s, move)}
	}
	changed := `select max(l.at) from audit_log l where l.account_id = a.id and l.at > w.at and l.verb = `
	rows := func(table, kind string) string {
		return `select max(greatest(x.since, x.until)) from ` + table + ` x where x.account_id = a.id` + kind
	}
	return []Keeper{
		said("name", rows("account_names", ""), moveName...),
		said("birth", changed+`'account.changed'`, moveFact("date_of_birth", "birth")...),
		said("death", changed+`'account.death_recorded'`, moveFact("died_on", "death")...),
		said("address", rows("account_addresses", ""), moveRows("account_addresses", "addresses", "")...),
		said("mobile", rows("account_contacts", " and x.kind = 'mobile'"), moveRows("account_contacts", "contacts", "mobile")...),
		said("landline", rows("account_contacts", " and x.kind = 'landline'"), moveRows("account_contacts", "contacts", "landline")...),
		said("email", rows("account_contacts", " and x.kind = 'email'"), moveRows("account_contacts", "contacts", "email")...),
		said("nino", `select max(x.since) from account_identifiers x where x.account_id = a.id and x.kind = 'nino'`, moveNumber("nino")...),
		said("nhs", `select max(x.since) from account_identifiers x where x.account_id = a.id and x.kind = 'nhs'`, moveNumber("nhs")...),
		said("needs", changed+`'account.needs_changed'`, moveNeeds...),
		{Kind: "proof", Since: s.since(`
			select p.id, p.given_at from account_proofs p, account_joins w
			where w.id = @was and p.account_id = @account and p.given_at > w.at
			  and not exists (select from account_proofs_withdrawn x where x.proof_id = p.id) order by p.id`), Move: moveProof},
		RowsKept("notice", "account_notices", "made_at", ""),
		RowsKept("mandate", "mandates", "made_at", "ended_at is null"),
	}
}

// then is how account a stood by the joining w.
const then = `(w.was -> a.id::text)`

// differs is the rest of a query for whether what is said of a kind is another than it was.
func (s stretch) differs(kind string) string {
	now := map[string]string{
		"name":     idsOf("account_names", "x.kind = 'current'") + ` is distinct from ` + then + ` -> 'names'`,
		"birth":    `a.date_of_birth is distinct from (` + then + ` ->> 'birth')::date`,
		"death":    `a.died_on is distinct from (` + then + ` ->> 'death')::date`,
		"address":  idsOf("account_addresses", "x.current") + ` is distinct from ` + then + ` -> 'addresses'`,
		"mobile":   contactsDiffer("mobile"),
		"landline": contactsDiffer("landline"),
		"email":    contactsDiffer("email"),
		"nino":     `exists (select from account_identifiers x where x.account_id = a.id and x.kind = 'nino' and x.since > w.at)`,
		"nhs":      `exists (select from account_identifiers x where x.account_id = a.id and x.kind = 'nhs' and x.since > w.at)`,
		"needs":    `(select x.rev from account_needs x where x.account_id = a.id) is distinct from (` + then + ` -> 'needs' ->> 'rev')::bigint`,
	}
	return `from accounts a, account_joins w where w.id = @was and a.id = @account and ` + now[kind]
}

func idsOf(table, which string) string {
	return `(select coalesce(jsonb_agg(x.id), '[]') from ` + table + ` x where x.account_id = a.id and ` + which + `)`
}

// contactsDiffer compares only one kind of what was in force.
func contactsDiffer(kind string) string {
	return `exists (select from account_contacts x where x.account_id = a.id and x.kind = '` + kind + `'
		and x.current <> (` + then + ` -> 'contacts' @> to_jsonb(x.id)))`
}

func (s stretch) args() pgx.NamedArgs {
	return pgx.NamedArgs{"account": s.Account, "other": s.Other, "was": s.Was}
}

// mover runs statements over what came, account and other, and makes both findable by what they now are.
func (r *Register) mover(s stretch, statements []string) func(context.Context, pgx.Tx, audit.Actor, int64, int64) error {
	return func(ctx context.Context, tx pgx.Tx, _ audit.Actor, _, _ int64) error {
		b := &pgx.Batch{}
		for _, sql := range statements {
			b.Queue(sql, s.args())
		}
		b.Queue(`update accounts set rev = rev + 1 where id in (@account, @other)`, s.args())
		people := r.queueLoad(b, []int64{s.Account, s.Other})
		if err := tx.SendBatch(ctx, b).Close(); err != nil {
			return fmt.Errorf("move from account %d to %d: %w", s.Account, s.Other, err)
		}
		last := &pgx.Batch{}
		for _, id := range []int64{s.Account, s.Other} {
			queueKeys(last, id, r.keysOf(match.Prepare(people[id].record())))
			queueCompare(last, id)
		}
		return tx.SendBatch(ctx, last).Close()
	}
}
