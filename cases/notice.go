package cases

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/lang"
)

// How long a code opens the door, in days: a text is read at once, a letter takes its time.
const (
	textCodeDays   = 7
	letterCodeDays = 28
)

// textTx asks for a text to the person of a draft: the notice and its job, with a code where they are to carry on. It answers why not, and
// then has written nothing.
func (o *Office) textTx(ctx context.Context, tx pgx.Tx, d Draft, kind string) (accounts.Refusal, error) {
	phone, a, why, err := accounts.MayText(ctx, tx, d.Account)
	if err != nil || why != accounts.ReachOK {
		return why, err
	}
	var code int64
	if kind == "continue" {
		c, err := o.register.NewCodeTx(ctx, tx, "continue", d.Account, d.ID, textCodeDays, o.now())
		if err != nil {
			return "", fmt.Errorf("text %s about draft %d: %w", kind, d.ID, err)
		}
		code = c.ID
	}
	var id int64
	err = tx.QueryRow(ctx, `
		insert into notices (account_id, draft_id, kind, phone, lang, code_id, made_at)
		values (@account, @draft, @kind, @phone, @lang, nullif(@code, 0::bigint), @now)
		returning id`,
		pgx.NamedArgs{"account": d.Account, "draft": d.ID, "kind": kind, "phone": phone, "lang": tongue(d, a), "code": code, "now": o.now()}).Scan(&id)
	if err != nil {
		return "", fmt.Errorf("text %s about draft %d: %w", kind, d.ID, err)
	}
	job, err := o.jobs.InsertTx(ctx, tx, NoticeArgs{Notice: id}, nil)
	if err != nil {
		return "", fmt.Errorf("text %s about draft %d: %w", kind, d.ID, err)
	}
	if _, err := tx.Exec(ctx, `update notices set job_id = @job where id = @notice`, pgx.NamedArgs{"job": job.Job.ID, "notice": id}); err != nil {
		return "", fmt.Errorf("text %s about draft %d: %w", kind, d.ID, err)
	}
	return accounts.ReachOK, nil
}

// tongue is the language to write to somebody in: Welsh when they chose it for themselves or for this application.
func tongue(d Draft, a accounts.Account) lang.Lang {
	if d.Lang == lang.Cy || a.Needs.Written == lang.Cy {
		return lang.Cy
	}
	return lang.En
}
